import {
  type Address,
  BaseError,
  ContractFunctionRevertedError,
  ContractFunctionZeroDataError,
  getAddress,
  isAddressEqual,
} from "viem";
import * as z from "zod";

import { registryProxyAbi } from "#generated/contracts/RegistryProxy.ts";

import { sources } from "../sources.ts";
import { json, notFound, operation, readProblems } from "./operation.ts";
import { collection, collectionShape, type PageAsked, pageOf, pageQuery } from "./paging.ts";
import { Problem } from "./problem-of.ts";
import { address, hash, href } from "./shapes.ts";

const root = "/trusted-contracts-registry/v1";
const tag = "Trusted Contracts Registry v1";

export const listContracts = operation({
  id: "listTrustedContracts",
  method: "get",
  path: `${root}/contracts`,
  tag,
  summary: "List the contracts that a body can upgrade: the registries of this network.",
  query: z.object(pageQuery),
  answers: {
    "200": json(collectionShape(z.object({ address, href })), "A page of contracts."),
    ...readProblems,
  },
});

export const getContract = operation({
  id: "getTrustedContract",
  method: "get",
  path: `${root}/contracts/{address}`,
  tag,
  summary: "Give a contract: who deployed it, and when.",
  pathParameters: z.object({ address }),
  answers: {
    "200": json(
      z.object({
        address,
        deployer: address.nullable().describe("Null for a contract of the first block."),
        deploymentTimestamp: z.iso
          .datetime()
          .nullable()
          .describe("Null for a contract of the first block."),
        isActive: z.boolean().describe("Whether there is an implementation behind it."),
        issuerDID: z.string().nullable().describe("Null: no DID stands for a body."),
        templateId: z.string().nullable().describe("Null: there are no templates."),
      }),
      "The contract.",
    ),
    "404": notFound,
    ...readProblems,
  },
});

export const listTemplates = operation({
  id: "listContractTemplates",
  method: "get",
  path: `${root}/templates`,
  tag,
  summary: "List the templates of contracts. There is no marketplace yet, and so there are none.",
  query: z.object(pageQuery),
  answers: {
    "200": json(collectionShape(z.object({ id: hash, href })), "A page of templates."),
    ...readProblems,
  },
});

export const getTemplate = operation({
  id: "getContractTemplate",
  method: "get",
  path: `${root}/templates/{id}`,
  tag,
  summary: "Give a template of contracts. There is no marketplace yet, and so there are none.",
  pathParameters: z.object({ id: hash }),
  answers: { "404": notFound, ...readProblems },
});

/** Ours that stand behind a `RegistryProxy`: it, and nothing else, answers what it runs. */
async function proxies(): Promise<{ address: Address; implementation: Address }[]> {
  const { chain, deployment } = await sources();
  const all = [...new Set(Object.values(deployment.addresses))];
  const found = await Promise.all(
    all.map(async (address) => {
      try {
        const implementation = await chain.readContract({
          address,
          abi: registryProxyAbi,
          functionName: "implementation",
        });
        return [{ address: getAddress(address), implementation }];
      } catch (error) {
        if (isNoProxy(error)) return [];
        throw error;
      }
    }),
  );
  return found.flat();
}

/** A contract without that function reverts, or answers nothing. */
function isNoProxy(error: unknown): boolean {
  return (
    error instanceof BaseError &&
    error.walk(
      (cause) =>
        cause instanceof ContractFunctionRevertedError ||
        cause instanceof ContractFunctionZeroDataError,
    ) !== null
  );
}

export async function readContracts(url: URL, query: PageAsked) {
  const { items, total } = pageOf(await proxies(), query);
  return collection(url, query, {
    items: items.map(({ address }) => ({
      address,
      href: `${url.origin}${root}/contracts/${address}`,
    })),
    total,
  });
}

export async function readContract(asked: string) {
  const contract = (await proxies()).find(({ address }) =>
    isAddressEqual(address, asked as Address),
  );
  if (!contract)
    throw new Problem(
      404,
      "The contract is none of the registries.",
      `Take one of ${root}/contracts.`,
    );
  const { chain } = await sources();
  const [code, [first]] = await Promise.all([
    chain.getCode({ address: contract.implementation }),
    // A proxy says for the first time what it runs when it is made.
    chain.getContractEvents({
      address: contract.address,
      abi: registryProxyAbi,
      eventName: "Upgraded",
      fromBlock: 0n,
      toBlock: "latest",
    }),
  ]);
  const deployment = first ? await deploymentOf(first) : null;
  return {
    address: contract.address,
    deployer: deployment?.deployer ?? null,
    deploymentTimestamp: deployment?.time ?? null,
    isActive: code !== undefined && code !== "0x",
    issuerDID: null,
    templateId: null,
  };
}

async function deploymentOf({
  transactionHash,
  blockNumber,
}: {
  transactionHash: `0x${string}`;
  blockNumber: bigint;
}) {
  const { chain } = await sources();
  const [{ from }, { timestamp }] = await Promise.all([
    chain.getTransaction({ hash: transactionHash }),
    chain.getBlock({ blockNumber }),
  ]);
  return { deployer: getAddress(from), time: new Date(Number(timestamp) * 1000).toISOString() };
}

export function readTemplates(url: URL, query: PageAsked) {
  return collection(url, query, pageOf([], query));
}

export function noTemplate(): Problem {
  return new Problem(
    404,
    "There is no such template.",
    "There is no marketplace of contracts on this network yet.",
  );
}
