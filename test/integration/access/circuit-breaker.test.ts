import { expect } from "chai";
import {
  encodeFunctionData,
  parseSignature,
  stringToHex,
  toFunctionSelector,
  zeroAddress,
  zeroHash,
  type AbiFunction,
  type AbiParameter,
  type Address,
  type Hex,
} from "viem";

import { exitSelectors, groupId, groupIds, pausableFunctions } from "../../../deploy/circuits.ts";
import { roles } from "../../../generated/roles.ts";
import { writesOf } from "../../support/abi.ts";
import { callOf, chainId, day } from "../../support/body.ts";
import type { Contract } from "../../support/chain.ts";
import { bodyForEachTest } from "../../support/fixture.ts";
import { membersWith, testKey } from "../../support/members.ts";
import {
  NodeKind,
  nodeKey,
  operator,
  registerNode,
  registerOperator,
} from "../../support/operators.ts";
import { refusalOf } from "../../support/refusal.ts";

const minute = 60;
const hour = 60 * minute;
const governor = testKey(960).address;
const holder = testKey(961).address;
const stranger = testKey(962).address;
const machine = testKey(963).address;
const registrations = groupId("registrations");
const limits = { maxDuration: hour, coolDown: 2 * hour, heartbeatPeriod: 30 * day };
const term = 100 * day;

describe("CircuitBreaker", () => {
  const members = membersWith([1n, 1n, 1n]);
  const body = bodyForEachTest({ members }, async (fresh) => {
    const { chain, contracts } = fresh;
    const { authority } = contracts;
    await fresh.decide([
      callOf(authority, "grantRole", [roles.CIRCUITS, governor, 0]),
      callOf(authority, "grantRole", [roles.MONITORS, machine, 0]),
      callOf(authority, "grantRole", [roles.METERS, machine, 0]),
      callOf(authority, "grantRole", [roles.FINANCE, machine, 0]),
      callOf(authority, "grantRole", [roles.BUDGETS, machine, 0]),
      callOf(authority, "grantRole", [roles.MONEY_ISSUERS, machine, 0]),
      callOf(authority, "grantRole", [roles.TOKEN_BRIDGES, machine, 0]),
      registerOperator(fresh),
    ]);
    await chain.impersonate(governor, holder, stranger, machine, operator.administrator.address);
    for (const group of groupIds) {
      await chain.send(governor, contracts.circuitBreaker, "setGroup", [
        group,
        limits.maxDuration,
        limits.coolDown,
        limits.heartbeatPeriod,
      ]);
      await chain.send(governor, contracts.circuitBreaker, "arm", [holder, group, term]);
    }
  });
  const breaker = () => body().contracts.circuitBreaker;
  const pause = async (duration = hour, group = registrations, from: Address = holder) =>
    body().chain.send(from, breaker(), "pause", [group, duration]);
  const registers = () => {
    const { contracts } = body();
    const { accountRegistry, nodeMonitoring, nodeRegistry, organisationRegistry } = contracts;
    return {
      AccountRegistry: accountRegistry as Contract,
      DidRegistry: contracts.didRegistry as Contract,
      NodeMonitoring: nodeMonitoring as Contract,
      NodeRegistry: nodeRegistry as Contract,
      OrganisationRegistry: organisationRegistry as Contract,
      TrustedIssuersRegistry: contracts.trustedIssuersRegistry as Contract,
      StatusLists: contracts.statusLists as Contract,
      Timestamps: contracts.timestamps as Contract,
      EuroToken: contracts.euroToken as Contract,
      Treasury: contracts.treasury as Contract,
      PaymentEscrow: contracts.paymentEscrow as Contract,
      PaymentStreams: contracts.paymentStreams as Contract,
      Subscriptions: contracts.subscriptions as Contract,
    };
  };

  /** The token asks when it moves money: whoever gives it nonsense is refused before that. */
  const moneyArguments = async ({ name, inputs }: AbiFunction): Promise<readonly unknown[]> => {
    const to = testKey(964);
    if (name === "transfer") return [to.address, 0n];
    if (name === "transferFrom") return [machine, to.address, 0n];
    if (name === "crosschainMint") return [to.address, 1n];
    if (name === "mint") return [to.address, 1n, zeroHash];
    const message = {
      from: to.address,
      to: machine,
      value: 0n,
      validAfter: 0n,
      validBefore: 2n ** 48n,
      nonce: zeroHash,
    };
    const primaryType = `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
    const signature = await to.signTypedData({
      domain: {
        name: "Foedus test euro",
        version: "1",
        chainId,
        verifyingContract: body().addresses.EuroToken,
      },
      types: {
        [primaryType]: [
          { name: "from", type: "address" },
          { name: "to", type: "address" },
          { name: "value", type: "uint256" },
          { name: "validAfter", type: "uint256" },
          { name: "validBefore", type: "uint256" },
          { name: "nonce", type: "bytes32" },
        ],
      },
      primaryType,
      message,
    });
    const { r, s, v } = parseSignature(signature);
    const values = Object.values(message);
    return inputs.length === values.length + 1
      ? [...values, signature]
      : [...values, Number(v), r, s];
  };

  describe("functions that can be paused", () => {
    for (const { group, target, functionName, selector } of pausableFunctions) {
      it(`${functionName} of ${target} is refused while its group is paused, and not a second longer`, async () => {
        const { chain } = body();
        const { address, abi } = registers()[target];
        const item = abi.find(
          (one): one is AbiFunction =>
            one.type === "function" && toFunctionSelector(one) === selector,
        )!;
        const data = encodeFunctionData({
          abi: [item],
          functionName,
          args: target === "EuroToken" ? await moneyArguments(item) : item.inputs.map(anyValue),
        });
        const call = async () => chain.request("eth_call", { from: machine, to: address, data });
        expect(await refusalOf(call())).to.not.match(/CircuitBreakerPaused/);
        await pause(minute, group);
        const end = (await chain.now()) + minute;
        await chain.refuses(call(), breaker(), "CircuitBreakerPaused", [group, end]);
        expect(await chain.read(breaker(), "isPaused", [address, selector])).to.equal(true);
        await chain.goTo(end - 1);
        await chain.refuses(call(), breaker(), "CircuitBreakerPaused", [group, end]);
        await chain.goTo(end);
        expect(await refusalOf(call()), "CB1").to.not.match(/CircuitBreakerPaused/);
        expect(await chain.read(breaker(), "isPaused", [address, selector])).to.equal(false);
      });
    }

    it("are those that the registers name, and all of them stand in a group", async () => {
      const { chain, contracts, addresses } = body();
      for (const [name, { address, abi }] of Object.entries(registers())) {
        const asks = { address, abi: contracts.nodeRegistry.abi };
        expect(await chain.read(asks, "circuitBreaker", [])).to.equal(addresses.CircuitBreaker);
        const named: Hex[] = [];
        for (const selector of writesOf(abi)) {
          if (await chain.read(asks, "isPausable", [selector])) named.push(selector);
        }
        const listed = pausableFunctions.filter(({ target }) => target === name);
        expect(named.sort(), name).to.deep.equal(listed.map(({ selector }) => selector).sort());
        for (const { selector, group } of listed) {
          expect(await chain.read(breaker(), "groupOf", [address, selector])).to.equal(group);
        }
      }
    });

    /** Code that answers every question with a group and with what these instructions leave on the stack. */
    const answering = (instructions: string): Hex =>
      `0x7f${"ff".repeat(32)}600052${instructions}60205260406000f3`;

    it("work on when the breaker is gone, broken, or answers nonsense", async () => {
      const { chain, addresses } = body();
      await pause();
      const timestamp = "42";
      const codes: Hex[] = [
        "0x",
        "0xfe",
        answering(`7f${"ff".repeat(32)}`),
        answering(`66${"01".padEnd(14, "0")}`),
        answering(timestamp),
      ];
      for (const [index, code] of codes.entries()) {
        await chain.request("hardhat_setCode", addresses.CircuitBreaker, code);
        await registerNode(body(), nodeKey(index), NodeKind.observer);
        await chain.send(
          operator.administrator.address,
          body().contracts.nodeRegistry,
          "withdrawNode",
          [nodeKey(index).id],
        );
      }
    });

    it("stay paused until the last moment that a clock of 48 bits knows", async () => {
      const { chain, addresses } = body();
      await chain.request(
        "hardhat_setCode",
        addresses.CircuitBreaker,
        answering(`65${"ff".repeat(6)}`),
      );
      const refused = registerNode(body(), nodeKey(0), NodeKind.observer);
      await chain.refuses(refused, breaker(), "CircuitBreakerPaused", [
        `0x${"ff".repeat(32)}`,
        2 ** 48 - 1,
      ]);
    });
  });

  describe("setFunctionGroup", () => {
    const list = async (target: Address, selector: Hex, group = registrations, from = governor) =>
      body().chain.attempt(from, breaker(), "setFunctionGroup", [target, selector, group]);

    it("CB3: refuses every exit, on every target", async () => {
      const { chain, contracts, addresses } = body();
      expect(exitSelectors).to.have.lengthOf.at.least(7);
      for (const selector of exitSelectors) {
        expect(await chain.read(breaker(), "isExit", [selector])).to.equal(true);
        for (const target of [...Object.values(addresses), stranger]) {
          const listed = list(target, selector);
          await chain.refuses(listed, breaker(), "CircuitBreakerExit", [selector]);
        }
      }
      // The exits that permissions leave open to everybody are exits here, too.
      const { accountRegistry, nodeRegistry, organisationRegistry } = contracts;
      for (const [{ abi }, name] of [
        [accountRegistry, "removeAccount"],
        [nodeRegistry, "withdrawNode"],
        [nodeRegistry, "standbyNode"],
        [organisationRegistry, "chooseOrganisation"],
        [organisationRegistry, "renounceAdministration"],
      ] as const) {
        const item = abi.find((one) => one.type === "function" && one.name === name);
        expect(exitSelectors, name).to.include(toFunctionSelector(item as AbiFunction));
      }
    });

    it("CB3: refuses every function of bodies, authority and breaker, and of registers what does not ask", async () => {
      const { chain, contracts } = body();
      for (const { address, abi } of Object.values(contracts) as Contract[]) {
        for (const selector of writesOf(abi)) {
          if (exitSelectors.includes(selector)) continue;
          const isListed = pausableFunctions.some(
            (one) => registers()[one.target].address === address && one.selector === selector,
          );
          if (isListed) await list(address, selector);
          else
            await chain.refuses(list(address, selector), breaker(), "CircuitBreakerNotAsked", [
              address,
              selector,
            ]);
        }
      }
      await chain.refuses(list(stranger, "0x12345678"), breaker(), "CircuitBreakerNotAsked", [
        stranger,
        "0x12345678",
      ]);
    });

    it("refuses a group that was never set, and whoever does not hold the role", async () => {
      const { chain, addresses } = body();
      const { target, selector } = pausableFunctions[0]!;
      const unknown = stringToHex("unknown", { size: 32 });
      const listed = list(addresses[target], selector, unknown);
      await chain.refuses(listed, breaker(), "CircuitBreakerUnknownGroup", [unknown]);
      const foreign = list(addresses[target], selector, registrations, stranger);
      await chain.refuses(foreign, breaker(), "AccessManagedUnauthorized", [stranger]);
    });

    it("moves a function to another group and takes it out of all, which opens it at once", async () => {
      const { chain, addresses } = body();
      const { target, selector } = pausableFunctions.find(
        ({ functionName }) => functionName === "moveNode",
      )!;
      const place = [addresses[target], selector] as const;
      const set = async (group: Hex) =>
        chain.send(governor, breaker(), "setFunctionGroup", [...place, group]);
      await pause();
      expect(await chain.read(breaker(), "isPaused", [...place])).to.equal(false);
      const moved = set(registrations);
      await chain.emits(moved, breaker(), "FunctionGroupSet", [...place, registrations, governor]);
      expect(await chain.read(breaker(), "pauseOf", [...place])).to.deep.equal([
        registrations,
        (await chain.read(breaker(), "group", [registrations])).pausedUntil,
      ]);
      await set(`0x${"00".repeat(32)}`);
      expect(await chain.read(breaker(), "isPaused", [...place])).to.equal(false);
    });
  });

  describe("pinExit", () => {
    it("pins a function for ever, once it stands in no group", async () => {
      const { chain, addresses } = body();
      const { target, selector, group } = pausableFunctions[0]!;
      const pin = async () => chain.send(governor, breaker(), "pinExit", [selector]);
      await chain.refuses(pin(), breaker(), "CircuitBreakerStillListed", [selector, 1n]);
      const set = async (to: Hex) =>
        chain.send(governor, breaker(), "setFunctionGroup", [addresses[target], selector, to]);
      // Setting it twice counts once.
      await set(group);
      await chain.refuses(pin(), breaker(), "CircuitBreakerStillListed", [selector, 1n]);
      await set(`0x${"00".repeat(32)}`);
      await chain.emits(pin(), breaker(), "ExitPinned", [selector, governor]);
      await chain.refuses(set(group), breaker(), "CircuitBreakerExit", [selector]);
      const foreign = chain.send(stranger, breaker(), "pinExit", ["0x12345678"]);
      await chain.refuses(foreign, breaker(), "AccessManagedUnauthorized", [stranger]);
    });
  });

  describe("setGroup", () => {
    it("keeps to the bounds", async () => {
      const { chain } = body();
      const set = async (maxDuration: number, coolDown: number, heartbeatPeriod: number) =>
        chain.send(governor, breaker(), "setGroup", [
          registrations,
          maxDuration,
          coolDown,
          heartbeatPeriod,
        ]);
      const refused = [
        [59, day, day, 59n, 60n, BigInt(7 * day)],
        [7 * day + 1, 8 * day, day, BigInt(7 * day + 1), 60n, BigInt(7 * day)],
        [day, day - 1, day, BigInt(day - 1), BigInt(day), BigInt(90 * day)],
        [day, 90 * day + 1, day, BigInt(90 * day + 1), BigInt(day), BigInt(90 * day)],
        [day, day, hour - 1, BigInt(hour - 1), BigInt(hour), BigInt(366 * day)],
        [day, day, 366 * day + 1, BigInt(366 * day + 1), BigInt(hour), BigInt(366 * day)],
      ] as const;
      for (const [maxDuration, coolDown, period, ...values] of refused) {
        await chain.refuses(
          set(maxDuration, coolDown, period),
          breaker(),
          "CircuitBreakerDurationOutOfBounds",
          [...values],
        );
      }
      await set(60, 60, hour);
      await chain.emits(set(7 * day, 90 * day, 366 * day), breaker(), "GroupSet", [
        registrations,
        governor,
        7 * day,
        90 * day,
        366 * day,
      ]);
      const zero: Hex = `0x${"00".repeat(32)}`;
      const nameless = chain.send(governor, breaker(), "setGroup", [zero, day, day, day]);
      await chain.refuses(nameless, breaker(), "CircuitBreakerZeroGroup", []);
      const foreign = chain.send(stranger, breaker(), "setGroup", [registrations, day, day, day]);
      await chain.refuses(foreign, breaker(), "AccessManagedUnauthorized", [stranger]);
    });
  });

  describe("arm and disarm", () => {
    it("tell until when a right holds, and until when its holder has to show itself", async () => {
      const { chain } = body();
      const { heartbeatPeriod } = await chain.read(breaker(), "group", [registrations]);
      const now = (await chain.now()) + 10;
      const term = heartbeatPeriod + hour;
      await chain.nextAt(now);
      await chain.emits(
        chain.send(governor, breaker(), "arm", [holder, registrations, term]),
        breaker(),
        "RightArmed",
        [holder, registrations, governor, now + term, now + heartbeatPeriod],
      );
    });

    it("keep to the bounds, and to groups and holders that there are", async () => {
      const { chain } = body();
      const arm = async (to: Address, group: Hex, seconds: number, from = governor) =>
        chain.send(from, breaker(), "arm", [to, group, seconds]);
      for (const seconds of [0, hour - 1, 366 * day + 1]) {
        await chain.refuses(
          arm(holder, registrations, seconds),
          breaker(),
          "CircuitBreakerDurationOutOfBounds",
          [BigInt(seconds), BigInt(hour), BigInt(366 * day)],
        );
      }
      const unknown = stringToHex("unknown", { size: 32 });
      await chain.refuses(arm(holder, unknown, day), breaker(), "CircuitBreakerUnknownGroup", [
        unknown,
      ]);
      await chain.refuses(
        arm(zeroAddress, registrations, day),
        breaker(),
        "CircuitBreakerZeroHolder",
        [],
      );
      await chain.refuses(
        arm(stranger, registrations, day, stranger),
        breaker(),
        "AccessManagedUnauthorized",
        [stranger],
      );
      await chain.refuses(
        chain.send(governor, breaker(), "disarm", [stranger, registrations]),
        breaker(),
        "CircuitBreakerNoRight",
        [stranger, registrations],
      );
      await chain.refuses(
        chain.send(stranger, breaker(), "disarm", [holder, registrations]),
        breaker(),
        "AccessManagedUnauthorized",
        [stranger],
      );
    });

    it("take a right away", async () => {
      const { chain } = body();
      const disarmed = chain.send(governor, breaker(), "disarm", [holder, registrations]);
      await chain.emits(disarmed, breaker(), "RightDisarmed", [holder, registrations, governor]);
      await chain.refuses(pause(), breaker(), "CircuitBreakerNoRight", [holder, registrations]);
      // Other groups' rights stay.
      await pause(hour, groupId("reports"));
    });
  });

  describe("pause", () => {
    it("is refused to whoever has no right, whatever roles he holds", async () => {
      const { chain, addresses } = body();
      await chain.impersonate(addresses.Council, addresses.Authority);
      for (const from of [stranger, governor, addresses.Council, addresses.Authority]) {
        await chain.refuses(pause(hour, registrations, from), breaker(), "CircuitBreakerNoRight", [
          from,
          registrations,
        ]);
      }
    });

    it("is refused for a group that was never set", async () => {
      const unknown = stringToHex("unknown", { size: 32 });
      await body().chain.refuses(pause(hour, unknown), breaker(), "CircuitBreakerUnknownGroup", [
        unknown,
      ]);
    });

    it("is refused for no time at all, and for longer than the group allows", async () => {
      for (const duration of [0, hour + 1, 2 ** 32 - 1]) {
        await body().chain.refuses(
          pause(duration),
          breaker(),
          "CircuitBreakerDurationOutOfBounds",
          [BigInt(duration), 1n, BigInt(hour)],
        );
      }
      await pause(1);
    });

    it("CB2: uses the right up, until it is armed again", async () => {
      const { chain } = body();
      const paused = await pause();
      const since = await chain.now();
      await chain.emits(Promise.resolve(paused), breaker(), "GroupPaused", [
        registrations,
        holder,
        since,
        since + hour,
      ]);
      await chain.wait(3 * hour);
      await chain.refuses(pause(), breaker(), "CircuitBreakerNoRight", [holder, registrations]);
      await chain.send(governor, breaker(), "arm", [holder, registrations, day]);
      await pause();
    });

    it("CB2: is refused after the end of the right, and not in its last second", async () => {
      const { chain } = body();
      const { notAfter } = await chain.read(breaker(), "right", [holder, registrations]);
      await chain.send(governor, breaker(), "setGroup", [registrations, hour, 2 * hour, 366 * day]);
      await chain.send(holder, breaker(), "heartbeat", [registrations]);
      const snapshot = await chain.request("evm_snapshot");
      await chain.nextAt(notAfter);
      await pause();
      await chain.request("evm_revert", snapshot);
      await chain.goTo(notAfter);
      expect(await chain.read(breaker(), "canPause", [holder, registrations])).to.equal(true);
      await chain.nextAt(notAfter + 1);
      await chain.refuses(pause(), breaker(), "CircuitBreakerRightEnded", [
        holder,
        registrations,
        notAfter,
      ]);
      expect(await chain.read(breaker(), "canPause", [holder, registrations])).to.equal(false);
    });

    it("CB2: is refused when the heartbeat is missing, and a late one revives nothing", async () => {
      const { chain } = body();
      const { heartbeatBy } = await chain.read(breaker(), "right", [holder, registrations]);
      const lapsed = [holder, registrations, heartbeatBy] as const;
      const snapshot = await chain.request("evm_snapshot");
      await chain.nextAt(heartbeatBy);
      await pause();
      await chain.request("evm_revert", snapshot);
      await chain.goTo(heartbeatBy);
      expect(await chain.read(breaker(), "canPause", [holder, registrations])).to.equal(true);
      await chain.goTo(heartbeatBy + 1);
      expect(await chain.read(breaker(), "canPause", [holder, registrations])).to.equal(false);
      await chain.refuses(pause(), breaker(), "CircuitBreakerHeartbeatMissed", [...lapsed]);
      const late = chain.send(holder, breaker(), "heartbeat", [registrations]);
      await chain.refuses(late, breaker(), "CircuitBreakerHeartbeatMissed", [...lapsed]);
      // Nor does a longer period.
      await chain.send(governor, breaker(), "setGroup", [registrations, hour, hour, 366 * day]);
      await chain.refuses(pause(), breaker(), "CircuitBreakerHeartbeatMissed", [...lapsed]);
      await chain.send(governor, breaker(), "arm", [holder, registrations, day]);
      await pause();
    });

    it("stays possible for whoever shows in time that he is there, group by group", async () => {
      const { chain } = body();
      await chain.wait(29 * day);
      await chain.send(holder, breaker(), "heartbeat", [registrations]);
      const heartbeatBy = (await chain.now()) + limits.heartbeatPeriod;
      expect((await chain.read(breaker(), "right", [holder, registrations])).heartbeatBy).to.equal(
        heartbeatBy,
      );
      await chain.wait(29 * day);
      await pause();
      expect(await refusalOf(pause(hour, groupId("reports")))).to.match(
        /CircuitBreakerHeartbeatMissed/,
      );
    });

    it("is refused while the group is paused and while it rests, to every holder", async () => {
      const { chain } = body();
      await chain.send(governor, breaker(), "arm", [stranger, registrations, day]);
      await pause();
      const next = (await chain.now()) + hour + limits.coolDown;
      expect(await chain.read(breaker(), "nextPause", [registrations])).to.equal(next);
      const second = async () => pause(hour, registrations, stranger);
      await chain.refuses(second(), breaker(), "CircuitBreakerCoolingDown", [registrations, next]);
      await chain.nextAt(next - 1);
      await chain.refuses(second(), breaker(), "CircuitBreakerCoolingDown", [registrations, next]);
      const canPause = () => chain.read(breaker(), "canPause", [stranger, registrations]);
      expect(await canPause()).to.equal(false);
      await chain.goTo(next);
      expect(await canPause()).to.equal(true);
    });

    it("is possible in the second in which the rest ends, and what was refused used nothing up", async () => {
      const { chain } = body();
      await chain.send(governor, breaker(), "arm", [stranger, registrations, day]);
      await pause();
      const next = await chain.read(breaker(), "nextPause", [registrations]);
      await chain.refuses(
        pause(hour, registrations, stranger),
        breaker(),
        "CircuitBreakerCoolingDown",
        [registrations, next],
      );
      await chain.nextAt(next);
      await pause(hour, registrations, stranger);
    });
  });

  describe("unpause", () => {
    it("ends a pause early, and the group rests from then on", async () => {
      const { chain } = body();
      await pause();
      const since = await chain.now();
      await chain.wait(10 * minute);
      const foreign = chain.send(holder, breaker(), "unpause", [registrations]);
      await chain.refuses(foreign, breaker(), "AccessManagedUnauthorized", [holder]);
      const ended = await chain.send(governor, breaker(), "unpause", [registrations]);
      const now = await chain.now();
      await chain.emits(Promise.resolve(ended), breaker(), "GroupUnpaused", [
        registrations,
        governor,
        since,
        now,
      ]);
      await registerNode(body(), nodeKey(1), NodeKind.observer);
      expect(await chain.read(breaker(), "nextPause", [registrations])).to.equal(
        now + limits.coolDown,
      );
      const again = chain.send(governor, breaker(), "unpause", [registrations]);
      await chain.refuses(again, breaker(), "CircuitBreakerNotPaused", [registrations]);
    });
  });

  it("answers what nobody has set with zeros", async () => {
    const { chain } = body();
    const unknown = stringToHex("unknown", { size: 32 });
    const nobody: Hex = `0x${"00".repeat(32)}`;
    for (const target of [zeroAddress, stranger, breaker().address]) {
      expect(await chain.read(breaker(), "isPaused", [target, "0xffffffff"])).to.equal(false);
      expect(await chain.read(breaker(), "pauseOf", [target, "0x00000000"])).to.deep.equal([
        nobody,
        0,
      ]);
    }
    expect(await chain.read(breaker(), "canPause", [stranger, unknown])).to.equal(false);
    expect(await chain.read(breaker(), "nextPause", [unknown])).to.equal(0);
  });
});

/** A value of a type, with which a call at least decodes. */
function anyValue({
  type,
  components,
}: AbiParameter & { components?: readonly AbiParameter[] }): unknown {
  if (type.endsWith("[]")) return [];
  if (type === "tuple")
    return Object.fromEntries((components ?? []).map((one) => [one.name, anyValue(one)]));
  if (type === "address") return zeroAddress;
  if (type === "string") return "";
  if (type === "bool") return false;
  if (type === "bytes") return "0x";
  if (type.startsWith("bytes")) return `0x${"00".repeat(Number(type.slice("bytes".length)))}`;
  return 0n;
}
