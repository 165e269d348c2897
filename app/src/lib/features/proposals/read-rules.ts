import { decisionClassesAbi } from "#generated/contracts/DecisionClasses.ts";
import { type ContractReader, named } from "#lib/chain/contract-views.ts";

import { decisionClasses, ruleKinds, ruleOf, type Rules } from "./voting-rules.ts";

/** The rules by which a proposal is judged that is made now, as the table of the body says. */
export async function presentRules(chain: ContractReader, address: `0x${string}`): Promise<Rules> {
  const table = { address, abi: decisionClassesAbi } as const;
  const [edition] = await chain.readContract({ ...table, functionName: "present" });
  const entries = decisionClasses.map(async (decisionClass, value) => {
    const rule = await chain.readContract({
      ...table,
      functionName: "rule",
      args: [edition, value],
    });
    return [decisionClass, ruleOf(named(ruleKinds, rule.kind), rule)] as const;
  });
  return Object.fromEntries(await Promise.all(entries)) as Rules;
}
