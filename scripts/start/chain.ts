import type { NetworkHooks } from "hardhat/types/hooks";
import type { JsonRpcServer, NetworkConnection } from "hardhat/types/network";

import { privateKeyAt } from "../../deploy/networks/local/accounts.ts";
import { deploySystem, type SystemAddresses } from "../../deploy/deploy.ts";
import { localParameters } from "../../deploy/networks/local/parameters.ts";
import type { IdentityPlace } from "../../deploy/networks/local/sample-identities.ts";
import { sampleLengthSeconds, seedSample } from "../../deploy/networks/local/sample.ts";
import type { Component } from "./component.ts";

const accountCount = 90;
const accountBalance = 10n ** 24n;

/** Where the system stands on the local chain. */
export interface Genesis {
  chainId: number;
  addresses: SystemAddresses;
  /** First block that can hold an event of the system. */
  startBlock: number;
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

  /** The genesis of the system by its deployment modules. */
  async deploy(): Promise<Genesis> {
    const [chainId, block] = await Promise.all([
      this.#number("eth_chainId"),
      this.#number("eth_blockNumber"),
    ]);
    const addresses = await deploySystem(this.#connected, localParameters);
    return { chainId, addresses, startBlock: block + 1 };
  }

  /** The sample body at work, with identities where a place is given; answers with the block that holds the last transaction. */
  async seed({ addresses }: Genesis, identities?: IdentityPlace): Promise<number> {
    const { provider } = this.#connected;
    await seedSample((args) => provider.request(args), addresses, identities);
    return await this.#number("eth_blockNumber");
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

  get #connected(): NetworkConnection<"l1"> {
    if (this.#connection === undefined) throw new Error("The chain is not started.");
    return this.#connection;
  }

  async #number(method: "eth_chainId" | "eth_blockNumber"): Promise<number> {
    return Number(await this.#connected.provider.request({ method }));
  }
}
