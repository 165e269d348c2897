// @ts-check
// TypeChain loads its targets with `require` and reads `default`, therefore this file is CommonJS.
const { basename, join } = require("node:path");
const { TypeChainTarget } = require("typechain");

/**
 * Writes one file a contract: its ABI as a constant type, and a function that binds it to an address and a viem client.
 * The names come with the files: `filesToProcess` holds `abis/<Name>.json`.
 */
class ViemTarget extends TypeChainTarget {
  name = "viem";

  /** @type {string[]} */
  #names = [];

  /** @param {import("typechain").FileDescription} file */
  transformFile(file) {
    const name = basename(file.path, ".json");
    this.#names.push(name);
    return { path: this.#path(name), contents: contractFile(name, JSON.parse(file.contents)) };
  }

  afterRun() {
    const lines = this.#names.map((name) => `export * from "./${name}.ts";\n`);
    return { path: this.#path("index"), contents: lines.join("") };
  }

  /** @param {string} stem */
  #path(stem) {
    if (this.cfg.outDir === undefined) throw new Error("The viem target needs `outDir`.");
    return join(this.cfg.outDir, `${stem}.ts`);
  }
}

/**
 * @param {string} name
 * @param {unknown[]} abi
 */
function contractFile(name, abi) {
  const variable = `${name.charAt(0).toLowerCase()}${name.slice(1)}`;
  const items = abi.map((item) => `  ${JSON.stringify(item)},\n`).join("");
  return `import { getContract } from "viem";
import type { Account, Address, Chain, Client, GetContractReturnType, Transport } from "viem";

export const ${variable}Abi = [
${items}] as const;

/** ${name} at an address: \`read\`, \`write\`, \`simulate\`, \`estimateGas\`, \`getEvents\` as far as the client can. */
export function ${variable}At<
  const client extends
    | Client<Transport, Chain | undefined, Account | undefined>
    | {
        public: Client<Transport, Chain | undefined>;
        wallet: Client<Transport, Chain | undefined, Account | undefined>;
      },
>(address: Address, client: client): GetContractReturnType<typeof ${variable}Abi, client, Address> {
  return getContract({ abi: ${variable}Abi, address, client });
}
`;
}

exports.default = ViemTarget;
