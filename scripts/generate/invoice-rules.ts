import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

import { format } from "prettier";

/**
 * Reads the official rules of EN 16931 out of the stylesheets in which the European Commission publishes them, and writes them as the
 * tables that the server evaluates. Needed for a new version of the rules alone; the tables are committed.
 *
 *   node scripts/generate/invoice-rules.ts <folder with ubl/ and cii/ of one version>
 */
const [folder] = process.argv.slice(2);
if (folder === undefined) {
  console.error(
    "Name the folder of the version, which holds ubl/EN16931-UBL-validation.xslt and cii/EN16931-CII-validation.xslt.",
  );
  process.exit(1);
}
const tables = fileURLToPath(new URL("../../app/src/lib/server/invoices/rules", import.meta.url));
for (const syntax of ["ubl", "cii"]) {
  const stylesheet = readFileSync(
    path.join(folder, syntax, `EN16931-${syntax.toUpperCase()}-validation.xslt`),
    "utf8",
  );
  const file = path.join(tables, `${syntax}.json`);
  writeFileSync(file, await format(JSON.stringify(tableOf(stylesheet)), { parser: "json" }));
}

/** A stylesheet that the skeleton of ISO Schematron has compiled: a mode for each pattern, and in it a template for each rule. */
function tableOf(stylesheet: string) {
  const [, version, date] =
    /<!--Schematron version (\S+) - Last update: (\S+)-->/.exec(stylesheet) ?? [];
  if (version === undefined) throw new Error("The stylesheet names no version.");
  const namespaces = Object.fromEntries(
    [
      ...stylesheet.matchAll(/<svrl:ns-prefix-in-attribute-values prefix="([^"]+)" uri="([^"]+)"/g),
    ].map(([, prefix = "", uri = ""]): [string, string] => [prefix, uri]),
  );
  const patterns = new Map<string, { priority: number; context: string; assertions: object[] }[]>();
  const templates = stylesheet.matchAll(
    /<xsl:template match="([^"]+)" mode="(M\d+)" priority="(\d+)">([\s\S]*?)<\/xsl:template>/g,
  );
  let read = 0;
  for (const [, context = "", mode = "", priority, body = ""] of templates) {
    const assertions = [
      ...body.matchAll(
        /<svrl:failed-assert test="([^"]+)">\s*<xsl:attribute name="id">([^<]+)<\/xsl:attribute>\s*<xsl:attribute name="flag">([^<]+)<\/xsl:attribute>[\s\S]*?<svrl:text>([\s\S]*?)<\/svrl:text>/g,
      ),
    ].map(([, test = "", id = "", flag, text = ""]) => ({
      id,
      severity: flag === "fatal" ? "error" : "warning",
      text: plain(text).replace(/^\[[^\]]+\]\s*-?\s*/, ""),
      test: plain(test),
    }));
    read += assertions.length;
    const rules = patterns.get(mode) ?? [];
    rules.push({ priority: Number(priority), context: plain(context), assertions });
    patterns.set(mode, rules);
  }
  const all = stylesheet.split("<svrl:failed-assert ").length - 1;
  if (read !== all) throw new Error(`Of ${all} assertions ${read} were understood.`);
  return {
    title: "Rules of EN 16931, published by the European Commission",
    source: "https://github.com/ConnectingEurope/eInvoicing-EN16931",
    licence: "EUPL-1.2",
    version,
    date,
    namespaces,
    // Of the rules of a pattern the first that matches an element is its rule.
    patterns: [...patterns.values()].map((rules) =>
      rules
        .sort((a, b) => b.priority - a.priority)
        .map(({ context, assertions }) => ({ context, assertions })),
    ),
  };
}

function plain(text: string): string {
  return text
    .replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&apos;", "'")
    .replaceAll("&amp;", "&")
    .replaceAll(/\s+/g, " ")
    .trim();
}
