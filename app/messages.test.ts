import { readdirSync, readFileSync } from "node:fs";

import { describe, expect, it } from "vitest";

/** A message: a text, or variants of it with the inputs that choose one. */
type Message =
  string | [{ declarations: string[]; selectors: string[]; match: Record<string, string> }];

const folder = new URL("./messages/", import.meta.url);
const languages = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);
const source = "en";
const others = languages.filter((language) => language !== source);
/** The catalogue of contract errors is translated apart: its English comes with the contracts. */
const areas = readdirSync(new URL(`${source}/`, folder)).filter(
  (file) => file !== "contract-errors.json",
);

function messages(language: string, area: string): Map<string, Message> {
  const text = readFileSync(new URL(`${language}/${area}`, folder), "utf8");
  const entries = Object.entries(JSON.parse(text) as Record<string, Message>);
  return new Map(entries.filter(([key]) => key !== "$schema"));
}

/** Names of what is put into a text. */
function inputs(message: Message): string[] {
  const texts = typeof message === "string" ? [message] : Object.values(message[0].match);
  const used = texts.flatMap((text) =>
    [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? ""),
  );
  const declared =
    typeof message === "string"
      ? []
      : message[0].declarations.flatMap((line) => /^input (\w+)/.exec(line)?.[1] ?? []);
  return [...new Set([...used, ...declared])].sort();
}

describe("messages", () => {
  it("are compiled from every file that is there", () => {
    const file = new URL("./project.inlang/settings.json", import.meta.url);
    const settings = JSON.parse(readFileSync(file, "utf8")) as {
      locales: string[];
      "plugin.inlang.messageFormat": { pathPattern: string[] };
    };
    const patterns = settings["plugin.inlang.messageFormat"].pathPattern;
    expect(patterns.map((pattern) => pattern.replace("./messages/{locale}/", "")).sort()).toEqual(
      [...areas].sort(),
    );
    expect([...settings.locales].sort()).toEqual([...languages].sort());
  });

  it("stand in one area only", () => {
    const keys = areas.flatMap((area) => [...messages(source, area).keys()]);
    expect(keys.filter((key, i) => keys.indexOf(key) !== i)).toEqual([]);
  });

  it("have a catch-all among their variants, because languages have more forms than English", () => {
    for (const language of languages) {
      for (const area of areas) {
        for (const [key, message] of messages(language, area)) {
          if (typeof message === "string") continue;
          const last = Object.keys(message[0].match).at(-1) ?? "";
          expect(
            last.split(",").every((part) => part.trim().endsWith("=*")),
            `${language} ${key}`,
          ).toBe(true);
        }
      }
    }
  });

  describe.each(others)("in %s", (language) => {
    it.each(areas)("%s has the keys and inputs of the source", (area) => {
      const english = messages(source, area);
      const translated = messages(language, area);
      expect([...translated.keys()].sort()).toEqual([...english.keys()].sort());
      for (const [key, message] of english)
        expect(inputs(translated.get(key) ?? ""), key).toEqual(inputs(message));
    });
  });

  it("keep French punctuation on the line of its word", () => {
    for (const area of areas) {
      for (const [key, message] of messages("fr", area)) {
        const texts = typeof message === "string" ? [message] : Object.values(message[0].match);
        for (const text of texts) {
          expect(text, key).not.toMatch(/ [:;?!»%]|« |[\p{L}\d)}][;?!](?!\w)|[\p{L})}]:(?![\w/])/u);
        }
      }
    }
  });
});
