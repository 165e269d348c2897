import { describe, expect, it } from "vitest";

import { idDouble, transactionDouble } from "./chain-double.ts";
import {
  isRegisterEvent,
  type RegisterEvent,
  registersFromEvents,
} from "./registers-from-events.ts";

const id = (n: number) => idDouble(n, 32);
const at = (block: number, logIndex = 0) => ({
  blockNumber: BigInt(block),
  logIndex,
  transactionHash: transactionDouble(block),
});
const timeOf = (block: bigint) => Number(block) * 10;
const change = (block: number, logIndex = 0) => ({
  id: `${transactionDouble(block)}${logIndex.toString(16).padStart(8, "0")}`,
  timestamp: block * 10,
  transaction: { id: transactionDouble(block), executedProposals: [] },
});

const alpha = id(1);
const beta = id(2);
const node = id(77);

const organisation = (
  block: number,
  organisationId: `0x${string}`,
  name: string,
): RegisterEvent => ({
  ...at(block),
  eventName: "OrganisationRegistered",
  args: { organisation: organisationId, identifier: name.toUpperCase(), name },
});
const administrator = (
  block: number,
  what: "Appointed" | "Removed",
  account: number,
): RegisterEvent => ({
  ...at(block, 1),
  eventName: `Administrator${what}`,
  args: { organisation: alpha, administrator: idDouble(account) },
});
const registered = (block: number, by = alpha, nodeId = node): RegisterEvent => ({
  ...at(block),
  eventName: "NodeRegistered",
  args: {
    node: nodeId,
    organisation: by,
    actor: "0x00000000000000000000000000000000000000Ab",
    network: 31337n,
    kind: 0,
    publicKey: "0x1234",
    host: "node.example",
    port: 30303,
  },
});
const status = (block: number, value: number, activeSeconds: bigint): RegisterEvent => ({
  ...at(block),
  eventName: "NodeStatusChanged",
  args: { node, actor: idDouble(9), status: value, activeSeconds },
});

const described = (block: number): RegisterEvent => ({
  ...at(block, 2),
  eventName: "NodeDescribed",
  args: { node, region: "BE-BRU", template: id(0), release: id(5), serviceClass: "" },
});

describe("registersFromEvents", () => {
  it("tells the life of an organisation, whatever order the events come in", () => {
    const { organisations } = registersFromEvents(
      [
        administrator(6, "Appointed", 5),
        {
          ...at(8),
          eventName: "OrganisationStatusChanged",
          args: { organisation: alpha, status: 2 },
        },
        administrator(7, "Removed", 4),
        administrator(3, "Appointed", 4),
        {
          ...at(4),
          eventName: "OrganisationDescribed",
          args: { organisation: alpha, kind: 3, jurisdiction: "0x4245", did: "", document: id(9) },
        },
        {
          ...at(5),
          eventName: "OrganisationPlaced",
          args: { organisation: alpha, parent: beta },
        },
        organisation(3, alpha, "Alpha"),
      ],
      timeOf,
    );
    expect(organisations).toEqual([
      {
        id: alpha,
        identifier: "ALPHA",
        name: "Alpha",
        status: "suspended",
        kind: "operator",
        jurisdiction: "BE",
        did: null,
        document: id(9),
        describedIn: transactionDouble(4),
        parent: { id: beta },
        registeredAt: 30,
        registeredIn: transactionDouble(3),
        administrators: [
          {
            account: idDouble(5),
            appointedAt: 60,
            appointedIn: transactionDouble(6),
            removedAt: null,
            removedIn: null,
          },
          {
            account: idDouble(4),
            appointedAt: 30,
            appointedIn: transactionDouble(3),
            removedAt: 70,
            removedIn: transactionDouble(7),
          },
        ],
        nodes: [],
        statusHistory: [
          { status: "suspended", ...change(8) },
          { status: "active", ...change(3) },
        ],
      },
    ]);
  });

  it("takes an administrator back that was removed", () => {
    const { organisations } = registersFromEvents(
      [
        organisation(3, alpha, "Alpha"),
        administrator(3, "Appointed", 4),
        administrator(4, "Appointed", 5),
        administrator(5, "Removed", 4),
        administrator(6, "Appointed", 4),
      ],
      timeOf,
    );
    expect(
      organisations[0]?.administrators.map(({ account, appointedAt, removedAt }) => [
        account,
        appointedAt,
        removedAt,
      ]),
    ).toEqual([
      [idDouble(4), 60, null],
      [idDouble(5), 40, null],
    ]);
  });

  it("leaves one administrator when a decision replaced all", () => {
    const replaced = (block: number, account: number): RegisterEvent => ({
      ...at(block),
      eventName: "AdministratorsReplaced",
      args: { organisation: alpha, administrator: idDouble(account) },
    });
    const after = (...events: RegisterEvent[]) => {
      const { organisations } = registersFromEvents(
        [
          organisation(3, alpha, "Alpha"),
          administrator(3, "Appointed", 4),
          administrator(4, "Appointed", 5),
          administrator(5, "Appointed", 6),
          administrator(6, "Removed", 5),
          ...events,
        ],
        timeOf,
      );
      return organisations[0]?.administrators.map(({ account, appointedAt, removedAt }) => [
        account,
        appointedAt,
        removedAt,
      ]);
    };
    expect(after(replaced(7, 7))).toEqual([
      [idDouble(7), 70, null],
      [idDouble(6), 50, 70],
      [idDouble(5), 40, 60],
      [idDouble(4), 30, 70],
    ]);
    // One of those who were there may be the one that stays.
    expect(after(replaced(7, 4), administrator(8, "Appointed", 5))).toEqual([
      [idDouble(5), 80, null],
      [idDouble(4), 70, null],
      [idDouble(6), 50, 70],
    ]);
  });

  it("tells the life of a node and what its organisation runs", () => {
    const { nodes, organisations } = registersFromEvents(
      [
        organisation(1, alpha, "Alpha"),
        administrator(1, "Appointed", 5),
        administrator(2, "Appointed", 4),
        registered(2),
        described(2),
        {
          ...at(4),
          eventName: "NodeMoved",
          args: { node, host: "elsewhere.example", port: 1 },
        },
        status(3, 2, 0n),
        status(5, 3, 20n),
        status(6, 2, 20n),
      ],
      timeOf,
    );
    const actor = idDouble(0xab);
    expect(nodes).toEqual([
      {
        id: node,
        host: "elsewhere.example",
        port: 1,
        kind: "validator",
        status: "active",
        network: 31337,
        publicKey: "0x1234",
        address: idDouble(77),
        organisation: { id: alpha, name: "Alpha" },
        acting: { administrators: [{ account: idDouble(4) }, { account: idDouble(5) }] },
        region: "BE-BRU",
        template: null,
        release: id(5),
        serviceClass: null,
        registeredBy: actor,
        registeredAt: 20,
        registeredIn: transactionDouble(2),
        activeSecondsBefore: 20,
        activeSince: 60,
        statusHistory: [
          { status: "pending", actor, activeSeconds: 0, ...change(2) },
          { status: "active", actor: idDouble(9), activeSeconds: 0, ...change(3) },
          { status: "suspended", actor: idDouble(9), activeSeconds: 20, ...change(5) },
          { status: "active", actor: idDouble(9), activeSeconds: 20, ...change(6) },
        ],
      },
    ]);
    expect(organisations[0]?.nodes).toEqual([
      { id: node, host: "elsewhere.example", kind: "validator", status: "active", network: 31337 },
    ]);
  });

  it("lets a withdrawn key begin anew elsewhere and keep its history", () => {
    const { nodes, organisations } = registersFromEvents(
      [
        organisation(1, alpha, "Alpha"),
        organisation(2, beta, "Beta"),
        registered(3),
        described(3),
        registered(4, alpha, id(78)),
        status(5, 0, 0n),
        registered(6, beta),
      ],
      timeOf,
    );
    // What was said about the withdrawn registration is forgotten.
    expect(nodes[0]).toMatchObject({ region: null, release: null });
    expect(
      nodes.map((entry) => [
        entry.id,
        entry.status,
        entry.organisation.name,
        entry.statusHistory.map((step) => step.status),
      ]),
    ).toEqual([
      [node, "pending", "Beta", ["pending", "none", "pending"]],
      [id(78), "pending", "Alpha", ["pending"]],
    ]);
    expect(
      organisations.map(({ name, nodes: run }) => [name, run.map((entry) => entry.id)]),
    ).toEqual([
      ["Beta", [node]],
      ["Alpha", [id(78)]],
    ]);
  });

  it("does not guess what a status means that a newer contract may have", () => {
    expect(() => registersFromEvents([registered(1), status(2, 9, 0n)], timeOf)).toThrow(
      /answered 9/,
    );
  });
});

it("isRegisterEvent leaves out what tells of something else", () => {
  const names = [
    "Upgraded",
    "NodeRegistered",
    "AuthorityUpdated",
    "AdministratorRemoved",
    "AdministratorsReplaced",
  ];
  expect(names.map((eventName) => ({ eventName })).filter(isRegisterEvent)).toEqual([
    { eventName: "NodeRegistered" },
    { eventName: "AdministratorRemoved" },
    { eventName: "AdministratorsReplaced" },
  ]);
});
