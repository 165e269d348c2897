import type { BuildOutput, SyntaxNode } from "../generate/artifacts.ts";
import type { ContractNode, DocumentedNode } from "./syntax.ts";
import { contractsById, isFunction } from "./syntax.ts";

/**
 * The interface is the document: what an interface declares carries a notice there, and what a contract offers carries its own
 * text or points to the interface with `@inheritdoc`.
 */
export function documentationProblems(outputs: Iterable<BuildOutput>): string[] {
  const problems = new Set<string>();
  for (const output of outputs) {
    for (const { source, contract } of contractsById(output).values()) {
      if (!source.startsWith("project/contracts/") || source.startsWith("project/contracts/mocks/"))
        continue;
      for (const name of undocumented(contract)) {
        const remedy =
          contract.contractKind === "interface"
            ? "write `@notice` above it"
            : "write its text or `@inheritdoc` above it";
        problems.add(
          `${source.slice("project/".length)}: ${contract.name}.${name} is not documented: ${remedy}`,
        );
      }
    }
  }
  return [...problems].sort();
}

/** Names of what a contract offers to others without saying what it is. */
export function undocumented(contract: ContractNode): string[] {
  return contract.nodes.filter(isOffered).flatMap((node) => {
    const text = node.documentation?.text ?? "";
    const isDocumented =
      contract.contractKind === "interface"
        ? text.includes("@notice")
        : /@(notice|dev|inheritdoc)/.test(text);
    return isDocumented ? [] : [node.name];
  });
}

function isOffered(node: SyntaxNode): node is DocumentedNode {
  if (node.nodeType === "EventDefinition" || node.nodeType === "ErrorDefinition") return true;
  return (
    isFunction(node) &&
    node.kind === "function" &&
    (node.visibility === "external" || node.visibility === "public")
  );
}
