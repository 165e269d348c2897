import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, describe, it } from "node:test";

import { expect } from "../expect.ts";

import { nodeId } from "../../../deploy/networks/local/sample.ts";
import { expectAccessible } from "../accessibility.ts";
import type { Proposal } from "../assembly.ts";
import { runInTerminal } from "../command-line.ts";
import { DetachedSignature } from "../pages/detached-signature.ts";
import { MandatesPage } from "../pages/mandates-page.ts";
import { type Choice, ProposalPage } from "../pages/proposal-page.ts";
import { Wallet } from "../pages/wallet.ts";
import type { Session } from "../session.ts";

const elsewhere = "P-256 key or RSA seal";
const counted = "Your vote counts, and this page shows it.";
/** The blocks of the chain come each second, and the relayer gathers ballots for a moment. */
const relayed = { timeout: 20_000 };

/**
 * Offices appoint the keys that they have, and vote with them: openssl signs, as on their machines. Needs a chain whose clock runs;
 * leaves a proposal open, and a P-256 key of Croatia and a seal of Bulgaria appointed.
 */
export function officeKeys(session: () => Session): void {
  describe("Keys that offices have", () => {
    let proposal: Proposal;
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "foedus-office-keys-"));
    const at = (...parts: string[]) => path.join(folder, ...parts);

    /** A key of its own in a folder of its own, and what its owner may show. */
    async function make(name: string, command: string): Promise<string> {
      fs.mkdirSync(at(name));
      await runInTerminal(
        `cd '${at(name)}' && ${command} 2>/dev/null && openssl pkey -in key.pem -pubout -out public.pem`,
      );
      return fs.readFileSync(at(name, "public.pem"), "utf8");
    }
    const curve = (name: string) => `openssl ecparam -name ${name} -genkey -noout -out key.pem`;

    before(async () => {
      const { assembly } = session();
      const { nodeRegistry } = assembly.contracts;
      proposal = await assembly.propose("IT", "# Suspend a validator, by keys of offices", [
        assembly.call(nodeRegistry, "suspendNode", [nodeId(2)]),
      ]);
      await assembly.letPass(2);
      await session().indexIsBack();
    });
    after(() => {
      fs.rmSync(folder, { recursive: true, force: true });
    });

    const voteOf = async (code: string): Promise<unknown> => {
      const { votes } = await session().index.ask<{ votes: unknown[] }>(
        "query ($id: BigInt!, $code: String!) { votes(where: { proposal_: { proposalId: $id }, member_: { code: $code } }) { support way reason } }",
        { id: String(proposal.id), code },
      );
      return votes[0] ?? null;
    };

    async function appoint(mandates: MandatesPage, name: string, kind: string): Promise<void> {
      await mandates.expectProven();
      await new Wallet(mandates.page).actAs(`Mandate key of ${name}`);
      await mandates.appointButton.click();
      await expect(mandates.key(kind)).toContainText("Active");
      await expectAccessible(mandates.page);
    }

    async function prepareVote(
      detail: ProposalPage,
      key: RegExp,
      choice: Choice,
    ): Promise<DetachedSignature> {
      await detail.open(proposal.path);
      await detail.votingWay(elsewhere);
      const which = detail.vote.getByRole("combobox", { name: "Which key?" });
      const option = which.getByRole("option").filter({ hasText: key });
      await which.selectOption(await option.getAttribute("value"));
      await detail.vote.getByRole("radio", { name: new RegExp(`^${choice}`) }).check();
      return new DetachedSignature(detail.vote);
    }

    it("a P-256 key is shown, proven with openssl, appointed, and votes through the relayer", async () => {
      const publicKey = await make("p256", curve("prime256v1"));
      await session().visit(async (page) => {
        const mandates = new MandatesPage(page);
        await mandates.openOf("HR");
        await mandates.kind(elsewhere);
        await mandates.prepareButton.click();
        await expect(mandates.publicKey).toHaveAccessibleDescription(
          /Give the public key or the certificate\./,
        );
        await mandates.publicKey.fill(publicKey);
        await expect(mandates.form).toContainText("P-256 key, 256 bits");
        await mandates.form.getByText("Compare it where the key is", { exact: true }).click();
        const compare = mandates.form.getByRole("code").filter({ hasText: "dgst -sha256" });
        const fingerprint = await runInTerminal(`cd '${at("p256")}'\n${await compare.innerText()}`);
        await expect(mandates.form).toContainText(fingerprint.trim().split(" ").at(-1)!);
        await mandates.prepareButton.click();
        const { detached } = mandates;
        await detached.signature.fill(await detached.sign(at("p256")));
        await expectAccessible(page);
        await detached.handIn("Check the signature");
        await appoint(mandates, "Croatia", "P-256 key");
      });
      await session().visit(async (page) => {
        const detail = new ProposalPage(page);
        const detached = await prepareVote(detail, /Croatia · P-256 key/, "Against");
        await detail.vote.getByRole("textbox", { name: /^Reason/ }).fill("It’s too early.");
        await detail.vote.getByRole("button", { name: "Prepare the ballot for signing" }).click();
        await expect(detail.vote).toContainText("You are signing: Croatia votes Against.");
        await detached.signature.fill(await detached.sign(at("p256")));
        await expectAccessible(page);
        await detached.handIn("Check the signature and hand the ballot in");
        await expect(detail.vote).toContainText(counted, relayed);
        await expect(detail.vote).toContainText("Croatia voted: Against.");
      });
      assert.deepEqual(await voteOf("HR"), {
        support: "AGAINST",
        way: "SIGNATURE",
        reason: "It’s too early.",
      });
    });

    it("an RSA seal is taken out of its certificate, and signs files", async () => {
      await make("seal", "openssl genrsa -out key.pem 2048");
      await runInTerminal(
        `cd '${at("seal")}' && openssl req -x509 -new -key key.pem -subj '/CN=Seal of an office' -days 1 -out certificate.pem`,
      );
      await session().visit({ theme: "dark", width: 390 }, async (page) => {
        const mandates = new MandatesPage(page);
        await mandates.openOf("BG");
        await mandates.kind(elsewhere);
        await mandates.publicKeyFile.setInputFiles(at("seal", "certificate.pem"));
        await expect(mandates.form).toContainText("RSA seal, 2,048 bits");
        await expect(mandates.form).toContainText("Only the key of the certificate counts.");
        await mandates.prepareButton.click();
        const { detached } = mandates;
        await detached.sign(at("seal"));
        await detached.signatureFile.setInputFiles(at("seal", "signature.bin"));
        await expectAccessible(page);
        await detached.handIn("Check the signature");
        await appoint(mandates, "Bulgaria", "RSA seal");

        const detail = new ProposalPage(page);
        const vote = await prepareVote(detail, /Bulgaria · RSA seal/, "In favour");
        await detail.vote.getByRole("button", { name: "Prepare the ballot for signing" }).click();
        await vote.signature.fill(await vote.sign(at("seal")));
        await expectAccessible(page);
        await vote.handIn("Check the signature and hand the ballot in");
        await expect(detail.vote).toContainText(counted, relayed);
      });
      assert.deepEqual(await voteOf("BG"), { support: "FOR", way: "SIGNATURE", reason: "" });
    });

    it("a private key is taken off the page at once, and its owner is told what to do", async () => {
      await session().visit(async (page) => {
        const mandates = new MandatesPage(page);
        await mandates.openOf("HR");
        await mandates.kind(elsewhere);
        await mandates.publicKey.fill(fs.readFileSync(at("p256", "key.pem"), "utf8"));
        await expect(mandates.form).toContainText("This was a private key");
        await expect(mandates.form).toContainText("destroy the key");
        await expect(mandates.publicKey).toHaveValue("");
        await mandates.publicKeyFile.setInputFiles(at("seal", "key.pem"));
        await expect(mandates.form).toContainText("This was a private key");
        await expect(mandates.publicKeyFile).toHaveValue("");
        await expectAccessible(page);
        const kept = await page.evaluate(() => JSON.stringify([localStorage, sessionStorage]));
        assert.doesNotMatch(kept, /PRIVATE/);
      });
    });

    it("keys that no contract verifies, and signatures that none would take, are refused with the reason", async () => {
      const keys: [key: string, why: string][] = [
        [await make("p384", curve("secp384r1")), "This key lies on the curve P-384"],
        [
          await make("exponent", "openssl genrsa -3 -out key.pem 2048"),
          "This RSA key has the exponent 3, and only 65537 is taken",
        ],
        [
          await make("short", "openssl genrsa -out key.pem 1024"),
          "This RSA key has 1,024 bits, and at least 2,048 are needed.",
        ],
        ["-----BEGIN PUBLIC KEY-----\nMFkw", "This is neither a public key nor a certificate."],
      ];
      const right = await make("right", curve("prime256v1"));
      await make("other", curve("prime256v1"));
      await session().visit(async (page) => {
        const mandates = new MandatesPage(page);
        const { detached } = mandates;
        await mandates.openOf("HR");
        await mandates.kind(elsewhere);
        for (const [key, why] of keys) {
          await mandates.publicKey.fill(key);
          await expect(mandates.publicKey).toHaveAccessibleDescription(new RegExp(why));
        }
        await mandates.publicKey.fill(right);
        await mandates.prepareButton.click();
        const refused = async (signature: string, why: RegExp) => {
          await detached.signature.fill(signature);
          await detached.handIn("Check the signature");
          await expect(detached.signature).toHaveAccessibleDescription(why);
        };
        await refused("", /Paste the signature/);
        await refused("signed", /This is no signature/);
        await refused(await detached.sign(at("other")), /This key did not sign this digest/);
        const hashed = (commands: string) =>
          commands.replace(
            /openssl pkeyutl.*/,
            "openssl dgst -sha256 -sign key.pem -out signature.bin digest.bin",
          );
        await refused(await detached.sign(at("right"), hashed), /over the SHA-256 of digest\.bin/);
        await expectAccessible(page);
        await detached.signature.fill(await detached.sign(at("right")));
        await detached.handIn("Check the signature");
        await mandates.expectProven();
        // Other days are another digest: what was signed does not stand for them.
        await mandates.form.getByLabel("Last day").fill("2099-12-31");
        await expect(detached.commands).toBeHidden();
      });
    });
  });
}
