import { genesis, node, nodeAddress, registerNode, registerOperator } from "./assembly.ts";
import { account, at, concat, emit, eventId, expect, hash, type Hex, type Suite } from "./suite.ts";

const [first, second] = [account("first validator"), account("second validator")];
const actor = at.NodeRegistry;

function added(transaction: Hex, validator: Hex) {
  return emit(transaction, "ValidatorSet", "ValidatorAdded", { validator, actor });
}

/** Of the validators of the genesis one registers its node later; then they come, go and take each other's place. */
export const suite: Suite = {
  name: "Validators that enter, leave and replace each other",
  blocks: [
    {},
    { timestamp: 1000, events: [added(genesis, first), added(genesis, nodeAddress)] },
    { timestamp: 1010, events: [...registerOperator, registerNode] },
    { timestamp: 1020, events: [added(hash(3), second)] },
    {
      timestamp: 1030,
      events: [emit(hash(4), "ValidatorSet", "ValidatorRemoved", { validator: first, actor })],
    },
    {
      timestamp: 1040,
      events: [
        emit(hash(5), "ValidatorSet", "ValidatorReplaced", {
          removed: nodeAddress,
          added: first,
          actor,
        }),
      ],
    },
  ],
  assertions: [
    expect(`{ validatorSets { id validatorCount } }`, {
      validatorSets: [{ id: at.ValidatorSet, validatorCount: 2 }],
    }),
    expect(`{ validatorSet(id: "${at.ValidatorSet}", block: { number: 3 }) { validatorCount } }`, {
      validatorSet: { validatorCount: 3 },
    }),
    expect(`{ validators { id inSet enteredAt leftAt node { id } } }`, {
      validators: [
        { id: first, inSet: true, enteredAt: "1040", leftAt: "1030", node: null },
        { id: second, inSet: true, enteredAt: "1020", leftAt: null, node: null },
        { id: nodeAddress, inSet: false, enteredAt: "1000", leftAt: "1040", node: { id: node } },
      ],
    }),
    expect(
      `{ validator(id: "${first}") { history(orderBy: ordinal) { kind counterpart { id } validatorCount block timestamp transaction { id } } } }`,
      {
        validator: {
          history: [
            {
              kind: "ENTERED",
              counterpart: null,
              validatorCount: 1,
              block: "1",
              timestamp: "1000",
              transaction: { id: genesis },
            },
            {
              kind: "LEFT",
              counterpart: null,
              validatorCount: 2,
              block: "4",
              timestamp: "1030",
              transaction: { id: hash(4) },
            },
            {
              kind: "ENTERED",
              counterpart: { id: nodeAddress },
              validatorCount: 2,
              block: "5",
              timestamp: "1040",
              transaction: { id: hash(5) },
            },
          ],
        },
      },
    ),
    expect(
      `{ validatorChanges(where: { transaction: "${hash(5)}" }) { id validator { id } kind counterpart { id } } }`,
      {
        validatorChanges: [
          {
            id: concat(eventId(hash(5), 0), first),
            validator: { id: first },
            kind: "ENTERED",
            counterpart: { id: nodeAddress },
          },
          {
            id: concat(eventId(hash(5), 0), nodeAddress),
            validator: { id: nodeAddress },
            kind: "LEFT",
            counterpart: { id: first },
          },
        ],
      },
    ),
    expect(`{ node(id: "${node}") { validator { id inSet } } }`, {
      node: { validator: { id: nodeAddress, inSet: false } },
    }),
    expect(`{ validatorAddeds(orderBy: ordinal) { validator { id } actor } }`, {
      validatorAddeds: [first, nodeAddress, second].map((id) => ({ validator: { id }, actor })),
    }),
    expect(`{ validatorRemoveds { validator { id } actor } }`, {
      validatorRemoveds: [{ validator: { id: first }, actor }],
    }),
    expect(`{ validatorReplaceds { removed { id } added { id } actor } }`, {
      validatorReplaceds: [{ removed: { id: nodeAddress }, added: { id: first }, actor }],
    }),
  ],
};
