import { before, describe, it } from "node:test";

import { expect } from "playwright/test";
import type { Address } from "viem";

import { groupId } from "../../../deploy/circuits.ts";
import { committeeOperators, emergencyStates } from "../../../deploy/networks/local/bodies.ts";
import { circuitBreakerAbi, councilAbi } from "../../../generated/contracts/index.ts";
import { expectAccessible } from "../accessibility.ts";
import { representativeOf } from "../assembly.ts";
import { ProposalPage } from "../pages/proposal-page.ts";
import { Site } from "../pages/site.ts";
import { Wallet } from "../pages/wallet.ts";
import type { Session } from "../session.ts";

/** Members of other bodies than the Assembly in the browser. Needs the sample; leaves paused reports of machines. */
export function otherBodies(session: () => Session): void {
  describe("A member of another body", () => {
    const addressOf = (name: string): Address => {
      const address = session().stack.endpoints.addresses[name];
      if (!address) throw new Error(`The endpoints name no ${name}.`);
      return address.toLowerCase() as Address;
    };
    const pathOf = (council: string) => `/bodies/${addressOf(council)}`;

    it("has a page with its mandate, and leads to its seat in other bodies", async () => {
      await session().visit(async (page) => {
        const site = new Site(page);
        await site.open(pathOf("OperatorsCommittee"));
        const members = site.main.getByRole("table", { name: "Members" });
        for (const code of committeeOperators)
          await expect(members.getByRole("link", { name: code })).toBeVisible();
        await members.getByRole("link", { name: "ALPHA" }).click();
        await expect(site.heading).toHaveText("ALPHA");
        await expect(site.main).toContainText("Member of: Operators' Committee");
        await expect(site.main.getByRole("table", { name: /Representatives/ })).toContainText(
          "Running",
        );
        await new Wallet(page).actAs("Representative of ALPHA (Operators' Committee)");
        await expect(site.main).toContainText("You act for ALPHA");
        await expectAccessible(page);

        await site.open(`${pathOf("EmergencyCouncil")}/members/BE`);
        await site.main.getByRole("link", { name: "Assembly of Members" }).click();
        await expect(page).toHaveURL(/\/members\/BE$/);
        await expect(site.main.getByRole("link", { name: "Emergency Council" })).toBeVisible();
      });
    });

    describe("votes in the browser", () => {
      const title = "Pause reports";
      let path: string;

      before(async () => {
        const { assembly } = session();
        const council = { address: addressOf("EmergencyCouncil"), abi: councilAbi };
        const breaker = { address: addressOf("CircuitBreaker"), abi: circuitBreakerAbi };
        const pause = assembly.call(breaker, "pause", [groupId("reports"), 3_600]);
        await assembly.send(
          representativeOf(emergencyStates[0]),
          assembly.call(council, "propose", [[pause.target], [0n], [pause.data], `# ${title}`]),
        );
        path = `/proposals/1?body=${council.address}`;
      });

      it("is asked at home for its vote, and who has no seat is told why it cannot", async () => {
        await session().visit(async (page) => {
          const site = new Site(page);
          const wallet = new Wallet(page);
          await site.open("/");
          await wallet.actAs("Representative of Cyprus");
          const actions = site.main.locator("#my-actions");
          await expect(actions.getByRole("listitem").filter({ hasText: title })).toContainText(
            "Emergency Council",
          );
          await wallet.actAs("Representative of France");
          await expect(actions).not.toContainText(title);
          const proposal = new ProposalPage(page);
          await proposal.open(path);
          await expect(proposal.vote).toContainText("Your key represents no member of this body.");
          await expect(proposal.castButton).toBeHidden();
        });
      });

      it("three of five carry it, and anybody carries it out", async () => {
        await session().visit(async (page) => {
          const proposal = new ProposalPage(page);
          const wallet = new Wallet(page);
          await proposal.open(`/proposals?body=${addressOf("EmergencyCouncil")}`);
          const link = proposal.main.getByRole("link", { name: title });
          await expect(link).toHaveAttribute("href", path);
          await link.click();
          await expect(proposal.main.locator("#arithmetic")).toContainText("3 of 5");
          for (const name of ["Belgium", "Cyprus", "Denmark"]) {
            await wallet.actAs(`Representative of ${name}`);
            await proposal.castVote("In favour");
            await expect(proposal.vote).toContainText(`${name} voted: In favour.`);
          }
          await expectAccessible(page);
          await wallet.actAs("Representative of France");
          await proposal.executeButton.click();
          await proposal.expectState("Executed");
          await proposal.votes.getByRole("link", { name: "Cyprus" }).click();
          await expect(
            proposal.main.getByRole("table", { name: /^Votes of the member/ }),
          ).toContainText(title);

          await proposal.open(pathOf("EmergencyCouncil"));
          const groups = proposal.main.getByRole("table", { name: "What it can pause" });
          const paused = groups.getByRole("row", { name: /Reports of machines/ });
          await expect(paused).toContainText("Paused until");
          await expect(paused).toContainText("Used up on");
          await expect(groups.getByRole("row", { name: /New registrations/ })).toContainText(
            "Armed",
          );
        });
      });
    });
  });
}
