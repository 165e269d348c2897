import { pino } from "pino";

import { stopSignal } from "../stop-signal.ts";
import { startMonitorAgent } from "./agent.ts";
import { readMonitorSettings } from "./settings.ts";

/** Runs a monitor until SIGINT or SIGTERM. */
export async function runMonitor(settingsFile: string) {
  const settings = readMonitorSettings(settingsFile);
  const stopped = stopSignal();
  const agent = await startMonitorAgent(settings, pino({ name: "monitor" }));
  await stopped;
  await agent.stop();
}
