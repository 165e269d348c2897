import { ResultError } from "./result-error.ts";

export type Hex = `0x${string}`;

/** Name and version of the format; a change that older verifiers would misread gets the next version. */
export const format = { name: "foedus-result", version: 1 } as const;

export const decisionClasses = [
  "reinforced",
  "qualified",
  "simple",
  "unanimity",
  "participating",
  "objection",
] as const;
/** How a decision is taken; the place in the list is the value on the chain. */
export type DecisionClass = (typeof decisionClasses)[number];

export const supports = ["against", "for", "abstain"] as const;
/** The place in the list is the value on the chain. */
export type Support = (typeof supports)[number];

export const ways = ["in person", "signature", "proxy", "proxy by signature"] as const;
/** How a vote came; the place in the list is the value of `VoteWay` on the chain. */
export type Way = (typeof ways)[number];

export const ruleKinds = ["majority", "unanimity", "participants", "objection"] as const;

/** When one class passes: the numbers of `Rule` in `contracts/types/Rule.sol`. */
export interface RuleNumbers {
  class: DecisionClass;
  kind: (typeof ruleKinds)[number];
  headsNumerator: number;
  headsDenominator: number;
  moreThanHeads: boolean;
  weightNumerator: number;
  weightDenominator: number;
  blockingHeads: number;
  quorumNumerator: number;
  quorumDenominator: number;
  objections: number;
}

/** Members and their weight together, a decimal text. */
export interface Share {
  heads: number;
  weight: string;
}

/** A member at the snapshot. */
export interface MemberAtSnapshot {
  place: number;
  account: Hex;
  /** Short code in ASCII, for a state its country. */
  code: string;
  /** 0 for an observer, or for whoever had no vote at the snapshot. */
  heads: number;
  weight: string;
}

/** What a representative signed, where another account brought it. */
export interface Ballot {
  signer: Hex;
  /** Last second (since 1970) in which it counts. */
  deadline: number;
  signature: Hex;
}

export interface Vote {
  /** Account id of the member whose vote it is. */
  member: Hex;
  support: Support;
  weight: string;
  reason: string;
  way: Way;
  /** Key that acted; null where a contract passed the vote on and the chain does not name the key. */
  key: Hex | null;
  /** Null for a vote that was not brought as a `MemberBallot` straight to the Council. */
  ballot: Ballot | null;
  /** Seconds since 1970. */
  time: number;
  block: number;
  transaction: Hex;
}

/** What happened to a proposal. */
export interface Step {
  step: "proposed" | "decided" | "queued" | "executed" | "cancelled";
  time: number;
  block: number;
  transaction: Hex;
}

/** What a package says, in plain values: all of it follows from the evidence. */
export interface Statement {
  chain: { chainId: number; genesisHash: Hex };
  body: { name: string; council: Hex; memberRegistry: Hex; decisionClasses: Hex };
  proposal: {
    /** Hash of the calls and of the description's hash, a decimal text. */
    id: string;
    proposer: Hex;
    description: string;
    calls: { target: Hex; value: string; calldata: Hex }[];
    /** Commitment to the code of the targets. */
    codeHash: Hex;
    /** Seconds since 1970: weights count as they stood then. */
    snapshot: number;
    /** Last second of the vote. */
    deadline: number;
    /** Edition of the body's rules; 0 for the rules as shipped. */
    edition: number;
    cooperation: number;
    /** Places of the members that alone vote; null when all vote. */
    participants: number[] | null;
    /** The rules of all classes that the calls need; each must pass. */
    rules: RuleNumbers[];
  };
  members: MemberAtSnapshot[];
  /** All that could be cast; of the participants where they alone vote. */
  electorate: Share;
  votes: Vote[];
  tally: { for: Share; against: Share; abstain: Share; silent: Share };
  steps: Step[];
  /** As of the block whose state is proved. */
  outcome: {
    block: number;
    time: number;
    vote: "adopted" | "refused" | "open";
    cancelled: boolean;
    executed: boolean;
    /** From when it can be executed, seconds since 1970; null while it is not queued, or needs no queue. */
    eta: number | null;
  };
}

/** A block out of the chain. */
export interface EvidenceBlock {
  number: number;
  hash: Hex;
  /** Whole header in RLP, committed seals among it. */
  header: Hex;
  /** Places of the transactions that are proved. */
  indexes: number[];
  /** Nodes of the trie of transactions that prove them; for Kaia all transactions of the block, in RLP. */
  transactions: Hex[];
  /** The same of receipts. */
  receipts: Hex[];
}

/** State of one contract in the last block of the evidence. */
export interface EvidenceAccount {
  address: Hex;
  code: Hex;
  /** Nodes of the trie of accounts that lead to this one. */
  account: Hex[];
  /** Nodes of its trie of storage that lead to all the slots that are read. */
  storage: Hex[];
}

export interface Evidence {
  /** In the order of the chain: the first is the genesis, and the last is the one whose state is proved. */
  blocks: EvidenceBlock[];
  /** Council, register of members, table of classes. */
  accounts: EvidenceAccount[];
}

/** A package: what was decided, and the evidence from which everybody can compute it again. */
export interface ResultPackage {
  format: typeof format.name;
  version: typeof format.version;
  statement: Statement;
  evidence: Evidence;
}

/** Largest file that is read; a body of 254 members with a reason each stays far below it. */
export const largestPackage = 64 * 1024 * 1024;

/** Reads a package and refuses what has another shape; whether it is true is another question. */
export function parsePackage(text: string): ResultPackage {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new ResultError(
      "The file is not JSON.",
      "Give the file as it was downloaded; nothing of it may be cut off.",
      cause,
    );
  }
  const given = value as Partial<ResultPackage> | null;
  if (given?.format !== format.name) {
    throw new ResultError(
      `The file is no result package: its format is not "${format.name}".`,
      "Give the result.json that the page of a proposal offers.",
    );
  }
  if (given.version !== format.version) {
    throw new ResultError(
      `The package has version ${String(given.version)} of the format; this verifier knows version ${format.version}.`,
      "Verify it with the release of Foedus that made it, or a newer one.",
    );
  }
  const problem = shapeProblem(value, packageShape, "");
  if (problem !== undefined) {
    throw new ResultError(
      `The package is malformed: ${problem}`,
      "Give the file as it was downloaded; docs/result-package.md describes the format.",
    );
  }
  return value as ResultPackage;
}

type Shape =
  ((value: unknown) => boolean) | readonly [item: Shape] | { readonly [key: string]: Shape };

const hex = (value: unknown): boolean =>
  typeof value === "string" && /^0x([0-9a-f]{2})*$/.test(value);
const bytes =
  (count: number) =>
  (value: unknown): boolean =>
    hex(value) && (value as string).length === 2 + 2 * count;
const address = bytes(20);
const hash = bytes(32);
const integer = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;
const decimal = (value: unknown): boolean =>
  typeof value === "string" && /^(0|[1-9]\d{0,77})$/.test(value);
const text = (value: unknown): boolean => typeof value === "string";
const flag = (value: unknown): boolean => typeof value === "boolean";
const oneOf =
  (values: readonly string[]) =>
  (value: unknown): boolean =>
    values.includes(value as string);
const orNull = (shape: Shape) => (value: unknown) =>
  value === null || shapeProblem(value, shape, "") === undefined;

const share: Shape = { heads: integer, weight: decimal };
const happened = { time: integer, block: integer, transaction: hash };
const packageShape: Shape = {
  format: text,
  version: integer,
  statement: {
    chain: { chainId: integer, genesisHash: hash },
    body: { name: text, council: address, memberRegistry: address, decisionClasses: address },
    proposal: {
      id: decimal,
      proposer: address,
      description: text,
      calls: [{ target: address, value: decimal, calldata: hex }],
      codeHash: bytes(20),
      snapshot: integer,
      deadline: integer,
      edition: integer,
      cooperation: integer,
      participants: orNull([integer]),
      rules: [
        {
          class: oneOf(decisionClasses),
          kind: oneOf(ruleKinds),
          headsNumerator: integer,
          headsDenominator: integer,
          moreThanHeads: flag,
          weightNumerator: integer,
          weightDenominator: integer,
          blockingHeads: integer,
          quorumNumerator: integer,
          quorumDenominator: integer,
          objections: integer,
        },
      ],
    },
    members: [{ place: integer, account: address, code: text, heads: integer, weight: decimal }],
    electorate: share,
    votes: [
      {
        member: address,
        support: oneOf(supports),
        weight: decimal,
        reason: text,
        way: oneOf(ways),
        key: orNull(address),
        ballot: orNull({ signer: hex, deadline: integer, signature: hex }),
        ...happened,
      },
    ],
    tally: { for: share, against: share, abstain: share, silent: share },
    steps: [
      { step: oneOf(["proposed", "decided", "queued", "executed", "cancelled"]), ...happened },
    ],
    outcome: {
      block: integer,
      time: integer,
      vote: oneOf(["adopted", "refused", "open"]),
      cancelled: flag,
      executed: flag,
      eta: orNull(integer),
    },
  },
  evidence: {
    blocks: [
      {
        number: integer,
        hash,
        header: hex,
        indexes: [integer],
        transactions: [hex],
        receipts: [hex],
      },
    ],
    accounts: [{ address, code: hex, account: [hex], storage: [hex] }],
  },
};

/** What is wrong with the shape of a value; undefined when nothing is. */
function shapeProblem(value: unknown, shape: Shape, where: string): string | undefined {
  if (typeof shape === "function")
    return shape(value) ? undefined : `${where} has a value of the wrong kind.`;
  if (Array.isArray(shape)) {
    if (!Array.isArray(value)) return `${where} is no list.`;
    const [item] = shape as readonly [Shape];
    for (const [index, element] of value.entries()) {
      const problem = shapeProblem(element, item, `${where}[${index}]`);
      if (problem !== undefined) return problem;
    }
    return undefined;
  }
  if (typeof value !== "object" || value === null || Array.isArray(value))
    return `${where === "" ? "it" : where} is no object.`;
  const fields = shape as Readonly<Record<string, Shape>>;
  const given = value as Record<string, unknown>;
  const unknown = Object.keys(given).find((key) => !Object.hasOwn(fields, key));
  if (unknown !== undefined) return `${join(where, unknown)} does not belong there.`;
  for (const [key, expected] of Object.entries(fields)) {
    if (!Object.hasOwn(given, key)) return `${join(where, key)} is missing.`;
    const problem = shapeProblem(given[key], expected, join(where, key));
    if (problem !== undefined) return problem;
  }
  return undefined;
}

const join = (where: string, key: string): string => (where === "" ? key : `${where}.${key}`);
