import { described } from "#lib/server/open-api.ts";

import type { PageServerLoad } from "./$types";

/** What the description for machines says, as far as people read it. */
export const load: PageServerLoad = () => {
  const told = described.map(({ path, method, operation }) => {
    const { operationId, summary, description, tags, parameters = [], responses } = operation;
    return {
      id: operationId,
      method: method.toUpperCase(),
      path,
      tag: tags[0] ?? "",
      summary,
      description,
      token: operation.security !== undefined,
      hasBody: operation.requestBody !== undefined,
      parameters: parameters.map(({ name, in: place, required, description }) => ({
        name,
        place,
        required,
        description,
      })),
      answers: Object.entries(responses).map(([status, { description }]) => ({
        status,
        description,
      })),
    };
  });
  return {
    services: [...Map.groupBy(told, ({ tag }) => tag)].map(([name, operations]) => ({
      name,
      operations,
    })),
  };
};
