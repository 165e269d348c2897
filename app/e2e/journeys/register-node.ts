import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, describe, it } from "node:test";

import { expect } from "../expect.ts";

import { operators, organisationId } from "../../../deploy/networks/local/sample.ts";
import { expectAccessible } from "../accessibility.ts";
import { makeNodeKey, runInTerminal } from "../command-line.ts";
import { NewProposalPage } from "../pages/new-proposal-page.ts";
import { NodePage } from "../pages/node-page.ts";
import { ProposalPage } from "../pages/proposal-page.ts";
import { RegisterPage } from "../pages/register-page.ts";
import { Wallet } from "../pages/wallet.ts";
import type { Session } from "../session.ts";

const alpha = operators[0].name;
const beta = operators[1].name;
const host = "validator-2.alpha.example";

/** An operator registers a node with the real command line, up to the proposal that admits it. Needs the sample's operators. */
export function registerNode(session: () => Session): void {
  describe("Registering a node", () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "foedus-node-"));
    let keyFile = "";
    let enode = "";
    let nodePath = "";

    before(async () => {
      ({ keyFile, enode } = await makeNodeKey(folder, host));
    });
    after(() => fs.rmSync(folder, { recursive: true }));

    it("a malformed enode is explained", async () => {
      const key = enode.slice("enode://".length, enode.indexOf("@"));
      const cases: [enode: string, problem: RegExp][] = [
        [key, /The URL must begin with enode:\/\/\./],
        [`enode://${key}`, /There is no @ between the key and the host\./],
        [
          `enode://04${key}@${host}:30303`,
          /The key has 130 hexadecimal digits; it must have 128\./,
        ],
        [
          `enode://${key.slice(0, 9)}x${key.slice(10)}@${host}:30303`,
          /“x” at place 10 of the key is not a hexadecimal digit\./,
        ],
        [
          `enode://${"1".repeat(128)}@${host}:30303`,
          /This is not a public key: a digit is wrong\./,
        ],
        [`enode://${key}@${host}`, /The port is missing, usually :30303\./],
        [`enode://${key}@${host}:70000`, /“70000” is not a port from 1 to 65535\./],
      ];
      await session().visit(async (page) => {
        const form = new RegisterPage(page);
        await form.open();
        for (const [text, problem] of cases) {
          await form.enode.fill(text);
          await form.expectProblem(form.enode, problem);
        }
        await expect(form.sign).toContainText(
          "The command appears when the node above is complete.",
        );
        await expectAccessible(page);
      });
    });

    it("a proof over other values is told apart from a good one", async () => {
      await session().visit(async (page) => {
        const form = new RegisterPage(page);
        await form.open();
        await new Wallet(page).actAs(`Administrator of ${alpha}`);
        await form.choose(alpha, "Validator", enode);
        await form.keyFile.fill(keyFile);
        const command = await form.commandText();
        const good = await runInTerminal(command);

        await form.proof.fill("Killed");
        await form.expectProblem(form.proof, /There is no line of JSON in this text\./);
        const other = await runInTerminal(
          command.replace(
            organisationId(operators[0].identifier),
            organisationId(operators[1].identifier),
          ),
        );
        await form.proof.fill(other);
        await form.expectProblem(
          form.proof,
          new RegExp(
            `The proof was made for another organisation: ${beta.replace(/[()]/g, "\\$&")}\\.`,
          ),
        );
        await form.proof.fill(good.replace(/"proof":"0x......../, '"proof":"0x11111111'));
        await form.expectProblem(
          form.proof,
          /This is not a signature that the register accepts\.|The signature was made by 0x/,
        );
        await form.proof.fill(
          good.replace(
            /"deadline":(\d+)/,
            (_, deadline: string) => `"deadline":${Number(deadline) + 1}`,
          ),
        );
        await form.expectProblem(form.proof, /The signature was made by 0x/);
        await expectAccessible(page);
        await expect(form.sendButton).toBeDisabled();

        await form.proof.fill(good);
        await expect(form.sign).toContainText(
          "The proof is good: the node’s own key signed exactly this registration.",
        );
        await expect(form.sendButton).toBeEnabled();
      });
    });

    it("only an administrator of the organisation can send it", async () => {
      await session().visit(async (page) => {
        const form = new RegisterPage(page);
        await form.open();
        await expect(form.send).toContainText(
          "Connect the wallet of an administrator of the organisation.",
        );
        await new Wallet(page).actAs(`Administrator of ${beta}`);
        await form.choose(alpha, "Validator", enode);
        await expect(form.send).toContainText(
          `Your account is not an administrator of ${alpha}. Its page lists those who are.`,
        );
      });
    });

    it("the command of the page signs it, and the node waits for admission", async () => {
      await session().visit(async (page) => {
        const form = new RegisterPage(page);
        await form.open();
        await new Wallet(page).actAs(`Administrator of ${alpha}`);
        // Whoever administers one organisation acts for it.
        await expect(form.organisation).toHaveValue(organisationId(operators[0].identifier));
        await form.choose(alpha, "Validator", enode);
        await expect(form.what).toContainText("Not registered yet");
        await form.keyFile.fill(keyFile);
        await form.proof.fill(await runInTerminal(await form.commandText()));
        await expect(form.sign).toContainText("The proof is good");
        await form.sendButton.click();
        await expect(form.send).toContainText("The node is registered and waits for admission.");
        await expect(form.send).toContainText(/Done: block [\d,]+ has it and the pages show it\./);
        await expectAccessible(page);
        await form.send.getByRole("link", { name: "Open the node’s page" }).click();

        const node = new NodePage(page);
        await expect(node.heading).toHaveText(host);
        await node.expectStatus("Pending");
        await expect(
          node.step("Registered by its operator").getByTitle(/^0x[0-9a-f]{64}$/),
        ).toBeVisible();
        await expect(node.facts).toContainText("not in the set");
        nodePath = new URL(page.url()).pathname;
      });
      assert.equal(
        await session().assembly.nodeIsActive(nodePath.split("/").at(-1) as `0x${string}`),
        false,
      );
    });

    it("a key that is registered already leads to its node", async () => {
      await session().visit(async (page) => {
        const form = new RegisterPage(page);
        await form.open();
        await form.choose(beta, "Validator", enode);
        const alert = form.what.getByRole("alert");
        await expect(alert).toContainText(
          "This key is registered already. A key stands for one node for ever.",
        );
        await expectAccessible(page);
        await alert.getByRole("link", { name: "Open the registered node" }).click();
        await expect(page).toHaveURL(new RegExp(`${nodePath}$`));
      });
    });

    it("its admission is proposed from its page", async () => {
      await session().visit(async (page) => {
        const node = new NodePage(page);
        await node.open(nodePath);
        await node.main.getByRole("link", { name: "Propose its admission" }).click();
        const form = new NewProposalPage(page);
        const sentence = `Admit validator node ${host} of ${alpha} to this network.`;
        await expect(form.preview).toContainText(sentence);
        await expect(form.preview).toContainText(
          "Needs a qualified majority: 15 of 27 members and 65% of the population.",
        );
        await new Wallet(page).actAs("Representative of Finland");
        await form.title.fill("Admit a second validator of Operator Alpha");
        await form.reasons.fill("It stands in another building.\n\nIts key was proved.");
        await form.sendButton.click();
        await expect(form.main).toContainText("The proposal is made.");
        await form.main.getByRole("link", { name: "Open the proposal" }).click();

        const proposal = new ProposalPage(page);
        await expect(proposal.heading).toHaveText("Admit a second validator of Operator Alpha");
        await expect(proposal.article).toContainText(sentence);
        await expect(proposal.article).toContainText("Its key was proved.");
        // The vote opens a second after the proposal.
        await proposal.expectState("Open for votes");
        await expect(proposal.vote).toContainText("How does Finland vote?");
        await proposal.expectBar(
          "Members: 0 of 27 in favour, 0 against, 0 abstained, 27 not voted.",
        );

        await node.open(nodePath);
        await expect(node.article).toContainText("A decision on this node is under way:");
      });
    });
  });
}
