import {
  type AbiEvent,
  type Address,
  encodeFunctionData,
  formatLog,
  type Hex,
  type Log,
  parseEventLogs,
  type RpcLog,
  size,
  toEventSelector,
  zeroAddress,
} from "viem";

import { accountRegistryAbi } from "../../../generated/contracts/AccountRegistry.ts";
import { authorityAbi } from "../../../generated/contracts/Authority.ts";
import { memberRegistryAbi } from "../../../generated/contracts/MemberRegistry.ts";
import { organisationRegistryAbi } from "../../../generated/contracts/OrganisationRegistry.ts";
import { permissionViewsAbi } from "../../../generated/contracts/PermissionViews.ts";
import { roles } from "../../../generated/roles.ts";
import { askForBlock, jsonRpc, readContract, readLogs, type Request } from "../clients/json-rpc.ts";

/** Who may send transactions, as the contracts say at one block. */
export interface AccountRights {
  block: bigint;
  /** Grows with every change of the rest: who holds a copy need not compare. */
  version: number;
  /** Accounts that may send transactions, in lower case. */
  allowed: ReadonlySet<Address>;
  /** Why there may be more of them than stand here, so that nobody is to be refused yet; null when these are all. */
  incomplete: string | null;
}

/** `Refusal` of PermissionViews, as far as it matters here. */
const refusal = { noAccess: 1, readOnly: 2, registerUnreadable: 6 } as const;

/** Blocks whose logs are asked for at once, as many as Besu answers for; and how often in one look. */
const logRange = 5_000n;
const mostRanges = 40;
/** Accounts, and members of bodies, that are asked about in one look. */
const mostQuestions = 1_000;
const mostMembers = 1_000;
/** Blocks after which a register that could not be read is asked again. */
const askAgainAfter = 30n;
/** Blocks after which everybody is asked about, should a contract have changed without a word. */
const askAllAfter = 3_600n;

/** All contracts whose events say that somebody's rights may be others. */
const watchedAbi = [
  ...permissionViewsAbi,
  ...accountRegistryAbi,
  ...organisationRegistryAbi,
  ...memberRegistryAbi,
  ...authorityAbi,
] as const;

const watchedNames = [
  "BodyAdded",
  "BodyRemoved",
  "AuthorityUpdated",
  "Upgraded",
  "AccountRegistered",
  "AccountAccessChanged",
  "AccountRemoved",
  "AccountSuspensionChanged",
  "OrganisationLimitsSet",
  "AdministratorAppointed",
  "AdministratorRemoved",
  "AdministratorsReplaced",
  "OrganisationChosen",
  "OrganisationStatusChanged",
  "OrganisationPlaced",
  "MemberRegistered",
  "MemberStatusChanged",
  "MandateKeyDesignated",
  "MandateKeyAccepted",
  "MandateRevoked",
  "RepresentativeAppointed",
  "KeyAppointed",
  "RepresentativeEnded",
  "RoleGranted",
  "RoleRevoked",
] as const;

/** What a node finds these events by; computed once, because hashing would be most of the work of a block in which nothing happens. */
const watchedTopics: Hex[] = watchedNames.map((name) =>
  toEventSelector(
    watchedAbi.find((item) => item.type === "event" && item.name === name) as AbiEvent,
  ),
);

const parseWatched = (logs: readonly RpcLog[]) =>
  parseEventLogs({
    abi: watchedAbi,
    eventName: [...watchedNames],
    logs: logs.map((log): Log => formatLog(log)),
  });

type WatchedLog = ReturnType<typeof parseWatched>[number];

interface Sources {
  authority: Address;
  accountRegistry: Address;
  organisationRegistry: Address;
  memberRegistries: readonly Address[];
  /** Block at which they were read: what was said up to it is in them. */
  since: bigint;
}

/** A member of a body, and the keys that act for it or may begin to. */
interface Mandate {
  registry: Address;
  member: Address;
  mandateKey: Address;
  designatedKey: Address;
}

/**
 * Who may send transactions, as our own node answers. Whose rights may have changed is known by events, read once from the first block and
 * then block by block, and by the lists that the contracts keep of members and relayers: of what stands in the genesis there are no events.
 * What the rights are, PermissionViews alone says.
 *
 * The list of a client knows who sends and not where to, so PermissionViews is asked about the least that a transaction can be: one that
 * goes to the Authority and brings neither calldata nor gas. Whoever acts for a member of a body, and relayers, are let through there
 * before any other rule; everybody else by access to transact. That the share of gas is used up for now, or that a contract is restricted, says
 * nothing about the sender. A key that a member has designated is asked about with the acceptance of that mandate.
 *
 * Leaving, which PermissionViews leaves open to everybody who is in, does not count: for its sake everybody who ever was in would have to
 * stand in the list, suspended or not. Organisations and bodies take such accounts and nodes out instead.
 *
 * Each look does a bounded part of what is to be done; until all of it is done, `incomplete` says so.
 */
export class AccountRightsReader {
  readonly #request: Request;
  readonly #views: Address;
  #sources: Sources | undefined;
  #read = -1n;
  #version = 0;
  #wasComplete = false;
  readonly #allowed = new Set<Address>();
  /** Whose rights can change without that an event names them. */
  readonly #known = new Set<Address>();
  /** Who is to be asked about. */
  readonly #pending = new Set<Address>();
  /** About whom a register could not be read, and since when. */
  readonly #unread = new Set<Address>();
  #unreadAt = 0n;
  #allAskedAt = 0n;
  readonly #mandates = new Map<string, Mandate>();
  readonly #changedMandates = new Map<string, Pick<Mandate, "registry" | "member">>();
  /** When somebody's rights change by the time alone: a mandate ends, a role begins. Seconds since 1970. */
  readonly #changesAt = new Map<string, { account: Address; at: number }>();

  constructor(url: string, permissionViews: Address) {
    this.#request = jsonRpc(url, 10_000);
    this.#views = lower(permissionViews);
  }

  /** What the contracts say at `block`, which is the newest one of our node. */
  async at(block: bigint): Promise<AccountRights> {
    // A node that was restored from a backup knows less than before.
    if (block < this.#read) this.#forget();
    this.#sources ??= await this.#begin(block);
    if (block > this.#read) await this.#readUpTo(block);
    await this.#askAtMost(block);
    const incomplete = this.#incomplete(block);
    if ((incomplete === null) !== this.#wasComplete) this.#version += 1;
    this.#wasComplete = incomplete === null;
    return { block, version: this.#version, allowed: this.#allowed, incomplete };
  }

  #incomplete(block: bigint): string | null {
    if (this.#read < block) return `the chain has been read up to block ${this.#read} only`;
    const pending = this.#pending.size + this.#changedMandates.size;
    if (pending > 0) return `${pending} accounts and members are still to be asked about`;
    if (this.#unread.size > 0) return "a register cannot be read";
    // Nobody could ever say otherwise: whatever says so is mistaken.
    if (this.#allowed.size === 0) return "the contracts name nobody who may send transactions";
    return null;
  }

  /** Which contracts are to be watched, and who stands in their lists. */
  async #begin(block: bigint): Promise<Sources> {
    const views = { address: this.#views, abi: permissionViewsAbi, blockNumber: block } as const;
    const [authority, [, , accountRegistry], bodies] = await Promise.all([
      readContract(this.#request, { ...views, functionName: "authority" }),
      readContract(this.#request, { ...views, functionName: "sources" }),
      readContract(this.#request, { ...views, functionName: "bodies" }),
    ]);
    const memberRegistries = bodies.map(({ memberRegistry }) => lower(memberRegistry));
    const [organisationRegistry, relayers, ...members] = await Promise.all([
      readContract(this.#request, {
        address: accountRegistry,
        abi: accountRegistryAbi,
        functionName: "organisationRegistry",
        blockNumber: block,
      }),
      readContract(this.#request, {
        address: authority,
        abi: authorityAbi,
        functionName: "roleMembers",
        args: [roles.RELAYERS],
        blockNumber: block,
      }),
      ...memberRegistries.map((registry) => this.#membersOf(registry, block)),
    ]);
    for (const relayer of relayers) this.#pending.add(lower(relayer));
    for (const { registry, member } of members.flat()) this.#mandateChanged(registry, member);
    this.#allAskedAt = block;
    return {
      authority: lower(authority),
      accountRegistry: lower(accountRegistry),
      organisationRegistry: lower(organisationRegistry),
      memberRegistries,
      since: block,
    };
  }

  async #membersOf(
    registry: Address,
    blockNumber: bigint,
  ): Promise<{ registry: Address; member: Address }[]> {
    const contract = { address: registry, abi: memberRegistryAbi, blockNumber } as const;
    const count = await readContract(this.#request, { ...contract, functionName: "memberCount" });
    return Promise.all(
      Array.from({ length: Number(count) }, async (_, index) => ({
        registry,
        member: lower(
          await readContract(this.#request, {
            ...contract,
            functionName: "memberAt",
            args: [BigInt(index)],
          }),
        ),
      })),
    );
  }

  async #readUpTo(block: bigint): Promise<void> {
    for (let ranges = 0; ranges < mostRanges && this.#read < block; ranges += 1) {
      const { authority, accountRegistry, organisationRegistry, memberRegistries } =
        (this.#sources ??= await this.#begin(block));
      const from = this.#read + 1n;
      const to = from + logRange - 1n < block ? from + logRange - 1n : block;
      const isTimed = to === block && this.#changesAt.size > 0;
      const [logs, head] = await Promise.all([
        readLogs(this.#request, {
          address: [
            this.#views,
            authority,
            accountRegistry,
            organisationRegistry,
            ...memberRegistries,
          ],
          topics: [watchedTopics],
          fromBlock: from,
          toBlock: to,
        }),
        isTimed ? askForBlock(this.#request, block) : undefined,
      ]);
      if (isTimed && head === undefined) throw new Error(`The node does not have block ${block}.`);
      const watched = logs.length === 0 ? [] : parseWatched(logs);
      if (watched.some((log) => this.#isOfOtherContracts(log))) {
        // Other bodies, or another authority: whom they know stands in events long past.
        this.#forget();
        continue;
      }
      for (const log of watched) this.#heard(log);
      this.#read = to;
      if (head !== undefined) this.#timePasses(head.timestamp);
    }
    if (block - this.#allAskedAt >= askAllAfter) this.#askAboutAll(block);
    if (this.#unread.size > 0 && block - this.#unreadAt >= askAgainAfter) {
      for (const account of this.#unread) this.#pending.add(account);
      this.#unread.clear();
    }
  }

  #isOfOtherContracts({ eventName, address, blockNumber }: WatchedLog): boolean {
    if (this.#sources === undefined || blockNumber <= this.#sources.since) return false;
    switch (eventName) {
      case "BodyAdded":
      case "BodyRemoved":
        return true;
      case "Upgraded":
      case "AuthorityUpdated":
        return lower(address) === this.#views;
      default:
        return false;
    }
  }

  /** Notes who is to be asked about. What the event says of their rights does not matter: that is asked. */
  #heard(log: WatchedLog): void {
    const { address, blockNumber } = log;
    switch (log.eventName) {
      case "AccountRegistered":
      case "AccountAccessChanged":
      case "AccountRemoved":
      case "AccountSuspensionChanged":
      case "OrganisationChosen":
        this.#pending.add(lower(log.args.account));
        break;
      case "AdministratorAppointed":
      case "AdministratorRemoved":
        this.#pending.add(lower(log.args.administrator));
        break;
      case "AdministratorsReplaced":
        this.#pending.add(lower(log.args.administrator));
        this.#askAboutAll(blockNumber);
        break;
      case "OrganisationLimitsSet":
      case "OrganisationStatusChanged":
      case "OrganisationPlaced":
      case "Upgraded":
        this.#askAboutAll(blockNumber);
        break;
      case "MandateRevoked":
        this.#mandateChanged(address, log.args.account);
        // With the mandate key all representatives have ended, and no event names them.
        this.#askAboutAll(blockNumber);
        break;
      case "MemberRegistered":
      case "MemberStatusChanged":
      case "MandateKeyDesignated":
      case "MandateKeyAccepted":
        this.#mandateChanged(address, log.args.account);
        break;
      case "RepresentativeAppointed":
        this.#appointed(address, log.args.key, [log.args.notAfter + 1]);
        break;
      case "KeyAppointed":
        // A longer signer is no account, and sends nothing.
        if (size(log.args.signer) === 20)
          this.#appointed(address, log.args.key, [log.args.notBefore, log.args.notAfter + 1]);
        break;
      case "RepresentativeEnded":
        this.#pending.add(lower(log.args.key));
        break;
      case "RoleGranted":
      case "RoleRevoked":
        if (log.args.roleId !== roles.RELAYERS) break;
        this.#pending.add(lower(log.args.account));
        if (log.eventName === "RoleGranted")
          this.#changesAt.set(`relayer ${lower(log.args.account)}`, {
            account: lower(log.args.account),
            at: log.args.since,
          });
        break;
      default:
        break;
    }
  }

  /** Somebody acts for a member; at these times, without a word, begins or ends to. */
  #appointed(registry: Address, key: Address, times: readonly number[]): void {
    const account = lower(key);
    this.#pending.add(account);
    for (const [place, at] of times.toReversed().entries())
      this.#changesAt.set(`${lower(registry)} ${account} ${place}`, { account, at });
  }

  #mandateChanged(registry: Address, member: Address): void {
    this.#changedMandates.set(lower(`${registry} ${member}`), {
      registry: lower(registry),
      member: lower(member),
    });
  }

  #askAboutAll(block: bigint): void {
    // What was said before the contracts were asked for the first time changes nothing about their answers.
    if (this.#sources === undefined || block <= this.#sources.since) return;
    for (const account of this.#known) this.#pending.add(account);
    this.#allAskedAt = block;
  }

  #timePasses(now: number): void {
    for (const [what, { account, at }] of this.#changesAt) {
      if (at > now) continue;
      this.#changesAt.delete(what);
      this.#pending.add(account);
    }
  }

  async #askAtMost(block: bigint): Promise<void> {
    const changed = [...this.#changedMandates].slice(0, mostMembers);
    const mandates = await Promise.all(changed.map(([, which]) => this.#mandateOf(which, block)));
    for (const [index, [name]] of changed.entries()) {
      const [before, now] = [this.#mandates.get(name), mandates[index]];
      this.#changedMandates.delete(name);
      if (now !== undefined) this.#mandates.set(name, now);
      for (const key of [before, now].flatMap((one) => one && [one.mandateKey, one.designatedKey]))
        if (key !== undefined && key !== zeroAddress) this.#pending.add(key);
    }
    const accounts = [...this.#pending].slice(0, mostQuestions);
    if (accounts.length === 0 || this.#sources === undefined) return;
    const { authority, accountRegistry } = this.#sources;
    const designations = Map.groupBy(this.#mandates.values(), ({ designatedKey }) => designatedKey);
    const answers = await Promise.all(
      accounts.map(async (account) => {
        const asked = await Promise.all([
          this.#refusal(account, authority, "0x", block),
          ...(designations.get(account) ?? []).map(({ registry, member }) =>
            this.#refusal(account, registry, acceptanceOf(member), block),
          ),
        ]);
        return { account, ...judge(asked) };
      }),
    );
    const refused = answers.filter(({ may, isUnread }) => !may && !isUnread);
    const strangers = await Promise.all(
      refused.map(({ account }) => this.#isStranger(account, accountRegistry, block)),
    );
    for (const { account, may, isUnread } of answers) {
      this.#pending.delete(account);
      this.#known.add(account);
      if (isUnread) {
        this.#unread.add(account);
        this.#unreadAt = block;
        continue;
      }
      this.#unread.delete(account);
      if (may === this.#allowed.has(account)) continue;
      if (may) this.#allowed.add(account);
      else this.#allowed.delete(account);
      this.#version += 1;
    }
    // Only an event that names them gives rights to those who belong nowhere: nothing is kept of them.
    for (const [index, { account }] of refused.entries())
      if (strangers[index] === true) this.#known.delete(account);
  }

  async #mandateOf(
    { registry, member }: Pick<Mandate, "registry" | "member">,
    blockNumber: bigint,
  ): Promise<Mandate> {
    const { mandateKey, designatedKey } = await readContract(this.#request, {
      address: registry,
      abi: memberRegistryAbi,
      functionName: "member",
      args: [member],
      blockNumber,
    });
    return {
      registry,
      member,
      mandateKey: lower(mandateKey),
      designatedKey: lower(designatedKey),
    };
  }

  async #refusal(
    sender: Address,
    target: Address,
    payload: Hex,
    blockNumber: bigint,
  ): Promise<number> {
    return readContract(this.#request, {
      address: this.#views,
      abi: permissionViewsAbi,
      functionName: "transactionRefusal",
      args: [sender, target, 0n, payload],
      blockNumber,
    });
  }

  async #isStranger(account: Address, registry: Address, blockNumber: bigint): Promise<boolean> {
    const organisation = await readContract(this.#request, {
      address: registry,
      abi: accountRegistryAbi,
      functionName: "organisationOf",
      args: [account],
      blockNumber,
    });
    return BigInt(organisation) === 0n;
  }

  #forget(): void {
    this.#sources = undefined;
    this.#read = -1n;
    for (const all of [this.#allowed, this.#known, this.#pending, this.#unread]) all.clear();
    for (const all of [this.#mandates, this.#changedMandates, this.#changesAt]) all.clear();
    this.#version += 1;
  }
}

/** One answer that lets it through is enough; an answer that was none refuses nobody. */
function judge(refusals: readonly number[]): { may: boolean; isUnread: boolean } {
  const refusing: readonly number[] = Object.values(refusal);
  const may = refusals.some((one) => !refusing.includes(one));
  return { may, isUnread: !may && refusals.includes(refusal.registerUnreadable) };
}

const acceptanceOf = (member: Address): Hex =>
  encodeFunctionData({ abi: memberRegistryAbi, functionName: "acceptMandate", args: [member] });

const lower = <T extends string>(text: T): T => text.toLowerCase() as T;
