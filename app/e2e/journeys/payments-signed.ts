import assert from "node:assert/strict";
import { describe, it } from "node:test";

import type { Page } from "playwright";
import { type Address, type Hex, keccak256, zeroHash } from "viem";

import {
  euroTokenAbi,
  nodeRegistryAbi,
  paymentEscrowAbi,
  paymentStreamsAbi,
  subscriptionsAbi,
} from "../../../generated/contracts/index.ts";
import { expectAccessible } from "../accessibility.ts";
import { expect } from "../expect.ts";
import { NewPaymentPage, PaymentPage } from "../pages/payment-page.ts";
import { Site } from "../pages/site.ts";
import { Wallet } from "../pages/wallet.ts";
import type { Session } from "../session.ts";
import { euro, issuer, nameOf, payee, payer, stranger } from "./payments.ts";

const hour = 3_600;
const [blocked, unblocked] = [2, 0];

/**
 * What payers sign and others bring, what they take back, and what a token refuses to pay out. Needs the accounts and the issuer of the
 * journey of payments, and no fee; lets an hour pass on the chain's clock.
 */
export function signedPayments(session: () => Session): void {
  describe("Payments that are signed, and payouts that are refused", () => {
    const at = (name: string) => session().stack.endpoints.addresses[name] as Address;
    const token = () => ({ address: at("EuroToken"), abi: euroTokenAbi });
    const balance = (account: Address) =>
      session().assembly.read({ ...token(), functionName: "balanceOf", args: [account] });
    const balances = () => Promise.all([payer, payee, stranger].map(balance));
    /** What payer, payee and stranger gained while something was done. */
    async function gains(task: () => Promise<void>): Promise<bigint[]> {
      const before = await balances();
      await task();
      return (await balances()).map((now, i) => now - (before[i] ?? 0n));
    }
    const streamOf = (id: Hex) =>
      session().assembly.read({
        address: at("PaymentStreams"),
        abi: paymentStreamsAbi,
        functionName: "stream",
        args: [id],
      });
    const subscriptionOf = (id: Hex) =>
      session().assembly.read({
        address: at("Subscriptions"),
        abi: subscriptionsAbi,
        functionName: "subscription",
        args: [id],
      });
    const setStatus = (account: Address, status: number) =>
      session().assembly.send(
        issuer,
        session().assembly.call(token(), "setMoneyStatus", [
          account,
          status,
          keccak256(account, "hex"),
        ]),
      );

    it("somebody else brings a stream and a subscription, and the payee a payment at once", async () => {
      await session().visit(async (page) => {
        const form = new NewPaymentPage(page);
        const wallet = new Wallet(page);
        const agreed = new PaymentPage(page);

        await form.open("/payments/new");
        await wallet.actAs(nameOf(payer));
        const before = await balances();
        const stream = await sign(page, "stream", async () => {
          await form.field("Amount per period").fill("360");
          await form.field("What you put in now").fill("36");
          await expect(form.preview).toContainText("the stream then begins with €36.00");
        });
        const subscription = await sign(page, "subscription", async () => {
          await form.field("Amount per period").fill("12");
          await expect(form.preview).toContainText("takes it back by cancelling");
        });
        const charge = await sign(page, "one-off", async () => {
          await form.field("Amount").fill("21");
          await form.main.getByText("At once", { exact: true }).click();
        });
        assert.deepEqual(await balances(), before);

        await wallet.actAs(nameOf(stranger));
        const ofStream = await gains(async () => {
          await openSigned(page, stream);
          await form.button("Bring it").click();
          await form.followTo("Open the stream");
        });
        assert.deepEqual(ofStream, [-36n * euro, 0n, 0n]);
        const { deposited, status } = await streamOf(idIn(page));
        assert.deepEqual({ deposited, status }, { deposited: 36n * euro, status: 1 });
        await expect(agreed.main).toContainText("Running");
        // It works once.
        await openSigned(page, stream);
        await expect(form.main).toContainText("It has been brought already");
        await expect(form.button("Bring it")).toBeHidden();

        await openSigned(page, charge);
        await expect(form.main).toContainText(
          /Only .+ can bring this one, because it pays at once/,
        );
        await expect(form.button("Bring it")).toBeDisabled();

        await openSigned(page, subscription);
        await form.button("Bring it").click();
        await form.followTo("Open the subscription");
        assert.equal((await subscriptionOf(idIn(page))).status, 1);

        await wallet.actAs(nameOf(payee));
        const ofSubscription = await gains(() => agreed.act("Collect"));
        assert.deepEqual(ofSubscription, [-12n * euro, 12n * euro, 0n]);
        const ofCharge = await gains(async () => {
          await openSigned(page, charge);
          await form.button("Bring it").click();
          await form.followTo("Open the payment");
        });
        assert.deepEqual(ofCharge, [-21n * euro, 21n * euro, 0n]);
        await expect(agreed.actions).toContainText("Refund");
      });
    });

    it("what a payer takes back is refused to whoever brings it", async () => {
      const gained = await gains(() =>
        session().visit(async (page) => {
          const form = new NewPaymentPage(page);
          await form.open("/payments/new");
          await new Wallet(page).actAs(nameOf(payer));
          const path = await sign(page, "one-off", () => form.field("Amount").fill("50"));
          await session().visit(async (other) => {
            const brought = new NewPaymentPage(other);
            await brought.open(path);
            await new Wallet(other).actAs(nameOf(stranger));
            await expect(brought.button("Bring it")).toBeEnabled();
            // Nobody but the signer is asked whether to take it back.
            await expect(brought.button("Take it back")).toBeHidden();

            // The signer finds it again by the link, too.
            await openSigned(page, path);
            await form.button("Take it back").click();
            await expect(form.main).toContainText("nobody can bring it any more");

            await brought.button("Bring it").click();
            await expect(brought.main).toContainText("It was taken back: nobody can bring it");
            await expect(brought.main).toContainText(
              "If you still agree on it, ask for a new one.",
            );
            await expect(brought.button("Bring it")).toBeHidden();
            await expectAccessible(other);
          });

          const subscribe = await sign(page, "subscription", () =>
            form.field("Amount per period").fill("12"),
          );
          await form.button("Take it back").click();
          await expect(form.main).toContainText("nobody can bring it any more");
          await new Wallet(page).actAs(nameOf(payee));
          await openSigned(page, subscribe);
          await expect(form.main).toContainText("It was taken back: nobody can bring it");
        }),
      );
      assert.deepEqual(gained, [0n, 0n, 0n]);
    });

    it("a stream by a node is opened in the form, and what its token refuses to pay waits in it", async () => {
      const { assembly } = session();
      await session().visit(async (page) => {
        const form = new NewPaymentPage(page);
        const wallet = new Wallet(page);
        const stream = new PaymentPage(page);
        await form.open("/payments/new?kind=stream");
        await wallet.actAs(nameOf(payer));
        await form.field("Payee").fill(payee);
        await form.field("Amount per period").fill("36");
        await form.field("What counts").selectOption({ index: 1 });
        await expect(form.field("From (UTC)")).toBeHidden();
        await expect(form.preview).toContainText(
          /only while the register says that \S+\.example is active/,
        );
        await form.button("Approve and agree").click();
        await form.followTo("Open the stream");
        const id = idIn(page);
        const host = /seconds that (.+) is active/.exec(await stream.main.innerText())?.[1] ?? "";
        const node = await nodeNamed(host);
        assert.equal(await assembly.nodeIsActive(node), true);
        const opened = await streamOf(id);
        assert.equal(opened.reading, await secondsOf(node, opened.countedAt));

        await setStatus(payee, blocked);
        await assembly.goTo((await assembly.now()) + hour / 2);
        await wallet.actAs(nameOf(stranger));
        await stream.reload();
        const held = await balance(at("PaymentStreams"));
        await stream.act("Pay out what accrued");
        // The money has not left the contract.
        assert.equal(await balance(at("PaymentStreams")), held);
        const { paid, counted } = await streamOf(id);
        assert.ok(counted >= hour / 2);
        assert.equal(paid, (BigInt(counted) * euro) / 100n);

        await wallet.actAs(nameOf(payee));
        const waiting = stream.main.getByRole("region", { name: "Money waits for you" });
        await expect(waiting).toContainText("The token refused to pay");
        await waiting.getByLabel("Account that gets it", { exact: true }).fill(stranger);
        const [, , gained] = await gains(async () => {
          await waiting.getByRole("button", { name: "Claim it" }).click();
          await expect(waiting.locator("[data-step='indexed']")).toBeVisible({ timeout: 30_000 });
        });
        assert.equal(gained, paid);
      });
      await setStatus(payee, unblocked);
    });

    it("anybody brings in what the token refused to pay to the treasury", async () => {
      const { assembly } = session();
      const treasury = at("Treasury");
      const escrow = { address: at("PaymentEscrow"), abi: paymentEscrowAbi };
      const now = await assembly.now();
      const terms = {
        payer,
        payee: treasury,
        token: at("EuroToken"),
        amount: 77n * euro,
        operator: payer,
        authoriseBy: now + hour,
        captureBy: now + hour,
        refundBy: now + hour,
        fee: 0,
        arbiter: "0x0000000000000000000000000000000000000000",
        arbitration: 0,
        silence: 0,
        annex: zeroHash,
        orderReference: zeroHash,
        salt: 77n,
      } as const;
      const annex = { shares: [], milestones: [], officials: [], twoPersonAbove: 0n, review: 0 };
      await assembly.send(payer, assembly.call(token(), "approve", [escrow.address, terms.amount]));
      await assembly.send(payer, assembly.call(escrow, "authorise", [terms, annex]));
      await setStatus(treasury, blocked);
      const capture = assembly.call(escrow, "capture", [terms, annex, terms.amount, zeroHash]);
      await assembly.send(payer, capture);
      await setStatus(treasury, unblocked);
      const before = await balance(treasury);
      await session().visit(async (page) => {
        const site = new Site(page);
        await site.open("/payments/treasury");
        await new Wallet(page).actAs(nameOf(stranger));
        await expect(site.main).toContainText("€77.00");
        await site.main.getByRole("button", { name: "Bring it in" }).click();
        await expect(site.main.getByRole("button", { name: "Bring it in" })).toBeHidden({
          timeout: 30_000,
        });
      });
      assert.equal((await balance(treasury)) - before, 77n * euro);
    });

    /** The payer, who acts, signs something to the payee. @returns Path of the page that brings it. */
    async function sign(
      page: Page,
      kind: "one-off" | "stream" | "subscription",
      fill: () => Promise<unknown>,
    ): Promise<string> {
      const form = new NewPaymentPage(page);
      await form.open(`/payments/new?kind=${kind}`);
      await form.field("Payee").fill(payee);
      await form.main.getByText("By a signature alone").click();
      await fill();
      await form.button(kind === "subscription" ? "Approve and sign" : "Sign").click();
      const link = form.main.getByRole("link", { name: "Bring it yourself" });
      return (await link.getAttribute("href")) ?? "";
    }

    async function openSigned(page: Page, path: string): Promise<void> {
      // The page would not be loaded again for another fragment alone.
      await page.goto("about:blank");
      await new NewPaymentPage(page).open(path);
    }

    async function nodeNamed(host: string): Promise<Hex> {
      const { nodes } = await session().index.ask<{ nodes: { id: Hex }[] }>(
        "query ($host: String!) { nodes(where: { host: $host }) { id } }",
        { host },
      );
      assert.equal(nodes.length, 1, host);
      return (nodes[0] as { id: Hex }).id;
    }

    /** What the register of nodes said in a second that is over. */
    async function secondsOf(node: Hex, second: number): Promise<bigint> {
      const { assembly } = session();
      const told = await assembly.read({
        address: at("NodeRegistry"),
        abi: nodeRegistryAbi,
        functionName: "activeSeconds",
        args: [node],
      });
      return told - BigInt((await assembly.now()) - second);
    }
  });
}

/** Id of the agreement whose page is shown. */
function idIn(page: Page): Hex {
  return new URL(page.url()).pathname.split("/").at(-1) as Hex;
}
