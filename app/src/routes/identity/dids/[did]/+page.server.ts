import { error } from "@sveltejs/kit";

import { isLegalEntityDid, readTime } from "#lib/features/identity/did.ts";
import { readDid } from "#lib/features/identity/read-did.ts";
import { m } from "#lib/messages.ts";
import { pageReading } from "#lib/server/sources.ts";

import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = async ({ params, url }) => {
  const sources = await pageReading();
  const now = await sources.now;
  const at = readTime(url.searchParams);
  const { reading } = isLegalEntityDid(params.did)
    ? await readDid(sources, params.did, at ?? now, now)
    : { reading: null };
  if (reading === null) {
    error(404, m.identity_did_not_found(), { remedy: m.identity_did_not_found_hint() });
  }
  return { ...reading, at, now };
};
