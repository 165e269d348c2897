import { apiPaths, ChainRegisters, ClientError } from "@foedus/client";
import type { RequestEvent } from "@sveltejs/kit";

import { RELAYER_URL } from "$app/env/private";

import { boundedText, postedText } from "../ask-service.ts";
import { tooManyTokens } from "../limits.ts";
import { outageOf } from "../outage.ts";
import { problem } from "../problem.ts";
import { sources } from "../sources.ts";
import { tokenAuthority } from "./authority.ts";
import { type GrantContext, grantToken } from "./grant.ts";
import { LastingReplays } from "./lasting-replays.ts";
import { OAuthError } from "./oauth-error.ts";
import { largestForm } from "./operations.ts";
import { ReplayMemory } from "./replay-memory.ts";

/** Bytes of a status list at most: the longest, signed. */
const largestList = 4 * 1024 * 1024;
/** Milliseconds after which a status list is given up. */
const listPatience = 5_000;

/**
 * Where there is a relayer, its database remembers. A process alone must not believe what was made before it began: that may have been
 * used at one whose memory is gone.
 */
const replays =
  RELAYER_URL === ""
    ? new ReplayMemory(Math.floor(Date.now() / 1000 - process.uptime()))
    : new LastingReplays(RELAYER_URL);

/** Answers a request for a token; what is wrong with it is said as clients of OAuth expect. */
export async function answerToken(
  event: Pick<RequestEvent, "request" | "getClientAddress" | "url" | "fetch">,
): Promise<Response> {
  const refused = tooManyTokens(event);
  if (refused) return refused;
  try {
    const form = await formOf(event.request);
    if (form instanceof Response) return form;
    return Response.json(await grantToken(form, await contextOf(event)), {
      headers: { "cache-control": "no-store", pragma: "no-cache" },
    });
  } catch (error) {
    if (error instanceof OAuthError) return error.response();
    if (outageOf(error) === null) throw error;
    console.error(`${event.request.method} ${event.url.pathname}`, error);
    return problem(
      503,
      "No tokens can be given now.",
      "Try again later; if this lasts, tell whoever runs this server.",
    );
  }
}

/** What a grant is decided by: the contracts, and the present. */
async function contextOf({ fetch: ask }: Pick<RequestEvent, "fetch">): Promise<GrantContext> {
  const authority = await tokenAuthority();
  const { chain, deployment } = await sources();
  return {
    authority,
    registers: new ChainRegisters(chain, deployment.addresses),
    replays,
    at: Math.floor(Date.now() / 1000),
    trustedIssuersRegistry: apiPaths(authority.api).trustedIssuersRegistry,
    fetchText: (address) => statusListAt(ask, address.slice(authority.api.length)),
  };
}

/** The form of a request; or the answer that refuses it. */
async function formOf({
  headers,
  body,
}: Pick<Request, "headers" | "body">): Promise<URLSearchParams | Response> {
  const [type = ""] = (headers.get("content-type") ?? "").split(";");
  if (type.trim().toLowerCase() !== "application/x-www-form-urlencoded") {
    return problem(415, "The request is no form.", "Send it as application/x-www-form-urlencoded.");
  }
  const isAnnounced = Number(headers.get("content-length") ?? 0) > largestForm;
  const text = isAnnounced ? null : await postedText(body, largestForm);
  return text === null
    ? problem(413, "The form is too long.", `Send at most ${largestForm} bytes.`)
    : new URLSearchParams(text);
}

/** A status list that this server serves itself, from behind the issuer's proxy. */
async function statusListAt(ask: typeof fetch, path: string): Promise<string> {
  const silent = (cause?: unknown) =>
    new ClientError(
      "server-silent",
      "The status list of the credential is not to be had.",
      "Try again later, or ask the issuer whether its list is served.",
      { cause },
    );
  try {
    const response = await ask(path, {
      signal: AbortSignal.timeout(listPatience),
    });
    const text = response.ok ? await boundedText(response.body, largestList) : null;
    if (text !== null) return text;
  } catch (cause) {
    throw silent(cause);
  }
  throw silent();
}
