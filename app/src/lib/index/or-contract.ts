import { IndexError } from "./client.ts";

/** Where what a page shows was read. */
export type Source = "index" | "contracts";

export type Read<FromIndex, FromContract> =
  ({ source: "index" } & FromIndex) | ({ source: "contracts" } & FromContract);

/**
 * Asks the index; when it gives no answer, or one that is too old, the contracts.
 *
 * @param isLate Whether the index is behind. It is asked for beside the answer, so that nobody waits for it on a good day.
 */
export async function indexOrContract<FromIndex extends object, FromContract extends object>(
  fromIndex: () => Promise<FromIndex>,
  fromContract: () => Promise<FromContract>,
  isLate: Promise<boolean> = Promise.resolve(false),
): Promise<Read<FromIndex, FromContract>> {
  let answer: FromIndex;
  try {
    const [answered, late] = await Promise.all([fromIndex(), isLate]);
    if (!late) return { source: "index", ...answered };
    answer = answered;
  } catch (error) {
    if (!(error instanceof IndexError)) throw error;
    return { source: "contracts", ...(await fromContract()) };
  }
  try {
    return { source: "contracts", ...(await fromContract()) };
  } catch (error) {
    // An old answer is better than none, and every page says that it is old.
    console.error("The index is behind, and the contracts could not be read instead.", error);
    return { source: "index", ...answer };
  }
}
