import { parseArgs } from "node:util";

import { runEnforcer } from "./enforcer/run.ts";
import { SettingsError } from "./enforcer/settings.ts";

/** Entry of the one file that all agents are bundled into: `node foedus-agent.mjs enforcer --settings <path>`. */
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    settings: { type: "string" },
    state: { type: "string" },
    "break-glass": { type: "boolean" },
  },
});

if (positionals[0] !== "enforcer" || positionals.length > 1 || values.settings === undefined) {
  process.stderr.write(
    "usage: foedus-agent enforcer --settings <path> [--state <path>] [--break-glass]\n",
  );
  process.exitCode = 2;
} else {
  try {
    const { settings, state, "break-glass": breakGlass } = values;
    await runEnforcer({ settings, state, breakGlass });
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    process.stderr.write(`Error: ${error.message}\nRemedy: ${error.remedy}\n`);
    process.exitCode = 1;
  }
}
