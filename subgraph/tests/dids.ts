import { concatHex, keccak256, stringToHex, toHex } from "viem";
import { privateKeyToAccount } from "viem/accounts";

import {
  account,
  emit,
  eventId,
  expect,
  hash,
  type Emitted,
  type Hex,
  type Json,
  ordinal,
  type Suite,
} from "./suite.ts";

const actor = account("controller");
const [agency, ministry] = ["did:ebsi:zAgencyAgencyAgency", "did:ebsi:zMinistryMinistry"] as const;
const idOf = (text: string): Hex => keccak256(stringToHex(text));
/** Places are written as graph-ts writes numbers. */
const placeId = (did: string, index: number): Hex =>
  concatHex([idOf(did), toHex(Uint8Array.of(index, 0, 0, 0))]);
const methodId = (did: string, name: string): Hex => concatHex([idOf(did), idOf(name)]);

const holder = privateKeyToAccount(hash(1));
const successor = privateKeyToAccount(hash(2));
const jwk = stringToHex('{"kty":"EC","crv":"P-256"}');
const [first, second, replaced] = ['{"a":1}', '{"a":2}', '{"a":3}'] as const;

function say(transaction: number, event: string, did: string, params: Record<string, Json>) {
  return emit(hash(transaction), "DidRegistry", event, {
    did,
    ...params,
    didHash: idOf(did),
    actor,
  });
}

function insertion(transaction: number, did: string, baseDocument: string): Emitted {
  return say(transaction, "DidDocumentInserted", did, {
    baseDocument,
    vMethodId: "key-1",
    publicKey: holder.publicKey,
    isSecp256k1: true,
    notBefore: 900,
    notAfter: 5000,
  });
}

/** The key rests: nothing that it is for has been said again. */
const never = { supersededAt: null, supersededIn: null };

interface Period {
  key: string;
  name: string;
  notBefore: number;
  notAfter: number;
  /** Seconds at which it was written and at which something else was said. */
  at: [number, number?];
  indexDid?: number;
}

/** Everything that was ever said of the keys of the agency, in the order of the register. */
const periods: Period[] = [
  { key: "key-1", name: "capabilityInvocation", notBefore: 900, notAfter: 5000, at: [1000, 1020] },
  { key: "key-1", name: "authentication", notBefore: 900, notAfter: 5000, at: [1000, 1020] },
  { key: "key-2", name: "assertionMethod", notBefore: 1000, notAfter: 2000, at: [1010, 1020] },
  { key: "key-2", name: "assertionMethod", notBefore: 1000, notAfter: 1500, at: [1020, 1030] },
  { key: "key-3", name: "authentication", notBefore: 1020, notAfter: 6000, at: [1020] },
  { key: "key-1", name: "authentication", notBefore: 900, notAfter: 1120, at: [1020] },
  { key: "key-3", name: "capabilityInvocation", notBefore: 1020, notAfter: 6000, at: [1020] },
  { key: "key-1", name: "capabilityInvocation", notBefore: 900, notAfter: 1120, at: [1020] },
];
const transactionAt: Record<number, Hex> = {
  1000: hash(1),
  1010: hash(2),
  1020: hash(3),
  1030: hash(4),
};

/** What the README says about a date, as one question. */
function resolved(
  at: number,
  expected: { content: string; controllers: string[]; places: number[] },
) {
  const period = `document: "${idOf(agency)}", recordedAt_lte: ${at}, notBefore_lte: ${at}, notAfter_gte: ${at}`;
  const term = `document: "${idOf(agency)}", since_lte: ${at}`;
  return expect(
    `{ baseDocuments(first: 1, orderBy: ordinal, orderDirection: desc, where: { document: "${idOf(agency)}", since_lte: ${at} }) { content }
       controllerRelationships(orderBy: index, where: { or: [{ ${term}, until: null }, { ${term}, until_gt: ${at} }] }) { controllerDid }
       verificationRelationships(orderBy: index, where: { or: [{ ${period}, supersededAt: null }, { ${period}, supersededAt_gt: ${at} }] }) {
         index vMethodId name } }`,
    {
      baseDocuments: [{ content: expected.content }],
      controllerRelationships: expected.controllers.map((controllerDid) => ({ controllerDid })),
      verificationRelationships: expected.places.map((index) => ({
        index,
        vMethodId: periods[index]?.key ?? "",
        name: periods[index]?.name ?? "",
      })),
    },
  );
}

export const suite: Suite = {
  name: "DIDs, their keys and controllers, and their documents at any time",
  blocks: [
    {},
    {
      timestamp: 1000,
      events: [insertion(1, agency, first), insertion(1, ministry, first)],
    },
    {
      timestamp: 1010,
      events: [
        // Of two documents in one second the last holds.
        say(2, "BaseDocumentUpdated", agency, { baseDocument: replaced }),
        say(2, "BaseDocumentUpdated", agency, { baseDocument: second }),
        say(2, "ControllerAdded", agency, { controller: ministry }),
        say(2, "VerificationMethodAdded", agency, {
          vMethodId: "key-2",
          publicKey: jwk,
          isSecp256k1: false,
        }),
        say(2, "VerificationRelationshipAdded", agency, {
          name: "assertionMethod",
          vMethodId: "key-2",
          notBefore: 1000,
          notAfter: 2000,
        }),
      ],
    },
    {
      timestamp: 1020,
      events: [
        say(3, "VerificationMethodExpired", agency, { vMethodId: "key-2", notAfter: 1500 }),
        say(3, "VerificationMethodRolled", agency, {
          vMethodId: "key-3",
          publicKey: successor.publicKey,
          isSecp256k1: true,
          notBefore: 1020,
          notAfter: 6000,
          oldVMethodId: "key-1",
          duration: 100,
        }),
      ],
    },
    {
      timestamp: 1030,
      events: [
        say(4, "VerificationMethodRevoked", agency, { vMethodId: "key-2", notAfter: 1015 }),
        say(4, "ControllerRevoked", agency, { controller: ministry }),
      ],
    },
    {
      timestamp: 1040,
      events: [
        say(5, "ControllerAdded", agency, { controller: ministry }),
        say(5, "DidDeactivated", agency, {}),
      ],
    },
  ],
  assertions: [
    expect(
      `{ didDocuments(orderBy: did) { id did baseDocument controllerCount verificationMethodCount verificationRelationshipCount
         insertedBy insertedBlock insertedAt insertedIn { id } deactivatedBlock deactivatedAt deactivatedIn { id }
         latestEvent { event } issuer { id } rootTao { id } organisations { id } statusLists { id } } }`,
      {
        didDocuments: [
          {
            id: idOf(agency),
            did: agency,
            baseDocument: second,
            controllerCount: 3,
            verificationMethodCount: 3,
            verificationRelationshipCount: periods.length,
            insertedBy: actor,
            insertedBlock: "1",
            insertedAt: "1000",
            insertedIn: { id: hash(1) },
            deactivatedBlock: "5",
            deactivatedAt: "1040",
            deactivatedIn: { id: hash(5) },
            latestEvent: { event: "DidDeactivated" },
            issuer: null,
            rootTao: null,
            organisations: [],
            statusLists: [],
          },
          {
            id: idOf(ministry),
            did: ministry,
            baseDocument: first,
            controllerCount: 1,
            verificationMethodCount: 1,
            verificationRelationshipCount: 2,
            insertedBy: actor,
            insertedBlock: "1",
            insertedAt: "1000",
            insertedIn: { id: hash(1) },
            deactivatedBlock: null,
            deactivatedAt: null,
            deactivatedIn: null,
            latestEvent: { event: "DidDocumentInserted" },
            issuer: null,
            rootTao: null,
            organisations: [],
            statusLists: [],
          },
        ],
      },
    ),
    expect(
      `{ verificationRelationships(orderBy: index, where: { document: "${idOf(agency)}" }) { id index vMethodId name notBefore notAfter indexDid
         recordedAt recordedIn { id } supersededAt supersededIn { id } verificationMethod { id } document { did } } }`,
      {
        verificationRelationships: periods.map((period, index) => {
          const [from, to] = period.at;
          return {
            id: placeId(agency, index),
            index,
            vMethodId: period.key,
            name: period.name,
            notBefore: String(period.notBefore),
            notAfter: String(period.notAfter),
            indexDid: 0,
            recordedAt: String(from),
            recordedIn: { id: transactionAt[from] ?? "" },
            ...(to === undefined
              ? never
              : { supersededAt: String(to), supersededIn: { id: transactionAt[to] ?? "" } }),
            verificationMethod: { id: methodId(agency, period.key) },
            document: { did: agency },
          };
        }),
      },
    ),
    // The second DID with a key of the same id stands behind the first one in the register's list.
    expect(
      `{ verificationRelationships(orderBy: index, where: { document: "${idOf(ministry)}" }) { name indexDid } }`,
      {
        verificationRelationships: ["capabilityInvocation", "authentication"].map((name) => ({
          name,
          indexDid: 1,
        })),
      },
    ),
    expect(
      `{ verificationMethods(orderBy: index, where: { document: "${idOf(agency)}" }) { id index vMethodId publicKey isSecp256k1 account status
         replaces { vMethodId } replacedBy { vMethodId } addedBy addedBlock addedAt addedIn { id } revokedBlock revokedAt revokedFrom
         revokedIn { id } latestRelationships { index } } }`,
      {
        verificationMethods: [
          {
            id: methodId(agency, "key-1"),
            index: 0,
            vMethodId: "key-1",
            publicKey: holder.publicKey,
            isSecp256k1: true,
            account: holder.address.toLowerCase(),
            status: "EXPIRED",
            replaces: null,
            replacedBy: [{ vMethodId: "key-3" }],
            addedBy: actor,
            addedBlock: "1",
            addedAt: "1000",
            addedIn: { id: hash(1) },
            revokedBlock: null,
            revokedAt: null,
            revokedFrom: null,
            revokedIn: null,
            latestRelationships: [{ index: 5 }, { index: 7 }],
          },
          {
            id: methodId(agency, "key-2"),
            index: 1,
            vMethodId: "key-2",
            publicKey: jwk,
            isSecp256k1: false,
            account: null,
            status: "REVOKED",
            replaces: null,
            replacedBy: [],
            addedBy: actor,
            addedBlock: "2",
            addedAt: "1010",
            addedIn: { id: hash(2) },
            revokedBlock: "4",
            revokedAt: "1030",
            revokedFrom: "1015",
            revokedIn: { id: hash(4) },
            latestRelationships: [{ index: 3 }],
          },
          {
            id: methodId(agency, "key-3"),
            index: 2,
            vMethodId: "key-3",
            publicKey: successor.publicKey,
            isSecp256k1: true,
            account: successor.address.toLowerCase(),
            status: "ACTIVE",
            replaces: { vMethodId: "key-1" },
            replacedBy: [],
            addedBy: actor,
            addedBlock: "3",
            addedAt: "1020",
            addedIn: { id: hash(3) },
            revokedBlock: null,
            revokedAt: null,
            revokedFrom: null,
            revokedIn: null,
            latestRelationships: [{ index: 4 }, { index: 6 }],
          },
        ],
      },
    ),
    expect(
      `{ controllerRelationships(orderBy: index, where: { document: "${idOf(agency)}" }) { id controller { did } status since until addedBy addedBlock
         addedIn { id } revokedBy revokedBlock revokedIn { id } } }`,
      {
        controllerRelationships: (
          [
            [agency, 1, 1000, null],
            [ministry, 2, 1010, 4],
            [ministry, 5, 1040, null],
          ] as const
        ).map(([did, block, since, revokedBlock], index) => ({
          id: placeId(agency, index),
          controller: { did },
          status: revokedBlock === null ? "ACTIVE" : "REVOKED",
          since: String(since),
          until: revokedBlock === null ? null : "1030",
          addedBy: actor,
          addedBlock: String(block),
          addedIn: { id: hash(block) },
          revokedBy: revokedBlock === null ? null : actor,
          revokedBlock: revokedBlock === null ? null : String(revokedBlock),
          revokedIn: revokedBlock === null ? null : { id: hash(revokedBlock) },
        })),
      },
    ),
    expect(
      `{ didDocument(id: "${idOf(ministry)}") { controlled(orderBy: index) { document { did } index } } }`,
      {
        didDocument: {
          controlled: [
            { document: { did: ministry }, index: 0 },
            { document: { did: agency }, index: 1 },
            { document: { did: agency }, index: 2 },
          ],
        },
      },
    ),
    expect(
      `{ didDocumentEvents(orderBy: ordinal, where: { document: "${idOf(agency)}" }) { id event signer verificationMethod { vMethodId }
         oldVerificationMethod { vMethodId } relationship controllerDid notBefore notAfter ordinal block timestamp transaction { id } } }`,
      {
        didDocumentEvents: (
          [
            [1, 0, "DidDocumentInserted", { key: "key-1", notBefore: 900, notAfter: 5000 }],
            [2, 0, "BaseDocumentUpdated", {}],
            [2, 1, "BaseDocumentUpdated", {}],
            [2, 2, "ControllerAdded", { controllerDid: ministry }],
            [2, 3, "VerificationMethodAdded", { key: "key-2" }],
            [
              2,
              4,
              "VerificationRelationshipAdded",
              { key: "key-2", relationship: "assertionMethod", notBefore: 1000, notAfter: 2000 },
            ],
            [3, 0, "VerificationMethodExpired", { key: "key-2", notAfter: 1500 }],
            [
              3,
              1,
              "VerificationMethodRolled",
              { key: "key-3", old: "key-1", notBefore: 1020, notAfter: 6000 },
            ],
            [4, 0, "VerificationMethodRevoked", { key: "key-2", notAfter: 1015 }],
            [4, 1, "ControllerRevoked", { controllerDid: ministry }],
            [5, 0, "ControllerAdded", { controllerDid: ministry }],
            [5, 1, "DidDeactivated", {}],
          ] as [number, number, string, StepDetails][]
        ).map(([block, logIndex, event, details]) => ({
          id: eventId(hash(block), logIndex),
          event,
          signer: actor,
          verificationMethod: keyOrNull(details.key),
          oldVerificationMethod: keyOrNull(details.old),
          relationship: details.relationship ?? null,
          controllerDid: details.controllerDid ?? null,
          notBefore: textOrNull(details.notBefore),
          notAfter: textOrNull(details.notAfter),
          ordinal: ordinal(block, logIndex),
          block: String(block),
          timestamp: String(990 + 10 * block),
          transaction: { id: hash(block) },
        })),
      },
    ),
    resolved(1000, { content: first, controllers: [agency], places: [0, 1] }),
    resolved(1009, { content: first, controllers: [agency], places: [0, 1] }),
    resolved(1010, { content: second, controllers: [agency, ministry], places: [0, 1, 2] }),
    resolved(1020, { content: second, controllers: [agency, ministry], places: [3, 4, 5, 6, 7] }),
    resolved(1029, { content: second, controllers: [agency, ministry], places: [3, 4, 5, 6, 7] }),
    resolved(1030, { content: second, controllers: [agency], places: [4, 5, 6, 7] }),
    resolved(1120, { content: second, controllers: [agency, ministry], places: [4, 5, 6, 7] }),
    resolved(1121, { content: second, controllers: [agency, ministry], places: [4, 6] }),
    resolved(6001, { content: second, controllers: [agency, ministry], places: [] }),
    expect(
      `{ didDocumentInserteds(where: { document: "${idOf(agency)}" }) { baseDocument verificationMethod { vMethodId } publicKey isSecp256k1 notBefore notAfter actor }
         baseDocumentUpdateds(orderBy: ordinal) { baseDocument actor }
         controllerAddeds(orderBy: ordinal) { controller { index } actor } controllerRevokeds { controller { index } actor }
         verificationMethodAddeds { verificationMethod { vMethodId } publicKey isSecp256k1 actor }
         verificationRelationshipAddeds { verificationMethod { vMethodId } relationship { index } name notBefore notAfter actor }
         verificationMethodRevokeds { verificationMethod { vMethodId } notAfter actor }
         verificationMethodExpireds { verificationMethod { vMethodId } notAfter actor }
         verificationMethodRolleds { verificationMethod { vMethodId } publicKey isSecp256k1 notBefore notAfter
           oldVerificationMethod { vMethodId } duration actor }
         didDeactivateds { document { did } actor } }`,
      {
        didDocumentInserteds: [
          {
            baseDocument: first,
            verificationMethod: { vMethodId: "key-1" },
            publicKey: holder.publicKey,
            isSecp256k1: true,
            notBefore: "900",
            notAfter: "5000",
            actor,
          },
        ],
        baseDocumentUpdateds: [
          { baseDocument: replaced, actor },
          { baseDocument: second, actor },
        ],
        controllerAddeds: [
          { controller: { index: 1 }, actor },
          { controller: { index: 2 }, actor },
        ],
        controllerRevokeds: [{ controller: { index: 1 }, actor }],
        verificationMethodAddeds: [
          { verificationMethod: { vMethodId: "key-2" }, publicKey: jwk, isSecp256k1: false, actor },
        ],
        verificationRelationshipAddeds: [
          {
            verificationMethod: { vMethodId: "key-2" },
            relationship: { index: 2 },
            name: "assertionMethod",
            notBefore: "1000",
            notAfter: "2000",
            actor,
          },
        ],
        verificationMethodRevokeds: [
          { verificationMethod: { vMethodId: "key-2" }, notAfter: "1015", actor },
        ],
        verificationMethodExpireds: [
          { verificationMethod: { vMethodId: "key-2" }, notAfter: "1500", actor },
        ],
        verificationMethodRolleds: [
          {
            verificationMethod: { vMethodId: "key-3" },
            publicKey: successor.publicKey,
            isSecp256k1: true,
            notBefore: "1020",
            notAfter: "6000",
            oldVerificationMethod: { vMethodId: "key-1" },
            duration: "100",
            actor,
          },
        ],
        didDeactivateds: [{ document: { did: agency }, actor }],
      },
    ),
  ],
};

interface StepDetails {
  key?: string;
  old?: string;
  relationship?: string;
  controllerDid?: string;
  notBefore?: number;
  notAfter?: number;
}

function keyOrNull(vMethodId: string | undefined): Json {
  return vMethodId === undefined ? null : { vMethodId };
}

function textOrNull(number: number | undefined): string | null {
  return number === undefined ? null : String(number);
}
