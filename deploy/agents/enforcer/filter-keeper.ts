import { execFile } from "node:child_process";
import { promisify } from "node:util";

import type { HostAddresses } from "./host-addresses.ts";
import { canonicalSources, netrestrictList, nftablesFile } from "./network-filter.ts";
import { replaceFile } from "./replace-file.ts";

const run = promisify(execFile);

/** Who may reach the own node at all, beside what the client does. */
export interface FilterSettings {
  /** Ports of the own node's peer-to-peer protocol. */
  ports: readonly number[];
  /** File for `nft -f`; none is written when left out. */
  nftables?: string;
  /** File with the list for `--netrestrict`; none is written when left out. */
  netrestrict?: string;
  /** IP addresses and networks that may reach it, too: where members come from that dial from elsewhere than where they are reached. */
  also: readonly string[];
  /** Program and arguments that put the first file in force, whose path is added; nothing is run when left out. */
  apply?: readonly string[];
}

/** What came of it. */
export interface FilterState {
  /** Entries of the filter; null before the first one. */
  sources: number | null;
  /** Hosts that the register names and that have no address. */
  unresolved: readonly string[];
  /** Why the filter is not in force, while it is not. */
  failure: string | null;
}

/** Milliseconds after which the files are put in force again: when that failed, and in case somebody has undone it. */
const applyAgainAfter = { failed: 10_000, done: 60_000 };

/**
 * Keeps files for the network's own filter as the register says. It is told of each look that could read one; while none can, everything
 * stays as it is, so that nobody is locked out by a node that knows nothing.
 */
export class FilterKeeper {
  readonly #settings: FilterSettings;
  readonly #addresses: HostAddresses;
  #written: string | undefined;
  #applyAt = 0;
  #applying = false;
  #state: FilterState = { sources: null, unresolved: [], failure: null };

  constructor(settings: FilterSettings, addresses: HostAddresses) {
    this.#settings = settings;
    this.#addresses = addresses;
  }

  /**
   * @param hosts Hosts of all members, names or IP addresses.
   * @param connected IP addresses of members that are connected: whom the client has let in by its key is not thrown out by its address.
   */
  keep(hosts: Iterable<string>, connected: Iterable<string>): FilterState {
    const known = [...hosts].map((host) => ({ host, addresses: this.#addresses.of(host) }));
    // Before every name had its chance, a filter would lock members out.
    if (known.some(({ addresses }) => addresses === undefined)) return this.#state;
    const sources = canonicalSources([
      ...known.flatMap(({ addresses }) => addresses ?? []),
      ...connected,
      ...this.#settings.also,
    ]);
    this.#state = {
      ...this.#state,
      sources: sources.length,
      unresolved: known.filter(({ addresses }) => addresses?.length === 0).map(({ host }) => host),
    };
    try {
      this.#write(sources);
      this.#apply();
    } catch (error) {
      this.#state = { ...this.#state, failure: messageOf(error) };
    }
    return this.#state;
  }

  #write(sources: readonly string[]): void {
    const text = sources.join(" ");
    if (text === this.#written) return;
    const { ports, nftables, netrestrict } = this.#settings;
    // Another user puts them in force: they hold nothing that the register does not tell everybody.
    if (nftables !== undefined) replaceFile(nftables, nftablesFile({ ports, sources }), 0o644);
    if (netrestrict !== undefined) replaceFile(netrestrict, netrestrictList({ sources }), 0o644);
    this.#written = text;
    this.#applyAt = 0;
    this.#state = { ...this.#state, failure: null };
  }

  #apply(): void {
    const { nftables, apply } = this.#settings;
    const [program, ...args] = apply ?? [];
    if (program === undefined || nftables === undefined) return;
    if (this.#applying || performance.now() < this.#applyAt) return;
    this.#applying = true;
    const text = this.#written;
    void run(program, [...args, nftables], { timeout: 10_000 })
      .then(
        () => null,
        (error: unknown) => messageOf(error),
      )
      .then((failure) => {
        this.#applying = false;
        this.#state = { ...this.#state, failure };
        const wait = failure === null ? applyAgainAfter.done : applyAgainAfter.failed;
        // What was written meanwhile is put in force with the next look.
        this.#applyAt = this.#written === text ? performance.now() + wait : 0;
      });
  }
}

const messageOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).trim().replaceAll("\n", " ");
