import { erc20Abi } from "viem";

import { roles } from "#generated/roles.ts";
import type { ContractReader } from "#lib/chain/contract-views.ts";
import { readTokens } from "#lib/chain/read-tokens.ts";
import type { Addresses } from "#lib/endpoints.ts";
import type { Index } from "#lib/index/client.ts";
import {
  type BudgetLine,
  budgetLineQuery,
  type ContributionCall,
  contributionCallQuery,
  contributorsQuery,
  type MemberOfCall,
  treasuryQuery,
} from "#lib/index/treasury.ts";

import { leftOf, lineState } from "./budget-line.ts";
import { burnDown, type Level } from "./burn-down.ts";
import {
  callState,
  type CallState,
  type ContributionRow,
  contributionRows,
} from "./contributions.ts";
import { lineEntries } from "./entries.ts";
import { readFunding } from "./funding.ts";

type Hex = `0x${string}`;

export interface TreasurySources {
  index: Index;
  chain: ContractReader;
  addresses: Addresses;
  chainId: number;
  /** The chain's clock. */
  now: number;
}

/** Calls of which the members' shares are read at once. */
const mostCalls = 10;
const finance = roles.FINANCE.toString();

/** What there is of a token, and what it is meant for, in its units. */
export interface TokenStanding {
  token: Hex;
  /** What the treasury has; null while the chain gives no answer. */
  balance: bigint | null;
  /** What lines that are open now or later may still spend. */
  spendable: bigint;
  /** What contracts for payments hold of it for payments of the treasury. */
  held: bigint;
  /** What waits for the treasury, because the token refused a payout. */
  claimable: bigint;
  /** What members were asked for and have not paid. */
  expected: bigint;
}

export interface LineWithLevels extends BudgetLine {
  levels: Level[];
}

export interface CallWithRows extends ContributionCall {
  /** Null for an old call: its own page tells. */
  rows: ContributionRow[] | null;
  state: CallState;
  /** Whose keys act for whom. */
  representatives: { key: Hex; account: Hex }[];
}

/** The treasury as the index knows it, with its balances. Throws `IndexError` while the index gives no answer. */
export async function readTreasury(sources: TreasurySources) {
  const { index, chain, addresses, now } = sources;
  const treasury = lower(addresses.Treasury);
  const read = await index.ask(treasuryQuery, { treasury, finance });
  const { budgetLines, claimables, payments, paymentStreams: streams, fundables } = read;
  const changes = [
    ...read.budgetLineOpeneds,
    ...read.ceilingSets,
    ...read.paymentMades,
    ...read.fundingMades,
    ...read.fundingDecideds,
  ];
  const lines = budgetLines.map((line): LineWithLevels => ({
    ...line,
    levels: burnDown(
      line,
      changes.filter((change) => change.line.id === line.id),
    ),
  }));
  const calls = await Promise.all(
    read.contributionCalls.map(async (call, place): Promise<CallWithRows> => {
      const members = place < mostCalls ? await membersOf(sources, call) : null;
      const rows = members && contributionRows(call, members, now);
      return {
        ...call,
        rows,
        state: callState(call, rows ?? [{ left: 1n }], now),
        representatives: actingFor(members ?? [], now),
      };
    }),
  );
  const tokens = unique([
    lower(addresses.EuroToken),
    ...[...lines, ...calls, ...payments, ...streams].map(({ token }) => token.id),
    ...claimables.map(({ custody }) => custody.token.id),
  ]);
  const [currencies, ...balances] = await Promise.all([
    readTokens(chain, addresses, tokens),
    ...tokens.map((token) => balanceOf(chain, token, treasury)),
  ]);
  const standings = tokens.map((token, place): TokenStanding => ({
    token,
    balance: balances[place] ?? null,
    spendable: sum(
      lines
        .filter((line) => line.token.id === token && isToCome(line, now))
        .map((line) => leftOf(line)),
    ),
    held: sum(
      [...payments, ...streams].filter((one) => one.token.id === token).map((one) => one.held),
    ),
    claimable: sum(
      claimables.filter((one) => one.custody.token.id === token).map((one) => one.amount),
    ),
    expected: sum(
      calls
        .filter((call) => call.token.id === token)
        .flatMap(({ rows }) => rows?.map(({ left }) => left) ?? []),
    ),
  }));
  return {
    lines,
    calls,
    standings,
    claimables,
    payments,
    streams,
    fundables: fundables.filter(({ known }) => known),
    officers: read.roles[0]?.members ?? [],
    currencies,
  };
}

function isToCome(line: BudgetLine, now: number): boolean {
  const state = lineState(line, now);
  return state === "open" || state === "upcoming";
}

/** A line with everything that was said about it; null for one that was never opened. */
export async function readLine(sources: TreasurySources, line: Hex) {
  const { index, chain, addresses, chainId, now } = sources;
  const treasury = lower(addresses.Treasury);
  const id = within(treasury, line);
  const read = await index.ask(budgetLineQuery, { id, line: id, treasury, finance });
  const {
    budgetLine,
    budgetLineOpeneds,
    ceilingSets,
    paymentMades,
    fundingMades,
    fundingDecideds,
  } = read;
  if (!budgetLine) return null;
  const token = budgetLine.token.id;
  const [currencies, balance] = await Promise.all([
    readTokens(chain, addresses, [token]),
    balanceOf(chain, token, treasury),
  ]);
  return {
    line: {
      ...budgetLine,
      levels: burnDown(budgetLine, [
        ...budgetLineOpeneds,
        ...ceilingSets,
        ...paymentMades,
        ...fundingMades,
        ...fundingDecideds,
      ]),
    },
    entries: lineEntries(paymentMades, fundingMades, fundingDecideds, (funding) =>
      readFunding(funding, addresses, chainId),
    ),
    /** What the body decided about it, the earliest first. */
    decisions: [
      ...budgetLineOpeneds.map((one) => ({ ...one, kind: "opened" as const })),
      ...ceilingSets.map((one) => ({ ...one, kind: "ceiling" as const })),
      ...read.twoPersonAboveSets.map((one) => ({ ...one, kind: "alone" as const })),
      ...read.budgetLineCloseds.map((one) => ({ ...one, kind: "closed" as const })),
    ].sort((a, b) => (a.ordinal < b.ordinal ? -1 : 1)),
    fundables: read.fundables.filter(({ known }) => known),
    officers: read.roles[0]?.members ?? [],
    currency: currencies[token] ?? null,
    balance,
    now,
  };
}

/** A call for contributions with what each member owes; null for one that was never made. */
export async function readCall(sources: TreasurySources, call: Hex) {
  const { index, chain, addresses, now } = sources;
  const id = within(lower(addresses.Treasury), call);
  const { contributionCall, contributionMades } = await index.ask(contributionCallQuery, {
    id,
    call: id,
  });
  if (!contributionCall) return null;
  const token = contributionCall.token.id;
  const [members, currencies] = await Promise.all([
    membersOf(sources, contributionCall),
    readTokens(chain, addresses, [token]),
  ]);
  const rows = contributionRows(contributionCall, members, now);
  return {
    call: contributionCall,
    rows,
    state: callState(contributionCall, rows, now),
    representatives: actingFor(members, now),
    made: contributionMades,
    currency: currencies[token] ?? null,
    now,
  };
}

/** Whose keys act for whom now. */
function actingFor(members: readonly MemberOfCall[], now: number) {
  return members.flatMap(({ account, representatives }) =>
    representatives.filter(({ notAfter }) => now <= notAfter).map(({ key }) => ({ key, account })),
  );
}

/** Members with the shares that a call looks at. The treasury asks the register that it was founded with, for ever. */
async function membersOf(
  { index, addresses, now }: TreasurySources,
  { key, timepoint }: Pick<ContributionCall, "key" | "timepoint">,
) {
  const { members } = await index.ask(contributorsQuery, {
    registry: lower(addresses.MemberRegistry),
    timepoint: String(key === "data" ? now : timepoint),
  });
  return members;
}

async function balanceOf(chain: ContractReader, token: Hex, account: Hex): Promise<bigint | null> {
  try {
    return await chain.readContract({
      address: token,
      abi: erc20Abi,
      functionName: "balanceOf",
      args: [account],
    });
  } catch {
    // The rest of the page is still worth reading, and it says that this is unknown.
    return null;
  }
}

/** Id that the index gives to what belongs to the treasury. */
function within(treasury: Hex, id: Hex): Hex {
  return `${treasury}${id.slice(2)}`;
}

const lower = (address: string) => address.toLowerCase() as Hex;
const unique = (ids: readonly Hex[]): Hex[] => [...new Set(ids)];
const sum = (amounts: readonly bigint[]): bigint =>
  amounts.reduce((total, amount) => total + amount, 0n);
