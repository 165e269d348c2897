import {
  type Address,
  decodeEventLog,
  getAddress,
  type Hex,
  numberToHex,
  type PublicClient,
} from "viem";

import * as contracts from "../../generated/contracts/index.ts";
import type { SystemAddresses } from "../../deploy/deploy.ts";

/** A slot of a contract before and after. */
export interface StorageDifference {
  contract: string;
  slot: Hex;
  before: Hex;
  after: Hex;
}

/** Something that a contract said. */
export interface SeenEvent {
  contract: string;
  event: string;
  args: Readonly<Record<string, string>>;
}

export interface BalanceDifference {
  account: string;
  before: bigint;
  after: bigint;
}

/** Code behind a RegistryProxy. */
export interface CodeDifference {
  contract: string;
  before: Address;
  after: Address;
}

/** What a transaction has changed. */
export interface Differences {
  storage: StorageDifference[];
  /** Who may do what: the Authority's events. */
  roles: SeenEvent[];
  balances: BalanceDifference[];
  code: CodeDifference[];
  /** All that was said, the Authority's too. */
  events: SeenEvent[];
}

interface StructLog {
  op: string;
  depth: number;
  stack: string[];
}

const allEvents = Object.values(contracts).flatMap((value) =>
  Array.isArray(value) ? (value as { type: string }[]).filter(({ type }) => type === "event") : [],
) as never[];

/** Compares a chain before and after its newest block, whose only transaction is `hash`. */
export async function differencesOf(
  client: PublicClient,
  addresses: SystemAddresses,
  hash: Hex,
): Promise<Differences> {
  const names = new Map<string, string>(
    Object.entries(addresses).map(([name, address]) => [address.toLowerCase(), name]),
  );
  const nameOf = (address: Address) => names.get(address.toLowerCase()) ?? getAddress(address);
  const receipt = await client.getTransactionReceipt({ hash });
  const { blockNumber } = receipt;
  const { structLogs } = await client.request<{
    Method: "debug_traceTransaction";
    Parameters: [Hex, object];
    ReturnType: { structLogs: StructLog[] };
  }>({
    method: "debug_traceTransaction",
    params: [hash, { disableMemory: true, disableStorage: true }],
  });
  const touched = touchedBy(structLogs, receipt.to as Address);
  const at = (block: bigint) => ({ blockNumber: block });

  const storage: StorageDifference[] = [];
  for (const { address, slot } of touched.slots) {
    const [before, after] = await Promise.all([
      client.getStorageAt({ address, slot, ...at(blockNumber - 1n) }),
      client.getStorageAt({ address, slot, ...at(blockNumber) }),
    ]);
    if (before !== after)
      storage.push({
        contract: nameOf(address),
        slot,
        before: before ?? "0x",
        after: after ?? "0x",
      });
  }
  const balances: BalanceDifference[] = [];
  for (const address of touched.accounts) {
    if (address.toLowerCase() === receipt.from.toLowerCase()) continue;
    const [before, after] = await Promise.all([
      client.getBalance({ address, ...at(blockNumber - 1n) }),
      client.getBalance({ address, ...at(blockNumber) }),
    ]);
    if (before !== after) balances.push({ account: nameOf(address), before, after });
  }
  const said = receipt.logs.map(({ address, topics, data }) => ({
    address,
    contract: nameOf(address),
    ...decoded(topics, data),
  }));
  const code: CodeDifference[] = [];
  for (const { address } of said.filter(({ event }) => event === "Upgraded")) {
    const implementation = (block: bigint) =>
      client.readContract({
        address,
        abi: contracts.registryProxyAbi,
        functionName: "implementation",
        ...at(block),
      });
    const [before, after] = await Promise.all([
      implementation(blockNumber - 1n),
      implementation(blockNumber),
    ]);
    code.push({ contract: nameOf(address), before, after });
  }
  const events = said.map(({ contract, event, args }) => ({ contract, event, args }));
  return {
    storage,
    roles: events.filter(({ contract, event }) => contract === "Authority" && /Role/.test(event)),
    balances,
    code,
    events,
  };
}

/** Slots that were written, and accounts that were called with value, by the machine's own steps. */
function touchedBy(
  steps: readonly StructLog[],
  first: Address,
): { slots: { address: Address; slot: Hex }[]; accounts: Set<Address> } {
  /** Whose storage each level of the call writes to; nothing inside a contract that is being made. */
  const places: (Address | undefined)[] = [first];
  const slots = new Map<string, { address: Address; slot: Hex }>();
  const accounts = new Set<Address>([first]);
  for (const [index, { op, depth, stack }] of steps.entries()) {
    places.length = depth;
    const top = (place: number) => stack.at(-1 - place) ?? "0";
    const place = places[depth - 1];
    if (op === "SSTORE" && place !== undefined) {
      const slot = numberToHex(numberOf(top(0)), { size: 32 });
      slots.set(`${place}${slot}`, { address: place, slot });
    }
    const next = steps[index + 1];
    if (next === undefined || next.depth !== depth + 1) continue;
    const target = addressOf(top(1));
    if (op === "CALL" && numberOf(top(2)) > 0n) accounts.add(target);
    places[depth] =
      op === "DELEGATECALL" || op === "CALLCODE"
        ? place
        : op.startsWith("CREATE")
          ? undefined
          : target;
  }
  return { slots: [...slots.values()], accounts };
}

const numberOf = (word: string): bigint => BigInt(word.startsWith("0x") ? word : `0x${word}`);

const addressOf = (word: string): Address =>
  getAddress(numberToHex(numberOf(word) & ((1n << 160n) - 1n), { size: 20 }));

function decoded(
  topics: readonly Hex[],
  data: Hex,
): { event: string; args: Record<string, string> } {
  try {
    const { eventName, args } = decodeEventLog({
      abi: allEvents,
      topics: topics as [Hex, ...Hex[]],
      data,
    }) as unknown as { eventName: string; args: Record<string, unknown> };
    return {
      event: eventName,
      args: Object.fromEntries(Object.entries(args).map(([name, value]) => [name, text(value)])),
    };
  } catch {
    return { event: topics[0] ?? "anonymous", args: { data } };
  }
}

function text(value: unknown): string {
  return typeof value === "string" || typeof value === "bigint"
    ? String(value)
    : JSON.stringify(value, (_, one: unknown) => (typeof one === "bigint" ? String(one) : one));
}
