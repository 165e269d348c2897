import { type ContractReader, membersFromContract } from "#lib/chain/contract-views.ts";
import type { BodyContracts } from "#lib/chain/bodies.ts";
import { type Index, IndexError } from "#lib/index/client.ts";
import { memberQuery, membersQuery, type Representative } from "#lib/index/members.ts";
import { indexOrContract } from "#lib/index/or-contract.ts";

import { votingRecord, type VotingRecord } from "./voting-record.ts";

export interface MemberSources {
  index: Index;
  chain: ContractReader;
}

type Registry = Pick<BodyContracts, "MemberRegistry">;

/** A member as lists show it. What only the index knows is null while it gives no answer. */
export interface ListedMember {
  account: `0x${string}`;
  code: string;
  class: "member" | "observer";
  status: "active" | "suspended" | "left";
  weight: bigint;
  weightYear: number;
  representatives: Representative[] | null;
  record: VotingRecord | null;
}

/** The members of a body; of one that the index does not know, its register says who they are. */
export async function readMembers(
  { index, chain }: MemberSources,
  body: Registry,
  now: number,
): Promise<{ source: "index" | "contracts"; members: ListedMember[] }> {
  const registry = body.MemberRegistry.toLowerCase();
  return indexOrContract(
    async () => {
      const { memberRegistry, members, proposals } = await index.ask(membersQuery, {
        registry,
        registryId: registry,
      });
      mustKnow(memberRegistry, registry);
      const snapshots = proposals.map(({ snapshot }) => snapshot);
      return {
        members: members.map(({ votes, registeredAt, index: _place, ...member }): ListedMember => ({
          ...member,
          record: votingRecord({ class: member.class, registeredAt, votes }, snapshots, now),
        })),
      };
    },
    async () => ({
      members: (await membersFromContract(chain, body)).map(
        ({ index: _place, ...member }): ListedMember => ({
          ...member,
          representatives: null,
          record: null,
        }),
      ),
    }),
  );
}

/** Heads and weight of all who vote. */
export function electorate(members: readonly ListedMember[]): { heads: number; weight: bigint } {
  const voting = members.filter(
    (member) => member.class === "member" && member.status === "active",
  );
  return { heads: voting.length, weight: voting.reduce((sum, { weight }) => sum + weight, 0n) };
}

/** What the address of a member's page can say: its code or its account id. */
export function memberFilter(id: string): { code: string } | { account: string } | null {
  if (/^0x[0-9a-f]{40}$/i.test(id)) return { account: id.toLowerCase() };
  if (/^[\w-]{1,32}$/.test(id)) return { code: id.toUpperCase() };
  return null;
}

/** One member of a body by what the address says. */
export async function readMember({ index, chain }: MemberSources, body: Registry, id: string) {
  const filter = memberFilter(id);
  if (!filter) return null;
  const read = await indexOrContract(
    async () => {
      const registry = body.MemberRegistry.toLowerCase();
      const { memberRegistry, members } = await index.ask(memberQuery, {
        registryId: registry,
        where: { memberRegistry: registry, ...filter },
      });
      mustKnow(memberRegistry, registry);
      return { member: members[0] ?? null };
    },
    async () => {
      const members = await membersFromContract(chain, body);
      const member = members.find(({ account, code }) =>
        "code" in filter ? code === filter.code : account === filter.account,
      );
      return { member: member ?? null };
    },
  );
  // The two branches stay apart by `source`, which says how much is known.
  if (read.source === "index") return read.member && { source: read.source, member: read.member };
  return read.member && { source: read.source, member: read.member };
}

/** A body that was added after the founding stands in no index. */
function mustKnow(registry: object | null, address: string): void {
  if (registry === null)
    throw new IndexError("refused", `The index does not know the register ${address}.`);
}
