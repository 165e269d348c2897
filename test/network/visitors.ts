import fs from "node:fs";
import path from "node:path";

import type { Browser, Page } from "playwright";
import type { LocalAccount } from "viem";

import { watchComplaints } from "../../app/e2e/complaints.ts";
import { launchBrowser } from "../../app/e2e/launch-browser.ts";
import { offerSigningWallet } from "../../app/e2e/offered-wallet.ts";
import { Wallet } from "../../app/e2e/pages/wallet.ts";

const pictures = path.resolve(import.meta.dirname, "../../.foedus/e2e/network");
const walletName = "Wallet of the tests";

export interface Site {
  /** Where the dApp is. */
  origin: string;
  /** Where a wallet reaches the chain. */
  rpc: string;
  chainId: number;
}

/** People with browsers and wallets of their own, at the dApp of a real network. */
export class Visitors {
  readonly #browser: Browser;
  readonly #site: Site;

  private constructor(browser: Browser, site: Site) {
    this.#browser = browser;
    this.#site = site;
  }

  static async arrive(program: string, site: Site): Promise<Visitors> {
    fs.rmSync(pictures, { recursive: true, force: true });
    return new Visitors(await launchBrowser(program), site);
  }

  /** One visit, with a wallet where there is a key. Fails when a page complains or asks any other server. */
  async visit(task: (page: Page) => Promise<void>, key?: LocalAccount): Promise<void> {
    const { origin } = this.#site;
    const context = await this.#browser.newContext({
      baseURL: origin,
      locale: "en-GB",
      timezoneId: "Europe/Brussels",
      reducedMotion: "reduce",
    });
    context.setDefaultTimeout(20_000);
    const complaints = watchComplaints(context, origin, []);
    try {
      if (key !== undefined) await offerSigningWallet(context, walletName, { key, ...this.#site });
      const page = await context.newPage();
      try {
        await task(page);
      } catch (error) {
        await this.picture(page, "failure");
        throw error;
      }
      if (complaints.length > 0)
        throw new Error(`The pages complain:\n  ${complaints.join("\n  ")}`);
    } finally {
      await context.close();
    }
  }

  /** Connects the visitor's wallet. */
  async connect(page: Page): Promise<void> {
    const wallet = new Wallet(page);
    await wallet.connect(walletName);
    await wallet.dialog.waitFor({ state: "hidden" });
  }

  /** Keeps what the page looks like in `.foedus/e2e/network/`. */
  async picture(page: Page, name: string): Promise<void> {
    await page.screenshot({ path: path.join(pictures, `${name}.png`), fullPage: true });
  }

  async leave(): Promise<void> {
    await this.#browser.close();
  }
}
