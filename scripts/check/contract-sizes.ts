import type { Artifact } from "../generate/artifacts.ts";

/** The chain refuses more than 24,576 bytes; the rest is room for a repair. */
export const sizeLimit = 24_192;

/** Contracts whose code on the chain is larger than the limit. */
export function sizeProblems(
  artifacts: Pick<Artifact, "contractName" | "deployedBytecode">[],
  limit = sizeLimit,
): string[] {
  return artifacts.flatMap(({ contractName, deployedBytecode }) => {
    const bytes = (deployedBytecode.length - 2) / 2;
    if (bytes <= limit) return [];
    return [
      `${contractName} has ${bytes.toLocaleString("en")} bytes of ${limit.toLocaleString("en")}`,
    ];
  });
}
