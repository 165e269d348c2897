import { erc20Abi } from "viem";

import { treasuryAbi } from "#generated/contracts/Treasury.ts";
import { isSame } from "#lib/chain/bodies.ts";
import { wordOrNull } from "#lib/chain/contract-views.ts";
import type { PageSources } from "#lib/chain/events.ts";

import {
  type CallMeaning,
  type CallRegisters,
  type DecodedCall,
  flattenCalls,
  type Money,
} from "./decode-call.ts";

type Hex = `0x${string}`;

/** Lines and tokens that are asked for at most. Amounts of further ones are said in the smallest units. */
const mostAsked = 50;

/**
 * In which tokens amounts are, and into how many parts these are divided: calls to the treasury name a line alone. The contracts are
 * asked, because few proposals have such a call.
 */
export async function readMoney(
  { chain, addresses }: Pick<PageSources, "chain" | "addresses">,
  calls: readonly DecodedCall[],
): Promise<Pick<CallRegisters, "lineTokens" | "tokenDecimals">> {
  const meanings = flattenCalls(calls).flatMap(({ meaning }) => meaning ?? []);
  const amounts = meanings.flatMap(amountsOf);
  const lines = unique(
    meanings.flatMap((meaning) =>
      "line" in meaning && amountsOf(meaning).some(({ token }) => token === null)
        ? [meaning.line.hex]
        : [],
    ),
  );
  const lineTokens = new Map(
    await asked(lines, async (line): Promise<Hex | null> => {
      const { token } = await chain.readContract({
        address: addresses.Treasury,
        abi: treasuryAbi,
        functionName: "budgetLine",
        args: [line],
      });
      return wordOrNull(token.toLowerCase() as Hex);
    }),
  );
  const tokens = unique([
    ...lineTokens.values(),
    ...amounts.flatMap(({ token }) => (token ? [token.id] : [])),
  ]).filter((token) => !isSame(token, addresses.EuroToken));
  const tokenDecimals = new Map(
    await asked(tokens, async (address) =>
      chain.readContract({ address, abi: erc20Abi, functionName: "decimals" }),
    ),
  );
  return { lineTokens, tokenDecimals };
}

function amountsOf(meaning: CallMeaning): Money[] {
  return Object.values(meaning).filter(
    (value): value is Money => typeof value === "object" && value !== null && "units" in value,
  );
}

/** What contracts answer; what gives no answer, or null, is left out. */
async function asked<Answer>(
  ids: readonly Hex[],
  ask: (id: Hex) => Promise<Answer | null>,
): Promise<[Hex, Answer][]> {
  const answers = await Promise.allSettled(
    ids.slice(0, mostAsked).map(async (id) => [id, await ask(id)] as const),
  );
  return answers.flatMap((answer): [Hex, Answer][] => {
    if (answer.status === "rejected") return [];
    const [id, found] = answer.value;
    return found === null ? [] : [[id, found]];
  });
}

function unique(ids: readonly Hex[]): Hex[] {
  return [...new Set(ids)];
}
