import {
  type Abi,
  type Address,
  type ContractFunctionArgs,
  type ContractFunctionName,
  decodeFunctionData,
  encodeFunctionData,
  getAbiItem,
  type AbiFunction,
  type Hex,
} from "viem";

import { didRegistryAbi } from "../../../generated/contracts/DidRegistry.ts";
import { statusListsAbi } from "../../../generated/contracts/StatusLists.ts";
import { trustedIssuersRegistryAbi } from "../../../generated/contracts/TrustedIssuersRegistry.ts";

const abis = {
  DidRegistry: didRegistryAbi,
  TrustedIssuersRegistry: trustedIssuersRegistryAbi,
  StatusLists: statusListsAbi,
} as const;

export type RegisterName = keyof typeof abis;

/** The ABI without its names, for calls whose names are known at run time only. */
const abiOf = (register: RegisterName): Abi => abis[register];

/** Where the registers stand on a chain. */
export type RegisterAddresses = Readonly<Record<RegisterName, Address>>;

type Writes<Name extends RegisterName> = ContractFunctionName<(typeof abis)[Name], "nonpayable">;

/** A call that changes a register. */
export interface RegisterCall {
  register: RegisterName;
  functionName: string;
  args: readonly unknown[];
}

export function registerCall<Name extends RegisterName, Fn extends Writes<Name>>(
  register: Name,
  functionName: Fn,
  args: ContractFunctionArgs<(typeof abis)[Name], "nonpayable", Fn>,
): RegisterCall {
  return { register, functionName, args: args as readonly unknown[] };
}

export function encodeRegisterCall({ register, functionName, args }: RegisterCall): Hex {
  return encodeFunctionData({ abi: abiOf(register), functionName, args });
}

/** Whether the data of a transaction are this call, with these values. */
export function isRegisterCall(data: Hex, call: RegisterCall): boolean {
  try {
    const { functionName, args = [] } = decodeFunctionData({
      abi: abiOf(call.register),
      data,
    });
    return functionName === call.functionName && plain(args) === plain(call.args);
  } catch {
    return false;
  }
}

/** The values by the names that the contract gives them, which are those of EBSI's JSON-RPC. Numbers stay numbers as far as JSON has them. */
export function namedArguments({ register, functionName, args }: RegisterCall): object {
  const { inputs } = getAbiItem({
    abi: abiOf(register),
    name: functionName,
  }) as AbiFunction;
  return Object.fromEntries(
    inputs.map(({ name = "" }, place) => {
      const value = args[place];
      return [name, typeof value === "bigint" ? Number(value) : value];
    }),
  );
}

/** The same text for the same values: numbers of any kind by their digits, bytes in lower case. */
function plain(values: readonly unknown[]): string {
  return JSON.stringify(values, (_, one: unknown) => {
    if (typeof one === "bigint" || typeof one === "number") return String(one);
    if (typeof one === "string" && /^0x[0-9a-fA-F]*$/.test(one)) return one.toLowerCase();
    return one;
  });
}
