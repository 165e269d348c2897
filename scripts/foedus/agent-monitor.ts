import { SettingsError } from "../../deploy/agents/settings.ts";
import { withBindings } from "./bindings.ts";
import type { Command } from "./command.ts";
import { CommandError } from "./command-error.ts";

export const agentMonitorCommand: Command = {
  verb: "agent monitor",
  summary:
    "Count how often validators seal and report it on the chain until SIGTERM, for a monitor that a body has appointed.",
  options: {
    settings: { value: "<path>", meaning: "the monitor's settings, a JSON file", required: true },
  },
  async run(values) {
    try {
      const { runMonitor } = await withBindings(() => import("../../deploy/agents/monitor/run.ts"));
      await runMonitor(values.settings as string);
    } catch (cause) {
      if (cause instanceof SettingsError)
        throw new CommandError(cause.message, cause.remedy, cause);
      throw cause;
    }
    return { text: "Stopped.", json: { stopped: 1 } };
  },
};
