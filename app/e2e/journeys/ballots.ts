import assert from "node:assert/strict";
import fs from "node:fs";
import { before, describe, it } from "node:test";

import type { Page } from "playwright";
import { expect } from "../expect.ts";

import { nodeId } from "../../../deploy/networks/local/sample.ts";
import { expectAccessible } from "../accessibility.ts";
import type { Proposal } from "../assembly.ts";
import { errorWords } from "../error-words.ts";
import { MandatesPage, plugInAuthenticator } from "../pages/mandates-page.ts";
import { ProposalPage } from "../pages/proposal-page.ts";
import { Site } from "../pages/site.ts";
import { Wallet } from "../pages/wallet.ts";
import type { Session } from "../session.ts";

const counted = "Your vote counts, and this page shows it.";
/** The blocks of the chain come each second, and the relayer gathers ballots for a moment. */
const relayed = { timeout: 20_000 };

/** Votes by signature, by passkey and by proxy. Needs a chain whose clock runs; leaves a proposal open and a passkey of Cyprus appointed. */
export function ballots(session: () => Session): void {
  describe("Ballots and mandates", () => {
    let proposal: Proposal;

    before(async () => {
      const { assembly } = session();
      const { nodeRegistry } = assembly.contracts;
      proposal = await assembly.propose("IT", "# Suspend a validator, by ballots", [
        assembly.call(nodeRegistry, "suspendNode", [nodeId(2)]),
      ]);
      await assembly.letPass(2);
      await session().indexIsBack();
    });

    const voteOf = async (code: "CY" | "FI" | "DK" | "SE" | "LU"): Promise<unknown> => {
      const { votes } = await session().index.ask<{ votes: unknown[] }>(
        "query ($id: BigInt!, $code: String!) { votes(where: { proposal_: { proposalId: $id }, member_: { code: $code } }) { support way carriedBy { code } } }",
        { id: String(proposal.id), code },
      );
      return votes[0] ?? null;
    };

    it("who opens the page by a number reads why passkeys do not work there, and where they do", async () => {
      await session().visit(async (page) => {
        const mandates = new MandatesPage(page);
        await mandates.openOf("CY");
        await mandates.kind("Passkey");
        await expect(mandates.form).toContainText("Passkeys do not work at this address");
        await expect(
          mandates.form.getByRole("link", { name: /^Open http:\/\/localhost:/ }),
        ).toHaveAttribute("href", /^http:\/\/localhost:\d+\/mandates\?member=CY$/);
        await expectAccessible(page);
      });
    });

    it("a passkey is made, appointed by the mandate key, and votes without wallet and coin", async () => {
      // The contracts verify P-256 alone: offering RSA would make passkeys that cannot vote.
      const tolerates = [/pubKeyCredParams is missing/];
      await session().visit({ byName: true, tolerates }, async (page) => {
        await plugInAuthenticator(page);
        const mandates = new MandatesPage(page);
        await mandates.openOf("CY");
        await mandates.makePasskey();
        await expect(mandates.appointButton).toHaveAccessibleDescription(
          /^Only the mandate key of Cyprus/,
        );
        await new Wallet(page).actAs("Mandate key of Cyprus");
        await mandates.appointButton.click();
        await expect(mandates.key("Passkey")).toContainText("Active");
        await expect(mandates.form).toContainText("The key may vote for Cyprus in its time.");
        await expectAccessible(page);

        await withoutWallet(page);
        const detail = new ProposalPage(page);
        await detail.open(proposal.path);
        // Nobody is connected and a passkey was made here: nothing has to be chosen.
        await expect(detail.vote.getByRole("radio", { name: /^Passkey/ })).toBeChecked();
        await expect(detail.vote).toContainText("How does Cyprus vote?");
        await expectAccessible(page);
        await detail.signVote("Against");
        await expect(detail.vote).toContainText(counted, relayed);
        await expect(detail.vote).toContainText("Cyprus voted: Against.");
        await expectAccessible(page);
      });
      assert.deepEqual(await voteOf("CY"), {
        support: "AGAINST",
        way: "SIGNATURE",
        carriedBy: null,
      });
    });

    it("a wallet signs, the relayer sends, and the ballot can be kept", async () => {
      await session().visit(async (page) => {
        const detail = new ProposalPage(page);
        await detail.open(proposal.path);
        await new Wallet(page).actAs("Representative of Finland");
        await detail.votingWay("Sign, and let the relayer send it");
        await detail.signVote("In favour");
        await expect(detail.vote).toContainText(counted, relayed);
        await expect(detail.vote).toContainText("Finland voted: In favour.");
        const downloads = page.waitForEvent("download");
        await detail.vote.getByRole("button", { name: "Download the signed ballot" }).click();
        const file = await (await downloads).path();
        const ballot = JSON.parse(fs.readFileSync(file, "utf8")) as Record<string, unknown>;
        assert.equal(ballot["proposalId"], String(proposal.id));
        assert.equal(ballot["support"], 1);
        await detail.vote.getByText("Receipt", { exact: true }).click();
        await expect(detail.vote).toContainText("The relayer has signed that it received");
        await expectAccessible(page);
      });
      assert.deepEqual(await voteOf("FI"), { support: "FOR", way: "SIGNATURE", carriedBy: null });
    });

    it("a member gives its vote away, the carrier casts both, and it is taken back", async () => {
      await session().visit(async (page) => {
        const wallet = new Wallet(page);
        const site = new Site(page);
        await site.open("/members/DK");
        await wallet.actAs("Mandate key of Denmark");
        await site.main
          .getByRole("combobox", { name: "Who shall carry the vote?" })
          .selectOption("Sweden");
        await site.main.getByRole("button", { name: "Give the proxy" }).click();
        await expect(site.main).toContainText(/Sweden carries the vote of Denmark until .+\./);
        await expectAccessible(page);

        const detail = new ProposalPage(page);
        await detail.open(proposal.path);
        await wallet.actAs("Representative of Denmark");
        await expect(detail.vote).toContainText(
          /Denmark has given its vote to Sweden, which carries it up to/,
        );
        await expect(detail.castButton).toBeHidden();

        await wallet.actAs("Representative of Sweden");
        const own = detail.ballotOf("SE");
        const carried = detail.ballotOf("DK");
        await expect(carried).toContainText("The vote of Denmark, carried by Sweden");
        await expectAccessible(page);
        await carried.getByRole("radio", { name: /^Against/ }).check();
        await carried.getByRole("button", { name: "Cast the vote" }).click();
        await expect(carried).toContainText("Denmark voted: Against.", relayed);
        await detail.votingWay("Sign, and let the relayer send it");
        await detail.signVote("In favour", own);
        await expect(own).toContainText(counted, relayed);
        await expect(own).toContainText("Sweden voted: In favour.");

        await site.open("/members/DK");
        await wallet.actAs("Mandate key of Sweden");
        await site.main.getByRole("button", { name: "Take the proxy back" }).click();
        await expect(site.main).toContainText("Denmark votes itself.");
      });
      assert.deepEqual(await voteOf("DK"), {
        support: "AGAINST",
        way: "PROXY",
        carriedBy: { code: "SE" },
      });
      assert.deepEqual(await voteOf("SE"), { support: "FOR", way: "SIGNATURE", carriedBy: null });
    });

    it("a ballot that is refused says why, and what helps", async () => {
      const alreadyVoted = errorWords("CouncilAlreadyVoted");
      await session().visit({ tolerates: [/status of 4\d\d/] }, async (page) => {
        const detail = new ProposalPage(page);
        await detail.open(proposal.path);
        await new Wallet(page).actAs("Representative of Luxembourg");
        await detail.votingWay("Sign, and let the relayer send it");
        await expect(detail.vote).toContainText("How does Luxembourg vote?");
        // A colleague with another key is faster.
        await session().assembly.vote(proposal.id, "LU", "abstain");
        await detail.signVote("In favour");
        await expect(detail.vote).toContainText(alreadyVoted.notice, relayed);
        await expect(detail.vote).toContainText(alreadyVoted.remedy);
        await expectAccessible(page);
      });
    });

    it("the history of a member's mandates names every step with its transaction", async () => {
      for (const theme of ["light", "dark"] as const) {
        await session().visit({ theme, width: 390 }, async (page) => {
          const mandates = new MandatesPage(page);
          await mandates.openOf("DK");
          await expect(mandates.main).toContainText("The vote was given to Sweden");
          await expect(mandates.main).toContainText("The proxy for Sweden was ended");
          await expectAccessible(page);
          await mandates.open("/mandates?body=operators");
          await expectAccessible(page);
        });
      }
    });
  });
}

/** Forgets the wallet of this browser, as if its owner had never had one. */
async function withoutWallet(page: Page): Promise<void> {
  await page.evaluate(() => localStorage.removeItem("foedus.wallet"));
}
