import { withBindings } from "./bindings.ts";
import type { Command } from "./command.ts";
import { runAgent } from "./run-agent.ts";

export const agentWebhooksCommand: Command = {
  verb: "agent webhooks",
  summary:
    "Tell registered endpoints what happens to payments, signed and in order, until SIGTERM.",
  options: {
    settings: { value: "<path>", meaning: "the service's settings, a JSON file", required: true },
  },
  run: (values) =>
    runAgent(async () => {
      const { runWebhooks } = await withBindings(
        () => import("../../deploy/agents/webhooks/run.ts"),
      );
      await runWebhooks(values.settings as string);
    }),
};
