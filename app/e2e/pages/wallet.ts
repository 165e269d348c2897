import type { Locator, Page } from "playwright";
import { expect } from "../expect.ts";

/** The button at the top and the window in which readers say for whom they act. */
export class Wallet {
  readonly button: Locator;
  readonly dialog: Locator;
  readonly choice: Locator;

  constructor(page: Page) {
    this.button = page.getByRole("banner").getByRole("button", {
      name: /^(Act as …|Connecting …|Connect a wallet|.+: change or disconnect)$/,
    });
    this.dialog = page.getByRole("dialog", { name: "Who acts?" });
    this.choice = this.dialog.getByRole("combobox", { name: "Act as" });
  }

  async open(): Promise<void> {
    await this.button.click();
    await expect(this.dialog).toBeVisible();
  }

  /** Chooses an account of the development wallet by what it is, for example "Representative of Austria". */
  async actAs(who: string): Promise<void> {
    await this.open();
    await this.choice.pressSequentially(who);
    await this.dialog.getByRole("option", { name: who }).click();
    await this.expectActsAs(who);
  }

  /** Connects a wallet that the browser offers. */
  async connect(name: string): Promise<void> {
    await this.open();
    await this.dialog.getByRole("button", { name: `Connect ${name}` }).click();
  }

  async expectActsAs(who: string): Promise<void> {
    await expect(this.dialog).toBeHidden();
    await expect(this.button).toHaveAccessibleName(`${who}: change or disconnect`);
  }
}
