import { parseDid } from "@foedus/client";
import { decodeFunctionData } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { expect, it } from "vitest";

import { didRegistryAbi } from "#generated/contracts/DidRegistry.ts";
import { addressesDouble } from "#lib/chain/chain-double.ts";

import { insertDidCall, keyOf, keyStatement, newDid } from "./insert-did-call.ts";

const account = privateKeyToAccount(generatePrivateKey());

it("finds the wallet's public key by what it signed", async () => {
  const statement = keyStatement(newDid(), 31337);
  const signature = await account.signTypedData(
    statement as Parameters<typeof account.signTypedData>[0],
  );
  await expect(keyOf(statement, signature, account.address)).resolves.toBe(account.publicKey);
  const stranger = privateKeyToAccount(generatePrivateKey()).address;
  await expect(keyOf(statement, signature, stranger)).resolves.toBeNull();
  await expect(keyOf(statement, "0x12", account.address)).resolves.toBeNull();
});

it("inserts the document of a new DID with that key", () => {
  const did = newDid();
  expect(parseDid(did)).toBe(did);
  const { to, data } = insertDidCall(addressesDouble.DidRegistry, did, account.publicKey, {
    from: 10,
    until: 20,
  });
  expect(to).toBe(addressesDouble.DidRegistry);
  const { functionName, args } = decodeFunctionData({ abi: didRegistryAbi, data });
  expect(functionName).toBe("insertDidDocument");
  expect(args.slice(0, 1)).toEqual([did]);
  expect(JSON.parse(args[1] as string)).toHaveProperty("@context");
  expect(args[2]).toMatch(/^[\w-]{43}$/);
  expect(args.slice(3)).toEqual([account.publicKey, true, 10n, 20n]);
});
