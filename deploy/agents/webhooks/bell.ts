/** Ends a wait before its time. */
export class Bell {
  #ring: (() => void) | undefined;
  /** It rang while nobody waited. */
  #rang = false;

  ring(): void {
    this.#rang = true;
    this.#ring?.();
  }

  /** Waits so many milliseconds, until it rings, or until the signal. */
  async wait(milliseconds: number, signal: AbortSignal): Promise<void> {
    if (!this.#rang && !signal.aborted) {
      await new Promise<void>((resolve) => {
        const end = () => {
          clearTimeout(timer);
          signal.removeEventListener("abort", end);
          this.#ring = undefined;
          resolve();
        };
        const timer = setTimeout(end, milliseconds);
        signal.addEventListener("abort", end);
        this.#ring = end;
      });
    }
    this.#rang = false;
  }
}
