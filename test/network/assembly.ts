import {
  type Abi,
  type Address,
  createPublicClient,
  createWalletClient,
  encodeFunctionData,
  type Hex,
  http,
  keccak256,
  type LocalAccount,
  numberToHex,
  toBytes,
  zeroHash,
} from "viem";

import { accountRegistryAbi } from "../../generated/contracts/AccountRegistry.ts";
import { authorityAbi } from "../../generated/contracts/Authority.ts";
import { councilAbi } from "../../generated/contracts/Council.ts";
import { memberRegistryAbi } from "../../generated/contracts/MemberRegistry.ts";
import { nodeMonitoringAbi } from "../../generated/contracts/NodeMonitoring.ts";
import { nodeRegistryAbi } from "../../generated/contracts/NodeRegistry.ts";
import { organisationRegistryAbi } from "../../generated/contracts/OrganisationRegistry.ts";
import { roles } from "../../generated/roles.ts";
import type { PostedBallot } from "../../deploy/agents/relayer/ballot.ts";
import type { SystemAddresses, SystemParameters } from "../../deploy/deploy.ts";
import { equalMembers } from "../../deploy/networks/local/bodies.ts";
import {
  accountRegistrationTypedData,
  appointmentTypedData,
  memberBallotTypedData,
  nodeRegistrationTypedData,
} from "../../deploy/typed-data.ts";
import { membersWith, testKey } from "../support/members.ts";
import type { KaiaNode } from "./kaia-network.ts";

const day = 86_400;
const members = membersWith([10n, 20n, 30n, 40n]);
/** Key of the account that acts for the operator of all nodes, as it stands in a file. */
export const administratorKey = numberToHex(901, { size: 32 }).slice(2);
export const administrator = testKey(901);
const operator = "TEST-OPERATOR";
/** Id of the organisation that runs all nodes. */
export const operatorId = keccak256(toBytes(operator));

/** Every wait is a second or two, so that the tests are about the nodes. */
export const assemblyParameters = (validators: Address[]): SystemParameters => ({
  Access: { expiration: 14 * day },
  Nodes: {
    validators,
    floor: 4,
    churnLimit: 1,
    churnPeriod: 1,
    quarantineMonitors: 2,
    quarantineWindow: 3_600,
  },
  Governance: {
    name: "Assembly of Members",
    members: members.map(({ account, code, class: memberClass, weight, mandate }) => ({
      account,
      code,
      class: memberClass,
      weight,
      weightYear: 2024,
      mandateKey: mandate.address,
    })),
    votingDelay: 0,
    votingPeriod: 7 * day,
    baseDelay: 0,
    selfCallDelay: 1,
    extension: 60,
    proposalLimit: 0,
    leastParticipants: 2,
  },
  Emergency: {
    name: "Emergency Council",
    members: equalMembers(["EMERGENCY"], 2024, () => testKey(950).address),
    votingDelay: 0,
    votingPeriod: 3_600,
    selfCallDelay: 1,
    extension: 60,
    proposalLimit: 0,
    leastParticipants: 2,
  },
  Operators: {
    name: "Operators' Committee",
    members: equalMembers(["OPERATOR"], 2024, () => testKey(951).address),
    votingDelay: 0,
    votingPeriod: 7 * day,
    baseDelay: 0,
    selfCallDelay: 1,
    extension: 60,
    proposalLimit: 0,
    leastParticipants: 2,
  },
  System: {
    maxPause: 60,
    coolDown: 60,
    heartbeatPeriod: 90 * day,
    emergencyTerm: 366 * day,
    feeMinimum: 0,
    feeMaximum: 200,
    delay_ADMIN: 1,
    delay_MEMBERSHIP: 1,
    delay_DECISION_CLASSES: 1,
    delay_ORGANISATIONS: 1,
    delay_NODES: 1,
    delay_UPGRADES: 1,
    delay_NETWORKS: 1,
    delay_ACCOUNTS: 1,
    delay_CIRCUITS: 1,
    delay_OPERATIONS: 1,
    delay_VETOES: 1,
    delay_TRUST_ANCHORS: 1,
    delay_SCHEMAS: 1,
    delay_POLICIES: 1,
    delay_PAYMENT_RULES: 1,
    delay_BUDGETS: 1,
    delay_OPERATIONS_operators: 1,
  },
});

/** Key of the first member's representative, as it stands in a file. */
export const representativeKey = numberToHex(20_000, { size: 32 }).slice(2);
/** Who acts for the members of the tests' own body, one each. */
const testRepresentatives = members.map(({ representative }) => representative);

type NodeDecision = "admitNode" | "reinstateNode" | "retireNode";

interface Call {
  address: Address;
  abi: Abi;
  functionName: string;
  args: readonly unknown[];
}

/** A proposal, with what `queue` and `execute` want to be told again. */
interface Proposed {
  id: bigint;
  title: string;
  args: readonly [
    targets: readonly Address[],
    values: readonly bigint[],
    calldatas: readonly Hex[],
    descriptionHash: Hex,
  ];
}

const titleOf = ({ functionName, args }: Call): string =>
  `${functionName} ${args.map(String).join(" ")}`;

/** A body of four members on a real network, by an ordinary wallet over JSON-RPC. */
export class Assembly {
  readonly #addresses: SystemAddresses;
  readonly #chainId: number;
  readonly #rpc: string;
  readonly #chain;

  readonly #representatives: readonly LocalAccount[];

  /** `representatives` can act already; without them, `convene` appoints those of the tests. */
  constructor(
    rpc: string,
    chainId: number,
    addresses: SystemAddresses,
    representatives: readonly LocalAccount[] = testRepresentatives,
  ) {
    this.#representatives = representatives;
    this.#rpc = rpc;
    this.#chainId = chainId;
    this.#addresses = addresses;
    this.#chain = createPublicClient({
      transport: http(rpc),
      pollingInterval: 200,
      cacheTime: 0,
    });
  }

  /** Appoints the representatives and registers the operator of all nodes. */
  async convene(): Promise<void> {
    const { MemberRegistry: address } = this.#addresses;
    const now = await this.#now();
    await Promise.all(
      members.map(async ({ account, mandate, representative }) => {
        const deadline = now + day;
        const notAfter = now + 365 * day;
        const proof = await representative.signTypedData(
          appointmentTypedData(this.#chainId, address, {
            account,
            key: representative.address,
            notAfter,
            nonce: 0n,
            deadline,
          }),
        );
        const abi = memberRegistryAbi as Abi;
        await this.#send(mandate, { address, abi, functionName: "acceptMandate", args: [account] });
        await this.#send(mandate, {
          address,
          abi,
          functionName: "appointRepresentative",
          args: [account, representative.address, notAfter, deadline, proof],
        });
      }),
    );
    await this.registerOperator();
  }

  async registerOperator(): Promise<void> {
    await this.decide({
      address: this.#addresses.OrganisationRegistry,
      abi: organisationRegistryAbi,
      functionName: "registerOrganisation",
      args: [operator, "Operator of the tests (fictitious)", administrator.address],
    });
  }

  /** Signs changes of a node's port, one after the other from the operator's account: each writes into the register. */
  async signMoves({ enode }: Pick<KaiaNode, "enode">, count: number): Promise<Hex[]> {
    const to = this.#addresses.NodeRegistry;
    const node = keccak256(enode.publicKey);
    return await this.#sign(
      Array.from({ length: count }, (_, index) => ({
        to,
        data: encodeFunctionData({
          abi: nodeRegistryAbi,
          functionName: "moveNode",
          args: [node, enode.host, 20_000 + index],
        }),
      })),
    );
  }

  /** Signs transfers of nothing, one after the other from the operator's account. */
  async signTransfers(count: number): Promise<Hex[]> {
    const to = administrator.address;
    return await this.#sign(Array.from({ length: count }, () => ({ to, data: "0x" as const })));
  }

  async #sign(transactions: readonly { to: Address; data: Hex }[]): Promise<Hex[]> {
    const first = await this.#chain.getTransactionCount({ address: administrator.address });
    return await Promise.all(
      transactions.map((transaction, index) =>
        administrator.signTransaction({
          ...transaction,
          chainId: this.#chainId,
          nonce: first + index,
          gas: 1_000_000n,
          maxFeePerGas: 0n,
          maxPriorityFeePerGas: 0n,
        }),
      ),
    );
  }

  /** The operator registers a node of this network, as a validator when no other kind of `NodeKind` is given; it waits for admission. */
  async registerNode(
    { account, enode }: Pick<KaiaNode, "account" | "enode">,
    kind = 0,
  ): Promise<Hex> {
    const address = this.#addresses.NodeRegistry;
    const node = keccak256(enode.publicKey);
    const deadline = (await this.#now()) + day;
    const network = BigInt(this.#chainId);
    const proof = await account.signTypedData(
      nodeRegistrationTypedData(this.#chainId, address, {
        organisation: operatorId,
        network,
        kind,
        node,
        nonce: 0n,
        deadline,
      }),
    );
    await this.#send(administrator, {
      address,
      abi: nodeRegistryAbi,
      functionName: "registerNode",
      args: [operatorId, network, kind, enode.publicKey, enode.host, enode.port, deadline, proof],
    });
    return node;
  }

  /** A proposal of a call as it is tried before anybody proposes it. */
  contentOf(call: Call) {
    return {
      council: this.#addresses.Council,
      targets: [call.address],
      values: ["0"],
      calldatas: [encodeFunctionData(call)],
      description: `# ${titleOf(call)}`,
    };
  }

  /** Proposes a call as the first member; it can be voted on when this ends. */
  async propose(call: Call): Promise<Proposed> {
    const council = { address: this.#addresses.Council, abi: councilAbi } as const;
    const title = titleOf(call);
    const description = `# ${title}`;
    const targets = [call.address];
    const data = [encodeFunctionData(call)];
    const args = [targets, [0n], data, keccak256(toBytes(description))] as const;
    await this.#send(this.#proposer, {
      ...council,
      functionName: "propose",
      args: [targets, [0n], data, description],
    });
    const id = await this.#chain.readContract({ ...council, functionName: "getProposalId", args });
    await this.#after(await this.#now());
    return { id, title, args };
  }

  /** Proposes, votes, queues and executes; answers with the block of the execution. */
  async decide(call: Call): Promise<bigint> {
    return await this.#carry(await this.propose(call));
  }

  /** The same with what a representative has proposed elsewhere. */
  async carry(id: bigint): Promise<bigint> {
    const council = { address: this.#addresses.Council, abi: councilAbi } as const;
    const proposals = await this.#chain.getContractEvents({
      ...council,
      eventName: "ProposalCreated",
      fromBlock: 0n,
      strict: true,
    });
    const content = proposals.find(({ args }) => args.proposalId === id)?.args;
    if (content === undefined) throw new Error(`Nobody has proposed ${id}.`);
    const { targets, values, calldatas, description } = content;
    const args = [targets, values, calldatas, keccak256(toBytes(description))] as const;
    await this.#after(Number(content.voteStart));
    return await this.#carry({ id, args });
  }

  /** Votes, queues and executes. */
  async #carry({ id, args }: Pick<Proposed, "id" | "args">): Promise<bigint> {
    const council = { address: this.#addresses.Council, abi: councilAbi } as const;
    const proposer = this.#proposer;
    await Promise.all(
      this.#representatives.map((representative) =>
        this.#send(representative, {
          ...council,
          functionName: "castVote",
          args: [id, 1],
        }).catch(async (error: unknown) => {
          // The vote closes as soon as it is settled, perhaps before the last member's turn.
          if ((await this.#state(id)) !== 4) throw error;
        }),
      ),
    );
    const about = { ...council, args: [id] } as const;
    // What the body has no right to is refused at the execution.
    if (await this.#chain.readContract({ ...about, functionName: "proposalNeedsQueuing" })) {
      await this.#send(proposer, { ...council, functionName: "queue", args });
      const eta = await this.#chain.readContract({ ...about, functionName: "proposalEta" });
      await this.#after(Number(eta));
    }
    return await this.#send(proposer, {
      ...council,
      functionName: "execute",
      args,
    });
  }

  get #proposer(): LocalAccount {
    const [proposer] = this.#representatives;
    if (proposer === undefined) throw new Error("The body has no member.");
    return proposer;
  }

  /** A ballot in favour of a proposal, signed by the representative of a member, as a relayer takes it. */
  async signBallot(
    proposal: bigint,
    member: Address,
    representative: LocalAccount,
  ): Promise<PostedBallot> {
    const council = { address: this.#addresses.Council, abi: councilAbi } as const;
    const deadline = (await this.#now()) + day;
    const vote = { support: 1, reason: "As agreed.", member, deadline };
    const name = await this.#chain.readContract({ ...council, functionName: "name" });
    const signature = await representative.signTypedData(
      memberBallotTypedData(name, this.#chainId, council.address, {
        ...vote,
        proposalId: proposal,
        actionHash: numberToHex(proposal, { size: 32 }),
      }),
    );
    return {
      ...vote,
      council: council.address,
      proposalId: proposal.toString(),
      signer: representative.address,
      signature,
    };
  }

  async hasVoted(proposal: bigint, member: Address): Promise<boolean> {
    return await this.#chain.readContract({
      address: this.#addresses.Council,
      abi: councilAbi,
      functionName: "hasVoted",
      args: [proposal, member],
    });
  }

  async decideOnNode(decision: NodeDecision, node: Hex): Promise<bigint> {
    return await this.decide(this.callOnNode(decision, node));
  }

  callOnNode(functionName: NodeDecision, node: Hex): Call {
    return {
      address: this.#addresses.NodeRegistry,
      abi: nodeRegistryAbi,
      functionName,
      args: [node],
    };
  }

  /** The operator registers an account of its own, with access to transact. */
  async registerAccount(account: LocalAccount): Promise<void> {
    const address = this.#addresses.AccountRegistry;
    const deadline = (await this.#now()) + day;
    const proof = await account.signTypedData(
      accountRegistrationTypedData(this.#chainId, address, {
        organisation: operatorId,
        account: account.address,
        nonce: 0n,
        deadline,
      }),
    );
    await this.#send(administrator, {
      address,
      abi: accountRegistryAbi,
      functionName: "registerAccount",
      args: [operatorId, account.address, 2, zeroHash, deadline, proof],
    });
  }

  /** As the operator of the node, without a vote. */
  async actOnNode(functionName: "standbyNode" | "resumeNode", node: Hex): Promise<bigint> {
    return await this.#send(administrator, {
      address: this.#addresses.NodeRegistry,
      abi: nodeRegistryAbi,
      functionName,
      args: [node],
    });
  }

  /** Appoints a monitor by vote. */
  async appointMonitor(account: Address): Promise<void> {
    await this.decide({
      address: this.#addresses.Authority,
      abi: authorityAbi,
      functionName: "grantRole",
      args: [roles.MONITORS, account, 0],
    });
  }

  /** What the operator of a node said about it last. */
  async obedience(node: Hex) {
    return await this.#chain.readContract({
      address: this.#addresses.NodeMonitoring,
      abi: nodeMonitoringAbi,
      functionName: "obedience",
      args: [node],
    });
  }

  async statusOf(node: Hex): Promise<number> {
    const { status } = await this.#chain.readContract({
      address: this.#addresses.NodeRegistry,
      abi: nodeRegistryAbi,
      functionName: "node",
      args: [node],
    });
    return status;
  }

  async #state(proposal: bigint): Promise<number> {
    return await this.#chain.readContract({
      address: this.#addresses.Council,
      abi: councilAbi,
      functionName: "state",
      args: [proposal],
    });
  }

  async #now(): Promise<number> {
    const { timestamp } = await this.#chain.getBlock({ includeTransactions: false });
    return Number(timestamp);
  }

  /** Waits until the chain's clock is past `timestamp`. */
  async #after(timestamp: number): Promise<void> {
    while ((await this.#now()) <= timestamp) await new Promise((go) => setTimeout(go, 200));
  }

  /** Sends a transaction at no price and waits for it; answers with its block. */
  async #send(account: LocalAccount, call: Call): Promise<bigint> {
    const wallet = createWalletClient({ account, transport: http(this.#rpc) });
    const hash = await wallet.sendTransaction({
      chain: null,
      to: call.address,
      data: encodeFunctionData(call),
      gas: 5_000_000n,
      maxFeePerGas: 0n,
      maxPriorityFeePerGas: 0n,
    });
    const { status, blockNumber } = await this.#chain.waitForTransactionReceipt({ hash });
    if (status !== "success") {
      await this.#chain.simulateContract({ account, ...call, blockNumber } as never);
      throw new Error(`${call.functionName} was reverted in block ${blockNumber}.`);
    }
    return blockNumber;
  }
}
