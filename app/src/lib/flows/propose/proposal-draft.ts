import type { Addresses } from "#lib/endpoints.ts";
import type { Call, NodeRecord } from "#lib/features/proposals/decode-call.ts";
import type { DecisionClass } from "#lib/features/proposals/voting-rules.ts";
import { networkStages, organisationKinds } from "#lib/chain/contract-views.ts";

import { bodyChecks } from "./body-checks.ts";
import {
  address,
  type Check,
  malformed,
  missing,
  numberBetween,
  oneOf,
  textUpTo,
} from "./field-checks.ts";
import type { FieldName, FieldValues } from "./measure-fields.ts";
import {
  accesses,
  fieldsOf,
  type Measure,
  measureOf,
  nothing,
  offices,
  permissions,
  restrictions,
  targetOf,
  upgradeable,
  vetoScopes,
} from "./measures.ts";
import { grantChecks } from "./grant-checks.ts";
import { paymentChecks } from "./payment-checks.ts";
import type { ChoosableToken } from "./payment-choices.ts";
import {
  endOfDay,
  groupOfFunction,
  isListed,
  pausableKey,
  type PowerChoices,
  stoppableKey,
  ticked,
  vetoKey,
} from "./power-choices.ts";
import { armedRights, eligibleGroups } from "./powers.ts";
import { trustChecks } from "./trust-checks.ts";

/** What a person has filled in so far. */
export interface ProposalDraft extends FieldValues {
  measure: Measure;
  title: string;
  text: string;
}

export type NodeStatus =
  "pending" | "active" | "suspended" | "retired" | "none" | "standby" | "quarantined";

export interface DraftChoices {
  nodes: readonly {
    id: `0x${string}`;
    status: NodeStatus;
    kind: NodeRecord["kind"];
    /** Chain id of its network. */
    network: bigint;
  }[];
  /** The network whose chain this is. */
  chainId: number;
  organisations: readonly { id: `0x${string}`; status: "active" | "suspended" | "retired" }[];
  networks: readonly {
    chainId: string;
    stage: (typeof networkStages)[number];
    genesisHash: string;
  }[];
  /** The present year. */
  year: number;
  /** The present timepoint of the chain. */
  now: number;
  powers: PowerChoices;
}

export type DraftProblem =
  | {
      field: FieldName;
      problem:
        | "missing"
        | "malformed"
        | "not-an-address"
        | "checksum"
        | "not-a-number"
        | "unchanged"
        | "taken"
        | "nobody"
        | "full"
        | "unknown"
        | "still-listed"
        | "not-a-share"
        | "share-out-of-bounds"
        | "not-an-amount"
        | "zero-amount"
        | "not-past"
        | "not-fundable"
        | "not-allowed";
    }
  /** Seconds since 1970. */
  | { field: FieldName; problem: "line-at-other-times"; ready: number }
  | { field: FieldName; problem: "no-room-for-the-vote"; first: number; last: number }
  /** Units of the token. */
  | { field: FieldName; problem: "amount-too-small"; least: bigint; token: ChoosableToken }
  | { field: FieldName; problem: "amount-too-large"; most: bigint; token: ChoosableToken }
  /** Basis points. */
  | { field: FieldName; problem: "fee-out-of-bounds"; least: number; most: number }
  | { field: FieldName; problem: "too-few"; least: number }
  /** Seconds. */
  | { field: FieldName; problem: "time-out-of-range"; least: number; most: number }
  /** Something could carry `strict` without carrying `easy`. */
  | {
      field: FieldName;
      problem: "out-of-order";
      strict: DecisionClass;
      easy: DecisionClass;
    }
  | { field: FieldName; problem: "out-of-range"; least: number; most: number }
  | { field: FieldName; problem: "too-many-bytes"; excess: number }
  /** Seconds since 1970. */
  | { field: FieldName; problem: "day-out-of-range"; first: number; last: number }
  | { field: "title"; problem: "missing" }
  | { field: "title"; problem: "too-long"; excess: number };

export type FieldProblem = Exclude<DraftProblem, { field: "title" }>;

export const longestTitle = 120;

/** A title out of what the proposal does; a sentence that is too long for one is cut between two words. */
export function titleOf(sentence: string): string {
  const title = sentence.replace(/\.$/, "");
  if ([...title].length <= longestTitle) return title;
  const start = [...title].slice(0, longestTitle - 1).join("");
  return `${start.slice(0, start.lastIndexOf(" ")).replace(/[\s:;,.]+$/u, "")}…`;
}

/** Nodes that a measure can concern. Only a validator of this network makes way for another, which a pending one becomes. */
export function eligibleNodes<Node extends DraftChoices["nodes"][number]>(
  measure: Measure,
  { nodes, chainId }: { nodes: readonly Node[] } & Pick<DraftChoices, "chainId">,
  as: "node" | "successor" = "node",
): Node[] {
  const statuses = as === "successor" ? (["pending"] as const) : (nodeStatusesOf[measure] ?? []);
  const isReplaceable = ({ kind, network }: Node) =>
    kind === "validator" && network === BigInt(chainId);
  return nodes.filter(
    (node) =>
      statuses.some((status) => status === node.status) &&
      (measure !== "replace-node" || isReplaceable(node)),
  );
}

const nodeStatusesOf: Partial<Record<Measure, readonly NodeStatus[]>> = {
  "admit-node": ["pending"],
  "suspend-node": ["active", "standby", "quarantined"],
  "reinstate-node": ["suspended", "standby", "quarantined"],
  "retire-node": ["pending", "active", "suspended", "standby", "quarantined"],
  "replace-node": ["active", "standby", "quarantined"],
  "fund-node-service": ["pending", "active", "suspended", "standby", "quarantined"],
};

/** Organisations that a measure can concern. */
export function eligibleOrganisations<Organisation extends DraftChoices["organisations"][number]>(
  measure: Measure,
  organisations: readonly Organisation[],
): Organisation[] {
  if (measure === "suspend-organisation")
    return organisations.filter(({ status }) => status === "active");
  if (measure === "reinstate-organisation")
    return organisations.filter(({ status }) => status === "suspended");
  return organisations.filter(({ status }) => status !== "retired");
}

/** Networks that a measure can concern: a first block is named once, and a retired network stays as it is. */
export function eligibleNetworks<Network extends DraftChoices["networks"][number]>(
  measure: Measure,
  networks: readonly Network[],
): Network[] {
  if (measure === "anchor-genesis")
    return networks.filter(({ genesisHash }) => genesisHash === nothing);
  if (measure === "set-network-stage") return networks.filter(({ stage }) => stage !== "retired");
  return [...networks];
}

/** Stages that a person can choose, beginning with the first of a network's life. */
export const choosableStages = networkStages.slice(1);
/** Kinds of organisation that a person can choose. */
export const choosableKinds = organisationKinds.slice(1);

const hash =
  (field: FieldName, required: boolean): Check =>
  (draft) => {
    const text = draft[field].trim();
    if (text === "") return required ? missing : null;
    return /^0x[0-9a-f]{64}$/i.test(text) && text !== nothing ? null : malformed;
  };

const day = 24 * 60;
const secondsOfDay = 86_400;
/** What `CircuitBreaker` and `Vetoes` allow at most. */
const mostPauseHours = 7 * 24;
const mostTermDays = 366;
const mostVetoTargets = 16;

const checks: Record<FieldName, Check> = {
  node: ({ node, measure }, choices) =>
    eligibleNodes(measure, choices).some(({ id }) => id === node) ? null : missing,
  successor: ({ successor, measure }, choices) =>
    eligibleNodes(measure, choices, "successor").some(({ id }) => id === successor)
      ? null
      : missing,
  monitors: numberBetween("monitors", 1, 255),
  silence: numberBetween("silence", 1, 30 * day),
  organisation: ({ organisation, measure }, { organisations }) =>
    eligibleOrganisations(measure, organisations).some(({ id }) => id === organisation)
      ? null
      : missing,
  parent: ({ parent, organisation }, { organisations }) => {
    if (parent === nothing) return null;
    const known = eligibleOrganisations("place-organisation", organisations);
    if (!known.some(({ id }) => id === parent)) return missing;
    return parent === organisation ? malformed : null;
  },
  identifier: textUpTo("identifier", 64),
  legalName: textUpTo("legalName", 128),
  administrator: address("administrator"),
  kind: oneOf("kind", choosableKinds),
  jurisdiction: ({ jurisdiction }) =>
    /^[A-Z]{2}$/.test(jurisdiction.trim())
      ? null
      : jurisdiction.trim() === ""
        ? missing
        : malformed,
  did: (draft, choices) => {
    if (draft.did.trim() === "") return null;
    return draft.did.trim().startsWith("did:") ? textUpTo("did", 256)(draft, choices) : malformed;
  },
  document: hash("document", false),
  network: ({ network, measure }, { networks }) =>
    eligibleNetworks(measure, networks).some(({ chainId }) => chainId === network) ? null : missing,
  chain: (draft, choices) => {
    const problem = numberBetween("chain", 1, Number.MAX_SAFE_INTEGER)(draft, choices);
    if (problem) return problem;
    const id = String(Number(draft.chain));
    return choices.networks.some(({ chainId }) => chainId === id) ? { problem: "taken" } : null;
  },
  networkName: textUpTo("networkName", 64),
  stage: (draft, choices) => {
    const problem = oneOf("stage", choosableStages)(draft, choices);
    if (problem || draft.measure !== "set-network-stage") return problem;
    const network = choices.networks.find(({ chainId }) => chainId === draft.network);
    return network?.stage === draft.stage ? { problem: "unchanged" } : null;
  },
  consensus: textUpTo("consensus", 32),
  genesis: hash("genesis", true),
  key: textUpTo("key", 32),
  uri: (draft, choices) => {
    if (draft.uri.trim() === "") return null;
    return /^(https|wss|enode):\/\/./.test(draft.uri.trim())
      ? textUpTo("uri", 512)(draft, choices)
      : malformed;
  },
  access: oneOf("access", accesses),
  accounts: numberBetween("accounts", 0, 2 ** 32 - 1),
  account: address("account"),
  target: address("target"),
  restriction: oneOf("restriction", restrictions),
  sender: address("sender"),
  permission: oneOf("permission", permissions),
  gas: numberBetween("gas", 0, Number.MAX_SAFE_INTEGER),
  window: numberBetween("window", 1, 30 * 24),
  office: oneOf("office", offices),
  register: oneOf("register", upgradeable),
  implementation: address("implementation"),
  pauseGroup: ({ pauseGroup, measure }, { powers, now }) =>
    eligibleGroups(measure, powers, now).some(({ id }) => id === pauseGroup) ? null : missing,
  pauseTime: (draft, choices) => {
    const group = choices.powers.groups.find(({ id }) => id === draft.pauseGroup);
    const longest = group ? Math.floor(group.maxDuration / 60) : mostPauseHours * 60;
    return numberBetween("pauseTime", 1, longest)(draft, choices);
  },
  holder: address("holder"),
  armTerm: numberBetween("armTerm", 1, mostTermDays),
  armedRight: ({ armedRight }, { powers, now }) =>
    armedRights(powers.groups, now).some(({ key }) => key === armedRight) ? null : missing,
  groupName: (draft, choices) =>
    /^[\x20-\x7e]*$/.test(draft.groupName) ? textUpTo("groupName", 32)(draft, choices) : malformed,
  longestPause: numberBetween("longestPause", 1, mostPauseHours),
  pauseRest: (draft, choices) => {
    const least = Math.max(1, Number(draft.longestPause) || 1);
    return numberBetween("pauseRest", least, 90 * 24)(draft, choices);
  },
  heartbeatPeriod: numberBetween("heartbeatPeriod", 1, mostTermDays),
  pausable: ({ pausable, measure }, { powers }) => {
    const chosen = powers.pausable.find((entry) => pausableKey(entry) === pausable);
    if (!chosen) return missing;
    return measure === "pin-exit" && isListed(powers.groups, chosen.selector)
      ? { problem: "still-listed" }
      : null;
  },
  listedGroup: ({ listedGroup, pausable }, { powers: { groups, pausable: functions } }) => {
    if (listedGroup !== "none" && !groups.some(({ id }) => id === listedGroup)) return missing;
    const chosen = functions.find((entry) => pausableKey(entry) === pausable);
    const present = chosen && (groupOfFunction(groups, chosen)?.id ?? "none");
    return present === listedGroup ? { problem: "unchanged" } : null;
  },
  vetoBody: ({ vetoBody }, { powers }) =>
    powers.bodies.some(({ council }) => council === vetoBody) ? null : missing,
  vetoScope: oneOf("vetoScope", vetoScopes),
  vetoTargets: ({ vetoTargets, vetoBody }, { powers }) => {
    const offered = powers.scopes.find(({ council }) => council === vetoBody)?.targets ?? [];
    const chosen = ticked(vetoTargets);
    if (chosen.length > mostVetoTargets)
      return { problem: "out-of-range", least: 1, most: mostVetoTargets };
    const known = chosen.every((one) => offered.some(({ address: other }) => other === one));
    return chosen.length > 0 && known ? null : missing;
  },
  vetoUntil: ({ vetoUntil }, { now }) => {
    if (vetoUntil.trim() === "") return missing;
    const end = endOfDay(vetoUntil.trim());
    const bounds = { first: now + secondsOfDay, last: now + (mostTermDays - 1) * secondsOfDay };
    return end === null || end < bounds.first || end > bounds.last + secondsOfDay
      ? { problem: "day-out-of-range", ...bounds }
      : null;
  },
  vetoRight: ({ vetoRight }, { powers }) =>
    powers.vetoes.some((right) => vetoKey(right) === vetoRight) ? null : missing,
  stoppable: ({ stoppable }, { powers }) =>
    powers.stoppable.some((entry) => stoppableKey(entry) === stoppable) ? null : missing,
  vetoReason: textUpTo("vetoReason", 1024),
  ...bodyChecks,
  ...trustChecks,
  ...paymentChecks,
  ...grantChecks,
};

/** What is missing for the call alone, without title and text. */
export function measureProblems(draft: ProposalDraft, choices: DraftChoices): FieldProblem[] {
  return fieldsOf(draft.measure, draft).flatMap((field) => {
    const found = checks[field](draft, choices);
    return found ? [{ field, ...found }] : [];
  });
}

/** Everything that keeps the draft from being proposed. */
export function draftProblems(draft: ProposalDraft, choices: DraftChoices): DraftProblem[] {
  const problems: DraftProblem[] = measureProblems(draft, choices);
  const length = [...draft.title.trim()].length;
  if (length === 0) problems.push({ field: "title", problem: "missing" });
  if (length > longestTitle)
    problems.push({ field: "title", problem: "too-long", excess: length - longestTitle });
  return problems;
}

/** The call that the draft stands for; null while `measureProblems` has any. */
export function draftCall(
  draft: ProposalDraft,
  choices: DraftChoices,
  addresses: Addresses,
): Call | null {
  if (measureProblems(draft, choices).length > 0) return null;
  const target = targetOf(draft.measure, draft, addresses, choices.powers);
  return target
    ? {
        target,
        value: 0n,
        calldata: measureOf(draft.measure).encode(draft, { ...choices, addresses }),
      }
    : null;
}
