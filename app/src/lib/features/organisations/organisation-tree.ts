type Hex = `0x${string}`;

interface Placed {
  id: Hex;
  name: string;
  status: "active" | "suspended" | "retired";
  parent: { id: Hex } | null;
}

/** An organisation in its place: how deep it stands, and what stops it from acting. */
export interface TreeRow<Organisation> {
  organisation: Organisation;
  /** 0 at the top. */
  depth: number;
  /** The nearest organisation above that is not active, while its own status is active; else null. */
  stoppedBy: Organisation | null;
}

/** The tree from the top down, children after their parent, siblings in the given order. */
export function organisationTree<Organisation extends Placed>(
  organisations: readonly Organisation[],
  compare: (a: Organisation, b: Organisation) => number,
): TreeRow<Organisation>[] {
  const byId = new Map(organisations.map((organisation) => [organisation.id, organisation]));
  const below = Map.groupBy(organisations.toSorted(compare), ({ parent }) =>
    // A parent that is not in the list leaves its children at the top instead of hiding them.
    parent && byId.has(parent.id) ? parent.id : null,
  );
  const rows: TreeRow<Organisation>[] = [];
  const add = (parent: Hex | null, depth: number) => {
    for (const organisation of below.get(parent) ?? []) {
      rows.push({ organisation, depth, stoppedBy: stoppedBy(organisation, byId) });
      add(organisation.id, depth + 1);
    }
  };
  add(null, 0);
  return rows;
}

/** What stands above an organisation, the nearest first. */
export function ancestorsOf<Organisation extends Placed>(
  organisation: Pick<Placed, "id" | "parent">,
  byId: ReadonlyMap<Hex, Organisation>,
): Organisation[] {
  const above: Organisation[] = [];
  const seen = new Set([organisation.id]);
  for (let next = organisation.parent; next && !seen.has(next.id);) {
    const parent = byId.get(next.id);
    if (!parent) break;
    seen.add(parent.id);
    above.push(parent);
    next = parent.parent;
  }
  return above;
}

/** An active organisation acts only while all above it are active: the nearest that is not, or null. */
export function stoppedBy<Organisation extends Placed>(
  organisation: Pick<Placed, "id" | "parent" | "status">,
  byId: ReadonlyMap<Hex, Organisation>,
): Organisation | null {
  if (organisation.status !== "active") return null;
  return ancestorsOf(organisation, byId).find(({ status }) => status !== "active") ?? null;
}
