import { hexToString } from "viem";

import type { NodeDetail } from "#lib/index/nodes.ts";
import type { OrganisationDetail } from "#lib/index/organisations.ts";

import {
  named,
  nodeKinds,
  nodeStatuses,
  organisationKinds,
  organisationStatuses,
  textOrNull,
  wordOrNull,
} from "./contract-views.ts";
import { type Emitted, inOrder } from "./events.ts";

type Hex = `0x${string}`;

/** What the registers of organisations and nodes say, as far as lists and histories are told by it. */
export type RegisterEvent = Emitted &
  (
    | {
        eventName: "OrganisationRegistered";
        args: { organisation: Hex; identifier: string; name: string };
      }
    | { eventName: "OrganisationStatusChanged"; args: { organisation: Hex; status: number } }
    | {
        eventName: "OrganisationDescribed";
        args: { organisation: Hex; kind: number; jurisdiction: Hex; did: string; document: Hex };
      }
    | { eventName: "OrganisationPlaced"; args: { organisation: Hex; parent: Hex } }
    | { eventName: "AdministratorAppointed"; args: { organisation: Hex; administrator: Hex } }
    | { eventName: "AdministratorRemoved"; args: { organisation: Hex; administrator: Hex } }
    | { eventName: "AdministratorsReplaced"; args: { organisation: Hex; administrator: Hex } }
    | {
        eventName: "NodeRegistered";
        args: {
          node: Hex;
          organisation: Hex;
          actor: Hex;
          network: bigint;
          kind: number;
          publicKey: Hex;
          host: string;
          port: number;
        };
      }
    | {
        eventName: "NodeStatusChanged";
        args: { node: Hex; actor: Hex; status: number; activeSeconds: bigint };
      }
    | { eventName: "NodeMoved"; args: { node: Hex; host: string; port: number } }
    | {
        eventName: "NodeDescribed";
        args: { node: Hex; region: string; template: Hex; release: Hex; serviceClass: string };
      }
  );

const registerEventNames: ReadonlySet<string> = new Set<RegisterEvent["eventName"]>([
  "OrganisationRegistered",
  "OrganisationStatusChanged",
  "OrganisationDescribed",
  "OrganisationPlaced",
  "AdministratorAppointed",
  "AdministratorRemoved",
  "AdministratorsReplaced",
  "NodeRegistered",
  "NodeStatusChanged",
  "NodeMoved",
  "NodeDescribed",
]);

/** What an organisation says about its node, before it says anything. */
const undescribed = { region: null, template: null, release: null, serviceClass: null };

/** Whether a decoded event of one of the two registers tells of an organisation or a node. */
export function isRegisterEvent(event: { eventName: string }): event is RegisterEvent {
  return registerEventNames.has(event.eventName);
}

/** A node as the index tells it, apart from what other contracts say of it. */
export type RegisteredNode = Omit<
  NodeDetail,
  "validator" | "proposalCalls" | "latestObedience" | "latestLiveness"
>;
export type RegisteredOrganisation = OrganisationDetail;

/** Both registers, the newest registrations first. Which decision made a change stands in the body's events, not here. */
export interface Registers {
  organisations: RegisteredOrganisation[];
  nodes: RegisteredNode[];
}

/** Organisations and nodes from the registers' own events, in the form in which the index tells them. */
export function registersFromEvents(
  events: readonly RegisterEvent[],
  timeOf: (block: bigint) => number,
): Registers {
  const organisations = new Map<Hex, RegisteredOrganisation>();
  const nodes = new Map<Hex, RegisteredNode>();
  for (const event of inOrder(events)) {
    const timestamp = timeOf(event.blockNumber);
    const step = { timestamp, transaction: { id: event.transactionHash, executedProposals: [] } };
    switch (event.eventName) {
      case "OrganisationRegistered": {
        const { organisation: id, identifier, name } = event.args;
        organisations.set(id, {
          id,
          identifier,
          name,
          status: "active",
          kind: "unspecified",
          jurisdiction: null,
          did: null,
          document: null,
          describedIn: null,
          parent: null,
          registeredAt: timestamp,
          registeredIn: event.transactionHash,
          administrators: [],
          nodes: [],
          statusHistory: [{ id: stepId(event), status: "active", ...step }],
        });
        break;
      }
      case "OrganisationStatusChanged": {
        const organisation = organisations.get(event.args.organisation);
        const status = named(organisationStatuses, event.args.status);
        if (!organisation || status === "none") break;
        organisations.set(organisation.id, {
          ...organisation,
          status,
          // The latest step comes first, as the index gives them.
          statusHistory: [{ id: stepId(event), status, ...step }, ...organisation.statusHistory],
        });
        break;
      }
      case "OrganisationDescribed": {
        const { args } = event;
        const organisation = organisations.get(args.organisation);
        if (!organisation) break;
        organisations.set(organisation.id, {
          ...organisation,
          kind: named(organisationKinds, args.kind),
          jurisdiction: textOrNull(hexToString(args.jurisdiction)),
          did: textOrNull(args.did),
          document: wordOrNull(args.document),
          describedIn: event.transactionHash,
        });
        break;
      }
      case "OrganisationPlaced": {
        const organisation = organisations.get(event.args.organisation);
        const parent = wordOrNull(event.args.parent);
        if (!organisation) break;
        organisations.set(organisation.id, { ...organisation, parent: parent && { id: parent } });
        break;
      }
      case "AdministratorAppointed":
      case "AdministratorRemoved":
      case "AdministratorsReplaced": {
        const organisation = organisations.get(event.args.organisation);
        if (!organisation) break;
        const account = lower(event.args.administrator);
        const { transactionHash } = event;
        const step = { removedAt: timestamp, removedIn: transactionHash };
        const ends = (held: { account: Hex; removedAt: number | null }): boolean =>
          event.eventName === "AdministratorRemoved"
            ? held.account === account
            : event.eventName === "AdministratorsReplaced" && held.removedAt === null;
        const left = organisation.administrators.map((held) =>
          ends(held) ? { ...held, ...step } : held,
        );
        const appointed = {
          account,
          appointedAt: timestamp,
          appointedIn: transactionHash,
          removedAt: null,
          removedIn: null,
        };
        const administrators =
          event.eventName === "AdministratorRemoved"
            ? left
            : [appointed, ...left.filter((held) => held.account !== account)];
        organisations.set(organisation.id, { ...organisation, administrators });
        break;
      }
      case "NodeRegistered": {
        const { args } = event;
        const before = nodes.get(args.node);
        // A withdrawn node may be registered again, by another organisation too: it starts anew, its history stays.
        nodes.delete(args.node);
        nodes.set(args.node, {
          id: args.node,
          host: args.host,
          port: args.port,
          kind: named(nodeKinds, args.kind),
          status: "pending",
          network: Number(args.network),
          publicKey: args.publicKey,
          address: `0x${args.node.slice(-40)}`,
          organisation: {
            id: args.organisation,
            name: organisations.get(args.organisation)?.name ?? "",
          },
          acting: { administrators: [] },
          ...undescribed,
          registeredBy: lower(args.actor),
          registeredAt: timestamp,
          registeredIn: event.transactionHash,
          activeSecondsBefore: 0,
          activeSince: null,
          statusHistory: [
            ...(before?.statusHistory ?? []),
            {
              id: stepId(event),
              status: "pending",
              actor: lower(args.actor),
              activeSeconds: 0,
              ...step,
            },
          ],
        });
        break;
      }
      case "NodeStatusChanged": {
        const { args } = event;
        const node = nodes.get(args.node);
        if (!node) break;
        const status = named(nodeStatuses, args.status);
        const activeSeconds = Number(args.activeSeconds);
        const change = { id: stepId(event), status, actor: lower(args.actor), activeSeconds };
        nodes.set(node.id, {
          ...node,
          // The register forgets the description of a withdrawn node.
          ...(status === "none" ? undescribed : {}),
          status,
          activeSecondsBefore: activeSeconds,
          activeSince: status === "active" ? timestamp : null,
          statusHistory: [...node.statusHistory, { ...change, ...step }],
        });
        break;
      }
      case "NodeMoved": {
        const { node: id, host, port } = event.args;
        const node = nodes.get(id);
        if (node) nodes.set(id, { ...node, host, port });
        break;
      }
      case "NodeDescribed": {
        const { args } = event;
        const node = nodes.get(args.node);
        if (!node) break;
        nodes.set(node.id, {
          ...node,
          region: textOrNull(args.region),
          template: wordOrNull(args.template),
          release: wordOrNull(args.release),
          serviceClass: textOrNull(args.serviceClass),
        });
        break;
      }
    }
  }
  for (const node of nodes.values()) {
    const administrators = (organisations.get(node.organisation.id)?.administrators ?? [])
      .filter(({ removedAt }) => removedAt === null)
      .map(({ account }) => ({ account }))
      .sort((a, b) => (a.account < b.account ? -1 : 1));
    nodes.set(node.id, { ...node, acting: { administrators } });
  }
  for (const { id, host, kind, status, network, organisation } of nodes.values())
    organisations.get(organisation.id)?.nodes.push({ id, host, kind, status, network });
  return {
    organisations: [...organisations.values()].toReversed(),
    nodes: [...nodes.values()].toReversed(),
  };
}

/** Which organisation or node an event tells of. */
export function subjectOf(event: RegisterEvent): Hex {
  return "node" in event.args ? event.args.node : event.args.organisation;
}

function stepId({ transactionHash, logIndex }: Emitted): Hex {
  return `${transactionHash}${logIndex.toString(16).padStart(8, "0")}`;
}

function lower(address: Hex): Hex {
  return address.toLowerCase() as Hex;
}
