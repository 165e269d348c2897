import { pino } from "pino";

import { stopSignal } from "../stop-signal.ts";
import { startRelayerAgent } from "./agent.ts";
import { readRelayerSettings } from "./settings.ts";

/** Runs a relayer until SIGINT or SIGTERM. */
export async function runRelayer(settingsFile: string) {
  const settings = readRelayerSettings(settingsFile);
  const stopped = stopSignal();
  const agent = await startRelayerAgent(settings, pino({ name: "relayer" }));
  await stopped;
  await agent.stop();
}
