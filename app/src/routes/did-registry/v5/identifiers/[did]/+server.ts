import {
  documentTypes,
  getIdentifier,
  isSettled,
  readDocument,
} from "#lib/server/api/did-registry.ts";
import { serve } from "#lib/server/api/serve.ts";

/** A DID document, from the register itself. */
export const GET = serve(getIdentifier, async ({ event, path, query }) => {
  const validAt = query["valid-at"] === undefined ? undefined : Date.parse(query["valid-at"]);
  const [linked, plain] = documentTypes;
  const accept = event.request.headers.get("accept") ?? "";
  return {
    body: await readDocument(path.did, validAt),
    // The two differ by their name alone: JSON without the rules of JSON-LD may have a context, too.
    type: accept.includes(plain) && !accept.includes(linked) ? plain : linked,
    freshness: validAt !== undefined && (await isSettled(validAt)) ? "unchanging" : "ask-again",
    vary: "accept",
  };
});
