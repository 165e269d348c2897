import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

import type { ProposalScript } from "../../deploy/proposals/proposal-script.ts";
import { CommandError } from "../foedus/command-error.ts";

/** Where proposal scripts stand. */
export const scriptFolder = path.resolve(import.meta.dirname, "../../deploy/proposals");
const pattern = /^(\d{4})-([a-z0-9]+(?:-[a-z0-9]+)*)\.ts$/;

export interface NamedScript {
  /** `0001-renew-node-monitoring`. */
  name: string;
  script: ProposalScript;
}

/** Loads a script by its number, its name or its path. */
export async function loadScript(which: string, folder = scriptFolder): Promise<NamedScript> {
  const names = scriptNames(folder);
  const file = which.endsWith(".ts")
    ? path.resolve(which)
    : names
        .filter((name) => name === which || name.startsWith(`${which.padStart(4, "0")}-`))
        .map((name) => path.join(folder, `${name}.ts`))[0];
  if (file === undefined || !fs.existsSync(file))
    throw new CommandError(
      `There is no proposal script "${which}".`,
      names.length === 0
        ? "Make one: npm run foedus -- proposal new --slug <words>."
        : `Give one of: ${names.join(", ")}; or the path of a file.`,
    );
  let loaded: { default?: Partial<ProposalScript> };
  try {
    loaded = (await import(pathToFileURL(file).href)) as typeof loaded;
  } catch (cause) {
    throw new CommandError(
      `The proposal script ${file} cannot be loaded: ${cause instanceof Error ? cause.message : String(cause)}`,
      "Correct it; 0001-renew-node-monitoring.ts is an example.",
      cause,
    );
  }
  const script = loaded.default;
  const missing = (["title", "reasons", "enact", "verify"] as const).filter(
    (part) => script?.[part] === undefined,
  );
  if (missing.length > 0)
    throw new CommandError(
      `The proposal script ${file} has no ${missing.join(", no ")}.`,
      "Export a ProposalScript as default; 0001-renew-node-monitoring.ts is an example.",
    );
  const { document, ...rest } = script as ProposalScript;
  const named =
    document === undefined ? {} : { document: path.resolve(path.dirname(file), document) };
  return { name: path.basename(file, ".ts"), script: { ...rest, ...named } };
}

/**
 * Writes a script to begin with, under the next number; the path of its file.
 * @param document Path of the file that is decided on.
 */
export function newScript(slug: string, folder = scriptFolder, document?: string): string {
  if (!/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(slug))
    throw new CommandError(
      `"${slug}" is no name for a file.`,
      "Give small letters, digits and single hyphens, for example admit-node-be-3.",
    );
  const last = Math.max(0, ...scriptNames(folder).map((name) => Number(name.slice(0, 4))));
  const file = path.join(folder, `${String(last + 1).padStart(4, "0")}-${slug}.ts`);
  if (document !== undefined && fs.statSync(document, { throwIfNoEntry: false })?.isFile() !== true)
    throw new CommandError(
      `There is no file ${document}.`,
      "Give the path of the document that is decided on, or leave it out and name it in the script later.",
    );
  const named = document && path.relative(folder, path.resolve(document));
  fs.writeFileSync(file, template(slug, named), { flag: "wx" });
  return file;
}

function scriptNames(folder: string): string[] {
  return fs
    .readdirSync(folder)
    .filter((name) => pattern.test(name))
    .map((name) => name.slice(0, -".ts".length))
    .sort();
}

const template = (
  slug: string,
  document?: string,
): string => `import type { ProposalScript } from "./proposal-script.ts";

const script: ProposalScript = {
  title: "${sentence(slug)}",
  reasons: \`Why the members should decide this.\`,
${
  document === undefined
    ? '\n  // document: "decision.pdf" names a file beside this script that is decided on: its hash becomes part of the proposal.'
    : `  document: ${JSON.stringify(document)},`
}

  // prepare({ deploy }) puts what the calls need on the chain, for example new code: return { implementation: await deploy("NodeRegistry") }.

  // The calls, in their order: { target: addresses.NodeRegistry, data: encodeFunctionData({ abi, functionName, args }) }.
  enact: () => Promise.resolve([]),

  // Read what the calls have changed, and throw an error that names what is not so.
  verify: () => Promise.reject(new Error("Nothing is checked yet.")),
};

export default script;
`;

const sentence = (slug: string): string =>
  `${slug.charAt(0).toUpperCase()}${slug.slice(1).replaceAll("-", " ")}`;
