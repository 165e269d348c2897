import type { Locator, Page } from "playwright";
import { expect } from "../expect.ts";

import { Site } from "./site.ts";

/** The page of one node. */
export class NodePage extends Site {
  readonly article: Locator;
  readonly history: Locator;
  readonly facts: Locator;

  constructor(page: Page) {
    super(page);
    this.article = this.main.getByRole("article");
    this.history = this.main.getByRole("list", { name: "History" });
    this.facts = this.main.getByRole("complementary", { name: "Facts" });
  }

  async expectStatus(
    word: "Pending" | "Active" | "Standby" | "Suspended" | "Retired" | "Withdrawn",
  ): Promise<void> {
    await expect(this.article.getByText(word, { exact: true }).first()).toBeVisible();
  }

  step(title: string): Locator {
    return this.history.getByRole("listitem").filter({ hasText: title });
  }
}
