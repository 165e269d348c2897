import type { Hash } from "viem";

import { refreshAll } from "$app/navigation";

import { createIndex } from "#lib/index/client.ts";
import { indexMeta } from "#lib/index/health.ts";

import type { Call, Connections } from "./connections.ts";
import type { Failure } from "./failure.ts";
import { keyHolders } from "./key-holders.svelte.ts";
import type { TransactionRefusal } from "./permission.ts";
import { isUnderWay, type TransactionOutcome, type TransactionState } from "./transaction-state.ts";
import { wallet } from "./wallet.svelte.ts";

/** After this time the page says that the index is late; it goes on waiting for the same time again. */
const indexPatience = 15_000;

/** One write of the reader, from the attempt to the page that shows its effect. */
export class Transaction {
  #state = $state.raw<TransactionState>({ step: "idle" });
  #attempt = 0;

  get state(): TransactionState {
    return this.#state;
  }

  get underWay(): boolean {
    return isUnderWay(this.#state);
  }

  /** Forgets the last attempt. */
  reset(): void {
    if (this.underWay) return;
    this.#attempt += 1;
    this.#state = { step: "idle" };
  }

  async send(call: Call): Promise<TransactionOutcome> {
    if (this.underWay) throw new Error("A transaction is under way; wait for its outcome.");
    const attempt = ++this.#attempt;
    // An attempt that still waits for a late index must not speak for the next one.
    const tell = (state: TransactionState) => {
      if (attempt === this.#attempt) this.#state = state;
    };
    if (!wallet.onRightChain) {
      const failure: Failure = { kind: wallet.account === null ? "no-wallet" : "wrong-chain" };
      tell({ step: "cannot", failure });
      return { outcome: "cannot", failure };
    }
    tell({ step: "simulating" });
    let connections: Connections;
    try {
      connections = await wallet.open();
    } catch (cause) {
      // The part of the app that talks to wallets could not be loaded: the server is gone, or a new version is there.
      console.error(cause);
      tell({ step: "failed", failure: { kind: "no-answer" }, hash: null });
      return { outcome: "failed", failure: { kind: "no-answer" }, hash: null };
    }

    try {
      await connections.simulate(call);
    } catch (thrown) {
      const failure = connections.failureOf(thrown);
      tell({ step: "cannot", failure });
      return { outcome: "cannot", failure };
    }

    const refusal = await permission(connections, call);
    if (refusal !== "none") {
      const failure: Failure = { kind: "not-permitted", refusal };
      tell({ step: "cannot", failure });
      return { outcome: "cannot", failure };
    }

    tell({ step: "signing" });
    let hash;
    try {
      hash = await connections.send(call);
    } catch (thrown) {
      const failure = connections.failureOf(thrown);
      if (failure.kind === "rejected") {
        tell({ step: "rejected" });
        return { outcome: "rejected" };
      }
      tell({ step: "failed", failure, hash: null });
      return { outcome: "failed", failure, hash: null };
    }

    return follow(connections, hash, tell);
  }
}

/**
 * Nodes drop what the permissions refuse, and a wallet would wait for it in vain. The embedded chain drops nothing, but is asked
 * as well: what goes through there has to go through elsewhere.
 */
async function permission(connections: Connections, call: Call): Promise<TransactionRefusal> {
  try {
    return await connections.permission(call);
  } catch (thrown) {
    // Nobody has refused. Whether the transaction may be sent is up to the nodes, not to this page.
    console.warn("The permissions of the network could not be asked.", thrown);
    return "none";
  }
}

async function follow(
  connections: Connections,
  hash: Hash,
  tell: (state: TransactionState) => void,
): Promise<TransactionOutcome> {
  tell({ step: "submitted", hash });
  let mined;
  try {
    mined = await connections.mined(hash);
  } catch (thrown) {
    console.error(thrown);
    mined = undefined;
  }
  if (!mined) {
    tell({ step: "unknown", hash });
    return { outcome: "unknown", hash };
  }
  if (mined.result === "reverted") {
    tell({ step: "failed", failure: mined.failure, hash: mined.hash });
    await refreshAll();
    return { outcome: "failed", failure: mined.failure, hash: mined.hash };
  }

  const settled = { hash: mined.hash, block: mined.block };
  tell({ step: "mined", ...settled, late: false });
  let indexed = await reached(mined.block, indexPatience);
  if (!indexed) {
    tell({ step: "mined", ...settled, late: true });
    indexed = await reached(mined.block, indexPatience);
  }
  // What the contracts say is shown even when the index does not come.
  await Promise.all([refreshAll(), keyHolders.again()]);
  tell(indexed ? { step: "indexed", ...settled } : { step: "mined", ...settled, late: true });
  return { outcome: "submitted", ...settled, indexed };
}

/** Waits until the index has a block; false when it has not after a while, in milliseconds. */
export async function reached(block: number, patience: number = indexPatience): Promise<boolean> {
  const index = createIndex({ url: "/graphql" });
  const end = Date.now() + patience;
  while (Date.now() < end) {
    const meta = await indexMeta(index);
    if (meta && !meta.failed && meta.block >= block) return true;
    await new Promise((resolve) => setTimeout(resolve, meta ? 250 : 1_000));
  }
  return false;
}
