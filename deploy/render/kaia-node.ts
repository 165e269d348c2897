import { type Address } from "viem";

/** Programs of Kaia: the consensus node, and the end-point node. */
export type KaiaProgram = "kcn" | "ken";

/** Settings of one Kaia node. Ports are TCP. */
export interface KaiaNodeSettings {
  /** `kcn` takes part in the consensus, `ken` only follows. */
  program: KaiaProgram;
  /** Folder of its chain. */
  dataFolder: string;
  /** File with its key: 64 hexadecimal digits. */
  keyFile: string;
  chainId: number;
  /** Address of its key: whom it would credit fees to, if there were any. */
  address: Address;
  /** Port of the peer-to-peer protocol. */
  port: number;
  /** Where its JSON-RPC listens; governance and administration of peers are on it, so it is for its enforcer alone. */
  rpcHost: string;
  rpcPort: number;
}

/** Arguments that make the chain's first block in an empty data folder. */
export function kaiaInitArguments(dataFolder: string, genesisFile: string): string[] {
  return ["init", "--datadir", dataFolder, genesisFile];
}

/** Arguments that run the node. */
export function kaiaRunArguments(settings: KaiaNodeSettings): string[] {
  return [
    ...["--datadir", settings.dataFolder],
    ...["--networkid", String(settings.chainId)],
    ...["--nodekey", settings.keyFile],
    ...(settings.program === "kcn" ? ["--rewardbase", settings.address] : []),
    ...["--port", String(settings.port), "--subport", String(settings.port + 1)],
    // Who is whose peer is decided by the contracts, not by who finds whom.
    "--nodiscover",
    // Without a way to the internet, each start would wait 100 s for a time server.
    "--ntp.disable",
    ...["--rpc", "--rpcaddr", settings.rpcHost, "--rpcport", String(settings.rpcPort)],
    ...["--rpcapi", "eth,net,admin,istanbul,governance,txpool,debug,web3"],
    // Small caches: a node of a small network takes 100 to 150 MB.
    ...["--cache.type", "0", "--state.cache-size", "64", "--db.leveldb.cache-size", "32"],
  ];
}
