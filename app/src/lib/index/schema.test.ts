import { readFileSync } from "node:fs";

import {
  buildSchema,
  type DocumentNode,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
  type TypeNode,
  validate,
} from "graphql";
import { describe, expect, it } from "vitest";

import { queries } from "./selection.ts";

// Every module of queries is loaded, so that none can be forgotten here.
const modules = import.meta.glob(["./*.ts", "!./*.test.ts"], { eager: true });

const subgraph = parse(
  readFileSync(new URL("../../../../subgraph/schema.graphql", import.meta.url), "utf8"),
);

describe("queries", () => {
  const schema = buildSchema(servedSchema(subgraph));

  it("are found", () => {
    expect(Object.keys(modules)).toContain("./proposals.ts");
    expect(queries.size).toBeGreaterThan(8);
  });

  it.each([...queries].map(([name, { text }]) => [name, text]))(
    "%s fits the schema of the subgraph",
    (_, text) => {
      expect(validate(schema, parse(text)).map(({ message }) => message)).toEqual([]);
    },
  );

  it("would be refused with a field that does not exist", () => {
    expect(validate(schema, parse("{ nodes { id colour } }"))).toHaveLength(1);
    expect(validate(schema, parse("{ nodes(orderBy: colour) { id } }"))).toHaveLength(1);
    expect(validate(schema, parse("{ nodes(where: { colour: 1 }) { id } }"))).toHaveLength(1);
  });
});

/** What graph-node makes of a subgraph's schema: lists with arguments, filters, and the root fields. */
function servedSchema(document: DocumentNode): string {
  const objects = document.definitions.filter((node) => node.kind === Kind.OBJECT_TYPE_DEFINITION);
  const entities = objects.filter((node) => directive(node, "entity"));
  const enums = document.definitions.filter((node) => node.kind === Kind.ENUM_TYPE_DEFINITION);
  const interfaces = document.definitions.filter(
    (node) => node.kind === Kind.INTERFACE_TYPE_DEFINITION,
  );

  const aggregations = objects.filter((node) => directive(node, "aggregation"));

  const parts = [
    "enum Aggregation_interval { hour day }",
    "enum Aggregation_current { exclude include }",
    "scalar Bytes",
    "scalar BigInt",
    "scalar BigDecimal",
    "scalar Int8",
    "scalar Timestamp",
  ];
  parts.push("enum OrderDirection { asc desc }");
  parts.push("input Block_height { number: Int number_gte: Int hash: Bytes }");
  parts.push("type _Block_ { number: Int! timestamp: Int hash: Bytes }");
  parts.push("type _Meta_ { hasIndexingErrors: Boolean! deployment: String! block: _Block_! }");
  for (const { name, values } of enums) {
    parts.push(
      `enum ${name.value} { ${(values ?? []).map((value) => value.name.value).join(" ")} }`,
    );
  }
  for (const { name, fields } of [...entities, ...interfaces]) {
    const own = fields ?? [];
    const names = own.map((field) => field.name.value);
    parts.push(`enum ${name.value}_orderBy { ${names.join(" ")} }`);
    parts.push(
      `input ${name.value}_filter { ${own.map((field) => filters(field.name.value, field.type)).join(" ")} and: [${name.value}_filter] or: [${name.value}_filter] }`,
    );
    const served = own.map(
      (field) =>
        `${field.name.value}${isEntityList(field.type) ? listArguments(baseName(field.type)) : ""}: ${written(field.type)}`,
    );
    const keyword = interfaces.some((node) => node.name.value === name.value)
      ? "interface"
      : "type";
    const implemented =
      entities
        .find((node) => node.name.value === name.value)
        ?.interfaces?.map((node) => node.name.value) ?? [];
    parts.push(
      `${keyword} ${name.value}${implemented.length > 0 ? ` implements ${implemented.join(" & ")}` : ""} { ${served.join(" ")} }`,
    );
  }
  for (const { name, fields } of aggregations) {
    const own = fields ?? [];
    // Sums cannot be asked for by value: filters know the time and the dimensions.
    const dimensions = own.filter((field) => !field.directives?.length);
    parts.push(
      `type ${name.value} { ${own.map((field) => `${field.name.value}: ${written(field.type)}`).join(" ")} }`,
      `input ${name.value}_filter { ${dimensions.map((field) => filters(field.name.value, field.type)).join(" ")} }`,
    );
  }
  const aggregated = aggregations.map(({ name }) => {
    const singular = name.value.charAt(0).toLowerCase() + name.value.slice(1);
    return `${plural(singular)}(interval: Aggregation_interval!, current: Aggregation_current, skip: Int = 0, first: Int = 100, orderBy: ${name.value}_orderBy, orderDirection: OrderDirection, where: ${name.value}_filter): [${name.value}!]!`;
  });
  for (const { name } of aggregations) parts.push(`enum ${name.value}_orderBy { timestamp id }`);
  const roots = [...entities, ...interfaces].map(({ name }) => {
    const singular = name.value.charAt(0).toLowerCase() + name.value.slice(1);
    return `${singular}(id: ID!, block: Block_height): ${name.value} ${plural(singular)}${listArguments(name.value, "block: Block_height, ")}: [${name.value}!]!`;
  });
  parts.push(`type Query { _meta: _Meta_ ${[...roots, ...aggregated].join(" ")} }`);
  return parts.join("\n");

  function isEntityList(type: TypeNode): boolean {
    return (
      isList(type) &&
      [...entities, ...interfaces].some((node) => node.name.value === baseName(type))
    );
  }

  function filters(field: string, type: TypeNode): string {
    const base = baseName(type);
    const isEntity = [...entities, ...interfaces].some((node) => node.name.value === base);
    const value = isEntity ? "String" : base;
    const one = isList(type) ? `[${value}!]` : value;
    const comparisons = ["", "_not", "_gt", "_gte", "_lt", "_lte"].map(
      (suffix) => `${field}${suffix}: ${one}`,
    );
    const sets = ["_in", "_not_in"].map((suffix) => `${field}${suffix}: [${value}!]`);
    const holding = isList(type) ? [`${field}_contains: ${one}`] : [];
    const nested = isEntity ? [`${field}_: ${base}_filter`] : [];
    return [...comparisons, ...sets, ...holding, ...nested].join(" ");
  }
}

function listArguments(type: string, more = ""): string {
  return `(${more}skip: Int = 0, first: Int = 100, orderBy: ${type}_orderBy, orderDirection: OrderDirection, where: ${type}_filter)`;
}

function directive(node: ObjectTypeDefinitionNode, name: string): boolean {
  return node.directives?.some((one) => one.name.value === name) ?? false;
}

function isList(type: TypeNode): boolean {
  return type.kind === Kind.LIST_TYPE || (type.kind === Kind.NON_NULL_TYPE && isList(type.type));
}

function baseName(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : baseName(type.type);
}

function written(type: TypeNode): string {
  switch (type.kind) {
    case Kind.NAMED_TYPE:
      return type.name.value;
    case Kind.LIST_TYPE:
      return `[${written(type.type)}]`;
    case Kind.NON_NULL_TYPE:
      return `${written(type.type)}!`;
  }
}

function plural(word: string): string {
  if (word.endsWith("y")) return `${word.slice(0, -1)}ies`;
  return /(?:s|x|ch|sh)$/.test(word) ? `${word}es` : `${word}s`;
}
