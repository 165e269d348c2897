import { before, describe, it } from "node:test";

import type { Locator } from "playwright";
import { expect } from "../expect.ts";
import type { Address } from "viem";

import { committeeOperators } from "../../../deploy/networks/local/bodies.ts";
import { nodeId } from "../../../deploy/networks/local/sample.ts";
import { vetoesAbi } from "../../../generated/contracts/index.ts";
import { expectAccessible } from "../accessibility.ts";
import { NewProposalPage } from "../pages/new-proposal-page.ts";
import { ProposalPage } from "../pages/proposal-page.ts";
import { Site } from "../pages/site.ts";
import { Wallet } from "../pages/wallet.ts";
import type { Session } from "../session.ts";

/** The whole text of the one choice that has a part of it. */
async function optionOf(choice: Locator, text: RegExp | string): Promise<string> {
  const option = choice.getByRole("option").filter({ hasText: text });
  return (await option.textContent()) ?? "";
}

/**
 * Members of other bodies than the Assembly in the browser. Needs the sample; leaves paused reports of machines and a right of
 * veto.
 */
export function otherBodies(session: () => Session): void {
  describe("A member of another body", () => {
    const addressOf = (name: string): Address => {
      const address = session().stack.endpoints.addresses[name];
      if (!address) throw new Error(`The endpoints name no ${name}.`);
      return address.toLowerCase() as Address;
    };
    const pathOf = (council: string) => `/bodies/${addressOf(council)}`;

    it("has a page with its mandate, and leads to its seat in other bodies", async () => {
      await session().visit(async (page) => {
        const site = new Site(page);
        await site.open(pathOf("OperatorsCommittee"));
        const members = site.main.getByRole("table", { name: "Members" });
        for (const code of committeeOperators)
          await expect(members.getByRole("link", { name: code })).toBeVisible();
        await members.getByRole("link", { name: "ALPHA" }).click();
        await expect(site.heading).toHaveText("ALPHA");
        await expect(site.main).toContainText("Member of: Operators' Committee");
        await expect(site.main.getByRole("table", { name: /Representatives/ })).toContainText(
          "Running",
        );
        await new Wallet(page).actAs("Representative of ALPHA (Operators' Committee)");
        await expect(site.main).toContainText("You act for ALPHA");
        await expectAccessible(page);

        await site.open(`${pathOf("EmergencyCouncil")}/members/BE`);
        await site.main.getByRole("link", { name: "Assembly of Members" }).click();
        await expect(page).toHaveURL(/\/members\/BE$/);
        await expect(site.main.getByRole("link", { name: "Emergency Council" })).toBeVisible();
      });
    });

    describe("proposes and votes in the browser", () => {
      const title = "Pause reports";
      let path: string;

      before(() => {
        path = `/proposals/1?body=${addressOf("EmergencyCouncil")}`;
      });

      it("is offered what its body may do, by the rules of its body", async () => {
        await session().visit(async (page) => {
          const form = new NewProposalPage(page);
          await form.open("/proposals/new");
          await form.main.getByRole("link", { name: "Operators' Committee" }).click();
          await expect(form.measures.getByRole("option")).toHaveText([
            "Set when silence leads to quarantine",
            "Set how much gas there is to share",
            "Give an organisation its whole share of gas back",
            "Say where a resource of a network is",
            "Set how long before a vote begins",
            "Set how long votes stay open",
            "Set how long approved decisions wait",
          ]);
          await form.main.getByRole("link", { name: "Emergency Council" }).click();
          await expect(page).toHaveURL(new RegExp(`body=${addressOf("EmergencyCouncil")}`));
          await expect(form.measures.getByRole("option")).toHaveText([
            "Pause a group of functions",
            "Show that this body is still there",
            "Set how long before a vote begins",
            "Set how long votes stay open",
            "Set how long approved decisions wait",
          ]);
          await new Wallet(page).actAs("Representative of France");
          await expect(form.main).toContainText(
            "Your key represents France in another body: Assembly of Members.",
          );
          await expectAccessible(page);
        });
      });

      it("proposes a pause", async () => {
        await session().visit(async (page) => {
          const form = new NewProposalPage(page);
          await form.open(`/proposals/new?body=${addressOf("EmergencyCouncil")}`);
          await new Wallet(page).actAs("Representative of Belgium");
          await form
            .field("Group")
            .selectOption({ label: await optionOf(form.field("Group"), /^Reports/) });
          await form.field("How long, in minutes").fill("1441");
          await form.sendButton.click();
          await expect(form.field("How long, in minutes")).toHaveAccessibleDescription(
            /Give a whole number from 1 to 1,440\./,
          );
          await form.field("How long, in minutes").fill("60");
          await expect(form.preview).toContainText(
            "Pause the group Reports of machines for 1 hour.",
          );
          await expect(form.preview).toContainText("3 of 5 members");
          await form.title.fill(title);
          await form.sendButton.click();
          await form.main.getByRole("link", { name: "Open the proposal" }).click();
          await expect(form.heading).toHaveText(title);
          await expect(form.main).toContainText("Emergency Council");
        });
      });

      it("is asked at home for its vote, and who has no seat is told why it cannot", async () => {
        await session().visit(async (page) => {
          const site = new Site(page);
          const wallet = new Wallet(page);
          await site.open("/");
          await wallet.actAs("Representative of Cyprus");
          const actions = site.main.locator("#my-actions");
          await expect(actions.getByRole("listitem").filter({ hasText: title })).toContainText(
            "Emergency Council",
          );
          await wallet.actAs("Representative of France");
          await expect(actions).not.toContainText(title);
          const proposal = new ProposalPage(page);
          await proposal.open(path);
          await expect(proposal.vote).toContainText("Your key represents no member of this body.");
          await expect(proposal.castButton).toBeHidden();
        });
      });

      it("three of five carry it, and anybody carries it out", async () => {
        await session().visit(async (page) => {
          const proposal = new ProposalPage(page);
          const wallet = new Wallet(page);
          await proposal.open(`/proposals?body=${addressOf("EmergencyCouncil")}`);
          const link = proposal.main.getByRole("link", { name: title });
          await expect(link).toHaveAttribute("href", path);
          await link.click();
          await expect(proposal.main.locator("#arithmetic")).toContainText("3 of 5");
          // Each member has one vote, so that no number of inhabitants stands for anybody.
          await expect(proposal.article).toContainText("Needs a simple majority: 3 of 5 members.");
          await expect(proposal.main).not.toContainText(/population|inhabitants/i);
          for (const name of ["Belgium", "Cyprus", "Denmark"]) {
            await wallet.actAs(`Representative of ${name}`);
            await proposal.castVote("In favour");
            await expect(proposal.vote).toContainText(`${name} voted: In favour.`);
          }
          await expectAccessible(page);
          await wallet.actAs("Representative of France");
          await proposal.executeButton.click();
          await proposal.expectState("Executed");
          await proposal.votes.getByRole("link", { name: "Cyprus" }).click();
          await expect(
            proposal.main.getByRole("table", { name: /^Votes of the member/ }),
          ).toContainText(title);

          await proposal.open(pathOf("EmergencyCouncil"));
          const groups = proposal.main.getByRole("table", { name: "What it can pause" });
          const paused = groups.getByRole("row", { name: /Reports of machines/ });
          await expect(paused).toContainText("Paused until");
          await expect(paused).toContainText("Used up on");
          await expect(groups.getByRole("row", { name: /New registrations/ })).toContainText(
            "Armed",
          );
        });
      });
    });

    describe("stops a decision of the Assembly", () => {
      const title = "Suspend a validator in haste";
      const reason = "Its operator has not been heard.";
      let stopped: string;

      before(async () => {
        const { assembly } = session();
        const vetoes = { address: addressOf("Vetoes"), abi: vetoesAbi };
        const { nodeRegistry } = assembly.contracts;
        const notAfter = (await assembly.now()) + 30 * 86_400;
        await assembly.enact("# Let the Emergency Council stop decisions on nodes", [
          assembly.call(vetoes, "grantVeto", [
            addressOf("Council"),
            addressOf("EmergencyCouncil"),
            [nodeRegistry.address],
            notAfter,
          ]),
        ]);
        const suspend = assembly.call(nodeRegistry, "suspendNode", [nodeId(1)]);
        stopped = (await assembly.propose("SE", `# ${title}`, [suspend])).path;
      });

      it("by a proposal of its own, and everybody reads who did so and why", async () => {
        await session().visit(async (page) => {
          const form = new NewProposalPage(page);
          const wallet = new Wallet(page);
          await form.open(`/proposals/new?body=${addressOf("EmergencyCouncil")}`);
          await wallet.actAs("Representative of Ireland");
          await form.measure("Stop a proposal of another body");
          const choice = form.field("Proposal");
          await choice.selectOption({ label: await optionOf(choice, title) });
          await form.field("Why it is stopped").fill(reason);
          await expect(form.preview).toContainText(reason);
          await expectAccessible(page);
          await form.sendButton.click();
          await form.main.getByRole("link", { name: "Open the proposal" }).click();
          const proposal = new ProposalPage(page);
          // What its table of classes does not list needs a reinforced majority: four of five.
          for (const name of ["Ireland", "Poland", "Denmark", "Belgium"]) {
            await wallet.actAs(`Representative of ${name}`);
            await proposal.castVote("In favour");
            await expect(proposal.vote).toContainText(`${name} voted: In favour.`);
          }
          await proposal.executeButton.click();
          await proposal.expectState("Executed");

          await proposal.open(stopped);
          await proposal.expectState("Cancelled");
          await expect(proposal.main).toContainText("Stopped by a veto");
          await expect(proposal.main).toContainText(reason);
          await expectAccessible(page);
          await proposal.main.getByRole("link", { name: "By what right" }).click();
          await expectRight(proposal);
        });
      });

      it("which can be read without the index, too", async () => {
        await session().withoutIndex(async () => {
          await session().visit({ tolerates: [/status of 50\d/] }, async (page) => {
            const proposal = new ProposalPage(page);
            await proposal.open(stopped);
            await expect(proposal.main).toContainText("Stopped by a veto");
            await expect(proposal.main).toContainText(reason);
            await proposal.open(pathOf("Council"));
            await expectRight(proposal);
          });
        });
      });

      async function expectRight({ main }: Site): Promise<void> {
        const row = main
          .getByRole("table", { name: "Rights to stop decisions" })
          .getByRole("row", { name: /^Emergency Council/ });
        await expect(row).toContainText("Register of nodes");
        await expect(row).toContainText("In force up to");
        await expect(row.getByRole("link", { name: /^No.\d+/ })).toBeVisible();
        await expect(main.locator("#vetoes")).toContainText("What it can never reach");
        await expect(main.locator("#vetoes")).toContainText(reason);
      }
    });
  });
}
