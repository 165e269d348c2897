import { transaction } from "./members.ts";
import { decisionClass, ruleSetFields } from "./proposals.ts";
import {
  type Answer,
  asked,
  bigint,
  count,
  flag,
  hex,
  int,
  list,
  mapped,
  nullable,
  query,
  record,
  text,
} from "./selection.ts";

/** A transaction with the decision that it carried out, if it was one. */
export const decided = mapped(
  record({
    id: hex,
    executedProposals: asked("first: 1", list(record({ number: int, body: record({ id: hex }) }))),
  }),
  ({ id, executedProposals: [proposal] }) => ({
    transaction: id,
    decision: proposal ? { number: proposal.number, council: proposal.body.id } : null,
  }),
);

export type Decided = Answer<typeof decided>;

const said = { timestamp: count, transaction: decided };
const everything = "first: 1000, orderBy: ordinal";

/** What a body has settled about itself, and since when. */
export const bodyQuery = query(
  "BodyParameters",
  { bodyId: "ID!", body: "String!", table: "Bytes!" },
  {
    body: asked("id: $bodyId", nullable(record({ name: text }))),
    decisionClassSets: asked(
      `${everything}, where: { emitter: $table }`,
      list(record({ target: hex, selector: hex, class: decisionClass, ...said })),
    ),
    cooperationListeds: asked(
      `${everything}, where: { emitter: $table }`,
      list(record({ target: hex, selector: hex, cooperation: int, ...said })),
    ),
    cooperationSets: asked(
      `${everything}, where: { emitter: $table }`,
      list(record({ cooperation: int, participants: list(int), ...said })),
    ),
    targetPinneds: asked(
      `${everything}, where: { emitter: $table }`,
      list(record({ target: hex, ...said })),
    ),
    ruleSets: asked(
      `${everything}, where: { emitter: $table }`,
      list(record({ ...ruleSetFields, ...said })),
    ),
    votingDelaySets: asked(
      `${everything}, where: { body: $body }`,
      list(record({ newVotingDelay: count, ...said })),
    ),
    votingPeriodSets: asked(
      `${everything}, where: { body: $body }`,
      list(record({ newVotingPeriod: count, ...said })),
    ),
    baseDelaySets: asked(
      `${everything}, where: { body: $body }`,
      list(record({ newBaseDelay: count, ...said })),
    ),
  },
);

const pause = record({
  pausedSince: count,
  pausedUntil: count,
  holder: hex,
  transaction,
  unpausedAt: nullable(count),
});

const pauseGroup = record({
  id: hex,
  name: text,
  maxDuration: count,
  coolDown: count,
  heartbeatPeriod: count,
  functions: asked("first: 1000", list(record({ target: hex, selector: hex }))),
  rights: asked(
    "first: 100",
    list(
      record({
        holder: hex,
        notAfter: count,
        heartbeatBy: count,
        usedAt: nullable(count),
        disarmedAt: nullable(count),
      }),
    ),
  ),
  pauses: asked("first: 100, orderBy: ordinal, orderDirection: desc", list(pause)),
});

export type PauseGroup = Answer<typeof pauseGroup>;

/** What can be paused, by whom, and what was. */
export const pausesQuery = query(
  "Pauses",
  {},
  {
    pauseGroups: asked("first: 100, orderBy: name", list(pauseGroup)),
    pinnedExits: asked("first: 1000", list(record({ id: hex }))),
  },
);

/** Councils that have, or had, the privilege of a body. */
export const councilsQuery = query(
  "Councils",
  {},
  {
    privilegedBodies: asked(
      "first: 1000",
      list(record({ id: hex, memberRegistry: hex, present: flag })),
    ),
  },
);

const vetoChange = {
  ordinal: bigint,
  timestamp: count,
  transaction: decided,
  right: record({ council: hex, holder: hex }),
};

/** Rights to stop decisions, given and taken away, and what was stopped. */
export const vetoesQuery = query(
  "Vetoes",
  {},
  {
    vetoGranteds: asked(
      everything,
      list(record({ ...vetoChange, targets: list(hex), notAfter: count })),
    ),
    vetoRevokeds: asked(everything, list(record(vetoChange))),
    vetoeds: asked(
      `${everything}, orderDirection: desc`,
      list(
        record({
          holder: hex,
          reason: text,
          timestamp: count,
          transaction,
          proposal: record({
            proposalId: bigint,
            number: int,
            description: text,
            body: record({ id: hex }),
          }),
        }),
      ),
    ),
  },
);
