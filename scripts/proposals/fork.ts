import fs from "node:fs";
import os from "node:os";
import path from "node:path";

import {
  type Abi,
  type Address,
  createPublicClient,
  createWalletClient,
  custom,
  getAddress,
  type Hash,
  type Hex,
  http,
  keccak256,
  toBytes,
} from "viem";
import { privateKeyToAccount } from "viem/accounts";
import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import { createHardhatRuntimeEnvironment } from "hardhat/hre";

import { refusal } from "./refusal.ts";

/** Anybody's key, for who prepares and executes on the copy. */
const anybody = keccak256(toBytes("foedus simulation"));
const wealth = 10n ** 24n;

/** The machine alone: neither hardhat.config.ts nor a plugin of it stands in the image of the simulator. */
const machine = {
  networks: { default: { type: "edr-simulated", chainType: "l1", hardfork: "cancun" } },
} as const;

type Request = (call: { method: string; params?: unknown[] }) => Promise<unknown>;

/** A copy of a node's state in this process, on which anybody acts for anybody. The node itself is only read. */
export class Fork {
  readonly client;
  /** An account without any right. */
  readonly anybody: Address;
  readonly #hre;
  readonly #request: Request;
  readonly #wallet;
  readonly #close: () => Promise<void>;

  private constructor(
    hre: HardhatRuntimeEnvironment,
    { request, close }: { request: Request; close: () => Promise<void> },
  ) {
    this.#hre = hre;
    this.#request = request;
    this.#close = close;
    const transport = custom({ request: request as never });
    const account = privateKeyToAccount(anybody);
    this.anybody = account.address;
    this.client = createPublicClient({ transport, cacheTime: 0 });
    this.#wallet = createWalletClient({ account, transport });
  }

  static async of(rpc: string, chainId: number): Promise<Fork> {
    // What it keeps of the node would meet the next copy, and may be of a chain that has begun anew since.
    const cache = fs.mkdtempSync(path.join(os.tmpdir(), "foedus-copy-"));
    const hre = await createHardhatRuntimeEnvironment(
      { ...machine, paths: { cache } },
      {},
      import.meta.dirname,
    );
    // Left to itself the copy is some blocks old, for fear of forks.
    const newest = await createPublicClient({ transport: http(rpc) }).getBlockNumber();
    const connection = await hre.network.create({
      network: "default",
      chainType: "l1",
      override: {
        chainId,
        forking: { enabled: true, url: rpc, blockNumber: newest },
        accounts: [{ privateKey: anybody, balance: wealth }],
      },
    });
    const request = connection.provider.request.bind(connection.provider) as Request;
    const close = async () => {
      await connection.close();
      fs.rmSync(cache, { recursive: true });
    };
    const fork = new Fork(hre, { request, close });
    // Calls are answered on blocks of the copy's own: which rules of the machine held in those before it, it does not know.
    await request({ method: "evm_mine", params: [] });
    return fork;
  }

  /** Puts a contract of this repository on the copy. */
  async deploy(name: string, args: readonly unknown[] = []): Promise<Address> {
    const { abi, bytecode } = await this.#hre.artifacts.readArtifact(name);
    const hash = await this.#wallet.deployContract({
      abi: abi as Abi,
      bytecode: bytecode as Hex,
      args: [...args],
      chain: null,
    });
    const { contractAddress } = await this.client.getTransactionReceipt({ hash });
    if (!contractAddress) throw new Error(`The transaction ${hash} has made no contract.`);
    return getAddress(contractAddress);
  }

  /** Sends a call as somebody whose key nobody needs; what a contract refuses is an error with its words. */
  async send(from: Address, to: Address, data: Hex): Promise<Hash> {
    await this.#request({ method: "hardhat_impersonateAccount", params: [from] });
    await this.#request({
      method: "hardhat_setBalance",
      params: [from, `0x${(10n ** 24n).toString(16)}`],
    });
    try {
      return (await this.#request({
        method: "eth_sendTransaction",
        params: [{ from, to, data, gas: "0xe4e1c0" }],
      })) as Hash;
    } catch (error) {
      throw refusal(
        "It would not go through",
        error,
        "Correct the script, or wait until what is in the way is gone; nothing was sent to the network.",
      );
    }
  }

  async now(): Promise<number> {
    return Number((await this.client.getBlock()).timestamp);
  }

  async goTo(timestamp: number): Promise<void> {
    if ((await this.now()) >= timestamp) return;
    await this.#request({ method: "evm_setNextBlockTimestamp", params: [timestamp] });
    await this.#request({ method: "evm_mine", params: [] });
  }

  async close(): Promise<void> {
    await this.#close();
  }
}
