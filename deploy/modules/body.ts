import type { Contract, ModuleBuilder } from "./registry.ts";
import Proceedings from "./Proceedings.ts";
import Verifiers from "./Verifiers.ts";

/** What a body decides with less than a reinforced majority. */
export interface Listing {
  target: Contract;
  selector: string;
  class: number;
}

export interface BodyPlan {
  authority: Contract;
  /** Targets, beside its own register of members, whose calls need a reinforced majority for ever. */
  pinned: Contract[];
  listings: Listing[];
  /** Seconds that every decision waits. A parameter of the module when left out. */
  baseDelay?: number;
  /** One of its own unless it is there already. */
  memberRegistry?: ReturnType<typeof memberRegistryOf>;
}

/** A register of members; who they are is a parameter of the module. */
export const memberRegistryOf = (m: ModuleBuilder, authority: Contract) =>
  m.contract("MemberRegistry", [authority, m.getParameter("members"), m.useModule(Verifiers)]);

/** A body: its register of members, the classes of its decisions, its Council. Everything else is a parameter of the module. */
export function body(
  m: ModuleBuilder,
  {
    authority,
    pinned,
    listings,
    baseDelay,
    memberRegistry = memberRegistryOf(m, authority),
  }: BodyPlan,
) {
  const { deliberation, vetoes } = m.useModule(Proceedings);
  const decisionClasses = m.contract("DecisionClasses", [
    authority,
    [memberRegistry, vetoes, ...pinned],
    listings.map((listing) => ({ ...listing })),
    m.getParameter("leastParticipants"),
  ]);
  const council = m.contract("Council", [
    {
      name: m.getParameter("name"),
      authority,
      members: memberRegistry,
      classes: decisionClasses,
      deliberation,
      vetoes,
      votingDelay: m.getParameter("votingDelay"),
      votingPeriod: m.getParameter("votingPeriod"),
      baseDelay: baseDelay ?? m.getParameter("baseDelay"),
      selfCallDelay: m.getParameter("selfCallDelay"),
      extension: m.getParameter("extension"),
      proposalLimit: m.getParameter("proposalLimit"),
    },
  ]);
  return { memberRegistry, decisionClasses, council };
}
