import { administrator, operator, registerOperator } from "./assembly.ts";
import { account, at, concat, emit, expect, hash, type Suite } from "./suite.ts";

const second = account("second administrator");
const thief = account("accomplice of whoever stole the key of the administrator");
const recovered = account("administrator by recovery");
const ministry = hash(0x3145);
const byBody = { organisation: operator, actor: at.Authority };

export const suite: Suite = {
  name: "Organisations and their administrators",
  blocks: [
    {},
    { timestamp: 1000, events: registerOperator },
    {
      timestamp: 1010,
      events: [
        emit(hash(2), "OrganisationRegistry", "AdministratorAppointed", {
          organisation: operator,
          administrator: second,
          actor: administrator,
        }),
        emit(hash(3), "OrganisationRegistry", "AdministratorRemoved", {
          organisation: operator,
          administrator,
          actor: second,
        }),
      ],
    },
    {
      timestamp: 1020,
      events: [
        emit(hash(4), "OrganisationRegistry", "OrganisationStatusChanged", {
          ...byBody,
          status: 2,
        }),
      ],
    },
    {
      timestamp: 1030,
      events: [
        emit(hash(5), "OrganisationRegistry", "OrganisationStatusChanged", {
          ...byBody,
          status: 1,
        }),
      ],
    },
    {
      timestamp: 1040,
      events: [
        emit(hash(13), "OrganisationRegistry", "OrganisationRegistered", {
          organisation: ministry,
          actor: at.Authority,
          identifier: "EUID-BE-0009",
          name: "Ministry",
        }),
        emit(hash(14), "OrganisationRegistry", "OrganisationPlaced", {
          ...byBody,
          parent: ministry,
        }),
        emit(hash(15), "OrganisationRegistry", "OrganisationDescribed", {
          ...byBody,
          kind: 3,
          jurisdiction: "0x4245",
          did: "did:ebsi:zabc",
          document: hash(0xd0c),
        }),
        emit(hash(16), "OrganisationRegistry", "OrganisationDescribed", {
          organisation: ministry,
          actor: at.Authority,
          kind: 0,
          jurisdiction: "0x0000",
          did: "",
          document: hash(0),
        }),
        // The body gives the first administrator its right back.
        emit(hash(6), "OrganisationRegistry", "AdministratorAppointed", {
          ...byBody,
          administrator,
        }),
        emit(hash(7), "OrganisationRegistry", "AdministratorRemoved", {
          organisation: operator,
          administrator: second,
          actor: administrator,
        }),
      ],
    },
    {
      timestamp: 1050,
      events: [
        // The key of the administrator was stolen: the thief appoints another of its own, and the body replaces all.
        emit(hash(9), "OrganisationRegistry", "AdministratorAppointed", {
          organisation: operator,
          administrator: thief,
          actor: administrator,
        }),
        emit(hash(10), "OrganisationRegistry", "AdministratorsReplaced", {
          ...byBody,
          administrator: recovered,
        }),
      ],
    },
    {
      timestamp: 1060,
      events: [
        // One that acts already may be the one that stays.
        emit(hash(11), "OrganisationRegistry", "AdministratorAppointed", {
          organisation: operator,
          administrator: thief,
          actor: recovered,
        }),
        emit(hash(12), "OrganisationRegistry", "AdministratorsReplaced", {
          ...byBody,
          administrator: recovered,
        }),
        emit(hash(18), "OrganisationRegistry", "OrganisationChosen", {
          account: recovered,
          organisation: operator,
        }),
        emit(hash(8), "OrganisationRegistry", "OrganisationStatusChanged", {
          ...byBody,
          status: 3,
        }),
        emit(hash(17), "OrganisationRegistry", "OrganisationPlaced", {
          ...byBody,
          parent: hash(0),
        }),
      ],
    },
  ],
  assertions: [
    expect(`{ organisationChosens { account organisation { id } } }`, {
      organisationChosens: [{ account: recovered, organisation: { id: operator } }],
    }),
    expect(
      `{ organisations(where: { id: "${operator}" }) { id identifier name status registeredBlock registeredAt registeredIn { id } nodes { id }
         statusHistory(orderBy: ordinal) { status actor block timestamp transaction { id } } } }`,
      {
        organisations: [
          {
            id: operator,
            identifier: "EUID-BE-0001",
            name: "Operator X",
            status: "RETIRED",
            registeredBlock: "1",
            registeredAt: "1000",
            registeredIn: { id: hash(0x0a1) },
            nodes: [],
            statusHistory: [
              ["ACTIVE", 1, 1000, hash(0x0a1)] as const,
              ["SUSPENDED", 3, 1020, hash(4)] as const,
              ["ACTIVE", 4, 1030, hash(5)] as const,
              ["RETIRED", 7, 1060, hash(8)] as const,
            ].map(([status, block, timestamp, id]) => ({
              status,
              actor: at.Authority,
              block: String(block),
              timestamp: String(timestamp),
              transaction: { id },
            })),
          },
        ],
      },
    ),
    expect(
      `{ administrators(orderBy: appointedAt) { id organisation { name } account appointedBy appointedBlock appointedAt
         appointedIn { id } removedBlock removedAt removedIn { id } } }`,
      {
        administrators: [
          {
            id: concat(operator, second),
            organisation: { name: "Operator X" },
            account: second,
            appointedBy: administrator,
            appointedBlock: "2",
            appointedAt: "1010",
            appointedIn: { id: hash(2) },
            removedBlock: "5",
            removedAt: "1040",
            removedIn: { id: hash(7) },
          },
          {
            id: concat(operator, administrator),
            organisation: { name: "Operator X" },
            account: administrator,
            appointedBy: at.Authority,
            appointedBlock: "5",
            appointedAt: "1040",
            appointedIn: { id: hash(6) },
            removedBlock: "6",
            removedAt: "1050",
            removedIn: { id: hash(10) },
          },
          {
            id: concat(operator, recovered),
            organisation: { name: "Operator X" },
            account: recovered,
            appointedBy: at.Authority,
            appointedBlock: "7",
            appointedAt: "1060",
            appointedIn: { id: hash(12) },
            removedBlock: null,
            removedAt: null,
            removedIn: null,
          },
          {
            id: concat(operator, thief),
            organisation: { name: "Operator X" },
            account: thief,
            appointedBy: recovered,
            appointedBlock: "7",
            appointedAt: "1060",
            appointedIn: { id: hash(11) },
            removedBlock: "7",
            removedAt: "1060",
            removedIn: { id: hash(12) },
          },
        ],
      },
    ),
    expect(
      `{ organisation(id: "${operator}", block: { number: 2 }) { status administrators(where: { removedAt: null }) { account } } }`,
      {
        organisation: { status: "ACTIVE", administrators: [{ account: second }] },
      },
    ),
    // After the first replacement, appointments of the same second included, one account may act.
    expect(
      `{ organisation(id: "${operator}", block: { number: 6 }) { administrators(where: { removedAt: null }) { account appointedBy } } }`,
      {
        organisation: {
          administrators: [{ account: recovered, appointedBy: at.Authority }],
        },
      },
    ),
    expect(
      `{ administratorsReplaceds(orderBy: ordinal) { organisation { id } administrator { account } actor } }`,
      {
        administratorsReplaceds: [hash(10), hash(12)].map(() => ({
          organisation: { id: operator },
          administrator: { account: recovered },
          actor: at.Authority,
        })),
      },
    ),
    expect(
      `{ organisations(block: { number: 5 }, orderBy: identifier) { name kind jurisdiction did document describedIn { id } parent { name }
         children { name } } }`,
      {
        organisations: [
          {
            name: "Operator X",
            kind: "OPERATOR",
            jurisdiction: "BE",
            did: "did:ebsi:zabc",
            document: hash(0xd0c),
            describedIn: { id: hash(15) },
            parent: { name: "Ministry" },
            children: [],
          },
          {
            name: "Ministry",
            kind: "UNSPECIFIED",
            jurisdiction: null,
            did: null,
            document: null,
            describedIn: { id: hash(16) },
            parent: null,
            children: [{ name: "Operator X" }],
          },
        ],
      },
    ),
    expect(`{ organisation(id: "${operator}") { parent { id } } }`, {
      organisation: { parent: null },
    }),
    expect(
      `{ organisationPlaceds(orderBy: ordinal) { organisation { id } parent { id } actor } }`,
      {
        organisationPlaceds: [{ id: ministry }, null].map((parent) => ({
          organisation: { id: operator },
          parent,
          actor: at.Authority,
        })),
      },
    ),
    expect(
      `{ organisationDescribeds(orderBy: ordinal) { organisation { id } actor kind jurisdiction did document } }`,
      {
        organisationDescribeds: [
          [operator, "OPERATOR", "BE", "did:ebsi:zabc", hash(0xd0c)] as const,
          [ministry, "UNSPECIFIED", null, "", hash(0)] as const,
        ].map(([id, kind, jurisdiction, did, document]) => ({
          organisation: { id },
          actor: at.Authority,
          kind,
          jurisdiction,
          did,
          document,
        })),
      },
    ),
    expect(`{ transaction(id: "${hash(4)}") { organisationStatusChanges { status } } }`, {
      transaction: { organisationStatusChanges: [{ status: "SUSPENDED" }] },
    }),
    expect(
      `{ organisationRegistereds(where: { block: 1 }) { organisation { id } actor identifier name } }`,
      {
        organisationRegistereds: [
          {
            organisation: { id: operator },
            actor: at.Authority,
            identifier: "EUID-BE-0001",
            name: "Operator X",
          },
        ],
      },
    ),
    expect(
      `{ organisationStatusChangeds(orderBy: ordinal) { organisation { id } actor status } }`,
      {
        organisationStatusChangeds: ["SUSPENDED", "ACTIVE", "RETIRED"].map((status) => ({
          organisation: { id: operator },
          actor: at.Authority,
          status,
        })),
      },
    ),
    expect(
      `{ administratorAppointeds(orderBy: ordinal) { organisation { id } administrator { account } actor } }`,
      {
        administratorAppointeds: [
          {
            organisation: { id: operator },
            administrator: { account: administrator },
            actor: at.Authority,
          },
          {
            organisation: { id: operator },
            administrator: { account: second },
            actor: administrator,
          },
          {
            organisation: { id: operator },
            administrator: { account: administrator },
            actor: at.Authority,
          },
          {
            organisation: { id: operator },
            administrator: { account: thief },
            actor: administrator,
          },
          {
            organisation: { id: operator },
            administrator: { account: thief },
            actor: recovered,
          },
        ],
      },
    ),
    expect(
      `{ administratorRemoveds(orderBy: ordinal) { organisation { id } administrator { account } actor } }`,
      {
        administratorRemoveds: [
          {
            organisation: { id: operator },
            administrator: { account: administrator },
            actor: second,
          },
          {
            organisation: { id: operator },
            administrator: { account: second },
            actor: administrator,
          },
        ],
      },
    ),
  ],
};
