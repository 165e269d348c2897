import { expect } from "chai";
import { getAddress, parseEventLogs, stringToHex, zeroAddress, type Address, type Hex } from "viem";
import type { PrivateKeyAccount } from "viem/accounts";

import { appointmentTypedData } from "../../../deploy/typed-data.ts";
import { chainId, day, year, type Body } from "../../support/body.ts";
import { bodyForEachTest } from "../../support/fixture.ts";
import { MemberClass, testKey, testMember, type TestMember } from "../../support/members.ts";
import { expectRefusal } from "../../support/refusal.ts";

const MemberStatus = { none: 0, active: 1, suspended: 2, left: 3 } as const;
const maximumTotal = 2n ** 36n - 1n;
const observer = 4;
const members = [
  ...[10n, 20n, 30n, 40n].map((weight, index) => testMember(index, weight)),
  testMember(observer, 0n, MemberClass.observer),
];

describe("MemberRegistry", () => {
  // The Council holds its role without delay, so that the registry's own answers can be seen.
  const plan = { members, represented: false, delays: { delay_MEMBERSHIP: 0 } };
  const body = bodyForEachTest(plan, async ({ chain, addresses }: Body) => {
    await chain.impersonate(addresses.Council, ...members.map(({ mandate }) => mandate.address));
  });

  const registry = () => body().contracts.memberRegistry;
  const council = (): Address => body().addresses.Council;
  const member = (index: number): TestMember => body().member(index);
  const stranger = testKey(1);

  type Restricted =
    | "registerMember"
    | "setWeight"
    | "setClass"
    | "suspendMember"
    | "reinstateMember"
    | "removeMember"
    | "designateMandateKey";
  const decide = async (functionName: Restricted, ...args: unknown[]): Promise<Hex> =>
    body().chain.send(council(), registry(), functionName, args as never);
  const accept = async (index: number): Promise<Hex> =>
    body().chain.send(member(index).mandate.address, registry(), "acceptMandate", [
      member(index).account,
    ]);
  const recordOf = async (account: Address) => body().chain.read(registry(), "member", [account]);
  const totals = async () => body().chain.read(registry(), "totals", []);
  /** Names of the registry's events in a transaction. */
  const eventsIn = async (hash: Hex): Promise<string[]> => {
    const { logs } = await body().chain.receipt(hash);
    return parseEventLogs({ abi: registry().abi, logs }).map(({ eventName }) => eventName);
  };

  const newcomer = testMember(20, 5n);
  const asGenesis = ({ account, code, class: memberClass, weight, mandate }: TestMember) => ({
    account,
    code,
    class: memberClass,
    weight,
    weightYear: 2025,
    mandateKey: mandate.address,
  });

  it("holds the members of the genesis in their order, and nothing else", async () => {
    const { chain } = body();
    expect(await chain.read(registry(), "memberCount", [])).to.equal(5n);
    for (const [
      index,
      { account, code, weight, mandate, class: memberClass },
    ] of members.entries()) {
      expect(await chain.read(registry(), "memberAt", [BigInt(index)])).to.equal(account);
      expect(await chain.read(registry(), "memberOf", [account])).to.deep.equal([
        true,
        account,
        index,
      ]);
      expect(await recordOf(account)).to.deep.equal({
        code,
        index,
        class: memberClass,
        status: MemberStatus.active,
        weight,
        weightYear: 2024,
        mandateKey: zeroAddress,
        designatedKey: mandate.address,
      });
    }
    expect(await totals()).to.deep.equal([4, 100n]);
    expect(await chain.read(registry(), "memberAt", [5n])).to.equal(zeroAddress);
    expect(await chain.read(registry(), "memberOf", [stranger.address])).to.deep.equal([
      false,
      zeroAddress,
      0,
    ]);
    expect((await recordOf(stranger.address)).status).to.equal(MemberStatus.none);
  });

  it("runs on the seconds of the chain", async () => {
    const { chain } = body();
    expect(await chain.read(registry(), "clock", [])).to.equal(await chain.now());
    expect(await chain.read(registry(), "CLOCK_MODE", [])).to.equal("mode=timestamp");
  });

  it("answers for no timepoint that is not in the past", async () => {
    const { chain } = body();
    const now = await chain.now();
    await accept(0);
    const { account, representative } = member(0);
    await body().appoint(member(0), representative);
    const present = await chain.now();
    const refused = async (read: Promise<unknown>, timepoint: number) =>
      chain.refuses(read, registry(), "MemberRegistryFutureLookup", [BigInt(timepoint), present]);
    for (const timepoint of [present, present + 1, 2 ** 48 - 1]) {
      await refused(chain.read(registry(), "votesAt", [account, timepoint]), timepoint);
      await refused(chain.read(registry(), "totalsAt", [timepoint]), timepoint);
      await refused(chain.read(registry(), "weightsAt", [1n, timepoint]), timepoint);
      await refused(
        chain.read(registry(), "ballot", [representative.address, timepoint, 0n]),
        timepoint,
      );
    }
    expect(await chain.read(registry(), "votesAt", [account, now])).to.deep.equal([1, 10n]);
    expect(await chain.read(registry(), "totalsAt", [0])).to.deep.equal([0, 0n]);
    const unknown = chain.read(registry(), "votesAt", [stranger.address, now]);
    await chain.refuses(unknown, registry(), "MemberRegistryUnknown", [stranger.address]);
  });

  it("MR7: lets nobody change members but the body", async () => {
    const { chain, addresses } = body();
    const { account, mandate } = member(0);
    await accept(0);
    await chain.impersonate(stranger.address, addresses.Authority);
    const calls: [Restricted, unknown[]][] = [
      ["registerMember", [asGenesis(newcomer)]],
      ["setWeight", [account, 5n, 2025]],
      ["setClass", [account, MemberClass.observer]],
      ["suspendMember", [account]],
      ["reinstateMember", [account]],
      ["removeMember", [account]],
      ["designateMandateKey", [account, stranger.address]],
    ];
    for (const caller of [stranger.address, mandate.address, addresses.Authority]) {
      for (const [functionName, args] of calls) {
        const call = chain.send(caller, registry(), functionName, args as never);
        await chain.refuses(call, registry(), "AccessManagedUnauthorized", [caller]);
      }
    }
  });

  describe("registerMember", () => {
    it("adds a member at the next place, with its weight and a designated key", async () => {
      const { chain } = body();
      const registered = decide("registerMember", asGenesis(newcomer));
      const { account, code, weight, mandate } = newcomer;
      await chain.emits(registered, registry(), "MemberRegistered", [
        account,
        council(),
        code,
        5,
        0,
        weight,
        2025,
      ]);
      await chain.emits(registered, registry(), "MandateKeyDesignated", [
        account,
        mandate.address,
        council(),
      ]);
      expect(await totals(), "MR1").to.deep.equal([5, 105n]);
      expect(await chain.read(registry(), "memberAt", [5n])).to.equal(account);
      expect(await chain.read(registry(), "memberCount", [])).to.equal(6n);
    });

    it("adds an observer without a vote, with weight or without", async () => {
      await decide("registerMember", asGenesis(testMember(20, 0n, MemberClass.observer)));
      await decide("registerMember", asGenesis(testMember(21, 1_000n, MemberClass.observer)));
      expect(await totals(), "MR1").to.deep.equal([4, 100n]);
    });

    it("refuses an account id that stands for something already, and the zero address", async () => {
      const { chain } = body();
      await accept(0);
      const taken = [zeroAddress, member(1).account, member(0).mandate.address];
      for (const account of taken) {
        const registered = decide("registerMember", { ...asGenesis(newcomer), account });
        await chain.refuses(registered, registry(), "MemberRegistryKeyTaken", [account]);
      }
    });

    it("refuses a mandate key that stands for something already, the zero address, and the account id itself", async () => {
      const { chain } = body();
      await accept(0);
      for (const mandateKey of [
        zeroAddress,
        member(1).account,
        member(0).mandate.address,
        newcomer.account,
      ]) {
        const registered = decide("registerMember", { ...asGenesis(newcomer), mandateKey });
        await chain.refuses(registered, registry(), "MemberRegistryKeyTaken", [mandateKey]);
      }
    });

    it("refuses a member without weight, and more weight than a tally can hold", async () => {
      const { chain } = body();
      const refused = async (weight: bigint, memberClass: number) =>
        chain.refuses(
          decide("registerMember", { ...asGenesis(newcomer), weight, class: memberClass }),
          registry(),
          "MemberRegistryWeightOutOfBounds",
          [weight, maximumTotal],
        );
      await refused(0n, MemberClass.member);
      await refused(maximumTotal + 1n, MemberClass.member);
      await refused(maximumTotal + 1n, MemberClass.observer);
      await refused(maximumTotal - 99n, MemberClass.member);
      await decide("registerMember", { ...asGenesis(newcomer), weight: maximumTotal - 100n });
      expect(await totals()).to.deep.equal([5, maximumTotal]);
    });
  });

  describe("setWeight", () => {
    it("MR1: changes weight and year, and the totals with it", async () => {
      const { chain } = body();
      const set = decide("setWeight", member(1).account, 25n, 2026);
      await chain.emits(set, registry(), "MemberWeightChanged", [
        member(1).account,
        council(),
        25n,
        2026,
      ]);
      const { weight, weightYear } = await recordOf(member(1).account);
      expect({ weight, weightYear }).to.deep.equal({ weight: 25n, weightYear: 2026 });
      expect(await totals(), "MR1").to.deep.equal([4, 105n]);
    });

    it("MR1: changes no total while the member is suspended or observes, and counts when it votes again", async () => {
      const { account } = member(1);
      await decide("suspendMember", account);
      await decide("setWeight", account, 25n, 2026);
      await decide("setWeight", member(observer).account, 7n, 2026);
      expect(await totals(), "MR1").to.deep.equal([3, 80n]);
      await decide("reinstateMember", account);
      await decide("setClass", member(observer).account, MemberClass.member);
      expect(await totals(), "MR1").to.deep.equal([5, 112n]);
    });

    it("refuses a member without weight, too much weight, and an unknown account", async () => {
      const { chain } = body();
      const { account } = member(1);
      for (const weight of [0n, maximumTotal + 1n, maximumTotal - 79n]) {
        const set = decide("setWeight", account, weight, 2026);
        await chain.refuses(set, registry(), "MemberRegistryWeightOutOfBounds", [
          weight,
          maximumTotal,
        ]);
      }
      await decide("setWeight", account, maximumTotal - 80n, 2026);
      const unknown = decide("setWeight", stranger.address, 1n, 2026);
      await chain.refuses(unknown, registry(), "MemberRegistryUnknown", [stranger.address]);
    });

    it("gives an observer a weight of 0 or more", async () => {
      await decide("setWeight", member(observer).account, 9n, 2026);
      await decide("setWeight", member(observer).account, 0n, 2026);
      expect(await totals(), "MR1").to.deep.equal([4, 100n]);
    });
  });

  describe("setClass", () => {
    it("MR1: makes a member an observer and back", async () => {
      const { chain } = body();
      const { account } = member(1);
      const silenced = decide("setClass", account, MemberClass.observer);
      await chain.emits(silenced, registry(), "MemberClassChanged", [
        account,
        council(),
        MemberClass.observer,
      ]);
      expect(await totals(), "MR1").to.deep.equal([3, 80n]);
      await decide("setClass", account, MemberClass.member);
      expect(await totals(), "MR1").to.deep.equal([4, 100n]);
    });

    it("refuses the class that the member has, and an observer without weight as a member", async () => {
      const { chain } = body();
      const { account } = member(1);
      const same = decide("setClass", account, MemberClass.member);
      await chain.refuses(same, registry(), "MemberRegistryWrongClass", [
        account,
        MemberClass.member,
      ]);
      const weightless = decide("setClass", member(observer).account, MemberClass.member);
      await chain.refuses(weightless, registry(), "MemberRegistryWeightOutOfBounds", [
        0n,
        maximumTotal,
      ]);
      const unknown = decide("setClass", stranger.address, MemberClass.observer);
      await chain.refuses(unknown, registry(), "MemberRegistryUnknown", [stranger.address]);
    });
  });

  describe("suspendMember, reinstateMember and removeMember", () => {
    const states = {
      active: async () => undefined,
      suspended: async (account: Address) => decide("suspendMember", account),
      left: async (account: Address) => decide("removeMember", account),
    };
    const allowed = {
      active: { suspendMember: "suspended", removeMember: "left" },
      suspended: { reinstateMember: "active", removeMember: "left" },
      left: {},
    } as const;

    for (const [name, reach] of Object.entries(states)) {
      const from = name as keyof typeof states;
      for (const step of ["suspendMember", "reinstateMember", "removeMember"] as const) {
        const to = (allowed[from] as Partial<Record<typeof step, keyof typeof MemberStatus>>)[step];
        it(`${step} of a member that is ${from}: ${to ?? "refused"}`, async () => {
          const { chain } = body();
          const { account } = member(1);
          await reach(account);
          const changed = decide(step, account);
          if (to === undefined) {
            const status = MemberStatus[from];
            await chain.refuses(changed, registry(), "MemberRegistryWrongStatus", [
              account,
              status,
            ]);
            return;
          }
          await chain.emits(changed, registry(), "MemberStatusChanged", [
            account,
            council(),
            MemberStatus[to],
          ]);
          expect((await recordOf(account)).status).to.equal(MemberStatus[to]);
          expect(await totals(), "MR1").to.deep.equal(to === "active" ? [4, 100n] : [3, 80n]);
        });
      }
    }

    it("refuse an unknown account", async () => {
      const { chain } = body();
      for (const step of ["suspendMember", "reinstateMember", "removeMember"] as const) {
        const unknown = decide(step, stranger.address);
        await chain.refuses(unknown, registry(), "MemberRegistryUnknown", [stranger.address]);
      }
    });

    it("take key and place from a member that leaves, and leave its account id to nobody", async () => {
      const { chain } = body();
      await accept(1);
      const { account, mandate } = member(1);
      await decide("removeMember", account);
      const { mandateKey, designatedKey, index } = await recordOf(account);
      expect({ mandateKey, designatedKey, index }).to.deep.equal({
        mandateKey: zeroAddress,
        designatedKey: zeroAddress,
        index: 1,
      });
      expect(await chain.read(registry(), "memberOf", [mandate.address])).to.deep.equal([
        false,
        zeroAddress,
        0,
      ]);
      const again = decide("registerMember", {
        ...asGenesis(member(1)),
        mandateKey: stranger.address,
      });
      await chain.refuses(again, registry(), "MemberRegistryKeyTaken", [account]);
    });

    it("leave nothing to be done with a member that left", async () => {
      const { chain } = body();
      await accept(1);
      const { account, mandate, representative } = member(1);
      await decide("removeMember", account);
      const gone: Promise<Hex>[] = [
        decide("setWeight", account, 5n, 2025),
        decide("setClass", account, MemberClass.observer),
        decide("designateMandateKey", account, stranger.address),
        chain.send(mandate.address, registry(), "handOverMandate", [account, stranger.address]),
        chain.send(mandate.address, registry(), "acceptMandate", [account]),
        body().appoint(member(1), representative),
      ];
      for (const call of gone) {
        await chain.refuses(call, registry(), "MemberRegistryWrongStatus", [
          account,
          MemberStatus.left,
        ]);
      }
    });

    it("MR4: free the keys of the representatives of a member that left", async () => {
      const { chain } = body();
      await accept(1);
      await accept(0);
      const { account, representative, mandate } = member(1);
      await body().appoint(member(1), representative);
      const removed = decide("removeMember", account);
      await chain.emits(removed, registry(), "MandateRevoked", [account, council()]);
      expect(await chain.read(registry(), "memberOf", [representative.address])).to.deep.equal([
        false,
        zeroAddress,
        0,
      ]);
      expect(await chain.read(registry(), "representationEnd", [representative.address])).to.equal(
        0,
      );
      const votes = chain.read(registry(), "voterOf", [representative.address]);
      await chain.refuses(votes, registry(), "MemberRegistryWrongStatus", [
        account,
        MemberStatus.left,
      ]);

      await body().appoint(member(0), representative);
      expect(await chain.read(registry(), "voterOf", [representative.address])).to.equal(
        member(0).account,
      );
      await decide("designateMandateKey", member(2).account, mandate.address);
      await chain.send(mandate.address, registry(), "acceptMandate", [member(2).account]);
    });
  });

  describe("the mandate", () => {
    it("belongs to the designated key when that key accepts", async () => {
      const { chain } = body();
      const { account, mandate } = member(0);
      await chain.emits(accept(0), registry(), "MandateKeyAccepted", [account, mandate.address]);
      const { mandateKey, designatedKey } = await recordOf(account);
      expect({ mandateKey, designatedKey }).to.deep.equal({
        mandateKey: mandate.address,
        designatedKey: zeroAddress,
      });
      expect(await chain.read(registry(), "memberOf", [mandate.address])).to.deep.equal([
        true,
        account,
        0,
      ]);
    });

    it("is accepted by nobody else, and once", async () => {
      const { chain } = body();
      const { account } = member(0);
      for (const caller of [stranger.address, member(1).mandate.address]) {
        await chain.impersonate(caller);
        const accepted = chain.send(caller, registry(), "acceptMandate", [account]);
        await chain.refuses(accepted, registry(), "MemberRegistryNotDesignated", [account, caller]);
      }
      await accept(0);
      await chain.refuses(accept(0), registry(), "MemberRegistryNotDesignated", [
        account,
        member(0).mandate.address,
      ]);
      const unknown = chain.send(stranger.address, registry(), "acceptMandate", [stranger.address]);
      await chain.refuses(unknown, registry(), "MemberRegistryUnknown", [stranger.address]);
    });

    it("MR4: cannot be accepted with a key that stands for another member by then", async () => {
      const { chain } = body();
      const shared = member(0).mandate.address;
      await decide("designateMandateKey", member(1).account, shared);
      await accept(0);
      const accepted = chain.send(shared, registry(), "acceptMandate", [member(1).account]);
      await chain.refuses(accepted, registry(), "MemberRegistryKeyTaken", [shared]);
    });

    it("is handed over in two steps; until the second the first key holds it", async () => {
      const { chain } = body();
      const { account, mandate, representative } = member(0);
      const successor = testKey(600);
      await accept(0);
      const handedOver = chain.send(mandate.address, registry(), "handOverMandate", [
        account,
        successor.address,
      ]);
      const event = [account, successor.address, mandate.address] as const;
      await chain.emits(handedOver, registry(), "MandateKeyDesignated", [...event]);
      await body().appoint(member(0), representative);

      await chain.impersonate(successor.address);
      await chain.send(successor.address, registry(), "acceptMandate", [account]);
      const refused = body().appoint(member(0), representative);
      await chain.refuses(refused, registry(), "MemberRegistryNotMandateKey", [
        account,
        mandate.address,
      ]);
      await body().appoint({ ...member(0), mandate: successor }, representative);
      expect(await chain.read(registry(), "memberOf", [mandate.address])).to.deep.equal([
        false,
        zeroAddress,
        0,
      ]);
    });

    it("is handed over by its holder alone, to a free key", async () => {
      const { chain } = body();
      const { account } = member(0);
      await accept(0);
      await accept(1);
      const early = chain.send(member(2).mandate.address, registry(), "handOverMandate", [
        member(2).account,
        stranger.address,
      ]);
      const notYet = [member(2).account, member(2).mandate.address] as const;
      await chain.refuses(early, registry(), "MemberRegistryNotMandateKey", [...notYet]);
      const foreign = chain.send(member(1).mandate.address, registry(), "handOverMandate", [
        account,
        stranger.address,
      ]);
      await chain.refuses(foreign, registry(), "MemberRegistryNotMandateKey", [
        account,
        member(1).mandate.address,
      ]);
      for (const key of [zeroAddress, account, member(1).mandate.address]) {
        const taken = chain.send(member(0).mandate.address, registry(), "handOverMandate", [
          account,
          key,
        ]);
        await chain.refuses(taken, registry(), "MemberRegistryKeyTaken", [key]);
      }
    });

    it("keeps its representatives when its holder hands it over", async () => {
      const { chain } = body();
      const { account, mandate, representative } = member(0);
      const successor = testKey(600);
      await accept(0);
      await body().appoint(member(0), representative);
      await chain.send(mandate.address, registry(), "handOverMandate", [
        account,
        successor.address,
      ]);
      await chain.impersonate(successor.address);
      await chain.send(successor.address, registry(), "acceptMandate", [account]);
      expect(await chain.read(registry(), "voterOf", [representative.address])).to.equal(account);
      // The successor ends what its predecessor began.
      await chain.send(successor.address, registry(), "endRepresentation", [
        representative.address,
      ]);
    });

    it("goes to another key that the body chose before any accepted", async () => {
      const { chain } = body();
      const { account, mandate } = member(0);
      const designated = decide("designateMandateKey", account, stranger.address);
      await chain.emits(designated, registry(), "MandateKeyDesignated", [
        account,
        stranger.address,
        council(),
      ]);
      expect(await eventsIn(await designated), "nothing to revoke").to.deep.equal([
        "MandateKeyDesignated",
      ]);
      await chain.refuses(accept(0), registry(), "MemberRegistryNotDesignated", [
        account,
        mandate.address,
      ]);
      await chain.impersonate(stranger.address);
      await chain.send(stranger.address, registry(), "acceptMandate", [account]);
      expect((await recordOf(account)).mandateKey).to.equal(stranger.address);
    });

    it("is designated by the body to a free key of a member", async () => {
      const { chain } = body();
      await accept(0);
      for (const key of [zeroAddress, member(1).account, member(0).account]) {
        const designated = decide("designateMandateKey", member(0).account, key);
        await chain.refuses(designated, registry(), "MemberRegistryKeyTaken", [key]);
      }
      const unknown = decide("designateMandateKey", testKey(2).address, testKey(3).address);
      await chain.refuses(unknown, registry(), "MemberRegistryUnknown", [testKey(2).address]);
    });
  });

  describe("a stolen mandate key", () => {
    const chosen = testKey(601);
    const accomplice = testKey(602);
    const honest = testKey(603);
    const hired = testKey(604);
    const stolen = members[0]!.mandate;

    beforeEach(async () => {
      const { chain } = body();
      await accept(0);
      await accept(1);
      await chain.impersonate(chosen.address, accomplice.address, honest.address, hired.address);
      await body().appoint(member(0), honest);
      await body().appoint(member(0), hired, 2 ** 48 - 1);
    });

    const recover = async (key: Address = chosen.address) =>
      decide("designateMandateKey", member(0).account, key);

    it("MR4: loses its powers with everybody whom it appointed, when the body decides", async () => {
      const { chain } = body();
      const { account } = member(0);
      const recovered = recover();
      await chain.emits(recovered, registry(), "MandateRevoked", [account, council()]);
      await chain.emits(recovered, registry(), "MandateKeyDesignated", [
        account,
        chosen.address,
        council(),
      ]);
      for (const { address } of [honest, hired]) {
        const votes = chain.read(registry(), "voterOf", [address]);
        const refusal = [address, account] as const;
        await chain.refuses(votes, registry(), "MemberRegistryMandateRevoked", [...refusal]);
        const ballot = chain.read(registry(), "ballot", [address, (await chain.now()) - 1, 0n]);
        await chain.refuses(ballot, registry(), "MemberRegistryMandateRevoked", [...refusal]);
        const ended = chain.send(address, registry(), "endRepresentation", [address]);
        await chain.refuses(ended, registry(), "MemberRegistryMandateRevoked", [...refusal]);
        expect(await chain.read(registry(), "representationEnd", [address])).to.equal(0);
      }
      for (const { address } of [honest, hired, stolen]) {
        expect(await chain.read(registry(), "memberOf", [address])).to.deep.equal([
          false,
          zeroAddress,
          0,
        ]);
      }
      expect((await recordOf(account)).mandateKey).to.equal(zeroAddress);
    });

    it("MR4: neither appoints, ends nor hands over while the designated key has not accepted, nor later", async () => {
      const { chain } = body();
      const { account } = member(0);
      const refusesAll = async () => {
        const refusal = [account, stolen.address] as const;
        for (const attempt of [
          async () => body().appoint(member(0), accomplice),
          async () => body().appoint(member(0), hired),
          async () =>
            chain.send(stolen.address, registry(), "handOverMandate", [
              account,
              accomplice.address,
            ]),
        ]) {
          await chain.refuses(attempt(), registry(), "MemberRegistryNotMandateKey", [...refusal]);
        }
      };
      await recover();
      await refusesAll();
      await chain.send(chosen.address, registry(), "acceptMandate", [account]);
      await refusesAll();
      await body().appoint({ ...member(0), mandate: chosen }, honest);
      const ended = chain.send(stolen.address, registry(), "endRepresentation", [honest.address]);
      await chain.refuses(ended, registry(), "MemberRegistryNotMandateKey", [
        account,
        stolen.address,
      ]);
      expect(await chain.read(registry(), "voterOf", [honest.address])).to.equal(account);
    });

    it("has designated nobody whom the body does not choose", async () => {
      const { chain } = body();
      const { account } = member(0);
      await chain.send(stolen.address, registry(), "handOverMandate", [
        account,
        accomplice.address,
      ]);
      await recover();
      const late = chain.send(accomplice.address, registry(), "acceptMandate", [account]);
      await chain.refuses(late, registry(), "MemberRegistryNotDesignated", [
        account,
        accomplice.address,
      ]);
      await chain.send(chosen.address, registry(), "acceptMandate", [account]);
      // From now on the mandate is handed over as any other.
      await chain.send(chosen.address, registry(), "handOverMandate", [account, honest.address]);
      await chain.send(honest.address, registry(), "acceptMandate", [account]);
      expect((await recordOf(account)).mandateKey).to.equal(honest.address);
    });

    it("MR4: leaves the keys of its representatives free, for its member and for others", async () => {
      const { chain } = body();
      await recover();
      await chain.send(chosen.address, registry(), "acceptMandate", [member(0).account]);
      await body().appoint({ ...member(0), mandate: chosen }, honest);
      await body().appoint(member(1), hired);
      expect(await chain.read(registry(), "voterOf", [honest.address])).to.equal(member(0).account);
      expect(await chain.read(registry(), "voterOf", [hired.address])).to.equal(member(1).account);
      // Another recovery of the first member leaves the key that went to the second.
      await recover(stranger.address);
      expect(await chain.read(registry(), "voterOf", [hired.address])).to.equal(member(1).account);
    });

    it("may be designated again, when only its representatives are to go", async () => {
      const { chain } = body();
      await recover(stolen.address);
      await accept(0);
      expect((await recordOf(member(0).account)).mandateKey).to.equal(stolen.address);
      const votes = chain.read(registry(), "voterOf", [hired.address]);
      await chain.refuses(votes, registry(), "MemberRegistryMandateRevoked", [
        hired.address,
        member(0).account,
      ]);
    });

    it("is revoked while its member is suspended, and of an observer", async () => {
      const { chain } = body();
      await decide("suspendMember", member(0).account);
      await recover();
      await chain.send(chosen.address, registry(), "acceptMandate", [member(0).account]);
      await accept(observer);
      const revoked = decide("designateMandateKey", member(observer).account, accomplice.address);
      await chain.emits(revoked, registry(), "MandateRevoked", [
        member(observer).account,
        council(),
      ]);
    });

    it("is revoked once by decisions that follow each other, until a key accepts", async () => {
      await recover();
      expect(await eventsIn(await recover(accomplice.address))).to.deep.equal([
        "MandateKeyDesignated",
      ]);
    });

    it("can be revoked 254 times, and the member can leave even then", async () => {
      const { chain } = body();
      const { account } = member(0);
      for (let count = 0; count < 254; count += 1) {
        const next = count % 2 === 0 ? chosen : stolen;
        await decide("designateMandateKey", account, next.address);
        expect((await recordOf(account)).mandateKey).to.equal(zeroAddress);
        await chain.send(next.address, registry(), "acceptMandate", [account]);
      }
      const exhausted = recover(accomplice.address);
      await chain.refuses(exhausted, registry(), "MemberRegistryRevocationsExhausted", [
        account,
        254n,
      ]);
      await body().appoint(member(0), hired);
      expect(await chain.read(registry(), "voterOf", [hired.address])).to.equal(account);
      await decide("removeMember", account);
      expect(await chain.read(registry(), "memberOf", [hired.address])).to.deep.equal([
        false,
        zeroAddress,
        0,
      ]);
    });
  });

  describe("representatives", () => {
    const key = testKey(500);
    let now: number;
    beforeEach(async () => {
      await accept(0);
      await accept(1);
      await body().chain.impersonate(key.address);
      now = await body().chain.now();
    });

    interface Appointment {
      account: Address;
      key: Address;
      notAfter: number;
      nonce: bigint;
      deadline: number;
    }
    const appointment = (change: Partial<Appointment> = {}): Appointment => ({
      account: member(0).account,
      key: key.address,
      notAfter: now + year,
      nonce: 0n,
      deadline: now + day,
      ...change,
    });
    const sign = async (
      signer: PrivateKeyAccount,
      message: Appointment,
      domain = {},
    ): Promise<Hex> => {
      const typedData = appointmentTypedData(chainId, registry().address, message);
      return signer.signTypedData({ ...typedData, domain: { ...typedData.domain, ...domain } });
    };
    const appoint = async (
      message: Appointment,
      proof: Hex,
      from = member(0).mandate.address,
    ): Promise<Hex> =>
      body().chain.send(from, registry(), "appointRepresentative", [
        message.account,
        message.key,
        message.notAfter,
        message.deadline,
        proof,
      ]);

    it("are appointed with a proof of possession until an end", async () => {
      const { chain } = body();
      const message = appointment();
      const appointed = appoint(message, await sign(key, message));
      const event = [
        message.account,
        key.address,
        member(0).mandate.address,
        message.notAfter,
      ] as const;
      await chain.emits(appointed, registry(), "RepresentativeAppointed", [...event]);
      expect(await chain.read(registry(), "representationEnd", [key.address])).to.equal(
        message.notAfter,
      );
      expect(await chain.read(registry(), "voterOf", [key.address])).to.equal(message.account);
      expect(await chain.read(registry(), "memberOf", [key.address])).to.deep.equal([
        true,
        message.account,
        0,
      ]);
      expect(await chain.read(registry(), "nonces", [key.address])).to.equal(1n);
      expect(await chain.read(registry(), "representationEnd", [stranger.address])).to.equal(0);
    });

    it("answer as ballots of their member", async () => {
      const { chain } = body();
      const message = appointment();
      await appoint(message, await sign(key, message));
      const ballot = await chain.read(registry(), "ballot", [key.address, now - 1, 0n]);
      expect(ballot).to.deep.equal([message.account, 0, 10n, 4, 100n]);
    });

    it("need the mandate key of the member", async () => {
      const { chain } = body();
      const message = appointment();
      const proof = await sign(key, message);
      for (const caller of [member(1).mandate.address, key.address, council()]) {
        const refused = appoint(message, proof, caller);
        await chain.refuses(refused, registry(), "MemberRegistryNotMandateKey", [
          message.account,
          caller,
        ]);
      }
      const unknown = appoint(appointment({ account: stranger.address }), proof);
      await chain.refuses(unknown, registry(), "MemberRegistryUnknown", [stranger.address]);
    });

    it("need a proof of exactly this key, member, end, nonce, deadline, chain and registry", async () => {
      const { chain } = body();
      const message = appointment();
      const wrong: Hex[] = [
        await sign(stranger, message),
        await sign(member(0).mandate as PrivateKeyAccount, message),
        await sign(key, appointment({ account: member(1).account })),
        await sign(key, appointment({ key: stranger.address })),
        await sign(key, appointment({ notAfter: now + 2 * year })),
        await sign(key, appointment({ nonce: 1n })),
        await sign(key, appointment({ deadline: now + 2 * day })),
        await sign(key, message, { chainId: 1 }),
        await sign(key, message, { verifyingContract: council() }),
        await sign(key, message, { name: "Foedus NodeRegistry" }),
        await sign(key, message, { version: "2" }),
        "0x",
        `0x${"00".repeat(65)}`,
        `${await sign(key, message)}00`,
      ];
      for (const proof of wrong) {
        await chain.refuses(appoint(message, proof), registry(), "MemberRegistryProofInvalid", [
          key.address,
        ]);
      }
      await appoint(message, await sign(key, message));
    });

    it("need a proof that nobody used before", async () => {
      const { chain } = body();
      const message = appointment();
      const proof = await sign(key, message);
      await appoint(message, proof);
      await chain.refuses(appoint(message, proof), registry(), "MemberRegistryProofInvalid", [
        key.address,
      ]);
      await chain.send(key.address, registry(), "endRepresentation", [key.address]);
      // Its holder left: the member cannot appoint it again with the old proof.
      await chain.refuses(appoint(message, proof), registry(), "MemberRegistryProofInvalid", [
        key.address,
      ]);
    });

    it("need a proof within its deadline and an end in the future, to the second", async () => {
      const { chain } = body();
      const next = now + 100;
      const late = appointment({ deadline: next - 1 });
      await chain.nextAt(next);
      await chain.refuses(
        appoint(late, await sign(key, late)),
        registry(),
        "MemberRegistryProofExpired",
        [next - 1],
      );
      const ended = appointment({ notAfter: next + 1 });
      await chain.nextAt(next + 1);
      await chain.refuses(
        appoint(ended, await sign(key, ended)),
        registry(),
        "MemberRegistryEndInPast",
        [next + 1],
      );
      const exact = appointment({ deadline: next + 2, notAfter: next + 3 });
      await chain.nextAt(next + 2);
      await appoint(exact, await sign(key, exact));
    });

    it("MR4: cannot be a key that stands for something already", async () => {
      const { chain } = body();
      const message = appointment({ account: member(1).account });
      await appoint(message, await sign(key, message), member(1).mandate.address);
      const taken: [PrivateKeyAccount, bigint][] = [
        [key, 1n],
        [member(0).mandate as PrivateKeyAccount, 0n],
        [member(1).mandate as PrivateKeyAccount, 0n],
      ];
      for (const [other, nonce] of taken) {
        const second = appointment({ key: other.address, nonce });
        const refused = appoint(second, await sign(other, second));
        await chain.refuses(refused, registry(), "MemberRegistryKeyTaken", [other.address]);
      }
      for (const address of [zeroAddress, member(2).account]) {
        const refused = appoint(appointment({ key: address }), "0x");
        await chain.refuses(refused, registry(), "MemberRegistryKeyTaken", [address]);
      }
    });

    it("have a new end when they are appointed again, earlier or later", async () => {
      const { chain } = body();
      for (const [nonce, notAfter] of [
        [0n, now + 100],
        [1n, now + year],
        [2n, now + 50],
      ] as const) {
        const message = appointment({ nonce, notAfter });
        await appoint(message, await sign(key, message));
        expect(await chain.read(registry(), "representationEnd", [key.address])).to.equal(notAfter);
      }
    });

    it("MR4: act until their last second, and are free for another member from the next one on", async () => {
      const { chain } = body();
      const last = now + 1_000;
      const message = appointment({ notAfter: last });
      await appoint(message, await sign(key, message));
      const second = appointment({ account: member(1).account, nonce: 1n });
      const proof = await sign(key, second);
      await chain.goTo(last);
      expect(await chain.read(registry(), "voterOf", [key.address])).to.equal(message.account);
      const { mandate } = member(1);
      const early = chain.attempt(mandate.address, registry(), "appointRepresentative", [
        second.account,
        second.key,
        second.notAfter,
        second.deadline,
        proof,
      ]);
      await chain.refuses(early, registry(), "MemberRegistryKeyTaken", [key.address]);

      await chain.goTo(last + 1);
      const ended = chain.read(registry(), "voterOf", [key.address]);
      await chain.refuses(ended, registry(), "MemberRegistryMandateEnded", [key.address, last]);
      await appoint(second, proof, mandate.address);
      expect(await chain.read(registry(), "voterOf", [key.address])).to.equal(second.account);
    });

    it("are ended by their member and by themselves, and by nobody else", async () => {
      const { chain } = body();
      const message = appointment();
      const end = async (from: Address) =>
        chain.send(from, registry(), "endRepresentation", [key.address]);
      await appoint(message, await sign(key, message));
      for (const caller of [member(1).mandate.address, council()]) {
        await chain.refuses(end(caller), registry(), "MemberRegistryNotMandateKey", [
          message.account,
          caller,
        ]);
      }
      const byMember = end(member(0).mandate.address);
      const event = [message.account, key.address, member(0).mandate.address] as const;
      await chain.emits(byMember, registry(), "RepresentativeEnded", [...event]);
      await chain.refuses(end(key.address), registry(), "MemberRegistryNotRepresentative", [
        key.address,
      ]);

      const again = appointment({ nonce: 1n });
      await appoint(again, await sign(key, again));
      await chain.emits(end(key.address), registry(), "RepresentativeEnded", [
        message.account,
        key.address,
        key.address,
      ]);
      expect(await chain.read(registry(), "memberOf", [key.address])).to.deep.equal([
        false,
        zeroAddress,
        0,
      ]);
    });

    it("are no mandate keys, and those are no representatives", async () => {
      const { chain } = body();
      const { mandate, account } = member(0);
      for (const other of [mandate.address, account, stranger.address]) {
        const ended = chain.send(mandate.address, registry(), "endRepresentation", [other]);
        await chain.refuses(ended, registry(), "MemberRegistryNotRepresentative", [other]);
        const voter = chain.read(registry(), "voterOf", [other]);
        await chain.refuses(voter, registry(), "MemberRegistryNotRepresentative", [other]);
      }
    });

    it("of an observer have no vote", async () => {
      const { chain } = body();
      await accept(observer);
      const message = appointment({ account: member(observer).account });
      await appoint(message, await sign(key, message), member(observer).mandate.address);
      const voter = chain.read(registry(), "voterOf", [key.address]);
      await chain.refuses(voter, registry(), "MemberRegistryObserver", [message.account]);
    });

    it("may be contracts that sign by ERC-1271", async () => {
      const { chain } = body();
      const wallet = await chain.connection.viem.deployContract("ContractWallet", [key.address]);
      const message = appointment({ key: wallet.address });
      await chain.refuses(
        appoint(message, await sign(stranger, message)),
        registry(),
        "MemberRegistryProofInvalid",
        [getAddress(wallet.address)],
      );
      await appoint(message, await sign(key, message));
      expect(await chain.read(registry(), "voterOf", [wallet.address])).to.equal(message.account);
    });
  });

  it("MR6: offers no way to transfer a membership or a weight", async () => {
    // Every function that changes something, beside those of the role table, is about keys of one member, or lends its vote.
    const own = registry().abi.flatMap((item) =>
      item.type === "function" && item.stateMutability === "nonpayable" ? [item.name] : [],
    );
    expect([...own].sort(), "MR6").to.deep.equal(
      [
        "acceptMandate",
        "appointKey",
        "appointRepresentative",
        "designateMandateKey",
        "endProxy",
        "endRepresentation",
        "giveProxy",
        "handOverMandate",
        "registerMember",
        "reinstateMember",
        "removeMember",
        "setAuthority",
        "setClass",
        "setWeight",
        "suspendMember",
      ].sort(),
    );
  });

  it("is founded with at most 254 members, each of them right", async () => {
    const { chain, addresses } = body();
    const found = async (genesis: readonly TestMember[]) =>
      chain.connection.viem.deployContract("MemberRegistry", [
        addresses.Authority,
        genesis.map(asGenesis),
        await chain.read(registry(), "verifiers", []),
      ]);
    const two = [testMember(30, 1n), testMember(31, 1n)];
    await found([]);
    await found(two);
    await expectRefusal(found([two[0]!, two[0]!]), /MemberRegistryKeyTaken/);
    await expectRefusal(found([testMember(30, 0n)]), /MemberRegistryWeightOutOfBounds/);
    await expectRefusal(
      found([testMember(30, maximumTotal), testMember(31, 1n)]),
      /MemberRegistryWeightOutOfBounds/,
    );
    await found([{ ...testMember(30, maximumTotal), code: stringToHex("XX", { size: 32 }) }]);
  });
});
