import type { VetoGrant } from "#lib/features/bodies/vetoes.ts";
import type { KnownContract } from "#lib/features/proposals/decode-call.ts";
import type { PauseGroup } from "#lib/index/bodies.ts";

import type { BodyTimes, ChoosableBody, ListedBodies } from "./body-choices.ts";
import type { PaymentChoices } from "./payment-choices.ts";
import type { TrustChoices } from "./trust-choices.ts";

type Hex = `0x${string}`;

/** A function that asks the circuit breaker before it runs. */
export interface PausableFunction {
  target: Hex;
  /** Name of the contract. */
  contract: string;
  selector: Hex;
  functionName: string;
}

/** A proposal that a right of the deciding body reaches. */
export interface StoppableProposal {
  council: Hex;
  proposalId: bigint;
  number: number;
  title: string;
  targets: Hex[];
  values: bigint[];
  calldatas: Hex[];
  descriptionHash: Hex;
}

/** A contract of ours with the functions that a body can decide to call. */
export interface ScopedContract {
  address: Hex;
  name: string;
  /** The body to which it belongs, where that is not the Assembly. */
  body?: KnownContract["body"];
  functions: readonly { selector: Hex; name: string }[];
}

/** What measures about bodies, pauses, vetoes, identity and payments can concern. */
export interface PowerChoices {
  /** Council of the body that would decide. */
  council: Hex;
  /** All bodies, the Assembly first. */
  bodies: readonly ChoosableBody[];
  /** Times of the body that would decide. */
  times: BodyTimes;
  /** Bodies that nobody can shut out. */
  listed: ListedBodies;
  groups: readonly PauseGroup[];
  /** Functions that ask the circuit breaker and are no exits, which nothing can ever pause. */
  pausable: readonly PausableFunction[];
  /** Contracts of ours for each body that its table of classes has not pinned: on these its decisions can be stopped. */
  scopes: readonly { council: Hex; targets: readonly ScopedContract[] }[];
  /** Rights of veto that are in force. */
  vetoes: readonly VetoGrant[];
  stoppable: readonly StoppableProposal[];
  trust: TrustChoices;
  payments: PaymentChoices;
}

/** The group in which a function stands; undefined for none. */
export function groupOfFunction(
  groups: readonly PauseGroup[],
  { target, selector }: Pick<PausableFunction, "target" | "selector">,
): PauseGroup | undefined {
  return groups.find(({ functions }) =>
    functions.some((entry) => entry.target === target && entry.selector === selector),
  );
}

/** Whether a function with this selector stands in a group, whatever its contract. */
export function isListed(groups: readonly PauseGroup[], selector: Hex): boolean {
  return groups.some(({ functions }) => functions.some((entry) => entry.selector === selector));
}

export const pausableKey = ({ target, selector }: Pick<PausableFunction, "target" | "selector">) =>
  `${target}:${selector}`;

export const vetoKey = ({ council, holder }: Pick<VetoGrant, "council" | "holder">) =>
  `${council}:${holder}`;

export const stoppableKey = ({
  council,
  proposalId,
}: Pick<StoppableProposal, "council" | "proposalId">) => `${council}:${proposalId}`;

/** Addresses that were ticked. */
export const ticked = (value: string): Hex[] =>
  value.split(",").filter((entry) => entry !== "") as Hex[];

/** Last second of a day, by the clock of the chain (UTC); null for what is no day. */
export function endOfDay(day: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return null;
  const time = Date.parse(`${day}T23:59:59Z`);
  return Number.isNaN(time) ? null : time / 1000;
}
