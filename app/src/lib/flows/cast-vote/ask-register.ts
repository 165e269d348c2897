import { memberRegistryAbi } from "#generated/contracts/MemberRegistry.ts";
import { chainReader } from "#lib/chain/chain-reader.ts";
import { type Failure, failureOf } from "#lib/chain/failure.ts";

type Hex = `0x${string}`;

/** What the register would say to a vote of a key for a member now; null when it lets it through, or gives no answer. */
export async function ballotRefusal(
  registry: Hex,
  { key, account, snapshot }: { key: Hex; account: Hex; snapshot: number },
  proposalId: bigint,
): Promise<Failure | null> {
  try {
    await chainReader().readContract({
      address: registry,
      abi: memberRegistryAbi,
      functionName: "ballotOf",
      args: [key, account, snapshot, proposalId],
    });
    return null;
  } catch (thrown) {
    const failure = failureOf(thrown);
    // Silence is no refusal: the relayer and the contract decide anyway.
    return failure.kind === "refused" ? failure : null;
  }
}
