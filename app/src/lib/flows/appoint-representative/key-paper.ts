type Hex = `0x${string}`;

/**
 * What a representative hands to the holder of the mandate key: a key, the time in which it shall act for the member, and the
 * proof that somebody holds it. It is no secret, and of no use to anybody but that holder.
 */
export interface KeyPaper {
  chainId: number;
  registry: Hex;
  /** Account id of the member. */
  account: Hex;
  /** As in ERC-7913: an account, or a verifier and then a key. */
  signer: Hex;
  /** First and last second of the mandate. */
  notBefore: number;
  notAfter: number;
  /** Last second in which the proof counts. */
  deadline: number;
  proof: Hex;
}

export type PaperProblem =
  | { problem: "not-a-paper" }
  | { problem: "other-network" }
  | { problem: "other-member"; account: Hex }
  | { problem: "too-late"; deadline: number }
  | { problem: "over"; notAfter: number };

/** What the paper has to be for. */
export interface Expected {
  chainId: number;
  registry: Hex;
  account: Hex;
}

const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();

/** Reads a paper from a file, or from what was pasted; finds it among other words, too. */
export function readPaper(
  text: string,
  { chainId, registry, account }: Expected,
  now: number,
): { ok: true; paper: KeyPaper } | ({ ok: false } & PaperProblem) {
  const paper = parse(/\{[^{}]*\}/.exec(text)?.[0] ?? "");
  if (!paper) return { ok: false, problem: "not-a-paper" };
  if (paper.chainId !== chainId || !same(paper.registry, registry))
    return { ok: false, problem: "other-network" };
  if (!same(paper.account, account))
    return { ok: false, problem: "other-member", account: paper.account };
  if (paper.deadline < now) return { ok: false, problem: "too-late", deadline: paper.deadline };
  if (paper.notAfter <= now) return { ok: false, problem: "over", notAfter: paper.notAfter };
  return { ok: true, paper };
}

function parse(text: string): KeyPaper | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  const { chainId, registry, account, signer, notBefore, notAfter, deadline, proof } =
    value as Record<string, unknown>;
  const hex = (candidate: unknown, least: number): candidate is Hex =>
    typeof candidate === "string" &&
    /^0x(?:[0-9a-f]{2})+$/i.test(candidate) &&
    candidate.length >= 2 + 2 * least;
  const whole = (candidate: unknown): candidate is number =>
    Number.isSafeInteger(candidate) && (candidate as number) >= 0;
  if (!hex(registry, 20) || !hex(account, 20) || !hex(signer, 20) || !hex(proof, 1)) return null;
  if (!whole(chainId) || !whole(notBefore) || !whole(notAfter) || !whole(deadline)) return null;
  return { chainId, registry, account, signer, notBefore, notAfter, deadline, proof };
}

const anchor = "#key=";

/** A link to this page that carries the paper; what stands behind the number sign never reaches a server. */
export function paperLink(address: string, paper: KeyPaper): string {
  const url = new URL(address);
  url.hash = `${anchor.slice(1)}${encodeURIComponent(JSON.stringify(paper))}`;
  return url.href;
}

/** The paper that a link carries, as a text to be read; null when it carries none. */
export function paperInLink(hash: string): string | null {
  if (!hash.startsWith(anchor)) return null;
  try {
    return decodeURIComponent(hash.slice(anchor.length));
  } catch {
    return null;
  }
}
