import { decodeErrorResult, type Hex } from "viem";

import { errorCatalogue, errorsAbi } from "../generated/errors.ts";

/** Why a contract refused, in its own words. */
export interface ContractRefusal {
  /** Name of the error, for example `CouncilAlreadyVoted`. */
  error: string;
  /** What it says; nothing where only its selector is known, as events carry it. */
  values: RefusalValue[];
  /** The error with its values, and what went wrong. */
  words: string;
  /** What to do about it. */
  remedy: string;
}

/** A value of an error by the name that the contract gives it. */
export interface RefusalValue {
  name: string;
  value: string;
}

/** What a contract meant by its revert data; nothing where the catalogue does not know it. */
export function contractRefusal(data: Hex): ContractRefusal | undefined {
  const entry = errorCatalogue[data.slice(0, 10).toLowerCase() as Hex];
  if (entry === undefined) return undefined;
  const { name: error, inputs, notice, remedy } = entry;
  try {
    const { args } = decodeErrorResult({ abi: errorsAbi, data });
    const values = inputs.map(({ name = "" }, place) => ({ name, value: String(args[place]) }));
    return { error, values, words: `${error}(${args.map(String).join(", ")}): ${notice}`, remedy };
  } catch {
    // Only the selector is there, or the values are cut off.
    return { error, values: [], words: `${error}: ${notice}`, remedy };
  }
}

/** The data of a revert, wherever in the causes the node or viem has put it. */
export function revertData(error: unknown): Hex | undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const { data, raw } = cause as { data?: unknown; raw?: unknown };
    for (const candidate of [raw, data, (data as { data?: unknown } | undefined)?.data])
      if (typeof candidate === "string" && /^0x[0-9a-f]{8,}$/i.test(candidate))
        return candidate as Hex;
  }
  return undefined;
}
