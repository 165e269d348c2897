import { account, at, concat, emit, expect, hash, type Json, type Suite, word } from "./suite.ts";

const [alice, bea, payee] = [account("alice"), account("bea"), account("payee")];
const [member, other] = [account("a member"), account("another member")];
const actor = at.Authority;
const [token, custodian] = [at.EuroToken, at.PaymentEscrow];
const line = word("travel");
const lineId = concat(at.Treasury, line);
const call = "0xdeadbeef01";
const day = 86_400;

const say = (transaction: number, event: string, params: Record<string, Json>) =>
  emit(hash(transaction), "Treasury", event, params);

function paid(transaction: number, amount: number, spent: number, proposer: string) {
  return say(transaction, "PaymentMade", {
    line,
    payee,
    paymentReference: hash(0xbeef),
    actor: bea,
    proposer,
    amount,
    spent,
  });
}

const nobody = `0x${"0".repeat(40)}` as const;

function proposed(transaction: number, id: number) {
  return say(transaction, "PaymentProposed", {
    id: hash(id),
    line,
    payee,
    proposer: alice,
    amount: 500,
    paymentReference: hash(0xbeef),
    expiresAt: 20 * day,
  });
}

/** Lines, what needs two persons, contracts that the treasury calls, and contributions of members. */
export const suite: Suite = {
  name: "Treasury: lines, proposals, fundings and contributions",
  blocks: [
    {},
    {
      timestamp: 10 * day,
      events: [
        say(1, "BudgetLineOpened", {
          line,
          token,
          actor,
          ceiling: 10_000,
          twoPersonAbove: 100,
          from: day,
          until: 365 * day,
          documentHash: hash(0xd0c),
        }),
        say(2, "CeilingSet", { line, actor, ceiling: 9_000, documentHash: hash(0xd1c) }),
        say(2, "TwoPersonAboveSet", { line, actor, twoPersonAbove: 250 }),
        say(3, "FundableKnown", { target: custodian, actor, known: true }),
        say(3, "FundableSet", { target: custodian, selector: "0x11223344", actor, fundable: true }),
        say(4, "FundableSet", {
          target: custodian,
          selector: "0x11223344",
          actor,
          fundable: false,
        }),
        say(4, "FundableSet", { target: custodian, selector: "0x55667788", actor, fundable: true }),
        paid(5, 60, 60, nobody),
        paid(6, 40, 100, nobody),
      ],
    },
    {
      timestamp: 11 * day,
      events: [
        // Another day begins anew; what two persons pay does not count.
        paid(7, 30, 130, nobody),
        proposed(8, 0x1d),
        say(9, "ProposalConfirmed", { id: hash(0x1d), actor: bea }),
        paid(9, 500, 630, alice),
        // The same values may be proposed again.
        proposed(10, 0x1d),
        say(11, "FundingProposed", {
          id: hash(0x2d),
          line,
          target: custodian,
          proposer: alice,
          call,
          amount: 300,
          expiresAt: 20 * day,
        }),
        say(12, "ProposalWithdrawn", { id: hash(0x2d), actor: bea }),
        say(13, "FundingMade", {
          line,
          target: custodian,
          actor: bea,
          proposer: nobody,
          call,
          amount: 70,
          spent: 700,
        }),
        say(13, "FundingDecided", {
          line,
          target: custodian,
          actor,
          call,
          amount: 1_300,
          spent: 2_000,
        }),
        say(14, "InstructionGiven", {
          target: custodian,
          selector: "0xdeadbeef",
          actor: bea,
          call,
        }),
        say(15, "PayoutCollected", { custody: custodian, token, actor: payee, amount: 5 }),
        say(16, "ContributionSharesSet", {
          edition: word("GDP 2025"),
          actor,
          members: [member, other],
          shares: [3, 1],
        }),
        say(17, "ContributionsCalled", {
          call: word("budget"),
          token,
          actor,
          total: 1_000,
          key: 2,
          timepoint: 0,
          edition: word("GDP 2025"),
          due: 30 * day,
          totalShares: 4,
        }),
        say(18, "ContributionsCalled", {
          call: word("repairs"),
          token,
          actor,
          total: 50,
          key: 1,
          timepoint: day,
          edition: hash(0),
          due: 30 * day,
          totalShares: 77,
        }),
        ...[
          [100, 100],
          [150, 250],
        ].map(([amount, contributed]) =>
          say(19, "ContributionMade", {
            call: word("budget"),
            member,
            payer: payee,
            amount: amount as number,
            contributed: contributed as number,
          }),
        ),
        say(20, "ContributionsClosed", { call: word("repairs"), actor }),
        say(21, "BudgetLineClosed", { line, actor }),
      ],
    },
    { timestamp: 13 * day },
  ],
  assertions: [
    expect(
      `{ budgetLines { id treasury line name token { id allowed } ceiling spent twoPersonAbove spentAlone aloneDay from until documentHash
         openedAt openedIn { id } closedAt } }`,
      {
        budgetLines: [
          {
            id: lineId,
            treasury: at.Treasury,
            line,
            name: "travel",
            token: { id: token, allowed: false },
            ceiling: "9000",
            spent: "2000",
            twoPersonAbove: "250",
            // 30 by `pay` and 70 by `fund`, on the eleventh day; what the body decided is nobody's.
            spentAlone: "100",
            aloneDay: "11",
            from: String(day),
            until: String(365 * day),
            documentHash: hash(0xd1c),
            openedAt: String(10 * day),
            openedIn: { id: hash(1) },
            closedAt: String(11 * day),
          },
        ],
      },
    ),
    expect(
      `{ treasuryProposals(orderBy: id) { id line { name } kind target call paymentReference amount proposer proposedAt expiresAt endedBy confirmedAt withdrawnAt } }`,
      {
        treasuryProposals: [
          {
            id: hash(0x1d),
            line: { name: "travel" },
            kind: "PAYMENT",
            target: payee,
            call: null,
            paymentReference: hash(0xbeef),
            amount: "500",
            proposer: alice,
            proposedAt: String(11 * day),
            expiresAt: String(20 * day),
            endedBy: null,
            confirmedAt: null,
            withdrawnAt: null,
          },
          {
            id: hash(0x2d),
            line: { name: "travel" },
            kind: "FUNDING",
            target: custodian,
            call,
            paymentReference: null,
            amount: "300",
            proposer: alice,
            proposedAt: String(11 * day),
            expiresAt: String(20 * day),
            endedBy: bea,
            confirmedAt: null,
            withdrawnAt: String(11 * day),
          },
        ],
      },
    ),
    expect(
      `{ fundables { treasury target known setIn { id } functions(orderBy: selector) { selector named setIn { id } } } }`,
      {
        fundables: [
          {
            treasury: at.Treasury,
            target: custodian,
            known: true,
            setIn: { id: hash(3) },
            functions: [
              { selector: "0x11223344", named: false, setIn: { id: hash(4) } },
              { selector: "0x55667788", named: true, setIn: { id: hash(4) } },
            ],
          },
        ],
      },
    ),
    expect(
      `{ contributionCalls(orderBy: name) { name call token { id } total contributed key timepoint edition { name totalShares shares(orderBy: share) { member share } }
         totalShares due calledAt closedAt contributions { member amount paidAt } } }`,
      {
        contributionCalls: [
          {
            name: "budget",
            call: word("budget"),
            token: { id: token },
            total: "1000",
            contributed: "250",
            key: "DATA",
            timepoint: "0",
            edition: {
              name: "GDP 2025",
              totalShares: "4",
              shares: [
                { member: other, share: "1" },
                { member, share: "3" },
              ],
            },
            totalShares: "4",
            due: String(30 * day),
            calledAt: String(11 * day),
            closedAt: null,
            contributions: [{ member, amount: "250", paidAt: String(11 * day) }],
          },
          {
            name: "repairs",
            call: word("repairs"),
            token: { id: token },
            total: "50",
            contributed: "0",
            key: "POPULATION",
            timepoint: String(day),
            edition: null,
            totalShares: "77",
            due: String(30 * day),
            calledAt: String(11 * day),
            closedAt: String(11 * day),
            contributions: [],
          },
        ],
      },
    ),
    // The log of a line, of any type, in one query.
    expect(
      `{ budgetLine(id: "${lineId}") { events(orderBy: ordinal) { __typename transaction { id } } } }`,
      {
        budgetLine: {
          events: (
            [
              ["BudgetLineOpened", 1],
              ["CeilingSet", 2],
              ["TwoPersonAboveSet", 2],
              ["PaymentMade", 5],
              ["PaymentMade", 6],
              ["PaymentMade", 7],
              ["PaymentProposed", 8],
              ["ProposalConfirmed", 9],
              ["PaymentMade", 9],
              ["PaymentProposed", 10],
              ["FundingProposed", 11],
              ["ProposalWithdrawn", 12],
              ["FundingMade", 13],
              ["FundingDecided", 13],
              ["BudgetLineClosed", 21],
            ] as const
          ).map(([__typename, transaction]) => ({
            __typename,
            transaction: { id: hash(transaction) },
          })),
        },
      },
    ),
    expect(
      `{ paymentMades(orderBy: ordinal, where: { spent_gt: 100 }) { payee paymentReference actor proposer amount spent }
         fundingMades { target actor proposer call amount spent } fundingDecideds { target actor call amount spent }
         instructionGivens { target selector actor call } payoutCollecteds { custody token actor amount }
         contributionMades(orderBy: ordinal) { contribution { amount } call { name } member payer amount contributed }
         contributionsCalleds(orderBy: ordinal) { call { name } actor total } contributionsCloseds { call { name } actor }
         contributionSharesSets { edition { name } actor } fundableKnowns { fundable { target } actor known }
         fundableSets(orderBy: ordinal) { fundableFunction { selector } actor named } }`,
      {
        paymentMades: [
          [null, "30", "130"],
          [alice, "500", "630"],
        ].map(([proposer, amount, spent]) => ({
          payee,
          paymentReference: hash(0xbeef),
          actor: bea,
          proposer: proposer as string | null,
          amount: amount as string,
          spent: spent as string,
        })),
        fundingMades: [
          { target: custodian, actor: bea, proposer: null, call, amount: "70", spent: "700" },
        ],
        fundingDecideds: [{ target: custodian, actor, call, amount: "1300", spent: "2000" }],
        instructionGivens: [{ target: custodian, selector: "0xdeadbeef", actor: bea, call }],
        payoutCollecteds: [{ custody: custodian, token, actor: payee, amount: "5" }],
        contributionMades: [
          ["100", "100"],
          ["150", "250"],
        ].map(([amount, contributed]) => ({
          contribution: { amount: "250" },
          call: { name: "budget" },
          member,
          payer: payee,
          amount: amount as string,
          contributed: contributed as string,
        })),
        contributionsCalleds: [
          { call: { name: "budget" }, actor, total: "1000" },
          { call: { name: "repairs" }, actor, total: "50" },
        ],
        contributionsCloseds: [{ call: { name: "repairs" }, actor }],
        contributionSharesSets: [{ edition: { name: "GDP 2025" }, actor }],
        fundableKnowns: [{ fundable: { target: custodian }, actor, known: true }],
        fundableSets: [
          ["0x11223344", true],
          ["0x11223344", false],
          ["0x55667788", true],
        ].map(([selector, named]) => ({
          fundableFunction: { selector: selector as string },
          actor,
          named: named as boolean,
        })),
      },
    ),
    expect(
      `{ paymentVolumes(interval: day, orderBy: timestamp, orderDirection: asc) { timestamp contract token { id } captured } }`,
      {
        paymentVolumes: [
          [10, "100"],
          [11, "530"],
        ].map(([days, captured]) => ({
          timestamp: String(Number(days) * day * 1_000_000),
          contract: at.Treasury,
          token: { id: token },
          captured: captured as string,
        })),
      },
    ),
    expect(`{ _meta { hasIndexingErrors } }`, { _meta: { hasIndexingErrors: false } }),
  ],
};
