import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { describe, it } from "node:test";

import type { Page } from "playwright";
import { type Hex, stringToHex, zeroAddress } from "viem";

import { authorityAbi } from "../../../generated/contracts/Authority.ts";
import { euroTokenAbi } from "../../../generated/contracts/EuroToken.ts";
import { paymentEscrowAbi } from "../../../generated/contracts/PaymentEscrow.ts";
import { paymentRulesAbi } from "../../../generated/contracts/PaymentRules.ts";
import { treasuryAbi } from "../../../generated/contracts/Treasury.ts";
import { roles } from "../../../generated/roles.ts";
import { expectAccessible } from "../accessibility.ts";
import { representativeOf } from "../assembly.ts";
import { expect } from "../expect.ts";
import { NewProposalPage } from "../pages/new-proposal-page.ts";
import { ProposalPage } from "../pages/proposal-page.ts";
import { Wallet } from "../pages/wallet.ts";
import type { Session } from "../session.ts";

const budget = Buffer.from("%PDF-1.7 The members travel for a million.\n");
const line = stringToHex("Travel of the members", { size: 32 });

const work = Buffer.from("%PDF-1.7 The cost of the members' travel is published.\n");
const issuer = representativeOf("EE");
const payee = representativeOf("LV");
const officials = [representativeOf("LT"), representativeOf("MT")];

/** Who pays what, by decision. Needs the sample's members; passes four decisions. */
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

    it("a grant is proposed with its milestones, decided, and held in the escrow, with no officer in between", async () => {
      const { assembly } = session();
      const authority = { address: address("Authority"), abi: authorityAbi };
      const euro = { address: address("EuroToken"), abi: euroTokenAbi };
      await assembly.enact("# Let Estonia issue test e-money", [
        assembly.call(authority, "grantRole", [roles.MONEY_ISSUERS, issuer, 0]),
      ]);
      const reference = stringToHex("SEPA 1", { size: 32 });
      await assembly.send(
        issuer,
        assembly.call(euro, "mint", [address("Treasury"), 50_000_000_000n, reference]),
      );
      const now = await assembly.now();
      const year = new Date(now * 1000).getUTCFullYear();

      let decision = "";
      await session().visit(async (page) => {
        const form = await formOf(page, "Fund a grant with milestones");
        await form.field("Line of the budget").selectOption(line);
        await form.field("Payee").fill(payee);
        await form.field("Milestones").fill("5 000 the design");
        await form.field("Officials").fill(officials[0] ?? "");
        await form.field("Milestones that need two officials").fill("5 000");
        await expect(form.field("Days to review what was delivered")).toHaveValue("30");
        const lastDay = form.field("Last day of the grant");
        await expect(lastDay).toHaveAccessibleDescription(/the vote and the delay come first/);
        await lastDay.fill(new Date(now * 1000).toISOString().slice(0, 10));
        await form.sendButton.click();
        await expect(lastDay).toHaveAccessibleDescription(/the vote, the delay and what follows/);
        await expect(form.field("Milestones")).toHaveAccessibleDescription(/one milestone a line/);
        await form.field("Milestones").fill("5 000: the design\n10 000.50: the published figures");
        await expect(form.field("Officials")).toHaveAccessibleDescription(/Name a second one/);
        await form.field("Officials").fill(officials.join("\n"));
        await lastDay.fill(`${String(year + 2)}-12-31`);
        await form.document.setInputFiles({
          name: "grant.pdf",
          mimeType: "application/pdf",
          buffer: work,
        });
        await expect(form.preview).toContainText(
          "Pay exactly €15,000.50 from the budget line “Travel of the members” through Escrow of payments, with no officer in between.",
        );
        await expect(form.preview).toContainText("(1) €5,000.00 and (2) €10,000.50");
        await expect(form.preview).toContainText("above €5,000.00 two of them have to");
        await expect(form.preview).toContainText(
          `What is not accepted until 31 December ${String(year + 2)} (UTC) goes back to Treasury.`,
        );
        await expect(form.preview).toContainText("No arbiter is named, so nobody can dispute it.");
        await form.field("Arbiter").selectOption({ index: 1 });
        await form.field("What the payee gets if the arbiter is silent").fill("25");
        await expect(form.preview).toContainText(
          "decides within 30 days; if the arbiter is silent,",
        );
        await expect(form.preview).toContainText("2. €10,000.50: the published figures");
        await expectAccessible(page);
        decision = await send(form);
      });
      await carryOut(session(), decision);

      const escrow = { address: address("PaymentEscrow"), abi: paymentEscrowAbi };
      const said = await assembly.events({
        ...escrow,
        eventName: "PaymentAuthorised",
        args: { payer: address("Treasury"), payee },
        fromBlock: "earliest",
        strict: true,
      });
      assert.equal(said.length, 1);
      const { payment, terms } = said[0]!.args;
      assert.equal(terms.orderReference, `0x${createHash("sha256").update(work).digest("hex")}`);
      assert.notEqual(terms.arbiter, zeroAddress);
      assert.deepEqual([terms.arbitration, terms.silence], [30 * 86_400, 2_500]);
      const state = await assembly.read({ ...escrow, functionName: "payment", args: [payment] });
      assert.deepEqual(state, { held: 15_000_500_000n, refundable: 0n, phase: 1 });
      const { spent } = await assembly.read({
        address: address("Treasury"),
        abi: treasuryAbi,
        functionName: "budgetLine",
        args: [line],
      });
      assert.equal(spent, 15_000_500_000n);
      await session().visit(async (page) => {
        const proposal = new ProposalPage(page);
        await proposal.open(decision);
        await expect(proposal.article).toContainText("1. €5,000.00: the design");
        await expect(proposal.article).toContainText("paid by milestones: (1) €5,000.00");
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
