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
/** Gas that a write may use at most, whatever a server or a node proposes. */
const mostGas = 2n ** 24n;

/** A chain with registers, as its configuration has it (`endpoints.json`) and not as a server says. */
export interface RegisterChain {
  chainId: number;
  /** Where the registers stand: nothing is signed that goes elsewhere. */
  addresses: RegisterAddresses;
}

/** What whoever signs agrees to. */
export interface SigningLimits {
  /** Wei for each unit of gas that are paid at most; 0 when left out, as networks of public bodies take no fees. */
  mostGasPrice?: bigint;
}

/** What a server or a node proposes for a transaction. */
interface ProposedTerms {
  chainId: bigint;
  gas: bigint;
  /** Wei for each unit of gas. */
  gasPrice: bigint;
}

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
  readonly #expected: RegisterChain;
  readonly #limits: SigningLimits;

  constructor(chain: PublicClient, expected: RegisterChain, limits: SigningLimits = {}) {
    this.#chain = chain;
    this.#expected = expected;
    this.#limits = limits;
  }

  async write(call: RegisterCall, account: PrivateKeyAccount): Promise<Hex> {
    const to = this.#expected.addresses[call.register];
    const data = encodeRegisterCall(call);
    const chain = this.#chain;
    let estimated: bigint;
    try {
      estimated = await chain.estimateGas({ account: account.address, to, data });
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
    // The next block may be in another state.
    const gas = (estimated * 12n) / 10n;
    requireTerms({ chainId: BigInt(chainId), gas, gasPrice }, this.#expected, this.#limits);
    const serializedTransaction = await account.signTransaction({
      type: "legacy",
      to,
      data,
      chainId,
      nonce,
      gas,
      gasPrice,
    });
    const hash = await chain.sendRawTransaction({ serializedTransaction });
    await requireSuccess(chain, hash, call.functionName);
    return hash;
  }
}

/**
 * Nothing is signed for another chain than the configured one, where it could do something else, nor for more than the signer agrees to pay.
 * @throws ClientError `server-refused` with what was proposed and what is allowed.
 */
export function requireTerms(
  { chainId, gas, gasPrice }: ProposedTerms,
  expected: RegisterChain,
  { mostGasPrice = 0n }: SigningLimits,
): void {
  if (chainId !== BigInt(expected.chainId)) {
    throw new ClientError(
      "server-refused",
      `The transaction would be for the chain ${chainId}, and the configuration names the chain ${expected.chainId}. Nothing was signed.`,
      "Check that the address of the API and the configured chain belong to one network, and tell whoever runs the server.",
    );
  }
  if (gas > mostGas) {
    throw new ClientError(
      "server-refused",
      `The transaction would take ${gas} gas, and at most ${mostGas} are allowed. Nothing was signed.`,
      "Tell whoever runs the server: no write to the registers takes as much.",
    );
  }
  if (gasPrice > mostGasPrice) {
    throw new ClientError(
      "server-refused",
      `The transaction would cost ${gasPrice} wei for each unit of gas, and at most ${mostGasPrice} are allowed. Nothing was signed.`,
      "If the network does take fees, allow this price (mostGasPrice, or --gas-price); otherwise tell whoever runs the server.",
    );
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
