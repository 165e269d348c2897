import { before, describe, it } from "node:test";

import { expect } from "../expect.ts";

import { nodeId } from "../../../deploy/networks/local/sample.ts";
import { expectAccessible } from "../accessibility.ts";
import type { Proposal } from "../assembly.ts";
import { ProposalPage } from "../pages/proposal-page.ts";
import { Wallet } from "../pages/wallet.ts";
import { sampleProposals } from "../sample-proposals.ts";
import type { Session } from "../session.ts";

const day = 86_400;

/** When time has run out. Needs the sample's second open proposal, undecided; leaves the chain's clock some weeks ahead, so it comes last. */
export function afterTheDeadline(session: () => Session): void {
  describe("After the deadline", () => {
    let forgotten: Proposal;

    before(async () => {
      const { assembly } = session();
      forgotten = await assembly.propose("IT", "# Suspend a validator of Operator Alpha", [
        assembly.call(assembly.contracts.nodeRegistry, "suspendNode", [nodeId(0)]),
      ]);
      await assembly.approve(forgotten);
      await assembly.goTo((await assembly.now()) + 30 * day);
    });

    it("a vote without a majority is closed, and says what was missing", async () => {
      await session().visit(async (page) => {
        const proposal = new ProposalPage(page);
        await proposal.open(sampleProposals.open);
        await proposal.expectState("Rejected");
        await expect(proposal.majorities).toContainText("The majority was not reached:");
        await new Wallet(page).actAs("Representative of Hungary");
        await expect(proposal.vote.getByText(/^The vote closed .+\.$/)).toBeVisible();
        await expect(proposal.castButton).toBeHidden();
        await expectAccessible(page);
      });
    });

    it("an approved decision that nobody carried out has lapsed", async () => {
      await session().visit(async (page) => {
        const proposal = new ProposalPage(page);
        await proposal.open(forgotten.path);
        await proposal.expectState("Lapsed");
        await expect(proposal.article).toContainText(/Approved, but not carried out before .+\./);
        await expect(proposal.step("Lapsed: nobody carried it out in time")).toBeVisible();
        await expectAccessible(page);
      });
    });
  });
}
