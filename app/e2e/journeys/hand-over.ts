import { describe, it } from "node:test";

import { expect } from "../expect.ts";

import { successor as newKey } from "../../../deploy/networks/local/accounts.ts";
import { memberAccount } from "../../../deploy/networks/local/members.ts";
import { expectAccessible } from "../accessibility.ts";
import { mandateKeyOf, representativeOf } from "../assembly.ts";
import { MandatesPage } from "../pages/mandates-page.ts";
import { Wallet } from "../pages/wallet.ts";
import type { Session } from "../session.ts";

/** The mandate key of Hungary goes to the account that deployed the network, which holds no office. Needs a chain whose clock runs. */
export function handOver(session: () => Session): void {
  describe("Handing a mandate over", () => {
    const successor = newKey().address.toLowerCase();
    const named = `Account ${successor.slice(0, 6)}…${successor.slice(-4)}`;

    it("is refused before anything is signed when the account cannot hold it", async () => {
      await session().visit({ theme: "dark", width: 390 }, async (page) => {
        const mandates = new MandatesPage(page);
        await mandates.openOf("HU");
        await expect(mandates.handOverButton).toHaveAccessibleDescription(
          /^Only the mandate key of Hungary/,
        );
        await new Wallet(page).actAs("Mandate key of Hungary");
        await mandates.handOverButton.click();
        const refused: [text: string, why: RegExp][] = [
          ["", /Give the address of the account/],
          ["Hungary", /This is no address/],
          [`0x${"0".repeat(40)}`, /Nobody holds the key of this address/],
          [mandateKeyOf("HU"), /This account is the mandate key of Hungary already\./],
          [mandateKeyOf("PL"), /This account is the mandate key of Poland\./],
          [representativeOf("HU"), /This account is a representative of Hungary\./],
          [memberAccount("PL"), /This is the account id of Poland/],
        ];
        for (const [text, why] of refused) {
          await mandates.successor.fill(text);
          await expect(mandates.successor).toHaveAccessibleDescription(why);
        }
        await expectAccessible(page);
      });
    });

    it("waits for the successor, is called off, and is accepted the second time", async () => {
      await session().visit(async (page) => {
        const mandates = new MandatesPage(page);
        const wallet = new Wallet(page);
        const { mandateKey } = mandates;
        const handOver = async () => {
          await mandates.successor.fill(successor);
          await mandates.handOverButton.click();
          await expect(mandateKey).toContainText("and the present key has lost it.");
          await mandateKey.getByRole("button", { name: "Yes, hand it over" }).click();
          await expect(mandateKey).toContainText("The mandate waits to be accepted");
        };
        await mandates.openOf("HU");
        await wallet.actAs("Mandate key of Hungary");
        await handOver();
        await mandates.successor.fill(successor);
        await expect(mandates.successor).toHaveAccessibleDescription(/designated already/);
        await expect(mandates.acceptButton).toHaveAccessibleDescription(/^Only the designated/);
        await expectAccessible(page);

        await expect(mandateKey).toContainText(
          "The register has no verb for that: calling it off designates the address 0x0000…0001 instead",
        );
        await mandateKey.getByRole("button", { name: "Call the hand-over off" }).click();
        await mandateKey.getByRole("button", { name: "Yes, call it off" }).click();
        await expect(mandateKey).toContainText("The hand-over is called off.");
        await expect(mandates.acceptButton).toBeHidden();
        await expect(mandates.history).toContainText("The hand-over of the mandate was called off");
        await expectAccessible(page);

        await handOver();
        await wallet.actAs(named);
        await expectAccessible(page);
        await mandates.acceptButton.click();
        await expect(mandateKey).toContainText(
          "The mandate of Hungary is accepted: this account is its mandate key now.",
        );
        await expect(mandates.history).toContainText("accepted the mandate");
        await wallet.expectActsAs("Mandate key of Hungary");
        await expect(mandates.key("Account")).toContainText("Active");
        await expectAccessible(page);
      });
    });
  });
}
