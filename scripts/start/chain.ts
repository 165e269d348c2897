import type { NetworkHooks } from "hardhat/types/hooks";
import type { JsonRpcServer, NetworkConnection } from "hardhat/types/network";

import { privateKeyAt } from "../../deploy/networks/local/accounts.ts";
import { deploySystem, type SystemAddresses } from "../../deploy/deploy.ts";
import { localParameters } from "../../deploy/networks/local/parameters.ts";
import { sampleLengthSeconds, seedSample } from "../../deploy/networks/local/sample.ts";
import type { Component } from "./component.ts";

const accountCount = 80;
const accountBalance = 10n ** 24n;

/** What a visitor of the local chain finds. */
export interface Genesis {
  chainId: number;
  addresses: SystemAddresses;
  /** First block that can hold an event of the system. */
  startBlock: number;
  /** Block that holds the last transaction of the sample. */
  lastBlock: number;
}

/** Hardhat's simulated chain, in this process: it starts fastest, and Ignition deploys without a folder that could go stale. */
export class Chain implements Component {
  readonly name = "chain";
  readonly #port: number;
  #server: JsonRpcServer | undefined;
  #connection: NetworkConnection<"l1"> | undefined;

  constructor(options: { port: number }) {
    this.#port = options.port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  async start(): Promise<void> {
    const { default: hre } = await import("hardhat");
    // Hardhat's server makes its connection itself; the hook hands out the one that the deployment shares with it.
    const handlers: Partial<NetworkHooks> = {
      newConnection: async (context, next) => {
        const connection = await next(context);
        this.#connection = connection as unknown as NetworkConnection<"l1">;
        return connection;
      },
    };
    hre.hooks.registerHandlers("network", handlers);
    try {
      this.#server = await hre.network.createServer(
        {
          network: "node",
          chainType: "l1",
          override: {
            // The sample tells of some weeks; it ends in the present.
            initialDate: new Date(Date.now() - sampleLengthSeconds * 1_000),
            // The same accounts as those of the configured mnemonic, which Hardhat takes a second to derive.
            accounts: Array.from({ length: accountCount }, (_, index) => ({
              privateKey: privateKeyAt(index),
              balance: accountBalance,
            })),
          },
        },
        "127.0.0.1",
        this.#port,
      );
    } finally {
      hre.hooks.unregisterHandlers("network", handlers);
    }
    await this.#server.listen();
  }

  async ready(): Promise<void> {
    await this.#number("eth_chainId");
  }

  /** The genesis of the system by its deployment modules, and the sample body at work. */
  async settle(): Promise<Genesis> {
    const startBlock = (await this.#number("eth_blockNumber")) + 1;
    const connection = this.#connection;
    if (connection === undefined) throw new Error("The chain is not started.");
    const addresses = await deploySystem(connection, localParameters);
    await seedSample((args) => connection.provider.request(args), addresses);
    const [chainId, lastBlock] = await Promise.all([
      this.#number("eth_chainId"),
      this.#number("eth_blockNumber"),
    ]);
    return { chainId, addresses, startBlock, lastBlock };
  }

  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (server !== undefined) {
      // Clients that keep their connection open must not hold up the end.
      await Promise.race([server.close(), new Promise((resolve) => setTimeout(resolve, 500))]);
    }
    await this.#connection?.close();
    this.#connection = undefined;
  }

  async #number(method: "eth_chainId" | "eth_blockNumber"): Promise<number> {
    if (this.#connection === undefined) throw new Error("The chain is not started.");
    return Number(await this.#connection.provider.request({ method }));
  }
}
