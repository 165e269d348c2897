import { parseArgs } from "node:util";

import { runEnforcer } from "./enforcer/run.ts";
import { runMonitor } from "./monitor/run.ts";
import { runRelayer } from "./relayer/run.ts";
import { SettingsError } from "./settings.ts";
import { runWebhooks } from "./webhooks/run.ts";

/** Entry of the one file that all agents are bundled into: `node foedus-agent.mjs <agent> --settings <path>`. */
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    settings: { type: "string" },
    state: { type: "string" },
    "break-glass": { type: "boolean" },
  },
});

const [agent, ...more] = positionals;
const { settings, state, "break-glass": breakGlass } = values;
try {
  if (agent === "enforcer" && more.length === 0 && settings !== undefined) {
    await runEnforcer({ settings, state, breakGlass });
  } else if (agent === "monitor" && more.length === 0 && settings !== undefined) {
    await runMonitor(settings);
  } else if (agent === "relayer" && more.length === 0 && settings !== undefined) {
    await runRelayer(settings);
  } else if (agent === "webhooks" && more.length === 0 && settings !== undefined) {
    await runWebhooks(settings);
  } else {
    process.stderr.write(
      "usage: foedus-agent enforcer --settings <path> [--state <path>] [--break-glass]\n" +
        "       foedus-agent monitor --settings <path>\n" +
        "       foedus-agent relayer --settings <path>\n" +
        "       foedus-agent webhooks --settings <path>\n",
    );
    process.exitCode = 2;
  }
} catch (error) {
  if (!(error instanceof SettingsError)) throw error;
  process.stderr.write(`Error: ${error.message}\nRemedy: ${error.remedy}\n`);
  process.exitCode = 1;
}
