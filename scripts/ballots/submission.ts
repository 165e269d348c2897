import {
  BaseError,
  createPublicClient,
  createWalletClient,
  type Hash,
  http,
  type LocalAccount,
} from "viem";

import { councilAbi } from "../../generated/contracts/Council.ts";
import {
  batchGas,
  contractBallot,
  gasOf,
  isSignedByOwnKey,
  type PostedBallot,
} from "../../deploy/agents/relayer/ballot.ts";
import { outcomesOf } from "../../deploy/agents/relayer/batches.ts";
import { Councils } from "../../deploy/agents/relayer/councils.ts";
import { RelayerProblem } from "../../deploy/agents/relayer/problem.ts";
import { foundingCouncils } from "../../deploy/founding-councils.ts";
import { CommandError } from "../foedus/command-error.ts";
import { refusal } from "../proposals/refusal.ts";
import type { Source } from "../proposals/simulation.ts";

/** Gas of a transaction at most. */
const mostGas = 15_000_000n;

/** What became of a ballot. */
export interface SubmittedBallot {
  ballot: PostedBallot;
  outcome: "counted" | "refused" | "not tried";
  transaction?: Hash;
  error?: string;
  explanation?: string;
  remedy?: string;
}

/** Brings ballots to their Councils, those on one proposal together; what a Council would refuse is not sent. */
export async function submitBallots(
  ballots: readonly PostedBallot[],
  { rpc, addresses }: Source,
  sender: LocalAccount,
): Promise<SubmittedBallot[]> {
  const transport = http(rpc);
  const chain = createPublicClient({ transport, pollingInterval: 500, cacheTime: 0 });
  const councils = new Councils({
    chain,
    addresses: foundingCouncils(addresses),
    permissionViews: addresses.PermissionViews,
    from: sender.address,
  });
  const submitted: SubmittedBallot[] = [];
  const groups = new Map<string, { id: Hash; ballot: PostedBallot; gas: bigint }[]>();
  for (const ballot of ballots) {
    const id = await digest(councils, ballot);
    const why = await councils.refusalOf(ballot);
    if (why !== undefined) {
      const { error, words: explanation, remedy } = why;
      submitted.push({ ballot, outcome: "refused", error, explanation, remedy });
      continue;
    }
    const place = `${ballot.council} ${ballot.proposalId}`;
    const gas = gasOf(ballot, await isSignedByOwnKey(ballot, id));
    const group = groups.get(place) ?? [];
    groups.set(place, group);
    // The contract would refuse the second one of a member.
    if (!group.some((other) => other.id === id)) group.push({ id, ballot, gas });
  }
  const wallet = createWalletClient({ account: sender, transport });
  for (const group of groups.values()) {
    while (group.length > 0) {
      const batch = group.splice(0, 1);
      let gas = batchGas + (batch[0]?.gas ?? 0n);
      while (group[0] !== undefined && gas + group[0].gas <= mostGas) {
        gas += group[0].gas;
        batch.push(...group.splice(0, 1));
      }
      submitted.push(...(await send(batch, gas)));
    }
  }
  return submitted;

  async function send(
    batch: readonly { id: Hash; ballot: PostedBallot }[],
    gas: bigint,
  ): Promise<SubmittedBallot[]> {
    const [first] = batch;
    if (first === undefined) return [];
    const { council, proposalId } = first.ballot;
    let transaction: Hash;
    try {
      transaction = await wallet.writeContract({
        address: council,
        abi: councilAbi,
        functionName: "castByBallot",
        args: [BigInt(proposalId), batch.map(({ ballot }) => contractBallot(ballot))],
        gas,
        chain: null,
      });
    } catch (error) {
      throw refusal(
        `The node does not take the transaction${error instanceof BaseError && error.details !== "" ? ` (${error.details})` : ""}`,
        error,
        `Give the key of an account that can pay for ${gas} gas (--key); ${sender.address} is the present one.`,
      );
    }
    const receipt = await chain.waitForTransactionReceipt({ hash: transaction, timeout: 120_000 });
    const { counted, refused } = outcomesOf(
      {
        council,
        proposalId,
        ballots: batch.map(({ id, ballot: { member } }) => ({ id, member })),
      },
      receipt,
    );
    return batch.map(({ id, ballot }): SubmittedBallot => {
      if (counted.has(id)) return { ballot, outcome: "counted", transaction };
      const why = refused.get(id);
      if (why === undefined)
        return {
          ballot,
          outcome: "not tried",
          transaction,
          remedy: "Submit the ballot again.",
        };
      const { error, words: explanation, remedy } = why;
      return { ballot, outcome: "refused", transaction, error, explanation, remedy };
    });
  }
}

async function digest(councils: Councils, ballot: PostedBallot): Promise<Hash> {
  try {
    return await councils.digestOf(ballot);
  } catch (cause) {
    if (!(cause instanceof RelayerProblem)) throw cause;
    throw new CommandError(
      `The network has no Council ${ballot.council}.`,
      "Name the network that the ballot was signed for: --folder.",
      cause,
    );
  }
}
