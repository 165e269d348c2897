import path from "node:path";

import { pino } from "pino";

import { stopSignal } from "../stop-signal.ts";
import { startEnforcerAgent } from "./agent.ts";
import { readSettings } from "./settings.ts";

/** How the operator calls it. */
export interface EnforcerCall {
  /** Path of the settings. */
  settings: string;
  /** Path of the last known state; `last-known.json` beside the settings when left out. */
  state?: string | undefined;
  breakGlass?: boolean | undefined;
}

/** Runs an enforcer until SIGINT or SIGTERM. */
export async function runEnforcer({ settings: file, state, breakGlass }: EnforcerCall) {
  const settings = readSettings(file);
  const stopped = stopSignal();
  const agent = await startEnforcerAgent(settings, pino({ name: "enforcer" }), {
    state: state ?? path.join(path.dirname(file), "last-known.json"),
    breakGlass: breakGlass ?? false,
  });
  await stopped;
  await agent.stop();
}
