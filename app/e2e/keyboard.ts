import assert from "node:assert/strict";

import type { Locator, Page } from "playwright";
import { expect } from "./expect.ts";

/** Hands that have no mouse. */
export class Keyboard {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  async press(key: string): Promise<void> {
    await this.#page.keyboard.press(key);
  }

  async type(text: string): Promise<void> {
    await this.#page.keyboard.type(text);
  }

  /** Goes from stop to stop until the target has the focus. Every stop on the way must show that it has it. */
  async tabTo(
    target: Locator,
    { most = 60, key = "Tab" }: { most?: number; key?: "Tab" | "Shift+Tab" } = {},
  ): Promise<void> {
    for (let stop = 0; stop < most; stop += 1) {
      await this.press(key);
      await this.expectFocusShown();
      if (await target.evaluate((element) => element === document.activeElement)) return;
    }
    throw new Error(`${most} stops of the tab key do not reach ${String(target)}.`);
  }

  /** What has the focus lies in view and wears a ring: its own, its label's, or one that is drawn for it. */
  async expectFocusShown(): Promise<void> {
    const fault = await this.#page.evaluate(() => {
      const element = document.activeElement;
      if (!element || element === document.body) return "Nothing has the focus.";
      const name = `<${element.localName}> “${(element.getAttribute("aria-label") ?? element.textContent).trim().slice(0, 60)}”`;
      const { top, bottom, left, right } = element.getBoundingClientRect();
      if (bottom <= 0 || right <= 0 || top >= innerHeight || left >= innerWidth)
        return `${name} has the focus out of sight.`;
      const wearsRing = (wearer: Element) => {
        const { outlineStyle, outlineWidth } = getComputedStyle(wearer);
        return outlineStyle !== "none" && parseFloat(outlineWidth) >= 1;
      };
      const label = element.closest("label");
      if (
        wearsRing(element) ||
        (label && wearsRing(label)) ||
        element.closest("svg")?.querySelector("rect.focus")
      )
        return null;
      return `${name} has the focus and does not show it.`;
    });
    assert.equal(fault, null);
  }

  async expectFocusIn(place: Locator): Promise<void> {
    await expect
      .poll(() => place.evaluate((element) => element.contains(document.activeElement)), {
        message: "The focus is elsewhere.",
      })
      .toBe(true);
  }
}

/** What a screen reader is told of a region from now on, in order. */
export async function listenTo(region: Locator): Promise<() => Promise<string[]>> {
  const told = await region.evaluateHandle((element) => {
    const heard: string[] = [];
    new MutationObserver(() => {
      const text = (element as HTMLElement).innerText.trim();
      if (text !== "" && heard.at(-1) !== text) heard.push(text);
    }).observe(element, { childList: true, characterData: true, subtree: true });
    return heard;
  });
  return () => told.jsonValue();
}
