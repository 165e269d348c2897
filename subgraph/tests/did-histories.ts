import assert from "node:assert/strict";

import {
  BaseError,
  type Address,
  ContractFunctionRevertedError,
  createPublicClient,
  createTestClient,
  createWalletClient,
  encodeFunctionData,
  type Hex,
  http,
  keccak256,
  numberToHex,
  stringToHex,
} from "viem";
import { type PrivateKeyAccount, privateKeyToAccount } from "viem/accounts";

import { didRegistryAbi, didRegistryAt } from "../../generated/contracts/DidRegistry.ts";

/** Rounds of one to three transactions in one block. */
const rounds = 80;
/** Times at which each document is resolved, beside the present. */
const timesForEach = 40;
const relationships = [
  "authentication",
  "assertionMethod",
  "keyAgreement",
  "capabilityInvocation",
  "capabilityDelegation",
] as const;
const jwk = (number: number): Hex =>
  stringToHex(`{"kty":"EC","crv":"P-256","x":"${number}","y":"${number}"}`);

interface Registry {
  rpc: string;
  address: Address;
  ask: <T>(query: string) => Promise<T>;
  /** Resolves once the index holds everything up to a block. */
  indexed: (block: number) => Promise<void>;
}

/** A DID, and the keys that it may have by now: the register refuses what is not so, as it does with anybody. */
interface Subject {
  did: string;
  holders: PrivateKeyAccount[];
  methods: string[];
}

/** A document as the contract answers it. */
interface Resolved {
  baseDocument: string;
  controllers: readonly string[];
  vMethodIds: readonly string[];
  vMethods: readonly { publicKey: Hex; isSecp256k1: boolean; revoked: boolean }[];
  vRelationships: readonly {
    name: string;
    vMethodId: string;
    notBefore: bigint;
    notAfter: bigint;
    indexDid: bigint;
  }[];
}

/**
 * Writes random histories of DIDs into the register, much of it refused, and resolves every document at many times: the index has to answer what
 * the contract answers, up to the order of keys and controllers. The seed stands in each message, to be given again.
 */
export async function compareDidHistories(registry: Registry, seed: number): Promise<void> {
  const client = createPublicClient({ transport: http(registry.rpc), cacheTime: 0 });
  const chain = createTestClient({ mode: "hardhat", transport: http(registry.rpc) });
  const dids = didRegistryAt(registry.address, client);
  const random = randomNumbers(seed);
  const oneOf = <T>(items: readonly T[]): T => items[random(items.length)] as T;

  const subjects: Subject[] = Array.from({ length: 5 }, (_, index) => ({
    did: `did:ebsi:z${"Subject".repeat(3)}${"ABCDEFGH"[index]}${base58(seed)}`,
    holders: [],
    methods: [],
  }));
  let accounts = 0;
  let keys = 0;
  let applied = 0;

  async function newHolder(): Promise<PrivateKeyAccount> {
    const holder = privateKeyToAccount(
      keccak256(stringToHex(`history ${seed}, account ${++accounts}`)),
    );
    await chain.setBalance({ address: holder.address, value: 10n ** 21n });
    return holder;
  }

  /** A period that begins somewhere around now; some end before they begin, or are over already. */
  function period(now: number): [bigint, bigint] {
    const from = now - 300 + random(700);
    return [BigInt(from), BigInt(from - 20 + random(2000))];
  }

  /** What somebody may want to do with a DID, as calldata and the account that tries it. */
  async function nextStep(now: number): Promise<{ data: Hex; from: PrivateKeyAccount }> {
    const subject = oneOf(subjects);
    const { did } = subject;
    const newMethod = oneOf([`key-${++keys}`, `key-${random(keys + 1)}`]);
    const encode = (call: Parameters<typeof encodeFunctionData<typeof didRegistryAbi>>[0]) =>
      encodeFunctionData(call);
    const abi = didRegistryAbi;
    if (subject.holders.length === 0) {
      const holder = await newHolder();
      subject.holders.push(holder);
      subject.methods.push(newMethod);
      const args = [did, document(), newMethod, holder.publicKey, true, ...life(now)] as const;
      return { from: holder, data: encode({ abi, functionName: "insertDidDocument", args }) };
    }
    const from = await sender(subject);
    // Mostly a late key, so that keys get several relationships before they end.
    const method = oneOf(subject.methods.slice(-1 - random(4)));
    switch (random(24)) {
      case 0:
      case 1:
        return {
          from,
          data: encode({ abi, functionName: "updateBaseDocument", args: [did, document()] }),
        };
      case 2:
      case 3:
        return {
          from,
          data: encode({ abi, functionName: "addController", args: [did, oneOf(subjects).did] }),
        };
      case 4:
      case 5:
        return {
          from,
          data: encode({ abi, functionName: "revokeController", args: [did, oneOf(subjects).did] }),
        };
      case 6:
      case 7:
      case 8: {
        const holder = random(2) === 0 ? undefined : await newHolder();
        subject.methods.push(newMethod);
        if (holder !== undefined) subject.holders.push(holder);
        const args = [
          did,
          newMethod,
          holder?.publicKey ?? jwk(keys),
          holder !== undefined,
        ] as const;
        return { from, data: encode({ abi, functionName: "addVerificationMethod", args }) };
      }
      case 9:
      case 10:
      case 11:
      case 12:
      case 13:
      case 14: {
        const [notBefore, notAfter] = random(3) === 0 ? period(now) : life(now);
        const args = [did, oneOf(relationships), method, notBefore, notAfter] as const;
        return { from, data: encode({ abi, functionName: "addVerificationRelationship", args }) };
      }
      case 15:
      case 16: {
        const args = [did, method, BigInt(now - random(500))] as const;
        return { from, data: encode({ abi, functionName: "revokeVerificationMethod", args }) };
      }
      case 17:
      case 18:
      case 19: {
        const args = [did, method, BigInt(now + 10 + random(2000))] as const;
        return { from, data: encode({ abi, functionName: "expireVerificationMethod", args }) };
      }
      case 20:
      case 21:
      case 22: {
        const holder = await newHolder();
        subject.holders.push(holder);
        subject.methods.push(newMethod);
        const [notBefore, notAfter] = random(3) === 0 ? period(now) : life(now);
        const args = {
          did,
          vMethodId: newMethod,
          publicKey: holder.publicKey,
          isSecp256k1: true,
          notBefore,
          notAfter,
          oldVMethodId: method,
          duration: BigInt(random(600)),
        };
        return {
          from,
          data: encode({ abi, functionName: "rollVerificationMethod", args: [args] }),
        };
      }
      default:
        // An end is rare, because nothing comes after it.
        return random(5) === 0
          ? { from, data: encode({ abi, functionName: "deactivateDid", args: [did] }) }
          : {
              from,
              data: encode({ abi, functionName: "updateBaseDocument", args: [did, document()] }),
            };
    }
  }

  /** Mostly somebody who controls the DID, and sometimes anybody. */
  async function sender({ did, holders }: Subject): Promise<PrivateKeyAccount> {
    const all = subjects.flatMap((other) => other.holders);
    if (random(6) === 0) return oneOf(all);
    const controls = await Promise.all(
      holders.map(({ address }) => dids.read.checkController([did, address])),
    );
    const controllers = holders.filter((_, index) => controls[index]);
    return oneOf(controllers.length > 0 ? controllers : all);
  }

  function document(): string {
    return JSON.stringify({ "@context": "https://www.w3.org/ns/did/v1", note: random(1e6) });
  }

  function life(now: number): [bigint, bigint] {
    return [BigInt(now - random(100)), BigInt(now + 1000 + random(20_000))];
  }

  const times = new Set<number>();
  await chain.setAutomine(false);
  try {
    for (let round = 0; round < rounds; ++round) {
      await chain.increaseTime({ seconds: 1 + random(120) });
      const { timestamp } = await client.getBlock();
      const sent: Hex[] = [];
      for (let count = 1 + random(3); count > 0; --count) {
        const { data, from } = await nextStep(Number(timestamp));
        const wallet = createWalletClient({ transport: http(registry.rpc), account: from });
        sent.push(
          await wallet.sendTransaction({
            to: registry.address,
            data,
            gas: 3_000_000n,
            chain: null,
          }),
        );
      }
      await chain.mine({ blocks: 1 });
      for (const hash of sent) {
        const receipt = await client.getTransactionReceipt({ hash });
        if (receipt.status === "success") ++applied;
        const block = await client.getBlock({ blockNumber: receipt.blockNumber });
        for (const around of [-1, 0, 1]) times.add(Number(block.timestamp) + around);
      }
    }
  } finally {
    await chain.setAutomine(true);
  }
  const head = await client.getBlock();
  await registry.indexed(Number(head.number));
  assert.ok(applied >= rounds / 4, `seed ${seed}: only ${applied} changes were not refused`);

  const inserted = subjects.filter(({ holders }) => holders.length > 0);
  let compared = 0;
  for (const { did } of inserted) {
    const known = [...times, ...(await endsOf(did))];
    const chosen = Array.from({ length: timesForEach }, () => oneOf(known));
    for (const at of new Set([...chosen, Number(head.timestamp)])) {
      const there = await contractAnswer(did, at);
      const here = await indexAnswer(did, at);
      assert.deepEqual(here, there, `seed ${seed}: ${did} at ${at}`);
      if (typeof there !== "string") ++compared;
    }
  }
  assert.ok(compared > timesForEach, `seed ${seed}: only ${compared} documents were compared`);

  /** Seconds at which something begins or ends by itself. */
  async function endsOf(did: string): Promise<number[]> {
    const { verificationRelationships } = await registry.ask<{
      verificationRelationships: { notBefore: string; notAfter: string }[];
    }>(
      `{ verificationRelationships(first: 1000, where: { document: "${keccak256(stringToHex(did))}" }) { notBefore notAfter } }`,
    );
    return verificationRelationships.flatMap(({ notBefore, notAfter }) =>
      [Number(notBefore) - 1, Number(notBefore), Number(notAfter), Number(notAfter) + 1].filter(
        (time) => time >= 0,
      ),
    );
  }

  async function contractAnswer(did: string, at: number): Promise<Resolved | string> {
    try {
      const [baseDocument, controllers, vMethodIds, vMethods, vRelationships] =
        await dids.read.getDidDocumentByTimestamp([did, BigInt(at)]);
      return { baseDocument, controllers, vMethodIds, vMethods, vRelationships };
    } catch (error) {
      const reverted =
        error instanceof BaseError
          ? error.walk((cause) => cause instanceof ContractFunctionRevertedError)
          : null;
      if (!(reverted instanceof ContractFunctionRevertedError)) throw error;
      return reverted.data?.errorName ?? String(reverted.reason);
    }
  }

  /** The question of the README: what a document said at a time. */
  async function indexAnswer(did: string, at: number): Promise<Resolved | string> {
    const id = keccak256(stringToHex(did));
    const term = `document: "${id}", since_lte: ${at}`;
    const held = `document: "${id}", recordedAt_lte: ${at}, notBefore_lte: ${at}, notAfter_gte: ${at}`;
    const answer = await registry.ask<IndexAnswer>(
      `{ didDocument(id: "${id}") { insertedAt deactivatedAt }
         baseDocuments(first: 1, orderBy: ordinal, orderDirection: desc, where: { document: "${id}", since_lte: ${at} }) { content }
         controllerRelationships(first: 1000, orderBy: index, where: { or: [{ ${term}, until: null }, { ${term}, until_gt: ${at} }] }) { controllerDid }
         verificationRelationships(first: 1000, orderBy: index, where: { or: [{ ${held}, supersededAt: null }, { ${held}, supersededAt_gt: ${at} }] }) {
           name vMethodId notBefore notAfter indexDid verificationMethod { publicKey isSecp256k1 } } }`,
    );
    if (answer.didDocument === null) return "DidRegistryUnknown";
    const { insertedAt, deactivatedAt } = answer.didDocument;
    if (at < Number(insertedAt)) return "DidRegistryNotYetInserted";
    if (deactivatedAt !== null && at >= Number(deactivatedAt)) return "DidRegistryDeactivated";
    const methods = new Map(
      answer.verificationRelationships.map(({ vMethodId, verificationMethod }) => [
        vMethodId,
        { ...verificationMethod, revoked: false },
      ]),
    );
    return {
      baseDocument: answer.baseDocuments[0]?.content ?? "",
      controllers: answer.controllerRelationships.map(({ controllerDid }) => controllerDid),
      vMethodIds: [...methods.keys()],
      vMethods: [...methods.values()],
      vRelationships: answer.verificationRelationships.map((relationship) => ({
        name: relationship.name,
        vMethodId: relationship.vMethodId,
        notBefore: BigInt(relationship.notBefore),
        notAfter: BigInt(relationship.notAfter),
        indexDid: BigInt(relationship.indexDid),
      })),
    };
  }
}

interface IndexAnswer {
  didDocument: { insertedAt: string; deactivatedAt: string | null } | null;
  baseDocuments: { content: string }[];
  controllerRelationships: { controllerDid: string }[];
  verificationRelationships: {
    name: string;
    vMethodId: string;
    notBefore: string;
    notAfter: string;
    indexDid: number;
    verificationMethod: { publicKey: Hex; isSecp256k1: boolean };
  }[];
}

/** Whole numbers from 0 to below a bound that follow from the seed alone. */
function randomNumbers(seed: number): (bound: number) => number {
  let count = 0;
  return (bound) =>
    Number(
      BigInt(keccak256(numberToHex(BigInt(seed) * 2n ** 32n + BigInt(++count)))) % BigInt(bound),
    );
}

/** A number in letters that a DID may have. */
function base58(number: number): string {
  return [...String(number)].map((digit) => "123456789A"[Number(digit)]).join("");
}
