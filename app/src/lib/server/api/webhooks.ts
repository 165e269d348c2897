import * as z from "zod";

import { json, operation, problemAnswer } from "./operation.ts";
import { address, numberInAddress, text, wholeNumber } from "./shapes.ts";

/** Webhooks. The service behind them checks what comes in (`deploy/agents/webhooks/`). */

const tag = "Webhooks";

const seconds = z.int().min(0);

const endpointId = text(/^ep_[0-9a-f]{32}$/, "Give ep_ and 32 hexadecimal digits.");

const eventId = text(
  /^(?:0x[0-9a-f]{72}|ep_[0-9a-f]{32})$/,
  "Give the id that came as webhook-id.",
);

const subject = text(
  /^(?:account|treasury|(?:payment|stream|subscription):0x[0-9a-f]{64})$/,
  "Give account, treasury, or payment:, stream: or subscription: and an id of 0x and 64 small hexadecimal digits.",
).describe(
  "`account`: payments, streams and subscriptions that name the account (payer, payee, operator, arbiter, official, sharer, sponsor), what the treasury pays it, and what waits for it. `treasury`: whatever the treasury says. Or one payment, stream or subscription.",
);

const endpoint = z.strictObject({
  id: endpointId,
  url: z.string(),
  about: subject,
  status: z.enum(["active", "paused"]),
  reason: z.string().nullable().describe("Why it is paused."),
  pausedAt: seconds.nullable(),
  createdAt: seconds,
  acceptedAt: seconds.nullable().describe("When it accepted something last."),
  failingSince: seconds.nullable().describe("Since when every attempt has failed."),
  lastAttempt: z.string().nullable().describe("What came of the last attempt."),
  waiting: seconds.describe("Deliveries that wait."),
  formerSecretUntil: seconds
    .nullable()
    .describe("Until when the former secret signs beside the new one."),
});

const endpointShape = endpoint.meta({
  id: "WebhookEndpoint",
  description: "Times are seconds since 1970.",
});

const withSecret = endpoint
  .extend({
    secret: text(/^whsec_[A-Za-z0-9+/]{43}=$/, "").describe(
      "Told this once. Receivers check webhook-signature with it, as Standard Webhooks says.",
    ),
  })
  .meta({ id: "WebhookEndpointWithSecret" });

const delivery = z
  .strictObject({
    event: eventId.describe("The header webhook-id."),
    type: z.string().describe("Name of the contract's event, or EndpointRegistered."),
    state: z.enum(["waiting", "accepted", "given-up"]),
    reason: z.string().nullable().describe("Why it was given up."),
    attempts: seconds,
    recordedAt: seconds,
    nextAt: seconds.nullable().describe("When it is tried next, at the earliest."),
    settledAt: seconds.nullable(),
    log: z
      .array(
        z.strictObject({
          at: seconds,
          milliseconds: seconds,
          accepted: z.boolean(),
          said: z.string().describe("Status of the answer, or why there was none."),
        }),
      )
      .describe("The newest 30 attempts, oldest first."),
  })
  .meta({ id: "WebhookDelivery", description: "Times are seconds since 1970." });

/** The headers with which an account shows that it asks for an action. */
const signedFor = (action: string, target: string) =>
  z.object({
    "Foedus-Signer": address.describe("Account that asks."),
    "Foedus-Deadline": numberInAddress(wholeNumber(0, 2 ** 48 - 1)).describe(
      "Last second since 1970 in which the statement counts; at most 3600 seconds ahead. What changes something is carried out once for each statement: sign with another deadline to do it again.",
    ),
    "Foedus-Signature": text(
      /^0x(?:[0-9a-fA-F]{2}){1,4096}$/,
      "Give 0x and pairs of hexadecimal digits.",
    ).describe(
      `Of the EIP-712 struct \`WebhookRequest(string action,string target,string about,string url,uint48 deadline)\` in the domain \`Foedus Webhooks\`, version \`1\`, with the chain's id and the PaymentEscrow as verifying contract. Here \`action\` is \`${action}\`, \`target\` ${target}; texts that do not apply are empty. Contracts sign by ERC-1271.`,
    ),
  });

const refusals = {
  "400": problemAnswer("The request cannot be understood."),
  "401": problemAnswer("The signature is missing, does not fit, or is expired."),
  "429": problemAnswer("This client asks too often; Retry-After says when to ask again."),
  "502": problemAnswer("The service of webhooks gives no answer."),
  "503": problemAnswer("This site has no webhooks, or their service cannot work now."),
};
const unknown = problemAnswer("The account has no such endpoint.");
const used = problemAnswer("The statement was carried out already.");
const pathParameters = z.object({ id: endpointId });

export const webhookOperations = [
  operation({
    id: "registerWebhook",
    method: "post",
    path: "/api/v1/webhooks",
    tag,
    summary:
      "Let an address be told what happens to payments, streams, subscriptions or the treasury.",
    description:
      "The first delivery is `EndpointRegistered`; events follow in the order of the chain, each at least once, a later one only when the one before was answered with 2xx or given up after three days. `docs/guides/receive-webhooks.md` shows how a receiver checks them.",
    headers: signedFor("register", "empty, `about` and `url` as in the body"),
    body: z
      .strictObject({
        url: z
          .string()
          .max(512)
          .describe(
            "https, at port 443 or 8443, whose name leads to public addresses only; no redirection is followed.",
          ),
        about: subject,
      })
      .meta({ id: "WebhookRegistration" }),
    answers: {
      "201": json(withSecret, "It is registered."),
      ...refusals,
      "403": problemAnswer("No payment names the account, and it may not send transactions."),
      "409": problemAnswer("The account has such an endpoint, or the statement was used."),
      "413": problemAnswer("The request is too large."),
      "415": problemAnswer("The request is not marked as JSON."),
      "422": problemAnswer("Nothing is delivered to that address."),
      "507": problemAnswer("The account, the host or the service has as many endpoints as it may."),
    },
  }),
  operation({
    id: "listWebhooks",
    method: "get",
    path: "/api/v1/webhooks",
    tag,
    summary: "List the endpoints of an account.",
    headers: signedFor("list", "empty"),
    answers: {
      "200": json(z.strictObject({ endpoints: z.array(endpointShape) }), "All of them."),
      ...refusals,
    },
  }),
  operation({
    id: "getWebhook",
    method: "get",
    path: "/api/v1/webhooks/{id}",
    tag,
    summary: "Say how an endpoint is, and why it is paused.",
    pathParameters,
    headers: signedFor("read", "its id"),
    answers: { "200": json(endpointShape, "The endpoint."), ...refusals, "404": unknown },
  }),
  operation({
    id: "deleteWebhook",
    method: "delete",
    path: "/api/v1/webhooks/{id}",
    tag,
    summary: "Forget an endpoint and its deliveries.",
    pathParameters,
    headers: signedFor("delete", "its id"),
    answers: {
      "200": json(z.strictObject({ deleted: endpointId }), "It is gone."),
      ...refusals,
      "404": unknown,
      "409": used,
    },
  }),
  operation({
    id: "rotateWebhookSecret",
    method: "post",
    path: "/api/v1/webhooks/{id}/secret",
    tag,
    summary: "Make another secret; the former one signs beside it for a day.",
    pathParameters,
    headers: signedFor("rotate-secret", "its id"),
    answers: {
      "200": json(withSecret, "The new secret."),
      ...refusals,
      "404": unknown,
      "409": used,
    },
  }),
  operation({
    id: "pauseWebhook",
    method: "post",
    path: "/api/v1/webhooks/{id}/pause",
    tag,
    summary: "Send nothing for now; what happens waits, for 30 days at most.",
    pathParameters,
    headers: signedFor("pause", "its id"),
    answers: {
      "200": json(endpointShape, "It is paused."),
      ...refusals,
      "404": unknown,
      "409": used,
    },
  }),
  operation({
    id: "resumeWebhook",
    method: "post",
    path: "/api/v1/webhooks/{id}/resume",
    tag,
    summary: "Go on with the delivery at which it was paused.",
    pathParameters,
    headers: signedFor("resume", "its id"),
    answers: {
      "200": json(endpointShape, "It is active."),
      ...refusals,
      "404": unknown,
      "409": used,
    },
  }),
  operation({
    id: "listWebhookDeliveries",
    method: "get",
    path: "/api/v1/webhooks/{id}/deliveries",
    tag,
    summary: "List the deliveries of an endpoint with their attempts, the newest first.",
    pathParameters,
    query: z.object({
      before: text(/^\d{1,18}$/, "Give next of a page.")
        .optional()
        .describe("`next` of the page before."),
    }),
    headers: signedFor("deliveries", "its id"),
    answers: {
      "200": json(
        z.strictObject({
          deliveries: z.array(delivery),
          next: z.string().nullable().describe("Where the next page begins; null after the last."),
        }),
        "At most 50.",
      ),
      ...refusals,
      "404": unknown,
    },
  }),
  operation({
    id: "redeliverWebhook",
    method: "post",
    path: "/api/v1/webhooks/{id}/deliveries/{event}",
    tag,
    summary: "Send a delivery that was accepted or given up once more, before all that wait.",
    pathParameters: z.object({ id: endpointId, event: eventId }),
    headers: signedFor("redeliver", "the id of the endpoint, `/` and that of the event"),
    answers: {
      "202": json(endpointShape, "It waits to be sent."),
      ...refusals,
      "404": problemAnswer("The account has no such endpoint, or it has no such settled delivery."),
      "409": used,
    },
  }),
];
