import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import {
  type Address,
  createPublicClient,
  encodeFunctionData,
  type Hex,
  http,
  numberToHex,
  zeroAddress,
  zeroHash,
} from "viem";

import { administrator } from "../../deploy/networks/local/accounts.ts";
import { authorityAbi, authorityAt } from "../../generated/contracts/Authority.ts";
import { euroTokenAbi } from "../../generated/contracts/EuroToken.ts";
import { paymentStreamsAbi, paymentStreamsAt } from "../../generated/contracts/PaymentStreams.ts";
import { roles } from "../../generated/roles.ts";
import type { Endpoints } from "../../scripts/start/endpoints.ts";
import { askIndex, Launch } from "../launch.ts";
import { quantile } from "../load.ts";
import { reported, type Result } from "../result.ts";

const suite = "payments";
const root = path.resolve(import.meta.dirname, "../..");
const entries = 10_000;
/** Transactions of one block. */
const blockSize = 500;
/** What one of them may use; a deposit takes about 80,000. */
const gas = 200_000;
const runs = 5;
/** Milliseconds that the index may take for the entries. */
const patience = 600_000;
/** Entries of a page of the index. */
const page = 1_000;

type Ask = (request: { method: string; params?: readonly unknown[] }) => Promise<unknown>;

/**
 * Statements of 10,000 entries by the server of `npm start`: of a stream into which as much was put as often, and of the account that did
 * it. The peer is the log alone, page by page from the index, without a statement being made of it.
 */
export async function statements(): Promise<Result[]> {
  const launch = await Launch.of(root, { REQUESTS_PER_SECOND: "1000000" });
  try {
    const { endpoints } = launch;
    const ask = http(endpoints.rpc, { batch: { batchSize: 100 }, timeout: 300_000, retryCount: 0 })(
      {},
    ).request as Ask;
    const stream = await fill(ask, endpoints);
    const statement = (about: string) => `${endpoints.api}/api/v1/${about}/statement?format=`;
    const ofStream = statement(`streams/${stream}`);
    const ofAccount = statement(`accounts/${administrator(0).address}`);
    const count = entries.toLocaleString("en");
    const against = { suite, unit: "ms" };
    const bare = await typical(() => bareLog(endpoints.graphql, stream));
    const json = await typical(() => statementOf(`${ofStream}json`));
    return [
      // Reported: the other half of the time is the index's own, and both share the machine's cores.
      reported({
        ...against,
        id: `the log of a stream with ${count} entries from the index alone`,
        ours: bare,
      }),
      reported({
        ...against,
        id: `statement of a stream with ${count} entries as JSON`,
        ours: json,
      }),
      reported({
        ...against,
        id: `statement of a stream with ${count} entries as CSV`,
        ours: await typical(() => statementOf(`${ofStream}csv`)),
      }),
      reported({
        ...against,
        id: `statement of a stream with ${count} entries as XML like camt.053`,
        ours: await typical(() => statementOf(`${ofStream}camt`)),
      }),
      reported({
        ...against,
        id: `statement of an account with ${count} transfers as JSON, each with its reason`,
        ours: await typical(() => statementOf(`${ofAccount}json`)),
      }),
    ];
  } finally {
    await launch.stop();
  }
}

/** Opens a stream and puts a unit into it again and again. Answers with its id when the index has all of it. */
async function fill(ask: Ask, endpoints: Endpoints): Promise<Hex> {
  const { rpc, graphql, addresses } = endpoints;
  const [euro, streams] = [addresses["EuroToken"]!, addresses["PaymentStreams"]!];
  const payer = administrator(0).address;
  const issuer = administrator(2).address;
  await appointIssuer(ask, endpoints, issuer);
  const head = (await ask({ method: "eth_getBlockByNumber", params: ["latest", false] })) as {
    timestamp: Hex;
    gasLimit: Hex;
  };
  const now = Number(head.timestamp);
  const terms = {
    payer,
    payee: administrator(1).address,
    sponsor: zeroAddress,
    token: euro,
    amountPerPeriod: 10n ** 12n,
    period: 86_400,
    cap: 10n ** 15n,
    from: now,
    until: now + 365 * 86_400,
    feeBps: 0,
    orderReference: zeroHash,
    meter: zeroAddress,
    meterSubject: zeroHash,
    salt: BigInt(now),
  } as const;
  const send = async (from: Address, to: Address, data: Hex, more: object = {}) =>
    ask({
      method: "eth_sendTransaction",
      params: [{ from, to, data, gas: numberToHex(500_000), ...more }],
    });
  await send(
    issuer,
    euro,
    encodeFunctionData({
      abi: euroTokenAbi,
      functionName: "mint",
      args: [payer, 10n ** 9n, zeroHash],
    }),
  );
  await send(
    payer,
    euro,
    encodeFunctionData({ abi: euroTokenAbi, functionName: "approve", args: [streams, 10n ** 9n] }),
  );
  const open = encodeFunctionData({
    abi: paymentStreamsAbi,
    functionName: "open",
    args: [terms, 1n],
  });
  await send(payer, streams, open);
  const topUp = encodeFunctionData({
    abi: paymentStreamsAbi,
    functionName: "topUp",
    args: [terms, 1n],
  });

  console.log(`Putting money into a stream ${entries.toLocaleString("en")} times ...`);
  const first = Number(
    await ask({ method: "eth_getTransactionCount", params: [payer, "pending"] }),
  );
  await ask({ method: "evm_setAutomine", params: [false] });
  await ask({ method: "evm_setBlockGasLimit", params: [numberToHex(2 * blockSize * gas)] });
  try {
    for (let sent = 0; sent < entries - 1; sent += blockSize) {
      const length = Math.min(blockSize, entries - 1 - sent);
      await Promise.all(
        Array.from({ length }, (_, i) =>
          send(payer, streams, topUp, {
            gas: numberToHex(gas),
            nonce: numberToHex(first + sent + i),
          }),
        ),
      );
      await ask({ method: "evm_mine" });
    }
  } finally {
    await ask({ method: "evm_setBlockGasLimit", params: [head.gasLimit] });
    await ask({ method: "evm_setAutomine", params: [true] });
  }
  const contract = paymentStreamsAt(streams, createPublicClient({ transport: http(rpc) }));
  const id = await contract.read.streamId([terms]);
  await indexed(graphql, id);
  return id;
}

/** What an executed decision of the Assembly does, without the votes. */
async function appointIssuer(
  ask: Ask,
  { rpc, addresses }: Endpoints,
  issuer: Address,
): Promise<void> {
  const [council, authority] = [addresses["Council"]!, addresses["Authority"]!];
  const grant = encodeFunctionData({
    abi: authorityAbi,
    functionName: "grantRole",
    args: [roles.MONEY_ISSUERS, issuer, 0],
  });
  const [, delay] = await authorityAt(
    authority,
    createPublicClient({ transport: http(rpc) }),
  ).read.canCall([council, authority, grant.slice(0, 10) as Hex]);
  const call = async (data: Hex) => {
    const from = { from: council, to: authority, data, gas: numberToHex(1_000_000) };
    const hash = (await ask({ method: "eth_sendTransaction", params: [from] })) as Hex;
    const receipt = await ask({ method: "eth_getTransactionReceipt", params: [hash] });
    if ((receipt as { status: Hex }).status !== "0x1")
      throw new Error("The issuer was not appointed.");
  };
  await ask({ method: "hardhat_impersonateAccount", params: [council] });
  await ask({ method: "hardhat_setBalance", params: [council, numberToHex(10n ** 18n)] });
  await call(
    encodeFunctionData({
      abi: authorityAbi,
      functionName: "schedule",
      args: [authority, grant, 0],
    }),
  );
  await ask({ method: "evm_increaseTime", params: [delay] });
  await call(
    encodeFunctionData({ abi: authorityAbi, functionName: "execute", args: [authority, grant] }),
  );
  await ask({ method: "hardhat_stopImpersonatingAccount", params: [council] });
}

/** Waits until the index has all that was put into the stream. */
async function indexed(graphql: string, stream: Hex): Promise<void> {
  const end = performance.now() + patience;
  while (performance.now() < end) {
    const found = await askIndex<{ paymentStream: { deposited: string } | null }>(
      graphql,
      `{ paymentStream(id: "${stream}") { deposited } }`,
    );
    if (found?.paymentStream?.deposited === String(entries)) return;
    await sleep(250);
  }
  throw new Error(`The index has not come to the last of ${entries} entries in time.`);
}

/** The log page by page, as whoever makes no statement of it would read it. */
async function bareLog(graphql: string, stream: Hex): Promise<void> {
  let [after, found] = ["-1", 0];
  for (;;) {
    const answer = await askIndex<{ streamEvents: { ordinal: string }[] }>(
      graphql,
      `{ streamEvents(first: ${page}, orderBy: ordinal, where: { stream: "${stream}", ordinal_gt: "${after}" }) {
           ordinal block timestamp logIndex transaction { id } ... on StreamToppedUp { actor amount } } }`,
    );
    const rows = answer?.streamEvents ?? [];
    found += rows.length;
    after = rows.at(-1)?.ordinal ?? after;
    if (rows.length < page) break;
  }
  if (found !== entries) throw new Error(`The index has ${found} entries.`);
}

async function statementOf(address: string): Promise<void> {
  const response = await fetch(address);
  const text = await response.text();
  const has = text.split(/"valueDate"|,entry,|<NtryRef>/).length - 1;
  if (!response.ok || has < entries)
    throw new Error(
      `${address} answers with ${response.status} and ${has} entries: ${text.slice(0, 300)}`,
    );
}

/** Milliseconds of the middle one of several runs, after one that does not count. */
async function typical(run: () => Promise<void>): Promise<number> {
  await run();
  const times: number[] = [];
  for (let count = 0; count < runs; count += 1) {
    const began = performance.now();
    await run();
    times.push(performance.now() - began);
  }
  return quantile(times, 0.5);
}
