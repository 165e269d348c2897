import fs from "node:fs";
import path from "node:path";

import type { Source } from "../proposals/simulation.ts";
import type { Surroundings } from "./supervised-process.ts";
import { SupervisedService } from "./supervised-service.ts";

/** The service that tries proposals on copies of the chain. */
export class Simulator extends SupervisedService {
  constructor(options: {
    port: number;
    /** Where its settings are written. */
    folder: string;
    source: Source;
    surroundings: Surroundings;
  }) {
    const { port, folder, source, surroundings } = options;
    const settings = path.join(folder, "settings.json");
    super({
      name: "simulator",
      port,
      args: [path.resolve(import.meta.dirname, "../simulator/main.ts"), settings],
      prepare() {
        fs.mkdirSync(folder, { recursive: true });
        fs.writeFileSync(settings, JSON.stringify({ source, port }));
      },
      surroundings,
    });
  }
}
