import { browser } from "$app/env";

/**
 * The present time in seconds, once a second in the browser. On the server and until the page is alive it is
 * what the page was rendered with, so that both say the same.
 */
class Clock {
  #seconds = $state(Math.floor(Date.now() / 1000));
  #watchers = 0;
  #timer: ReturnType<typeof setInterval> | undefined;

  get seconds(): number {
    return this.#seconds;
  }

  /** Lets the clock run while a component shows it; returns the function that stops it. */
  run(): () => void {
    if (!browser) return () => {};
    this.#watchers += 1;
    this.#seconds = Math.floor(Date.now() / 1000);
    this.#timer ??= setInterval(() => (this.#seconds = Math.floor(Date.now() / 1000)), 1000);
    return () => {
      this.#watchers -= 1;
      if (this.#watchers === 0) {
        clearInterval(this.#timer);
        this.#timer = undefined;
      }
    };
  }
}

export const clock = new Clock();
