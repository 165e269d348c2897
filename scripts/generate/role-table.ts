import hre from "hardhat";
import type { Hex } from "viem";
import { toFunctionSelector } from "viem";

import type { Artifact } from "./artifacts.ts";
import { functionsOf } from "./artifacts.ts";

/** One line of the role table: who holds `role` may call `functionName` of `target`. */
export interface RoleLine {
  role: string;
  roleId: bigint;
  target: string;
  functionName: string;
  selector: Hex;
}

export interface RoleTable {
  roles: { name: string; id: bigint }[];
  lines: RoleLine[];
}

export class RoleTableInvalid extends Error {
  constructor(problems: string[]) {
    super(
      `The role table is not right:\n${problems.map((problem) => `  ${problem}`).join("\n")}\n` +
        "Remedy: correct contracts/access/Roles.sol.",
    );
    this.name = "RoleTableInvalid";
  }
}

/** What the contract RoleTable answers. */
export interface RoleTableAnswer {
  roleNames: readonly { role: bigint; name: string }[];
  lines: readonly { target: string; selector: Hex; role: bigint }[];
}

/** Runs the contract RoleTable on a chain inside this process: the table is computed by its own source, not parsed. */
export async function askRoleTable(): Promise<RoleTableAnswer> {
  const connection = await hre.network.create();
  try {
    const table = await connection.viem.deployContract("RoleTable");
    const [roleNames, lines] = await Promise.all([table.read.roleNames(), table.read.lines()]);
    return { roleNames, lines };
  } finally {
    await connection.close();
  }
}

/** The table with names instead of bare numbers. Throws when a line names what does not exist. */
export function resolveRoleTable(answer: RoleTableAnswer, artifacts: Artifact[]): RoleTable {
  const problems: string[] = [];
  const names = new Map<bigint, string>();
  for (const { role, name } of answer.roleNames) {
    if (names.has(role))
      problems.push(`role ${String(role)} has two names: ${names.get(role) ?? ""} and ${name}`);
    if ([...names.values()].includes(name)) problems.push(`two roles have the name ${name}`);
    names.set(role, name);
  }

  const lines: RoleLine[] = [];
  const seen = new Set<string>();
  for (const { target, selector, role } of answer.lines) {
    const name = names.get(role);
    const artifact = artifacts.find(({ contractName }) => contractName === target);
    const item = functionsOf(artifact?.abi ?? []).find(
      (candidate) => toFunctionSelector(candidate) === selector,
    );
    if (name === undefined)
      problems.push(`${target} ${selector}: role ${String(role)} has no name`);
    if (artifact === undefined) problems.push(`${target} ${selector}: no contract has this name`);
    else if (item === undefined)
      problems.push(`${target} ${selector}: the contract has no such function`);
    if (seen.has(`${target} ${selector}`))
      problems.push(`${target} ${selector}: stands twice in the table`);
    seen.add(`${target} ${selector}`);
    if (name !== undefined && item !== undefined) {
      lines.push({ role: name, roleId: role, target, functionName: item.name, selector });
    }
  }
  if (problems.length > 0) throw new RoleTableInvalid(problems);
  return { roles: [...names].map(([id, name]) => ({ name, id })), lines };
}

/** The file `generated/roles.ts`. */
export function rolesFile({ roles, lines }: RoleTable): string {
  const ids = roles.map(({ name, id }) => `  ${name}: ${String(id)}n,\n`);
  const rows = lines.map(
    ({ role, roleId, target, functionName, selector }) =>
      `  { role: "${role}", roleId: ${String(roleId)}n, target: "${target}", functionName: "${functionName}", selector: "${selector}" },\n`,
  );
  return `/** Ids of the roles in the authority. */
export const roles = {
${ids.join("")}} as const;

export type RoleName = keyof typeof roles;

/** Who may call what: a holder of \`role\` may call \`functionName\` of \`target\`. What has no line belongs to ADMIN. */
export const roleTable = [
${rows.join("")}] as const;

export type RoleLine = (typeof roleTable)[number];
`;
}
