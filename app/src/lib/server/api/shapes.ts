import { isAddress } from "viem";
import * as z from "zod";

/**
 * Shapes of the public interface. Each is the check of what comes in and the description of it in `/openapi.json`. What is said of a
 * value that does not fit is the remedy, so that it tells what to give.
 */

/** A text of a form. */
export function text(pattern: RegExp, remedy: string) {
  return z.string(remedy).regex(pattern, remedy);
}

/** A text of a bounded length. */
export function boundedText(most: number, remedy: string) {
  return z.string(remedy).min(1, remedy).max(most, remedy);
}

/** A whole number; in an address it comes as its digits. */
export function wholeNumber(least: number, most: number) {
  const remedy = `Give a whole number from ${least} to ${most}.`;
  return z.int(remedy).min(least, remedy).max(most, remedy);
}

/** The same out of the text of an address. */
export function numberInAddress<T extends z.ZodType>(number: T) {
  return z.preprocess(
    (value) =>
      typeof value === "string" && /^-?(?:0|[1-9]\d{0,15})$/.test(value) ? Number(value) : value,
    number,
  );
}

/** Capital letters carry a checksum: where there are any, they must be the right ones. */
export const address = text(/^0x[0-9a-fA-F]{40}$/, "Give 0x and 40 hexadecimal digits.").refine(
  (value) => isAddress(value),
  "Copy the address again: its capital letters are its checksum, and they are not right.",
);

export const hash = text(/^0x[0-9a-fA-F]{64}$/, "Give 0x and 64 hexadecimal digits.");

/** Bytes, at least one. */
export const bytes = text(/^0x(?:[0-9a-fA-F]{2})+$/, "Give 0x and pairs of hexadecimal digits.");

export const decimal = text(/^[0-9]{1,78}$/, "Give a number in decimal digits.");

/** A number as JSON-RPC of Ethereum writes it. */
export const quantity = text(
  /^0x(?:0|[1-9a-fA-F][0-9a-fA-F]{0,63})$/,
  "Give 0x and a number in hexadecimal digits, without zeros before it.",
);

/** DID of a legal entity. */
export const did = text(
  /^did:ebsi:z[1-9A-HJ-NP-Za-km-z]{15,54}$/,
  "Give did:ebsi:z and 15 to 54 characters of the alphabet of Bitcoin's base58.",
);

/** Time as ISO 8601 writes it. */
export const dateTime = z.iso.datetime({
  offset: true,
  error: "Give a time as ISO 8601 writes it, for example 2026-11-26T12:00:00Z.",
});

/** Seconds since 1970, as far as the contracts count. */
export const timestamp = wholeNumber(0, 2 ** 48 - 1);

export const href = z.url().describe("Address of the resource.");

export const problemShape = z
  .looseObject({
    type: z.string(),
    status: z.int(),
    title: z.string().describe("What is wrong."),
    detail: z.string().describe("What to do about it."),
    error: z
      .string()
      .optional()
      .describe(
        "Name of the contract's error where a contract refused, or of the relayer's own (`Relayer…`).",
      ),
    values: z
      .array(z.object({ name: z.string(), value: z.string() }))
      .optional()
      .describe("What the error says, in its own order."),
  })
  .meta({ id: "Problem", description: "RFC 9457." });
