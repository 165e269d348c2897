import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { Site } from "../pages/site.ts";
import type { Session } from "../session.ts";

/** What pages may not do is forbidden by the server, and would be noticed by these tests. Needs nothing. */
export function closedDoors(session: () => Session): void {
  describe("The closed doors of a page", () => {
    it("the content security policy allows this server and nothing inline", async () => {
      const response = await fetch(session().origin);
      const policy = response.headers.get("content-security-policy") ?? "";
      assert.match(policy, /default-src 'none'/);
      assert.match(policy, /script-src 'self' 'nonce-[^']+'/);
      assert.doesNotMatch(policy, /unsafe-inline|unsafe-eval|https?:|\*/);
    });

    const misdeeds: [name: string, misdeed: string, complaint: RegExp][] = [
      [
        "asks another server",
        "fetch('https://example.org/').catch(() => {})",
        /request to another origin: https:\/\/example\.org\/|Content Security Policy/,
      ],
      [
        "runs an inline script",
        "const s = document.createElement('script'); s.textContent = '1'; document.body.append(s)",
        /Content Security Policy/,
      ],
      [
        "wears an inline style",
        "document.body.insertAdjacentHTML('beforeend', '<p style=\"color: red\"></p>')",
        /Content Security Policy/,
      ],
      [
        "loads a picture from elsewhere",
        "document.body.append(Object.assign(new Image(), { src: 'https://example.org/a.png' }))",
        /Content Security Policy|another origin/,
      ],
      ["logs an error", "console.error('something is wrong')", /something is wrong/],
      ["throws", "setTimeout(() => { throw new Error('thrown aside') })", /thrown aside/],
    ];
    for (const [name, misdeed, complaint] of misdeeds) {
      it(`a page that ${name} is noticed`, async () => {
        const visit = session().visit(async (page) => {
          const site = new Site(page);
          await site.open("/members");
          const context = page.context();
          const told = [context.waitForEvent("console"), context.waitForEvent("weberror")];
          await page.evaluate(misdeed);
          await Promise.any(told);
        });
        await assert.rejects(visit, complaint);
      });
    }
  });
}
