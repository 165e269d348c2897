import { BaseError, ContractFunctionRevertedError, decodeErrorResult, type Hex } from "viem";

import * as contracts from "../../generated/contracts/index.ts";

const allErrors = Object.values(contracts).flatMap((value) =>
  Array.isArray(value) ? (value as { type: string }[]).filter(({ type }) => type === "error") : [],
) as never[];

/** What a contract refused with, by its own word where that can be read. */
export function refusalIn(error: unknown): string {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const data = (cause as { data?: unknown }).data;
    const bytes = typeof data === "string" ? data : (data as { data?: string } | undefined)?.data;
    if (bytes?.startsWith("0x") === true && bytes.length >= 10) {
      try {
        const { errorName, args } = decodeErrorResult({
          abi: allErrors,
          data: bytes as Hex,
        }) as unknown as {
          errorName: string;
          args?: readonly unknown[];
        };
        return `${errorName}(${(args ?? []).map(String).join(", ")})`;
      } catch {
        return bytes;
      }
    }
  }
  if (
    error instanceof BaseError &&
    error.walk((one) => one instanceof ContractFunctionRevertedError)
  )
    return error.shortMessage;
  return error instanceof Error ? error.message : String(error);
}
