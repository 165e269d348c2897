import {
  belgium,
  france,
  keyOf,
  malta,
  memberId,
  members,
  proposalId,
  settings,
} from "./assembly.ts";
import {
  account,
  at,
  concat,
  emit,
  eventId,
  expect,
  hash,
  sender,
  type Emitted,
  type Hex,
  type Suite,
} from "./suite.ts";

const number = 77n;
const id = proposalId(number);
const proposal = { proposalId: Number(number) };
const passkey = account("passkey of Malta");
const signer: Hex = `0x${"5e".repeat(84)}`;
const bySelf = { account: malta, actor: account("mandate of Malta") };
const alreadyVoted: Hex = "0x1234abcd";

function vote(transaction: Hex, voter: Hex, weight: number): Emitted {
  return emit(transaction, "Council", "VoteCast", {
    ...proposal,
    voter,
    support: 1,
    weight,
    reason: "",
  });
}

function castBy(transaction: Hex, voter: Hex, key: Hex, way: number): Emitted {
  return emit(transaction, "Council", "VoteCastBy", { ...proposal, voter, key, way });
}

/** Keys that are no accounts, votes that others bring, and votes that other members carry. */
export const suite: Suite = {
  name: "Ballots and proxies",
  blocks: [
    {},
    { timestamp: 1000, events: [...settings, ...members] },
    {
      timestamp: 1010,
      events: [
        emit(hash(1), "Council", "ProposalCreated", {
          ...proposal,
          proposer: keyOf(belgium),
          targets: [at.NodeRegistry],
          values: ["0"],
          signatures: [""],
          calldatas: ["0x11223344"],
          voteStart: 1015,
          voteEnd: 9000,
          description: "A decision",
        }),
        emit(hash(2), "MemberRegistry", "KeyAppointed", {
          ...bySelf,
          key: passkey,
          signer,
          notBefore: 1012,
          notAfter: 5000,
        }),
        emit(hash(3), "MemberRegistry", "ProxyGiven", {
          account: france,
          carrier: belgium,
          actor: account("mandate of France"),
          notAfter: 8000,
          proposalId: 0,
        }),
        emit(hash(4), "MemberRegistry", "ProxyGiven", {
          ...bySelf,
          carrier: france,
          notAfter: 1015,
          proposalId: Number(number),
        }),
      ],
    },
    {
      timestamp: 1020,
      events: [
        // A batch: the own vote of Belgium in person is in another transaction.
        vote(hash(5), malta, 500),
        castBy(hash(5), malta, passkey, 1),
        vote(hash(5), france, 68_000),
        castBy(hash(5), france, keyOf(belgium), 3),
        emit(hash(5), "Council", "BallotRefused", {
          ...proposal,
          member: account("nobody"),
          index: 2,
          reason: alreadyVoted,
        }),
        emit(hash(5), "Council", "BallotsNotTried", { ...proposal, count: 4 }),
        vote(hash(6), belgium, 11_000),
      ],
    },
    {
      timestamp: 1030,
      events: [
        emit(hash(7), "MemberRegistry", "ProxyEnded", {
          account: france,
          carrier: belgium,
          actor: account("mandate of Belgium"),
        }),
        // A proxy that has run out does not end once more.
        emit(hash(8), "MemberRegistry", "MandateRevoked", { account: malta, actor: at.Authority }),
        emit(hash(9), "MemberRegistry", "ProxyGiven", {
          account: belgium,
          carrier: france,
          actor: account("mandate of Belgium"),
          notAfter: 8000,
          proposalId: 0,
        }),
      ],
    },
    {
      timestamp: 1040,
      events: [
        emit(hash(10), "MemberRegistry", "MandateRevoked", {
          account: belgium,
          actor: at.Authority,
        }),
      ],
    },
  ],
  assertions: [
    expect(`{ votes(orderBy: ordinal) { member { code } way key sender carriedBy { code } } }`, {
      votes: [
        { member: { code: "MT" }, way: "SIGNATURE", key: passkey, sender, carriedBy: null },
        {
          member: { code: "FR" },
          way: "PROXY_SIGNATURE",
          key: keyOf(belgium),
          sender,
          carriedBy: { code: "BE" },
        },
        { member: { code: "BE" }, way: "IN_PERSON", key: sender, sender, carriedBy: null },
      ],
    }),
    expect(`{ proposal(id: "${id}") { forHeads forWeight } }`, {
      proposal: { forHeads: 3, forWeight: "79500" },
    }),
    expect(`{ voteCastBies(orderBy: ordinal) { vote { id } member { code } account key way } }`, {
      voteCastBies: [
        {
          vote: { id: concat(id, malta) },
          member: { code: "MT" },
          account: malta,
          key: passkey,
          way: "SIGNATURE",
        },
        {
          vote: { id: concat(id, france) },
          member: { code: "FR" },
          account: france,
          key: keyOf(belgium),
          way: "PROXY_SIGNATURE",
        },
      ],
    }),
    expect(
      `{ ballotRefuseds { proposal { id } account index reason } ballotsNotTrieds { proposal { id } count } }`,
      {
        ballotRefuseds: [
          { proposal: { id }, account: account("nobody"), index: "2", reason: alreadyVoted },
        ],
        ballotsNotTrieds: [{ proposal: { id }, count: "4" }],
      },
    ),
    expect(
      `{ member(id: "${memberId(malta)}") { representatives(where: { key: "${passkey}" })
         { key signer notBefore notAfter appointedAt endedAt } } keyAppointeds { signer notBefore notAfter actor } }`,
      {
        member: {
          representatives: [
            {
              key: passkey,
              signer,
              notBefore: "1012",
              notAfter: "5000",
              appointedAt: "1010",
              endedAt: "1030",
            },
          ],
        },
        keyAppointeds: [
          {
            signer,
            notBefore: "1012",
            notAfter: "5000",
            actor: account("mandate of Malta"),
          },
        ],
      },
    ),
    expect(
      `{ proxies(orderBy: givenIn__id) { member { code } carrier { code } notAfter coversProposal givenAt endedAt endedIn { id } }
         proxyGivens(orderBy: ordinal) { account carrier { code } notAfter coversProposal }
         proxyEndeds { account proxy { id } carrier { code } actor } }`,
      {
        proxies: [
          {
            member: { code: "FR" },
            carrier: { code: "BE" },
            notAfter: "8000",
            coversProposal: null,
            givenAt: "1010",
            endedAt: "1030",
            endedIn: { id: hash(7) },
          },
          {
            member: { code: "MT" },
            carrier: { code: "FR" },
            notAfter: "1015",
            coversProposal: "77",
            givenAt: "1010",
            endedAt: null,
            endedIn: null,
          },
          {
            member: { code: "BE" },
            carrier: { code: "FR" },
            notAfter: "8000",
            coversProposal: null,
            givenAt: "1030",
            endedAt: "1040",
            endedIn: { id: hash(10) },
          },
        ],
        proxyGivens: [
          { account: france, carrier: { code: "BE" }, notAfter: "8000", coversProposal: null },
          { account: malta, carrier: { code: "FR" }, notAfter: "1015", coversProposal: "77" },
          { account: belgium, carrier: { code: "FR" }, notAfter: "8000", coversProposal: null },
        ],
        proxyEndeds: [
          {
            account: france,
            proxy: { id: eventId(hash(3), 2) },
            carrier: { code: "BE" },
            actor: account("mandate of Belgium"),
          },
        ],
      },
    ),
    expect(
      `{ member(id: "${memberId(france)}") { proxy { carrier { code } } proxiesGiven { notAfter } proxiesCarried { member { code } } } }`,
      {
        member: {
          proxy: { carrier: { code: "BE" } },
          proxiesGiven: [{ notAfter: "8000" }],
          proxiesCarried: [{ member: { code: "BE" } }, { member: { code: "MT" } }],
        },
      },
    ),
  ],
};
