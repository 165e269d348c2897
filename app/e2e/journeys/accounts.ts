import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { expect } from "../expect.ts";
import { privateKeyToAddress } from "viem/accounts";

import { deployer, privateKeyAt } from "../../../deploy/networks/local/accounts.ts";
import { operators, organisationId } from "../../../deploy/networks/local/sample.ts";
import { expectAccessible } from "../accessibility.ts";
import { Site } from "../pages/site.ts";
import { Wallet } from "../pages/wallet.ts";
import type { Session } from "../session.ts";

const beta = organisationId(operators[1].identifier);
/** An account of the embedded chain that holds no office. */
const account = privateKeyToAddress(privateKeyAt(62)).toLowerCase();
const named = `Account ${account.slice(0, 6)}…${account.slice(-4)}`;

/** An organisation's accounts, and what the permissions say. Needs the sample's operators; leaves nobody registered. */
export function accounts(session: () => Session): void {
  describe("Accounts and permissions", () => {
    it("a stranger reads that the network would take nothing from it, and what helps", async () => {
      const stranger = `Account ${deployer().address.slice(0, 6).toLowerCase()}…${deployer().address.slice(-4).toLowerCase()}`;
      await session().visit(async (page) => {
        const site = new Site(page);
        await site.open(`/permissions?sender=${deployer().address}`);
        await expect(site.main).toContainText("The sender has no access to the network");
        await expect(site.main).toContainText("What to do: Let an administrator");
        await site.open(`/accounts/${deployer().address}`);
        await new Wallet(page).actAs(stranger);
        await expect(site.main).toContainText("No organisation has registered this account.");
        await expectAccessible(page);
      });
    });

    it("an account consents in the browser, an administrator registers it, and it leaves again", async () => {
      await session().visit(async (page) => {
        const site = new Site(page);
        const wallet = new Wallet(page);
        await site.open(`/accounts?organisation=${beta}`);
        await wallet.actAs(named);
        await site.main.getByRole("textbox", { name: "Address of the account" }).fill(account);
        await site.main.getByRole("button", { name: "Sign the consent" }).click();
        await expect(site.main).toContainText("The proof is right.");
        await wallet.actAs(`Administrator of ${operators[1].name}`);
        await site.main.getByRole("button", { name: "Register the account" }).click();
        await expect(site.main).toContainText("The account is registered.");
        await expectAccessible(page);
        await site.main.getByRole("link", { name: "Open the account" }).click();
        await expect(site.heading).toHaveText(/^0x/);
        await expect(site.main).toContainText("Registered with the access “transact”");

        await site.main.getByRole("combobox", { name: "Access" }).selectOption("read");
        await site.main.getByRole("button", { name: "Change the access" }).click();
        await expect(site.main).toContainText("Access “read”");
        await site.main.getByRole("combobox", { name: "Access" }).selectOption("transact");
        await site.main.getByRole("button", { name: "Change the access" }).click();
        // Beside its title a step says in words that it is done.
        await expect(site.main.getByText(/^Access “transact”/)).toBeVisible();

        await wallet.actAs(named);
        await site.main.getByRole("button", { name: "Leave the organisation" }).click();
        await site.main.getByRole("button", { name: "Yes, leave" }).click();
        await expect(site.main).toContainText("Removed from the register");
      });
    });

    it("the matrix is downloaded as it is shown", async () => {
      const csv = await (
        await fetch(`${session().origin}/permissions/matrix.csv?role=NODES`)
      ).text();
      const matrix = (await (
        await fetch(`${session().origin}/permissions/matrix.json?role=NODES`)
      ).json()) as { role: string; function: string; contract: string }[];
      assert.ok(
        matrix.some((entry) => entry.contract === "NodeRegistry" && entry.function === "admitNode"),
      );
      assert.equal(csv.trim().split("\r\n").length, matrix.length + 1);
      assert.ok(matrix.every(({ role }) => role === "NODES"));
    });
  });
}
