import { JsonFault } from "@foedus/client";

import { answerAction, checkControllerOperations } from "./actions.ts";
import {
  didRegistryOperations,
  type DidRegistryVersion,
  documentTypes,
  isSettled,
  readDocument,
  readEvents,
  readIdentifiers,
} from "./did-registry.ts";
import { rpcCodes, rpcError } from "./json-rpc.ts";
import { serve } from "./serve.ts";

/** The DIDs, in the order in which they were inserted. */
export const serveIdentifiers = (version: DidRegistryVersion) =>
  serve(didRegistryOperations[version].listIdentifiers, async ({ query, url }) => ({
    body: await readIdentifiers(version, url, query),
  }));

/** A DID document, from the register itself. */
export const serveIdentifier = (version: DidRegistryVersion) =>
  serve(didRegistryOperations[version].getIdentifier, async ({ event, path, query }) => {
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

/** What happened to a DID, by the events of the register. */
export const serveIdentifierEvents = (version: DidRegistryVersion) =>
  serve(didRegistryOperations[version].listEvents, async ({ path, query, url }) => ({
    body: await readEvents(url, path.did, query),
  }));

/** Questions to the register that nobody needs a token for. */
export const serveIdentifierActions = (version: DidRegistryVersion) =>
  serve(checkControllerOperations[version], async ({ event, path }) => {
    try {
      return await answerAction(path.did, event.request);
    } catch (error) {
      if (!(error instanceof JsonFault)) throw error;
      const { message, remedy } = error;
      return Response.json(rpcError(null, rpcCodes.parse, message, { remedy }), { status: 400 });
    }
  });
