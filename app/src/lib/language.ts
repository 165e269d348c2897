import {
  baseLocale,
  deLocalizeHref,
  getLocale,
  isLocale,
  type Locale,
  locales,
  localizeHref,
} from "./paraglide/runtime.js";

export type Language = Locale;

/** Languages that the app speaks; English is the source. */
export const languages: readonly Language[] = locales;

export const sourceLanguage: Language = baseLocale;

export { isLocale as isLanguage };

/** Language of this page: of the request on the server, of the address in the browser. */
export function language(): Language {
  return getLocale();
}

/** Address of a page of this app in the reader's language: `href("/nodes")` is `/fr/nodes` in French. */
export function href(path: string, options?: { language?: Language }): string {
  return localizeHref(path, options?.language ? { locale: options.language } : {});
}

/** Path without the language, to compare it with a route. */
export const pathWithoutLanguage = deLocalizeHref;

/** A language's name in itself: "français". */
export function languageName(code: Language): string {
  return new Intl.DisplayNames([code], { type: "language" }).of(code) ?? code;
}
