import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { expect } from "../expect.ts";
import { concat, type Hex, keccak256, sha256, stringToHex } from "viem";

import { didRegistryAbi } from "../../../generated/contracts/DidRegistry.ts";
import { identityRegistryAbi } from "../../../generated/contracts/IdentityRegistry.ts";
import { statusListsAbi } from "../../../generated/contracts/StatusLists.ts";
import { timestampsAbi } from "../../../generated/contracts/Timestamps.ts";
import { trustedIssuersRegistryAbi } from "../../../generated/contracts/TrustedIssuersRegistry.ts";
import { trustedSchemasRegistryAbi } from "../../../generated/contracts/TrustedSchemasRegistry.ts";
import { administrator } from "../../../deploy/networks/local/accounts.ts";
import { expectAccessible } from "../accessibility.ts";
import { Site } from "../pages/site.ts";
import type { Session } from "../session.ts";

const ministryDid = "did:ebsi:zMinistryWestMinistry";
const academyDid = "did:ebsi:zAcademyNorthAcademy";
const closedDid = "did:ebsi:zShutSchoo1ShutSchoo1";
const idOf = (text: string): Hex => keccak256(stringToHex(text));
const [ministryAttribute, academyAttribute] = [idOf("root"), idOf("academy")];
const list = "https://academy.example/lists/1";
const report = "Annual report of the academy";

/** The tree of a batch with the report in it: a leaf is hashed twice, pairs in ascending order. */
const batch = (() => {
  const [first, second, third] = [report, "Minutes", "Budget"].map((text) =>
    keccak256(keccak256(sha256(stringToHex(text)))),
  ) as [Hex, Hex, Hex];
  const over = (a: Hex, b: Hex) => keccak256(concat(a < b ? [a, b] : [b, a]));
  return { root: over(over(first, second), third), proof: [second, third] };
})();

/** Writes into the registers of identity what the pages then show. Needs administrators with coins; passes a decision. */
export function identity(session: () => Session): void {
  describe("Identity", () => {
    /** By the holder of the first key of a DID. */
    const by = {
      [ministryDid]: administrator(0),
      [academyDid]: administrator(1),
      [closedDid]: administrator(2),
    };

    it("documents, accreditations, schemas and status lists are written", async () => {
      const { assembly, stack } = session();
      const at = (name: string) => {
        const address = stack.endpoints.addresses[name];
        if (address === undefined) throw new Error(`The endpoints name no ${name}.`);
        return address;
      };
      const dids = { address: at("DidRegistry"), abi: didRegistryAbi };
      const issuers = { address: at("TrustedIssuersRegistry"), abi: trustedIssuersRegistryAbi };
      const schemas = { address: at("TrustedSchemasRegistry"), abi: trustedSchemasRegistryAbi };
      const lists = { address: at("StatusLists"), abi: statusListsAbi };
      const [ministry, academy] = [by[ministryDid], by[academyDid]];
      const now = BigInt(await assembly.now());
      const end = now + 10n * 365n * 86_400n;
      const scope = [idOf("VerifiableAccreditationToAttest")];

      for (const [did, holder] of [
        [ministryDid, ministry],
        [academyDid, academy],
      ] as const) {
        const args = [did, '{"note":"first"}', "key-1", holder.publicKey, true, now, end] as const;
        await assembly.send(holder.address, assembly.call(dids, "insertDidDocument", args));
      }
      const jwk = stringToHex('{"kty":"EC","crv":"P-256","x":"x","y":"y"}');
      for (const call of [
        assembly.call(dids, "updateBaseDocument", [ministryDid, '{"note":"second"}']),
        assembly.call(dids, "addVerificationMethod", [ministryDid, "key-2", jwk, false]),
        assembly.call(dids, "addVerificationRelationship", [
          ministryDid,
          "assertionMethod",
          "key-2",
          now,
          end,
        ]),
      ])
        await assembly.send(ministry.address, call);

      await assembly.enact("Trust the ministry as a root", [
        assembly.call(issuers, "admitRootTao", [ministryDid, scope]),
        assembly.call(schemas, "insertSchema", [
          "0x68656c6c6f",
          stringToHex('{"title":"Diploma"}'),
          stringToHex('{"note":"of a university"}'),
        ]),
      ]);
      const steps = [
        [ministryDid, ministryAttribute, 1, ministry],
        [academyDid, academyAttribute, 3, academy],
      ] as const;
      for (const [did, attribute, type, holder] of steps) {
        const body = stringToHex(`body for ${did}`);
        const reserve = [did, attribute, type, ministryDid, ministryAttribute] as const;
        for (const call of [
          assembly.call(issuers, "setAttributeMetadata", reserve),
          assembly.call(issuers, "commitAccreditation", [did, attribute, sha256(body), scope]),
        ])
          await assembly.send(ministry.address, call);
        const accept = assembly.call(issuers, "setAttributeData", [did, attribute, body]);
        await assembly.send(holder.address, accept);
      }
      const publish = [academyDid, list, 0, 0, 1, 131_072, idOf("list"), 3600] as const;
      await assembly.send(academy.address, assembly.call(lists, "registerStatusList", publish));

      const timestamps = { address: at("Timestamps"), abi: timestampsAbi };
      const draft = [sha256(stringToHex("Draft of the report"))] as const;
      for (const [versions, info] of [
        [draft, "first draft"],
        [[sha256(stringToHex(report))], "as adopted"],
      ] as const) {
        const anchored = [[0n], versions, [], stringToHex(info)] as const;
        await assembly.send(
          academy.address,
          versions === draft
            ? assembly.call(timestamps, "timestampRecordHashes", anchored)
            : assembly.call(timestamps, "timestampVersionHashes", [draft[0], ...anchored]),
        );
      }
      await assembly.send(
        academy.address,
        assembly.call(timestamps, "anchorBatch", [batch.root, 3]),
      );
      const closed = [closedDid, '{"note":"closed"}', "key-1", by[closedDid].publicKey] as const;
      for (const call of [
        assembly.call(dids, "insertDidDocument", [...closed, true, now, end]),
        assembly.call(dids, "deactivateDid", [closedDid]),
      ])
        await assembly.send(by[closedDid].address, call);
      const identities = { address: at("IdentityRegistry"), abi: identityRegistryAbi };
      const word = (text: string) => stringToHex(text, { size: 32 });
      const year = 31_536_000n;
      const service = [word("did/svc/Registry"), stringToHex("https://academy.example")] as const;
      for (const call of [
        assembly.call(identities, "addDelegate", [
          academy.address,
          word("sigAuth"),
          ministry.address,
          year,
        ]),
        assembly.call(identities, "setAttribute", [academy.address, ...service, year]),
      ])
        await assembly.send(academy.address, call);
    });

    it("a DID leads to its document, which is resolved for any time", async () => {
      await session().visit(async (page) => {
        const site = new Site(page);
        await site.open("/");
        await site.followMenu("Identity");
        await expect(site.heading).toHaveText("Identity");
        await site.main.getByRole("link", { name: "DIDs" }).click();
        await site.main.getByRole("link", { name: ministryDid }).click();
        const document = site.main.getByRole("region", { name: "Document", exact: true });
        await expect(document).toContainText("second");
        await expect(document.getByRole("cell", { name: "Issuing credentials" })).toBeVisible();
        await expect(site.main.getByRole("region", { name: "History" })).toContainText(
          "Document inserted",
        );

        // Back to the insertion, by keyboard, and to the present again.
        await document.getByRole("slider").focus();
        await page.keyboard.press("Home");
        await expect(page).toHaveURL(/\?second=\d+$/);
        await expect(document).toContainText("first");
        await expect(document.getByRole("cell", { name: "Issuing credentials" })).toHaveCount(0);
        await document.getByRole("link", { name: "Back to now" }).click();
        await expect(document).toContainText("second");
        await document.getByLabel("Date and time (UTC)").fill("2001-02-03T04:05:06");
        await document.getByRole("button", { name: "Resolve" }).click();
        await expect(document).toContainText("The DID had not been inserted yet.");
      });
    });

    it("a DID that ended says so, and resolves for times before", async () => {
      await session().visit(async (page) => {
        const site = new Site(page);
        await site.open("/identity/dids?state=deactivated");
        await site.main.getByRole("link", { name: closedDid }).click();
        const document = site.main.getByRole("region", { name: "Document", exact: true });
        await expect(site.content).toContainText("Deactivated");
        await expect(document).toContainText("The DID had ended by then.");
        await expectAccessible(page);
        await document.getByRole("slider").focus();
        await page.keyboard.press("Home");
        await expect(page).toHaveURL(/\?second=\d+$/);
        await expect(document).toContainText("closed");
        await expect(document.getByRole("cell", { name: "Writing to registers" })).toBeVisible();
        await expect(site.content).toContainText("Deactivated");
      });
    });

    it("without scripts a document is resolved by the form", async () => {
      await session().visit({ javaScript: false }, async (page) => {
        await page.goto(`/identity/dids/${ministryDid}?at=2001-02-03T04:05:06`);
        await expect(page.getByRole("main")).toContainText("The DID had not been inserted yet.");
      });
    });

    it("while the index is late, documents are read from the contract", async () => {
      const said = async (path: string) => {
        let text = "";
        await session().visit(async (page) => {
          const site = new Site(page);
          await site.open(path);
          text = await site.content.innerText();
        });
        return text;
      };
      const path = `/identity/dids/${ministryDid}`;
      const answered = await said(path);
      assert.match(answered, /Issuing credentials/);
      await session().withLateIndex(async () => {
        const read = await said(path);
        assert.match(read, /The index, which tells the history, is late or gives no answer\./);
        for (const line of ["key-2", "Issuing credentials", "Writing to registers", "second"])
          assert.ok(read.includes(line), `${line} is read from the contract`);
        assert.match(await said(`${path}?at=2001-02-03`), /had not been inserted yet/);
        assert.ok((await said("/identity/dids")).includes(academyDid));
      });
    });

    it("the tree of issuers, schemas and status lists say what counts", async () => {
      await session().visit(async (page) => {
        const site = new Site(page);
        await site.open("/identity/issuers");
        const tree = site.main.getByRole("region", { name: "Trees of accreditations" });
        // Beside the trees of the sample, if it has any.
        const root = tree.getByRole("listitem").filter({ hasText: "zMi" }).first();
        await expect(root.getByRole("listitem").filter({ hasText: "cademy" })).toContainText(
          "Issuer",
        );
        const table = site.main.getByRole("region", { name: "The same as a table" });
        const ours = table.getByRole("row").filter({ hasText: "zMi" });
        await expect(ours).toHaveCount(2);
        await expect(ours.filter({ hasText: "Counts" })).toHaveCount(2);
        await expect(table).toContainText("VerifiableAccreditationToAttest");

        await site.open("/identity/schemas");
        await expect(site.main.getByRole("rowheader", { name: "zCn8eVZg" })).toBeVisible();

        await site.open("/identity/status-lists");
        const row = site.main.getByRole("row").filter({ hasText: list });
        await expect(row).toContainText("Current");
        const { assembly } = session();
        await assembly.goTo((await assembly.now()) + 3601);
        await assembly.letPass(1);
        await page.reload();
        await expect(row).toContainText("Stale");
      });
    });

    it("a file is found by its hash, and leads to the record of its versions", async () => {
      await session().visit(async (page) => {
        const site = new Site(page);
        await site.open("/identity");
        await site.main.getByRole("link", { name: "Timestamps" }).click();
        const check = site.main.getByRole("region", { name: "Check a file" });
        const sent: string[] = [];
        page.on("request", (request) => sent.push(request.postData() ?? request.url()));
        const file = (text: string) => ({
          name: "report.txt",
          mimeType: "text/plain",
          buffer: Buffer.from(text),
        });
        await check.getByLabel("File", { exact: true }).setInputFiles(file(`${report}.`));
        await expect(check).toContainText("This hash is not anchored");
        await check.getByLabel("File", { exact: true }).setInputFiles(file(report));
        await expect(check).toContainText("This hash is anchored");
        assert.ok(!sent.some((text) => text.includes("Annual")), "the file stays here");

        await check.getByRole("link", { name: "Page of this anchor" }).click();
        await site.main.getByRole("link", { name: /^Version 2 of record/ }).click();
        const versions = site.main.getByRole("region", { name: "Versions" });
        await expect(versions.getByRole("listitem").filter({ hasText: "Version 2" })).toContainText(
          "as adopted",
        );
        await expect(versions).toContainText("first draft");
        await expect(site.main.getByRole("region", { name: "Owners" })).toContainText("No end");
      });
    });

    it("a file is checked against a batch by its proof", async () => {
      await session().visit(async (page) => {
        const site = new Site(page);
        await site.open("/identity/timestamps?list=batches");
        await site.main.getByRole("link", { name: batch.root.slice(0, 6) }).click();
        await expect(site.main).toContainText("As the account said; nobody checks it.");
        const check = site.main.getByRole("region", { name: "Check a document" });
        const file = (text: string, name: string) => ({
          name,
          mimeType: "text/plain",
          buffer: Buffer.from(text),
        });
        await check.getByLabel("File", { exact: true }).setInputFiles(file(report, "report.txt"));
        await expect(check.getByLabel("Hash of the document")).toHaveValue(
          sha256(stringToHex(report)).slice(2),
        );
        await check
          .getByLabel("Or a file with the proof")
          .setInputFiles(file(JSON.stringify(batch.proof), "proof.json"));
        await check.getByRole("button", { name: "Check" }).click();
        await expect(check).toContainText("The document belongs to this batch");
        await expectAccessible(page);
        await check.getByLabel("Proof", { exact: true }).fill(batch.proof.slice(1).join("\n"));
        await check.getByRole("button", { name: "Check" }).click();
        await expect(check).toContainText("This proof does not lead to the root");
        await check.getByLabel("Proof", { exact: true }).fill("report.txt");
        await check.getByRole("button", { name: "Check" }).click();
        await expect(check).toContainText("This is no proof.");
      });
    });

    it("without scripts a hash is checked by the form", async () => {
      const hash = sha256(stringToHex(report)).slice(2);
      await session().visit({ javaScript: false }, async (page) => {
        await page.goto("/identity/timestamps");
        await page.getByLabel("Or its hash").fill(hash);
        await page.getByRole("button", { name: "Check", exact: true }).click();
        await expect(page.getByRole("main")).toContainText("This hash is anchored");
        await page.getByLabel("Or its hash").fill("report.txt");
        await page.getByRole("button", { name: "Check", exact: true }).click();
        await expect(page.getByRole("main")).toContainText("This is no hash.");
      });
    });

    it("policies answer for an account, and an address shows what resolvers read", async () => {
      const [ministry, academy] = [by[ministryDid], by[academyDid]];
      await session().visit(async (page) => {
        const site = new Site(page);
        await site.open("/identity/policies");
        await expect(site.main.getByRole("columnheader", { name: "Has it" })).toHaveCount(0);
        await site.main.getByRole("textbox", { name: "Account" }).fill(academy.address);
        await site.main.getByRole("button", { name: "Ask" }).click();
        await expect(site.main).toContainText(/has 0 of \d+ policies now\./);
        await expect(site.main.getByRole("columnheader", { name: "Has it" })).toBeVisible();

        await site.open("/identity/ethr");
        await site.main.getByRole("textbox", { name: "Address" }).fill(academy.address);
        await site.main.getByRole("button", { name: "Show" }).click();
        await expect(site.main).toContainText("did:ethr:0x7a69:");
        const delegates = site.main.getByRole("region", { name: "Delegates" });
        await expect(
          delegates.getByRole("row").filter({ hasText: "Authentication" }),
        ).toContainText(ministry.address.slice(0, 6).toLowerCase());
        await expect(site.main.getByRole("region", { name: "Attributes" })).toContainText(
          "https://academy.example",
        );
        const history = site.main.getByRole("region", { name: "History" });
        await expect(history.getByRole("listitem")).toHaveCount(2);
      });
    });

    for (const [theme, width, language] of [
      ["light", 1280, "en"],
      ["dark", 390, "fr"],
    ] as const) {
      it(`what was written is accessible and fits: ${theme}, ${width} pixels wide, ${language}`, async () => {
        await session().visit({ theme, width }, async (page) => {
          const site = new Site(page);
          const pages = [
            "",
            "/dids",
            `/dids/${ministryDid}`,
            "/issuers",
            "/schemas",
            "/status-lists",
            "/timestamps",
            "/timestamps?list=records",
            "/timestamps?list=batches",
            `/batches/${batch.root}`,
            `/timestamps?hash=${sha256(stringToHex(report))}`,
            `/timestamps/${sha256(sha256(stringToHex(report)))}`,
            `/policies?account=${by[ministryDid].address}`,
            "/ethr",
            `/ethr/${by[academyDid].address}`,
          ];
          for (const path of pages) {
            await site.open(`${language === "en" ? "" : `/${language}`}/identity${path}`);
            await expectAccessible(page);
          }
        });
      });
    }
  });
}
