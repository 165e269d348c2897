import fontoxpath from "fontoxpath";
import { Attr, Element, type Node } from "slimdom";

import type { Finding } from "./finding.ts";
import type { ReadXml } from "./read-xml.ts";

// It is CommonJS, of which Node sees no single names.
const { evaluateXPathToBoolean, evaluateXPathToNodes } = fontoxpath;

interface Assertion {
  id: string;
  severity: string;
  text: string;
  /** XPath 2.0, asked of each element of the context. */
  test: string;
}

/** Rules of ISO Schematron, as `scripts/generate/invoice-rules.ts` writes them. */
export interface RuleTable {
  version: string;
  namespaces: Readonly<Record<string, string | undefined>>;
  /** Of the rules of a pattern, the first whose context has an element is the element's only one. */
  patterns: readonly (readonly { context: string; assertions: readonly Assertion[] }[])[];
}

/** Findings of one rule at most: the hundredth line with the same fault tells nobody more. */
const mostOfOneRule = 20;

/** What an invoice breaks of a table, in the order of the file. */
export function brokenRules(table: RuleTable, xml: ReadXml): Finding[] {
  const options = {
    namespaceResolver: (prefix: string) => table.namespaces[prefix] ?? null,
    language: fontoxpath.Language.XPATH_3_1_LANGUAGE,
  };
  const findings: Finding[] = [];
  const counts = new Map<string, number>();
  for (const rules of table.patterns) {
    const taken = new Set<Node>();
    for (const { context, assertions } of rules) {
      const nodes = nodesOf(context, xml, options);
      if (nodes === undefined) {
        // One such value breaks several contexts, and is told once.
        if (!findings.some(({ rule }) => rule === formRule)) findings.push(formFinding(table, xml));
        continue;
      }
      for (const node of nodes) {
        if (taken.has(node)) continue;
        taken.add(node);
        for (const assertion of assertions) {
          if (holds(assertion.test, node, options)) continue;
          const count = (counts.get(assertion.id) ?? 0) + 1;
          counts.set(assertion.id, count);
          if (count > mostOfOneRule) continue;
          findings.push({
            rule: assertion.id,
            severity: assertion.severity === "error" ? "error" : "warning",
            message: assertion.text,
            ...placeOf(node, table, xml),
          });
        }
      }
    }
  }
  return findings.sort((a, b) => a.line - b.line);
}

/** A test that cannot be carried out, because a value is no number or no date, has not been passed. */
function holds(test: string, node: Node, options: object): boolean {
  try {
    return evaluateXPathToBoolean(test, node, null, null, options);
  } catch (error) {
    if (isFaultOfTable(error)) throw error;
    return false;
  }
}

const formRule = "FOEDUS-FORM";

/** Elements of a context; undefined where a value that it looks at is given twice, or is no value of its type. */
function nodesOf(context: string, { document }: ReadXml, options: object): Node[] | undefined {
  try {
    return evaluateXPathToNodes<Node>(anywhere(context), document, null, null, options);
  } catch (error) {
    if (isFaultOfTable(error)) throw error;
    return undefined;
  }
}

function formFinding(table: RuleTable, xml: ReadXml): Finding {
  return {
    rule: formRule,
    severity: "error",
    message:
      "An indicator is neither true nor false, or a code is given twice where one can be, so that some rules cannot be asked.",
    ...placeOf(xml.document.documentElement as Node, table, xml),
  };
}

/** Static errors are faults of the table or of the processor, and no invoice's. */
function isFaultOfTable(error: unknown): boolean {
  return !(error instanceof Error) || /XPST/.test(error.message);
}

/** A context is a pattern of XSLT: a relative one means elements wherever they stand. */
function anywhere(context: string): string {
  return alternatives(context)
    .map((path) => (path.startsWith("/") ? path : `//${path}`))
    .join(" | ");
}

/** Splits at the bars that stand outside of predicates. */
function alternatives(context: string): string[] {
  let depth = 0;
  const parts = [""];
  for (const character of context) {
    if (character === "[" || character === "(") depth += 1;
    if (character === "]" || character === ")") depth -= 1;
    if (character === "|" && depth === 0) parts.push("");
    else parts.push((parts.pop() ?? "") + character);
  }
  return parts.map((part) => part.trim());
}

/** Line and path of an element, or of the element that an attribute stands in. */
export function placeOf(
  node: Node,
  { namespaces }: Pick<RuleTable, "namespaces">,
  { lineOf }: Pick<ReadXml, "lineOf">,
): Pick<Finding, "line" | "location"> {
  const element = node instanceof Attr ? node.ownerElement : node;
  const steps: string[] = [];
  for (let step = element; step instanceof Element; step = step.parentNode)
    steps.unshift(stepOf(step, namespaces));
  const path = `/${steps.join("/")}`;
  return {
    line: element === null ? 1 : lineOf(element),
    location: node instanceof Attr ? `${path}/@${node.nodeName}` : path,
  };
}

function stepOf(element: Element, namespaces: RuleTable["namespaces"]): string {
  const { namespaceURI, localName, parentElement } = element;
  const prefix = Object.entries(namespaces).find(([, uri]) => uri === namespaceURI)?.[0];
  const name = prefix === undefined ? element.nodeName : `${prefix}:${localName}`;
  const alike = (parentElement?.children ?? []).filter(
    (other) => other.localName === localName && other.namespaceURI === namespaceURI,
  );
  return alike.length < 2 ? name : `${name}[${alike.indexOf(element) + 1}]`;
}
