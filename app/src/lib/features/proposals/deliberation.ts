import type { Address } from "viem";

import { councilAbi } from "#generated/contracts/Council.ts";
import { deliberationAbi } from "#generated/contracts/Deliberation.ts";
import { memberRegistryAbi } from "#generated/contracts/MemberRegistry.ts";
import type { ContractReader } from "#lib/chain/contract-views.ts";
import { placesIn } from "#lib/chain/places.ts";

type Hex = `0x${string}`;

/** What members say of a proposal beside their votes. */
export interface Deliberation {
  /** Account ids of the members that stand behind it, in small letters. */
  sponsors: Hex[];
  /** Of those that ask for more time. */
  askers: Hex[];
  /** With how many heads, or with how much weight, more time is given; null before the snapshot. Weight is null where it plays no part. */
  threshold: { heads: number; weight: bigint | null } | null;
  extended: boolean;
}

/** Where it is asked: the contracts of one body, and what is known of the proposal. */
export interface Asked {
  deliberation: Address;
  council: Address;
  memberRegistry: Address;
  proposalId: bigint;
  /** Whether the snapshot has passed. */
  begun: boolean;
}

/** From the contracts, which are asked whether the index is there or not; null when the chain gives no answer. */
export async function readDeliberation(
  chain: ContractReader,
  { deliberation, council, memberRegistry, proposalId, begun }: Asked,
): Promise<Deliberation | null> {
  const contract = { address: deliberation, abi: deliberationAbi } as const;
  const args = [council, proposalId] as const;
  const accountAt = async (place: number): Promise<Hex> => {
    const account = await chain.readContract({
      address: memberRegistry,
      abi: memberRegistryAbi,
      functionName: "memberAt",
      args: [BigInt(place)],
    });
    return account.toLowerCase() as Hex;
  };
  try {
    const [sponsors, [askers], threshold, extended] = await Promise.all([
      chain.readContract({ ...contract, functionName: "sponsors", args }),
      chain.readContract({ ...contract, functionName: "askers", args }),
      begun ? chain.readContract({ ...contract, functionName: "moreTimeThreshold", args }) : null,
      chain.readContract({
        address: council,
        abi: councilAbi,
        functionName: "proposalExtended",
        args: [proposalId],
      }),
    ]);
    return {
      sponsors: await Promise.all(placesIn(sponsors).map(accountAt)),
      askers: await Promise.all(placesIn(askers).map(accountAt)),
      threshold: threshold && {
        heads: Number(threshold[0]),
        weight: threshold[1] === 0n ? null : threshold[1],
      },
      extended,
    };
  } catch {
    // Every page says by itself that the chain gives no answer.
    return null;
  }
}

/** Why somebody cannot say it, or that it can. */
export type SayEligibility =
  { can: true } | { can: false; why: "no-member" | "over" | "not-open" | "said" | "used" };

/**
 * Whether a key's member can say it now. A proposal that waits can be stood behind; more time is asked for while votes are taken.
 * @param account Account id of the key's member; null for a key that stands for none.
 */
export function sayEligibility(
  what: "sponsor" | "ask",
  account: Hex | null,
  stage: string,
  said: Deliberation,
): SayEligibility {
  if (stage !== "active" && stage !== "pending") return { can: false, why: "over" };
  if (account === null) return { can: false, why: "no-member" };
  if (what === "ask" && stage === "pending") return { can: false, why: "not-open" };
  const sayers = what === "sponsor" ? said.sponsors : said.askers;
  if (sayers.includes(account.toLowerCase() as Hex)) return { can: false, why: "said" };
  if (what === "ask" && said.extended) return { can: false, why: "used" };
  return { can: true };
}
