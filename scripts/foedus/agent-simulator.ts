import { networkOptions, sourceOf } from "../proposals/proposal-source.ts";
import { withBindings } from "./bindings.ts";
import type { Command } from "./command.ts";
import { CommandError } from "./command-error.ts";
import { runAgent } from "./run-agent.ts";

export const agentSimulatorCommand: Command = {
  verb: "agent simulator",
  summary:
    "Try proposals on copies of a network's state for the server of a dApp on this computer, until SIGTERM; nothing is sent to the network.",
  options: {
    ...networkOptions,
    port: { value: "<number>", meaning: "where it listens on loopback", default: "18071" },
  },
  async run(values) {
    const port = Number(values["port"]);
    if (!Number.isInteger(port) || port < 1 || port > 65_535)
      throw new CommandError(
        `"${String(values["port"])}" is no port.`,
        "Give a whole number from 1 to 65535.",
      );
    const source = await sourceOf(values);
    return runAgent(async () => {
      const { runSimulator } = await withBindings(() => import("../simulator/simulator.ts"));
      await runSimulator({ source, port });
    });
  },
};
