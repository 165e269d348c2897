import {
  type Abi,
  type Address,
  encodeFunctionData,
  getContract,
  type Hash,
  type PublicClient,
  size,
} from "viem";

import { contractRefusal, revertData } from "../../deploy/contract-refusal.ts";
import type { SystemAddresses } from "../../deploy/deploy.ts";
import * as contracts from "../../generated/contracts/index.ts";
import { CommandError } from "../foedus/command-error.ts";
import { type Differences, differencesOf } from "./differences.ts";
import type { Fork } from "./fork.ts";
import {
  hashedArguments,
  type ProposalContent,
  proposalIdOf,
  proposeArguments,
} from "./proposal-content.ts";

/** Where a walk stands. */
export type WalkStep =
  | { at: "copy" | "propose" | "queue" | "execute" | "compare" }
  | { at: "vote"; votes: number; representatives: number };

export interface Walk {
  proposalId: bigint;
  /** Members in favour when it was approved. */
  votes: number;
  /** Seconds from the approval to the execution. */
  delay: number;
  gas: { propose: bigint; execute: bigint };
  differences: Differences;
}

export interface WalkOptions {
  /** By which addresses are named in the differences. */
  addresses: SystemAddresses;
  onStep?: ((step: WalkStep) => void) | undefined;
}

/**
 * Walks a proposal to its execution on a copy of a chain: proposes, lets the present representatives vote in favour until it is approved, queues
 * it, waits for the delay, and executes it. Throws a `CommandError` for what would be refused.
 */
export async function walk(
  fork: Fork,
  content: ProposalContent,
  { addresses, onStep }: WalkOptions,
): Promise<Walk> {
  const { client } = fork;
  const council = { address: content.council, abi: contracts.councilAbi } as const;
  const read = getContract({ ...council, client }).read;
  const anyCall: Abi = contracts.councilAbi;
  const send = (from: Address, functionName: string, args: readonly unknown[]) =>
    fork.send(from, content.council, encodeFunctionData({ abi: anyCall, functionName, args }));
  const hashed = hashedArguments(content);
  const representatives = await representativesOf(client, content.council);

  onStep?.({ at: "propose" });
  const proposed = await proposeByAny(representatives, (proposer) =>
    send(proposer, "propose", proposeArguments(content)),
  );
  const proposalId = proposalIdOf(content);
  await fork.goTo(Number(await read.proposalSnapshot([proposalId])) + 1);
  let votes = 0;
  let withoutVote: CommandError | undefined;
  for (const representative of representatives) {
    onStep?.({ at: "vote", votes, representatives: representatives.length });
    try {
      await send(representative, "castVote", [proposalId, 1]);
    } catch (error) {
      // Not every member has a vote of its own here: it gave a proxy, or takes no part in the cooperation.
      if (!(error instanceof CommandError)) throw error;
      withoutVote = error;
      continue;
    }
    votes += 1;
    const [isDecided] = await read.proposalDecision([proposalId]);
    if (isDecided) break;
  }
  const [decided, succeeded] = await read.proposalDecision([proposalId]);
  if (!decided || !succeeded)
    throw new CommandError(
      `With all ${votes} representatives in favour it would not be approved.`,
      "More members have to appoint representatives, or the proposal needs a majority that they are not.",
      withoutVote && new Error(withoutVote.message),
    );
  const approved = await fork.now();
  if (await read.proposalNeedsQueuing([proposalId])) {
    onStep?.({ at: "queue" });
    await send(fork.anybody, "queue", hashed);
    await fork.goTo(Number(await read.proposalEta([proposalId])));
  }
  onStep?.({ at: "execute" });
  const delay = (await fork.now()) - approved;
  const executed = await send(fork.anybody, "execute", hashed);
  onStep?.({ at: "compare" });
  const differences = await differencesOf(client, addresses, executed);
  const gasOf = async (hash: Hash) => (await client.getTransactionReceipt({ hash })).gasUsed;
  return {
    proposalId,
    votes,
    delay,
    gas: { propose: await gasOf(proposed), execute: await gasOf(executed) },
    differences,
  };
}

/** By the first representative that has not used up its share of proposals. */
async function proposeByAny(
  representatives: readonly Address[],
  propose: (proposer: Address) => Promise<Hash>,
): Promise<Hash> {
  let refused: unknown = new CommandError(
    "No member has a representative who could propose.",
    "Let the members appoint representatives first.",
  );
  for (const representative of representatives) {
    try {
      return await propose(representative);
    } catch (error) {
      refused = error;
      const data = revertData(error);
      if (data === undefined || contractRefusal(data)?.error !== "DeliberationTooManyProposals")
        break;
    }
  }
  throw refused;
}

/** Who may vote in a body at present, one for each member, from its register's own events. */
async function representativesOf(client: PublicClient, council: Address): Promise<Address[]> {
  const registry = {
    address: await registerOf(client, council),
    abi: contracts.memberRegistryAbi,
  } as const;
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

async function registerOf(client: PublicClient, council: Address): Promise<Address> {
  try {
    return await client.readContract({
      address: council,
      abi: contracts.councilAbi,
      functionName: "memberRegistry",
    });
  } catch (cause) {
    throw new CommandError(
      `At ${council} stands no Council.`,
      "Give the address of the Council of a body; the page of a body names it.",
      cause,
    );
  }
}
