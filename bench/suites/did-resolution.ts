import { readFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { ApiClient, ChainRegisters, verifyCredential } from "@foedus/client";
import { encodeFunctionData, http, keccak256, toBytes } from "viem";

import type { IdentityRecord } from "../../deploy/networks/local/sample-identities.ts";
import { didRegistryAbi } from "../../generated/contracts/DidRegistry.ts";
import type { Endpoints } from "../../scripts/start/endpoints.ts";
import { askIndex, Launch } from "../launch.ts";
import { type Answered, answered, quantile, typical } from "../load.ts";
import { ratio, reported, type Result } from "../result.ts";
import { type Ask, DidInserter } from "./did-inserter.ts";

const suite = "identity";
const root = path.resolve(import.meta.dirname, "../..");
const few = 100;
const clients = 4;
/** Requests before anything is measured: the server's code is compiled while it runs. */
const warmUp = 3_000;
const runs = 5;
const requests = 2_000;
const verifications = 20;
/** Milliseconds that the index may take for one DID, and at least. */
const indexPatience = { each: 60, least: 60_000 };

/**
 * Resolution of DIDs by the server of `npm start`, with a few and with many DIDs in the register and in the index, and the verification of
 * a credential over the same server.
 * @param many How many DIDs there are in the end.
 */
export async function didResolution(many: number): Promise<Result[]> {
  // One client of this benchmark stands for many.
  const launch = await Launch.of(root, { REQUESTS_PER_SECOND: "1000000" });
  try {
    const { endpoints } = launch;
    const register = await DidInserter.on(
      asking(endpoints.rpc),
      endpoints.addresses["DidRegistry"]!,
    );
    const fill = async (wanted: number) => {
      console.log(
        `Filling the register and the index up to ${wanted.toLocaleString("en")} DIDs ...`,
      );
      const began = performance.now();
      await register.insert(wanted - (await register.count()));
      await indexed(endpoints, register);
      return (performance.now() - began) / 1000;
    };
    await fill(few);
    await resolutions(endpoints, register, warmUp);
    const before = await typicalResolution(endpoints, register);
    const chainBefore = await chainAlone(endpoints, register);
    const filling = await fill(many);
    await resolutions(endpoints, register, warmUp);
    const after = await typicalResolution(endpoints, register);
    const chainAfter = await chainAlone(endpoints, register);
    const [first, usual] = await verification(launch);

    const dids = many.toLocaleString("en");
    const report = (id: string, unit: string, ours: number) => reported({ suite, id, unit, ours });
    const against = { suite, unit: "ms" };
    return [
      ratio({
        ...against,
        id: `resolving a DID over HTTP, time for each at ${clients} clients, ${dids} DIDs against ${few}`,
        ours: 1000 / after.perSecond,
        peer: 1000 / before.perSecond,
        goal: 1.2,
      }),
      ratio({
        ...against,
        id: `resolving a DID over HTTP, p99, ${dids} DIDs against ${few}`,
        ours: after.p99,
        peer: before.p99,
        goal: 1.2,
      }),
      ...(
        [
          [few, before],
          [many, after],
        ] as const
      ).map(([count, { p99, median }]) =>
        ratio({
          ...against,
          id: `resolving a DID over HTTP, p99 against the median, ${count.toLocaleString("en")} DIDs`,
          ours: p99,
          peer: median,
          goal: 4,
        }),
      ),
      report(`resolutions over HTTP, ${few} DIDs`, "1/s", before.perSecond),
      report(`resolutions over HTTP, ${dids} DIDs`, "1/s", after.perSecond),
      report(`the simulated chain alone, one document, ${few} DIDs`, "ms", chainBefore),
      report(`the simulated chain alone, one document, ${dids} DIDs`, "ms", chainAfter),
      report(`from ${few} to ${dids} DIDs, on the chain and in the index`, "s", filling),
      report("verification of a credential over HTTP, the first", "ms", first),
      report(`verification of a credential over HTTP, median of ${verifications}`, "ms", usual),
    ];
  } finally {
    await launch.stop();
  }
}

/** Asks the chain over HTTP; what is asked at once goes together. */
function asking(rpc: string): Ask {
  const { request } = http(rpc, { batch: { batchSize: 100 }, timeout: 300_000, retryCount: 0 })({});
  return request;
}

/** Waits until the index has the DID that was inserted last. */
async function indexed({ graphql }: Endpoints, { dids }: DidInserter): Promise<void> {
  const id = keccak256(toBytes(dids.at(-1)!));
  const end = performance.now() + indexPatience.least + dids.length * indexPatience.each;
  while (performance.now() < end) {
    const found = await askIndex<{ didDocument: unknown }>(
      graphql,
      `{ didDocument(id: "${id}") { id } }`,
    );
    if (found?.didDocument) return;
    await sleep(250);
  }
  throw new Error(`The index has not come to the last of ${dids.length} DIDs in time.`);
}

async function typicalResolution(endpoints: Endpoints, register: DidInserter): Promise<Answered> {
  const measured: Answered[] = [];
  for (let run = 0; run < runs; run += 1)
    measured.push(await resolutions(endpoints, register, requests));
  return typical(measured);
}

/** Random DIDs, so that nothing on the way answers out of its memory alone. */
function resolutions({ api }: Endpoints, { dids }: DidInserter, count: number): Promise<Answered> {
  const identifiers = `${api}/did-registry/v5/identifiers/`;
  return answered({
    clients,
    requests: count,
    next: () => identifiers + dids[Math.floor(Math.random() * dids.length)]!,
    isRight: (address, body) => body.includes(`"id":"${address.slice(identifiers.length)}"`),
  });
}

/** Milliseconds in which the chain answers what the server asks it for one document, one after the other: how much of the growth is its own. */
async function chainAlone({ rpc, addresses }: Endpoints, { dids }: DidInserter): Promise<number> {
  const { request } = http(rpc, { retryCount: 0 })({});
  const times: number[] = [];
  for (let run = 0; run < requests; run += 1) {
    const data = encodeFunctionData({
      abi: didRegistryAbi,
      functionName: "getDidDocument",
      args: [dids[Math.floor(Math.random() * dids.length)]!],
    });
    const began = performance.now();
    await request({
      method: "eth_call",
      params: [{ to: addresses["DidRegistry"], data }, "latest"],
    });
    times.push(performance.now() - began);
  }
  return quantile(times, 0.5);
}

/** Milliseconds of the first verification of the sample's credential, and of a usual one. */
async function verification({
  endpoints,
  folder,
}: Launch): Promise<[first: number, usual: number]> {
  const { api, chainId, addresses } = endpoints;
  const record = await readFile(path.join(folder, "identities", "identities.json"), "utf8");
  const credential = await readFile((JSON.parse(record) as IdentityRecord).credential, "utf8");
  const { DidRegistry, TrustedIssuersRegistry, TrustedSchemasRegistry, StatusLists } = addresses;
  const registers = {
    DidRegistry: DidRegistry!,
    TrustedIssuersRegistry: TrustedIssuersRegistry!,
    TrustedSchemasRegistry: TrustedSchemasRegistry!,
    StatusLists: StatusLists!,
  };
  const times: number[] = [];
  for (let run = 0; run <= verifications; run += 1) {
    const began = performance.now();
    const client = new ApiClient(api, { chainId, addresses: registers });
    const { isValid, checks } = await verifyCredential(credential.trim(), {
      registers: new ChainRegisters(client.chain, registers),
      trustedIssuersRegistry: client.paths.trustedIssuersRegistry,
      trustedSchemasRegistry: client.paths.trustedSchemasRegistry,
      fetchText: (address) => client.text(address),
    });
    times.push(performance.now() - began);
    if (!isValid) throw new Error(`The credential does not hold: ${JSON.stringify(checks)}`);
  }
  const [first = Number.NaN, ...usual] = times;
  return [first, quantile(usual, 0.5)];
}
