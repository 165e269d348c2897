import { type Address, concat, type Hex } from "viem";
import { publicKeyToAddress } from "viem/accounts";

/** Where a node can be reached by other nodes. */
export interface Enode {
  /** Uncompressed secp256k1 key without prefix: 64 bytes. */
  publicKey: Hex;
  host: string;
  port: number;
}

/** A node that is connected to ours. */
export interface Peer {
  publicKey: Hex;
  /** Address and port of the connection as our node sees them. */
  remote: string;
  /** Whether it has dialled us. */
  inbound: boolean;
}

/** A vote of our node on who validates. */
export interface ValidatorVote {
  validator: Address;
  /** Whether it shall validate. */
  add: boolean;
}

/** What an enforcer asks of the client software of its own node, and orders it to do. One file implements it for each client. */
export interface NodeClient {
  /** Name of the client software, for people. */
  readonly name: string;
  /**
   * Whether the validators vote on who validates, driven by their enforcers. If not, the client reads the ValidatorSet of the
   * contracts by itself.
   */
  readonly votesOnValidators: boolean;
  /** Whether the client refuses a consensus node that does not validate, so that it is voted in before it can connect. */
  readonly connectsValidatorsOnly: boolean;
  /** Number of the newest block of our node. */
  head(): Promise<bigint>;
  /** Public key of our node. */
  publicKey(): Promise<Hex>;
  peers(): Promise<Peer[]>;
  /** Dials the node, or asks the client to do so soon; asking again does no harm. */
  connect(enode: Enode): Promise<void>;
  /** Ends the connection, and stops dialling. */
  disconnect(peer: Peer): Promise<void>;
  /** Who validates the next block, as the consensus of our node has it. */
  validators(): Promise<Address[]>;
  /** Casts the vote with the next block that our node proposes. */
  vote(vote: ValidatorVote): Promise<void>;
}

/** The address that validates with this key. */
export const addressOfKey = (publicKey: Hex): Address =>
  publicKeyToAddress(concat(["0x04", publicKey]));
