import fs from "node:fs";
import path from "node:path";

import type { Address, Hex } from "viem";

import type { Surroundings } from "./supervised-process.ts";
import { SupervisedService } from "./supervised-service.ts";

/** Seconds that a ballot of the embedded chain waits for others: whoever tries it wants to see it. */
const patience = 2;

/** The agent that takes signed ballots and brings them. */
export class Relayer extends SupervisedService {
  constructor(options: {
    port: number;
    /** Where its settings are written, with the key and the password of the database. */
    folder: string;
    rpc: string;
    databaseUrl: string;
    councils: readonly Address[];
    /** Names the bodies that are added later. */
    permissionViews: Address;
    privateKey: Hex;
    surroundings: Surroundings;
  }) {
    const { port, folder, rpc, databaseUrl, councils, permissionViews, privateKey } = options;
    const settings = {
      node: { rpc },
      councils,
      permissionViews,
      database: "database",
      key: "key",
      batch: { seconds: patience },
      listen: { host: "127.0.0.1", port },
    };
    super({
      name: "relayer",
      port,
      args: [
        path.resolve(import.meta.dirname, "../../deploy/agents/main.ts"),
        "relayer",
        "--settings",
        path.join(folder, "settings.json"),
      ],
      prepare() {
        fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
        for (const [name, text] of [
          ["key", privateKey],
          ["database", databaseUrl],
          ["settings.json", JSON.stringify(settings)],
        ] as const)
          fs.writeFileSync(path.join(folder, name), text, { mode: 0o600 });
      },
      surroundings: options.surroundings,
    });
  }
}
