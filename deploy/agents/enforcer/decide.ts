import type { Address, Hex } from "viem";

import {
  addressOfKey,
  type Enode,
  enodeUrl,
  type Peer,
  type ValidatorVote,
} from "../clients/node-client.ts";
import type { Register } from "./register.ts";

/** Our node, what the contracts say, and what the client does. */
export interface Situation {
  /** Public key of our node. */
  self: Hex;
  register: Register;
  peers: readonly Peer[];
  /** Who validates the next block, as the client has it. */
  validators: readonly Address[];
  /** Addresses of founders that may not be registered yet; the register's own word goes before. */
  founders: readonly Enode[];
  votesOnValidators: boolean;
  connectsValidatorsOnly: boolean;
  /** The client's allowlist; `none` where it has none, `off` while it does not look at it. */
  allowlist: readonly Enode[] | "none" | "off";
}

/** Where the own node does not do what the contracts say, or cannot be trusted to. */
export type Drift =
  | { kind: "missing-peer"; publicKey: Hex }
  | { kind: "extra-peer"; publicKey: Hex; remote: string }
  | { kind: "missing-entry"; publicKey: Hex }
  | { kind: "extra-entry"; publicKey: Hex; remote: string }
  | { kind: "allowlist-off" }
  /** So many accounts, and the first of them: there may be thousands. */
  | { kind: "missing-account"; account: Address; accounts: number }
  | { kind: "extra-account"; account: Address; accounts: number }
  | { kind: "account-allowlist-off" }
  /** The client's list of accounts is not what it should be, or may not be. */
  | { kind: "accounts-unkept"; reason: string }
  | { kind: "missing-validator"; validator: Address }
  | { kind: "extra-validator"; validator: Address }
  /** The last known register counts in place of the contracts. */
  | { kind: "break-glass"; block: number; reason: string }
  /** Seconds since the newest block, and seconds that it is dated ahead. */
  | { kind: "stale-head"; block: number; age: number }
  | { kind: "future-head"; block: number; ahead: number }
  | { kind: "behind"; block: number; peers: number; announced: number }
  | { kind: "false-head"; block: number; reason: string }
  | { kind: "filter-off"; reason: string }
  | { kind: "unresolved-host"; host: string };

/** What our node sees of others: nothing that its own operator can put right. */
export type Sighting =
  | { kind: "silent-validator"; validator: Address; blocks: number }
  | { kind: "other-address"; publicKey: Hex; address: string; host: string }
  | { kind: "informed-stranger"; publicKey: Hex; address: string; block: number; at: Hex[] }
  | { kind: "neighbour-drifts"; publicKey: Hex; kinds: string[] }
  | { kind: "neighbour-silent"; publicKey: Hex; reason: string };

/** What brings the client in line with the contracts, and what is out of line. */
export interface Orders {
  /** Entries to be taken out of the client's allowlist, and to be put in. */
  disallow: Enode[];
  allow: Enode[];
  connect: Enode[];
  /** To be dialled by the other side, and by ours when that has not happened for a while. */
  connectLate: Enode[];
  /** To be dialled when nobody has connected for long. */
  connectIfAlone: Enode[];
  disconnect: Peer[];
  /** Where members are that may connect, and those that are connected. */
  reachable: Enode[];
  members: Peer[];
  votes: ValidatorVote[];
  drift: Drift[];
  /** Public keys of connected nodes, and whether they belong. */
  peers: SeenPeer[];
}

/** A connected node, as it is told to others: where it is stays with its operator. */
export interface SeenPeer {
  publicKey: Hex;
  direction: "inbound" | "outbound";
  /** Whether the contracts let it in. */
  belongs: boolean;
}

/**
 * The whole judgement of an enforcer: from what is to what shall be. Nodes are the same when their public keys are, wherever they
 * run.
 *
 * A node belongs while it is active or in the ValidatorSet, and for as long as the consensus still counts on it: a validator that was
 * retired stays connected for the few blocks until it is voted out, because each of its turns would cost the others a timeout.
 */
export function decide(situation: Situation): Orders {
  const { self, register, peers, founders, votesOnValidators, connectsValidatorsOnly } = situation;
  const own = addressOfKey(self);
  const validating = new Set(situation.validators.map((address) => address.toLowerCase()));
  const wanted = new Set([...register.validators].map((address) => address.toLowerCase()));
  const validates = (address: Address) => validating.has(address.toLowerCase());

  const belongs = (publicKey: Hex): boolean => {
    const address = addressOfKey(publicKey);
    return (
      register.active.has(publicKey) || wanted.has(address.toLowerCase()) || validates(address)
    );
  };
  const connected = new Set(peers.map(({ publicKey }) => publicKey));
  const reachable = new Map<Hex, Enode>();
  for (const founder of founders)
    if (belongs(founder.publicKey)) reachable.set(founder.publicKey, founder);
  for (const node of register.active.values()) reachable.set(node.publicKey, node);
  reachable.delete(self);
  // A client that takes validators only refuses a newcomer until it is voted in. Dialling it before is worse than useless: a handshake that
  // hangs keeps the client from dialling again for five seconds.
  const canConnect = (publicKey: Hex): boolean =>
    !connectsValidatorsOnly || validates(addressOfKey(publicKey));
  const missing = [...reachable.values()].filter(
    ({ publicKey }) => !connected.has(publicKey) && canConnect(publicKey),
  );
  const extra = peers.filter(({ publicKey }) => !belongs(publicKey));

  // An entry whose node has moved is another entry.
  const entries = typeof situation.allowlist === "string" ? [] : situation.allowlist;
  const listed = new Set(entries.map(enodeUrl));
  const expected = new Set([...reachable.values()].map(enodeUrl));
  const allow =
    typeof situation.allowlist === "string"
      ? []
      : [...reachable.values()].filter((node) => !listed.has(enodeUrl(node)));
  const disallow = entries.filter(
    (entry) => entry.publicKey !== self && !expected.has(enodeUrl(entry)),
  );

  const missingValidators = [...register.validators].filter((address) => !validates(address));
  const extraValidators = situation.validators.filter(
    (address) => !wanted.has(address.toLowerCase()),
  );
  // Of two nodes the one that belongs longer dials, so that calls do not cross: a newcomer does not know yet whether it was admitted.
  // Both sides rank by what all nodes have alike, the founders and the contracts, or neither would dial.
  const founding = new Set(founders.map(({ publicKey }) => publicKey));
  const rank = (publicKey: Hex) =>
    founding.has(publicKey) ? 0 : (register.active.get(publicKey)?.since ?? Infinity);
  const dials = ({ publicKey }: Enode) =>
    rank(self) < rank(publicKey) || (rank(self) === rank(publicKey) && self < publicKey);
  const isAlone = peers.length === 0;
  const votes = [
    ...missingValidators.map((validator) => ({ validator, add: true })),
    ...extraValidators.map((validator) => ({ validator, add: false })),
  ];

  return {
    disallow,
    allow,
    connect: missing.filter(dials),
    // A node that does not belong, or does not know yet that it does, does not push in.
    connectLate: belongs(self) ? missing.filter((enode) => !dials(enode)) : [],
    // Whoever is left alone, because the others do not see it or have no enforcer, helps itself after a while.
    connectIfAlone: isAlone ? missing : [],
    disconnect: extra,
    reachable: [...reachable.values()],
    members: peers.filter(({ publicKey }) => belongs(publicKey)),
    votes: votesOnValidators && validates(own) ? votes : [],
    peers: peers.map(({ publicKey, inbound }) => ({
      publicKey,
      direction: inbound ? "inbound" : "outbound",
      belongs: belongs(publicKey),
    })),
    drift: [
      ...missing.map(({ publicKey }) => ({ kind: "missing-peer" as const, publicKey })),
      ...extra.map(({ publicKey, remote }) => ({ kind: "extra-peer" as const, publicKey, remote })),
      ...allow.map(({ publicKey }) => ({ kind: "missing-entry" as const, publicKey })),
      ...disallow.map((entry) => ({
        kind: "extra-entry" as const,
        publicKey: entry.publicKey,
        remote: `${entry.host}:${entry.port}`,
      })),
      ...(situation.allowlist === "off" ? [{ kind: "allowlist-off" as const }] : []),
      ...missingValidators.map((validator) => ({ kind: "missing-validator" as const, validator })),
      ...extraValidators.map((validator) => ({ kind: "extra-validator" as const, validator })),
    ],
  };
}

/** Who may send transactions, and whose transactions the client takes; addresses in lower case. */
export interface AccountSituation {
  allowed: ReadonlySet<Address>;
  /** Why there may be more that are allowed; null when these are all. */
  incomplete: string | null;
  /** The client's list; `off` while it does not look at it. */
  entries: readonly Address[] | "off";
}

export interface AccountOrders {
  allow: Address[];
  disallow: Address[];
  drift: Drift[];
}

/** The judgement on accounts. Nobody is refused as long as it is not known who all may send. */
export function decideAccounts({ allowed, incomplete, entries }: AccountSituation): AccountOrders {
  if (entries === "off")
    return { allow: [], disallow: [], drift: [{ kind: "account-allowlist-off" }] };
  const listed = new Set(entries);
  const allow = [...allowed].filter((account) => !listed.has(account)).sort();
  const disallow =
    incomplete === null ? [...listed].filter((account) => !allowed.has(account)).sort() : [];
  const count = (kind: "missing-account" | "extra-account", accounts: readonly Address[]) =>
    accounts[0] === undefined ? [] : [{ kind, account: accounts[0], accounts: accounts.length }];
  return {
    allow,
    disallow,
    drift: [
      ...count("missing-account", allow),
      ...count("extra-account", disallow),
      ...(incomplete === null ? [] : [{ kind: "accounts-unkept" as const, reason: incomplete }]),
    ],
  };
}
