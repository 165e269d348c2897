import { createEbsiDid, type Did, didContexts, KeyPair } from "@foedus/client";
import {
  type Address,
  decodeFunctionResult,
  encodeFunctionData,
  type Hex,
  hexToBytes,
  keccak256,
  numberToHex,
  toHex,
} from "viem";

import { successor } from "../../deploy/networks/local/accounts.ts";
import { didRegistryAbi } from "../../generated/contracts/DidRegistry.ts";

/** Asks the simulated chain, in this process or over HTTP. */
export type Ask = (request: { method: string; params?: readonly unknown[] }) => Promise<unknown>;

/** Transactions of one block. */
const blockSize = 1_000;
/** What one of them may use; an insertion takes about 930,000. */
const gas = 1_500_000;
const year = 365 * 86_400;
const baseDocument = JSON.stringify({ "@context": didContexts });

/**
 * Inserts DIDs into the register of a simulated chain, many in a block. One account holds the first key of all of them: the register takes
 * that from the holder of the key, and its lists are by DID and by id of the key, which differ.
 */
export class DidInserter {
  readonly dids: Did[] = [];
  readonly #ask: Ask;
  readonly #register: Address;
  readonly #account = successor();
  readonly #period: readonly [from: bigint, until: bigint];
  readonly #gasPrice: Hex;
  #nonce: number;

  private constructor(ask: Ask, register: Address, now: number, gasPrice: Hex, nonce: number) {
    this.#ask = ask;
    this.#register = register;
    this.#period = [BigInt(now), BigInt(now + 5 * year)];
    this.#gasPrice = gasPrice;
    this.#nonce = nonce;
  }

  static async on(ask: Ask, register: Address): Promise<DidInserter> {
    const block = await latest(ask);
    const gasPrice = (await ask({ method: "eth_gasPrice" })) as Hex;
    const nonce = (await ask({
      method: "eth_getTransactionCount",
      params: [successor().address, "pending"],
    })) as Hex;
    return new DidInserter(ask, register, Number(block.timestamp), gasPrice, Number(nonce));
  }

  /** How many DIDs the register has, those of others included. */
  async count(): Promise<number> {
    const data = encodeFunctionData({
      abi: didRegistryAbi,
      functionName: "getDids",
      args: [1n, 1n],
    });
    const answer = await this.#ask({
      method: "eth_call",
      params: [{ to: this.#register, data }, "latest"],
    });
    const [, total] = decodeFunctionResult({
      abi: didRegistryAbi,
      functionName: "getDids",
      data: answer as Hex,
    });
    return Number(total);
  }

  /** Inserts so many, at least one. Answers with the gas that the last insertion used. */
  async insert(count: number): Promise<number> {
    const wanted = (await this.count()) + count;
    let last: Hex = "0x";
    await this.#withLargeBlocks(async () => {
      for (let left = count; left > 0; left -= blockSize) {
        const hashes = await Promise.all(
          Array.from({ length: Math.min(left, blockSize) }, () => this.#insertOne()),
        );
        await this.#ask({ method: "evm_mine" });
        last = hashes.at(-1) ?? last;
      }
    });
    const found = await this.count();
    if (found !== wanted) throw new Error(`The register has ${found} DIDs, not ${wanted}.`);
    return await this.#gasUsed(last);
  }

  /** Adds a key for signatures to the DID that was inserted last. Answers with the gas that it used. */
  async addMethod(): Promise<number> {
    const { publicJwk, thumbprint } = KeyPair.generate("ES256");
    const data = encodeFunctionData({
      abi: didRegistryAbi,
      functionName: "addVerificationMethod",
      args: [this.dids.at(-1)!, thumbprint, toHex(JSON.stringify(publicJwk)), false],
    });
    return await this.#gasUsed(await this.#send(data));
  }

  #insertOne(): Promise<Hex> {
    const hash = hexToBytes(keccak256(numberToHex(this.dids.length)));
    const did = createEbsiDid(hash.slice(0, 16));
    this.dids.push(did);
    const data = encodeFunctionData({
      abi: didRegistryAbi,
      functionName: "insertDidDocument",
      args: [
        did,
        baseDocument,
        Buffer.from(hash).toString("base64url"),
        this.#account.publicKey,
        true,
        ...this.#period,
      ],
    });
    return this.#send(data);
  }

  async #send(data: Hex): Promise<Hex> {
    const nonce = this.#nonce++;
    return (await this.#ask({
      method: "eth_sendTransaction",
      params: [
        {
          from: this.#account.address,
          to: this.#register,
          data,
          gas: numberToHex(gas),
          gasPrice: this.#gasPrice,
          nonce: numberToHex(nonce),
        },
      ],
    })) as Hex;
  }

  /** A block of the chain holds a few dozen insertions as it is, and takes each at once. */
  async #withLargeBlocks(work: () => Promise<void>): Promise<void> {
    const { gasLimit } = await latest(this.#ask);
    await this.#ask({ method: "evm_setAutomine", params: [false] });
    // Less than half of it is used, so that a chain without a price of gas gets none.
    const limit = numberToHex(4 * blockSize * gas);
    await this.#ask({ method: "evm_setBlockGasLimit", params: [limit] });
    try {
      await work();
    } finally {
      await this.#ask({ method: "evm_setBlockGasLimit", params: [gasLimit] });
      await this.#ask({ method: "evm_setAutomine", params: [true] });
    }
  }

  async #gasUsed(hash: Hex): Promise<number> {
    const receipt = (await this.#ask({ method: "eth_getTransactionReceipt", params: [hash] })) as {
      status: Hex;
      gasUsed: Hex;
    } | null;
    if (receipt?.status !== "0x1") throw new Error(`The transaction ${hash} has not succeeded.`);
    return Number(receipt.gasUsed);
  }
}

async function latest(ask: Ask): Promise<{ timestamp: Hex; gasLimit: Hex }> {
  const block = await ask({ method: "eth_getBlockByNumber", params: ["latest", false] });
  return block as { timestamp: Hex; gasLimit: Hex };
}
