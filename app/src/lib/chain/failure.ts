import { type AbiParameter, decodeErrorResult, type Hex, isHex, size, slice } from "viem";

import { errorCatalogue, errorsAbi } from "#generated/errors.ts";

import type { TransactionRefusal } from "./permission.ts";

/** Why a call or transaction did not go through, before it is put into words. */
export type Failure =
  /** A contract refused, for a reason that our catalogue knows. */
  | { kind: "refused"; error: string; notice: string; remedy: string; values: FailureValue[] }
  /** A contract refused with a text, or with data that nobody here knows. */
  | { kind: "refused-otherwise"; text: string; data: Hex }
  /** The contracts would take it, but the permissions of the network refuse this sender. */
  | { kind: "not-permitted"; refusal: Exclude<TransactionRefusal, "none"> }
  /** The person said no in the wallet. */
  | { kind: "rejected" }
  /** No wallet is connected. */
  | { kind: "no-wallet" }
  /** The wallet is on another chain. */
  | { kind: "wrong-chain" }
  /** The account cannot pay for the transaction. */
  | { kind: "funds" }
  /** Neither yes nor no: the way to the chain is broken. */
  | { kind: "no-answer" }
  /** The person, the device or the browser gave no passkey; browsers do not say which. */
  | { kind: "passkey-declined" }
  /** Passkeys cannot work at the address by which the page was opened. */
  | { kind: "passkey-place" }
  /** The device has no passkeys of the kind that the contracts verify. */
  | { kind: "passkey-unfit" }
  /** Another passkey signed than the one that was chosen. */
  | { kind: "passkey-other" }
  /** Somebody who acts for the reader says why not, in its own words. */
  | { kind: "told"; text: string; remedy: string | null }
  /** Anything else, in the words of the wallet or the node. */
  | { kind: "other"; text: string };

export interface FailureValue {
  name: string;
  value: string;
}

/** Reads a failure out of whatever a wallet, a node or viem threw. */
export function failureOf(thrown: unknown): Failure {
  const chain = causes(thrown);
  if (chain.some(({ name, code }) => name === "UserRejectedRequestError" || code === 4001))
    return { kind: "rejected" };
  if (
    chain.some(
      ({ name }) => name === "ChainMismatchError" || name === "ConnectorChainMismatchError",
    )
  ) {
    return { kind: "wrong-chain" };
  }

  const data = chain.map(revertData).find((found) => found !== undefined);
  if (data !== undefined && data !== "0x") return refusal(data);

  if (chain.some(({ name }) => name === "InsufficientFundsError")) return { kind: "funds" };
  const texts = chain
    .flatMap(({ details, shortMessage, message }) => [details, shortMessage, message])
    .filter(isText);
  if (texts.some((text) => /insufficient funds|doesn't have enough funds/i.test(text)))
    return { kind: "funds" };
  if (
    chain.some(({ name }) => name === "HttpRequestError" || name === "TimeoutError") ||
    texts.some((text) => /^failed to fetch$/i.test(text))
  ) {
    return { kind: "no-answer" };
  }
  return { kind: "other", text: texts.find((text) => text.trim() !== "") ?? String(thrown) };
}

/** What a contract meant by its revert data. */
export function refusal(data: Hex): Failure {
  const entry = size(data) >= 4 ? errorCatalogue[slice(data, 0, 4)] : undefined;
  try {
    if (entry) {
      const { args } = decodeErrorResult({ abi: errorsAbi, data });
      const values = entry.inputs.map((input, i) => ({
        name: input.name ?? "",
        value: shown(args[i], input),
      }));
      return {
        kind: "refused",
        error: entry.name,
        notice: entry.notice,
        remedy: entry.remedy,
        values,
      };
    }
    // Without our ABI viem still knows `Error(string)` and `Panic(uint256)`.
    const { errorName, args } = decodeErrorResult({ abi: [], data });
    const [reason] = args;
    const text = typeof reason === "string" ? reason : `${errorName} ${String(reason)}`;
    return { kind: "refused-otherwise", text, data };
  } catch {
    return { kind: "refused-otherwise", text: "", data };
  }
}

interface Cause {
  name: string | undefined;
  code: number | undefined;
  message: string | undefined;
  shortMessage: string | undefined;
  details: string | undefined;
  data: unknown;
}

/** The thrown error and everything that it names as its cause, outermost first. */
function causes(thrown: unknown): Cause[] {
  const found: Cause[] = [];
  let current = thrown;
  while (typeof current === "object" && current !== null && found.length < 20) {
    const { name, code, message, shortMessage, details, data, cause } = current as Record<
      string,
      unknown
    >;
    found.push({
      name: isText(name) ? name : undefined,
      code: typeof code === "number" ? code : undefined,
      message: isText(message) ? message : undefined,
      shortMessage: isText(shortMessage) ? shortMessage : undefined,
      details: isText(details) ? details : undefined,
      data,
    });
    current = cause;
  }
  return found;
}

/** Nodes put revert data into `data`, or one level deeper. */
function revertData({ data }: Cause): Hex | undefined {
  if (isHex(data)) return data;
  const inner = (data as { data?: unknown } | null | undefined)?.data;
  return isHex(inner) ? inner : undefined;
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

function shown(value: unknown, { type }: AbiParameter): string {
  if (Array.isArray(value)) return value.map((item) => shown(item, { type })).join(", ");
  if (typeof value === "object" && value !== null)
    return JSON.stringify(value, (_, inner: unknown) =>
      typeof inner === "bigint" ? String(inner) : inner,
    );
  return String(value);
}
