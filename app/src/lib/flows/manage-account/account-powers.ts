export interface ManagedAccount {
  id: string;
  suspended: boolean;
  removedAt: number | null;
  organisation: { status: "active" | "suspended" | "retired" };
}

/** What the viewer can do with an account, and why not more. */
export interface AccountPowers {
  setAccess: boolean;
  remove: boolean;
  /** The viewer is the account itself. */
  own: boolean;
  why:
    | "no-wallet"
    | "wrong-chain"
    | "not-registered"
    | "suspended"
    | "organisation"
    | "stranger"
    | null;
}

/** As `AccountRegistry` decides it: administrators change and remove, the account itself can leave, nobody what is suspended. */
export function accountPowers(
  viewer: { account: string | null; onRightChain: boolean },
  account: ManagedAccount,
  administrators: readonly string[],
): AccountPowers {
  const nothing = (why: AccountPowers["why"], own = false): AccountPowers => ({
    setAccess: false,
    remove: false,
    own,
    why,
  });
  if (viewer.account === null) return nothing("no-wallet");
  if (!viewer.onRightChain) return nothing("wrong-chain");
  const viewing = viewer.account.toLowerCase();
  const own = viewing === account.id;
  const administers = administrators.includes(viewing);
  if (account.removedAt !== null) return nothing("not-registered", own);
  if (!own && !administers) return nothing("stranger");
  const active = account.organisation.status === "active";
  const setAccess = administers && active;
  const remove = !account.suspended;
  const why = account.suspended ? "suspended" : administers && !active ? "organisation" : null;
  return { setAccess, remove, own, why };
}
