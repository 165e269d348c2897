import { expect } from "chai";

/** What the chain says when it refuses; undefined when it does not. */
export async function refusalOf(action: Promise<unknown>): Promise<string | undefined> {
  try {
    await action;
    return undefined;
  } catch (error) {
    return String(error);
  }
}

/** For errors whose values other tests compare, or of contracts whose bindings the test does not have. */
export async function expectRefusal(action: Promise<unknown>, pattern: RegExp): Promise<void> {
  expect(await refusalOf(action)).to.match(pattern);
}
