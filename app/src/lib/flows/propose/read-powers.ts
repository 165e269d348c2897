import { type Abi, type AbiFunction, toFunctionSelector } from "viem";

import { authorityAbi } from "#generated/contracts/Authority.ts";
import { decisionClassesAbi } from "#generated/contracts/DecisionClasses.ts";
import { roles, roleTable } from "#generated/roles.ts";
import { type BodyContracts, isSame } from "#lib/chain/bodies.ts";
import type { EventReader, PageSources } from "#lib/chain/events.ts";
import type { Addresses } from "#lib/endpoints.ts";
import { readTimes } from "#lib/features/bodies/read-parameters.ts";
import { readPauses } from "#lib/features/bodies/read-pauses.ts";
import { readVetoes } from "#lib/features/bodies/read-vetoes.ts";
import { reaches, vetoState } from "#lib/features/bodies/vetoes.ts";
import { knownContracts, type NamedBody } from "#lib/features/proposals/known-contracts.ts";
import { proposalTitle } from "#lib/features/proposals/proposal.ts";
import { isFinal, proposalState } from "#lib/features/proposals/proposal-state.ts";
import { proposalsOf } from "#lib/features/proposals/read-proposals.ts";

import { contractOf, measureOf, measures } from "./measures.ts";
import type {
  PausableFunction,
  PowerChoices,
  ScopedContract,
  StoppableProposal,
} from "./power-choices.ts";
import { delegatedRoles, neededRoles, type Power } from "./powers.ts";
import { readChoosableBody, readListedBodies } from "./read-choosable-bodies.ts";
import { readPayments } from "./read-payments.ts";
import { readTrust } from "./read-trust.ts";

type Hex = `0x${string}`;

/** What the body may carry out: the roles that it holds, and the rights that it was given. */
export async function readPowers(
  chain: EventReader,
  { Authority }: Addresses,
  { council, groups, vetoes }: PowerChoices,
): Promise<Power[]> {
  const held = await Promise.all(
    neededRoles.map(async (role): Promise<Power[]> => {
      const [isHolder] = await chain.readContract({
        address: Authority,
        abi: authorityAbi,
        functionName: "hasRole",
        args: [role === "ADMIN" ? 0n : roles[role], council],
      });
      return isHolder ? [role] : [];
    }),
  );
  // A right that was used up or has lapsed is one that the body knows of: the form says why it cannot be used.
  const mayPause = groups.some(({ rights }) => rights.some(({ holder }) => holder === council));
  const mayVeto = vetoes.some(({ holder }) => holder === council);
  return [
    ...held.flat(),
    "own",
    ...(mayPause ? (["pause"] as const) : []),
    ...(mayVeto ? (["veto"] as const) : []),
  ];
}

/** What measures about bodies, pauses and vetoes can concern, when a body decides. */
export async function readPowerChoices(
  sources: PageSources,
  body: BodyContracts,
  bodies: readonly NamedBody[],
  now: number,
): Promise<PowerChoices> {
  const { chain, addresses } = sources;
  const [choosable, listed, times, { groups, exits }, { grants }, asking, scopes, trust, payments] =
    await Promise.all([
      Promise.all(bodies.map(async (one) => readChoosableBody(sources, one))),
      readListedBodies(chain, addresses),
      readTimes(chain, body.Council),
      readPauses(sources),
      readVetoes(sources),
      readPausable(chain, addresses),
      Promise.all(bodies.map(async (one) => readScope(chain, addresses, one, bodies))),
      readTrust(sources),
      readPayments(chain, addresses, body.Council),
    ]);
  const vetoes = grants.filter((grant) => vetoState(grant, now).state === "in-force");
  const own = vetoes.filter(({ holder }) => holder === body.Council);
  const stoppable = await readStoppable(sources, own, bodies, scopes, now);
  return {
    council: body.Council,
    bodies: choosable,
    times,
    listed,
    groups,
    pausable: asking.filter(({ selector }) => !exits.includes(selector)),
    scopes: scopes.map(({ council, targets }) => ({ council, targets })),
    vetoes,
    stoppable,
    trust,
    payments,
  };
}

/** Functions of our contracts that ask the circuit breaker, as the contracts themselves say. */
async function readPausable(chain: EventReader, addresses: Addresses): Promise<PausableFunction[]> {
  const asked = [...knownContracts(addresses)].flatMap(([target, { name, abi }]) =>
    functionsOf(abi).some((item) => item.name === "isPausable")
      ? functionsOf(abi)
          .filter(({ stateMutability }) => stateMutability === "nonpayable")
          .map((item) => ({
            abi,
            target: target as Hex,
            contract: name,
            selector: toFunctionSelector(item),
            functionName: item.name,
          }))
      : [],
  );
  const found = await Promise.all(
    asked.map(async ({ abi, ...entry }) => {
      const asks = await chain.readContract({
        address: entry.target,
        abi,
        functionName: "isPausable",
        args: [entry.selector],
      });
      return asks === true ? [entry] : [];
    }),
  );
  return found.flat();
}

interface Scope {
  council: Hex;
  targets: ScopedContract[];
  pinned: Hex[];
}

/** Functions of a contract that a body can decide to call; what replaces code can be listed in no class. */
function decidedFunctions(contract: string | undefined, abi: Abi): ScopedContract["functions"] {
  const restricted = roleTable
    .filter(({ target, role }) => target === contract && !delegatedRoles.includes(role))
    .map(({ functionName }): string => functionName);
  const byRight = measures
    .filter((measure) => contractOf(measure) === contract)
    .map((measure) => measureOf(measure).functionName);
  const names = new Set([...restricted, ...byRight]);
  return functionsOf(abi)
    .filter(({ name }) => names.has(name) && name !== "upgradeToAndCall")
    .map((item) => ({ selector: toFunctionSelector(item), name: item.name }));
}

/** Our contracts, by whether decisions of a body on them can ever be stopped. */
async function readScope(
  chain: EventReader,
  addresses: Addresses,
  { Council: council, DecisionClasses }: BodyContracts,
  bodies: readonly NamedBody[],
): Promise<Scope> {
  const contracts = await Promise.all(
    [...knownContracts(addresses, bodies)].map(async ([address, { name, contract, body, abi }]) => {
      const isPinned = await chain.readContract({
        address: DecisionClasses,
        abi: decisionClassesAbi,
        functionName: "isPinned",
        args: [address as Hex],
      });
      return {
        address: address as Hex,
        name,
        ...(body && { body }),
        functions: decidedFunctions(contract, abi),
        isPinned,
      };
    }),
  );
  const isProtected = ({ address, isPinned }: (typeof contracts)[number]) =>
    isPinned || isSame(address, council) || isSame(address, addresses.Vetoes);
  return {
    council,
    targets: contracts
      .filter((contract) => !isProtected(contract))
      .map(({ isPinned: _isPinned, ...contract }) => contract),
    pinned: contracts.filter(isProtected).map(({ address }) => address),
  };
}

/** Proposals that are open or wait, and that a right of the body reaches. */
async function readStoppable(
  sources: PageSources,
  rights: PowerChoices["vetoes"],
  bodies: readonly BodyContracts[],
  scopes: readonly Scope[],
  now: number,
): Promise<StoppableProposal[]> {
  if (rights.length === 0) return [];
  const theirs = bodies.filter(({ Council }) => rights.some(({ council }) => council === Council));
  const { proposals } = await proposalsOf(sources, theirs);
  return proposals.flatMap(({ proposal }) => {
    const council = proposal.body.address;
    const right = rights.find((entry) => entry.council === council);
    const pinned = scopes.find((scope) => scope.council === council)?.pinned ?? [];
    const targets = proposal.calls.map(({ target }) => target);
    const isOver = isFinal(proposalState(proposal.facts, now));
    if (
      !right ||
      isOver ||
      !reaches(right, targets, { council, pinned, vetoes: sources.addresses.Vetoes })
    )
      return [];
    return [
      {
        council,
        proposalId: proposal.proposalId,
        number: proposal.number,
        title: proposalTitle(proposal, []),
        targets,
        values: proposal.calls.map(({ value }) => value),
        calldatas: proposal.calls.map(({ calldata }) => calldata),
        descriptionHash: proposal.descriptionHash,
      },
    ];
  });
}

function functionsOf(abi: Abi): AbiFunction[] {
  return abi.filter((item) => item.type === "function");
}
