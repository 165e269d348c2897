import { describe, expect, it } from "vitest";

import { readDidAt } from "./dids.ts";
import { indexDouble } from "./index-double.ts";

const id = `0x${"d1".repeat(32)}` as const;
const relationship = (index: number) => ({
  index,
  name: "authentication",
  vMethodId: `key-${index}`,
  notBefore: 1,
  notAfter: 9,
  verificationMethod: { publicKey: "0x04", isSecp256k1: true, account: null },
});
const document = {
  didDocument: { did: "did:ebsi:zA", insertedAt: 100, deactivatedAt: 500 },
  baseDocuments: [{ content: "{}", since: 100 }],
  controllerRelationships: [{ controllerDid: "did:ebsi:zA" }],
};

describe("readDidAt", () => {
  it("asks for what was true and of which nothing else was said before", async () => {
    const asked: unknown[] = [];
    const index = indexDouble({
      DidDocumentAt: (variables) => {
        asked.push(variables);
        return { ...document, verificationRelationships: [relationship(3)] };
      },
    });
    expect(await readDidAt(index, id, 200)).toEqual({
      outcome: "resolved",
      did: "did:ebsi:zA",
      baseDocument: "{}",
      controllers: ["did:ebsi:zA"],
      relationships: [relationship(3)],
    });
    expect(asked).toMatchObject([
      {
        id,
        at: "200",
        terms: {
          or: [
            { document: id, since_lte: "200", until: null },
            { document: id, since_lte: "200", until_gt: "200" },
          ],
        },
        periods: {
          or: [{ notBefore_lte: "200", supersededAt: null }, { supersededAt_gt: "200" }],
        },
      },
    ]);
  });

  it("goes on where one answer does not hold everything", async () => {
    const all = Array.from({ length: 1003 }, (_, index) => relationship(index * 2));
    const index = indexDouble({
      DidDocumentAt: { ...document, verificationRelationships: all.slice(0, 1000) },
      HeldRelationships: ({ periods }: { periods: { or: [{ index_gt: number }] } }) => ({
        verificationRelationships: all.filter((one) => one.index > periods.or[0].index_gt),
      }),
    });
    const answer = await readDidAt(index, id, 200);
    expect(answer).toMatchObject({ outcome: "resolved", relationships: all });
  });

  it("tells unknown DIDs, and times before and after a DID, apart", async () => {
    const empty = { baseDocuments: [], controllerRelationships: [], verificationRelationships: [] };
    const unknown = indexDouble({ DidDocumentAt: { didDocument: null, ...empty } });
    expect(await readDidAt(unknown, id, 200)).toEqual({ outcome: "unknown" });
    const known = indexDouble({ DidDocumentAt: { ...document, verificationRelationships: [] } });
    const { did } = document.didDocument;
    expect(await readDidAt(known, id, 99)).toEqual({
      outcome: "not-yet-inserted",
      did,
      insertedAt: 100,
    });
    expect(await readDidAt(known, id, 100)).toMatchObject({ outcome: "resolved" });
    expect(await readDidAt(known, id, 499)).toMatchObject({ outcome: "resolved" });
    expect(await readDidAt(known, id, 500)).toEqual({
      outcome: "deactivated",
      did,
      deactivatedAt: 500,
    });
  });
});
