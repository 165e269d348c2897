import { randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";

import type { Address } from "viem";

import type { Surroundings } from "./supervised-process.ts";
import { SupervisedService } from "./supervised-service.ts";

/** The service that tells endpoints what happens to payments. On this machine they may be at loopback. */
export class Webhooks extends SupervisedService {
  constructor(options: {
    port: number;
    /** Where its settings are written, with its key and the password of the database. */
    folder: string;
    rpc: string;
    graphql: string;
    databaseUrl: string;
    addresses: { PaymentEscrow: Address; PermissionViews: Address };
    surroundings: Surroundings;
  }) {
    const { port, folder, rpc, graphql, databaseUrl, addresses } = options;
    const { PaymentEscrow, PermissionViews } = addresses;
    const settings = {
      node: { rpc },
      index: graphql,
      addresses: { PaymentEscrow, PermissionViews },
      database: "database",
      key: "key",
      allowLoopback: true,
      listen: { host: "127.0.0.1", port },
    };
    super({
      name: "webhooks",
      port,
      // It works when the index does, which starts at the same time.
      patience: 180_000,
      args: [
        path.resolve(import.meta.dirname, "../../deploy/agents/main.ts"),
        "webhooks",
        "--settings",
        path.join(folder, "settings.json"),
      ],
      prepare() {
        fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
        for (const [name, text] of [
          // Database and key live and end with this start.
          ["key", randomBytes(32).toString("hex")],
          ["database", databaseUrl],
          ["settings.json", JSON.stringify(settings)],
        ] as const)
          fs.writeFileSync(path.join(folder, name), text, { mode: 0o600 });
      },
      surroundings: options.surroundings,
    });
  }
}
