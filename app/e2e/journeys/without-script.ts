import { describe, it } from "node:test";

import { expect } from "../expect.ts";

import { ProposalList } from "../pages/proposal-list.ts";
import { ProposalPage } from "../pages/proposal-page.ts";
import { sampleProposals } from "../sample-proposals.ts";
import type { Session } from "../session.ts";

/** What a reader has whose browser runs no script. Needs the sample's rejected proposal. */
export function withoutScript(session: () => Session): void {
  describe("Without a script in the browser", () => {
    it("a proposal can be found and read whole", async () => {
      await session().visit({ javaScript: false }, async (page) => {
        await page.goto("/proposals?state=rejected");
        const list = new ProposalList(page);
        await expect(list.titles).toHaveText(["Retire the validator of Operator Delta"]);
        await list.link("Retire the validator of Operator Delta").click();

        const proposal = new ProposalPage(page);
        await expect(proposal.heading).toHaveText("Retire the validator of Operator Delta");
        await proposal.expectState("Rejected");
        await expect(proposal.article).toContainText(
          "Needs a qualified majority: 15 of 27 members and 65% of the population.",
        );
        await proposal.expectBar(
          "Members: 1 of 27 in favour, 11 against, 1 abstained, 14 not voted.",
        );
        await expect(proposal.row("Germany")).toContainText(
          "Two missed windows justify a warning, not the loss of a validator.",
        );
        await expect(proposal.step("Rejected: no further vote can change it")).toBeVisible();
        // Nobody knows the reader's zone: times stand in UTC and say so.
        await expect(proposal.step("Proposed").getByRole("time")).toHaveText(/ UTC$/);
        await proposal.calls.getByText("Decoded call").click();
        await expect(proposal.calls.getByText("retireNode")).toBeVisible();
      });
    });

    it("the treasury can be read", async () => {
      await session().visit({ javaScript: false }, async (page) => {
        await page.goto("/payments/treasury");
        const main = page.getByRole("main");
        await expect(main).toContainText(/€[\d,.]+ in the treasury\./);
        const contracts = main.getByRole("region", { name: "What can be paid through" });
        await expect(
          contracts.getByRole("rowheader", { name: "Escrow of payments" }),
        ).toBeVisible();
        await expect(contracts).toContainText("topUp");
      });
    });

    it("language and appearance can be chosen", async () => {
      await session().visit({ javaScript: false }, async (page) => {
        await page.goto(sampleProposals.rejected);
        const menu = page.getByRole("banner").locator("summary");
        await expect(menu).toHaveText(/Language and appearance/);
        await menu.click();
        await page.getByRole("button", { name: "français" }).click();
        await expect(page).toHaveURL(new RegExp(`/fr${sampleProposals.rejected}$`));
        await expect(page.getByRole("region", { name: "Les deux majorités" })).toBeVisible();
        await menu.click();
        await page.getByRole("button", { name: "Sombre" }).click();
        await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
      });
    });
  });
}
