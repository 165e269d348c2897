import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

/** A component of the dApp. */
export interface Component {
  /** From the root of the repository. */
  file: string;
  source: string;
}

/** A text that stands in a component and is the same in every language. */
export interface SameEverywhere {
  file: string;
  text: string;
  /** Why no translator needs to see it. */
  reason: string;
}

export const sameEverywhere: readonly SameEverywhere[] = [];

/** Attributes and properties of components that readers see or hear. */
const visibleAttributes: ReadonlySet<string> = new Set([
  "alt",
  "aria-description",
  "aria-label",
  "aria-placeholder",
  "aria-roledescription",
  "aria-valuetext",
  "caption",
  "description",
  "hint",
  "kind",
  "label",
  "legend",
  "placeholder",
  "railLabel",
  "reason",
  "summary",
  "term",
  "title",
]);

/** A node of Svelte's syntax tree, or of an expression in it. */
interface SyntaxNode {
  type: string;
  start: number;
  name?: string;
  data?: string;
  [property: string]: unknown;
}

interface Found {
  text: string;
  start: number;
  place: string;
}

export type ParseComponent = (source: string) => SyntaxNode;

/** The compiler is a package of the dApp, which the root does not name. */
export function loadParser(app: string): ParseComponent {
  const { parse } = createRequire(path.join(app, "package.json"))("svelte/compiler") as {
    parse: (source: string, options: { modern: true }) => { fragment: SyntaxNode };
  };
  return (source) => parse(source, { modern: true }).fragment;
}

export function readComponents(root: string): Component[] {
  return fs
    .globSync("app/src/**/*.svelte", { cwd: root })
    .sort()
    .map((file) => ({
      file: file.split(path.sep).join("/"),
      source: fs.readFileSync(path.join(root, file), "utf8"),
    }));
}

/** Words for people that stand in a component instead of in `app/messages/`. */
export function visibleStringProblems(
  components: readonly Component[],
  parse: ParseComponent,
  allowed: readonly SameEverywhere[] = sameEverywhere,
): string[] {
  const used = new Set<SameEverywhere>();
  const problems = components.flatMap(({ file, source }) =>
    stringsIn(parse(source)).flatMap(({ text, start, place }) => {
      const exception = allowed.find((entry) => entry.file === file && entry.text === text);
      if (exception) {
        used.add(exception);
        return [];
      }
      const line = source.slice(0, start).split("\n").length;
      return [`${file}:${line}: “${text}” ${place} is no message: put it into app/messages/`];
    }),
  );
  const left = allowed.filter((entry) => !used.has(entry));
  return [
    ...problems,
    ...left.map(({ file, text }) => `“${text}” is allowed in ${file}, but is not there any more`),
  ];
}

function stringsIn(node: SyntaxNode): Found[] {
  switch (node.type) {
    case "Text":
      return wordsOf(node.data ?? "", node.start, "in the text");
    case "ExpressionTag":
    case "HtmlTag":
      return literalsOf(node["expression"] as SyntaxNode, "in the text");
    case "Attribute":
      return visibleAttributes.has(node.name ?? "")
        ? valuesOf(node).flatMap((value) =>
            value.type === "Text"
              ? wordsOf(value.data ?? "", value.start, `in ${node.name}`)
              : literalsOf(value["expression"] as SyntaxNode, `in ${node.name}`),
          )
        : [];
    case "RegularElement":
      if (node.name === "script" || node.name === "style") return [];
  }
  // Blocks, elements and components hold more of the same; expressions elsewhere are not shown.
  return Object.values(node).flatMap((inner) =>
    (Array.isArray(inner) ? inner : [inner])
      .filter((child): child is SyntaxNode => isMarkup(child))
      .flatMap(stringsIn),
  );
}

/** Fragments, elements, components, blocks and attributes. */
function isMarkup(value: unknown): value is SyntaxNode {
  if (typeof value !== "object" || value === null || !("type" in value)) return false;
  const { type } = value as SyntaxNode;
  return /^(Fragment|Text|Attribute|Component|TitleElement|SlotElement|RegularElement|Svelte\w+|\w+Block|ExpressionTag|HtmlTag)$/.test(
    type,
  );
}

/** `title="…"` is a list, `title={…}` a single expression, and a bare `title` is `true`. */
function valuesOf({ value }: SyntaxNode): SyntaxNode[] {
  return value === true ? [] : ([value].flat() as SyntaxNode[]);
}

/** What an expression may put in place by itself: what functions are given is their own matter. */
function literalsOf(expression: SyntaxNode, place: string): Found[] {
  const inner = (...names: string[]) =>
    names.flatMap((name) => literalsOf(expression[name] as SyntaxNode, place));
  switch (expression.type) {
    case "Literal":
      return typeof expression["value"] === "string"
        ? wordsOf(expression["value"], expression.start, place)
        : [];
    case "TemplateLiteral": {
      const quasis = expression["quasis"] as (SyntaxNode & { value: { cooked: string } })[];
      const parts = expression["expressions"] as SyntaxNode[];
      return [
        ...quasis.flatMap(({ value, start }) => wordsOf(value.cooked, start, place)),
        ...parts.flatMap((part) => literalsOf(part, place)),
      ];
    }
    case "ConditionalExpression":
      return inner("consequent", "alternate");
    case "LogicalExpression":
      return inner("left", "right");
    case "BinaryExpression":
      // Comparisons look at words and show none.
      return expression["operator"] === "+" ? inner("left", "right") : [];
    default:
      return [];
  }
}

function wordsOf(text: string, start: number, place: string): Found[] {
  const words = text.trim().replaceAll(/\s+/g, " ");
  // Where the words begin, not the line break before them.
  const from = start + (text.length - text.trimStart().length);
  return /\p{L}/u.test(words) ? [{ text: words, start: from, place }] : [];
}
