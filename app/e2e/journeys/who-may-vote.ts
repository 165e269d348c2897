import { before, describe, it } from "node:test";

import { expect } from "../expect.ts";
import { stringToHex } from "viem";
import { privateKeyToAddress } from "viem/accounts";

import { deployer, privateKeyAt } from "../../../deploy/networks/local/accounts.ts";
import { memberAccount } from "../../../deploy/networks/local/members.ts";
import { expectAccessible } from "../accessibility.ts";
import { mandateKeyOf, representativeOf } from "../assembly.ts";
import { errorWords } from "../error-words.ts";
import { ProposalPage } from "../pages/proposal-page.ts";
import { Wallet } from "../pages/wallet.ts";
import { sampleProposals } from "../sample-proposals.ts";
import type { Session } from "../session.ts";

const open = sampleProposals.open;
/** Accounts of the embedded chain that hold no office in the sample. */
const observer = {
  mandateKey: privateKeyToAddress(privateKeyAt(64)),
  key: privateKeyToAddress(privateKeyAt(65)),
};
const day = 86_400;

/** Whom the dApp does not let vote, and why. Needs the sample's second open proposal; adds Switzerland as an observer. */
export function whoMayVote(session: () => Session): void {
  describe("Who may vote", () => {
    before(async () => {
      const { assembly } = session();
      const { memberRegistry } = assembly.contracts;
      const account = memberAccount("CH");
      const newMember = {
        account,
        code: stringToHex("CH", { size: 32 }),
        class: 1,
        weight: 8_962_300n,
        weightYear: 2024,
        mandateKey: observer.mandateKey,
      };
      await assembly.enact("# Welcome Switzerland as an observer", [
        assembly.call(memberRegistry, "registerMember", [newMember]),
      ]);
      await assembly.send(
        observer.mandateKey,
        assembly.call(memberRegistry, "acceptMandate", [account]),
      );
      await assembly.appoint(
        "CH",
        observer.mandateKey,
        observer.key,
        (await assembly.now()) + 30 * day,
      );
      // Appointed anew for a moment, the representative of Latvia loses the mandate.
      const end = (await assembly.now()) + 2;
      await assembly.appoint("LV", mandateKeyOf("LV"), representativeOf("LV"), end);
      await assembly.goTo(end + 1);
    });

    const refusals: [who: string, why: RegExp][] = [
      [
        "Representative of Switzerland",
        /^Switzerland is an observer\. Observers read and speak, but do not vote\.$/,
      ],
      [
        "Representative of Latvia",
        /^Your mandate for Latvia ended .+\. Its mandate key can appoint you again\.$/,
      ],
      [
        "Mandate key of Ireland",
        /^Your key is the mandate key of Ireland: it appoints representatives, but is none\. Appoint a representative to vote\.$/,
      ],
      [
        "Administrator of Operator Alpha (fictitious)",
        /^Your key represents no member of this body\. A member’s mandate key can appoint it\.$/,
      ],
      [
        `Account ${deployer().address.slice(0, 6).toLowerCase()}…${deployer().address.slice(-4).toLowerCase()}`,
        /^Your key represents no member of this body\./,
      ],
    ];

    it("everybody who cannot vote reads why", async () => {
      await session().visit(async (page) => {
        const proposal = new ProposalPage(page);
        const wallet = new Wallet(page);
        await proposal.open(open);
        for (const [who, why] of refusals) {
          await wallet.actAs(who);
          await expect(proposal.vote.getByText(why)).toBeVisible();
          await expect(proposal.castButton).toBeHidden();
        }
        await expectAccessible(page);
      });
    });

    it("a member that has voted sees its vote and no form", async () => {
      await session().visit(async (page) => {
        const proposal = new ProposalPage(page);
        await proposal.open(open);
        await new Wallet(page).actAs("Representative of Estonia");
        await expect(proposal.vote).toContainText("Estonia voted: In favour.");
        await expect(proposal.vote).toContainText(
          "What cannot be undone should not be decided narrowly.",
        );
        await expect(proposal.castButton).toBeHidden();
      });
    });

    it("a second vote that is forced is refused by the contract, in words", async () => {
      const alreadyVoted = errorWords("CouncilAlreadyVoted");
      await session().visit(async (page) => {
        const proposal = new ProposalPage(page);
        await proposal.open(open);
        await new Wallet(page).actAs("Representative of Slovenia");
        await expect(proposal.castButton).toBeVisible();
        // A colleague with another key, or the same one elsewhere, is faster.
        const { assembly } = session();
        await assembly.vote(await assembly.idOf(open), "SI", "against");
        await proposal.castVote("In favour");
        await expect(proposal.vote).toContainText(
          "This would not go through, so nothing was sent.",
        );
        await expect(proposal.vote).toContainText(alreadyVoted.notice);
        await expect(proposal.vote).toContainText(`What to do: ${alreadyVoted.remedy}`);
        await proposal.vote.getByText("Details").click();
        await expect(proposal.vote).toContainText("CouncilAlreadyVoted(");
        await expectAccessible(page);

        await proposal.reload();
        await expect(proposal.vote).toContainText("Slovenia voted: Against.");
      });
    });
  });
}
