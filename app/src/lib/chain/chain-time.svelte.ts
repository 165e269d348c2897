import { clock } from "#lib/ui/clock.svelte.ts";

/**
 * The chain's clock between two looks at it: what it showed when the page was loaded, and the seconds that have passed
 * on this device since. A device whose clock is wrong therefore still shows the right state.
 */
export class ChainTime {
  readonly #shown: () => number;
  readonly #base = $derived.by(() => ({
    chain: this.#shown(),
    device: Math.floor(Date.now() / 1000),
  }));
  readonly #now = $derived(this.#base.chain + Math.max(0, clock.seconds - this.#base.device));

  /** @param shown The chain's newest timepoint, as the page was loaded with it. */
  constructor(shown: () => number) {
    this.#shown = shown;
    $effect(() => clock.run());
  }

  /** Seconds since 1970. */
  get now(): number {
    return this.#now;
  }
}
