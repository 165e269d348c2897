import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { closingLine, failure, judge } from "../../scripts/test/outcome.ts";

const skipped = [{ name: "a test", reason: "a reason" }];

describe("The verdict on a suite", () => {
  it("is what the suite says when it came to its end", () => {
    const verdict = judge(
      "s",
      { passed: 3, failed: ["t: why"], skipped: [] },
      { exit: "exit 1", allowsSkips: true },
    );
    assert.deepEqual(verdict, { suite: "s", passed: 3, failed: ["t: why"], skipped: [] });
  });

  for (const [what, outcome, exit] of [
    ["says nothing", undefined, "SIGSEGV"],
    ["runs no test", { passed: 0, failed: [], skipped: [] }, "exit 0"],
    ["ends badly although no test failed", { passed: 3, failed: [], skipped: [] }, "exit 1"],
  ] as const) {
    it(`is a failure when it ${what}`, () => {
      const verdict = judge("s", outcome && { ...outcome, failed: [], skipped: [] }, {
        exit,
        allowsSkips: true,
      });
      assert.equal(verdict.failed.length, 1);
    });
  }

  it("allows skips with their reasons", () => {
    const verdict = judge(
      "s",
      { passed: 3, failed: [], skipped },
      { exit: "exit 0", allowsSkips: true },
    );
    assert.deepEqual(verdict.failed, []);
    assert.deepEqual(verdict.skipped, skipped);
  });

  it("takes a skip for a failure where none is allowed", () => {
    const verdict = judge(
      "s",
      { passed: 3, failed: [], skipped },
      { exit: "exit 0", allowsSkips: false },
    );
    assert.equal(verdict.failed.length, 1);
    assert.deepEqual(verdict.skipped, []);
    assert.match(verdict.failed[0] ?? "", /a test \(a reason\)/);
  });
});

describe("A line on a failure", () => {
  it("is the test's name, and what the error says in one line", () => {
    assert.equal(failure("t", "one\n  two"), "t: one two");
    assert.equal(failure("t", undefined), "t");
  });

  it("is cut where it would fill the screen", () => {
    assert.equal(failure("t", "x".repeat(301)), `t: ${"x".repeat(300)} ...`);
  });
});

describe("The closing line", () => {
  const verdict = { suite: "s", passed: 3, failed: ["t: why"], skipped: [] };

  it("adds the suites up", () => {
    assert.equal(closingLine([verdict, verdict]), "6 passed, 2 failed");
  });

  it("names skips only when there are some", () => {
    assert.equal(closingLine([verdict, { ...verdict, skipped }]), "6 passed, 2 failed, 1 skipped");
  });
});
