import { isAddress, zeroAddress } from "viem";
import { z } from "zod";

import type { Addresses } from "#lib/endpoints.ts";

import { annexHash } from "./agreement.ts";

import { contractOf, type PaymentContracts, type SignedAgreement } from "./statements.ts";

type Hex = `0x${string}`;

const form = "foedus-signed-payment";

const address = z.string().refine((text) => isAddress(text, { strict: false })) as z.ZodType<Hex>;
const word = z.string().regex(/^0x[0-9a-f]{64}$/i) as unknown as z.ZodType<Hex>;
const bytes = z
  .string()
  .regex(/^0x(?:[0-9a-f]{2})*$/i)
  .max(2 + 2 * 4_096) as unknown as z.ZodType<Hex>;
const units = z
  .string()
  .regex(/^\d{1,78}$/)
  .transform(BigInt);
/** What the contracts count amounts in: no more fits, and nothing above may reach an encoder. */
const amount = units.refine((value) => value < 2n ** 120n);
const word256 = units.refine((value) => value < 2n ** 256n);
const whole = (bits: number) =>
  z
    .int()
    .min(0)
    .max(2 ** bits - 1);
const time = whole(48);
const seconds = whole(32);
const points = whole(16);

const escrowTerms = z.strictObject({
  payer: address,
  payee: address,
  token: address,
  amount: amount,
  operator: address,
  authoriseBy: time,
  captureBy: time,
  refundBy: time,
  fee: points,
  arbiter: address,
  arbitration: seconds,
  silence: points,
  annex: word,
  orderReference: word,
  salt: word256,
});
const escrowAnnex = z.strictObject({
  shares: z.array(z.strictObject({ payee: address, part: points })).max(16),
  milestones: z.array(amount).max(64),
  officials: z.array(address).max(16),
  twoPersonAbove: amount,
  review: seconds,
});
const streamTerms = z.strictObject({
  payer: address,
  payee: address,
  sponsor: address,
  token: address,
  amountPerPeriod: amount,
  period: seconds.min(1),
  cap: amount,
  from: time,
  until: time,
  feeBps: points,
  orderReference: word,
  meter: address,
  meterSubject: word,
  salt: word256,
});
const subscriptionTerms = z.strictObject({
  payer: address,
  payee: address,
  token: address,
  amountPerPeriod: amount,
  period: seconds.min(1),
  from: time,
  until: time,
  grace: seconds,
  feeBps: points,
  orderReference: word,
  salt: word256,
});

const signedForm = z.strictObject({
  form: z.literal(form),
  chainId: time,
  contract: address,
  agreement: z.discriminatedUnion("kind", [
    z.strictObject({
      kind: z.literal("payment"),
      terms: escrowTerms,
      annex: escrowAnnex,
      atOnce: z.boolean(),
    }),
    z.strictObject({ kind: z.literal("stream"), terms: streamTerms, deposit: amount }),
    z.strictObject({ kind: z.literal("subscription"), terms: subscriptionTerms }),
  ]),
  bringBy: time,
  signature: bytes,
});

/** The file in which a payer hands over what it signed. */
export function writeSigned(signed: SignedAgreement): string {
  const digits = (_: string, value: unknown) => (typeof value === "bigint" ? String(value) : value);
  return `${JSON.stringify({ form, ...signed }, digits, 2)}\n`;
}

/** Why something is no signed agreement that can be brought here. */
export type SignedProblem =
  "malformed" | "other-chain" | "other-contract" | "other-meter" | "annex-differs";

/** Reads what somebody else signed: it can say anything, so that every part of it is checked. */
export function readSigned(
  text: string,
  chainId: number,
  contracts: PaymentContracts & Pick<Addresses, "NodeRegistry">,
): { signed: SignedAgreement } | { problem: SignedProblem } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { problem: "malformed" };
  }
  const read = signedForm.safeParse(value);
  if (!read.success) return { problem: "malformed" };
  const { form: _, ...signed } = read.data;
  if (signed.chainId !== chainId) return { problem: "other-chain" };
  const contract = contractOf(signed.agreement, contracts);
  if (signed.contract.toLowerCase() !== contract.toLowerCase())
    return { problem: "other-contract" };
  // The words on the page speak of nodes: what another meter says, nobody here knows.
  const meter =
    signed.agreement.kind === "stream" ? signed.agreement.terms.meter.toLowerCase() : zeroAddress;
  if (meter !== zeroAddress && meter !== contracts.NodeRegistry.toLowerCase())
    return { problem: "other-meter" };
  // The words on the page come from the annex, and the signature holds for its hash alone.
  if (
    signed.agreement.kind === "payment" &&
    annexHash(signed.agreement.annex) !== signed.agreement.terms.annex.toLowerCase()
  )
    return { problem: "annex-differs" };
  return { signed };
}

/** The part of an address behind `#`, which browsers send to nobody, that holds a signed agreement. */
export function fragmentOf(signed: SignedAgreement): string {
  const compact = JSON.stringify(JSON.parse(writeSigned(signed)));
  return btoa(compact).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** The text that `fragmentOf` wrote; null for anything else. */
export function textOfFragment(fragment: string): string | null {
  if (fragment === "") return null;
  try {
    return atob(fragment.replaceAll("-", "+").replaceAll("_", "/"));
  } catch {
    return null;
  }
}
