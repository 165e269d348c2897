import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { expect } from "../expect.ts";

import { memberAccount } from "../../../deploy/networks/local/members.ts";
import { Keyboard, listenTo } from "../keyboard.ts";
import { NewProposalPage } from "../pages/new-proposal-page.ts";
import { ProposalList } from "../pages/proposal-list.ts";
import { ProposalPage } from "../pages/proposal-page.ts";
import { Wallet } from "../pages/wallet.ts";
import { sampleProposals } from "../sample-proposals.ts";
import type { Session } from "../session.ts";

const title = "Require a reinforced majority to retire an organisation";

/**
 * The vote, and the whole way of a decision, without a mouse. Needs the sample's second open proposal, with no vote of Cyprus;
 * leaves Ireland with another weight.
 */
export function keyboardOnly(session: () => Session): void {
  describe("By keyboard alone", () => {
    it("a representative finds the proposal, takes the office up and votes", async () => {
      await session().visit(async (page) => {
        const keyboard = new Keyboard(page);
        const list = new ProposalList(page);
        const proposal = new ProposalPage(page);
        const wallet = new Wallet(page);
        await list.open("/");

        const skip = page.getByRole("link", { name: "Skip to the content" });
        await keyboard.tabTo(skip, { most: 1 });
        await keyboard.press("Enter");
        await keyboard.expectFocusIn(list.main);
        await keyboard.tabTo(list.link(title), { most: 12 });
        await keyboard.press("Enter");
        await expect(proposal.heading).toHaveText(title);

        // A new page begins at its beginning, as a click on a link of any other site does.
        await represent(keyboard, wallet, "Cyprus");

        const favour = proposal.vote.getByRole("radio", { name: /^In favour/ });
        await keyboard.tabTo(favour, { most: 30 });
        await keyboard.press("Space");
        await expect(favour).toBeChecked();
        await keyboard.press("ArrowDown");
        await expect(proposal.vote.getByRole("radio", { name: /^Against/ })).toBeChecked();
        await keyboard.expectFocusShown();
        await keyboard.tabTo(proposal.vote.getByRole("textbox", { name: /^Reason/ }), { most: 1 });
        await keyboard.type("A qualified majority is enough.");
        await keyboard.tabTo(proposal.castButton, { most: 1 });

        // Assistive technology goes by the attribute, so that the test does too.
        const status = proposal.vote.locator("[aria-live]");
        const heard = await listenTo(status.first());
        await keyboard.press("Enter");
        await expect(proposal.vote).toContainText("Cyprus voted: Against.");
        await expect
          .poll(async () => (await heard()).at(-1))
          .toMatch(/^Done: block [\d,]+ has it and the pages show it\./);
        // The form is gone, and the keyboard is where the result stands.
        await keyboard.expectFocusIn(proposal.vote);
        await expect(proposal.row("Cyprus")).toContainText("A qualified majority is enough.");
      });
    });

    it("a decision is proposed, queued and executed", async () => {
      const { assembly } = session();
      const name = "Count Ireland anew";
      await session().visit(async (page) => {
        const keyboard = new Keyboard(page);
        const list = new ProposalList(page);
        const form = new NewProposalPage(page);
        const proposal = new ProposalPage(page);
        const wallet = new Wallet(page);
        await list.open();
        await represent(keyboard, wallet, "Ireland");
        await keyboard.tabTo(list.main.getByRole("link", { name: "New proposal" }), { most: 15 });
        await keyboard.press("Enter");
        await expect(form.heading).toHaveText("New proposal");

        await keyboard.tabTo(form.measures, { most: 20 });
        await keyboard.type("Change a member");
        await expect(form.measures).toHaveValue("set-weight");
        await keyboard.expectFocusShown();
        await keyboard.tabTo(form.member, { most: 2 });
        await keyboard.type("Ireland");
        await keyboard.tabTo(form.weight, { most: 1 });
        await keyboard.type("5 400 000");
        // The year is the present one already.
        await keyboard.tabTo(form.title, { most: 2 });
        await keyboard.press("Control+A");
        await keyboard.type(name);
        await keyboard.tabTo(form.reasons, { most: 1 });
        await keyboard.type("A census was held.");
        await expect(form.preview).toContainText(
          /Change the weight of Ireland from [\d,]+ to 5,400,000 inhabitants/,
        );
        // On the way: the document, the member that the sentence names, and the trial on a copy.
        await keyboard.tabTo(form.sendButton, { most: 6 });
        const sent = await listenTo(form.main.locator("[aria-live]").first());
        await keyboard.press("Enter");
        await expect(form.main).toContainText("The proposal is made.");
        await expect.poll(async () => (await sent()).at(-1)).toMatch(/^Done: block [\d,]+ has it/);
        // The form is gone, and the keyboard is where the result stands.
        await keyboard.tabTo(form.main.getByRole("link", { name: "Open the proposal" }), {
          most: 1,
        });
        await keyboard.press("Enter");
        await expect(proposal.heading).toHaveText(name);

        const id = BigInt(new URL(page.url()).pathname.split("/").at(-1)!);
        await assembly.approve({ id });
        await proposal.reload();
        await wallet.expectActsAs("Representative of Ireland");
        await proposal.expectState("Approved, to be queued");
        await keyboard.tabTo(proposal.queueButton, { most: 30 });
        await keyboard.press("Enter");
        await proposal.expectState("Approved, waiting");
        await keyboard.expectFocusIn(proposal.next);

        await assembly.delayEnds({ id });
        await proposal.reload();
        await wallet.expectActsAs("Representative of Ireland");
        await proposal.expectState("Ready to execute");
        await keyboard.tabTo(proposal.executeButton, { most: 30 });
        const done = await listenTo(proposal.next.locator("[aria-live]").first());
        await keyboard.press("Enter");
        await proposal.expectState("Executed");
        await keyboard.expectFocusIn(proposal.next);
        await expect.poll(async () => (await done()).at(-1)).toMatch(/^Done: block [\d,]+ has it/);
      });
      const { weight } = await assembly.read({
        ...assembly.contracts.memberRegistry,
        functionName: "member",
        args: [memberAccount("IE")],
      });
      assert.equal(weight, 5_400_000n);
    });

    it("a closed window gives the focus back", async () => {
      await session().visit(async (page) => {
        const keyboard = new Keyboard(page);
        const wallet = new Wallet(page);
        await new ProposalList(page).open();
        await keyboard.tabTo(wallet.button, { most: 6 });
        await keyboard.press("Enter");
        await keyboard.expectFocusIn(wallet.dialog);
        // The focus stays in the window however often the key is pressed.
        for (let stop = 0; stop < 8; stop += 1) {
          await keyboard.press("Tab");
          await keyboard.expectFocusIn(wallet.dialog);
        }
        await keyboard.press("Escape");
        await expect(wallet.dialog).toBeHidden();
        await expect(wallet.button).toBeFocused();
      });
    });

    it("the arrow keys walk along both bars", async () => {
      await session().visit(async (page) => {
        const keyboard = new Keyboard(page);
        const proposal = new ProposalPage(page);
        await proposal.open(sampleProposals.rejected);
        const name = () =>
          page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? "");
        for (const bar of ["Members", "Population"] as const) {
          const segments = proposal.majorities
            .getByRole("group", { name: new RegExp(`^${bar}:`) })
            .getByRole("link");
          await keyboard.tabTo(segments.first(), { most: 30 });
          const first = await name();
          await keyboard.press("ArrowRight");
          await keyboard.expectFocusShown();
          assert.notEqual(await name(), first);
          // What the segment says stands below the bars too, for those who see it.
          await expect(proposal.majorities).toContainText(await name());
          await keyboard.press("End");
          await expect(segments.last()).toBeFocused();
          await keyboard.press("Home");
          await expect(segments.first()).toBeFocused();
        }
      });
    });
  });
}

/** Takes the office of a member's representative up, from the beginning of a page. */
async function represent(keyboard: Keyboard, wallet: Wallet, member: string): Promise<void> {
  await keyboard.tabTo(wallet.button, { most: 6 });
  await keyboard.press("Enter");
  await expect(wallet.dialog).toBeVisible();
  await keyboard.expectFocusIn(wallet.dialog);
  if (!(await wallet.choice.evaluate((element) => element === document.activeElement))) {
    await keyboard.tabTo(wallet.choice, { most: 5 });
  }
  await keyboard.type(member);
  await expect(
    wallet.dialog.getByRole("option", { name: new RegExp(`^Representative of ${member}`) }),
  ).toBeVisible();
  // Two keys belong to a member; the first, its representative, is the one that Enter takes.
  await keyboard.press("ArrowDown");
  await keyboard.press("ArrowUp");
  await keyboard.press("Enter");
  await wallet.expectActsAs(`Representative of ${member}`);
  await expect(wallet.button).toBeFocused();
}
