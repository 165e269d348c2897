import { describe, it } from "node:test";

import { expect } from "../expect.ts";

import { operators, organisationId } from "../../../deploy/networks/local/sample.ts";
import { ProposalList } from "../pages/proposal-list.ts";
import { Site } from "../pages/site.ts";
import type { Session } from "../session.ts";

/** What the lists and registers say. Needs the sample's members, operators and past decisions. */
export function registers(session: () => Session): void {
  describe("Lists and registers", () => {
    it("the filter of the proposals stands in the address and survives a new look", async () => {
      await session().visit(async (page) => {
        const list = new ProposalList(page);
        await list.open();
        await list.main
          .getByRole("navigation", { name: "State" })
          .getByRole("link", { name: /^Rejected/ })
          .click();
        await expect(list.titles).toHaveText(["Retire the validator of Operator Delta"]);
        await expect(page).toHaveURL(/\/proposals\?state=rejected$/);
        await list.reload();
        await expect(list.titles).toHaveText(["Retire the validator of Operator Delta"]);

        const text = list.main.getByRole("searchbox", { name: "Text" });
        await text.fill("founding");
        await text.press("Enter");
        await expect(list.main).toContainText("No proposal matches this filter.");
        await list.main.getByRole("link", { name: "Clear the filter" }).first().click();
        await expect(list.titles.first()).toBeVisible();
        await text.fill("ADMIT four");
        await text.press("Enter");
        await expect(list.titles).toHaveText(["Admit the four founding validators"]);
      });
    });

    it("the members are there with their weights, in the order that was asked for", async () => {
      await session().visit(async (page) => {
        const site = new Site(page);
        await site.open("/members");
        const names = site.main.getByRole("table").getByRole("rowheader");
        await expect(names).toHaveCount(27);
        await expect(names.first()).toContainText("Austria");
        await site.main.getByRole("link", { name: "By population" }).click();
        await expect(names.first()).toContainText("Germany");
        await expect(names.last()).toContainText("Malta");
        await names.first().getByRole("link").click();
        await expect(site.heading).toHaveText("Germany");
        const votes = site.main.getByRole("region", { name: "Votes" });
        await expect(
          votes.getByRole("row").filter({ hasText: "Retire the validator of Operator Delta" }),
        ).toContainText("Two missed windows justify a warning, not the loss of a validator.");
      });
    });

    it("an organisation leads to its nodes, and a node to its operator", async () => {
      await session().visit(async (page) => {
        const site = new Site(page);
        await site.open("/organisations");
        await site.main.getByRole("link", { name: operators[3].name }).click();
        await expect(site.heading).toHaveText(operators[3].name);
        await expect(page).toHaveURL(
          new RegExp(`/organisations/${organisationId(operators[3].identifier)}$`),
        );
        await site.main.getByRole("link", { name: "validator-1.delta.example" }).click();
        await expect(site.heading).toHaveText("validator-1.delta.example");
        await site.main.getByRole("link", { name: operators[3].name }).click();
        await expect(site.heading).toHaveText(operators[3].name);
      });
    });

    it("the nodes can be sifted by status and kind", async () => {
      await session().visit(async (page) => {
        const site = new Site(page);
        await site.open("/nodes");
        const names = site.main.getByRole("table").getByRole("rowheader");
        await site.main.getByRole("link", { name: "Observer node" }).click();
        await expect(names).toHaveText(["observer-1.gamma.example", "observer-1.delta.example"]);
        await site.main.getByRole("link", { name: /^Active/ }).click();
        await expect(names).toHaveText(["observer-1.delta.example"]);
        await site.main.getByRole("link", { name: /^Suspended/ }).click();
        await expect(site.main).toContainText("No node fits this selection");
        await site.main.getByRole("link", { name: "Show all nodes" }).click();
        await expect(names).toHaveCount(7);
      });
    });
  });
}
