import { network } from "hardhat";
import { encodeAbiParameters, keccak256, stringToHex, zeroAddress, zeroHash, type Address, type Hex } from "viem";

import { ratio, reported, type Result } from "../result.ts";

const suite = "payments";
const day = 86_400;
const amount = 100_000_000n;
const many = 10_000;
/** Basis points of the fee: what the peer's benchmark takes. */
const fee = 100;
const invoice = stringToHex("invoice", { size: 32 });
const baseGas = 21_000;

/**
 * Gas that the published benchmark of base/commerce-payments states: calls in a Foundry test, without the base and the data of a
 * transaction, but with reading the terms from the test's storage. Another run, another compiler: an indication.
 */
const published = { authorise: 155_657, capture: 69_915, charge: 165_167, refund: 80_064, void: 55_079 };

/** Gas of the escrow's verbs with a plain token, against what another escrow states, and against a transfer in the same run. */
export async function payments(): Promise<Result[]> {
  const connection = await network.create();
  try {
    const bench = await PaymentBench.on(connection);
    const first = await bench.verbs();
    await bench.fill(many);
    const last = await bench.verbs();
    const against = { suite, unit: "gas" };
    return [
      ...(["authorise", "capture", "refund", "void"] as const).map((verb) =>
        ratio({
          ...against,
          id: `${verb}, against the published figure of commerce-payments (indicative)`,
          ours: first[verb].call,
          peer: published[verb],
          goal: 0.8,
        }),
      ),
      ...(["authorise", "capture", "refund", "void"] as const).map((verb) =>
        ratio({
          ...against,
          id: `${verb}, with ${many.toLocaleString("en")} open payments against few`,
          ours: last[verb].transaction,
          peer: first[verb].transaction,
          goal: 1.02,
        }),
      ),
      ...Object.entries(first).map(([verb, { transaction }]) =>
        reported({ ...against, id: `${verb}, whole transaction`, ours: transaction }),
      ),
    ];
  } finally {
    await connection.close();
  }
}

type Connection = Awaited<ReturnType<typeof network.create>>;

interface Gas {
  /** With the base of 21,000 and the data. */
  transaction: number;
  /** Without them. */
  call: number;
}

interface Terms {
  payer: Address;
  payee: Address;
  token: Address;
  amount: bigint;
  operator: Address;
  authoriseBy: number;
  captureBy: number;
  refundBy: number;
  fee: number;
  arbiter: Address;
  arbitration: number;
  silence: number;
  annex: Hex;
  orderReference: Hex;
  salt: bigint;
}

/** A chain with one escrow, a plain token, and people who have some of it already, as in the peer's benchmark. */
class PaymentBench {
  #salt = 0n;

  private constructor(
    private readonly connection: Connection,
    private readonly contracts: Awaited<ReturnType<typeof deployed>>,
  ) {}

  static async on(connection: Connection): Promise<PaymentBench> {
    return new PaymentBench(connection, await deployed(connection));
  }

  async verbs() {
    const { token, escrow, payer, payee, operator, official, second } = this.contracts;
    const one = this.#terms();
    const authorise = await this.#gas(escrow.write.authorise([one, noAnnex], { account: payer }));
    const capture = await this.#gas(
      escrow.write.capture([one, noAnnex, amount / 2n, invoice], { account: operator }),
    );
    const refund = await this.#gas(escrow.write.refund([one, amount / 4n, zeroHash], { account: payee }));
    const voided = await this.#gas(escrow.write.void([one], { account: payee }));
    const charge = await this.#gas(
      escrow.write.charge([this.#terms(), noAnnex, invoice], { account: payer }),
    );
    const reclaimable = this.#terms();
    await escrow.write.authorise([reclaimable, noAnnex], { account: payer });
    const work = this.#terms(milestones(official, second));
    await escrow.write.authorise([work, milestones(official, second)], { account: payer });
    const accepted = await this.#gas(
      escrow.write.acceptMilestone([work, milestones(official, second), 0n, invoice], {
        account: official,
      }),
    );
    const transferFrom = await this.#gas(
      token.write.transferFrom([payer, payee, 1n], { account: operator }),
    );
    return {
      authorise,
      capture,
      refund,
      void: voided,
      charge,
      "accept a milestone": accepted,
      "a plain transferFrom": transferFrom,
    };
  }

  /** Leaves so many payments open. */
  async fill(count: number): Promise<void> {
    const { escrow, payer } = this.contracts;
    for (let index = 0; index < count; index += 1)
      await escrow.write.authorise([this.#terms(), noAnnex], { account: payer });
  }

  #terms(annex?: ReturnType<typeof milestones>): Terms {
    const { token, payer, payee, operator, now } = this.contracts;
    return {
      payer,
      payee,
      token: token.address,
      amount,
      operator: annex === undefined ? operator : zeroAddress,
      authoriseBy: now + 30 * day,
      captureBy: now + 60 * day,
      refundBy: now + 90 * day,
      fee,
      arbiter: zeroAddress,
      arbitration: 0,
      silence: 0,
      annex: annex === undefined ? zeroHash : keccak256(encodeAbiParameters([annexType], [annex])),
      orderReference: stringToHex("PO-2026-1", { size: 32 }),
      salt: ++this.#salt,
    };
  }

  async #gas(sent: Promise<Hex>): Promise<Gas> {
    const client = await this.connection.viem.getPublicClient();
    const hash = await sent;
    const [{ gasUsed }, { input }] = await Promise.all([
      client.getTransactionReceipt({ hash }),
      client.getTransaction({ hash }),
    ]);
    const bytes = Buffer.from(input.slice(2), "hex");
    const data = bytes.reduce((sum, byte) => sum + (byte === 0 ? 4 : 16), 0);
    return { transaction: Number(gasUsed), call: Number(gasUsed) - baseGas - data };
  }
}
