import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { describe, it } from "node:test";
import { setTimeout as pause } from "node:timers/promises";

import { expect } from "../expect.ts";

import { nodeId } from "../../../deploy/networks/local/sample.ts";
import { expectAccessible } from "../accessibility.ts";
import { NewProposalPage } from "../pages/new-proposal-page.ts";
import type { Session } from "../session.ts";

/** A simulation loads its process first, on a busy machine. */
const patience = { timeout: 60_000 };

/** Trying a proposal before it is made. Needs the sample's nodes before any other is admitted; changes nothing. */
export function simulations(session: () => Session): void {
  describe("A trial on a copy of the chain", () => {
    it("says what the proposal would change, without a wallet, and changes nothing", async () => {
      const { assembly } = session();
      const node = () =>
        assembly.read({
          ...assembly.contracts.nodeRegistry,
          functionName: "node",
          args: [nodeId(4)],
        });
      const before = await node();
      await session().visit(async (page) => {
        const form = new NewProposalPage(page);
        await form.open("/proposals/new?measure=retire-node");
        await form.tryButton.click();
        await expect(form.node).toBeFocused();
        await expect(form.node).toHaveAccessibleDescription(/Choose a node\./);

        await form.open(`/proposals/new?measure=retire-node&node=${nodeId(4)}`);
        await form.tryButton.click();
        await expect(form.simulation).toContainText("It would go through", patience);
        await expect(form.simulation).toContainText(/Approved with the votes of \d\d members/);
        await expect(form.simulation).toContainText("validator-2.beta.example would be: Retired.");
        await expect(form.simulation).toContainText(/values? would differ in the storage of/);
        await expectAccessible(page);
        await form.simulation.getByText("All records with their values").click();
        await expect(form.simulation.getByText("NodeStatusChanged")).toBeVisible();
        await form.simulation.getByText("All values in storage, before and after").click();
        await expect(form.simulation.getByText("Slot", { exact: true }).first()).toBeVisible();
        await expectAccessible(page);

        await form.title.fill("Another title");
        await expect(form.simulation).toContainText("The form has been changed since");
      });
      assert.deepEqual(await node(), before);
    });

    it("says by whom the proposal would be refused, and what helps, in the reader's language", async () => {
      await session().visit(async (page) => {
        const form = new NewProposalPage(page);
        await form.open(`/proposals/new?measure=retire-node&node=${nodeId(0)}`);
        await form.tryButton.click();
        await expect(form.simulation).toContainText(
          "It would be refused when it is executed",
          patience,
        );
        await expect(form.simulation).toContainText("The set would fall below its floor.");
        await expect(form.simulation).toContainText("Admit another validator first");
        await page.goto(`/fr/proposals/new?measure=retire-node&node=${nodeId(0)}`);
        await form.alive();
        await page.getByRole("button", { name: "L’essayer sur une copie de la chaîne" }).click();
        const simulation = page.getByRole("region", { name: "Ce qu’elle changerait" });
        await expect(simulation).toContainText("Elle serait refusée à l’exécution", patience);
        await expect(simulation).not.toContainText("The set would fall below its floor.");
        await expectAccessible(page);
      });
    });

    it("comes back when the simulator is killed, and names the command meanwhile", async () => {
      await session().visit({ tolerates: [/status of 50\d/] }, async (page) => {
        const form = new NewProposalPage(page);
        await form.open(`/proposals/new?measure=retire-node&node=${nodeId(4)}`);
        const over = new AbortController();
        const killing = (async () => {
          while (!over.signal.aborted) {
            const { simulator } = session().stack.pids();
            if (simulator !== undefined) process.kill(simulator, "SIGKILL");
            await pause(20);
          }
        })();
        try {
          await form.tryButton.click();
          await expect(form.simulation).toContainText("The simulator gives no answer.", patience);
        } finally {
          over.abort();
          await killing;
        }
        await expect(form.simulation).toContainText("--proposal proposal.json");
        const downloaded = page.waitForEvent("download");
        await form.simulation.getByRole("button", { name: "Save the proposal" }).click();
        const saved = JSON.parse(await readFile(await (await downloaded).path(), "utf8")) as Record<
          string,
          unknown
        >;
        assert.deepEqual(Object.keys(saved).sort(), [
          "calldatas",
          "council",
          "description",
          "targets",
          "values",
        ]);
        await expect(async () => {
          await form.tryButton.click();
          await expect(form.simulation).toContainText("It would go through", { timeout: 20_000 });
        }).toPass({ timeout: 90_000 });
      });
    });

    it("is asked for by programs with bounds, and refuses what is no proposal", async () => {
      const post = (body: string, type = "application/json") =>
        fetch(`${session().origin}/api/v1/simulations`, {
          method: "POST",
          headers: { "content-type": type },
          body,
        });
      const statuses = [
        await post("{}"),
        await post("{", "text/plain"),
        await post(`"${"a".repeat(200_000)}"`),
        await fetch(`${session().origin}/api/v1/simulations/1`),
      ];
      assert.deepEqual(
        statuses.map(({ status }) => status),
        [400, 415, 413, 400],
      );
      for (const answer of statuses) {
        assert.equal(answer.headers.get("content-type"), "application/problem+json");
        const { detail } = (await answer.json()) as { detail: string };
        assert.match(detail, /\w/);
      }
      // So many that the bucket of this client is empty.
      let limited: Response | undefined;
      for (let asked = 0; asked < 30 && limited === undefined; asked += 1) {
        const answer = await post("{}");
        if (answer.status === 429) limited = answer;
      }
      assert.ok(limited, "Nobody was refused for asking too often.");
      assert.match(limited.headers.get("retry-after") ?? "", /^\d+$/);
    });
  });
}
