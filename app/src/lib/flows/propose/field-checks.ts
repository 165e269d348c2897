import { isAddress } from "viem";

import type { FieldName } from "./measure-fields.ts";
import type { DraftChoices, FieldProblem, ProposalDraft } from "./proposal-draft.ts";

/** Each kind of problem without its field, so that a check can be used for several. */
type Found<Problem> = Problem extends unknown ? Omit<Problem, "field"> : never;

/** What keeps one field from being sent; null for nothing. */
export type Check = (draft: ProposalDraft, choices: DraftChoices) => Found<FieldProblem> | null;

export const missing = { problem: "missing" } as const;
export const malformed = { problem: "malformed" } as const;

export const oneOf =
  (field: FieldName, values: readonly string[]): Check =>
  (draft) =>
    values.includes(draft[field]) ? null : missing;

export const address =
  (field: FieldName): Check =>
  (draft) => {
    const text = draft[field].trim();
    return text === "" ? missing : addressProblem(text);
  };

/** Why a text is no address of an account; null for one that is. */
export function addressProblem(text: string): ReturnType<Check> {
  if (!/^0x[0-9a-f]{40}$/i.test(text) || /^0x0*$/.test(text)) return { problem: "not-an-address" };
  return text === text.toLowerCase() || isAddress(text) ? null : { problem: "checksum" };
}

/** A whole number in digits. */
export const numberBetween =
  (field: FieldName, least: number, most: number): Check =>
  (draft) => {
    const text = draft[field].trim();
    if (text === "") return missing;
    const number = /^\d{1,16}$/.test(text) ? Number(text) : -1;
    return number < least || number > most ? { problem: "out-of-range", least, most } : null;
  };

export const textUpTo =
  (field: FieldName, bytes: number): Check =>
  (draft) => {
    const length = new TextEncoder().encode(draft[field].trim()).length;
    if (length === 0) return missing;
    return length > bytes ? { problem: "too-many-bytes", excess: length - bytes } : null;
  };
