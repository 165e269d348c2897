import { didRegistryAbi } from "#generated/contracts/DidRegistry.ts";
import { chainReader } from "#lib/chain/chain-reader.ts";

type Hex = `0x${string}`;

/** For which of some DIDs an account acts now, as the register of DIDs says. */
export async function actsFor(
  register: Hex,
  account: Hex,
  dids: readonly string[],
): Promise<ReadonlySet<string>> {
  const chain = chainReader();
  const found = await Promise.all(
    [...new Set(dids)].map(async (did) => {
      const acts = await chain.readContract({
        address: register,
        abi: didRegistryAbi,
        functionName: "checkController",
        args: [did, account],
      });
      return acts ? [did] : [];
    }),
  );
  return new Set(found.flat());
}
