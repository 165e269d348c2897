import { describe, it } from "node:test";

import { expect } from "../expect.ts";

import { foundingValidators, localParameters } from "../../../deploy/networks/local/parameters.ts";
import { nodeId, operators } from "../../../deploy/networks/local/sample.ts";
import { expectAccessible } from "../accessibility.ts";
import { NodePage } from "../pages/node-page.ts";
import { Site } from "../pages/site.ts";
import { Wallet } from "../pages/wallet.ts";
import type { Session } from "../session.ts";

const drifting = `/nodes/${nodeId(2)}`;
/** The node that the five minutes have admitted. */
const admitted = `/nodes/${nodeId(foundingValidators)}`;
const { churnPeriod } = localParameters.Nodes;
const waiting = `/nodes/${nodeId(5)}`;

/**
 * What is seen of the nodes, and what their organisations do with them. Needs the sample's reports, its pending observer node and the node
 * that the five minutes admit; leaves the former moved and described, the latter active.
 */
export function operateNode(session: () => Session): void {
  describe("Networks and the life of nodes", () => {
    it("a network leads to its validators, its drift and the evidence, without a script", async () => {
      await session().visit({ javaScript: false }, async (page) => {
        const site = new Site(page);
        await page.goto("/networks");
        await site.main.getByRole("link", { name: "Foedus on the embedded chain" }).click();
        await expect(site.heading).toHaveText("Foedus on the embedded chain");
        await expect(site.main.getByRole("img", { name: /^Number of validators/ })).toBeVisible();
        await expect(
          site.main.getByRole("list", { name: "Blocks sealed by node and time" }),
        ).toContainText("validator-1.delta.example");
        await expect(site.main).toContainText("No enforcer is configured for this site");
        await site.main.getByRole("link", { name: "All drift with evidence" }).click();
        const rows = site.main.getByRole("table").getByRole("row");
        await expect(
          rows.filter({ hasText: "A node that belongs is not connected" }),
        ).toContainText("validator-1.delta.example");
        await expect(
          rows.filter({ hasText: "A node that does not belong is connected" }),
        ).toContainText("not registered");
      });
    });

    it("a node says what was reported of it, by whom and in which block", async () => {
      await session().visit(async (page) => {
        const node = new NodePage(page);
        await node.open(drifting);
        const obedience = node.main.getByRole("region", { name: "Obedience" });
        await expect(obedience).toContainText("Block of the node");
        await expect(obedience).toContainText("Signed by");
        await expect(obedience).toContainText("A node that belongs is not connected");
        await expect(node.facts).toContainText("Germany (DE-BE)");
        // Who does not act for its organisation is offered nothing.
        await expect(node.main.getByRole("region", { name: "Operate this node" })).toBeHidden();
      });
    });

    it("organisations stand in a tree", async () => {
      await session().visit(async (page) => {
        const site = new Site(page);
        await site.open("/organisations");
        const names = site.main.getByRole("table").getByRole("rowheader");
        await expect(names).toHaveText([
          /^Ministry North/,
          /Level 2:\s*Network Agency North/,
          /Level 3:\s*Operator Alpha/,
          /Level 3:\s*Operator Beta/,
          /^Operator Delta/,
          /^Operator Gamma/,
          /^Secretariat of the Assembly/,
        ]);
        await site.main.getByRole("link", { name: operators[0].name }).click();
        await expect(
          site.main.getByRole("navigation", { name: "Above it, from the top down" }),
        ).toContainText("Network Agency North (fictitious)");
      });
    });

    it("an administrator puts its validator on standby, and brings it back", async () => {
      await session().visit(async (page) => {
        const node = new NodePage(page);
        await node.open(admitted);
        await new Wallet(page).actAs(`Administrator of ${operators[1].name}`);
        const button = (name: string) => node.main.getByRole("button", { name });
        // The set of validators changes so often only.
        const setMayChange = async () => {
          const { assembly } = session();
          await assembly.goTo((await assembly.now()) + churnPeriod + 1);
        };
        await setMayChange();
        await button("Put on standby").click();
        await node.expectStatus("Standby");
        await expect(node.facts).toContainText("not in the set");
        await setMayChange();
        await button("Bring back into service").click();
        await node.expectStatus("Active");
        await expect(node.facts).toContainText("in the set: it makes blocks");
        // Once a day: nobody makes the validators change without end.
        await expect(button("Put on standby")).toBeDisabled();
        await expect(button("Put on standby")).toHaveAccessibleDescription(/from|until|again/i);
        await expectAccessible(page);
      });
    });

    it("an administrator moves and describes its node", async () => {
      await session().visit(async (page) => {
        const node = new NodePage(page);
        await node.open(waiting);
        await new Wallet(page).actAs(`Administrator of ${operators[2].name}`);
        const operate = node.main.getByRole("region", { name: "Operate this node" });
        await operate.getByText("Move it to another host").click();
        const port = operate.getByRole("textbox", { name: "Port" });
        await port.fill("0");
        await operate.getByRole("button", { name: "Move the node" }).click();
        await expect(port).toHaveAttribute("aria-invalid", "true");
        await expect(port).toBeFocused();
        await expectAccessible(page);
        await port.fill("30304");
        await operate.getByRole("button", { name: "Move the node" }).click();
        await expect(node.facts).toContainText("observer-1.gamma.example:30304");

        await operate.getByText("Say where it stands and what it runs").click();
        await operate.getByRole("textbox", { name: "Region" }).fill("DE-BY");
        await operate.getByRole("textbox", { name: "Service class" }).fill("basic");
        await operate.getByRole("button", { name: "Describe the node" }).click();
        await expect(node.facts).toContainText("Germany (DE-BY)");
        await expect(node.facts).toContainText("basic");
      });
    });
  });
}
