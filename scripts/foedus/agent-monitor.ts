import { withBindings } from "./bindings.ts";
import type { Command } from "./command.ts";
import { runAgent } from "./run-agent.ts";

export const agentMonitorCommand: Command = {
  verb: "agent monitor",
  summary:
    "Count how often validators seal and report it on the chain until SIGTERM, for a monitor that a body has appointed.",
  options: {
    settings: { value: "<path>", meaning: "the monitor's settings, a JSON file", required: true },
  },
  run: (values) =>
    runAgent(async () => {
      const { runMonitor } = await withBindings(() => import("../../deploy/agents/monitor/run.ts"));
      await runMonitor(values.settings as string);
    }),
};
