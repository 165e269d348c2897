import { createRequire } from "node:module";

import hardhatIgnitionViem from "@nomicfoundation/hardhat-ignition-viem";
import hardhatMocha from "@nomicfoundation/hardhat-mocha";
import hardhatNetworkHelpers from "@nomicfoundation/hardhat-network-helpers";
import hardhatViem from "@nomicfoundation/hardhat-viem";
import hardhatViemAssertions from "@nomicfoundation/hardhat-viem-assertions";
import { defineConfig } from "hardhat/config";

import { developmentMnemonic } from "./deploy/networks/local/mnemonic.ts";
import { codeOfTests } from "./scripts/test/code-of-tests.ts";

const require = createRequire(import.meta.url);

/** The npm package's own compiler, so that a build never downloads one. */
const compiler = {
  version: "0.8.37",
  path: require.resolve("solc/soljson.js"),
  settings: {
    evmVersion: "cancun",
    viaIR: true,
    optimizer: { enabled: true, runs: 200 },
    metadata: { bytecodeHash: "none" },
    outputSelection: { "*": { "*": ["storageLayout", "devdoc", "userdoc"] } },
  },
};

/** The same again: Hardhat compiles in one run what has the same object, and two runs use both cores of a small machine. */
const secondRun = { ...compiler };
/** Where most of the time goes, so that both runs take about as long. */
const overrides = {
  "contracts/access/Authority.sol": secondRun,
  "contracts/governance/Council.sol": secondRun,
};

const accounts = {
  mnemonic: developmentMnemonic,
  count: 80,
  accountsBalance: 10n ** 24n,
};

export default defineConfig({
  plugins: [
    hardhatViem,
    hardhatViemAssertions,
    hardhatMocha,
    hardhatNetworkHelpers,
    hardhatIgnitionViem,
    codeOfTests,
  ],
  solidity: {
    splitTestsCompilation: true,
    npmFilesToBuild: [],
    profiles: {
      default: { compilers: [compiler], overrides },
      production: { isolated: false, compilers: [compiler], overrides },
    },
  },
  paths: {
    tests: { mocha: "test/integration", solidity: "test/solidity" },
    ignition: "deploy",
  },
  test: {
    mocha: { timeout: 60_000 },
    solidity: {
      fsPermissions: { readFile: ["generated/genesis-allocs.json"] },
      fuzz: { runs: 5000 },
      invariant: { runs: 256, depth: 128, failOnRevert: false },
    },
  },
  ignition: { requiredConfirmations: 1, blockPollingInterval: 100 },
  networks: {
    default: { type: "edr-simulated", chainType: "l1", hardfork: "cancun", accounts },
    /** The embedded chain of `npm start`: mines at once, and once a second so that its clock moves. */
    node: {
      type: "edr-simulated",
      chainType: "l1",
      hardfork: "cancun",
      chainId: 31337,
      mining: { auto: true, interval: 1000 },
      // Networks of public bodies have no price of gas: whoever comes new acts without a coin.
      initialBaseFeePerGas: 0n,
      accounts,
    },
  },
});
