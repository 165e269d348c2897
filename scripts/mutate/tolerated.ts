import path from "node:path";

/** Tests that measure or compare code as the build makes it, and therefore say nothing of code from the light compiler: by file, their titles. */
const tolerated: Record<string, readonly string[]> = {
  "ballots.test.ts": [
    "Voting by ballots that others bring signed by wallets that are contracts asks a wallet with exactly the gas that a ballot may need, and not with one unit less",
  ],
  "PermissionViews.t.sol": ["test_BrokenRegisters_LetNobodyIn()"],
  "RegistryProxy.t.sol": ["test_GV9_AllProxiesHaveTheSameCode()"],
  "ValidatorSet.t.sol": ["test_GetValidators_GasStaysNearTheStorageReads()"],
};

export function toleratedBy(file: string): readonly string[] {
  return tolerated[path.basename(file)] ?? [];
}

export function toleratedTests(): string[] {
  return Object.entries(tolerated).flatMap(([file, titles]) =>
    titles.map((title) => `\`${file}\`: ${title}`),
  );
}

export function toleratedTitles(): string[] {
  return Object.values(tolerated).flat();
}
