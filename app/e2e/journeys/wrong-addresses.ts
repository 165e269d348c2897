import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { expect } from "../expect.ts";

import { Site } from "../pages/site.ts";
import type { Session } from "../session.ts";

const nobody = `0x${"12".repeat(32)}`;
const pages: [path: string, title: string, help: RegExp][] = [
  [
    "/proposals/999",
    "There is no proposal 999.",
    /Check the address\. A proposal that was sent a moment ago appears as soon as the index has read its block\./,
  ],
  ["/proposals/no-number", "There is no proposal no-number.", /Check the address\./],
  [
    `/nodes/${nobody}`,
    "There is no such node",
    /Check the id: it is the hash of the node’s public key\. The page “Nodes” lists all of them\./,
  ],
  ["/nodes/0x12", "There is no such node", /Check the id/],
  [`/organisations/${nobody}`, "There is no such organisation", /Check the/],
  [
    "/members/ZZ",
    "There is no member ZZ",
    /Give the code of a member, for example BE, or its account id/,
  ],
  [
    `/payments/${nobody}`,
    "There is no such payment",
    /Check the id: it is the hash of the terms\. The page “Payments” lists all payments/,
  ],
  ["/payments/12", "There is no such payment", /Check the id/],
  [`/payments/streams/${nobody}`, "There is no such stream", /Check the id/],
  [`/payments/subscriptions/${nobody}`, "There is no such subscription", /Check the id/],
  [
    "/nonsense",
    "There is no such page",
    /Check the address, or find what you look for from the home page\./,
  ],
];

/** Addresses that lead nowhere. Needs nothing. */
export function wrongAddresses(session: () => Session): void {
  describe("An address that leads nowhere", () => {
    for (const [path, title, help] of pages) {
      it(`${path} says what is missing and what to do`, async () => {
        await session().visit({ tolerates: [/status of 404/] }, async (page) => {
          const site = new Site(page);
          const response = await page.goto(path);
          assert.equal(response?.status(), 404);
          await expect(site.heading).toHaveText(title);
          await expect(site.main).toContainText(help);
          await site.main.getByRole("link", { name: "Go to the home page" }).click();
          await expect(site.heading).toHaveText("Decisions on the shared network");
        });
      });
    }
  });
}
