import { accessLevels, named } from "#lib/chain/contract-views.ts";
import { type Emitted, inOrder } from "#lib/chain/events.ts";
import type { AccountChange } from "#lib/index/accounts.ts";

type Hex = `0x${string}`;

/** What the register of accounts says of accounts. */
export type AccountEvent = Emitted &
  (
    | {
        eventName: "AccountRegistered";
        args: { account: Hex; organisation: Hex; actor: Hex; access: number; registration: Hex };
      }
    | {
        eventName: "AccountAccessChanged";
        args: { account: Hex; organisation: Hex; actor: Hex; access: number };
      }
    | { eventName: "AccountRemoved"; args: { account: Hex; organisation: Hex; actor: Hex } }
    | {
        eventName: "AccountSuspensionChanged";
        args: { account: Hex; actor: Hex; suspended: boolean };
      }
  );

const accountEventNames: ReadonlySet<string> = new Set<AccountEvent["eventName"]>([
  "AccountRegistered",
  "AccountAccessChanged",
  "AccountRemoved",
  "AccountSuspensionChanged",
]);

export function isAccountEvent(event: { eventName: string }): event is AccountEvent {
  return accountEventNames.has(event.eventName);
}

/** An account as the register's own events tell it. */
export interface RegisteredAccount {
  id: Hex;
  organisation: Hex;
  access: AccountChange["access"];
  suspended: boolean;
  registration: Hex | null;
  registeredBy: Hex;
  registeredAt: number;
  removedAt: number | null;
  /** The newest first. */
  history: AccountChange[];
}

/** All accounts that were ever registered, the newest registrations first. */
export function accountsFromEvents(
  events: readonly AccountEvent[],
  timeOf: (block: bigint) => number,
): RegisteredAccount[] {
  const accounts = new Map<Hex, RegisteredAccount>();
  for (const event of inOrder(events)) {
    const timestamp = timeOf(event.blockNumber);
    const id = event.args.account.toLowerCase() as Hex;
    const actor = event.args.actor.toLowerCase() as Hex;
    const known = accounts.get(id);
    let account: RegisteredAccount | undefined;
    switch (event.eventName) {
      case "AccountRegistered": {
        const { organisation, registration } = event.args;
        account = {
          id,
          organisation,
          access: named(accessLevels, event.args.access),
          suspended: false,
          registration: BigInt(registration) === 0n ? null : registration,
          registeredBy: actor,
          registeredAt: timestamp,
          removedAt: null,
          history: known?.history ?? [],
        };
        // Registered again, it is the newest.
        accounts.delete(id);
        break;
      }
      case "AccountAccessChanged":
        account = known && { ...known, access: named(accessLevels, event.args.access) };
        break;
      case "AccountRemoved":
        account = known && { ...known, access: "none", removedAt: timestamp };
        break;
      case "AccountSuspensionChanged":
        account = known && { ...known, suspended: event.args.suspended };
        break;
    }
    if (!account) continue;
    const change: AccountChange = {
      id: `${event.transactionHash}${event.logIndex.toString(16).padStart(8, "0")}`,
      organisation: account.removedAt === null ? { id: account.organisation } : null,
      access: account.access,
      suspended: account.suspended,
      actor,
      timestamp,
      transaction: { id: event.transactionHash, executedProposals: [] },
    };
    accounts.set(id, { ...account, history: [change, ...account.history] });
  }
  return [...accounts.values()].reverse();
}
