import type { Address } from "viem";

import { type Enode, enodeUrl } from "../agents/clients/node-client.ts";

/** Settings of one Besu node; its paths are relative to the folder that it is started in. */
export interface BesuNodeSettings {
  chainId: number;
  /** Address at which other nodes reach it. */
  host: string;
  /** Port of the peer-to-peer protocol. */
  port: number;
  rpcPort: number;
  founders: readonly Enode[];
}

/** The file that `besu --config-file` takes. */
export function besuConfiguration({
  chainId,
  host,
  port,
  rpcPort,
  founders,
}: BesuNodeSettings): string {
  return `# Its chain, its key, and the first block of the network.
data-path = "data"
node-private-key-file = "node-key"
genesis-file = "../../../genesis.json"
network-id = ${chainId}

# Other nodes reach it here. Who is whose peer is decided by the contracts, not by who finds whom.
p2p-host = "${host}"
p2p-port = ${port}
discovery-enabled = false

# Its own file of nodes that it lets connect; the enforcer keeps it as the contracts say.
permissions-nodes-config-file-enabled = true
permissions-nodes-config-file = "permissions.toml"

# Its own file of accounts whose transactions it takes, kept in the same way. A file apart: Besu rewrites each whole file when its list changes.
permissions-accounts-config-file-enabled = true
permissions-accounts-config-file = "permissions-accounts.toml"

# JSON-RPC, with administration and permissions, for its enforcer alone: it listens on loopback.
rpc-http-enabled = true
rpc-http-host = "127.0.0.1"
rpc-http-port = ${rpcPort}
rpc-http-api = ["ETH", "NET", "ADMIN", "PERM", "QBFT"]

# Transactions cost nothing.
min-gas-price = 0

# The ${founders.length} founding nodes dial each other before their enforcers look for the first time.
static-nodes-file = "static-nodes.json"
`;
}

/** The file of the nodes that it lets connect, as it stands before the enforcer's first look. */
export function besuPermissions(founders: readonly Enode[]): string {
  return `nodes-allowlist = [\n${founders.map((founder) => `  "${enodeUrl(founder)}",\n`).join("")}]\n`;
}

/**
 * The file of the accounts whose transactions it takes, as it stands before the enforcer's first look: the keys that may accept the members'
 * mandates, so that the network can be governed from its first block on. Nobody else has rights then.
 */
export function besuAccounts(mandateKeys: readonly Address[]): string {
  const accounts = [...new Set(mandateKeys.map((key) => key.toLowerCase()))];
  return `accounts-allowlist = [\n${accounts.map((account) => `  "${account}",\n`).join("")}]\n`;
}

/** The file of the nodes that it dials by itself. */
export function besuStaticNodes(founders: readonly Enode[]): string {
  return `${JSON.stringify(founders.map(enodeUrl), null, 2)}\n`;
}
