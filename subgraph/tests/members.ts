import { belgium, france, genesis, keyOf, malta, memberId, members, norway } from "./assembly.ts";
import {
  account,
  at,
  concat,
  emit,
  eventId,
  expect,
  hash,
  ordinal,
  sender,
  type Suite,
} from "./suite.ts";

const mandate = account("mandate of Malta");
const successor = account("second mandate of Malta");
const belgianKey = account("mandate of Belgium");
const hired = account("representative of whoever stole the mandate of Belgium");
const bySelf = { account: malta, actor: mandate };
const byBody = { actor: at.Authority };

/** Registration, mandate, representatives, weight, class, suspension and departure, and what they do to the totals. */
export const suite: Suite = {
  name: "Members from registration to departure",
  blocks: [
    {},
    { timestamp: 1000, events: members },
    {
      timestamp: 1010,
      events: [
        emit(hash(1), "MemberRegistry", "MandateKeyDesignated", {
          account: malta,
          key: mandate,
          actor: at.Authority,
        }),
        emit(hash(2), "MemberRegistry", "MandateKeyAccepted", { account: malta, key: mandate }),
        emit(hash(3), "MemberRegistry", "MandateKeyDesignated", { ...bySelf, key: successor }),
        emit(hash(3), "MemberRegistry", "MandateKeyDesignated", {
          account: belgium,
          key: belgianKey,
          actor: at.Authority,
        }),
        emit(hash(3), "MemberRegistry", "MandateKeyAccepted", {
          account: belgium,
          key: belgianKey,
        }),
      ],
    },
    {
      timestamp: 1020,
      events: [
        emit(hash(4), "MemberRegistry", "RepresentativeEnded", { ...bySelf, key: keyOf(malta) }),
        // The key of Malta's former representative may stand for another member.
        emit(hash(5), "MemberRegistry", "RepresentativeAppointed", {
          account: france,
          key: keyOf(malta),
          actor: account("mandate of France"),
          notAfter: 3000,
        }),
        emit(hash(6), "MemberRegistry", "RepresentativeEnded", {
          account: belgium,
          key: keyOf(belgium),
          actor: keyOf(belgium),
        }),
        emit(hash(7), "MemberRegistry", "RepresentativeAppointed", {
          account: belgium,
          key: keyOf(belgium),
          actor: account("mandate of Belgium"),
          notAfter: 5000,
        }),
      ],
    },
    {
      timestamp: 1030,
      events: [
        emit(hash(8), "MemberRegistry", "MemberWeightChanged", {
          ...byBody,
          account: belgium,
          weight: 12_000,
          weightYear: 2026,
        }),
        // Two changes in one second: the later one counts.
        emit(hash(8), "MemberRegistry", "MemberWeightChanged", {
          ...byBody,
          account: belgium,
          weight: 11_500,
          weightYear: 2026,
        }),
        emit(hash(9), "MemberRegistry", "MemberClassChanged", {
          ...byBody,
          account: norway,
          class: 0,
        }),
      ],
    },
    {
      timestamp: 1040,
      events: [
        emit(hash(10), "MemberRegistry", "MemberStatusChanged", {
          ...byBody,
          account: france,
          status: 2,
        }),
        emit(hash(10), "MemberRegistry", "MemberWeightChanged", {
          ...byBody,
          account: france,
          weight: 69_000,
          weightYear: 2026,
        }),
      ],
    },
    {
      timestamp: 1050,
      events: [
        emit(hash(11), "MemberRegistry", "MemberStatusChanged", {
          ...byBody,
          account: france,
          status: 1,
        }),
      ],
    },
    {
      timestamp: 1060,
      events: [
        emit(hash(12), "MemberRegistry", "MandateRevoked", { ...byBody, account: malta }),
        emit(hash(12), "MemberRegistry", "MemberStatusChanged", {
          ...byBody,
          account: malta,
          status: 3,
        }),
      ],
    },
    {
      timestamp: 1070,
      events: [
        // Belgium's mandate key was stolen: what it did a moment before ends with the rest.
        emit(hash(13), "MemberRegistry", "RepresentativeAppointed", {
          account: belgium,
          key: hired,
          actor: belgianKey,
          notAfter: 9000,
        }),
        emit(hash(14), "MemberRegistry", "MandateRevoked", { ...byBody, account: belgium }),
        emit(hash(14), "MemberRegistry", "MandateKeyDesignated", {
          account: belgium,
          key: successor,
          actor: at.Authority,
        }),
      ],
    },
    {
      timestamp: 1080,
      events: [
        emit(hash(15), "MemberRegistry", "MandateKeyAccepted", {
          account: belgium,
          key: successor,
        }),
        emit(hash(16), "MemberRegistry", "RepresentativeAppointed", {
          account: belgium,
          key: keyOf(belgium),
          actor: successor,
          notAfter: 6000,
        }),
      ],
    },
  ],
  assertions: [
    expect(
      `{ members(orderBy: index) { id account code index class status weight weightYear votingHeads votingWeight
         mandateKey designatedKey registeredBlock registeredAt registeredIn { id sender block timestamp } } }`,
      {
        members: [
          [belgium, "BE", 0, "MEMBER", "ACTIVE", "11500", 2026, 1, "11500"] as const,
          [france, "FR", 1, "MEMBER", "ACTIVE", "69000", 2026, 1, "69000"] as const,
          [malta, "MT", 2, "MEMBER", "LEFT", "500", 2025, 0, "0"] as const,
          [norway, "NO", 3, "MEMBER", "ACTIVE", "5500", 2025, 1, "5500"] as const,
        ].map(
          ([member, code, index, kind, status, weight, weightYear, votingHeads, votingWeight]) => ({
            id: memberId(member),
            account: member,
            code,
            index,
            class: kind,
            status,
            weight,
            weightYear,
            votingHeads,
            votingWeight,
            // Malta's two keys went with its departure; Belgium's second accepted.
            mandateKey: member === belgium ? successor : null,
            designatedKey: null,
            registeredBlock: "1",
            registeredAt: "1000",
            registeredIn: { id: genesis, sender, block: "1", timestamp: "1000" },
          }),
        ),
      },
    ),
    expect(
      `{ member(id: "${memberId(malta)}", block: { number: 2 }) { mandateKey designatedKey } }`,
      {
        member: { mandateKey: mandate, designatedKey: successor },
      },
    ),
    expect(
      `{ representatives(orderBy: appointedAt) { id key member { account } notAfter appointedAt appointedIn { id }
         endedBlock endedAt endedIn { id } } }`,
      {
        representatives: [
          [france, keyOf(france), "4000000000", "1000", genesis, null] as const,
          [malta, keyOf(malta), "4000000000", "1000", genesis, hash(4)] as const,
          [france, keyOf(malta), "3000", "1020", hash(5), null] as const,
          [belgium, hired, "9000", "1070", hash(13), hash(14)] as const,
          [belgium, keyOf(belgium), "6000", "1080", hash(16), null] as const,
        ].map(([member, key, notAfter, appointedAt, appointedIn, endedIn]) => ({
          id: concat(memberId(member), key),
          key,
          member: { account: member },
          notAfter,
          appointedAt,
          appointedIn: { id: appointedIn },
          endedBlock: endedIn === null ? null : endedIn === hash(4) ? "3" : "8",
          endedAt: endedIn === null ? null : endedIn === hash(4) ? "1020" : "1070",
          endedIn: endedIn === null ? null : { id: endedIn },
        })),
      },
    ),
    // After a revocation nobody acts for the member, whoever was appointed when; those of other members stay.
    expect(
      `{ member(id: "${memberId(belgium)}", block: { number: 8 }) { mandateKey designatedKey representatives { key endedAt endedIn { id } } } }`,
      {
        member: {
          mandateKey: null,
          designatedKey: successor,
          representatives: [hired, keyOf(belgium)].map((key) => ({
            key,
            endedAt: "1070",
            endedIn: { id: hash(14) },
          })),
        },
      },
    ),
    expect(`{ mandateRevokeds(orderBy: ordinal) { member { id } account actor } }`, {
      mandateRevokeds: [malta, belgium].map((member) => ({
        member: { id: memberId(member) },
        account: member,
        actor: at.Authority,
      })),
    }),
    expect(
      `{ representativeKey(id: "${concat(at.MemberRegistry, keyOf(malta))}") { key representative { member { account } } } }`,
      { representativeKey: { key: keyOf(malta), representative: { member: { account: france } } } },
    ),
    expect(
      `{ memberRegistry(id: "${at.MemberRegistry}") { totalHeads totalWeight latestTotals { timepoint previous { timepoint } } } }`,
      {
        memberRegistry: {
          totalHeads: 3,
          totalWeight: "86000",
          latestTotals: { timepoint: "1060", previous: { timepoint: "1050" } },
        },
      },
    ),
    // What the totals were at a snapshot: one query with the timepoint.
    ...(
      [
        [1000, 3, "79500"],
        [1029, 3, "79500"],
        [1030, 4, "85500"],
        [1045, 3, "17500"],
        [1050, 4, "86500"],
      ] as const
    ).map(([timepoint, heads, weight]) =>
      expect(
        `{ totalsChanges(where: { timepoint_lte: ${timepoint} }, orderBy: ordinal, orderDirection: desc, first: 1) { heads weight } }`,
        { totalsChanges: [{ heads, weight }] },
      ),
    ),
    // What one member's vote counted at a snapshot.
    ...(
      [
        [france, 1039, 1, "68000", "68000"],
        [france, 1040, 0, "0", "69000"],
        [france, 1050, 1, "69000", "69000"],
        [belgium, 1030, 1, "11500", "11500"],
        [norway, 1000, 0, "0", "5500"],
      ] as const
    ).map(([member, timepoint, heads, weight, registeredWeight]) =>
      expect(
        `{ member(id: "${memberId(member)}") { weightHistory(where: { timepoint_lte: ${timepoint} }, orderBy: ordinal,
           orderDirection: desc, first: 1) { heads weight registeredWeight } } }`,
        { member: { weightHistory: [{ heads, weight, registeredWeight }] } },
      ),
    ),
    expect(
      `{ member(id: "${memberId(france)}") { statusHistory { status actor block timestamp transaction { id } } } }`,
      {
        member: {
          statusHistory: [
            {
              status: "ACTIVE",
              actor: account("deployer"),
              block: "1",
              timestamp: "1000",
              transaction: { id: genesis },
            },
            {
              status: "SUSPENDED",
              actor: at.Authority,
              block: "5",
              timestamp: "1040",
              transaction: { id: hash(10) },
            },
            {
              status: "ACTIVE",
              actor: at.Authority,
              block: "6",
              timestamp: "1050",
              transaction: { id: hash(11) },
            },
          ],
        },
      },
    ),
    expect(
      `{ transaction(id: "${hash(10)}") { memberStatusChanges { member { account } status } weightChanges { registeredWeight }
         events { id __typename } } }`,
      {
        transaction: {
          memberStatusChanges: [{ member: { account: france }, status: "SUSPENDED" }],
          weightChanges: [{ registeredWeight: "68000" }, { registeredWeight: "69000" }],
          events: [
            { id: eventId(hash(10), 0), __typename: "MemberStatusChanged" },
            { id: eventId(hash(10), 1), __typename: "MemberWeightChanged" },
          ],
        },
      },
    ),
    // The event log: common fields, then each type's own.
    expect(
      `{ events(where: { block: 4 }) { __typename id ordinal emitter sender block timestamp logIndex transaction { id } } }`,
      {
        events: (["MemberWeightChanged", "MemberWeightChanged", "MemberClassChanged"] as const).map(
          (type, index) => ({
            __typename: type,
            id: eventId(hash(index < 2 ? 8 : 9), index),
            ordinal: ordinal(4, index),
            emitter: at.MemberRegistry,
            sender,
            block: "4",
            timestamp: "1030",
            logIndex: index,
            transaction: { id: hash(index < 2 ? 8 : 9) },
          }),
        ),
      },
    ),
    expect(
      `{ memberRegistereds(where: { account: "${norway}" }) { member { id } actor code index class weight weightYear } }`,
      {
        memberRegistereds: [
          {
            member: { id: memberId(norway) },
            actor: account("deployer"),
            code: "NO",
            index: 3,
            class: "OBSERVER",
            weight: "5500",
            weightYear: 2025,
          },
        ],
      },
    ),
    expect(
      `{ memberWeightChangeds(orderBy: ordinal, first: 1) { member { id } account actor weight weightYear } }`,
      {
        memberWeightChangeds: [
          {
            member: { id: memberId(belgium) },
            account: belgium,
            actor: at.Authority,
            weight: "12000",
            weightYear: 2026,
          },
        ],
      },
    ),
    expect(`{ memberClassChangeds { member { id } account actor class } }`, {
      memberClassChangeds: [
        { member: { id: memberId(norway) }, account: norway, actor: at.Authority, class: "MEMBER" },
      ],
    }),
    expect(
      `{ memberStatusChangeds(where: { status: LEFT }) { member { id } account actor status } }`,
      {
        memberStatusChangeds: [
          { member: { id: memberId(malta) }, account: malta, actor: at.Authority, status: "LEFT" },
        ],
      },
    ),
    expect(
      `{ mandateKeyDesignateds(where: { account: "${malta}" }, orderBy: ordinal) { member { id } account key actor } }`,
      {
        mandateKeyDesignateds: [
          { member: { id: memberId(malta) }, account: malta, key: mandate, actor: at.Authority },
          { member: { id: memberId(malta) }, account: malta, key: successor, actor: mandate },
        ],
      },
    ),
    expect(
      `{ mandateKeyAccepteds(where: { account: "${malta}" }) { member { id } account key } }`,
      {
        mandateKeyAccepteds: [{ member: { id: memberId(malta) }, account: malta, key: mandate }],
      },
    ),
    expect(
      `{ representativeAppointeds(where: { block: 3, account: "${france}" }) { representative { id } key actor notAfter } }`,
      {
        representativeAppointeds: [
          {
            representative: { id: concat(memberId(france), keyOf(malta)) },
            key: keyOf(malta),
            actor: account("mandate of France"),
            notAfter: "3000",
          },
        ],
      },
    ),
    expect(
      `{ representativeEndeds(where: { account: "${malta}" }) { representative { id } member { id } key actor } }`,
      {
        representativeEndeds: [
          {
            representative: { id: concat(memberId(malta), keyOf(malta)) },
            member: { id: memberId(malta) },
            key: keyOf(malta),
            actor: mandate,
          },
        ],
      },
    ),
  ],
};
