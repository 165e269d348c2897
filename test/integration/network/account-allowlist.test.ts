import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";

import { expect } from "chai";
import { pino } from "pino";
import { type Address, encodeFunctionData, type Hex, type LocalAccount, numberToHex } from "viem";

import { BesuClient } from "../../../deploy/agents/clients/besu.ts";
import { AccountKeeper } from "../../../deploy/agents/enforcer/account-keeper.ts";
import { AccountRightsReader } from "../../../deploy/agents/enforcer/account-rights.ts";
import { startEnforcerAgent } from "../../../deploy/agents/enforcer/agent.ts";
import type { Drift } from "../../../deploy/agents/enforcer/decide.ts";
import { Enforcer, type EnforcerOptions } from "../../../deploy/agents/enforcer/enforcer.ts";
import { parseSettings } from "../../../deploy/agents/enforcer/settings.ts";
import { localParameters } from "../../../deploy/networks/local/parameters.ts";
import { besuAccounts } from "../../../deploy/render/besu-node.ts";
import { systemGenesis } from "../../../deploy/render/system-genesis.ts";
import { accountRegistrationTypedData } from "../../../deploy/typed-data.ts";
import { roles } from "../../../generated/roles.ts";
import { addressOfKey } from "../../../deploy/agents/clients/node-client.ts";
import { memberRegistryAbi } from "../../../generated/contracts/MemberRegistry.ts";
import { committeeMembers, emergencyMembers } from "../../support/bodies.ts";
import { BesuDouble } from "../../support/besu-double.ts";
import { Body, callOf, chainId, day } from "../../support/body.ts";
import { TestChain } from "../../support/chain.ts";
import { bodyForEachTest } from "../../support/fixture.ts";
import { p256Signer } from "../../support/keys.ts";
import { membersWith, testKey } from "../../support/members.ts";
import { nodeKey, operator, registerOperator } from "../../support/operators.ts";

const Access = { none: 0, read: 1, transact: 2 } as const;
const own = nodeKey(0).publicKey;
const members = membersWith([1n, 1n, 1n, 1n, 1n]);
const user = testKey(5_000);
const stranger = lower(testKey(5_999).address);
/** The members of the Assembly act; those of the other bodies have been designated and may accept. */
const governors = [
  ...members.flatMap(({ mandate, representative }) => [
    lower(mandate.address),
    lower(representative.address),
  ]),
  ...[...emergencyMembers, ...committeeMembers].map(({ mandate }) => lower(mandate.address)),
];

describe("Accounts that a Besu node lets send transactions", () => {
  const body = bodyForEachTest({ members }, async (fresh) => {
    await fresh.decide([registerOperator(fresh)]);
    await fresh.chain.impersonate(operator.administrator.address);
  });
  let besu: BesuDouble;
  let enforcer: Enforcer;

  beforeEach(async () => {
    besu = new BesuDouble(own, body().chain);
    enforcer = enforcerOf(await besu.start(), body().addresses.PermissionViews);
  });
  afterEach(() => besu.stop());

  it("are those who act for members, administrators and registered accounts, and nobody else", async () => {
    await register(body(), user);
    await register(body(), testKey(5_001), Access.read);
    besu.accounts.add(stranger);
    const { drift, done, accounts } = await enforcer.look();
    const expected = [...governors, lower(operator.administrator.address), lower(user.address)];
    expect([...besu.accounts]).to.have.members(expected);
    expect(accounts).to.equal(expected.length);
    expect(done.disallowAccounts).to.deep.equal([stranger]);
    expect(aboutAccounts(drift)).to.deep.equal([
      { kind: "missing-account", account: [...expected].sort()[0], accounts: expected.length },
      { kind: "extra-account", account: stranger, accounts: 1 },
    ]);
    expect(aboutAccounts((await enforcer.look()).drift)).to.deep.equal([]);
  });

  it("come with their registration, go with suspension and removal, and come back", async () => {
    const { contracts } = body();
    const isIn = async () => {
      await settle(enforcer);
      return besu.accounts.has(lower(user.address));
    };
    expect(await isIn()).to.equal(false);
    await register(body(), user);
    expect(await isIn()).to.equal(true);
    await body().decide([callOf(contracts.accountRegistry, "suspendAccount", [user.address])]);
    expect(await isIn()).to.equal(false);
    await body().decide([callOf(contracts.accountRegistry, "reinstateAccount", [user.address])]);
    expect(await isIn()).to.equal(true);
    await asAdministrator("setAccountAccess", [user.address, Access.read]);
    expect(await isIn()).to.equal(false);
    await asAdministrator("setAccountAccess", [user.address, Access.transact]);
    expect(await isIn()).to.equal(true);
    await asAdministrator("removeAccount", [user.address]);
    expect(await isIn()).to.equal(false);
  });

  it("go and come back with their organisation, although no event names them", async () => {
    const { contracts } = body();
    await register(body(), user);
    await settle(enforcer);
    await body().decide([
      callOf(contracts.organisationRegistry, "suspendOrganisation", [operator.id]),
    ]);
    await settle(enforcer);
    expect([...besu.accounts]).to.have.members(governors);
    await body().decide([
      callOf(contracts.organisationRegistry, "reinstateOrganisation", [operator.id]),
    ]);
    await settle(enforcer);
    expect([...besu.accounts]).to.include.members([
      lower(user.address),
      lower(operator.administrator.address),
    ]);
  });

  it("are a representative from its appointment to the end of its mandate, which nobody announces", async () => {
    const { chain } = body();
    await settle(enforcer);
    const key = testKey(6_000);
    const end = (await chain.now()) + day;
    await body().appoint(body().member(0), key, end);
    await settle(enforcer);
    expect(besu.accounts.has(lower(key.address))).to.equal(true);
    await chain.goTo(end);
    await settle(enforcer);
    expect(besu.accounts.has(lower(key.address))).to.equal(true);
    await chain.goTo(end + 1);
    await settle(enforcer);
    expect(besu.accounts.has(lower(key.address))).to.equal(false);
  });

  it("are a representative that was appointed with a first day, and no key that is no account", async () => {
    const { chain } = body();
    await settle(enforcer);
    const key = testKey(6_002);
    const account = { signer: key.address, sign: (hash: Hex) => key.sign({ hash }) };
    const begin = (await chain.now()) + day;
    await body().appointKey(body().member(0), account, { notBefore: begin, notAfter: begin + day });
    const { p256 } = await chain.read(body().contracts.memberRegistry, "verifiers", []);
    await body().appointKey(body().member(1), p256Signer(p256));
    const before = besu.accounts.size;
    await settle(enforcer);
    await chain.goTo(begin);
    await settle(enforcer);
    expect(besu.accounts.has(lower(key.address))).to.equal(true);
    expect(besu.accounts.size).to.equal(before + 1);
    await chain.goTo(begin + day + 1);
    await settle(enforcer);
    expect(besu.accounts.has(lower(key.address))).to.equal(false);
  });

  it("are the key that a member has designated, and after a theft neither the old one nor its representatives", async () => {
    const { contracts } = body();
    const robbed = body().member(4);
    const successor = testKey(6_001);
    await settle(enforcer);
    await body().decide([
      callOf(contracts.memberRegistry, "designateMandateKey", [robbed.account, successor.address]),
    ]);
    await settle(enforcer);
    expect(besu.removedAccounts).to.have.members([
      lower(robbed.mandate.address),
      lower(robbed.representative.address),
    ]);
    expect(besu.accounts.has(lower(successor.address))).to.equal(true);
  });

  it("are the members of a further body from its first day on, and not of one that is gone", async () => {
    const { chain, contracts } = body();
    const others = membersWith([1n, 1n, 1n, 1n, 1n, 1n, 1n]).slice(5);
    const another = await Body.deploy(chain, { members: others });
    await settle(enforcer);
    const keys = others.flatMap(({ mandate, representative }) => [
      lower(mandate.address),
      lower(representative.address),
    ]);
    expect([...besu.accounts]).to.not.include.members(keys);
    const { Council: council, MemberRegistry: memberRegistry } = another.addresses;
    await body().decide([callOf(contracts.permissionViews, "addBody", [council, memberRegistry])]);
    await settle(enforcer);
    expect([...besu.accounts]).to.include.members([...keys, ...governors]);
    expect(besu.removedAccounts).to.deep.equal([]);
    await body().decide([callOf(contracts.permissionViews, "removeBody", [council])]);
    await settle(enforcer);
    expect(besu.removedAccounts).to.have.members(keys);
  });

  it("are governors and relayers whatever is said of their accounts: none of them is ever taken out", async () => {
    const { contracts } = body();
    const relayer = testKey(6_002).address;
    await settle(enforcer);
    await body().decide([
      callOf(contracts.authority, "grantRole", [roles.RELAYERS, relayer, 0]),
      ...[body().representativeOf(0), body().member(1).mandate.address, relayer].map((account) =>
        callOf(contracts.accountRegistry, "suspendAccount", [account]),
      ),
      callOf(contracts.memberRegistry, "suspendMember", [body().member(4).account]),
    ]);
    await settle(enforcer);
    expect(besu.removedAccounts).to.deep.equal([]);
    expect([...besu.accounts]).to.include.members([...governors, lower(relayer)]);
    await body().decide([callOf(contracts.authority, "revokeRole", [roles.RELAYERS, relayer])]);
    await settle(enforcer);
    expect(besu.removedAccounts).to.deep.equal([lower(relayer)]);
  });

  it("are never named twice to the client, whoever else writes its list", async () => {
    await register(body(), user);
    besu.accounts.add(lower(user.address));
    besu.accounts.add(governors[0]!);
    const { drift } = await settle(enforcer);
    // The double refuses an entry that it has, as Besu does: a refusal would be drift.
    expect(aboutAccounts(drift)).to.deep.equal([]);
    besu.calls.length = 0;
    for (let looks = 0; looks < 5; looks += 1) {
      await body().chain.request("evm_mine");
      await enforcer.look();
    }
    expect(besu.calls.filter((call) => call.includes("Accounts"))).to.deep.equal([]);
  });

  it("are everybody while the list is switched off, and that is drift", async () => {
    besu.accountPermissioning = false;
    const { drift } = await enforcer.look();
    expect(aboutAccounts(drift)).to.deep.equal([{ kind: "account-allowlist-off" }]);
    expect(besu.accounts.size).to.equal(0);
  });

  it("are put back within five seconds after the client has started with an empty list", async () => {
    let now = 0;
    const keeper = keeperAt(() => now);
    const head = await body().chain.client.getBlockNumber();
    await keeper.keep(head);
    await keeper.keep(head);
    const before = [...besu.accounts];
    expect(before).to.include.members(governors);
    besu.accounts.clear();
    now = 4_999;
    expect((await keeper.keep(head)).allowAccounts).to.deep.equal([]);
    now = 5_000;
    expect((await keeper.keep(head)).allowAccounts).to.deep.equal([...before].sort());
    expect([...besu.accounts]).to.have.members(before);
  });

  it("stay as they are while a register cannot be read, and whoever may send is still let in", async () => {
    const { chain, contracts, addresses } = body();
    await register(body(), user);
    await settle(enforcer);
    const code = await chain.client.getCode({ address: addresses.AccountRegistry });
    await chain.request("hardhat_setCode", addresses.AccountRegistry, "0x");
    const [administrator, key] = [testKey(6_003), testKey(6_004)];
    await chain.send(
      operator.administrator.address,
      contracts.organisationRegistry,
      "appointAdministrator",
      [operator.id, administrator.address],
    );
    await body().appoint(body().member(0), key);
    besu.accounts.add(stranger);
    const { drift } = await settle(enforcer);
    expect(aboutAccounts(drift)).to.deep.equal([
      { kind: "accounts-unkept", reason: "a register cannot be read" },
    ]);
    expect(besu.removedAccounts).to.deep.equal([]);
    expect(besu.accounts.has(lower(key.address))).to.equal(true);
    // It is asked again after a while, and then it is known who is a stranger.
    await chain.request("hardhat_setCode", addresses.AccountRegistry, code);
    for (let block = 0; block <= 30; block += 1) await chain.request("evm_mine");
    await settle(enforcer);
    expect(besu.removedAccounts).to.deep.equal([stranger]);
    expect([...besu.accounts]).to.include.members([user.address, administrator.address].map(lower));
  });

  it("stay as they are while the contracts do not answer, or do not count", async () => {
    await settle(enforcer);
    besu.accounts.add(stranger);
    const nowhere = enforcerOf(besu.url, "0x00000000000000000000000000000000000000aa");
    const { drift } = await nowhere.look();
    const [unkept] = aboutAccounts(drift);
    expect(unkept?.kind === "accounts-unkept" && unkept.reason).to.match(
      /^its node does not read the contracts/,
    );
    const broken = await keeperAt(() => 0).keep(null);
    expect(broken.drift.map(({ kind }) => kind)).to.deep.equal(["accounts-unkept"]);

    // Break-glass: what was last known names nodes, not accounts.
    const { hash: genesis } = await body().chain.client.getBlock({ blockNumber: 0n });
    const register = { block: 10n ** 9n, changedAt: 0n, active: new Map(), validators: new Set() };
    const breakGlass = { register, founders: [], genesis } as never;
    const look = await enforcerOf(besu.url, body().addresses.PermissionViews, {
      breakGlass,
    }).look();
    expect(look.drift.map(({ kind }) => kind)).to.include("break-glass");
    expect(aboutAccounts(look.drift).map(({ kind }) => kind)).to.deep.equal(["accounts-unkept"]);
    expect(besu.removedAccounts).to.deep.equal([]);
  });

  it("are kept again after the client has refused an order, not at every look", async () => {
    let now = 0;
    const keeper = keeperAt(() => now);
    const head = await body().chain.client.getBlockNumber();
    besu.failsToPersist = true;
    const refused = await keeper.keep(head);
    expect(refused.allowAccounts).to.deep.equal([]);
    expect(refused.drift.map(({ kind }) => kind)).to.deep.equal([
      "missing-account",
      "accounts-unkept",
    ]);
    besu.calls.length = 0;
    expect((await keeper.keep(head)).drift).to.deep.equal(refused.drift);
    expect(besu.calls).to.deep.equal([]);
    besu.failsToPersist = false;
    now = 5_000;
    // A client that is away for a moment is no reason to look at nothing else.
    await besu.stop();
    const [away] = (await keeper.keep(head)).drift;
    expect(away?.kind === "accounts-unkept" && away.reason).to.match(/got no answer/);
    await besu.start();
    now = 10_000;
    await keeper.keep(head);
    expect([...besu.accounts]).to.include.members(governors);
  });

  it("are counted in /metrics, and what is out of line with them stands in /health", async () => {
    const { addresses } = body();
    besu.accounts.add(stranger);
    const folder = await mkdtemp(path.join(os.tmpdir(), "foedus-accounts-"));
    const agent = await startEnforcerAgent(
      parseSettings({
        node: { client: "besu", rpc: besu.url },
        addresses,
        founders: [],
        listen: { host: "127.0.0.1", port: 0 },
      }),
      pino({ enabled: false }),
      { state: path.join(folder, "last-known.json") },
    );
    try {
      const ask = async (what: string) => (await fetch(`${agent.url}${what}`)).text();
      while (!besu.removedAccounts.includes(stranger)) await pause(20);
      besu.accountPermissioning = false;
      let health = "";
      while (!health.includes("account-allowlist-off")) {
        await pause(100);
        health = await ask("/health");
      }
      expect(health).to.include("takes transactions of everybody");
      const metrics = await ask("/metrics");
      const count = governors.length + 1;
      expect(metrics).to.include(`foedus_enforcer_accounts ${count}`);
      expect(metrics).to.include(`foedus_enforcer_orders_total{order="allow-account"} ${count}`);
      expect(metrics).to.include('foedus_enforcer_orders_total{order="disallow-account"} 1');
      expect(metrics).to.include('foedus_enforcer_drift{kind="account-allowlist-off"} 1');
      expect(metrics).to.include('foedus_enforcer_drift{kind="missing-account"} 0');
    } finally {
      await agent.stop();
      await rm(folder, { recursive: true });
    }
  }).timeout(20_000);

  const keeperAt = (now: () => number) =>
    new AccountKeeper(
      new BesuClient(besu.url).accountAllowlist,
      new AccountRightsReader(besu.url, body().addresses.PermissionViews),
      now,
    );

  const asAdministrator = async (
    name: "setAccountAccess" | "removeAccount",
    args: readonly [Address, number] | readonly [Address],
  ) =>
    body().chain.send(operator.administrator.address, body().contracts.accountRegistry, name, args);
});

describe("Accounts of a network that has just been founded with Besu", () => {
  it("are the members' keys from the files on, although no event names them, and nobody is let in or out by the first look", async () => {
    const chain = await TestChain.create();
    const besu = new BesuDouble(own, chain);
    try {
      const { addresses, accounts } = await systemGenesis(localParameters, {
        timestamp: await chain.now(),
      });
      for (const [address, { code, nonce, storage }] of Object.entries(accounts)) {
        await chain.request("hardhat_setCode", address, code);
        await chain.request("hardhat_setNonce", address, nonce);
        for (const [slot, value] of Object.entries(storage))
          await chain.request("hardhat_setStorageAt", address, numberToHex(BigInt(slot)), value);
      }
      const { Governance, Emergency, Operators } = localParameters;
      const founders = [...Governance.members, ...Emergency.members, ...Operators.members];
      // States act in two bodies with the same key.
      const keys = [...new Set(founders.map(({ mandateKey }) => lower(mandateKey)))];
      expect(keys).to.have.lengthOf(Governance.members.length + Operators.members.length);
      const rendered = besuAccounts(founders.map(({ mandateKey }) => mandateKey));
      for (const [, account] of rendered.matchAll(/"(0x[0-9a-f]{40})"/g))
        besu.accounts.add(account as Address);
      expect([...besu.accounts]).to.have.members(keys);
      const url = await besu.start();
      const enforcer = enforcerOf(url, addresses.PermissionViews);
      const { drift } = await enforcer.look();
      expect(aboutAccounts(drift)).to.deep.equal([]);
      expect(besu.calls).to.deep.equal([]);

      // A node that has lost its file gets the same from the contracts alone.
      besu.accounts.clear();
      await settle(enforcerOf(url, addresses.PermissionViews));
      expect([...besu.accounts]).to.have.members(keys);

      // Whoever has accepted its mandate acts for the member from then on, by the same key.
      const [first] = localParameters.Governance.members;
      if (first === undefined) throw new Error("There is no member.");
      await chain.impersonate(first.mandateKey);
      await chain.sendData(
        first.mandateKey,
        addresses.MemberRegistry,
        encodeFunctionData({
          abi: memberRegistryAbi,
          functionName: "acceptMandate",
          args: [first.account],
        }),
      );
      await settle(enforcer);
      expect(besu.removedAccounts).to.deep.equal([]);
    } finally {
      await besu.stop();
      await chain.connection.close();
    }
  });
});

describe("A Besu node with thousands of accounts", () => {
  const count = 2_000;
  let chain: TestChain;
  let body: Body;
  let besu: BesuDouble;
  let url: string;

  before(async function () {
    this.timeout(180_000);
    chain = await TestChain.create();
    body = await Body.deploy(chain, { members });
    await body.decide([registerOperator(body)]);
    await chain.impersonate(operator.administrator.address);
    await body.decide([
      callOf(body.contracts.accountRegistry, "setOrganisationLimits", [
        operator.id,
        Access.transact,
        2 * count,
      ]),
    ]);
    for (let index = 0; index < count; index += 1) await register(body, testKey(50_000 + index));
    besu = new BesuDouble(own, chain);
    url = await besu.start();
  });
  after(async () => {
    await besu.stop();
    await chain.connection.close();
  });

  it("is asked a bounded number of questions in one look, and hardly any while nothing happens", async () => {
    const enforcer = enforcerOf(url, body.addresses.PermissionViews);
    const first = await enforcer.look();
    // A part of the accounts: nobody is refused before all of them are known.
    expect(besu.accounts.size).to.be.within(900, 1_000);
    expect(aboutAccounts(first.drift).map(({ kind }) => kind)).to.include("accounts-unkept");
    expect(besu.asked.get("eth_call")).to.be.below(1_100);
    expect(besu.requests).to.be.below(25);
    await settle(enforcer);
    expect(besu.accounts.size).to.equal(count + governors.length + 1);

    besu.countAnew();
    const blocks = 10;
    for (let block = 0; block < blocks; block += 1) {
      await chain.request("evm_mine");
      await enforcer.look();
    }
    expect(besu.asked.get("eth_call") ?? 0).to.equal(0);
    expect(besu.asked.get("eth_getLogs")).to.equal(blocks);
    expect(besu.asked.get("perm_getAccountsAllowlist") ?? 0).to.be.at.most(1);

    // One account more is one question more.
    besu.countAnew();
    await register(body, user);
    const { done } = await enforcer.look();
    expect(done.allowAccounts).to.deep.equal([lower(user.address)]);
    expect(besu.asked.get("eth_call")).to.equal(1);
  });

  it("is read in ranges that Besu answers for, in a bounded number of them in one look", async () => {
    await chain.request("hardhat_mine", numberToHex(250_000));
    besu.countAnew();
    const enforcer = enforcerOf(url, body.addresses.PermissionViews);
    const { drift } = await enforcer.look();
    expect(besu.asked.get("eth_getLogs")).to.equal(40);
    const [unkept] = aboutAccounts(drift).filter(({ kind }) => kind === "accounts-unkept");
    expect(unkept?.kind === "accounts-unkept" && unkept.reason).to.match(/read up to block 199999/);
    expect(besu.removedAccounts).to.deep.equal([]);
    expect(aboutAccounts((await settle(enforcer)).drift)).to.deep.equal([]);
  });
});

/** An enforcer of a node that is the only one of its network. */
function enforcerOf(
  url: string,
  permissionViews: Address,
  more: Pick<EnforcerOptions, "breakGlass"> = {},
): Enforcer {
  return new Enforcer({
    ...more,
    client: new BesuClient(url),
    founders: [],
    accounts: new AccountRightsReader(url, permissionViews),
    register: {
      at: (block) =>
        Promise.resolve({
          block,
          changedAt: block,
          active: new Map(),
          validators: new Set([addressOfKey(own)]),
        }),
    },
  });
}

/** Looks until nothing is ordered any more. */
async function settle(enforcer: Enforcer) {
  for (let looks = 0; looks < 10; looks += 1) {
    const look = await enforcer.look();
    const { allowAccounts, disallowAccounts } = look.done;
    const isReading = look.drift.some(
      (one) => one.kind === "accounts-unkept" && /up to block|still to be/.test(one.reason),
    );
    if (allowAccounts.length + disallowAccounts.length === 0 && !isReading) return look;
  }
  throw new Error("The list is not settled after ten looks.");
}

const accountKinds: readonly Drift["kind"][] = [
  "missing-account",
  "extra-account",
  "account-allowlist-off",
  "accounts-unkept",
];

const aboutAccounts = (drift: readonly Drift[]): Drift[] =>
  drift.filter(({ kind }) => accountKinds.includes(kind));

async function register(
  { chain, contracts }: Body,
  account: LocalAccount,
  access: number = Access.transact,
): Promise<void> {
  const { accountRegistry } = contracts;
  const deadline = 2 ** 40;
  const proof = await account.signTypedData(
    accountRegistrationTypedData(chainId, accountRegistry.address, {
      organisation: operator.id,
      account: account.address,
      nonce: await chain.read(accountRegistry, "nonce", [account.address]),
      deadline,
    }),
  );
  await chain.send(operator.administrator.address, accountRegistry, "registerAccount", [
    operator.id,
    account.address,
    access,
    numberToHex(0, { size: 32 }),
    deadline,
    proof,
  ]);
}

function lower(address: Address): Address {
  return address.toLowerCase() as Address;
}
