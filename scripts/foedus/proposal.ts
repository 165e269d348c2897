import { readFile } from "node:fs/promises";
import path from "node:path";

import { type DecisionDocument, documentIn, documentLine } from "../../result/decision-document.ts";
import { type ProposalContent, readContent } from "../proposals/proposal-content.ts";
import {
  keepRecord,
  readRecord,
  simulationOptions,
  sourceOf,
  sourceOptions,
} from "../proposals/proposal-source.ts";
import { loadScript, newScript } from "../proposals/script-folder.ts";
import type { Simulation } from "../proposals/simulation.ts";
import { simulationOutcome } from "../proposals/simulation-outcome.ts";
import { withBindings } from "./bindings.ts";
import type { Command } from "./command.ts";
import { CommandError } from "./command-error.ts";
import { readAccountKey } from "./node-key-file.ts";

export const proposalNewCommand: Command = {
  verb: "proposal new",
  summary:
    "Write a proposal script to begin with: what to prepare, the calls, and what must be true afterwards.",
  options: {
    slug: {
      value: "<words>",
      meaning: "name of its file, for example admit-node-be-3",
      required: true,
    },
    document: {
      value: "<file>",
      meaning: "the document that is decided on: its hash becomes part of the proposal",
    },
  },
  run({ slug, document }) {
    const file = newScript(slug as string, undefined, document as string | undefined);
    const name = path.basename(file, ".ts");
    return Promise.resolve({
      text: `Wrote ${file}.\nTry it: npm run foedus -- proposal simulate --script ${name}`,
      json: { file, script: name },
    });
  },
};

export const proposalSimulateCommand: Command = {
  verb: "proposal simulate",
  summary:
    "Try a proposal script on a copy of a network's state: prepare, propose, vote, queue, wait, execute, verify; lists what it would change.",
  options: simulationOptions,
  async run(values) {
    const { script: which, proposal: file } = values;
    if ((which === undefined) === (file === undefined))
      throw new CommandError(
        "Give either a script or a proposal.",
        "--script names one of deploy/proposals, --proposal a file that the form of the dApp has saved.",
      );
    const content = typeof file === "string" ? await readProposal(file) : undefined;
    const source = await sourceOf(values);
    const { simulate, simulateContent } = await withBindings(
      () => import("../proposals/simulation.ts"),
    );
    if (content !== undefined) {
      const name = path.basename(file as string);
      const simulation = await simulateContent(content, source);
      return { text: report(name, simulation), json: json(name, simulation) };
    }
    const { name, script } = await loadScript(which as string);
    const simulation = await simulate(script, source);
    return { text: report(name, simulation, ", verified"), json: json(name, simulation) };
  },
};

export const proposalSubmitCommand: Command = {
  verb: "proposal submit",
  summary: "Prepare and propose what a script says, as a member's representative.",
  options: {
    ...sourceOptions,
    "key-file": { value: "<path>", meaning: "the representative's private key", required: true },
  },
  async run(values) {
    const source = await sourceOf(values);
    const key = await readAccountKey(values["key-file"] as string);
    const { submit } = await withBindings(() => import("../proposals/submission.ts"));
    const { name, script } = await loadScript(values["script"] as string);
    const { proposalId, transaction, prepared, content } = await submit(script, source, key);
    const record = {
      script: name,
      chainId: source.chainId,
      proposalId: String(proposalId),
      prepared,
    };
    const file = keepRecord(record);
    return {
      text: [
        `Proposed "${script.title}": ${proposalId}`,
        `  transaction ${transaction}`,
        ...Object.entries(prepared).map(([what, value]) => `  ${what.padEnd(11)} ${value}`),
        ...documentLines(content),
        `  kept in     ${file}`,
        "",
        `After the execution: npm run foedus -- proposal verify --script ${name}`,
      ].join("\n"),
      json: { ...record, transaction, file, document: documentOrNull(content) },
    };
  },
};

export const proposalVerifyCommand: Command = {
  verb: "proposal verify",
  summary: "Check that an executed proposal has done what its script says.",
  options: sourceOptions,
  async run(values) {
    const source = await sourceOf(values);
    const { verify } = await withBindings(() => import("../proposals/submission.ts"));
    const { name, script } = await loadScript(values["script"] as string);
    const record = readRecord(source, name);
    if (record === undefined)
      throw new CommandError(
        `${name} was not submitted to chain ${source.chainId} from this checkout.`,
        "Submit it first (proposal submit), or take the file below .foedus/proposals/ from whoever did.",
      );
    const state = await verify(script, source, {
      proposalId: BigInt(record.proposalId),
      prepared: record.prepared,
    });
    return {
      text: `"${script.title}" is ${state}, and everything is as its script says.`,
      json: { ...record, state, verified: true },
    };
  },
};

function documentOrNull({ description }: ProposalContent): DecisionDocument | null {
  const named = documentIn(description);
  return named.says === "one" ? named.document : null;
}

function documentLines(content: ProposalContent): string[] {
  const document = documentOrNull(content);
  return document === null ? [] : [`  ${documentLine(document)}`];
}

function json(script: string, simulation: Simulation) {
  const { prepared, content } = simulation;
  const { proposalId, votes, delay, gas, differences } = simulationOutcome(simulation);
  return {
    script,
    proposalId,
    votes,
    delay,
    gas,
    prepared,
    calls: content.targets.map((target, i) => ({ target, data: content.calldatas[i] })),
    document: documentOrNull(content),
    differences,
  };
}

/** A proposal that somebody has saved. */
async function readProposal(file: string): Promise<ProposalContent> {
  let value: unknown;
  try {
    value = JSON.parse(await readFile(file, "utf8"));
  } catch (cause) {
    throw new CommandError(
      `${file} cannot be read as JSON.`,
      "Give the proposal.json that the form of a new proposal saves.",
      cause,
    );
  }
  return readContent(value);
}

function report(
  script: string,
  { votes, delay, gas, content, prepared, differences }: Simulation,
  verified = "",
): string {
  const { storage, roles, balances, code, events } = differences;
  const section = (title: string, lines: readonly string[]) =>
    lines.length === 0 ? [`${title}: none`] : [`${title}:`, ...lines.map((line) => `  ${line}`)];
  const words = ({ contract, event, args }: (typeof events)[number]) =>
    `${contract} ${event}(${Object.entries(args)
      .map(([name, value]) => `${name} ${value}`)
      .join(", ")})`;
  return [
    `${script} would go through: approved with ${votes} votes, executed ${delay} s after that${verified}.`,
    `Gas: ${gas.propose} to propose, ${gas.execute} to execute ${content.targets.length} calls. Nothing was sent to the network.`,
    ...documentLines(content),
    "",
    ...section(
      "Prepared",
      Object.entries(prepared).map(([name, value]) => `${name} ${value}`),
    ),
    ...section(
      "Code",
      code.map(({ contract, before, after }) => `${contract}: ${before} -> ${after}`),
    ),
    ...section("Roles", roles.map(words)),
    ...section(
      "Balances",
      balances.map(({ account, before, after }) => `${account}: ${before} -> ${after} wei`),
    ),
    ...section(
      "Storage",
      storage.map(
        ({ contract, slot, before, after }) => `${contract} ${slot}: ${before} -> ${after}`,
      ),
    ),
    ...section("Events", events.map(words)),
  ].join("\n");
}
