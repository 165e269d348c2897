import { CommandError } from "../foedus/command-error.ts";
import { ProgramFailed, type ProgramOptions, runProgram } from "./program.ts";

const installation =
  "Install Docker Engine and Compose (Debian: apt-get install docker.io docker-compose), start it (systemctl start docker), and let your user reach it (group docker); DOCKER_HOST names another engine.";

/** The Docker engine that the machine's `docker` reaches, and its Compose. */
export class Engine {
  /** `docker compose`, or the older program of its own. */
  readonly #compose: readonly string[];

  private constructor(compose: readonly string[]) {
    this.#compose = compose;
  }

  /** Finds both; says what is missing and what helps. */
  static async find(): Promise<Engine> {
    try {
      await runProgram("docker", ["version", "--format", "{{.Server.Version}}"]);
    } catch (cause) {
      throw new CommandError(
        cause instanceof ProgramFailed
          ? `The Docker engine does not answer: ${lastLine(cause.output)}`
          : "There is no program docker.",
        installation,
        cause,
      );
    }
    for (const compose of [["docker", "compose"], ["docker-compose"]]) {
      const [program = "", ...args] = compose;
      try {
        await runProgram(program, [...args, "version"]);
        return new Engine(compose);
      } catch {
        // The other one may be there.
      }
    }
    throw new CommandError("There is neither `docker compose` nor docker-compose.", installation);
  }

  async docker(args: readonly string[], options: ProgramOptions = {}): Promise<string> {
    // The classic builder is in every engine; the newer one is a plugin that may be missing.
    const env = { DOCKER_BUILDKIT: "0", ...options.env };
    return await runProgram("docker", args, { ...options, env });
  }

  async compose(args: readonly string[], options: ProgramOptions = {}): Promise<string> {
    const [program = "", ...first] = this.#compose;
    // The older program gives up on a busy machine after a minute otherwise.
    const env = { COMPOSE_HTTP_TIMEOUT: "300", ...options.env };
    return await runProgram(program, [...first, ...args], { ...options, env });
  }
}

function lastLine(text: string): string {
  return text.trimEnd().split("\n").at(-1) ?? "";
}
