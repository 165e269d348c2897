import type { Abi, AbiParameter, Hex } from "viem";
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

export class ErrorTextMissing extends Error {
  constructor(errors: { signature: string; contracts: string[] }[]) {
    const lines = errors.map(
      ({ signature, contracts }) => `  ${signature} in ${contracts.join(", ")}`,
    );
    super(
      `These errors lack a notice or a remedy:\n${lines.join("\n")}\n` +
        "Remedy: write `@notice` and `@custom:remedy` above the error where it is declared; for an error of " +
        "OpenZeppelin, add an entry to scripts/generate/openzeppelin-errors.ts.",
    );
    this.name = "ErrorTextMissing";
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

type ErrorItem = Extract<Abi[number], { type: "error" }>;

/** What is said about an error of a library instead of the library's own documentation. */
export interface LibraryErrorText {
  notice: string;
  remedy: string;
}

export interface DocumentedContract {
  name: string;
  abi: Abi;
  output: ContractOutput;
}

/** Every error of the contracts, ascending by signature. Throws when one lacks its texts. */
export function errorCatalogue(
  contracts: DocumentedContract[],
  libraryErrors: Readonly<Record<string, LibraryErrorText>>,
): ErrorEntry[] {
  const found = new Map<string, { item: ErrorItem; contracts: string[] }>();
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
    const library = libraryErrors[item.name];
    const notice = library?.notice ?? notices[0];
    const remedy = library?.remedy ?? remedies[0];
    if (notice === undefined || remedy === undefined) {
      missing.push({ signature, contracts: raisedBy });
      continue;
    }
    const selector = slice(keccak256(stringToBytes(signature)), 0, 4);
    entries.push({
      type: "error",
      name: item.name,
      inputs: item.inputs,
      selector,
      signature,
      notice,
      remedy,
    });
  }
  if (missing.length > 0) throw new ErrorTextMissing(missing);
  return entries.sort((a, b) => (a.signature < b.signature ? -1 : 1));
}

/** The distinct texts that contracts carry for an error. */
function documentationOf(
  signature: string,
  contracts: DocumentedContract[],
): { notices: string[]; remedies: string[] } {
  const notices = new Set<string>();
  const remedies = new Set<string>();
  for (const { output } of contracts) {
    for (const text of output.userdoc?.errors?.[signature] ?? []) {
      if (text.notice !== undefined) notices.add(text.notice);
    }
    for (const text of output.devdoc?.errors?.[signature] ?? []) {
      if (text["custom:remedy"] !== undefined) remedies.add(text["custom:remedy"]);
    }
  }
  return { notices: [...notices], remedies: [...remedies] };
}

/** The file `generated/errors.ts`. */
export function errorsFile(entries: ErrorEntry[]): string {
  const lines = entries.map((entry) => `  ${JSON.stringify(entry)},\n`);
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

/** Every custom error that a contract can revert with; also the ABI for \`decodeErrorResult\`. */
export const errorsAbi: readonly ErrorEntry[] = [
${lines.join("")}];

/** The same by the first four bytes of the revert data. */
export const errorCatalogue: Readonly<Partial<Record<Hex, ErrorEntry>>> = /* @__PURE__ */ Object.fromEntries(
  /* @__PURE__ */ errorsAbi.map((entry) => [entry.selector, entry]),
);
`;
}
