import fs from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";

import { encodeAbiParameters } from "viem";

import type { GenesisLog, GenesisValue } from "../deploy/render/system-genesis.ts";
import { runCommand, SubgraphError } from "./subgraph-error.ts";

/** What is indexed: the name that the address has in every list of addresses, and the contract that stands there. */
export const contractAt = {
  Authority: "Authority",
  CircuitBreaker: "CircuitBreaker",
  MemberRegistry: "MemberRegistry",
  EmergencyMemberRegistry: "MemberRegistry",
  OperatorsMemberRegistry: "MemberRegistry",
  DecisionClasses: "DecisionClasses",
  EmergencyDecisionClasses: "DecisionClasses",
  OperatorsDecisionClasses: "DecisionClasses",
  Council: "Council",
  EmergencyCouncil: "Council",
  OperatorsCommittee: "Council",
  Deliberation: "Deliberation",
  Vetoes: "Vetoes",
  OrganisationRegistry: "OrganisationRegistry",
  NodeRegistry: "NodeRegistry",
  ValidatorSet: "ValidatorSet",
  NetworkDirectory: "NetworkDirectory",
  NodeMonitoring: "NodeMonitoring",
  AccountRegistry: "AccountRegistry",
  PermissionViews: "PermissionViews",
  DidRegistry: "DidRegistry",
  TrustedIssuersRegistry: "TrustedIssuersRegistry",
  TrustedPoliciesRegistry: "TrustedPoliciesRegistry",
  TrustedSchemasRegistry: "TrustedSchemasRegistry",
  Timestamps: "Timestamps",
  StatusLists: "StatusLists",
  IdentityRegistry: "IdentityRegistry",
  EuroToken: "EuroToken",
  Treasury: "Treasury",
  PaymentRules: "PaymentRules",
  PaymentEscrow: "PaymentEscrow",
  PaymentStreams: "PaymentStreams",
  Subscriptions: "Subscriptions",
} as const;

/** The name of an address that is indexed. */
export type ContractName = keyof typeof contractAt;
export const contracts = Object.keys(contractAt) as ContractName[];

/** A contract with events of its own, of which several may be deployed. */
export type AbiName = (typeof contractAt)[ContractName];
export const abiNames: readonly AbiName[] = [...new Set(Object.values(contractAt))];

/**
 * The bodies that a network is founded with, by the names of their addresses. One that the Assembly adds later was deployed before anybody
 * knew of it, so that its first events would be missing: its contracts are read instead.
 */
const bodies: readonly (Record<"council" | "memberRegistry" | "classTable", ContractName> & {
  name: string;
})[] = [
  {
    name: "Assembly of Members",
    council: "Council",
    memberRegistry: "MemberRegistry",
    classTable: "DecisionClasses",
  },
  {
    name: "Emergency Council",
    council: "EmergencyCouncil",
    memberRegistry: "EmergencyMemberRegistry",
    classTable: "EmergencyDecisionClasses",
  },
  {
    name: "Operators' Committee",
    council: "OperatorsCommittee",
    memberRegistry: "OperatorsMemberRegistry",
    classTable: "OperatorsDecisionClasses",
  },
];

/** Events that stand in an ABI although no contract of ours ever emits them. */
const neverEmitted = new Set([
  // The Council refuses votes with parameters.
  "VoteCastWithParams",
  // Announces a change of name or version, of which neither can change.
  "EIP712DomainChanged",
]);

/** Events of which the handler reads the log as it is, because decoding loses something. */
const needsReceipt = new Set(["ProposalCreated"]);

export interface ManifestOptions {
  /** Name of the chain: the label that graph-node has for its RPC. */
  network: string;
  /** Addresses by contract name; further names are ignored. */
  addresses: Record<string, string>;
  /** First block with an event: one for all, or one for each contract. The deployment's own events count. */
  startBlocks: number | Record<ContractName, number>;
  /** What the contracts said while they were deployed, where they stand in the first block and no event tells of it. */
  genesisLogs?: readonly GenesisLog[];
  /** What is mapped: the source for graph-cli, or the compiled module for graph-node. */
  mapping?: "mapping.ts" | "mapping.wasm";
}

export type AbiItem = { type: string; name?: string; inputs?: AbiInput[] };
export type AbiInput = { type: string; indexed?: boolean; components?: AbiInput[] };

/**
 * The manifest of the subgraph. Its handlers follow from the ABIs in `abis` (a folder with `<Contract>.json`): every event
 * that a contract can emit goes to `handle<Event>` of mapping.ts. The text is JSON, which is YAML too.
 */
export function renderManifest(options: ManifestOptions, abis: string): string {
  const { network, addresses, startBlocks, genesisLogs, mapping = "mapping.wasm" } = options;
  const known = bodyLines(addresses);
  const dataSources = contracts.map((name) => ({
    kind: "ethereum",
    name,
    network,
    ...(contractAt[name] === "Council"
      ? {
          context: councilContext(
            known,
            name === "Council" && genesisLogs ? genesisLines(genesisLogs, addresses, abis) : [],
          ),
        }
      : {}),
    source: {
      address: addressOf(addresses, name),
      abi: contractAt[name],
      startBlock: typeof startBlocks === "number" ? startBlocks : startBlocks[name],
    },
    mapping: {
      kind: "ethereum/events",
      apiVersion: "0.0.9",
      language: "wasm/assemblyscript",
      entities: ["Transaction"],
      abis: [{ name: contractAt[name], file: `./abis/${contractAt[name]}.json` }],
      eventHandlers: handledEvents(path.join(abis, `${contractAt[name]}.json`)).map((event) => ({
        event: signatureOf(event),
        handler: `handle${event.name}`,
        ...(needsReceipt.has(event.name) ? { receipt: true } : {}),
      })),
      // Beside the Council, because the handlers that it calls ask for the context of the Council.
      ...(name === "Council" && genesisLogs !== undefined
        ? { blockHandlers: [{ handler: "handleGenesis", filter: { kind: "once" } }] }
        : {}),
      file: `./${mapping}`,
    },
  }));
  const manifest = {
    specVersion: "1.3.0",
    description: "Decisions of public bodies, what they changed in the registers, and payments",
    indexerHints: { prune: "never" },
    schema: { file: "./schema.graphql" },
    dataSources,
  };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

/** Events of an ABI that a contract of ours can emit. */
export function handledEvents(abiFile: string): (AbiItem & { name: string; inputs: AbiInput[] })[] {
  const abi = JSON.parse(fs.readFileSync(abiFile, "utf8")) as AbiItem[];
  return abi
    .filter((item) => item.type === "event")
    .map(({ type, name = "", inputs = [] }) => ({ type, name, inputs }))
    .filter(({ name }) => !neverEmitted.has(name));
}

/**
 * One line for each log, as `handleGenesis` reads it: address of the contract, name of the event, types of its parameters as those of a
 * tuple, and the tuple encoded, with a space between them.
 */
export function genesisLines(
  logs: readonly GenesisLog[],
  addresses: Record<string, string>,
  abis: string,
): string[] {
  return logs.flatMap(({ contract, event, values }) => {
    if (!isIndexed(contract)) return [];
    const known = handledEvents(path.join(abis, `${contractAt[contract]}.json`));
    const inputs = known.find(({ name }) => name === event)?.inputs;
    if (inputs?.length !== values.length) {
      throw new SubgraphError(
        `The genesis has the event ${contract}.${event} with ${values.length} values, which this subgraph does not know.`,
        "check out the release with which the network was founded, or compute the logs anew.",
      );
    }
    const tuple = inputs.map((input, index) => argument(input, values[index] as GenesisValue));
    const encoded = encodeAbiParameters([{ type: "tuple", components: inputs }], [tuple]);
    return [
      addressOf(addresses, contract),
      event,
      `(${inputs.map(typeOf).join(",")})`,
      encoded,
    ].join(" ");
  });
}

/** Verifiers of signatures, for instance, say nothing that the subgraph shows. */
export const isIndexed = (name: string): name is ContractName => name in contractAt;

/** A value of a log as the encoder takes it. */
function argument({ type }: AbiInput, value: GenesisValue): unknown {
  if (typeof value === "object")
    return value.map((one) => argument({ type: type.replace(/\[\d*\]$/, "") }, one));
  return /^u?int/.test(type) ? BigInt(value) : value;
}

/** One line for each body, as `getOrCreateBody` reads it: addresses of Council, members and classes, and the name, which may hold spaces. */
function bodyLines(addresses: Record<string, string>): string[] {
  return bodies.map(({ name, council, memberRegistry, classTable }) =>
    [
      ...[council, memberRegistry, classTable].map((contract) => addressOf(addresses, contract)),
      name,
    ].join(" "),
  );
}

/** What no event of a Council says, and the handlers need to know. Each has all bodies, because one of them tells of the genesis of all. */
function councilContext(bodyLines: readonly string[], genesisLines: readonly string[]) {
  return {
    bodies: { type: "String", data: bodyLines.join("\n") },
    ...(genesisLines.length > 0 && {
      genesisLogs: { type: "String", data: genesisLines.join("\n") },
    }),
  };
}

function signatureOf({ name, inputs }: { name: string; inputs: AbiInput[] }): string {
  return `${name}(${inputs.map((input) => `${input.indexed === true ? "indexed " : ""}${typeOf(input)}`).join(",")})`;
}

/** The type as signatures have it: a tuple by its components. */
export function typeOf({ type, components = [] }: AbiInput): string {
  return type.startsWith("tuple")
    ? `(${components.map(typeOf).join(",")})${type.slice("tuple".length)}`
    : type;
}

function addressOf(addresses: Record<string, string>, name: ContractName): string {
  const address = addresses[name];
  if (address === undefined || !/^0x[0-9a-fA-F]{40}$/.test(address)) {
    throw new SubgraphError(
      `The address of ${name} is ${address === undefined ? "missing" : `"${address}", which is no address`}.`,
      `give the addresses of ${contracts.join(", ")}, for instance the field "addresses" of .foedus/local/endpoints.json.`,
    );
  }
  return address.toLowerCase();
}

const usage =
  "node subgraph/manifest.ts --addresses <file.json> --start-block <number> [--network <name>] [--out <file>]";

function main(): void {
  const { values } = parseArgs({
    options: {
      addresses: { type: "string" },
      "start-block": { type: "string", default: "0" },
      network: { type: "string", default: "foedus" },
      out: { type: "string", default: path.join(import.meta.dirname, "subgraph.yaml") },
      mapping: { type: "string", default: "mapping.ts" },
    },
  });
  const startBlock = Number(values["start-block"]);
  const { addresses: file, network, out, mapping } = values;
  if (file === undefined || !Number.isInteger(startBlock) || startBlock < 0) {
    throw new SubgraphError("The addresses or the start block are missing or wrong.", usage);
  }
  if (mapping !== "mapping.ts" && mapping !== "mapping.wasm") {
    throw new SubgraphError(
      `"${mapping}" is no mapping.`,
      "give mapping.ts for graph-cli or mapping.wasm for graph-node.",
    );
  }
  const content = JSON.parse(fs.readFileSync(file, "utf8")) as Record<string, string> & {
    addresses?: Record<string, string>;
  };
  const addresses = content.addresses ?? content;
  const abis = path.join(import.meta.dirname, "abis");
  fs.writeFileSync(
    out,
    renderManifest({ network, addresses, startBlocks: startBlock, mapping }, abis),
  );
}

if (import.meta.main) await runCommand(main);
