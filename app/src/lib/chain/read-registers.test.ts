import { describe, expect, it } from "vitest";

import { addressesDouble, ChainDouble, idDouble, type SaidDouble } from "./chain-double.ts";
import { newest, readRegisters } from "./read-registers.ts";

const organisation = (n: number): SaidDouble => ({
  by: "OrganisationRegistry",
  block: n,
  event: "OrganisationRegistered",
  args: { organisation: idDouble(n, 32), identifier: `O${n}`, name: `Operator ${n}` },
});
const node = (block: number): SaidDouble => ({
  by: "NodeRegistry",
  block,
  event: "NodeRegistered",
  args: {
    node: idDouble(block, 32),
    organisation: idDouble(1, 32),
    actor: idDouble(5),
    network: 31337n,
    kind: 1,
    publicKey: "0x12",
    host: `n${block}.example`,
    port: 30303,
  },
});
const upgraded: SaidDouble = { by: "NodeRegistry", block: 2, event: "Upgraded", args: {} };

describe("readRegisters", () => {
  it("reads both registers, and leaves out what they say of themselves", async () => {
    const chain = new ChainDouble([upgraded, organisation(1), organisation(3), node(4), node(5)]);
    const { organisations, nodes } = await readRegisters(chain.reader, addressesDouble);
    expect(organisations.map(({ name, registeredAt }) => [name, registeredAt])).toEqual([
      ["Operator 3", 30],
      ["Operator 1", 10],
    ]);
    expect(nodes.map(({ host, kind, registeredAt }) => [host, kind, registeredAt])).toEqual([
      ["n5.example", "boot", 50],
      ["n4.example", "boot", 40],
    ]);
    expect(chain.blocksAsked.sort()).toEqual([1, 3, 4, 5]);
  });

  it("asks for no other times than those of what is wanted", async () => {
    const chain = new ChainDouble([organisation(1), node(4), node(5)]);
    const wanted = idDouble(4, 32);
    const { organisations, nodes } = await readRegisters(
      chain.reader,
      addressesDouble,
      ({ id }) => id === wanted,
    );
    expect(organisations).toEqual([]);
    // The name of its operator is known although the operator was not asked for.
    expect(nodes).toMatchObject([{ id: wanted, organisation: { name: "Operator 1" } }]);
    expect(chain.blocksAsked).toEqual([4]);
  });

  it("looks through a thousand registrations, the newest ones", async () => {
    const many = Array.from({ length: 1002 }, (_, i) => node(i + 2));
    const chain = new ChainDouble([organisation(1), ...many], {}, 2000);
    const { nodes } = await readRegisters(chain.reader, addressesDouble);
    expect(nodes).toHaveLength(1000);
    expect([nodes[0]?.host, nodes.at(-1)?.host]).toEqual(["n1003.example", "n4.example"]);
    expect(chain.blocksAsked).toHaveLength(1001);
    expect([newest({ id: "0x" }, 999), newest({ id: "0x" }, 1000)]).toEqual([true, false]);
  });
});
