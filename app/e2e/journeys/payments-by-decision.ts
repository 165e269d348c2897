import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { describe, it } from "node:test";

import type { Page } from "playwright";
import { type Hex, stringToHex } from "viem";

import { paymentRulesAbi } from "../../../generated/contracts/PaymentRules.ts";
import { treasuryAbi } from "../../../generated/contracts/Treasury.ts";
import { expectAccessible } from "../accessibility.ts";
import { expect } from "../expect.ts";
import { NewProposalPage } from "../pages/new-proposal-page.ts";
import { ProposalPage } from "../pages/proposal-page.ts";
import { Wallet } from "../pages/wallet.ts";
import type { Session } from "../session.ts";

const budget = Buffer.from("%PDF-1.7 The members travel for a million.\n");
const line = stringToHex("Travel of the members", { size: 32 });

/** Who pays what, by decision. Needs the sample's members; passes two decisions. */
export function paymentsByDecision(session: () => Session): void {
  describe("Payments by decision", () => {
    const address = (name: string) => session().stack.endpoints.addresses[name] as Hex;

    it("the bounds of a token's fee are proposed, checked, and decided", async () => {
      let decision = "";
      await session().visit(async (page) => {
        const form = await formOf(page, "Allow a token for payments");
        await form.field("Token").fill(address("EuroToken"));
        // What holds now stands there, and cannot be proposed again.
        await expect(form.field("Largest fee")).not.toHaveValue("");
        await form.sendButton.click();
        await expect(form.field("Largest fee")).toHaveAccessibleDescription(/That is so already\./);
        await form.field("Least fee").fill("0,25");
        await form.field("Largest fee").fill("6");
        await expect(form.field("Largest fee")).toHaveAccessibleDescription(
          /Give a fee from 0\.25% to 5%\./,
        );
        await form.field("Largest fee").fill("1.5");
        await expect(form.preview).toContainText(
          "Allow payments in Test e-money (euro), for a fee of 0.25% to 1.5%.",
        );
        await expectAccessible(page);
        decision = await send(form);
      });
      await carryOut(session(), decision);
      const rule = await session().assembly.read({
        address: address("PaymentRules"),
        abi: paymentRulesAbi,
        functionName: "tokenRule",
        args: [address("EuroToken")],
      });
      assert.deepEqual(rule, { isAllowed: true, feeMinimum: 25, feeMaximum: 150 });
    });

    it("a line of the budget is opened by the document that the members decided on", async () => {
      let decision = "";
      const sha256 = createHash("sha256").update(budget).digest("hex");
      await session().visit(async (page) => {
        const form = await formOf(page, "Open a line of the budget");
        await form.field("Name of the line").fill("Travel of the members");
        await form.field("Ceiling").fill("1.000");
        await form.field("What one person alone spends at most in a day").fill("5 000");
        await form.sendButton.click();
        await expect(form.field("Ceiling")).toHaveAccessibleDescription(/read in two ways/);
        await expect(form.document).toHaveAccessibleDescription(/its hash is part of the decision/);
        await form.field("Ceiling").fill("1 000 000");
        await form.field("Until the end of").fill("2001-01-01");
        await expect(form.field("Until the end of")).toHaveAccessibleDescription(/Give a day from/);
        const from = await form.field("From").inputValue();
        await form.field("Until the end of").fill(`${String(Number(from.slice(0, 4)) + 1)}-12-31`);
        await form.document.setInputFiles({
          name: "budget.pdf",
          mimeType: "application/pdf",
          buffer: budget,
        });
        await expect(form.preview).toContainText(
          "Open the budget line “Travel of the members” for payments of up to €1,000,000.00 in Test e-money (euro)",
        );
        await expect(form.preview).toContainText(
          "one person alone spends at most €5,000.00 of it in a day",
        );
        await expectAccessible(page);
        decision = await send(form);
      });
      await carryOut(session(), decision);
      const { token, ceiling, twoPersonAbove, isClosed } = await session().assembly.read({
        address: address("Treasury"),
        abi: treasuryAbi,
        functionName: "budgetLine",
        args: [line],
      });
      assert.deepEqual(
        [token.toLowerCase(), ceiling, twoPersonAbove, isClosed],
        [address("EuroToken").toLowerCase(), 1_000_000_000_000n, 5_000_000_000n, false],
      );
      await session().visit(async (page) => {
        const proposal = new ProposalPage(page);
        await proposal.open(decision);
        await expect(proposal.document).toContainText(sha256);
        await expect(proposal.article).toContainText(`0x${sha256}`);
      });
    });

    it("an open line is offered with what it allows now", async () => {
      await session().visit(async (page) => {
        const form = await formOf(page, "Set the ceiling of a line");
        await form.field("Line of the budget").selectOption(line);
        await expect(form.field("Ceiling")).toHaveValue("1000000");
        await form.field("Ceiling").fill("1 200 000.50");
        await form.document.setInputFiles({
          name: "budget.pdf",
          mimeType: "application/pdf",
          buffer: budget,
        });
        await expect(form.preview).toContainText(
          "Set the ceiling of the budget line “Travel of the members” to €1,200,000.50",
        );
        await expect(form.preview).toContainText("ceiling €1,000,000.00, spent €0.00");
        await expectAccessible(page);
      });
    });
  });
}

async function formOf(page: Page, measure: string): Promise<NewProposalPage> {
  const form = new NewProposalPage(page);
  await form.open("/proposals/new");
  await new Wallet(page).actAs("Representative of Finland");
  await form.measure(measure);
  return form;
}

/** Proposes what is filled in. @returns The address of the proposal. */
async function send(form: NewProposalPage): Promise<string> {
  await form.sendButton.click();
  await form.main.getByRole("link", { name: "Open the proposal" }).click();
  await expect(form.page).toHaveURL(/\/proposals\/0x/);
  return new URL(form.page.url()).pathname;
}

/** The members approve, and somebody carries it out. */
async function carryOut(session: Session, decision: string): Promise<void> {
  const id = BigInt(decision.split("/").at(-1) ?? "");
  const { assembly } = session;
  await assembly.approve({ id });
  await session.visit(async (page) => {
    const proposal = new ProposalPage(page);
    await proposal.open(decision);
    await new Wallet(page).actAs("Representative of Belgium");
    await proposal.queueButton.click();
    await proposal.expectState("Approved, waiting");
    await assembly.delayEnds({ id });
    // The delay ended on the chain's clock, not on the visitor's.
    await proposal.open(decision);
    await expect(proposal.executeButton).toBeEnabled({ timeout: 15_000 });
    await proposal.executeButton.click();
    await proposal.expectState("Executed");
  });
}
