import type { Address, Hash, Hex, TypedDataDomain, TypedDataParameter } from "viem";

import type { Failure } from "./failure.ts";
import type { TransactionRefusal } from "./permission.ts";

/** A wallet that the browser offers by EIP-6963. */
export interface OfferedWallet {
  id: string;
  name: string;
}

export interface Connected {
  account: Address;
  chainId: number;
  wallet: OfferedWallet | "development";
}

/** A write: to which contract, with which data. */
export interface Call {
  to: Address;
  data: Hex;
  value?: bigint;
}

/** What a wallet signs (EIP-712). */
export interface Statement {
  domain: TypedDataDomain;
  types: Readonly<Record<string, readonly TypedDataParameter[]>>;
  primaryType: string;
  message: object;
}

export type Mined =
  | { result: "success"; block: number; hash: Hash }
  | { result: "reverted"; block: number; hash: Hash; failure: Failure };

/** What the lazily loaded part of the chain layer can do; the only thing the rest of the app knows of wagmi. */
export interface Connections {
  /** Calls back at once and after each change. */
  watch(onChange: (connected: Connected | null, offered: OfferedWallet[]) => void): () => void;
  connectOffered(id: string): Promise<void>;
  /** Connects again without asking, if the wallet still allows it. */
  reconnectOffered(id: string): Promise<boolean>;
  connectDevelopment(account: Address): Promise<void>;
  disconnect(): Promise<void>;
  switchChain(): Promise<void>;
  /** Accounts for which the node of the embedded chain signs. */
  developmentAccounts(): Promise<Address[]>;
  /** Would the call go through now? Throws what the contract answers. */
  simulate(call: Call): Promise<void>;
  /** What the network's permissions say to the call, once its contract would take it. Throws when they cannot be asked. */
  permission(call: Call): Promise<TransactionRefusal>;
  send(call: Call): Promise<Hash>;
  /** Lets the wallet sign a statement (EIP-712); nothing is sent. */
  sign(statement: Statement): Promise<Hex>;
  /** Waits until a block has it; undefined when none has after a while. */
  mined(hash: Hash): Promise<Mined | undefined>;
  failureOf(thrown: unknown): Failure;
}
