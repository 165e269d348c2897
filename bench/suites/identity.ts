import { network } from "hardhat";
import { keccak256, numberToHex, stringToHex, type Address, type Hex } from "viem";
import { privateKeyToAddress } from "viem/accounts";

import {
  operationData,
  published,
  signedOperationData,
  signOperation,
  type Operation,
  type OperationName,
} from "../../test/support/erc1056.ts";
import { ratio, type Result } from "../result.ts";
import { didRegistryGrowth } from "./did-registry-growth.ts";
import { didResolution } from "./did-resolution.ts";

const suite = "identity";
const validity = 86_400n;
const veriKey = stringToHex("veriKey", { size: 32 });
const keyName = stringToHex("did/pub/Secp256k1/veriKey/hex", { size: 32 });
const serviceName = stringToHex("did/svc/HubService", { size: 32 });
const publicKey: Hex = `0x02${"b9".repeat(32)}`;
const service = stringToHex("https://hub.example.eu/identities/0123456789abcdef");
const delegate: Address = "0x1111111111111111111111111111111111111111";
const newOwner: Address = "0x2222222222222222222222222222222222222222";

const operations: { what?: string; name: OperationName; values: readonly unknown[] }[] = [
  { name: "changeOwner", values: [newOwner] },
  { name: "addDelegate", values: [veriKey, delegate, validity] },
  { name: "revokeDelegate", values: [veriKey, delegate] },
  { name: "setAttribute", values: [keyName, publicKey, validity] },
  { name: "revokeAttribute", values: [keyName, publicKey] },
  {
    what: "setAttribute of a service",
    name: "setAttribute",
    values: [serviceName, service, validity],
  },
];

/** What identities cost on the chain, and how fast they are read. */
export async function identity({ dids }: { dids: number }): Promise<Result[]> {
  return [
    ...(await erc1056Operations()),
    ...(await didRegistryGrowth()),
    ...(await didResolution(dids)),
  ];
}

/**
 * Gas of each operation of ERC-1056 in our register and in the published contract, on the same chain, by the same accounts: as the first
 * change of an identity and as a later one, by its owner and by the owner's signature.
 */
async function erc1056Operations(): Promise<Result[]> {
  const connection = await network.create();
  try {
    const [sender] = await connection.viem.getWalletClients();
    if (!sender) throw new Error("The chain has no account.");
    const client = await connection.viem.getPublicClient();
    const ours = await connection.viem.deployContract("IdentityRegistry");
    const { contractAddress } = await client.waitForTransactionReceipt({
      hash: await sender.deployContract(published),
    });
    if (!contractAddress) throw new Error("The published contract was not deployed.");

    const used = async (from: Address, to: Address, data: Hex): Promise<number> => {
      await connection.provider.request({ method: "hardhat_impersonateAccount", params: [from] });
      await connection.provider.request({
        method: "hardhat_setBalance",
        params: [from, numberToHex(10n ** 20n)],
      });
      const hash = (await connection.provider.request({
        method: "eth_sendTransaction",
        params: [{ from, to, data }],
      })) as Hex;
      const { status, gasUsed } = await client.getTransactionReceipt({ hash });
      if (status !== "success") throw new Error(`${data.slice(0, 10)} reverted.`);
      return Number(gasUsed);
    };

    const byOwner = async (registry: Address, key: Hex, operation: Operation) =>
      used(operation.identity, registry, operationData(operation));

    const later = async (registry: Address, key: Hex, operation: Operation) => {
      const { identity } = operation;
      const values = [keyName, publicKey, validity];
      await byOwner(registry, key, { name: "setAttribute", identity, values });
      return byOwner(registry, key, operation);
    };

    const bySignature = async (registry: Address, key: Hex, operation: Operation) => {
      const signature = await signOperation(registry, 0n, operation, key);
      return used(sender.account.address, registry, signedOperationData(operation, signature));
    };

    const results: Result[] = [];
    for (const { what, name, values } of operations) {
      for (const [how, gas] of [
        ["first change of an identity", byOwner],
        ["later change of an identity", later],
        ["by signature", bySignature],
      ] as const) {
        const id = `${what ?? name}, ${how}`;
        // The same key for both, as zero bytes in the data of a call are cheaper.
        const key = keccak256(stringToHex(id));
        const operation = { name, identity: privateKeyToAddress(key), values };
        results.push(
          ratio({
            suite,
            id,
            unit: "gas",
            ours: await gas(ours.address, key, operation),
            peer: await gas(contractAddress, key, operation),
            goal: 1,
          }),
        );
      }
    }
    return results;
  } finally {
    await connection.close();
  }
}
