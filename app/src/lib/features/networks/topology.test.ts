import { describe, expect, it } from "vitest";

import type { EnforcerAnswer } from "#lib/enforcers.ts";

import { foundersAmong, shortHost, topologyOf } from "./topology.ts";

type Hex = `0x${string}`;
const node = (name: string, status = "active") => ({
  id: `0x1${name}` as Hex,
  host: `${name}.example`,
  publicKey: `0x2${name}` as Hex,
  status,
});
const [a, b, c] = [node("a"), node("b"), node("c", "standby")];
const says = (of: typeof a, ...peers: [key: Hex, belongs: boolean][]): EnforcerAnswer => ({
  name: of.host,
  answered: true,
  word: {
    node: of.publicKey,
    status: "obeys",
    head: 7,
    drifts: 0,
    peers: peers.map(([publicKey, belongs]) => ({ publicKey, belongs })),
  },
});

describe("topologyOf", () => {
  it("places the nodes that may connect on a circle, the first on top", () => {
    const { nodes } = topologyOf([a, b, c, node("d", "suspended"), node("e", "pending")], []);
    expect(nodes.map(({ node: { host }, x, y }) => [host, x, y])).toEqual([
      ["a.example", 0, -1],
      ["b.example", 0.866, 0.5],
      ["c.example", -0.866, 0.5],
    ]);
  });

  it("believes either end that two nodes are connected", () => {
    const { nodes, lines } = topologyOf([a, b, c], [says(a, [b.publicKey, true])]);
    expect(nodes.map(({ connected }) => connected)).toEqual([[b], [a], []]);
    expect(lines.map(({ key, kind }) => [key, kind])).toEqual([
      [`${a.id} ${b.id}`, "connected"],
      [`${a.id} ${c.id}`, "missing"],
    ]);
  });

  it("says of nobody that a connection is missing unless an enforcer looked", () => {
    const { nodes, lines } = topologyOf([a, b], [{ name: "a", answered: false }]);
    expect(lines).toEqual([]);
    expect(nodes.map(({ word, missing }) => [word, missing])).toEqual([
      [null, []],
      [null, []],
    ]);
  });

  it("names strangers, and takes no registered node for one", () => {
    const { nodes } = topologyOf([a, b], [says(a, ["0x2ff", false], [b.publicKey, false])]);
    expect(nodes[0]?.strangers).toEqual(["0x2ff"]);
  });

  it("places a founder that nobody has registered, by the name of its enforcer", () => {
    const founder = { ...node("f"), host: "founder" };
    const answers = [says(founder, [a.publicKey, true]), says(a), { name: "z", answered: false }];
    const founders = foundersAmong(answers as EnforcerAnswer[], [a]);
    expect(founders.map(({ host, publicKey }) => [host, publicKey])).toEqual([
      ["founder", founder.publicKey],
    ]);
    const { nodes } = topologyOf([...founders, a], answers as EnforcerAnswer[]);
    expect(nodes.map(({ connected }) => connected.map(({ host }) => host))).toEqual([
      ["a.example"],
      ["founder"],
    ]);
  });

  it("leaves open what an enforcer does not tell", () => {
    const silent = says(a);
    if (silent.answered) silent.word.peers = null;
    expect(topologyOf([a, b], [silent]).lines).toEqual([]);
  });
});

describe("shortHost", () => {
  it("shortens names and leaves addresses as they are", () => {
    expect(shortHost("validator-1.alpha.example")).toBe("validator-1.alpha");
    expect(shortHost("10.77.0.16")).toBe("10.77.0.16");
    expect(shortHost("2001:db8::7")).toBe("2001:db8::7");
  });
});
