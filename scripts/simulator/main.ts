import { readFileSync } from "node:fs";

import { runSimulator, type SimulatorOptions } from "./simulator.ts";

const [file] = process.argv.slice(2);
if (file === undefined) {
  process.stderr.write("Say which settings: node scripts/simulator/main.ts <settings.json>\n");
  process.exit(2);
}
await runSimulator(JSON.parse(readFileSync(file, "utf8")) as SimulatorOptions);
