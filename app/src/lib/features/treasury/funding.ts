import {
  type Abi,
  type AbiFunction,
  decodeFunctionData,
  encodeAbiParameters,
  keccak256,
} from "viem";

import { paymentEscrowAbi } from "#generated/contracts/PaymentEscrow.ts";
import { paymentStreamsAbi } from "#generated/contracts/PaymentStreams.ts";
import type { Addresses } from "#lib/endpoints.ts";

type Hex = `0x${string}`;

/** What a call through a contract for payments pays for. */
export type Funding =
  /** Money is held until it is captured. */
  | { kind: "escrow"; id: Hex; payee: Hex; captureBy: number; path: string }
  /** A stream begins. */
  | {
      kind: "stream";
      id: Hex;
      payee: Hex;
      amountPerPeriod: bigint;
      period: number;
      cap: bigint;
      until: number;
      path: string;
    }
  /** A stream gets more. */
  | { kind: "top-up"; id: Hex; payee: Hex; path: string }
  /** Something that nobody here knows. */
  | { kind: "other"; payee: null; path: null };

const other: Funding = { kind: "other", payee: null, path: null };

/** What a call of the treasury pays for, as its data says. */
export function readFunding(
  { target, call }: { target: Hex; call: Hex },
  { PaymentEscrow, PaymentStreams }: Pick<Addresses, "PaymentEscrow" | "PaymentStreams">,
  chainId: number,
): Funding {
  try {
    if (isSame(target, PaymentEscrow)) return ofEscrow(call, PaymentEscrow, chainId);
    if (isSame(target, PaymentStreams)) return ofStreams(call, PaymentStreams, chainId);
  } catch {
    // The call of a function that a newer contract has, or of none: the contract says what became of it.
  }
  return other;
}

function ofEscrow(data: Hex, escrow: Hex, chainId: number): Funding {
  const call = decodeFunctionData({ abi: paymentEscrowAbi, data });
  if (call.functionName !== "authorise" && call.functionName !== "charge") return other;
  const [terms] = call.args;
  const id = termsId(paymentEscrowAbi, "paymentId", { terms, contract: escrow, chainId });
  return {
    kind: "escrow",
    id,
    payee: lower(terms.payee),
    captureBy: terms.captureBy,
    path: `/payments/${id}`,
  };
}

function ofStreams(data: Hex, streams: Hex, chainId: number): Funding {
  const call = decodeFunctionData({ abi: paymentStreamsAbi, data });
  if (call.functionName !== "open" && call.functionName !== "topUp") return other;
  const [terms] = call.args;
  const id = termsId(paymentStreamsAbi, "streamId", { terms, contract: streams, chainId });
  const common = { id, payee: lower(terms.payee), path: `/payments/streams/${id}` };
  if (call.functionName === "topUp") return { kind: "top-up", ...common };
  const { amountPerPeriod, period, cap, until } = terms;
  return { kind: "stream", ...common, amountPerPeriod, period, cap, until };
}

/** keccak256(abi.encode(chain id, contract, terms)), as the view of the contract answers it. */
export function termsId(
  abi: Abi,
  view: "paymentId" | "streamId",
  { terms, contract, chainId }: { terms: object; contract: Hex; chainId: number },
): Hex {
  const item = abi.find(
    (entry): entry is AbiFunction => entry.type === "function" && entry.name === view,
  );
  return keccak256(
    encodeAbiParameters(
      [{ type: "uint256" }, { type: "address" }, ...(item?.inputs ?? [])],
      [BigInt(chainId), contract, terms],
    ),
  );
}

const lower = (address: string) => address.toLowerCase() as Hex;
const isSame = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();
