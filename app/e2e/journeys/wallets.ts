import { describe, it } from "node:test";

import { expect } from "../expect.ts";

import { expectAccessible } from "../accessibility.ts";
import { representativeOf } from "../assembly.ts";
import { decline, offerWallet } from "../offered-wallet.ts";
import { ProposalPage } from "../pages/proposal-page.ts";
import { Wallet } from "../pages/wallet.ts";
import { sampleProposals } from "../sample-proposals.ts";
import type { Session } from "../session.ts";

const open = sampleProposals.open;
const name = "Wallet of the tests";

/** Wallets of the browser that are on another chain or say no. Needs the sample's second open proposal, with no vote of Slovakia. */
export function wallets(session: () => Session): void {
  describe("Wallets of the browser", () => {
    it("a wallet on another chain is told so, and can be switched", async () => {
      const wallet = { name, account: representativeOf("SK"), chainId: 1 };
      await session().visit(
        { prepare: (context) => offerWallet(context, wallet) },
        async (page) => {
          const proposal = new ProposalPage(page);
          await proposal.open(open);
          await new Wallet(page).connect(name);
          const alert = page.getByRole("alert");
          await expect(alert).toContainText("Your wallet is on another network");
          await expect(alert).toContainText(
            "It is on chain 1, this register is on chain 31337. Nothing can be sent until they agree.",
          );
          await expect(proposal.vote).toContainText(
            "Your wallet is on another chain. Switch it to chain 31337.",
          );
          await expect(proposal.castButton).toBeHidden();
          await expectAccessible(page);

          await alert.getByRole("button", { name: "Switch the wallet to chain 31337" }).click();
          await expect(alert).toBeHidden();
          await expect(proposal.vote).toContainText("How does Slovakia vote?");
        },
      );
    });

    it("an owner who declines to connect stays a reader", async () => {
      const wallet = {
        name,
        account: representativeOf("SK"),
        declines: ["eth_requestAccounts", "wallet_requestPermissions"],
      };
      await session().visit(
        { prepare: (context) => offerWallet(context, wallet) },
        async (page) => {
          const proposal = new ProposalPage(page);
          const control = new Wallet(page);
          await proposal.open(open);
          await control.connect(name);
          await expect(control.dialog.getByRole("alert")).toHaveText("You declined in the wallet.");
          await expectAccessible(page);
          await control.dialog.getByRole("button", { name: "Close" }).click();
          await expect(proposal.vote).toContainText(
            "Connect the wallet of a member’s representative to vote.",
          );
        },
      );
    });

    it("an owner who declines to sign has sent nothing, and can try again", async () => {
      const wallet = { name, account: representativeOf("SK"), declines: ["eth_sendTransaction"] };
      await session().visit(
        { prepare: (context) => offerWallet(context, wallet) },
        async (page) => {
          const proposal = new ProposalPage(page);
          const control = new Wallet(page);
          await proposal.open(open);
          await control.connect(name);
          await control.expectActsAs("Representative of Slovakia");
          await proposal.castVote("In favour", "Kept after a no.");
          await expect(proposal.vote).toContainText(
            "You declined in the wallet. Nothing was sent.",
          );
          await expect(proposal.row("Slovakia")).toContainText("Not voted");
          await expectAccessible(page);

          await decline(page, []);
          // What was filled in is still there.
          await expect(proposal.vote.getByRole("textbox", { name: /^Reason/ })).toHaveValue(
            "Kept after a no.",
          );
          await proposal.castButton.click();
          await expect(proposal.vote).toContainText("Slovakia voted: In favour.");
          await expect(proposal.row("Slovakia")).toContainText("Kept after a no.");
        },
      );
    });

    it("a browser remembers whom its reader acted for", async () => {
      const wallet = { name, account: representativeOf("SK") };
      await session().visit(
        { prepare: (context) => offerWallet(context, wallet) },
        async (page) => {
          const proposal = new ProposalPage(page);
          const control = new Wallet(page);
          await proposal.open(open);
          await control.connect(name);
          await control.expectActsAs("Representative of Slovakia");
          await proposal.reload();
          await control.expectActsAs("Representative of Slovakia");
          await control.open();
          await control.dialog.getByRole("button", { name: "Disconnect" }).click();
          await expect(control.button).toHaveText("Act as …");
          await proposal.reload();
          await expect(control.button).toHaveText("Act as …");
        },
      );
    });
  });
}
