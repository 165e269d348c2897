import { createHash } from "node:crypto";

import type { SyntaxNode } from "../generate/artifacts.ts";

/** One small change of a contract that a test has to notice. */
export interface Mutant {
  /** File, line, operator, and a number from the second of the same operator on the same line on. */
  id: string;
  file: string;
  line: number;
  operator: Operator;
  /** Where the change begins and ends in the file, in bytes. */
  start: number;
  end: number;
  replacement: string;
  /** The line before and after, white space made even. */
  before: string;
  after: string;
}

/** What is changed, with the words of the page. */
export const operators = {
  boundary: "`<` and `<=`, `>` and `>=` exchanged",
  equality: "`==` and `!=` exchanged",
  connective: "`&&` and `||` exchanged",
  negation: "a condition turned round, a `!` removed",
  arithmetic: "`+` and `-`, `*` and `/`, `%` and `*`, `++` and `--`, `+=` and `-=` exchanged",
  rounding: "a division rounded up instead of down, or down instead of up",
  extreme: "`min` and `max` exchanged",
  bits: "`&` and `|`, `<<` and `>>` exchanged",
  constant: "a number of the code one larger or one smaller",
  boolean: "`true` and `false` exchanged",
  answer: "a returned truth turned round",
  guard: "a check with its revert removed",
  "early-return": "an early return removed",
  modifier: "a modifier removed",
  "state-write": "a write to storage removed",
  call: "a call whose answer nobody uses removed",
  event: "an event left out",
  swap: "two neighbouring arguments of one type exchanged",
  snapshot: "the present asked for instead of the timepoint",
  nonce: "a nonce read and not used up",
  "chain-id": "the chain id replaced by a constant",
  "typed-data": "a field left out of what is signed",
} as const;

export type Operator = keyof typeof operators;

/**
 * What must not go unnoticed before all else: a majority or a time off by one, a dropped check, a missing modifier, a signature that binds
 * less, the present in place of the snapshot, two parties exchanged, a wrong way of rounding. In the rules of voting, every change.
 */
const foremost = new Set<Operator>([
  "boundary",
  "rounding",
  "guard",
  "modifier",
  "swap",
  "snapshot",
  "nonce",
  "chain-id",
  "typed-data",
]);

export const isForemost = ({ file, operator }: Mutant): boolean =>
  foremost.has(operator) || file === "contracts/governance/VotingRules.sol";

const exchanged: Record<string, [Operator, string] | undefined> = {
  "<": ["boundary", "<="],
  "<=": ["boundary", "<"],
  ">": ["boundary", ">="],
  ">=": ["boundary", ">"],
  "==": ["equality", "!="],
  "!=": ["equality", "=="],
  "&&": ["connective", "||"],
  "||": ["connective", "&&"],
  "+": ["arithmetic", "-"],
  "-": ["arithmetic", "+"],
  "*": ["arithmetic", "/"],
  "/": ["arithmetic", "*"],
  "%": ["arithmetic", "*"],
  "&": ["bits", "|"],
  "|": ["bits", "&"],
  "<<": ["bits", ">>"],
  ">>": ["bits", "<<"],
};

const exchangedAssignments: Record<string, string | undefined> = {
  "+=": "-=",
  "-=": "+=",
  "|=": "&=",
  "&=": "|=",
};

/** Texts, and what an error or a type is made of: a change there changes nothing that anybody relies on. */
const untouched = new Set([
  "ErrorDefinition",
  "EnumDefinition",
  "EventDefinition",
  "ImportDirective",
  "InheritanceSpecifier",
  "InlineAssembly",
  "PragmaDirective",
  "RevertStatement",
  "StructDefinition",
  "StructuredDocumentation",
  "UsingForDirective",
]);

/** Functions and variables by the ids with which the syntax trees of one compilation refer to them. */
export type Declarations = ReadonlyMap<number, SyntaxNode>;

export function declarationsOf(trees: Iterable<SyntaxNode>): Declarations {
  const declarations = new Map<number, SyntaxNode>();
  const collect = (node: SyntaxNode): void => {
    if (node.nodeType === "VariableDeclaration" || node.nodeType === "FunctionDefinition") {
      declarations.set(node.id, node);
    }
    for (const child of childrenOf(node)) collect(child);
  };
  for (const tree of trees) collect(tree);
  return declarations;
}

/** All mutants of a file, in the order of the file. `tree` is what the compiler made of `source`. */
export function mutantsOf(
  file: string,
  source: string,
  tree: SyntaxNode,
  declarations: Declarations,
): Mutant[] {
  const finder = new Finder(Buffer.from(source), declarations);
  finder.visit(tree, undefined);
  return finder.mutants(file);
}

/** The file with the change of one mutant. */
export function applied(source: string, { start, end, replacement }: Mutant): string {
  const bytes = Buffer.from(source);
  return Buffer.concat([
    bytes.subarray(0, start),
    Buffer.from(replacement),
    bytes.subarray(end),
  ]).toString();
}

/**
 * As many mutants as asked for, or all, in the order of a draw, the foremost before the others: the same for the same seed, and a larger
 * sample begins with the smaller.
 */
export function sampleOf(mutants: readonly Mutant[], size: number, seed: number): Mutant[] {
  const place = (mutant: Mutant) =>
    (isForemost(mutant) ? "0" : "1") +
    createHash("sha256").update(`${seed}:${mutant.id}`).digest("hex");
  return mutants
    .map((mutant) => ({ mutant, place: place(mutant) }))
    .sort((a, b) => (a.place < b.place ? -1 : 1))
    .slice(0, size)
    .map(({ mutant }) => mutant);
}

interface Change {
  operator: Operator;
  start: number;
  end: number;
  replacement: string;
}

class Finder {
  readonly #source: Buffer;
  readonly #changes: Change[] = [];
  readonly #declarations: Declarations;

  constructor(source: Buffer, declarations: Declarations) {
    this.#source = source;
    this.#declarations = declarations;
  }

  visit(node: SyntaxNode, parent: SyntaxNode | undefined): void {
    if (untouched.has(node.nodeType)) return;
    if (node.nodeType === "ContractDefinition" && node["contractKind"] === "interface") return;
    this.#look(node, parent);
    for (const child of childrenOf(node)) {
      // The step of a loop: a counter that goes the other way is noticed by any test at all.
      if (node.nodeType !== "ForStatement" || child !== node["loopExpression"])
        this.visit(child, node);
    }
  }

  mutants(file: string): Mutant[] {
    const seen = new Map<string, number>();
    const known = new Set<string>();
    return this.#changes
      .sort((a, b) => a.start - b.start || a.end - b.end)
      .flatMap(({ operator, start, end, replacement }) => {
        const result = `${start}:${end}:${replacement}`;
        if (known.has(result)) return [];
        known.add(result);
        const from = this.#source.lastIndexOf("\n", start - 1) + 1;
        const newline = this.#source.indexOf("\n", end);
        const to = newline === -1 ? this.#source.length : newline;
        const line = this.#source.subarray(0, start).filter((byte) => byte === 10).length + 1;
        const name = `${file}:${line} ${operator}`;
        const count = (seen.get(name) ?? 0) + 1;
        seen.set(name, count);
        return {
          id: count === 1 ? name : `${name} ${count}`,
          file,
          line,
          operator,
          start,
          end,
          replacement,
          before: even(this.#slice(from, to)),
          after: even(this.#slice(from, start) + replacement + this.#slice(end, to)),
        };
      });
  }

  #look(node: SyntaxNode, parent: SyntaxNode | undefined): void {
    switch (node.nodeType) {
      case "BinaryOperation": {
        this.#binary(node);
        return;
      }
      case "UnaryOperation": {
        this.#unary(node);
        return;
      }
      case "Assignment": {
        this.#assignment(node);
        return;
      }
      case "Literal": {
        this.#literal(node, parent);
        return;
      }
      case "Conditional": {
        this.#condition(node["condition"] as SyntaxNode);
        return;
      }
      case "IfStatement": {
        this.#if(node);
        return;
      }
      case "ExpressionStatement": {
        this.#statement(node);
        return;
      }
      case "EmitStatement": {
        this.#remove("event", node);
        return;
      }
      case "FunctionDefinition":
        for (const modifier of node["modifiers"] as SyntaxNode[]) {
          if (modifier["kind"] === "modifierInvocation") this.#change("modifier", modifier, "");
        }
        return;
      case "FunctionCall": {
        this.#call(node);
        return;
      }
      case "MemberAccess":
        if (isMember(node, "block", "chainid")) this.#change("chain-id", node, "1");
        return;
      case "Return": {
        this.#return(node);
        return;
      }
    }
  }

  #binary(node: SyntaxNode): void {
    const operator = node["operator"] as string;
    const [left, right] = [node["leftExpression"], node["rightExpression"]] as [
      SyntaxNode,
      SyntaxNode,
    ];
    const exchange = exchanged[operator];
    if (exchange === undefined) return;
    const [kind, other] = exchange;
    // Other operators bind otherwise: what is a whole stays one.
    const bindsAlike = kind === "boundary" || kind === "equality" || kind === "arithmetic";
    const whole = (side: SyntaxNode) =>
      !bindsAlike && (side.nodeType === "BinaryOperation" || side.nodeType === "Conditional")
        ? `(${this.#text(side)})`
        : this.#text(side);
    const result = `${whole(left)} ${other} ${whole(right)}`;
    this.#change(kind, node, bindsAlike ? result : `(${result})`);
    if (operator === "/") {
      const up = `((${this.#text(left)}) + (${this.#text(right)}) - 1) / (${this.#text(right)})`;
      this.#change("rounding", node, up);
    }
  }

  #unary(node: SyntaxNode): void {
    const inner = this.#text(node["subExpression"] as SyntaxNode);
    const operator = node["operator"] as string;
    if (operator === "!") this.#change("negation", node, inner);
    if (operator === "++" || operator === "--") {
      const other = operator === "++" ? "--" : "++";
      this.#change(
        "arithmetic",
        node,
        node["prefix"] === true ? `${other}${inner}` : `${inner}${other}`,
      );
    }
  }

  #assignment(node: SyntaxNode): void {
    const other = exchangedAssignments[node["operator"] as string];
    if (other === undefined) return;
    const left = this.#text(node["leftHandSide"] as SyntaxNode);
    const right = this.#text(node["rightHandSide"] as SyntaxNode);
    const kind = other === "+=" || other === "-=" ? "arithmetic" : "bits";
    this.#change(kind, node, `${left} ${other} ${right}`);
  }

  #literal(node: SyntaxNode, parent: SyntaxNode | undefined): void {
    const value = node["value"] as string;
    if (node["kind"] === "bool") {
      this.#change("boolean", node, value === "true" ? "false" : "true");
      return;
    }
    const isDecimal = node["kind"] === "number" && /^[1-9][0-9]*$/.test(value);
    const counts =
      parent?.nodeType === "BinaryOperation" ||
      parent?.nodeType === "Return" ||
      (parent?.nodeType === "VariableDeclaration" && parent["constant"] === true);
    if (!isDecimal || !counts) return;
    const unit = node["subdenomination"] as string | null | undefined;
    for (const other of [BigInt(value) + 1n, BigInt(value) - 1n]) {
      this.#change("constant", node, unit == null ? `${other}` : `${other} ${unit}`);
    }
  }

  /** Turned round, unless another operator does the same. */
  #condition(condition: SyntaxNode): void {
    const isEquality = ["==", "!="].includes((condition["operator"] as string | undefined) ?? "");
    const isNegation = condition.nodeType === "UnaryOperation";
    if (isEquality || isNegation) return;
    this.#change("negation", condition, `!(${this.#text(condition)})`);
  }

  #if(node: SyntaxNode): void {
    this.#condition(node["condition"] as SyntaxNode);
    if (node["falseBody"] !== undefined && node["falseBody"] !== null) return;
    const body = node["trueBody"] as SyntaxNode;
    const last = body.nodeType === "Block" ? (body["statements"] as SyntaxNode[]).at(-1) : body;
    if (last?.nodeType === "RevertStatement") this.#remove("guard", node);
    if (last?.nodeType === "Return" || last?.nodeType === "Continue") {
      this.#remove("early-return", node);
    }
  }

  #statement(node: SyntaxNode): void {
    const expression = node["expression"] as SyntaxNode;
    switch (expression.nodeType) {
      case "Assignment":
        if (this.#isStored(expression["leftHandSide"] as SyntaxNode)) {
          this.#remove("state-write", node);
        }
        return;
      case "UnaryOperation":
        if (this.#isStored(expression["subExpression"] as SyntaxNode)) {
          this.#remove("state-write", node);
        }
        return;
      case "FunctionCall": {
        const isRequire = (expression["expression"] as SyntaxNode)["name"] === "require";
        this.#remove(isRequire ? "guard" : "call", node);
        if (isRequire) this.#condition((expression["arguments"] as SyntaxNode[])[0] as SyntaxNode);
        return;
      }
    }
  }

  #call(node: SyntaxNode): void {
    if (node["kind"] === "typeConversion") return;
    const callee = node["expression"] as SyntaxNode;
    const given = node["arguments"] as SyntaxNode[];
    const name = (callee["memberName"] ?? callee["name"]) as string | undefined;

    if (name === "min" || name === "max") {
      this.#rename("extreme", callee, name, name === "min" ? "max" : "min");
      return;
    }
    if (name === "ceilDiv" && given.length === 2) {
      const [a, b] = given.map((argument) => this.#text(argument));
      this.#change("rounding", node, `((${a}) / (${b}))`);
      return;
    }
    if (name === "_useNonce") this.#rename("nonce", callee, name, "nonces");

    for (const [index, argument] of given.entries()) {
      const next = given[index + 1];
      if (next === undefined) break;
      const isSame = typeOf(argument) === typeOf(next) && this.#text(argument) !== this.#text(next);
      const areLiterals = argument.nodeType === "Literal" && next.nodeType === "Literal";
      if (!isSame || areLiterals) continue;
      const between = this.#slice(endOf(argument), startOf(next));
      this.#changeRange(
        "swap",
        startOf(argument),
        endOf(next),
        `${this.#text(next)}${between}${this.#text(argument)}`,
      );
    }

    const first = given[0];
    const isTypedData =
      isMember(callee, "abi", "encode") &&
      first?.nodeType === "Identifier" &&
      /typehash$/i.test(first["name"] as string);
    if (isTypedData) {
      for (const [index, argument] of given.entries()) {
        const previous = given[index - 1];
        if (previous === undefined) continue;
        this.#changeRange("typed-data", endOf(previous), endOf(argument), "");
      }
    }

    const declaration = this.#declarations.get(callee["referencedDeclaration"] as number);
    const parameters = (declaration?.["parameters"] as SyntaxNode | undefined)?.["parameters"];
    for (const [index, argument] of given.entries()) {
      const parameter = (parameters as SyntaxNode[] | undefined)?.[index];
      if (parameter?.["name"] !== "timepoint" || declaration?.nodeType !== "FunctionDefinition")
        continue;
      // The register answers about the past only.
      this.#change("snapshot", argument, "uint48(block.timestamp - 1)");
    }
  }

  #return(node: SyntaxNode): void {
    const expression = node["expression"] as SyntaxNode | undefined | null;
    if (expression === undefined || expression === null || typeOf(expression) !== "bool") return;
    const isOwn = ["BinaryOperation", "UnaryOperation", "Literal"].includes(expression.nodeType);
    if (!isOwn) this.#change("answer", expression, `!(${this.#text(expression)})`);
  }

  /** Whether an assignment to it changes what the contract stores. */
  #isStored(target: SyntaxNode): boolean {
    switch (target.nodeType) {
      case "Identifier": {
        const declaration = this.#declarations.get(target["referencedDeclaration"] as number);
        if (declaration === undefined) return false;
        return declaration["stateVariable"] === true;
      }
      case "IndexAccess":
        return (
          this.#isStored(target["baseExpression"] as SyntaxNode) ||
          isStorage(target["baseExpression"] as SyntaxNode)
        );
      case "MemberAccess":
        return (
          this.#isStored(target["expression"] as SyntaxNode) ||
          isStorage(target["expression"] as SyntaxNode)
        );
      case "TupleExpression":
        return (target["components"] as (SyntaxNode | null)[]).some(
          (part) => part !== null && this.#isStored(part),
        );
      default:
        return false;
    }
  }

  #rename(operator: Operator, callee: SyntaxNode, name: string, other: string): void {
    this.#changeRange(operator, endOf(callee) - name.length, endOf(callee), other);
  }

  #remove(operator: Operator, statement: SyntaxNode): void {
    // The compiler counts the semicolon to some statements only.
    const end = endOf(statement);
    const semicolon = this.#source[end] === 0x3b ? 1 : 0;
    this.#changeRange(operator, startOf(statement), end + semicolon, "{}");
  }

  #change(operator: Operator, node: SyntaxNode, replacement: string): void {
    this.#changeRange(operator, startOf(node), endOf(node), replacement);
  }

  #changeRange(operator: Operator, start: number, end: number, replacement: string): void {
    this.#changes.push({ operator, start, end, replacement });
  }

  #text = (node: SyntaxNode): string => this.#slice(startOf(node), endOf(node));

  #slice(start: number, end: number): string {
    return this.#source.subarray(start, end).toString();
  }
}

function childrenOf(node: SyntaxNode): SyntaxNode[] {
  return Object.values(node).flatMap((value) => {
    const parts: unknown[] = Array.isArray(value) ? value : [value];
    return parts.filter(isNode);
  });
}

function isNode(value: unknown): value is SyntaxNode {
  return typeof value === "object" && value !== null && "nodeType" in value;
}

function startOf(node: SyntaxNode): number {
  return Number((node["src"] as string).split(":")[0]);
}

function endOf(node: SyntaxNode): number {
  return startOf(node) + Number((node["src"] as string).split(":")[1]);
}

function typeOf(node: SyntaxNode): string | undefined {
  return (node["typeDescriptions"] as { typeString?: string } | undefined)?.typeString;
}

function isStorage(node: SyntaxNode): boolean {
  return /\bstorage\b/.test(typeOf(node) ?? "");
}

function isMember(node: SyntaxNode, object: string, member: string): boolean {
  const owner = node["expression"] as SyntaxNode | undefined;
  return node["memberName"] === member && owner?.["name"] === object;
}

const even = (text: string): string => text.replaceAll(/\s+/g, " ").trim();
