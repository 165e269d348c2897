import {
  decodeEventLog,
  encodeAbiParameters,
  hexToBigInt,
  hexToString,
  keccak256,
  numberToHex,
  parseAbiParameters,
  stringToBytes,
  trim,
} from "viem";

import { councilAbi } from "../generated/contracts/Council.ts";
import { ballotIn } from "./ballots.ts";
import type { ProvenAccount, Proven, ProvenTransaction } from "./evidence.ts";
import {
  type Hex,
  type MemberAtSnapshot,
  type RuleNumbers,
  ruleKinds,
  type Share,
  type Statement,
  type Step,
  type Support,
  supports,
  type Vote,
  ways,
} from "./package.ts";
import { ResultError } from "./result-error.ts";
import { classesOf, type CountedVote, judge, shippedRule, weightOf } from "./rules.ts";
import {
  addressAt,
  bits,
  checkpointAt,
  entrySlot,
  furtherWords,
  places,
  shortText,
  votesInTally,
  votesInWord,
} from "./storage.ts";

/** What the tally of the Council says of the outcome, in its own numbers. */
const settled = ["open", "refused", "adopted", "cancelled"] as const;

const remedy = "Ask for the package anew, from somebody else or from a node of your own.";
const incomplete = (what: string) =>
  new ResultError(`The evidence is not complete: ${what}`, remedy);

/** An event of the Council, with the transaction that brought it. */
type Said = ReturnType<typeof decodeEventLog<typeof councilAbi>> & { in: ProvenTransaction };

/**
 * What the evidence says about a proposal, computed from nothing else. What a package states is compared with it; so is the result of
 * the Council with the one that its votes and rules give here.
 */
export async function stateFrom(proven: Proven, proposalId: bigint): Promise<Statement> {
  const [council, registry, table] = proven.accounts as [
    ProvenAccount,
    ProvenAccount,
    ProvenAccount,
  ];
  const last = proven.headers.at(-1);
  const genesis = proven.headers[0];
  if (last === undefined || genesis === undefined) throw incomplete("it has no blocks.");
  const events = councilEvents(proven.transactions, council.address, proposalId);
  const created = events.find(({ eventName }) => eventName === "ProposalCreated");
  if (created?.eventName !== "ProposalCreated") throw incomplete("it lacks the proposal itself.");
  const { targets, values, calldatas, description, proposer } = created.args;

  const core = await council.read(entrySlot(places.council.proposals, proposalId));
  const etaSlot = await council.read(entrySlot(places.council.proposals, proposalId) + 1n);
  const terms = await council.read(entrySlot(places.council.terms, proposalId));
  const ofCouncil = entrySlot(places.decisionClasses.fixed, hexToBigInt(council.address));
  const rulesSlot = await table.read(entrySlot(ofCouncil, proposalId));
  const participantsSlot = await table.read(entrySlot(ofCouncil, proposalId) + 1n);
  const tallySlot = await council.read(entrySlot(places.council.tallies, proposalId));
  const further = await Promise.all(
    furtherWords.map((word) =>
      council.read(entrySlot(entrySlot(places.council.furtherVotes, proposalId), word)),
    ),
  );
  const snapshot = Number(bits(terms, 2, 40));
  const deadline = Number(bits(terms, 7, 40));
  if (snapshot >= last.time)
    throw incomplete("the vote had not begun in the block whose state is proved.");
  const edition = Number(bits(rulesSlot, 0, 32));
  const participants = participantsSlot === 0n ? null : placesIn(participantsSlot);
  const rules = await Promise.all(
    classesOf(Number(bits(terms, 0, 8))).map(async (decisionClass) =>
      edition === 0 ? shippedRule(decisionClass) : await ruleOf(table, edition, decisionClass),
    ),
  );

  const members = await membersAt(registry, snapshot);
  const total = await checkpointAt(registry.read, places.memberRegistry.totalsHistory, snapshot);
  const voters = members.filter(
    ({ heads, place }) => heads > 0 && (participants === null || participants.includes(place)),
  );
  if (
    participants === null &&
    (total.heads !== voters.length || total.weight !== sumOf(voters).weight)
  )
    throw incomplete("the members do not add up to the register's own total at the snapshot.");

  const votes = votesFrom(events, council.address);
  const voteAt = (place: number): Support | null => {
    const cast =
      place < votesInTally
        ? bits(tallySlot, 0, 122) >> BigInt(2 * place)
        : (further[Math.floor(place / votesInWord)] ?? 0n) >> BigInt(2 * (place % votesInWord));
    return supports[Number(cast & 3n) - 1] ?? null;
  };
  for (const member of members) checkVote(member, voteAt(member.place), votes);

  const counted: CountedVote[] = voters.map(({ account, weight }) => ({
    weight: BigInt(weight),
    support: votes.find((vote) => vote.member === account)?.support ?? null,
  }));
  const tally = {
    for: shareOf(counted, "for"),
    against: shareOf(counted, "against"),
    abstain: shareOf(counted, "abstain"),
    silent: shareOf(counted, null),
  };
  checkTally(tally, tallySlot);

  const decided = settled[Number(tallySlot >> 254n)] ?? "open";
  const isCancelled = bits(core, 31, 8) !== 0n;
  const isExecuted = bits(core, 30, 8) !== 0n;
  const settledNow = judge(rules, counted, false);
  if (decided !== "cancelled" && decided !== settledNow) {
    throw new ResultError(
      `The Council has found the vote ${decided}; by its rules the votes make it ${settledNow}.`,
      "Do not rely on this result: the contract, the rules of this verifier or the evidence are wrong.",
    );
  }
  const vote = judge(rules, counted, settledNow !== "open" || last.time > deadline);
  // What decides nothing before its deadline is open.
  const verdict = settledNow === "open" && last.time <= deadline ? "open" : vote;
  if (isExecuted && verdict !== "adopted") {
    throw new ResultError(
      "The proposal was executed, but by the rules its votes do not carry it.",
      "Do not rely on this result: the contract, the rules of this verifier or the evidence are wrong.",
    );
  }

  const steps = stepsFrom(events);
  const has = (step: Step["step"]) => steps.some((one) => one.step === step);
  const eta = Number(bits(etaSlot, 0, 48));
  if (has("executed") !== isExecuted) throw incomplete("it lacks the execution.");
  if (has("cancelled") !== isCancelled) throw incomplete("it lacks the cancellation.");
  if (has("queued") !== eta > 0) throw incomplete("it lacks the queueing.");
  if (decided !== "cancelled" && has("decided") !== (decided !== "open"))
    throw incomplete("it lacks the moment of the decision.");

  const chainIds = new Set(
    proven.transactions.flatMap(({ chainId }) => (chainId === null ? [] : [chainId])),
  );
  const [chainId] = chainIds;
  if (chainId === undefined || chainIds.size > 1)
    throw incomplete("its transactions do not name one chain.");

  return {
    chain: { chainId, genesisHash: genesis.hash },
    body: {
      name: shortText(await council.read(BigInt(places.council.name))),
      council: council.address,
      memberRegistry: registry.address,
      decisionClasses: table.address,
    },
    proposal: {
      id: String(proposalId),
      proposer: lower(proposer),
      description,
      calls: targets.map((target, place) => ({
        target: lower(target),
        value: String(values[place] ?? 0n),
        calldata: calldatas[place] ?? "0x",
      })),
      codeHash: addressAt(terms, 12),
      snapshot,
      deadline,
      edition,
      cooperation: Number(bits(rulesSlot, 4, 16)),
      participants,
      rules,
    },
    members,
    electorate: share(sumOf(voters)),
    votes,
    tally,
    steps,
    outcome: {
      block: last.number,
      time: last.time,
      vote: verdict,
      cancelled: isCancelled,
      executed: isExecuted,
      eta: eta === 0 ? null : eta,
    },
  };
}

/** Id of a proposal, as OpenZeppelin's Governor documents it. */
export function proposalIdOf({
  calls,
  description,
}: Pick<Statement["proposal"], "calls" | "description">): bigint {
  return BigInt(
    keccak256(
      encodeAbiParameters(parseAbiParameters("address[], uint256[], bytes[], bytes32"), [
        calls.map(({ target }) => target),
        calls.map(({ value }) => BigInt(value)),
        calls.map(({ calldata }) => calldata),
        keccak256(stringToBytes(description)),
      ]),
    ),
  );
}

function councilEvents(
  transactions: readonly ProvenTransaction[],
  council: Hex,
  proposalId: bigint,
): Said[] {
  return transactions.flatMap((transaction) =>
    transaction.logs.flatMap(({ address, topics, data }) => {
      if (address !== council) return [];
      try {
        const event = decodeEventLog({
          abi: councilAbi,
          data,
          topics: topics as [Hex, ...Hex[]],
        });
        const args: object = event.args;
        const isOurs = "proposalId" in args && args.proposalId === proposalId;
        return isOurs ? [{ ...event, in: transaction }] : [];
      } catch {
        // No event that this release knows.
        return [];
      }
    }),
  );
}

function votesFrom(events: readonly Said[], council: Hex): Vote[] {
  return events.flatMap((event, index) => {
    if (event.eventName !== "VoteCast") return [];
    const { voter, support, weight, reason } = event.args;
    // How it came is told right after it, unless it came in person.
    const next = events[index + 1];
    const by =
      next?.eventName === "VoteCastBy" && next.in === event.in && next.args.voter === voter
        ? next.args
        : undefined;
    const isDirect = event.in.to === council;
    const cast = {
      member: lower(voter),
      support: supports[support] ?? "abstain",
      weight: String(weight),
      reason,
      way: ways[by?.way ?? 0] ?? "in person",
      key: by === undefined ? (isDirect ? event.in.sender : null) : lower(by.key),
    } satisfies Partial<Vote>;
    return [
      { ...cast, ballot: isDirect ? ballotIn(event.in.input, cast) : null, ...happened(event) },
    ];
  });
}

const stepOf: Partial<Record<Said["eventName"], Step["step"]>> = {
  ProposalCreated: "proposed",
  ProposalDecided: "decided",
  ProposalQueued: "queued",
  ProposalExecuted: "executed",
  ProposalCanceled: "cancelled",
};

function stepsFrom(events: readonly Said[]): Step[] {
  return events.flatMap((event) => {
    const step = stepOf[event.eventName];
    return step === undefined ? [] : [{ step, ...happened(event) }];
  });
}

const happened = ({ in: { time, block, hash } }: Said) => ({ time, block, transaction: hash });

async function membersAt(registry: ProvenAccount, snapshot: number): Promise<MemberAtSnapshot[]> {
  const { seats, records, history, count } = places.memberRegistry;
  const registered = Number(bits(await registry.read(BigInt(count)), 0, 16));
  return await Promise.all(
    Array.from({ length: registered }, async (_, place) => {
      const { heads, weight } = await checkpointAt(
        registry.read,
        entrySlot(history, place),
        snapshot,
      );
      const code = await registry.read(entrySlot(records, place));
      return {
        place,
        account: addressAt(await registry.read(entrySlot(seats, place)), 0),
        code: hexToString(trim(numberToHex(code, { size: 32 }), { dir: "right" })),
        heads,
        weight: String(weight),
      };
    }),
  );
}

async function ruleOf(
  table: ProvenAccount,
  edition: number,
  decisionClass: RuleNumbers["class"],
): Promise<RuleNumbers> {
  const shipped = shippedRule(decisionClass);
  const value = classValue(decisionClass);
  const packed = await table.read(
    entrySlot(entrySlot(places.decisionClasses.rules, edition), value),
  );
  const numberAt = (offset: number, count: number) => Number(bits(packed, offset, count));
  return {
    ...shipped,
    kind: ruleKinds[numberAt(0, 8)] ?? shipped.kind,
    headsNumerator: numberAt(1, 16),
    headsDenominator: numberAt(3, 16),
    moreThanHeads: numberAt(5, 8) !== 0,
    weightNumerator: numberAt(6, 16),
    weightDenominator: numberAt(8, 16),
    blockingHeads: numberAt(10, 8),
    quorumNumerator: numberAt(11, 16),
    quorumDenominator: numberAt(13, 16),
    objections: numberAt(15, 8),
  };
}

const classValue = (decisionClass: RuleNumbers["class"]): number =>
  [0, 1, 2, 3, 4, 5].find((value) => classesOf(1 << value)[0] === decisionClass) ?? 0;

/** What the Council's own tally holds of a member must be what its events say, so that no vote can be left out. */
function checkVote(member: MemberAtSnapshot, held: Support | null, votes: readonly Vote[]): void {
  const cast = votes.filter((vote) => vote.member === member.account);
  if (cast.length > 1) throw incomplete(`${member.code} has voted twice in it.`);
  const [vote] = cast;
  if ((vote?.support ?? null) !== held) {
    throw incomplete(
      `the Council holds the vote "${held ?? "none"}" of ${member.code}, the events say "${vote?.support ?? "none"}".`,
    );
  }
  if (vote !== undefined && vote.weight !== member.weight)
    throw incomplete(
      `${member.code} voted with the weight ${vote.weight}, and had ${member.weight} at the snapshot.`,
    );
}

function checkTally(tally: Statement["tally"], slot: bigint): void {
  for (const [place, support] of supports.entries()) {
    const heads = Number((slot >> BigInt(122 + 8 * place)) & 0xffn);
    const weight = (slot >> BigInt(146 + 36 * place)) & (2n ** 36n - 1n);
    if (tally[support].heads !== heads || tally[support].weight !== String(weight))
      throw incomplete(`the votes "${support}" do not add up to the Council's own tally.`);
  }
}

function shareOf(votes: readonly CountedVote[], support: Support | null): Share {
  const some = votes.filter((vote) => vote.support === support);
  return share({ heads: some.length, weight: weightOf(some) });
}

const share = ({ heads, weight }: { heads: number; weight: bigint }): Share => ({
  heads,
  weight: String(weight),
});

const sumOf = (members: readonly MemberAtSnapshot[]) => ({
  heads: members.length,
  weight: weightOf(members.map(({ weight }) => ({ weight: BigInt(weight) }))),
});

/** The places that a bitmap names. */
const placesIn = (bitmap: bigint): number[] =>
  Array.from({ length: 256 }, (_, place) => place).filter(
    (place) => (bitmap >> BigInt(place)) & 1n,
  );

const lower = (address: Hex): Hex => address.toLowerCase() as Hex;
