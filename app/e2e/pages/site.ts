import type { Locator, Page } from "playwright";
import { expect } from "../expect.ts";

/** What every page has: header, notices, the heading of its content. */
export class Site {
  readonly page: Page;
  readonly header: Locator;
  readonly main: Locator;
  /** The page without the notices above it. */
  readonly content: Locator;
  readonly heading: Locator;

  constructor(page: Page) {
    this.page = page;
    this.header = page.getByRole("banner");
    this.main = page.getByRole("main");
    this.content = this.main.getByRole("article").first();
    this.heading = this.main.getByRole("heading", { level: 1 });
  }

  async open(path: string): Promise<void> {
    await this.page.goto(path);
    await this.alive();
  }

  async reload(): Promise<void> {
    await this.page.reload();
    await this.alive();
  }

  /** Until scripts have taken over a page, clicks on its buttons are lost: SvelteKit's announcer appears when they have. */
  async alive(): Promise<void> {
    await this.page.locator("#svelte-announcer").waitFor({ state: "attached" });
    await expect(this.heading).toBeVisible();
  }

  /** What the pages say about the index, above all else. */
  indexNotice(title: string): Locator {
    return this.main.getByRole("status").filter({ hasText: title });
  }

  async followMenu(name: string): Promise<void> {
    await this.header.getByRole("navigation").getByRole("link", { name, exact: true }).click();
  }
}
