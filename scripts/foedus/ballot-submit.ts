import { readFile } from "node:fs/promises";

import type { PostedBallot } from "../../deploy/agents/relayer/ballot.ts";
import { sourceOf, sourceOptions } from "../proposals/proposal-source.ts";
import { withBindings } from "./bindings.ts";
import type { Command } from "./command.ts";
import { CommandError } from "./command-error.ts";
import { readAccountKey } from "./node-key-file.ts";

export const ballotSubmitCommand: Command = {
  verb: "ballot submit",
  summary:
    "Bring signed ballots to their body: whoever holds such a file may, so that no relayer can hold back a vote.",
  argument: {
    name: "file",
    value: "<file.json>",
    meaning: "a ballot as the dApp or the relayer gives it, or a list of them",
  },
  options: {
    key: {
      value: "<path>",
      meaning: "private key of any account that can pay for the gas",
      required: true,
    },
    folder: sourceOptions.folder,
    rpc: sourceOptions.rpc,
  },
  async run(values) {
    const file = values["file"] as string;
    const ballots = await readBallots(file);
    const key = await readAccountKey(values["key"] as string);
    const source = await sourceOf(values);
    const { submitBallots } = await withBindings(() => import("../ballots/submission.ts"));
    const submitted = await submitBallots(ballots, source, key);
    const counted = submitted.filter(({ outcome }) => outcome === "counted").length;
    const lines = submitted.map(({ ballot, outcome, explanation, remedy, transaction }) =>
      [
        `${outcome.padEnd(9)} ${ballot.member} on proposal ${ballot.proposalId}${transaction ? `, transaction ${transaction}` : ""}`,
        ...(explanation === undefined ? [] : [`          ${explanation}`]),
        ...(remedy === undefined ? [] : [`          Remedy: ${remedy}`]),
      ].join("\n"),
    );
    if (counted === 0) {
      const [first] = submitted;
      throw new CommandError(
        `No ballot of ${file} was counted.\n${lines.join("\n")}`,
        first?.remedy ?? "Vote in person, which says more.",
      );
    }
    return {
      text: [...lines, "", `${counted} of ${submitted.length} counted.`].join("\n"),
      json: { counted, ballots: submitted },
    };
  },
};

/** The ballots of a file: one, what the API answers to one, or a list of either. */
async function readBallots(file: string): Promise<PostedBallot[]> {
  let json: unknown;
  try {
    json = JSON.parse(await readFile(file, "utf8"));
  } catch (cause) {
    throw new CommandError(
      `The file ${file} cannot be read as JSON.`,
      "Give the file that was downloaded when the ballot was signed, or what GET /api/v1/ballots/<id> answers.",
      cause,
    );
  }
  const { readBallot } = await import("../../deploy/agents/relayer/ballot.ts");
  const { RelayerProblem } = await import("../../deploy/agents/relayer/problem.ts");
  const list: unknown[] = Array.isArray(json) ? json : [json];
  if (list.length === 0)
    throw new CommandError(`There is no ballot in ${file}.`, "Give a file with one at least.");
  return list.map((entry, index) => {
    try {
      const isAnswer = typeof entry === "object" && entry !== null && "ballot" in entry;
      return readBallot(isAnswer ? entry.ballot : entry);
    } catch (cause) {
      if (!(cause instanceof RelayerProblem)) throw cause;
      const which = list.length === 1 ? "" : ` (ballot ${index + 1})`;
      throw new CommandError(`${file}${which}: ${cause.message}`, cause.remedy, cause);
    }
  });
}
