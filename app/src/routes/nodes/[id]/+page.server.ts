import { error } from "@sveltejs/kit";

import { activeSeconds } from "#lib/features/nodes/active-time.ts";
import { decisionsUnderWay, nodeHistory } from "#lib/features/nodes/node-history.ts";
import { readDescription } from "#lib/features/proposals/description.ts";
import { m } from "#lib/messages.ts";
import { pageReading } from "#lib/server/sources.ts";

import type { PageServerLoad } from "./$types";
import { readNode } from "./read-node.ts";

const titleOf = (description: string) => readDescription(description).title;

export const load: PageServerLoad = async ({ params }) => {
  const reading = await pageReading();
  const id = /^0x[0-9a-f]{64}$/i.test(params.id)
    ? (params.id.toLowerCase() as `0x${string}`)
    : null;
  const read = id && (await readNode(reading, id));
  if (!read) error(404, m.nodes_not_found(), { remedy: m.nodes_not_found_hint() });

  const { statusHistory: _steps, proposalCalls: _calls, validator, ...node } = read;
  const now = await reading.now;
  return {
    node,
    activeSeconds: activeSeconds(read, now),
    inValidatorSet: validator?.inSet ?? false,
    history: nodeHistory(read, titleOf, now),
    underWay: decisionsUnderWay(read, titleOf, now),
  };
};
