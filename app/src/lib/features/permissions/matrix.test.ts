import { toFunctionSelector } from "viem";
import { describe, expect, it } from "vitest";

import { nodeRegistryAbi } from "#generated/contracts/NodeRegistry.ts";
import { roles as knownRoles } from "#generated/roles.ts";
import {
  addressesDouble,
  ChainDouble,
  idDouble,
  type SaidDouble,
  transactionDouble,
} from "#lib/chain/chain-double.ts";
import { indexDouble } from "#lib/index/index-double.ts";

import { filterRoles, permissionMatrix, toCsv } from "./matrix.ts";
import { readPermissions } from "./read-permissions.ts";

const admit = toFunctionSelector("admitNode(bytes32)");
const registry = addressesDouble.NodeRegistry.toLowerCase() as `0x${string}`;
const council = addressesDouble.Council;
const monitor = idDouble(40);
const former = idDouble(41);
const contracts = new Map([
  [registry, { name: "NodeRegistry", abi: nodeRegistryAbi }],
  [council.toLowerCase(), { name: "Council", abi: [] }],
]);

const said = (block: number, event: string, args: Record<string, unknown>): SaidDouble => ({
  by: "Authority",
  block,
  event,
  args,
});
const events = [
  said(1, "RoleLabel", { roleId: 4n, label: "NODES" }),
  said(2, "RoleGranted", { roleId: 9n, account: former, delay: 0, since: 20, newMember: true }),
  said(3, "RoleGranted", { roleId: 9n, account: monitor, delay: 0, since: 30, newMember: true }),
  said(4, "RoleRevoked", { roleId: 9n, account: former }),
];
const views = {
  roles: () => [9n, 4n, 2n ** 64n - 1n],
  targets: () => [addressesDouble.NodeRegistry],
  roleMembers: (role: bigint) => ({ 4: [council], 9: [monitor] })[Number(role)] ?? [],
  targetSelectors: (_: string, role: bigint) => (role === 4n ? [admit] : []),
  getAccess: (role: bigint) => (role === 4n ? [0, 600, 0, 0] : [30, 0, 0, 0]),
};
const reading = (index: Record<string, object> = {}) => ({
  index: indexDouble(index),
  chain: new ChainDouble(events, views).reader,
  addresses: addressesDouble,
});
const decided = { id: transactionDouble(3), executedProposals: [{ number: 7 }] };
const indexed = {
  Roles: {
    roles: [
      {
        roleId: 9n,
        label: "MONITORS",
        functions: [],
        members: [
          {
            account: monitor,
            since: 30,
            executionDelay: 0,
            grantedAt: 30,
            grantedIn: decided,
            revokedAt: null,
            revokedIn: null,
          },
        ],
      },
    ],
  },
};

describe("readPermissions", () => {
  it("takes the present from the authority and the past from its events", async () => {
    const roles = await readPermissions(reading());
    // Roles that nobody was ever given are there as well, and not the one that everybody has.
    expect(roles.map(({ name }) => name)).toEqual(Object.keys(knownRoles));
    const [nodes, monitors] = [roles[3], roles[8]];
    // The first block says nothing of who was given a role in it.
    expect(nodes?.holders).toEqual([
      { account: council.toLowerCase(), since: 0, delay: 600, granted: null, revoked: null },
    ]);
    expect(monitors?.holders).toMatchObject([
      { account: monitor, since: 30, granted: { at: 30, decision: null }, revoked: null },
      { account: former, since: 20, revoked: { at: 40, transaction: transactionDouble(4) } },
    ]);
  });

  it("takes the decision behind a role from the index", async () => {
    expect((await readPermissions(reading(indexed)))[8]).toMatchObject({
      name: "MONITORS",
      holders: [{ account: monitor, granted: { decision: 7, transaction: decided.id } }],
    });
  });
});

describe("the matrix", () => {
  it("has a line for each role, holder and function", async () => {
    const roles = await readPermissions(reading());
    const matrix = permissionMatrix(roles, contracts);
    expect(matrix).toEqual([
      {
        role: "NODES",
        holder: council.toLowerCase(),
        holderName: "Council",
        target: registry,
        contract: "NodeRegistry",
        selector: admit,
        function: "admitNode",
        since: 0,
        delay: 600,
        decision: null,
        transaction: null,
      },
    ]);
    expect(toCsv(matrix)).toBe(
      "role,holder,holderName,target,contract,selector,function,since,delay,decision,transaction\r\n" +
        `NODES,${council.toLowerCase()},Council,${registry},NodeRegistry,${admit},admitNode,1970-01-01T00:00:00.000Z,600,,\r\n`,
    );
  });

  it("lets no label break a line or begin a formula", async () => {
    const nodes = (await readPermissions(reading()))[3];
    const csv = toCsv(permissionMatrix([{ ...nodes!, name: '=1+"2",3' }], contracts));
    expect(csv.split("\r\n")[1]).toMatch(/^"'=1\+""2"",3",0x/);
  });

  it.each([
    [{ role: "NODES", text: "" }, [4n]],
    [{ role: "", text: "admitn" }, [4n]],
    [{ role: "", text: "council" }, [4n]],
    [{ role: "", text: monitor }, [9n]],
    [{ role: "NODES", text: monitor }, []],
  ])("shows what is asked for: %o", async (filter, ids) => {
    const roles = await readPermissions(reading());
    expect(filterRoles(roles, filter, contracts).map(({ id }) => id)).toEqual(ids);
  });
});
