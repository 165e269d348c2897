import { memberRegistryAbi } from "#generated/contracts/MemberRegistry.ts";
import {
  type KeyVerifiers,
  membersFromContract,
  verifiersFromContract,
  wordOrNull,
} from "#lib/chain/contract-views.ts";
import { blockTimes, type Emitted, type PageSources, wholeChain } from "#lib/chain/events.ts";
import { mandateEventsQuery, votableQuery } from "#lib/index/mandates.ts";
import { indexOrContract, type Source } from "#lib/index/or-contract.ts";

import {
  type MandateEvent,
  type MandateMember,
  mandateRoll,
  type MemberMandates,
  type Told,
} from "./mandate-roll.ts";

type Hex = `0x${string}`;

export interface ReadMandates {
  source: Source;
  members: MemberMandates[];
  verifiers: KeyVerifiers | null;
}

/** Who may act for the members of a body, since when and up to when, and all that happened to it. */
export async function readMandates(
  { index, chain, isLate }: PageSources,
  registry: Hex,
): Promise<ReadMandates> {
  const [verifiers, { source, members, events }] = await Promise.all([
    verifiersFromContract(chain, registry),
    indexOrContract(
      async () => {
        const id = registry.toLowerCase();
        return eventsFromIndex(
          await index.ask(mandateEventsQuery, { registry: id, registryId: id }),
        );
      },
      () => eventsFromContract(chain, registry),
      isLate,
    ).then(async (read) =>
      // The index follows the bodies that it was told of; another one's register speaks for itself.
      read.members.length > 0
        ? read
        : { source: "contracts" as const, ...(await eventsFromContract(chain, registry)) },
    ),
  ]);
  return { source, members: mandateRoll(members, events, verifiers), verifiers };
}

interface ReadEvents {
  members: MandateMember[];
  events: MandateEvent[];
}

function eventsFromIndex(answer: ReturnType<typeof mandateEventsQuery.read>): ReadEvents {
  const said = <Row extends { ordinal: bigint; timestamp: number }, Told>(
    rows: readonly Row[],
    tell: (row: Row) => Told,
  ) => rows.map((row) => ({ ...row, time: row.timestamp, ...tell(row) }));
  return {
    members: answer.members,
    events: [
      ...said(answer.mandateKeyDesignateds, () => ({ kind: "designated" as const })),
      ...said(answer.mandateKeyAccepteds, () => ({ kind: "accepted" as const })),
      ...said(answer.mandateRevokeds, () => ({ kind: "revoked" as const })),
      ...said(answer.representativeAppointeds, () => ({
        kind: "appointed" as const,
        signer: null,
        notBefore: null,
      })),
      ...said(answer.keyAppointeds, () => ({ kind: "appointed" as const })),
      ...said(answer.representativeEndeds, () => ({ kind: "ended" as const })),
      ...said(answer.proxyGivens, () => ({ kind: "proxy-given" as const })),
      ...said(answer.proxyEndeds, () => ({ kind: "proxy-ended" as const })),
      ...said(answer.memberClassChangeds, (row) => ({
        kind: "class-changed" as const,
        observer: row.class === "observer",
      })),
    ],
  };
}

async function eventsFromContract(chain: PageSources["chain"], address: Hex): Promise<ReadEvents> {
  const [found, said] = await Promise.all([
    membersFromContract(chain, { MemberRegistry: address }),
    chain.getContractEvents({ address, abi: memberRegistryAbi, ...wholeChain }),
  ]);
  const events = (said as unknown as RegistryEvent[]).filter(
    ({ eventName }) => eventName in tellers,
  );
  const timeOf = await blockTimes(chain, events);
  const members = await Promise.all(
    found.map(async ({ account, code, class: memberClass, status }): Promise<MandateMember> => {
      const { mandateKey, designatedKey } = await chain.readContract({
        address,
        abi: memberRegistryAbi,
        functionName: "member",
        args: [account],
      });
      return {
        account,
        code,
        class: memberClass,
        status,
        mandateKey: wordOrNull(small(mandateKey)),
        designatedKey: wordOrNull(small(designatedKey)),
      };
    }),
  );
  return {
    members,
    events: events.map((event) => ({
      ordinal: (event.blockNumber << 32n) + BigInt(event.logIndex),
      time: timeOf(event.blockNumber),
      transaction: event.transactionHash,
      account: small(event.args.account),
      ...(tellers[event.eventName] as (args: RegistryArgs) => Told)(event.args),
    })),
  };
}

/** Arguments of any of the events; each has those that it needs. */
interface RegistryArgs {
  account: Hex;
  key: Hex;
  signer: Hex;
  carrier: Hex;
  notBefore: number;
  notAfter: number;
  proposalId: bigint;
  class: number;
}

type RegistryEvent = Emitted & { eventName: keyof typeof tellers; args: RegistryArgs };

const small = (value: Hex) => value.toLowerCase() as Hex;

const tellers = {
  MandateKeyDesignated: ({ key }: RegistryArgs) => ({ kind: "designated", key: small(key) }),
  MandateKeyAccepted: ({ key }: RegistryArgs) => ({ kind: "accepted", key: small(key) }),
  MandateRevoked: () => ({ kind: "revoked" }),
  RepresentativeAppointed: ({ key, notAfter }: RegistryArgs) => ({
    kind: "appointed",
    key: small(key),
    signer: null,
    notBefore: null,
    notAfter,
  }),
  KeyAppointed: ({ key, signer, notBefore, notAfter }: RegistryArgs) => ({
    kind: "appointed",
    key: small(key),
    signer: small(signer),
    notBefore,
    notAfter,
  }),
  RepresentativeEnded: ({ key }: RegistryArgs) => ({ kind: "ended", key: small(key) }),
  ProxyGiven: ({ carrier, notAfter, proposalId }: RegistryArgs) => ({
    kind: "proxy-given",
    carrier: small(carrier),
    notAfter,
    coversProposal: proposalId === 0n ? null : proposalId,
  }),
  ProxyEnded: ({ carrier }: RegistryArgs) => ({ kind: "proxy-ended", carrier: small(carrier) }),
  MemberClassChanged: ({ class: memberClass }: RegistryArgs) => ({
    kind: "class-changed",
    observer: memberClass !== 0,
  }),
} satisfies Record<string, (args: RegistryArgs) => Told>;

/** A proposal for which alone a proxy may be given. */
export interface VotableProposal {
  proposalId: bigint;
  number: number;
  description: string;
}

/** Proposals on which votes may still be cast; none while the index gives no answer. */
export async function readVotable(
  { index }: Pick<PageSources, "index">,
  council: Hex,
  now: number,
): Promise<VotableProposal[]> {
  const { proposals } = await indexOrContract(
    () => index.ask(votableQuery, { body: council.toLowerCase(), now: String(now) }),
    () => Promise.resolve({ proposals: [] }),
  );
  return proposals;
}
