import { authorityAbi } from "#generated/contracts/Authority.ts";
import { roles as knownRoles } from "#generated/roles.ts";
import {
  blockTimes,
  type EventReader,
  inOrder,
  type PageSources,
  wholeChain,
} from "#lib/chain/events.ts";
import type { Addresses } from "#lib/endpoints.ts";
import { indexOrContract } from "#lib/index/or-contract.ts";
import { rolesQuery } from "#lib/index/permissions.ts";

type Hex = `0x${string}`;

/** When a role was given or taken, and by which decision. */
export interface RoleStep {
  at: number;
  transaction: Hex;
  /** Number of the proposal that the transaction carried out; null if it was none, or if only the index knows. */
  decision: number | null;
}

export interface RoleHolder {
  account: Hex;
  /** Time from which it holds the role. */
  since: number;
  /** Seconds that its calls wait. */
  delay: number;
  /** Null when it was given in the first block, which says nothing. */
  granted: RoleStep | null;
  /** Null while it holds the role. */
  revoked: RoleStep | null;
}

export interface RoleOfAuthority {
  id: bigint;
  /** Name given on the chain; null when none was given. */
  name: string | null;
  /** Those who hold it now come first. */
  holders: RoleHolder[];
  functions: { target: Hex; selector: Hex }[];
}

/** What is told of the past of a role. */
interface RoleHistory {
  roleId: bigint;
  label: string | null;
  members: RoleHolder[];
}

/** Every account may call what stands under this id; it has no holders to list. */
const publicRole = 2n ** 64n - 1n;

/**
 * Who may do what. The present is read from the authority, because that is what binds; since when and by which decision, from the
 * index, or from the authority's own events while that is late.
 */
export async function readPermissions(sources: PageSources): Promise<RoleOfAuthority[]> {
  const { index, chain, addresses, isLate } = sources;
  const [present, { history }] = await Promise.all([
    readPresent(chain, addresses),
    indexOrContract(
      async () => ({ history: (await index.ask(rolesQuery, {})).roles.map(fromIndex) }),
      async () => ({ history: await historyFromEvents(chain, addresses) }),
      isLate,
    ),
  ]);
  return present.map((role) => {
    const past = history.find(({ roleId }) => roleId === role.id);
    const held = role.holders.map((holder): RoleHolder => {
      const granted = past?.members.find(({ account }) => account === holder.account)?.granted;
      return { ...holder, granted: granted ?? null };
    });
    const gone = (past?.members ?? []).filter(
      ({ account, revoked }) =>
        revoked !== null && !held.some((holder) => holder.account === account),
    );
    return { ...role, name: past?.label ?? role.name, holders: [...held, ...gone] };
  });
}

function fromIndex({
  roleId,
  label,
  members,
}: {
  roleId: bigint;
  label: string | null;
  members: readonly {
    account: Hex;
    since: number;
    executionDelay: number;
    grantedAt: number;
    grantedIn: { id: Hex; executedProposals: readonly { number: number }[] };
    revokedAt: number | null;
    revokedIn: { id: Hex; executedProposals: readonly { number: number }[] } | null;
  }[];
}): RoleHistory {
  const step = (
    at: number | null,
    transaction: { id: Hex; executedProposals: readonly { number: number }[] } | null,
  ): RoleStep | null =>
    at === null || transaction === null
      ? null
      : {
          at,
          transaction: transaction.id,
          decision: transaction.executedProposals[0]?.number ?? null,
        };
  return {
    roleId,
    label,
    members: members.map((member) => ({
      account: member.account,
      since: member.since,
      delay: member.executionDelay,
      granted: step(member.grantedAt, member.grantedIn),
      revoked: step(member.revokedAt, member.revokedIn),
    })),
  };
}

async function readPresent(
  chain: EventReader,
  { Authority: address }: Pick<Addresses, "Authority">,
): Promise<RoleOfAuthority[]> {
  const contract = { address, abi: authorityAbi } as const;
  const [ids, targets] = await Promise.all([
    chain.readContract({ ...contract, functionName: "roles" }),
    chain.readContract({ ...contract, functionName: "targets" }),
  ]);
  // A role that nobody has held and that opens no function is known by our own table only.
  const wanted = [...new Set([...ids, ...Object.values<bigint>(knownRoles)])].filter(
    (id) => id !== publicRole,
  );
  const roles = wanted.map(async (id): Promise<RoleOfAuthority> => {
    const [accounts, functions] = await Promise.all([
      chain.readContract({ ...contract, functionName: "roleMembers", args: [id] }),
      Promise.all(
        targets.map(async (target) => {
          const selectors = await chain.readContract({
            ...contract,
            functionName: "targetSelectors",
            args: [target, id],
          });
          return selectors.map((selector) => ({ target: lower(target), selector }));
        }),
      ),
    ]);
    const holders = accounts.map(async (account): Promise<RoleHolder> => {
      const [since, delay] = await chain.readContract({
        ...contract,
        functionName: "getAccess",
        args: [id, account],
      });
      return { account: lower(account), since, delay, granted: null, revoked: null };
    });
    const name = Object.entries<bigint>(knownRoles).find(([, known]) => known === id)?.[0] ?? null;
    return { id, name, holders: await Promise.all(holders), functions: functions.flat() };
  });
  return (await Promise.all(roles)).sort((a, b) => (a.id < b.id ? -1 : 1));
}

async function historyFromEvents(
  chain: EventReader,
  { Authority: address }: Pick<Addresses, "Authority">,
): Promise<RoleHistory[]> {
  const said = await chain.getContractEvents({ address, abi: authorityAbi, ...wholeChain });
  const events = said.filter(
    (event) =>
      event.eventName === "RoleGranted" ||
      event.eventName === "RoleRevoked" ||
      event.eventName === "RoleLabel",
  );
  const timeOf = await blockTimes(chain, events);
  const roles = new Map<bigint, { label: string | null; members: Map<Hex, RoleHolder> }>();
  for (const event of inOrder(events)) {
    const role: { label: string | null; members: Map<Hex, RoleHolder> } = roles.get(
      event.args.roleId,
    ) ?? { label: null, members: new Map<Hex, RoleHolder>() };
    roles.set(event.args.roleId, role);
    const step: RoleStep = {
      at: timeOf(event.blockNumber),
      transaction: event.transactionHash,
      decision: null,
    };
    if (event.eventName === "RoleLabel") {
      role.label = event.args.label;
      continue;
    }
    const account = lower(event.args.account);
    const known = role.members.get(account);
    if (event.eventName === "RoleGranted") {
      const { since, delay, newMember } = event.args;
      role.members.set(account, {
        account,
        since: newMember || !known ? since : known.since,
        delay,
        granted: step,
        revoked: null,
      });
    } else if (known) role.members.set(account, { ...known, revoked: step });
  }
  return [...roles].map(([roleId, { label, members }]) => ({
    roleId,
    label,
    members: [...members.values()],
  }));
}

function lower(address: Hex): Hex {
  return address.toLowerCase() as Hex;
}
