import { expect } from "chai";

import {
  callOf,
  day,
  inFavour,
  type Body,
  type Call,
  type Proposal,
  type ProposalState,
} from "../../support/body.ts";
import { bodyForEachTest } from "../../support/fixture.ts";
import { membersWith, testKey } from "../../support/members.ts";
import { expectRefusal, refusalOf } from "../../support/refusal.ts";

const hour = 3_600;
const expiration = 14 * day;
const selfCallDelay = 2 * hour;
const year = 365 * day;

/** Five equal members: all of them carry anything, two against defeat what needs more than half of the heads and of the weight. */
const members = membersWith([1n, 1n, 1n, 1n, 1n]);

/** How a proposal comes into each state that it can be in; the last steps of a life are apart where they differ. */
const ways: Record<string, { state: ProposalState; reach: (body: Body) => Promise<Proposal> }> = {
  "Pending, before the votes begin": {
    state: "Pending",
    reach: async (body) => {
      const draft = body.draft([weightCall(body)]);
      await body.submit(0, draft);
      return draft;
    },
  },
  "Pending, in the last second before the votes": {
    state: "Pending",
    reach: async (body) => {
      const draft = body.draft([weightCall(body)]);
      await body.submit(0, draft);
      await body.chain.goTo(await snapshotOf(body, draft));
      return draft;
    },
  },
  "Active, without a vote": {
    state: "Active",
    reach: async (body) => body.propose([weightCall(body)]),
  },
  "Active, with an open vote": {
    state: "Active",
    reach: async (body) => {
      const proposal = await body.propose([weightCall(body)]);
      await body.voteAll(proposal.id, [
        [1, "for"],
        [2, "against"],
      ]);
      return proposal;
    },
  },
  "Active, in the last second": {
    state: "Active",
    reach: async (body) => {
      const proposal = await body.propose([weightCall(body)]);
      await body.chain.goTo(await deadlineOf(body, proposal));
      return proposal;
    },
  },
  "Canceled by its proposer": {
    state: "Canceled",
    reach: async (body) => {
      const draft = body.draft([weightCall(body)]);
      await body.submit(0, draft);
      await body.cancel(draft, body.representativeOf(0));
      await body.chain.wait(hour);
      return draft;
    },
  },
  "Defeated before the deadline": {
    state: "Defeated",
    reach: async (body) => {
      const proposal = await body.propose([weightCall(body)]);
      await body.voteAll(proposal.id, [
        [1, "against"],
        [2, "abstain"],
      ]);
      return proposal;
    },
  },
  "Defeated at the deadline": {
    state: "Defeated",
    reach: async (body) => {
      const proposal = await body.propose([weightCall(body)]);
      await body.voteAll(proposal.id, inFavour(3));
      await body.chain.goTo((await deadlineOf(body, proposal)) + 1);
      return proposal;
    },
  },
  "Succeeded before the deadline": { state: "Succeeded", reach: succeeded },
  "Succeeded after the deadline": {
    state: "Succeeded",
    reach: async (body) => {
      const proposal = await succeeded(body);
      await body.chain.goTo((await deadlineOf(body, proposal)) + 1);
      return proposal;
    },
  },
  "Succeeded, in the last second": {
    state: "Succeeded",
    reach: async (body) => {
      const proposal = await succeeded(body);
      await body.chain.goTo((await expiryOf(body, proposal)) - 1);
      return proposal;
    },
  },
  "Expired without having been queued": {
    state: "Expired",
    reach: async (body) => {
      const proposal = await succeeded(body);
      await body.chain.goTo(await expiryOf(body, proposal));
      return proposal;
    },
  },
  "Queued, waiting": { state: "Queued", reach: queued },
  "Queued, in the last second": {
    state: "Queued",
    reach: async (body) => {
      const proposal = await queued(body);
      await body.chain.goTo((await expiryOf(body, proposal)) - 1);
      return proposal;
    },
  },
  "Queued, with a call to the Council itself": {
    state: "Queued",
    reach: async (body) => queued(body, [periodCall(body, 2 * day)]),
  },
  "Expired after having been queued": {
    state: "Expired",
    reach: async (body) => {
      const proposal = await queued(body);
      await body.chain.goTo(await expiryOf(body, proposal));
      return proposal;
    },
  },
  "Expired after having been queued, with a call to the Council itself": {
    state: "Expired",
    reach: async (body) => {
      const proposal = await queued(body, [periodCall(body, 2 * day), weightCall(body)]);
      await body.chain.goTo(await expiryOf(body, proposal));
      return proposal;
    },
  },
  Executed: {
    state: "Executed",
    reach: async (body) => {
      const proposal = await body.mature([weightCall(body)]);
      await body.execute(proposal);
      return proposal;
    },
  },
};

/** Steps out of each state (GV1). `queue` and `execute` may still be refused by time, which other tests look at. */
const steps: Record<ProposalState, readonly ("vote" | "queue" | "execute" | "cancel")[]> = {
  Pending: ["cancel"],
  Active: ["vote"],
  Canceled: [],
  Defeated: [],
  Succeeded: ["queue"],
  Queued: ["execute"],
  Expired: [],
  Executed: [],
};

describe("States of a proposal in the Council", () => {
  const body = bodyForEachTest({ members, governance: { selfCallDelay } });
  const stranger = testKey(1).address;

  for (const [name, { state, reach }] of Object.entries(ways)) {
    describe(name, () => {
      let proposal: Proposal;
      beforeEach(async () => {
        proposal = await reach(body());
      });

      it(`is ${state}`, async () => {
        expect(await body().state(proposal.id)).to.equal(state);
      });

      it("takes votes if and only if it is Active", async () => {
        const { chain, contracts } = body();
        const voter = body().representativeOf(4);
        const refusal = await refusalOf(
          chain.attempt(voter, contracts.council, "castVote", [proposal.id, 1]),
        );
        if (state === "Active") expect(refusal).to.equal(undefined);
        else expect(refusal, "GV1").to.match(/GovernorUnexpectedProposalState/);
      });

      it("GV1: allows no step that its state does not have", async () => {
        const { chain, contracts } = body();
        const proposer = body().representativeOf(0);
        for (const step of ["queue", "execute", "cancel"] as const) {
          if (steps[state].includes(step)) continue;
          const refused =
            step === "cancel" ? /GovernorUnableToCancel/ : /GovernorUnexpectedProposalState/;
          const refusal = await refusalOf(
            chain.attempt(proposer, contracts.council, step, proposal.args),
          );
          expect(refusal, `GV1: ${step} when ${state}`).to.match(refused);
        }
      });

      it("cannot be cancelled by anybody but its proposer, and only while it is pending", async () => {
        const { chain, contracts } = body();
        for (const from of [body().representativeOf(1), stranger]) {
          await chain.impersonate(from);
          await chain.refuses(
            body().cancel(proposal, from),
            contracts.council,
            "GovernorUnableToCancel",
            [proposal.id, from],
          );
        }
      });

      if (steps[state].length === 0) {
        it("GV1: stays so for ever, also when the body changes its times", async () => {
          const { contracts } = body();
          await body().decide([
            callOf(contracts.council, "setVotingPeriod", [180 * day]),
            callOf(contracts.council, "setVotingDelay", [day]),
            callOf(contracts.council, "setBaseDelaySeconds", [60 * day]),
          ]);
          expect(
            await body().state(proposal.id),
            "GV10: a changed period revives nothing",
          ).to.equal(state);
          await body().chain.wait(5 * year);
          expect(await body().state(proposal.id), "GV1: final states are final").to.equal(state);
        });
      }
    });
  }

  it("counts the times of a proposal from when it was made, whatever the body decides later", async () => {
    const { chain, contracts } = body();
    const open = await body().propose([weightCall(body(), 2)]);
    const deadline = await deadlineOf(body(), open);
    await body().decide([callOf(contracts.council, "setVotingPeriod", [hour])]);
    expect(await deadlineOf(body(), open)).to.equal(deadline);

    await chain.nextAt(deadline);
    await body().vote(open.id, 0, "for");
    await chain.nextAt(deadline + 1);
    await expectRefusal(body().vote(open.id, 1, "for"), /GovernorUnexpectedProposalState/);
  });

  it("GV10: refuses to execute before the queue and before the delay is over, to the second", async () => {
    const { chain, contracts } = body();
    const proposal = await succeeded(body());
    await expectRefusal(body().execute(proposal), /GovernorUnexpectedProposalState/);
    await body().queue(proposal);
    const eta = Number(await chain.read(contracts.council, "proposalEta", [proposal.id]));
    expect(eta).to.equal((await chain.now()) + body().parameters.System.delay_MEMBERSHIP);

    await chain.nextAt(eta - 1);
    await chain.refuses(body().execute(proposal), contracts.council, "GovernorUnmetDelay", [
      proposal.id,
      BigInt(eta),
    ]);
    await chain.nextAt(eta);
    await body().execute(proposal);
    await expectRefusal(body().execute(proposal), /GovernorUnexpectedProposalState/);
    expect(
      (await chain.read(contracts.memberRegistry, "member", [body().member(0).account])).weight,
    ).to.equal(7n);
  });

  it("GV10: refuses to queue and to execute from the second of the expiry on", async () => {
    const { chain } = body();
    const unqueued = await succeeded(body());
    await chain.nextAt(await expiryOf(body(), unqueued));
    await expectRefusal(body().queue(unqueued), /GovernorUnexpectedProposalState/);

    const waiting = await queued(body());
    await chain.nextAt(await expiryOf(body(), waiting));
    await expectRefusal(body().execute(waiting), /GovernorUnexpectedProposalState/);
  });

  it("can be queued and executed in the last second before the expiry", async () => {
    const { chain } = body();
    const proposal = await succeeded(body());
    await chain.nextAt((await expiryOf(body(), proposal)) - 1);
    await body().queue(proposal);
    await chain.nextAt((await expiryOf(body(), proposal)) - 1);
    await body().execute(proposal);
    expect(await body().state(proposal.id)).to.equal("Executed");
  });

  it("tells when an approved proposal expires", async () => {
    const { chain, contracts } = body();
    const proposal = await succeeded(body());
    expect(await expiryOf(body(), proposal)).to.equal(
      (await deadlineOf(body(), proposal)) + expiration,
    );
    await body().queue(proposal);
    const eta = Number(await chain.read(contracts.council, "proposalEta", [proposal.id]));
    expect(await expiryOf(body(), proposal)).to.equal(eta + expiration);
  });

  it("expires with the operations in the authority when a call to the Council itself waits longer than these", async () => {
    const { chain, contracts } = body();
    const calls = [weightCall(body()), periodCall(body(), 2 * day)];
    const proposal = await queued(body(), calls);
    const now = await chain.now();
    const operation = await chain.read(contracts.authority, "hashOperation", [
      contracts.council.address,
      calls[0]!.target,
      calls[0]!.data,
    ]);
    const scheduled = await chain.read(contracts.authority, "getSchedule", [operation]);
    expect(scheduled).to.equal(now + body().parameters.System.delay_MEMBERSHIP);
    expect(await expiryOf(body(), proposal)).to.equal(scheduled + expiration);

    await chain.goTo((await expiryOf(body(), proposal)) - 1);
    expect(await chain.read(contracts.authority, "getSchedule", [operation])).to.equal(scheduled);
    await chain.goTo(await expiryOf(body(), proposal));
    expect(await chain.read(contracts.authority, "getSchedule", [operation])).to.equal(0);
    expect(await body().state(proposal.id)).to.equal("Expired");
  });

  it("waits at least the delay for calls to the Council itself, also beside faster calls", async () => {
    const { chain, contracts } = body();
    for (const calls of [
      [periodCall(body(), 2 * day)],
      [weightCall(body()), periodCall(body(), 3 * day)],
    ]) {
      const proposal = await queued(body(), calls);
      const eta = Number(await chain.read(contracts.council, "proposalEta", [proposal.id]));
      expect(eta).to.equal((await chain.now()) + selfCallDelay);
      await chain.nextAt(eta - 1);
      await expectRefusal(body().execute(proposal), /GovernorUnmetDelay/);
      await chain.nextAt(eta);
      await body().execute(proposal);
    }
    expect(await chain.read(contracts.council, "votingPeriod", [])).to.equal(BigInt(3 * day));
  });

  it("knows no proposal that was not made", async () => {
    const { chain, contracts } = body();
    const { council } = contracts;
    const draft = body().draft([weightCall(body())]);
    const unknown: [bigint] = [draft.id];
    await chain.refuses(
      chain.read(council, "state", unknown),
      council,
      "GovernorNonexistentProposal",
      unknown,
    );
    await chain.refuses(
      body().vote(draft.id, 0, "for"),
      council,
      "GovernorNonexistentProposal",
      unknown,
    );
    await chain.refuses(body().queue(draft), council, "GovernorNonexistentProposal", unknown);
    await chain.refuses(body().execute(draft), council, "GovernorNonexistentProposal", unknown);
    await expectRefusal(
      body().cancel(draft, body().representativeOf(0)),
      /GovernorNonexistentProposal/,
    );
  });

  it("refuses the same proposal twice", async () => {
    const draft = body().draft([weightCall(body())]);
    await body().submit(0, draft);
    await expectRefusal(body().submit(1, draft), /GovernorUnexpectedProposalState/);
  });
});

describe("A proposal whose calls need no delay", () => {
  const body = bodyForEachTest({
    members,
    delays: { delay_NODES: 0, delay_MEMBERSHIP: 0 },
    governance: { selfCallDelay: 0 },
  });

  it("is executed without a queue, and expires as one that was not queued", async () => {
    const { chain, contracts } = body();
    for (const calls of [[weightCall(body())], [periodCall(body(), 2 * day)]]) {
      const proposal = await succeeded(body(), calls);
      await chain.refuses(
        body().queue(proposal),
        contracts.council,
        "GovernorProposalQueueingNotRequired",
        [proposal.id],
      );
      await body().execute(proposal);
      expect(await body().state(proposal.id)).to.equal("Executed");
    }
    const late = await succeeded(body());
    await chain.nextAt(await expiryOf(body(), late));
    await expectRefusal(body().execute(late), /GovernorUnexpectedProposalState/);
    expect(await body().state(late.id)).to.equal("Expired");
  });

  it("waits the base delay of the body when it has one", async () => {
    const { chain, contracts } = body();
    await body().decide([callOf(contracts.council, "setBaseDelaySeconds", [hour])]);
    const proposal = await queued(body());
    const eta = Number(await chain.read(contracts.council, "proposalEta", [proposal.id]));
    expect(eta).to.equal((await chain.now()) + hour);
    await chain.nextAt(eta - 1);
    await expectRefusal(body().execute(proposal), /GovernorUnmetDelay/);
    await chain.nextAt(eta);
    await body().execute(proposal);
  });
});

const weightCall = ({ contracts, members: [first] }: Body, weight = 7): Call =>
  callOf(contracts.memberRegistry, "setWeight", [first!.account, BigInt(weight), 2025]);

const periodCall = ({ contracts }: Body, period: number): Call =>
  callOf(contracts.council, "setVotingPeriod", [period]);

async function succeeded(
  body: Body,
  calls: readonly Call[] = [weightCall(body)],
): Promise<Proposal> {
  const proposal = await body.propose(calls);
  await body.approve(proposal.id);
  return proposal;
}

async function queued(body: Body, calls?: readonly Call[]): Promise<Proposal> {
  const proposal = await succeeded(body, calls);
  await body.queue(proposal);
  return proposal;
}

const snapshotOf = async ({ chain, contracts }: Body, { id }: Proposal): Promise<number> =>
  Number(await chain.read(contracts.council, "proposalSnapshot", [id]));

const deadlineOf = async ({ chain, contracts }: Body, { id }: Proposal): Promise<number> =>
  Number(await chain.read(contracts.council, "proposalDeadline", [id]));

const expiryOf = async ({ chain, contracts }: Body, { id }: Proposal): Promise<number> =>
  chain.read(contracts.council, "proposalExpiry", [id]);
