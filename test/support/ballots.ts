import type { Address, Hash, Hex, LocalAccount } from "viem";
import { hashTypedData, numberToHex } from "viem";

import { memberBallotTypedData, type MemberBallot } from "../../deploy/typed-data.ts";
import { chainId, day, Support, type Body, type SupportName } from "./body.ts";
import type { TestSigner } from "./keys.ts";

export const BallotOutcome = { notTried: 0, counted: 1, refused: 2 } as const;

/** A ballot as `ICouncil.castByBallot` takes it. */
export interface SignedBallot {
  member: Address;
  support: number;
  deadline: number;
  reason: string;
  signer: Hex;
  signature: Hex;
}

/** What a test gives instead of what is right. */
export interface BallotChanges extends Partial<MemberBallot> {
  name?: string;
  chainId?: number;
  council?: Address;
}

/** The typed data of a ballot; `changes` say what is signed instead of what is brought. */
export async function ballotTypedData(
  body: Body,
  proposalId: bigint,
  index: number,
  support: SupportName | number,
  changes: BallotChanges = {},
) {
  const { name, chainId: chain = chainId, council, ...message } = changes;
  const signedFor = name ?? (await body.chain.read(body.contracts.council, "name", []));
  return memberBallotTypedData(signedFor, chain, council ?? body.contracts.council.address, {
    proposalId,
    actionHash: numberToHex(proposalId, { size: 32 }),
    support: typeof support === "number" ? support : Support[support],
    reason: "",
    member: body.member(index).account,
    deadline: (await body.chain.now()) + day,
    ...message,
  });
}

/** A ballot of the member at `index`, signed by its representative unless another key is given. */
export async function signedBallot(
  body: Body,
  proposalId: bigint,
  index: number,
  support: SupportName | number,
  changes: BallotChanges = {},
  key: LocalAccount = body.member(index).representative,
): Promise<SignedBallot> {
  const typedData = await ballotTypedData(body, proposalId, index, support, changes);
  const { member, deadline, reason, support: value } = typedData.message;
  const signature = await key.signTypedData(typedData);
  return { member, support: value, deadline, reason, signer: key.address, signature };
}

/** A ballot for the member at `index` that a signer of ERC-7913 signs. */
export async function keyBallot(
  body: Body,
  proposalId: bigint,
  index: number,
  support: SupportName | number,
  { signer, sign }: TestSigner,
): Promise<SignedBallot> {
  const typedData = await ballotTypedData(body, proposalId, index, support);
  const { member, deadline, reason, support: value } = typedData.message;
  const signature = sign(hashTypedData(typedData));
  return { member, support: value, deadline, reason, signer, signature };
}

/** Brings ballots from an account that has nothing to do with the body. */
export const castByBallot = async (
  body: Body,
  proposalId: bigint,
  ballots: readonly SignedBallot[],
): Promise<Hash> =>
  body.chain.send(await courier(body), body.contracts.council, "castByBallot", [
    proposalId,
    ballots,
  ]);

/** What became of each ballot, without bringing them; with `gas` only as far as it goes. */
export async function outcomesOf(
  body: Body,
  proposalId: bigint,
  ballots: readonly SignedBallot[],
  gas?: bigint,
): Promise<readonly number[]> {
  const { result } = await body.chain.client.simulateContract({
    ...body.contracts.council,
    functionName: "castByBallot",
    args: [proposalId, ballots],
    account: await courier(body),
    ...(gas === undefined ? {} : { gas }),
  });
  return result;
}

async function courier({ chain }: Body): Promise<Address> {
  const account = "0x00000000000000000000000000000000c0c0c0c0";
  await chain.impersonate(account);
  return account;
}
