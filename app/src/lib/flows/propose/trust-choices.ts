type Hex = `0x${string}`;

/** A Root TAO that is admitted now. */
export interface AdmittedRoot {
  did: string;
  /** Hashes of the types, in ascending order. */
  scope: readonly Hex[];
}

export interface ChoosableSchema {
  /** Raw bytes. */
  id: Hex;
  /** In multibase. */
  schemaId: string;
  /** JSON of the last revision. */
  content: string;
  /** The last revision. */
  revision: Hex;
  /** Revisions by sha-256 of their bytes, the last one included. */
  revisions: readonly Hex[];
}

export interface ChoosablePolicy {
  name: string;
  description: string;
  active: boolean;
  /** 0 for none. */
  role: bigint;
}

/** What measures about identity can concern. */
export interface TrustChoices {
  roots: readonly AdmittedRoot[];
  schemas: readonly ChoosableSchema[];
  policies: readonly ChoosablePolicy[];
  /** DIDs that are active, to choose from. */
  dids: readonly string[];
  /** Whether these are all that there are. */
  allDids: boolean;
}

/** Nothing is there that measures about identity could concern. */
export const noTrust: TrustChoices = {
  roots: [],
  schemas: [],
  policies: [],
  dids: [],
  allDids: false,
};
