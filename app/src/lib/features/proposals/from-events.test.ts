import { keccak256, stringToHex } from "viem";
import { describe, expect, it } from "vitest";

import {
  type CouncilEvent,
  isCouncilEvent,
  isMandateEvent,
  type MandateEvent,
  mandatesFromEvents,
  memberOfKeyAt,
  proposalsFromEvents,
} from "./from-events.ts";

const key = (n: number): `0x${string}` => `0x${n.toString(16).padStart(40, "0")}`;
const at = (block: number, logIndex = 0) => ({
  blockNumber: BigInt(block),
  logIndex,
  transactionHash: `0x${String(block).padStart(64, "0")}` as const,
});
const created = (block: number, proposalId: bigint): CouncilEvent => ({
  ...at(block),
  eventName: "ProposalCreated",
  args: {
    proposalId,
    proposer: key(11),
    targets: ["0x00000000000000000000000000000000000000AA"],
    values: [0n],
    calldatas: ["0x12345678"],
    voteStart: 110n,
    voteEnd: 210n,
    description: "# Title",
  },
});
const classified = (block: number, proposalId: bigint): CouncilEvent => ({
  ...at(block, 1),
  eventName: "ProposalClassified",
  args: { proposalId, classes: 0b010, codeHash: "0xabcd" },
});
const timeOf = (block: bigint) => Number(block) * 10;
const proposer = () => ({ account: key(1), code: "BE" });

describe("proposalsFromEvents", () => {
  it("tells a whole life, whatever order the events come in", () => {
    const events: CouncilEvent[] = [
      { ...at(16), eventName: "ProposalExecuted", args: { proposalId: 7n } },
      { ...at(15), eventName: "ProposalQueued", args: { proposalId: 7n, etaSeconds: 155n } },
      { ...at(14, 5), eventName: "ProposalDecided", args: { proposalId: 7n, succeeded: true } },
      {
        ...at(14, 4),
        eventName: "VoteCast",
        args: { voter: key(2), proposalId: 7n, support: 1, weight: 5n, reason: "Yes." },
      },
      classified(10, 7n),
      created(10, 7n),
    ];
    expect(proposalsFromEvents(events, timeOf, proposer)).toEqual([
      {
        proposalId: 7n,
        number: 1,
        proposer: key(11),
        proposingMember: { account: key(1), code: "BE" },
        description: "# Title",
        descriptionHash: keccak256(stringToHex("# Title")),
        codeHash: "0xabcd",
        classes: ["qualified"],
        rulesEdition: 0,
        participants: null,
        calls: [{ target: key(0xaa), value: 0n, calldata: "0x12345678" }],
        createdAt: 100,
        createdIn: at(10).transactionHash,
        snapshot: 110,
        deadline: 210,
        decidedAt: 140,
        decidedIn: at(14).transactionHash,
        decidedSucceeded: true,
        queuedAt: 150,
        queuedIn: at(15).transactionHash,
        eta: 155,
        executedAt: 160,
        executedIn: at(16).transactionHash,
        cancelledAt: null,
        cancelledIn: null,
        votes: [
          {
            member: { account: key(2) },
            support: "for",
            weight: 5n,
            reason: "Yes.",
            timestamp: 140,
            transaction: at(14).transactionHash,
          },
        ],
      },
    ]);
  });

  it("numbers proposals in the order of their making and gives the newest first", () => {
    const cancelled: CouncilEvent = {
      ...at(30),
      eventName: "ProposalCanceled",
      args: { proposalId: 9n },
    };
    const rows = proposalsFromEvents(
      [created(20, 9n), cancelled, created(10, 7n)],
      timeOf,
      proposer,
    );
    expect(rows.map(({ number, proposalId }) => [number, proposalId])).toEqual([
      [2, 9n],
      [1, 7n],
    ]);
    expect(rows[0]).toMatchObject({ cancelledAt: 300, cancelledIn: at(30).transactionHash });
  });
});

describe("a vote that is extended", () => {
  it("goes on until the later end", () => {
    const extended: CouncilEvent = {
      ...at(12),
      eventName: "ProposalExtended",
      args: { proposalId: 7n, extendedDeadline: 999n },
    };
    expect(proposalsFromEvents([created(10, 7n), extended], timeOf, proposer)).toMatchObject([
      { proposalId: 7n, deadline: 999 },
    ]);
  });
});

describe("isCouncilEvent and isMandateEvent", () => {
  it("leave out what tells of something else", () => {
    const names = [
      "VotingPeriodSet",
      "VoteCast",
      "MandateKeyDesignated",
      "MandateKeyAccepted",
      "MandateRevoked",
    ];
    const events = names.map((eventName) => ({ eventName }));
    expect(events.filter(isCouncilEvent).map(({ eventName }) => eventName)).toEqual(["VoteCast"]);
    expect(events.filter(isMandateEvent).map(({ eventName }) => eventName)).toEqual([
      "MandateKeyAccepted",
      "MandateRevoked",
    ]);
  });
});

describe("mandatesFromEvents", () => {
  const belgium = { account: key(1), code: "BE", class: "member", status: "active" } as const;
  const malta = { account: key(2), code: "MT", class: "observer", status: "left" } as const;
  const accepted = (block: number, account: number, held: number): MandateEvent => ({
    ...at(block),
    eventName: "MandateKeyAccepted",
    args: { account: key(account), key: key(held) },
  });
  const appointed = (
    block: number,
    account: number,
    held: number,
    notAfter: number,
  ): MandateEvent => ({
    ...at(block),
    eventName: "RepresentativeAppointed",
    args: { account: key(account), key: key(held), notAfter },
  });
  const keyAppointed = (
    block: number,
    account: number,
    held: number,
    notAfter: number,
  ): MandateEvent => ({
    ...at(block),
    eventName: "KeyAppointed",
    args: { account: key(account), key: key(held), signer: "0x5e", notBefore: 700, notAfter },
  });
  const given = (
    block: number,
    account: number,
    carrier: number,
    proposalId = 0n,
  ): MandateEvent => ({
    ...at(block),
    eventName: "ProxyGiven",
    args: { account: key(account), carrier: key(carrier), notAfter: 900, proposalId },
  });
  const ended = (block: number, account: number, held: number): MandateEvent => ({
    ...at(block),
    eventName: "RepresentativeEnded",
    args: { account: key(account), key: key(held) },
  });

  const revoked = (block: number, account: number): MandateEvent => ({
    ...at(block),
    eventName: "MandateRevoked",
    args: { account: key(account) },
  });

  it("keeps the latest word on each key", () => {
    const mandates = mandatesFromEvents(
      [
        keyAppointed(4, 1, 12, 900),
        appointed(1, 1, 11, 500),
        ended(3, 1, 11),
        appointed(2, 1, 12, 600),
        accepted(2, 1, 21),
        accepted(1, 1, 20),
        accepted(1, 2, 22),
        revoked(5, 2),
      ],
      [belgium, malta],
    );
    expect(mandates.representatives).toEqual([
      { key: key(12), signer: "0x5e", notBefore: 700, notAfter: 900, member: belgium },
    ]);
    expect(mandates.members).toEqual([
      { account: key(1), code: "BE", mandateKey: key(21) },
      { account: key(2), code: "MT", mandateKey: null },
    ]);
  });

  it("remembers for whom a key stood when it acted, whatever became of the mandate", () => {
    const events = [
      appointed(4, 1, 11, 900),
      ended(6, 1, 11),
      keyAppointed(8, 2, 11, 900),
      accepted(9, 2, 11),
    ];
    const standing = (block: number, logIndex = 0, held = 11) =>
      memberOfKeyAt(key(held), at(block, logIndex), events, [belgium, malta])?.code ?? null;
    expect([3, 4, 5, 6, 7, 8, 9, 10].map((block) => standing(block, 1))).toEqual([
      null,
      "BE",
      "BE",
      null,
      null,
      "MT",
      "MT",
      "MT",
    ]);
    expect(standing(4, 0)).toBeNull();
    expect(standing(10, 0, 12)).toBeNull();

    const later = [...events, revoked(11, 1), revoked(12, 2), appointed(13, 1, 11, 900)];
    const after = [10, 11, 12, 13].map(
      (block) => memberOfKeyAt(key(11), at(block, 1), later, [belgium, malta])?.code ?? null,
    );
    expect(after).toEqual(["MT", "MT", null, "BE"]);
  });

  it("ends everybody who acted for a member when its mandate is revoked, and nobody else", () => {
    const france = { account: key(3), code: "FR", class: "member", status: "active" } as const;
    const told = (...further: MandateEvent[]) =>
      mandatesFromEvents(
        [
          accepted(1, 1, 20),
          accepted(1, 3, 23),
          appointed(2, 1, 11, 900),
          appointed(2, 1, 12, 2 ** 48 - 1),
          appointed(2, 3, 13, 900),
          revoked(3, 1),
          ...further,
        ],
        [belgium, france],
      );
    const mandates = told();
    const account = { signer: null, notBefore: null };
    expect(mandates.representatives).toEqual([
      { key: key(13), ...account, notAfter: 900, member: france },
    ]);
    expect(mandates.members.map(({ mandateKey }) => mandateKey)).toEqual([null, key(23)]);

    const afterwards = told(accepted(4, 1, 21), appointed(5, 1, 11, 950), appointed(5, 3, 12, 950));
    expect(afterwards.representatives).toEqual([
      { key: key(13), ...account, notAfter: 900, member: france },
      { key: key(11), ...account, notAfter: 950, member: belgium },
      { key: key(12), ...account, notAfter: 950, member: france },
    ]);
    expect(afterwards.members[0]?.mandateKey).toBe(key(21));
  });

  it("keeps the latest proxy of each member until somebody ends it", () => {
    const told = (...events: MandateEvent[]) =>
      mandatesFromEvents(events, [belgium, malta]).proxies.map(
        ({ member, carrier, coversProposal }) => [member.code, carrier.code, coversProposal],
      );
    expect(told(given(1, 1, 2), given(2, 1, 2, 7n))).toEqual([["BE", "MT", 7n]]);
    expect(told(given(1, 1, 2))).toEqual([["BE", "MT", null]]);
    const end: MandateEvent = {
      ...at(3),
      eventName: "ProxyEnded",
      args: { account: key(1), carrier: key(2) },
    };
    const observes: MandateEvent = {
      ...at(3),
      eventName: "MemberClassChanged",
      args: { account: key(1), class: 1 },
    };
    for (const last of [end, observes, revoked(3, 1)])
      expect(told(given(1, 1, 2), last)).toEqual([]);
    expect(told(given(1, 1, 2), revoked(3, 2))).toEqual([["BE", "MT", null]]);
  });
});
