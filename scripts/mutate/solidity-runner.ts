import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";

import hre from "hardhat";

import { allocsFile, genesisAddressesFile, localGenesis } from "../generate/genesis-allocs.ts";
import { type Code, light, type LightCompiler } from "./compiler.ts";
import { fuzzRuns } from "./solidity-settings.ts";
import { toleratedBy } from "./tolerated.ts";

const genesis = "test/solidity/support/Genesis.sol";
const places = "generated/GenesisAddresses.sol";

/** What Hardhat's own task hands to its simulator; it cannot be told to take code that was compiled elsewhere. */
interface Internals {
  getGlobalEdrContext: () => Promise<{
    runSolidityTests: (
      chainType: string,
      artifacts: object[],
      suites: object[],
      config: object,
      tracing: object,
      onSuite: (result: SuiteResult) => void,
    ) => Promise<unknown>;
  }>;
  solidityTestConfigToSolidityTestRunnerConfigArgs: (options: object) => Promise<object>;
  hardhatChainTypeToEdrChainType: (chainType: string) => string;
}

interface SuiteResult {
  testResults: { name: string; status: string; reason?: string }[];
}

/** Runs files of Solidity tests against the artifacts of the copy. */
export class SolidityRunner {
  readonly #root: string;
  readonly #compiler: LightCompiler;
  #internals: Internals | undefined;
  #hasGenesis = false;

  constructor(root: string, compiler: LightCompiler) {
    this.#root = root;
    this.#compiler = compiler;
  }

  /** Before another mutant: the deployed system is another one. */
  reset(): void {
    this.#hasGenesis = false;
  }

  async run(file: string): Promise<{ passed: number; failures: string[] }> {
    if (!this.#hasGenesis && this.#startsFromGenesis(file)) {
      try {
        await this.#writeGenesis();
        this.#hasGenesis = true;
      } catch (error) {
        return { passed: 0, failures: [`The deployment: ${String(error)}`] };
      }
    }
    const internals = (this.#internals ??= await loadInternals());
    const compiled = [...this.#compiler.code(file)].map(([name, code]) =>
      asKnown(file, name, code),
    );
    const suites = compiled.filter(({ contract }) => /"name":"test/.test(contract.abi));
    if (suites.length === 0) throw new Error(`${file} has no test.`);

    const { default: profile } = hre.config.test.solidity.profiles;
    const config = await internals.solidityTestConfigToSolidityTestRunnerConfigArgs({
      chainType: "l1",
      projectRoot: this.#root,
      config: { ...profile, fuzz: { ...profile?.fuzz, runs: fuzzRuns } },
      verbosity: 0,
      eip712CanonicalTypes: [],
      testSourcePaths: {},
      testProfile: "default",
      declaredTestProfiles: ["default"],
      generateGasReport: false,
    });
    const edr = await internals.getGlobalEdrContext();
    const results = await new Promise<SuiteResult[]>((resolve, reject) => {
      const heard: SuiteResult[] = [];
      // The promise may be kept before the last result is told.
      edr
        .runSolidityTests(
          internals.hardhatChainTypeToEdrChainType("l1"),
          [...compiled, ...(this.needsArtifacts(file) ? this.#artifacts() : [])],
          suites.map(({ id }) => id),
          config,
          { buildInfos: [], ignoreContracts: true },
          (result) => {
            if (heard.push(result) === suites.length) resolve(heard);
          },
        )
        .catch(reject);
    });
    const tolerated = toleratedBy(path.join(this.#root, file));
    const tests = results
      .flatMap(({ testResults }) => testResults)
      .filter(({ name }) => !tolerated.includes(name));
    return {
      passed: tests.filter(({ status }) => status === "Success").length,
      failures: tests
        .filter(({ status }) => status === "Failure")
        .map(({ name, reason = "" }) => `${name}: ${reason}`),
    };
  }

  /** Whether the test runs code of artifacts: that of the deployed system, or what it deploys by name. */
  needsArtifacts(file: string): boolean {
    const closure = this.#compiler.closure(file);
    return closure.has(genesis) || closure.has("test/solidity/support/Creation.sol");
  }

  /** The deployed system, and where it stands: an address that follows from code is another one with other code. */
  async #writeGenesis(): Promise<void> {
    const { accounts, addresses } = await localGenesis();
    const allocs = path.join(this.#root, "generated", "genesis-allocs.json");
    fs.writeFileSync(allocs, allocsFile(accounts));
    fs.writeFileSync(path.join(this.#root, places), genesisAddressesFile(addresses));
    this.#compiler.reread(places);
  }

  #startsFromGenesis(file: string): boolean {
    return this.#compiler.closure(file).has(genesis);
  }

  /** What a test can deploy by name. */
  #artifacts(): ReturnType<typeof asKnown>[] {
    return fs
      .globSync("artifacts/contracts/**/*.json", { cwd: this.#root })
      .map((place) => fs.readFileSync(path.join(this.#root, place), "utf8"))
      .map((text) => JSON.parse(text) as Code & { contractName: string; sourceName: string })
      .filter(({ bytecode }) => bytecode !== "0x")
      .map(({ sourceName, contractName, ...code }) => asKnown(sourceName, contractName, code));
  }
}

/** A contract as the simulator knows it. */
function asKnown(source: string, name: string, { abi, ...code }: Code) {
  const { bytecode, linkReferences, deployedBytecode, deployedLinkReferences } = code;
  return {
    id: { name, source, solcVersion: light.version },
    contract: {
      abi: JSON.stringify(abi),
      bytecode,
      linkReferences,
      deployedBytecode,
      deployedLinkReferences,
    },
  };
}

async function loadInternals(): Promise<Internals> {
  const hardhat = path.dirname(createRequire(import.meta.url).resolve("hardhat/package.json"));
  const load = async (name: string) =>
    (await import(
      pathToFileURL(path.join(hardhat, "dist/src/internal", name)).href
    )) as Partial<Internals>;
  const parts = [
    "edr/context.js",
    "edr/chain-type.js",
    "builtin-plugins/solidity-test/helpers.js",
  ].map(load);
  return Object.assign({}, ...(await Promise.all(parts))) as Internals;
}
