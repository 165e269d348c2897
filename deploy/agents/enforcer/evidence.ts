import { type Hex, keccak256, pad, stringToHex } from "viem";

import { Reports, type ReportsOptions } from "../reports.ts";
import type { Drift } from "./decide.ts";

/** As many drifts as the contract takes in one report. */
const driftsMaximum = 16;
/** Milliseconds that a state must last before it is reported: a node that is connecting does not drift. */
const settlesAfter = 10_000;
/** Milliseconds between two reports at least: the contract takes 60 an hour; and after one that was refused, which costs nothing. */
const spacing = 65_000;
const retriesAfter = 15_000;
/** Milliseconds after which the same state is reported again, so that readers see that somebody is looking. */
const repeatsAfter = 600_000;

/** One drift as the contract takes it. */
export interface ReportedDrift {
  kind: Hex;
  subject: Hex;
}

/** The account that signs is one of the organisation that runs the node. */
export interface EvidenceOptions extends ReportsOptions {
  /** Public key of the own node, as that tells it. */
  node: () => Promise<Hex>;
  /** Milliseconds that only grow. */
  now?: () => number;
}

/** What became of a state that was seen. */
export type Reported =
  | { outcome: "waiting" }
  | { outcome: "reported"; transaction: Hex; drifts: number }
  | { outcome: "failed"; error: unknown };

/**
 * Says on the chain whether the node obeys, signed by its operator: when that has changed and lasts, and every ten minutes. What it
 * said before it does not need to know: after a restart it says it once more.
 */
export class Evidence {
  readonly #reports: Reports;
  readonly #node: () => Promise<Hex>;
  readonly #now: () => number;
  /** The state that was seen last, and since when it is the same. */
  #seen: { key: string; since: number } | undefined;
  #said: { key: string; at: number } | undefined;
  #notBefore = -Infinity;

  constructor({ node, now = () => performance.now(), ...reports }: EvidenceOptions) {
    this.#reports = new Reports(reports);
    this.#node = node;
    this.#now = now;
  }

  /** Told after each look; reports when it is time. The next look may come meanwhile and waits for nothing. */
  async looked(head: bigint, drift: readonly Drift[]): Promise<Reported> {
    const drifts = reportedDrifts(drift);
    const now = this.#now();
    const key = JSON.stringify(drifts);
    if (this.#seen?.key !== key) this.#seen = { key, since: now };
    const isNew = this.#said?.key !== key && now - this.#seen.since >= settlesAfter;
    const isDue = this.#said !== undefined && now - this.#said.at >= repeatsAfter;
    if ((!isNew && !isDue) || now < this.#notBefore) return { outcome: "waiting" };
    this.#notBefore = now + spacing;
    try {
      const transaction = await this.#report(head, drifts);
      this.#said = { key, at: now };
      return { outcome: "reported", transaction, drifts: drifts.length };
    } catch (error) {
      this.#notBefore = now + retriesAfter;
      return { outcome: "failed", error };
    }
  }

  async #report(head: bigint, drifts: readonly ReportedDrift[]): Promise<Hex> {
    // A question at the newest block is answered as if inside it, where its own hash is not known.
    const blockNumber = head - 1n;
    const { hash } = await this.#reports.chain.getBlock({ blockNumber });
    return this.#reports.send("reportObedience", [
      keccak256(await this.#node()),
      blockNumber,
      hash,
      drifts,
    ]);
  }
}

/** Drifts as the contract takes them, in one order, so that the same state looks the same. The first ones if there are too many. */
export function reportedDrifts(drift: readonly Drift[]): ReportedDrift[] {
  return drift
    .map((one) => ({ kind: stringToHex(one.kind, { size: 32 }), subject: subjectOf(one) }))
    .sort((a, b) => `${a.kind}${a.subject}`.localeCompare(`${b.kind}${b.subject}`))
    .slice(0, driftsMaximum);
}

/** The other node by its id, a validator or an account by its address; nothing where it is about the own node. */
function subjectOf(drift: Drift): Hex {
  if ("publicKey" in drift) return keccak256(drift.publicKey);
  const subject: Hex =
    "validator" in drift ? drift.validator : "account" in drift ? drift.account : "0x";
  return pad(subject, { size: 32 }).toLowerCase() as Hex;
}
