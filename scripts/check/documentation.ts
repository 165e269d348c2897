import type { Artifact, BuildOutput, SyntaxNode } from "../generate/artifacts.ts";
import type { ContractNode, DocumentedNode } from "./syntax.ts";
import { contractsById, isFunction } from "./syntax.ts";

/**
 * The interface is the document: what an interface declares carries a notice there, and what a contract offers carries its own
 * text or points to the interface with `@inheritdoc`.
 */
export function documentationProblems(
  artifacts: Artifact[],
  outputs: Map<string, BuildOutput>,
): string[] {
  const byBuild = new Map([...outputs].map(([id, output]) => [id, contractsById(output)]));
  return artifacts.flatMap(({ buildInfoId, inputSourceName, sourceName, contractName }) => {
    const own = [...(byBuild.get(buildInfoId)?.values() ?? [])].find(
      ({ source, contract }) => source === inputSourceName && contract.name === contractName,
    );
    if (own === undefined) return [];
    const remedy =
      own.contract.contractKind === "interface"
        ? "write `@notice` above it"
        : "write its text or `@inheritdoc` above it";
    return undocumented(own.contract).map(
      (name) => `${sourceName}: ${contractName}.${name} is not documented: ${remedy}`,
    );
  });
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
