import { error } from "@sveltejs/kit";

import {
  assemblyOf,
  type BodyContracts,
  isSame,
  nameBodies,
  readBodies,
} from "#lib/chain/bodies.ts";
import { otherCouncils, readCouncils } from "#lib/features/bodies/other-councils.ts";
import {
  type Change,
  pinnedTargets,
  presentListings,
  readParameters,
  readTimes,
} from "#lib/features/bodies/read-parameters.ts";
import { readPauses } from "#lib/features/bodies/read-pauses.ts";
import { readMembers } from "#lib/features/members/read-members.ts";
import { functionName, roleTitle } from "#lib/features/permissions/matrix.ts";
import { readPermissions, type RoleStep } from "#lib/features/permissions/read-permissions.ts";
import { knownContracts } from "#lib/features/proposals/known-contracts.ts";
import { proposalsOf } from "#lib/features/proposals/read-proposals.ts";
import { presentRules } from "#lib/features/proposals/read-rules.ts";
import { m } from "#lib/messages.ts";
import { type PageReading, pageReading } from "#lib/server/sources.ts";

import { changeNames } from "../change-names.ts";
import { readShownVetoes } from "../read-vetoes-shown.ts";
import type { PageServerLoad } from "./$types";

type Decision = NonNullable<Change["decision"]>;

export const load: PageServerLoad = async ({ params }) => {
  const reading = await pageReading();
  const { chain, addresses } = reading;
  const bodies = await readBodies(chain, addresses);
  const body = bodies.find(({ Council }) => isSame(Council, params.council));
  if (!body) {
    error(404, m.bodies_not_found(), { remedy: m.bodies_not_found_hint() });
  }
  const now = await reading.now;
  const [times, parameters, rules, { members }, proposals, roles, pauses, councils] =
    await Promise.all([
      readTimes(chain, body.Council),
      readParameters(reading, body),
      presentRules(chain, body.DecisionClasses),
      readMembers(reading, body, now),
      proposalsOf(reading, [body]),
      readPermissions(reading),
      readPauses(reading),
      readCouncils(reading),
    ]);
  const [vetoes, names, decisions] = await Promise.all([
    readShownVetoes(reading, proposals.proposals),
    nameBodies(chain, addresses, bodies),
    parameters.source === "contracts" ? decisionsByTransaction(reading, body) : null,
  ]);
  const contracts = knownContracts(addresses);
  const { nameOf, named } = changeNames(contracts);
  const concerns = ({ council, holder }: { council: `0x${string}`; holder: `0x${string}` }) =>
    isSame(council, body.Council) || isSame(holder, body.Council);
  // Roles are the Assembly's to give: the number that the register of powers tells is one of its own.
  const settledBy = ({ at, transaction, decision }: RoleStep) => ({
    at,
    transaction,
    decision:
      decision === null ? null : { number: decision, council: assemblyOf(addresses).Council },
  });
  const held = roles.flatMap((role) => {
    const holder = role.holders.find(
      ({ account, revoked }) => revoked === null && isSame(account, body.Council),
    );
    return holder ? [{ title: roleTitle(role), ...holder }] : [];
  });
  // The events of a contract do not say which decision they belong to; those of the Council do, by their transaction.
  const withDecision = <Step extends Pick<Change, "transaction" | "decision">>(step: Step) => ({
    ...step,
    decision: step.decision ?? decisions?.get(step.transaction) ?? null,
  });
  const roleChanges = roles.flatMap((role): Change[] =>
    role.holders
      .filter(({ account }) => isSame(account, body.Council))
      .flatMap(({ delay, granted, revoked }): Change[] => [
        ...(granted
          ? [{ what: "role-granted", role: roleTitle(role), delay, ...settledBy(granted) } as const]
          : []),
        ...(revoked
          ? [{ what: "role-revoked", role: roleTitle(role), ...settledBy(revoked) } as const]
          : []),
      ]),
  );
  const changes = [...parameters.changes, ...roleChanges]
    .map(withDecision)
    .sort((a, b) => a.at - b.at);
  const ofThisBody = pauses.groups.some(({ rights }) =>
    rights.some(({ holder }) => isSame(holder, body.Council)),
  );
  return {
    now,
    council: body.Council,
    isAssembly: isSame(body.Council, addresses.Council),
    ...times,
    rules,
    bodies: names,
    vetoes: {
      grants: vetoes.grants.filter(concerns).map(({ granted, over, ...grant }) => ({
        ...grant,
        granted: withDecision(granted),
        over: over && withDecision(over),
      })),
      used: vetoes.used.filter(concerns),
    },
    changes: named(changes),
    listings: presentListings(changes).map((listing) => ({
      ...listing,
      ...nameOf(listing.target, listing.selector),
    })),
    pinned: pinnedTargets(changes).map((pinned) => ({
      ...pinned,
      contract: contracts.get(pinned.target)?.name ?? null,
    })),
    members,
    others: otherCouncils(councils, body),
    proposals: proposals.proposals,
    roles: held,
    pauses: ofThisBody
      ? {
          exits: [...new Set(pauses.exits.map((selector) => exitName(contracts, selector)))],
          groups: pauses.groups.map((group) => ({
            ...group,
            rights: group.rights.filter(({ holder }) => isSame(holder, body.Council)),
            functions: group.functions.map(({ target, selector }) => nameOf(target, selector)),
          })),
        }
      : null,
  };
};

/** Which decision of the Assembly or of the body was carried out by a transaction. */
async function decisionsByTransaction(
  reading: PageReading,
  body: BodyContracts,
): Promise<Map<string, Decision>> {
  const assembly = assemblyOf(reading.addresses);
  const deciding = isSame(body.Council, assembly.Council) ? [body] : [assembly, body];
  const { proposals } = await proposalsOf(reading, deciding);
  return new Map(
    proposals.flatMap(({ proposal: { facts, number, body: by } }) =>
      facts.executed
        ? [[facts.executed.transaction, { number, council: by.address }] as const]
        : [],
    ),
  );
}

/** An exit is known by its selector alone: any of our contracts may say how it is called. */
function exitName(contracts: ReturnType<typeof knownContracts>, selector: `0x${string}`): string {
  for (const address of contracts.keys()) {
    const name = functionName(contracts, address as `0x${string}`, selector);
    if (name !== selector) return name;
  }
  return selector;
}
