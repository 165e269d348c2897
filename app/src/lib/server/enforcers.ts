import type { EnforcerAnswer, EnforcerWord } from "#lib/enforcers.ts";

type Hex = `0x${string}`;

/** Milliseconds after which an enforcer is given up. */
const patience = 2_000;
/** Bytes of an answer that are read at most: some hundred peers. */
const largest = 128 * 1024;
/** Milliseconds for which answers serve everybody, so that readers of the page cannot make this server ask without end. */
const keptFor = 5_000;

let kept: { of: object; at: number; answers: Promise<EnforcerAnswer[]> } | undefined;

/** Asks every configured enforcer for its `/health`. Their addresses are this server's own business. */
export function askEnforcers(
  enforcers: Readonly<Record<string, string>>,
  request: typeof fetch = fetch,
  now = performance.now(),
): Promise<EnforcerAnswer[]> {
  if (kept?.of === enforcers && now - kept.at < keptFor) return kept.answers;
  const answers = Promise.all(
    Object.entries(enforcers).map(([name, url]) => askEnforcer(name, url, request)),
  );
  kept = { of: enforcers, at: now, answers };
  return answers;
}

async function askEnforcer(
  name: string,
  url: string,
  request: typeof fetch,
): Promise<EnforcerAnswer> {
  try {
    const response = await request(new URL("/health", url), {
      headers: { accept: "application/json" },
      redirect: "error",
      signal: AbortSignal.timeout(patience),
    });
    // 503 says that the node does not answer, which is an answer of the enforcer.
    if (!response.ok && response.status !== 503) throw new Error(`HTTP status ${response.status}`);
    const word = readEnforcerWord(JSON.parse(await boundedText(response)));
    if (word) return { name, answered: true, word };
    console.warn(`The enforcer "${name}" gives an answer of another form.`);
  } catch (error) {
    // Whatever the cause, the page says that this enforcer gives no answer.
    console.warn(`The enforcer "${name}" gives no answer.`, error);
  }
  return { name, answered: false };
}

async function boundedText(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > largest) throw new Error(`The answer is longer than ${largest} bytes.`);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

const statuses = ["obeys", "drifts", "unreachable"] as const;

/** Checks an answer; null when it is none of an enforcer. */
export function readEnforcerWord(answer: unknown): EnforcerWord | null {
  if (typeof answer !== "object" || answer === null) return null;
  const { node, status, head, drift, peers } = answer as Record<string, unknown>;
  const known = statuses.find((candidate) => candidate === status);
  if (!known) return null;
  return {
    node: isPublicKey(node) ? (node.toLowerCase() as Hex) : null,
    status: known,
    head: typeof head === "number" && Number.isSafeInteger(head) && head >= 0 ? head : null,
    drifts: Array.isArray(drift) ? drift.length : 0,
    peers: Array.isArray(peers) ? peers.flatMap(readPeer) : null,
  };
}

function readPeer(peer: unknown): { publicKey: Hex; belongs: boolean }[] {
  const { publicKey, belongs } = (peer ?? {}) as Record<string, unknown>;
  if (!isPublicKey(publicKey) || typeof belongs !== "boolean") return [];
  return [{ publicKey: publicKey.toLowerCase() as Hex, belongs }];
}

function isPublicKey(value: unknown): value is Hex {
  return typeof value === "string" && /^0x[0-9a-f]{128}$/i.test(value);
}
