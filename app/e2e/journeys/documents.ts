import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { describe, it } from "node:test";

import type { Page } from "playwright";
import { expect } from "../expect.ts";

import { expectAccessible } from "../accessibility.ts";
import { NewProposalPage } from "../pages/new-proposal-page.ts";
import { ProposalPage } from "../pages/proposal-page.ts";
import { Site } from "../pages/site.ts";
import { Wallet } from "../pages/wallet.ts";
import type { Session } from "../session.ts";

const content = Buffer.from("%PDF-1.7 The members decide as follows.\n");
const changed = Buffer.from("%PDF-1.7 The members decide as folloWs.\n");
const sha256 = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");
const file = (name: string, buffer: Buffer) => ({ name, mimeType: "application/pdf", buffer });

/** The document that is decided on. Needs the sample's members; leaves an open proposal. */
export function documents(session: () => Session): void {
  describe("The decision's document", () => {
    it("is named by its hash in a new proposal, and nothing of it is sent", async () => {
      await session().visit(async (page) => {
        const sent = bodiesSentBy(page);
        const form = new NewProposalPage(page);
        await form.open(`/proposals/new?measure=set-quarantine-rule&monitors=2&silence=90`);
        await new Wallet(page).actAs("Representative of Austria");
        await form.document.setInputFiles(file("empty.pdf", Buffer.alloc(0)));
        await expect(form.document).toHaveAccessibleDescription(/empty\.pdf is empty\./);
        await form.sendButton.click();
        await expect(form.document).toBeFocused();

        await form.document.setInputFiles(file("Draft\u202e decision.pdf", content));
        const line = `Document: Draft_ decision.pdf; ${content.length} bytes; sha256 ${sha256(content)}`;
        await expect(form.main.getByText(line)).toBeVisible();
        await expect(form.preview).toContainText(sha256(content));

        await form.reasons.fill(`Because.\n\n${line}`);
        await expect(form.document).toHaveAccessibleDescription(
          /The reasons hold a line that names a document already\./,
        );
        await form.reasons.fill("Because.");
        await expectAccessible(page);
        await form.title.fill("Change the quarantine by a document");
        await form.sendButton.click();
        await expect(form.main).toContainText("The proposal is made.");
        await form.main.getByRole("link", { name: "Open the proposal" }).click();

        const proposal = new ProposalPage(page);
        await expect(proposal.heading).toHaveText("Change the quarantine by a document");
        await expect(proposal.document).toContainText("Draft_ decision.pdf");
        await expect(proposal.document).toContainText(`${content.length} bytes`);
        await expect(proposal.document).toContainText(sha256(content));
        await expectAccessible(page);

        await proposal.checkDocument.setInputFiles(file("copy.pdf", content));
        await expect(proposal.document).toContainText("This is the document that was decided on");
        await proposal.checkDocument.setInputFiles(file("copy.pdf", changed));
        await expect(proposal.document).toContainText("This is another file");
        await expect(proposal.document).toContainText(`Of the picked file ${sha256(changed)}`);
        await expectAccessible(page);
        await proposal.checkDocument.setInputFiles(file("nothing.pdf", Buffer.alloc(0)));
        await expect(proposal.checkDocument).toHaveAccessibleDescription(/nothing\.pdf is empty\./);
        await expect(proposal.document).not.toContainText("This is another file");

        for (const bytes of [content, changed])
          assert.ok(!sent.some((body) => body.includes(bytes)), "The file was sent.");
        assert.ok(sent.length > 0, "Nothing at all was seen to be sent.");
      });
    });

    it("is found by its name and its hash, and reads without a script", async () => {
      await session().visit({ javaScript: false }, async (page) => {
        const site = new Site(page);
        await page.goto(`/proposals?text=${sha256(content).slice(0, 20)}`);
        await site.main.getByRole("link", { name: "Change the quarantine by a document" }).click();
        await expect(new ProposalPage(page).document).toContainText(sha256(content));
        // The minutes name it too, for whoever reads them on paper.
        await page.goto(`${new URL(page.url()).pathname}/minutes`);
        const section = site.main.getByRole("region", { name: "Document", exact: true });
        await expect(section).toContainText("Draft_ decision.pdf");
        await expect(section).toContainText(sha256(content));
      });
    });
  });
}

/** What the page sends from now on. */
function bodiesSentBy(page: Page): Buffer[] {
  const bodies: Buffer[] = [];
  page.on("request", (request) => {
    const body = request.postDataBuffer();
    if (body) bodies.push(body);
  });
  return bodies;
}
