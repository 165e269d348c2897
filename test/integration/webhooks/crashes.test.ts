import { setTimeout as pause } from "node:timers/promises";

import { expect } from "chai";

import { Random } from "../../support/random.ts";
import { eventually } from "../../support/relayer.ts";
import {
  isSignedWith,
  paymentId,
  webhooksSurroundings,
  type Received,
  type WebhooksProcess,
} from "../../support/webhooks.ts";

/** `FOEDUS_KILLS` asks for more or fewer, `FOEDUS_SEED` for the same moments again. */
const kills = Number(process.env["FOEDUS_KILLS"] ?? 6);
const seed = Number(process.env["FOEDUS_SEED"] ?? Date.now() % 1_000_000);

const delivery = { firstWaitSeconds: 0, longestWaitSeconds: 1, attemptSeconds: 5 };

describe("Webhooks: kills at any moment", function () {
  this.timeout(60_000 + kills * 10_000);
  const { chain, database, postgres, receiver, start } = webhooksSurroundings();

  it(`lose, reorder and forge nothing (${kills} kills, seed ${seed})`, async () => {
    const random = new Random(seed);
    const events: string[] = [];
    const ofSecond: string[] = [];
    let service: WebhooksProcess = await start({ delivery });
    const flaky = await service.register(`${receiver().url}/one/flaky`);
    const second = await service.register(
      `${receiver().url}/two/accept`,
      `payment:${paymentId(2)}`,
    );
    await service.register(`${receiver().url}/three/refuse`);
    // Something happens all the time, also while nobody is there to see it.
    const over = new AbortController();
    const happening = (async () => {
      while (!over.signal.aborted) {
        const isOfSecond = random.fraction() < 0.3;
        const ids = chain.block(random.integer(0, 3), paymentId(isOfSecond ? 2 : 1));
        events.push(...ids);
        if (isOfSecond) ofSecond.push(...ids);
        await pause(random.integer(20, 120));
      }
    })();

    const moments: string[] = [];
    for (let kill = 0; kill < kills; kill++) {
      const before = receiver().received("/one/flaky").length;
      // Half of them at a random moment, half as soon as something has arrived and its answer is on its way.
      if (random.fraction() < 0.5) {
        const wait = random.integer(0, 700);
        moments.push(`after ${wait} ms`);
        await pause(wait);
      } else {
        const more = random.integer(1, 12);
        moments.push(`at arrival ${more}`);
        const end = performance.now() + 20_000;
        while (receiver().received("/one/flaky").length < before + more) {
          expect(performance.now(), `it delivers after kill ${kill}`).to.be.below(end);
          await pause(10);
        }
      }
      await service.kill();
      service = await start({ delivery });
    }
    over.abort();
    await happening;

    const arrived = (path: string, all: readonly string[]) =>
      eventually(
        `${all.length} are accepted at ${path}`,
        () => {
          const accepted = receiver()
            .received(path)
            .filter(({ status }) => status === 200);
          const known = new Set(accepted.map(idOf));
          return all.every((id) => known.has(id)) ? accepted : undefined;
        },
        60_000,
      );
    for (const [path, endpoint, all] of [
      ["/one/flaky", flaky, events],
      ["/two/accept", second, ofSecond],
    ] as const) {
      const expected = [endpoint.id, ...all];
      const accepted = await arrived(path, expected);
      // In the order of the chain, each once, when repetitions are left out; a repetition only of the one before.
      const order = accepted.map(idOf).filter((id, index, ids) => id !== ids[index - 1]);
      expect(order, `${path}, kills ${moments.join(", ")}`).to.deep.equal(expected);
      const bodies = new Map<string, string>();
      for (const one of receiver().received(path)) {
        expect(isSignedWith(endpoint.secret, one), "signature").to.equal(true);
        expect(one.body, "the same bytes").to.equal(bodies.get(idOf(one)) ?? one.body);
        bodies.set(idOf(one), one.body);
      }
      expect(accepted.length - expected.length, "repetitions").to.be.at.most(kills + 1);
      const recorded = await eventually("all is noted", async () => {
        const log = await service.deliveries(endpoint.id);
        return log.every(({ state }) => state === "accepted") ? log : undefined;
      });
      expect(recorded.map(({ event }) => event)).to.deep.equal(expected);
    }
    const [counted] = await postgres.query<{ events: string; deliveries: string }>(
      `select (select count(*) from foedus_webhooks.event where ordinal > 0) as events,
              (select count(*) from foedus_webhooks.delivery) as deliveries`,
      database(),
    );
    expect(counted).to.deep.equal({
      events: String(events.length),
      deliveries: String(3 + 2 * events.length + ofSecond.length),
    });
    expect(events.length).to.be.above(3 * kills);
  });

  it("deliver through one of several services, and through another one when it is gone", async () => {
    const services = [await start({ delivery }), await start({ delivery })];
    const statuses = async () =>
      Promise.all(
        services
          .filter(({ isRunning }) => isRunning)
          .map(
            async ({ url }) =>
              ((await (await fetch(`${url}/health`)).json()) as { status: string }).status,
          ),
      );
    await eventually("one delivers", async () =>
      (await statuses()).sort().join() === "delivers,stands-by" ? true : undefined,
    );
    const standing = services[(await statuses()).indexOf("stands-by")];
    const working = services[(await statuses()).indexOf("delivers")];
    // Both take requests.
    const { id } = await (standing as WebhooksProcess).register(`${receiver().url}/one/accept`);
    const told = () => receiver().received("/one/accept").map(idOf);
    await eventually("it is told", () => (told().length === 1 ? true : undefined));
    await working?.kill();
    const events = chain.block(3);
    await eventually("the other one delivers", () => (told().length === 4 ? true : undefined));
    expect(told()).to.deep.equal([id, ...events]);
  });

  it("refuses another key than the one from which secrets were made", async () => {
    const first = await start();
    expect(await first.stop()).to.equal(0);
    await start({ key: "22".repeat(32) }).then(
      () => expect.fail("It started."),
      (error: unknown) =>
        expect((error as Error).message).to.contain("every secret would be another one"),
    );
  });
});

const idOf = ({ headers }: Received): string => headers["webhook-id"] ?? "";
