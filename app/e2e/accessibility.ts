import assert from "node:assert/strict";

import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright";

const standards = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"];

/** What axe finds on the page as it stands, one line a place. */
export async function accessibilityProblems(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    // What passed is not collected, and no second page is opened to collect it: no page here has a frame.
    .options({ resultTypes: ["violations"] })
    .setLegacyMode()
    .withTags(standards)
    .analyze();
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(
      ({ target, failureSummary = "" }) => `${id}: ${help}: ${target.join(" ")}: ${failureSummary}`,
    ),
  );
}

/** How far a page is too wide for its window, in CSS pixels. */
export async function sidewaysScroll(page: Page): Promise<number> {
  return await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
}

export async function expectAccessible(page: Page): Promise<void> {
  assert.deepEqual(await accessibilityProblems(page), []);
  assert.equal(await sidewaysScroll(page), 0, "The page scrolls sideways.");
}
