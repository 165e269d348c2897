import {
  type Abi,
  type Address,
  createPublicClient,
  encodeFunctionData,
  getContract,
  type Hash,
  http,
  size,
} from "viem";

import * as contracts from "../../generated/contracts/index.ts";
import type { SystemAddresses } from "../../deploy/deploy.ts";
import {
  type Prepared,
  type PreparingChain,
  proposalArguments,
  type ProposalScript,
  type ProposedCall,
} from "../../deploy/proposals/proposal-script.ts";
import { CommandError } from "../foedus/command-error.ts";
import { type Differences, differencesOf } from "./differences.ts";
import { Fork } from "./fork.ts";

/** A node whose state is tried on; nothing is sent to it. */
export interface Source {
  rpc: string;
  chainId: number;
  addresses: SystemAddresses;
}

export interface Simulation {
  proposalId: bigint;
  calls: readonly ProposedCall[];
  prepared: Prepared;
  /** Members in favour when it was approved. */
  votes: number;
  /** Seconds from the approval to the execution. */
  delay: number;
  gas: { propose: bigint; execute: bigint };
  differences: Differences;
}

/**
 * Walks a proposal on a copy of a node's state in this process: prepares, proposes, lets the present representatives vote in favour,
 * queues, waits for the delay, executes, and verifies.
 */
export async function simulate(script: ProposalScript, source: Source): Promise<Simulation> {
  const { addresses } = source;
  const fork = await Fork.of(source.rpc, source.chainId);
  try {
    const { client } = fork;
    const chain = { client, addresses };
    const preparing: PreparingChain = {
      ...chain,
      preparer: fork.anybody,
      deploy: (name, args) => fork.deploy(name, args),
      send: ({ target, data }) => fork.send(fork.anybody, target, data),
    };
    const prepared = (await script.prepare?.(preparing)) ?? {};
    const calls = await script.enact(chain, prepared);
    const { proposed: args, hashed } = proposalArguments(script, calls);

    const council = { address: addresses.Council, abi: contracts.councilAbi } as const;
    const read = getContract({ ...council, client }).read;
    const anyCall: Abi = contracts.councilAbi;
    const send = (from: Address, functionName: string, values: readonly unknown[]) =>
      fork.send(
        from,
        addresses.Council,
        encodeFunctionData({ abi: anyCall, functionName, args: values }),
      );
    const representatives = await representativesOf(source);
    const [proposer] = representatives;
    if (proposer === undefined)
      throw new CommandError(
        "No member has a representative who could propose.",
        "Let the members appoint representatives first.",
      );
    const proposed = await send(proposer, "propose", args);
    const proposalId = await read.getProposalId(hashed);
    await fork.goTo(Number(await read.proposalSnapshot([proposalId])) + 1);
    let votes = 0;
    for (const representative of representatives) {
      await send(representative, "castVote", [proposalId, 1]);
      votes += 1;
      const [decided] = await read.proposalDecision([proposalId]);
      if (decided) break;
    }
    const [decided, succeeded] = await read.proposalDecision([proposalId]);
    if (!decided || !succeeded)
      throw new CommandError(
        `With all ${votes} representatives in favour it would not be approved.`,
        "More members have to appoint representatives, or the proposal needs a majority that they are not.",
      );
    const approved = await fork.now();
    if (await read.proposalNeedsQueuing([proposalId])) {
      await send(fork.anybody, "queue", hashed);
      await fork.goTo(Number(await read.proposalEta([proposalId])));
    }
    const delay = (await fork.now()) - approved;
    const executed = await send(fork.anybody, "execute", hashed);
    const differences = await differencesOf(client, addresses, executed);
    await script.verify(chain, prepared);
    const gasOf = async (hash: Hash) => (await client.getTransactionReceipt({ hash })).gasUsed;
    return {
      proposalId,
      calls,
      prepared,
      votes,
      delay,
      gas: { propose: await gasOf(proposed), execute: await gasOf(executed) },
      differences,
    };
  } finally {
    await fork.close();
  }
}

/** Who may vote at present, one for each member, from the register's own events. */
async function representativesOf({ rpc, addresses }: Source): Promise<Address[]> {
  const client = createPublicClient({ transport: http(rpc) });
  const registry = { address: addresses.MemberRegistry, abi: contracts.memberRegistryAbi } as const;
  const all = { ...registry, fromBlock: 0n, strict: true } as const;
  const [representatives, signers] = await Promise.all([
    client.getContractEvents({ ...all, eventName: "RepresentativeAppointed" }),
    client.getContractEvents({ ...all, eventName: "KeyAppointed" }),
  ]);
  // A longer signer is no account, and sends nothing.
  const accounts = signers.filter(({ args }) => size(args.signer) === 20);
  const keys = new Set([...representatives, ...accounts].map(({ args }) => args.key));
  const byMember = new Map<Address, Address>();
  for (const key of keys) {
    const member = await client
      .readContract({ ...registry, functionName: "voterOf", args: [key] })
      .catch(() => undefined);
    if (member !== undefined && !byMember.has(member)) byMember.set(member, key);
  }
  return [...byMember.values()];
}
