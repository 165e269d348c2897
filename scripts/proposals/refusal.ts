import { BaseError, decodeErrorResult, type Hex } from "viem";

import { errorCatalogue, errorsAbi } from "../../generated/errors.ts";
import { CommandError } from "../foedus/command-error.ts";

/** An error of the command line for what a contract refused: in the contract's words and with its remedy where they can be read. */
export function refusal(what: string, error: unknown, otherwise: string): CommandError {
  const data = revertData(error);
  const entry = data && errorCatalogue[data.slice(0, 10).toLowerCase() as Hex];
  if (data === undefined || entry === undefined) {
    const text = error instanceof BaseError ? error.shortMessage : String(error);
    return new CommandError(`${what}: ${data ?? text}`, otherwise, error);
  }
  const { args } = decodeErrorResult({ abi: errorsAbi, data });
  const words = `${entry.name}(${args.map(String).join(", ")}): ${entry.notice}`;
  return new CommandError(`${what}: ${words}`, entry.remedy, error);
}

/** The data of a revert, wherever in the causes the node or viem has put it. */
function revertData(error: unknown): Hex | undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const { data, raw } = cause as { data?: unknown; raw?: unknown };
    for (const candidate of [raw, data, (data as { data?: unknown } | undefined)?.data])
      if (typeof candidate === "string" && /^0x[0-9a-f]{8,}$/i.test(candidate))
        return candidate as Hex;
  }
  return undefined;
}
