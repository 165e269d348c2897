import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, describe, it } from "node:test";

import { expect } from "../expect.ts";

import { nodeId, operators, organisationId } from "../../../deploy/networks/local/sample.ts";
import { expectAccessible } from "../accessibility.ts";
import { makeNodeKey, runInTerminal } from "../command-line.ts";
import { NewProposalPage } from "../pages/new-proposal-page.ts";
import { NodePage } from "../pages/node-page.ts";
import { ProposalList } from "../pages/proposal-list.ts";
import { ProposalPage } from "../pages/proposal-page.ts";
import { RegisterPage } from "../pages/register-page.ts";
import { Site } from "../pages/site.ts";
import { Wallet } from "../pages/wallet.ts";
import { sampleProposals } from "../sample-proposals.ts";
import type { Session } from "../session.ts";

const open = sampleProposals.open;
/** The pages look after the index every eight seconds. */
const look = 8_000;

const noAnswer = "The index gives no answer";
/** Whoever asks for the index meanwhile is told so, which the browser logs. */
const tolerates = [/status of 50\d/];

/**
 * The index dies while somebody reads. Needs the sample's second open proposal, with no vote of Croatia, and its operators;
 * leaves the index running, one more proposal and one more pending node.
 */
export function indexGone(session: () => Session): void {
  describe("When the index is killed", () => {
    it("an open page says so, the proposal still shows what binds, and the notice goes when the index is back", async () => {
      await session().visit({ tolerates }, async (page) => {
        await page.clock.install();
        const proposal = new ProposalPage(page);
        await proposal.open(open);
        const bars = proposal.majorities.getByRole("group", { name: /^(Members|Population):/ });
        const before = await bars.evaluateAll((groups) =>
          groups.map((group) => group.getAttribute("aria-label")),
        );
        const notice = proposal.indexNotice(noAnswer);
        await expect(notice).toBeHidden();

        await session().killIndex();
        // The clock of the page is led on, because the launcher is quick.
        await page.clock.runFor(look);
        await expect(notice).toBeVisible();
        await expect(notice).toContainText(
          "Proposals, organisations and nodes are read from the contracts instead; the pages of members lack their votes and mandates until the index is back.",
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

    const pages = [
      "/proposals",
      "/proposals?state=rejected",
      "/proposals/new",
      "/organisations",
      `/organisations/${organisationId(operators[1].identifier)}`,
      "/nodes",
      "/nodes?status=active&kind=validator",
      "/nodes/register",
      "/networks",
      "/networks/31337",
      "/networks/31337/drift",
      ...[0, 2, 3, 4, 5].map((place) => `/nodes/${nodeId(place)}`),
    ];

    it("lists, registers and every proposal say without it what they say with it", async () => {
      const { assembly, index } = session();
      const { proposals } = await index.ask<{ proposals: { number: number }[] }>(
        "{ proposals(orderBy: number) { number } }",
      );
      assert.ok(proposals.length >= 5);
      const paths = [...pages, ...proposals.map(({ number }) => `/proposals/${number}`)];
      // As the server sends them, at one and the same time of the chain.
      const read = async (notice: boolean) => {
        const texts = new Map<string, string>();
        await session().visit({ javaScript: false }, async (page) => {
          const site = new Site(page);
          for (const address of paths) {
            await page.goto(address);
            await expect(site.indexNotice(noAnswer)).toBeVisible({ visible: notice });
            const text = (await site.content.textContent()) ?? "";
            // Liveness over time is known to the index alone, and the page says so.
            const parts = await site.content.locator("[data-index-only]").allTextContents();
            texts.set(
              address,
              parts.reduce((rest, part) => rest.replace(part, ""), text),
            );
          }
        });
        return texts;
      };
      await assembly.halt(true);
      try {
        await index.reached(await assembly.blockNumber());
        const expected = await read(false);
        let found = new Map<string, string>();
        await session().withoutIndex(async () => {
          found = await read(true);
        });
        for (const [address, text] of expected) assert.equal(found.get(address), text, address);
      } finally {
        await assembly.halt(false);
      }
    });

    it("the home page lists what is open and names the validators", async () => {
      await session().withoutIndex(() =>
        session().visit({ javaScript: false }, async (page) => {
          const home = new ProposalList(page);
          await page.goto("/");
          await expect(home.indexNotice(noAnswer)).toBeVisible();
          await expect(
            home.link("Require a reinforced majority to retire an organisation"),
          ).toBeVisible();
          await expect(home.main.getByRole("complementary")).toContainText(
            "validator-1.alpha.example",
          );
          await expect(home.main.getByRole("complementary")).toContainText(operators[3].name);
        }),
      );
    });

    it("the treasury, which the index alone can tell, says so", async () => {
      await session().withoutIndex(() =>
        session().visit({ javaScript: false, tolerates }, async (page) => {
          const site = new Site(page);
          await page.goto("/payments/treasury");
          await expect(site.heading).toHaveText(noAnswer);
        }),
      );
    });

    it("a proposal can be made", async () => {
      await session().visit({ tolerates }, async (page) => {
        const form = new NewProposalPage(page);
        await page.clock.install();
        await form.open("/");
        await new Wallet(page).actAs("Representative of Finland");
        await session().withoutIndex(async () => {
          await form.open("/proposals/new");
          await expect(form.indexNotice(noAnswer)).toBeVisible();
          await form.measure("Retire a node");
          await form.node.selectOption("validator-1.alpha.example, Operator Alpha (fictitious)");
          await expect(form.preview).toContainText(
            "Needs a qualified majority: 15 of 27 members and 65% of the population.",
          );
          await form.title.fill("Retire a validator while the index is gone");
          await form.sendButton.click();
          await expect(form.main).toContainText(
            /In block [\d,]+\. Waiting for the index to show it …/,
          );
          await expectAccessible(page);
          await page.clock.runFor(16_000);
          await expect(form.main).toContainText("The index is late");
          await page.clock.runFor(16_000);
          await expect(form.main).toContainText("The proposal is made.");
          await form.main.getByRole("link", { name: "Open the proposal" }).click();

          const proposal = new ProposalPage(page);
          await expect(proposal.heading).toHaveText("Retire a validator while the index is gone");
          await proposal.expectState("Open for votes");
          await expect(proposal.article).toContainText(
            "Retire validator node validator-1.alpha.example of Operator Alpha (fictitious) from this network for good.",
          );
          const list = new ProposalList(page);
          await list.open();
          await expect(list.titles.first()).toHaveText(
            "Retire a validator while the index is gone",
          );
          const node = new NodePage(page);
          await node.open(`/nodes/${nodeId(0)}`);
          await expect(node.article).toContainText("A decision on this node is under way:");
        });
      });
    });

    describe("a node", () => {
      const folder = fs.mkdtempSync(path.join(os.tmpdir(), "foedus-node-"));
      const [alpha] = operators;
      const host = "observer-1.alpha.example";
      let keyFile = "";
      let enode = "";

      before(async () => {
        ({ keyFile, enode } = await makeNodeKey(folder, host));
      });
      after(() => fs.rmSync(folder, { recursive: true }));

      it("can be registered", async () => {
        await session().visit({ tolerates }, async (page) => {
          const form = new RegisterPage(page);
          await page.clock.install();
          await form.open("/");
          await new Wallet(page).actAs(`Administrator of ${alpha.name}`);
          await session().withoutIndex(async () => {
            await form.open();
            await expect(form.indexNotice(noAnswer)).toBeVisible();
            // Whoever administers one organisation acts for it.
            await expect(form.organisation).toHaveValue(organisationId(alpha.identifier));
            await form.choose(alpha.name, "Observer", enode);
            await form.keyFile.fill(keyFile);
            await form.proof.fill(await runInTerminal(await form.commandText()));
            await expect(form.sign).toContainText("The proof is good");
            await form.sendButton.click();
            await expect(form.send).toContainText(
              /In block [\d,]+\. Waiting for the index to show it …/,
            );
            await page.clock.runFor(16_000);
            await expect(form.send).toContainText("The index is late");
            await page.clock.runFor(16_000);
            await expect(form.send).toContainText(
              "The node is registered and waits for admission.",
            );
            await form.send.getByRole("link", { name: "Open the node’s page" }).click();

            const node = new NodePage(page);
            await expect(node.heading).toHaveText(host);
            await node.expectStatus("Pending");
            await expect(node.step("Registered by its operator")).toBeVisible();
            await node.followMenu("Nodes");
            await expect(node.heading).toHaveText("Nodes");
            await expect(node.main.getByRole("rowheader").first()).toHaveText(host);
          });
        });
      });
    });
  });
}
