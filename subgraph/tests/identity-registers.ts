import assert from "node:assert/strict";

import {
  type Address,
  createPublicClient,
  createTestClient,
  createWalletClient,
  encodeFunctionData,
  type Hex,
  http,
  keccak256,
  numberToHex,
  sha256,
  stringToHex,
} from "viem";
import { generatePrivateKey, type PrivateKeyAccount, privateKeyToAccount } from "viem/accounts";

import { didRegistryAbi } from "../../generated/contracts/DidRegistry.ts";
import {
  identityRegistryAbi,
  identityRegistryAt,
} from "../../generated/contracts/IdentityRegistry.ts";
import { statusListsAbi, statusListsAt } from "../../generated/contracts/StatusLists.ts";
import { timestampsAbi, timestampsAt } from "../../generated/contracts/Timestamps.ts";
import {
  trustedIssuersRegistryAbi,
  trustedIssuersRegistryAt,
} from "../../generated/contracts/TrustedIssuersRegistry.ts";
import { trustedPoliciesRegistryAt } from "../../generated/contracts/TrustedPoliciesRegistry.ts";
import {
  trustedSchemasRegistryAbi,
  trustedSchemasRegistryAt,
} from "../../generated/contracts/TrustedSchemasRegistry.ts";
import type { ContractName } from "../manifest.ts";

interface System {
  rpc: string;
  addresses: Record<ContractName, Address>;
  ask: <T>(query: string) => Promise<T>;
  /** Resolves once the index holds everything up to a block. */
  indexed: (block: number) => Promise<void>;
  /** What an executed decision does, without the votes; answers with the block. */
  decide: (target: Address, data: Hex) => Promise<number>;
}

const issuerTypes = ["", "ROOT_TAO", "TAO", "TI", "REVOKED"];
const typeNumbers = { rootTao: 1, tao: 2, issuer: 3, revoked: 4 } as const;
const idOf = (text: string): Hex => keccak256(stringToHex(text));
const [diploma, accreditation] = [idOf("Diploma"), idOf("VerifiableAccreditation")].sort() as [
  Hex,
  Hex,
];

/** A legal entity with its key. */
interface Entity {
  did: string;
  key: PrivateKeyAccount;
}

/** Lets the registers of identity live a little, and asks index and contracts for the same. */
export function identityComparisons(
  system: System,
): { name: string; compare: () => Promise<void> }[] {
  const { rpc, addresses, ask, indexed, decide } = system;
  const client = createPublicClient({ transport: http(rpc, { batch: true }), cacheTime: 0 });
  const chain = createTestClient({ mode: "hardhat", transport: http(rpc) });

  async function newAccount(): Promise<PrivateKeyAccount> {
    const account = privateKeyToAccount(generatePrivateKey());
    await chain.setBalance({ address: account.address, value: 10n ** 20n });
    return account;
  }

  /** Sends from an account of ours, and tells in which block. */
  async function send(account: PrivateKeyAccount, to: Address, data: Hex): Promise<number> {
    const wallet = createWalletClient({ transport: http(rpc), account });
    const hash = await wallet.sendTransaction({ to, data, chain: null });
    const receipt = await client.waitForTransactionReceipt({ hash, pollingInterval: 50 });
    assert.equal(receipt.status, "success");
    return Number(receipt.blockNumber);
  }

  async function newEntity(name: string): Promise<Entity> {
    const key = await newAccount();
    const did = `did:ebsi:z${name}${key.address.slice(2, 12).replaceAll(/[0OIl]/g, "x")}`;
    const args = [did, "{}", "key", key.publicKey, true, 1n, 2n ** 40n] as const;
    const data = encodeFunctionData({
      abi: didRegistryAbi,
      functionName: "insertDidDocument",
      args,
    });
    await send(key, addresses.DidRegistry, data);
    return { did, key };
  }

  async function comparePolicies(): Promise<void> {
    const policies = trustedPoliciesRegistryAt(addresses.TrustedPoliciesRegistry, client);
    const answer = await ask<{
      policies: {
        policyId: number;
        policyName: string;
        description: string;
        active: boolean;
        role: { roleId: string } | null;
      }[];
    }>(
      `{ policies(first: 64, orderBy: policyId) { policyId policyName description active role { roleId } } }`,
    );
    const [ids] = await policies.read.getPolicies([1n, 50n]);
    assert.ok(ids.length > 0, "there are policies");
    assert.deepEqual(
      answer.policies.slice(0, ids.length).map(({ policyId }) => BigInt(policyId)),
      ids,
    );
    for (const { policyId, policyName, description, active, role } of answer.policies) {
      const there = await policies.read.getPolicy([BigInt(policyId)]);
      assert.deepEqual([BigInt(policyId), description, policyName, active], there);
      assert.equal(BigInt(role?.roleId ?? 0), await policies.read.policyRole([policyName]));
    }
  }

  async function compareIssuers(): Promise<void> {
    const registry = trustedIssuersRegistryAt(addresses.TrustedIssuersRegistry, client);
    const abi = trustedIssuersRegistryAbi;
    const [root, tao, issuer] = [
      await newEntity("RootRootRoot"),
      await newEntity("TaoTaoTaoTao"),
      await newEntity("TeacherTeach"),
    ];
    const attributes = [root, tao, issuer].map(({ did }) => idOf(`attribute of ${did}`)) as [
      Hex,
      Hex,
      Hex,
    ];
    const [rootAttribute, taoAttribute, issuerAttribute] = attributes;
    const write = (by: Entity, data: Hex) => send(by.key, addresses.TrustedIssuersRegistry, data);

    async function accredit(
      above: Entity,
      aboveAttribute: Hex,
      who: Entity,
      attribute: Hex,
      type: 1 | 2 | 3,
      scope: Hex[],
    ) {
      const body = stringToHex(`accreditation of ${who.did}`);
      await write(
        above,
        encodeFunctionData({
          abi,
          functionName: "setAttributeMetadata",
          args: [who.did, attribute, type, above.did, aboveAttribute],
        }),
      );
      await write(
        above,
        encodeFunctionData({
          abi,
          functionName: "commitAccreditation",
          args: [who.did, attribute, sha256(body), scope],
        }),
      );
      await write(
        who,
        encodeFunctionData({
          abi,
          functionName: "setAttributeData",
          args: [who.did, attribute, body],
        }),
      );
    }

    async function compare(step: string, block: number): Promise<void> {
      await indexed(block);
      const answer = await ask<{ issuerAttributes: AttributeAnswer[] }>(
        `{ issuerAttributes(orderBy: depth, where: { rootTao: "${idOf(root.did)}" }) { id depth issuerType issuer { id did document { deactivatedAt } } tao { id } rootTao { id admitted }
             taoAttribute { id } committed accepted scope revisions(orderBy: index) { revisionId issuerType taoDid rootTaoDid body } } }`,
      );
      // The question of the README: who counts follows from the facts, from the root downwards.
      const counting = new Set<Hex>();
      for (const entry of answer.issuerAttributes) {
        const counts =
          entry.accepted !== null &&
          entry.issuerType !== "REVOKED" &&
          entry.issuer.document.deactivatedAt === null &&
          (entry.depth === 0 ? entry.rootTao.admitted : counting.has(entry.taoAttribute.id));
        if (counts) counting.add(entry.id);
        const zero = numberToHex(0, { size: 32 });
        assert.deepEqual(
          {
            didHash: entry.issuer.id,
            taoHash: entry.tao.id,
            rootTaoHash: entry.rootTao.id,
            taoAttributeId: entry.taoAttribute.id,
            depth: entry.depth,
            issuerType: issuerTypes.indexOf(entry.issuerType),
            committed: entry.committed ?? zero,
            accepted: entry.accepted ?? zero,
            valid: counts,
          },
          await registry.read.accreditation([entry.id]),
          `${step}: ${entry.issuer.did}`,
        );
        if (entry.accepted !== null)
          assert.deepEqual(entry.scope, await registry.read.scopeOf([entry.id, entry.accepted]));
        const [revisions] = await registry.read.getIssuerAttributeRevisions([
          entry.issuer.did,
          entry.id,
          1n,
          50n,
        ]);
        assert.deepEqual(
          entry.revisions.map(({ revisionId }) => revisionId),
          revisions,
        );
        for (const revision of entry.revisions) {
          const { attribData, tao, rootTao, issuerType } = await registry.read.getRevisionAttribute(
            [entry.issuer.did, entry.id, revision.revisionId],
          );
          assert.deepEqual(
            [revision.body, revision.taoDid, revision.rootTaoDid, revision.issuerType],
            [attribData, tao, rootTao, issuerTypes[issuerType]],
          );
        }
      }
      assert.deepEqual(answer.issuerAttributes.map(({ id }) => id).sort(), attributes.toSorted());
    }

    const scope = [diploma, accreditation];
    const admit = encodeFunctionData({
      abi,
      functionName: "admitRootTao",
      args: [root.did, scope],
    });
    const dismiss = encodeFunctionData({ abi, functionName: "dismissRootTao", args: [root.did] });
    const revoke = encodeFunctionData({
      abi,
      functionName: "setAttributeMetadata",
      args: [tao.did, taoAttribute, typeNumbers.revoked, root.did, rootAttribute],
    });
    await decide(addresses.TrustedIssuersRegistry, admit);
    await accredit(root, rootAttribute, root, rootAttribute, typeNumbers.rootTao, scope);
    await accredit(root, rootAttribute, tao, taoAttribute, typeNumbers.tao, [diploma]);
    await accredit(tao, taoAttribute, issuer, issuerAttribute, typeNumbers.issuer, [diploma]);
    await compare("accredited", Number(await client.getBlockNumber()));
    await compare("dismissed", await decide(addresses.TrustedIssuersRegistry, dismiss));
    await compare("admitted again", await decide(addresses.TrustedIssuersRegistry, admit));
    const deactivate = encodeFunctionData({
      abi: didRegistryAbi,
      functionName: "deactivateDid",
      args: [issuer.did],
    });
    await compare("deactivated", await send(issuer.key, addresses.DidRegistry, deactivate));
    await compare("revoked", await write(root, revoke));

    const data = '{"prefix":"https://root.example"}';
    const add = encodeFunctionData({ abi, functionName: "addIssuerProxy", args: [root.did, data] });
    await indexed(await write(root, add));
    const { issuer: found } = await ask<{ issuer: { proxies: { proxyId: Hex; data: string }[] } }>(
      `{ issuer(id: "${idOf(root.did)}") { proxies(where: { removedAt: null }) { proxyId data } } }`,
    );
    const [proxies] = await registry.read.getIssuerProxies([root.did, 1n, 50n]);
    assert.deepEqual(
      found.proxies.map(({ proxyId }) => proxyId),
      proxies,
    );
    for (const { proxyId, data: shown } of found.proxies)
      assert.equal(shown, await registry.read.getIssuerProxyById([root.did, proxyId]));
  }

  async function compareSchemas(): Promise<void> {
    const registry = trustedSchemasRegistryAt(addresses.TrustedSchemasRegistry, client);
    const abi = trustedSchemasRegistryAbi;
    const id = keccak256(generatePrivateKey());
    const text = (what: string) => stringToHex(`{"what":"${what}"}`);
    const steps = [
      encodeFunctionData({ abi, functionName: "insertSchema", args: [id, text("one"), text("a")] }),
      encodeFunctionData({ abi, functionName: "updateSchema", args: [id, text("two"), text("b")] }),
      encodeFunctionData({
        abi,
        functionName: "updateMetadata",
        args: [id, sha256(text("one")), text("c")],
      }),
    ];
    let block = 0;
    for (const data of steps) block = await decide(addresses.TrustedSchemasRegistry, data);
    await indexed(block);
    const { schema } = await ask<{
      schema: {
        latestRevision: { content: Hex };
        revisions: {
          schemaRevisionId: Hex;
          content: Hex;
          latestMetadata: { content: Hex };
          metadata: { metadataId: Hex; content: Hex }[];
        }[];
      };
    }>(
      `{ schema(id: "${id}") { latestRevision { content } revisions(orderBy: index) { schemaRevisionId content latestMetadata { content }
           metadata(orderBy: index) { metadataId content } } } }`,
    );
    assert.equal(schema.latestRevision.content, await registry.read.getLatestSchemaRevision([id]));
    const [revisions] = await registry.read.getSchemaRevisionIds([id, 1n, 50n]);
    assert.deepEqual(
      schema.revisions.map(({ schemaRevisionId }) => schemaRevisionId),
      revisions,
    );
    for (const { schemaRevisionId, content, latestMetadata, metadata } of schema.revisions) {
      const of = [id, schemaRevisionId] as const;
      assert.equal(content, await registry.read.getSchemaRevision(of));
      assert.equal(
        latestMetadata.content,
        await registry.read.getLatestSchemaRevisionMetadataByRevisionId(of),
      );
      const [all] = await registry.read.getSchemaRevisionMetadataIds([...of, 1n, 50n]);
      assert.deepEqual(
        metadata.map(({ metadataId }) => metadataId),
        all,
      );
    }
  }

  async function compareTimestamps(): Promise<void> {
    const registry = timestampsAt(addresses.Timestamps, client);
    const abi = timestampsAbi;
    const [author, colleague] = [await newAccount(), await newAccount()];
    const write = (data: Hex) => send(author, addresses.Timestamps, data);
    const { hashAlgorithms } = await ask<{
      hashAlgorithms: {
        hashAlgorithmId: number;
        outputLength: number;
        ianaName: string;
        oid: string;
        status: string;
        multiHash: string;
      }[];
    }>(
      `{ hashAlgorithms(orderBy: hashAlgorithmId) { hashAlgorithmId outputLength ianaName oid status multiHash } }`,
    );
    assert.equal(BigInt(hashAlgorithms.length), await registry.read.hashAlgorithmCount());
    for (const {
      hashAlgorithmId,
      outputLength,
      ianaName,
      oid,
      status,
      multiHash,
    } of hashAlgorithms)
      assert.deepEqual(
        [BigInt(outputLength), ianaName, oid, status === "ACTIVE" ? 1 : 2, multiHash],
        await registry.read.getHashAlgorithmById([BigInt(hashAlgorithmId)]),
      );
    const algorithm = hashAlgorithms.find(({ outputLength }) => outputLength === 256);
    assert.ok(algorithm !== undefined, "there is an algorithm of 256 bits");
    const algorithms = (count: number) =>
      Array(count).fill(BigInt(algorithm.hashAlgorithmId)) as bigint[];
    const hashes = Array.from({ length: 4 }, () => keccak256(generatePrivateKey())) as [
      Hex,
      Hex,
      Hex,
      Hex,
    ];
    const [first, second, third, fourth] = hashes;

    const info = stringToHex("a note");
    const block = await write(
      encodeFunctionData({
        abi,
        functionName: "timestampRecordHashes",
        args: [algorithms(3), [first, second, first], ["0x01"], info],
      }),
    );
    await indexed(block);
    const { records } = await ask<{ records: { id: Hex }[] }>(
      `{ records(where: { creator: "${author.address.toLowerCase()}" }) { id } }`,
    );
    const [record] = records;
    assert.ok(record !== undefined && records.length === 1, "the record is indexed");
    const { id } = record;
    const steps = [
      encodeFunctionData({
        abi,
        functionName: "appendRecordVersionHashes",
        args: [id, 0n, algorithms(2), [second, third], [], "0x"],
      }),
      encodeFunctionData({
        abi,
        functionName: "detachRecordVersionHash",
        args: [id, 0n, first],
      }),
      encodeFunctionData({
        abi,
        functionName: "timestampRecordVersionHashes",
        args: [id, algorithms(1), [fourth], [], "0x"],
      }),
      encodeFunctionData({
        abi,
        functionName: "insertRecordOwner",
        args: [id, colleague.address.toLowerCase(), 1n, 0n],
      }),
      encodeFunctionData({
        abi,
        functionName: "revokeRecordOwner",
        args: [id, author.address.toLowerCase()],
      }),
    ];
    let last = 0;
    for (const data of steps) last = await write(data);
    await indexed(last);

    const answer = await ask<{
      record: {
        versionCount: number;
        owners: {
          owner: Hex;
          notBefore: string;
          notAfter: string | null;
          revokedAt: string | null;
        }[];
        versions: {
          versionId: number;
          hashes: { id: Hex; hash: Hex }[];
          infos: { versionInfoId: Hex }[];
        }[];
      };
    }>(
      `{ record(id: "${id}") { versionCount owners { owner notBefore notAfter revokedAt }
           versions(orderBy: versionId) { versionId hashes { id hash } infos(orderBy: index) { versionInfoId } } } }`,
    );
    const [owners, revoked, versions] = await registry.read.getRecord([id]);
    const ownersHere = (gone: boolean) =>
      answer.record.owners
        .filter(({ revokedAt }) => (revokedAt !== null) === gone)
        .map(({ owner }) => owner)
        .sort();
    assert.deepEqual(ownersHere(false), owners.toSorted());
    assert.deepEqual(ownersHere(true), revoked.toSorted());
    assert.equal(BigInt(answer.record.versionCount), versions);
    for (const { owner, notBefore, notAfter, revokedAt } of answer.record.owners)
      assert.deepEqual(
        [revokedAt !== null, BigInt(notBefore), BigInt(notAfter ?? 0)],
        await registry.read.getRecordOwnerInfo([id, owner]),
      );
    for (const version of answer.record.versions) {
      const [timestampIds, infoIds] = await registry.read.recordVersion([
        id,
        BigInt(version.versionId),
      ]);
      assert.deepEqual(version.hashes.map((hash) => hash.id).sort(), timestampIds.toSorted());
      assert.deepEqual(
        version.infos.map(({ versionInfoId }) => versionInfoId),
        infoIds,
      );
      for (const hash of version.hashes) assert.equal(hash.id, sha256(hash.hash));
    }
  }

  async function compareStatusLists(): Promise<void> {
    const registry = statusListsAt(addresses.StatusLists, client);
    const abi = statusListsAbi;
    const issuer = await newEntity("PaperPaperPa");
    const write = (data: Hex) => send(issuer.key, addresses.StatusLists, data);
    const uri = "https://publisher.example/lists/1";
    const list = await registry.read.listId([issuer.did, uri]);
    const hash = (sequence: number) => keccak256(numberToHex(sequence));
    await write(
      encodeFunctionData({
        abi,
        functionName: "registerStatusList",
        args: [issuer.did, uri, 0, 0, 1, 131_072, hash(1), 60],
      }),
    );
    await chain.increaseTime({ seconds: 100 });
    const block = await write(
      encodeFunctionData({
        abi,
        functionName: "publishStatusList",
        args: [list, 2n, hash(2), 3600],
      }),
    );
    await indexed(block);
    const answer = await ask<{
      statusList: {
        issuer: string;
        issuerDocument: { did: string };
        uri: string;
        kind: string;
        purpose: string;
        bits: number;
        size: number;
        sequence: string;
        currentUntil: string;
        publications: {
          sequence: string;
          hash: Hex;
          ttl: string;
          publishedAt: string;
          block: string;
          lateBy: string;
        }[];
      };
    }>(
      `{ statusList(id: "${list}") { issuer issuerDocument { did } uri kind purpose bits size sequence currentUntil
           publications(orderBy: sequence) { sequence hash ttl publishedAt block lateBy } } }`,
    );
    const { statusList } = answer;
    const there = await registry.read.statusList([list]);
    assert.deepEqual(
      { ...there, kind: "BITSTRING", purpose: "REVOCATION" },
      {
        issuer: statusList.issuer,
        uri: statusList.uri,
        kind: statusList.kind,
        purpose: statusList.purpose,
        bits: statusList.bits,
        size: statusList.size,
        sequence: BigInt(statusList.sequence),
      },
    );
    assert.equal(statusList.issuerDocument.did, issuer.did);
    assert.equal(Number(statusList.currentUntil), await registry.read.currentUntil([list]));
    assert.equal(statusList.publications.length, 2);
    for (const publication of statusList.publications)
      assert.deepEqual(
        {
          hash: publication.hash,
          publishedAt: Number(publication.publishedAt),
          ttl: Number(publication.ttl),
          blockNumber: BigInt(publication.block),
        },
        await registry.read.publication([list, BigInt(publication.sequence)]),
      );
    assert.ok(Number(statusList.publications[1]?.lateBy) >= 40, "the second publication came late");
  }

  async function compareIdentities(): Promise<void> {
    const registry = identityRegistryAt(addresses.IdentityRegistry, client);
    const abi = identityRegistryAbi;
    const [identity, successor, delegate, guardian] = [
      await newAccount(),
      await newAccount(),
      await newAccount(),
      await newAccount(),
    ];
    const veriKey = `${stringToHex("veriKey")}${"0".repeat(50)}` as Hex;
    const name = `${stringToHex("did/svc/HubService")}${"0".repeat(28)}` as Hex;
    const write = (by: PrivateKeyAccount, data: Hex) => send(by, addresses.IdentityRegistry, data);
    const { address } = identity;
    const steps: [PrivateKeyAccount, Hex][] = [
      [
        identity,
        encodeFunctionData({
          abi,
          functionName: "addDelegate",
          args: [address, veriKey, delegate.address, 1000n],
        }),
      ],
      [
        identity,
        encodeFunctionData({
          abi,
          functionName: "setAttribute",
          args: [address, name, "0x1234", 1000n],
        }),
      ],
      [
        identity,
        encodeFunctionData({
          abi,
          functionName: "setGuardians",
          args: [address, [guardian.address], 1, 86_400],
        }),
      ],
      [
        guardian,
        encodeFunctionData({
          abi,
          functionName: "approveRecovery",
          args: [address, successor.address],
        }),
      ],
    ];
    for (const [by, data] of steps) await write(by, data);
    await chain.increaseTime({ seconds: 86_500 });
    await write(
      successor,
      encodeFunctionData({
        abi,
        functionName: "executeRecovery",
        args: [address, successor.address],
      }),
    );
    await write(
      successor,
      encodeFunctionData({
        abi,
        functionName: "revokeDelegate",
        args: [address, veriKey, delegate.address],
      }),
    );
    const last = await write(
      successor,
      encodeFunctionData({
        abi,
        functionName: "setGuardians",
        args: [address, [guardian.address], 1, 86_400],
      }),
    );
    await indexed(last);
    const { identity: found } = await ask<{
      identity: {
        owner: Hex;
        changedBlock: string;
        delegates: { delegateType: Hex; delegate: Hex; validTo: string }[];
        guardians: Hex[];
        guardiansOwner: Hex;
        guardianThreshold: number;
        guardianDelay: string;
        recoveryRound: string;
        recoveries: { newOwner: Hex; approvals: number; executedAt: string | null }[];
        attributeChanges: { value: Hex }[];
      };
    }>(
      `{ identity(id: "${address.toLowerCase()}") { owner changedBlock delegates { delegateType delegate validTo } guardians guardiansOwner guardianThreshold guardianDelay
           recoveryRound recoveries { newOwner approvals executedAt } attributeChanges { value } } }`,
    );
    assert.equal(found.owner, (await registry.read.identityOwner([address])).toLowerCase());
    assert.equal(BigInt(found.changedBlock), await registry.read.changed([address]));
    for (const { delegateType, delegate: account, validTo } of found.delegates)
      assert.equal(
        BigInt(validTo),
        await registry.read.delegates([address, keccak256(delegateType), account]),
      );
    assert.equal(found.delegates.length, 1);
    const there = await registry.read.guardianship([address]);
    assert.deepEqual(
      {
        guardians: found.guardians,
        threshold: found.guardianThreshold,
        delay: Number(found.guardianDelay),
        round: Number(found.recoveryRound),
      },
      { ...there, guardians: there.guardians.map((account) => account.toLowerCase()) },
    );
    assert.equal(found.guardiansOwner, found.owner);
    assert.deepEqual(
      found.recoveries.map(({ newOwner, approvals }) => ({ newOwner, approvals })),
      [{ newOwner: successor.address.toLowerCase(), approvals: 1 }],
    );
    assert.ok(found.recoveries[0]?.executedAt, "the recovery was executed");
    assert.deepEqual(found.attributeChanges, [{ value: "0x1234" }]);
  }

  return [
    { name: "Policies and their roles", compare: comparePolicies },
    { name: "Accreditations and who counts", compare: compareIssuers },
    { name: "Schemas and their revisions", compare: compareSchemas },
    { name: "Timestamps, records and their owners", compare: compareTimestamps },
    { name: "Status lists", compare: compareStatusLists },
    { name: "Lightweight identities and their recovery", compare: compareIdentities },
  ];
}

interface AttributeAnswer {
  id: Hex;
  depth: number;
  issuerType: string;
  issuer: { id: Hex; did: string; document: { deactivatedAt: string | null } };
  tao: { id: Hex };
  rootTao: { id: Hex; admitted: boolean };
  taoAttribute: { id: Hex };
  committed: Hex | null;
  accepted: Hex | null;
  scope: Hex[];
  revisions: {
    revisionId: Hex;
    issuerType: string;
    taoDid: string;
    rootTaoDid: string;
    body: Hex;
  }[];
}
