import { keccak256, stringToHex } from "viem";

import { type Emitted, inOrder } from "#lib/chain/events.ts";
import { placesIn } from "#lib/chain/places.ts";
import type { ProposalDetailRow } from "#lib/index/proposals.ts";

import { type Support, supports } from "./eligibility.ts";
import type { GivenProxy, Mandate, Mandates } from "./standing.ts";
import { classesOf } from "./voting-rules.ts";

type Hex = `0x${string}`;

/** What a Council says, as far as a proposal's life is told by it. */
export type CouncilEvent = Emitted &
  (
    | {
        eventName: "ProposalCreated";
        args: {
          proposalId: bigint;
          proposer: Hex;
          targets: readonly Hex[];
          values: readonly bigint[];
          calldatas: readonly Hex[];
          voteStart: bigint;
          voteEnd: bigint;
          description: string;
        };
      }
    | {
        eventName: "ProposalClassified";
        args: { proposalId: bigint; classes: number; codeHash: Hex };
      }
    | {
        eventName: "ProposalRulesFixed";
        args: { proposalId: bigint; edition: number; participants: bigint };
      }
    | {
        eventName: "VoteCast";
        args: { voter: Hex; proposalId: bigint; support: number; weight: bigint; reason: string };
      }
    | { eventName: "ProposalDecided"; args: { proposalId: bigint; succeeded: boolean } }
    | {
        eventName: "ProposalExtended";
        args: { proposalId: bigint; extendedDeadline: bigint };
      }
    | { eventName: "ProposalQueued"; args: { proposalId: bigint; etaSeconds: bigint } }
    | { eventName: "ProposalExecuted"; args: { proposalId: bigint } }
    | { eventName: "ProposalCanceled"; args: { proposalId: bigint } }
  );

const councilEventNames: ReadonlySet<string> = new Set<CouncilEvent["eventName"]>([
  "ProposalCreated",
  "ProposalClassified",
  "ProposalRulesFixed",
  "VoteCast",
  "ProposalDecided",
  "ProposalExtended",
  "ProposalQueued",
  "ProposalExecuted",
  "ProposalCanceled",
]);

/** Whether a decoded event of a Council tells of a proposal. */
export function isCouncilEvent(event: { eventName: string }): event is CouncilEvent {
  return councilEventNames.has(event.eventName);
}

/** The members' proposals from the Council's own events, in the form in which the index tells them; newest first. */
export function proposalsFromEvents(
  events: readonly CouncilEvent[],
  timeOf: (block: bigint) => number,
  proposingMember: (key: Hex, proposed: Emitted) => { account: Hex; code: string } | null,
): ProposalDetailRow[] {
  const rows = new Map<bigint, ProposalDetailRow>();
  const voteSupport = (value: number): Support => supports[value] ?? "abstain";
  for (const event of inOrder(events)) {
    const when = timeOf(event.blockNumber);
    const { transactionHash } = event;
    if (event.eventName === "ProposalCreated") {
      const { args } = event;
      rows.set(args.proposalId, {
        proposalId: args.proposalId,
        number: rows.size + 1,
        proposer: args.proposer.toLowerCase() as Hex,
        proposingMember: proposingMember(args.proposer, event),
        description: args.description,
        descriptionHash: keccak256(stringToHex(args.description)),
        codeHash: "0x",
        classes: [],
        rulesEdition: 0,
        participants: null,
        calls: args.targets.map((target, i) => ({
          target: target.toLowerCase() as Hex,
          value: args.values[i] ?? 0n,
          calldata: args.calldatas[i] ?? "0x",
        })),
        createdAt: when,
        createdIn: transactionHash,
        snapshot: Number(args.voteStart),
        deadline: Number(args.voteEnd),
        decidedAt: null,
        decidedIn: null,
        decidedSucceeded: null,
        queuedAt: null,
        queuedIn: null,
        eta: null,
        executedAt: null,
        executedIn: null,
        cancelledAt: null,
        cancelledIn: null,
        votes: [],
      });
      continue;
    }
    const row = rows.get(event.args.proposalId);
    if (!row) continue;
    switch (event.eventName) {
      case "ProposalClassified":
        Object.assign(row, {
          classes: classesOf(event.args.classes),
          codeHash: event.args.codeHash,
        });
        break;
      case "ProposalRulesFixed":
        Object.assign(row, {
          rulesEdition: event.args.edition,
          // None stands for all.
          participants: event.args.participants === 0n ? null : placesIn(event.args.participants),
        });
        break;
      case "VoteCast":
        row.votes.push({
          member: { account: event.args.voter.toLowerCase() as Hex },
          support: voteSupport(event.args.support),
          weight: event.args.weight,
          reason: event.args.reason,
          timestamp: when,
          transaction: transactionHash,
        });
        break;
      case "ProposalDecided":
        Object.assign(row, {
          decidedAt: when,
          decidedIn: transactionHash,
          decidedSucceeded: event.args.succeeded,
        });
        break;
      case "ProposalExtended":
        Object.assign(row, { deadline: Number(event.args.extendedDeadline) });
        break;
      case "ProposalQueued":
        Object.assign(row, {
          queuedAt: when,
          queuedIn: transactionHash,
          eta: Number(event.args.etaSeconds),
        });
        break;
      case "ProposalExecuted":
        Object.assign(row, { executedAt: when, executedIn: transactionHash });
        break;
      case "ProposalCanceled":
        Object.assign(row, { cancelledAt: when, cancelledIn: transactionHash });
        break;
    }
  }
  return [...rows.values()].toReversed();
}

/** By which events somebody begins to act for a member: an account, or any signer with a first day. */
const appointments = ["RepresentativeAppointed", "KeyAppointed"] as const;
type Appointment = (typeof appointments)[number];

const isAppointment = (event: MandateEvent): event is MandateEvent & { eventName: Appointment } =>
  appointments.some((name) => name === event.eventName);

/** What a register of members says about who acts for them. */
export type MandateEvent = Emitted &
  (
    | {
        eventName: "RepresentativeAppointed";
        args: { account: Hex; key: Hex; notAfter: number };
      }
    | {
        eventName: "KeyAppointed";
        args: { account: Hex; key: Hex; signer: Hex; notBefore: number; notAfter: number };
      }
    | { eventName: "RepresentativeEnded"; args: { account: Hex; key: Hex } }
    | { eventName: "MandateKeyAccepted"; args: { account: Hex; key: Hex } }
    | { eventName: "MandateRevoked"; args: { account: Hex } }
    | {
        eventName: "ProxyGiven";
        args: { account: Hex; carrier: Hex; notAfter: number; proposalId: bigint };
      }
    | { eventName: "ProxyEnded"; args: { account: Hex; carrier: Hex } }
    | { eventName: "MemberClassChanged"; args: { account: Hex; class: number } }
  );

const mandateEventNames: ReadonlySet<string> = new Set<MandateEvent["eventName"]>([
  ...appointments,
  "RepresentativeEnded",
  "MandateKeyAccepted",
  "MandateRevoked",
  "ProxyGiven",
  "ProxyEnded",
  "MemberClassChanged",
]);

/** Whether a decoded event of a register of members tells of a mandate. */
export function isMandateEvent(event: { eventName: string }): event is MandateEvent {
  return mandateEventNames.has(event.eventName);
}

/** The member that a key stood for when something happened; null when it stood for none. */
export function memberOfKeyAt<Member extends { account: Hex }>(
  key: Hex,
  happened: Emitted,
  events: readonly MandateEvent[],
  members: readonly Member[],
): Member | null {
  const before = inOrder(events).filter(
    (event) =>
      event.blockNumber < happened.blockNumber ||
      (event.blockNumber === happened.blockNumber && event.logIndex < happened.logIndex),
  );
  const last = before.findLastIndex(
    (event) =>
      (isAppointment(event) || event.eventName === "RepresentativeEnded") &&
      event.args.key.toLowerCase() === key.toLowerCase(),
  );
  const said = before[last];
  if (said === undefined || !isAppointment(said)) return null;
  const account = said.args.account.toLowerCase();
  const isRevoked = before
    .slice(last)
    .some(
      ({ eventName, args }) =>
        eventName === "MandateRevoked" && args.account.toLowerCase() === account,
    );
  return isRevoked ? null : (members.find((member) => member.account === account) ?? null);
}

/** Who acts for the members, from the register's own events. */
export function mandatesFromEvents(
  events: readonly MandateEvent[],
  members: readonly {
    account: Hex;
    code: string;
    class: "member" | "observer";
    status: "active" | "suspended" | "left";
  }[],
): Mandates {
  const appointed = new Map<string, { account: string } & Omit<Mandate, "key" | "member">>();
  const mandateKeys = new Map<string, Hex>();
  const proxies = new Map<string, { carrier: string } & Omit<GivenProxy, "member" | "carrier">>();
  for (const event of inOrder(events)) {
    const account = event.args.account.toLowerCase();
    switch (event.eventName) {
      case "MandateRevoked":
        mandateKeys.delete(account);
        proxies.delete(account);
        for (const [key, representative] of appointed)
          if (representative.account === account) appointed.delete(key);
        break;
      case "RepresentativeAppointed": {
        const { key, notAfter } = event.args;
        appointed.set(key.toLowerCase(), { account, signer: null, notBefore: null, notAfter });
        break;
      }
      case "KeyAppointed": {
        const { key, signer, notBefore, notAfter } = event.args;
        appointed.set(key.toLowerCase(), { account, signer, notBefore, notAfter });
        break;
      }
      case "RepresentativeEnded":
        appointed.delete(event.args.key.toLowerCase());
        break;
      case "MandateKeyAccepted":
        mandateKeys.set(account, event.args.key.toLowerCase() as Hex);
        break;
      case "ProxyGiven": {
        const { carrier, notAfter, proposalId } = event.args;
        const coversProposal = proposalId === 0n ? null : proposalId;
        proxies.set(account, { carrier: carrier.toLowerCase(), notAfter, coversProposal });
        break;
      }
      case "ProxyEnded":
        proxies.delete(account);
        break;
      case "MemberClassChanged":
        // An observer has no vote that somebody could carry.
        if (event.args.class !== 0) proxies.delete(account);
        break;
    }
  }
  const memberAt = (account: string) => members.find((candidate) => candidate.account === account);
  return {
    representatives: [...appointed].flatMap(([key, { account, ...mandate }]) => {
      const member = memberAt(account);
      return member ? [{ key: key as Hex, ...mandate, member }] : [];
    }),
    members: members.map(({ account, code }) => ({
      account,
      code,
      mandateKey: mandateKeys.get(account) ?? null,
    })),
    proxies: [...proxies].flatMap(([account, { carrier, ...given }]) => {
      const [member, carrying] = [memberAt(account), memberAt(carrier)];
      return member && carrying ? [{ ...given, member, carrier: carrying }] : [];
    }),
  };
}
