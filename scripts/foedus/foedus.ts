/** The operator's command line: `npm run foedus -- <verb> [options]`. */
import { parseArgs } from "node:util";

import { accountProofCommand } from "./account-proof.ts";
import {
  accreditAcceptCommand,
  accreditCommand,
  accreditRevokeCommand,
  accreditRootCommand,
  accreditSignCommand,
} from "./accredit.ts";
import { agentEnforcerCommand } from "./agent-enforcer.ts";
import { agentMonitorCommand } from "./agent-monitor.ts";
import { agentRelayerCommand } from "./agent-relayer.ts";
import { agentSimulatorCommand } from "./agent-simulator.ts";
import { agentWebhooksCommand } from "./agent-webhooks.ts";
import { ballotSubmitCommand } from "./ballot-submit.ts";
import { type Command, commandHelp, commonOptions, parseArgsOptions } from "./command.ts";
import { CommandError } from "./command-error.ts";
import {
  credentialIssueCommand,
  credentialStatusCommand,
  credentialVerifyCommand,
} from "./credential.ts";
import { didCreateCommand, didInsertCommand, didResolveCommand } from "./did.ts";
import { networkAddNodeCommand } from "./network-add-node.ts";
import { networkBackupCommand } from "./network-backup.ts";
import { networkConveneCommand } from "./network-convene.ts";
import { networkDownCommand } from "./network-down.ts";
import { networkImagesCommand } from "./network-images.ts";
import { networkInitCommand } from "./network-init.ts";
import { networkRemoveNodeCommand } from "./network-remove-node.ts";
import { networkRenderCommand } from "./network-render.ts";
import { networkRestoreCommand } from "./network-restore.ts";
import { networkStatusCommand } from "./network-status.ts";
import { networkUpCommand } from "./network-up.ts";
import { nodeKeyCommand } from "./node-key.ts";
import { nodeProofCommand } from "./node-proof.ts";
import {
  proposalNewCommand,
  proposalSimulateCommand,
  proposalSubmitCommand,
  proposalVerifyCommand,
} from "./proposal.ts";
import { proposalResultCommand } from "./proposal-result.ts";
import { verifyGenesisCommand } from "./verify-genesis.ts";
import { verifyResultCommand } from "./verify-result.ts";

const commands: readonly Command[] = [
  networkInitCommand,
  networkRenderCommand,
  networkImagesCommand,
  networkUpCommand,
  networkStatusCommand,
  networkConveneCommand,
  networkAddNodeCommand,
  networkRemoveNodeCommand,
  networkBackupCommand,
  networkRestoreCommand,
  networkDownCommand,
  verifyGenesisCommand,
  verifyResultCommand,
  proposalNewCommand,
  proposalSimulateCommand,
  proposalSubmitCommand,
  proposalVerifyCommand,
  proposalResultCommand,
  nodeKeyCommand,
  nodeProofCommand,
  accountProofCommand,
  ballotSubmitCommand,
  didCreateCommand,
  didInsertCommand,
  didResolveCommand,
  // The longer ones first: the first verb that fits is taken.
  accreditRootCommand,
  accreditSignCommand,
  accreditAcceptCommand,
  accreditRevokeCommand,
  accreditCommand,
  credentialIssueCommand,
  credentialStatusCommand,
  credentialVerifyCommand,
  agentEnforcerCommand,
  agentMonitorCommand,
  agentRelayerCommand,
  agentSimulatorCommand,
  agentWebhooksCommand,
];

async function main(argv: readonly string[]): Promise<void> {
  const begins = (verb: string): boolean => verb.split(" ").every((word, i) => argv[i] === word);
  const command =
    commands.find(({ verb }) => begins(verb)) ??
    commands.find(({ alias }) => alias !== undefined && begins(alias));
  if (!command) {
    const words = argv.filter((word) => !word.startsWith("-"));
    const asksForHelp = argv.includes("--help");
    const ofGroup = commands.filter(({ verb }) => verb.startsWith(`${words.join(" ")} `));
    if (words.length === 0 || (asksForHelp && ofGroup.length > 0)) {
      process.stdout.write(`${generalHelp(words.length === 0 ? commands : ofGroup)}\n`);
      return;
    }
    throw new CommandError(
      `"${words.join(" ")}" is no verb of this command line.`,
      `Give one of: ${verbs().join(", ")}.`,
    );
  }

  const typed = begins(command.verb) ? command.verb : (command.alias ?? command.verb);
  const values = parse(command, argv.slice(typed.split(" ").length));
  if (values.help) {
    process.stdout.write(`${commandHelp(command)}\n`);
    return;
  }
  const { argument } = command;
  const missing = [
    ...(argument && values[argument.name] === undefined ? [argument.value] : []),
    ...Object.entries(command.options)
      .filter(([name, option]) => option.required && values[name] === undefined)
      .map(([name]) => `--${name}`),
  ];
  if (missing.length > 0) {
    throw new CommandError(
      `${missing.join(", ")} missing.`,
      `npm run foedus -- ${command.verb} --help lists the options.`,
    );
  }
  const output = await command.run(values);
  process.stdout.write(`${values.json ? JSON.stringify(output.json) : output.text}\n`);
}

function parse(command: Command, args: string[]): Record<string, string | boolean | undefined> {
  const { argument } = command;
  try {
    const options = {
      ...parseArgsOptions(command),
      json: { type: "boolean" },
      help: { type: "boolean" },
    } as const;
    const { values, positionals } = parseArgs({
      args,
      options,
      strict: true,
      allowPositionals: argument !== undefined,
    });
    const [given, ...more] = positionals;
    if (more.length > 0) throw new Error(`"${more.join(" ")}" is too much.`);
    const named = argument && given !== undefined ? { [argument.name]: given } : {};
    return { ...values, ...named };
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new CommandError(
      message,
      `npm run foedus -- ${command.verb} --help lists the options.`,
      cause,
    );
  }
}

function verbs(): string[] {
  return commands.map(({ verb }) => verb);
}

function generalHelp(listed: readonly Command[]): string {
  const width = Math.max(...verbs().map((verb) => verb.length)) + 4;
  return [
    "Usage: npm run foedus -- <verb> [options]",
    "",
    ...listed.map(({ verb, summary }) => `  ${verb.padEnd(width)}${summary}`),
    "",
    ...Object.entries(commonOptions).map(
      ([name, { meaning }]) => `  ${`--${name}`.padEnd(width)}${meaning}`,
    ),
  ].join("\n");
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  process.exitCode = 1;
  if (!(error instanceof CommandError)) throw error;
  if (process.argv.includes("--json")) {
    process.stderr.write(`${JSON.stringify({ error: error.message, remedy: error.remedy })}\n`);
  } else {
    process.stderr.write(`Error: ${error.message}\nRemedy: ${error.remedy}\n`);
  }
}
