import { account, at, concat, emit, eventId, expect, hash, type Suite, word } from "./suite.ts";

const actor = account("deployer");
const group = word("registrations");
const other = word("reports");
const selector = "0xcafebabe";
const exit = "0xe0000000";
const holder = at.EmergencyCouncil;
const call = { target: at.NodeRegistry, selector };
const right = (id: string) => `pauseRight(id: "${id}") { group { name } holder notAfter heartbeatBy
  armedAt armedIn { id } usedAt disarmedAt endedIn { id } }`;

export const suite: Suite = {
  name: "Pauses, and the rights to pause",
  blocks: [
    {},
    {
      timestamp: 1000,
      events: [
        emit(hash(1), "CircuitBreaker", "AuthorityUpdated", { authority: at.Authority }),
        emit(hash(1), "CircuitBreaker", "ExitPinned", { selector: exit, actor }),
        ...[group, other].map((id) =>
          emit(hash(1), "CircuitBreaker", "GroupSet", {
            group: id,
            actor,
            maxDuration: 86_400,
            coolDown: 259_200,
            heartbeatPeriod: 7_776_000,
          }),
        ),
        emit(hash(1), "CircuitBreaker", "FunctionGroupSet", { ...call, group, actor }),
        ...[group, other].map((id) =>
          emit(hash(1), "CircuitBreaker", "RightArmed", {
            holder,
            group: id,
            actor,
            notAfter: 50_000,
            heartbeatBy: 9_000,
          }),
        ),
      ],
    },
    {
      timestamp: 1010,
      events: [
        emit(hash(2), "CircuitBreaker", "HeartbeatGiven", { holder, group, heartbeatBy: 9_010 }),
        // Pinned once more, which changes nothing.
        emit(hash(2), "CircuitBreaker", "ExitPinned", { selector: exit, actor: at.Authority }),
      ],
    },
    {
      timestamp: 1020,
      events: [
        emit(hash(3), "CircuitBreaker", "GroupPaused", {
          group,
          actor: holder,
          pausedSince: 1020,
          pausedUntil: 4620,
        }),
        emit(hash(3), "CircuitBreaker", "RightDisarmed", {
          holder,
          group: other,
          actor: at.Authority,
        }),
      ],
    },
    {
      timestamp: 1030,
      events: [
        emit(hash(4), "CircuitBreaker", "GroupUnpaused", {
          group,
          actor: at.Authority,
          pausedSince: 1020,
          pausedUntil: 1030,
        }),
        emit(hash(5), "CircuitBreaker", "RightArmed", {
          holder,
          group: other,
          actor: at.Authority,
          notAfter: 60_000,
          heartbeatBy: 9_030,
        }),
        emit(hash(5), "CircuitBreaker", "FunctionGroupSet", {
          ...call,
          group: `0x${"0".repeat(64)}`,
          actor: at.Authority,
        }),
      ],
    },
  ],
  assertions: [
    expect(
      `{ pauseGroups(orderBy: name) { id name breaker maxDuration coolDown heartbeatPeriod setBlock setAt setIn { id } latestPause { pausedUntil }
         functions { selector } } }`,
      {
        pauseGroups: [group, other].map((id, index) => ({
          id,
          name: ["registrations", "reports"][index] ?? null,
          breaker: at.CircuitBreaker,
          maxDuration: "86400",
          coolDown: "259200",
          heartbeatPeriod: "7776000",
          setBlock: "1",
          setAt: "1000",
          setIn: { id: hash(1) },
          latestPause: id === group ? { pausedUntil: "1030" } : null,
          functions: [],
        })),
      },
    ),
    expect(`{ pinnedExits { id pinnedBlock pinnedAt pinnedIn { id } } }`, {
      pinnedExits: [{ id: exit, pinnedBlock: "1", pinnedAt: "1000", pinnedIn: { id: hash(1) } }],
    }),
    expect(
      `{ pausableFunctions { id target selector group { id } setBlock setAt setIn { id } } }`,
      {
        pausableFunctions: [
          {
            id: concat(call.target, selector),
            ...call,
            group: null,
            setBlock: "4",
            setAt: "1030",
            setIn: { id: hash(5) },
          },
        ],
      },
    ),
    expect(`{ ${right(concat(group, holder))} }`, {
      pauseRight: {
        group: { name: "registrations" },
        holder,
        notAfter: "50000",
        heartbeatBy: "9010",
        armedAt: "1000",
        armedIn: { id: hash(1) },
        usedAt: "1020",
        disarmedAt: null,
        endedIn: { id: hash(3) },
      },
    }),
    // Taken away and given anew.
    expect(`{ ${right(concat(other, holder))} }`, {
      pauseRight: {
        group: { name: "reports" },
        holder,
        notAfter: "60000",
        heartbeatBy: "9030",
        armedAt: "1030",
        armedIn: { id: hash(5) },
        usedAt: null,
        disarmedAt: null,
        endedIn: null,
      },
    }),
    expect(
      `{ pauses { id group { name } holder pausedSince pausedUntil transaction { id } unpausedAt unpausedIn { id } } }`,
      {
        pauses: [
          {
            id: eventId(hash(3), 0),
            group: { name: "registrations" },
            holder,
            pausedSince: "1020",
            pausedUntil: "1030",
            transaction: { id: hash(3) },
            unpausedAt: "1030",
            unpausedIn: { id: hash(4) },
          },
        ],
      },
    ),
    expect(
      `{ groupSets(where: { group: "${group}" }) { group { id } actor maxDuration coolDown heartbeatPeriod } }`,
      {
        groupSets: [
          {
            group: { id: group },
            actor,
            maxDuration: "86400",
            coolDown: "259200",
            heartbeatPeriod: "7776000",
          },
        ],
      },
    ),
    expect(`{ functionGroupSets(orderBy: ordinal) { target selector group { id } actor } }`, {
      functionGroupSets: [
        { ...call, group: { id: group }, actor },
        { ...call, group: null, actor: at.Authority },
      ],
    }),
    expect(`{ exitPinneds(orderBy: ordinal) { selector actor } }`, {
      exitPinneds: [
        { selector: exit, actor },
        { selector: exit, actor: at.Authority },
      ],
    }),
    expect(
      `{ rightArmeds(orderBy: ordinal) { holder group { name } actor notAfter heartbeatBy } }`,
      {
        rightArmeds: [
          {
            holder,
            group: { name: "registrations" },
            actor,
            notAfter: "50000",
            heartbeatBy: "9000",
          },
          { holder, group: { name: "reports" }, actor, notAfter: "50000", heartbeatBy: "9000" },
          {
            holder,
            group: { name: "reports" },
            actor: at.Authority,
            notAfter: "60000",
            heartbeatBy: "9030",
          },
        ],
      },
    ),
    expect(
      `{ rightDisarmeds { holder group { name } actor } heartbeatGivens { holder group { name } heartbeatBy } }`,
      {
        rightDisarmeds: [{ holder, group: { name: "reports" }, actor: at.Authority }],
        heartbeatGivens: [{ holder, group: { name: "registrations" }, heartbeatBy: "9010" }],
      },
    ),
    expect(
      `{ groupPauseds { group { name } actor pausedSince pausedUntil } groupUnpauseds { group { name } actor pausedSince pausedUntil } }`,
      {
        groupPauseds: [
          {
            group: { name: "registrations" },
            actor: holder,
            pausedSince: "1020",
            pausedUntil: "4620",
          },
        ],
        groupUnpauseds: [
          {
            group: { name: "registrations" },
            actor: at.Authority,
            pausedSince: "1020",
            pausedUntil: "1030",
          },
        ],
      },
    ),
  ],
};
