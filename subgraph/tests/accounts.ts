import { administrator, operator, registerOperator } from "./assembly.ts";
import { account, at, concat, emit, expect, hash, type Suite } from "./suite.ts";

const clerk = account("clerk of the operator");
const [target, sender] = [account("restricted contract"), account("named sender")];
const meter = account("meter");
const actor = at.Authority;
/** A body may set the limits before it registers the organisation. */
const later = hash(0x1a7e);

function permit(transaction: number, permitted: boolean) {
  return emit(hash(transaction), "AccountRegistry", "SenderPermitted", {
    target,
    sender,
    actor,
    permitted,
  });
}

function limits(transaction: number, organisation: typeof later, access: number, accounts: number) {
  return emit(hash(transaction), "AccountRegistry", "OrganisationLimitsSet", {
    organisation,
    actor,
    access,
    accounts,
  });
}

export const suite: Suite = {
  name: "Accounts, limits, restricted contracts and gas",
  blocks: [
    {},
    {
      timestamp: 3600,
      events: [
        ...registerOperator,
        limits(1, later, 4, 7),
        limits(1, operator, 3, 100),
        permit(1, true),
        emit(hash(2), "AccountRegistry", "AccountRegistered", {
          account: clerk,
          organisation: operator,
          actor: administrator,
          access: 2,
          registration: hash(0xd0c),
        }),
      ],
    },
    {
      timestamp: 3610,
      events: [
        emit(hash(3), "AccountRegistry", "AccountAccessChanged", {
          account: clerk,
          organisation: operator,
          actor: administrator,
          access: 3,
        }),
        emit(hash(4), "AccountRegistry", "AccountSuspensionChanged", {
          account: clerk,
          actor,
          suspended: true,
        }),
      ],
    },
    {
      timestamp: 3620,
      events: [
        emit(hash(5), "AccountRegistry", "AccountSuspensionChanged", {
          account: clerk,
          actor,
          suspended: false,
        }),
        emit(hash(6), "AccountRegistry", "AccountRemoved", {
          account: clerk,
          organisation: operator,
          actor: clerk,
        }),
        emit(hash(7), "AccountRegistry", "TargetRestricted", { target, actor, restricted: true }),
        permit(8, false),
        emit(hash(9), "AccountRegistry", "GasPolicySet", {
          actor,
          gasPerWindow: "411376139330301510538742295639337626245683966408394965837152255",
          window: 300,
        }),
        emit(hash(30), "AccountRegistry", "GasReset", { organisation: operator, actor }),
        emit(hash(10), "AccountRegistry", "GasConsumed", {
          organisation: operator,
          account: administrator,
          actor: meter,
          gas: 21_000,
          drawn: 21_000,
        }),
        emit(hash(11), "AccountRegistry", "GasConsumed", {
          organisation: operator,
          account: clerk,
          actor: meter,
          gas: 4_000,
          drawn: 1_000,
        }),
      ],
    },
    {
      timestamp: 7300,
      events: [
        emit(hash(12), "AccountRegistry", "AccountRegistered", {
          account: clerk,
          organisation: operator,
          actor: administrator,
          access: 0,
          registration: hash(0),
        }),
      ],
    },
  ],
  assertions: [
    expect(
      `{ accounts(block: { number: 3 }) { id organisation { name } access suspended registration registeredBy registeredBlock registeredAt
         registeredIn { id } removedBlock removedAt removedIn { id } } }`,
      {
        accounts: [
          {
            id: clerk,
            organisation: { name: "Operator X" },
            access: "DEPLOY",
            suspended: false,
            registration: hash(0xd0c),
            registeredBy: administrator,
            registeredBlock: "1",
            registeredAt: "3600",
            registeredIn: { id: hash(2) },
            removedBlock: "3",
            removedAt: "3620",
            removedIn: { id: hash(6) },
          },
        ],
      },
    ),
    expect(
      `{ account(id: "${clerk}") { access registration removedAt history(orderBy: ordinal) { organisation { id } access suspended actor
         timestamp transaction { id } } } }`,
      {
        account: {
          access: "NONE",
          registration: null,
          removedAt: null,
          history: [
            [{ id: operator }, "TRANSACT", false, administrator, "3600", 2] as const,
            [{ id: operator }, "DEPLOY", false, administrator, "3610", 3] as const,
            [{ id: operator }, "DEPLOY", true, actor, "3610", 4] as const,
            [{ id: operator }, "DEPLOY", false, actor, "3620", 5] as const,
            [null, "NONE", false, clerk, "3620", 6] as const,
            [{ id: operator }, "NONE", false, administrator, "7300", 12] as const,
          ].map(([organisation, access, suspended, by, timestamp, transaction]) => ({
            organisation,
            access,
            suspended,
            actor: by,
            timestamp,
            transaction: { id: hash(transaction) },
          })),
        },
      },
    ),
    expect(
      `{ organisation(id: "${operator}") { limits { access accounts } accounts { id } }
         organisationLimits_collection(where: { id: "${later}" }) { id organisation { id } access accounts setBlock setAt setIn { id } } }`,
      {
        organisation: { limits: { access: "DEPLOY", accounts: "100" }, accounts: [{ id: clerk }] },
        organisationLimits_collection: [
          {
            id: later,
            organisation: null,
            access: "FULL",
            accounts: "7",
            setBlock: "1",
            setAt: "3600",
            setIn: { id: hash(1) },
          },
        ],
      },
    ),
    expect(`{ restrictedTargets { id restricted setAt senders { id sender permitted setAt } } }`, {
      restrictedTargets: [
        {
          id: target,
          restricted: true,
          setAt: "3620",
          senders: [{ id: concat(target, sender), sender, permitted: false, setAt: "3620" }],
        },
      ],
    }),
    expect(
      `{ restrictedTarget(id: "${target}", block: { number: 1 }) { restricted senders { permitted } } }`,
      {
        restrictedTarget: { restricted: false, senders: [{ permitted: true }] },
      },
    ),
    expect(`{ gasPolicies { id gasPerWindow window setBlock } }`, {
      gasPolicies: [
        {
          id: at.AccountRegistry,
          gasPerWindow: "411376139330301510538742295639337626245683966408394965837152255",
          window: "300",
          setBlock: "3",
        },
      ],
    }),
    expect(`{ gasUsages(interval: hour) { timestamp organisation { id } gas } }`, {
      gasUsages: [
        { timestamp: String(3600 * 1_000_000), organisation: { id: operator }, gas: "25000" },
      ],
    }),
    expect(
      `{ accountRegistereds(orderBy: ordinal) { account { id } organisation { id } actor access registration } }`,
      {
        accountRegistereds: [["TRANSACT", hash(0xd0c)] as const, ["NONE", hash(0)] as const].map(
          ([access, registration]) => ({
            account: { id: clerk },
            organisation: { id: operator },
            actor: administrator,
            access,
            registration,
          }),
        ),
      },
    ),
    expect(`{ accountAccessChangeds { account { id } organisation { id } actor access } }`, {
      accountAccessChangeds: [
        {
          account: { id: clerk },
          organisation: { id: operator },
          actor: administrator,
          access: "DEPLOY",
        },
      ],
    }),
    expect(`{ accountRemoveds { account { id } organisation { id } actor } }`, {
      accountRemoveds: [{ account: { id: clerk }, organisation: { id: operator }, actor: clerk }],
    }),
    expect(`{ accountSuspensionChangeds(orderBy: ordinal) { account actor suspended } }`, {
      accountSuspensionChangeds: [true, false].map((suspended) => ({
        account: clerk,
        actor,
        suspended,
      })),
    }),
    expect(`{ gasResets { organisation { id } actor } }`, {
      gasResets: [{ organisation: { id: operator }, actor }],
    }),
    expect(`{ organisationLimitsSets(orderBy: ordinal) { limits { id } actor access accounts } }`, {
      organisationLimitsSets: [
        { limits: { id: later }, actor, access: "FULL", accounts: "7" },
        { limits: { id: operator }, actor, access: "DEPLOY", accounts: "100" },
      ],
    }),
    expect(`{ targetRestricteds { target { id } actor restricted } }`, {
      targetRestricteds: [{ target: { id: target }, actor, restricted: true }],
    }),
    expect(
      `{ senderPermitteds(orderBy: ordinal) { target { id } permittedSender { sender } actor permitted } }`,
      {
        senderPermitteds: [true, false].map((permitted) => ({
          target: { id: target },
          permittedSender: { sender },
          actor,
          permitted,
        })),
      },
    ),
    expect(`{ gasPolicySets { actor window } }`, { gasPolicySets: [{ actor, window: "300" }] }),
    expect(`{ gasConsumeds(orderBy: ordinal) { organisation { id } account actor gas } }`, {
      gasConsumeds: [
        { organisation: { id: operator }, account: administrator, actor: meter, gas: "21000" },
        { organisation: { id: operator }, account: clerk, actor: meter, gas: "4000" },
      ],
    }),
    expect(`{ transaction(id: "${hash(6)}") { accountChanges { access } } }`, {
      transaction: { accountChanges: [{ access: "NONE" }] },
    }),
  ],
};
