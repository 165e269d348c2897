import type { TestContext } from "node:test";

import type { Assembly } from "./assembly.ts";
import { type KaiaNetwork, type KaiaNode, seconds, until } from "./kaia-network.ts";

/** A running network with a body that decides about it, and what journeys ask of them. */
export class Session {
  readonly network: KaiaNetwork;
  readonly assembly: Assembly;
  readonly founders: readonly KaiaNode[];

  constructor(network: KaiaNetwork, assembly: Assembly) {
    this.network = network;
    this.assembly = assembly;
    this.founders = [...network.nodes];
  }

  founder(index: number): KaiaNode {
    const founder = this.founders[index];
    if (founder === undefined) throw new RangeError(`There is no founder ${index}.`);
    return founder;
  }

  /** Newest block of the first founder. */
  async head(): Promise<bigint> {
    return await this.founder(0).client.head();
  }

  async blocksGoBy(count: bigint): Promise<void> {
    const head = await this.head();
    await until(`${count} blocks go by`, async () => (await this.head()) >= head + count);
  }

  /**
   * Waits until all founders have just taken the same block. A validator that is killed later, while a block is agreed on, can leave the
   * others locked on different blocks until it is back, which is a weakness of Kaia's Istanbul BFT.
   */
  async betweenBlocks(): Promise<void> {
    let last = await this.head();
    const everybodyHasANewOne = async () => {
      const heads = await Promise.all(this.founders.map(({ client }) => client.head()));
      const isNew = heads.every((head) => head === heads[0] && head > last);
      // One that some have had for longer may be followed by the next at any time.
      if (!isNew) last = heads.reduce((least, head) => (head < least ? head : least));
      return isNew;
    };
    await until("all founders take a block", everybodyHasANewOne);
  }

  async validates({ address }: KaiaNode): Promise<boolean> {
    const validators = await this.founder(0).client.validators();
    return validators.some((validator) => validator.toLowerCase() === address.toLowerCase());
  }

  /** Founders that have a connection to the node. */
  async connectedTo({ enode }: KaiaNode): Promise<KaiaNode[]> {
    const peers = await Promise.all(this.founders.map((founder) => founder.peerKeys()));
    return this.founders.filter((_, index) => peers[index]?.includes(enode.publicKey));
  }

  async foundersObey(): Promise<void> {
    await until("no enforcer finds anything out of line", async () => {
      const obey = await Promise.all(this.founders.map((founder) => founder.obeys()));
      return obey.every(Boolean);
    });
  }

  /** Waits, and prints how many blocks after the execution and how many seconds it took. */
  async measured(
    test: TestContext,
    what: string,
    executed: bigint,
    condition: () => Promise<boolean>,
  ): Promise<void> {
    const took = await until(what, condition);
    const blocks = (await this.head()) - executed;
    test.diagnostic(`${what}: ${blocks} blocks after the execution (${seconds(took)})`);
  }

  /** Waits, and prints how long it took to heal. */
  async healed(
    test: TestContext,
    what: string,
    condition: () => Promise<boolean>,
    within?: number,
  ): Promise<void> {
    test.diagnostic(`${what}: ${seconds(await until(what, condition, within))}`);
  }
}
