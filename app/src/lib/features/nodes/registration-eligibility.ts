/** Whether an account may register nodes for an organisation, as the two registers say. */
export type RegistrationEligibility =
  | { can: true }
  | { can: false; why: "no-wallet" }
  | { can: false; why: "wrong-chain" }
  | { can: false; why: "no-organisation" }
  | { can: false; why: "not-administrator"; organisation: string }
  | { can: false; why: "organisation-not-active"; organisation: string };

export interface RegisteringOrganisation {
  name: string;
  status: "active" | "suspended" | "retired";
  administrators: readonly `0x${string}`[];
}

export function registrationEligibility(
  viewer: { account: `0x${string}` | null; onRightChain: boolean },
  organisation: RegisteringOrganisation | null,
): RegistrationEligibility {
  if (!viewer.account) return { can: false, why: "no-wallet" };
  if (!viewer.onRightChain) return { can: false, why: "wrong-chain" };
  if (!organisation) return { can: false, why: "no-organisation" };
  if (organisation.status !== "active") {
    return { can: false, why: "organisation-not-active", organisation: organisation.name };
  }
  const account = viewer.account.toLowerCase();
  if (
    !organisation.administrators.some((administrator) => administrator.toLowerCase() === account)
  ) {
    return { can: false, why: "not-administrator", organisation: organisation.name };
  }
  return { can: true };
}
