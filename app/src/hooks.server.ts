import { error, redirect, type RequestEvent } from "@sveltejs/kit";
import { type Handle, type HandleServerError, sequence } from "@sveltejs/kit/hooks";

import { isEbsiPath, isProgramPath } from "#lib/ebsi-paths.ts";
import { href, isLanguage, sourceLanguage } from "#lib/language.ts";
import { m } from "#lib/messages.ts";
import {
  cookieName,
  extractLocaleFromHeader,
  getTextDirection,
  localizeUrl,
} from "#lib/paraglide/runtime.js";
import { paraglideMiddleware } from "#lib/paraglide/server.js";
import { forPrograms, preflight } from "#lib/server/api/program-answers.ts";
import { fits, largestForm } from "#lib/server/body-size.ts";
import { outageOf } from "#lib/server/outage.ts";
import type { EndpointsError } from "#lib/server/parse-endpoints.ts";
import { mayWrite } from "#lib/server/same-origin.ts";
import { parseTheme, themeCookie } from "#lib/ui/theme.ts";

const securityHeaders = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
};

/** Programs of every origin may ask, and read problems in one form. */
const answerPrograms: Handle = async ({ event, resolve }) => {
  const path = event.url.pathname;
  if (!isProgramPath(path)) return resolve(event);
  if (event.request.method === "OPTIONS") return preflight();
  return forPrograms(await resolve(event), path);
};

const setHeaders: Handle = async ({ event, resolve }) => {
  const response = await resolve(event);
  for (const [name, value] of Object.entries(securityHeaders)) response.headers.set(name, value);
  // Pages show the state of a chain in the reader's language and theme: they are asked for anew each time.
  if (!response.headers.has("cache-control"))
    response.headers.set("cache-control", "private, no-cache");
  return response;
};

const setLanguage: Handle = ({ event, resolve }) => {
  if (isEbsiPath(event.url.pathname)) {
    event.locals.language = sourceLanguage;
    event.locals.theme = parseTheme(undefined);
    return resolve(event);
  }
  // Routes see the address without its language by `reroute`, so the original request goes on.
  return paraglideMiddleware(
    event.request,
    ({ locale }) => {
      event.locals.language = locale;
      event.locals.theme = parseTheme(event.cookies.get(themeCookie));
      return resolve(event, {
        transformPageChunk: ({ html }) =>
          html
            .replace("%foedus.language%", locale)
            .replace("%foedus.direction%", getTextDirection(locale))
            .replace("%foedus.theme%", event.locals.theme),
      });
    },
    { effectiveRequestUrl: addressWithLanguage(event) },
  );
};

/** Programs have one address for all languages, and say in a header which one they read. */
function addressWithLanguage({ request, url }: RequestEvent): URL {
  if (!url.pathname.startsWith("/api/")) return url;
  return localizeUrl(url, { locale: extractLocaleFromHeader(request) ?? sourceLanguage });
}

/** The bare address is the door: who has chosen or prefers another language is led to it. */
const openInOwnLanguage: Handle = ({ event, resolve }) => {
  const { request, url } = event;
  if (request.method === "GET" && url.pathname === "/" && !event.isDataRequest) {
    const chosen = event.cookies.get(cookieName);
    const own = isLanguage(chosen) ? chosen : (extractLocaleFromHeader(request) ?? sourceLanguage);
    if (own !== event.locals.language) redirect(307, href("/", { language: own }) + url.search);
  }
  return resolve(event);
};

const refuseForeignWrites: Handle = ({ event, resolve }) => {
  const { request, url } = event;
  const path = url.pathname;
  if (!mayWrite({ method: request.method, path, host: url.host, headers: request.headers })) {
    error(403, m.ui_error_foreign_write());
  }
  return resolve(event);
};

/** What is too large for a page is not read. */
const refuseLargeWrites: Handle = ({ event, resolve }) => {
  if (!fits({ path: event.url.pathname, headers: event.request.headers }))
    error(413, m.ui_error_large_write({ bytes: largestForm }));
  return resolve(event);
};

export const handle = sequence(
  answerPrograms,
  setHeaders,
  setLanguage,
  refuseForeignWrites,
  refuseLargeWrites,
  openInOwnLanguage,
);

export const handleError: HandleServerError = ({ kind, error: cause, event }) => {
  if (kind === "app" || kind === "framework") return;
  switch (outageOf(cause)) {
    case "configuration":
      // This is for whoever sets the server up: it stays in the words of the configuration.
      return {
        status: 503,
        message: (cause as EndpointsError).message,
        remedy: (cause as EndpointsError).remedy,
      };
    case "index":
      return {
        status: 503,
        message: m.chain_health_unreachable_title(),
        remedy: m.ui_error_index_remedy(),
      };
    case "chain":
      return {
        status: 503,
        message: m.chain_health_chain_title(),
        remedy: m.ui_error_chain_remedy(),
      };
    case null:
      break;
  }
  // The reader gets no inner detail; the operator finds it in the log.
  console.error(`${event.request.method} ${event.url.pathname}`, cause);
  return { status: 500, message: m.ui_error_unexpected(), remedy: m.ui_error_unexpected_remedy() };
};
