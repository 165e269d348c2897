import { type Language, sourceLanguage } from "#lib/language.ts";

import type { TranslatedErrors } from "./failure-text.ts";

// Only the reader's language is loaded, and only when a contract has refused something. English comes with the contracts.
const files = import.meta.glob<TranslatedErrors>("/messages/*/contract-errors.json", {
  import: "default",
});

/** The catalogue of contract errors in a language; empty for the language that the contracts themselves speak. */
export async function translatedErrors(language: Language): Promise<TranslatedErrors> {
  if (language === sourceLanguage) return {};
  const load = files[`/messages/${language}/contract-errors.json`];
  return load ? await load() : {};
}
