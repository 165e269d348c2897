import { concatHex, keccak256, numberToHex, sha256, stringToHex } from "viem";

import { account, at, emit, expect, hash, type Hex, type Json, type Suite } from "./suite.ts";

const actor = at.Authority;
const officer = account("officer");
const role = numberToHex(7n, { size: 8 });
const [writing, issuing] = ["DID:updateBaseDocument", "TIR:updateIssuer"] as const;

function policy(transaction: number, event: string, params: Record<string, Json>) {
  return emit(hash(transaction), "TrustedPoliciesRegistry", event, { ...params, actor });
}

/** Raw bytes, and the same in the alphabet of Bitcoin's base58: hello. */
const schemaId: Hex = "0x68656c6c6f";
const multibase = "zCn8eVZg";
const content = (version: number) => stringToHex(`{"version":${version}}`);
const remark = (number: number) => stringToHex(`{"remark":${number}}`);

function schema(transaction: number, event: string, version: number, remarkNumber: number) {
  return emit(hash(transaction), "TrustedSchemasRegistry", event, {
    schemaIdHash: keccak256(schemaId),
    schemaId,
    ...(event === "MetadataUpdated" ? {} : { schema: content(version) }),
    schemaRevisionId: sha256(content(version)),
    metadata: remark(remarkNumber),
    metadataId: sha256(remark(remarkNumber)),
    actor,
  });
}

const revisionId = (version: number) => concatHex([keccak256(schemaId), sha256(content(version))]);

export const suite: Suite = {
  name: "Policies with their roles, and schemas with their revisions",
  blocks: [
    {},
    {
      timestamp: 1000,
      events: [
        policy(1, "PolicyInserted", { policyId: 1, policyName: writing, description: "old" }),
        policy(1, "PolicyInserted", { policyId: 2, policyName: issuing, description: "issuers" }),
        policy(1, "PolicyRoleSet", { policyId: 1, role: 7 }),
        policy(1, "PolicyRoleSet", { policyId: 2, role: 7 }),
        emit(hash(1), "Authority", "RoleGranted", {
          roleId: 7,
          account: officer,
          delay: 0,
          since: 1000,
          newMember: true,
        }),
        schema(1, "SchemaInserted", 1, 1),
      ],
    },
    {
      timestamp: 1010,
      events: [
        policy(2, "PolicyUpdated", { policyId: 1, oldDescription: "old", newDescription: "new" }),
        policy(2, "PolicyDeactivated", { policyId: 1 }),
        policy(2, "PolicyDeactivated", { policyId: 2 }),
        policy(2, "PolicyActivated", { policyId: 2 }),
        policy(2, "PolicyRoleSet", { policyId: 2, role: 0 }),
        schema(2, "MetadataUpdated", 1, 2),
        schema(2, "SchemaUpdated", 2, 1),
      ],
    },
  ],
  assertions: [
    expect(
      `{ policies(orderBy: policyId) { id policyId policyName description active role { id roleId } insertedBlock insertedAt insertedIn { id } updatedAt updatedIn { id } }
         policyByIds(orderBy: id) { id policy { policyName } } }`,
      {
        policies: (
          [
            [writing, "new", false, { id: role, roleId: "7" }],
            [issuing, "issuers", true, null],
          ] as [string, string, boolean, Json][]
        ).map(([policyName, description, active, answeredFrom], index) => ({
          id: stringToHex(policyName),
          policyId: index + 1,
          policyName,
          description,
          active,
          role: answeredFrom,
          insertedBlock: "1",
          insertedAt: "1000",
          insertedIn: { id: hash(1) },
          updatedAt: "1010",
          updatedIn: { id: hash(2) },
        })),
        policyByIds: [writing, issuing].map((policyName, index) => ({
          id: numberToHex(index + 1, { size: 8 }),
          policy: { policyName },
        })),
      },
    ),
    // What an account may: the active policies of the roles that it holds without delay.
    ...(
      [
        [1, [{ policyName: writing }, { policyName: issuing }]],
        [2, []],
      ] as [number, Json[]][]
    ).map(([block, policies]) =>
      expect(
        `{ policySubject(id: "${officer}", block: { number: ${block} }) { roles(where: { revokedAt: null, executionDelay: 0, since_lte: 1010 }) {
             since role { policies(orderBy: policyId, where: { active: true }) { policyName } } } } }`,
        { policySubject: { roles: [{ since: "1000", role: { policies } }] } },
      ),
    ),
    expect(
      `{ schemas { id schemaId revisionCount latestRevision { index } insertedBlock insertedAt insertedIn { id } updatedAt updatedIn { id }
         revisions(orderBy: index) { id index schemaRevisionId content metadataCount latestMetadata { index } actor block timestamp transaction { id }
           metadata(orderBy: index) { id index metadataId content actor block timestamp transaction { id } } } } }`,
      {
        schemas: [
          {
            id: schemaId,
            schemaId: multibase,
            revisionCount: 2,
            latestRevision: { index: 1 },
            insertedBlock: "1",
            insertedAt: "1000",
            insertedIn: { id: hash(1) },
            updatedAt: "1010",
            updatedIn: { id: hash(2) },
            revisions: [
              {
                ...revision(1, 1),
                metadataCount: 2,
                latestMetadata: { index: 1 },
                metadata: [metadata(1, 1, 0, 1), metadata(1, 2, 1, 2)],
              },
              {
                ...revision(2, 2),
                metadataCount: 1,
                latestMetadata: { index: 0 },
                metadata: [metadata(2, 1, 0, 2)],
              },
            ],
          },
        ],
      },
    ),
    expect(`{ schemas(where: { schemaId: "${multibase}" }) { id } }`, {
      schemas: [{ id: schemaId }],
    }),
    expect(
      `{ policyInserteds(orderBy: ordinal) { policy { policyId } policyName description actor }
         policyUpdateds { policy { policyId } oldDescription newDescription actor }
         policyDeactivateds(orderBy: ordinal) { policy { policyId } actor } policyActivateds { policy { policyId } actor }
         policyRoleSets(orderBy: ordinal) { policy { policyId } role { roleId } actor }
         schemaInserteds { schema { schemaId } revision { index } metadata { index } actor }
         schemaUpdateds { schema { schemaId } revision { index } metadata { index } actor }
         metadataUpdateds { schema { schemaId } revision { index } metadata { index } actor } }`,
      {
        policyInserteds: [
          { policy: { policyId: 1 }, policyName: writing, description: "old", actor },
          { policy: { policyId: 2 }, policyName: issuing, description: "issuers", actor },
        ],
        policyUpdateds: [
          { policy: { policyId: 1 }, oldDescription: "old", newDescription: "new", actor },
        ],
        policyDeactivateds: [
          { policy: { policyId: 1 }, actor },
          { policy: { policyId: 2 }, actor },
        ],
        policyActivateds: [{ policy: { policyId: 2 }, actor }],
        policyRoleSets: [
          { policy: { policyId: 1 }, role: { roleId: "7" }, actor },
          { policy: { policyId: 2 }, role: { roleId: "7" }, actor },
          { policy: { policyId: 2 }, role: null, actor },
        ],
        schemaInserteds: [logged(0, 0)],
        schemaUpdateds: [logged(1, 0)],
        metadataUpdateds: [logged(0, 1)],
      },
    ),
  ],
};

function revision(version: number, block: number) {
  return {
    id: revisionId(version),
    index: version - 1,
    schemaRevisionId: sha256(content(version)),
    content: content(version),
    ...writtenIn(block),
  };
}

function metadata(version: number, remarkNumber: number, index: number, block: number) {
  return {
    id: concatHex([revisionId(version), sha256(remark(remarkNumber))]),
    index,
    metadataId: sha256(remark(remarkNumber)),
    content: remark(remarkNumber),
    ...writtenIn(block),
  };
}

function writtenIn(block: number) {
  return {
    actor,
    block: String(block),
    timestamp: String(990 + 10 * block),
    transaction: { id: hash(block) },
  };
}

function logged(revisionIndex: number, metadataIndex: number) {
  return {
    schema: { schemaId: multibase },
    revision: { index: revisionIndex },
    metadata: { index: metadataIndex },
    actor,
  };
}
