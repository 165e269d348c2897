import { SIMULATOR_URL } from "$app/env/private";
import { type Abi, type AbiFunction, toFunctionSelector } from "viem";

import { decisionClassesAbi } from "#generated/contracts/DecisionClasses.ts";
import { roles } from "#generated/roles.ts";
import { assemblyOf } from "#lib/chain/bodies.ts";
import { knownContracts } from "#lib/features/proposals/known-contracts.ts";
import { presentRules } from "#lib/features/proposals/read-rules.ts";
import { type DecisionClass, decisionClasses } from "#lib/features/proposals/voting-rules.ts";
import {
  fieldNames,
  type FieldValues,
  type Measure,
  measureOf,
  measures,
  targetOf,
} from "#lib/flows/propose/measures.ts";
import { readProposable } from "#lib/flows/propose/read-proposable.ts";
import { pageReading } from "#lib/server/sources.ts";

import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = async ({ url }) => {
  const reading = await pageReading();
  const { chain, addresses } = reading;
  const [classes, rules, proposable] = await Promise.all([
    classOfMeasures(),
    presentRules(chain, addresses.DecisionClasses),
    readProposable(reading, assemblyOf(addresses)),
  ]);
  return {
    now: await reading.now,
    ...proposable,
    roles: new Map(Object.entries(roles).map(([name, id]) => [id as bigint, name])),
    classes,
    rules,
    simulates: SIMULATOR_URL !== "",
    asked: {
      measure:
        measures.find((measure) => measure === url.searchParams.get("measure")) ?? "admit-node",
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

  /** The contract is asked, because what it says is what the proposal will need. */
  async function classOfMeasures(): Promise<Record<Measure, DecisionClass>> {
    const contracts = knownContracts(addresses);
    const entries = measures.map(async (measure): Promise<[Measure, DecisionClass]> => {
      // Registers do not differ in the class of an upgrade: whichever stands for the one that is not chosen yet.
      const target = targetOf(measure, { register: "NodeRegistry" }, addresses);
      const abi = target && contracts.get(target.toLowerCase())?.abi;
      return [
        measure,
        target && abi ? await classOf(target, selectorOf(abi, measure)) : "reinforced",
      ];
    });
    return Object.fromEntries(await Promise.all(entries)) as Record<Measure, DecisionClass>;
  }

  async function classOf(target: `0x${string}`, selector: `0x${string}`): Promise<DecisionClass> {
    const value = await chain.readContract({
      address: addresses.DecisionClasses,
      abi: decisionClassesAbi,
      functionName: "decisionClass",
      args: [target, selector],
    });
    return decisionClasses[value] ?? "reinforced";
  }
};

function selectorOf(abi: Abi, measure: Measure): `0x${string}` {
  const { functionName } = measureOf(measure);
  const item = abi.find(
    (entry): entry is AbiFunction => entry.type === "function" && entry.name === functionName,
  );
  if (!item) throw new Error(`No contract has the function ${functionName} of ${measure}.`);
  return toFunctionSelector(item);
}
