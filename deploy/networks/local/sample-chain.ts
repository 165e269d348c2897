import {
  type Abi,
  type Address,
  encodeFunctionData,
  type Hex,
  numberToHex,
  type PublicClient,
} from "viem";

import { councilAbi } from "../../../generated/contracts/Council.ts";

/** An EIP-1193 request to the embedded chain, which holds the keys of all sample accounts. */
export type Request = (args: { method: string; params?: unknown[] }) => Promise<unknown>;

/** What a Council identifies a proposal by: targets, values, calldata, hash of the description. */
export type ProposalArguments = [Address[], bigint[], Hex[], Hex];

/** Sends transactions of the chain's own accounts and moves its clock forward. */
export class SampleChain {
  readonly #request: Request;
  readonly #client: PublicClient;

  constructor(request: Request, client: PublicClient) {
    this.#request = request;
    this.#client = client;
  }

  /** The newest block, of which a report of obedience gives the hash. */
  async head(): Promise<{ number: bigint; hash: Hex }> {
    return this.#client.getBlock({ includeTransactions: false });
  }

  async now(): Promise<number> {
    const block = await this.#client.getBlock({ includeTransactions: false });
    return Number(block.timestamp);
  }

  async goTo(timestamp: number): Promise<void> {
    await this.#request({ method: "evm_setNextBlockTimestamp", params: [timestamp] });
    await this.#request({ method: "evm_mine", params: [] });
  }

  async wait(seconds: number): Promise<void> {
    await this.goTo((await this.now()) + seconds);
  }

  /** Leads a chain that began in the past to the present; one that began in the present is ahead and stays so. */
  async goToPresent(): Promise<void> {
    const present = Math.floor(Date.now() / 1000);
    if ((await this.now()) < present) await this.goTo(present);
  }

  async proposalId(council: Address, args: ProposalArguments): Promise<bigint> {
    return this.#client.readContract({
      address: council,
      abi: councilAbi,
      functionName: "getProposalId",
      args,
    });
  }

  /** Fixed gas instead of an estimate: each transaction is one round trip. Enough to register schemas, below the most that a transaction may use. */
  async send(
    from: Address,
    to: Address,
    abi: Abi | readonly unknown[],
    functionName: string,
    args: readonly unknown[],
  ): Promise<void> {
    const data = encodeFunctionData({ abi: abi as Abi, functionName, args });
    const gas = numberToHex(16_000_000n);
    await this.#request({ method: "eth_sendTransaction", params: [{ from, to, data, gas }] });
  }
}
