import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, it } from "node:test";

import { gasProblems, writeGas } from "../../scripts/test/gas-snapshot.ts";

describe("The snapshot of gas", () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "foedus-gas-"));
    file = path.join(folder, "gas.json");
    writeGas({ vote: 40_000, propose: 120_000 }, file);
  });
  afterEach(() => fs.rmSync(folder, { recursive: true }));

  it("has nothing to say of the same gas", () => {
    assert.deepEqual(gasProblems({ propose: 120_000, vote: 40_000 }, file), []);
  });

  it("says what is dearer, cheaper, new and gone, and what to do", () => {
    const problems = gasProblems({ vote: 40_001, queue: 1 }, file);
    assert.deepEqual(problems.slice(0, -1), [
      'No test measures "propose" of snapshots/gas.json.',
      'Gas of "queue" is 1 and not in snapshots/gas.json.',
      'Gas of "vote" is 40001, +1 against snapshots/gas.json.',
    ]);
    assert.match(problems.at(-1) ?? "", /^Remedy: .*--write-gas/);
    assert.match(gasProblems({ vote: 39_000, propose: 120_000 }, file)[0] ?? "", /-1000 against/);
  });

  it("takes a missing file for an empty one", () => {
    assert.equal(gasProblems({ vote: 1 }, path.join(folder, "none.json")).length, 2);
  });
});
