import type { Locator } from "playwright";
import { expect } from "../expect.ts";

import { runInTerminal } from "../command-line.ts";

/** What a page gives a key to sign that is kept elsewhere, and where it takes the signature. */
export class DetachedSignature {
  readonly commands: Locator;
  readonly signature: Locator;
  readonly signatureFile: Locator;
  readonly #place: Locator;

  constructor(place: Locator) {
    this.#place = place;
    this.commands = place.getByRole("code").filter({ hasText: "openssl base64 -in" });
    this.signature = place.getByRole("textbox", { name: "Signature", exact: true });
    this.signatureFile = place.getByLabel("Or choose signature.bin");
  }

  /** Runs the commands as they stand in a folder with a `key.pem`; gives what they print. */
  async sign(folder: string, change = (commands: string) => commands): Promise<string> {
    await expect(this.commands).toBeVisible();
    const commands = change(await this.commands.innerText());
    return await runInTerminal(`set -e\ncd '${folder}'\n${commands}`);
  }

  async handIn(action: string): Promise<void> {
    await this.#place.getByRole("button", { name: action }).click();
  }
}
