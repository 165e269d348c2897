import { defineEnvVars } from "@sveltejs/kit/env";

export const variables = defineEnvVars({
  FOEDUS_ENDPOINTS: {
    description: "Path of the file that `npm start` writes when the chain and the index are ready.",
    schema: (value) => value ?? "",
  },
});
