import type { OptionValues } from "./command.ts";
import { CommandError } from "./command-error.ts";

/** Reads values of options that a page of the dApp hands out, with remedies that lead back to the page. */
export class PageOptions {
  readonly #values: OptionValues;
  readonly #page: string;

  /** @param page Title of the page that gives the command. */
  constructor(values: OptionValues, page: string) {
    this.#values = values;
    this.#page = page;
  }

  hex(name: string, bytes: number): `0x${string}` {
    const value = this.#values[name] as string;
    if (!new RegExp(`^0x[0-9a-fA-F]{${bytes * 2}}$`).test(value)) {
      throw new CommandError(
        `--${name} "${value}" is not ${bytes} bytes in hexadecimal.`,
        `Give 0x and ${bytes * 2} hexadecimal digits; the page "${this.#page}" gives the exact command.`,
      );
    }
    // Lower case, so that a mistyped checksum of an address is not refused by the encoder with a text of its own.
    return value.toLowerCase() as `0x${string}`;
  }

  wholeNumber(name: string, minimum: bigint, maximum: bigint): bigint {
    const value = this.#values[name] as string;
    const number = /^\d{1,78}$/.test(value) ? BigInt(value) : undefined;
    if (number === undefined || number < minimum || number > maximum) {
      throw new CommandError(
        `--${name} "${value}" is not a whole number from ${minimum} to ${maximum}.`,
        `The page "${this.#page}" gives the exact command.`,
      );
    }
    return number;
  }

  chainId(name: string): number {
    return Number(this.wholeNumber(name, 1n, BigInt(Number.MAX_SAFE_INTEGER)));
  }

  /** Seconds since 1970, not yet passed. */
  deadline(name: string): number {
    const deadline = Number(this.wholeNumber(name, 1n, 2n ** 48n - 1n));
    const now = Math.floor(Date.now() / 1000);
    if (deadline <= now) {
      throw new CommandError(
        `The deadline ${deadline} has passed; it is ${now} now.`,
        "Copy the command from the page again: it carries a new deadline.",
      );
    }
    return deadline;
  }
}
