import ethrDidRegistry from "ethr-did-registry";
import {
  encodeFunctionData,
  encodePacked,
  hexToNumber,
  keccak256,
  slice,
  type Abi,
  type Address,
  type Hex,
} from "viem";
import { sign } from "viem/accounts";

const { EthereumDIDRegistry } = ethrDidRegistry;

/** The contract of ERC-1056 as it is published, compiled as its authors did. */
export const published = {
  abi: EthereumDIDRegistry.abi as Abi,
  bytecode: EthereumDIDRegistry.bytecode as Hex,
};

/** What an operation of ERC-1056 has beside the identity; signatures pack it in the same order. */
export const operationTypes = {
  changeOwner: ["address"],
  addDelegate: ["bytes32", "address", "uint256"],
  revokeDelegate: ["bytes32", "address"],
  setAttribute: ["bytes32", "bytes", "uint256"],
  revokeAttribute: ["bytes32", "bytes"],
} as const;

export type OperationName = keyof typeof operationTypes;

export interface Operation {
  name: OperationName;
  identity: Address;
  values: readonly unknown[];
}

/** An operation as its owner sends it. */
export const operationData = ({ name, identity, values }: Operation): Hex =>
  encodeFunctionData({ abi: published.abi, functionName: name, args: [identity, ...values] });

/** A secp256k1 signature in the parts that ERC-1056 takes. */
export interface SignatureParts {
  v: number;
  r: Hex;
  s: Hex;
}

/** What the owner signs for an operation binds neither chain nor end. */
export async function signOperation(
  registry: Address,
  nonce: bigint,
  { name, identity, values }: Operation,
  privateKey: Hex,
): Promise<SignatureParts> {
  const hash = keccak256(
    encodePacked(
      ["bytes2", "address", "uint256", "address", "string", ...operationTypes[name]] as string[],
      ["0x1900", registry, nonce, identity, name, ...values],
    ),
  );
  const signature = await sign({ hash, privateKey, to: "hex" });
  return {
    v: hexToNumber(slice(signature, 64)),
    r: slice(signature, 0, 32),
    s: slice(signature, 32, 64),
  };
}

/** An operation as anybody sends it who has the owner's signature. */
export const signedOperationData = (
  { name, identity, values }: Operation,
  { v, r, s }: SignatureParts,
): Hex =>
  encodeFunctionData({
    abi: published.abi,
    functionName: `${name}Signed`,
    args: [identity, v, r, s, ...values],
  });
