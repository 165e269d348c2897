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
  /** IP address of the connection; empty where the client does not tell. */
  address: string;
  /** The newest block that it announced, where the client tells. */
  head?: { hash: Hex; number: bigint };
  /** Whether it has dialled us. */
  inbound: boolean;
}

/** Head of a block, as our node has it. */
export interface Block {
  number: bigint;
  hash: Hex;
  parentHash: Hex;
  /** Seconds since 1970. */
  timestamp: number;
  /** Who proposed it. */
  proposer: Address;
}

/** A vote of our node on who validates. */
export interface ValidatorVote {
  validator: Address;
  /** Whether it shall validate. */
  add: boolean;
}

/** The client's own list of nodes that it lets connect. Lists are of the remote end only; our own node need not stand in it. */
export interface Allowlist {
  /** Its entries; undefined while the client does not look at it, so that it lets everybody in. */
  read(): Promise<Enode[] | undefined>;
  /** Entries that stand in it already are an error of the caller. */
  add(enodes: readonly Enode[]): Promise<void>;
  /** Entries that do not stand in it are an error of the caller. */
  remove(enodes: readonly Enode[]): Promise<void>;
}

/** The client's own list of accounts whose transactions it takes, passes on and puts into blocks. Addresses are in lower case. */
export interface AccountAllowlist {
  /** Its entries; undefined while the client does not look at it, so that it takes transactions of everybody. */
  read(): Promise<Address[] | undefined>;
  /** Entries that stand in it already are an error of the caller, and so is one that is given twice. */
  add(accounts: readonly Address[]): Promise<void>;
  /** Entries that do not stand in it are an error of the caller. */
  remove(accounts: readonly Address[]): Promise<void>;
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
  /** Absent where the client has none, so that strangers can only be disconnected. */
  readonly allowlist?: Allowlist;
  /** Absent where the client has none, so that it takes transactions of everybody. */
  readonly accountAllowlist?: AccountAllowlist;
  /** Number of the newest block of our node. */
  head(): Promise<bigint>;
  /** A block by its number or its hash; undefined where our node has none. */
  block(which: bigint | Hex): Promise<Block | undefined>;
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

/** `enode://<128 hexadecimal digits>@host:port`, with the brackets of an IPv6 address. */
export function parseEnode(url: string): Enode | undefined {
  const [, key, host, port] =
    /^enode:\/\/([0-9a-f]{128})@(\[[0-9a-f:]+\]|[a-z0-9.-]+):(\d{1,5})(\?.*)?$/i.exec(url) ?? [];
  if (key === undefined || host === undefined || Number(port) < 1 || Number(port) > 65_535) {
    return undefined;
  }
  return {
    publicKey: `0x${key.toLowerCase()}`,
    host: host.replace(/^\[|\]$/g, ""),
    port: Number(port),
  };
}

/** The reverse of `parseEnode`. */
export function enodeUrl({ publicKey, host, port }: Enode): string {
  return `enode://${publicKey.slice(2)}@${host.includes(":") ? `[${host}]` : host}:${port}`;
}

/** Hashing takes longer than all else that an enforcer does, and it asks for the same few keys again and again. */
const knownAddresses = new Map<Hex, Address>();
/** Strangers bring keys of their own: the memory for them ends somewhere. */
const mostKnownAddresses = 10_000;

/** The address that validates with this key. */
export function addressOfKey(publicKey: Hex): Address {
  const known = knownAddresses.get(publicKey);
  if (known !== undefined) return known;
  const address = publicKeyToAddress(concat(["0x04", publicKey]));
  if (knownAddresses.size >= mostKnownAddresses) knownAddresses.clear();
  knownAddresses.set(publicKey, address);
  return address;
}

/** The IP address in `address:port`, with the brackets of an IPv6 address or without. */
export function addressOfRemote(remote: string): string {
  return remote.replace(/:\d+$/, "").replace(/^\[|\]$/g, "");
}

/** The newest block that a peer announced; under BFT each block weighs 1, so that the weight of the chain counts its blocks. */
export function announcedHead(protocols: Record<string, unknown> | undefined): {
  head?: NonNullable<Peer["head"]>;
} {
  for (const protocol of Object.values(protocols ?? {})) {
    if (typeof protocol !== "object" || protocol === null) continue;
    const { head, blockscore, difficulty } = protocol as Record<string, unknown>;
    const weight = blockscore ?? difficulty;
    if (typeof head !== "string" || !/^0x[0-9a-f]{64}$/.test(head)) continue;
    if (typeof weight !== "number" && typeof weight !== "string") continue;
    try {
      const number = BigInt(weight) - 1n;
      if (number >= 0n) return { head: { hash: head as Hex, number } };
    } catch {
      // Not a number: the peer is listed without what it announced.
    }
  }
  return {};
}
