import { pino } from "pino";

import { stopSignal } from "../stop-signal.ts";
import { startWebhooksAgent } from "./agent.ts";
import { readWebhooksSettings } from "./settings.ts";

/** Runs the service of webhooks until SIGINT or SIGTERM. */
export async function runWebhooks(settingsFile: string) {
  const settings = readWebhooksSettings(settingsFile);
  const stopped = stopSignal();
  const agent = await startWebhooksAgent(settings, pino({ name: "webhooks" }));
  await stopped;
  await agent.stop();
}
