import {
  type Abi,
  decodeFunctionData,
  encodeFunctionData,
  type Hex,
  isAddressEqual,
  numberToHex,
  parseTransaction,
  type PublicClient,
  recoverTransactionAddress,
} from "viem";
import * as z from "zod";

import type { Addresses, ContractName } from "#lib/endpoints.ts";

import { address, hash, text } from "./shapes.ts";
import type { ContractCall, WriteService } from "./rpc-method.ts";
import { ParameterFault } from "./rpc-method.ts";

/** A number in hexadecimal digits. Other writers put zeros before it. */
const number = text(/^0x[0-9a-fA-F]{1,64}$/, "Give 0x and a number in hexadecimal digits.");
const data = text(/^0x(?:[0-9a-fA-F]{2})*$/, "Give 0x and pairs of hexadecimal digits.");

export const unsignedShape = z
  .strictObject({
    from: address,
    to: address,
    data,
    value: number,
    nonce: number,
    chainId: number,
    gasLimit: number,
    gasPrice: number,
  })
  .meta({
    id: "UnsignedTransaction",
    description: "Sign it as it is: a legacy transaction with the chain's id (EIP-155).",
  });

export type UnsignedTransaction = z.output<typeof unsignedShape>;

export const signedShape = z.strictObject({
  protocol: z.literal("eth", "Give eth."),
  unsignedTransaction: unsignedShape,
  r: number,
  s: number,
  v: number,
  signedRawTransaction: data,
});

export type SignedTransaction = z.output<typeof signedShape>;

export const transactionHash = hash.describe("Hash of the transaction.");

/** What no transaction may exceed since Osaka (EIP-7825). */
const mostGas = 2n ** 24n;

/** Spare gas: between building and mining, others may change what the call finds. */
const spare = (gas: bigint) => (gas * 14n) / 10n;

export type TransactionReader = Pick<
  PublicClient,
  "estimateGas" | "getBlock" | "getTransactionCount" | "getChainId"
>;

/**
 * The transaction of a call, tried on the newest state.
 * @throws whatever the node says where the contract refuses.
 */
export async function buildTransaction(
  chain: TransactionReader,
  addresses: Addresses,
  abis: WriteService["abis"],
  from: Hex,
  { contract, functionName, args }: ContractCall,
): Promise<UnsignedTransaction> {
  const to = addresses[contract];
  const data = encodeFunctionData({ abi: abis[contract] as Abi, functionName, args });
  const [gas, nonce, chainId, { baseFeePerGas }] = await Promise.all([
    chain.estimateGas({ account: from, to, data, value: 0n }),
    chain.getTransactionCount({ address: from, blockTag: "pending" }),
    chain.getChainId(),
    chain.getBlock(),
  ]);
  const gasLimit = spare(gas) > mostGas ? mostGas : spare(gas);
  return {
    from,
    to,
    data,
    value: "0x0",
    nonce: numberToHex(nonce),
    chainId: numberToHex(chainId),
    gasLimit: numberToHex(gasLimit),
    // Networks of public services have no price of gas. Where a chain has one all the same, the transaction must pay it.
    gasPrice: numberToHex((baseFeePerGas ?? 0n) * 2n),
  };
}

/** What a signed transaction does, once it is certain that it is the one that is shown beside it. */
export interface CheckedTransaction {
  signer: Hex;
  call: ContractCall;
}

/**
 * Whether what is signed is what is shown, goes to this chain, and calls what the service builds.
 * @throws ParameterFault
 */
export async function checkSigned(
  { unsignedTransaction: shown, r, s, v, signedRawTransaction: raw }: SignedTransaction,
  chainId: number,
  addresses: Addresses,
  service: WriteService,
): Promise<CheckedTransaction> {
  const parsed = parsedLegacy(raw as Hex);
  const fault = (parameter: string, remedy: string) =>
    new ParameterFault(
      parameter,
      `The signed transaction is another one than is shown: ${parameter} differs.`,
      remedy,
    );
  const same: readonly [name: string, signed: bigint, shown: string][] = [
    ["unsignedTransaction.chainId", BigInt(parsed.chainId ?? 0), shown.chainId],
    ["unsignedTransaction.nonce", BigInt(parsed.nonce ?? 0), shown.nonce],
    ["unsignedTransaction.gasLimit", parsed.gas ?? 0n, shown.gasLimit],
    ["unsignedTransaction.gasPrice", parsed.gasPrice ?? 0n, shown.gasPrice],
    ["unsignedTransaction.value", parsed.value ?? 0n, shown.value],
    ["unsignedTransaction.to", BigInt(parsed.to ?? 0), shown.to],
    ["r", BigInt(parsed.r ?? 0), r],
    ["s", BigInt(parsed.s ?? 0), s],
    // A legacy signature says its chain and its parity in one number.
    ["v", 35n + 2n * BigInt(parsed.chainId ?? 0) + BigInt(parsed.yParity ?? 0), v],
  ];
  const other = same.find(([, signed, told]) => signed !== BigInt(told));
  if (other) throw fault(other[0], "Sign the very transaction that was built.");
  const data = parsed.data ?? "0x";
  if (data.toLowerCase() !== shown.data.toLowerCase())
    throw fault("unsignedTransaction.data", "Sign the very transaction that was built.");
  if (parsed.chainId !== chainId)
    throw new ParameterFault(
      "unsignedTransaction.chainId",
      `The transaction is for chain ${parsed.chainId}.`,
      `Sign it for chain ${chainId}, with the chain's id in the signature (EIP-155).`,
    );
  if ((parsed.value ?? 0n) !== 0n)
    throw new ParameterFault(
      "unsignedTransaction.value",
      "The transaction carries a value.",
      "Give the value 0x0: no method here takes any.",
    );
  const call = callOf(shown.to, data, addresses, service);

  const signer = await recovered(raw as Hex);
  if (signer === undefined || !isAddressEqual(signer, shown.from))
    throw new ParameterFault(
      "unsignedTransaction.from",
      "The transaction was signed by another account.",
      "Sign it with the key of the account `from`.",
    );
  return { signer, call };
}

/** The raw transaction, which must be of the kind that was built. */
function parsedLegacy(raw: Hex) {
  const remedy = "Give the signed legacy transaction with the chain's id, in RLP.";
  let parsed: ReturnType<typeof parseTransaction>;
  try {
    parsed = parseTransaction(raw);
  } catch {
    throw new ParameterFault("signedRawTransaction", "The bytes are no transaction.", remedy);
  }
  const { type, ...rest } = parsed;
  // RLP may have lists, empty texts and numbers of any length where a transaction has none, and the parser takes them.
  const { r, s, chainId, nonce = 0, to = null, data = "0x" } = rest;
  const isWhole =
    [r, s].every((part) => number.safeParse(part).success) &&
    [chainId, nonce].every(Number.isSafeInteger) &&
    (to === null || address.safeParse(to).success) &&
    typeof data === "string";
  if (type !== "legacy" || !isWhole)
    throw new ParameterFault(
      "signedRawTransaction",
      "The transaction is not of the kind that was built, or not signed.",
      remedy,
    );
  return rest;
}

async function recovered(raw: Hex): Promise<Hex | undefined> {
  try {
    return await recoverTransactionAddress({
      serializedTransaction: raw as Parameters<
        typeof recoverTransactionAddress
      >[0]["serializedTransaction"],
    });
  } catch {
    // r or s are no signature of anybody.
    return undefined;
  }
}

/** The call in a transaction, in the one way in which it is encoded. */
function callOf(to: Hex, data: Hex, addresses: Addresses, service: WriteService): ContractCall {
  const contract = (Object.keys(service.abis) as ContractName[]).find((name) =>
    isAddressEqual(addresses[name], to),
  );
  const foreign = new ParameterFault(
    contract === undefined ? "unsignedTransaction.to" : "unsignedTransaction.data",
    "The transaction calls something that is not built here.",
    `Sign a transaction that ${service.path} has built.`,
  );
  if (contract === undefined) throw foreign;
  const abi = service.abis[contract] as Abi;
  try {
    const { functionName, args = [] } = decodeFunctionData({ abi, data });
    if (encodeFunctionData({ abi, functionName, args }) === data.toLowerCase())
      return { contract, functionName, args };
  } catch {
    // Not of this contract, or broken.
  }
  throw foreign;
}
