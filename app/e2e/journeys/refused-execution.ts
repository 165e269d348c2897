import assert from "node:assert/strict";
import { before, describe, it } from "node:test";

import { expect } from "../expect.ts";

import { administrator, nodeKey } from "../../../deploy/networks/local/accounts.ts";
import {
  nodeId,
  nodePublicKey,
  operators,
  organisationId,
} from "../../../deploy/networks/local/sample.ts";
import { nodeRegistrationTypedData } from "../../../deploy/typed-data.ts";
import { expectAccessible } from "../accessibility.ts";
import type { Proposal } from "../assembly.ts";
import { errorWords } from "../error-words.ts";
import { NodePage } from "../pages/node-page.ts";
import { ProposalPage } from "../pages/proposal-page.ts";
import { Wallet } from "../pages/wallet.ts";
import type { Session } from "../session.ts";

/** The sample's pending observer node of Operator Gamma, and who may act for it. */
const node = {
  place: 5,
  id: nodeId(5),
  path: `/nodes/${nodeId(5)}`,
  host: "observer-1.gamma.example",
  kind: 2,
};
const gamma = {
  id: organisationId(operators[2].identifier),
  administrator: administrator(2).address,
};
/** `IGovernor.ProposalState.Queued`. */
const queued = 5;

/** A decision that cannot be carried out when its time has come. Needs the sample's pending observer node; leaves it active. */
export function refusedExecution(session: () => Session): void {
  describe("A decision whose call is refused", () => {
    let proposal: Proposal;

    before(async () => {
      const { assembly } = session();
      const { nodeRegistry } = assembly.contracts;
      proposal = await assembly.propose("NL", "# Admit an observer node of Operator Gamma", [
        assembly.call(nodeRegistry, "admitNode", [node.id]),
      ]);
      await assembly.approve(proposal);
      await assembly.queue(proposal);
      // Meanwhile the operator thinks better of it.
      await session().visit(async (page) => {
        const own = new NodePage(page);
        await own.open(node.path);
        await new Wallet(page).actAs(`Administrator of ${operators[2].name}`);
        await own.main.getByRole("button", { name: "Withdraw the registration" }).click();
        await own.expectStatus("Withdrawn");
      });
      await assembly.delayEnds(proposal);
    });

    it("is explained before anything is sent, and stays queued", async () => {
      const unknown = errorWords("NodeRegistryUnknown");
      await session().visit(async (page) => {
        const shown = new ProposalPage(page);
        await shown.open(proposal.path);
        await shown.expectState("Ready to execute");
        await new Wallet(page).actAs("Representative of Malta");
        await shown.executeButton.click();
        await expect(shown.next).toContainText("This would not go through, so nothing was sent.");
        await expect(shown.next).toContainText(unknown.notice);
        await expect(shown.next).toContainText(`What to do: ${unknown.remedy}`);
        await shown.next.getByText("Details").click();
        await expect(shown.next).toContainText("NodeRegistryUnknown(");
        await expectAccessible(page);
        await shown.expectState("Ready to execute");
        await expect(shown.executeButton).toBeEnabled();

        const register = new NodePage(page);
        await register.open(node.path);
        await register.expectStatus("Withdrawn");
      });
      const { assembly } = session();
      assert.equal(
        await assembly.read({
          ...assembly.contracts.council,
          functionName: "state",
          args: [proposal.id],
        }),
        queued,
      );
    });

    it("is carried out as soon as what was in the way is gone", async () => {
      const { assembly } = session();
      const { nodeRegistry } = assembly.contracts;
      const deadline = (await assembly.now()) + 3_600;
      const network = BigInt(assembly.chainId);
      const nonce = await assembly.read({
        ...nodeRegistry,
        functionName: "nonce",
        args: [node.id],
      });
      const proof = await nodeKey(node.place).signTypedData(
        nodeRegistrationTypedData(assembly.chainId, nodeRegistry.address, {
          organisation: gamma.id,
          network,
          kind: node.kind,
          node: node.id,
          nonce,
          deadline,
        }),
      );
      await assembly.send(
        gamma.administrator,
        assembly.call(nodeRegistry, "registerNode", [
          gamma.id,
          network,
          node.kind,
          nodePublicKey(node.place),
          node.host,
          30303,
          deadline,
          proof,
        ]),
      );
      await session().visit(async (page) => {
        const shown = new ProposalPage(page);
        await shown.open(proposal.path);
        await new Wallet(page).actAs("Representative of Malta");
        await shown.executeButton.click();
        await shown.expectState("Executed");
        const register = new NodePage(page);
        await register.open(node.path);
        await register.expectStatus("Active");
      });
      assert.equal(await assembly.nodeIsActive(node.id), true);
    });
  });
}
