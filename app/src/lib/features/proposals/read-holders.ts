import type { BodyContracts } from "#lib/chain/bodies.ts";
import type { PageSources } from "#lib/chain/events.ts";
import { IndexError } from "#lib/index/client.ts";
import { representativesQuery } from "#lib/index/members.ts";
import { indexOrContract } from "#lib/index/or-contract.ts";

import { readMandates } from "./read-from-contracts.ts";
import type { Mandates } from "./standing.ts";

/** Who acts for the members of a body at present; of a body that the index does not know, its register says so. */
export async function readHolders(
  { index, chain, isLate }: PageSources,
  body: BodyContracts,
): Promise<Mandates> {
  const registry = body.MemberRegistry.toLowerCase();
  const { mandates } = await indexOrContract(
    async (): Promise<{ mandates: Mandates }> => {
      const answer = await index.ask(representativesQuery, { registry, registryId: registry });
      if (answer.memberRegistry === null)
        throw new IndexError("refused", `The index does not know the register ${registry}.`);
      return { mandates: answer };
    },
    () => readMandates(chain, body),
    isLate,
  );
  return mandates;
}
