import {
  encodeFunctionData,
  pad,
  type Abi,
  type ContractFunctionArgs,
  type ContractFunctionName,
  type EncodeFunctionDataParameters,
  type Hash,
  type LocalAccount,
} from "viem";

import { keyBallot, signedBallot } from "./ballots.ts";
import { callOf, day, Support, type Body, type Proposal, type SupportName } from "./body.ts";
import type { Contract } from "./chain.ts";
import { p256Signer, passkeySigner, sealSigner } from "./keys.ts";
import { testKey } from "./members.ts";

/** Sends with a signature of the key itself, so that the block holds a transaction that everybody can trace to it. */
export async function sendSigned<
  const abi extends Abi,
  name extends ContractFunctionName<abi, "nonpayable" | "payable">,
>(
  { chain }: Body,
  key: LocalAccount,
  contract: Contract<abi>,
  functionName: name,
  args: ContractFunctionArgs<abi, "nonpayable" | "payable", name>,
): Promise<Hash> {
  await chain.request("hardhat_setBalance", key.address, "0xd3c21bcecceda1000000");
  const { abi, address } = contract;
  const serialized = await key.signTransaction({
    type: "eip1559",
    chainId: await chain.client.getChainId(),
    nonce: await chain.client.getTransactionCount({ address: key.address }),
    to: address,
    data: encodeFunctionData({ abi, functionName, args } as EncodeFunctionDataParameters),
    gas: 5_000_000n,
    maxFeePerGas: 10n ** 11n,
    maxPriorityFeePerGas: 1n,
  });
  const hash = (await chain.request("eth_sendRawTransaction", serialized)) as Hash;
  const { status } = await chain.receipt(hash);
  if (status !== "success") throw new Error(`${functionName} was refused.`);
  return hash;
}

/** Places of the members that vote in each way, in a body of at least nine; the rest vote in person or stay silent. */
export const voting = {
  inPerson: 0,
  carrier: 1,
  carried: 2,
  bySignature: 3,
  byP256: 4,
  byPasskey: 5,
  bySeal: 6,
  against: 7,
  silent: 8,
} as const;

/** Appoints the keys and gives the proxy, before the proposal is made. */
export async function prepareVoters(body: Body) {
  const verifiers = await body.chain.read(body.contracts.memberRegistry, "verifiers", []);
  const keys = {
    p256: p256Signer(verifiers.p256),
    passkey: passkeySigner(verifiers.passkey),
    seal: sealSigner(verifiers.seal),
  };
  await body.appointKey(body.member(voting.byP256), keys.p256);
  await body.appointKey(body.member(voting.byPasskey), keys.passkey);
  await body.appointKey(body.member(voting.bySeal), keys.seal);
  await body.chain.send(
    body.member(voting.carried).mandate.address,
    body.contracts.memberRegistry,
    "giveProxy",
    [
      body.member(voting.carried).account,
      body.member(voting.carrier).account,
      (await body.chain.now()) + 30 * day,
      0n,
    ],
  );
  return keys;
}

type Keys = Awaited<ReturnType<typeof prepareVoters>>;

/** Proposes with a signature of the first member's representative, and waits until votes are taken. */
export async function proposeSigned(body: Body, description?: string): Promise<Proposal> {
  const { authority } = body.contracts;
  const draft = body.draft(
    [callOf(authority, "labelRole", [1n, "MEMBERSHIP"])],
    description ?? "# Label a role\n\nSo that people can read it — é, €, 𝔘.",
  );
  const [targets, values, calldatas] = draft.args;
  await sendSigned(body, body.member(0).representative, body.contracts.council, "propose", [
    targets,
    values,
    calldatas,
    draft.description,
  ]);
  await body.openVoting(draft.id);
  return draft;
}

/** Votes in every way that there is: in person, by proxy, by signatures of an account, of keys, and of a carrier. */
export async function voteInEveryWay(body: Body, { id }: Proposal, keys: Keys): Promise<void> {
  const { council } = body.contracts;
  const inPerson = async (index: number, support: SupportName, reason: string) =>
    sendSigned(body, body.member(index).representative, council, "castVoteWithReason", [
      id,
      Support[support],
      reason,
    ]);
  await inPerson(voting.inPerson, "for", "In person.");
  await sendSigned(
    body,
    body.member(voting.carrier).representative,
    council,
    "castVoteWithReasonAndParams",
    [id, Support.for, "Carried.", pad(body.member(voting.carried).account)],
  );
  await inPerson(voting.against, "against", "Against — “with quotes” & <tags>.");
  const ballots = [
    await signedBallot(body, id, voting.bySignature, "abstain", { reason: "Signed." }),
    await keyBallot(body, id, voting.byP256, "for", keys.p256),
    await keyBallot(body, id, voting.byPasskey, "for", keys.passkey),
  ];
  await sendSigned(body, testKey(77_777), council, "castByBallot", [id, ballots]);
  await sendSigned(body, testKey(77_777), council, "castByBallot", [
    id,
    [await keyBallot(body, id, voting.bySeal, "for", keys.seal)],
  ]);
}

/** Further members vote in favour in person until the vote is settled. */
export async function voteUntilSettled(body: Body, { id }: Proposal): Promise<void> {
  for (let index: number = voting.silent + 1; index < body.members.length; index += 1) {
    if ((await body.state(id)) !== "Active") return;
    await sendSigned(body, body.member(index).representative, body.contracts.council, "castVote", [
      id,
      Support.for,
    ]);
  }
}

/** Queues and executes an adopted proposal, each with a transaction of its own. */
export async function carryOut(body: Body, proposal: Proposal): Promise<void> {
  const { council } = body.contracts;
  const { representative } = body.member(0);
  if (await body.chain.read(council, "proposalNeedsQueuing", [proposal.id])) {
    await sendSigned(body, representative, council, "queue", proposal.args);
    await body.chain.goTo(Number(await body.chain.read(council, "proposalEta", [proposal.id])));
  }
  await sendSigned(body, representative, council, "execute", proposal.args);
}
