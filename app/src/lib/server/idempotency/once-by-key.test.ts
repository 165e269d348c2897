import { describe, expect, it, vi } from "vitest";

import { MemoryKeys } from "./memory-keys.ts";
import { onceByKey } from "./once-by-key.ts";
import { keptFor, longestRequest } from "./request-keys.ts";

const withKey = (key = "k1") => ({ headers: new Headers({ "idempotency-key": key }) });
const ballot = { what: "ballots", who: "10.0.0.1", body: "{}" };

const created = () =>
  new Response('{"id":1}', {
    status: 201,
    headers: { "content-type": "application/json", location: "/1", "set-cookie": "no" },
  });

function world() {
  const keys = new MemoryKeys();
  const act = vi.fn(async () => created());
  const send = (request = withKey(), keyed = ballot, carryOut: () => Promise<Response> = act) =>
    onceByKey(request, keyed, carryOut, async () => keys);
  return { keys, act, send };
}

describe("a write with an Idempotency-Key", () => {
  it("is carried out once, and answered the same again", async () => {
    const { act, send } = world();
    const first = await send();
    const again = await send();
    expect(act).toHaveBeenCalledOnce();
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(await again.text()).toBe(await first.text());
    expect(Object.fromEntries(again.headers)).toEqual({
      "content-type": "application/json",
      location: "/1",
      "cache-control": "no-store",
      "idempotency-replayed": "true",
    });
  });

  it("is refused with another body", async () => {
    const { act, send } = world();
    await send();
    const other = await send(withKey(), { ...ballot, body: "{ }" });
    expect(other.status).toBe(422);
    expect(act).toHaveBeenCalledOnce();
  });

  it("is refused while the first is under way", async () => {
    const { send } = world();
    let answer: (response: Response) => void = () => undefined;
    const slow = send(withKey(), ballot, () => new Promise((resolve) => (answer = resolve)));
    await vi.waitFor(async () => expect((await send()).status).toBe(409));
    answer(created());
    expect((await slow).status).toBe(201);
    expect((await send()).headers.get("idempotency-replayed")).toBe("true");
  });

  it("is another one of somebody else, and for something else", async () => {
    const { act, send } = world();
    await send();
    await send(withKey(), { ...ballot, who: "10.0.0.2", body: "other" });
    await send(withKey(), { ...ballot, what: "simulations", body: "other" });
    await send(withKey("k2"), { ...ballot, body: "other" });
    expect(act).toHaveBeenCalledTimes(4);
  });

  it("is answered again with a refusal that is final, and tried again after a failure", async () => {
    const { send } = world();
    const answers = [503, 429, 400, 201].map(
      (status) => async () => new Response("{}", { status }),
    );
    const seen: number[] = [];
    for (const act of answers) seen.push((await send(withKey(), ballot, act)).status);
    expect(seen).toEqual([503, 429, 400, 400]);
    const broken = async () => Promise.reject(new Error("gone"));
    await expect(send(withKey("k3"), ballot, broken)).rejects.toThrow("gone");
    expect((await send(withKey("k3"))).status).toBe(201);
  });

  it("is not carried out where no key can be asked, and answered where none can be written", async () => {
    const { keys, act } = world();
    vi.spyOn(console, "error").mockImplementation(() => undefined);
    const silent = async () => Promise.reject(new Error("The database is down."));
    expect((await onceByKey(withKey(), ballot, act, silent)).status).toBe(503);
    expect(act).not.toHaveBeenCalled();
    vi.spyOn(keys, "keep").mockImplementation(silent);
    expect((await onceByKey(withKey(), ballot, act, async () => keys)).status).toBe(201);
    vi.restoreAllMocks();
  });

  it("is refused for a key that is none, and carried out without one", async () => {
    const { act, send } = world();
    expect((await send(withKey("a b"))).status).toBe(400);
    expect((await send(withKey("x".repeat(256)))).status).toBe(400);
    expect(act).not.toHaveBeenCalled();
    await send({ headers: new Headers() });
    await send({ headers: new Headers() });
    expect(act).toHaveBeenCalledTimes(2);
  });
});

describe("the memory of keys", () => {
  const answer = { status: 201, headers: {}, body: "x" };

  it("forgets an answer after its time, and a request that was never answered sooner", async () => {
    const keys = new MemoryKeys();
    await keys.begin("answered", "f", 0);
    await keys.keep("answered", answer);
    await keys.begin("left", "f", 0);
    expect((await keys.begin("left", "f", longestRequest - 1)).outcome).toBe("under-way");
    expect((await keys.begin("left", "f", longestRequest)).outcome).toBe("begun");
    expect((await keys.begin("answered", "f", keptFor - 1)).outcome).toBe("answered");
    expect((await keys.begin("answered", "f", keptFor)).outcome).toBe("begun");
  });

  it("takes no more keys and no more bytes than it may, and none that it has is lost", async () => {
    const keys = new MemoryKeys(2, 10);
    await keys.begin("a", "f", 0);
    await keys.begin("b", "f", 0);
    expect((await keys.begin("c", "f", 1)).outcome).toBe("full");
    expect((await keys.begin("a", "f", 1)).outcome).toBe("under-way");
    await keys.forget("b");
    await keys.keep("a", { ...answer, body: "x".repeat(10) });
    expect((await keys.begin("c", "f", 1)).outcome).toBe("full");
    expect((await keys.begin("c", "f", keptFor)).outcome).toBe("begun");
  });
});
