import type { Address } from "viem";

import type { AccountAllowlist } from "../clients/node-client.ts";
import type { AccountRights, AccountRightsReader } from "./account-rights.ts";
import { decideAccounts, type Drift } from "./decide.ts";

/** How the client's list of accounts is kept. */
export interface KeptAccounts {
  /** Accounts that may send transactions, as far as that is known; null while the contracts are not read. */
  accounts: number | null;
  drift: Drift[];
  /** What the client was ordered to do now. */
  allowAccounts: Address[];
  disallowAccounts: Address[];
}

/** Milliseconds after which the client's list is read again although nothing has changed: it may have been restarted, or somebody else writes. */
const readAgainAfter = 5_000;

/**
 * Keeps the client's list of accounts as the contracts say. The list is read again when rights have changed, after each order, and every five
 * seconds, so that a list of thousands costs nothing while nothing happens; orders follow on nothing but a list that was just read.
 */
export class AccountKeeper {
  readonly #list: AccountAllowlist;
  readonly #rights: Pick<AccountRightsReader, "at">;
  readonly #now: () => number;
  #kept: Pick<KeptAccounts, "accounts" | "drift"> = { accounts: null, drift: [] };
  /** What the list was last compared with, and when. */
  #comparedWith: number | string | undefined;
  #readAt = -Infinity;

  constructor(
    list: AccountAllowlist,
    rights: Pick<AccountRightsReader, "at">,
    now = () => performance.now(),
  ) {
    this.#list = list;
    this.#rights = rights;
    this.#now = now;
  }

  /**
   * Looks once, and orders what has to be done. It never fails: what could not be done is drift, and tried again when it is due.
   * @param head Newest block of our node; null while the contracts do not count as our node has them, so that nobody is refused.
   */
  async keep(head: bigint | null): Promise<KeptAccounts> {
    const rights = await this.#rightsAt(head);
    const compared = typeof rights === "string" ? rights : rights.version;
    const isDue = compared !== this.#comparedWith || this.#now() - this.#readAt >= readAgainAfter;
    if (!isDue) return { ...this.#kept, allowAccounts: [], disallowAccounts: [] };

    this.#comparedWith = compared;
    this.#readAt = this.#now();
    const accounts = typeof rights === "string" ? null : rights.allowed.size;
    let entries: Address[] | undefined;
    try {
      entries = await this.#list.read();
    } catch (error) {
      this.#kept = { accounts, drift: [unkept(error)] };
      return { ...this.#kept, allowAccounts: [], disallowAccounts: [] };
    }
    const { allow, disallow, drift } = decideAccounts({
      ...(typeof rights === "string"
        ? { allowed: new Set<Address>(), incomplete: rights }
        : { allowed: rights.allowed, incomplete: rights.incomplete }),
      entries: entries ?? "off",
    });
    // Letting in comes first, and neither waits for the other: no order that fails may keep a governor out, or let anybody in.
    const notAllowed = await attempt(allow, (some) => this.#list.add(some));
    const notDisallowed = await attempt(disallow, (some) => this.#list.remove(some));
    const failures = [notAllowed, notDisallowed].filter((one) => one !== undefined);
    // What was ordered is looked at with the next look; what failed, when it is due.
    if (allow.length + disallow.length > 0 && failures.length === 0) this.#readAt = -Infinity;
    this.#kept = { accounts, drift: [...drift, ...failures] };
    return {
      ...this.#kept,
      allowAccounts: notAllowed === undefined ? allow : [],
      disallowAccounts: notDisallowed === undefined ? disallow : [],
    };
  }

  async #rightsAt(head: bigint | null): Promise<AccountRights | string> {
    if (head === null) return "the contracts do not count as its node has them";
    try {
      return await this.#rights.at(head);
    } catch (error) {
      return `its node does not read the contracts (${messageOf(error)})`;
    }
  }
}

/** Gives an order that names somebody; tells what it failed of, if it did. */
async function attempt(
  accounts: Address[],
  order: (accounts: Address[]) => Promise<void>,
): Promise<Drift | undefined> {
  if (accounts.length === 0) return undefined;
  try {
    await order(accounts);
    return undefined;
  } catch (error) {
    return unkept(error);
  }
}

const unkept = (error: unknown): Drift => ({ kind: "accounts-unkept", reason: messageOf(error) });

const messageOf = (error: unknown): string =>
  error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
