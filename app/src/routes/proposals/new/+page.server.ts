import { SIMULATOR_URL } from "$app/env/private";
import { error } from "@sveltejs/kit";
import { type AbiFunction, toFunctionSelector } from "viem";

import { decisionClassesAbi } from "#generated/contracts/DecisionClasses.ts";
import { roles } from "#generated/roles.ts";
import { type BodyContracts, isSame } from "#lib/chain/bodies.ts";
import { knownContracts } from "#lib/features/proposals/known-contracts.ts";
import { readNamedBodies } from "#lib/features/proposals/read-proposals.ts";
import { presentRules } from "#lib/features/proposals/read-rules.ts";
import { type DecisionClass, decisionClasses } from "#lib/features/proposals/voting-rules.ts";
import { fieldNames, type FieldValues } from "#lib/flows/propose/measure-fields.ts";
import { callKey, contractOf, measureOf, measures } from "#lib/flows/propose/measures.ts";
import { offeredMeasures } from "#lib/flows/propose/powers.ts";
import { readPowerChoices, readPowers } from "#lib/flows/propose/read-powers.ts";
import { readProposable } from "#lib/flows/propose/read-proposable.ts";
import { m } from "#lib/messages.ts";
import { pageReading } from "#lib/server/sources.ts";

import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = async ({ url }) => {
  const reading = await pageReading();
  const { chain, addresses } = reading;
  const bodies = await readNamedBodies(chain, addresses);
  const asked = url.searchParams.get("body") ?? addresses.Council;
  const body = bodies.find(({ Council }) => isSame(Council, asked));
  if (!body) error(404, m.bodies_not_found(), { remedy: m.bodies_not_found_hint() });
  const now = await reading.now;
  const [classes, rules, proposable, choices] = await Promise.all([
    classesOfCalls(body),
    presentRules(chain, body.DecisionClasses),
    readProposable(reading, body),
    readPowerChoices(reading, body, bodies, now),
  ]);
  const offered = offeredMeasures(await readPowers(chain, addresses, choices));
  const offeredNames = offered.flatMap((group) => group.measures);
  return {
    now,
    ...proposable,
    offered,
    powers: choices,
    roles: new Map(Object.entries(roles).map(([name, id]) => [id as bigint, name])),
    classes,
    rules,
    simulates: SIMULATOR_URL !== "",
    asked: {
      measure:
        offeredNames.find((measure) => measure === url.searchParams.get("measure")) ??
        offeredNames[0] ??
        "admit-node",
      ...askedFields(),
    },
  };

  /** What a link to this page has filled in already. */
  function askedFields(): Partial<FieldValues> {
    return Object.fromEntries(
      fieldNames.flatMap((name) => {
        const value = url.searchParams.get(name);
        if (value === null) return [];
        // The registers know ids and accounts in small letters.
        return [[name, value.startsWith("0x") ? value.toLowerCase() : value]];
      }),
    );
  }

  /**
   * The class of each call that a measure can make, by `callKey`. The contract is asked, because what it says is what the proposal will
   * need; of a call to itself every body says reinforced.
   */
  async function classesOfCalls({
    DecisionClasses,
  }: BodyContracts): Promise<Record<string, DecisionClass>> {
    const calls = [...knownContracts(addresses, bodies)].flatMap(([target, { contract, abi }]) => {
      const called = measures.filter((measure) => (contractOf(measure) ?? contract) === contract);
      const names = new Set(called.map((measure) => measureOf(measure).functionName));
      return abi
        .filter((item): item is AbiFunction => item.type === "function" && names.has(item.name))
        .map((item) => ({ target: target as `0x${string}`, selector: toFunctionSelector(item) }));
    });
    const entries = calls.map(async ({ target, selector }) => [
      callKey({ target, calldata: selector }),
      await classOf(DecisionClasses, target, selector),
    ]);
    return Object.fromEntries(await Promise.all(entries)) as Record<string, DecisionClass>;
  }

  async function classOf(
    address: `0x${string}`,
    target: `0x${string}`,
    selector: `0x${string}`,
  ): Promise<DecisionClass> {
    const value = await chain.readContract({
      address,
      abi: decisionClassesAbi,
      functionName: "decisionClass",
      args: [target, selector],
    });
    return decisionClasses[value] ?? "reinforced";
  }
};
