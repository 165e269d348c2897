import { stringToHex } from "viem";
import { expect, it } from "vitest";

import { credentialType, typeHash } from "./credential-types.ts";
import { indexDouble } from "#lib/index/index-double.ts";

import { readTypeNames } from "./read-type-names.ts";

const body = (claims: object) =>
  stringToHex(`e30.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.AA`);
const diploma = typeHash("DiplomaCredential");
const licence = typeHash("LicenceCredential");
const standard = typeHash("VerifiableAccreditationToAttest");

it("takes names from what proposals say before it looks for bodies", async () => {
  const names = await readTypeNames(
    indexDouble({}),
    [diploma, standard],
    ["For DiplomaCredential."],
  );
  expect([diploma, standard].map((hash) => credentialType(hash, names))).toEqual([
    "DiplomaCredential",
    "VerifiableAccreditationToAttest",
  ]);
});

it("takes other names from the bodies that were accepted for them", async () => {
  const asked: string[] = [];
  const index = indexDouble({
    BodiesOfType: ({ type: [hash] }: { type: [string] }) => {
      asked.push(hash);
      return {
        issuerAttributeRevisions: [
          { body: "0x" },
          { body: body({ vc: { type: ["Other", "LicenceCredential"] } }) },
        ],
      };
    },
  });
  const names = await readTypeNames(index, [licence, licence, standard, diploma]);
  expect(asked).toEqual([licence, diploma]);
  expect([...names]).toEqual([[licence, "LicenceCredential"]]);
  expect(credentialType(diploma, names)).not.toContain("Diploma");
});

it("asks for a bounded number of types", async () => {
  let questions = 0;
  const index = indexDouble({
    BodiesOfType: () => {
      questions += 1;
      return { issuerAttributeRevisions: [] };
    },
  });
  const hashes = Array.from({ length: 100 }, (_, i) => typeHash(`Type${i}Credential`));
  expect((await readTypeNames(index, hashes)).size).toBe(0);
  expect(questions).toBe(32);
});
