import { expect } from "chai";

import { callOf, Support, type Body } from "../../support/body.ts";
import { bodyForEachTest } from "../../support/fixture.ts";
import { memberStates, stateIndex } from "../../support/members.ts";
import {
  nodeKey,
  NodeStatus,
  operator,
  registerNode,
  registerOperator,
} from "../../support/operators.ts";
import { refusalOf } from "../../support/refusal.ts";
import type { StateCode } from "../../../deploy/networks/local/members.ts";

describe("A vote of the 27 states admits a validator", () => {
  const key = nodeKey(1);
  const body = bodyForEachTest({}, async (fresh: Body) => {
    await fresh.decide([registerOperator(fresh)]);
    await registerNode(fresh, key);
  });

  it("walks from the proposal over votes and delay to the set of validators", async () => {
    const { chain, contracts, parameters } = body();
    const { council, nodeRegistry, validatorSet, authority } = contracts;
    const account = (code: StateCode) => memberStates[stateIndex(code)]!.account;
    const node = async () => chain.read(nodeRegistry, "node", [key.id]);
    expect((await node()).status).to.equal(NodeStatus.pending);
    const before = await chain.read(validatorSet, "getValidators", []);

    // Belgium proposes.
    const description = "# Admit the validator\n\nThe operator proved that it holds the key.";
    const call = callOf(nodeRegistry, "admitNode", [key.id]);
    const draft = body().draft([call], description);
    const proposed = body().submit(stateIndex("BE"), draft);
    const { votingDelay, votingPeriod } = parameters.Governance;
    const snapshot = BigInt((await proposed.then(() => chain.now())) + votingDelay);
    await chain.emits(proposed, council, "ProposalCreated", [
      draft.id,
      body().representativeOf(stateIndex("BE")),
      [call.target],
      [0n],
      [""],
      [call.data],
      snapshot,
      snapshot + BigInt(votingPeriod),
      description,
    ]);
    const codeHash = await chain.read(council, "proposalCodeHash", [draft.id]);
    await chain.emits(proposed, council, "ProposalClassified", [draft.id, 1 << 1, codeHash]);
    expect(await body().state(draft.id)).to.equal("Pending");
    await body().openVoting(draft.id);
    expect(await body().state(draft.id)).to.equal("Active");

    // 55 % of 27 members are fifteen; these have more than 65 % of the population.
    const inFavour: StateCode[] = [
      "BE",
      "DE",
      "FR",
      "IT",
      "ES",
      "AT",
      "CZ",
      "DK",
      "EE",
      "FI",
      "IE",
      "LV",
      "LT",
      "SK",
      "SI",
    ];
    await body().vote(draft.id, stateIndex("HU"), "against");
    await body().vote(draft.id, stateIndex("MT"), "abstain");
    const last = inFavour.pop()!;
    for (const code of inFavour) {
      const vote = body().vote(draft.id, stateIndex(code), "for");
      const weight = memberStates[stateIndex(code)]!.weight;
      await chain.emits(vote, council, "VoteCast", [
        account(code),
        draft.id,
        Support.for,
        weight,
        "",
      ]);
    }
    expect(await body().state(draft.id)).to.equal("Active");
    const deciding = body().vote(draft.id, stateIndex(last), "for");
    await chain.emits(deciding, council, "ProposalDecided", [draft.id, true]);
    expect(await body().state(draft.id)).to.equal("Succeeded");

    const tally = await chain.read(council, "proposalTally", [draft.id]);
    const weightOf = (codes: StateCode[]) =>
      codes.reduce((sum, code) => sum + memberStates[stateIndex(code)]!.weight, 0n);
    expect(tally).to.deep.equal({
      againstHeads: 1,
      forHeads: 15,
      abstainHeads: 1,
      againstWeight: weightOf(["HU"]),
      forWeight: weightOf([...inFavour, last]),
      abstainWeight: weightOf(["MT"]),
    });

    // It is queued, and waits.
    const queue = body().queue(draft);
    const eta = (await queue.then(() => chain.now())) + parameters.System.delay_NODES;
    await chain.emits(queue, council, "ProposalQueued", [draft.id, BigInt(eta)]);
    expect(await body().state(draft.id)).to.equal("Queued");
    const early = await refusalOf(
      chain.attempt(body().representativeOf(0), council, "execute", draft.args),
    );
    expect(early).to.match(/GovernorUnmetDelay/);
    expect((await node()).status).to.equal(NodeStatus.pending);

    // Anybody executes it.
    await chain.nextAt(eta);
    const execution = body().execute(draft);
    await chain.emits(execution, council, "ProposalExecuted", [draft.id]);
    await chain.emits(execution, nodeRegistry, "NodeStatusChanged", [
      key.id,
      authority.address,
      NodeStatus.active,
      0n,
    ]);
    await chain.emits(execution, validatorSet, "ValidatorAdded", [
      key.account.address,
      nodeRegistry.address,
    ]);
    expect(await body().state(draft.id)).to.equal("Executed");
    expect((await node()).status).to.equal(NodeStatus.active);
    expect((await node()).organisation).to.equal(operator.id);
    const after = await chain.read(validatorSet, "getValidators", []);
    expect(new Set(after)).to.deep.equal(new Set([...before, key.account.address]));
    expect(await chain.read(validatorSet, "isValidator", [key.account.address])).to.equal(true);
  });

  it("leaves everything as it was when the states refuse", async () => {
    const { chain, contracts } = body();
    const proposal = await body().propose([callOf(contracts.nodeRegistry, "admitNode", [key.id])]);
    // Four states with more than 35 % of the population are a blocking minority.
    for (const code of ["DE", "FR", "IT"] as const)
      await body().vote(proposal.id, stateIndex(code), "against");
    expect(await body().state(proposal.id)).to.equal("Active");
    const blocking = body().vote(proposal.id, stateIndex("MT"), "against");
    await chain.emits(blocking, contracts.council, "ProposalDecided", [proposal.id, false]);
    expect(await body().state(proposal.id)).to.equal("Defeated");
    expect((await chain.read(contracts.nodeRegistry, "node", [key.id])).status).to.equal(
      NodeStatus.pending,
    );
  });
});
