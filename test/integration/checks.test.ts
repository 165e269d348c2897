import { expect } from "chai";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";

import { roleTable } from "../../generated/roles.ts";
import { sizeLimit, sizeProblems } from "../../scripts/check/contract-sizes.ts";
import { undocumented } from "../../scripts/check/documentation.ts";
import type { Entrypoint } from "../../scripts/check/entrypoints.ts";
import { entrypointProblems, entrypointsOf } from "../../scripts/check/entrypoints.ts";
import { languageProblems, readLanguages } from "../../scripts/check/languages.ts";
import { isAllowed, licenceProblems } from "../../scripts/check/licences.ts";
import { openFunctions } from "../../scripts/check/open-functions.ts";
import {
  readSnapshots,
  snapshotProblems,
  takeSnapshots,
  writeSnapshots,
} from "../../scripts/check/snapshots.ts";
import { importProblems, importsOf } from "../../scripts/check/solidity-imports.ts";
import { namespaceLocation, storageLayouts } from "../../scripts/check/storage-layout.ts";
import type { ContractNode } from "../../scripts/check/syntax.ts";
import {
  loadParser,
  readComponents,
  visibleStringProblems,
} from "../../scripts/check/visible-strings.ts";
import { buildOutputs, ownArtifacts } from "../../scripts/generate/artifacts.ts";

const root = path.resolve(import.meta.dirname, "../..");

describe("Check of Solidity imports", () => {
  const problems = (file: string, imported: string) =>
    importProblems([{ path: file, imports: [imported] }]);

  it("reads every form of import", () => {
    const source = `
import "./A.sol";
import {B} from "./B.sol";
import {
    C,
    D as E
} from './C.sol';
import * as F from "./F.sol";
// import {G} from "./G.sol";
string constant text = "import nothing";
`;
    expect(importsOf(source)).to.deep.equal(["./A.sol", "./B.sol", "./C.sol", "./F.sol"]);
  });

  const allowed: [string, string][] = [
    ["nodes/NodeRegistry.sol", "./ValidatorSet.sol"],
    ["nodes/NodeRegistry.sol", "../types/NodeId.sol"],
    ["nodes/NodeRegistry.sol", "../access/Roles.sol"],
    ["nodes/NodeRegistry.sol", "../identity/IDidRegistry.sol"],
    ["nodes/NodeRegistry.sol", "@openzeppelin/contracts/utils/Pausable.sol"],
    ["governance/Council.sol", "../types/DecisionClass.sol"],
    ["access/Roles.sol", "../governance/IMemberRegistry.sol"],
  ];
  for (const [file, imported] of allowed) {
    it(`allows ${file} to import ${imported}`, () => {
      expect(problems(file, imported)).to.deep.equal([]);
    });
  }

  const forbidden: [string, string, RegExp][] = [
    ["nodes/NodeRegistry.sol", "../identity/DidRegistry.sol", /only through its I\*\.sol/],
    ["nodes/NodeRegistry.sol", "../governance/ICouncil.sol", /asks the authority/],
    ["governance/Council.sol", "../nodes/INodeRegistry.sol", /executes calldata/],
    ["types/NodeId.sol", "../access/Roles.sol", /stand alone/],
    ["access/Authority.sol", "../nodes/INodeRegistry.sol", /types alone/],
    ["access/Roles.sol", "../nodes/NodeRegistry.sol", /only through its I\*\.sol/],
    ["nodes/NodeRegistry.sol", "../mocks/PeerTarget.sol", /mocks/],
    ["nodes/NodeRegistry.sol", "../../test/solidity/Vm.sol", /outside contracts/],
    ["nodes/NodeRegistry.sol", "forge-std/Test.sol", /only @openzeppelin/],
  ];
  for (const [file, imported, reason] of forbidden) {
    it(`refuses ${file} importing ${imported}`, () => {
      const found = problems(file, imported);
      expect(found).to.have.length(1);
      expect(found[0]).to.include(`contracts/${file} imports "${imported}"`).and.to.match(reason);
    });
  }
});

describe("Check of contract sizes", () => {
  const contract = (bytes: number) => ({
    contractName: "Large",
    deployedBytecode: `0x${"00".repeat(bytes)}` as const,
  });

  it("allows the limit and refuses one byte more", () => {
    expect(sizeProblems([contract(sizeLimit)])).to.deep.equal([]);
    expect(sizeProblems([contract(sizeLimit + 1)])).to.deep.equal([
      "Large has 24,193 bytes of 24,192",
    ]);
  });
});

describe("Check of entrypoints", () => {
  const entrypoint: Entrypoint = {
    target: "Thing",
    name: "change",
    selector: "0x01020304",
    restricted: true,
  };
  const line = { target: "Thing", functionName: "change", selector: "0x01020304" } as const;
  const open = { target: "Thing", functions: ["change"], guard: "Nobody." };

  it("is content with a restricted function that has a line, and with an open one that is listed", () => {
    expect(entrypointProblems([entrypoint], [line], [])).to.deep.equal([]);
    expect(entrypointProblems([{ ...entrypoint, restricted: false }], [], [open])).to.deep.equal(
      [],
    );
  });

  const violations: [string, Partial<Entrypoint> | undefined, boolean, boolean, RegExp][] = [
    ["a restricted function without a line", {}, false, false, /is restricted but has no line/],
    [
      "an open function that nobody listed",
      { restricted: false },
      false,
      false,
      /without asking the authority/,
    ],
    [
      "a line whose function asks nobody",
      { restricted: false },
      true,
      false,
      /does not ask the authority/,
    ],
    ["a function in both lists", {}, true, true, /keep one/],
    ["a line without a function", undefined, true, false, /is not there/],
    ["a listed open function that is gone", undefined, false, true, /does not exist/],
  ];
  for (const [what, change, hasLine, isOpen, expected] of violations) {
    it(`refuses ${what}`, () => {
      const found = entrypointProblems(
        change === undefined ? [] : [{ ...entrypoint, ...change }],
        hasLine ? [line] : [],
        isOpen ? [open] : [],
      );
      expect(found.join("\n")).to.match(expected);
    });
  }

  it("sees which functions of the real contracts ask the authority", () => {
    const artifacts = ownArtifacts(root);
    const found = entrypointsOf(artifacts, buildOutputs(root, artifacts));
    const isRestricted = (target: string, name: string) =>
      found.find((item) => item.target === target && item.name === name)?.restricted;
    expect(isRestricted("NodeRegistry", "admitNode")).to.equal(true);
    expect(isRestricted("NodeRegistry", "upgradeToAndCall")).to.equal(true);
    expect(isRestricted("NodeRegistry", "registerNode")).to.equal(false);
    expect(entrypointProblems(found, roleTable, openFunctions)).to.deep.equal([]);
    expect(entrypointProblems(found, roleTable.slice(1), openFunctions)).to.have.length(1);
  });
});

describe("Check of documentation", () => {
  const contract = (contractKind: "contract" | "interface", text?: string): ContractNode => ({
    id: 1,
    nodeType: "ContractDefinition",
    name: "Thing",
    contractKind,
    linearizedBaseContracts: [1],
    nodes: [
      {
        id: 2,
        nodeType: "FunctionDefinition",
        name: "change",
        kind: "function",
        visibility: "external",
        ...(text === undefined ? {} : { documentation: { text } }),
      },
    ],
  });

  it("wants a notice in interfaces and any text in contracts", () => {
    expect(undocumented(contract("interface", "@notice Changes it."))).to.deep.equal([]);
    expect(undocumented(contract("interface", "@dev Changes it."))).to.deep.equal(["change"]);
    expect(undocumented(contract("interface"))).to.deep.equal(["change"]);
    expect(undocumented(contract("contract", "@inheritdoc IThing"))).to.deep.equal([]);
    expect(undocumented(contract("contract"))).to.deep.equal(["change"]);
  });
});

describe("Check of snapshots", () => {
  const artifacts = ownArtifacts(root);
  const registry = artifacts.filter(({ contractName }) => contractName === "NodeRegistry");
  const outputs = buildOutputs(root, registry);

  it("computes the locations of ERC-7201 as the standard does", () => {
    expect(namespaceLocation("example.main")).to.equal(
      "0x183a6125c38840424c4a85fa12bab2ab606c4b6d0e7cc73c0c06ba5300eab500",
    );
  });

  it("lays out namespaced structs, which the compiler's own layout omits", () => {
    const layout = storageLayouts(root, registry, outputs).get("NodeRegistry");
    expect(layout?.storage).to.deep.equal([]);
    const namespace = layout?.namespaces["foedus.storage.NodeRegistry"];
    expect(namespace?.location).to.equal(namespaceLocation("foedus.storage.NodeRegistry"));
    expect(namespace?.storage.map(({ slot }) => slot)).to.include.members(["0", "1", "2"]);
    expect(layout?.types["struct INodeRegistry.Node"]?.members?.[0]?.label).to.equal(
      "organisation",
    );
  });

  it("is content with what it wrote, and refuses a difference, a missing and a left-over file", () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "snapshots-"));
    try {
      const present = takeSnapshots(root, registry, outputs);
      expect([...present.keys()].sort()).to.deep.equal([
        "abi/NodeRegistry.json",
        "bytecode/NodeRegistry.json",
        "storage/NodeRegistry.json",
      ]);
      writeSnapshots(folder, present);
      expect(snapshotProblems(readSnapshots(folder), present)).to.deep.equal([]);

      const layout = path.join(folder, "storage", "NodeRegistry.json");
      fs.writeFileSync(
        layout,
        fs.readFileSync(layout, "utf8").replace('"slot": "1"', '"slot": "7"'),
      );
      fs.rmSync(path.join(folder, "abi", "NodeRegistry.json"));
      fs.writeFileSync(path.join(folder, "bytecode", "Gone.json"), "{}\n");
      const found = snapshotProblems(readSnapshots(folder), present).join("\n");
      expect(found).to.match(/storage\/NodeRegistry\.json differs from line \d+ on/);
      expect(found).to.include("abi/NodeRegistry.json is missing");
      expect(found).to.include("bytecode/Gone.json belongs to no contract");
      expect(found).to.include("--write");
    } finally {
      fs.rmSync(folder, { recursive: true });
    }
  });
});

describe("Check of languages", () => {
  let app: string;

  beforeEach(() => {
    app = fs.mkdtempSync(path.join(os.tmpdir(), "languages-"));
  });

  afterEach(() => {
    fs.rmSync(app, { recursive: true });
  });

  function problems(messages: Record<"en" | "fr", object>): string[] {
    const write = (file: string, value: object) => {
      fs.mkdirSync(path.dirname(path.join(app, file)), { recursive: true });
      fs.writeFileSync(path.join(app, file), JSON.stringify(value));
    };
    write("project.inlang/settings.json", {
      baseLocale: "en",
      locales: ["fr", "en"],
      "plugin.inlang.messageFormat": {
        pathPattern: ["./messages/{locale}/a.json", "./messages/{locale}/b.json"],
      },
    });
    for (const [locale, content] of Object.entries(messages))
      write(`messages/${locale}/a.json`, content);
    write("messages/en/b.json", { shared: "Shared" });
    write("messages/fr/b.json", { shared: "Partagé" });
    return languageProblems(readLanguages(app));
  }

  const plural = (texts: string[]) => [
    {
      declarations: ["input count", "local form = count: plural"],
      selectors: ["form"],
      match: Object.fromEntries(texts.map((text, index) => [`form=${index}`, text])),
    },
  ];

  it("is content with the same keys and placeholders, whatever the order and the number of plural forms", () => {
    expect(
      problems({
        en: { greeting: "{name} of {state}", nodes: plural(["{count} node", "{count} nodes"]) },
        fr: {
          greeting: "{state} : {name}",
          nodes: plural(["{count} nœud", "{count} nœuds", "{count} de nœuds"]),
        },
      }),
    ).to.deep.equal([]);
  });

  const violations: [string, object, object, string][] = [
    ["a missing key", { a: "A", b: "B" }, { a: "A" }, "fr: b is missing"],
    ["a key too many", { a: "A" }, { a: "A", b: "B" }, "fr: b does not exist in en"],
    [
      "another placeholder",
      { a: "{x}" },
      { a: "{y}" },
      "fr: a has the placeholders [y], en has [x]",
    ],
    [
      "a lost placeholder of a plural",
      { a: plural(["{count}"]) },
      { a: plural(["un"]) },
      "fr: a has the placeholders [], en has [count]",
    ],
    ["an empty text", { a: "A" }, { a: " " }, "fr: a is empty"],
    [
      "a key in two files",
      { a: "A", shared: "Twice" },
      { a: "A" },
      "en: shared stands in more than one file",
    ],
  ];
  for (const [what, en, fr, expected] of violations) {
    it(`refuses ${what}`, () => {
      expect(problems({ en, fr })).to.deep.equal([expected]);
    });
  }

  it("refuses a project without messages", () => {
    expect(languageProblems([{ locale: "en", messages: new Map(), repeated: [] }])).to.deep.equal([
      "en: there are no messages at all",
    ]);
  });
});

describe("Check of visible strings", () => {
  const parse = loadParser(path.join(root, "app"));
  const file = "app/src/Thing.svelte";
  const problems = (source: string) => visibleStringProblems([{ file, source }], parse);

  it("is content with messages, signs, numbers, and words that nobody sees", () => {
    expect(
      problems(`<script lang="ts">
  const key = "not shown";
</script>

<!-- A comment. -->
<p class="soft" id="about">{m.about()}: 5 % · {key === "words" ? m.yes() : m.no({ to: "whom" })}</p>
<Choices name="measure" variant={key ? "primary" : "quiet"} legend={m.what()} />
<input name="text" type="search" placeholder={m.search()} value="kept" />
<style>
  p { color: var(--ink); }
</style>
`),
    ).to.deep.equal([]);
  });

  const violations: [what: string, source: string, text: string][] = [
    ["a text", "<p>\n  Hello\n  there\n</p>", "“Hello there” in the text"],
    ["a text beside a message", "<p>{m.a()} of {m.b()}</p>", "“of” in the text"],
    ["a text in another script", "<p>Ψήφος</p>", "“Ψήφος” in the text"],
    [
      "a title of the page",
      "<svelte:head><title>Nodes</title></svelte:head>",
      "“Nodes” in the text",
    ],
    ["a text in a branch", "{#if a}{m.a()}{:else if b}No{/if}", "“No” in the text"],
    ["a text in a list", "{#each a as b}{b}{:else}None{/each}", "“None” in the text"],
    ["a text in a promise", "{#await a}Wait{:then b}{b}{/await}", "“Wait” in the text"],
    ["a text in a snippet", "{#snippet what()}<p>What</p>{/snippet}", "“What” in the text"],
    ["a text in a component", "<Notice>Beware</Notice>", "“Beware” in the text"],
    ["a literal", '<p>{"Hello"}</p>', "“Hello” in the text"],
    ["a choice of literals", '<p>{a ? m.a() : "None"}</p>', "“None” in the text"],
    ["a fallback", '<p>{a ?? "None"}</p>', "“None” in the text"],
    ["a joined text", '<p>{a + " nodes"}</p>', "“nodes” in the text"],
    ["a template", "<p>{`${a} nodes`}</p>", "“nodes” in the text"],
    ["a title", '<abbr title="Member">{a}</abbr>', "“Member” in title"],
    ["an alternative text", '<img alt="Map" src={a} />', "“Map” in alt"],
    ["a placeholder", '<input placeholder="Search" />', "“Search” in placeholder"],
    ["a spoken name", "<nav aria-label={`Page ${a}`}></nav>", "“Page” in aria-label"],
    ["a label of a component", '<Field label="Host" />', "“Host” in label"],
    ["a part of a label", '<Field label="{a} hosts" />', "“hosts” in label"],
  ];
  for (const [what, source, found] of violations) {
    it(`refuses ${what}`, () => {
      expect(problems(source)).to.have.length(1);
      expect(problems(source)[0]).to.include(found);
    });
  }

  it("says in which line", () => {
    expect(problems("<div>\n  <p>\n    Hello\n  </p>\n</div>")).to.deep.equal([
      `${file}:3: “Hello” in the text is no message: put it into app/messages/`,
    ]);
  });

  it("allows what is listed with a reason, and asks to strike off what is gone", () => {
    const allowed = [{ file, text: "EUPL-1.2", reason: "The name of a licence." }];
    const component = (source: string) => [{ file, source }];
    expect(visibleStringProblems(component("<p>EUPL-1.2</p>"), parse, allowed)).to.deep.equal([]);
    expect(visibleStringProblems(component("<p></p>"), parse, allowed)).to.deep.equal([
      `“EUPL-1.2” is allowed in ${file}, but is not there any more`,
    ]);
  });

  it("reads every component of the dApp", () => {
    const components = readComponents(root);
    expect(components.map((component) => component.file)).to.include.members([
      "app/src/routes/+page.svelte",
      "app/src/lib/ui/Button.svelte",
    ]);
    expect(visibleStringProblems(components, parse)).to.deep.equal([]);
  });
});

describe("Check of licences", () => {
  it("understands alternatives and combinations", () => {
    expect(isAllowed("MIT")).to.equal(true);
    expect(isAllowed("MIT*")).to.equal(true);
    expect(isAllowed("(GPL-3.0 OR Apache-2.0)")).to.equal(true);
    expect(isAllowed("MIT AND GPL-3.0")).to.equal(false);
    expect(isAllowed("(Apache-2.0 WITH LLVM-exception)")).to.equal(true);
    expect(isAllowed("UNKNOWN")).to.equal(false);
  });

  it("refuses a package by name, version and licence", () => {
    const found = licenceProblems([{ name: "bridge", version: "1.0.0", licence: "BUSL-1.1" }]);
    expect(found[0]).to.equal("bridge@1.0.0: BUSL-1.1 is not in the list of allowed licences");
  });
});
