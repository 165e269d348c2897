import type { ParseArgsOptionsConfig } from "node:util";

export interface CommandOption {
  /** What stands for the value in the help, for example `<path>`; none for a switch. */
  value?: string;
  /** One line for the help. */
  meaning: string;
  required?: boolean;
  default?: string;
}

export type OptionValues = Readonly<Record<string, string | boolean | undefined>>;

/** What a verb prints: for people, and the same for machines (`--json`). */
export interface CommandOutput {
  text: string;
  json: Record<string, unknown>;
}

export interface Command {
  /** As it is typed, for example `node proof`. */
  verb: string;
  /** A shorter form, taken where no other verb fits. */
  alias?: string;
  /** One sentence for the help. */
  summary: string;
  /** What is typed without a name after the verb; its value stands among those of the options. */
  argument?: { name: string; value: string; meaning: string };
  options: Record<string, CommandOption>;
  run(values: OptionValues): Promise<CommandOutput>;
}

export function parseArgsOptions(command: Command): ParseArgsOptionsConfig {
  return Object.fromEntries(
    Object.entries(command.options).map(([name, option]) => [
      name,
      option.value === undefined
        ? ({ type: "boolean" } as const)
        : ({
            type: "string",
            ...(option.default === undefined ? {} : { default: option.default }),
          } as const),
    ]),
  );
}

export function commandHelp(command: Command): string {
  const { argument } = command;
  const lines = Object.entries({ ...command.options, ...commonOptions }).map(([name, option]) => {
    const left = `  --${name}${option.value === undefined ? "" : ` ${option.value}`}`;
    const remark = option.required
      ? " (required)"
      : option.default === undefined
        ? ""
        : ` (default ${option.default})`;
    return [left, `${option.meaning}${remark}`] as const;
  });
  if (argument !== undefined) lines.unshift([`  ${argument.value}`, argument.meaning]);
  const width = Math.max(...lines.map(([left]) => left.length)) + 2;
  const usage = Object.entries(command.options)
    .filter(([, option]) => option.required)
    .map(([name, option]) => ` --${name} ${option.value ?? ""}`.trimEnd())
    .join("");
  return [
    command.summary,
    "",
    `Usage: npm run foedus -- ${command.verb}${argument === undefined ? "" : ` ${argument.value}`}${usage} [options]`,
    "",
    ...lines.map(([left, right]) => left.padEnd(width) + right),
  ].join("\n");
}

export const commonOptions: Record<string, CommandOption> = {
  json: { meaning: "print one line of JSON, errors too" },
  help: { meaning: "print this help" },
};
