import { expect } from "chai";
import { slice, type Hex } from "viem";

import { errorCatalogue } from "../../generated/errors.ts";

/** What the chain says when it refuses; undefined when it does not. */
export async function refusalOf(action: Promise<unknown>): Promise<string | undefined> {
  try {
    await action;
    return undefined;
  } catch (error) {
    return named(String(error));
  }
}

/** For errors whose values other tests compare, or of contracts whose bindings the test does not have. */
export async function expectRefusal(
  action: Promise<unknown>,
  pattern: RegExp,
  message?: string,
): Promise<void> {
  expect(await refusalOf(action), message).to.match(pattern);
}

/** The chain names an error by the sources of the build; of code that was compiled elsewhere it knows the bytes alone. */
function named(refusal: string): string {
  const data = /unrecognized custom error \(return data: (0x[0-9a-f]{8,})\)/.exec(refusal)?.[1];
  if (data === undefined) return refusal;
  return `${refusal} ${errorCatalogue[slice(data as Hex, 0, 4)]?.name ?? ""}`;
}
