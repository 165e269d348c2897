import { pino } from "pino";

import { startEnforcerAgent } from "./agent.ts";
import { readSettings } from "./settings.ts";

/** Runs an enforcer until SIGINT or SIGTERM. */
export async function runEnforcer(settingsFile: string): Promise<void> {
  const settings = readSettings(settingsFile);
  const stopped = new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, resolve);
  });
  const agent = await startEnforcerAgent(settings, pino({ name: "enforcer" }));
  await stopped;
  await agent.stop();
}
