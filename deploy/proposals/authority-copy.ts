import { type Address, type Hex, parseAbiItem } from "viem";

import { authorityAbi } from "../../generated/contracts/Authority.ts";
import { roles as namedRoles } from "../../generated/roles.ts";
import { callOf, type PreparingChain, type ProposalChain } from "./proposal-script.ts";
import { holdingsOf, type RoleHolding } from "./succession.ts";

/** The role that administers all others, which the copy has from the beginning. */
const admin = 0n;

/** A call takes up to 150,000 gas, and a transaction has 16,777,216 (EIP-7825). Nobody obeys the copy before it is whole. */
const callsInTransaction = 80;

/** Everything that an Authority knows, in comparable form. */
interface Content {
  holdings: RoleHolding[];
  roles: { role: bigint; administrator: bigint; guardian: bigint; grantDelay: number }[];
  targets: { target: Address; closed: boolean; adminDelay: number }[];
  functions: { target: Address; role: bigint; selectors: Hex[] }[];
}

/**
 * Writes roles, holders, delays and functions of the present Authority into a new one that the preparer administers, with successors in the
 * place of those that they succeed, and takes the administration from the preparer. Delays that a role's grants or a target's
 * administration have take effect in the copy after five days, as everywhere.
 */
export async function copyAuthority(
  chain: PreparingChain,
  copy: Address,
  successors: Readonly<Record<Address, Address>>,
): Promise<void> {
  const authority = { address: copy, abi: authorityAbi } as const;
  const content = await contentOf(chain, chain.addresses.Authority);
  const calls = [
    ...(await labelsOf(chain, content)).map(([role, label]) =>
      callOf(authority, "labelRole", [role, label]),
    ),
    ...content.functions
      .filter(({ role }) => role !== admin)
      .map(({ target, role, selectors }) =>
        callOf(authority, "setTargetFunctionRole", [target, selectors, role]),
      ),
    // Before the roles get other administrators, who would have to give them.
    ...content.holdings.map(({ role, holder, delay }) =>
      callOf(authority, "grantRole", [role, successors[holder] ?? holder, delay]),
    ),
    ...content.roles.flatMap(({ role, administrator, guardian, grantDelay }) => [
      ...(administrator === admin
        ? []
        : [callOf(authority, "setRoleAdmin", [role, administrator])]),
      ...(guardian === admin ? [] : [callOf(authority, "setRoleGuardian", [role, guardian])]),
      ...(grantDelay === 0 ? [] : [callOf(authority, "setGrantDelay", [role, grantDelay])]),
    ]),
    ...content.targets.flatMap(({ target, closed, adminDelay }) => [
      ...(closed ? [callOf(authority, "setTargetClosed", [target, true])] : []),
      ...(adminDelay === 0 ? [] : [callOf(authority, "setTargetAdminDelay", [target, adminDelay])]),
    ]),
    callOf(authority, "renounceRole", [admin, chain.preparer]),
  ];
  for (let first = 0; first < calls.length; first += callsInTransaction) {
    const some = calls.slice(first, first + callsInTransaction);
    await chain.send(callOf(authority, "multicall", [some.map(({ data }) => data)]));
  }
}

/** In one sentence, the first thing in which the new Authority is not what the present one is; nothing when it is. */
export async function differenceOfAuthorities(
  chain: ProposalChain,
  copy: Address,
  successors: Readonly<Record<Address, Address>>,
): Promise<string | undefined> {
  const present = await contentOf(chain, chain.addresses.Authority);
  const succeeded = present.holdings.map(({ role, holder, delay }) => ({
    role,
    holder: successors[holder] ?? holder,
    delay,
  }));
  const expected = lines({ ...present, holdings: succeeded });
  const found = lines(await contentOf(chain, copy));
  const missing = expected.find((line) => !found.includes(line));
  if (missing !== undefined) return `The Authority at ${copy} lacks: ${missing}.`;
  const surplus = found.find((line) => !expected.includes(line));
  if (surplus !== undefined)
    return `The Authority at ${copy} has beside the present one: ${surplus}.`;
  return undefined;
}

function lines({ holdings, roles, targets, functions }: Content): string[] {
  return [
    ...holdings.map(
      ({ role, holder, delay }) => `role ${role} for ${holder} with a delay of ${delay} s`,
    ),
    ...roles.map(
      ({ role, administrator, guardian, grantDelay }) =>
        `role ${role} with administrator ${administrator}, guardian ${guardian} and ${grantDelay} s before a grant holds`,
    ),
    ...targets.map(
      ({ target, closed, adminDelay }) =>
        `target ${target}, ${closed ? "closed" : "open"}, with a delay of ${adminDelay} s for its administration`,
    ),
    ...functions.flatMap(({ target, role, selectors }) =>
      selectors.map((selector) => `function ${selector} of ${target} for role ${role}`),
    ),
  ];
}

async function contentOf(chain: ProposalChain, address: Address): Promise<Content> {
  const { client } = chain;
  const authority = { address, abi: authorityAbi } as const;
  const roleIds = await client.readContract({ ...authority, functionName: "roles" });
  const targets = await client.readContract({ ...authority, functionName: "targets" });
  const content: Content = {
    holdings: await holdingsOf(chain, address),
    roles: [],
    targets: [],
    functions: [],
  };
  for (const role of roleIds) {
    const args = [role] as const;
    content.roles.push({
      role,
      administrator: await client.readContract({
        ...authority,
        functionName: "getRoleAdmin",
        args,
      }),
      guardian: await client.readContract({ ...authority, functionName: "getRoleGuardian", args }),
      grantDelay: await client.readContract({
        ...authority,
        functionName: "getRoleGrantDelay",
        args,
      }),
    });
  }
  for (const target of targets) {
    const args = [target] as const;
    content.targets.push({
      target,
      closed: await client.readContract({ ...authority, functionName: "isTargetClosed", args }),
      adminDelay: await client.readContract({
        ...authority,
        functionName: "getTargetAdminDelay",
        args,
      }),
    });
    for (const role of roleIds) {
      const selectors = await client.readContract({
        ...authority,
        functionName: "targetSelectors",
        args: [target, role],
      });
      if (selectors.length > 0) content.functions.push({ target, role, selectors: [...selectors] });
    }
  }
  return content;
}

/** Names of the roles: those of this repository, and what was said of others later. */
async function labelsOf(
  { addresses, client }: ProposalChain,
  { roles }: Content,
): Promise<[bigint, string][]> {
  const labels = new Map<bigint, string>(
    Object.entries(namedRoles).map(([name, role]) => [role, name]),
  );
  const said = await client.getLogs({
    address: addresses.Authority,
    event: parseAbiItem("event RoleLabel(uint64 indexed roleId, string label)"),
    fromBlock: 0n,
    strict: true,
  });
  for (const { args } of said) labels.set(args.roleId, args.label);
  const known = new Set(roles.map(({ role }) => role));
  return [...labels].filter(([role]) => known.has(role));
}
