import type { CDPSession, Locator, Page } from "playwright";
import { expect } from "../expect.ts";

import { DetachedSignature } from "./detached-signature.ts";
import { Site } from "./site.ts";

/** The mandates of one member. */
export class MandatesPage extends Site {
  readonly keys: Locator;
  readonly form: Locator;
  readonly paper: Locator;
  readonly appointButton: Locator;
  readonly mandateKey: Locator;
  readonly successor: Locator;
  readonly handOverButton: Locator;
  readonly acceptButton: Locator;
  readonly history: Locator;
  readonly publicKey: Locator;
  readonly publicKeyFile: Locator;
  readonly prepareButton: Locator;

  constructor(page: Page) {
    super(page);
    const section = (name: string) => this.main.getByRole("region", { name, exact: true });
    this.keys = section("Keys");
    this.form = section("Appoint a representative");
    this.paper = this.form.getByRole("textbox", { name: "Proof of the key" });
    this.mandateKey = section("Mandate key");
    this.successor = this.mandateKey.getByRole("textbox");
    this.handOverButton = this.mandateKey.getByRole("button", { name: "Hand the mandate over" });
    this.acceptButton = this.mandateKey.getByRole("button", { name: /^Accept the mandate of/ });
    this.history = section("History");
    this.publicKey = this.form.getByRole("textbox", { name: "Public key or certificate" });
    this.publicKeyFile = this.form.getByLabel("Or choose its file");
    this.prepareButton = this.form.getByRole("button", { name: "Prepare what the key signs" });
    this.appointButton = this.form.getByRole("button", { name: "Appoint", exact: true });
  }

  async openOf(code: string): Promise<void> {
    await this.open(`/mandates?member=${code}`);
  }

  /** What a key signs that is kept elsewhere. */
  get detached(): DetachedSignature {
    return new DetachedSignature(this.form);
  }

  async kind(name: "Account" | "Passkey" | "P-256 key or RSA seal"): Promise<void> {
    await this.form.getByRole("radio", { name: new RegExp(`^${name}`) }).check();
  }

  async makePasskey(): Promise<void> {
    await this.kind("Passkey");
    await this.form.getByRole("button", { name: "Make a passkey and sign" }).click();
    await this.expectProven();
  }

  async expectProven(): Promise<void> {
    await expect(this.form).toContainText("The key is proven");
  }

  key(kind: string): Locator {
    return this.keys.getByRole("row").filter({ hasText: kind });
  }
}

/** A device that keeps passkeys and has just looked at its owner, as Chromium simulates it. */
export async function plugInAuthenticator(page: Page): Promise<CDPSession> {
  const session = await page.context().newCDPSession(page);
  await session.send("WebAuthn.enable");
  await session.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return session;
}
