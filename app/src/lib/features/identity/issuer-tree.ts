import type { Accreditation, RootTao } from "#lib/index/issuers.ts";

/** Why an accreditation does not count, or that it does. */
export type Standing =
  | "counts"
  /** Its issuer has accepted nothing yet. */
  | "reserved"
  | "revoked"
  /** The DID of the issuer ended. */
  | "deactivated"
  /** No body admits its root any more. */
  | "dismissed"
  /** Something above it does not count. */
  | "above";

/** An accreditation with what rests on it. */
export interface Branch {
  accreditation: Accreditation;
  standing: Standing;
  branches: Branch[];
}

/** The trees of accreditations from their roots downwards: what the register walks upwards at every question. */
export function issuerTrees(
  roots: readonly RootTao[],
  accreditations: readonly Accreditation[],
): Branch[] {
  const admitted = new Set(roots.filter((root) => root.admitted).map(({ id }) => id));
  const below = Map.groupBy(
    accreditations.filter(({ depth }) => depth > 0),
    ({ taoAttribute }) => taoAttribute.id,
  );
  const branchOf = (accreditation: Accreditation, above: Standing | null): Branch => {
    const standing = standingOf(accreditation, above, admitted);
    return {
      accreditation,
      standing,
      branches: (below.get(accreditation.id) ?? []).map((next) => branchOf(next, standing)),
    };
  };
  return accreditations
    .filter(({ depth }) => depth === 0)
    .map((accreditation) => branchOf(accreditation, null));
}

/** The trees as lines of a table, everybody below whom it rests on. */
export function branchRows(trees: readonly Branch[]): Branch[] {
  return trees.flatMap((branch) => [branch, ...branchRows(branch.branches)]);
}

function standingOf(
  { issuerType, issuer, accepted, depth }: Accreditation,
  above: Standing | null,
  admitted: ReadonlySet<string>,
): Standing {
  if (issuerType === "revoked") return "revoked";
  if (issuer.document.deactivatedAt !== null) return "deactivated";
  if (depth === 0 && !admitted.has(issuer.id)) return "dismissed";
  if (accepted === null) return "reserved";
  return above === null || above === "counts" ? "counts" : "above";
}
