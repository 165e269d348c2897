import { transaction } from "./members.ts";
import {
  type Answer,
  asked,
  bigint,
  count,
  flag,
  hex,
  int,
  list,
  mapped,
  nullable,
  query,
  record,
  renamed,
  variants,
} from "./selection.ts";

/** Entries of a page of a log: what graph-node gives at most. */
export const logPage = 1_000;

/** The newest block of the index, as of which everything else of a statement is asked. */
export const indexBlockQuery = query(
  "IndexBlock",
  {},
  {
    _meta: nullable(
      record({ hasIndexingErrors: flag, block: record({ number: int, timestamp: nullable(int) }) }),
    ),
  },
);

const place = {
  ordinal: bigint,
  emitter: hex,
  transaction,
  block: count,
  timestamp: count,
  logIndex: int,
};

const parties = record({ id: hex, payer: hex, payee: hex, orderReference: nullable(hex) });

const silentPayment = {
  AnnexAgreed: {},
  MilestoneDelivered: {},
  MilestoneApproved: {},
  MilestoneRejected: {},
  MilestoneAccepted: {},
  DisputeOpened: {},
  SettlementOffered: {},
};
const silentStream = { StreamPaused: {}, StreamResumed: {} };

const paymentEvent = variants(place, {
  PaymentAuthorised: { actor: hex, amount: bigint },
  PaymentCaptured: { amount: bigint, fee: bigint, invoice: nullable(hex) },
  PaymentVoided: { amount: bigint },
  PaymentReclaimed: { amount: bigint },
  PaymentRefunded: { actor: hex, amount: bigint, creditNote: nullable(hex) },
  DisputeSettled: { payeeAmount: bigint, payerAmount: bigint, fee: bigint },
  // What follows moves nothing.
  ...silentPayment,
});

const streamEvent = variants(place, {
  StreamOpened: { deposited: bigint },
  StreamToppedUp: { actor: hex, amount: bigint },
  StreamWithdrawn: { toPayee: bigint, fee: bigint },
  StreamEnded: { toPayee: bigint, fee: bigint, toPayer: bigint },
  ...silentStream,
});

const subscriptionEvent = variants(place, {
  SubscriptionCollected: { amount: bigint, fee: bigint, invoice: nullable(hex) },
  Subscribed: {},
  SubscriptionCancelled: {},
});

export type PaymentLogRow = Answer<typeof paymentEvent>;
export type StreamLogRow = Answer<typeof streamEvent>;
export type SubscriptionLogRow = Answer<typeof subscriptionEvent>;

const inPeriod = (about: string) =>
  `block: { number: $block }, first: 1000, orderBy: ordinal, where: { ${about}, ordinal_gt: $after, timestamp_gte: $from, timestamp_lt: $until }`;
const lastBefore = (about: string) =>
  `block: { number: $block }, first: 1, orderBy: ordinal, orderDirection: desc, where: { ${about}, timestamp_lt: $from }`;

/** A page of a payment's log. Times in seconds since 1970: from the first to before the second. */
export const paymentLogQuery = query(
  "PaymentLog",
  { payment: "String!", after: "BigInt!", from: "BigInt!", until: "BigInt!", block: "Int!" },
  { rows: renamed("paymentEvents", asked(inPeriod("payment: $payment"), list(paymentEvent))) },
);

export const streamLogQuery = query(
  "StreamLog",
  { stream: "String!", after: "BigInt!", from: "BigInt!", until: "BigInt!", block: "Int!" },
  { rows: renamed("streamEvents", asked(inPeriod("stream: $stream"), list(streamEvent))) },
);

export const subscriptionLogQuery = query(
  "SubscriptionLog",
  { subscription: "String!", after: "BigInt!", from: "BigInt!", until: "BigInt!", block: "Int!" },
  {
    rows: renamed(
      "subscriptionEvents",
      asked(inPeriod("subscription: $subscription"), list(subscriptionEvent)),
    ),
  },
);

/** The block in which something was last said before a time. */
export const paymentBeforeQuery = query(
  "PaymentBefore",
  { payment: "String!", from: "BigInt!", block: "Int!" },
  {
    rows: renamed(
      "paymentEvents",
      asked(lastBefore("payment: $payment"), list(record({ block: count }))),
    ),
  },
);

export const streamBeforeQuery = query(
  "StreamBefore",
  { stream: "String!", from: "BigInt!", block: "Int!" },
  {
    rows: renamed(
      "streamEvents",
      asked(lastBefore("stream: $stream"), list(record({ block: count }))),
    ),
  },
);

export const subscriptionBeforeQuery = query(
  "SubscriptionBefore",
  { subscription: "String!", from: "BigInt!", block: "Int!" },
  {
    rows: renamed(
      "subscriptionEvents",
      asked(lastBefore("subscription: $subscription"), list(record({ block: count }))),
    ),
  },
);

const held = {
  payer: hex,
  payee: hex,
  token: record({ id: hex }),
  custody: record({ contract: hex }),
  orderReference: nullable(hex),
  held: bigint,
};

/** A payment as it was after a block. */
export const paymentAtQuery = query(
  "PaymentAt",
  { id: "ID!", block: "Int!" },
  { payment: asked("id: $id, block: { number: $block }", nullable(record(held))) },
);

export const streamAtQuery = query(
  "StreamAt",
  { id: "ID!", block: "Int!" },
  {
    stream: renamed(
      "paymentStream",
      asked(
        "id: $id, block: { number: $block }",
        nullable(record({ ...held, sponsor: nullable(hex) })),
      ),
    ),
  },
);

export const subscriptionAtQuery = query(
  "SubscriptionAt",
  { id: "ID!", block: "Int!" },
  {
    subscription: renamed(
      "paymentSubscription",
      asked(
        "id: $id, block: { number: $block }",
        nullable(
          record({
            contract: hex,
            payer: hex,
            payee: hex,
            token: record({ id: hex }),
            orderReference: nullable(hex),
            collected: bigint,
          }),
        ),
      ),
    ),
  },
);

const transfer = record({ ...place, from: hex, to: hex, value: bigint });

export type TransferRow = Answer<typeof transfer>;

const ofAccount = (bounds: string) =>
  `or: [{ from: $account, ${bounds} }, { to: $account, ${bounds} }]`;

/** A page of the transfers of test e-money from or to an account. */
export const transfersQuery = query(
  "TransfersOfAccount",
  { account: "Bytes!", after: "BigInt!", from: "BigInt!", until: "BigInt!", block: "Int!" },
  {
    rows: renamed(
      "transfers",
      asked(
        `block: { number: $block }, first: 1000, orderBy: ordinal, where: { ${ofAccount("ordinal_gt: $after, timestamp_gte: $from, timestamp_lt: $until")} }`,
        list(transfer),
      ),
    ),
  },
);

export const transferBeforeQuery = query(
  "TransferBefore",
  { account: "Bytes!", from: "BigInt!", block: "Int!" },
  {
    rows: renamed(
      "transfers",
      asked(
        `block: { number: $block }, first: 1, orderBy: ordinal, orderDirection: desc, where: { ${ofAccount("timestamp_lt: $from")} }`,
        list(record({ block: count })),
      ),
    ),
  },
);

/** What an account has of the test e-money after a block. */
export const balanceAtQuery = query(
  "BalanceAt",
  { holder: "ID!", block: "Int!" },
  {
    holder: renamed(
      "tokenHolder",
      asked("id: $holder, block: { number: $block }", nullable(record({ balance: bigint }))),
    ),
  },
);

const inTransactions =
  "block: { number: $block }, first: 1000, orderBy: ordinal, where: { transaction_in: $transactions }";

/** What contracts said in some transactions about the money that they moved: it tells what a transfer was for. */
const reasons = {
  payments: renamed(
    "paymentEvents",
    asked(
      inTransactions,
      list(
        variants(
          { ...place, payment: parties },
          {
            PaymentAuthorised: {},
            PaymentCaptured: { invoice: nullable(hex) },
            PaymentVoided: {},
            PaymentReclaimed: {},
            PaymentRefunded: { creditNote: nullable(hex) },
            DisputeSettled: {},
            ...silentPayment,
          },
        ),
      ),
    ),
  ),
  streams: renamed(
    "streamEvents",
    asked(
      inTransactions,
      list(
        variants(
          { ...place, stream: parties },
          {
            StreamOpened: {},
            StreamToppedUp: {},
            StreamWithdrawn: {},
            StreamEnded: {},
            ...silentStream,
          },
        ),
      ),
    ),
  ),
  collections: renamed(
    "subscriptionCollecteds",
    asked(
      inTransactions,
      list(record({ ...place, subscription: nullable(parties), invoice: nullable(hex) })),
    ),
  ),
  claims: renamed("payoutClaimeds", asked(inTransactions, list(record(place)))),
  spendings: renamed(
    "paymentMades",
    asked(
      inTransactions,
      list(record({ ...place, line: record({ id: hex }), paymentReference: nullable(hex) })),
    ),
  ),
  contributions: renamed(
    "contributionMades",
    asked(inTransactions, list(record({ ...place, call: record({ id: hex }) }))),
  ),
  issues: renamed(
    "minteds",
    asked(inTransactions, list(record({ ...place, paymentReference: hex }))),
  ),
  redemptions: renamed(
    "redeemeds",
    asked(inTransactions, list(record({ ...place, paymentReference: hex }))),
  ),
};

export type Reasons = { [List in keyof typeof reasons]: Answer<(typeof reasons)[List]> };

export const reasonLists = Object.keys(reasons) as (keyof Reasons)[];

export const reasonsQuery = query(
  "ReasonsOfTransfers",
  { transactions: "[String!]!", block: "Int!" },
  reasons,
);

const sharedWith = record({ payment: record({ id: hex }) });

/** Payments of which an account has a share, the newest shares last: their ids alone. */
export const sharedPaymentsQuery = query(
  "SharedPayments",
  { account: "Bytes!" },
  {
    shares: renamed(
      "paymentShares",
      asked("first: 1000, where: { payee: $account }", list(sharedWith)),
    ),
  },
);

const openings = record({ id: hex, openedBlock: count });
const agreements = record({ id: hex, agreedBlock: count });

/** Blocks of the beginnings of streams and subscriptions. */
export const openedBlocksQuery = query(
  "OpenedBlocks",
  { ids: "[Bytes!]!" },
  { rows: renamed("paymentStreams", asked("first: 1000, where: { id_in: $ids }", list(openings))) },
);

export const agreedBlocksQuery = query(
  "AgreedBlocks",
  { ids: "[Bytes!]!" },
  {
    rows: renamed(
      "paymentSubscriptions",
      asked("first: 1000, where: { id_in: $ids }", list(agreements)),
    ),
  },
);

const named = { ordinal: bigint, block: count, timestamp: count, transaction };
const onMilestone = mapped(record({ index: int }), ({ index }) => index);
const after = "first: $first, orderBy: ordinal, where: { payment: $payment, ordinal_gt: $after";

/** Events of a payment that name an invoice or a credit note, behind a place in the chain. */
export const namedInvoicesQuery = query(
  "NamedInvoices",
  { payment: "String!", after: "BigInt!", first: "Int!" },
  {
    captured: renamed(
      "paymentCaptureds",
      asked(
        `${after}, invoice_not: null }`,
        list(record({ ...named, amount: bigint, invoice: hex, milestone: nullable(onMilestone) })),
      ),
    ),
    delivered: renamed(
      "milestoneDelivereds",
      asked(
        `${after}, invoice_not: null }`,
        list(record({ ...named, invoice: hex, milestone: onMilestone })),
      ),
    ),
    approved: renamed(
      "milestoneApproveds",
      asked(
        `${after}, invoice_not: null }`,
        list(record({ ...named, invoice: hex, milestone: onMilestone })),
      ),
    ),
    refunded: renamed(
      "paymentRefundeds",
      asked(
        `${after}, creditNote_not: null }`,
        list(record({ ...named, amount: bigint, creditNote: hex })),
      ),
    ),
  },
);
