import { existsSync } from "node:fs";
import path from "node:path";

import {
  type Address,
  createPublicClient,
  createWalletClient,
  getContract,
  type Hash,
  http,
  isAddressEqual,
  type LocalAccount,
} from "viem";

import { memberAccount } from "../../deploy/networks/local/members.ts";
import { appointmentTypedData } from "../../deploy/typed-data.ts";
import { memberRegistryAbi } from "../../generated/contracts/MemberRegistry.ts";
import { CommandError } from "../foedus/command-error.ts";
import { createNodeKey, readAccountKey } from "../foedus/node-key-file.ts";
import { mandateKeyFile, type NetworkFolder } from "./network-folder.ts";
import { requireChain } from "./required-chain.ts";

/** Seconds for which the proof of a new key counts. */
const proofCounts = 600;

export interface Seat {
  representative: Address;
  /** File of the representative's private key. */
  keyFile: string;
  /** False when the representative could act before. */
  isNew: boolean;
}

/** Brings the members of a founded network to where they can vote, by their own keys over JSON-RPC. */
export class Convening {
  readonly #network: NetworkFolder;
  readonly #chain;
  readonly #registry;
  readonly #url: string;

  private constructor(network: NetworkFolder, url: string) {
    this.#network = network;
    this.#url = url;
    this.#chain = createPublicClient({ transport: http(url), pollingInterval: 500, cacheTime: 0 });
    this.#registry = getContract({
      address: network.addresses.MemberRegistry,
      abi: memberRegistryAbi,
      client: this.#chain,
    });
  }

  /** Refuses a node that does not answer or is of another network. */
  static async at(network: NetworkFolder, url: string): Promise<Convening> {
    await requireChain(url, network.topology.chainId);
    return new Convening(network, url);
  }

  /** One member's representative can act for `term` seconds. What is done already is not done again. */
  async seat(code: string, term: number): Promise<Seat> {
    const mandateFile = mandateKeyFile(this.#network, code);
    if (!existsSync(mandateFile))
      throw new CommandError(
        `There is no mandate key of ${code} in ${this.#network.folder}.`,
        "Give the code of a member whose folder stands below members/, or ask whoever keeps its key.",
      );
    const mandate = await readAccountKey(mandateFile);
    const keyFile = path.join(path.dirname(mandateFile), "representative-key");
    if (!existsSync(keyFile)) await createNodeKey(keyFile);
    const representative = await readAccountKey(keyFile);
    const { address } = representative;
    const now = Number((await this.#chain.getBlock({ includeTransactions: false })).timestamp);
    if ((await this.#registry.read.representationEnd([address])) > now)
      return { representative: address, keyFile, isNew: false };

    await this.#accept(code, mandate);
    const account = memberAccount(code);
    const notAfter = now + term;
    const deadline = now + proofCounts;
    const proof = await representative.signTypedData(
      appointmentTypedData(this.#network.topology.chainId, this.#registry.address, {
        account,
        key: address,
        notAfter,
        nonce: await this.#registry.read.nonces([address]),
        deadline,
      }),
    );
    await this.#mined(
      await this.#as(mandate).write.appointRepresentative(
        [account, address, notAfter, deadline, proof],
        { chain: null },
      ),
    );
    return { representative: address, keyFile, isNew: true };
  }

  async #accept(code: string, mandate: LocalAccount): Promise<void> {
    const account = memberAccount(code);
    const { mandateKey, designatedKey } = await this.#registry.read.member([account]);
    if (isAddressEqual(mandateKey, mandate.address)) return;
    if (!isAddressEqual(designatedKey, mandate.address))
      throw new CommandError(
        `The mandate key of ${code} in the folder, ${mandate.address}, is not the one in the register, ${mandateKey}.`,
        "Put the right key in its place, or let the body designate this one.",
      );
    await this.#mined(await this.#as(mandate).write.acceptMandate([account], { chain: null }));
  }

  /** The register for somebody who sends transactions. */
  #as(account: LocalAccount) {
    const wallet = createWalletClient({ account, transport: http(this.#url) });
    return getContract({
      address: this.#network.addresses.MemberRegistry,
      abi: memberRegistryAbi,
      client: wallet,
    });
  }

  async #mined(hash: Hash): Promise<void> {
    const { status } = await this.#chain.waitForTransactionReceipt({ hash, timeout: 120_000 });
    if (status !== "success")
      throw new CommandError(
        `The transaction ${hash} was reverted.`,
        "Give the command again: what is done already is not done again.",
      );
  }
}
