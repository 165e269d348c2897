import { type Address, isAddress } from "viem";

import type { AskedTransaction } from "#lib/chain/permission.ts";

/** Names of what can be asked, in the address of the page and of the interface for programs. */
export const checkParameters = ["sender", "target", "gas"] as const;

export type CheckParameter = (typeof checkParameters)[number];

export type CheckProblem =
  | { problem: "missing"; parameter: "sender" }
  | { problem: "not-an-address"; parameter: "sender" | "target" }
  | { problem: "checksum"; parameter: "sender" | "target" }
  | { problem: "not-a-number"; parameter: "gas" }
  | { problem: "repeated"; parameter: CheckParameter }
  /** A parameter that does not exist: a mistyped `target` must not be taken for a deployment. */
  | { problem: "unknown"; parameter: string };

/** More than any block holds, and small enough for every client's number of gas. */
const largestGas = 2n ** 64n - 1n;

/** Reads the question out of the parameters of an address. */
export function readCheck(
  parameters: URLSearchParams,
): { ok: true; asked: AskedTransaction } | ({ ok: false } & CheckProblem) {
  for (const name of parameters.keys()) {
    const known = checkParameters.find((parameter) => parameter === name);
    if (!known) return { ok: false, problem: "unknown", parameter: name };
    if (parameters.getAll(name).length > 1)
      return { ok: false, problem: "repeated", parameter: known };
  }
  const value = (name: CheckParameter) => parameters.get(name)?.trim() ?? "";
  if (value("sender") === "") return { ok: false, problem: "missing", parameter: "sender" };
  for (const parameter of ["sender", "target"] as const) {
    const problem = value(parameter) === "" ? null : addressProblem(value(parameter));
    if (problem) return { ok: false, problem, parameter };
  }
  const gas = value("gas");
  if (!/^\d{0,20}$/.test(gas) || BigInt(gas) > largestGas)
    return { ok: false, problem: "not-a-number", parameter: "gas" };
  return {
    ok: true,
    asked: {
      sender: value("sender") as Address,
      target: value("target") === "" ? null : (value("target") as Address),
      gas: BigInt(gas),
    },
  };
}

/** What is wrong with an address that a person gave; null if nothing is. */
export function addressProblem(text: string): "not-an-address" | "checksum" | null {
  if (!isAddress(text, { strict: false })) return "not-an-address";
  // Capital letters carry a checksum: where there are any, they must be the right ones.
  return text === text.toLowerCase() || isAddress(text) ? null : "checksum";
}
