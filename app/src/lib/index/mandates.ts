import { memberClass, memberStatus, transaction } from "./members.ts";
import {
  asked,
  bigint,
  count,
  hex,
  int,
  list,
  mapped,
  nullable,
  query,
  record,
  text,
} from "./selection.ts";

/** What every event tells beside what it is about. */
const said = { ordinal: bigint, timestamp: count, transaction, account: hex };
const args = "first: 1000, orderBy: ordinal, orderDirection: desc, where: { emitter: $registry }";
const carrier = mapped(record({ account: hex }), ({ account }) => account);

/** The members of a body with their mandate keys, and all that its register said about mandates. A register has at most 256 members. */
export const mandateEventsQuery = query(
  "MandateEvents",
  { registry: "Bytes!", registryId: "String!" },
  {
    members: asked(
      "first: 1000, orderBy: index, where: { memberRegistry: $registryId }",
      list(
        record({
          account: hex,
          code: text,
          class: memberClass,
          status: memberStatus,
          mandateKey: nullable(hex),
          designatedKey: nullable(hex),
        }),
      ),
    ),
    mandateKeyDesignateds: asked(args, list(record({ ...said, key: hex }))),
    mandateKeyAccepteds: asked(args, list(record({ ...said, key: hex }))),
    mandateRevokeds: asked(args, list(record(said))),
    representativeAppointeds: asked(args, list(record({ ...said, key: hex, notAfter: count }))),
    keyAppointeds: asked(
      args,
      list(record({ ...said, key: hex, signer: hex, notBefore: count, notAfter: count })),
    ),
    representativeEndeds: asked(args, list(record({ ...said, key: hex }))),
    proxyGivens: asked(
      args,
      list(record({ ...said, carrier, notAfter: count, coversProposal: nullable(bigint) })),
    ),
    proxyEndeds: asked(args, list(record({ ...said, carrier }))),
    memberClassChangeds: asked(args, list(record({ ...said, class: memberClass }))),
  },
);

/** Proposals of a body on which votes may still be cast, for a proxy that is given for one of them. */
export const votableQuery = query(
  "Votable",
  { body: "String!", now: "BigInt!" },
  {
    proposals: asked(
      "first: 100, orderBy: number, orderDirection: desc, where: { body: $body, deadline_gte: $now, decidedAt: null, cancelledAt: null }",
      list(
        record({
          proposalId: bigint,
          number: int,
          description: text,
        }),
      ),
    ),
  },
);
