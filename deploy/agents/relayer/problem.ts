import type { ContractRefusal, RefusalValue } from "../../contract-refusal.ts";
import { RequestProblem } from "../request.ts";

/** What the relayer itself refuses, named in the manner of the contracts' errors: programs and other languages go by it. */
type RelayerError =
  | "RelayerMalformedBallot"
  | "RelayerMalformedPresentation"
  | "RelayerUnknownCouncil"
  | "RelayerUnknownBallot"
  | "RelayerOtherBallot"
  | "RelayerUnreadableRequest"
  | "RelayerLongRequest"
  | "RelayerUnknownMethod"
  | "RelayerOutOfOrder";

/** Why a request to the relayer cannot be met: an answer of RFC 9457, with a remedy, the name of the error and its values. */
export class RelayerProblem extends RequestProblem {
  override readonly name = "RelayerProblem";
  /** Name of the contract's error where a contract refused, otherwise of the relayer's own. */
  readonly error: string;
  readonly values: readonly RefusalValue[];

  constructor(status: number, { error, values, words, remedy }: ContractRefusal) {
    super(status, words, remedy);
    this.error = error;
    this.values = values;
  }

  /** One of the relayer's own. */
  static of(
    status: number,
    error: RelayerError,
    words: string,
    remedy: string,
    values: Readonly<Record<string, string>> = {},
  ): RelayerProblem {
    const named = Object.entries(values).map(([name, value]) => ({ name, value }));
    return new RelayerProblem(status, { error, values: named, words, remedy });
  }

  override toJSON() {
    const { error, values } = this;
    return { ...super.toJSON(), error, values };
  }
}

/** A refusal of a Council without a reason, or with one that nobody here knows. */
export const unexplainedRefusal = (data: string): ContractRefusal => ({
  error: "RelayerUnexplainedRefusal",
  values: [{ name: "data", value: data }],
  words: `The Council refuses the ballot: ${data === "" ? "without a reason" : data}.`,
  remedy: "Vote in person, which says more.",
});

/** What becomes of a ballot that so many transactions have neither counted nor refused. */
export const neverTried = (tries: number): ContractRefusal => ({
  error: "RelayerNeverTried",
  values: [{ name: "tries", value: String(tries) }],
  words: `The Council has neither counted nor refused the ballot in ${tries} transactions.`,
  remedy: "Submit the ballot yourself: npm run foedus -- ballot submit; or vote in person.",
});
