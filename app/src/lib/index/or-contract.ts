import { IndexError } from "./client.ts";

/** Where what a page shows was read. */
export type Source = "index" | "contracts";

export type Read<FromIndex, FromContract> =
  ({ source: "index" } & FromIndex) | ({ source: "contracts" } & FromContract);

/** Asks the index; when it gives no answer, the contracts, which know less. */
export async function indexOrContract<FromIndex extends object, FromContract extends object>(
  fromIndex: () => Promise<FromIndex>,
  fromContract: () => Promise<FromContract>,
): Promise<Read<FromIndex, FromContract>> {
  try {
    return { source: "index", ...(await fromIndex()) };
  } catch (error) {
    if (!(error instanceof IndexError)) throw error;
    return { source: "contracts", ...(await fromContract()) };
  }
}
