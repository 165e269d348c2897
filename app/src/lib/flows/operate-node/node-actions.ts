import type { NodeStatus } from "#lib/index/nodes.ts";

/** What an administrator of a node's organisation can do with it. */
export type NodeAction = "standby" | "resume" | "withdraw" | "move" | "describe";

/** Actions that make sense for a node of this status. */
export function actionsOn(status: NodeStatus): NodeAction[] {
  switch (status) {
    case "pending":
      return ["withdraw", "move", "describe"];
    case "active":
      return ["standby", "move", "describe"];
    case "standby":
    case "quarantined":
      return ["resume", "move", "describe"];
    case "suspended":
      return ["move", "describe"];
    case "none":
    case "retired":
      return [];
  }
}

export type ActionEligibility =
  | { can: true }
  | { can: false; why: "wrong-chain" | "organisation-not-active" }
  | { can: false; why: "too-soon"; from: number };

export interface ActionMoment {
  onRightChain: boolean;
  /** Whether the organisation and all above it are active; null when nobody knows, and the contract will say. */
  organisationActs: boolean | null;
  /** Times from which the organisation may put a node on standby and bring this one back, seconds since 1970; null when nobody knows. */
  standbyFrom: number | null;
  resumeFrom: number | null;
  /** The chain's clock. */
  now: number;
}

/** Whether an action would go through now, as far as the page knows. */
export function actionEligibility(action: NodeAction, moment: ActionMoment): ActionEligibility {
  if (!moment.onRightChain) return { can: false, why: "wrong-chain" };
  // Leaving is always open.
  const leaves = action === "withdraw" || action === "standby";
  if (!leaves && moment.organisationActs === false)
    return { can: false, why: "organisation-not-active" };
  const from =
    action === "standby" ? moment.standbyFrom : action === "resume" ? moment.resumeFrom : null;
  if (from !== null && moment.now < from) return { can: false, why: "too-soon", from };
  return { can: true };
}

/** Whether an account administers the organisation of a node. */
export function administers(
  account: string | null,
  acting: { administrators: readonly { account: string }[] },
): boolean {
  return (
    account !== null && acting.administrators.some((held) => held.account === account.toLowerCase())
  );
}
