/** What the chain says of an organisation and a node of it that joins the network. */
export interface JoiningFacts {
  /** Null until one is registered or chosen. */
  organisation: { status: "active" | "suspended" | "retired" } | null;
  /** Whether the connected wallet administers the organisation. */
  administers: boolean;
  /** Null until the organisation has registered one and it is chosen. */
  node: {
    kind: "validator" | "boot" | "observer" | "bridge";
    status: string;
    /** It belongs to the chain that these contracts are on. */
    ownNetwork: boolean;
    /** Number of the newest proposal that would admit it; null if there is none. */
    proposal: number | null;
    inValidatorSet: boolean;
    /** Its enforcer has said something about it. */
    reported: boolean;
    /** Drifts in the last report. */
    drifts: number;
  } | null;
}

export const joiningSteps = [
  "organisation",
  "administrator",
  "key",
  "registered",
  "proposal",
  "admitted",
  "enforcer",
  "validator",
] as const;
export type JoiningStep = (typeof joiningSteps)[number];
export type JoiningState = "done" | "next" | "ahead";

/** Statuses of a node that was admitted, whatever happened to it since. */
const admittedStatuses = ["active", "standby", "quarantined", "suspended"];

/** How far it has come. Only what the chain or the wallet shows counts as done; the first that is not is what to do next. */
export function joiningProgress(facts: JoiningFacts): { step: JoiningStep; state: JoiningState }[] {
  const { organisation, administers, node } = facts;
  const registered = node !== null && node.status !== "none" && node.status !== "retired";
  const admitted = node !== null && admittedStatuses.includes(node.status);
  const done: Record<JoiningStep, boolean> = {
    organisation: organisation?.status === "active",
    administrator: administers,
    // The proof of possession in the registration has shown the key.
    key: registered,
    registered,
    proposal: node !== null && (node.proposal !== null || admitted),
    admitted,
    enforcer: node !== null && node.reported && node.drifts === 0,
    validator: node?.inValidatorSet === true,
  };
  const validates = node === null || (node.kind === "validator" && node.ownNetwork);
  const steps = joiningSteps.filter((step) => step !== "validator" || validates);
  // Who only looks on has no wallet: what was done without it does not wait for it.
  const next = steps.find((step) => !done[step] && !(step === "administrator" && registered));
  return steps.map((step) => ({
    step,
    state: done[step] ? "done" : step === next ? "next" : "ahead",
  }));
}
