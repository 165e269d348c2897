import type { BuildOutput, SyntaxNode } from "../generate/artifacts.ts";

/** Reads the compiler's syntax tree: contracts, their functions and structs, with what they inherit. */

export interface FunctionNode extends SyntaxNode {
  name: string;
  kind: "function" | "constructor" | "receive" | "fallback" | "freeFunction";
  visibility: "external" | "public" | "internal" | "private";
  implemented: boolean;
  /** Without 0x; only external and public functions have one. */
  functionSelector?: string;
  modifiers: { modifierName: { name: string } }[];
  documentation?: { text: string };
}

export interface DocumentedNode extends SyntaxNode {
  name: string;
  documentation?: { text: string };
}

export interface ContractNode extends SyntaxNode {
  name: string;
  contractKind: "contract" | "interface" | "library";
  /** The contract itself first, then what it inherits, the nearest first. */
  linearizedBaseContracts: number[];
  nodes: SyntaxNode[];
}

export interface ContractSource {
  source: string;
  contract: ContractNode;
}

/** All contracts of a compilation by the ids that the tree refers to them with. */
export function contractsById(output: BuildOutput): Map<number, ContractSource> {
  const contracts = new Map<number, ContractSource>();
  for (const [source, { ast }] of Object.entries(output.sources)) {
    for (const node of ast["nodes"] as SyntaxNode[]) {
      if (isContract(node)) contracts.set(node.id, { source, contract: node });
    }
  }
  return contracts;
}

/** The contract and all that it inherits, the nearest first. */
export function lineage(
  output: BuildOutput,
  source: string,
  name: string,
  contracts = contractsById(output),
): ContractSource[] {
  const own = [...contracts.values()].find(
    (entry) => entry.source === source && entry.contract.name === name,
  );
  return (own?.contract.linearizedBaseContracts ?? []).flatMap((id) => contracts.get(id) ?? []);
}

export function isContract(node: SyntaxNode): node is ContractNode {
  return node.nodeType === "ContractDefinition";
}

export function isFunction(node: SyntaxNode): node is FunctionNode {
  return node.nodeType === "FunctionDefinition";
}
