import {
  encodeAbiParameters,
  encodeFunctionData,
  hashTypedData,
  type Hex,
  keccak256,
  parseAbiParameters,
  stringToHex,
} from "viem";

import { councilAbi } from "#generated/contracts/Council.ts";
import { memberBallotTypedData } from "#generated/typed-data.ts";
import { type Support, supports } from "#lib/features/proposals/eligibility.ts";
import type { Proposal } from "#lib/features/proposals/proposal.ts";

import type { SignedBallot } from "./ballot.ts";

/** What a member's representative decides by signing. */
export interface BallotChoice {
  /** Account id of the member whose vote it is. */
  member: Hex;
  support: Support;
  reason: string;
  /** Last second in which the ballot counts. */
  deadline: number;
}

type Shown = Pick<Proposal, "proposalId" | "calls" | "description" | "body">;

/** Hash of calls and description as the page shows them, which is the id under which the Council knows the proposal. */
export function actionHash({ calls, description }: Pick<Shown, "calls" | "description">): Hex {
  return keccak256(
    encodeAbiParameters(parseAbiParameters("address[], uint256[], bytes[], bytes32"), [
      calls.map(({ target }) => target),
      calls.map(({ value }) => value),
      calls.map(({ calldata }) => calldata),
      keccak256(stringToHex(description)),
    ]),
  );
}

/** What is signed. Null when the page shows something else than the proposal that has this id: nobody should sign that. */
export function ballotStatement(proposal: Shown, chainId: number, choice: BallotChoice) {
  const hash = actionHash(proposal);
  if (BigInt(hash) !== proposal.proposalId) return null;
  return memberBallotTypedData(proposal.body.name, chainId, proposal.body.address, {
    proposalId: proposal.proposalId,
    actionHash: hash,
    support: supports.indexOf(choice.support),
    reason: choice.reason,
    member: choice.member,
    deadline: choice.deadline,
  });
}

/** The 32 bytes that a passkey signs. */
export function digestOf(statement: NonNullable<ReturnType<typeof ballotStatement>>): Hex {
  return hashTypedData(statement);
}

/** The ballot as anybody may bring it. */
export function signedBallot(
  { proposalId, body }: Shown,
  choice: BallotChoice,
  signer: Hex,
  signature: Hex,
): SignedBallot {
  return {
    council: body.address,
    proposalId: String(proposalId),
    support: supports.indexOf(choice.support) as SignedBallot["support"],
    reason: choice.reason,
    member: choice.member,
    deadline: choice.deadline,
    signer,
    signature,
  };
}

/** The transaction by which anybody brings a signed ballot. */
export function bringBallotCall(ballot: SignedBallot): { to: Hex; data: Hex } {
  const { council, proposalId, member, support, deadline, reason, signer, signature } = ballot;
  return {
    to: council,
    data: encodeFunctionData({
      abi: councilAbi,
      functionName: "castByBallot",
      args: [BigInt(proposalId), [{ member, support, deadline, reason, signer, signature }]],
    }),
  };
}
