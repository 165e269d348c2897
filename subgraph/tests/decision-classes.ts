import { account, at, concat, emit, expect, hash, type Suite } from "./suite.ts";

const actor = account("deployer");
const selector = "0xcafebabe";
const call = { target: at.NodeRegistry, selector };

export const suite: Suite = {
  name: "Classes of decisions and pinned targets",
  blocks: [
    {},
    {
      timestamp: 1000,
      events: [
        emit(hash(1), "DecisionClasses", "DecisionClassSet", { ...call, actor, class: 2 }),
        emit(hash(1), "DecisionClasses", "TargetPinned", { target: at.Authority, actor }),
      ],
    },
    {
      timestamp: 1010,
      events: [
        emit(hash(2), "DecisionClasses", "DecisionClassSet", {
          ...call,
          actor: at.Authority,
          class: 1,
        }),
        emit(hash(2), "DecisionClasses", "TargetPinned", {
          target: at.Authority,
          actor: at.Authority,
        }),
      ],
    },
  ],
  assertions: [
    expect(
      `{ decisionClassEntries { id table target selector class setBlock setAt setIn { id } } }`,
      {
        decisionClassEntries: [
          {
            id: concat(at.DecisionClasses, at.NodeRegistry, selector),
            table: at.DecisionClasses,
            target: at.NodeRegistry,
            selector,
            class: "QUALIFIED",
            setBlock: "2",
            setAt: "1010",
            setIn: { id: hash(2) },
          },
        ],
      },
    ),
    expect(`{ pinnedTargets { id table target pinnedBlock pinnedAt pinnedIn { id } } }`, {
      pinnedTargets: [
        {
          id: concat(at.DecisionClasses, at.Authority),
          table: at.DecisionClasses,
          target: at.Authority,
          pinnedBlock: "1",
          pinnedAt: "1000",
          pinnedIn: { id: hash(1) },
        },
      ],
    }),
    expect(`{ decisionClassSets(orderBy: ordinal) { entry { id } target selector actor class } }`, {
      decisionClassSets: [[actor, "SIMPLE"] as const, [at.Authority, "QUALIFIED"] as const].map(
        ([by, kind]) => ({
          entry: { id: concat(at.DecisionClasses, at.NodeRegistry, selector) },
          target: at.NodeRegistry,
          selector,
          actor: by,
          class: kind,
        }),
      ),
    }),
    expect(`{ targetPinneds(orderBy: ordinal) { target actor } }`, {
      targetPinneds: [
        { target: at.Authority, actor },
        { target: at.Authority, actor: at.Authority },
      ],
    }),
  ],
};
