import { readFile, stat } from "node:fs/promises";
import path from "node:path";

import {
  type Address,
  encodeAbiParameters,
  getAddress,
  type Hex,
  isAddress,
  keccak256,
  parseAbiParameters,
  toBytes,
} from "viem";

import type { ProposalScript, ProposedCall } from "../../deploy/proposals/proposal-script.ts";
import {
  type DecisionDocument,
  documentIn,
  documentOf,
  largestDocument,
  withDocument,
} from "../../result/decision-document.ts";
import { CommandError } from "../foedus/command-error.ts";

/** What a body decides on, as its Council takes it. */
export interface ProposalContent {
  council: Address;
  targets: readonly Address[];
  /** In wei. */
  values: readonly bigint[];
  calldatas: readonly Hex[];
  description: string;
}

/** What a script proposes to a Council: its calls, and its text with the line of its document. */
export async function contentOf(
  { title, reasons, document }: Pick<ProposalScript, "title" | "reasons" | "document">,
  calls: readonly ProposedCall[],
  council: Address,
): Promise<ProposalContent> {
  const text = `# ${title}\n\n${reasons.trim()}\n`;
  const named = document === undefined ? null : await readDocument(document);
  const description = withDocument(text, named);
  const { says } = documentIn(description);
  if (named !== null && says !== "one")
    throw new CommandError(
      "The reasons of the script hold a line that names a document, beside the document of the script.",
      "Take that line out of the reasons, or the document out of the script.",
    );
  return {
    council,
    targets: calls.map(({ target }) => target),
    values: calls.map(() => 0n),
    calldatas: calls.map(({ data }) => data),
    description,
  };
}

/** What `propose` of a Council takes. */
export function proposeArguments({ targets, values, calldatas, description }: ProposalContent) {
  return [targets, values, calldatas, description] as const;
}

/** What every later step of a Council takes, which names the text by its hash. */
export function hashedArguments({ targets, values, calldatas, description }: ProposalContent) {
  return [targets, values, calldatas, keccak256(toBytes(description))] as const;
}

/** The id that a Council gives to it: a hash of calls and text. */
export function proposalIdOf(content: ProposalContent): bigint {
  const parameters = parseAbiParameters("address[], uint256[], bytes[], bytes32");
  return BigInt(keccak256(encodeAbiParameters(parameters, hashedArguments(content))));
}

/** Hashes the document of a script. */
async function readDocument(file: string): Promise<DecisionDocument> {
  const refused = (why: string, remedy: string, cause?: unknown) =>
    new CommandError(`The document ${file} ${why}.`, remedy, cause);
  let size: number;
  try {
    ({ size } = await stat(file));
  } catch (cause) {
    throw refused("is not there", "Put it beside the script, or correct its name there.", cause);
  }
  if (size > largestDocument)
    throw refused(
      `has ${size} bytes; at most ${largestDocument} are hashed`,
      "Name a smaller file, for example a list of the hashes of several.",
    );
  let content: Uint8Array<ArrayBuffer>;
  try {
    content = new Uint8Array(await readFile(file));
  } catch (cause) {
    throw refused("cannot be read", "Name a file that can be read, and no folder.", cause);
  }
  if (content.byteLength === 0) throw refused("is empty", "Name the file that has the text in it.");
  return documentOf(path.basename(file), content);
}

/** Calls that a proposal may have here; a block has room for fewer. */
const mostCalls = 64;
const uint256 = 2n ** 256n;

/**
 * A proposal from outside: `{ council, targets, values, calldatas, description }`, with values in decimal texts. Throws a `CommandError`
 * that names what is not as it should be.
 */
export function readContent(value: unknown): ProposalContent {
  const fields = ["council", "targets", "values", "calldatas", "description"] as const;
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw notContent("That is no proposal");
  const given = value as Record<string, unknown>;
  for (const name of Object.keys(given))
    if (!fields.some((field) => field === name))
      throw notContent(`A proposal has no ${shown(name)}`);
  const { council, description } = given;
  if (!isAddressText(council))
    throw notContent(`council is ${shown(council)}, which is no address`);
  const targets = listOf(given, "targets", isAddressText, "no address");
  const values = listOf(given, "values", isAmount, "no decimal number of 256 bits as a text");
  const calldatas = listOf(given, "calldatas", isBytes, "no text of bytes in hexadecimal");
  if (targets.length !== values.length || targets.length !== calldatas.length)
    throw notContent(
      `There are ${targets.length} targets, ${values.length} values and ${calldatas.length} calldatas, which is not as many of each`,
    );
  if (typeof description !== "string" || !description.isWellFormed())
    throw notContent("description is no text");
  return {
    council: getAddress(council),
    targets: targets.map((target) => getAddress(target)),
    values: values.map(BigInt),
    calldatas,
    description,
  };
}

function listOf<Item>(
  given: Record<string, unknown>,
  name: string,
  isRight: (item: unknown) => item is Item,
  wrong: string,
): Item[] {
  const list = given[name];
  if (!Array.isArray(list)) throw notContent(`${name} is ${shown(list)}, which is no list`);
  if (list.length === 0 || list.length > mostCalls)
    throw notContent(`${name} has ${list.length} entries, and not from 1 to ${mostCalls}`);
  return list.map((item: unknown, i) => {
    if (isRight(item)) return item;
    throw notContent(`${name}[${i}] is ${shown(item)}, which is ${wrong}`);
  });
}

// Small letters alone, or letters that fit as a checksum.
const isAddressText = (value: unknown): value is Address =>
  typeof value === "string" && isAddress(value);
const isAmount = (value: unknown): value is string =>
  typeof value === "string" && /^\d{1,78}$/.test(value) && BigInt(value) < uint256;
const isBytes = (value: unknown): value is Hex =>
  typeof value === "string" && /^0x([0-9a-f]{2})*$/i.test(value);

const shown = (value: unknown): string => {
  const text = (JSON.stringify(value) as string | undefined) ?? "missing";
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
};

const notContent = (what: string): CommandError =>
  new CommandError(
    `${what}.`,
    'Give { "council": "0x…", "targets": ["0x…"], "values": ["0"], "calldatas": ["0x…"], "description": "# Title" }.',
  );
