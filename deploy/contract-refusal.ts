import { decodeErrorResult, type Hex } from "viem";

import { errorCatalogue, errorsAbi } from "../generated/errors.ts";

/** Why a contract refused, in its own words. */
export interface ContractRefusal {
  /** Name of the error, for example `CouncilAlreadyVoted`. */
  error: string;
  /** The error with its values, and what went wrong. */
  words: string;
  /** What to do about it. */
  remedy: string;
}

/** What a contract meant by its revert data; nothing where the catalogue does not know it. */
export function contractRefusal(data: Hex): ContractRefusal | undefined {
  const entry = errorCatalogue[data.slice(0, 10).toLowerCase() as Hex];
  if (entry === undefined) return undefined;
  const { name, notice, remedy } = entry;
  try {
    const { args } = decodeErrorResult({ abi: errorsAbi, data });
    return { error: name, words: `${name}(${args.map(String).join(", ")}): ${notice}`, remedy };
  } catch {
    // Only the selector is there, as events carry it, or the values are cut off.
    return { error: name, words: `${name}: ${notice}`, remedy };
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
