import { withBindings } from "./bindings.ts";
import type { Command } from "./command.ts";
import { runAgent } from "./run-agent.ts";

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
  run: (values) =>
    runAgent(async () => {
      const { runEnforcer } = await withBindings(
        () => import("../../deploy/agents/enforcer/run.ts"),
      );
      await runEnforcer({
        settings: values.settings as string,
        state: values.state as string | undefined,
        breakGlass: values["break-glass"] === true,
      });
    }),
};
