import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, describe, it } from "node:test";

import { expect } from "../expect.ts";

import { runInTerminal } from "../command-line.ts";
import { sampleProposals } from "../sample-proposals.ts";
import type { Session } from "../session.ts";

/** An auditor takes a decision home and believes nobody. Needs the sample's rejected proposal; changes nothing. */
export function resultPackages(session: () => Session): void {
  describe("The result of a decision", () => {
    let folder: string;
    before(() => {
      folder = fs.mkdtempSync(path.join(os.tmpdir(), "foedus-result-"));
    });
    after(() => {
      fs.rmSync(folder, { recursive: true, force: true });
    });

    it("is downloaded from the page, verified by the command line, and refused when changed", async () => {
      const file = path.join(folder, "result.json");
      await session().visit(async (page) => {
        await page.goto(sampleProposals.rejected);
        const begun = page.waitForEvent("download");
        await page.getByRole("link", { name: "Download the result package" }).click();
        const download = await begun;
        assert.equal(download.suggestedFilename(), "result.json");
        await download.saveAs(file);
      });
      const printed = await runInTerminal(`npm run --silent foedus -- verify '${file}'`);
      assert.match(printed, /Holds: Assembly of Members, proposal \d+: refused/);
      assert.match(printed, /trusts +Block hash 0x[0-9a-f]{64} of block \d+/);

      const text = fs.readFileSync(file, "utf8");
      fs.writeFileSync(file, text.replace('"support":"against"', '"support":"for"'));
      await assert.rejects(
        runInTerminal(`npm run --silent foedus -- verify '${file}'`),
        /ended with 1:[^]*The package says votes\[\d+\]\.support is "for"; the evidence says "against"/,
      );
    });

    it("has minutes that are read without a script, in both languages", async () => {
      await session().visit({ javaScript: false }, async (page) => {
        await page.goto(`${sampleProposals.rejected}/minutes`);
        await expect(page.getByRole("main")).toContainText(
          "Of 27 members 1 were in favour, 11 against; 1 abstained and 14 did not vote.",
        );
        await expect(page.getByRole("main")).toContainText(
          "Members in favour: 1 × 100 = 100; at least 27 × 55 = 1,485 is needed. Not met.",
        );
        await expect(page.getByRole("row", { name: /Germany/ })).toContainText("in person");
        await page.goto(`/fr${sampleProposals.rejected}/minutes`);
        await expect(page.getByRole("main")).toContainText("La proposition a été rejetée.");
      });
    });

    it("is answered to programs as a problem where there is none", async () => {
      const answer = await fetch(`${session().origin}/api/v1/proposals/999/result`);
      assert.equal(answer.status, 404);
      assert.match(answer.headers.get("content-type") ?? "", /^application\/problem\+json/);
    });
  });
}
