import { defineEnvVars } from "@sveltejs/kit/env";

export const variables = defineEnvVars({
  FOEDUS_ENDPOINTS: {
    description: "Path of the file that `npm start` writes when the chain and the index are ready.",
    schema: (value) => value ?? "",
  },
  AUTHORISATION_KEY: {
    description:
      "Path of the file with the key that signs access tokens; it is made on the first request when it is not there.",
    schema: (value) => value ?? "",
  },
  RELAYER_URL: {
    description:
      "Address of the relayer that takes signed ballots, and remembers which presentations were used; without it ballots are refused with a remedy, and this process remembers presentations itself.",
    schema: (value) => value ?? "",
  },
  REQUESTS_PER_SECOND: {
    description:
      "How often one client may ask, over longer times; ten seconds' worth may come at once. 60 when left out. Ballots, simulations, tokens and transactions have bounds of their own, which move with it.",
    schema: (value) => {
      const rate = value === undefined || value === "" ? 60 : Number(value);
      if (!(rate > 0)) throw new Error(`REQUESTS_PER_SECOND is no number above 0: ${value}.`);
      return rate;
    },
  },
  INVOICE_FOLDER: {
    description:
      "Folder in which uploaded invoices are kept; the server makes it. Without it and INVOICE_DATABASE invoices are refused with a remedy.",
    schema: (value) => value ?? "",
  },
  INVOICE_DATABASE: {
    description:
      "Path of a file with the URL of a PostgreSQL database in which invoices are kept instead, for several servers or one without a disk.",
    schema: (value) => value ?? "",
  },
  WEBHOOKS_URL: {
    description:
      "Address of the service that tells endpoints what happens to payments; without it requests for webhooks are refused with a remedy.",
    schema: (value) => value ?? "",
  },
  SIMULATOR_URL: {
    description:
      "Address of the simulator that tries proposals on copies of the chain; without it the form names the command that does.",
    schema: (value) => value ?? "",
  },
});
