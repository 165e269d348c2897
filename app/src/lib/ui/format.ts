import { formatUnits } from "viem";

import { type Language, language } from "#lib/language.ts";

/** English as the institutions of the Union write it: the day before the month, the 24-hour clock. */
const regions: Partial<Record<Language, string>> = { en: "en-IE" };

function localeOf(language: Language): string {
  return regions[language] ?? language;
}

const formatters = new Map<
  string,
  Intl.NumberFormat | Intl.DateTimeFormat | Intl.ListFormat | Intl.DisplayNames
>();

function remembered<
  T extends Intl.NumberFormat | Intl.DateTimeFormat | Intl.ListFormat | Intl.DisplayNames,
>(key: string, make: () => T): T {
  const known = formatters.get(key) as T | undefined;
  if (known) return known;
  const made = make();
  formatters.set(key, made);
  return made;
}

/** A number in the reader's language. */
export function formatNumber(
  value: number | bigint | Intl.StringNumericLiteral,
  options: Intl.NumberFormatOptions = {},
): string {
  const locale = localeOf(language());
  const text = remembered(
    `n ${locale} ${JSON.stringify(options)}`,
    () => new Intl.NumberFormat(locale, options),
  ).format(value);
  // Groups of digits stand apart by a full space, as the interinstitutional style guide has it: a narrow one nearly vanishes.
  return text.replaceAll("\u202f", "\u00a0");
}

/** A share of 0 to 1 as percent. */
export function formatShare(share: number, fractionDigits = 1): string {
  return formatNumber(share, { style: "percent", maximumFractionDigits: fractionDigits });
}

/** An amount of euro in units of 10^-decimals, to the last unit. */
export function formatEuro(units: bigint, decimals: number): string {
  return formatNumber(formatUnits(units, decimals) as Intl.StringNumericLiteral, {
    style: "currency",
    currency: "EUR",
    minimumFractionDigits: 2,
    maximumFractionDigits: Math.max(2, decimals),
  });
}

/** An amount of something else in units of 10^-decimals, to the last unit. */
export function formatAmount(units: bigint, decimals: number): string {
  return formatNumber(formatUnits(units, decimals) as Intl.StringNumericLiteral, {
    maximumFractionDigits: decimals,
  });
}

/** A size of a file, in the largest of its units that gives at least 1: "64 MB" are 64 times 1024 times 1024 bytes. */
export function formatBytes(bytes: number): string {
  const units = ["byte", "kilobyte", "megabyte", "gigabyte"] as const;
  const place = Math.min(
    units.length - 1,
    Math.max(0, Math.floor(Math.log2(Math.max(bytes, 1)) / 10)),
  );
  return formatNumber(bytes / 1024 ** place, {
    style: "unit",
    unit: units[place] ?? "byte",
    unitDisplay: place === 0 ? "long" : "short",
    maximumFractionDigits: place === 0 ? 0 : 1,
  });
}

export type TimeStyle = "date" | "minute" | "second";

const timeStyles: Record<TimeStyle, Intl.DateTimeFormatOptions> = {
  date: { day: "numeric", month: "long", year: "numeric" },
  minute: {
    day: "numeric",
    month: "long",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    timeZoneName: "short",
  },
  second: {
    day: "numeric",
    month: "long",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    timeZoneName: "short",
  },
};

/** A point in time; without a zone in the reader's own, which only the browser knows. */
export function formatTime(
  seconds: number,
  style: TimeStyle = "minute",
  timeZone?: string,
): string {
  const locale = localeOf(language());
  return remembered(
    `t ${locale} ${style} ${timeZone}`,
    () =>
      new Intl.DateTimeFormat(locale, {
        ...timeStyles[style],
        hourCycle: "h23",
        ...(timeZone ? { timeZone } : {}),
      }),
  ).format(new Date(seconds * 1000));
}

const units = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
] as const;

/** A length of time in its two largest units: "6 days, 23 hours". */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const first = units.findIndex(([, size]) => whole >= size);
  const start = first === -1 ? units.length - 1 : first;
  const parts: string[] = [];
  let rest = whole;
  for (const [unit, size] of units.slice(start, start + 2)) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0 || parts.length === 0) {
      parts.push(formatNumber(count, { style: "unit", unit, unitDisplay: "long" }));
    }
  }
  return formatList(parts, "unit");
}

/** "Belgium, France and Malta". */
export function formatList(
  items: readonly string[],
  type: Intl.ListFormatType = "conjunction",
): string {
  const locale = localeOf(language());
  return remembered(`l ${locale} ${type}`, () => new Intl.ListFormat(locale, { type })).format(
    items,
  );
}

/** Name of a country by its ISO 3166-1 alpha-2 code; a code that is none stays as it is. */
export function countryName(code: string): string {
  const locale = localeOf(language());
  if (!/^[A-Z]{2}$/.test(code)) return code;
  // Eurostat and the institutions write EL for Greece, which ISO 3166-1 calls GR.
  const iso = code === "EL" ? "GR" : code;
  return (
    remembered(`c ${locale}`, () => new Intl.DisplayNames([locale], { type: "region" })).of(iso) ??
    code
  );
}

/** Compares texts as the reader's dictionary does. */
export function compareText(a: string, b: string): number {
  return a.localeCompare(b, localeOf(language()));
}

/** An address or hash with its middle left out: enough to compare by eye, never enough to trust. */
export function shortened(value: string, head = 6, tail = 4): string {
  if (value.length <= head + tail + 2) return value;
  return `${value.slice(0, head)}…${value.slice(-tail)}`;
}
