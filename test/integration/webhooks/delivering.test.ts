import { expect } from "chai";

import type { PrivateKeyAccount } from "viem";

import { eventually } from "../../support/relayer.ts";
import {
  chainId,
  escrow,
  exampleOfGuide,
  isSignedWith,
  payee,
  payer,
  paymentId,
  signedRequest,
  stranger,
  webhooksSurroundings,
  type Received,
} from "../../support/webhooks.ts";

type Register = (
  account: PrivateKeyAccount,
  network: { webhooks: string; chainId: number; escrow: string },
  url: string,
  about: string,
) => Promise<{ id: string; secret: string }>;

/** Waits that tests have time for. */
const quick = { firstWaitSeconds: 0, longestWaitSeconds: 1 };

const ids = (received: readonly Received[]) => received.map(({ headers }) => headers["webhook-id"]);
const accepted = (received: readonly Received[]) => received.filter(({ status }) => status < 300);

describe("Webhooks: delivering", function () {
  this.timeout(60_000);
  const { chain, receiver, start } = webhooksSurroundings();

  it("tells an endpoint that it is registered, then of what happens, signed, in the order of the chain, and of nothing else", async () => {
    const service = await start({ delivery: quick });
    const one = await service.register(`${receiver().url}/account/flaky`);
    const another = await service.register(
      `${receiver().url}/payment/accept`,
      `payment:${paymentId(2)}`,
    );
    const events = [...chain.block(3), ...chain.block(0), ...chain.block(250), ...chain.block(2)];
    const other = chain.block(1, paymentId(2));

    const received = await eventually("all is accepted", () => {
      const found = accepted(receiver().received("/account/flaky"));
      return found.length === events.length + 2 ? found : undefined;
    });
    expect(ids(received)).to.deep.equal([one.id, ...events, ...other]);
    for (const each of receiver().received("/account/flaky"))
      expect(isSignedWith(one.secret, each), "signature").to.equal(true);
    expect(isSignedWith(another.secret, received[0] as Received)).to.equal(false);
    expect(JSON.parse(received[1]?.body ?? "")).to.deep.equal({
      type: "PaymentCaptured",
      timestamp: "2027-01-15T08:00:01.000Z",
      data: {
        chainId: 4_242,
        contract: "0x00000000000000000000000000000000000e5c00",
        transaction: events[0]?.slice(0, 66),
        block: 1,
        logIndex: 0,
        payment: {
          id: paymentId(1),
          payer: payer.address.toLowerCase(),
          payee: payee.address.toLowerCase(),
          operator: null,
          arbiter: null,
          token: { id: "0x00000000000000000000000000000000000e5c00" },
        },
        actor: payee.address.toLowerCase(),
        amount: "1000000",
        fee: "0",
        invoice: null,
        milestone: null,
        held: "0",
        refundable: "1000000",
      },
    });
    const second = await eventually("the other is told", () => {
      const found = receiver().received("/payment/accept");
      return found.length === 2 ? found : undefined;
    });
    expect(ids(second)).to.deep.equal([another.id, ...other]);

    const log = await service.deliveries(one.id);
    expect(log.map(({ event }) => event)).to.deep.equal([one.id, ...events, ...other]);
    expect(log.every(({ state }) => state === "accepted")).to.equal(true);
    const tries = log.flatMap(({ log: attempts }) => attempts);
    expect(tries.filter(({ said }) => said === "status 503")).to.not.be.empty;
    expect(tries).to.have.length(receiver().received("/account/flaky").length);
  });

  it("does not hold up others by endpoints that fail, gives up after its time, and goes on", async () => {
    const service = await start({
      delivery: { ...quick, attemptSeconds: 1, giveUpSeconds: 2, atOnce: 2 },
    });
    const failing = await service.register(`${receiver().url}/one/refuse`);
    const hanging = await service.register(`${receiver().url}/two/hang`);
    const well = await service.register(`${receiver().url}/three/accept`);
    const events = chain.block(5);
    await eventually("the well one is told at once", () =>
      receiver().received("/three/accept").length === 6 ? true : undefined,
    );
    expect(ids(receiver().received("/three/accept"))).to.deep.equal([well.id, ...events]);
    // The next one is not tried before the former is given up.
    expect(new Set(ids(receiver().received("/one/refuse")))).to.deep.equal(new Set([failing.id]));
    const log = await eventually("the first is given up", async () => {
      const found = await service.deliveries(failing.id);
      return found[1] !== undefined && found[1].attempts > 0 ? found : undefined;
    });
    expect(log[0]).to.include({
      state: "given-up",
      reason: "not accepted within 2 seconds; the last attempt: status 503",
    });
    expect((await service.endpoint(failing.id)).failingSince).to.be.a("number");
    const slow = await eventually("the hanging one was tried", async () => {
      const [found] = await service.deliveries(hanging.id);
      return found?.log[0];
    });
    expect(slow.said).to.equal("no answer in time");

    // An owner's trouble is not the service's; its operator sees it all the same.
    const health = await eventually("both are known to fail", async () => {
      const found = await service.health();
      return found.failing === 2 ? found : undefined;
    });
    expect(health).to.include({ status: "delivers", block: 1, behind: 0, paused: 0 });
    expect(health.failure).to.equal(null);
    expect(health.waiting).to.be.within(1, 12);
    expect(health.acceptedAt).to.be.closeTo(Date.now() / 1_000, 30);
    const metrics = await (await fetch(`${service.url}/metrics`)).text();
    for (const [name, value] of [
      ["waiting_deliveries", "[1-9]\\d*"],
      ["failing_endpoints", 2],
      ["paused_endpoints", 0],
      ["behind_blocks", 0],
      ["accepted_timestamp_seconds", health.acceptedAt],
    ] as const)
      expect(metrics).to.match(new RegExp(`^foedus_webhooks_${name} ${value}$`, "m"));
  });

  it("pauses an endpoint that never accepts, or says that it is gone, tells why, and resumes where it stopped", async () => {
    const service = await start({
      delivery: { ...quick, giveUpSeconds: 60, provingSeconds: 1 },
    });
    const mute = await service.register(`${receiver().url}/account/mute`);
    const gone = await service.register(`${receiver().url}/account/gone`);
    const events = chain.block(2);
    const paused = await eventually("it is paused", async () => {
      const found = await service.endpoint(mute.id);
      return found.status === "paused" ? found : undefined;
    });
    expect(paused.reason).to.equal(
      "It has not accepted anything within 1 seconds; the last attempt: status 503.",
    );
    expect((await service.endpoint(gone.id)).reason).to.equal(
      "The receiver says that it is gone for good (status 410).",
    );
    await eventually("its operator sees both", async () =>
      (await service.health()).paused === 2 ? true : undefined,
    );
    receiver().listen();
    const target = mute.id;
    await service.ask(payer, "POST", `/${target}/resume`, { action: "resume", target });
    const received = await eventually("all is accepted", () => {
      const found = accepted(receiver().received("/account/mute"));
      return found.length === 3 ? found : undefined;
    });
    expect(ids(received)).to.deep.equal([mute.id, ...events]);
    expect(await service.endpoint(target)).to.include({
      status: "active",
      reason: null,
      waiting: 0,
    });
  });

  it("signs with both secrets while one follows the other, pauses, redelivers and deletes as its owner says", async () => {
    const service = await start({ delivery: { ...quick, rotationSeconds: 3 } });
    const first = await service.register(`${receiver().url}/account/accept`);
    const target = first.id;
    const below = (part: string) => `/${target}${part}`;
    const { body: rotated } = await service.ask(payer, "POST", below("/secret"), {
      action: "rotate-secret",
      target,
    });
    const [event = ""] = chain.block();
    const came = await eventually("it is told", () =>
      receiver()
        .received("/account/accept")
        .find(({ headers }) => headers["webhook-id"] === event),
    );
    expect(isSignedWith(first.secret, came)).to.equal(true);
    expect(isSignedWith(rotated.secret, came)).to.equal(true);

    await eventually("the former secret has gone", async () =>
      (await service.endpoint(target)).formerSecretUntil === null ? true : undefined,
    );
    await service.ask(payer, "POST", below("/pause"), { action: "pause", target });
    const [later = ""] = chain.block();
    await eventually("it waits", async () =>
      (await service.endpoint(target)).waiting === 1 ? true : undefined,
    );
    await service.ask(payer, "POST", below("/resume"), { action: "resume", target });
    const after = await eventually("it is told", () =>
      receiver()
        .received("/account/accept")
        .find(({ headers }) => headers["webhook-id"] === later),
    );
    expect(isSignedWith(first.secret, after)).to.equal(false);
    expect(isSignedWith(rotated.secret, after)).to.equal(true);

    const again = await service.ask(payer, "POST", below(`/deliveries/${event}`), {
      action: "redeliver",
      target: `${target}/${event}`,
    });
    expect(again.status).to.equal(202);
    const twice = await eventually("it is told again", () => {
      const found = receiver()
        .received("/account/accept")
        .filter(({ headers }) => headers["webhook-id"] === event);
      return found.length === 2 ? found : undefined;
    });
    expect(twice[1]?.body).to.equal(twice[0]?.body);

    const gone = await service.ask(payer, "DELETE", below(""), { action: "delete", target });
    expect(gone.status).to.equal(200);
    const { body } = await service.ask(payer, "GET", "", { action: "list" });
    expect(body.endpoints).to.deep.equal([]);
  });

  it("carries out what its owner has signed, once, and nothing else", async () => {
    const service = await start({ delivery: { ...quick, mostOfAccount: 2 } });
    const url = `${receiver().url}/account/accept`;
    const registration = { url, about: "account" };
    const signed = await signedRequest(payer, { action: "register", ...registration });
    const first = await service.request("POST", "", signed.headers, registration);
    expect(first.status).to.equal(201);
    const target = first.body.id;
    const refused = async (
      status: number,
      title: RegExp,
      asked: Promise<{ status: number; body: { title?: string } }>,
    ) => {
      const found = await asked;
      expect(found.body.title).to.match(title);
      expect(found.status).to.equal(status);
    };
    await refused(
      409,
      /carried out already/,
      service.request("POST", "", signed.headers, registration),
    );
    await refused(
      409,
      /such an endpoint already/,
      service.ask(payer, "POST", "", { action: "register", ...registration }, registration),
    );
    await refused(401, /required/, service.request("GET", "", {}));
    // A statement is for its action, its endpoint and its address.
    await refused(
      401,
      /does not fit/,
      service.ask(payer, "DELETE", `/${target}`, { action: "pause", target }),
    );
    await refused(
      401,
      /does not fit/,
      service.ask(
        payer,
        "POST",
        "",
        { action: "register", url: `${url}/else`, about: "account" },
        registration,
      ),
    );
    await refused(
      401,
      /expired/,
      service.ask(payer, "GET", "", {
        action: "list",
        deadline: Math.floor(Date.now() / 1_000) - 5,
      }),
    );
    await refused(
      404,
      /no such endpoint/,
      service.ask(payee, "GET", `/${target}`, { action: "read", target }),
    );
    await refused(
      404,
      /no such endpoint/,
      service.ask(payee, "DELETE", `/${target}`, { action: "delete", target }),
    );
    await refused(
      403,
      /No payment names/,
      service.ask(stranger, "POST", "", { action: "register", ...registration }, registration),
    );
    for (const [about, of] of [
      ["accounts", "payee"],
      [`payment:${paymentId(1).toUpperCase()}`, "payee"],
    ] as const)
      await refused(
        400,
        /about/,
        service.ask(payee, "POST", "", { action: "register", url, about }, { url, about, of }),
      );
    const inside = { url: "https://10.0.0.1/hook", about: "account" };
    await refused(
      422,
      /not of the public net/,
      service.ask(payer, "POST", "", { action: "register", ...inside }, inside),
    );
    await service.register(url, "treasury");
    await refused(
      507,
      /may have no more/,
      service.ask(
        payer,
        "POST",
        "",
        { action: "register", url: `${url}/3`, about: "account" },
        { url: `${url}/3`, about: "account" },
      ),
    );
    // Whoever a payment names may, though no register knows it; by the words of the guide.
    const { register } = await exampleOfGuide<{ register: Register }>("register");
    const place = { webhooks: `${service.url}/webhooks`, chainId, escrow };
    const { id, secret } = await register(payee, place, url, "account");
    expect((await service.endpoint(id, payee)).url).to.equal(url);
    expect(secret).to.match(/^whsec_/);
    expect(await register(stranger, place, url, "account").catch(String)).to.match(
      /^Error: No payment names this account.* Sign with/,
    );
  });

  it("follows no redirection, and leaves whoever talks without an end", async () => {
    const service = await start({ delivery: { ...quick, longestWaitSeconds: 60 } });
    const redirected = await service.register(`${receiver().url}/account/redirect`);
    await service.register(`${receiver().url}/account/talk`);
    await eventually("it has talked", async () =>
      accepted(receiver().received("/account/talk")).length > 0 &&
      receiver().received("/account/redirect").length > 0
        ? true
        : undefined,
    );
    const [first] = await eventually("it is noted", async () => {
      const found = await service.deliveries(redirected.id);
      return (found[0]?.attempts ?? 0) > 0 ? found : undefined;
    });
    expect(first?.log[0]).to.include({ accepted: false, said: "status 307" });
    expect(receiver().received("/elsewhere/accept")).to.deep.equal([]);
  });

  it("reads no further than to where blocks stand and the index has come, and stops when the chain has changed below", async () => {
    const service = await start({ delivery: quick, confirmations: 2 });
    const { id } = await service.register(`${receiver().url}/account/accept`);
    const told = () => ids(receiver().received("/account/accept"));
    await eventually("it is registered", () => (told().length === 1 ? true : undefined));
    const [event = ""] = chain.block();
    chain.block(0);
    const [late = ""] = chain.block(1, paymentId(1), { isIndexed: false });
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(told()).to.deep.equal([id]);
    chain.index = "fails";
    chain.indexed = chain.head;
    await eventually("it says that it fails", async () =>
      (await fetch(`${service.url}/health`)).status === 503 ? true : undefined,
    );
    // Block 1 stands under two others, and the index does not tell of it.
    expect(await service.health()).to.deep.include({
      status: "fails",
      block: 0,
      behind: 1,
      failure: "The index gives no answer.",
    });
    chain.index = "answers";
    await eventually("the first is told", () => (told().includes(event) ? true : undefined));
    expect(told()).to.not.include(late);
    chain.replaceBlock(1);
    chain.block(0);
    chain.block(0);
    const failure = await eventually("it stops", async () => {
      const health = (await (await fetch(`${service.url}/health`)).json()) as { failure?: string };
      return health.failure ?? undefined;
    });
    expect(failure).to.match(/Block 1 is not 0x0+2 any more/);
    expect(told()).to.deep.equal([id, event]);
  });
});
