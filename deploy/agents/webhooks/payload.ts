/** Something that a contract of the payments said, as endpoints are told of it. */
export interface PaymentsEvent {
  /** 36 bytes in hexadecimal: transaction hash, then the log index. The same for every endpoint and every attempt. */
  id: string;
  /** Block number times 2^32 plus log index. */
  ordinal: bigint;
  /** Name of the contract's event. */
  type: string;
  /** What the event is about: `payment:<id>`, `stream:<id>`, `subscription:<id>`, `treasury`; nothing for what waits for an account. */
  about: string | null;
  /** Accounts whose event it is, in small letters. */
  parties: readonly string[];
  /** JSON of the delivery: the same bytes in each attempt. */
  body: string;
}

/**
 * A type of the event log: fields besides those that every event has; `?` follows one that may be null, braces hold what is asked of
 * another entity. Encoded calls are left out: they have no bound, and the transaction holds them.
 */
type Fields = readonly string[];

interface Source {
  /** Name of the list at the index. */
  list: string;
  /** What is asked of each event, whatever its type. */
  subject: string;
  /** For lists of an interface, fields by type; for others those of the one type. */
  types: Readonly<Record<string, Fields>>;
}

const milestone = "milestone{index}";
const proposal = "proposal{id}";

/** Where events come from. A test holds it against the subgraph's schema: no type of these interfaces is forgotten, and no field. */
export const sources: readonly Source[] = [
  {
    list: "paymentEvents",
    subject:
      "payment{id payer payee operator arbiter officials shares(first:1000){payee} token{id}}",
    types: {
      PaymentAuthorised: ["payer", "payee", "actor", "amount"],
      AnnexAgreed: [],
      PaymentCaptured: [
        "actor",
        "amount",
        "fee",
        "invoice?",
        `${milestone}?`,
        "held",
        "refundable",
      ],
      PaymentVoided: ["actor", "amount"],
      PaymentReclaimed: ["actor", "amount"],
      PaymentRefunded: ["actor", "amount", "creditNote?", "refundable"],
      MilestoneDelivered: [milestone, "actor", "invoice?", "reviewUntil?"],
      MilestoneApproved: [milestone, "actor", "invoice?"],
      MilestoneRejected: [milestone, "actor", "reason"],
      MilestoneAccepted: [milestone, "actor", "byTime"],
      DisputeOpened: ["actor", "evidence", "decideBy"],
      SettlementOffered: ["actor", "payeeAmount"],
      DisputeSettled: [
        "actor",
        "outcome",
        "payeeAmount",
        "payerAmount",
        "fee",
        "document?",
        "refundable",
      ],
    },
  },
  {
    list: "streamEvents",
    subject: "stream{id payer payee sponsor token{id}}",
    types: {
      StreamOpened: ["payer", "payee", "actor", "deposited", "countedAt", "reading"],
      StreamToppedUp: ["actor", "amount", "deposited"],
      StreamWithdrawn: ["actor", "toPayee", "fee", "paid", "counted", "countedAt", "reading"],
      StreamPaused: ["actor", "counted", "countedAt", "reading"],
      StreamResumed: ["actor", "countedAt", "reading"],
      StreamEnded: [
        "actor",
        "toPayee",
        "fee",
        "toPayer",
        "paid",
        "counted",
        "countedAt",
        "reading",
      ],
    },
  },
  {
    list: "subscriptionEvents",
    subject: "subscription{id payer payee token{id}}",
    types: {
      Subscribed: ["payer", "payee", "actor"],
      SubscriptionCollected: ["actor", "period{index}", "amount", "fee", "collected", "invoice?"],
      SubscriptionCancelled: ["subscriptionId", "actor", "end"],
    },
  },
  {
    list: "budgetLineEvents",
    subject: "line{id}",
    types: {
      BudgetLineOpened: ["actor", "ceiling", "twoPersonAbove", "from", "until", "documentHash"],
      CeilingSet: ["actor", "ceiling", "documentHash"],
      TwoPersonAboveSet: ["actor", "twoPersonAbove"],
      BudgetLineClosed: ["actor"],
      PaymentMade: ["payee", "paymentReference?", "actor", "proposer?", "amount", "spent"],
      FundingMade: ["target", "actor", "proposer?", "amount", "spent"],
      FundingDecided: ["target", "actor", "amount", "spent"],
      PaymentProposed: [proposal, "payee", "proposer", "amount", "paymentReference?", "expiresAt"],
      FundingProposed: [proposal, "target", "proposer", "amount", "expiresAt"],
      ProposalConfirmed: [proposal, "actor"],
      ProposalWithdrawn: [proposal, "actor"],
    },
  },
  ...Object.entries<Record<string, Fields>>({
    payoutDeferreds: { PayoutDeferred: ["account", "amount", "custody{contract token{id}}"] },
    payoutClaimeds: {
      PayoutClaimed: ["account", "recipient", "amount", "custody{contract token{id}}"],
    },
    fundableKnowns: { FundableKnown: ["fundable{target}", "actor", "known"] },
    fundableSets: { FundableSet: ["fundableFunction{id selector}", "actor", "named"] },
    instructionGivens: { InstructionGiven: ["target", "selector", "actor"] },
    payoutCollecteds: { PayoutCollected: ["custody", "token", "actor", "amount"] },
    contributionSharesSets: { ContributionSharesSet: ["edition{name}", "actor"] },
    contributionsCalleds: { ContributionsCalled: ["call{id name due}", "actor", "total"] },
    contributionsCloseds: { ContributionsClosed: ["call{id name}", "actor"] },
    contributionMades: {
      ContributionMade: ["call{id name}", "member", "payer", "amount", "contributed"],
    },
  }).map(([list, types]) => ({ list, subject: "", types })),
];

/** Events of each list that are read at once. */
export const page = 200;

/** Fields that may be null have another name in each answer: GraphQL merges no field that is null in one type and never in another. */
const perhaps = "perhaps_";

const asked = (field: string): string =>
  field.endsWith("?") ? `${perhaps}${/^\w+/.exec(field)?.[0]}: ${field.slice(0, -1)}` : field;

const fieldsOf = ({ list, subject, types }: Source): string => {
  const common = `__typename id ordinal emitter transaction{id} block timestamp logIndex ${subject}`;
  const [single] = Object.values(types);
  if (!list.endsWith("Events")) return `${common} ${(single ?? []).map(asked).join(" ")}`;
  const parts = Object.entries(types)
    .filter(([, fields]) => fields.length > 0)
    .map(([type, fields]) => `... on ${type}{${fields.map(asked).join(" ")}}`);
  return `${common} ${parts.join(" ")}`;
};

/** Everything between two places of the chain, in one question, which the index answers as of one block. */
export const eventsQuery = `query Events($after: BigInt!, $before: BigInt!) {
_meta{block{number}}
${sources
  .map(
    (source) =>
      `${source.list}(first:${page},orderBy:ordinal,where:{ordinal_gt:$after,ordinal_lt:$before}){${fieldsOf(source)}}`,
  )
  .join("\n")}
}`;

type Answer = Record<string, unknown>;

/** An event as the index gives it, for endpoints. */
export function paymentsEvent(answer: Answer, chainId: number): PaymentsEvent {
  const { __typename, id, ordinal, emitter, transaction, block, timestamp, logIndex, ...fields } =
    answer as unknown as Said;
  const named = Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name.replace(perhaps, ""), value]),
  );
  const { payment, stream, subscription, ...said } = named as Subjects & Answer;
  const subject = payment ?? stream ?? subscription;
  const about = payment
    ? `payment:${payment.id}`
    : stream
      ? `stream:${stream.id}`
      : subscription
        ? `subscription:${subscription.id}`
        : // Cancelled before it was agreed: nobody but its id is known.
          typeof said["subscriptionId"] === "string"
          ? `subscription:${said["subscriptionId"]}`
          : // What waits for an account is about the account alone.
            typeof said["account"] === "string"
            ? null
            : "treasury";
  const parties = [
    subject?.payer,
    subject?.payee,
    subject?.operator,
    subject?.arbiter,
    subject?.sponsor,
    ...(subject?.officials ?? []),
    ...(subject?.shares ?? []).map(({ payee }) => payee),
    // Whom the treasury pays or proposes to pay, who contributes, and for whom something waits.
    ...["payee", "member", "payer", "account", "recipient"].map((name) => said[name]),
  ]
    .filter((account) => typeof account === "string")
    .map((account) => account.toLowerCase());
  // Whoever shares is told; a list without a bound is not sent to everybody.
  const { shares: _shares, officials: _officials, ...shown } = subject ?? {};
  const kind = payment ? "payment" : stream ? "stream" : "subscription";
  return {
    id,
    ordinal: BigInt(ordinal),
    type: __typename,
    about,
    parties: [...new Set(parties)],
    body: JSON.stringify({
      type: __typename,
      timestamp: new Date(Number(timestamp) * 1_000).toISOString(),
      data: {
        chainId,
        contract: emitter,
        transaction: transaction.id,
        block: Number(block),
        logIndex,
        ...(subject ? { [kind]: shown } : {}),
        ...said,
      },
    }),
  };
}

/** What every event of the log says. */
interface Said {
  __typename: string;
  id: string;
  ordinal: string;
  emitter: string;
  transaction: { id: string };
  block: string;
  timestamp: string;
  logIndex: number;
}

/** What an event is about; null for a subscription that was never agreed. */
interface Subjects {
  payment?: Subject | null;
  stream?: Subject | null;
  subscription?: Subject | null;
}

interface Subject {
  id: string;
  payer: string;
  payee: string;
  operator?: string | null;
  arbiter?: string | null;
  sponsor?: string | null;
  officials?: string[];
  shares?: { payee: string }[];
}
