import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { expect } from "../expect.ts";

import { expectAccessible } from "../accessibility.ts";
import type { Proposal } from "../assembly.ts";
import { ProposalPage } from "../pages/proposal-page.ts";
import { Wallet } from "../pages/wallet.ts";
import type { Session } from "../session.ts";

/** Members speak of a proposal beside their votes. Makes one proposal, which stays open. */
export function deliberation(session: () => Session): void {
  describe("Co-sponsors, and more time", () => {
    let proposal: Proposal;

    const asRepresentative = async (
      country: string,
      task: (page: ProposalPage) => Promise<void>,
    ): Promise<void> =>
      session().visit(async (page) => {
        const site = new ProposalPage(page);
        await site.open(proposal.path);
        await new Wallet(page).actAs(`Representative of ${country}`);
        await task(site);
      });

    it("a member stands behind a proposal, once", async () => {
      const { assembly } = session();
      // Whatever calls the register of members is reinforced: 20 of 27 members, so that 8 block it.
      proposal = await assembly.propose("IT", "# Let a weight wait\n\nIt wants talking about.", [
        assembly.call(assembly.contracts.memberRegistry, "setWeight", [
          "0x0000000000000000000000000000000000000001",
          1n,
          2025,
        ]),
      ]);
      // Until votes are taken, nobody knows how many have to ask.
      await assembly.letPass(3);
      await asRepresentative("Germany", async (page) => {
        await expect(page.deliberation).toContainText("No member stands behind it");
        await expect(page.deliberation).toContainText("here that takes 5 of 27 members");
        await page.sponsorButton.click();
        await expect(page.deliberation).toContainText(
          "Stand behind it beside the proposer: Germany.",
        );
        await expect(page.deliberation).toContainText("Germany has said so already.");
        await expectAccessible(page.page);
      });
    });

    it("two large members get more time, once, and everybody sees until when", async () => {
      const { assembly } = session();
      const before = await assembly.deadline(proposal.id);
      await asRepresentative("Germany", async (page) => {
        await page.moreTimeButton.click();
        await expect(page.deliberation).toContainText("Ask for more time: Germany.");
      });
      await asRepresentative("France", async (page) => {
        await page.moreTimeButton.click();
        await expect(page.deliberation).toContainText("The vote was extended once");
        await expect(page.deliberation).toContainText("Ask for more time: France and Germany.");
      });
      assert.equal(await assembly.deadline(proposal.id), before + 86_400n);
      await asRepresentative("Malta", async (page) => {
        await expect(page.deliberation).toContainText("The vote was extended already");
      });
    });

    it("whoever represents nobody is told who speaks", async () => {
      await session().visit(async (page) => {
        const site = new ProposalPage(page);
        await site.open(proposal.path);
        await new Wallet(page).actAs("Administrator of Operator Alpha (fictitious)");
        await expect(site.deliberation).toContainText(
          "Only representatives of members of Assembly of Members do this.",
        );
      });
    });
  });
}
