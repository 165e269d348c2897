import { type Abi, toFunctionSelector } from "viem";

import { authorityAbi } from "#generated/contracts/Authority.ts";
import { paymentRulesAbi } from "#generated/contracts/PaymentRules.ts";
import { treasuryAbi } from "#generated/contracts/Treasury.ts";
import { roles } from "#generated/roles.ts";
import { isSame } from "#lib/chain/bodies.ts";
import { type EventReader, inOrder, wholeChain } from "#lib/chain/events.ts";
import { readTokens as readCurrencies } from "#lib/chain/read-tokens.ts";
import { spelledName } from "#lib/chain/register-words.ts";
import type { Addresses, ContractName } from "#lib/endpoints.ts";
import { knownContracts } from "#lib/features/proposals/known-contracts.ts";

import type {
  ChoosableCall,
  ChoosableLine,
  ChoosableTarget,
  ChoosableToken,
  PaymentChoices,
} from "./payment-choices.ts";

type Hex = `0x${string}`;

/** Lines, calls, tokens and contracts that the form offers of each kind, the newest first: each is asked for by itself. */
const mostOffered = 100;
/** Contracts of ours through which the treasury can pay. */
const paymentContracts = [
  "PaymentEscrow",
  "PaymentStreams",
  "Subscriptions",
] as const satisfies readonly ContractName[];
/** What `Treasury` never calls, by its own rule. */
const forbiddenFunctions = ["transfer", "transferFrom", "approve", "claim"];

const lower = (address: string) => address.toLowerCase() as Hex;

/**
 * What measures about payments can concern, as the contracts and their events say.
 *
 * @param council The body that would decide.
 */
export async function readPayments(
  chain: EventReader,
  addresses: Addresses,
  council: Hex,
): Promise<PaymentChoices> {
  const treasury = { address: addresses.Treasury, abi: treasuryAbi };
  const [
    rules,
    opened,
    closedLines,
    called,
    closedCalls,
    editions,
    known,
    fundable,
    register,
    access,
  ] = await Promise.all([
    readRules(chain, addresses.PaymentRules),
    chain.getContractEvents({ ...treasury, eventName: "BudgetLineOpened", ...wholeChain }),
    chain.getContractEvents({ ...treasury, eventName: "BudgetLineClosed", ...wholeChain }),
    chain.getContractEvents({ ...treasury, eventName: "ContributionsCalled", ...wholeChain }),
    chain.getContractEvents({ ...treasury, eventName: "ContributionsClosed", ...wholeChain }),
    chain.getContractEvents({ ...treasury, eventName: "ContributionSharesSet", ...wholeChain }),
    chain.getContractEvents({ ...treasury, eventName: "FundableKnown", ...wholeChain }),
    chain.getContractEvents({ ...treasury, eventName: "FundableSet", ...wholeChain }),
    chain.readContract({ ...treasury, functionName: "memberRegistry" }),
    chain.readContract({
      address: addresses.Authority,
      abi: authorityAbi,
      functionName: "getAccess",
      args: [roles.BUDGETS, council],
    }),
  ]);
  const overLines = new Set(closedLines.map(({ args }) => args.line));
  const overCalls = new Set(closedCalls.map(({ args }) => args.call));
  const lines = await Promise.all(
    newest(opened)
      .filter(({ args }) => !overLines.has(args.line))
      .slice(0, mostOffered)
      .map(async ({ args: { line } }): Promise<ChoosableLine> => {
        const { token, from, until, ceiling, spent, twoPersonAbove } = await chain.readContract({
          ...treasury,
          functionName: "budgetLine",
          args: [line],
        });
        return {
          id: line,
          name: spelledName(line),
          token: lower(token),
          from,
          until,
          ceiling,
          spent,
          twoPersonAbove,
        };
      }),
  );
  const calls = newest(called)
    .filter(({ args }) => !overCalls.has(args.call))
    .slice(0, mostOffered)
    .map(({ args: { call, token, total } }): ChoosableCall => ({
      id: call,
      name: spelledName(call),
      token: lower(token),
      total,
    }));
  const adopted = [...opened, ...called].map(({ args }) => lower(args.token));
  const allowed = [...rules.fees.keys()];
  return {
    tokens: await readTokens(
      chain,
      addresses,
      [...allowed, ...lines.map(({ token }) => token), ...calls.map(({ token }) => token)],
      rules.fees,
    ),
    feeCeiling: rules.feeCeiling,
    arbiters: rules.arbiters,
    lines,
    calls,
    editions: newest(editions)
      .slice(0, mostOffered)
      .map(({ args: { edition } }) => ({ id: edition, name: spelledName(edition) })),
    taken: {
      lines: opened.map(({ args }) => args.line),
      calls: called.map(({ args }) => args.call),
      editions: editions.map(({ args }) => args.edition),
    },
    memberRegistry: lower(register),
    targets: targetsOf(addresses, lastWords(known), lastWords(fundable)),
    forbidden: [...new Set([...adopted, lower(addresses.Authority), lower(addresses.Treasury)])],
    decisionDelay: access[1],
  };
}

/** Tokens that are allowed with the bounds of their fee, and arbiters, as the contract of the rules has them. */
export async function readRules(chain: EventReader, address: Hex) {
  const rules = { address, abi: paymentRulesAbi };
  const [feeCeiling, allowed, dismissed, appointed, removed] = await Promise.all([
    chain.readContract({ ...rules, functionName: "FEE_CEILING" }),
    chain.getContractEvents({ ...rules, eventName: "TokenAllowed", ...wholeChain }),
    chain.getContractEvents({ ...rules, eventName: "TokenDismissed", ...wholeChain }),
    chain.getContractEvents({ ...rules, eventName: "ArbiterAppointed", ...wholeChain }),
    chain.getContractEvents({ ...rules, eventName: "ArbiterDismissed", ...wholeChain }),
  ]);
  const fees = new Map<Hex, ChoosableToken["fees"]>();
  for (const { eventName, args } of inOrder([...allowed, ...dismissed])) {
    if (eventName === "TokenAllowed")
      fees.set(lower(args.token), { minimum: args.feeMinimum, maximum: args.feeMaximum });
    else fees.delete(lower(args.token));
  }
  const arbiters = new Set<Hex>();
  for (const { eventName, args } of inOrder([...appointed, ...removed])) {
    if (eventName === "ArbiterAppointed") arbiters.add(lower(args.arbiter));
    else arbiters.delete(lower(args.arbiter));
  }
  return { feeCeiling, fees, arbiters: [...arbiters] };
}

/** The test e-money, and other tokens as they describe themselves; one that does not is left out. */
export async function readTokens(
  chain: EventReader,
  addresses: Addresses,
  others: readonly Hex[],
  fees: ReadonlyMap<Hex, ChoosableToken["fees"]>,
): Promise<ChoosableToken[]> {
  const offered = [...new Set([lower(addresses.EuroToken), ...others])].slice(0, mostOffered);
  const currencies = await readCurrencies(chain, addresses, offered);
  return offered.flatMap((address): ChoosableToken[] => {
    const { symbol, decimals = null, isEuro = false } = currencies[address] ?? {};
    return symbol === undefined || decimals === null
      ? []
      : [{ address, symbol, decimals, isEuro, fees: fees.get(address) ?? null }];
  });
}

/** Contracts that the treasury calls, and those of ours that it could call, with what of them it calls. */
function targetsOf(
  addresses: Addresses,
  known: readonly { target: Hex; known: boolean }[],
  fundable: readonly { target: Hex; selector: Hex; fundable: boolean }[],
): ChoosableTarget[] {
  const contracts = knownContracts(addresses);
  const ours = paymentContracts.map((name) => lower(addresses[name]));
  const others = known.filter((entry) => entry.known).map(({ target }) => lower(target));
  return [...new Set([...ours, ...others])].slice(0, mostOffered).map((address) => {
    const contract = contracts.get(address);
    return {
      address,
      name: contract?.name ?? address,
      isKnown: others.includes(address),
      functions: writesOf(contract?.abi ?? []).map((entry) => ({
        ...entry,
        isFundable: fundable.some(
          ({ target, selector, fundable: isNamed }) =>
            isNamed && isSame(target, address) && selector === entry.selector,
        ),
      })),
    };
  });
}

function writesOf(abi: Abi): { selector: Hex; name: string }[] {
  return abi.flatMap((item) =>
    item.type === "function" &&
    item.stateMutability === "nonpayable" &&
    !forbiddenFunctions.includes(item.name)
      ? [{ selector: toFunctionSelector(item), name: item.name }]
      : [],
  );
}

/** What was said last of each contract, or of each of its functions. */
function lastWords<Args extends { target: Hex; selector?: Hex }>(
  events: readonly (Parameters<typeof inOrder>[0][number] & { args: Args })[],
): Args[] {
  const last = new Map(
    inOrder(events).map(({ args }) => [`${args.target}:${args.selector ?? ""}`, args]),
  );
  return [...last.values()];
}

function newest<Event extends Parameters<typeof inOrder>[0][number]>(
  events: readonly Event[],
): Event[] {
  return inOrder(events).reverse();
}
