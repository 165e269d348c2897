import type { Abi, AbiError, AbiParameter, Hex } from "viem";
import { keccak256, slice, stringToBytes } from "viem";
import { formatAbiItem } from "viem/utils";

import type { ContractOutput } from "./artifacts.ts";

/** What a person is told when a contract reverts. It is an ABI item too, so that viem decodes with it. */
export interface ErrorEntry {
  type: "error";
  name: string;
  inputs: readonly AbiParameter[];
  selector: Hex;
  /** For example `CouncilAlreadyVoted(uint256,address)`. */
  signature: string;
  /** What went wrong. */
  notice: string;
  /** What to do about it. */
  remedy: string;
}

export class RemedyMissing extends Error {
  constructor(errors: { signature: string; contracts: string[] }[]) {
    const lines = errors.map(({ signature, contracts }) => `  ${signature} in ${contracts.join(", ")}`);
    super(
      `No remedy is known for ${errors.length === 1 ? "this error" : `these ${String(errors.length)} errors`}:\n` +
        `${lines.join("\n")}\n` +
        "Remedy: write `@notice` and `@custom:remedy` above the error where it is declared; for an error of " +
        "OpenZeppelin, add a line to scripts/generate/openzeppelin-remedies.ts.",
    );
    this.name = "RemedyMissing";
  }
}

export class RemedyAmbiguous extends Error {
  constructor(signature: string, remedies: string[]) {
    super(
      `The error ${signature} is declared with different remedies:\n` +
        `${remedies.map((remedy) => `  ${remedy}`).join("\n")}\n` +
        "Remedy: two errors with one signature cannot be told apart in a revert; rename one, or give both the same text.",
    );
    this.name = "RemedyAmbiguous";
  }
}

export interface DocumentedContract {
  name: string;
  abi: Abi;
  output: ContractOutput;
}

/** Every error of the contracts by its selector, ascending by name. Throws when one has no remedy. */
export function errorCatalogue(
  contracts: DocumentedContract[],
  libraryRemedies: Readonly<Record<string, string>>,
): ErrorEntry[] {
  const found = new Map<string, { item: AbiError; contracts: string[] }>();
  for (const { name, abi } of contracts) {
    for (const item of abi) {
      if (item.type !== "error") continue;
      const signature = formatAbiItem(item);
      const entry = found.get(signature);
      if (entry === undefined) found.set(signature, { item, contracts: [name] });
      else entry.contracts.push(name);
    }
  }

  const missing: { signature: string; contracts: string[] }[] = [];
  const entries: ErrorEntry[] = [];
  for (const [signature, { item, contracts: raisedBy }] of found) {
    const { notices, remedies } = documentationOf(signature, contracts);
    if (remedies.length > 1) throw new RemedyAmbiguous(signature, remedies);
    const remedy = remedies[0] ?? libraryRemedies[item.name];
    if (remedy === undefined) {
      missing.push({ signature, contracts: raisedBy });
      continue;
    }
    entries.push({
      type: "error",
      name: item.name,
      inputs: item.inputs,
      selector: slice(keccak256(stringToBytes(signature)), 0, 4),
      signature,
      notice: notices[0] ?? sentenceOf(item.name),
      remedy,
    });
  }
  if (missing.length > 0) throw new RemedyMissing(missing);
  return entries.sort((a, b) => (a.signature < b.signature ? -1 : 1));
}

/** The distinct texts that contracts carry for an error. OpenZeppelin documents its errors with `@dev`. */
function documentationOf(
  signature: string,
  contracts: DocumentedContract[],
): { notices: string[]; remedies: string[] } {
  const notices = new Set<string>();
  const details = new Set<string>();
  const remedies = new Set<string>();
  for (const { output } of contracts) {
    for (const text of output.userdoc?.errors?.[signature] ?? []) {
      if (text.notice !== undefined) notices.add(text.notice);
    }
    for (const text of output.devdoc?.errors?.[signature] ?? []) {
      if (text.details !== undefined) details.add(text.details);
      if (text["custom:remedy"] !== undefined) remedies.add(text["custom:remedy"]);
    }
  }
  return { notices: [...notices, ...details], remedies: [...remedies] };
}

/** `AccessManagerNotReady` as "Access manager not ready.", for errors of libraries that nobody documented. */
function sentenceOf(name: string): string {
  const words = name.replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2").replaceAll(/([A-Z])([A-Z][a-z])/g, "$1 $2");
  const lowered = words
    .split(" ")
    .map((word, index) => (index > 0 && !/^[A-Z0-9]+$/.test(word) ? word.toLowerCase() : word));
  return `${lowered.join(" ")}.`;
}

/** The file `generated/errors.ts`. */
export function errorsFile(entries: ErrorEntry[]): string {
  const lines = entries.map((entry) => `  "${entry.selector}": ${JSON.stringify(entry)},\n`);
  return `import type { AbiParameter, Hex } from "viem";

/** What a person is told when a contract reverts. It is an ABI item too, so that viem decodes with it. */
export interface ErrorEntry {
  readonly type: "error";
  readonly name: string;
  readonly inputs: readonly AbiParameter[];
  readonly selector: Hex;
  /** For example \`CouncilAlreadyVoted(uint256,address)\`. */
  readonly signature: string;
  /** What went wrong. */
  readonly notice: string;
  /** What to do about it. */
  readonly remedy: string;
}

/** Every custom error that a contract can revert with, by the first four bytes of the revert data. */
export const errorCatalogue: Readonly<Partial<Record<Hex, ErrorEntry>>> = {
${lines.join("")}};

/** All custom errors as an ABI, for \`decodeErrorResult\`. */
export const errorsAbi: readonly ErrorEntry[] = Object.values(errorCatalogue);
`;
}
