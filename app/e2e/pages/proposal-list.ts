import type { Locator } from "playwright";
import { expect } from "../expect.ts";

import { Site } from "./site.ts";

/** The list of all proposals. */
export class ProposalList extends Site {
  override async open(path = "/proposals"): Promise<void> {
    await super.open(path);
  }

  entry(title: string): Locator {
    return this.main
      .getByRole("listitem")
      .filter({ has: this.page.getByRole("article", { name: title, exact: true }) });
  }

  link(title: string): Locator {
    return this.entry(title).getByRole("link", { name: title, exact: true });
  }

  get titles(): Locator {
    return this.main.getByRole("listitem").getByRole("heading");
  }

  async expectEntry(
    title: string,
    { state, bars }: { state: string; bars: string },
  ): Promise<void> {
    const entry = this.entry(title);
    await expect(entry).toContainText(state);
    await expect(entry.getByRole("img", { name: bars })).toBeVisible();
  }
}
