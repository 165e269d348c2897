import assert from "node:assert/strict";
import { before, describe, it } from "node:test";

import { type Address, type Hex, stringToHex, zeroHash } from "viem";

import { administrator } from "../../../deploy/networks/local/accounts.ts";
import { memberAccount } from "../../../deploy/networks/local/members.ts";
import { operators } from "../../../deploy/networks/local/sample.ts";
import { authorityAbi } from "../../../generated/contracts/Authority.ts";
import { euroTokenAbi } from "../../../generated/contracts/EuroToken.ts";
import { treasuryAbi } from "../../../generated/contracts/Treasury.ts";
import { roles } from "../../../generated/roles.ts";
import { expectAccessible } from "../accessibility.ts";
import { representativeOf } from "../assembly.ts";
import { expect } from "../expect.ts";
import { Site } from "../pages/site.ts";
import { Wallet } from "../pages/wallet.ts";
import type { Session } from "../session.ts";

const euro = 1_000_000n;
const line = stringToHex("Operations of the network", { size: 32 });
const call = stringToHex("Contributions of the year", { size: 32 });
const linePage = `/payments/treasury/${line}`;
const callPage = `/payments/treasury/contributions/${call}`;
const payee = "0x00000000000000000000000000000000000f00d5";
const day = 86_400;

/** Administrators of operators: the network takes transactions of theirs. */
const [first, second, payer] = [0, 1, 2].map((index) => administrator(index).address) as [
  Address,
  Address,
  Address,
];
const [firstName, secondName, payerName] = operators.map(
  ({ name }) => `Administrator of ${name}`,
) as [string, string, string];
const officers = [first, second] as const;

/** Officers pay from a line, two by two, and members contribute. Needs the sample's members; passes two decisions. */
export function treasury(session: () => Session): void {
  describe("Treasury", () => {
    const address = (name: string) => session().stack.endpoints.addresses[name] as Hex;
    const lineNow = () =>
      session().assembly.read({
        address: address("Treasury"),
        abi: treasuryAbi,
        functionName: "budgetLine",
        args: [line],
      });

    before(async () => {
      const { assembly } = session();
      const [authority, money, token] = [
        { address: address("Authority"), abi: authorityAbi },
        { address: address("Treasury"), abi: treasuryAbi },
        { address: address("EuroToken"), abi: euroTokenAbi },
      ] as const;
      const began = await assembly.now();
      await assembly.enact("# Let the finance officers and the issuer work", [
        assembly.call(authority, "grantRole", [roles.FINANCE, officers[0], 0]),
        assembly.call(authority, "grantRole", [roles.FINANCE, officers[1], 0]),
        assembly.call(authority, "grantRole", [roles.MONEY_ISSUERS, representativeOf("LU"), 0]),
      ]);
      const now = await assembly.now();
      // As long as the first decision took, and a little more.
      const due = now + (now - began) + 900;
      await assembly.enact("# A line for the operations, and contributions for it", [
        assembly.call(money, "openBudgetLine", [
          line,
          token.address,
          1_000n * euro,
          100n * euro,
          now - 200 * day,
          now + 200 * day,
          zeroHash,
        ]),
        assembly.call(money, "callContributions", [
          call,
          token.address,
          5_000n * euro,
          1,
          now - 1,
          zeroHash,
          due,
        ]),
      ]);
      for (const [account, amount, reference] of [
        [address("Treasury"), 5_000n, "SEPA 1"],
        [payer, 500n, "SEPA 2"],
      ] as const) {
        await assembly.send(
          representativeOf("LU"),
          assembly.call(token, "mint", [
            account,
            amount * euro,
            stringToHex(reference, { size: 32 }),
          ]),
        );
      }
      await assembly.goTo(due + 1);
    });

    it("one officer proposes a payment, and nobody confirms the own proposal", async () => {
      await session().visit(async (page) => {
        const site = new Site(page);
        await site.open(linePage);
        await expect(site.heading).toHaveText("Operations of the network");
        const spend = page.getByRole("region", { name: "Pay from this line" });
        await expect(spend).toBeHidden();
        await new Wallet(page).actAs(firstName);
        const amount = spend.getByRole("textbox", { name: "Amount" });
        await spend.getByRole("textbox", { name: "Payee", exact: true }).fill(payee);
        await amount.fill("2 000");
        await expect(amount).toHaveAccessibleDescription(
          /The line has not so much left\. Pay at most €1,000\.00/,
        );
        await amount.fill("400");
        await spend.getByRole("textbox", { name: "Reference for the payee" }).fill("Invoice 7");
        await expect(
          spend.getByRole("button", { name: "Pay alone, now" }),
        ).toHaveAccessibleDescription(/at most €100\.00 of this line today/);
        await expect(spend).toContainText("Nothing leaves the treasury yet.");
        await expect(spend).toContainText("€400.00 leaves the treasury for 0x0000…00d5");
        await expect(spend).toContainText("The line then has €600.00 left.");
        await expectAccessible(page);
        await spend.getByRole("button", { name: "Propose to a second officer" }).click();
        await expect(spend).toContainText("It is proposed.");
        const waiting = page.getByRole("region", { name: "Waiting for a second officer" });
        await expect(waiting).toContainText("Pay €400.00 to 0x0000…00d5 for “Invoice 7”");
        await expect(
          waiting.getByRole("button", { name: "Confirm and pay" }),
        ).toHaveAccessibleDescription(/You proposed this yourself\./);
      });
      assert.equal((await lineNow()).spent, 0n);
    });

    it("a second officer finds it, confirms it, and the burn-down falls", async () => {
      await session().visit(async (page) => {
        const site = new Site(page);
        await site.open("/payments/treasury");
        await new Wallet(page).actAs(secondName);
        const mine = page.getByRole("region", { name: "Mine to act on" });
        await expect(mine).toContainText("from “Operations of the network”");
        await expectAccessible(page);
        await mine
          .getByRole("listitem")
          .filter({ hasText: "Operations of the network" })
          .getByRole("link", { name: "Look at it" })
          .click();
        await expect(site.heading).toHaveText("Operations of the network");
        const picture = page.getByRole("region", { name: "Burn-down" }).getByRole("img").first();
        await expect(picture).toHaveAccessibleName(/€1,000\.00 of €1,000\.00/);
        const waiting = page.getByRole("region", { name: "Waiting for a second officer" });
        await waiting.getByRole("button", { name: "Confirm and pay" }).click();
        await expect(waiting).toContainText("It is confirmed and paid.");
        await expect(picture).toHaveAccessibleName(/€600\.00 of €1,000\.00/);
        await expectAccessible(page);

        const entries = page.getByRole("region", { name: "Payments", exact: true });
        for (const { name } of operators.slice(0, 2))
          await expect(entries.getByRole("link", { name })).toBeVisible();

        const csv = await (await page.request.get(`${linePage}/entries.csv`)).text();
        assert.ok(
          csv.includes(`Operations of the network,payment,${payee},400,EUR,400,Invoice 7,`),
          csv,
        );
      });
      assert.equal((await lineNow()).spent, 400n * euro);
      const { assembly } = session();
      const paid = await assembly.read({
        address: address("EuroToken"),
        abi: euroTokenAbi,
        functionName: "balanceOf",
        args: [payee],
      });
      assert.equal(paid, 400n * euro);
    });

    it("a member pays its contribution, and its arrears are gone", async () => {
      await session().visit(async (page) => {
        const site = new Site(page);
        await site.open("/payments/treasury");
        await new Wallet(page).actAs("Representative of Belgium");
        const mine = page.getByRole("region", { name: "Mine to act on" });
        await expect(mine).toContainText("Belgium is in arrears");
        await mine.getByRole("link", { name: "Pay the contribution" }).click();
        await expect(site.heading).toHaveText("Contributions of the year");
        const form = page.getByRole("region", { name: "Pay a contribution" });
        const amount = form.getByRole("textbox", { name: "Amount" });
        // Its representative sees what it owes; whoever has an account at the network can pay it.
        await expect(form.getByRole("combobox", { name: "For" })).toHaveValue(
          memberAccount("BE").toLowerCase(),
        );
        await new Wallet(page).actAs(payerName);
        await form
          .getByRole("combobox", { name: "For" })
          .selectOption(memberAccount("BE").toLowerCase());
        const owed = Number(await amount.inputValue());
        assert.ok(owed > 100 && owed < 500, String(owed));
        await amount.fill("999");
        await expect(amount).toHaveAccessibleDescription(/The member does not owe so much\./);
        await amount.fill(String(owed));
        await expect(
          form.getByRole("button", { name: "2. Pay the contribution" }),
        ).toHaveAccessibleDescription(/First let the treasury take the amount\./);
        await expect(form).toContainText("for Belgium, which then owes €0.00 more");
        await expectAccessible(page);
        await form.getByRole("button", { name: "1. Let the treasury take the amount" }).click();
        await expect(
          form.getByRole("button", { name: "1. Let the treasury take the amount" }),
        ).toHaveAccessibleDescription(/The treasury may take it already\./);
        await form.getByRole("button", { name: "2. Pay the contribution" }).click();
        await expect(form).toContainText("The contribution is paid.");
        const bars = page.getByRole("img", { name: /^Belgium: / });
        const [, paid, of] = /: (.+) paid of (.+)$/.exec(
          (await bars.getAttribute("aria-label")) ?? "",
        )!;
        assert.equal(paid, of);
        await expectAccessible(page);
      });
      const arrears = await session().assembly.read({
        address: address("Treasury"),
        abi: treasuryAbi,
        functionName: "arrears",
        args: [call, memberAccount("BE")],
      });
      assert.equal(arrears, 0n);
    });

    it("all of it can be read in French, without a wallet and without a script", async () => {
      await session().visit({ javaScript: false, theme: "dark", width: 390 }, async (page) => {
        await page.goto("/fr/payments/treasury");
        const article = page.getByRole("main").getByRole("article").first();
        await expect(article).toContainText("Operations of the network");
        await expect(article).toContainText("Contributions of the year");
        await page.goto(`/fr${linePage}`);
        await expect(article).toContainText("400,00\u00a0€ sur 1\u00a0000,00\u00a0€ sont dépensés");
        await expect(article).toContainText("Invoice 7");
        await page.goto(`/fr${callPage}`);
        await expect(article).toContainText("selon la population que comptaient leurs voix");
        await expect(article.getByRole("rowheader", { name: "Belgique" })).toBeVisible();
      });
    });
  });
}
