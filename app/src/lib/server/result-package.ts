import { getAddress } from "viem";

import { collectResult, type ResultReader } from "#result/collect.ts";
import type { ResultPackage } from "#result/package.ts";

import { readProposal } from "#lib/features/proposals/read-proposals.ts";

import type { PageReading } from "./sources.ts";

/** Each costs the node a few hundred questions. */
const mostAtOnce = 4;

/** Packages that are being made, so that those who ask for the same at the same time wait for one. */
const underWay = new Map<string, Promise<ResultPackage>>();

/** Thrown when as many packages are being made as the node should be asked for. */
export class ResultsBusy extends Error {
  override readonly name = "ResultsBusy";
}

/**
 * The result package of a proposal, as of the newest block.
 * @param council The body that decides on it.
 * @throws ResultError where it cannot be made, ResultsBusy where too many are.
 */
export async function resultPackage(
  chain: ResultReader,
  council: `0x${string}`,
  proposalId: bigint,
): Promise<ResultPackage> {
  const key = `${council}/${proposalId}`;
  const present = underWay.get(key);
  if (present !== undefined) return await present;
  if (underWay.size >= mostAtOnce) throw new ResultsBusy("Too many packages are being made.");
  const made = collectResult(chain, getAddress(council), proposalId).finally(() =>
    underWay.delete(key),
  );
  underWay.set(key, made);
  return await made;
}

/** The proposal that an address asks for, by the body that decides on it and the id that this knows. */
export async function proposalAsked(
  reading: PageReading,
  id: string,
  body: string | null,
): Promise<{ council: `0x${string}`; proposalId: bigint } | null> {
  const read = await readProposal(reading, id, body);
  return read && { council: read.proposal.body.address, proposalId: read.proposal.proposalId };
}
