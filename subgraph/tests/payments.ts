import { account, at, concat, emit, expect, hash, type Json, type Suite } from "./suite.ts";

const [payer, payee, sponsor] = [account("payer"), account("payee"), account("sponsor")];
const [arbiter, issuer, bridge] = [account("arbiter"), account("issuer"), account("bridge")];
const actor = at.Authority;
const token = at.EuroToken;
const nobody = `0x${"0".repeat(40)}` as const;
const day = 86_400;
const [clocked, metered, agreed, refused] = [hash(0x51), hash(0x52), hash(0x53), hash(0x54)];

const custody = concat(at.PaymentStreams, token);

function opened(transaction: number, id: string, terms: Record<string, Json>) {
  return emit(hash(transaction), "PaymentStreams", "StreamOpened", {
    id,
    payer,
    payee,
    actor: payer,
    sponsor: nobody,
    token,
    amountPerPeriod: 10,
    period: 60,
    cap: 1_000_000,
    from: day,
    until: 30 * day,
    feeBps: 100,
    orderReference: hash(0),
    meter: nobody,
    meterSubject: hash(0),
    salt: 7,
    deposited: 5_000,
    countedAt: day,
    reading: 0,
    ...terms,
  });
}

const streams = (transaction: number, event: string, params: Record<string, Json>) =>
  emit(hash(transaction), "PaymentStreams", event, params);

function moved(transaction: number, from: string, to: string, value: number) {
  return emit(hash(transaction), "EuroToken", "Transfer", { from, to, value });
}

function collected(transaction: number, periodIndex: number, amount: number, total: number) {
  return emit(hash(transaction), "Subscriptions", "SubscriptionCollected", {
    id: agreed,
    actor: payee,
    periodIndex,
    amount,
    fee: amount / 100,
    collected: total,
    invoice: hash(0xfac),
  });
}

/** What both streams have in common, as the index tells it. */
const terms = {
  custody: { id: custody },
  payer,
  payee,
  token: { id: token },
  amountPerPeriod: "10",
  period: "60",
  cap: "1000000",
  from: String(day),
  until: String(30 * day),
  feeBps: 100,
  node: null,
  salt: "7",
  openedAt: String(2 * day),
};

/** Beginning of a day in microseconds. */
const micro = (days: number) => String(days * day * 1_000_000);

const levels = (held: string, heldMaximum: string, claimable: string) => ({
  held,
  heldMaximum,
  claimable,
});

const volumes = (authorised: string, captured: string, returned: string, fees: string) => ({
  token: { id: token },
  authorised,
  captured,
  returned,
  refunded: "0",
  fees,
});

/** What gnd can emit of payments: all but the escrow's, of which the first has tuples. */
export const suite: Suite = {
  name: "Rules of payments, streams, subscriptions and test e-money",
  blocks: [
    {},
    {
      timestamp: 2 * day,
      events: [
        emit(hash(1), "PaymentRules", "TokenAllowed", {
          token,
          actor,
          feeMinimum: 10,
          feeMaximum: 300,
        }),
        emit(hash(1), "PaymentRules", "TokenAllowed", {
          token: issuer,
          actor,
          feeMinimum: 0,
          feeMaximum: 500,
        }),
        emit(hash(1), "PaymentRules", "ArbiterAppointed", { arbiter, actor }),
        emit(hash(1), "PaymentRules", "ArbiterAppointed", { arbiter: sponsor, actor }),
        opened(2, clocked, {}),
        opened(3, metered, {
          actor: sponsor,
          sponsor,
          orderReference: hash(0x0bde),
          meter: at.NodeRegistry,
          meterSubject: hash(0xa0de),
          deposited: 300,
          countedAt: 2 * day,
          reading: 99,
        }),
        streams(4, "StreamToppedUp", {
          id: clocked,
          actor: issuer,
          amount: 1_000,
          deposited: 6_000,
        }),
        streams(5, "StreamWithdrawn", {
          id: clocked,
          actor: payee,
          toPayee: 198,
          fee: 2,
          paid: 200,
          counted: 1_200,
          countedAt: 2 * day,
          reading: 0,
        }),
        streams(5, "PayoutDeferred", { token, account: payee, amount: 198 }),
        streams(6, "StreamPaused", {
          id: clocked,
          actor: payer,
          counted: 1_260,
          countedAt: 2 * day + 60,
          reading: 0,
        }),
        emit(hash(7), "Subscriptions", "Subscribed", {
          id: agreed,
          payer,
          payee,
          actor: sponsor,
          token,
          amountPerPeriod: 900,
          period: day,
          from: day,
          until: 40 * day,
          grace: 3_600,
          feeBps: 100,
          orderReference: hash(0x0bde),
          salt: 9,
        }),
        collected(8, 0, 100, 100),
        collected(9, 0, 500, 600),
        collected(10, 1, 900, 900),
      ],
    },
    {
      timestamp: 3 * day,
      events: [
        emit(hash(20), "PaymentRules", "TokenDismissed", { token: issuer, actor }),
        emit(hash(20), "PaymentRules", "ArbiterDismissed", { arbiter: sponsor, actor }),
        streams(21, "StreamResumed", { id: clocked, actor: payer, countedAt: 3 * day, reading: 0 }),
        streams(22, "StreamEnded", {
          id: metered,
          actor: payer,
          toPayee: 99,
          fee: 1,
          toPayer: 200,
          paid: 100,
          counted: 600,
          countedAt: 3 * day,
          reading: 699,
        }),
        streams(23, "PayoutClaimed", { token, account: payee, recipient: issuer, amount: 150 }),
        emit(hash(23), "PaymentEscrow", "PayoutDeferred", { token, account: issuer, amount: 7 }),
        emit(hash(23), "PaymentEscrow", "PayoutClaimed", {
          token,
          account: issuer,
          recipient: issuer,
          amount: 7,
        }),
        emit(hash(24), "Subscriptions", "SubscriptionCancelled", {
          id: agreed,
          actor: payer,
          end: 3 * day,
        }),
        emit(hash(25), "Subscriptions", "SubscriptionCancelled", {
          id: refused,
          actor: payer,
          end: 0,
        }),
        moved(30, nobody, payer, 1_000),
        emit(hash(30), "EuroToken", "Minted", {
          to: payer,
          issuer,
          paymentReference: hash(0xba),
          value: 1_000,
        }),
        moved(31, payer, payee, 400),
        moved(31, payee, payee, 50),
        emit(hash(31), "EuroToken", "AuthorizationUsed", { authorizer: payer, nonce: hash(0x10) }),
        moved(32, payee, nobody, 100),
        emit(hash(32), "EuroToken", "Redeemed", {
          holder: payee,
          issuer,
          paymentReference: hash(0xbb),
          value: 100,
        }),
        moved(33, nobody, payee, 30),
        emit(hash(33), "EuroToken", "CrosschainMint", { to: payee, amount: 30, sender: bridge }),
        moved(34, payee, nobody, 10),
        emit(hash(34), "EuroToken", "CrosschainBurn", { from: payee, amount: 10, sender: bridge }),
        emit(hash(35), "EuroToken", "Approval", { owner: payer, spender: payee, value: 5 }),
        emit(hash(35), "EuroToken", "AuthorizationCanceled", {
          authorizer: payer,
          nonce: hash(0x11),
        }),
        emit(hash(35), "EuroToken", "AllowListOnlySet", { actor: issuer, allowListOnly: true }),
        emit(hash(35), "EuroToken", "MoneyStatusSet", {
          account: payee,
          actor: issuer,
          status: 2,
          reasonHash: hash(0xbad),
        }),
      ],
    },
    { timestamp: 5 * day },
  ],
  assertions: [
    expect(
      `{ paymentTokens(orderBy: feeMaximum) { id allowed feeMinimum feeMaximum setAt setIn { id } } arbiters(orderBy: setAt) { id appointed setIn { id } } }`,
      {
        paymentTokens: [
          {
            id: issuer,
            allowed: false,
            feeMinimum: 0,
            feeMaximum: 0,
            setAt: String(3 * day),
            setIn: { id: hash(20) },
          },
          {
            id: token,
            allowed: true,
            feeMinimum: 10,
            feeMaximum: 300,
            setAt: String(2 * day),
            setIn: { id: hash(1) },
          },
        ],
        arbiters: [
          { id: arbiter, appointed: true, setIn: { id: hash(1) } },
          { id: sponsor, appointed: false, setIn: { id: hash(20) } },
        ],
      },
    ),
    expect(
      `{ paymentStreams(orderBy: deposited) { id custody { id } payer payee sponsor token { id } amountPerPeriod period cap from until feeBps orderReference
         meter meterSubject node { id } salt status deposited paid fees returned held counted countedAt reading openedBy openedAt openedIn { id } endedBy endedAt } }`,
      {
        paymentStreams: [
          {
            ...terms,
            id: metered,
            sponsor,
            orderReference: hash(0x0bde),
            meter: at.NodeRegistry,
            meterSubject: hash(0xa0de),
            status: "ENDED",
            deposited: "300",
            paid: "100",
            fees: "1",
            returned: "200",
            held: "0",
            counted: "600",
            countedAt: String(3 * day),
            reading: "699",
            openedBy: sponsor,
            openedIn: { id: hash(3) },
            endedBy: payer,
            endedAt: String(3 * day),
          },
          {
            ...terms,
            id: clocked,
            sponsor: null,
            orderReference: null,
            meter: null,
            meterSubject: null,
            status: "RUNNING",
            deposited: "6000",
            paid: "200",
            fees: "2",
            returned: "0",
            held: "5800",
            counted: "1260",
            countedAt: String(3 * day),
            reading: "0",
            openedBy: payer,
            openedIn: { id: hash(2) },
            endedBy: null,
            endedAt: null,
          },
        ],
      },
    ),
    // Streams of a node, which need not be registered yet.
    expect(
      `{ paymentStreams(where: { node: "${hash(0xa0de)}", meter: "${at.NodeRegistry}" }) { id } }`,
      { paymentStreams: [{ id: metered }] },
    ),
    expect(
      `{ custody(id: "${custody}") { contract token { id } held claimable obligations claimables { account amount changedAt } streams(where: { held_gt: 0 }) { id } } }`,
      {
        custody: {
          contract: at.PaymentStreams,
          token: { id: token },
          held: "5800",
          claimable: "48",
          obligations: "5848",
          claimables: [{ account: payee, amount: "48", changedAt: String(3 * day) }],
          streams: [{ id: clocked }],
        },
      },
    ),
    expect(
      `{ obligationLevels(interval: day, where: { custody: "${custody}" }, orderBy: timestamp, orderDirection: asc) { timestamp custody { id } held heldMaximum claimable } }`,
      {
        obligationLevels: [
          { timestamp: micro(2), custody: { id: custody }, ...levels("6100", "6300", "198") },
          { timestamp: micro(3), custody: { id: custody }, ...levels("5800", "5800", "48") },
        ],
      },
    ),
    expect(
      `{ paymentVolumes(interval: day, where: { contract: "${at.PaymentStreams}" }, orderBy: timestamp, orderDirection: asc) { timestamp token { id } authorised captured returned refunded fees } }`,
      {
        paymentVolumes: [
          { timestamp: micro(2), ...volumes("6300", "200", "0", "2") },
          { timestamp: micro(3), ...volumes("0", "100", "200", "1") },
        ],
      },
    ),
    expect(
      `{ paymentVolumes(interval: day, where: { contract: "${at.Subscriptions}" }) { timestamp token { id } authorised captured returned refunded fees } }`,
      { paymentVolumes: [{ timestamp: micro(2), ...volumes("0", "1500", "0", "15") }] },
    ),
    expect(
      `{ paymentSubscriptions { id contract payer payee token { id } amountPerPeriod period from until grace feeBps orderReference salt status end collected fees
         periods(orderBy: index) { index collected collectedAt } agreedBy agreedAt agreedIn { id } cancelledBy
         events(orderBy: ordinal) { __typename subscription { id } } } }`,
      {
        paymentSubscriptions: [
          {
            id: agreed,
            contract: at.Subscriptions,
            payer,
            payee,
            token: { id: token },
            amountPerPeriod: "900",
            period: String(day),
            from: String(day),
            until: String(40 * day),
            grace: "3600",
            feeBps: 100,
            orderReference: hash(0x0bde),
            salt: "9",
            status: "CANCELLED",
            end: String(3 * day),
            collected: "1500",
            fees: "15",
            periods: [
              { index: "0", collected: "600", collectedAt: String(2 * day) },
              { index: "1", collected: "900", collectedAt: String(2 * day) },
            ],
            agreedBy: sponsor,
            agreedAt: String(2 * day),
            agreedIn: { id: hash(7) },
            cancelledBy: payer,
            events: [
              "Subscribed",
              ...Array<string>(3).fill("SubscriptionCollected"),
              "SubscriptionCancelled",
            ].map((__typename) => ({ __typename, subscription: { id: agreed } })),
          },
        ],
      },
    ),
    expect(
      `{ subscriptionCancelleds(orderBy: ordinal) { subscription { id } subscriptionId actor end }
         subscriptionCollecteds(orderBy: ordinal) { period { index } amount fee collected invoice actor } }`,
      {
        subscriptionCancelleds: [
          {
            subscription: { id: agreed },
            subscriptionId: agreed,
            actor: payer,
            end: String(3 * day),
          },
          { subscription: null, subscriptionId: refused, actor: payer, end: "0" },
        ],
        subscriptionCollecteds: [
          ["0", "100", "1", "100"],
          ["0", "500", "5", "600"],
          ["1", "900", "9", "900"],
        ].map(([index = "", amount = "", fee = "", total = ""]) => ({
          period: { index },
          amount,
          fee,
          collected: total,
          invoice: hash(0xfac),
          actor: payee,
        })),
      },
    ),
    expect(
      `{ paymentStream(id: "${clocked}") { events(orderBy: ordinal) { __typename
         ... on StreamOpened { deposited actor } ... on StreamToppedUp { amount total: deposited actor }
         ... on StreamWithdrawn { toPayee fee paid actor } ... on StreamPaused { counted actor } ... on StreamResumed { countedAt actor } } }
         streamEndeds { stream { id } actor toPayee fee toPayer paid counted countedAt reading } }`,
      {
        paymentStream: {
          events: [
            { __typename: "StreamOpened", deposited: "5000", actor: payer },
            { __typename: "StreamToppedUp", amount: "1000", total: "6000", actor: issuer },
            { __typename: "StreamWithdrawn", toPayee: "198", fee: "2", paid: "200", actor: payee },
            { __typename: "StreamPaused", counted: "1260", actor: payer },
            { __typename: "StreamResumed", countedAt: String(3 * day), actor: payer },
          ],
        },
        streamEndeds: [
          {
            stream: { id: metered },
            actor: payer,
            toPayee: "99",
            fee: "1",
            toPayer: "200",
            paid: "100",
            counted: "600",
            countedAt: String(3 * day),
            reading: "699",
          },
        ],
      },
    ),
    expect(
      `{ payoutDeferreds(orderBy: ordinal) { custody { contract claimable } account amount }
         payoutClaimeds(orderBy: ordinal) { custody { contract } account recipient amount } }`,
      {
        payoutDeferreds: [
          {
            custody: { contract: at.PaymentStreams, claimable: "48" },
            account: payee,
            amount: "198",
          },
          {
            custody: { contract: at.PaymentEscrow, claimable: "0" },
            account: issuer,
            amount: "7",
          },
        ],
        payoutClaimeds: [
          {
            custody: { contract: at.PaymentStreams },
            account: payee,
            recipient: issuer,
            amount: "150",
          },
          {
            custody: { contract: at.PaymentEscrow },
            account: issuer,
            recipient: issuer,
            amount: "7",
          },
        ],
      },
    ),
    expect(
      `{ euroTokens { id supply allowListOnly holders(orderBy: balance) { account balance status statusReason statusSetBy statusSetAt } } }`,
      {
        euroTokens: [
          {
            id: token,
            supply: "920",
            allowListOnly: true,
            holders: [
              {
                account: payee,
                balance: "320",
                status: "BLOCKED",
                statusReason: hash(0xbad),
                statusSetBy: issuer,
                statusSetAt: String(3 * day),
              },
              {
                account: payer,
                balance: "600",
                status: "OPEN",
                statusReason: null,
                statusSetBy: null,
                statusSetAt: null,
              },
            ],
          },
        ],
      },
    ),
    expect(
      `{ transfers(first: 2, orderBy: ordinal) { from to value } mints: minteds { to issuer paymentReference value } redeemeds { holder issuer paymentReference value }
         crosschainMints { to value bridge } crosschainBurns { from value bridge } approvals { owner spender value }
         authorizationUseds { authorizer nonce } authorizationCanceleds { authorizer nonce }
         allowListOnlySets { actor allowListOnly } moneyStatusSets { holder { account } actor status reasonHash }
         tokenAlloweds(orderBy: ordinal) { token { id } actor feeMinimum feeMaximum } tokenDismisseds { token { id } actor }
         arbiterAppointeds(orderBy: ordinal) { arbiter { id } actor } arbiterDismisseds { arbiter { id } actor } }`,
      {
        transfers: [
          { from: nobody, to: payer, value: "1000" },
          { from: payer, to: payee, value: "400" },
        ],
        mints: [{ to: payer, issuer, paymentReference: hash(0xba), value: "1000" }],
        redeemeds: [{ holder: payee, issuer, paymentReference: hash(0xbb), value: "100" }],
        crosschainMints: [{ to: payee, value: "30", bridge }],
        crosschainBurns: [{ from: payee, value: "10", bridge }],
        approvals: [{ owner: payer, spender: payee, value: "5" }],
        authorizationUseds: [{ authorizer: payer, nonce: hash(0x10) }],
        authorizationCanceleds: [{ authorizer: payer, nonce: hash(0x11) }],
        allowListOnlySets: [{ actor: issuer, allowListOnly: true }],
        moneyStatusSets: [
          { holder: { account: payee }, actor: issuer, status: "BLOCKED", reasonHash: hash(0xbad) },
        ],
        tokenAlloweds: [
          { token: { id: token }, actor, feeMinimum: 10, feeMaximum: 300 },
          { token: { id: issuer }, actor, feeMinimum: 0, feeMaximum: 500 },
        ],
        tokenDismisseds: [{ token: { id: issuer }, actor }],
        arbiterAppointeds: [
          { arbiter: { id: arbiter }, actor },
          { arbiter: { id: sponsor }, actor },
        ],
        arbiterDismisseds: [{ arbiter: { id: sponsor }, actor }],
      },
    ),
    expect(`{ _meta { hasIndexingErrors } }`, { _meta: { hasIndexingErrors: false } }),
  ],
};
