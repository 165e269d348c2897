import type { IncomingMessage } from "node:http";

import type { WebhookRequest } from "../../typed-data.ts";
import type { AgentAnswer } from "../agent-server.ts";
import { jsonIn, RequestProblem } from "../request.ts";
import type { Access, Asking } from "./access.ts";
import type { Endpoints } from "./endpoints.ts";

/** Bytes of a request. */
const largestRequest = 4 * 1024;

/** What an endpoint can be told about. */
const subjects = /^(?:account|treasury|(?:payment|stream|subscription):0x[0-9a-f]{64})$/;

export interface RequestsOptions {
  access: Access;
  endpoints: Endpoints;
  onRefused?: (problem: RequestProblem) => void;
  /** Told when a request could not be answered for a reason that is not the client's. */
  onFailure?: (error: unknown) => void;
}

/** `/webhooks` and what is below it; nothing for other paths. */
export function webhooksRequests({ access, endpoints, onRefused, onFailure }: RequestsOptions) {
  const asking = (request: IncomingMessage, asked: Partial<WebhookRequest>): Promise<Asking> =>
    access.asking(
      {
        signer: header(request, "foedus-signer"),
        deadline: header(request, "foedus-deadline"),
        signature: header(request, "foedus-signature"),
      },
      { action: "list", target: "", about: "", url: "", ...asked },
    );

  const answer = async (
    request: IncomingMessage,
    { pathname, searchParams }: URL,
  ): Promise<AgentAnswer> => {
    const { method = "" } = request;
    const [, , id, part, event, ...more] = pathname.split("/");
    const asked = `${method} ${[id && "{id}", part, event && "{event}", ...more].filter(Boolean).join("/")}`;
    const target = id ?? "";
    const by = (action: WebhookRequest["action"], of = target) =>
      asking(request, { action, target: of });
    switch (asked.trim()) {
      case "POST": {
        const { url, about } = registration(await posted(request));
        const who = await asking(request, { action: "register", url, about });
        return { status: 201, body: await endpoints.register(who, { url, about }) };
      }
      case "GET":
        return { status: 200, body: { endpoints: await endpoints.list(await by("list")) } };
      case "GET {id}":
        return { status: 200, body: await endpoints.read(await by("read"), target) };
      case "DELETE {id}":
        await endpoints.remove(await by("delete"), target);
        return { status: 200, body: { deleted: target } };
      case "POST {id}/secret":
        return { status: 200, body: await endpoints.rotate(await by("rotate-secret"), target) };
      case "POST {id}/pause":
        return { status: 200, body: await endpoints.pause(await by("pause"), target) };
      case "POST {id}/resume":
        return { status: 200, body: await endpoints.resume(await by("resume"), target) };
      case "GET {id}/deliveries": {
        const before = searchParams.get("before") ?? undefined;
        if (before !== undefined && !/^\d{1,18}$/.test(before))
          throw new RequestProblem(400, "That is no place in the list.", "Give `next` of a page.");
        const who = await by("deliveries");
        return { status: 200, body: await endpoints.deliveries(who, target, before) };
      }
      case "POST {id}/deliveries/{event}": {
        const who = await by("redeliver", `${target}/${event}`);
        return { status: 202, body: await endpoints.redeliver(who, target, event ?? "") };
      }
      default:
        throw new RequestProblem(
          405,
          "That does not work here.",
          "/openapi.json says what can be asked.",
        );
    }
  };

  return async (request: IncomingMessage): Promise<AgentAnswer | undefined> => {
    const url = URL.parse(request.url ?? "", "http://webhooks");
    if (url === null || !/^\/webhooks(?:\/|$)/.test(url.pathname)) return undefined;
    try {
      return await answer(request, url);
    } catch (error) {
      if (error instanceof RequestProblem) onRefused?.(error);
      else onFailure?.(error);
      const problem =
        error instanceof RequestProblem
          ? error
          : new RequestProblem(
              503,
              "The service of webhooks cannot work now: node, index or database gives no answer.",
              "Try again in a moment.",
            );
      return { status: problem.status, type: "application/problem+json", body: problem.toJSON() };
    }
  };
}

function header({ headers }: IncomingMessage, name: string): string | undefined {
  const value = headers[name];
  return typeof value === "string" ? value : undefined;
}

const posted = (request: IncomingMessage): Promise<unknown> =>
  jsonIn(request, largestRequest, "Give a shorter address.");

function registration(value: unknown): { url: string; about: string } {
  const { url, about } = (value ?? {}) as Record<string, unknown>;
  if (typeof url !== "string" || url === "")
    throw new RequestProblem(
      400,
      "The value of url is wrong.",
      "Give the address of the receiver.",
    );
  if (typeof about !== "string" || !subjects.test(about)) {
    throw new RequestProblem(
      400,
      "The value of about is wrong.",
      "Give account, treasury, or payment:, stream: or subscription: and an id of 0x and 64 small hexadecimal digits.",
    );
  }
  return { url, about };
}
