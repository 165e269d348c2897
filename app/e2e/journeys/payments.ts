import assert from "node:assert/strict";
import { describe, it } from "node:test";

import type { Locator } from "playwright";
import { type Address, type Hex, zeroHash } from "viem";
import { privateKeyToAccount } from "viem/accounts";

import { administrator, privateKeyAt } from "../../../deploy/networks/local/accounts.ts";
import { operators, organisationId } from "../../../deploy/networks/local/sample.ts";
import {
  accountRegistryAbi,
  authorityAbi,
  euroTokenAbi,
  paymentEscrowAbi,
  paymentRulesAbi,
} from "../../../generated/contracts/index.ts";
import { roles } from "../../../generated/roles.ts";
import { accountRegistrationTypedData } from "../../../deploy/typed-data.ts";
import { expectAccessible } from "../accessibility.ts";
import { representativeOf } from "../assembly.ts";
import { expect } from "../expect.ts";
import { NewPaymentPage, PaymentPage } from "../pages/payment-page.ts";
import { Wallet } from "../pages/wallet.ts";
import type { Session } from "../session.ts";

/** Accounts of the embedded chain that hold no office; an organisation registers them, so that the network takes what they send. */
const keys = [66, 67, 68, 69, 70, 71].map((index) => privateKeyToAccount(privateKeyAt(index)));
export const [payer, payee, official, second, arbiter, stranger] = keys.map(
  ({ address }) => address,
) as [Address, Address, Address, Address, Address, Address];
export const issuer = representativeOf("DE");
export const nameOf = (account: Address) =>
  `Account ${account.slice(0, 6)}…${account.slice(-4)}`.toLowerCase().replace("account", "Account");

export const euro = 1_000_000n;
/** Access of an account that calls contracts. */
const transacts = 2;
const minute = 60;
const hour = 60 * minute;
const file = (name: string) => ({
  name,
  mimeType: "application/xml",
  buffer: Buffer.from(`<document>${name}</document>`),
});
/** A time as a field for times takes it. */
const written = (seconds: number) => new Date(seconds * 1000).toISOString().slice(0, 16);

/**
 * What people do about payments, over all states. Needs the sample's members, by whose decision an issuer and an arbiter are there, its first operator, and no fee; lets
 * hours pass on the chain's clock.
 */
export function payments(session: () => Session): void {
  describe("Payments", () => {
    const at = (name: string) => session().stack.endpoints.addresses[name] as Address;
    const token = () => ({ address: at("EuroToken"), abi: euroTokenAbi });
    const escrow = () => ({ address: at("PaymentEscrow"), abi: paymentEscrowAbi });
    const balance = (account: Address) =>
      session().assembly.read({ ...token(), functionName: "balanceOf", args: [account] });

    /** What accounts had as the journey began. */
    const start = new Map<Address, bigint>();
    const gained = async (account: Address) =>
      (await balance(account)) - (start.get(account) ?? 0n);

    it("an organisation registers who pays and is paid", async () => {
      const { assembly } = session();
      const registry = { address: at("AccountRegistry"), abi: accountRegistryAbi };
      const organisation = organisationId(operators[0].identifier);
      const deadline = (await assembly.now()) + hour;
      for (const key of keys) {
        const account = key.address;
        const nonce = await assembly.read({ ...registry, functionName: "nonce", args: [account] });
        const message = { organisation, account, nonce, deadline };
        const statement = accountRegistrationTypedData(assembly.chainId, registry.address, message);
        const proof = await key.signTypedData(statement);
        await assembly.send(
          administrator(0).address,
          assembly.call(registry, "registerAccount", [
            organisation,
            account,
            transacts,
            zeroHash,
            deadline,
            proof,
          ]),
        );
      }
    });

    it("an issuer mints by decision of the members", async () => {
      const { assembly } = session();
      const authority = { address: at("Authority"), abi: authorityAbi };
      const rules = { address: at("PaymentRules"), abi: paymentRulesAbi };
      await assembly.enact("Let somebody issue test e-money, and appoint an arbiter", [
        assembly.call(authority, "grantRole", [roles.MONEY_ISSUERS, issuer, 0]),
        assembly.call(authority, "grantRole", [roles.MONEY_LISTS, issuer, 0]),
        assembly.call(rules, "appointArbiter", [arbiter]),
      ]);
      await assembly.send(
        issuer,
        assembly.call(token(), "mint", [payer, 100_000n * euro, zeroHash]),
      );
      for (const account of [payer, payee, stranger]) start.set(account, await balance(account));
      assert.ok((await balance(payer)) >= 100_000n * euro);
    });

    it("a payment is refused with a remedy, agreed on in words, captured, refunded and reclaimed", async () => {
      const { assembly } = session();
      await session().visit(async (page) => {
        const form = new NewPaymentPage(page);
        const wallet = new Wallet(page);
        await form.open("/payments/new?kind=one-off");
        await wallet.actAs(nameOf(payer));
        await form.field("Payee").fill(payer);
        await form.field("Amount").fill("100000000");
        await form.button("Approve and agree").click();
        await expect(form.field("Payee")).toHaveAccessibleDescription(/your own account/);
        await expect(form.field("Payee")).toBeFocused();
        await expect(form.field("Amount")).toHaveAccessibleDescription(
          /You have €[0-9,]+\.00\. Give less/,
        );
        await expectAccessible(page);
        await form.field("Payee").fill(payee);
        await form.field("Amount").fill("100");
        const now = await assembly.now();
        await form.field("Can be captured until (UTC)").fill(written(now + 10 * minute));
        await form.field("Can be refunded until (UTC)").fill(written(now + 20 * minute));
        await expect(form.preview).toContainText("€100.00 leave the account of");
        await expect(form.preview).toContainText("alone can take it: up to €100.00");
        await expect(form.preview).toContainText("from then on anybody can send it back to");
        await form.button("Approve and agree").click();
        await form.followTo("Open the payment");

        const payment = new PaymentPage(page);
        // The payer captures nothing, and reads who does and when.
        await expect(payment.actions).toContainText(/Capture: .+, until/);
        await expect(payment.actions).toContainText(/Send it back to the payer: anybody, after/);
        await wallet.actAs(nameOf(payee));
        await payment.act("Capture", async (panel) => {
          await amountOf(panel).fill("100.01");
          await panel.getByRole("button", { name: "Capture" }).click();
          await expect(amountOf(panel)).toHaveAccessibleDescription(/at most €100\.00/);
          await amountOf(panel).fill("40");
          await panel.getByLabel("Invoice", { exact: true }).setInputFiles(file("invoice.xml"));
          await expect(panel).toContainText("€60.00 stay in the escrow.");
        });
        await expectAccessible(page);
        await payment.act("Refund", async (panel) => {
          await amountOf(panel).fill("15");
          await expect(panel).toContainText("€15.00 leave your account for");
        });
        await wallet.actAs(nameOf(stranger));
        await assembly.goTo(now + 11 * minute);
        await payment.reload();
        await payment.act("Send it back to the payer");
        await expect(payment.actions).not.toContainText("Send it back to the payer: anybody");
      });
      assert.equal(await gained(payee), 25n * euro);
      assert.equal(await gained(payer), -25n * euro);
    });

    it("a payment by a signed approval is given back, and another is paid at once", async () => {
      await session().visit(async (page) => {
        const form = new NewPaymentPage(page);
        const wallet = new Wallet(page);
        await form.open("/payments/new");
        await wallet.actAs(nameOf(payer));
        await form.field("Payee").fill(payee);
        await form.field("Amount").fill("30");
        await form.main.getByText("By a signature and one transaction").click();
        await expect(form.preview).toContainText("You sign that");
        await form.button("Sign and agree").click();
        await form.followTo("Open the payment");
        const payment = new PaymentPage(page);
        await wallet.actAs(nameOf(payee));
        await payment.act("Give all that is held back");
        await expect(payment.actions).toContainText("Nothing can be done with it any more.");

        await form.open("/payments/new");
        await wallet.actAs(nameOf(payer));
        await form.field("Payee").fill(payee);
        await form.field("Amount").fill("20");
        await form.main.getByText("At once", { exact: true }).click();
        await expect(form.preview).toContainText("and reach");
        await form.button("Approve and agree").click();
        await form.followTo("Open the payment");
        await expect(payment.actions).toContainText(/Refund: .+, until/);
      });
      assert.equal(await gained(payee), 45n * euro);
    });

    it("somebody else brings what the payer signed", async () => {
      await session().visit(async (page) => {
        const form = new NewPaymentPage(page);
        const wallet = new Wallet(page);
        await form.open("/payments/new?kind=one-off");
        await wallet.actAs(nameOf(payer));
        await form.field("Payee").fill(payee);
        await form.field("Amount").fill("50");
        await form.main.getByText("By a signature alone").click();
        await expect(form.preview).toContainText("Nothing leaves the account of");
        await expect(form.preview).toContainText("for other terms the signature is worth nothing");
        await form.button("Sign").click();
        const link = form.main.getByRole("link", { name: "Bring it yourself" });
        const path = (await link.getAttribute("href")) ?? "";
        await expectAccessible(page);
        await wallet.actAs(nameOf(stranger));
        await page.goto("about:blank");
        await form.open(path);
        await expect(form.main).toContainText("€50.00");
        await expectAccessible(page);
        await form.button("Bring it").click();
        await form.followTo("Open the payment");
        const payment = new PaymentPage(page);
        await expect(payment.actions).toContainText(/Capture: /);
      });
      assert.equal(await gained(stranger), 0n);
    });

    it("milestones are delivered, accepted by two, rejected, and accepted by silence", async () => {
      const { assembly } = session();
      await session().visit(async (page) => {
        const form = new NewPaymentPage(page);
        const wallet = new Wallet(page);
        await form.open("/payments/new?kind=milestones");
        await wallet.actAs(nameOf(payer));
        await form.field("Payee").fill(payee);
        await form.field("Amount").fill("1000");
        await form.field("Milestones").fill("600\n300");
        await form.field("Officials who accept").fill(official);
        await form.field("Two officials above").fill("500");
        await form.field("Time to reject what was delivered").fill("5");
        await form.field("Time to reject what was delivered: Unit").selectOption("minutes");
        const now = await assembly.now();
        await form.field("Milestones can be accepted until (UTC)").fill(written(now + hour));
        await form.field("Can be refunded until (UTC)").fill(written(now + 2 * hour));
        await form.button("Approve and agree").click();
        await expect(form.field("Milestones")).toHaveAccessibleDescription(
          /sum to €900\.00, and the amount is €1,000\.00/,
        );
        await expect(form.field("Officials who accept")).toHaveAccessibleDescription(/2 to 16/);
        await form.field("Milestones").fill("600\n400");
        await form.field("Officials who accept").fill(`${official}\n${second}`);
        await expect(form.preview).toContainText("Silence accepts");
        await form.button("Approve and agree").click();
        await form.followTo("Open the payment");

        const payment = new PaymentPage(page);
        await wallet.actAs(nameOf(payee));
        await payment.act("Deliver milestone 1", (panel) =>
          panel.getByLabel("Invoice", { exact: true }).setInputFiles(file("first.xml")),
        );
        await payment.act("Deliver milestone 2");
        await wallet.actAs(nameOf(official));
        await payment.act("Accept milestone 1", (panel) =>
          expect(panel).toContainText("You are the first of two"),
        );
        await payment.act("Reject milestone 2", (panel) =>
          panel.getByLabel("Reasons", { exact: true }).setInputFiles(file("reasons.txt")),
        );
        await wallet.actAs(nameOf(second));
        await payment.act("Accept milestone 1", (panel) =>
          expect(panel).toContainText("€400.00 stay in the escrow."),
        );
        await wallet.actAs(nameOf(payee));
        await payment.act("Deliver milestone 2");
        await expectAccessible(page);
        await assembly.goTo((await assembly.now()) + 6 * minute);
        await wallet.actAs(nameOf(stranger));
        await payment.reload();
        await payment.act("Have milestone 2 paid: nobody rejected it in time");
      });
      assert.equal(await gained(payee), 1_045n * euro);
    });

    it("disputes end by an accepted offer, by the arbiter, and by time", async () => {
      const { assembly } = session();
      const [settled, decided, silent] = [
        await authorised(session(), 1n),
        await authorised(session(), 2n),
        await authorised(session(), 3n),
      ];
      await session().visit(async (page) => {
        const payment = new PaymentPage(page);
        const wallet = new Wallet(page);
        const dispute = async (id: Hex) => {
          await payment.open(`/payments/${id}`);
          await payment.act("Open a dispute", (panel) =>
            panel.getByLabel("Evidence", { exact: true }).setInputFiles(file("evidence.txt")),
          );
        };
        await payment.open(`/payments/${settled}`);
        await wallet.actAs(nameOf(payer));
        // Nobody disputes without saying why.
        const form = await payment.choose("Open a dispute");
        await form.getByRole("button", { name: "Open a dispute" }).click();
        await expect(form).toContainText("Pick a file first");
        await dispute(settled);
        await payment.act("Offer a settlement", (panel) => amountOf(panel).fill("70"));
        await wallet.actAs(nameOf(payee));
        await payment.act("Accept the offer", (panel) =>
          expect(panel).toContainText("€30.00 go back to"),
        );

        await wallet.actAs(nameOf(payer));
        await dispute(silent);
        await dispute(decided);
        await expect(payment.actions).toContainText(/Decide the dispute: .+, until/);
        await wallet.actAs(nameOf(arbiter).replace("Account", "Arbiter of payments"));
        await payment.act("Decide the dispute", async (panel) => {
          await amountOf(panel).fill("0");
          await panel
            .getByLabel("Reasons of the decision", { exact: true })
            .setInputFiles(file("decision.txt"));
          await expect(panel).toContainText("gets nothing");
        });
        await expectAccessible(page);

        await assembly.goTo((await assembly.now()) + hour + minute);
        await wallet.actAs(nameOf(stranger));
        await payment.open(`/payments/${silent}`);
        await payment.act("End the dispute: the arbiter was silent");
      });
      // 70 by the offer, nothing by the arbiter, half by silence.
      assert.equal(await gained(payee), 1_165n * euro);
    });

    it("a stream is opened, topped up, paused, resumed, paid out and ended", async () => {
      const before = (await balance(payer)) + (await balance(payee));
      await session().visit(async (page) => {
        const form = new NewPaymentPage(page);
        const wallet = new Wallet(page);
        await form.open("/payments/new?kind=stream");
        await wallet.actAs(nameOf(payer));
        await form.field("Payee").fill(payee);
        await form.field("Amount per period").fill("360");
        await form.field("What you put in now").fill("100");
        await expect(form.field("What counts").getByRole("option")).not.toHaveCount(1);
        await expect(form.preview).toContainText("€360.00 per 1 hour, by the second");
        await expectAccessible(page);
        await form.button("Approve and agree").click();
        await form.followTo("Open the stream");
        const stream = new PaymentPage(page);
        await stream.act("Put in more", (panel) => amountOf(panel).fill("25"));
        await stream.act("Pause");
        await stream.act("Resume");
        await wallet.actAs(nameOf(stranger));
        await stream.act("Pay out what accrued");
        await wallet.actAs(nameOf(payee));
        await stream.act("End the stream", (panel) => expect(panel).toContainText("the rest"));
        await expect(stream.actions).toContainText("Nothing can be done with it any more.");
      });
      // What did not accrue is the payer's again.
      assert.equal((await balance(payer)) + (await balance(payee)), before);
    });

    it("a subscription is collected and cancelled", async () => {
      const before = await balance(payee);
      await session().visit(async (page) => {
        const form = new NewPaymentPage(page);
        const wallet = new Wallet(page);
        await form.open("/payments/new?kind=subscription");
        await wallet.actAs(nameOf(payer));
        await form.field("Payee").fill(payee);
        await form.field("Amount per period").fill("12");
        await expect(form.preview).toContainText("Nothing leaves the account of");
        await form.button("Approve and agree").click();
        await form.followTo("Open the subscription");
        const subscription = new PaymentPage(page);
        await wallet.actAs(nameOf(payee));
        await expect(subscription.actions).toContainText("€12.00 left");
        await subscription.act("Collect");
        await wallet.actAs(nameOf(payer));
        await subscription.act("Cancel the subscription");
        await expect(subscription.actions).toContainText("Nothing can be done with it any more.");
      });
      assert.equal((await balance(payee)) - before, 12n * euro);
    });

    it("who is blocked by the token claims what waits for another account of its own", async () => {
      const { assembly } = session();
      const id = await authorised(session(), 4n);
      await assembly.send(
        issuer,
        assembly.call(token(), "setMoneyStatus", [payee, 2, `0x${"11".repeat(32)}`]),
      );
      await session().visit(async (page) => {
        const payment = new PaymentPage(page);
        await payment.open(`/payments/${id}`);
        await new Wallet(page).actAs(nameOf(payee));
        await payment.act("Capture");
        await payment.reload();
        const waiting = payment.main.getByRole("region", { name: "Money waits for you" });
        await expect(waiting).toContainText("€100.00");
        await expectAccessible(page);
        await waiting.getByLabel("Account that gets it", { exact: true }).fill(stranger);
        await waiting.getByRole("button", { name: "Claim it" }).click();
        await expect(waiting.locator("[data-step='indexed']")).toBeVisible({ timeout: 30_000 });
      });
      assert.equal(await gained(stranger), 100n * euro);
      await assembly.send(
        issuer,
        assembly.call(token(), "setMoneyStatus", [payee, 0, `0x${"12".repeat(32)}`]),
      );
    });

    /** A payment of €100 that the payee captures and the arbiter settles, made past the dApp. @returns Its id. */
    async function authorised({ assembly }: Session, salt: bigint): Promise<Hex> {
      const now = await assembly.now();
      const terms = {
        payer,
        payee,
        token: at("EuroToken"),
        amount: 100n * euro,
        operator: payee,
        authoriseBy: now + hour,
        captureBy: now + 3 * hour,
        refundBy: now + 3 * hour,
        fee: 0,
        arbiter,
        arbitration: hour,
        silence: 5_000,
        annex: zeroHash,
        orderReference: zeroHash,
        salt,
      } as const;
      const annex = { shares: [], milestones: [], officials: [], twoPersonAbove: 0n, review: 0 };
      await assembly.send(
        payer,
        assembly.call(token(), "approve", [escrow().address, terms.amount]),
      );
      await assembly.send(payer, assembly.call(escrow(), "authorise", [terms, annex]));
      return assembly.read({ ...escrow(), functionName: "paymentId", args: [terms] });
    }
  });
}

function amountOf(panel: Locator): Locator {
  return panel.getByRole("textbox", { name: /^Amount/ });
}
