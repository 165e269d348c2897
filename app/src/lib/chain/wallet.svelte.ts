import type { Address, Hex } from "viem";

import type { Deployment } from "#lib/endpoints.ts";
import { m } from "#lib/messages.ts";

import type { Connected, Connections, OfferedWallet, Statement } from "./connections.ts";
import type { Failure } from "./failure.ts";
import { remember, remembered } from "./remembered-wallet.ts";

/**
 * The reader's wallet. On the server nobody is connected; in the browser the heavy part is loaded when a wallet was used
 * before or is asked for now.
 */
class Wallet {
  #deployment: Deployment | undefined;
  #opened: Promise<Connections> | undefined;
  #connected = $state.raw<Connected | null>(null);
  #offered = $state.raw<OfferedWallet[]>([]);
  #settling = $state(false);

  /** Key that acts; null when no wallet is connected. */
  get account(): Address | null {
    return this.#connected?.account ?? null;
  }

  get connected(): Connected | null {
    return this.#connected;
  }

  /** Wallets that the browser offers; empty until `open` was called. */
  get offered(): OfferedWallet[] {
    return this.#offered;
  }

  /** Whether the last wallet is being connected again, so that pages do not say "no wallet" for a moment. */
  get settling(): boolean {
    return this.#settling;
  }

  get onRightChain(): boolean {
    return this.#connected !== null && this.#connected.chainId === this.#deployment?.chainId;
  }

  /** What the decisions of the features ask for. */
  get viewer(): { account: Address | null; onRightChain: boolean } {
    return { account: this.account, onRightChain: this.onRightChain };
  }

  /** Tells the wallet where it is; connects the wallet of last time. Once, in the browser. */
  async start(deployment: Deployment): Promise<void> {
    if (this.#deployment) return;
    this.#deployment = deployment;
    const last = remembered();
    if (!last || (last.kind === "development" && !deployment.development)) return;
    this.#settling = true;
    try {
      const connections = await this.open();
      if (last.kind === "development") await connections.connectDevelopment(last.account);
      else if (!(await connections.reconnectOffered(last.id))) remember(null);
    } catch (error) {
      // The page works without a wallet, and the reader can connect by hand.
      console.warn("The wallet of last time could not be connected again.", error);
    } finally {
      this.#settling = false;
    }
  }

  /** Loads what is needed to talk to wallets. */
  open(): Promise<Connections> {
    const deployment = this.#deployment;
    if (!deployment)
      throw new Error("The wallet is opened before it knows the chain: call start first.");
    this.#opened ??= import("./wagmi-connections.ts").then(({ openConnections }) => {
      const connections = openConnections(
        deployment,
        m.chain_network_name({ chain: deployment.chainId }),
      );
      connections.watch((connected, offered) => {
        this.#connected = connected;
        this.#offered = offered;
      });
      return connections;
    });
    return this.#opened;
  }

  async connectOffered(id: string): Promise<Failure | null> {
    const connections = await this.open();
    try {
      await connections.connectOffered(id);
      remember({ kind: "offered", id });
      return null;
    } catch (thrown) {
      return connections.failureOf(thrown);
    }
  }

  async connectDevelopment(account: Address): Promise<void> {
    const connections = await this.open();
    await connections.connectDevelopment(account);
    remember({ kind: "development", account });
  }

  async disconnect(): Promise<void> {
    remember(null);
    await (await this.open()).disconnect();
  }

  /** Lets the connected account sign a statement; a failure when it does not. */
  async sign(statement: Statement): Promise<{ signature: Hex } | { failure: Failure }> {
    const connections = await this.open();
    try {
      return { signature: await connections.sign(statement) };
    } catch (thrown) {
      return { failure: connections.failureOf(thrown) };
    }
  }

  async switchChain(): Promise<Failure | null> {
    const connections = await this.open();
    try {
      await connections.switchChain();
      return null;
    } catch (thrown) {
      return connections.failureOf(thrown);
    }
  }
}

export const wallet = new Wallet();
