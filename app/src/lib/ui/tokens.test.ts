import { readFileSync } from "node:fs";

import { describe, expect, it } from "vitest";

const css = readFileSync(new URL("./tokens.css", import.meta.url), "utf8");

/** Colour tokens as [light, dark]. */
const colours = new Map(
  [...css.matchAll(/--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);/g)].map(
    ([, name, light, dark]) => [name ?? "", [light ?? "", dark ?? ""] as const],
  ),
);

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((i) => {
    const channel = Number.parseInt(hex.slice(i, i + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** Contrast of two tokens by WCAG 2.2, in the theme where it is smaller. */
function contrast(a: string, b: string): number {
  const ratios = [0, 1].map((theme) => {
    const [x, y] = [a, b].map((name) => {
      const pair = colours.get(name);
      if (!pair) throw new Error(`There is no colour token --${name}.`);
      return luminance(pair[theme] ?? "");
    }) as [number, number];
    return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
  });
  return Math.min(...ratios);
}

const grounds = ["ground-page", "ground-raised", "ground-sunken"];

describe("colour tokens", () => {
  it.each([
    "ink",
    "ink-soft",
    "ink-faint",
    "action",
    "action-strong",
    "attention",
    "outcome-favour",
    "outcome-against",
    "outcome-neutral",
  ])("--%s is readable as text on every plain ground", (name) => {
    for (const ground of grounds)
      expect(contrast(name, ground), ground).toBeGreaterThanOrEqual(4.5);
  });

  it.each([
    ["action", "ground-action"],
    ["attention", "ground-attention"],
    ["outcome-favour", "ground-favour"],
    ["outcome-against", "ground-against"],
    ["outcome-neutral", "ground-neutral"],
    ["on-action", "action"],
    ["on-action", "action-strong"],
    ["on-attention", "attention"],
    ["on-outcome", "outcome-favour"],
    ["on-outcome", "outcome-against"],
    ["on-outcome", "outcome-neutral"],
    ["ground-page", "ink"],
    ["ink", "ground-action"],
    ["ink", "ground-attention"],
    ["ink", "ground-favour"],
    ["ink", "ground-against"],
    ["ink", "ground-neutral"],
    ["ink-soft", "ground-attention"],
  ])("--%s is readable as text on --%s", (text, ground) => {
    expect(contrast(text, ground)).toBeGreaterThanOrEqual(4.5);
  });

  it.each(["rule-strong", "focus"])(
    "--%s can be seen as a boundary on every plain ground",
    (name) => {
      for (const ground of grounds)
        expect(contrast(name, ground), ground).toBeGreaterThanOrEqual(3);
    },
  );

  it("are the only colours: no other style of the app has a literal one", () => {
    const sources = import.meta.glob<string>(
      ["/src/**/*.svelte", "/src/**/*.css", "!/src/lib/ui/tokens.css"],
      {
        query: "?raw",
        import: "default",
        eager: true,
      },
    );
    expect(Object.keys(sources).length).toBeGreaterThan(20);
    for (const [file, text] of Object.entries(sources)) {
      const styles = file.endsWith(".css")
        ? text
        : (/<style>([\s\S]*)<\/style>/.exec(text)?.[1] ?? "");
      expect(styles, file).not.toMatch(/#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|oklch|oklab|lab|lch)\(/i);
    }
  });
});
