import {
  type Abi,
  createPublicClient,
  createWalletClient,
  getAddress,
  type Hash,
  http,
  type LocalAccount,
} from "viem";

import { councilAbi } from "../../generated/contracts/Council.ts";
import {
  type Prepared,
  type PreparingChain,
  type ProposalScript,
} from "../../deploy/proposals/proposal-script.ts";
import { CommandError } from "../foedus/command-error.ts";
import {
  contentOf,
  type ProposalContent,
  proposalIdOf,
  proposeArguments,
} from "./proposal-content.ts";
import { refusal } from "./refusal.ts";
import type { Source } from "./simulation.ts";

/** States in the order of `IGovernor.ProposalState`. */
const states = [
  "pending",
  "active",
  "canceled",
  "defeated",
  "succeeded",
  "queued",
  "expired",
  "executed",
] as const;

/** Gas of a proposal at most, a little less than any chain gives one transaction. */
const mostGas = 16_000_000n;
/** Milliseconds for an answer: Kaia tries a call some dozen times to tell its gas, and a hand-over proposes dozens of calls. */
const patience = 120_000;

export interface Submission {
  proposalId: bigint;
  transaction: Hash;
  prepared: Prepared;
  content: ProposalContent;
}

/** Prepares and proposes on the network itself, as a representative. */
export async function submit(
  script: ProposalScript,
  source: Source,
  representative: LocalAccount,
): Promise<Submission> {
  const transport = http(source.rpc, { timeout: patience });
  const client = createPublicClient({ transport, pollingInterval: 500, cacheTime: 0 });
  const wallet = createWalletClient({ account: representative, transport });
  const mined = async (hash: Hash) => {
    const receipt = await client.waitForTransactionReceipt({ hash, timeout: 120_000 });
    if (receipt.status !== "success")
      throw new CommandError(
        `The transaction ${hash} was reverted.`,
        "Try the script again with `proposal simulate`, which says why.",
      );
    return receipt;
  };
  const deploy: PreparingChain["deploy"] = async (name, args = []) => {
    const { default: hre } = await import("hardhat");
    const { abi, bytecode } = await hre.artifacts.readArtifact(name);
    const hash = await wallet.deployContract({
      abi: abi as Abi,
      bytecode: bytecode as `0x${string}`,
      args: [...args],
      chain: null,
    });
    const { contractAddress } = await mined(hash);
    if (!contractAddress) throw new Error(`The transaction ${hash} has made no contract.`);
    return getAddress(contractAddress);
  };
  const send: PreparingChain["send"] = async ({ target, data }) => {
    const hash = await wallet.sendTransaction({ to: target, data, chain: null });
    await mined(hash);
    return hash;
  };
  const council = { address: source.addresses.Council, abi: councilAbi } as const;
  const on = { client, addresses: source.addresses };
  const preparing = { ...on, preparer: representative.address, deploy, send };
  const prepared = (await script.prepare?.(preparing)) ?? {};
  const calls = await script.enact(on, prepared);
  const content = await contentOf(script, calls, council.address);
  const call = { ...council, functionName: "propose", args: proposeArguments(content) } as const;
  let gas: bigint;
  try {
    // Without a limit to begin with, Kaia looks for the gas among amounts that no transaction can have, each with a trial.
    gas = await client.estimateContractGas({ ...call, account: representative, gas: mostGas });
  } catch (error) {
    throw refusal(
      "The Council would not take the proposal",
      error,
      "Give the key of a member's representative (--key-file), and see that the same proposal was not made before.",
    );
  }
  const transaction = await wallet.writeContract({ ...call, gas, chain: null });
  await mined(transaction);
  return { proposalId: proposalIdOf(content), transaction, prepared, content };
}

/** Where a proposal stands, and whether what it should have done is so; the script throws what is not. */
export async function verify(
  script: ProposalScript,
  source: Source,
  { proposalId, prepared }: { proposalId: bigint; prepared: Prepared },
): Promise<(typeof states)[number]> {
  const client = createPublicClient({ transport: http(source.rpc), cacheTime: 0 });
  const state = await client.readContract({
    address: source.addresses.Council,
    abi: councilAbi,
    functionName: "state",
    args: [proposalId],
  });
  const word = states[state] ?? "pending";
  if (word !== "executed")
    throw new CommandError(
      `Proposal ${proposalId} is ${word}, and not executed.`,
      "Verify it again after the execution.",
    );
  try {
    await script.verify({ client, addresses: source.addresses }, prepared);
  } catch (error) {
    throw new CommandError(
      `The proposal was executed, and: ${error instanceof Error ? error.message : String(error)}`,
      "See what else has changed since; the script says what should be so.",
      error,
    );
  }
  return word;
}
