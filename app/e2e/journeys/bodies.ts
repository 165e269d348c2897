import { before, describe, it } from "node:test";

import { expect } from "../expect.ts";
import type { Address } from "viem";

import { emergencyStates } from "../../../deploy/networks/local/bodies.ts";
import { nodeId } from "../../../deploy/networks/local/sample.ts";
import { expectAccessible } from "../accessibility.ts";
import { Site } from "../pages/site.ts";
import type { Session } from "../session.ts";

const names = ["Assembly of Members", "Emergency Council", "Operators' Committee"];
/** `RuleKind` and `DecisionClass` of the contracts. */
const [majority, qualified] = [0, 1];

/**
 * The bodies beside each other, and a rule that is changed. Needs the sample and members that can propose; leaves another rule for the
 * qualified majority.
 */
export function bodies(session: () => Session): void {
  describe("The bodies", () => {
    const addressOf = (name: string): Address => {
      const address = session().stack.endpoints.addresses[name];
      if (!address) throw new Error(`The endpoints name no ${name}.`);
      return address;
    };
    const pathOf = (council: string) => `/bodies/${addressOf(council).toLowerCase()}`;

    /** What the pages of all bodies say of rules, roles, classes, members and pauses. */
    async function expectBodies(tolerates: readonly RegExp[] = []): Promise<void> {
      await session().visit({ tolerates }, async (page) => {
        const site = new Site(page);
        await site.open("/bodies");
        for (const name of names)
          await expect(site.main.getByRole("rowheader", { name })).toBeVisible();
        await expectAccessible(page);

        await site.open(pathOf("EmergencyCouncil"));
        await expect(site.heading).toHaveText("Emergency Council");
        await expect(site.main).toContainText("Leaving is never paused");
        await expect(site.main).toContainText("It holds no role in the Authority.");
        const rules = site.main.getByRole("table", { name: "Rules" });
        await expect(rules.getByRole("row")).toHaveCount(7);
        await expect(
          site.main.getByRole("table", { name: "Members" }).getByRole("row"),
        ).toHaveCount(1 + emergencyStates.length);
        await expectAccessible(page);

        await site.open(pathOf("OperatorsCommittee"));
        await expect(site.main.getByRole("rowheader", { name: "OPERATIONS" })).toBeVisible();
        await expect(site.main.getByRole("rowheader", { name: /setQuarantineRule/ })).toBeVisible();
      });
    }

    it("are listed, and each has a page with what it may do and by which rules", async () => {
      await expectBodies();
    });

    it("can be read without the index", async () => {
      await session().withoutIndex(async () => expectBodies([/status of 50\d/]));
    });

    describe("when a decision changes a rule", () => {
      let older: string;
      let newer: string;

      before(async () => {
        const { assembly } = session();
        const { decisionClasses, nodeRegistry } = assembly.contracts;
        const suspend = assembly.call(nodeRegistry, "suspendNode", [nodeId(0)]);
        older = (await assembly.propose("IT", "# Suspend by the older rule", [suspend])).path;
        const rule = {
          kind: majority,
          headsNumerator: 60,
          headsDenominator: 100,
          moreThanHeads: false,
          weightNumerator: 65,
          weightDenominator: 100,
          blockingHeads: 4,
          quorumNumerator: 0,
          quorumDenominator: 0,
          objections: 0,
        } as const;
        await assembly.enact("# Ask 60 % of the members for a qualified majority", [
          assembly.call(decisionClasses, "setRule", [qualified, rule as never]),
        ]);
        newer = (await assembly.propose("ES", "# Suspend by the newer rule", [suspend])).path;
      });

      it("the older proposal keeps its numbers, and the newer one has the new ones", async () => {
        await session().visit(async (page) => {
          const site = new Site(page);
          const sums = site.main.locator("#arithmetic");
          await site.open(older);
          await expect(sums).toContainText("15 of 27");
          await expect(sums).toContainText("Judged by the rules as shipped.");
          await site.open(newer);
          await expect(sums).toContainText("17 of 27");
          await expect(sums).toContainText("Judged by edition 1");
          await expect(sums).toContainText("could stop it together");
          await expectAccessible(page);
        });
      });

      it("the body's page shows the rule, since when and by which decision", async () => {
        await session().visit({ width: 390, theme: "dark" }, async (page) => {
          const site = new Site(page);
          await site.open(pathOf("Council"));
          const row = site.main
            .getByRole("table", { name: "Rules" })
            .getByRole("row", { name: /at least 60% of the members/ });
          await expect(row.getByRole("link")).toBeVisible();
          // By the keyboard alone.
          const history = site.main.locator("#history summary");
          await history.focus();
          await page.keyboard.press("Enter");
          await expect(site.main.locator("#history")).toContainText("Edition 1");
          await expectAccessible(page);
        });
      });
    });
  });
}
