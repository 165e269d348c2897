import type { Abi, Hex } from "viem";
import { toFunctionSelector } from "viem";

import type { Artifact, BuildOutput } from "../generate/artifacts.ts";
import { functionsOf } from "../generate/artifacts.ts";
import type { OpenFunctions } from "./open-functions.ts";
import { contractsById, isFunction, lineage } from "./syntax.ts";
import type { ContractSource } from "./syntax.ts";

/** A function that changes state, and whether it asks the authority. */
export interface Entrypoint {
  target: string;
  name: string;
  selector: Hex;
  restricted: boolean;
}

/** Every state-changing function of the contracts that go on the chain. */
export function entrypointsOf(
  artifacts: Artifact[],
  outputs: Map<string, BuildOutput>,
): Entrypoint[] {
  const byBuild = new Map([...outputs].map(([id, output]) => [id, contractsById(output)]));
  return artifacts.flatMap((artifact) => {
    const output = outputs.get(artifact.buildInfoId);
    if (artifact.deployedBytecode === "0x" || output === undefined) return [];
    const contracts = lineage(
      output,
      artifact.inputSourceName,
      artifact.contractName,
      byBuild.get(artifact.buildInfoId),
    );
    return stateChanging(artifact.abi).map(({ name, selector }) => ({
      target: artifact.contractName,
      name,
      selector,
      restricted: isRestricted(contracts, selector),
    }));
  });
}

function stateChanging(abi: Abi): { name: string; selector: Hex }[] {
  return functionsOf(abi)
    .filter(
      ({ stateMutability }) => stateMutability === "nonpayable" || stateMutability === "payable",
    )
    .map((item) => ({ name: item.name, selector: toFunctionSelector(item) }));
}

const upgradeToAndCall: Hex = "0x4f1ef286";

/** Whether the implementation that runs carries `restricted`. UUPS asks `_authorizeUpgrade`, so there it stands on that. */
function isRestricted(contracts: ContractSource[], selector: Hex): boolean {
  const functions = contracts.flatMap(({ contract }) => contract.nodes.filter(isFunction));
  const runs = functions.find((candidate) =>
    selector === upgradeToAndCall
      ? candidate.name === "_authorizeUpgrade" && candidate.implemented
      : candidate.functionSelector === selector.slice(2) && candidate.implemented,
  );
  return runs?.modifiers.some(({ modifierName }) => modifierName.name === "restricted") ?? false;
}

export interface RoleTableLine {
  target: string;
  functionName: string;
  selector: Hex;
}

/**
 * Every state-changing function stands either in the role table, and then really asks the authority, or among the open functions
 * with what guards it instead; and both lists name nothing else.
 */
export function entrypointProblems(
  entrypoints: Entrypoint[],
  roleTable: readonly RoleTableLine[],
  openFunctions: readonly OpenFunctions[],
): string[] {
  const problems: string[] = [];
  const open = openFunctions.flatMap(({ target, functions }) =>
    functions.map((name) => ({ target, name })),
  );
  for (const { target, name, selector, restricted } of entrypoints) {
    const hasLine = roleTable.some((line) => line.target === target && line.selector === selector);
    const isOpen = open.some((entry) => entry.target === target && entry.name === name);
    const label = `${target}.${name}`;
    if (hasLine && isOpen) {
      problems.push(`${label} stands in the role table and among the open functions: keep one`);
    }
    if (hasLine && !restricted) {
      problems.push(
        `${label} has a line in the role table but does not ask the authority: add \`restricted\``,
      );
    }
    if (restricted && !hasLine) {
      problems.push(
        `${label} is restricted but has no line in contracts/access/Roles.sol: add one`,
      );
    }
    if (!restricted && !hasLine && !isOpen) {
      problems.push(
        `${label} changes state without asking the authority: restrict it and add a line to contracts/access/Roles.sol, ` +
          "or say in scripts/check/open-functions.ts what guards it",
      );
    }
  }
  for (const line of roleTable) {
    if (
      !entrypoints.some(
        ({ target, selector }) => target === line.target && selector === line.selector,
      )
    ) {
      problems.push(
        `${line.target}.${line.functionName} has a line in the role table but changes no state or is not there`,
      );
    }
  }
  for (const { target, name } of open) {
    if (!entrypoints.some((entry) => entry.target === target && entry.name === name)) {
      problems.push(
        `${target}.${name} is listed in scripts/check/open-functions.ts but does not exist: delete it`,
      );
    }
  }
  return problems;
}
