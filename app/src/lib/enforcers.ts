type Hex = `0x${string}`;

/** What an enforcer says of its node. */
export interface EnforcerWord {
  /** Public key of its node; null while the node never answered. */
  node: Hex | null;
  status: "obeys" | "drifts" | "unreachable";
  /** Newest block of its node. */
  head: number | null;
  /** How many things its node does not do as the contracts say. */
  drifts: number;
  /** Nodes that are connected; null when this enforcer does not tell. */
  peers: { publicKey: Hex; belongs: boolean }[] | null;
}

/** One configured enforcer, asked a moment ago. Its address stays on the server. */
export type EnforcerAnswer = { name: string } & (
  { answered: true; word: EnforcerWord } | { answered: false }
);
