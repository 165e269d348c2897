import { describe, expect, it } from "vitest";

import { errorsAbi } from "#generated/errors.ts";
import { languages, sourceLanguage } from "#lib/language.ts";

import { failureText } from "./failure-text.ts";
import { translatedErrors } from "./translated-errors.ts";

const names = errorsAbi.map(({ name }) => name).sort();

describe.each(languages.filter((language) => language !== sourceLanguage))(
  "catalogue of contract errors in %s",
  (language) => {
    it("has every error that the contracts have, and no other", async () => {
      expect(Object.keys(await translatedErrors(language)).sort()).toEqual(names);
    });

    it("says something in both halves", async () => {
      for (const [name, text] of Object.entries(await translatedErrors(language))) {
        expect(text?.notice, name).toMatch(/\S.*\.$/u);
        expect(text?.remedy, name).toMatch(/\S.*\.$/u);
      }
    });
  },
);

it("is empty for the language that the contracts speak, so that their own words are shown", async () => {
  expect(await translatedErrors(sourceLanguage)).toEqual({});
  const failure = {
    kind: "refused",
    error: "X",
    notice: "It was refused.",
    remedy: "Ask again.",
    values: [{ name: "a", value: "1" }],
  } as const;
  expect(failureText({ ...failure, values: [...failure.values] })).toEqual({
    cause: "It was refused.",
    remedy: "Ask again.",
    details: "X(a: 1)",
  });
  expect(
    failureText({ ...failure, values: [] }, { X: { notice: "Refusé.", remedy: "Redemandez." } }),
  ).toMatchObject({ cause: "Refusé." });
});
