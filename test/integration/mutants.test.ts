import { expect } from "chai";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";

import { LightCompiler } from "../../scripts/mutate/compiler.ts";
import { equivalenceProblems } from "../../scripts/mutate/equivalents.ts";
import {
  applied,
  declarationsOf,
  isForemost,
  type Mutant,
  mutantsOf,
  type Operator,
  operators,
  sampleOf,
} from "../../scripts/mutate/mutants.ts";
import { type Verdict, verdictOf } from "../../scripts/mutate/records.ts";
import { Worker } from "../../scripts/mutate/worker-pool.ts";

const root = path.resolve(import.meta.dirname, "../..");
const fixture = path.join(root, "test", "fixtures", "mutation");
const till = "contracts/Till.sol";

describe("Mutator", () => {
  const compiler = new LightCompiler(fixture);
  let mutants: Mutant[];

  before(() => {
    const trees = compiler.trees([till]);
    const tree = trees.get(till);
    if (tree === undefined) throw new Error("The compiler has no syntax tree of the fixture.");
    mutants = mutantsOf(till, compiler.text(till), tree, declarationsOf(trees.values()));
  });

  const changes: [Operator, string, string][] = [
    ["boundary", "return a < b ? a : b;", "return a <= b ? a : b;"],
    ["equality", "if (amount == 0) return;", "if (amount != 0) return;"],
    [
      "connective",
      "if (total + amount > 1000 && payer != payee) {",
      "if (((total + amount > 1000) || (payer != payee))) {",
    ],
    ["negation", "if (!open) revert TillClosed();", "if (open) revert TillClosed();"],
    ["negation", "return a < b ? a : b;", "return !(a < b) ? a : b;"],
    ["arithmetic", "return (a + b - 1) / b;", "return (a - b - 1) / b;"],
    ["arithmetic", "paid[payer] += amount;", "paid[payer] -= amount;"],
    ["arithmetic", "return nonces[key]++;", "return nonces[key]--;"],
    ["rounding", "return total / 2;", "return ((total) + (2) - 1) / (2);"],
    [
      "rounding",
      "return Whole.ceilDiv(total * PERCENT, 100) <= part;",
      "return ((total * PERCENT) / (100)) <= part;",
    ],
    [
      "extreme",
      "total = Whole.min(total + amount, 1000);",
      "total = Whole.max(total + amount, 1000);",
    ],
    ["bits", "return (a & b) << 1;", "return ((a & b) >> 1);"],
    [
      "constant",
      "uint256 private constant PERCENT = 55;",
      "uint256 private constant PERCENT = 56;",
    ],
    [
      "constant",
      "uint256 private constant TERM = 14 days;",
      "uint256 private constant TERM = 13 days;",
    ],
    ["boolean", "open = false;", "open = true;"],
    [
      "answer",
      "return _hasPaid(payer, uint48(since));",
      "return !(_hasPaid(payer, uint48(since)));",
    ],
    ["guard", "if (!open) revert TillClosed();", "{}"],
    ["early-return", "if (amount == 0) return;", "{}"],
    [
      "modifier",
      "function pay(address payer, address payee, uint256 amount) external whenOpen {",
      "function pay(address payer, address payee, uint256 amount) external {",
    ],
    ["state-write", "paid[payer] += amount;", "{}"],
    ["call", "_note(payer, payee);", "{}"],
    ["event", "emit Paid(payer, payee);", "{}"],
    ["swap", "_note(payer, payee);", "_note(payee, payer);"],
    [
      "snapshot",
      "return _hasPaid(payer, uint48(since));",
      "return _hasPaid(payer, uint48(block.timestamp - 1));",
    ],
    [
      "nonce",
      "return keccak256(abi.encode(PAYMENT_TYPEHASH, payer, payee, _useNonce(payer), block.chainid));",
      "return keccak256(abi.encode(PAYMENT_TYPEHASH, payer, payee, nonces(payer), block.chainid));",
    ],
    [
      "chain-id",
      "return keccak256(abi.encode(PAYMENT_TYPEHASH, payer, payee, _useNonce(payer), block.chainid));",
      "return keccak256(abi.encode(PAYMENT_TYPEHASH, payer, payee, _useNonce(payer), 1));",
    ],
    [
      "typed-data",
      "return keccak256(abi.encode(PAYMENT_TYPEHASH, payer, payee, _useNonce(payer), block.chainid));",
      "return keccak256(abi.encode(PAYMENT_TYPEHASH, payer, _useNonce(payer), block.chainid));",
    ],
  ];
  for (const [operator, before, after] of changes) {
    it(`${operator}: ${after}`, () => {
      expect(
        mutants.map((mutant) => [mutant.operator, mutant.before, mutant.after]),
      ).to.deep.include([operator, before, after]);
    });
  }

  it("has a change of each kind in the list above", () => {
    expect(new Set(changes.map(([operator]) => operator))).to.deep.equal(
      new Set(Object.keys(operators)),
    );
  });

  it("leaves errors, events, texts and types alone", () => {
    const text = compiler.text(till);
    const lines = new Set(mutants.map(({ line }) => text.split("\n")[line - 1]?.trim()));
    for (const untouched of [
      "error TillEmpty(uint256 held);",
      "revert TillEmpty(total);",
      "event Paid(address indexed payer, address indexed payee);",
      "mapping(address payer => uint256) public paid;",
    ]) {
      expect(lines).not.to.include(untouched);
    }
  });

  it("removes a check with several lines as a whole", () => {
    const guard = mutants.find(
      ({ operator, before }) => operator === "guard" && before.includes("TillEmpty"),
    );
    expect(guard?.before).to.equal(
      "if (total + amount > 1000 && payer != payee) { revert TillEmpty(total); }",
    );
    expect(guard?.after).to.equal("{}");
  });

  it("names each mutant once, by file, line and operator", () => {
    const ids = mutants.map(({ id }) => id);
    expect(new Set(ids).size).to.equal(ids.length);
    const line = compiler.text(till).split("\n").indexOf("        return total / 2;") + 1;
    expect(ids).to.include(`${till}:${line} rounding`);
  });

  it("changes nothing but the place of the mutant", () => {
    const text = compiler.text(till);
    for (const mutant of mutants) {
      const changed = Buffer.from(applied(text, mutant));
      const before = Buffer.from(text);
      expect(changed.subarray(0, mutant.start).equals(before.subarray(0, mutant.start))).to.equal(
        true,
      );
      const rest = before.length - mutant.end;
      expect(changed.subarray(changed.length - rest).equals(before.subarray(mutant.end))).to.equal(
        true,
      );
    }
  });

  it("draws the same sample for the same seed, and the larger begins with the smaller", () => {
    const ids = (size: number, seed: number) => sampleOf(mutants, size, seed).map(({ id }) => id);
    expect(ids(5, 1)).to.have.length(5);
    expect(ids(5, 1)).to.deep.equal(ids(5, 1));
    expect(ids(20, 1).slice(0, 5)).to.deep.equal(ids(5, 1));
    expect(ids(5, 2)).not.to.deep.equal(ids(5, 1));
    expect(ids(Infinity, 1)).to.have.length(mutants.length);
  });

  it("draws the foremost before the others", () => {
    const drawn = sampleOf(mutants, Infinity, 1).map(isForemost);
    const others = drawn.indexOf(false);
    expect(others).to.be.greaterThan(0);
    expect(drawn.slice(others)).not.to.include(true);
  });

  it("refuses entries of the list of equivalents that are wrong", () => {
    const [first, second] = mutants as [Mutant, Mutant];
    const right = { id: first.id, after: first.after, reason: "It does the same." };
    const problems = (entry: typeof right, kind?: "survived") =>
      equivalenceProblems(
        [entry],
        mutants,
        new Map<string, Verdict | undefined>([
          [first.id, kind === undefined ? undefined : { kind }],
          [second.id, { kind: "killed", by: "a.test.ts" }],
        ]),
      );
    expect(problems(right)).to.deep.equal([]);
    expect(problems(right, "survived")).to.deep.equal([]);
    expect(problems({ ...right, after: "another" })[0]).to.match(/no such change exists: another/);
    expect(problems({ ...right, id: `${till}:1 swap` })[0]).to.match(/no such change exists/);
    expect(problems({ ...right, reason: " " })[0]).to.match(/without a reason/);
    expect(problems({ ...right, id: second.id, after: second.after })[0]).to.match(
      /was noticed by a\.test\.ts/,
    );
    expect(equivalenceProblems([right, right], mutants)[0]).to.match(/twice/);
  });

  describe("in a project", () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "foedus-mutants-"));
    const worker = new Worker(folder);

    before(() => {
      fs.cpSync(fixture, folder, { recursive: true });
      for (const part of ["scripts", "package.json"]) {
        fs.cpSync(path.join(root, part), path.join(folder, part), { recursive: true });
      }
      fs.symlinkSync(path.join(root, "node_modules"), path.join(folder, "node_modules"), "dir");
      fs.writeFileSync(
        path.join(folder, "hardhat.config.ts"),
        `export default { solidity: "0.8.37" };\n`,
      );
      const artifacts = path.join(folder, "artifacts", till);
      fs.mkdirSync(artifacts, { recursive: true });
      const artifact = { contractName: "Till", sourceName: till, bytecode: "0x00" };
      fs.writeFileSync(path.join(artifacts, "Till.json"), JSON.stringify(artifact));
    });
    after(() => {
      worker.remove();
    });

    const verdictAfter = async (after: string) => {
      const mutant = mutants.find((other) => other.after === after);
      if (mutant === undefined) throw new Error(`No mutant has the line ${after}.`);
      return verdictOf(await worker.examine(mutant, ["test/Till.t.sol"]));
    };

    it("passes without a mutant", async () => {
      const [run] = await worker.run(["test/Till.t.sol"]);
      expect(run).to.deep.include({ passed: 1, failures: [] });
    });

    it("kills a mutant that a test notices", async () => {
      expect(await verdictAfter("paid[payer] -= amount;")).to.deep.equal({
        kind: "killed",
        by: "test/Till.t.sol",
      });
    });

    it("lets one survive that no test notices", async () => {
      expect(await verdictAfter("_note(payee, payer);")).to.deep.equal({ kind: "survived" });
    });

    it("tells one that the compiler refuses", async () => {
      const change =
        "return keccak256(abi.encode(PAYMENT_TYPEHASH, payer, payee, nonces(payer), block.chainid));";
      expect(await verdictAfter(change)).to.deep.equal({ kind: "uncompiled" });
    });
  });
});
