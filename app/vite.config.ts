import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import adapter from "@sveltejs/adapter-node";
import { sveltekit } from "@sveltejs/kit/vite";
import { defineConfig } from "vitest/config";

import { contentSecurityPolicy } from "./content-security-policy.ts";

const testFiles = ["src/**/*.test.ts", "*.test.ts"];

/**
 * Tests that put something in the place of a module, a global or the clock, which nobody else shall meet; and the one that looks at
 * every query that was ever made, of which others make some of their own.
 */
const testsAlone = globSync(testFiles, { cwd: import.meta.dirname })
  .filter(
    (file) =>
      file === "src/lib/index/schema.test.ts" ||
      /\bvi\.(?:mock|stub|spyOn|useFakeTimers|resetModules)/.test(
        readFileSync(new URL(file, import.meta.url), "utf8"),
      ),
  )
  // Folders of routes are named with the brackets of a pattern.
  .map((file) => file.replaceAll(/[[\]()]/g, String.raw`\$&`));

export default defineConfig({
  plugins: [
    sveltekit({
      adapter: adapter(),
      csp: { mode: "nonce", directives: contentSecurityPolicy },
      // Kit refuses every form-like write without an Origin before any hook runs, which would shut out
      // the clients of the public API. `hooks.server.ts` makes the check instead and knows which paths are pages.
      csrf: { trustedOrigins: ["*"] },
      paths: { relative: false },
      compilerOptions: { runes: true },
    }),
  ],
  // `generated/` and `result/` stand beside `app/`, where Node's own subpath imports do not reach.
  resolve: {
    alias: Object.fromEntries(
      ["generated", "result"].map((folder) => [
        `#${folder}`,
        fileURLToPath(new URL(`../${folder}`, import.meta.url)),
      ]),
    ),
  },
  server: { fs: { allow: [".."] } },
  // Files inlined as `data:` would need a hole in the content security policy.
  build: { target: "es2023", assetsInlineLimit: 0 },
  test: {
    environment: "node",
    // Some tests start programs, on machines that do other work as well.
    testTimeout: 30_000,
    // All others share what they import, which takes longer to load than most of them to run.
    projects: [
      { extends: true, test: { name: "alone", include: testsAlone } },
      {
        extends: true,
        test: { name: "together", include: testFiles, exclude: testsAlone, isolate: false },
      },
    ],
  },
});
