import type { Address, Hex } from "viem";

import { askForBlock, jsonRpc, NodeRefuses, type Request } from "./json-rpc.ts";
import {
  type AccountAllowlist,
  addressOfRemote,
  type Allowlist,
  announcedHead,
  type Block,
  type Enode,
  enodeUrl,
  type NodeClient,
  parseEnode,
  type Peer,
} from "./node-client.ts";

interface BesuPeer {
  id: Hex;
  enode: string;
  network: { remoteAddress: string; inbound?: boolean };
  protocols?: Record<string, unknown>;
}

/**
 * Besu with QBFT in contract mode, where the client itself asks the ValidatorSet who validates, and with local permissioning of
 * nodes and of accounts. Its API groups ADMIN, PERM and QBFT have to be on, on an address that the enforcer alone reaches.
 */
export class BesuClient implements NodeClient {
  readonly name = "Besu";
  readonly votesOnValidators = false;
  readonly connectsValidatorsOnly = false;
  readonly allowlist: Allowlist;
  readonly accountAllowlist: AccountAllowlist;
  readonly #request: Request;

  constructor(url: string) {
    this.#request = jsonRpc(url);
    this.allowlist = new BesuAllowlist(this.#request);
    this.accountAllowlist = new BesuAccountAllowlist(this.#request);
  }

  async head(): Promise<bigint> {
    return BigInt(await this.#request<Hex>("eth_blockNumber"));
  }

  async block(which: bigint | Hex): Promise<Block | undefined> {
    return await askForBlock(this.#request, which);
  }

  async publicKey(): Promise<Hex> {
    const { id } = await this.#request<{ id: string }>("admin_nodeInfo");
    return `0x${id.replace(/^0x/, "")}`;
  }

  async peers(): Promise<Peer[]> {
    const peers = await this.#request<BesuPeer[]>("admin_peers");
    return peers.map(({ id, enode, network, protocols }) => ({
      publicKey: id,
      // The enode is what removing a peer takes; the remote port of an inbound connection is another one.
      remote: enode,
      address: addressOfRemote(network.remoteAddress),
      ...announcedHead(protocols),
      inbound: network.inbound ?? false,
    }));
  }

  async connect(enode: Enode): Promise<void> {
    await this.#request("admin_addPeer", enodeUrl(enode));
  }

  async disconnect({ remote }: Peer): Promise<void> {
    await this.#request("admin_removePeer", remote);
  }

  async validators(): Promise<Address[]> {
    return await this.#request<Address[]>("qbft_getValidatorsByBlockNumber", "latest");
  }

  vote(): Promise<void> {
    return Promise.reject(new Error("Besu reads its validators from the contract."));
  }
}

class BesuAllowlist implements Allowlist {
  readonly #request: Request;

  constructor(request: Request) {
    this.#request = request;
  }

  async read(): Promise<Enode[] | undefined> {
    try {
      const entries = await this.#request<string[]>("perm_getNodesAllowlist");
      return entries.flatMap((entry) => parseEnode(entry) ?? []);
    } catch (error) {
      // Besu refuses the question while permissioning is off.
      if (error instanceof NodeRefuses) return undefined;
      throw error;
    }
  }

  async add(enodes: readonly Enode[]): Promise<void> {
    await this.#request("perm_addNodesToAllowlist", enodes.map(enodeUrl));
  }

  async remove(enodes: readonly Enode[]): Promise<void> {
    await this.#request("perm_removeNodesFromAllowlist", enodes.map(enodeUrl));
  }
}

/** Accounts that are named in one order; a request of Besu's holds 5 MB, and it compares each of them with its whole list. */
const mostAccounts = 1_000;

/** Besu asks it when a transaction is submitted or arrives from a peer, and when it makes a block; never about the blocks of others. */
class BesuAccountAllowlist implements AccountAllowlist {
  readonly #request: Request;

  constructor(request: Request) {
    this.#request = request;
  }

  async read(): Promise<Address[] | undefined> {
    try {
      const entries = await this.#request<Address[]>("perm_getAccountsAllowlist");
      return entries.map((entry) => entry.toLowerCase() as Address);
    } catch (error) {
      // Besu refuses the question while permissioning of accounts is off.
      if (error instanceof NodeRefuses) return undefined;
      throw error;
    }
  }

  async add(accounts: readonly Address[]): Promise<void> {
    for (const some of parts(accounts)) await this.#request("perm_addAccountsToAllowlist", some);
  }

  async remove(accounts: readonly Address[]): Promise<void> {
    for (const some of parts(accounts))
      await this.#request("perm_removeAccountsFromAllowlist", some);
  }
}

const parts = (accounts: readonly Address[]): Address[][] =>
  Array.from({ length: Math.ceil(accounts.length / mostAccounts) }, (_, index) =>
    accounts.slice(index * mostAccounts, (index + 1) * mostAccounts),
  );
