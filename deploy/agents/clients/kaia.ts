import type { Address, Hex } from "viem";

import { askForBlock, jsonRpc, type Request } from "./json-rpc.ts";
import {
  addressOfRemote,
  announcedHead,
  type Block,
  type Enode,
  type NodeClient,
  type Peer,
  type ValidatorVote,
} from "./node-client.ts";

interface KaiaPeer {
  id: string;
  networks: { remoteAddress: string; inbound: boolean }[];
  /** What it has announced; a text during the handshake. */
  protocols?: Record<string, unknown>;
}

/**
 * Kaia's consensus node (`kcn` 1.0.3). Of its governance it uses the two votes on validators and nothing else: other votes, the
 * one on the timeout among them, can halt a chain for good. It has no list of nodes or of accounts: strangers are disconnected, and who may
 * send transactions is up to those who make them and to the contracts.
 */
export class KaiaClient implements NodeClient {
  readonly name = "Kaia";
  readonly votesOnValidators = true;
  readonly connectsValidatorsOnly = true;
  readonly #request: Request;

  constructor(url: string) {
    this.#request = jsonRpc(url);
  }

  async head(): Promise<bigint> {
    return BigInt(await this.#request<Hex>("eth_blockNumber"));
  }

  async block(which: bigint | Hex): Promise<Block | undefined> {
    return await askForBlock(this.#request, which);
  }

  async publicKey(): Promise<Hex> {
    const { id } = await this.#request<{ id: string }>("admin_nodeInfo");
    return `0x${id}`;
  }

  async peers(): Promise<Peer[]> {
    const peers = await this.#request<KaiaPeer[]>("admin_peers");
    return peers.map(({ id, networks: [connection], protocols }) => ({
      publicKey: `0x${id}`,
      remote: connection?.remoteAddress ?? "",
      address: addressOfRemote(connection?.remoteAddress ?? ""),
      ...announcedHead(protocols),
      inbound: connection?.inbound ?? false,
    }));
  }

  async connect(enode: Enode): Promise<void> {
    const url = peerUrl(enode);
    // Kaia does not repeat a call that failed for half a minute, unless it has been told to forget the node in between.
    await this.#request("admin_removePeer", url);
    await this.#request("admin_addPeer", url);
  }

  async disconnect({ publicKey, remote }: Peer): Promise<void> {
    const [, host = "127.0.0.1", port = "0"] = /^(.*):(\d+)$/.exec(remote) ?? [];
    await this.#request("admin_removePeer", peerUrl({ publicKey, host, port: Number(port) }));
  }

  async validators(): Promise<Address[]> {
    return await this.#request<Address[]>("istanbul_getValidators", "latest");
  }

  async vote({ validator, add }: ValidatorVote): Promise<void> {
    const subject = add ? "governance.addvalidator" : "governance.removevalidator";
    await this.#request("governance_vote", subject, validator);
  }
}

/** How Kaia writes an enode of a consensus node. */
export function peerUrl({ publicKey, host, port }: Enode): string {
  const literal = host.includes(":") && !host.startsWith("[") ? `[${host}]` : host;
  return `kni://${publicKey.slice(2)}@${literal}:${port}?discport=0&ntype=cn`;
}
