import { readFileSync } from "node:fs";
import path from "node:path";

import type { Hex } from "../../result/package.ts";
import type { KnownCode } from "../../result/verify.ts";

const governance = path.resolve(import.meta.dirname, "../../artifacts/contracts/governance");

/** The code of a body's contracts as this release compiles it. The contracts must be built. */
export function releaseCode(): KnownCode {
  return {
    council: codeOf("Council"),
    memberRegistry: codeOf("MemberRegistry"),
    decisionClasses: codeOf("DecisionClasses"),
  };
}

function codeOf(contract: string): KnownCode["council"] {
  const file = path.join(governance, `${contract}.sol`, `${contract}.json`);
  const { deployedBytecode, immutableReferences } = JSON.parse(readFileSync(file, "utf8")) as {
    deployedBytecode: Hex;
    immutableReferences?: Record<string, { start: number; length: number }[]>;
  };
  return { code: deployedBytecode, immutables: Object.values(immutableReferences ?? {}).flat() };
}
