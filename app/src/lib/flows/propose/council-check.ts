import { isSame } from "#lib/chain/bodies.ts";
import type { Addresses } from "#lib/endpoints.ts";

type Hex = `0x${string}`;

/** What a Council that shall be added says of itself; null where no Council answers. */
export interface CouncilCheck {
  council: {
    name: string;
    register: Hex;
    authority: Hex;
    deliberation: Hex;
    vetoes: Hex;
    /** Members that its register ever had. */
    members: number;
  } | null;
}

export type CouncilRemark =
  "good" | "no-council" | "other-register" | "other-authority" | "other-companions";

/** What a member should know of it before it votes. */
export function councilRemarks(
  { council }: CouncilCheck,
  register: Hex,
  addresses: Pick<Addresses, "Authority" | "Deliberation" | "Vetoes">,
): CouncilRemark[] {
  if (council === null) return ["no-council"];
  const remarks: CouncilRemark[] = [];
  if (!isSame(council.register, register)) remarks.push("other-register");
  if (!isSame(council.authority, addresses.Authority)) remarks.push("other-authority");
  const isAccompanied =
    isSame(council.deliberation, addresses.Deliberation) &&
    isSame(council.vetoes, addresses.Vetoes);
  if (!isAccompanied) remarks.push("other-companions");
  return remarks.length === 0 ? ["good"] : remarks;
}

/** Asks this server, which asks the chain; null when nobody can say. */
export async function fetchCouncilCheck(
  council: Hex,
  request: typeof fetch = fetch,
): Promise<CouncilCheck | null> {
  try {
    const response = await request(`/proposals/new/council?${new URLSearchParams({ council })}`);
    return response.ok ? ((await response.json()) as CouncilCheck) : null;
  } catch {
    return null;
  }
}
