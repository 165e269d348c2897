import {
  type Address,
  BaseError,
  encodeFunctionData,
  type Hex,
  numberToHex,
  parseAbi,
  type PublicClient,
  RpcRequestError,
} from "viem";

const signaturesOfContracts = parseAbi([
  "function isValidSignature(bytes32 digest, bytes signature) view returns (bytes4)",
]);
/** What a contract answers that has signed: its selector, as the first word. */
const hasSigned = `0x1626ba7e${"0".repeat(56)}`;
/** Gas that it may use: enough to verify a key of any kind, and a moment of the node at most. */
const signatureGas = 2_000_000;
/** Codes by which nodes say that a call was executed and failed. */
const failedCalls: readonly number[] = [3, -32_000, -32_015, -32_603];

/**
 * Whether a contract says that it has signed (ERC-1271). It may do anything while it is asked: it has bounded gas, and the node alone
 * reads what it answers, so that an `OffchainLookup` leads nowhere.
 * @throws when the node gives no answer: that says nothing about the signature.
 */
export async function hasContractSigned(
  chain: Pick<PublicClient, "request">,
  account: Address,
  digest: Hex,
  signature: Hex,
): Promise<boolean> {
  const data = encodeFunctionData({ abi: signaturesOfContracts, args: [digest, signature] });
  const call = { to: account, data, gas: numberToHex(signatureGas) };
  try {
    const answer = await chain.request({ method: "eth_call", params: [call, "latest"] });
    return answer.slice(0, 66) === hasSigned;
  } catch (error) {
    const said = error instanceof BaseError && error.walk((one) => one instanceof RpcRequestError);
    if (said instanceof RpcRequestError && failedCalls.includes(said.code)) return false;
    throw error;
  }
}
