import {
  type Abi,
  type Address,
  type ContractFunctionArgs,
  type ContractFunctionName,
  createTestClient,
  defineChain,
  encodeFunctionData,
  type EncodeFunctionDataParameters,
  type Hash,
  type Hex,
  http,
  keccak256,
  publicActions,
  toBytes,
  walletActions,
} from "viem";

import { mandateKey, representative } from "../../deploy/networks/local/accounts.ts";
import { memberAccount, type StateCode, states } from "../../deploy/networks/local/members.ts";
import { appointmentTypedData } from "../../deploy/typed-data.ts";
import {
  councilAbi,
  decisionClassesAbi,
  memberRegistryAbi,
  nodeRegistryAbi,
  organisationRegistryAbi,
  validatorSetAbi,
} from "../../generated/contracts/index.ts";
import type { Endpoints } from "../../scripts/start/endpoints.ts";
import type { Index } from "./index-view.ts";

export interface Call {
  target: Address;
  data: Hex;
}

export interface Proposal {
  id: bigint;
  /** Address of its page. */
  path: string;
  args: readonly [targets: Address[], values: bigint[], calldatas: Hex[], descriptionHash: Hex];
}

const support = { against: 0, for: 1, abstain: 2 } as const;
const names = {
  council: "Council",
  decisionClasses: "DecisionClasses",
  memberRegistry: "MemberRegistry",
  nodeRegistry: "NodeRegistry",
  organisationRegistry: "OrganisationRegistry",
  validatorSet: "ValidatorSet",
} as const;

/**
 * What members and operators of the sample do elsewhere while somebody looks at the dApp: by transactions, past the dApp. It
 * prepares what a test needs, and says what the contracts say.
 */
export class Assembly {
  readonly chainId: number;
  readonly contracts;
  /** Circuit breaker that the code of a register names. */
  readonly breaker: Address;
  readonly #client;
  readonly #index: Index;

  constructor({ rpc, chainId, addresses }: Endpoints, index: Index) {
    const chain = defineChain({
      id: chainId,
      name: "Embedded chain",
      nativeCurrency: { name: "Ether", symbol: "ETH", decimals: 18 },
      rpcUrls: { default: { http: [rpc] } },
    });
    this.chainId = chainId;
    this.#client = createTestClient({
      chain,
      mode: "hardhat",
      transport: http(rpc),
      pollingInterval: 50,
    })
      .extend(publicActions)
      .extend(walletActions);
    this.#index = index;
    const at = (name: keyof typeof names): Address => {
      const address = addresses[names[name]];
      if (!address) throw new Error(`The endpoints name no ${names[name]}.`);
      return address;
    };
    this.breaker = addresses.CircuitBreaker as Address;
    this.contracts = {
      council: { address: at("council"), abi: councilAbi },
      decisionClasses: { address: at("decisionClasses"), abi: decisionClassesAbi },
      memberRegistry: { address: at("memberRegistry"), abi: memberRegistryAbi },
      nodeRegistry: { address: at("nodeRegistry"), abi: nodeRegistryAbi },
      organisationRegistry: { address: at("organisationRegistry"), abi: organisationRegistryAbi },
      validatorSet: { address: at("validatorSet"), abi: validatorSetAbi },
    } as const;
  }

  /** Asks a contract. */
  get read() {
    return this.#client.readContract.bind(this.#client);
  }

  /** Asks what a contract has said. */
  get events() {
    return this.#client.getContractEvents.bind(this.#client);
  }

  call<const abi extends Abi, name extends ContractFunctionName<abi, "nonpayable" | "payable">>(
    { address, abi }: { address: Address; abi: abi },
    functionName: name,
    args: ContractFunctionArgs<abi, "nonpayable" | "payable", name>,
  ): Call {
    return {
      target: address,
      data: encodeFunctionData({ abi, functionName, args } as EncodeFunctionDataParameters),
    };
  }

  /** Puts a contract on the chain and says where it is. */
  async deploy(
    from: Address,
    { abi, bytecode }: { abi: Abi; bytecode: Hex },
    args: readonly unknown[],
  ): Promise<Address> {
    const hash = await this.#client.deployContract({ account: from, abi, bytecode, args });
    const { contractAddress } = await this.#client.waitForTransactionReceipt({ hash });
    if (!contractAddress) throw new Error(`The transaction ${hash} has made no contract.`);
    return contractAddress;
  }

  /** Sends a transaction and waits until the index shows it. */
  async send(from: Address, call: Call): Promise<Hash> {
    const { hash, block } = await this.#transact(from, call);
    await this.#index.reached(block);
    return hash;
  }

  async #transact(from: Address, { target, data }: Call): Promise<{ hash: Hash; block: bigint }> {
    // Fixed gas instead of an estimate, so that what a contract refuses is refused in a block, with its reason.
    const hash = await this.#client.sendTransaction({
      account: from,
      to: target,
      data,
      gas: 5_000_000n,
    });
    const { blockNumber, status } = await this.#client.waitForTransactionReceipt({ hash });
    if (status !== "success") throw new Error(`The transaction ${hash} was reverted.`);
    return { hash, block: blockNumber };
  }

  async propose(by: StateCode, description: string, calls: readonly Call[]): Promise<Proposal> {
    const { council } = this.contracts;
    const args: Proposal["args"] = [
      calls.map(({ target }) => target),
      calls.map(() => 0n),
      calls.map(({ data }) => data),
      keccak256(toBytes(description)),
    ];
    await this.send(
      representativeOf(by),
      this.call(council, "propose", [args[0], args[1], args[2], description]),
    );
    const id = await this.read({ ...council, functionName: "getProposalId", args });
    const { proposals } = await this.#index.ask<{ proposals: { number: number }[] }>(
      "query ($id: BigInt!, $body: String!) { proposals(where: { proposalId: $id, body: $body }) { number } }",
      { id: String(id), body: council.address.toLowerCase() },
    );
    if (!proposals[0]) throw new Error(`The index does not know the proposal ${id}.`);
    return { id, path: `/proposals/${proposals[0].number}`, args };
  }

  async vote(id: bigint, by: StateCode, choice: keyof typeof support): Promise<void> {
    await this.send(representativeOf(by), this.#ballot(id, choice));
  }

  #ballot(id: bigint, choice: keyof typeof support): Call {
    return this.call(this.contracts.council, "castVote", [id, support[choice]]);
  }

  /**
   * Members vote in favour, the largest first, until the proposal is approved.
   *
   * @param others Members that have voted already, or do not.
   */
  async approve({ id }: Pick<Proposal, "id">, others: readonly StateCode[] = []): Promise<void> {
    await this.#opens(id);
    for (const { code } of states.toSorted((a, b) => Number(b.population - a.population))) {
      if (others.includes(code)) continue;
      await this.#transact(representativeOf(code), this.#ballot(id, "for"));
      const [, succeeded] = await this.read({
        ...this.contracts.council,
        functionName: "proposalDecision",
        args: [id],
      });
      if (succeeded) {
        await this.#index.reached(await this.blockNumber());
        return;
      }
    }
    throw new Error(`All members are in favour, and the proposal ${id} is not approved.`);
  }

  /** Last second of the vote on a proposal. */
  async deadline(id: bigint): Promise<bigint> {
    return this.read({
      ...this.contracts.council,
      functionName: "proposalDeadline",
      args: [id],
    });
  }

  async queue({ args }: Proposal): Promise<void> {
    await this.send(representativeOf("BE"), this.call(this.contracts.council, "queue", args));
  }

  async execute({ args }: Proposal): Promise<void> {
    await this.send(representativeOf("BE"), this.call(this.contracts.council, "execute", args));
  }

  /** Only before the vote opens, which is a second after the proposal. */
  async cancel(by: StateCode, { args }: Proposal): Promise<void> {
    await this.#client.setNextBlockTimestamp({ timestamp: BigInt((await this.now()) + 1) });
    await this.send(representativeOf(by), this.call(this.contracts.council, "cancel", args));
  }

  /** Proposes, approves, queues and executes. */
  async enact(description: string, calls: readonly Call[]): Promise<Proposal> {
    const proposal = await this.propose("BE", description, calls);
    await this.approve(proposal);
    await this.queue(proposal);
    await this.delayEnds(proposal);
    await this.execute(proposal);
    return proposal;
  }

  /** Leads the chain's clock to the end of the delay of a queued proposal. */
  async delayEnds({ id }: Pick<Proposal, "id">): Promise<void> {
    const eta = await this.read({
      ...this.contracts.council,
      functionName: "proposalEta",
      args: [id],
    });
    await this.goTo(Number(eta) + 1);
  }

  /** Lets an account without any office represent a member up to a time. */
  async appoint(
    code: string,
    mandate: Address,
    key: Address,
    notAfter: number,
    registry: Address = this.contracts.memberRegistry.address,
  ): Promise<void> {
    const memberRegistry = { ...this.contracts.memberRegistry, address: registry };
    const account = memberAccount(code);
    const deadline = (await this.now()) + 3_600;
    const nonce = await this.read({ ...memberRegistry, functionName: "nonces", args: [key] });
    const message = { account, key, notAfter, nonce, deadline };
    const proof = await this.#client.signTypedData({
      account: key,
      ...appointmentTypedData(this.chainId, memberRegistry.address, message),
    });
    await this.send(
      mandate,
      this.call(memberRegistry, "appointRepresentative", [account, key, notAfter, deadline, proof]),
    );
  }

  async nodeIsActive(node: Hex): Promise<boolean> {
    return await this.read({
      ...this.contracts.nodeRegistry,
      functionName: "isActive",
      args: [node],
    });
  }

  async isValidator(address: Address): Promise<boolean> {
    return await this.read({
      ...this.contracts.validatorSet,
      functionName: "isValidator",
      args: [address],
    });
  }

  async blockNumber(): Promise<bigint> {
    return await this.#client.getBlockNumber({ cacheTime: 0 });
  }

  /** The id that the Council knows, by the address of the proposal's page. */
  async idOf(path: string): Promise<bigint> {
    const { proposals } = await this.#index.ask<{ proposals: { proposalId: string }[] }>(
      "query ($number: Int!, $body: String!) { proposals(where: { number: $number, body: $body }) { proposalId } }",
      {
        number: Number(path.split("/").at(-1)),
        body: this.contracts.council.address.toLowerCase(),
      },
    );
    if (!proposals[0]) throw new Error(`The index knows no proposal at ${path}.`);
    return BigInt(proposals[0].proposalId);
  }

  /** The chain's clock. */
  async now(): Promise<number> {
    return Number((await this.#client.getBlock()).timestamp);
  }

  /** Leads the chain's clock forward; there is no way back. */
  async goTo(timestamp: number): Promise<void> {
    if ((await this.now()) >= timestamp) return;
    try {
      await this.#client.setNextBlockTimestamp({ timestamp: BigInt(timestamp) });
      await this.#client.mine({ blocks: 1 });
    } catch (error) {
      // The block that comes by itself each second may have been faster, and then the time is reached.
      if ((await this.now()) < timestamp) throw error;
    }
    await this.#index.reached(await this.blockNumber());
  }

  /** Lets blocks pass, a second each, whether the index sees them or not. */
  async letPass(blocks: number): Promise<void> {
    await this.#client.mine({ blocks, interval: 1 });
  }

  /** Halts the chain's clock, or lets a block come each second again. Transactions are taken up at once in both cases. */
  async halt(halted: boolean): Promise<void> {
    await this.#client.setIntervalMining({ interval: halted ? 0 : 1 });
  }

  /** A proposal opens a second after it was made. */
  async #opens(id: bigint): Promise<void> {
    const snapshot = await this.read({
      ...this.contracts.council,
      functionName: "proposalSnapshot",
      args: [id],
    });
    await this.goTo(Number(snapshot) + 1);
  }
}

export function representativeOf(code: StateCode): Address {
  return representative(placeOf(code)).address;
}

export function mandateKeyOf(code: StateCode): Address {
  return mandateKey(placeOf(code)).address;
}

function placeOf(code: StateCode): number {
  return states.findIndex((state) => state.code === code);
}
