import { SettingsError } from "../../deploy/agents/settings.ts";
import { CommandError } from "./command-error.ts";

/** Runs an agent until it is stopped, and says what to do about settings with which it cannot run. */
export async function runAgent(run: () => Promise<void>) {
  try {
    await run();
  } catch (cause) {
    if (cause instanceof SettingsError) throw new CommandError(cause.message, cause.remedy, cause);
    if ((cause as NodeJS.ErrnoException).code === "EADDRINUSE") {
      throw new CommandError(
        `The address of /health and /metrics is taken: ${(cause as Error).message}.`,
        "Give another listen.port in the settings, or stop what listens there.",
        cause,
      );
    }
    throw cause;
  }
  return { text: "Stopped.", json: { stopped: 1 } };
}
