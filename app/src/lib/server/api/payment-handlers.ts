import type { RequestHandler } from "@sveltejs/kit";

import { readTransfers } from "#lib/chain/read-transfers.ts";

import { sources } from "../sources.ts";
import { tellStatement } from "../statements/answer-statement.ts";
import {
  accountStatement,
  paymentStatement,
  type StatementSources,
  streamStatement,
  subscriptionStatement,
} from "../statements/read-statement.ts";
import type { Hex } from "../statements/statement.ts";
import * as operations from "./payments.ts";
import {
  invoicePage,
  onePayment,
  oneStream,
  oneSubscription,
  type Page,
  paymentPage,
  paymentTold,
  streamPage,
  streamTold,
  subscriptionPage,
  subscriptionTold,
  tokensOf,
} from "./read-payments.ts";
import { serve } from "./serve.ts";

export const servePayments: RequestHandler = serve(
  operations.listPayments,
  async ({ query, url }) => {
    const from = await sources();
    const page = await paymentPage(from.index, query);
    const tokens = await tokensOf(from, page.items);
    return { body: pageTold(url, page, (item) => paymentTold(item, tokens, url.origin)) };
  },
);

export const servePayment: RequestHandler = serve(operations.getPayment, async ({ path, url }) => {
  const from = await sources();
  const payment = await onePayment(from.index, path.id);
  return { body: paymentTold(payment, await tokensOf(from, [payment]), url.origin) };
});

export const servePaymentInvoices: RequestHandler = serve(
  operations.listPaymentInvoices,
  async ({ path, query, url }) => {
    const { index } = await sources();
    const page = await invoicePage(index, path.id, query, url.origin);
    return { body: pageTold(url, page, (item) => item) };
  },
);

export const serveStreams: RequestHandler = serve(
  operations.listStreams,
  async ({ query, url }) => {
    const from = await sources();
    const page = await streamPage(from.index, query);
    const tokens = await tokensOf(from, page.items);
    return { body: pageTold(url, page, (item) => streamTold(item, tokens, url.origin)) };
  },
);

export const serveStream: RequestHandler = serve(operations.getStream, async ({ path, url }) => {
  const from = await sources();
  const stream = await oneStream(from.index, path.id);
  return { body: streamTold(stream, await tokensOf(from, [stream]), url.origin) };
});

export const serveSubscriptions: RequestHandler = serve(
  operations.listSubscriptions,
  async ({ query, url }) => {
    const from = await sources();
    const page = await subscriptionPage(from.index, query);
    const tokens = await tokensOf(from, page.items);
    return { body: pageTold(url, page, (item) => subscriptionTold(item, tokens, url.origin)) };
  },
);

export const serveSubscription: RequestHandler = serve(
  operations.getSubscription,
  async ({ path, url }) => {
    const from = await sources();
    const subscription = await oneSubscription(from.index, path.id);
    return {
      body: subscriptionTold(subscription, await tokensOf(from, [subscription]), url.origin),
    };
  },
);

export const servePaymentStatement: RequestHandler = serve(
  operations.getPaymentStatement,
  async ({ path, query, event }) =>
    tellStatement(query, event.request.headers.get("accept"), async (period) =>
      paymentStatement(await statementSources(), lower(path.id), period),
    ),
);

export const serveStreamStatement: RequestHandler = serve(
  operations.getStreamStatement,
  async ({ path, query, event }) =>
    tellStatement(query, event.request.headers.get("accept"), async (period) =>
      streamStatement(await statementSources(), lower(path.id), period),
    ),
);

export const serveSubscriptionStatement: RequestHandler = serve(
  operations.getSubscriptionStatement,
  async ({ path, query, event }) =>
    tellStatement(query, event.request.headers.get("accept"), async (period) =>
      subscriptionStatement(await statementSources(), lower(path.id), period),
    ),
);

export const serveAccountStatement: RequestHandler = serve(
  operations.getAccountStatement,
  async ({ path, query, event }) =>
    tellStatement(query, event.request.headers.get("accept"), async (period) => {
      const { deployment } = await sources();
      const euro = lower(deployment.addresses.EuroToken);
      return accountStatement(await statementSources(), euro, lower(path.address), period);
    }),
);

async function statementSources(): Promise<StatementSources> {
  const from = await sources();
  return {
    index: from.index,
    tokenAt: async (token) => (await tokensOf(from, [{ token }]))(token),
    transfersIn: (transaction) => readTransfers(from.chain, transaction),
  };
}

const lower = (text: string) => text.toLowerCase() as Hex;

/** A page with the address of the next, in which the filters stay. */
function pageTold<Item>(url: URL, { items, next }: Page<Item>, tell: (item: Item) => object) {
  const address = new URL(url);
  if (next !== null) address.searchParams.set("after", next);
  return { items: items.map(tell), next: next === null ? null : address.href };
}
