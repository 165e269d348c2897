import type { Locator, Page } from "playwright";
import { expect } from "../expect.ts";

import { Site } from "./site.ts";

/** The page on which an administrator registers a node. */
export class RegisterPage extends Site {
  readonly what: Locator;
  readonly sign: Locator;
  readonly send: Locator;
  readonly organisation: Locator;
  readonly enode: Locator;
  readonly proof: Locator;
  readonly keyFile: Locator;
  readonly command: Locator;
  readonly sendButton: Locator;

  constructor(page: Page) {
    super(page);
    this.what = this.main.getByRole("region", { name: "1. Which node" });
    this.sign = this.main.getByRole("region", { name: "2. Sign with the node’s key" });
    this.send = this.main.getByRole("region", { name: "3. Register" });
    this.organisation = this.what.getByRole("combobox", { name: "Organisation" });
    this.enode = this.what.getByRole("textbox", { name: "Enode URL" });
    this.proof = this.sign.getByRole("textbox", { name: "Output of the command" });
    this.keyFile = this.sign.getByRole("textbox", { name: "Key file" });
    this.command = this.sign.getByRole("code");
    this.sendButton = this.send.getByRole("button", { name: "Register the node" });
  }

  override async open(path = "/nodes/register"): Promise<void> {
    await super.open(path);
  }

  async choose(organisation: string, kind: string, enode: string): Promise<void> {
    await this.organisation.selectOption(organisation);
    await this.what.getByRole("radio", { name: new RegExp(`^${kind}`) }).check();
    await this.enode.fill(enode);
  }

  /** The command as a reader copies it, once the register has said what is known of the key. */
  async commandText(): Promise<string> {
    await expect(this.command).toBeVisible();
    return await this.command.innerText();
  }

  /** What is wrong with a field stands with it, and is said of it. */
  async expectProblem(field: Locator, problem: string | RegExp): Promise<void> {
    await expect(field).toHaveAttribute("aria-invalid", "true");
    await expect(field).toHaveAccessibleDescription(problem);
  }
}
