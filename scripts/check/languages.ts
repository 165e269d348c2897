import fs from "node:fs";
import path from "node:path";

/** Messages of one language by key, each as the text or the variants that stand in the file. */
export interface Language {
  locale: string;
  messages: Map<string, unknown>;
  /** Keys that stand in more than one file, where one would silently win. */
  repeated: string[];
}

interface ProjectSettings {
  baseLocale: string;
  locales: string[];
  "plugin.inlang.messageFormat": { pathPattern: string | string[] };
}

/** All languages of an inlang project, the base language first. */
export function readLanguages(app: string): Language[] {
  const settings = JSON.parse(
    fs.readFileSync(path.join(app, "project.inlang", "settings.json"), "utf8"),
  ) as ProjectSettings;
  const patterns = [settings["plugin.inlang.messageFormat"].pathPattern].flat();
  const locales = [
    settings.baseLocale,
    ...settings.locales.filter((locale) => locale !== settings.baseLocale),
  ];
  return locales.map((locale) => {
    const messages = new Map<string, unknown>();
    const repeated: string[] = [];
    for (const pattern of patterns) {
      const file = path.join(app, pattern.replaceAll("{locale}", locale));
      // A missing file shows as missing keys, which name what is to be done better than a missing file does.
      if (!fs.existsSync(file)) continue;
      for (const [key, text] of entries(JSON.parse(fs.readFileSync(file, "utf8")))) {
        if (messages.has(key)) repeated.push(key);
        messages.set(key, text);
      }
    }
    return { locale, messages, repeated };
  });
}

/** Messages with the keys of nested objects joined by dots; the reference to the schema is none. */
function entries(value: unknown, prefix = ""): [string, unknown][] {
  return Object.entries(value as Record<string, unknown>).flatMap(
    ([key, inner]): [string, unknown][] => {
      if (key === "$schema") return [];
      const isNested = typeof inner === "object" && inner !== null && !Array.isArray(inner);
      return isNested ? entries(inner, `${prefix}${key}.`) : [[`${prefix}${key}`, inner]];
    },
  );
}

/** What a language lacks, has too much, or words with other placeholders than the base language. */
export function languageProblems(languages: Language[]): string[] {
  const [base, ...others] = languages;
  if (base === undefined) return ["no language is configured"];
  const problems: string[] = [];
  if (base.messages.size === 0) problems.push(`${base.locale}: there are no messages at all`);
  for (const { locale, messages, repeated } of languages) {
    problems.push(...repeated.map((key) => `${locale}: ${key} stands in more than one file`));
    for (const [key, message] of messages) {
      if (textsOf(message).some((text) => text.trim() === ""))
        problems.push(`${locale}: ${key} is empty`);
    }
  }
  for (const { locale, messages } of others) {
    for (const [key, message] of base.messages) {
      if (!messages.has(key)) {
        problems.push(`${locale}: ${key} is missing`);
        continue;
      }
      const expected = placeholdersOf(message).join(", ");
      const found = placeholdersOf(messages.get(key)).join(", ");
      if (expected !== found) {
        problems.push(
          `${locale}: ${key} has the placeholders [${found}], ${base.locale} has [${expected}]`,
        );
      }
    }
    for (const key of messages.keys()) {
      if (!base.messages.has(key))
        problems.push(`${locale}: ${key} does not exist in ${base.locale}`);
    }
  }
  return problems;
}

interface Variants {
  match?: Record<string, string>;
}

/** The texts of a message; with variants (plural forms, for example) there are several. */
function textsOf(message: unknown): string[] {
  if (typeof message === "string") return [message];
  if (!Array.isArray(message)) return [];
  return (message as (string | Variants)[]).flatMap((part) =>
    typeof part === "string" ? [part] : Object.values(part.match ?? {}),
  );
}

/** Names of all placeholders of a message, each once; which plural forms a language has is its own matter. */
function placeholdersOf(message: unknown): string[] {
  const names = textsOf(message).flatMap((text) =>
    [...text.matchAll(/(?<!\\)\{\s*([^{}\s]+)\s*\}/g)].map((match) => match[1] ?? ""),
  );
  return [...new Set(names)].sort();
}
