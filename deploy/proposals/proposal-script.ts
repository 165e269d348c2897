import {
  type Abi,
  type Address,
  type ContractFunctionArgs,
  type ContractFunctionName,
  encodeFunctionData,
  type EncodeFunctionDataParameters,
  type Hash,
  type Hex,
  type PublicClient,
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
  /** File that is decided on, from the folder of the script: its name, size and hash become part of the text, and so of the id. */
  document?: string;
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
