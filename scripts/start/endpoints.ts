import fs from "node:fs";
import path from "node:path";

/** What others may rely on once everything is ready (`.foedus/local/endpoints.json`). */
export interface Endpoints {
  chainId: number;
  rpc: string;
  graphql: string;
  app: string;
  api: string;
  relayer: string;
  addresses: Record<string, `0x${string}`>;
  startedAt: string;
}

/** Readers see the whole file or none. */
export function writeEndpoints(file: string, endpoints: Endpoints): void {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const partial = `${file}.partial`;
  fs.writeFileSync(partial, `${JSON.stringify(endpoints, null, 2)}\n`);
  fs.renameSync(partial, file);
}
