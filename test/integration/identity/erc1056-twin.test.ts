import { expect } from "chai";
import {
  bytesToHex,
  decodeErrorResult,
  hexToBigInt,
  keccak256,
  maxUint256,
  numberToHex,
  pad,
  stringToHex,
  toEventSelector,
  zeroAddress,
  zeroHash,
  type AbiEvent,
  type AbiFunction,
  type Address,
  type Hex,
} from "viem";
import { privateKeyToAddress } from "viem/accounts";

import { deploySystem } from "../../../deploy/deploy.ts";
import { localParameters } from "../../../deploy/networks/local/parameters.ts";
import { identityRegistryAbi } from "../../../generated/contracts/IdentityRegistry.ts";
import { TestChain } from "../../support/chain.ts";
import {
  operationData,
  published,
  signedOperationData,
  signOperation,
  type Operation,
  type OperationName,
} from "../../support/erc1056.ts";
import { Random } from "../../support/random.ts";

/** Order of secp256k1: `n - s` belongs to the same signature, with the other parity. */
const groupOrder = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
const calls = 3000;
const gas = numberToHex(1_000_000n);

const keys = Array.from({ length: 4 }, (_, index) => keccak256(stringToHex(`twin ${index}`)));
const owners = keys.map((key) => privateKeyToAddress(key));
/** Keys, an address without key, and zero, which everybody owns in the published contract. */
const identities: readonly Address[] = [...owners, pad("0x1d", { size: 20 }), zeroAddress];
const delegateTypes = ["veriKey", "sigAuth", "other"].map((text) =>
  stringToHex(text, { size: 32 }),
);
const attributeNames = ["did/pub/Secp256k1/veriKey/hex", "did/svc/Hub", "anything"].map((text) =>
  stringToHex(text, { size: 32 }),
);

/** The three events by which an identity changes. */
const changeTopics = published.abi
  .filter((item): item is AbiEvent => item.type === "event")
  .map((event) => toEventSelector(event));

/** What is wrong with a signature; the high s is valid, too. */
type Spoilt = "no" | "high s" | "v" | "zero" | "other values";

/** One call, for each of the two contracts: they differ in the signature alone, which binds the contract. */
interface Call {
  from: Address;
  what: string;
  data: (registry: Address) => Promise<Hex>;
}

describe("ID1: our IdentityRegistry and the published contract of ERC-1056", () => {
  let chain: TestChain;
  let ours: Address;
  let peer: Address;

  before(async () => {
    chain = await TestChain.create();
    ours = (await deploySystem(chain.connection, localParameters)).IdentityRegistry;
    await chain.impersonate(...owners);
    const hash = (await chain.request("eth_sendTransaction", {
      from: owners[0],
      data: published.bytecode,
    })) as Hex;
    const { contractAddress } = await chain.receipt(hash);
    if (!contractAddress) throw new Error("The published contract was not deployed.");
    peer = contractAddress;
  });

  after(async () => {
    await chain.connection.close();
  });

  it("have the same functions and events, by names, types and parameters", () => {
    const signature = (item: AbiFunction | AbiEvent) => ({
      name: item.name,
      inputs: item.inputs.map(({ type, ...rest }) => ({
        type,
        indexed: "indexed" in rest && rest.indexed === true,
      })),
      ...(item.type === "function"
        ? { outputs: item.outputs.map(({ type }) => type), mutability: item.stateMutability }
        : {}),
    });
    for (const item of published.abi as (AbiFunction | AbiEvent)[]) {
      const twin = (identityRegistryAbi as readonly { type: string }[]).find(
        (candidate) =>
          candidate.type === item.type && (candidate as { name?: string }).name === item.name,
      ) as AbiFunction | AbiEvent | undefined;
      if (!twin) throw new Error(`Ours has no ${item.type} ${item.name}.`);
      expect(signature(twin)).to.deep.equal(signature(item));
      // The getters of the published contract have no names for what they take.
      const named = item.inputs.filter(({ name }) => name !== "");
      expect(named.map(({ name }) => name)).to.deep.equal(
        twin.inputs.slice(0, named.length).map(({ name }) => name),
      );
    }
  });

  it(`answer ${calls} random calls with equal values, reverts and logs`, async function () {
    this.timeout(600_000);
    const random = new Random(1056);
    const seen = new Map<string, number>();
    const count = (what: string) => seen.set(what, (seen.get(what) ?? 0) + 1);
    await chain.request("evm_setAutomine", false);
    try {
      for (let index = 0; index < calls; index += 1) {
        const call = await randomCall(random);
        const message = `call ${index}: ${call.what}`;
        const [left, right] = [await call.data(ours), await call.data(peer)];
        const refusals = [
          await refusal(call.from, ours, left),
          await refusal(call.from, peer, right),
        ];
        expect(refusals[0], message).to.deep.equal(refusals[1]);

        // Both stand in one block, so that times and block numbers are the same.
        const [one, other] = [
          await send(call.from, ours, left),
          await send(call.from, peer, right),
        ];
        await chain.request("evm_mine");
        const [a, b] = [await chain.receipt(one), await chain.receipt(other)];
        expect(a.blockNumber, message).to.equal(b.blockNumber);
        expect(a.status, message).to.equal(b.status);
        expect(a.status === "success", message).to.equal(refusals[0] === undefined);
        const logs = (receipt: typeof a) =>
          receipt.logs.map(({ topics, data }) => ({ topics, data }));
        expect(logs(a), message).to.deep.equal(logs(b));
        count(refusals[0] ?? "success");
        count(`${call.what.split(" ")[0] ?? ""} ${a.status}`);
        if (index % 100 === 99) await expectEqualViews(message);
        // Delegates run out.
        if (index % 7 === 0) await chain.request("evm_increaseTime", random.integer(1, 5_000));
      }
    } finally {
      await chain.request("evm_setAutomine", true);
    }
    await expectEqualViews("at the end");
    await expectWholeChains();
    // A comparison of reverts alone would prove nothing.
    for (const name of operationNames) {
      for (const form of [name, `${name}Signed`]) {
        expect(seen.get(`${form} success`), `${form} succeeded`).to.be.greaterThan(20);
        expect(seen.get(`${form} reverted`), `${form} reverted`).to.be.greaterThan(20);
      }
    }
    expect([...seen.keys()]).to.include.members(["not owner", "bad signature", "overflow"]);
  });

  it("ID2: every event is reached from `changed` on, in blocks with several changes too, and the chain ends at 0", async () => {
    const random = new Random(2);
    for (let block = 0; block < 40; block += 1) {
      await chain.request("evm_setAutomine", false);
      for (let index = random.integer(1, 4); index > 0; index -= 1) {
        const owner = random.pick(owners);
        const operation: Operation = {
          name: "setAttribute",
          identity: owner,
          values: [random.pick(attributeNames), "0x01", 100n],
        };
        // Whoever was given away in the calls before reverts, and has no event.
        await send(owner, ours, operationData(operation));
      }
      await chain.request("evm_mine");
      await chain.request("evm_setAutomine", true);
    }
    await expectWholeChains();
  });

  const operationNames: OperationName[] = [
    "changeOwner",
    "addDelegate",
    "revokeDelegate",
    "setAttribute",
    "revokeAttribute",
  ];

  function randomOperation(random: Random): Operation {
    const name = random.pick(operationNames);
    const identity = random.pick(identities);
    const validity = () =>
      random.pick([0n, 1n, BigInt(random.integer(2, 100_000)), maxUint256, maxUint256 - 1_000n]);
    const delegate = () => random.pick(owners);
    const byte = () => random.integer(0, 255);
    const value = () => bytesToHex(Uint8Array.from({ length: random.integer(0, 100) }, byte));
    const values = {
      // Identities come back to themselves often enough for the keys to stay useful.
      changeOwner: () => [random.pick([identity, zeroAddress, ...owners])],
      addDelegate: () => [random.pick(delegateTypes), delegate(), validity()],
      revokeDelegate: () => [random.pick(delegateTypes), delegate()],
      setAttribute: () => [random.pick(attributeNames), value(), validity()],
      revokeAttribute: () => [random.pick(attributeNames), value()],
    }[name]();
    return { name, identity, values };
  }

  async function randomCall(random: Random): Promise<Call> {
    const operation = randomOperation(random);
    const owner = (await view(peer, "identityOwner", [operation.identity])) as Address;
    const right = owners.indexOf(owner);
    const place =
      right >= 0 && random.fraction() < 0.8 ? right : random.integer(0, keys.length - 1);
    const signer = keys[place] as Hex;
    const described = `${operation.name} of ${operation.identity} by ${owners[place] ?? ""}`;
    if (random.fraction() < 0.5) {
      return {
        from: owners[place] as Address,
        what: described,
        data: () => Promise.resolve(operationData(operation)),
      };
    }
    const nonce = (await view(peer, "nonce", [owner])) as bigint;
    const shift = BigInt(random.pick([0, 0, 0, 0, 0, 1, -1]));
    const spoilt: Spoilt = random.pick([
      ...Array.from({ length: 5 }, (): Spoilt => "no"),
      ...(["high s", "v", "zero", "other values"] as const),
    ]);
    return {
      from: random.pick(owners),
      what: described.replace(" ", "Signed "),
      data: async (registry) => {
        const signed: Operation =
          spoilt === "other values" ? { ...operation, identity: zeroAddress } : operation;
        const next = nonce + shift < 0n ? 0n : nonce + shift;
        const { v, r, s } = await signOperation(registry, next, signed, signer);
        const parts = {
          no: { v, r, s },
          "other values": { v, r, s },
          "high s": { v: 55 - v, r, s: numberToHex(groupOrder - hexToBigInt(s), { size: 32 }) },
          v: { v: v - 27, r, s },
          zero: { v, r: zeroHash, s },
        }[spoilt];
        return signedOperationData(operation, parts);
      },
    };
  }

  const send = async (from: Address, to: Address, data: Hex): Promise<Hex> =>
    (await chain.request("eth_sendTransaction", { from, to, data, gas })) as Hex;

  /** Why a call would revert, in words that both contracts share; nothing if it would not. */
  async function refusal(from: Address, to: Address, data: Hex): Promise<string | undefined> {
    try {
      await chain.request("eth_call", { from, to, data, gas }, "latest");
      return undefined;
    } catch (error) {
      const reason = (error as { data?: Hex | { data?: Hex } }).data;
      const bytes = typeof reason === "object" ? reason.data : reason;
      if (bytes === undefined) throw error;
      const { errorName, args } = decodeErrorResult({ abi: identityRegistryAbi, data: bytes }) as {
        errorName: string;
        args: readonly unknown[];
      };
      const words: Record<string, string> = {
        bad_actor: "not owner",
        bad_signature: "bad signature",
        IdentityRegistryNotOwner: "not owner",
        IdentityRegistrySignatureInvalid: "bad signature",
        17: "overflow",
      };
      const word = words[errorName] ?? words[String(args[0])];
      if (word === undefined) throw new Error(`Unexpected revert ${errorName}.`, { cause: error });
      return word;
    }
  }

  const view = async (registry: Address, functionName: string, args: readonly unknown[]) =>
    chain.read({ address: registry, abi: published.abi }, functionName, args);

  async function expectEqualViews(message: string): Promise<void> {
    const questions: [string, readonly unknown[]][] = identities.flatMap((identity) => [
      ["identityOwner", [identity]],
      ["owners", [identity]],
      ["changed", [identity]],
      ["nonce", [identity]],
      ...delegateTypes.flatMap((type) =>
        owners.flatMap((delegate): [string, readonly unknown[]][] => [
          ["validDelegate", [identity, type, delegate]],
          ["delegates", [identity, keccak256(type), delegate]],
        ]),
      ),
    ]);
    for (const [name, args] of questions) {
      const answers = await Promise.all([view(ours, name, args), view(peer, name, args)]);
      expect(answers[0], `${message}: ${name}(${args.join(", ")})`).to.equal(answers[1]);
    }
  }

  /** Walks as a resolver does, and compares with all logs of the identity. */
  async function expectWholeChains(): Promise<void> {
    for (const identity of identities) {
      const logs = async (range: object) =>
        (await chain.request("eth_getLogs", {
          address: ours,
          topics: [changeTopics, pad(identity, { size: 32 })],
          ...range,
        })) as { blockNumber: Hex; data: Hex; logIndex: Hex; transactionHash: Hex }[];
      const all = await logs({ fromBlock: "0x0", toBlock: "latest" });
      const reached: string[] = [];
      let block = (await view(ours, "changed", [identity])) as bigint;
      while (block > 0n) {
        const here = await logs({ fromBlock: numberToHex(block), toBlock: numberToHex(block) });
        expect(here.length, `ID2: changes of ${identity} in block ${block}`).to.be.greaterThan(0);
        reached.push(...here.map(({ transactionHash }) => transactionHash));
        // Every event ends with the block before; in one block the later ones point to the block itself.
        const earlier = here.map(({ data }) => previousChangeOf(data)).filter((one) => one < block);
        expect(earlier.length, `ID2: a way out of block ${block}`).to.equal(1);
        block = earlier[0] ?? 0n;
      }
      expect([...reached].sort()).to.deep.equal(all.map((log) => log.transactionHash).sort());
    }
  }
});

/** `previousChange`: the last word of the head of each event; the value of an attribute stands behind it. */
function previousChangeOf(data: Hex): bigint {
  const words = (data.length - 2) / 64;
  // owner, previous | type, delegate, validTo, previous | name, offset of value, validTo, previous, value ...
  const place = words === 2 ? 1 : 3;
  return hexToBigInt(`0x${data.slice(2 + place * 64, 2 + (place + 1) * 64)}`);
}
