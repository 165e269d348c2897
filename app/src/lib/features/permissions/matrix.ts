import { type Abi, type AbiFunction, toFunctionSelector } from "viem";

import { csvTime, writeCsv } from "#lib/ui/csv.ts";

import type { RoleHolder, RoleOfAuthority } from "./read-permissions.ts";

type Hex = `0x${string}`;

/** Contracts that have a name here, by address in small letters. */
export type NamedContracts = ReadonlyMap<string, { name: string; abi: Abi }>;

/** One cell of the matrix: who may call what, by which role. */
export interface Permission {
  role: string;
  holder: Hex;
  /** Name of the holder if it is a contract of ours; empty if not. */
  holderName: string;
  target: Hex;
  /** Name of the contract; its address where it has none here. */
  contract: string;
  selector: Hex;
  /** Name of the function; its selector where it has none here. */
  function: string;
  /** Seconds since 1970. */
  since: number;
  /** Seconds that a call waits. */
  delay: number;
  /** Number of the proposal that gave the role; null if it was none. */
  decision: number | null;
  transaction: Hex | null;
}

/** Reads what the address of the page asks to see. */
export interface PermissionFilter {
  /** Name of a role; empty for all. */
  role: string;
  /** Part of a contract's, a function's or a holder's name or address. */
  text: string;
}

export function roleTitle({ id, name }: Pick<RoleOfAuthority, "id" | "name">): string {
  return name ?? (id === 0n ? "ADMIN" : String(id));
}

export function functionName(contracts: NamedContracts, target: Hex, selector: Hex): string {
  const item = contracts
    .get(target.toLowerCase())
    ?.abi.find(
      (entry): entry is AbiFunction =>
        entry.type === "function" && toFunctionSelector(entry) === selector,
    );
  return item?.name ?? selector;
}

/** Every present permission, in the order of roles, holders and functions. */
export function permissionMatrix(
  roles: readonly RoleOfAuthority[],
  contracts: NamedContracts,
): Permission[] {
  return roles.flatMap((role) =>
    role.holders
      .filter(({ revoked }) => revoked === null)
      .flatMap((holder) =>
        role.functions.map(({ target, selector }): Permission => ({
          role: roleTitle(role),
          holder: holder.account,
          holderName: contracts.get(holder.account)?.name ?? "",
          target,
          contract: contracts.get(target)?.name ?? target,
          selector,
          function: functionName(contracts, target, selector),
          since: holder.since,
          delay: holder.delay,
          decision: holder.granted?.decision ?? null,
          transaction: holder.granted?.transaction ?? null,
        })),
      ),
  );
}

/** Roles that match, with the functions and holders that do. */
export function filterRoles(
  roles: readonly RoleOfAuthority[],
  { role: wanted, text }: PermissionFilter,
  contracts: NamedContracts,
): RoleOfAuthority[] {
  const sought = text.trim().toLowerCase();
  return roles.flatMap((role) => {
    if (wanted !== "" && roleTitle(role) !== wanted) return [];
    if (sought === "" || roleTitle(role).toLowerCase().includes(sought)) return [role];
    const ofHolder = role.holders.filter((holder) => holderMatches(holder, sought, contracts));
    const functions = role.functions.filter(({ target, selector }) =>
      [
        target,
        contracts.get(target)?.name ?? "",
        functionName(contracts, target, selector),
        selector,
      ].some((name) => name.toLowerCase().includes(sought)),
    );
    if (functions.length > 0) return [{ ...role, functions }];
    return ofHolder.length > 0 ? [{ ...role, holders: ofHolder }] : [];
  });
}

function holderMatches(
  { account }: RoleHolder,
  sought: string,
  contracts: NamedContracts,
): boolean {
  return [account, contracts.get(account)?.name ?? ""].some((name) =>
    name.toLowerCase().includes(sought),
  );
}

const columns = [
  "role",
  "holder",
  "holderName",
  "target",
  "contract",
  "selector",
  "function",
  "since",
  "delay",
  "decision",
  "transaction",
] as const satisfies readonly (keyof Permission)[];

/** For spreadsheets; times in ISO 8601. */
export function toCsv(permissions: readonly Permission[]): string {
  return writeCsv(
    columns,
    permissions.map((permission) =>
      columns.map((column) =>
        column === "since" ? csvTime(permission.since) : permission[column],
      ),
    ),
  );
}
