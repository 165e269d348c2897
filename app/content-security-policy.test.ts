import { readFileSync } from "node:fs";

import { expect, it } from "vitest";

import { contentSecurityPolicy, routeAnnouncerStyle } from "./content-security-policy.ts";

it("allows exactly the inline style of the installed SvelteKit", () => {
  const entry = import.meta.resolve("@sveltejs/kit/package.json");
  const component = readFileSync(new URL("./src/runtime/components/root.svelte", entry), "utf8");
  const styles = [...component.matchAll(/style="([^"]*)"/g)].map(([, style]) => style);
  expect(styles).toEqual([routeAnnouncerStyle]);
});

it("names no other origin and nothing unsafe but that one hash", () => {
  for (const [directive, sources] of Object.entries(contentSecurityPolicy)) {
    for (const source of sources as string[]) {
      const allowed =
        ["self", "none"].includes(source) ||
        (directive === "style-src-attr" && /^(?:unsafe-hashes|sha256-.{44})$/.test(source));
      expect(allowed, `${directive}: ${source}`).toBe(true);
    }
  }
});
