import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";

import { apiPaths, attributeAddress, issueAccreditation, standardSchemas } from "@foedus/client";
import { readEntityFolder } from "@foedus/client/files";
import { expect } from "../expect.ts";
import { type Hex, keccak256, stringToHex } from "viem";

import { authorities, operators, organisationId } from "../../../deploy/networks/local/sample.ts";
import { trustedIssuersRegistryAbi } from "../../../generated/contracts/TrustedIssuersRegistry.ts";
import { expectAccessible } from "../accessibility.ts";
import { NewProposalPage } from "../pages/new-proposal-page.ts";
import { ProposalPage } from "../pages/proposal-page.ts";
import { Site } from "../pages/site.ts";
import { Wallet } from "../pages/wallet.ts";
import type { Session } from "../session.ts";

interface Entity {
  did: string;
  folder: string;
  attributeId: Hex;
}

/** What the sample wrote about its identities, beside the system's other files. */
function sample(): Record<"rootTao" | "tao" | "issuer", Entity> & { credential: string } {
  const folder = path.resolve(import.meta.dirname, "../../../.foedus/e2e/identities");
  return JSON.parse(fs.readFileSync(path.join(folder, "identities.json"), "utf8")) as ReturnType<
    typeof sample
  >;
}

const beta = "Administrator of Operator Beta (fictitious)";
const agency = `Administrator of ${authorities[1].name}`;

/** Roots of trust, DIDs from a wallet, accreditations, and the verification of credentials. Needs the sample's identities; passes a decision. */
export function trust(session: () => Session): void {
  describe("Trust", () => {
    let did = "";
    let attribute = "";

    it("a legal entity inserts its document from a wallet", async () => {
      await session().visit(async (page) => {
        const site = new Site(page);
        await site.open("/identity/dids/new");
        await expect(site.main).toContainText("Connect the wallet whose key is to act");
        await new Wallet(page).actAs(beta);
        await site.main.getByRole("button", { name: "Prepare the document" }).click();
        await expect(site.main).toContainText("is inserted for ever");
        await expectAccessible(page);
        await site.main.getByRole("button", { name: "Insert the document" }).click();
        const link = site.main.getByRole("link", { name: /^The document is inserted: did:ebsi:z/ });
        await expect(link).toBeVisible({ timeout: 30_000 });
        did = (await link.textContent())?.split(": ").at(-1)?.trim() ?? "";
        await link.click();
        await expect(site.main).toContainText(did);
      });
    });

    it("a root of trust is proposed, read in words, and admitted by the decision", async () => {
      const { assembly, stack } = session();
      const title = /^Admit did:ebsi:z.* as a root of trust/;
      let decision = "";
      await session().visit(async (page) => {
        const form = new NewProposalPage(page);
        await form.open("/proposals/new");
        await new Wallet(page).actAs("Representative of Finland");
        await form.measure("Admit a root of trust");
        await form.field("DID of the root").fill("did:ebsi:zNobodyNobodyNobody");
        await form.field("Types of credentials").fill("VerifiableCredential");
        await form.sendButton.click();
        await expect(form.field("DID of the root")).toHaveAccessibleDescription(
          /The register has no such DID/,
        );
        await expect(form.field("Types of credentials")).toHaveAccessibleDescription(
          /nobody is accredited for VerifiableCredential/,
        );
        await form.field("DID of the root").fill(did);
        await form.field("Types of credentials").fill("DiplomaCredential, LicenceCredential");
        await expect(form.preview).toContainText(
          "as a root of trust, which may accredit others for",
        );
        await expectAccessible(page);
        await form.sendButton.click();
        await form.main.getByRole("link", { name: "Open the proposal" }).click();
        const proposal = new ProposalPage(page);
        await expect(proposal.heading).toHaveText(title);
        // The call has hashes alone; the names are those that the text gives, and no others.
        await expect(proposal.article).toContainText("LicenceCredential");
        await expect(proposal.article).not.toContainText("which type of credentials has this hash");
        await expect(page).toHaveURL(/\/proposals\/0x/);
        decision = new URL(page.url()).pathname;
      });
      const id = BigInt(decision.split("/").at(-1) ?? "");
      await assembly.approve({ id });
      await session().visit(async (page) => {
        const proposal = new ProposalPage(page);
        await proposal.open(decision);
        await new Wallet(page).actAs("Representative of Belgium");
        await proposal.queueButton.click();
        await proposal.expectState("Approved, waiting");
        await assembly.delayEnds({ id });
        await expect(proposal.executeButton).toBeEnabled({ timeout: 15_000 });
        await proposal.executeButton.click();
        await proposal.expectState("Executed");
        const site = new Site(page);
        await site.open("/identity/issuers");
        const roots = site.main.getByRole("region", { name: "Roots that bodies admitted" });
        await expect(roots.locator(`a[href$="/identity/dids/${did}"]`)).toBeVisible();
      });
      const [admitted, scope] = await assembly.read({
        address: stack.endpoints.addresses["TrustedIssuersRegistry"] as Hex,
        abi: trustedIssuersRegistryAbi,
        functionName: "rootTao",
        args: [did],
      });
      assert.equal(admitted, true);
      assert.equal(scope.length, 2);
    });

    it("an accreditation organisation reserves, commits, and is believed once it is accepted", async () => {
      const { tao } = sample();
      const { signing } = await readEntityFolder(tao.folder);
      await session().visit(async (page) => {
        const site = new Site(page);
        await site.open(`/identity/accredit?by=${tao.attributeId}`);
        await new Wallet(page).actAs(agency);
        await site.main.getByLabel("DID of whom it accredits").fill(did);
        await expect(site.main).toContainText("It may pass on:");
        await expect(site.main).toContainText("reserves an accreditation for");
        await expectAccessible(page);
        await site.main.getByRole("button", { name: "Reserve", exact: true }).click();
        await site.main.getByRole("link", { name: /^The accreditation is reserved/ }).click();
        await expect(site.heading).toContainText("Accreditation of did:ebsi:z");
        attribute = new URL(page.url()).pathname.split("/").at(-1) ?? "";

        const body = (types: string[]) => bodyOf(session(), tao, signing, did, attribute, types);
        const good = body(["DiplomaCredential"]);
        const field = site.main.getByLabel("Body of the accreditation");
        const check = site.main.getByRole("button", { name: "Check the body" });
        await field.fill("hello");
        await check.click();
        await expect(field).toHaveAccessibleDescription(/This body cannot be used\./);
        await field.fill(body(["LicenceCredential"]));
        await check.click();
        await expect(field).toHaveAccessibleDescription(/may not pass on LicenceCredential/);
        await field.fill(good);
        await check.click();
        await expect(site.main).toContainText("may accept exactly this body");
        await expectAccessible(page);
        await site.main.getByRole("button", { name: "Commit the body" }).click();
        await expect(site.main).toContainText("Committed, not accepted yet", { timeout: 30_000 });

        await new Wallet(page).actAs(beta);
        await field.fill(body(["DiplomaCredential", "VerifiableAuthorisationToOnboard"]));
        await check.click();
        await expect(field).toHaveAccessibleDescription(/not the body that was committed last/);
        await field.fill(good);
        await check.click();
        await expect(site.main).toContainText("It counts from then on");
        await site.main.getByRole("button", { name: "Accept", exact: true }).click();
        await expect(site.main.getByText("Accepted", { exact: true }).first()).toBeVisible({
          timeout: 30_000,
        });
        // The name is told by the body that was accepted.
        await expect(site.main).toContainText("DiplomaCredential");
        await expect(site.main).toContainText("It is accepted. To renew it");
      });
      const { assembly, stack } = session();
      const accredited = await assembly.read({
        address: stack.endpoints.addresses["TrustedIssuersRegistry"] as Hex,
        abi: trustedIssuersRegistryAbi,
        functionName: "isAccredited",
        args: [did, attribute as Hex, keccak256(stringToHex("DiplomaCredential"))],
      });
      assert.equal(accredited, true);
    });

    it("who acts for none of its DIDs can do nothing with it", async () => {
      await session().visit(async (page) => {
        const site = new Site(page);
        await site.open(`/identity/accreditations/${attribute}`);
        await expect(site.main).toContainText("Connect a wallet whose key acts");
        await new Wallet(page).actAs("Representative of Finland");
        await expect(site.main).toContainText("Your key acts neither for");
        await expect(site.main.getByRole("button", { name: "Revoke" })).toHaveCount(0);
      });
    });

    it("and is revoked for good, after a second question", async () => {
      await session().visit(async (page) => {
        const site = new Site(page);
        await site.open(`/identity/accreditations/${attribute}`);
        await new Wallet(page).actAs(agency);
        await site.main.getByRole("button", { name: "Revoke", exact: true }).click();
        await expect(site.main).toContainText("stops counting at once, and for good");
        await site.main.getByRole("button", { name: "Revoke for good" }).click();
        await expect(site.main).toContainText("The accreditation is revoked for good.", {
          timeout: 30_000,
        });
      });
    });

    it("a credential is verified check by check, and never leaves the browser", async () => {
      const jwt = fs.readFileSync(sample().credential, "utf8").trim();
      await session().visit(async (page) => {
        const sent: string[] = [];
        page.on("request", (request) => sent.push(`${request.url()} ${request.postData() ?? ""}`));
        const site = new Site(page);
        await site.open("/identity");
        await site.main.getByRole("link", { name: "Verify a credential" }).click();
        const field = site.main.getByRole("textbox", { name: "Credential" });
        const verify = site.main.getByRole("button", { name: "Verify", exact: true });
        const result = site.main.getByRole("region", { name: "Result" });
        await verify.click();
        await expect(field).toHaveAccessibleDescription(/Paste a credential/);

        await field.fill(jwt);
        await verify.click();
        await expect(result).toContainText("Valid:");
        await expect(result.getByRole("listitem")).toHaveCount(7);
        await expect(result.getByText("Passed", { exact: true })).toHaveCount(7);
        await expectAccessible(page);

        const [header, payload] = jwt.split(".");
        await field.fill(`${header}.${payload}.${"A".repeat(86)}`);
        await verify.click();
        await expect(result).toContainText("Not valid: 1 check failed.");
        await field.fill(`${Buffer.from('{"alg":"none"}').toString("base64url")}.${payload}.`);
        await verify.click();
        await expect(result).toContainText("This is no credential");
        await expectAccessible(page);

        const key = `0x${"a1".repeat(32)}`;
        await field.fill(key);
        await expect(field).toHaveAccessibleDescription(/That was a private key/);
        await expect(field).toHaveValue("");
        await site.main.getByLabel("File", { exact: true }).setInputFiles({
          name: "large.jwt",
          mimeType: "text/plain",
          buffer: Buffer.alloc(200_000, "a"),
        });
        await expect(field).toHaveAccessibleDescription(/longer than/);
        await site.main.getByLabel("File", { exact: true }).setInputFiles({
          name: "credential.jwt",
          mimeType: "text/plain",
          buffer: Buffer.from(jwt),
        });
        await expect(result).toContainText("Valid:");

        const [, signature = ""] = jwt.split(/\.(?=[^.]+$)/);
        assert.deepEqual(
          sent.filter((request) => request.includes(signature) || request.includes("a1a1a1a1")),
          [],
        );
      });
    });

    it("the DID of each organisation and node leads to its page, or is said to be none", async () => {
      await session().visit(async (page) => {
        const site = new Site(page);
        const { rootTao, issuer } = sample();
        await site.open(`/organisations/${organisationId(authorities[0].identifier)}`);
        await expect(site.content.getByRole("link", { name: rootTao.did })).toBeVisible();
        await site.open(`/organisations/${organisationId(operators[2].identifier)}`);
        await expect(site.content).toContainText("None was given");
        await site.open("/organisations");
        await expect(
          site.main.locator(`a[href$="/identity/dids/${rootTao.did}"]`).first(),
        ).toBeVisible();
        await expectAccessible(page);
        await site.open("/nodes");
        const link = site.main.locator(`a[href$="/identity/dids/${issuer.did}"]`).first();
        await expect(link).toBeVisible();
        await expectAccessible(page);
        await site.main.getByRole("link", { name: "validator-1.alpha.example" }).click();
        await site.content.getByRole("link", { name: issuer.did }).click();
        await expect(page).toHaveURL(/\/identity\/dids\//);
        await expect(site.main).toContainText(issuer.did);
        await page.goBack();
        await expect(page).toHaveURL(/\/nodes\/0x/);
        // A node is known by its key.
        const own = site.content.getByRole("link", { name: /^did:ethr:0x7a69:0x[0-9a-f]{40}$/ });
        const didOfNode = await own.textContent();
        await own.click();
        await expect(site.main).toContainText(didOfNode ?? "none", { ignoreCase: true });
      });
    });
  });
}

/** A body that the TAO signs for another DID. */
function bodyOf(
  { stack }: Session,
  tao: Entity,
  signing: Awaited<ReturnType<typeof readEntityFolder>>["signing"],
  did: string,
  attributeId: string,
  types: string[],
): string {
  const paths = apiPaths(stack.endpoints.app);
  const now = Math.floor(Date.now() / 1000) - 3600;
  const schema = (name: keyof typeof standardSchemas) =>
    `${paths.trustedSchemasRegistry}/schemas/${standardSchemas[name]}`;
  return issueAccreditation(
    tao.did as `did:ebsi:${string}`,
    signing,
    { registry: paths.trustedIssuersRegistry, accreditationSchema: schema("accreditation") },
    {
      kind: "attest",
      subject: did as `did:ebsi:${string}`,
      attributeId: attributeId as Hex,
      types,
      schema: schema("attestation"),
      jurisdiction: "https://publications.europa.eu/resource/authority/country/BEL",
      termsOfUse: [attributeAddress(paths.trustedIssuersRegistry, tao.did, tao.attributeId)],
      validFrom: now,
      validUntil: now + 2 * 365 * 86_400,
    },
  );
}
