import { describe, expect, it } from "vitest";

import type { ContractReader } from "#lib/chain/contract-views.ts";

import { agreementId, fundingNonce } from "./agreement.ts";
import { context, draft, payer } from "./draft-double.ts";
import { makeAgreement } from "./make-agreement.ts";
import type { PaymentKind } from "./payment-draft.ts";
import { type Fate, readFate } from "./read-fate.ts";
import { contractOf, type SignedAgreement } from "./statements.ts";

const chainId = 4711;

function signed(kind: PaymentKind): SignedAgreement {
  const made = makeAgreement(draft(kind, { deposit: "10" }), context);
  if (!made.made) throw new Error("The draft is not complete.");
  const { agreement, bringBy } = made;
  const contract = contractOf(agreement, context.addresses);
  return { chainId, contract, agreement, bringBy, signature: "0x" };
}

/** A chain that answers these views, about this agreement alone. */
async function fateOf(kind: PaymentKind, answers: Record<string, unknown>): Promise<Fate> {
  const given = signed(kind);
  const id = agreementId(given.agreement, chainId, given.contract);
  const readContract = ({ functionName, args }: { functionName: string; args: unknown[] }) => {
    expect(args).toEqual(functionName === "authorizationState" ? [payer, fundingNonce(id)] : [id]);
    return Promise.resolve(answers[functionName]);
  };
  return readFate({ readContract } as unknown as ContractReader, given);
}

describe("the fate of a signature", () => {
  it.each([
    ["open", 0, false],
    ["taken-back", 0, true],
    ["brought", 1, true],
  ] as const)("is %s by the agreement and the nonce", async (fate, state, authorizationState) => {
    const payment = { phase: state };
    const stream = { status: state };
    expect(await fateOf("one-off", { payment, authorizationState })).toBe(fate);
    expect(await fateOf("stream", { stream, authorizationState })).toBe(fate);
  });

  it("is brought where the payer paid by a transaction, and the nonce is left", async () => {
    const answers = { payment: { phase: 1 }, authorizationState: false };
    expect(await fateOf("milestones", answers)).toBe("brought");
  });

  it.each([
    ["open", { status: 0, end: 0 }],
    ["brought", { status: 1, end: 9 }],
    ["brought", { status: 2, end: 9 }],
    ["taken-back", { status: 2, end: 0 }],
  ] as const)("of a subscription is %s by its state", async (fate, subscription) => {
    expect(await fateOf("subscription", { subscription })).toBe(fate);
  });
});
