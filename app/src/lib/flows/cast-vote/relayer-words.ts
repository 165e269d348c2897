import { errorCatalogue } from "#generated/errors.ts";
import type { Failure } from "#lib/chain/failure.ts";
import { m } from "#lib/messages.ts";

import type { RelayerRefusal } from "./relayer.ts";

/** What a relayer said, in the reader's language where it names an error that we know; otherwise in its own words. */
export function refusedByRelayer({ error, values, title, remedy }: RelayerRefusal): Failure {
  const entry = Object.values(errorCatalogue).find((known) => known?.name === error);
  if (entry) {
    const { name, notice, remedy: helps } = entry;
    return { kind: "refused", error: name, notice, remedy: helps, values };
  }
  const valueOf = (name: string) => values.find((one) => one.name === name)?.value ?? "";
  const own = ownWords(error, valueOf);
  return own
    ? { kind: "told", ...own }
    : { kind: "told", text: title ?? error ?? m.ballots_refused(), remedy };
}

/** The relayer's own errors, those that a page of ours can cause. */
function ownWords(
  error: string | null,
  valueOf: (name: string) => string,
): { text: string; remedy: string } | null {
  switch (error) {
    case "RelayerMalformedBallot":
      return {
        text: m.relayer_malformed_ballot({ field: valueOf("field") }),
        remedy: m.relayer_malformed_ballot_remedy(),
      };
    case "RelayerUnknownCouncil":
      return { text: m.relayer_unknown_council(), remedy: m.relayer_unknown_council_remedy() };
    case "RelayerOtherBallot":
      return { text: m.relayer_other_ballot(), remedy: m.relayer_other_ballot_remedy() };
    case "RelayerUnreadableRequest":
      return {
        text: m.relayer_unreadable_request(),
        remedy: m.relayer_malformed_ballot_remedy(),
      };
    case "RelayerLongRequest":
      return {
        text: m.relayer_size({ bytes: valueOf("bytes") }),
        remedy: m.relayer_size_remedy(),
      };
    case "RelayerUnexplainedRefusal":
      return {
        text: m.relayer_unexplained_refusal(),
        remedy: m.relayer_unexplained_refusal_remedy(),
      };
    case "RelayerNeverTried":
      return {
        text: m.relayer_never_tried({ tries: valueOf("tries") }),
        remedy: m.relayer_never_tried_remedy(),
      };
    default:
      return null;
  }
}
