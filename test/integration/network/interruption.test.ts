import { expect } from "chai";

import { thenPutBack } from "../../../scripts/network/interruption.ts";
import { expectRefusal } from "../../support/refusal.ts";

describe("A command that changes something for a while", () => {
  const never = async () => new Promise<never>(() => undefined);

  it("puts it back after the work, and after a work that fails", async () => {
    const steps: string[] = [];
    const putBack = () => Promise.resolve(void steps.push("put back"));
    expect(await thenPutBack(() => Promise.resolve(steps.push("worked")), putBack)).to.equal(1);
    await expectRefusal(
      thenPutBack(() => Promise.reject(new Error("no room")), putBack),
      /no room/,
    );
    expect(steps).to.deep.equal(["worked", "put back", "put back"]);
  });

  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    it(`puts it back when ${signal} comes in the middle, and is not cut short by another`, async () => {
      const before = process.listenerCount(signal);
      let isBack = false;
      const done = thenPutBack(never, async () => {
        process.kill(process.pid, signal);
        await new Promise((resolve) => setTimeout(resolve, 50));
        isBack = true;
      });
      process.kill(process.pid, signal);
      await expectRefusal(done, new RegExp(`Interrupted by ${signal}`));
      expect(isBack).to.equal(true);
      expect(process.listenerCount(signal)).to.equal(before);
    });
  }
});
