import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { describe, expect, it } from "vitest";

import { nodeAddress } from "./enode.ts";
import {
  checkProof,
  proofCommand,
  type ProofExpectation,
  type Registration,
  registrationDigest,
} from "./registration-proof.ts";

const account = privateKeyToAccount(generatePrivateKey());
const publicKey: `0x${string}` = `0x${account.publicKey.slice(4)}`;
const registration: Registration = {
  organisation: `0x${"11".repeat(32)}`,
  network: 31337n,
  kind: "validator",
  nonce: 2n,
  registry: "0x5FbDB2315678afecb367f032d93F642f64180aa3",
  chainId: 31337,
};
const clock = 1_800_000_000;
const deadline = clock + 3600;

async function printed(
  change: Partial<Registration> = {},
  over: { deadline?: number; signer?: typeof account } = {},
) {
  const until = over.deadline ?? deadline;
  const hash = registrationDigest({ ...registration, ...change }, publicKey, until);
  const proof = await (over.signer ?? account).sign({ hash });
  return JSON.stringify({ publicKey, deadline: until, proof });
}

function expectation(change: Partial<ProofExpectation> = {}): ProofExpectation {
  return {
    registration,
    publicKey,
    clock,
    otherOrganisations: [`0x${"22".repeat(32)}`],
    otherNetworks: [7n],
    ...change,
  };
}

describe("checkProof", () => {
  it("accepts what the node's key signed over exactly these values", async () => {
    expect(await checkProof(await printed(), expectation())).toMatchObject({
      ok: true,
      output: { publicKey, deadline },
    });
  });

  it("finds the line when the terminal's prompt was copied along", async () => {
    const copied = `operator@be-3:~$ npm run foedus -- node proof\n\n${await printed()}\noperator@be-3:~$ `;
    expect(await checkProof(copied, expectation())).toMatchObject({ ok: true });
  });

  it.each([
    ["empty", "  "],
    ["not-json", "no proof"],
    ["not-json", "{ publicKey: 1 }"],
  ])("says %s", async (problem, text) => {
    expect(await checkProof(text, expectation())).toEqual({ ok: false, problem });
  });

  it.each(["publicKey", "deadline", "proof"] as const)("says that %s is missing", async (field) => {
    const fields = JSON.parse(await printed()) as Record<string, unknown>;
    expect(
      await checkProof(JSON.stringify({ ...fields, [field]: undefined }), expectation()),
    ).toEqual({
      ok: false,
      problem: "missing-field",
      field,
    });
  });

  it("says that the key is not the enode's", async () => {
    const expected: `0x${string}` = `0x${privateKeyToAccount(generatePrivateKey()).publicKey.slice(4)}`;
    expect(await checkProof(await printed(), expectation({ publicKey: expected }))).toEqual({
      ok: false,
      problem: "public-key-differs",
      given: publicKey,
      expected,
    });
  });

  it("says that the deadline has passed", async () => {
    const text = await printed({}, { deadline: clock });
    expect(await checkProof(text, expectation())).toEqual({
      ok: false,
      problem: "deadline-passed",
      deadline: clock,
      clock,
    });
  });

  it("says that the signature has a wrong length or form", async () => {
    const fields = JSON.parse(await printed()) as { proof: string };
    const short = JSON.stringify({ ...fields, proof: fields.proof.slice(0, -2) });
    expect(await checkProof(short, expectation())).toEqual({
      ok: false,
      problem: "signature-length",
      bytes: 64,
    });
    const garbage = JSON.stringify({ ...fields, proof: `0x${"ff".repeat(65)}` });
    expect(await checkProof(garbage, expectation())).toEqual({
      ok: false,
      problem: "signature-malformed",
    });
  });

  it("refuses the second form of a signature, as the register does", async () => {
    const fields = JSON.parse(await printed()) as { proof: string };
    const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
    const s = order - BigInt(`0x${fields.proof.slice(66, 130)}`);
    const v = fields.proof.endsWith("1b") ? "1c" : "1b";
    const proof = `${fields.proof.slice(0, 66)}${s.toString(16).padStart(64, "0")}${v}`;
    expect(await checkProof(JSON.stringify({ ...fields, proof }), expectation())).toEqual({
      ok: false,
      problem: "signature-malformed",
    });
  });

  it.each([
    [
      { organisation: `0x${"22".repeat(32)}` },
      { field: "organisation", signed: `0x${"22".repeat(32)}` },
    ],
    [{ kind: "boot" }, { field: "kind", signed: "boot" }],
    [{ network: 7n }, { field: "network", signed: 7n }],
    [{ nonce: 0n }, { field: "nonce", signed: 0n }],
  ] as const)("says which value was different: %o", async (change, different) => {
    expect(await checkProof(await printed(change), expectation())).toEqual({
      ok: false,
      problem: "signed-for-other",
      ...different,
    });
  });

  it("says who signed instead of the node", async () => {
    const signer = privateKeyToAccount(generatePrivateKey());
    expect(await checkProof(await printed({}, { signer }), expectation())).toEqual({
      ok: false,
      problem: "wrong-signer",
      recovered: signer.address.toLowerCase(),
      expected: nodeAddress(publicKey),
    });
  });
});

describe("proofCommand", () => {
  it("carries every value that the proof binds", () => {
    expect(proofCommand(registration, deadline, "/data/key")).toBe(
      `npm run --silent foedus -- node proof --key-file /data/key --organisation 0x${"11".repeat(32)} --network 31337 ` +
        `--kind validator --nonce 2 --registry 0x5FbDB2315678afecb367f032d93F642f64180aa3 --chain 31337 --deadline ${deadline}`,
    );
  });

  it("quotes a path that the shell would take apart", () => {
    expect(proofCommand(registration, deadline, "/my key's/file")).toContain(
      String.raw`--key-file '/my key'\''s/file'`,
    );
  });
});
