import { isRefusal } from "@foedus/client";

import { failureOf } from "#lib/chain/failure.ts";

import { outageOf } from "../outage.ts";
import { problem } from "../problem.ts";

/** Something that was asked for and is not there, or cannot be meant; the handler of the route answers with it. */
export class Problem extends Error {
  override readonly name = "Problem";
  readonly status: number;
  readonly remedy: string;

  constructor(status: number, title: string, remedy: string) {
    super(title);
    this.status = status;
    this.remedy = remedy;
  }
}

/** Errors of the contracts by which a view says that there is no such thing. */
const notThere: ReadonlySet<string> = new Set([
  "DidRegistryUnknown",
  "DidRegistryNotYetInserted",
  "DidRegistryDeactivated",
  "DidRegistryUnknownMethod",
  "TrustedIssuersRegistryUnknownIssuer",
  "TrustedIssuersRegistryUnknownAttribute",
  "TrustedIssuersRegistryUnknownRevision",
  "TrustedIssuersRegistryUnknownProxy",
  "TrustedIssuersRegistryDidUnknown",
  "TrustedPoliciesRegistryUnknown",
  "TrustedPoliciesRegistryUnknownId",
  "TrustedSchemasRegistryUnknown",
  "TrustedSchemasRegistryUnknownRevision",
  "TrustedSchemasRegistryUnknownMetadata",
  "TimestampsUnknown",
  "TimestampsAlgorithmUnknown",
  "TimestampsRecordUnknown",
  "TimestampsVersionUnknown",
]);

/** The answer to a read that failed. Inner details stay in the log. */
export function problemOf(error: unknown, asked: string): Response {
  if (error instanceof Problem) return problem(error.status, error.message, error.remedy);
  const outage = outageOf(error);
  if (outage === "configuration") {
    console.error(asked, error);
    return problem(
      503,
      "The server is not set up for this.",
      "Tell the operator of this server, whose log says what is missing.",
    );
  }
  if (outage !== null)
    return problem(
      503,
      "The chain gives no answer now.",
      "Try again in a moment; the operator of this server sees it in its log.",
    );
  if (isRefusal(error)) {
    const failure = failureOf(error);
    if (failure.kind === "refused") {
      const { error: name, notice, remedy, values } = failure;
      return problem(notThere.has(name) ? 404 : 400, notice, remedy, {}, { error: name, values });
    }
  }
  console.error(asked, error);
  return problem(
    500,
    "The server failed.",
    "Try again; tell the operator of this server if it fails again.",
  );
}
