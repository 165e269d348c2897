/** An algorithm as `Timestamps` keeps it. */
export interface HashAlgorithm {
  /** Bits. */
  outputLength: bigint;
  ianaName: string;
  oid: string;
  /** 1 active, 2 revoked. */
  status: number;
  multiHash: string;
}

/** Arc of NIST's hash algorithms. */
const arc = "2.16.840.1.101.3.4.2";

/** The algorithms that EBSI's Timestamp API knows. The place is the id. */
export const hashAlgorithms: readonly HashAlgorithm[] = (
  [
    [256n, "sha-256", 1, "sha2-256"],
    [512n, "sha-512", 3, "sha2-512"],
    [224n, "sha3-224", 7, "sha3-224"],
    [256n, "sha3-256", 8, "sha3-256"],
    [384n, "sha3-384", 9, "sha3-384"],
    [512n, "sha3-512", 10, "sha3-512"],
  ] as const
).map(([outputLength, ianaName, number, multiHash]) => ({
  outputLength,
  ianaName,
  oid: `${arc}.${number}`,
  status: 1,
  multiHash,
}));
