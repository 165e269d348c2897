import { afterEach, describe, expect, it, vi } from "vitest";

vi.mock("$app/env/private", () => ({ WEBHOOKS_URL: "", REQUESTS_PER_SECOND: 60 }));

import { askWebhooks } from "./webhooks.ts";

const asked = (method: string, headers: Record<string, string> = {}) => ({
  method,
  headers: new Headers(headers),
});

afterEach(() => vi.restoreAllMocks());

describe("askWebhooks", () => {
  it("hands on method, body and the statement, and nothing else of the headers", async () => {
    const request = vi.fn(async () => Response.json({ deleted: "ep_1" }));
    const signed = { "foedus-signer": "0x1", "foedus-deadline": "2", "foedus-signature": "0x3" };
    const answer = await askWebhooks(
      "http://webhooks:9549",
      "/webhooks/ep_1",
      asked("DELETE", { ...signed, authorization: "secret", cookie: "a=b" }),
      undefined,
      request,
    );
    expect(await answer.json()).toEqual({ deleted: "ep_1" });
    const [url, how] = request.mock.calls[0] as unknown as [URL, RequestInit];
    expect(url.href).toBe("http://webhooks:9549/webhooks/ep_1");
    expect(how).toMatchObject({
      method: "DELETE",
      headers: { ...signed, "content-type": "application/json" },
      redirect: "error",
    });
    expect(Object.keys(how.headers ?? {})).toHaveLength(4);
  });

  it("says what to do where there is no such service, and that a silent one may be asked again", async () => {
    expect((await askWebhooks("", "/webhooks", asked("GET"))).status).toBe(503);
    vi.spyOn(console, "error").mockImplementation(() => undefined);
    const gone = async () => Promise.reject(new Error("gone"));
    const answer = await askWebhooks("http://webhooks", "/webhooks", asked("GET"), undefined, gone);
    expect(answer.status).toBe(502);
    expect(await answer.json()).toMatchObject({ detail: "Try again in a moment." });
  });
});
