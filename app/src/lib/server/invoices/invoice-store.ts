/** SHA-256 or keccak-256, as 0x and 64 small hexadecimal digits. */
type Hash = `0x${string}`;

export interface KeptInvoice {
  /** SHA-256 of the file, which is its address. */
  hash: Hash;
  bytes: Uint8Array;
  /** Id of the payment that it belongs to. */
  payment: Hash;
  /** What the client named the request by, so that it can send it again; null for none. */
  idempotencyKey: string | null;
}

/**
 * `kept`: the file lies there, from now on or since before. `key-used`: another file came with the same key. `full`: the payment has as
 * many files as it may, or the store takes nothing now.
 */
export type Keeping = "kept" | "key-used" | "full";

/** Where files lie. What was kept is never changed, and a crash leaves a file whole or leaves none. */
export interface InvoiceStore {
  /** May be repeated: the same file of the same payment is kept once. */
  put: (invoice: KeptInvoice) => Promise<Keeping>;
  /** The file, if it was kept for this payment. */
  get: (hash: Hash, payment: Hash) => Promise<Uint8Array | undefined>;
}

/** What may be kept for one payment: each milestone has an invoice, some are corrected, and there are credit notes. */
export const quota = {
  files: 100,
  bytes: 50 * 1024 * 1024,
  /** Keys of requests, of which each file needs one. */
  keys: 200,
};
