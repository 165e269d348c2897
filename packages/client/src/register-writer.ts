import {
  BaseError,
  ContractFunctionRevertedError,
  decodeErrorResult,
  type Hex,
  type PublicClient,
} from "viem";
import type { PrivateKeyAccount } from "viem/accounts";

import { errorCatalogue, errorsAbi } from "../../../generated/errors.ts";
import { ClientError } from "./client-error.ts";
import type { Did } from "./did.ts";
import type { KeyPair } from "./key-pair.ts";
import { encodeRegisterCall, type RegisterAddresses, type RegisterCall } from "./register-calls.ts";
import type { Scope } from "./scopes.ts";

/** Milliseconds for which a transaction is waited for. */
const patience = 60_000;

/** With what right a call is made, where a server asks for one. */
export interface Right {
  holder: Did;
  scope: Scope;
  /** Signs the presentation. */
  key: KeyPair;
  /** What an invitation shows. */
  credential?: string;
}

/** How calls reach the registers. */
export interface RegisterWriter {
  /**
   * Makes a call, and waits until it stands in a block. Answers with the hash of the transaction.
   * @throws ClientError `server-refused` where the contract or a server refuses, `server-silent`
   */
  write(call: RegisterCall, account: PrivateKeyAccount, right?: Right): Promise<Hex>;
}

/** Sends transactions to a node itself: no server stands in between, and the contracts alone decide. */
export class ChainWriter implements RegisterWriter {
  readonly #chain: PublicClient;
  readonly #addresses: RegisterAddresses;

  constructor(chain: PublicClient, addresses: RegisterAddresses) {
    this.#chain = chain;
    this.#addresses = addresses;
  }

  async write(call: RegisterCall, account: PrivateKeyAccount): Promise<Hex> {
    const to = this.#addresses[call.register];
    const data = encodeRegisterCall(call);
    const chain = this.#chain;
    let gas: bigint;
    try {
      gas = await chain.estimateGas({ account: account.address, to, data });
    } catch (error) {
      throw contractRefusal(call.functionName, error) ?? error;
    }
    const [chainId, nonce, { baseFeePerGas }] = await Promise.all([
      chain.getChainId(),
      chain.getTransactionCount({ address: account.address, blockTag: "pending" }),
      chain.getBlock({ includeTransactions: false }),
    ]);
    // Networks of public bodies take no fees; where there are some, they are paid.
    const gasPrice = baseFeePerGas ? await chain.getGasPrice() : 0n;
    const serializedTransaction = await account.signTransaction({
      type: "legacy",
      to,
      data,
      chainId,
      nonce,
      // The next block may be in another state.
      gas: (gas * 12n) / 10n,
      gasPrice,
    });
    const hash = await chain.sendRawTransaction({ serializedTransaction });
    await requireSuccess(chain, hash, call.functionName);
    return hash;
  }
}

/** @throws ClientError `server-refused` for a transaction that was reverted. */
export async function requireSuccess(
  chain: PublicClient,
  hash: Hex,
  functionName: string,
): Promise<void> {
  const { status } = await chain.waitForTransactionReceipt({ hash, timeout: patience });
  if (status === "success") return;
  throw new ClientError(
    "server-refused",
    `The contract refused ${functionName} in the transaction ${hash}.`,
    "Read the present state of the registers again; somebody was faster.",
  );
}

/** What a contract meant; undefined for a failure of another kind. */
export function contractRefusal(functionName: string, error: unknown): ClientError | undefined {
  const data = revertData(error);
  const entry = data && errorCatalogue[data.slice(0, 10).toLowerCase() as Hex];
  if (entry === undefined) return undefined;
  let values = "";
  try {
    values = decodeErrorResult({ abi: errorsAbi, data: data as Hex })
      .args.map(String)
      .join(", ");
  } catch {
    // The name tells enough.
  }
  return new ClientError(
    "server-refused",
    `${functionName}: ${entry.notice} ${entry.name}(${values})`,
    entry.remedy,
    { cause: error },
  );
}

function revertData(error: unknown): Hex | undefined {
  if (!(error instanceof BaseError)) return undefined;
  const reverted = error.walk((cause) => cause instanceof ContractFunctionRevertedError);
  if (reverted instanceof ContractFunctionRevertedError && reverted.raw) return reverted.raw;
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    const { data } = cause as { data?: unknown };
    const found = typeof data === "object" && data !== null && "data" in data ? data.data : data;
    if (typeof found === "string" && /^0x[0-9a-fA-F]{8,}$/.test(found)) return found as Hex;
  }
  return undefined;
}
