import type { Call } from "#lib/features/proposals/decode-call.ts";

type Hex = `0x${string}`;

/** A proposal as the simulator and `foedus proposal simulate --proposal` take it. */
export interface ProposalContent {
  council: Hex;
  targets: readonly Hex[];
  /** Decimal, in wei. */
  values: readonly string[];
  calldatas: readonly Hex[];
  description: string;
}

export function contentOf(
  council: Hex,
  calls: readonly Call[],
  description: string,
): ProposalContent {
  return {
    council,
    targets: calls.map(({ target }) => target),
    values: calls.map(({ value }) => String(value)),
    calldatas: calls.map(({ calldata }) => calldata),
    description,
  };
}

export interface StorageDifference {
  /** Name of a contract of ours, or an address. */
  contract: string;
  slot: string;
  before: string;
  after: string;
}

export interface SeenEvent {
  contract: string;
  event: string;
  args: Readonly<Record<string, string>>;
}

/** What an execution would change. */
export interface Differences {
  storage: StorageDifference[];
  roles: SeenEvent[];
  balances: { account: string; before: string; after: string }[];
  code: { contract: string; before: string; after: string }[];
  events: SeenEvent[];
}

export interface Passed {
  would: "pass";
  votes: number;
  /** Seconds from the approval to the execution. */
  delay: number;
  gas: { propose: number; execute: number };
  differences: Differences;
}

const steps = ["copy", "propose", "vote", "queue", "execute", "compare"] as const;
export type Step = (typeof steps)[number];

export interface Refused {
  would: "be-refused";
  at: Step;
  /** What the contract answered; null where the words say it. */
  data: Hex | null;
  title: string;
  remedy: string;
}

const failures = ["time", "memory", "chain", "size", "ended"] as const;
export type SimulationFailure = (typeof failures)[number];

/** Where a simulation stands. */
export type Standing =
  | { status: "waiting"; ahead: number }
  | { status: "running"; step: Step; votes: number; representatives: number }
  | { status: "done"; outcome: Passed | Refused }
  | { status: "failed"; error: SimulationFailure };

export type SimulatorAnswer =
  | { answer: "standing"; id: string; standing: Standing }
  /** It does not take the proposal, or not now, and says why. */
  | { answer: "refused"; title: string; remedy: string | null }
  /** There is none, or it gives no answer. */
  | { answer: "away" };

const path = "/api/v1/simulations";
/** Milliseconds after which an answer is given up. */
const patience = 20_000;

/** Asks for a simulation of a proposal. */
export async function startSimulation(
  content: ProposalContent,
  request: typeof fetch = fetch,
): Promise<SimulatorAnswer> {
  return ask(path, request, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(content),
  });
}

/** Where a simulation stands that was asked for. */
export async function askSimulation(
  id: string,
  request: typeof fetch = fetch,
): Promise<SimulatorAnswer> {
  return ask(`${path}/${encodeURIComponent(id)}`, request, {});
}

async function ask(
  url: string,
  request: typeof fetch,
  init: RequestInit,
): Promise<SimulatorAnswer> {
  let response: Response;
  let body: unknown;
  try {
    response = await request(url, { ...init, signal: AbortSignal.timeout(patience) });
    body = await response.json();
  } catch {
    return { answer: "away" };
  }
  if (response.ok) {
    const standing = readStanding(body);
    const id = isRecord(body) ? text(body["id"]) : "";
    return standing && id !== "" ? { answer: "standing", id, standing } : { answer: "away" };
  }
  const { title, detail } = isRecord(body) ? body : {};
  if (response.status === 502 || typeof title !== "string") return { answer: "away" };
  return { answer: "refused", title, remedy: typeof detail === "string" ? detail : null };
}

/** What a simulator answers is never trusted to have the shape that was hoped for. */
export function readStanding(body: unknown): Standing | null {
  if (!isRecord(body)) return null;
  switch (body["status"]) {
    case "waiting":
      return { status: "waiting", ahead: count(body["ahead"]) };
    case "running": {
      const step = isRecord(body["step"]) ? body["step"] : {};
      const at = steps.find((name) => name === step["at"]);
      if (at === undefined) return null;
      return {
        status: "running",
        step: at,
        votes: count(step["votes"]),
        representatives: count(step["representatives"]),
      };
    }
    case "done": {
      const outcome = isRecord(body["outcome"]) ? readOutcome(body["outcome"]) : null;
      return outcome && { status: "done", outcome };
    }
    case "failed":
      return {
        status: "failed",
        error: failures.find((name) => name === body["error"]) ?? "ended",
      };
    default:
      return null;
  }
}

function readOutcome(outcome: Record<string, unknown>): Passed | Refused | null {
  if (outcome["would"] === "be-refused") {
    const { at, data, title, remedy } = outcome;
    return {
      would: "be-refused",
      at: steps.find((name) => name === at) ?? "execute",
      data: isHex(data) ? data : null,
      title: text(title),
      remedy: text(remedy),
    };
  }
  const { votes, delay, gas, differences } = outcome;
  if (outcome["would"] !== "pass" || !isRecord(gas) || !isRecord(differences)) return null;
  return {
    would: "pass",
    votes: count(votes),
    delay: count(delay),
    gas: { propose: count(gas["propose"]), execute: count(gas["execute"]) },
    differences: {
      storage: entries(differences["storage"], (one) => ({
        contract: text(one["contract"]),
        slot: text(one["slot"]),
        before: text(one["before"]),
        after: text(one["after"]),
      })),
      roles: entries(differences["roles"], readEvent),
      balances: entries(differences["balances"], (one) => ({
        account: text(one["account"]),
        before: text(one["before"]),
        after: text(one["after"]),
      })),
      code: entries(differences["code"], (one) => ({
        contract: text(one["contract"]),
        before: text(one["before"]),
        after: text(one["after"]),
      })),
      events: entries(differences["events"], readEvent),
    },
  };
}

function readEvent({ contract, event, args }: Record<string, unknown>): SeenEvent {
  const values = isRecord(args) ? Object.entries(args) : [];
  return {
    contract: text(contract),
    event: text(event),
    args: Object.fromEntries(values.map(([name, value]) => [name, text(value)])),
  };
}

function entries<Item>(list: unknown, read: (one: Record<string, unknown>) => Item): Item[] {
  return Array.isArray(list) ? list.filter(isRecord).map(read) : [];
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isHex = (value: unknown): value is Hex =>
  typeof value === "string" && /^0x[0-9a-f]*$/i.test(value);
const text = (value: unknown): string => (typeof value === "string" ? value : "");
const count = (value: unknown): number =>
  typeof value === "number" && Number.isFinite(value) ? value : 0;
