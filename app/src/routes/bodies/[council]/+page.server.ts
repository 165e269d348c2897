import { error } from "@sveltejs/kit";

import { isSame, readBodies } from "#lib/chain/bodies.ts";
import {
  pinnedTargets,
  presentListings,
  readParameters,
  readTimes,
} from "#lib/features/bodies/read-parameters.ts";
import { readPauses } from "#lib/features/bodies/read-pauses.ts";
import { readMembers } from "#lib/features/members/read-members.ts";
import { functionName, roleTitle } from "#lib/features/permissions/matrix.ts";
import { readPermissions } from "#lib/features/permissions/read-permissions.ts";
import { knownContracts } from "#lib/features/proposals/known-contracts.ts";
import { proposalsOf } from "#lib/features/proposals/read-proposals.ts";
import { presentRules } from "#lib/features/proposals/read-rules.ts";
import { m } from "#lib/messages.ts";
import { pageReading } from "#lib/server/sources.ts";

import { changeNames } from "../change-names.ts";
import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = async ({ params }) => {
  const reading = await pageReading();
  const { chain, addresses } = reading;
  const bodies = await readBodies(chain, addresses);
  const body = bodies.find(({ Council }) => isSame(Council, params.council));
  if (!body) {
    error(404, m.bodies_not_found(), { remedy: m.bodies_not_found_hint() });
  }
  const now = await reading.now;
  const [times, parameters, rules, { members }, proposals, roles, pauses] = await Promise.all([
    readTimes(chain, body.Council),
    readParameters(reading, body),
    presentRules(chain, body.DecisionClasses),
    readMembers(reading, body, now),
    proposalsOf(reading, [body]),
    readPermissions(reading),
    readPauses(reading),
  ]);
  const contracts = knownContracts(addresses);
  const { nameOf, named } = changeNames(contracts);
  const held = roles.flatMap((role) => {
    const holder = role.holders.find(
      ({ account, revoked }) => revoked === null && isSame(account, body.Council),
    );
    return holder ? [{ title: roleTitle(role), ...holder }] : [];
  });
  const ofThisBody = pauses.groups.some(({ rights }) =>
    rights.some(({ holder }) => isSame(holder, body.Council)),
  );
  return {
    now,
    council: body.Council,
    isAssembly: isSame(body.Council, addresses.Council),
    ...times,
    rules,
    changes: named(parameters.changes),
    listings: presentListings(parameters.changes).map((listing) => ({
      ...listing,
      ...nameOf(listing.target, listing.selector),
    })),
    pinned: pinnedTargets(parameters.changes).map((pinned) => ({
      ...pinned,
      contract: contracts.get(pinned.target)?.name ?? null,
    })),
    members,
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

/** An exit is known by its selector alone: any of our contracts may say how it is called. */
function exitName(contracts: ReturnType<typeof knownContracts>, selector: `0x${string}`): string {
  for (const address of contracts.keys()) {
    const name = functionName(contracts, address as `0x${string}`, selector);
    if (name !== selector) return name;
  }
  return selector;
}
