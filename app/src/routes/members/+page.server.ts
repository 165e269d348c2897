import { electorate, readMembers } from "#lib/features/members/read-members.ts";
import { chainNow, sources } from "#lib/server/sources.ts";

import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = async () => {
  const { index, chain, deployment } = await sources();
  const { source, members } = await readMembers(
    { index, chain },
    deployment.addresses,
    await chainNow(chain),
  );
  return { source, members, electorate: electorate(members) };
};
