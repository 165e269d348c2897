import { BaseError, ContractFunctionRevertedError } from "viem";

/** Whether a contract refused, rather than that it could not be asked. */
export function isRefusal(error: unknown): boolean {
  return (
    error instanceof BaseError &&
    error.walk((cause) => cause instanceof ContractFunctionRevertedError) !== null
  );
}

/** What a view answers; undefined where the contract says that there is no such thing. Every other failure is thrown. */
export async function orUndefined<T>(read: Promise<T>): Promise<T | undefined> {
  try {
    return await read;
  } catch (error) {
    if (isRefusal(error)) return undefined;
    throw error;
  }
}
