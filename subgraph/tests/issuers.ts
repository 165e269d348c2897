import { concatHex, keccak256, numberToHex, sha256, stringToHex } from "viem";

import {
  account,
  at,
  emit,
  expect,
  hash,
  type Hex,
  type Json,
  ordinal,
  type Suite,
} from "./suite.ts";

const actor = account("controller");
const authority = at.Authority;
const root = "did:ebsi:zRootRootRootRoot";
const tao = "did:ebsi:zTaoTaoTaoTaoTao";
const university = "did:ebsi:zUniversityUniversity";
const idOf = (text: string): Hex => keccak256(stringToHex(text));
const [rootAttribute, taoAttribute, issuerAttribute] = [hash(0xa0), hash(0xa1), hash(0xa2)];
const [diploma, accreditation] = [idOf("Diploma"), idOf("VerifiableAccreditation")];
const body = (name: string) => stringToHex(`header.${name}.signature`);
const bodyHash = (name: string) => sha256(body(name));
const revocation = hash(0xdead);
const proxyId = hash(0x9a);
const types = { RootTAO: 1, TAO: 2, TI: 3, Revoked: 4 };

function insertion(did: string) {
  return emit(hash(1), "DidRegistry", "DidDocumentInserted", {
    did,
    baseDocument: "{}",
    vMethodId: "key",
    publicKey: numberToHex(4, { size: 65 }),
    isSecp256k1: true,
    notBefore: 1,
    notAfter: 9000,
    didHash: idOf(did),
    actor,
  });
}

interface Said {
  did: string;
  attributeId: Hex;
  tao: string;
  taoAttributeId: Hex;
}

const roots: Said = {
  did: root,
  attributeId: rootAttribute,
  tao: root,
  taoAttributeId: rootAttribute,
};
const taos: Said = {
  did: tao,
  attributeId: taoAttribute,
  tao: root,
  taoAttributeId: rootAttribute,
};
const issuers: Said = {
  did: university,
  attributeId: issuerAttribute,
  tao,
  taoAttributeId: taoAttribute,
};

function revision(
  transaction: number,
  said: Said,
  issuerType: keyof typeof types,
  revisionId: Hex,
  attributeData: Hex = "0x",
) {
  return emit(hash(transaction), "TrustedIssuersRegistry", "AddAttributeRevision", {
    ...said,
    revisionId,
    issuerType: types[issuerType],
    rootTao: root,
    attributeData,
    actor,
  });
}

function commitment(transaction: number, said: Said, name: string, scope: Hex[]) {
  return emit(hash(transaction), "TrustedIssuersRegistry", "AccreditationCommitted", {
    did: said.did,
    attributeId: said.attributeId,
    bodyHash: bodyHash(name),
    scope,
    actor,
  });
}

function say(transaction: number, event: string, params: Record<string, Json>) {
  return emit(hash(transaction), "TrustedIssuersRegistry", event, params);
}

const proxy = (transaction: number, event: string, proxyData?: string) =>
  say(transaction, event, {
    did: university,
    proxyId,
    ...(proxyData === undefined ? {} : { proxyData }),
    actor,
  });

export const suite: Suite = {
  name: "Issuers, their accreditations and the roots of their trees",
  blocks: [
    {},
    { timestamp: 1000, events: [root, tao, university].map(insertion) },
    {
      timestamp: 1010,
      events: [
        say(2, "RootTaoAdmitted", {
          did: root,
          didHash: idOf(root),
          scope: [diploma, accreditation],
          actor: authority,
        }),
        revision(2, roots, "RootTAO", rootAttribute),
        commitment(2, roots, "root", [diploma, accreditation]),
        revision(2, roots, "RootTAO", bodyHash("root"), body("root")),
      ],
    },
    {
      timestamp: 1020,
      events: [
        revision(3, taos, "TAO", taoAttribute),
        // The TAO may think again before anybody accepts.
        commitment(3, taos, "tao", [accreditation]),
        commitment(3, taos, "tao", [diploma]),
        revision(3, taos, "TAO", bodyHash("tao"), body("tao")),
        revision(3, issuers, "TI", issuerAttribute),
        commitment(3, issuers, "issuer", [diploma]),
        proxy(3, "AddIssuerProxy", '{"prefix":"https://old.example"}'),
      ],
    },
    {
      timestamp: 1030,
      events: [
        revision(4, taos, "Revoked", revocation),
        say(4, "RootTaoDismissed", { did: root, didHash: idOf(root), actor: authority }),
        proxy(4, "UpdateIssuerProxy", '{"prefix":"https://new.example"}'),
        proxy(4, "RemoveIssuerProxy"),
      ],
    },
  ],
  assertions: [
    expect(
      `{ issuers(orderBy: did) { id did document { did } hasAttributes registeredBlock registeredAt registeredIn { id }
         attributes { id } accredits(orderBy: depth) { id } rootTao { did } proxies { id } } }`,
      {
        issuers: (
          [
            [root, true, 2, [rootAttribute], [rootAttribute, taoAttribute], []],
            [tao, true, 3, [taoAttribute], [issuerAttribute], []],
            [university, false, 3, [issuerAttribute], [], [concatHex([idOf(university), proxyId])]],
          ] as [string, boolean, number, Hex[], Hex[], Hex[]][]
        ).map(([did, hasAttributes, block, own, accredits, proxies]) => ({
          id: idOf(did),
          did,
          document: { did },
          hasAttributes,
          registeredBlock: String(block),
          registeredAt: String(990 + 10 * block),
          registeredIn: { id: hash(block) },
          attributes: own.map((id) => ({ id })),
          accredits: accredits.map((id) => ({ id })),
          rootTao: did === root ? { did } : null,
          proxies: proxies.map((id) => ({ id })),
        })),
      },
    ),
    // The whole tree of a root, in one question.
    expect(
      `{ issuerAttributes(orderBy: depth, where: { rootTao: "${idOf(root)}" }) { id depth issuerType reservedType issuer { did } tao { did }
         taoAttribute { id } rootTao { did } rootAttribute { id } committed committedScope accepted scope revisionCount
         latestRevision { index } acceptedRevision { revisionId } reservedBlock reservedAt reservedIn { id } acceptedBlock acceptedAt acceptedIn { id }
         revokedBy revokedBlock revokedAt revokedIn { id } } }`,
      {
        issuerAttributes: [
          {
            ...attribute(roots, 0, "ROOT_TAO", "ROOT_TAO", 2),
            committed: null,
            committedScope: [],
            accepted: bodyHash("root"),
            scope: [diploma, accreditation],
            revisionCount: 2,
            latestRevision: { index: 1 },
            acceptedRevision: { revisionId: bodyHash("root") },
            ...accepted(2),
            ...revoked(undefined),
          },
          {
            ...attribute(taos, 1, "REVOKED", "TAO", 3),
            committed: null,
            committedScope: [],
            accepted: bodyHash("tao"),
            scope: [diploma],
            revisionCount: 3,
            latestRevision: { index: 2 },
            acceptedRevision: { revisionId: bodyHash("tao") },
            ...accepted(3),
            ...revoked(4),
          },
          {
            ...attribute(issuers, 2, "TI", "TI", 3),
            committed: bodyHash("issuer"),
            committedScope: [diploma],
            accepted: null,
            scope: [],
            revisionCount: 1,
            latestRevision: { index: 0 },
            acceptedRevision: null,
            ...accepted(undefined),
            ...revoked(undefined),
          },
        ],
      },
    ),
    expect(
      `{ issuerAttributeRevisions(orderBy: index, where: { attribute: "${taoAttribute}" }) { id index revisionId issuerType taoDid rootTaoDid body scope actor
         ordinal block timestamp transaction { id } } }`,
      {
        issuerAttributeRevisions: (
          [
            [taoAttribute, "TAO", "0x", [], 3, 0],
            [bodyHash("tao"), "TAO", body("tao"), [diploma], 3, 3],
            [revocation, "REVOKED", "0x", [], 4, 0],
          ] as [Hex, string, Hex, Hex[], number, number][]
        ).map(([revisionId, issuerType, content, scope, block, logIndex], index) => ({
          id: concatHex([taoAttribute, revisionId]),
          index,
          revisionId,
          issuerType,
          taoDid: root,
          rootTaoDid: root,
          body: content,
          scope,
          actor,
          ordinal: ordinal(block, logIndex),
          block: String(block),
          timestamp: String(990 + 10 * block),
          transaction: { id: hash(block) },
        })),
      },
    ),
    expect(
      `{ accreditationCommitments(orderBy: ordinal, where: { attribute: "${taoAttribute}" }) { bodyHash scope actor ordinal block timestamp transaction { id } } }`,
      {
        accreditationCommitments: [accreditation, diploma].map((type, index) => ({
          bodyHash: bodyHash("tao"),
          scope: [type],
          actor,
          ordinal: ordinal(3, index + 1),
          block: "3",
          timestamp: "1020",
          transaction: { id: hash(3) },
        })),
      },
    ),
    ...(
      [
        [2, true, [diploma, accreditation], "1010"],
        [4, false, [], "1030"],
      ] as [number, boolean, Hex[], string][]
    ).map(([block, admitted, scope, changedAt]) =>
      expect(
        `{ rootTaos(block: { number: ${block} }) { id did document { did } issuer { did } admitted scope changedBlock changedAt changedIn { id } } }`,
        {
          rootTaos: [
            {
              id: idOf(root),
              did: root,
              document: { did: root },
              issuer: { did: root },
              admitted,
              scope,
              changedBlock: String(block),
              changedAt,
              changedIn: { id: hash(block) },
            },
          ],
        },
      ),
    ),
    expect(
      `{ rootTao(id: "${idOf(root)}") { attributes(orderBy: depth) { id } history(orderBy: ordinal) { admitted scope actor ordinal block timestamp transaction { id } } } }`,
      {
        rootTao: {
          attributes: [rootAttribute, taoAttribute, issuerAttribute].map((id) => ({ id })),
          history: (
            [
              [true, [diploma, accreditation], 2, 0],
              [false, [], 4, 1],
            ] as [boolean, Hex[], number, number][]
          ).map(([admitted, scope, block, logIndex]) => ({
            admitted,
            scope,
            actor: authority,
            ordinal: ordinal(block, logIndex),
            block: String(block),
            timestamp: String(990 + 10 * block),
            transaction: { id: hash(block) },
          })),
        },
      },
    ),
    expect(
      `{ issuerProxies { issuer { did } proxyId data addedBlock addedAt addedIn { id } updatedAt updatedIn { id } removedBlock removedAt removedIn { id } } }`,
      {
        issuerProxies: [
          {
            issuer: { did: university },
            proxyId,
            data: '{"prefix":"https://new.example"}',
            addedBlock: "3",
            addedAt: "1020",
            addedIn: { id: hash(3) },
            updatedAt: "1030",
            updatedIn: { id: hash(4) },
            removedBlock: "4",
            removedAt: "1030",
            removedIn: { id: hash(4) },
          },
        ],
      },
    ),
    expect(
      `{ addAttributeRevisions(orderBy: ordinal, where: { attribute: "${taoAttribute}" }) { revision { index } did issuerType taoDid taoAttribute { id } rootTaoDid actor }
         accreditationCommitteds(where: { attribute: "${issuerAttribute}" }) { bodyHash scope actor }
         rootTaoAdmitteds { rootTao { did } scope actor } rootTaoDismisseds { rootTao { did } actor }
         addIssuerProxies { issuer { did } proxy { proxyId } data actor }
         updateIssuerProxies { issuer { did } proxy { proxyId } data actor }
         removeIssuerProxies { issuer { did } proxy { proxyId } actor } }`,
      {
        addAttributeRevisions: ["TAO", "TAO", "REVOKED"].map((issuerType, index) => ({
          revision: { index },
          did: tao,
          issuerType,
          taoDid: root,
          taoAttribute: { id: rootAttribute },
          rootTaoDid: root,
          actor,
        })),
        accreditationCommitteds: [{ bodyHash: bodyHash("issuer"), scope: [diploma], actor }],
        rootTaoAdmitteds: [
          { rootTao: { did: root }, scope: [diploma, accreditation], actor: authority },
        ],
        rootTaoDismisseds: [{ rootTao: { did: root }, actor: authority }],
        addIssuerProxies: [
          {
            issuer: { did: university },
            proxy: { proxyId },
            data: '{"prefix":"https://old.example"}',
            actor,
          },
        ],
        updateIssuerProxies: [
          {
            issuer: { did: university },
            proxy: { proxyId },
            data: '{"prefix":"https://new.example"}',
            actor,
          },
        ],
        removeIssuerProxies: [{ issuer: { did: university }, proxy: { proxyId }, actor }],
      },
    ),
  ],
};

function attribute(said: Said, depth: number, type: string, reservedType: string, block: number) {
  return {
    id: said.attributeId,
    depth,
    issuerType: type,
    reservedType,
    issuer: { did: said.did },
    tao: { did: said.tao },
    taoAttribute: { id: said.taoAttributeId },
    rootTao: { did: root },
    rootAttribute: { id: rootAttribute },
    reservedBlock: String(block),
    reservedAt: String(990 + 10 * block),
    reservedIn: { id: hash(block) },
  };
}

function accepted(block: number | undefined) {
  return {
    acceptedBlock: block === undefined ? null : String(block),
    acceptedAt: block === undefined ? null : String(990 + 10 * block),
    acceptedIn: block === undefined ? null : { id: hash(block) },
  };
}

function revoked(block: number | undefined) {
  return {
    revokedBy: block === undefined ? null : actor,
    revokedBlock: block === undefined ? null : String(block),
    revokedAt: block === undefined ? null : String(990 + 10 * block),
    revokedIn: block === undefined ? null : { id: hash(block) },
  };
}
