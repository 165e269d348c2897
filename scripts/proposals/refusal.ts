import { BaseError } from "viem";

import { contractRefusal, revertData } from "../../deploy/contract-refusal.ts";
import { CommandError } from "../foedus/command-error.ts";

/** An error of the command line for what a contract refused: in the contract's words and with its remedy where they can be read. */
export function refusal(what: string, error: unknown, otherwise: string): CommandError {
  const data = revertData(error);
  const known = data && contractRefusal(data);
  if (known === undefined) {
    const text = error instanceof BaseError ? error.shortMessage : String(error);
    return new CommandError(`${what}: ${data ?? text}`, otherwise, error);
  }
  return new CommandError(`${what}: ${known.words}`, known.remedy, error);
}
