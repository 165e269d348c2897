import fs from "node:fs";
import path from "node:path";

import { expect } from "chai";
import {
  concat,
  decodeAbiParameters,
  fromRlp,
  getAddress,
  type Hex,
  keccak256,
  numberToHex,
  pad,
  parseAbiParameters,
  slice,
} from "viem";

import { enodeUrl } from "../../../deploy/agents/clients/node-client.ts";
import { besuGenesis } from "../../../deploy/render/besu-genesis.ts";
import { besuGenesisHash, stateRoot } from "../../../deploy/render/besu-genesis-hash.ts";
import {
  besuAccounts,
  besuConfiguration,
  besuPermissions,
  besuStaticNodes,
} from "../../../deploy/render/besu-node.ts";
import { kaiaGenesis } from "../../../deploy/render/kaia-genesis.ts";
import {
  contractAccounts,
  systemGenesis,
  type GenesisAccount,
  type GenesisAccounts,
} from "../../../deploy/render/system-genesis.ts";
import { localParameters } from "../../../deploy/networks/local/parameters.ts";
import { roles } from "../../../generated/roles.ts";
import { groupIds } from "../../../deploy/circuits.ts";
import { genesisLines, isIndexed, renderManifest } from "../../../subgraph/manifest.ts";
import { bodyForEachTest } from "../../support/fixture.ts";
import { nodeKey } from "../../support/operators.ts";

const chainId = 77_002;
const timestamp = 1_790_000_000;
const abis = path.join(import.meta.dirname, "../../../generated/abis");

describe("Genesis of a network with the system inside", () => {
  it("is the same whenever and wherever it is computed", async () => {
    const once = await systemGenesis(localParameters, { chainId, timestamp });
    const again = await systemGenesis(localParameters, { chainId, timestamp });
    expect(again).to.deep.equal(once);
    expect(again.logs).to.not.be.empty;
  });

  it("tells the index what the contracts said while they were deployed", async () => {
    const { addresses, logs } = await systemGenesis(localParameters, { chainId, timestamp });
    const lines = genesisLines(logs, { ...addresses }, abis);
    const indexed = logs.filter(({ contract }) => isIndexed(contract));
    expect(lines).to.have.lengthOf(indexed.length);
    const told = lines.map((line) => {
      const [address, event, types, values] = line.split(" ") as [Hex, string, string, Hex];
      const [tuple] = decodeAbiParameters(parseAbiParameters(types), values);
      return { address, event, types, values: tuple as readonly unknown[] };
    });
    const said = (event: string, by: Hex = addresses.MemberRegistry) =>
      told.filter((one) => one.event === event && one.address === by.toLowerCase());
    expect(
      said("MemberRegistered").map(({ address, types, values: [account, , code, ...rest] }) => ({
        address,
        types,
        account,
        code,
        weight: rest.at(-2),
      })),
    ).to.deep.equal(
      localParameters.Governance.members.map(({ account, code, weight }) => ({
        address: addresses.MemberRegistry.toLowerCase(),
        types: "(address,address,bytes32,uint8,uint8,uint64,uint16)",
        account: getAddress(account),
        code,
        weight,
      })),
    );
    for (const register of ["EmergencyMemberRegistry", "OperatorsMemberRegistry"] as const)
      expect(said("MemberRegistered", addresses[register]), register).to.not.be.empty;
    expect(said("RoleLabel", addresses.Authority).map(({ values }) => values)).to.deep.equal(
      Object.entries(roles).map(([name, id]) => [id, name]),
    );
  });

  it("tells the index nothing that its handler of the genesis does not take", async () => {
    const { logs } = await systemGenesis(localParameters, { chainId, timestamp });
    const handler = path.join(import.meta.dirname, "../../../subgraph/handlers/genesis.ts");
    const source = fs.readFileSync(handler, "utf8");
    const taken = [...source.matchAll(/name == "(\w+)"/g)].map(([, name]) => name);
    const told = logs.filter(({ contract }) => isIndexed(contract)).map(({ event }) => event);
    expect(taken).to.include.members([...new Set(told)]);
  });

  it("refuses to tell the index of an event that it does not know", async () => {
    const { addresses } = await systemGenesis(localParameters, { chainId, timestamp });
    const log = { contract: "Council", event: "Renamed", values: ["1"] } as const;
    expect(() => genesisLines([log], { ...addresses }, abis)).to.throw(
      /event Council\.Renamed with 1 values, which this subgraph does not know/,
    );
  });

  it("changes nothing in the manifest of a network whose deployment is indexed", async () => {
    const { addresses, logs } = await systemGenesis(localParameters, { chainId, timestamp });
    const options = { network: "foedus", addresses: { ...addresses }, startBlocks: 0 };
    const manifest = (genesisLogs?: typeof logs) =>
      renderManifest({ ...options, ...(genesisLogs && { genesisLogs }) }, abis);
    expect(manifest()).to.not.match(/handleGenesis|genesisLogs|blockHandlers/);
    expect(manifest(logs).match(/"handleGenesis"/g)).to.have.lengthOf(1);
  });

  it("dates nothing later than the first block but the end of rights to pause", async () => {
    const { accounts, addresses } = await systemGenesis(localParameters, { chainId, timestamp });
    const early = await systemGenesis(localParameters, { chainId, timestamp: timestamp - 5_000 });
    const { [addresses.CircuitBreaker.toLowerCase() as Hex]: breaker, ...others } = accounts;
    // What differs between the two are times, and all of them moved by as much.
    const dates = differences(others, early.accounts);
    expect(dates).to.not.be.empty;
    for (const [later, earlier] of dates) expect(timesIn(later, earlier)).to.equal(true);
    const rights = differences(
      { [addresses.CircuitBreaker]: breaker! },
      {
        [addresses.CircuitBreaker]: early.accounts[addresses.CircuitBreaker.toLowerCase() as Hex]!,
      },
    );
    expect(rights).to.have.lengthOf(groupIds.length);
    const { emergencyTerm, heartbeatPeriod } = localParameters.System;
    for (const [later, earlier] of rights) {
      const [heartbeatBy, notAfter] = [BigInt(later) >> 48n, BigInt(later) & (2n ** 48n - 1n)];
      expect(Number(notAfter - heartbeatBy)).to.equal(emergencyTerm - heartbeatPeriod);
      expect(Number(notAfter)).to.be.within(
        timestamp - 1_000 + emergencyTerm,
        timestamp + emergencyTerm,
      );
      expect(BigInt(later) - BigInt(earlier)).to.equal((5_000n << 48n) + 5_000n);
    }
  });

  describe("beside an ordinary deployment", () => {
    const { proposalLimit, leastParticipants } = localParameters.Governance;
    const body = bodyForEachTest({
      represented: false,
      governance: { proposalLimit, leastParticipants },
    });

    it("has the same accounts with the same code, nonce and slots", async () => {
      const deployed = await contractAccounts(body().chain.connection);
      const { accounts } = await systemGenesis(localParameters, { timestamp });
      const shape = (all: GenesisAccounts) =>
        Object.entries(all).map(([address, { code, nonce, storage }]) => ({
          address,
          code,
          nonce,
          slots: Object.keys(storage),
        }));
      expect(shape(accounts)).to.deep.equal(shape(deployed));
    });
  });

  it("becomes a file for Kaia: the validators in order, the accounts as they stand, no fee", async () => {
    const { accounts } = await systemGenesis(localParameters, { chainId, timestamp });
    const { validators } = localParameters.Nodes;
    const file = kaiaGenesis({ chainId, timestamp, validators, accounts });
    const [listed, seal, committed] = fromRlp(slice(file.extraData, 32)) as [Hex[], Hex, Hex[]];
    expect(listed.map((address) => getAddress(address))).to.have.members(
      validators.map((address) => getAddress(address)),
    );
    expect(listed).to.deep.equal([...listed].sort());
    expect(seal).to.equal(`0x${"00".repeat(65)}`);
    expect(committed).to.deep.equal([]);
    expect(file.config.unitPrice).to.equal(0);
    expect(Object.keys(file.alloc)).to.have.lengthOf(Object.keys(accounts).length);
    for (const [address, account] of Object.entries(accounts))
      expect(file.alloc[address.slice(2)]).to.equal(account);
  });
});

describe("Genesis of a network of Besu nodes", () => {
  it("names the contract that says who validates, and no validator beside it", async () => {
    const { accounts, addresses } = await systemGenesis(localParameters, { chainId, timestamp });
    const { ValidatorSet: validatorSet } = addresses;
    const file = besuGenesis({ chainId, timestamp, validatorSet, accounts });
    expect(file.config.qbft.validatorcontractaddress).to.equal(validatorSet);
    const [own, validators, vote, round, seals] = fromRlp(file.extraData) as [
      Hex,
      Hex[],
      Hex[],
      Hex,
      Hex[],
    ];
    expect(own).to.equal(`0x${"00".repeat(32)}`);
    expect([validators, vote, seals]).to.deep.equal([[], [], []]);
    expect(round).to.equal("0x");
    expect(file.config.zeroBaseFee).to.equal(true);
    expect(file.alloc[validatorSet.slice(2).toLowerCase()]?.code).to.match(/^0x60/);
  });

  it("has the hash that an independent client of Ethereum computes of the same header and accounts", () => {
    // Every form of account and of storage value. Computed once by go-ethereum 1.15.11 (`Genesis.ToBlock`); QBFT hashes a header with
    // round 0 and without seals as Ethereum does. No Besu has computed it.
    const accounts: GenesisAccounts = Object.fromEntries<GenesisAccount>(
      Array.from({ length: 40 }, (_, index) => index + 1).map((number) => {
        const slots = Array.from({ length: 3 * number }, (_, slot): [Hex, Hex] => {
          const value = BigInt(keccak256(numberToHex(slot))) >> BigInt(8 * (slot % 32));
          return [keccak256(numberToHex(1_000 * number + slot)), numberToHex(value, { size: 32 })];
        });
        const balance = number % 5 === 0 ? 0n : BigInt(number) ** BigInt(number % 9);
        const code: Hex =
          number % 4 === 0
            ? "0x"
            : concat(["0x60", numberToHex(number, { size: 1 }), pad("0x", { size: number })]);
        return [
          numberToHex(7_919 * number, { size: 20 }),
          {
            balance: numberToHex(balance),
            nonce: numberToHex(number % 3),
            code,
            storage: Object.fromEntries(slots),
          },
        ];
      }),
    );
    const file = besuGenesis({
      chainId: 77_102,
      timestamp: 1_767_225_600,
      validatorSet: "0x0000000000000000000000000000000000007777",
      accounts,
    });
    expect(stateRoot(file.alloc)).to.equal(
      "0xdc1c96bc5c606fc6cbfa16409b0056b6bf0ad4eb8b41b2186c37845d3b8c268e",
    );
    expect(besuGenesisHash(file)).to.equal(
      "0x4fbeab9b38f9a76d129e858ca0b9bebc2c68639cc3000ca007435ed357e1199d",
    );
    expect(besuGenesisHash({ ...file, alloc: {} })).to.not.equal(besuGenesisHash(file));
  });

  it("has no accounts: the root that everybody knows", () => {
    expect(stateRoot({})).to.equal(
      "0x56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421",
    );
  });

  it("takes transactions of the members' keys before the enforcer's first look, and of nobody else", () => {
    const [one = "0x", other = "0x"] = [0, 1].map((index) => nodeKey(index).account.address);
    expect(besuAccounts([one, other, one])).to.equal(
      `accounts-allowlist = [\n  "${one.toLowerCase()}",\n  "${other.toLowerCase()}",\n]\n`,
    );
  });

  it("lets the founders connect before the enforcer's first look, and nobody else", () => {
    const founders = [0, 1].map((index) => ({
      publicKey: nodeKey(index).publicKey,
      host: `10.77.0.1${index}`,
      port: 30_303,
    }));
    const urls = founders.map(enodeUrl);
    expect(
      [...besuPermissions(founders).matchAll(/"(enode:[^"]+)"/g)].map(([, url]) => url),
    ).to.deep.equal(urls);
    expect(JSON.parse(besuStaticNodes(founders))).to.deep.equal(urls);
    const text = besuConfiguration({
      chainId,
      host: "10.77.0.10",
      port: 30_303,
      rpcPort: 8_551,
      founders,
    });
    expect(text).to.match(/^permissions-accounts-config-file-enabled = true$/m);
    expect(text).to.match(/^permissions-accounts-config-file = "permissions-accounts\.toml"$/m);
    // What the enforcer asks for, on loopback only, and the list that it keeps.
    expect(text).to.match(/^rpc-http-host = "127\.0\.0\.1"$/m);
    expect(text).to.match(/^rpc-http-api = \["ETH", "NET", "ADMIN", "PERM", "QBFT"\]$/m);
    expect(text).to.match(/^permissions-nodes-config-file-enabled = true$/m);
    expect(text).to.match(/^discovery-enabled = false$/m);
  });
});

/** Values of the same slot that are not the same. */
function differences(one: GenesisAccounts, other: GenesisAccounts): [Hex, Hex][] {
  return Object.entries(one).flatMap(([address, { storage }]) =>
    Object.entries(storage).flatMap(([slot, value]): [Hex, Hex][] => {
      const counterpart = other[address as Hex]?.storage[slot as Hex];
      return counterpart === undefined || counterpart === value ? [] : [[value, counterpart]];
    }),
  );
}

/** Whether two words differ only in fields of 40 or 48 bits that are up to 1,000 seconds before their genesis. */
function timesIn(later: Hex, earlier: Hex): boolean {
  const digits = (word: Hex) => BigInt(word).toString(16).padStart(64, "0");
  const [a, b] = [digits(later), digits(earlier)];
  let differs = 0;
  for (let place = 0; place + 10 <= 64; place += 2) {
    const [x, y] = [
      Number(`0x${a.slice(place, place + 10)}`),
      Number(`0x${b.slice(place, place + 10)}`),
    ];
    const isTime = x <= timestamp && x > timestamp - 1_000 && x - y === 5_000;
    if (isTime) differs += 1;
  }
  return differs > 0;
}
