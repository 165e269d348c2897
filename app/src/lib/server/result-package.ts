import { collectResult, type ResultReader } from "#result/collect.ts";
import type { ResultPackage } from "#result/package.ts";

import type { Addresses } from "#lib/endpoints.ts";
import { proposalFilter, readProposal } from "#lib/features/proposals/read-proposals.ts";

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
 * The result package of a proposal of the Assembly, as of the newest block.
 * @throws ResultError where it cannot be made, ResultsBusy where too many are.
 */
export async function resultPackage(
  chain: ResultReader,
  { Council }: Pick<Addresses, "Council">,
  proposalId: bigint,
): Promise<ResultPackage> {
  const key = `${Council}/${proposalId}`;
  const present = underWay.get(key);
  if (present !== undefined) return await present;
  if (underWay.size >= mostAtOnce) throw new ResultsBusy("Too many packages are being made.");
  const made = collectResult(chain, Council, proposalId).finally(() => underWay.delete(key));
  underWay.set(key, made);
  return await made;
}

/** The id that the Council knows, of the number or id in an address; null when there is no such proposal. */
export async function proposalIdOf(reading: PageReading, id: string): Promise<bigint | null> {
  const asked = proposalFilter(id);
  if (asked === null) return null;
  if ("proposalId" in asked) return BigInt(asked.proposalId);
  const read = await readProposal(reading, id);
  return read?.proposals[0]?.proposal.proposalId ?? null;
}
