import { error } from "@sveltejs/kit";

import { organisationFromContract } from "#lib/chain/contract-views.ts";
import { organisationQuery } from "#lib/index/organisations.ts";
import { indexOrContract } from "#lib/index/or-contract.ts";
import { m } from "#lib/messages.ts";
import { sources } from "#lib/server/sources.ts";

import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = async ({ params }) => {
  const { index, chain, deployment } = await sources();
  const id = /^0x[0-9a-f]{64}$/i.test(params.id)
    ? (params.id.toLowerCase() as `0x${string}`)
    : null;
  const read =
    id &&
    (await indexOrContract(
      () => index.ask(organisationQuery, { id }),
      async () => ({
        organisation: await organisationFromContract(chain, deployment.addresses, id),
      }),
    ));
  if (!read?.organisation) {
    error(404, m.organisations_not_found(), { remedy: m.organisations_not_found_hint() });
  }
  if (read.source === "contracts") return { organisation: read.organisation, known: null };
  return { organisation: read.organisation, known: read.organisation };
};
