import {
  account,
  at,
  concat,
  emit,
  expect,
  hash,
  type Hex,
  type Json,
  type Suite,
} from "./suite.ts";

const alice = account("Alice");
/** The largest role id: PUBLIC, which everybody has. */
const everybody = (2n ** 64n - 1n).toString();
const admin: Hex = "0x0000000000000000";
const seven: Hex = "0x0000000000000007";
const selector = "0xcafebabe";

function say(transaction: number, event: string, params: Record<string, Json>) {
  return emit(hash(transaction), "Authority", event, params);
}

export const suite: Suite = {
  name: "Roles, targets and their delays",
  blocks: [
    {},
    {
      timestamp: 1000,
      events: [
        say(1, "RoleGranted", {
          roleId: 7,
          account: alice,
          delay: 5,
          since: 1100,
          newMember: true,
        }),
        say(1, "RoleLabel", { roleId: 7, label: "OPERATIONS" }),
        say(1, "TargetFunctionRoleUpdated", { target: at.NodeRegistry, selector, roleId: 7 }),
        say(1, "TargetFunctionRoleUpdated", {
          target: at.NodeRegistry,
          selector: "0x00000001",
          roleId: everybody,
        }),
      ],
    },
    {
      timestamp: 1010,
      events: [
        say(2, "RoleGranted", {
          roleId: 7,
          account: alice,
          delay: 9,
          since: 1200,
          newMember: false,
        }),
        say(2, "RoleAdminChanged", { roleId: 7, admin: 8 }),
        say(2, "RoleGuardianChanged", { roleId: 7, guardian: 9 }),
        say(2, "RoleGrantDelayChanged", { roleId: 7, delay: 60, since: 2000 }),
        say(2, "TargetClosed", { target: at.NodeRegistry, closed: true }),
        say(2, "TargetAdminDelayUpdated", { target: at.MemberRegistry, delay: 30, since: 3000 }),
        say(2, "TargetFunctionRoleUpdated", { target: at.NodeRegistry, selector, roleId: 0 }),
      ],
    },
    { timestamp: 1020, events: [say(3, "RoleRevoked", { roleId: 7, account: alice })] },
    {
      timestamp: 1030,
      events: [
        say(4, "RoleGranted", { roleId: 0, account: alice, delay: 0, since: 0, newMember: true }),
        say(5, "TargetClosed", { target: at.NodeRegistry, closed: false }),
      ],
    },
  ],
  assertions: [
    expect(
      `{ roles(orderBy: roleId) { id roleId label admin { roleId } guardian { roleId } grantDelay grantDelaySince members { account }
         functions { selector } } }`,
      {
        roles: [
          [admin, "0", null, "0", "0", "0", "0", [alice], [selector]] as const,
          [seven, "7", "OPERATIONS", "8", "9", "60", "2000", [alice], []] as const,
          ["0x0000000000000008", "8", null, "0", "0", "0", "0", [], []] as const,
          ["0x0000000000000009", "9", null, "0", "0", "0", "0", [], []] as const,
          ["0xffffffffffffffff", everybody, null, "0", "0", "0", "0", [], ["0x00000001"]] as const,
        ].map(
          ([
            id,
            roleId,
            label,
            adminId,
            guardianId,
            grantDelay,
            grantDelaySince,
            holders,
            functions,
          ]) => ({
            id,
            roleId,
            label,
            admin: { roleId: adminId },
            guardian: { roleId: guardianId },
            grantDelay,
            grantDelaySince,
            members: holders.map((holder) => ({ account: holder })),
            functions: functions.map((name) => ({ selector: name })),
          }),
        ),
      },
    ),
    expect(
      `{ roleMembers(orderBy: grantedAt) { id role { roleId } account since executionDelay executionDelaySince grantedBlock grantedAt
         grantedIn { id } revokedBlock revokedAt revokedIn { id } } }`,
      {
        roleMembers: [
          {
            id: concat(seven, alice),
            role: { roleId: "7" },
            account: alice,
            since: "1100",
            executionDelay: "9",
            executionDelaySince: "1200",
            grantedBlock: "2",
            grantedAt: "1010",
            grantedIn: { id: hash(2) },
            revokedBlock: "3",
            revokedAt: "1020",
            revokedIn: { id: hash(3) },
          },
          {
            id: concat(admin, alice),
            role: { roleId: "0" },
            account: alice,
            since: "0",
            executionDelay: "0",
            executionDelaySince: "0",
            grantedBlock: "4",
            grantedAt: "1030",
            grantedIn: { id: hash(4) },
            revokedBlock: null,
            revokedAt: null,
            revokedIn: null,
          },
        ],
      },
    ),
    expect(`{ targets { id closed adminDelay adminDelaySince functions { id } } }`, {
      targets: [
        {
          id: at.MemberRegistry,
          closed: false,
          adminDelay: "30",
          adminDelaySince: "3000",
          functions: [],
        },
        {
          id: at.NodeRegistry,
          closed: false,
          adminDelay: "0",
          adminDelaySince: "0",
          functions: [
            { id: concat(at.NodeRegistry, selector) },
            { id: concat(at.NodeRegistry, "0x00000001") },
          ],
        },
      ],
    }),
    expect(`{ target(id: "${at.NodeRegistry}", block: { number: 2 }) { closed } }`, {
      target: { closed: true },
    }),
    expect(
      `{ targetFunctions(where: { role: "${admin}" }) { target { id } selector role { roleId } setBlock setAt setIn { id } } }`,
      {
        targetFunctions: [
          {
            target: { id: at.NodeRegistry },
            selector,
            role: { roleId: "0" },
            setBlock: "2",
            setAt: "1010",
            setIn: { id: hash(2) },
          },
        ],
      },
    ),
    expect(
      `{ roleGranteds(orderBy: ordinal) { role { roleId } roleMember { id } account delay since newMember } }`,
      {
        roleGranteds: [
          {
            role: { roleId: "7" },
            roleMember: { id: concat(seven, alice) },
            account: alice,
            delay: "5",
            since: "1100",
            newMember: true,
          },
          {
            role: { roleId: "7" },
            roleMember: { id: concat(seven, alice) },
            account: alice,
            delay: "9",
            since: "1200",
            newMember: false,
          },
          {
            role: { roleId: "0" },
            roleMember: { id: concat(admin, alice) },
            account: alice,
            delay: "0",
            since: "0",
            newMember: true,
          },
        ],
      },
    ),
    expect(`{ roleRevokeds { role { roleId } roleMember { id } account } }`, {
      roleRevokeds: [
        { role: { roleId: "7" }, roleMember: { id: concat(seven, alice) }, account: alice },
      ],
    }),
    expect(`{ roleLabels { role { roleId } label } }`, {
      roleLabels: [{ role: { roleId: "7" }, label: "OPERATIONS" }],
    }),
    expect(`{ roleAdminChangeds { role { roleId } admin { roleId } } }`, {
      roleAdminChangeds: [{ role: { roleId: "7" }, admin: { roleId: "8" } }],
    }),
    expect(`{ roleGuardianChangeds { role { roleId } guardian { roleId } } }`, {
      roleGuardianChangeds: [{ role: { roleId: "7" }, guardian: { roleId: "9" } }],
    }),
    expect(`{ roleGrantDelayChangeds { role { roleId } delay since } }`, {
      roleGrantDelayChangeds: [{ role: { roleId: "7" }, delay: "60", since: "2000" }],
    }),
    expect(`{ targetCloseds(orderBy: ordinal) { target { id } closed } }`, {
      targetCloseds: [
        { target: { id: at.NodeRegistry }, closed: true },
        { target: { id: at.NodeRegistry }, closed: false },
      ],
    }),
    expect(
      `{ targetFunctionRoleUpdateds(where: { selector: "${selector}" }, orderBy: ordinal) { targetFunction { id } target { id } selector
         role { roleId } } }`,
      {
        targetFunctionRoleUpdateds: ["7", "0"].map((roleId) => ({
          targetFunction: { id: concat(at.NodeRegistry, selector) },
          target: { id: at.NodeRegistry },
          selector,
          role: { roleId },
        })),
      },
    ),
    expect(`{ targetAdminDelayUpdateds { target { id } delay since } }`, {
      targetAdminDelayUpdateds: [{ target: { id: at.MemberRegistry }, delay: "30", since: "3000" }],
    }),
  ],
};
