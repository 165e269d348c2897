import { withBindings } from "./bindings.ts";
import type { Command } from "./command.ts";
import { runAgent } from "./run-agent.ts";

export const agentRelayerCommand: Command = {
  verb: "agent relayer",
  summary:
    "Take signed ballots, and bring them to their bodies in batches until SIGTERM, so that representatives vote without a coin.",
  options: {
    settings: { value: "<path>", meaning: "the relayer's settings, a JSON file", required: true },
  },
  run: (values) =>
    runAgent(async () => {
      const { runRelayer } = await withBindings(() => import("../../deploy/agents/relayer/run.ts"));
      await runRelayer(values.settings as string);
    }),
};
