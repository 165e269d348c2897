import { hexToBigInt, keccak256, numberToHex, stringToBytes } from "viem";

import type { Artifact, BuildOutput, StorageLayout, StorageType } from "../generate/artifacts.ts";
import { contractOutput } from "../generate/artifacts.ts";
import { compile, readBuildInfo } from "./compile.ts";
import type { ContractSource, DocumentedNode } from "./syntax.ts";
import { lineage } from "./syntax.ts";

/** One variable in storage; types go by their names in Solidity. */
export interface StorageVariable {
  label: string;
  slot: string;
  offset: number;
  type: string;
}

/** Where a contract keeps its state, without the compiler's numbers that change with every build. */
export interface ReadableLayout {
  /** Variables in the ordinary slots. */
  storage: StorageVariable[];
  /** Structs at ERC-7201 locations, by namespace; their slots count from `location`. */
  namespaces: Record<string, { location: string; storage: StorageVariable[] }>;
  /** All types that the variables are made of. */
  types: Record<string, { bytes: string; members?: StorageVariable[] }>;
}

/** A struct whose comment says that it stands at an ERC-7201 location. */
interface NamespacedStruct {
  namespace: string;
  source: string;
  contract: string;
  struct: string;
}

/**
 * The storage layout of each contract. The compiler reports ordinary variables only; a namespaced struct is no variable. Its layout
 * is therefore taken from a probe: a contract with one variable of that struct, which the same compiler lays out.
 */
export function storageLayouts(
  root: string,
  artifacts: Artifact[],
  outputs: Map<string, BuildOutput>,
): Map<string, ReadableLayout> {
  const layouts = new Map<string, ReadableLayout>();
  for (const [buildInfoId, output] of outputs) {
    const built = artifacts.filter((artifact) => artifact.buildInfoId === buildInfoId);
    const structs = new Map(
      built.map((artifact) => [
        artifact.contractName,
        namespacedStructs(lineage(output, artifact.inputSourceName, artifact.contractName)),
      ]),
    );
    const probes = probeLayouts(root, buildInfoId, [...structs.values()].flat());
    for (const artifact of built) {
      const layout: ReadableLayout = { storage: [], namespaces: {}, types: {} };
      const own = contractOutput(outputs, artifact).storageLayout;
      if (own !== undefined) layout.storage = readable(own, layout.types);
      for (const { namespace } of structs.get(artifact.contractName) ?? []) {
        const probe = probes.get(namespace);
        const variable = probe?.storage[0];
        const type = variable === undefined ? undefined : probe?.types?.[variable.type];
        if (probe === undefined || type?.members === undefined) {
          throw new Error(`The compiler gave no layout of the struct at ${namespace}.`);
        }
        layout.namespaces[namespace] = {
          location: namespaceLocation(namespace),
          storage: readable({ storage: type.members, types: probe.types }, layout.types),
        };
      }
      layout.types = Object.fromEntries(
        Object.entries(layout.types).sort(([a], [b]) => (a < b ? -1 : 1)),
      );
      layouts.set(artifact.contractName, layout);
    }
  }
  return layouts;
}

/** The formula of ERC-7201. */
export function namespaceLocation(namespace: string): string {
  const inner = hexToBigInt(keccak256(stringToBytes(namespace))) - 1n;
  return numberToHex(hexToBigInt(keccak256(numberToHex(inner, { size: 32 }))) & ~0xffn, {
    size: 32,
  });
}

function namespacedStructs(contracts: ContractSource[]): NamespacedStruct[] {
  return contracts.flatMap(({ source, contract }) =>
    contract.nodes
      .filter((node): node is DocumentedNode => node.nodeType === "StructDefinition")
      .flatMap((node) => {
        const namespace = /@custom:storage-location\s+erc7201:(\S+)/.exec(
          node.documentation?.text ?? "",
        )?.[1];
        return namespace === undefined
          ? []
          : [{ namespace, source, contract: contract.name, struct: node.name }];
      }),
  );
}

/** Layouts of one variable of each struct, by namespace. */
function probeLayouts(
  root: string,
  buildInfoId: string,
  structs: NamespacedStruct[],
): Map<string, StorageLayout> {
  const distinct = [...new Map(structs.map((struct) => [struct.namespace, struct])).values()];
  if (distinct.length === 0) return new Map();

  const { input } = readBuildInfo(root, buildInfoId);
  const probe = distinct
    .map(
      ({ source, contract, struct }, index) =>
        `import {${contract} as Origin${index}} from "${source}";\n` +
        `contract Probe${index} { Origin${index}.${struct} private probed; }\n`,
    )
    .join("");
  const output = compile({
    ...input,
    sources: { ...input.sources, "probe.sol": { content: `pragma solidity *;\n${probe}` } },
    settings: { ...input.settings, outputSelection: { "probe.sol": { "*": ["storageLayout"] } } },
  });
  return new Map(
    distinct.flatMap(({ namespace }, index) => {
      const layout = output.contracts?.["probe.sol"]?.[`Probe${index}`]?.storageLayout;
      return layout === undefined ? [] : [[namespace, layout] as const];
    }),
  );
}

/** Variables with the names of their types; collects the types they are made of. */
function readable(layout: StorageLayout, collected: ReadableLayout["types"]): StorageVariable[] {
  const nameOf = (id: string): string => {
    const type = layout.types?.[id];
    if (type === undefined)
      throw new Error(`The compiler names the type ${id} and does not describe it.`);
    collect(type);
    return type.label;
  };
  const describe = (variables: StorageLayout["storage"]): StorageVariable[] =>
    variables.map(({ label, slot, offset, type }) => ({ label, slot, offset, type: nameOf(type) }));
  const collect = (type: StorageType): void => {
    if (type.label in collected) return;
    const entry: ReadableLayout["types"][string] = { bytes: type.numberOfBytes };
    collected[type.label] = entry;
    if (type.members !== undefined) entry.members = describe(type.members);
    for (const part of [type.base, type.key, type.value]) if (part !== undefined) nameOf(part);
  };
  return describe(layout.storage);
}
