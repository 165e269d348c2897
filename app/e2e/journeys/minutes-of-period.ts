import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { expect } from "../expect.ts";

import { expectAccessible } from "../accessibility.ts";
import { Site } from "../pages/site.ts";
import type { Session } from "../session.ts";

/** The minutes of a period, read, asked for wrongly, and printed. Needs the sample's decisions. */
export function minutesOfPeriod(session: () => Session): void {
  describe("Minutes of a period", () => {
    const day = (seconds: number) => new Date(seconds * 1000).toISOString().slice(0, 10);

    it("name each decision with who voted how, the attendance, and what changed", async () => {
      const today = await session().assembly.now();
      const whole = `from=${day(today - 200 * 86_400)}&to=${day(today)}`;
      await session().visit(async (page) => {
        const site = new Site(page);
        await site.open("/mandates");
        await site.main.getByRole("link", { name: "Minutes of a period" }).click();
        await expect(site.heading).toHaveText(/ to /);

        await site.open(`/minutes?${whole}`);
        const section = (name: string) => site.main.getByRole("region", { name, exact: true });
        const decision = section("Decisions")
          .getByRole("listitem")
          .filter({ hasText: "Retire the validator of Operator Delta" });
        await expect(decision).toContainText("Rejected");
        await expect(decision).toContainText("Against (11)");
        await expect(decision).toContainText("Did not vote (14)");
        await expect(decision).toContainText("13 of 27 members");
        const germany = section("Attendance").getByRole("row", { name: /^Germany/ });
        await expect(germany).toBeVisible();
        await expect(section("Changes of mandates")).toContainText("was appointed");
        await expect(section("Rules and times that changed").getByRole("row").nth(1)).toBeVisible();
        await expectAccessible(page);

        const resultPackage = decision.getByRole("link", { name: "Download the result package" });
        const answer = await page.request.get((await resultPackage.getAttribute("href"))!);
        assert.equal(answer.status(), 200);
        await decision.getByRole("link", { name: "Minutes of this decision" }).click();
        await expect(site.heading).toHaveText("Retire the validator of Operator Delta");
      });
    });

    it("are read without script, and print without what only a screen can do", async () => {
      await session().visit({ javaScript: false, width: 390 }, async (page) => {
        await page.goto("/minutes");
        const site = new Site(page);
        await expect(site.heading).toHaveText(/ to /);
        const today = await session().assembly.now();
        await site.main.getByLabel("First day").fill(day(today - 7 * 86_400));
        await site.main.getByRole("button", { name: "Show" }).click();
        await expect(page).toHaveURL(new RegExp(`from=${day(today - 7 * 86_400)}`));
      });
      await session().visit({ width: 390 }, async (page) => {
        const site = new Site(page);
        await site.open("/minutes");
        await expectAccessible(page);
        await page.emulateMedia({ media: "print" });
        await expect(site.main.getByLabel("First day")).toBeHidden();
        await expect(site.main.getByRole("button")).toHaveCount(0);
        const pdf = await page.pdf({ format: "A4" });
        assert.equal(pdf.subarray(0, 5).toString(), "%PDF-");
      });
    });

    it("say what is wrong with a period, and which one would do", async () => {
      await session().visit({ tolerates: [/status of 40[04]/] }, async (page) => {
        const site = new Site(page);
        for (const [query, why] of [
          ["from=2026-02-30&to=2026-03-01", "“2026-02-30” is no day."],
          ["from=2026-03-02&to=2026-03-01", "The period would end (2026-03-01) before it begins"],
          ["from=2026-03-02", "The last day of the period is missing."],
          ["from=2999-01-01&to=2999-02-01", "The period begins on 2999-01-01, which lies ahead."],
          ["body=0x01", "There is no such body"],
        ] as const) {
          await site.open(`/minutes?${query}`);
          await expect(site.heading).toContainText(why);
        }
        await site.open("/minutes?from=2026-03-02");
        await expect(site.main).toContainText("Give two days of the calendar");
        await expectAccessible(page);
      });
    });

    it("of another body speak of that body", async () => {
      const { addresses } = session().stack.endpoints;
      await session().visit({ theme: "dark" }, async (page) => {
        const site = new Site(page);
        await site.open(`/minutes?body=${addresses.OperatorsCommittee}`);
        await expect(site.content).toContainText("Operators' Committee");
        await expectAccessible(page);
      });
    });
  });
}
