/**
 * One definition of what is asked makes three things: the text of the GraphQL query, the check of the answer, and its type.
 * What the index answers is never trusted to have the shape that was hoped for.
 */
export interface Field<T> {
  /** Fields below this one in GraphQL, with braces; empty for a scalar. */
  readonly selection: string;
  /** Arguments in GraphQL, with parentheses; empty for none. */
  readonly args: string;
  /** Name in the schema where the definition uses another. */
  readonly source?: string;
  read(value: unknown, path: string): T;
}

export type Answer<F> = F extends Field<infer T> ? T : never;

export type Hex = `0x${string}`;

/** The answer does not have the shape that the schema promises. */
export class AnswerShapeError extends Error {
  override readonly name = "AnswerShapeError";

  constructor(path: string, expected: string, value: unknown) {
    super(
      `The index answered ${JSON.stringify(value)} at ${path}, where ${expected} was expected.`,
    );
  }
}

function scalar<T>(expected: string, read: (value: unknown) => T | undefined): Field<T> {
  return {
    selection: "",
    args: "",
    read(value, path) {
      const result = read(value);
      if (result === undefined) throw new AnswerShapeError(path, expected, value);
      return result;
    },
  };
}

export const text: Field<string> = scalar("a text", (value) =>
  typeof value === "string" ? value : undefined,
);

export const flag: Field<boolean> = scalar("true or false", (value) =>
  typeof value === "boolean" ? value : undefined,
);

/** An `Int`. */
export const int: Field<number> = scalar("an integer", (value) =>
  typeof value === "number" && Number.isSafeInteger(value) ? value : undefined,
);

/** `Bytes`: an id, an address, calldata. */
export const hex: Field<Hex> = scalar("hexadecimal bytes", (value) =>
  typeof value === "string" && /^0x(?:[0-9a-f]{2})*$/.test(value) ? (value as Hex) : undefined,
);

/** A `BigInt`, exactly. */
export const bigint: Field<bigint> = scalar("an integer in a text", (value) =>
  typeof value === "string" && /^-?\d+$/.test(value) ? BigInt(value) : undefined,
);

/** A `BigInt` that is a time, a duration or a block: always small enough to count with. */
export const count: Field<number> = scalar("a safe integer in a text", (value) =>
  typeof value === "string" && /^-?\d+$/.test(value) && Number.isSafeInteger(Number(value))
    ? Number(value)
    : undefined,
);

/** A value of an enumeration, in small letters. */
export function word<const Words extends readonly string[]>(
  ...words: Words
): Field<Lowercase<Words[number]>> {
  return scalar(`one of ${words.join(", ")}`, (value) =>
    words.some((known) => known === value)
      ? ((value as string).toLowerCase() as Lowercase<Words[number]>)
      : undefined,
  );
}

export function nullable<T>(field: Field<T>): Field<T | null> {
  return { ...field, read: (value, path) => (value === null ? null : field.read(value, path)) };
}

export function list<T>(field: Field<T>): Field<T[]> {
  return {
    ...field,
    read(value, path) {
      if (!Array.isArray(value)) throw new AnswerShapeError(path, "a list", value);
      return value.map((item, i) => field.read(item, `${path}[${i}]`));
    },
  };
}

/** The same with arguments: `asked("first: 5, orderBy: index", list(member))`. */
export function asked<T>(args: string, field: Field<T>): Field<T> {
  return { ...field, args: `(${args})` };
}

/** The same under another name than the schema's: `renamed("statusHistory", list(change))`. */
export function renamed<T>(source: string, field: Field<T>): Field<T> {
  return { ...field, source };
}

type Fields = Record<string, Field<unknown>>;

export function record<const F extends Fields>(
  fields: F,
): Field<{ [Name in keyof F]: Answer<F[Name]> }> {
  return {
    selection: selectionOf(fields),
    args: "",
    read(value, path) {
      if (typeof value !== "object" || value === null || Array.isArray(value)) {
        throw new AnswerShapeError(path, "an object", value);
      }
      const object = value as Record<string, unknown>;
      return Object.fromEntries(
        Object.entries(fields).map(([name, field]) => [
          name,
          field.read(object[name], `${path}.${name}`),
        ]),
      ) as { [Name in keyof F]: Answer<F[Name]> };
    },
  };
}

/**
 * An interface of the schema: `__typename` tells which of the types an entry is, and it has the fields of all and its own. Where two types
 * have a field of one name that one of them leaves out at times, it needs another name in one of them (`renamed`), as GraphQL asks for.
 */
export function variants<const Common extends Fields, const Types extends Record<string, Fields>>(
  common: Common,
  types: Types,
): Field<
  {
    [Type in keyof Types & string]: { __typename: Type } & {
      [Name in keyof Common]: Answer<Common[Name]>;
    } & { [Name in keyof Types[Type]]: Answer<Types[Type][Name]> };
  }[keyof Types & string]
> {
  const own = Object.entries(types).filter(([, fields]) => Object.keys(fields).length > 0);
  const parts = own.map(([type, fields]) => `... on ${type} ${selectionOf(fields)}`);
  return {
    selection: `{ __typename ${[...selected(common), ...parts].join(" ")} }`,
    args: "",
    read(value, path) {
      const type = (value as { __typename?: unknown } | null)?.__typename;
      const fields = typeof type === "string" && Object.hasOwn(types, type) && types[type];
      if (!fields) {
        const expected = `one of ${Object.keys(types).join(", ")}`;
        throw new AnswerShapeError(`${path}.__typename`, expected, type);
      }
      return { __typename: type, ...record({ ...common, ...fields }).read(value, path) } as never;
    },
  };
}

/** What was read is turned into what the app speaks of. */
export function mapped<T, U>(field: Field<T>, turn: (value: T) => U): Field<U> {
  return { ...field, read: (value, path) => turn(field.read(value, path)) };
}

function selectionOf(fields: Fields): string {
  return `{ ${selected(fields).join(" ")} }`;
}

function selected(fields: Fields): string[] {
  return Object.entries(fields).map(([name, { source, args, selection }]) =>
    [source ? `${name}: ${source}` : name, args, selection && ` ${selection}`].join(""),
  );
}

export interface Query<Variables, T> {
  readonly name: string;
  readonly text: string;
  read(data: unknown): T;
  /** Only for the type of the variables. */
  readonly variables?: Variables;
}

type VariableTypes = Record<string, string>;

/** What a variable of a GraphQL type is in TypeScript. */
type VariableValue<Type extends string> = Type extends `[${infer Item}]${"" | "!"}`
  ? VariableValue<Item>[]
  : Type extends `Int${"" | "!"}`
    ? number
    : Type extends `Boolean${"" | "!"}`
      ? boolean
      : Type extends `${infer Filter}_filter${"" | "!"}`
        ? Record<string, unknown> & { readonly __filter?: Filter }
        : string;

/**
 * A query with its name, the GraphQL types of its variables, and what is asked.
 * Every query is kept, so that a test can hold all of them against the schema.
 */
export function query<const Types extends VariableTypes, const F extends Fields>(
  name: string,
  variables: Types,
  fields: F,
): Query<
  { [Name in keyof Types]: VariableValue<Types[Name]> },
  { [Name in keyof F]: Answer<F[Name]> }
> {
  const declared = Object.entries(variables).map(([variable, type]) => `$${variable}: ${type}`);
  const root = record(fields);
  const made = {
    name,
    text: `query ${name}${declared.length > 0 ? `(${declared.join(", ")})` : ""} ${root.selection}`,
    read: (data: unknown) => root.read(data, name),
  };
  queries.set(name, made);
  return made;
}

/** All queries that were defined so far, by name. */
export const queries = new Map<string, Query<unknown, unknown>>();
