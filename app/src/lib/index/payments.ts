import { transaction } from "./members.ts";
import { nodeStatus } from "./organisations.ts";
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
  text,
  variants,
  word,
} from "./selection.ts";

/** Amounts are units of the token, times and lengths of time seconds, fees and shares basis points. */
const token = mapped(record({ id: hex }), ({ id }) => id);
/** Contract that holds the money. */
const holder = renamed(
  "custody",
  mapped(record({ contract: hex }), ({ contract }) => contract),
);
/** Place of a milestone in the annex. */
const milestoneIndex = mapped(record({ index: int }), ({ index }) => index);

/** What is said of every event, so that it can stand in a timeline. */
const said = { id: hex, ordinal: bigint, timestamp: count, transaction };

const disputeOutcome = word("SETTLEMENT", "DECISION", "SILENCE");

const dispute = record({
  openedBy: hex,
  evidence: hex,
  openedAt: count,
  openedIn: transaction,
  /** Last second in which the arbiter can decide. */
  decideBy: count,
  /** What the payee would get by the offer that stands; null for none. */
  offer: nullable(bigint),
  offeredBy: nullable(hex),
  outcome: nullable(disputeOutcome),
  payeeAmount: nullable(bigint),
  payerAmount: nullable(bigint),
  document: nullable(hex),
  endedBy: nullable(hex),
  endedAt: nullable(count),
  endedIn: nullable(transaction),
});

export type Dispute = Answer<typeof dispute>;
export type DisputeOutcome = Answer<typeof disputeOutcome>;

const milestone = record({
  index: int,
  amount: bigint,
  phase: word("OPEN", "DELIVERED", "APPROVED", "ACCEPTED"),
  invoice: nullable(hex),
  /** Last second of the review; null for none. */
  reviewUntil: nullable(count),
  /** Who approved it first, if it needs two. */
  official: nullable(hex),
  rejectedFor: nullable(hex),
  byTime: flag,
  changedBy: nullable(hex),
  changedAt: nullable(count),
});

export type Milestone = Answer<typeof milestone>;

const paymentFields = {
  id: hex,
  escrow: holder,
  payer: hex,
  payee: hex,
  token,
  amount: bigint,
  /** Null where milestones are accepted. */
  operator: nullable(hex),
  authoriseBy: count,
  captureBy: count,
  refundBy: count,
  fee: int,
  arbiter: nullable(hex),
  arbitration: count,
  silence: int,
  /** Hash of the annex; null if there is none. */
  annex: nullable(hex),
  orderReference: nullable(hex),
  salt: bigint,
  shares: asked("first: 16, orderBy: index", list(record({ payee: hex, part: int }))),
  milestones: asked("first: 64, orderBy: index", list(milestone)),
  officials: list(hex),
  twoPersonAbove: bigint,
  review: count,
  phase: word("OPEN", "DISPUTED"),
  held: bigint,
  refundable: bigint,
  captured: bigint,
  returned: bigint,
  refunded: bigint,
  fees: bigint,
  dispute: nullable(dispute),
  authorisedBy: hex,
  authorisedBlock: count,
  authorisedAt: count,
  authorisedIn: transaction,
};

const payment = record(paymentFields);

/** A payment through the escrow with its terms, its annex and what became of it. amount = held + captured + returned. */
export type Payment = Answer<typeof payment>;

const paymentEvent = variants(said, {
  PaymentAuthorised: { actor: hex, amount: bigint },
  AnnexAgreed: {},
  PaymentCaptured: {
    actor: hex,
    amount: bigint,
    fee: bigint,
    invoice: nullable(hex),
    /** Null where the operator captured. */
    accepted: renamed("milestone", nullable(milestoneIndex)),
    held: bigint,
    refundable: bigint,
  },
  PaymentVoided: { actor: hex, amount: bigint },
  PaymentReclaimed: { actor: hex, amount: bigint },
  PaymentRefunded: { actor: hex, amount: bigint, creditNote: nullable(hex), refundable: bigint },
  MilestoneDelivered: {
    actor: hex,
    milestone: milestoneIndex,
    invoice: nullable(hex),
    reviewUntil: nullable(count),
  },
  MilestoneApproved: { actor: hex, milestone: milestoneIndex, invoice: nullable(hex) },
  MilestoneRejected: { actor: hex, milestone: milestoneIndex, reason: hex },
  MilestoneAccepted: { actor: hex, milestone: milestoneIndex, byTime: flag },
  DisputeOpened: { actor: hex, evidence: hex, decideBy: count },
  SettlementOffered: { actor: hex, payeeAmount: bigint },
  DisputeSettled: {
    actor: hex,
    outcome: disputeOutcome,
    payeeAmount: bigint,
    payerAmount: bigint,
    fee: bigint,
    document: nullable(hex),
    refundable: bigint,
  },
});

/** Something that was said about a payment; `__typename` is the name of the event. */
export type PaymentEvent = Answer<typeof paymentEvent>;

/** Payments, the latest first. */
export const paymentsQuery = query(
  "Payments",
  { first: "Int!", skip: "Int!", where: "Payment_filter!" },
  {
    payments: asked(
      "first: $first, skip: $skip, orderBy: authorisedAt, orderDirection: desc, where: $where",
      list(payment),
    ),
  },
);

/** A payment and what was said about it after a place in the chain (from the beginning: "-1"), the oldest first. */
export const paymentQuery = query(
  "Payment",
  { id: "ID!", first: "Int!", after: "BigInt!" },
  {
    payment: asked(
      "id: $id",
      nullable(
        record({
          ...paymentFields,
          events: asked(
            "first: $first, orderBy: ordinal, where: { ordinal_gt: $after }",
            list(paymentEvent),
          ),
        }),
      ),
    ),
  },
);

/** A payment with its log. */
export type PaymentDetail = Payment & { events: PaymentEvent[] };

const streamFields = {
  id: hex,
  contract: holder,
  payer: hex,
  payee: hex,
  /** Null if the payer opened it. */
  sponsor: nullable(hex),
  token,
  amountPerPeriod: bigint,
  period: count,
  cap: bigint,
  from: count,
  until: count,
  feeBps: int,
  orderReference: nullable(hex),
  /** Null for the clock. */
  meter: nullable(hex),
  meterSubject: nullable(hex),
  /** Node with the id that the meter is asked about; `nodeThatCounts` tells whether its active seconds count. */
  node: nullable(
    record({
      id: hex,
      host: text,
      status: nodeStatus,
      activeSecondsBefore: count,
      activeSince: nullable(count),
    }),
  ),
  salt: bigint,
  status: word("RUNNING", "PAUSED", "ENDED"),
  deposited: bigint,
  paid: bigint,
  fees: bigint,
  returned: bigint,
  held: bigint,
  counted: count,
  countedAt: count,
  /** What the meter said at `countedAt`. */
  reading: bigint,
  openedBy: hex,
  openedAt: count,
  openedIn: transaction,
  endedBy: nullable(hex),
  endedAt: nullable(count),
};

const stream = record(streamFields);

/** A payment by the second. deposited = held + paid + returned. */
export type PaymentStream = Answer<typeof stream>;

/** Up to where seconds were counted, and what the meter said then. */
const countedSince = { actor: hex, countedAt: count, reading: bigint };

const streamEvent = variants(said, {
  StreamOpened: { ...countedSince, deposited: bigint },
  StreamToppedUp: { actor: hex, amount: bigint, deposited: bigint },
  StreamWithdrawn: { ...countedSince, toPayee: bigint, fee: bigint, paid: bigint, counted: count },
  StreamPaused: { ...countedSince, counted: count },
  StreamResumed: countedSince,
  StreamEnded: {
    ...countedSince,
    toPayee: bigint,
    fee: bigint,
    toPayer: bigint,
    paid: bigint,
    counted: count,
  },
});

export type StreamEvent = Answer<typeof streamEvent>;

/** Streams, the latest first. */
export const streamsQuery = query(
  "PaymentStreams",
  { first: "Int!", skip: "Int!", where: "PaymentStream_filter!" },
  {
    paymentStreams: asked(
      "first: $first, skip: $skip, orderBy: openedAt, orderDirection: desc, where: $where",
      list(stream),
    ),
  },
);

/** A stream and what was said about it after a place in the chain (from the beginning: "-1"), the oldest first. */
export const streamQuery = query(
  "PaymentStream",
  { id: "ID!", first: "Int!", after: "BigInt!" },
  {
    paymentStream: asked(
      "id: $id",
      nullable(
        record({
          ...streamFields,
          events: asked(
            "first: $first, orderBy: ordinal, where: { ordinal_gt: $after }",
            list(streamEvent),
          ),
        }),
      ),
    ),
  },
);

export type StreamDetail = PaymentStream & { events: StreamEvent[] };

const subscriptionPeriod = record({ index: count, collected: bigint, collectedAt: count });

export type SubscriptionPeriod = Answer<typeof subscriptionPeriod>;

const subscriptionFields = {
  id: hex,
  contract: hex,
  payer: hex,
  payee: hex,
  token,
  amountPerPeriod: bigint,
  period: count,
  from: count,
  until: count,
  /** How long after its end a period can be collected for. */
  grace: count,
  feeBps: int,
  orderReference: nullable(hex),
  salt: bigint,
  status: word("ACTIVE", "CANCELLED"),
  /** When the last period ends: `until`, or when it was cancelled. */
  end: count,
  collected: bigint,
  fees: bigint,
  /** Periods of which something was collected, the newest first. */
  periods: asked("first: 100, orderBy: index, orderDirection: desc", list(subscriptionPeriod)),
  agreedBy: hex,
  agreedAt: count,
  agreedIn: transaction,
  cancelledBy: nullable(hex),
};

const subscription = record(subscriptionFields);

/** What a payee may collect in each period. */
export type PaymentSubscription = Answer<typeof subscription>;

const subscriptionEvent = variants(said, {
  Subscribed: { actor: hex },
  SubscriptionCollected: {
    actor: hex,
    period: mapped(record({ index: count }), ({ index }) => index),
    amount: bigint,
    fee: bigint,
    collected: bigint,
    invoice: nullable(hex),
  },
  SubscriptionCancelled: { actor: hex, end: count },
});

export type SubscriptionEvent = Answer<typeof subscriptionEvent>;

/** Subscriptions, the latest first. */
export const subscriptionsQuery = query(
  "PaymentSubscriptions",
  { first: "Int!", skip: "Int!", where: "PaymentSubscription_filter!" },
  {
    paymentSubscriptions: asked(
      "first: $first, skip: $skip, orderBy: agreedAt, orderDirection: desc, where: $where",
      list(subscription),
    ),
  },
);

/** A subscription and what was said about it after a place in the chain (from the beginning: "-1"), the oldest first. */
export const subscriptionQuery = query(
  "PaymentSubscription",
  { id: "ID!", first: "Int!", after: "BigInt!" },
  {
    paymentSubscription: asked(
      "id: $id",
      nullable(
        record({
          ...subscriptionFields,
          events: asked(
            "first: $first, orderBy: ordinal, where: { ordinal_gt: $after }",
            list(subscriptionEvent),
          ),
        }),
      ),
    ),
  },
);

export type SubscriptionDetail = PaymentSubscription & { events: SubscriptionEvent[] };

const claimable = record({
  contract: holder,
  token: renamed(
    "custody",
    mapped(record({ token }), (custody) => custody.token),
  ),
  amount: bigint,
});

/** What waits for an account, because a token refused its payout. */
export type Claimable = Answer<typeof claimable>;

export const claimablesQuery = query(
  "Claimables",
  { account: "Bytes!" },
  {
    claimables: asked(
      "first: 100, orderBy: changedAt, where: { account: $account, amount_gt: 0 }",
      list(claimable),
    ),
  },
);

/** What contracts owe to others, by contract and token. */
export const obligationsQuery = query(
  "Obligations",
  {},
  {
    custodies: asked(
      "first: 1000, orderBy: id",
      list(
        record({
          id: hex,
          contract: hex,
          token,
          held: bigint,
          claimable: bigint,
          obligations: bigint,
        }),
      ),
    ),
  },
);

export type Obligation = ReturnType<typeof obligationsQuery.read>["custodies"][number];

const obligationLevel = record({
  /** Beginning of the interval in microseconds. */
  timestamp: count,
  /** Id of the obligation. */
  custody: mapped(record({ id: hex }), ({ id }) => id),
  held: bigint,
  claimable: bigint,
});

export type ObligationLevel = Answer<typeof obligationLevel>;

/** What contracts owed at the end of hours or days in which that changed, the present interval included, the latest first. */
export const obligationLevelsQuery = query(
  "ObligationLevels",
  {
    interval: "Aggregation_interval!",
    first: "Int!",
    skip: "Int!",
    where: "ObligationLevel_filter!",
  },
  {
    obligationLevels: asked(
      "interval: $interval, current: include, first: $first, skip: $skip, orderBy: timestamp, orderDirection: desc, where: $where",
      list(obligationLevel),
    ),
  },
);

const volume = record({
  /** Beginning of the interval in microseconds. */
  timestamp: count,
  contract: hex,
  token,
  authorised: bigint,
  captured: bigint,
  returned: bigint,
  refunded: bigint,
  fees: bigint,
});

export type PaymentVolume = Answer<typeof volume>;

/** Money that moved, hour by hour or day by day, the present interval included, the latest first. */
export const volumesQuery = query(
  "PaymentVolumes",
  {
    interval: "Aggregation_interval!",
    first: "Int!",
    skip: "Int!",
    where: "PaymentVolume_filter!",
  },
  {
    paymentVolumes: asked(
      "interval: $interval, current: include, first: $first, skip: $skip, orderBy: timestamp, orderDirection: desc, where: $where",
      list(volume),
    ),
  },
);

const openPayment = record({
  id: hex,
  token,
  held: bigint,
  authorisedAt: count,
  captureBy: count,
  phase: word("OPEN", "DISPUTED"),
});

export type OpenPayment = Answer<typeof openPayment>;

/** Payments that hold money, those first whose time ends first: what is open, and how old it is. */
export const openPaymentsQuery = query(
  "OpenPayments",
  { first: "Int!", skip: "Int!" },
  {
    payments: asked(
      "first: $first, skip: $skip, orderBy: captureBy, where: { held_gt: 0 }",
      list(openPayment),
    ),
  },
);
