import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";

import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import {
  accountProofCommand,
  type AccountRegistration,
  accountTypedData,
  checkAccountProof,
} from "./account-proof.ts";

/** The command line, run as a person would run it: the page hands out its command and takes its output. */
const commandLine = resolve(import.meta.dirname, "../../../../../scripts/foedus/foedus.ts");
const run = promisify(execFile);

const key = generatePrivateKey();
const holder = privateKeyToAccount(key);
const now = Math.floor(Date.now() / 1000);
const deadline = now + 3600;
const registration: AccountRegistration = {
  organisation: `0x${"ab".repeat(32)}`,
  account: holder.address,
  nonce: 2n,
  registry: "0x5FbDB2315678afecb367f032d93F642f64180aa3",
  chainId: 31337,
};

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "foedus-account-key-"));
  await writeFile(join(folder, "key"), key, { mode: 0o600 });
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

async function printed(change: Partial<AccountRegistration> = {}, until = deadline) {
  const words = accountProofCommand({ ...registration, ...change }, until)
    .split(" ")
    .slice(5);
  return (await run(process.execPath, [commandLine, ...words], { cwd: folder })).stdout;
}

describe("foedus account proof", () => {
  it("prints what the page accepts", async () => {
    const result = await checkAccountProof(`$ ${await printed()}`, registration, now);
    expect(result).toMatchObject({
      ok: true,
      proof: { account: holder.address.toLowerCase(), deadline },
    });
  });

  it("says what is wrong and what to do, and never repeats the key", async () => {
    await writeFile(join(folder, "not-a-key"), "5".repeat(63));
    const words = accountProofCommand(registration, deadline).split(" ").slice(5);
    words[3] = "not-a-key";
    const failure = await run(process.execPath, [commandLine, ...words], { cwd: folder }).catch(
      (error: unknown) => (error as { stderr: string }).stderr,
    );
    expect(failure).toMatch(
      /does not hold an account's key.*\nRemedy: Give a file with the account/,
    );
    expect(failure).not.toContain("5".repeat(8));
    await expect(printed({}, now - 1)).rejects.toThrow(/has passed/);
    await expect(printed({ organisation: "0xab" })).rejects.toThrow(/the page "Accounts" gives/);
  });
});

describe("checkAccountProof", () => {
  const signed = async (change: Partial<AccountRegistration> = {}, until = deadline) => {
    const proof = await holder.signTypedData(
      accountTypedData({ ...registration, ...change }, until),
    );
    return JSON.stringify({ account: holder.address, deadline: until, proof });
  };

  it("accepts what a wallet signs in the browser", async () => {
    await expect(checkAccountProof(await signed(), registration, now)).resolves.toMatchObject({
      ok: true,
    });
  });

  it("writes the end of a signature as the contract expects it", async () => {
    const usual = await signed();
    const bare = usual.replace(/1[bc]"\}$/, (end) => (end.startsWith("1b") ? '00"}' : '01"}'));
    expect(bare).not.toBe(usual);
    const expected = await checkAccountProof(usual, registration, now);
    await expect(checkAccountProof(bare, registration, now)).resolves.toEqual(expected);
  });

  it.each<[Partial<AccountRegistration>]>([
    [{ organisation: `0x${"cd".repeat(32)}` }],
    [{ nonce: 1n }],
    [{ chainId: 7 }],
    [{ registry: "0x00000000000000000000000000000000000000aa" }],
  ])("refuses a signature over %o", async (change) => {
    await expect(checkAccountProof(await signed(change), registration, now)).resolves.toEqual({
      ok: false,
      problem: "wrong-signature",
    });
  });

  it("names the other problems", async () => {
    const check = (text: string, expected = registration) => checkAccountProof(text, expected, now);
    await expect(check(" ")).resolves.toMatchObject({ problem: "empty" });
    await expect(check("hello")).resolves.toMatchObject({ problem: "not-json" });
    await expect(check("{}")).resolves.toMatchObject({
      problem: "missing-field",
      field: "account",
    });
    const old = await signed({}, now - 5);
    await expect(check(old)).resolves.toEqual({
      ok: false,
      problem: "deadline-passed",
      deadline: now - 5,
    });
    const elsewhere = { ...registration, account: registration.registry };
    await expect(check(await signed(), elsewhere)).resolves.toMatchObject({
      problem: "other-account",
    });
    const broken = (await signed()).replace(/[0-9a-f]{2}"\}$/, 'ff"}');
    await expect(check(broken)).resolves.toMatchObject({ problem: "wrong-signature" });
  });
});
