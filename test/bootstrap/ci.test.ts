import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { after, before, describe, it } from "node:test";

import { cleanEnvironment, Program, root, temporaryFolder } from "./launcher.ts";

describe("The script of CI", { timeout: 60_000 }, () => {
  const folder = temporaryFolder("ci");
  const script = path.join(folder, ".ci", "run");

  before(() => {
    fs.mkdirSync(path.dirname(script));
    fs.copyFileSync(path.join(root, ".ci", "run"), script);
  });
  after(() => fs.rmSync(folder, { recursive: true, force: true }));

  /** Runs it over commands that end as they are told. */
  async function ciOver(commands: {
    check: string;
    test: string;
  }): Promise<{ code: number | null; lines: string[] }> {
    fs.writeFileSync(
      path.join(folder, "package.json"),
      JSON.stringify({ name: "project", version: "1.0.0", scripts: commands }),
    );
    const program = new Program("bash", [script], { cwd: folder, env: cleanEnvironment() });
    const { code } = await program.exited;
    return { code, lines: program.output.trimEnd().split("\n") };
  }

  const green = { check: "true", test: "echo CI=$CI; echo '5 passed, 0 failed'" };

  it("counts the checks as one more test, and runs with CI=true", async () => {
    const { code, lines } = await ciOver(green);
    assert.equal(lines.at(-1), "6 passed, 0 failed");
    assert.equal(code, 0);
    assert.ok(lines.includes("CI=true"));
  });

  for (const [what, commands, line] of [
    ["a check fails", { ...green, check: "false" }, "5 passed, 1 failed"],
    ["a test fails", { ...green, test: "echo '4 passed, 1 failed'; exit 1" }, "5 passed, 1 failed"],
    [
      "the tests end badly after good counts",
      { ...green, test: "echo '5 passed, 0 failed'; exit 1" },
      "6 passed, 1 failed",
    ],
    ["the tests say nothing", { ...green, test: "true" }, "1 passed, 1 failed"],
    [
      "something was skipped",
      { ...green, test: "echo '5 passed, 0 failed, 1 skipped'" },
      "1 passed, 1 failed",
    ],
  ] as const) {
    it(`fails when ${what}`, async () => {
      const { code, lines } = await ciOver(commands);
      assert.equal(lines.at(-1), line);
      assert.equal(code, 1);
    });
  }
});
