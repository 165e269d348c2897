import { error } from "@sveltejs/kit";

import { councilAbi } from "#generated/contracts/Council.ts";
import { isSame, readBodies } from "#lib/chain/bodies.ts";
import { otherCouncils, readCouncils } from "#lib/features/bodies/other-councils.ts";
import { readParameters } from "#lib/features/bodies/read-parameters.ts";
import { readMandates } from "#lib/features/mandates/read-mandates.ts";
import { knownContracts } from "#lib/features/proposals/known-contracts.ts";
import { closing, isIn, readPeriod } from "#lib/features/proposals/period.ts";
import { periodProblemWords } from "#lib/features/proposals/period-words.ts";
import { proposalsOf } from "#lib/features/proposals/read-proposals.ts";
import { m } from "#lib/messages.ts";
import { pageReading, type PageReading } from "#lib/server/sources.ts";

import { changeNames } from "../bodies/change-names.ts";
import type { PageServerLoad } from "./$types";

/** What a body decided and settled in a period. */
export const load: PageServerLoad = async ({ url }) => {
  const reading = await pageReading();
  const { chain, addresses } = reading;
  const [now, bodies] = await Promise.all([reading.now, readBodies(chain, addresses)]);
  const asked = readPeriod(url.searchParams, now);
  if (!asked.ok) error(400, periodProblemWords(asked), { remedy: m.period_remedy() });
  const { period } = asked;
  const council = url.searchParams.get("body");
  const body = bodies.find(({ Council }) => isSame(Council, council ?? addresses.Council));
  if (!body) error(404, m.bodies_not_found(), { remedy: m.bodies_not_found_hint() });

  const [names, read, mandates, parameters, councils] = await Promise.all([
    Promise.all(bodies.map(({ Council }) => nameOf(reading, Council))),
    proposalsOf(reading, [body]),
    readMandates(reading, body.MemberRegistry),
    readParameters(reading, body),
    readCouncils(reading),
  ]);
  const { named } = changeNames(knownContracts(addresses));
  return {
    now,
    period,
    council: body.Council,
    isAssembly: isSame(body.Council, addresses.Council),
    bodies: bodies.map(({ Council }, i) => ({ council: Council, name: names[i] ?? Council })),
    /** Whether older decisions may be missing, because not all proposals were read. */
    isCut: read.cut.length > 0,
    others: otherCouncils(councils, body),
    decisions: read.proposals
      .flatMap(({ proposal, calls }) => {
        const closed = closing(proposal.facts, now);
        return closed && isIn(period, closed.time) ? [{ proposal, calls, closed }] : [];
      })
      .toSorted((a, b) => a.closed.time - b.closed.time),
    members: mandates.members.map(({ account, code }) => ({ account, code })),
    mandateChanges: mandates.members
      .flatMap(({ history }) => history.filter(({ time }) => isIn(period, time)))
      .toSorted((a, b) => (a.ordinal < b.ordinal ? -1 : 1)),
    /** Only the index knows by which decision something was settled. */
    decisionsKnown: parameters.source === "index",
    changes: named(parameters.changes.filter(({ at }) => isIn(period, at))),
  };
};

/** How a body calls itself; its address while it gives no answer. */
async function nameOf({ chain }: PageReading, address: `0x${string}`): Promise<string> {
  try {
    return await chain.readContract({ address, abi: councilAbi, functionName: "name" });
  } catch {
    return address;
  }
}
