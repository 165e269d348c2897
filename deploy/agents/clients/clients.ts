import type { ClientName } from "../settings.ts";
import { BesuClient } from "./besu.ts";
import { KaiaClient } from "./kaia.ts";
import type { NodeClient } from "./node-client.ts";

/** The client software that agents can speak to. */
export const clients: Record<ClientName, new (url: string) => NodeClient> = {
  besu: BesuClient,
  kaia: KaiaClient,
};
