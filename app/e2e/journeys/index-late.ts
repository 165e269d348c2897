import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { expect } from "../expect.ts";

import { expectAccessible } from "../accessibility.ts";
import { ProposalList } from "../pages/proposal-list.ts";
import { ProposalPage } from "../pages/proposal-page.ts";
import { Wallet } from "../pages/wallet.ts";
import { sampleProposals } from "../sample-proposals.ts";
import type { Session } from "../session.ts";

const open = sampleProposals.open;
const title = "Require a reinforced majority to retire an organisation";

/**
 * graph-node answers, but follows the chain no more: the server reads an index that is old. Needs the sample's second open
 * proposal, with no vote of Ireland; leaves the index current.
 */
export function indexLate(session: () => Session): void {
  describe("When the index is behind", () => {
    it("a vote shows all the same, and still when the index has caught up", async () => {
      const { index } = session();
      await session().visit(async (page) => {
        await page.clock.install();
        const proposal = new ProposalPage(page);
        const notice = proposal.indexNotice("The index is behind");
        await session().withLateIndex(async () => {
          await proposal.open(open);
          await expect(notice).toContainText(
            /It is [\d,]+ blocks behind the chain\. Proposals, organisations and nodes are read from the contracts instead;/,
          );
          const before = await inFavour(proposal);
          await new Wallet(page).actAs("Representative of Ireland");
          await proposal.castVote("In favour", "The index may take its time.");
          await expect(proposal.vote).toContainText(
            /In block [\d,]+\. Waiting for the index to show it …/,
          );
          await page.clock.runFor(16_000);
          await expect(proposal.vote).toContainText("The index is late");
          await page.clock.runFor(16_000);

          await expect(proposal.vote).toContainText("Ireland voted: In favour.");
          await expect(proposal.row("Ireland")).toContainText("The index may take its time.");
          assert.equal(await inFavour(proposal), before + 1);
          await expectAccessible(page);

          // A reader who comes now sees the vote too, in the list and on the page, while the index knows nothing of it.
          await session().visit(async (other) => {
            const list = new ProposalList(other);
            await list.open();
            await expect(
              list
                .entry(title)
                .getByRole("img", { name: new RegExp(`^Members: ${before + 1} of 27 in favour`) }),
            ).toBeVisible();
            const read = new ProposalPage(other);
            await list.link(title).click();
            await expect(read.row("Ireland")).toContainText("The index may take its time.");
          });
          assert.equal(await votesOfIreland(), 0);
          await expect(notice).toBeVisible();
        });

        await page.clock.runFor(8_000);
        await expect(notice).toBeHidden();
        await expect(proposal.row("Ireland")).toContainText("The index may take its time.");
        assert.equal(await votesOfIreland(), 1);
      });

      async function votesOfIreland(): Promise<number> {
        const { votes } = await index.ask<{ votes: unknown[] }>(
          `{ votes(where: { member_: { code: "IE" }, proposal_: { number: ${open.split("/").at(-1)} } }) { id } }`,
        );
        return votes.length;
      }
    });
  });
}

/** Members in favour, as the bar says it. */
async function inFavour(proposal: ProposalPage): Promise<number> {
  const bar = proposal.majorities.getByRole("group", { name: /^Members:/ });
  const words = (await bar.getAttribute("aria-label")) ?? "";
  return Number(/^Members: (\d+) of/.exec(words)?.[1]);
}
