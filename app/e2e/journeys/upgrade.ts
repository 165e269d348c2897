import assert from "node:assert/strict";
import fs from "node:fs";
import { before, describe, it } from "node:test";

import { expect } from "../expect.ts";
import { type Abi, type Address, type Hex } from "viem";

import { deployer } from "../../../deploy/networks/local/accounts.ts";
import { expectAccessible } from "../accessibility.ts";
import { NewProposalPage } from "../pages/new-proposal-page.ts";
import { ProposalPage } from "../pages/proposal-page.ts";
import { Wallet } from "../pages/wallet.ts";
import type { Session } from "../session.ts";

/** A later version of the register of nodes, compiled with the contracts of the tests. */
const artifact = new URL(
  "../../../artifacts/contracts/mocks/NodeRegistrySuccessor.sol/NodeRegistrySuccessor.json",
  import.meta.url,
);

/** An upgrade through the dApp. Needs the sample's members; leaves the register of nodes in its later version. */
export function upgrade(session: () => Session): void {
  describe("The upgrade of a register", () => {
    let implementation: Address;
    let path = "";
    const successor = JSON.parse(fs.readFileSync(artifact, "utf8")) as {
      abi: Abi;
      bytecode: Hex;
    };
    /** As the pages show it. */
    const shown = (value: string) => `${value.slice(0, 6)}…${value.slice(-4)}`.toLowerCase();
    const generation = () =>
      session().assembly.read({
        address: session().assembly.contracts.nodeRegistry.address,
        abi: successor.abi,
        functionName: "generation",
      });

    before(async () => {
      const { assembly } = session();
      implementation = await assembly.deploy(deployer().address, successor, [assembly.breaker]);
    });

    it("is not proposed with an address that only looks like code", async () => {
      await session().visit(async (page) => {
        const form = new NewProposalPage(page);
        await form.open("/proposals/new");
        await form.measure("Replace the code of a register");
        await form.field("Register").selectOption("Register of nodes");
        await form.sendButton.click();
        await expect(form.field("Address of the new code")).toHaveAccessibleDescription(
          /Fill this in\./,
        );
        await form.field("Address of the new code").fill(deployer().address);
        await expect(form.preview).toContainText("There is no contract at the proposed address.");
        const { council } = session().assembly.contracts;
        await form.field("Address of the new code").fill(council.address);
        await expect(form.preview).toContainText(
          "The proposed contract cannot stand behind a register",
        );
        await expectAccessible(page);
      });
    });

    it("is proposed with the code before and after", async () => {
      await session().visit(async (page) => {
        const form = new NewProposalPage(page);
        await form.open("/proposals/new?measure=upgrade&register=NodeRegistry");
        await new Wallet(page).actAs("Representative of Portugal");
        await form.field("Address of the new code").fill(implementation);
        await expect(form.preview).toContainText(
          `Replace the code of Register of nodes by ${shown(implementation)}.`,
        );
        await expect(form.preview).toContainText("Needs a reinforced majority");
        await expect(form.preview).toContainText("compare its hash with the one that was reviewed");
        await form.reasons.fill("The later version tells its generation.");
        await form.sendButton.click();
        await form.main.getByRole("link", { name: "Open the proposal" }).click();
        const proposal = new ProposalPage(page);
        await proposal.expectState("Open for votes");
        // A link by the id of the proposal leads to the page under its number.
        path = new URL(page.url()).pathname;
        const code = proposal.calls.getByRole("group", { name: "The code before and after" });
        await expect(code).toContainText(shown(implementation));
        await expectAccessible(page);
      });
    });

    it("is voted on, queued and executed in the browser, and the register runs the new code", async () => {
      const { assembly } = session();
      const id = await proposalId();
      await assert.rejects(generation());
      await session().visit(async (page) => {
        const proposal = new ProposalPage(page);
        const wallet = new Wallet(page);
        await proposal.open(path);
        await wallet.actAs("Representative of Malta");
        await proposal.castVote("Against", "Its review is not public yet.");
        await expect(proposal.vote).toContainText("Malta voted: Against.");
        await assembly.approve({ id }, ["MT"]);
        await proposal.reload();
        await wallet.expectActsAs("Representative of Malta");
        await proposal.expectState("Approved, to be queued");
        await proposal.queueButton.click();
        await proposal.expectState("Approved, waiting");
        await assembly.delayEnds({ id });
        await proposal.reload();
        // Anybody could execute it, but nodes take nothing from a stranger: it is said before the wallet is asked.
        await wallet.actAs(`Account ${shown(deployer().address)}`);
        await proposal.executeButton.click();
        await expect(proposal.next).toContainText(
          "The nodes of this network would not take this transaction from you.",
        );
        await expect(proposal.next).toContainText("What to do: Let an administrator");
        await proposal.expectState("Ready to execute");
        await wallet.actAs("Representative of Malta");
        await proposal.executeButton.click();
        await proposal.expectState("Executed");
        const code = proposal.calls.getByRole("group", { name: "The code before and after" });
        await expect(code).toContainText("The proposed code runs now.");
        await expect(code.getByTitle(implementation.toLowerCase())).toBeVisible();
      });
      assert.equal(await generation(), 2n);

      async function proposalId(): Promise<bigint> {
        const last = path.split("/").at(-1) ?? "";
        return last.startsWith("0x") || last.length > 10 ? BigInt(last) : await assembly.idOf(path);
      }
    });

    it("leaves what the register knew", async () => {
      await session().visit(async (page) => {
        await page.goto("/nodes");
        await expect(page.getByRole("main")).toContainText("validator-1.alpha.example");
      });
    });
  });
}
