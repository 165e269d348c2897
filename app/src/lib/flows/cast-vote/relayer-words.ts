import { errorCatalogue } from "#generated/errors.ts";
import type { Failure } from "#lib/chain/failure.ts";

/** What a relayer said, as a refusal of the contract where it names one of ours, so that it is told in the reader's language. */
export function refusedByRelayer(error: string | null, remedy: string | null): Failure {
  const name = error === null ? null : (/\b[A-Z][A-Za-z]+(?=\b)/.exec(error)?.[0] ?? null);
  const entry = Object.values(errorCatalogue).find(
    (known) => known?.name === name || known?.notice === error,
  );
  if (entry)
    return {
      kind: "refused",
      error: entry.name,
      notice: entry.notice,
      remedy: entry.remedy,
      values: [],
    };
  return { kind: "told", text: error ?? "", remedy };
}
