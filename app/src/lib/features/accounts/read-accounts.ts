import { accountRegistryAbi } from "#generated/contracts/AccountRegistry.ts";
import {
  accessLevels,
  type ContractReader,
  named,
  organisationFromContract,
} from "#lib/chain/contract-views.ts";
import { blockTimes, type EventReader, type PageSources, wholeChain } from "#lib/chain/events.ts";
import type { Addresses } from "#lib/endpoints.ts";
import {
  type AccountDetail,
  accountQuery,
  accountsQuery,
  type AccountSummary,
} from "#lib/index/accounts.ts";
import { indexOrContract } from "#lib/index/or-contract.ts";

import {
  accountsFromEvents,
  isAccountEvent,
  type RegisteredAccount,
} from "./accounts-from-events.ts";

type Hex = `0x${string}`;
type Access = (typeof accessLevels)[number];

/** The accounts of an organisation that are registered now, the newest first. */
export async function readAccounts(
  { index, chain, addresses, isLate }: PageSources,
  organisation: Hex,
): Promise<AccountSummary[]> {
  const { accounts } = await indexOrContract(
    () => index.ask(accountsQuery, { organisation }),
    async () => ({
      accounts: (await accountsOnChain(chain, addresses)).filter(
        (account) => account.removedAt === null && account.organisation === organisation,
      ),
    }),
    isLate,
  );
  return accounts;
}

/** An account with its history; null when it was never registered. */
export async function readAccount(
  { index, chain, addresses, isLate }: PageSources,
  id: Hex,
): Promise<AccountDetail | null> {
  const { account } = await indexOrContract(
    () => index.ask(accountQuery, { id }),
    async () => {
      const found = (await accountsOnChain(chain, addresses)).find((entry) => entry.id === id);
      const organisation =
        found && (await organisationFromContract(chain, addresses, found.organisation));
      return { account: found && organisation ? { ...found, organisation } : null };
    },
    isLate,
  );
  return account;
}

async function accountsOnChain(
  chain: EventReader,
  { AccountRegistry: address }: Addresses,
): Promise<RegisteredAccount[]> {
  const said = await chain.getContractEvents({ address, abi: accountRegistryAbi, ...wholeChain });
  const events = (said as { eventName: string }[]).filter(isAccountEvent);
  return accountsFromEvents(events, await blockTimes(chain, events));
}

/** What an organisation can give its accounts, and what of it is used. */
export interface OrganisationAllowance {
  access: Access;
  /** Accounts that it can have at a time. */
  accounts: number;
  /** Accounts that it has. */
  used: number;
  /** Null where organisations may use as much gas as they like. */
  gas: { perWindow: bigint; window: number; share: bigint } | null;
}

/** The contract is asked, because it decides what an administrator can do. */
export async function readAllowance(
  chain: ContractReader,
  { AccountRegistry: address }: Addresses,
  organisation: Hex,
): Promise<OrganisationAllowance> {
  const contract = { address, abi: accountRegistryAbi } as const;
  const [limits, used, [perWindow, window, share]] = await Promise.all([
    chain.readContract({ ...contract, functionName: "organisationLimits", args: [organisation] }),
    chain.readContract({ ...contract, functionName: "accountCount", args: [organisation] }),
    chain.readContract({ ...contract, functionName: "gasPolicy" }),
  ]);
  return {
    access: named(accessLevels, limits.access),
    accounts: limits.accounts,
    used,
    gas: perWindow === 0n ? null : { perWindow, window, share },
  };
}

/** What an account may do now, as the nodes are told. */
export interface AccountStanding {
  /** What counts: bounded by the organisation's limits, nothing while one of the two is suspended. */
  access: Access;
  /** Organisation that it is registered for, or else one that it administers; null if neither. */
  organisation: Hex | null;
  /** Whether it stands in the register, or acts as an administrator only. */
  registered: boolean;
  /** Gas that its organisation may use now; null where that is as much as it likes. */
  gas: bigint | null;
  /** Nonce that the next proof of the account must carry. */
  nonce: bigint;
}

const unlimited = 2n ** 256n - 1n;

export async function readStanding(
  chain: ContractReader,
  { AccountRegistry: address }: Addresses,
  account: Hex,
): Promise<AccountStanding> {
  const contract = { address, abi: accountRegistryAbi, args: [account] } as const;
  const [access, organisation, gas, nonce, registered] = await Promise.all([
    chain.readContract({ ...contract, functionName: "accessOf" }),
    chain.readContract({ ...contract, functionName: "organisationOf" }),
    chain.readContract({ ...contract, functionName: "gasAvailable" }),
    chain.readContract({ ...contract, functionName: "nonce" }),
    chain.readContract({ ...contract, functionName: "account" }),
  ]);
  return {
    access: named(accessLevels, access),
    organisation: BigInt(organisation) === 0n ? null : organisation,
    registered: BigInt(registered.organisation) !== 0n,
    gas: gas === unlimited ? null : gas,
    nonce,
  };
}
