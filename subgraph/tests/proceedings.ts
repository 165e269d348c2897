import { belgium, france, keyOf, memberId, members, proposalId, settings } from "./assembly.ts";
import { account, at, concat, emit, expect, hash, type Suite } from "./suite.ts";

const [extended, vetoed] = [201n, 202n];
const holder = account("holder of a veto");
const other = account("somebody else's Council");
const created = (number: bigint) => [
  emit(hash(Number(number)), "Council", "ProposalCreated", {
    proposalId: number.toString(),
    proposer: keyOf(france),
    targets: [at.ValidatorSet],
    values: ["0"],
    signatures: [""],
    calldatas: ["0x12345678"],
    voteStart: 1020,
    voteEnd: 2020,
    description: `Proposal ${number}`,
  }),
  emit(hash(Number(number)), "Council", "ProposalClassified", {
    proposalId: number.toString(),
    classes: 1,
    codeHash: "0xc0",
  }),
];
const said = (event: string, council = at.Council, more = {}) =>
  emit(hash(3), "Deliberation", event, {
    council,
    proposalId: extended.toString(),
    member: belgium,
    key: keyOf(belgium),
    ...more,
  });

/** What members say of proposals beside their votes, and what stops a proposal. */
export const suite: Suite = {
  name: "More time, co-sponsors and vetoes",
  blocks: [
    {},
    { timestamp: 1000, events: [...settings, ...members] },
    { timestamp: 1010, events: [...created(extended), ...created(vetoed)] },
    {
      timestamp: 1030,
      events: [
        said("ProposalSponsored"),
        said("MoreTimeAsked", at.Council, { heads: 1, weight: 11_000 }),
        // Of a contract that is none of ours: it says nothing about our proposals.
        said("ProposalSponsored", other),
        said("MoreTimeAsked", other, { heads: 1, weight: 11_000 }),
        emit(hash(3), "Council", "ProposalExtended", {
          proposalId: extended.toString(),
          extendedDeadline: 3020,
        }),
      ],
    },
    {
      timestamp: 1040,
      events: [
        emit(hash(4), "Vetoes", "AuthorityUpdated", { authority: at.Authority }),
        emit(hash(4), "Vetoes", "VetoGranted", {
          council: at.Council,
          holder,
          actor: at.Authority,
          targets: [at.ValidatorSet],
          notAfter: 9000,
        }),
        emit(hash(5), "Vetoes", "Vetoed", {
          council: at.Council,
          proposalId: vetoed.toString(),
          holder,
          reason: "Not now.",
        }),
        emit(hash(5), "Council", "ProposalCanceled", { proposalId: vetoed.toString() }),
        emit(hash(6), "Vetoes", "VetoRevoked", {
          council: at.Council,
          holder,
          actor: at.Authority,
        }),
      ],
    },
  ],
  assertions: [
    expect(
      `{ proposals(orderBy: number) { id deadline extendedAt extendedIn { id } sponsorships { member { id } key timestamp }
         moreTimeRequests { member { id } key } vetoedBy vetoReason cancelledAt } }`,
      {
        proposals: [
          {
            id: proposalId(extended),
            deadline: "3020",
            extendedAt: "1030",
            extendedIn: { id: hash(3) },
            sponsorships: [
              { member: { id: memberId(belgium) }, key: keyOf(belgium), timestamp: "1030" },
            ],
            moreTimeRequests: [{ member: { id: memberId(belgium) }, key: keyOf(belgium) }],
            vetoedBy: null,
            vetoReason: null,
            cancelledAt: null,
          },
          {
            id: proposalId(vetoed),
            deadline: "2020",
            extendedAt: null,
            extendedIn: null,
            sponsorships: [],
            moreTimeRequests: [],
            vetoedBy: holder,
            vetoReason: "Not now.",
            cancelledAt: "1040",
          },
        ],
      },
    ),
    expect(
      `{ vetoRights { id council holder targets notAfter grantedAt grantedIn { id } revokedAt revokedIn { id } }
         proposalExtendeds { deadline proposal { id } } proposalSponsoreds { account key } moreTimeAskeds { account heads weight }
         vetoGranteds { actor targets notAfter right { holder } } vetoRevokeds { actor right { holder } } vetoeds { holder reason proposal { id } } }`,
      {
        vetoRights: [
          {
            id: concat(at.Council, holder),
            council: at.Council,
            holder,
            targets: [at.ValidatorSet],
            notAfter: "9000",
            grantedAt: "1040",
            grantedIn: { id: hash(4) },
            revokedAt: "1040",
            revokedIn: { id: hash(6) },
          },
        ],
        proposalExtendeds: [{ deadline: "3020", proposal: { id: proposalId(extended) } }],
        proposalSponsoreds: [{ account: belgium, key: keyOf(belgium) }],
        moreTimeAskeds: [{ account: belgium, heads: 1, weight: "11000" }],
        vetoGranteds: [
          { actor: at.Authority, targets: [at.ValidatorSet], notAfter: "9000", right: { holder } },
        ],
        vetoRevokeds: [{ actor: at.Authority, right: { holder } }],
        vetoeds: [{ holder, reason: "Not now.", proposal: { id: proposalId(vetoed) } }],
      },
    ),
  ],
};
