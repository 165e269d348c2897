type Hex = `0x${string}`;

/** Code of a contract, by its hash; null where there is no contract. */
export interface CodeAt {
  address: Hex;
  codeHash: Hex | null;
}

/** What is known of a replacement of a register's code. */
export interface UpgradeCheck {
  /** The code that the register runs now. */
  present: CodeAt;
  proposed: CodeAt;
  /** Whether the proposed contract says that it can stand behind a proxy (ERC-1822). */
  upgradeable: boolean;
}

export type UpgradeRemark =
  "runs" | "same-code" | "no-code" | "not-upgradeable" | "look-alike" | "differs";

/** What a member should know of it before it votes, the most important first. */
export function upgradeRemarks({ present, proposed, upgradeable }: UpgradeCheck): UpgradeRemark[] {
  if (present.address === proposed.address) return ["runs"];
  if (proposed.codeHash === null) return ["no-code"];
  const remarks: UpgradeRemark[] = [];
  if (!upgradeable) remarks.push("not-upgradeable");
  if (sameEnds(present.address, proposed.address)) remarks.push("look-alike");
  remarks.push(present.codeHash === proposed.codeHash ? "same-code" : "differs");
  return remarks;
}

/** Whether two addresses look the same where their middle is left out. */
function sameEnds(one: Hex, other: Hex): boolean {
  return one.slice(0, 6) === other.slice(0, 6) && one.slice(-4) === other.slice(-4);
}

/** Asks this server, which asks the chain; null when nobody can say. */
export async function fetchUpgradeCheck(
  register: Hex,
  implementation: Hex,
  request: typeof fetch = fetch,
): Promise<UpgradeCheck | null> {
  try {
    const query = new URLSearchParams({ register, implementation });
    const response = await request(`/proposals/new/code?${query.toString()}`);
    return response.ok ? ((await response.json()) as UpgradeCheck) : null;
  } catch {
    return null;
  }
}
