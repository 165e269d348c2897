import { pino } from "pino";

import { startMonitorAgent } from "./agent.ts";
import { readMonitorSettings } from "./settings.ts";

/** Runs a monitor until SIGINT or SIGTERM. */
export async function runMonitor(settingsFile: string) {
  const settings = readMonitorSettings(settingsFile);
  const stopped = new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, resolve);
  });
  const agent = await startMonitorAgent(settings, pino({ name: "monitor" }));
  await stopped;
  await agent.stop();
}
