import assert from "node:assert/strict";
import { describe, it } from "node:test";

import type { Page } from "playwright";
import { type Address, type Hex, zeroAddress, zeroHash } from "viem";

import { administrator } from "../../../deploy/networks/local/accounts.ts";
import { nodeId, servedNode } from "../../../deploy/networks/local/sample.ts";
import { euroTokenAbi } from "../../../generated/contracts/EuroToken.ts";
import { nodeRegistryAbi } from "../../../generated/contracts/NodeRegistry.ts";
import { paymentStreamsAbi } from "../../../generated/contracts/PaymentStreams.ts";
import { expect } from "../expect.ts";
import { NodePage } from "../pages/node-page.ts";
import { PaymentPage } from "../pages/payment-page.ts";
import { ProposalPage } from "../pages/proposal-page.ts";
import { Wallet } from "../pages/wallet.ts";
import type { Session } from "../session.ts";

const title = "Retire the observer of Operator Delta";
const host = "observer-1.delta.example";

/**
 * The second walk of a newcomer: money that follows the register. Needs the sample's stream and its open proposal to retire the node;
 * leaves the node retired.
 */
export function nodeService(session: () => Session): void {
  describe("The second walk", () => {
    const at = (name: string) => session().stack.endpoints.addresses[name] as Address;
    let path = "";
    let proposal = "";

    it("the stream that the Assembly funded counts up", async () => {
      await session().visit(async (page) => {
        const stream = new PaymentPage(page);
        await stream.open("/");
        await stream.followMenu("Payments");
        await stream.main.getByRole("link", { name: "Streams", exact: true }).click();
        await stream.main.getByRole("link", { name: /^€120\.00 in .+ Operator Delta/ }).click();
        await expect(page).toHaveURL(/\/streams\/0x[0-9a-f]{64}$/);
        path = new URL(page.url()).pathname;
        await expect(stream.main.getByRole("link", { name: new RegExp(host) })).toBeVisible();
        const first = await shown(page);
        await expect.poll(() => shown(page)).toBeGreaterThan(first);
      });
    });

    it("two states decide to retire its node, and anybody carries it out", async () => {
      await session().visit(async (page) => {
        const decision = new ProposalPage(page);
        const wallet = new Wallet(page);
        await decision.open("/");
        await decision.followMenu("Proposals");
        await decision.main.getByRole("link", { name: title }).click();
        await expect(decision.heading).toHaveText(title);
        proposal = new URL(page.url()).pathname;
        for (const state of ["Ireland", "Sweden"]) {
          await wallet.actAs(`Representative of ${state}`);
          await expect(decision.vote).toContainText(`How does ${state} vote?`);
          await decision.castVote("In favour");
          await expect(decision.vote).toContainText(`${state} voted: In favour.`);
        }
        await decision.expectState("Approved, to be queued");
        await decision.queueButton.click();
        await decision.expectState("Approved, waiting");
        await expect(decision.executeButton).toBeEnabled({ timeout: 15_000 });
        await decision.executeButton.click();
        await decision.expectState("Executed");

        const node = new NodePage(page);
        await node.open(`/nodes/${nodeId(servedNode)}`);
        await node.expectStatus("Retired");
      });
    });

    it("the stream has stopped in the block that retired the node", async () => {
      const { assembly, index } = session();
      const { proposals } = await index.ask<{
        proposals: { executedBlock: string; executedAt: string }[];
      }>(
        "query ($number: Int!, $body: Bytes!) { proposals(where: { number: $number, body: $body }) { executedBlock executedAt } }",
        {
          number: Number(proposal.split("/").at(-1)),
          body: assembly.contracts.council.address.toLowerCase(),
        },
      );
      const { executedBlock, executedAt } = proposals[0] as (typeof proposals)[0];
      const blockNumber = BigInt(executedBlock);
      const terms = await termsOf(session(), path.split("/").at(-1) as Hex);
      const accruedIn = (block?: bigint) =>
        assembly.read({
          address: at("PaymentStreams"),
          abi: paymentStreamsAbi,
          functionName: "accrued",
          args: [terms],
          ...(block === undefined ? {} : { blockNumber: block }),
        });
      const then = await accruedIn(blockNumber);
      assert.ok(then > (await accruedIn(blockNumber - 1n)), "It ran up to this block.");

      await assembly.goTo(Number(executedAt) + 3_600);
      assert.equal(await accruedIn(), then);
      const active = await assembly.read({
        address: at("NodeRegistry"),
        abi: nodeRegistryAbi,
        functionName: "isActive",
        args: [nodeId(servedNode)],
      });
      assert.equal(active, false);

      await session().visit(async (page) => {
        const stream = new PaymentPage(page);
        await stream.open("/payments/streams");
        await expect(stream.main.getByRole("row", { name: /Operator Delta/ })).toContainText(
          "Resting: the node is not active",
        );
        await stream.open(`/fr${path}`);
        await expect(stream.main).toContainText("En repos\u00a0: le nœud n’est pas actif");
        await stream.open(path);
        await expect(stream.main).toContainText("Resting: the node is not active");
        await expect(stream.main).toContainText(`${host} is retired for good`);
        await expect(stream.actions).toContainText(
          `The stream rests for good: ${host} is retired, and nothing will accrue any more.`,
        );
        // Whole cents are compared.
        assert.equal(await shown(page), Number(then / 10_000n));
        const balance = () =>
          assembly.read({
            address: at("EuroToken"),
            abi: euroTokenAbi,
            functionName: "balanceOf",
            args: [administrator(3).address],
          });
        const before = await balance();
        await new Wallet(page).actAs("Administrator of Operator Alpha (fictitious)");
        await stream.act("Pay out what accrued");
        assert.equal((await balance()) - before, then);
        await expect.poll(() => shown(page)).toBe(0);
      });
    });
  });
}

/** The terms of a stream as its contract takes them. */
async function termsOf({ index }: Session, id: Hex) {
  const { paymentStream } = await index.ask<{ paymentStream: IndexedTerms }>(
    "query ($id: Bytes!) { paymentStream(id: $id) { payer payee sponsor token { id } amountPerPeriod period cap from until feeBps orderReference meter meterSubject salt } }",
    { id },
  );
  const { token, amountPerPeriod, period, cap, from, until, salt, ...same } = paymentStream;
  return {
    ...same,
    sponsor: same.sponsor ?? zeroAddress,
    orderReference: same.orderReference ?? zeroHash,
    meter: same.meter ?? zeroAddress,
    meterSubject: same.meterSubject ?? zeroHash,
    token: token.id,
    amountPerPeriod: BigInt(amountPerPeriod),
    period: Number(period),
    cap: BigInt(cap),
    from: Number(from),
    until: Number(until),
    salt: BigInt(salt),
  };
}

interface IndexedTerms {
  payer: Address;
  payee: Address;
  sponsor: Address | null;
  token: { id: Address };
  amountPerPeriod: string;
  period: string;
  cap: string;
  from: string;
  until: string;
  feeBps: number;
  orderReference: Hex | null;
  meter: Address | null;
  meterSubject: Hex | null;
  salt: string;
}

/** What has accrued, in cents, as the page of a stream says. */
async function shown(page: Page): Promise<number> {
  const text = await page.getByRole("region", { name: "Where the money is" }).innerText();
  const [, euro = "", cents = ""] = /Accrued, to be withdrawn\s+€([\d,]+)\.(\d\d)/.exec(text) ?? [];
  assert.notEqual(cents, "", text);
  return Number(euro.replaceAll(",", "")) * 100 + Number(cents);
}
