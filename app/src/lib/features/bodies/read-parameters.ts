import { authorityAbi } from "#generated/contracts/Authority.ts";
import { councilAbi } from "#generated/contracts/Council.ts";
import { decisionClassesAbi } from "#generated/contracts/DecisionClasses.ts";
import type { BodyContracts } from "#lib/chain/bodies.ts";
import { named } from "#lib/chain/contract-views.ts";
import {
  blockTimes,
  type Emitted,
  type EventReader,
  inOrder,
  type PageSources,
  wholeChain,
} from "#lib/chain/events.ts";
import { placesIn } from "#lib/chain/places.ts";
import { bodyQuery, type Decided } from "#lib/index/bodies.ts";
import { IndexError } from "#lib/index/client.ts";
import { indexOrContract, type Source } from "#lib/index/or-contract.ts";
import type { RuleSetRow } from "#lib/index/proposals.ts";

type Hex = `0x${string}`;
type ClassName = RuleSetRow["class"];

/** When something was settled, and by which decision; none where it was no decision, or where only the index knows. */
export interface Settled extends Decided {
  at: number;
}

/** Something that a body, or its founding, settled about how it decides. */
export type Change = Settled &
  (
    | { what: "rule"; rule: RuleSetRow }
    | { what: "class"; target: Hex; selector: Hex; class: ClassName; cooperation: number | null }
    | { what: "pinned"; target: Hex }
    | { what: "cooperation"; cooperation: number; participants: number[] }
    | { what: "voting-delay" | "voting-period" | "base-delay"; seconds: number }
    | { what: "role-granted"; role: string; delay: number }
    | { what: "role-revoked"; role: string }
  );

export interface Parameters {
  source: Source;
  /** Oldest first. */
  changes: Change[];
}

/** Present times and limits of a body, in seconds, as its Council says. */
export interface Times {
  votingDelay: number;
  votingPeriod: number;
  baseDelay: number;
  selfCallDelay: number;
  /** By how much a vote is extended, once. */
  extension: number;
  /** How many proposals one member makes at most in a window; 0 for no limit. */
  proposalLimit: number;
  proposalWindow: number;
  /** How long a decision can be carried out once its delay is over. */
  expiration: number;
}

/** The contracts that a body consists of, as its Council names them. */
export interface BodyParts {
  memberRegistry: Hex;
  classTable: Hex;
  deliberation: Hex;
  vetoes: Hex;
  authority: Hex;
}

/** How a body is called, its times and its parts, as its Council says. */
export async function readTimes(
  chain: EventReader,
  address: Hex,
): Promise<Times & { name: string; parts: BodyParts }> {
  const council = { address, abi: councilAbi } as const;
  const [
    name,
    votingDelay,
    votingPeriod,
    baseDelay,
    selfCallDelay,
    [extension, proposalLimit, proposalWindow],
    [deliberation, vetoes],
    memberRegistry,
    classTable,
    authority,
  ] = await Promise.all([
    chain.readContract({ ...council, functionName: "name" }),
    chain.readContract({ ...council, functionName: "votingDelay" }),
    chain.readContract({ ...council, functionName: "votingPeriod" }),
    chain.readContract({ ...council, functionName: "baseDelaySeconds" }),
    chain.readContract({ ...council, functionName: "selfCallDelay" }),
    chain.readContract({ ...council, functionName: "limits" }),
    chain.readContract({ ...council, functionName: "companions" }),
    chain.readContract({ ...council, functionName: "memberRegistry" }),
    chain.readContract({ ...council, functionName: "classTable" }),
    chain.readContract({ ...council, functionName: "accessManager" }),
  ]);
  const expiration = await chain.readContract({
    address: authority,
    abi: authorityAbi,
    functionName: "expiration",
  });
  return {
    name,
    votingDelay: Number(votingDelay),
    votingPeriod: Number(votingPeriod),
    baseDelay,
    selfCallDelay,
    extension,
    proposalLimit,
    proposalWindow,
    expiration,
    parts: {
      memberRegistry: lower(memberRegistry),
      classTable: lower(classTable),
      deliberation: lower(deliberation),
      vetoes: lower(vetoes),
      authority: lower(authority),
    },
  };
}

/** Everything that was ever settled about how a body decides. */
export async function readParameters(
  { index, chain, isLate }: PageSources,
  body: BodyContracts,
): Promise<Parameters> {
  const council = body.Council.toLowerCase();
  return indexOrContract(
    async () => {
      const answer = await index.ask(bodyQuery, {
        bodyId: council,
        body: council,
        table: body.DecisionClasses.toLowerCase(),
      });
      if (answer.body === null)
        throw new IndexError("refused", `The index does not know the body ${council}.`);
      return { changes: changesOf(answer) };
    },
    async () => ({ changes: await changesFromEvents(chain, body) }),
    isLate,
  );
}

type Answered = ReturnType<(typeof bodyQuery)["read"]>;

function changesOf(answer: Answered): Change[] {
  const settled = ({ timestamp, transaction }: { timestamp: number; transaction: Decided }) => ({
    at: timestamp,
    ...transaction,
  });
  const cooperationOf = (entry: { target: Hex; selector: Hex; transaction: Decided }) =>
    answer.cooperationListeds.find(
      ({ target, selector, transaction }) =>
        target === entry.target &&
        selector === entry.selector &&
        transaction.transaction === entry.transaction.transaction,
    )?.cooperation ?? null;
  const changes: Change[] = [
    ...answer.votingDelaySets.map((one): Change => ({
      what: "voting-delay",
      seconds: one.newVotingDelay,
      ...settled(one),
    })),
    ...answer.votingPeriodSets.map((one): Change => ({
      what: "voting-period",
      seconds: one.newVotingPeriod,
      ...settled(one),
    })),
    ...answer.baseDelaySets.map((one): Change => ({
      what: "base-delay",
      seconds: one.newBaseDelay,
      ...settled(one),
    })),
    ...answer.targetPinneds.map((one): Change => ({
      what: "pinned",
      target: one.target,
      ...settled(one),
    })),
    ...answer.decisionClassSets.map((one): Change => ({
      what: "class",
      target: one.target,
      selector: one.selector,
      class: one.class,
      cooperation: cooperationOf(one),
      ...settled(one),
    })),
    ...answer.ruleSets.map(({ timestamp, transaction, ...rule }): Change => ({
      what: "rule",
      rule,
      ...settled({ timestamp, transaction }),
    })),
    ...answer.cooperationSets.map((one): Change => ({
      what: "cooperation",
      cooperation: one.cooperation,
      participants: one.participants,
      ...settled(one),
    })),
  ];
  return changes.sort((a, b) => a.at - b.at);
}

/** In the order of `DecisionClass` and `RuleKind` in `contracts/types`. */
const classNames = [
  "reinforced",
  "qualified",
  "simple",
  "unanimity",
  "participating",
  "objection",
] as const satisfies readonly ClassName[];
const kindNames = ["majority", "unanimity", "participants", "objection"] as const;

async function changesFromEvents(chain: EventReader, body: BodyContracts): Promise<Change[]> {
  const [ofTable, ofCouncil] = await Promise.all([
    chain.getContractEvents({
      address: body.DecisionClasses,
      abi: decisionClassesAbi,
      ...wholeChain,
    }),
    chain.getContractEvents({ address: body.Council, abi: councilAbi, ...wholeChain }),
  ]);
  const settings = ofCouncil.filter(
    (event) =>
      event.eventName === "VotingDelaySet" ||
      event.eventName === "VotingPeriodSet" ||
      event.eventName === "BaseDelaySet",
  );
  const timeOf = await blockTimes(chain, [...ofTable, ...settings]);
  const settled = (event: Emitted): Settled => ({
    at: timeOf(event.blockNumber),
    transaction: event.transactionHash,
    decision: null,
  });
  const changes: Change[] = [];
  for (const event of inOrder(settings)) {
    if (event.eventName === "VotingDelaySet") {
      const seconds = Number(event.args.newVotingDelay);
      changes.push({ what: "voting-delay", seconds, ...settled(event) });
    } else if (event.eventName === "VotingPeriodSet") {
      const seconds = Number(event.args.newVotingPeriod);
      changes.push({ what: "voting-period", seconds, ...settled(event) });
    } else {
      const seconds = event.args.newBaseDelaySeconds;
      changes.push({ what: "base-delay", seconds, ...settled(event) });
    }
  }
  for (const event of inOrder(ofTable)) {
    switch (event.eventName) {
      case "DecisionClassSet":
        changes.push({
          what: "class",
          target: lower(event.args.target),
          selector: event.args.selector,
          class: named(classNames, event.args.class),
          cooperation: null,
          ...settled(event),
        });
        break;
      case "CooperationListed": {
        // It says more of the listing before it.
        const listing = changes.at(-1);
        if (listing?.what === "class") listing.cooperation = event.args.cooperation;
        break;
      }
      case "TargetPinned":
        changes.push({ what: "pinned", target: lower(event.args.target), ...settled(event) });
        break;
      case "CooperationSet":
        changes.push({
          what: "cooperation",
          cooperation: event.args.cooperation,
          participants: placesIn(event.args.participants),
          ...settled(event),
        });
        break;
      case "RuleSet":
        changes.push({
          what: "rule",
          rule: {
            ...event.args,
            class: named(classNames, event.args.class),
            kind: named(kindNames, event.args.kind),
          },
          ...settled(event),
        });
        break;
      case "AuthorityUpdated":
        // Whom the table asks is no parameter of the body.
        break;
    }
  }
  return changes.sort((a, b) => a.at - b.at);
}

/** A call in an easier class than reinforced, as it is listed now. */
export interface Listing extends Settled {
  target: Hex;
  selector: Hex;
  class: ClassName;
  cooperation: number | null;
}

/** The calls that a body decides by less than a reinforced majority, as the changes leave them. */
export function presentListings(changes: readonly Change[]): Listing[] {
  const listings = new Map<string, Listing>();
  for (const change of changes)
    if (change.what === "class") listings.set(`${change.target}${change.selector}`, change);
  return [...listings.values()].filter((listing) => listing.class !== "reinforced");
}

/** Contracts to which every call is reinforced for ever; the first time counts. */
export function pinnedTargets(changes: readonly Change[]): (Settled & { target: Hex })[] {
  const pinned = new Map<Hex, Settled & { target: Hex }>();
  for (const change of changes)
    if (change.what === "pinned" && !pinned.has(change.target)) pinned.set(change.target, change);
  return [...pinned.values()];
}

function lower(address: Hex): Hex {
  return address.toLowerCase() as Hex;
}
