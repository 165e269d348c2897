import fs from "node:fs";
import path from "node:path";

import { expect } from "chai";

import {
  AddressRefused,
  endpointUrl,
  isPublic,
  pinned,
} from "../../../deploy/agents/webhooks/public-address.ts";
import { eventsQuery, sources } from "../../../deploy/agents/webhooks/payload.ts";
import { send } from "../../../deploy/agents/webhooks/send.ts";
import { settle } from "../../../deploy/agents/webhooks/deliverer.ts";
import { parseWebhooksSettings } from "../../../deploy/agents/webhooks/settings.ts";
import { Secrets } from "../../../deploy/agents/webhooks/signature.ts";
import { exampleOfGuide } from "../../support/webhooks.ts";
import type { Outcome } from "../../../deploy/agents/webhooks/send.ts";

const strict = { loopback: false };
const nearby = { loopback: true };

describe("Webhooks: where they go", () => {
  for (const address of [
    "0.0.0.0",
    "10.1.2.3",
    "100.64.0.1",
    "127.0.0.1",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "198.18.0.1",
    "224.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::ffff:127.0.0.1",
    "::ffff:8.8.8.8",
    "64:ff9b::7f00:1",
    "2001::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "fc00::1",
    "fd12::1",
    "fe80::1",
    "ff02::1",
    "localhost",
  ])
    it(`${address} is not of the public net`, () => {
      expect(isPublic(address)).to.equal(false);
    });
  for (const address of ["8.8.8.8", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "2a00:1450::1"])
    it(`${address} is`, () => {
      expect(isPublic(address)).to.equal(true);
    });

  for (const [url, words] of [
    ["http://example.org/", /not of https/],
    ["ftp://example.org/", /not of https/],
    ["https://example.org:22/", /port 22 is not open/],
    ["https://example.org:80/", /port 80 is not open/],
    ["https://user@example.org/", /user/],
    ["https://example.org/#part", /fragment/],
    ["https://localhost/", /not of the public net/],
    ["https://database/", /not of the public net/],
    ["https://127.0.0.1/", /not of the public net/],
    ["https://2130706433/", /not of the public net/],
    ["https://0x7f.1/", /not of the public net/],
    ["https://[::1]/", /not of the public net/],
    ["https://[::ffff:10.0.0.1]/", /not of the public net/],
    [`https://example.org/${"x".repeat(512)}`, /no address/],
    ["example.org", /no address/],
  ] as const)
    it(`${url.slice(0, 40)} is refused when it is registered`, () => {
      expect(() => endpointUrl(url, strict)).to.throw(AddressRefused, words);
    });

  it("takes https at 443 and 8443, and loopback on a development machine alone", () => {
    for (const url of ["https://example.org/hook", "https://example.org:8443/", "https://8.8.8.8/"])
      expect(endpointUrl(url, strict).href).to.equal(new URL(url).href);
    expect(endpointUrl("http://127.0.0.1:4567/", nearby).port).to.equal("4567");
    expect(() => endpointUrl("http://10.0.0.1/", nearby)).to.throw(AddressRefused);
  });

  it("resolves a name once, for the connection as well, and refuses it for one private address among public ones", async () => {
    const url = new URL("https://hooks.example.org/");
    const resolve = (...addresses: string[]) => ({
      loopback: false,
      resolve: async () => addresses.map((address) => ({ address, family: 4 })),
    });
    expect(await pinned(url, resolve("8.8.8.8", "8.8.4.4"))).to.deep.equal({
      address: "8.8.8.8",
      family: 4,
    });
    for (const addresses of [["127.0.0.1"], ["8.8.8.8", "10.0.0.1"], ["169.254.169.254"], []]) {
      const error = await pinned(url, resolve(...addresses)).then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      expect(error).to.be.instanceOf(AddressRefused);
    }
    // A name that leads to loopback is refused on a development machine, too: only localhost and numbers are meant.
    const rebinding = { ...nearby, resolve: resolve("127.0.0.1").resolve };
    expect(await pinned(url, rebinding).catch((thrown: unknown) => thrown)).to.be.instanceOf(
      AddressRefused,
    );
  });

  it("says why nothing was sent, and asks the name in the moment of sending", async () => {
    let asked = 0;
    const outcome = await send({
      url: "https://hooks.example.org/",
      headers: {},
      body: "{}",
      patience: 1_000,
      rules: {
        loopback: false,
        resolve: async () => {
          asked += 1;
          return [{ address: "10.0.0.7", family: 4 }];
        },
      },
      signal: new AbortController().signal,
    });
    expect(outcome.accepted).to.equal(false);
    expect(outcome.said).to.equal("The name leads to an address that is not of the public net.");
    expect(asked).to.equal(1);
  });
});

describe("Webhooks: what they say", () => {
  it("signs over id, time and body, with a secret of the endpoint alone", () => {
    const secrets = new Secrets(Buffer.alloc(32, 7));
    const salt = Secrets.salt();
    const secret = secrets.secret("ep_1", salt);
    expect(secret).to.match(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(secrets.secret("ep_2", salt)).to.not.equal(secret);
    expect(secrets.secret("ep_1", Secrets.salt())).to.not.equal(secret);
    expect(new Secrets(Buffer.alloc(32, 8)).secret("ep_1", salt)).to.not.equal(secret);
    const message = { id: "evt_1", timestamp: 1_700_000_000, body: "{}" };
    const of = (change: Partial<typeof message>) =>
      secrets.sign({ endpoint: "ep_1", salts: [salt] }, { ...message, ...change });
    expect(of({})).to.match(/^v1,[A-Za-z0-9+/]{43}=$/);
    for (const change of [{ id: "evt_2" }, { timestamp: 1_700_000_001 }, { body: "{ }" }])
      expect(of(change)).to.not.equal(of({}));
  });

  it("is checked by the example of the guide, which knows the example of Standard Webhooks", async () => {
    const { isAuthentic } = await exampleOfGuide<{
      isAuthentic: (...args: [string, Record<string, string>, string, number]) => boolean;
    }>("verify");
    const published = {
      "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
      "webhook-timestamp": "1614265330",
      "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    };
    const check = (headers: Record<string, string>, body: string, now = 1_614_265_330) =>
      isAuthentic("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", headers, body, now);
    const body = '{"test": 2432232314}';
    expect(check(published, body)).to.equal(true);
    expect(check(published, '{"test": 2432232315}')).to.equal(false);
    expect(check({ ...published, "webhook-id": "msg_other" }, body)).to.equal(false);
    expect(check(published, body, 1_614_265_330 + 301)).to.equal(false);
    expect(check({}, body)).to.equal(false);

    const secrets = new Secrets(Buffer.alloc(32, 9));
    const [old, young] = [Secrets.salt(), Secrets.salt()];
    const signature = secrets.sign(
      { endpoint: "ep_1", salts: [young, old] },
      { id: "0x12", timestamp: 1_614_265_330, body },
    );
    const headers = {
      "webhook-id": "0x12",
      "webhook-timestamp": "1614265330",
      "webhook-signature": signature,
    };
    for (const [salt, authentic] of [
      [old, true],
      [young, true],
      [Secrets.salt(), false],
    ] as const)
      expect(isAuthentic(secrets.secret("ep_1", salt), headers, body, 1_614_265_330)).to.equal(
        authentic,
      );
  });

  it("asks for every type and every field of the log of payments, as the subgraph has them", () => {
    const schema = fs.readFileSync(
      path.resolve(import.meta.dirname, "../../../subgraph/schema.graphql"),
      "utf8",
    );
    const interfaces: Record<string, string> = {
      PaymentEvent: "payment",
      StreamEvent: "stream",
      SubscriptionEvent: "subscription",
      BudgetLineEvent: "line",
    };
    const asked = new Map(
      sources.flatMap(({ types }) => Object.entries(types).map(([type, fields]) => [type, fields])),
    );
    const common =
      /^(?:id|ordinal|emitter|transaction|sender|block|timestamp|logIndex|payment|stream|subscription|line|call: Bytes)\b/;
    let found = 0;
    for (const [, type = "", kinds = "", body = ""] of schema.matchAll(
      /^type (\w+) implements ([^@]+)@entity[^{]*\{\n([\s\S]*?)^\}/gm,
    )) {
      const isOfPayments = kinds.split("&").some((kind) => kind.trim() in interfaces);
      if (!isOfPayments && !asked.has(type)) continue;
      found += 1;
      const fields = [...body.matchAll(/^ {2}(\w+): ([\w!]+)/gm)]
        .filter(([line]) => !common.test(line.trim()))
        .map(([, name = "", kind = ""]) => `${name}${kind.endsWith("!") ? "" : "?"}`);
      const named = (asked.get(type) ?? []).map((field) => field.replace(/\{.*\}/, ""));
      const optional = type === "SubscriptionCancelled" ? ["subscriptionId"] : [];
      const wanted = fields
        .filter((field) => !(field === "contribution" && type === "ContributionMade"))
        .filter((field) => field !== "custody" || named.includes("custody"));
      expect(
        [...named, ...optional].filter((name, at, all) => all.indexOf(name) === at).sort(),
        type,
      ).to.deep.equal([...new Set([...wanted, ...optional])].sort());
    }
    expect(found).to.equal(asked.size);
    // Of each list as much as of the others, and each by its place.
    expect(eventsQuery.match(/ordinal_gt:\$after,ordinal_lt:\$before/g)).to.have.length(
      sources.length,
    );
  });
});

describe("Webhooks: when they are sent again", () => {
  const settings = parseDelivery();
  const refused: Outcome = { accepted: false, said: "status 500", gone: false };
  const due = { attempts: 0, firstTriedAt: null, failingSince: null, everAccepted: true };
  const hour = 3_600_000;

  it("waits longer after each failure, up to a bound, with a part by chance", () => {
    const waits = [0, 1, 2, 3, 8, 50].map(
      (attempts) => settle({ ...due, attempts }, refused, 0, 0, settings, () => 1).nextAt / 1_000,
    );
    expect(waits).to.deep.equal([5, 15, 45, 135, 21_600, 21_600]);
    expect(settle(due, refused, 0, 0, settings, () => 0).nextAt).to.equal(2_500);
  });

  it("waits as long as the receiver asks, up to an hour", () => {
    const after = (retryAfter: number) =>
      settle(due, { ...refused, retryAfter }, 0, 0, settings, () => 1).nextAt / 1_000;
    expect([after(60), after(1), after(1e9)]).to.deep.equal([60, 5, 3_600]);
  });

  it("gives one up after three days, and pauses the endpoint after five without any success", () => {
    const at = (hours: number) =>
      settle(
        { ...due, firstTriedAt: 0, failingSince: 0 },
        refused,
        hours * hour,
        hours * hour,
        settings,
      );
    expect(at(71)).to.include({ state: "waiting", pause: null });
    expect(at(72)).to.deep.include({
      state: "given-up",
      reason: "not accepted within 3 days; the last attempt: status 500",
      pause: null,
    });
    expect(at(120).pause).to.equal(
      "Nothing was accepted for 5 days; the last attempt: status 500.",
    );
    // The next delivery has its own three days.
    expect(
      settle(
        { ...due, firstTriedAt: 72 * hour, failingSince: 0 },
        refused,
        100 * hour,
        100 * hour,
        settings,
      ).state,
    ).to.equal("waiting");
  });

  it("pauses sooner what has never accepted anything, and at once what is gone", () => {
    const never = { ...due, everAccepted: false, failingSince: 0, firstTriedAt: 0 };
    expect(settle(never, refused, 23 * hour, 23 * hour, settings).pause).to.equal(null);
    expect(settle(never, refused, 24 * hour, 24 * hour, settings).pause).to.match(
      /within 24 hours/,
    );
    expect(settle(due, { ...refused, gone: true }, 0, 0, settings).pause).to.match(/gone for good/);
  });
});

/** The values that hold when none is given. */
function parseDelivery() {
  const folder = fs.mkdtempSync("/tmp/foedus-test-webhooks-settings-");
  try {
    for (const [name, text] of [
      ["key", "11".repeat(32)],
      ["database", "postgresql://a:b@127.0.0.1:5432/c"],
    ] as const)
      fs.writeFileSync(path.join(folder, name), text, { mode: 0o600 });
    const address = "0x00000000000000000000000000000000000e5c00";
    return parseWebhooksSettings(
      {
        node: { rpc: "http://127.0.0.1:8545" },
        index: "http://127.0.0.1:8000",
        addresses: { PaymentEscrow: address, PermissionViews: address },
        database: "database",
        key: "key",
        listen: { host: "127.0.0.1", port: 0 },
      },
      folder,
    ).delivery;
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}
