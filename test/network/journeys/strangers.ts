import { describe, it } from "node:test";

import { until } from "../kaia-network.ts";
import type { Session } from "../session.ts";

/** Nodes that nobody knows try to get in. */
export function strangers(session: () => Session): void {
  describe("keeps strangers out", () => {
    it("a node that hides as an end-point node, which the client itself would let in", async (test) => {
      const { network } = session();
      const stranger = network.addNode("ken");
      stranger.init();
      await stranger.start();
      const refusals = async () =>
        (await session().founder(0).metric("foedus_enforcer_orders_total", 'order="disconnect"')) ??
        0;
      const before = await refusals();
      const target = session().founder(0).enode;
      await until("it gets in and is refused three times", async () => {
        await stranger.client.connect(target);
        return (await refusals()) >= before + 3;
      });
      await session().blocksGoBy(3n);
      const head = await stranger.client.head();
      test.diagnostic(`blocks that it could read while it redialled: ${head}`);
      await stranger.kill();
      await session().foundersObey();
    });
  });
}
