import { describe, it } from "node:test";

import { expect } from "playwright/test";

import { expectAccessible } from "../accessibility.ts";
import { ProposalPage } from "../pages/proposal-page.ts";
import { Wallet } from "../pages/wallet.ts";
import type { Session } from "../session.ts";

const open = "/proposals/4";
/** The pages look after the index every eight seconds. */
const look = 8_000;

/** The index dies while somebody reads. Needs the sample's second open proposal, with no vote of Croatia; leaves the index running. */
export function indexGone(session: () => Session): void {
  describe("When the index is killed", () => {
    it("an open page says so, the proposal still shows what binds, and the notice goes when the index is back", async () => {
      // Requests to a server that cannot answer are logged by the browser.
      await session().visit({ tolerates: [/status of 50\d/] }, async (page) => {
        await page.clock.install();
        const proposal = new ProposalPage(page);
        await proposal.open(open);
        const bars = proposal.majorities.getByRole("group", { name: /^(Members|Population):/ });
        const before = await bars.evaluateAll((groups) =>
          groups.map((group) => group.getAttribute("aria-label")),
        );
        const notice = proposal.main
          .getByRole("status")
          .filter({ hasText: "The index gives no answer" });
        await expect(notice).toBeHidden();

        await session().killIndex();
        // The clock of the page is led on, because the launcher is quick.
        await page.clock.runFor(look);
        await expect(notice).toBeVisible();
        await expect(notice).toContainText(
          "What the contracts can say is read from them instead; histories and some lists are missing until the index is back.",
        );

        await session().killIndex();
        await page.reload();
        await expect(notice).toBeVisible();
        await expect(proposal.heading).toHaveText(
          "Require a reinforced majority to retire an organisation",
        );
        await proposal.expectState("Open for votes");
        await expect(proposal.article).toContainText(
          "Needs a reinforced majority: 20 of 27 members and 65% of the population.",
        );
        await expect
          .poll(() =>
            bars.evaluateAll((groups) => groups.map((group) => group.getAttribute("aria-label"))),
          )
          .toEqual(before);
        await expectAccessible(page);

        await session().indexIsBack();
        await page.clock.runFor(look);
        await expect(notice).toBeHidden();
      });
    });

    it("a vote counts while the index is late", async () => {
      await session().visit({ tolerates: [/Failed to load resource/] }, async (page) => {
        const proposal = new ProposalPage(page);
        await page.clock.install();
        await proposal.open(open);
        await new Wallet(page).actAs("Representative of Croatia");
        await expect(proposal.castButton).toBeVisible();
        // The way to the index is broken for this reader.
        await page.route("**/graphql", (route) => route.abort());
        await proposal.castVote("In favour");
        await expect(proposal.vote).toContainText(
          /In block [\d,]+\. Waiting for the index to show it …/,
        );
        await page.clock.runFor(16_000);
        await expect(proposal.vote).toContainText(
          /It is done: block [\d,]+ has it\. The index is late, so lists may not show it yet\./,
        );
        await page.unroute("**/graphql");
        await page.clock.runFor(2_000);
        await expect(proposal.vote).toContainText("Croatia voted: In favour.");
      });
    });
  });
}
