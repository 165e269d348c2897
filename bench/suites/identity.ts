import ethrDidRegistry from "ethr-did-registry";
import { network } from "hardhat";
import {
  encodeFunctionData,
  encodePacked,
  keccak256,
  numberToHex,
  stringToHex,
  type Abi,
  type Address,
  type Hex,
} from "viem";
import { privateKeyToAddress, sign } from "viem/accounts";

import { identityRegistryAbi } from "../../generated/contracts/IdentityRegistry.ts";
import { ratio, type Result } from "../result.ts";

const { EthereumDIDRegistry: published } = ethrDidRegistry;

const suite = "identity";
const validity = 86_400n;
const veriKey = stringToHex("veriKey", { size: 32 });
const keyName = stringToHex("did/pub/Secp256k1/veriKey/hex", { size: 32 });
const serviceName = stringToHex("did/svc/HubService", { size: 32 });
const publicKey: Hex = `0x02${"b9".repeat(32)}`;
const service = stringToHex("https://hub.example.eu/identities/0123456789abcdef");
const delegate: Address = "0x1111111111111111111111111111111111111111";
const newOwner: Address = "0x2222222222222222222222222222222222222222";

/** An operation of ERC-1056: what follows the identity in its arguments, and what its signature packs. */
interface Operation {
  functionName: string;
  types: string[];
  values: unknown[];
}

const operations: Operation[] = [
  { functionName: "changeOwner", types: ["address"], values: [newOwner] },
  {
    functionName: "addDelegate",
    types: ["bytes32", "address", "uint256"],
    values: [veriKey, delegate, validity],
  },
  { functionName: "revokeDelegate", types: ["bytes32", "address"], values: [veriKey, delegate] },
  {
    functionName: "setAttribute",
    types: ["bytes32", "bytes", "uint256"],
    values: [keyName, publicKey, validity],
  },
  { functionName: "revokeAttribute", types: ["bytes32", "bytes"], values: [keyName, publicKey] },
  {
    functionName: "setAttribute",
    types: ["bytes32", "bytes", "uint256"],
    values: [serviceName, service, validity],
  },
];

/**
 * Gas of each operation of ERC-1056 in our register and in the published contract, on the same chain, by the same accounts: as the first
 * change of an identity and as a later one, by its owner and by the owner's signature.
 */
export async function identity(): Promise<Result[]> {
  const connection = await network.create();
  try {
    const [sender] = await connection.viem.getWalletClients();
    if (!sender) throw new Error("The chain has no account.");
    const client = await connection.viem.getPublicClient();
    const ours = await connection.viem.deployContract("IdentityRegistry");
    const { contractAddress } = await client.waitForTransactionReceipt({
      hash: await sender.deployContract({
        abi: published.abi as Abi,
        bytecode: published.bytecode as Hex,
      }),
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

    const call = ({ functionName, values }: Operation, of: Address) =>
      encodeFunctionData({ abi: identityRegistryAbi, functionName, args: [of, ...values] });

    const byOwner = async (registry: Address, key: Hex, operation: Operation, later: boolean) => {
      const address = privateKeyToAddress(key);
      const prepare: Operation = {
        functionName: "setAttribute",
        types: [],
        values: [keyName, publicKey, validity],
      };
      if (later) await used(address, registry, call(prepare, address));
      return used(address, registry, call(operation, address));
    };

    const bySignature = async (registry: Address, key: Hex, operation: Operation) => {
      const address = privateKeyToAddress(key);
      const { functionName, types, values } = operation;
      const hash = keccak256(
        encodePacked(
          ["bytes2", "address", "uint256", "address", "string", ...types],
          ["0x1900", registry, 0n, address, functionName, ...values],
        ),
      );
      const { r, s, yParity } = await sign({ hash, privateKey: key });
      const data = encodeFunctionData({
        abi: identityRegistryAbi,
        functionName: `${functionName}Signed`,
        args: [address, 27 + yParity, r, s, ...values],
      });
      return used(sender.account.address, registry, data);
    };

    const results: Result[] = [];
    for (const operation of operations) {
      const what =
        operation.values[0] === serviceName
          ? `${operation.functionName} (service)`
          : operation.functionName;
      /** With the same key on both, as zero bytes in the data of a call are cheaper. */
      const row = async (how: string, gas: (registry: Address, key: Hex) => Promise<number>) => {
        const id = `${what}, ${how}`;
        const key = keccak256(stringToHex(id));
        results.push(
          ratio({
            suite,
            id,
            unit: "gas",
            ours: await gas(ours.address, key),
            peer: await gas(contractAddress, key),
            goal: 1,
          }),
        );
      };
      await row("first change of an identity", (registry, key) =>
        byOwner(registry, key, operation, false),
      );
      await row("later change of an identity", (registry, key) =>
        byOwner(registry, key, operation, true),
      );
      await row("by signature", (registry, key) => bySignature(registry, key, operation));
    }
    return results;
  } finally {
    await connection.close();
  }
}
