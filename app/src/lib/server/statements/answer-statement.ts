import { Problem } from "../api/problem-of.ts";
import type { Told } from "../api/serve.ts";
import type { Period, Statement, StatementFormat } from "./statement.ts";
import { statementCamt } from "./write-camt.ts";
import { statementCsv } from "./write-csv.ts";
import { statementJson } from "./write-json.ts";

/** Each takes the index some seconds, and this server some ten megabytes. */
const mostAtOnce = 4;

let underWay = 0;

export interface StatementAsked {
  from?: string | undefined;
  to?: string | undefined;
  format?: StatementFormat | undefined;
}

/**
 * A statement in the form that is asked for.
 * @param accept What the client takes; null for anything.
 * @throws Problem 400 for a period that is none, 406 for another form, 503 while too many are being made.
 */
export async function tellStatement(
  asked: StatementAsked,
  accept: string | null,
  read: (period: Period) => Promise<Statement>,
): Promise<Told> {
  const period = periodOf(asked);
  const format = asked.format ?? formatOf(accept);
  if (format === undefined) {
    throw new Problem(
      406,
      "A statement has no form that Accept names.",
      "Accept application/json, text/csv or application/xml, or give format=json, csv or camt.",
    );
  }
  if (underWay >= mostAtOnce) {
    throw new Problem(503, "Too many statements are being made.", "Try again in some seconds.");
  }
  underWay += 1;
  try {
    const statement = await read(period);
    const { type, ending, write } = forms[format];
    const { kind, id } = statement.account;
    return {
      body: write(statement),
      type,
      // Without the parameter it follows from another header.
      vary: "accept",
      file: `statement-${kind}-${id.slice(0, 10)}.${ending}`,
    };
  } finally {
    underWay -= 1;
  }
}

const forms = {
  json: { type: "application/json", ending: "json", write: statementJson },
  csv: { type: "text/csv; charset=utf-8; header=present", ending: "csv", write: statementCsv },
  camt: { type: "application/xml; charset=utf-8", ending: "xml", write: statementCamt },
} satisfies Record<
  StatementFormat,
  { type: string; ending: string; write: (statement: Statement) => unknown }
>;

/** @throws Problem 400 for one that ends before it begins. */
function periodOf({ from, to }: StatementAsked): Period {
  const period = { from: secondsOf(from), to: secondsOf(to) };
  if (period.from !== null && period.to !== null && period.to <= period.from) {
    throw new Problem(
      400,
      "The period ends before it begins.",
      "Give a moment in to that is after from; the period ends before it.",
    );
  }
  return period;
}

/** The first whole second of the chain that is not before a time. */
function secondsOf(time: string | undefined): number | null {
  return time === undefined ? null : Math.max(0, Math.ceil(Date.parse(time) / 1_000));
}

const formatOfType: Readonly<Record<string, StatementFormat>> = {
  "*/*": "json",
  "application/*": "json",
  "application/json": "json",
  "text/csv": "csv",
  "text/*": "csv",
  "application/xml": "camt",
  "text/xml": "camt",
};

/** The form that a client takes best, by RFC 9110; undefined where there is none. */
export function formatOf(accept: string | null): StatementFormat | undefined {
  if (accept === null || accept.trim() === "") return "json";
  const wanted = accept.split(",").map((part) => {
    const [type = "", ...parameters] = part.split(";").map((text) => text.trim().toLowerCase());
    const weight = parameters.find((text) => text.startsWith("q="))?.slice(2);
    return { format: formatOfType[type], quality: weight === undefined ? 1 : Number(weight) };
  });
  const [best] = wanted
    .filter(({ format, quality }) => format !== undefined && quality > 0)
    .sort((a, b) => b.quality - a.quality);
  return best?.format;
}
