import { readFile, stat } from "node:fs/promises";

import { largestPackage } from "../../result/package.ts";
import { ResultError } from "../../result/result-error.ts";
import type { Line, VerifyOptions } from "../../result/verify.ts";
import { withBindings } from "./bindings.ts";
import type { Command } from "./command.ts";
import { CommandError } from "./command-error.ts";
import { knownNetwork, readCouncils, readValidators } from "./known-network.ts";
import { releaseCode } from "./release-code.ts";

export const verifyResultCommand: Command = {
  verb: "verify result",
  alias: "verify",
  summary:
    "Compute a decision anew from the result package that the page of a proposal offers, without asking any node.",
  argument: { name: "file", value: "<file>", meaning: "the package, result.json" },
  options: {
    folder: {
      value: "<folder>",
      meaning:
        "a network that you know: its founding validators, the Councils that it was founded with and those in its addresses.json",
    },
    councils: {
      value: "<file>",
      meaning:
        "JSON list of further Councils that you know: of bodies that were added by decision, and of successors",
    },
    validators: {
      value: "<file>",
      meaning:
        "JSON list of the validators' addresses that you know, where others seal now than founded",
    },
  },
  async run({ file, folder, councils, validators, json }) {
    const name = file as string;
    const text = await readPackage(name);
    const known: Partial<VerifyOptions> = {
      ...(typeof folder === "string" ? await knownNetwork(folder) : {}),
      ...(typeof validators === "string" ? { validators: await readValidators(validators) } : {}),
    };
    if (typeof councils === "string")
      known.councils = [...(known.councils ?? []), ...(await readCouncils(councils))];
    const { verifyResult } = await withBindings(() => import("../../result/verify.ts"));
    const found: Line[] = [];
    try {
      const { statement, lines } = await verifyResult(text, {
        knownCode: releaseCode(),
        ...known,
        report: (line) => found.push(line),
      });
      const { outcome, proposal, body } = statement;
      return {
        text: [
          ...lines.map(lineText),
          "",
          `Holds: ${body.name}, proposal ${proposal.id}: ${outcome.vote}${outcome.executed ? ", executed" : ""}${outcome.cancelled ? ", cancelled" : ""}, as of block ${outcome.block}.`,
        ].join("\n"),
        json: {
          holds: true,
          proposal: proposal.id,
          council: body.council,
          vote: outcome.vote,
          executed: outcome.executed,
          cancelled: outcome.cancelled,
          checked: lines.filter(({ kind }) => kind === "checked").map((line) => line.text),
          trusts: lines.filter(({ kind }) => kind === "trusts").map((line) => line.text),
        },
      };
    } catch (cause) {
      if (!(cause instanceof ResultError)) throw cause;
      if (json !== true) process.stderr.write(found.map((line) => `${lineText(line)}\n`).join(""));
      throw new CommandError(`${name} does not hold. ${cause.message}`, cause.remedy, cause);
    }
  },
};

const lineText = ({ kind, text }: Line): string =>
  kind === "checked" ? `  checked  ${text}` : `  trusts   ${text}`;

async function readPackage(file: string): Promise<string> {
  try {
    const { size } = await stat(file);
    if (size <= largestPackage) return await readFile(file, "utf8");
  } catch (cause) {
    throw new CommandError(
      `${file} cannot be read.`,
      "Give the path of the result.json that the page of a proposal offers.",
      cause,
    );
  }
  throw new CommandError(
    `${file} is larger than ${largestPackage / 1024 / 1024} MiB, which no result package is.`,
    "Give the result.json that the page of a proposal offers.",
  );
}
