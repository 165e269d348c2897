import { network } from "hardhat";
import {
  encodeAbiParameters,
  encodeFunctionData,
  getAbiItem,
  keccak256,
  parseAbi,
  stringToHex,
  zeroAddress,
  zeroHash,
  type Abi,
  type AbiParameter,
  type Address,
  type Hex,
} from "viem";

import { paymentEscrowAbi } from "../../generated/contracts/PaymentEscrow.ts";
import { paymentRulesAbi } from "../../generated/contracts/PaymentRules.ts";
import { paymentStreamsAbi } from "../../generated/contracts/PaymentStreams.ts";
import { ratio, reported, type Result } from "../result.ts";
import { statements } from "./statements.ts";

const suite = "payments";
const day = 86_400;
const amount = 100_000_000n;
const many = 10_000;
/** Basis points of the fee: what the peer's benchmark takes. */
const fee = 100;
const invoice = stringToHex("invoice", { size: 32 });
const baseGas = 21_000;

/**
 * Gas that base/commerce-payments has published for its escrow: a call in a test of Foundry, without the base and the data of a
 * transaction, but with the terms read from the test's own storage. Another run, another compiler: an indication.
 */
const published = { authorise: 155_657, capture: 69_915, refund: 80_064, void: 55_079 };
type Compared = keyof typeof published;
const compared = Object.keys(published) as Compared[];

/** Gas of the escrow's verbs with a plain token, against what another escrow states, and against a plain transfer of the same run. */
async function gasOfVerbs(): Promise<Result[]> {
  const connection = await network.create();
  try {
    const bench = await PaymentBench.on(connection);
    const first = await bench.verbs();
    await bench.fill(many);
    const last = await bench.verbs();
    const count = many.toLocaleString("en");
    const unit = "gas";
    return [
      ...compared.map((verb) =>
        ratio({
          suite,
          unit,
          id: `${verb}, against the published figure of commerce-payments (indicative)`,
          ours: first[verb].call,
          peer: published[verb],
          goal: 0.8,
        }),
      ),
      ...compared.map((verb) =>
        ratio({
          suite,
          unit,
          id: `${verb}, with ${count} open payments against few`,
          ours: last[verb].transaction,
          peer: first[verb].transaction,
          goal: 1.02,
        }),
      ),
      ...Object.entries(first).map(([verb, { transaction }]) =>
        reported({ suite, unit, id: `${verb}, whole transaction`, ours: transaction }),
      ),
    ];
  } finally {
    await connection.close();
  }
}

/** Gas of the escrow, and the time of statements. */
export async function payments(): Promise<Result[]> {
  return [...(await gasOfVerbs()), ...(await statements())];
}

type Connection = Awaited<ReturnType<typeof network.create>>;

interface Gas {
  /** With the base of 21,000 and the data. */
  transaction: number;
  /** Without them. */
  call: number;
}

interface Contract {
  address: Address;
  abi: Abi;
}

const tokenAbi = parseAbi([
  "function mint(address to, uint256 value)",
  "function approve(address spender, uint256 value) returns (bool)",
  "function transferFrom(address from, address to, uint256 value) returns (bool)",
]);
type People = Record<"payer" | "payee" | "operator" | "official", Address>;
type Contracts = Record<"token" | "escrow" | "streams", Contract>;
const noAnnex = { shares: [], milestones: [], officials: [], twoPersonAbove: 0n, review: 0 };
const annexType = getAbiItem({ abi: paymentEscrowAbi, name: "capture" }).inputs[1] as AbiParameter;

/** People who have some of the token already, as in the peer's benchmark, an escrow, and streams. */
class PaymentBench {
  readonly #connection: Connection;
  readonly #people: People;
  readonly #contracts: Contracts;
  readonly #now: number;
  #salt = 0n;

  private constructor(connection: Connection, people: People, contracts: Contracts, now: number) {
    this.#connection = connection;
    this.#people = people;
    this.#contracts = contracts;
    this.#now = now;
  }

  static async on(connection: Connection): Promise<PaymentBench> {
    const { viem } = connection;
    const wallets = await viem.getWalletClients();
    const [admin, payer, payee, operator, official, treasury] = wallets.map(
      ({ account }) => account.address,
    ) as [Address, Address, Address, Address, Address, Address];
    const deploy = async (name: string, args: unknown[] = []) =>
      (await viem.deployContract(name, args)).address;
    const authority = await deploy("Authority", [admin, 14 * day]);
    const token = { address: await deploy("PlainToken"), abi: tokenAbi };
    const rules = {
      address: await deploy("PaymentRules", [authority, treasury]),
      abi: paymentRulesAbi,
    };
    const escrow = await deploy("PaymentEscrow", [zeroAddress, rules.address]);
    const streams = await deploy("PaymentStreams", [zeroAddress, rules.address]);
    const client = await viem.getPublicClient();
    const bench = new PaymentBench(
      connection,
      { payer, payee, operator, official },
      {
        token,
        escrow: { address: escrow, abi: paymentEscrowAbi },
        streams: { address: streams, abi: paymentStreamsAbi },
      },
      Number((await client.getBlock()).timestamp),
    );
    await bench.#send(admin, rules, "allowToken", [token.address, 0, 200]);
    for (const holder of [payer, payee, treasury, escrow, streams])
      await bench.#send(admin, token, "mint", [holder, amount * 10n ** 6n]);
    for (const spender of [escrow, streams, operator]) {
      await bench.#send(payer, token, "approve", [spender, 2n ** 256n - 1n]);
      await bench.#send(payee, token, "approve", [spender, 2n ** 256n - 1n]);
    }
    return bench;
  }

  async verbs() {
    const { token, escrow, streams } = this.#contracts;
    const { payer, payee, operator, official } = this.#people;
    const send = this.#send.bind(this);
    const one = this.#terms();
    const half = amount / 2n;
    const authorise = await send(payer, escrow, "authorise", [one, noAnnex]);
    const capture = await send(operator, escrow, "capture", [one, noAnnex, half, invoice]);
    const refund = await send(payee, escrow, "refund", [one, half / 2n, zeroHash]);
    const voided = await send(payee, escrow, "void", [one]);
    const charge = await send(payer, escrow, "charge", [this.#terms(), noAnnex, invoice]);
    const annex = {
      ...noAnnex,
      milestones: [half, half],
      officials: [official],
      twoPersonAbove: amount,
    };
    const work = this.#terms(annex);
    await send(payer, escrow, "authorise", [work, annex]);
    const accepted = await send(official, escrow, "acceptMilestone", [work, annex, 0n, invoice]);
    const flow = this.#flow();
    await send(payer, streams, "open", [flow, amount]);
    await this.#connection.provider.request({ method: "evm_increaseTime", params: [day] });
    const withdrawn = await send(payee, streams, "withdraw", [flow]);
    const transfer = await send(operator, token, "transferFrom", [payer, payee, 1n]);
    return {
      authorise,
      capture,
      refund,
      void: voided,
      charge,
      "accept a milestone": accepted,
      "withdraw from a stream": withdrawn,
      "a plain transferFrom": transfer,
    };
  }

  /** Leaves so many payments open. */
  async fill(count: number): Promise<void> {
    for (let index = 0; index < count; index += 1)
      await this.#send(this.#people.payer, this.#contracts.escrow, "authorise", [
        this.#terms(),
        noAnnex,
      ]);
  }

  #terms(annex?: typeof noAnnex | { milestones: bigint[] }) {
    const { payer, payee, operator } = this.#people;
    return {
      payer,
      payee,
      token: this.#contracts.token.address,
      amount,
      operator: annex === undefined ? operator : zeroAddress,
      authoriseBy: this.#now + 60 * day,
      captureBy: this.#now + 90 * day,
      refundBy: this.#now + 120 * day,
      fee,
      arbiter: zeroAddress,
      arbitration: 0,
      silence: 0,
      annex: annex === undefined ? zeroHash : keccak256(encodeAbiParameters([annexType], [annex])),
      orderReference: stringToHex("PO-2026-1", { size: 32 }),
      salt: ++this.#salt,
    };
  }

  #flow() {
    const { payer, payee } = this.#people;
    return {
      payer,
      payee,
      sponsor: zeroAddress,
      token: this.#contracts.token.address,
      amountPerPeriod: amount,
      period: 30 * day,
      cap: amount * 12n,
      from: this.#now,
      until: this.#now + 365 * day,
      feeBps: fee,
      orderReference: stringToHex("PO-2026-1", { size: 32 }),
      meter: zeroAddress,
      meterSubject: zeroHash,
      salt: ++this.#salt,
    };
  }

  async #send(from: Address, to: Contract, functionName: string, args: unknown[]): Promise<Gas> {
    const { provider } = this.#connection;
    const data = encodeFunctionData({ abi: to.abi, functionName, args });
    const hash = (await provider.request({
      method: "eth_sendTransaction",
      params: [{ from, to: to.address, data, gas: "0x200000" }],
    })) as Hex;
    const receipt = (await provider.request({
      method: "eth_getTransactionReceipt",
      params: [hash],
    })) as { gasUsed: Hex; status: Hex };
    if (receipt.status !== "0x1") throw new Error(`${functionName} was refused.`);
    const bytes = Buffer.from(data.slice(2), "hex");
    const dataGas = bytes.reduce((sum, byte) => sum + (byte === 0 ? 4 : 16), 0);
    const transaction = Number(receipt.gasUsed);
    return { transaction, call: transaction - baseGas - dataGas };
  }
}
