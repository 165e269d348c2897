import { SettingsError } from "../../deploy/agents/settings.ts";
import { withBindings } from "./bindings.ts";
import type { Command } from "./command.ts";
import { CommandError } from "./command-error.ts";

export const agentEnforcerCommand: Command = {
  verb: "agent enforcer",
  summary:
    "Keep one node in line with the contracts until SIGTERM: who connects, who validates. Logs one line of JSON an event.",
  options: {
    settings: { value: "<path>", meaning: "the node's settings, a JSON file", required: true },
    state: {
      value: "<path>",
      meaning: "file that keeps the last known members; last-known.json beside the settings",
    },
    "break-glass": {
      meaning:
        "after a halt: let the last known members count as long as the node is behind them or cannot read the contracts",
    },
  },
  async run(values) {
    try {
      const { runEnforcer } = await withBindings(
        () => import("../../deploy/agents/enforcer/run.ts"),
      );
      await runEnforcer({
        settings: values.settings as string,
        state: values.state as string | undefined,
        breakGlass: values["break-glass"] === true,
      });
    } catch (cause) {
      if (cause instanceof SettingsError)
        throw new CommandError(cause.message, cause.remedy, cause);
      if ((cause as NodeJS.ErrnoException).code === "EADDRINUSE") {
        throw new CommandError(
          `The address of /health and /metrics is taken: ${(cause as Error).message}.`,
          "Give another listen.port in the settings, or stop what listens there.",
          cause,
        );
      }
      throw cause;
    }
    return { text: "Stopped.", json: { stopped: 1 } };
  },
};
