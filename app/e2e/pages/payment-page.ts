import type { Locator, Page } from "playwright";

import { expect } from "../expect.ts";
import { Site } from "./site.ts";

/** The form of a new payment. */
export class NewPaymentPage extends Site {
  readonly preview: Locator;

  constructor(page: Page) {
    super(page);
    this.preview = this.main.getByRole("region", { name: "What follows" });
  }

  field(name: string): Locator {
    return this.main.getByLabel(name, { exact: true });
  }

  button(name: string): Locator {
    return this.main.getByRole("button", { name, exact: true });
  }

  /** Waits for the agreement, and opens its page. */
  async followTo(link: string): Promise<void> {
    await this.main.getByRole("link", { name: link }).click();
    await expect(this.page).toHaveURL(/\/0x[0-9a-f]{64}$/);
  }
}

/** The page of a payment, a stream or a subscription, as far as something can be done there. */
export class PaymentPage extends Site {
  readonly actions: Locator;

  constructor(page: Page) {
    super(page);
    this.actions = this.main.getByRole("region", { name: "What can be done" });
  }

  /** The form of an action that is offered to the reader. */
  async choose(action: string): Promise<Locator> {
    const form = this.actions
      .getByRole("group")
      .filter({ has: this.page.getByText(action, { exact: true }) });
    const button = form.getByRole("button", { name: action, exact: true });
    await expect(form).toBeVisible();
    if (!(await button.isVisible())) await form.getByText(action, { exact: true }).first().click();
    await expect(button).toBeVisible();
    return form;
  }

  /** Does something that is offered, and waits until the pages show it. */
  async act(action: string, fill?: (form: Locator) => Promise<unknown>): Promise<void> {
    const form = await this.choose(action);
    await fill?.(form);
    await form.getByRole("button", { name: action, exact: true }).click();
    await this.expectDone(action);
  }

  /** What became of the action stands under its name, in the place of what was done before. */
  async expectDone(action: string): Promise<void> {
    const named = this.page.getByText(action, { exact: true });
    await expect(this.actions.getByRole("paragraph").and(named)).toBeVisible({ timeout: 30_000 });
    await expect(this.actions.locator("[data-step='indexed']")).toBeVisible({ timeout: 30_000 });
  }
}
