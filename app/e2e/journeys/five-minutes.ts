import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { expect } from "../expect.ts";

import { nodeKey } from "../../../deploy/networks/local/accounts.ts";
import { foundingValidators } from "../../../deploy/networks/local/parameters.ts";
import { nodeId } from "../../../deploy/networks/local/sample.ts";
import { NodePage } from "../pages/node-page.ts";
import { ProposalList } from "../pages/proposal-list.ts";
import { ProposalPage } from "../pages/proposal-page.ts";
import { Wallet } from "../pages/wallet.ts";
import type { Session } from "../session.ts";

const title = "Admit the second validator of Operator Beta";
/** The node that the sample's open proposal admits. */
const candidate = nodeId(foundingValidators);

/** What a newcomer does in the first five minutes. Needs the sample as it is after the start; leaves its proposal executed. */
export function fiveMinutes(session: () => Session): void {
  describe("The five minutes", () => {
    let path = "";

    it("a reader without a wallet learns what is proposed, and what it still needs", async () => {
      await session().visit(async (page) => {
        const list = new ProposalList(page);
        await list.open("/");
        await expect(list.heading).toHaveText("Decisions on the shared network");
        await list.expectEntry(title, {
          state: "Open for votes",
          bars: "Members: 12 of 27 in favour, 1 against, 1 abstained, 13 not voted. Population: 82.3% in favour, 0.1% against, 0.1% abstained, 17.5% not voted.",
        });
        await list.link(title).click();

        const proposal = new ProposalPage(page);
        await expect(proposal.heading).toHaveText(title);
        path = new URL(page.url()).pathname;
        await proposal.expectState("Open for votes");
        await expect(proposal.article).toContainText(
          "Admit validator node validator-2.beta.example of Operator Beta (fictitious) to this network. Needs a qualified majority: 15 of 27 members and 65% of the population.",
        );
        await proposal.expectBar(
          "Members: 12 of 27 in favour, 1 against, 1 abstained, 13 not voted.",
        );
        await proposal.expectBar(
          "Population: 82.3% in favour, 0.1% against, 0.1% abstained, 17.5% not voted.",
        );
        await expect(proposal.majorities).toContainText("3 more members in favour");
        await expect(proposal.vote).toContainText(
          "Connect the wallet of a member’s representative to vote. Reading needs none.",
        );
        await proposal.expectRefused(proposal.queueButton, "The vote is still open.");
        await proposal.expectRefused(proposal.executeButton, "The vote is still open.");
      });
    });

    it("a table says the same as the bars, and who has not voted", async () => {
      await session().visit(async (page) => {
        const proposal = new ProposalPage(page);
        await proposal.open(path);
        const rows = proposal.votes.getByRole("row");
        // One of them is the row of headings.
        await expect(rows).toHaveCount(28);
        for (const [member, vote, population] of [
          ["Luxembourg", "Against", "672,100"],
          ["Germany", "In favour", "83,445,000"],
          ["Austria", "Not voted", "9,158,800"],
        ] as const) {
          await expect(proposal.row(member)).toContainText(vote);
          await expect(proposal.row(member)).toContainText(population);
          await expect(proposal.segment("Members", member)).toHaveAccessibleName(
            new RegExp(`^${member}: ${vote}, ${population} inhabitants`),
          );
          await expect(proposal.segment("Population", member)).toHaveAccessibleName(
            new RegExp(`^${member}: ${vote}`),
          );
        }
        await expect(proposal.row("Luxembourg")).toContainText(
          "The operator would then run two of five validators.",
        );
        await expect(proposal.votes).toContainText(
          /13 members have not voted: Austria, .+ Slovenia\./,
        );
      });
    });

    it("a representative votes with a reason, and both bars move", async () => {
      await session().visit(async (page) => {
        const proposal = new ProposalPage(page);
        await proposal.open("/");
        await new Wallet(page).actAs("Representative of Austria");
        const mine = proposal.main.getByRole("region", { name: "Needs your action" });
        await expect(mine).toContainText("You act for Austria. 2 proposals wait for its vote.");
        await mine.getByRole("link", { name: title }).click();
        await expect(proposal.vote).toContainText("How does Austria vote?");
        await proposal.castVote("In favour", "The evidence of possession is sound.");
        await expect(proposal.vote).toContainText(
          /Done: block [\d,]+ has it and the pages show it\./,
        );
        await expect(proposal.vote).toContainText("Austria voted: In favour.");
        await proposal.expectBar(
          "Members: 13 of 27 in favour, 1 against, 1 abstained, 12 not voted.",
        );
        await proposal.expectBar(
          "Population: 84.3% in favour, 0.1% against, 0.1% abstained, 15.4% not voted.",
        );
        await expect(proposal.majorities).toContainText("2 more members in favour");
        await expect(proposal.row("Austria")).toContainText("The evidence of possession is sound.");
      });
    });

    it("two more states decide the vote before its end", async () => {
      await session().visit(async (page) => {
        const proposal = new ProposalPage(page);
        const wallet = new Wallet(page);
        await proposal.open(path);
        await wallet.actAs("Representative of Greece");
        await proposal.castVote("In favour");
        await proposal.expectBar(
          "Members: 14 of 27 in favour, 1 against, 1 abstained, 11 not voted.",
        );
        await expect(proposal.majorities).toContainText("1 more member in favour");
        await proposal.expectState("Open for votes");

        // The same browser, another state: the form belongs to whoever acts.
        await wallet.actAs("Representative of Romania");
        await expect(proposal.vote).toContainText("How does Romania vote?");
        await proposal.castVote("In favour");
        await proposal.expectState("Approved, to be queued");
        await proposal.expectBar(
          "Members: 15 of 27 in favour, 1 against, 1 abstained, 10 not voted.",
        );
        await expect(
          proposal.majorities.getByRole("heading", { name: "Still needed" }),
        ).toBeHidden();

        // Nobody can vote any more, although the voting period has days to go.
        await wallet.actAs("Representative of Hungary");
        await expect(proposal.vote).toContainText(
          "The vote is closed, because no further vote could change the outcome.",
        );
        await expect(proposal.castButton).toBeHidden();
      });
    });

    it("anybody queues it, and executes it after the delay", async () => {
      await session().visit(async (page) => {
        const proposal = new ProposalPage(page);
        await proposal.open(path);
        await proposal.expectRefused(proposal.queueButton, "Connect a wallet to take this step.");
        await new Wallet(page).actAs("Representative of Malta");
        await proposal.expectRefused(proposal.executeButton, "The proposal must be queued first.");
        const register = await page.context().newPage();
        const node = new NodePage(register);
        await node.open(`/nodes/${candidate}`);
        await node.expectStatus("Pending");

        await proposal.queueButton.click();
        await proposal.expectState("Approved, waiting");
        await proposal.expectRefused(proposal.executeButton, /^The delay runs until .+\.$/);
        await proposal.expectRefused(proposal.queueButton, "The proposal is queued already.");
        assert.equal(
          await session().assembly.nodeIsActive(candidate),
          false,
          "The delay binds the contracts too.",
        );

        // The delay is five seconds of the chain's clock; the page follows it without being asked.
        await expect(proposal.executeButton).toBeEnabled({ timeout: 15_000 });
        await proposal.expectState("Ready to execute");
        await proposal.executeButton.click();
        await proposal.expectState("Executed");
        await expect(proposal.next).toContainText(
          /Done: block [\d,]+ has it and the pages show it\./,
        );

        await node.open(`/nodes/${candidate}`);
        await node.expectStatus("Active");
        await expect(node.facts).toContainText("in the set: it makes blocks");
        await expect(node.step("Active: it belongs to the network")).toBeVisible();
      });
    });

    it("every step stands in the timeline with its transaction", async () => {
      const steps = await session().index.ask<{
        proposals: Record<"createdIn" | "decidedIn" | "queuedIn" | "executedIn", { id: string }>[];
      }>(
        "query ($number: Int!) { proposals(where: { number: $number }) { createdIn { id } decidedIn { id } queuedIn { id } executedIn { id } } }",
        { number: Number(path.split("/").at(-1)) },
      );
      const [{ createdIn, decidedIn, queuedIn, executedIn }] = steps.proposals as [
        (typeof steps.proposals)[0],
      ];
      await session().visit(async (page) => {
        const proposal = new ProposalPage(page);
        await proposal.open(path);
        await proposal.expectStep("Proposed", createdIn.id);
        await proposal.expectStep("Approved: no further vote can change it", decidedIn.id);
        await proposal.expectStep("Queued", queuedIn.id);
        await proposal.expectStep("Executed", executedIn.id);
        // The node's page tells the same story.
        const node = new NodePage(page);
        await node.open(`/nodes/${candidate}`);
        await expect(
          node.step("Active: it belongs to the network").getByTitle(executedIn.id),
        ).toBeVisible();
      });
      assert.equal(new Set([createdIn.id, decidedIn.id, queuedIn.id, executedIn.id]).size, 4);
    });

    it("contracts and index say that the node belongs", async () => {
      const { assembly, index } = session();
      assert.equal(await assembly.nodeIsActive(candidate), true);
      assert.equal(await assembly.isValidator(nodeKey(foundingValidators).address), true);
      const { node } = await index.ask<{ node: unknown }>(
        "query ($id: Bytes!) { node(id: $id) { status activeSince validator { inSet } } }",
        { id: candidate },
      );
      const { activeSince } = node as { activeSince: string };
      assert.deepEqual(node, { status: "ACTIVE", activeSince, validator: { inSet: true } });
    });
  });
}
