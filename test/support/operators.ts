import { keccak256, numberToHex, slice, toBytes, type Hex } from "viem";
import type { PrivateKeyAccount } from "viem/accounts";

import { nodeRegistrationTypedData } from "../../deploy/typed-data.ts";
import { callOf, chainId, day, type Body, type Call } from "./body.ts";
import { testKey } from "./members.ts";

export const NodeKind = { validator: 0, boot: 1, observer: 2, bridge: 3 } as const;
export const NodeStatus = {
  none: 0,
  pending: 1,
  active: 2,
  suspended: 3,
  retired: 4,
  standby: 5,
  quarantined: 6,
} as const;

export const organisationId = (identifier: string): Hex => keccak256(toBytes(identifier));

export const operator = {
  identifier: "TEST-OPERATOR",
  name: "Operator of the tests (fictitious)",
  id: organisationId("TEST-OPERATOR"),
  administrator: testKey(900),
} as const;

/** Key of a node; the register wants its public key in 64 bytes. */
export interface NodeKey {
  account: PrivateKeyAccount;
  publicKey: Hex;
  id: Hex;
}

export function nodeKey(number: number): NodeKey {
  const account = testKey(30_000 + number);
  const publicKey = slice(account.publicKey, 1);
  return { account, publicKey, id: keccak256(publicKey) };
}

export const registerOperator = ({ contracts }: Body): Call =>
  callOf(contracts.organisationRegistry, "registerOrganisation", [
    operator.identifier,
    operator.name,
    operator.administrator.address,
  ]);

export async function registerNode(
  { chain, contracts }: Body,
  key: NodeKey,
  kind: number = NodeKind.validator,
): Promise<Hex> {
  const { nodeRegistry } = contracts;
  const deadline = (await chain.now()) + day;
  const proof = await key.account.signTypedData(
    nodeRegistrationTypedData(chainId, nodeRegistry.address, {
      organisation: operator.id,
      network: BigInt(chainId),
      kind,
      node: key.id,
      nonce: await chain.read(nodeRegistry, "nonce", [key.id]),
      deadline,
    }),
  );
  const { address } = operator.administrator;
  await chain.impersonate(address);
  return chain.send(address, nodeRegistry, "registerNode", [
    operator.id,
    BigInt(chainId),
    kind,
    key.publicKey,
    "validator-5.example",
    30303,
    deadline,
    proof,
  ]);
}

/** A monitor says that it heard nothing of a node in as many blocks as hold eight turns of each validator. */
export async function reportSilence(
  { chain, contracts }: Body,
  monitor: Hex,
  node: Hex,
): Promise<Hex> {
  const turns = 8;
  const blocks = BigInt(turns) * (await chain.read(contracts.validatorSet, "validatorCount", []));
  await chain.request("hardhat_mine", numberToHex(blocks));
  const last = await chain.client.getBlockNumber();
  return chain.send(monitor, contracts.nodeMonitoring, "reportLiveness", [
    node,
    last - blocks + 1n,
    last,
    turns,
    0,
  ]);
}
