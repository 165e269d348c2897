import { error } from "@sveltejs/kit";

import { ResultError } from "#result/result-error.ts";

import { readProposal } from "#lib/features/proposals/read-proposals.ts";
import { m } from "#lib/messages.ts";
import { resultPackage, ResultsBusy } from "#lib/server/result-package.ts";
import { readingFrom, sources } from "#lib/server/sources.ts";

import type { PageServerLoad } from "./$types";

/** Minutes are written from what can be proved, so that they and the result package cannot differ. */
export const load: PageServerLoad = async ({ params, url }) => {
  const from = await sources();
  const read = await readProposal(readingFrom(from), params.id, url.searchParams.get("body"));
  if (!read) {
    error(404, m.proposal_detail_not_found({ id: params.id }), {
      remedy: m.proposal_detail_not_found_hint(),
    });
  }
  const { mandates, proposal, calls } = read;
  try {
    const { statement, evidence } = await resultPackage(
      from.chain,
      read.proposal.body.address,
      read.proposal.proposalId,
    );
    const holders = mandates.representatives.map(({ key, member }) => ({
      key: key.toLowerCase(),
      code: member.code,
    }));
    return { proposal, calls, statement, holders, blockHash: evidence.blocks.at(-1)?.hash ?? "0x" };
  } catch (cause) {
    if (cause instanceof ResultError)
      error(409, m.result_cannot_title(), { remedy: m.result_cannot_remedy() });
    if (cause instanceof ResultsBusy)
      error(503, m.result_busy_title(), { remedy: m.result_busy_remedy() });
    throw cause;
  }
};
