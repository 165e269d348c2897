import { recoverTypedDataAddress } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { describe, expect, it } from "vitest";

import { agreementId, fundingNonce } from "./agreement.ts";
import { account, choices, context, draft, escrow, second } from "./draft-double.ts";
import { makeAgreement } from "./make-agreement.ts";
import type { PaymentKind } from "./payment-draft.ts";
import { fragmentOf, readSigned, textOfFragment, writeSigned } from "./signed-agreement.ts";
import { agreementStatement, type SignedAgreement } from "./statements.ts";

const contracts = context.addresses;
const chainId = 4711;

function signed(kind: PaymentKind): SignedAgreement {
  const made = makeAgreement(draft(kind, { amount: "1000", deposit: "10" }), context);
  if (!made.made) throw new Error("The draft is not complete.");
  const { agreement, bringBy } = made;
  const contract =
    agreement.kind === "payment"
      ? contracts.PaymentEscrow
      : agreement.kind === "stream"
        ? contracts.PaymentStreams
        : contracts.Subscriptions;
  return { chainId, contract, agreement, bringBy, signature: `0x${"ab".repeat(65)}` };
}

describe("a signed agreement", () => {
  it.each(["one-off", "milestones", "stream", "subscription"] as const)(
    "comes out of a file and a link as it went in: %s",
    (kind) => {
      const given = signed(kind);
      expect(readSigned(writeSigned(given), chainId, contracts)).toEqual({ signed: given });
      const text = textOfFragment(fragmentOf(given));
      expect(readSigned(text ?? "", chainId, contracts)).toEqual({ signed: given });
    },
  );

  it("is refused when another contract than the register of nodes counts the seconds", () => {
    const given = signed("stream");
    const countedBy = (meter: `0x${string}`) =>
      readSigned(
        writeSigned({
          ...given,
          agreement: { ...given.agreement, terms: { ...given.agreement.terms, meter } },
        } as SignedAgreement),
        chainId,
        contracts,
      );
    expect(countedBy(contracts.NodeRegistry)).toHaveProperty("signed");
    expect(countedBy(account("66"))).toEqual({ problem: "other-meter" });
  });

  it("is refused when it is something else", () => {
    const text = writeSigned(signed("milestones"));
    const problem = (changed: string) => {
      const read = readSigned(changed, chainId, contracts);
      return "problem" in read ? read.problem : null;
    };
    expect(problem("{")).toBe("malformed");
    expect(problem(text.replace("foedus-signed-payment", "ballot"))).toBe("malformed");
    expect(problem(text.replace('"fee"', '"fees"'))).toBe("malformed");
    // A number that no contract could take is none of ours, and must not throw either.
    expect(problem(text.replace('"400000000"', `"${"9".repeat(60)}"`))).toBe("malformed");
    expect(problem(text.replace("4711", "31337"))).toBe("other-chain");
    expect(problem(text.replace(`"contract": "${escrow}"`, `"contract": "${second}"`))).toBe(
      "other-contract",
    );
    // The words would tell of other officials than the payer signed for.
    expect(problem(text.replace(second, account("77")))).toBe("annex-differs");
  });

  it("is bound to its terms by the nonce of the transfer", async () => {
    const key = privateKeyToAccount(`0x${"01".repeat(32)}`);
    const { agreement, bringBy, contract } = signed("one-off");
    const domain = choices.tokens[0]?.domain ?? null;
    const statement = agreementStatement(agreement, domain, chainId, contracts, bringBy);
    if (statement?.primaryType !== "ReceiveWithAuthorization") throw new Error("No transfer.");
    const id = agreementId(agreement, chainId, contract);
    expect(statement.message.nonce).toBe(fundingNonce(id));
    expect(fundingNonce(id)).toBe(`${id.slice(0, 50)}${"0".repeat(16)}`);
    const signature = await key.signTypedData(statement);
    await expect(recoverTypedDataAddress({ ...statement, signature })).resolves.toBe(key.address);
  });
});
