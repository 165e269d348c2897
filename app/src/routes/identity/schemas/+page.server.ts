import { hexToString } from "viem";

import { cut, pageOf, window } from "#lib/ui/paging.ts";
import { schemasQuery } from "#lib/index/schemas.ts";
import { pageReading } from "#lib/server/sources.ts";

import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = async ({ url }) => {
  const { index } = await pageReading();
  const page = pageOf(url.searchParams);
  const { schemas } = await index.ask(schemasQuery, window(page));
  const { entries, more } = cut(schemas);
  return {
    page,
    more,
    schemas: entries.map(({ latestRevision, ...schema }) => ({
      ...schema,
      schemaRevisionId: latestRevision.schemaRevisionId,
      content: hexToString(latestRevision.content),
      metadata: hexToString(latestRevision.latestMetadata.content),
    })),
  };
};
