import { describe, it } from "node:test";

import { expect } from "playwright/test";

import { expectAccessible } from "../accessibility.ts";
import { NewProposalPage } from "../pages/new-proposal-page.ts";
import { Wallet } from "../pages/wallet.ts";
import type { Session } from "../session.ts";

/** The form of a new proposal. Needs the sample's members and active nodes; sends nothing. */
export function propose(session: () => Session): void {
  describe("A new proposal", () => {
    it("is not sent with nothing filled in, and says what is missing where it is missing", async () => {
      await session().visit(async (page) => {
        const form = new NewProposalPage(page);
        await form.open("/proposals/new?measure=retire-node");
        await new Wallet(page).actAs("Representative of Finland");
        await form.sendButton.click();
        await expect(form.node).toHaveAccessibleDescription(/Choose a node\./);
        await expect(form.title).toHaveAccessibleDescription(/Give a title\./);
        await expect(form.node).toBeFocused();
        await expectAccessible(page);
      });
    });

    it("shows its sentence and its majority before anything is sent", async () => {
      await session().visit(async (page) => {
        const form = new NewProposalPage(page);
        await form.open("/proposals/new");
        await form.measure("Retire a node");
        await form.node.selectOption("validator-1.delta.example, Operator Delta (fictitious)");
        await expect(form.preview).toContainText(
          "Retire validator node validator-1.delta.example of Operator Delta (fictitious) from this network for good.",
        );
        await expect(form.preview).toContainText(
          "Needs a qualified majority: 15 of 27 members and 65% of the population.",
        );
        await expect(form.title).toHaveValue(
          "Retire validator node validator-1.delta.example of Operator Delta (fictitious) from this network for good",
        );

        await form.measure("Change a member’s weight");
        await form.member.selectOption("Estonia");
        await form.weight.fill("1374700");
        await form.main
          .getByRole("textbox", { name: "Year of the figure (1 January)" })
          .fill("2024");
        await form.sendButton.click();
        await expect(form.weight).toHaveAccessibleDescription(
          /Estonia has exactly this weight and year already\./,
        );
        await form.weight.fill("1369285");
        await expect(form.preview).toContainText(
          "Change the weight of Estonia from 1,374,700 to 1,369,285 inhabitants (1 January 2024).",
        );
        await expect(form.preview).toContainText(
          "Needs a reinforced majority: 20 of 27 members and 65% of the population.",
        );
        await expectAccessible(page);
        await expect(form.main).toContainText(
          "Connect the wallet of a member’s representative to propose.",
        );
      });
    });

    it("is a matter for representatives", async () => {
      await session().visit(async (page) => {
        const form = new NewProposalPage(page);
        await form.open("/proposals/new");
        await new Wallet(page).actAs("Administrator of Operator Alpha (fictitious)");
        await expect(form.main).toContainText(
          "Your key represents no member of this body. Only representatives who may vote can propose.",
        );
      });
    });
  });
}
