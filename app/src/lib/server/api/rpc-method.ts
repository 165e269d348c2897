import type { Scope } from "@foedus/client";
import type { Abi } from "viem";
import type * as z from "zod";

import type { ContractName } from "#lib/endpoints.ts";

/** A call of a contract of ours. */
export interface ContractCall {
  contract: ContractName;
  functionName: string;
  args: readonly unknown[];
}

/** A method of JSON-RPC that builds a transaction. */
export interface RpcMethod<Parameters extends z.ZodObject = z.ZodObject> {
  name: string;
  /** Any of them opens it. */
  scopes: readonly Scope[];
  /** With `from`, the account that will sign. */
  parameters: Parameters;
  contract: ContractName;
  functionName: string;
  /**
   * Arguments of the function. Some need to know what is registered.
   * @throws ParameterFault, Problem
   */
  args: (parameters: z.output<Parameters>) => readonly unknown[] | Promise<readonly unknown[]>;
  /**
   * What must hold of a call beyond what the contract asks, whether it is built here or comes signed.
   * @throws ParameterFault, Problem
   */
  check?: (args: readonly unknown[]) => void | Promise<void>;
  /** Whom a call is about, where an invitation opens it: the token's own entity alone. */
  subject?: (args: readonly unknown[]) => unknown;
}

/** Keeps the parameters in the type of `call`. */
export function rpcMethod<Parameters extends z.ZodObject>(
  method: RpcMethod<Parameters>,
): RpcMethod {
  return method;
}

/** A registry's side for writing. */
export interface WriteService {
  /** For the ids of operations. */
  id: string;
  tag: string;
  path: string;
  /** ABIs of the contracts that its methods call. */
  abis: Partial<Record<ContractName, Abi>>;
  methods: readonly RpcMethod[];
}

/** A parameter of its form that makes no sense beside what is registered. */
export class ParameterFault extends Error {
  override readonly name = "ParameterFault";
  readonly parameter: string;
  readonly remedy: string;

  constructor(parameter: string, message: string, remedy: string) {
    super(message);
    this.parameter = parameter;
    this.remedy = remedy;
  }
}
