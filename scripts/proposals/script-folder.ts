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
  return { name: path.basename(file, ".ts"), script: script as ProposalScript };
}

/** Writes a script to begin with, under the next number; the path of its file. */
export function newScript(slug: string, folder = scriptFolder): string {
  if (!/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(slug))
    throw new CommandError(
      `"${slug}" is no name for a file.`,
      "Give small letters, digits and single hyphens, for example admit-node-be-3.",
    );
  const last = Math.max(0, ...scriptNames(folder).map((name) => Number(name.slice(0, 4))));
  const file = path.join(folder, `${String(last + 1).padStart(4, "0")}-${slug}.ts`);
  fs.writeFileSync(file, template(slug), { flag: "wx" });
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
): string => `import type { ProposalScript } from "./proposal-script.ts";

const script: ProposalScript = {
  title: "${sentence(slug)}",
  reasons: \`Why the members should decide this.\`,

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
