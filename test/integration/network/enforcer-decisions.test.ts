import { expect } from "chai";
import type { Address, Hex } from "viem";

import { addressOfKey, type Enode, type Peer } from "../../../deploy/agents/clients/node-client.ts";
import { decide, decideAccounts, type Situation } from "../../../deploy/agents/enforcer/decide.ts";
import { nodeKey } from "../../support/operators.ts";

/** Nodes of a network, in the order of their public keys. */
const keys: Hex[] = Array.from({ length: 6 }, (_, index) => nodeKey(index).publicKey).sort();
const at = <T>(list: readonly T[], index: number): T => {
  const item = list[index];
  if (item === undefined) throw new RangeError(`There is no item ${index}.`);
  return item;
};
const enodes: Enode[] = keys.map((publicKey, index) => ({
  publicKey,
  host: `node-${index}.example`,
  port: 30_303,
}));
const addresses: Address[] = keys.map(addressOfKey);

const peer = (index: number): Peer => ({
  publicKey: at(keys, index),
  remote: `192.0.2.${index}:30303`,
  address: `192.0.2.${index}`,
  inbound: false,
});

/** Node 0 of four founders that all validate and are connected; nobody is registered yet. */
function situation(changes: Partial<Situation> = {}): Situation {
  return {
    self: at(keys, 0),
    register: {
      block: 10n,
      changedAt: 10n,
      active: new Map(),
      validators: new Set(addresses.slice(0, 4)),
    },
    peers: [peer(1), peer(2), peer(3)],
    validators: addresses.slice(0, 4),
    founders: enodes.slice(0, 4),
    votesOnValidators: true,
    connectsValidatorsOnly: true,
    allowlist: "none",
    ...changes,
  };
}

const register = (active: number[], validators: number[]): Situation["register"] => ({
  block: 10n,
  changedAt: 10n,
  active: new Map(
    active.map((index) => [
      at(keys, index),
      {
        ...at(enodes, index),
        host: `registered-${index}.example`,
        since: 1_000 + index,
        address: at(addresses, index),
      },
    ]),
  ),
  validators: new Set(validators.map((index) => at(addresses, index))),
});

describe("Decisions on accounts", () => {
  const [a, b, c] = ["0x0a", "0x0b", "0x0c"].map((text) => text as Address) as [
    Address,
    Address,
    Address,
  ];

  it("let in who may send transactions, refuse the others, and tell of both by number and by the first", () => {
    const allowed = new Set([b, a]);
    expect(decideAccounts({ allowed, incomplete: null, entries: [c] })).to.deep.equal({
      allow: [a, b],
      disallow: [c],
      drift: [
        { kind: "missing-account", account: a, accounts: 2 },
        { kind: "extra-account", account: c, accounts: 1 },
      ],
    });
    const inLine = decideAccounts({ allowed, incomplete: null, entries: [a, b] });
    expect(inLine).to.deep.equal({ allow: [], disallow: [], drift: [] });
  });

  it("refuse nobody while it is not known who all may send", () => {
    const orders = decideAccounts({ allowed: new Set([a]), incomplete: "unread", entries: [c] });
    expect(orders.allow).to.deep.equal([a]);
    expect(orders.disallow).to.deep.equal([]);
    expect(orders.drift.map(({ kind }) => kind)).to.deep.equal([
      "missing-account",
      "accounts-unkept",
    ]);
  });

  it("order nothing of a client that does not look at its list", () => {
    const orders = decideAccounts({ allowed: new Set([a]), incomplete: null, entries: "off" });
    expect(orders).to.deep.equal({
      allow: [],
      disallow: [],
      drift: [{ kind: "account-allowlist-off" }],
    });
  });
});

describe("Decisions of the enforcer", () => {
  it("orders nothing where the node does what the contracts say", () => {
    expect(decide(situation())).to.deep.equal({
      reachable: enodes.slice(1, 4),
      members: [peer(1), peer(2), peer(3)],
      disallow: [],
      allow: [],
      connect: [],
      connectLate: [],
      connectIfAlone: [],
      disconnect: [],
      votes: [],
      drift: [],
      peers: [1, 2, 3].map((index) => ({
        publicKey: at(keys, index),
        direction: "outbound",
        belongs: true,
      })),
    });
  });

  it("tells who is connected and whether they belong, and not where they are", () => {
    const { peers } = decide(situation({ peers: [peer(1), { ...peer(5), inbound: true }] }));
    expect(peers).to.deep.equal([
      { publicKey: at(keys, 1), direction: "outbound", belongs: true },
      { publicKey: at(keys, 5), direction: "inbound", belongs: false },
    ]);
  });

  it("dials a founder that is missing, and reports it", () => {
    const { connect, drift } = decide(situation({ peers: [peer(1), peer(3)] }));
    expect(connect).to.deep.equal([at(enodes, 2)]);
    expect(drift).to.deep.equal([{ kind: "missing-peer", publicKey: at(keys, 2) }]);
  });

  it("lets one of two founders dial, the one with the lower key", () => {
    const higher = situation({ self: at(keys, 2), peers: [peer(0), peer(3)] });
    expect(decide(higher).connect).to.deep.equal([]);
    expect(decide(higher).drift).to.have.lengthOf(1);
  });

  it("lets the older of two nodes dial, whatever their keys", () => {
    const members = { register: register([4, 5], [0, 1, 2, 3, 4, 5]), validators: addresses };
    const founder = decide(
      situation({ ...members, self: at(keys, 3), peers: [peer(0), peer(1), peer(2)] }),
    );
    expect(founder.connect.map(({ host }) => host)).to.deep.equal([
      "registered-4.example",
      "registered-5.example",
    ]);
    const younger = decide(
      situation({ ...members, self: at(keys, 5), peers: [peer(0), peer(1), peer(2), peer(3)] }),
    );
    expect(younger.connect).to.deep.equal([]);
  });

  it("agrees with the other side on who dials, for every pair of nodes", () => {
    const all = { register: register([4, 5], [0, 1, 2, 3, 4, 5]), validators: addresses };
    const dialled = (self: number) =>
      decide(situation({ ...all, self: at(keys, self), peers: [] })).connect.map(
        ({ publicKey }) => publicKey,
      );
    for (let one = 0; one < keys.length; one += 1) {
      for (let other = 0; other < one; other += 1) {
        const calls = [
          dialled(one).includes(at(keys, other)),
          dialled(other).includes(at(keys, one)),
        ];
        expect(calls.filter(Boolean), `${one} and ${other}`).to.have.lengthOf(1);
      }
    }
  });

  it("takes the address of the register where there is one", () => {
    const { connect } = decide(
      situation({ register: register([2], [0, 1, 2, 3]), peers: [peer(1), peer(3)] }),
    );
    expect(connect.map(({ host }) => host)).to.deep.equal(["registered-2.example"]);
  });

  it("disconnects a node that does not belong, and reports where it came from", () => {
    const { disconnect, drift } = decide(
      situation({ peers: [peer(1), peer(2), peer(3), peer(4)] }),
    );
    expect(disconnect).to.deep.equal([peer(4)]);
    expect(drift).to.deep.equal([
      { kind: "extra-peer", publicKey: at(keys, 4), remote: "192.0.2.4:30303" },
    ]);
  });

  it("votes for a validator that the contracts have and the consensus has not, and dials it when it counts", () => {
    const admitted = situation({ register: register([4], [0, 1, 2, 3, 4]) });
    const { votes, connect } = decide(admitted);
    expect(votes).to.deep.equal([{ validator: at(addresses, 4), add: true }]);
    expect(connect).to.deep.equal([]);
    const counted = decide({ ...admitted, validators: addresses.slice(0, 5) });
    expect(counted.connect.map(({ publicKey }) => publicKey)).to.deep.equal([at(keys, 4)]);
  });

  it("dials late whom the other side should dial, unless it does not belong itself", () => {
    const higher = situation({ self: at(keys, 2), peers: [peer(0), peer(3)] });
    expect(decide(higher).connectLate.map(({ publicKey }) => publicKey)).to.deep.equal([
      at(keys, 1),
    ]);
    const stranger = decide(situation({ self: at(keys, 5), peers: [] }));
    expect(stranger.connectLate).to.deep.equal([]);
  });

  it("does not dial an observer where the client takes validators only", () => {
    const observer = situation({ register: register([4], [0, 1, 2, 3]) });
    expect(decide(observer).connect).to.deep.equal([]);
    const { connect } = decide({ ...observer, connectsValidatorsOnly: false });
    expect(connect.map(({ publicKey }) => publicKey)).to.deep.equal([at(keys, 4)]);
  });

  it("votes a retired validator out and keeps it connected until it is out", () => {
    const retired = situation({ register: register([], [0, 1, 2]) });
    const before = decide(retired);
    expect(before.votes).to.deep.equal([{ validator: at(addresses, 3), add: false }]);
    expect(before.disconnect).to.deep.equal([]);
    const after = decide({ ...retired, validators: addresses.slice(0, 3) });
    expect(after.votes).to.deep.equal([]);
    expect(after.disconnect).to.deep.equal([peer(3)]);
  });

  it("does not vote where the node does not validate, or the client reads the contract itself", () => {
    const admitted = situation({ register: register([4], [0, 1, 2, 3, 4]) });
    const observer = decide({ ...admitted, self: at(keys, 5) });
    expect(observer.votes).to.deep.equal([]);
    expect(decide({ ...admitted, votesOnValidators: false }).votes).to.deep.equal([]);
  });

  it("lets a node that is left alone help itself", () => {
    const alone = decide(situation({ self: at(keys, 3), peers: [] }));
    expect(alone.connect).to.deep.equal([]);
    expect(alone.connectIfAlone.map(({ publicKey }) => publicKey)).to.deep.equal(keys.slice(0, 3));
  });

  it("writes who belongs into the client's allowlist, and takes the others out", () => {
    const { allow, disallow, drift } = decide(
      situation({ allowlist: [at(enodes, 0), at(enodes, 1), at(enodes, 2), at(enodes, 4)] }),
    );
    expect(allow).to.deep.equal([at(enodes, 3)]);
    expect(disallow).to.deep.equal([at(enodes, 4)]);
    expect(drift).to.deep.equal([
      { kind: "missing-entry", publicKey: at(keys, 3) },
      { kind: "extra-entry", publicKey: at(keys, 4), remote: "node-4.example:30303" },
    ]);
  });

  it("replaces the entry of a node that has moved", () => {
    const moved = { ...at(enodes, 2), host: "198.51.100.7" };
    const { allow, disallow } = decide(
      situation({ allowlist: [at(enodes, 1), moved, at(enodes, 3)] }),
    );
    expect(allow).to.deep.equal([at(enodes, 2)]);
    expect(disallow).to.deep.equal([moved]);
  });

  it("reports a client that does not look at its allowlist", () => {
    const { allow, drift } = decide(situation({ allowlist: "off" }));
    expect(allow).to.deep.equal([]);
    expect(drift).to.deep.equal([{ kind: "allowlist-off" }]);
  });

  it("knows a node by its key, not by where it is", () => {
    const moved = { ...peer(2), remote: "198.51.100.7:4711", inbound: true };
    expect(decide(situation({ peers: [peer(1), moved, peer(3)] })).drift).to.deep.equal([]);
  });
});
