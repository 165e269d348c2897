import { account, at, concat, emit, expect, hash, type Suite } from "./suite.ts";

const cooperationCall = { target: at.NodeRegistry, selector: "0x0badf00d" } as const;
const rule = {
  kind: 2,
  headsNumerator: 55,
  headsDenominator: 100,
  moreThanHeads: false,
  weightNumerator: 65,
  weightDenominator: 100,
  blockingHeads: 0,
  quorumNumerator: 0,
  quorumDenominator: 0,
  objections: 0,
};

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
    {
      timestamp: 1020,
      events: [
        emit(hash(3), "DecisionClasses", "CooperationSet", {
          cooperation: 7,
          actor,
          // Places 0, 3 and 253.
          participants: `0x${(2n ** 253n + 9n).toString(16)}`,
        }),
        emit(hash(3), "DecisionClasses", "DecisionClassSet", {
          ...cooperationCall,
          actor,
          class: 4,
        }),
        emit(hash(3), "DecisionClasses", "CooperationListed", {
          ...cooperationCall,
          actor,
          cooperation: 7,
        }),
        emit(hash(4), "DecisionClasses", "RuleSet", { class: 4, actor, edition: 1, ...rule }),
        emit(hash(4), "Council", "RulesNoticed", { edition: 1 }),
      ],
    },
  ],
  assertions: [
    expect(
      `{ ruleSets { class actor edition kind headsNumerator headsDenominator moreThanHeads weightNumerator weightDenominator
        blockingHeads quorumNumerator quorumDenominator objections } }`,
      { ruleSets: [{ class: "PARTICIPATING", actor, edition: 1, ...rule, kind: "PARTICIPANTS" }] },
    ),
    expect(`{ rulesNoticeds { body { id rulesEdition } edition } }`, {
      rulesNoticeds: [{ body: { id: at.Council, rulesEdition: 1 }, edition: 1 }],
    }),
    expect(`{ cooperationSets { cooperation actor participants } }`, {
      cooperationSets: [{ cooperation: 7, actor, participants: [0, 3, 253] }],
    }),
    expect(
      `{ cooperationListeds { entry { class cooperation } target selector actor cooperation } }`,
      {
        cooperationListeds: [
          {
            entry: { class: "PARTICIPATING", cooperation: 7 },
            ...cooperationCall,
            actor,
            cooperation: 7,
          },
        ],
      },
    ),
    expect(
      `{ decisionClassEntries(where: { selector: "${selector}" }) { id table target selector class setBlock setAt setIn { id } } }`,
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
    expect(
      `{ decisionClassSets(orderBy: ordinal, where: { selector: "${selector}" }) { entry { id } target selector actor class } }`,
      {
        decisionClassSets: [[actor, "SIMPLE"] as const, [at.Authority, "QUALIFIED"] as const].map(
          ([by, kind]) => ({
            entry: { id: concat(at.DecisionClasses, at.NodeRegistry, selector) },
            target: at.NodeRegistry,
            selector,
            actor: by,
            class: kind,
          }),
        ),
      },
    ),
    expect(`{ targetPinneds(orderBy: ordinal) { target actor } }`, {
      targetPinneds: [
        { target: at.Authority, actor },
        { target: at.Authority, actor: at.Authority },
      ],
    }),
  ],
};
