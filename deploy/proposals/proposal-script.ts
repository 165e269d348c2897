import {
  type Abi,
  type Address,
  type ContractFunctionArgs,
  type ContractFunctionName,
  encodeFunctionData,
  type EncodeFunctionDataParameters,
  type Hash,
  type Hex,
  keccak256,
  type PublicClient,
  toBytes,
} from "viem";

import type { SystemAddresses } from "../deploy.ts";

/** The chain that a script is about. */
export interface ProposalChain {
  /** Reads at the newest block. */
  client: PublicClient;
  addresses: SystemAddresses;
}

export interface PreparingChain extends ProposalChain {
  /** Puts a contract of this repository on the chain, by its name; where it is. Whoever prepares needs no right. */
  deploy: (contract: string, args?: readonly unknown[]) => Promise<Address>;
  /** Calls what was put there, as the account that did it. */
  send: (call: ProposedCall) => Promise<Hash>;
  /** The account that prepares. */
  preparer: Address;
}

export interface ProposedCall {
  target: Address;
  data: Hex;
}

/** What a preparation leaves for the other steps; it is kept as JSON between them. */
export type Prepared = Readonly<Record<string, string>>;

/**
 * A decision as code that everybody can read, try and check: what has to stand on the chain before, the calls to decide on, and what
 * must be true afterwards.
 */
export interface ProposalScript {
  /** First line of the proposal, without `#`. */
  title: string;
  /** Why, as Markdown; what the members read. */
  reasons: string;
  /** Once, before the proposal, by anybody. */
  prepare?(chain: PreparingChain): Promise<Prepared>;
  /** The calls, in their order. */
  enact(chain: ProposalChain, prepared: Prepared): Promise<readonly ProposedCall[]>;
  /** Throws an error that names what is not as it should be after the execution. */
  verify(chain: ProposalChain, prepared: Prepared): Promise<void>;
}

/** A call of a contract, encoded. */
export function callOf<
  const abi extends Abi,
  name extends ContractFunctionName<abi, "nonpayable" | "payable">,
>(
  { address, abi }: { address: Address; abi: abi },
  functionName: name,
  args: ContractFunctionArgs<abi, "nonpayable" | "payable", name>,
): ProposedCall {
  const parameters = { abi, functionName, args } as EncodeFunctionDataParameters;
  return { target: address, data: encodeFunctionData(parameters) };
}

/** What the Council takes: to propose, and for every later step, which names the text by its hash. */
export function proposalArguments(
  { title, reasons }: Pick<ProposalScript, "title" | "reasons">,
  calls: readonly ProposedCall[],
) {
  const description = `# ${title}\n\n${reasons.trim()}\n`;
  const targets = calls.map(({ target }) => target);
  const values = calls.map(() => 0n);
  const data = calls.map((call) => call.data);
  return {
    proposed: [targets, values, data, description] as const,
    hashed: [targets, values, data, keccak256(toBytes(description))] as const,
  };
}
