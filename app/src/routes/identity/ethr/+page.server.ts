import { redirect } from "@sveltejs/kit";
import { getAddress, isAddress } from "viem";

import { cut, pageOf, window } from "#lib/ui/paging.ts";
import { identitiesQuery } from "#lib/index/identities.ts";
import { href } from "#lib/language.ts";
import { pageReading } from "#lib/server/sources.ts";

import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = async ({ url }) => {
  const asked = (url.searchParams.get("address") ?? "").trim();
  if (isAddress(asked, { strict: false }))
    redirect(303, href(`/identity/ethr/${getAddress(asked)}`));
  const { index } = await pageReading();
  const page = pageOf(url.searchParams);
  const { identities } = await index.ask(identitiesQuery, { ...window(page), where: {} });
  return { page, asked, ...cut(identities) };
};
