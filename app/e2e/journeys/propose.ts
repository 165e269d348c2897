import assert from "node:assert/strict";
import { describe, it } from "node:test";

import type { Page } from "playwright";
import { expect } from "../expect.ts";

import { memberAccount } from "../../../deploy/networks/local/members.ts";
import { nodeId } from "../../../deploy/networks/local/sample.ts";
import { expectAccessible } from "../accessibility.ts";
import { NewProposalPage } from "../pages/new-proposal-page.ts";
import { NodePage } from "../pages/node-page.ts";
import { ProposalList } from "../pages/proposal-list.ts";
import { ProposalPage } from "../pages/proposal-page.ts";
import { Wallet } from "../pages/wallet.ts";
import type { Session } from "../session.ts";

/** The form of a new proposal. Needs the sample's members and active nodes; leaves two open proposals. */
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

    it("to retire a node is sent and appears", async () => {
      const sentence =
        "Retire validator node validator-1.gamma.example of Operator Gamma (fictitious) from this network for good.";
      await session().visit(async (page) => {
        const form = new NewProposalPage(page);
        // From the page of the node, as its readers do.
        const node = new NodePage(page);
        await node.open(`/nodes/${nodeId(2)}`);
        await node.main.getByRole("link", { name: "Propose its retirement" }).click();
        await expect(form.preview).toContainText(sentence);
        await new Wallet(page).actAs("Representative of Finland");
        await form.reasons.fill("Its operator gives it up.");
        await form.sendButton.click();
        const proposal = await opened(form);
        await expect(proposal.heading).toHaveText(sentence.replace(/\.$/, ""));
        await expect(proposal.article).toContainText(sentence);
        await expect(proposal.article).toContainText("Its operator gives it up.");
        await expect(proposal.article).toContainText(
          "Needs a qualified majority: 15 of 27 members and 65% of the population.",
        );
        await proposal.expectState("Open for votes");
        await proposal.calls.getByText("Decoded call").click();
        await expect(proposal.calls.getByText("retireNode")).toBeVisible();
        await expectListed(page, sentence.replace(/\.$/, ""));
        await node.open(`/nodes/${nodeId(2)}`);
        await expect(node.article).toContainText("A decision on this node is under way:");
      });
    });

    it("to change a weight is sent and appears", async () => {
      await session().visit(async (page) => {
        const form = new NewProposalPage(page);
        await form.open("/proposals/new");
        await new Wallet(page).actAs("Representative of Estonia");
        await form.measure("Change a member’s weight");
        await form.member.selectOption("Estonia");
        await form.weight.fill("1 369 285");
        await form.title.fill("Count Estonia anew");
        await form.reasons.fill("The statistical office has corrected its figure.");
        await form.sendButton.click();
        const proposal = await opened(form);
        await expect(proposal.heading).toHaveText("Count Estonia anew");
        await expect(proposal.article).toContainText(
          /Change the weight of Estonia from 1,374,700 to 1,369,285 inhabitants \(1 January \d{4}\)\./,
        );
        await expect(proposal.article).toContainText(
          "Needs a reinforced majority: 20 of 27 members and 65% of the population.",
        );
        await proposal.expectState("Open for votes");
        await expect(proposal.vote).toContainText("How does Estonia vote?");
        await proposal.expectBar(
          "Members: 0 of 27 in favour, 0 against, 0 abstained, 27 not voted.",
        );
        await proposal.calls.getByText("Decoded call").click();
        await expect(proposal.calls.getByText("setWeight")).toBeVisible();
        await expectListed(page, "Count Estonia anew");
      });
      // Nothing is changed by a proposal alone.
      const { assembly } = session();
      const { weight } = await assembly.read({
        ...assembly.contracts.memberRegistry,
        functionName: "member",
        args: [memberAccount("EE")],
      });
      assert.equal(weight, 1_374_700n);
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

/** The page of the proposal that was sent just now. */
async function opened(form: NewProposalPage): Promise<ProposalPage> {
  await expect(form.main).toContainText("The proposal is made.");
  await expect(form.main).toContainText(/Done: block [\d,]+ has it and the pages show it\./);
  await form.main.getByRole("link", { name: "Open the proposal" }).click();
  return new ProposalPage(form.page);
}

async function expectListed(page: Page, title: string): Promise<void> {
  const list = new ProposalList(page);
  await list.open("/proposals?state=open");
  await list.expectEntry(title, {
    state: "Open for votes",
    bars: "Members: 0 of 27 in favour, 0 against, 0 abstained, 27 not voted. Population: 0% in favour, 0% against, 0% abstained, 100% not voted.",
  });
}
