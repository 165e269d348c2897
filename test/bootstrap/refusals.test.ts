import assert from "node:assert/strict";
import fs from "node:fs";
import net from "node:net";
import { after, describe, it } from "node:test";

import { portsAt } from "../../scripts/start/ports.ts";
import { eventually, freeOffset, Launcher, processesOf, temporaryFolder } from "./launcher.ts";

/** Makes the program believe that it runs on a machine for which there is no graph-node. */
const otherMachine = [
  "--import",
  'data:text/javascript,Object.defineProperty(process,"arch",{value:"riscv64"})',
];

describe("A start that cannot succeed", { timeout: 300_000 }, () => {
  const home = temporaryFolder("refusals");
  after(() => fs.rmSync(home, { recursive: true, force: true }));

  async function refused(...args: ConstructorParameters<typeof Launcher>): Promise<string> {
    const launcher = new Launcher(...args);
    try {
      const { code } = await launcher.exited;
      assert.equal(code, 1, launcher.output);
      assert.match(launcher.output, /Foedus cannot start\./);
      assert.match(launcher.output, /Remedy: /);
      assert.deepEqual(processesOf(home), []);
      assert.deepEqual(
        fs.readdirSync(launcher.local).filter((name) => name !== "logs"),
        [],
      );
      return launcher.output;
    } finally {
      await launcher.end();
    }
  }

  for (const [name, part] of [
    ["rpc", "JSON-RPC of the local chain"],
    ["graphql", "GraphQL of graph-node"],
    ["app", "dApp and API server"],
    ["postgres", "PostgreSQL"],
  ] as const) {
    it(`says that the port of ${part} is taken, and how to move it`, async () => {
      const offset = await freeOffset();
      const port = portsAt(offset)[name];
      const server = net.createServer();
      await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
      try {
        const output = await refused(home, offset);
        assert.ok(output.includes(`Another program uses port ${port} (${part})`), output);
        assert.match(output, /FOEDUS_PORT_OFFSET=\d+ npm start/);
      } finally {
        server.close();
      }
    });
  }

  it("names an offset that is no number", async () => {
    const launcher = new Launcher(home, 1, { env: { FOEDUS_PORT_OFFSET: "many" } });
    assert.equal((await launcher.exited).code, 1);
    assert.match(launcher.output, /FOEDUS_PORT_OFFSET is "many"/);
  });

  it("says what to do where a given PostgreSQL does not answer", async () => {
    const offset = await freeOffset();
    const url = `postgres://nobody:nothing@127.0.0.1:${portsAt(offset).postgres}/postgres`;
    const output = await refused(home, offset, { env: { FOEDUS_POSTGRES_URL: url } });
    assert.match(output, /PostgreSQL of FOEDUS_POSTGRES_URL cannot be used/);
    assert.match(output, /Remedy: check that the URL is right/);
  });

  it(
    "says what to do where root has no user that could run PostgreSQL",
    { skip: process.getuid?.() !== 0 && "only root needs one" },
    async () => {
      // Without `id`, no other user can be found.
      const output = await refused(home, await freeOffset(), { env: { PATH: "/nonexistent" } });
      assert.match(output, /PostgreSQL does not run as root/);
      assert.match(output, /FOEDUS_POSTGRES_URL/);
    },
  );

  it("says what to do where there is no graph-node for the machine", async () => {
    const output = await refused(home, await freeOffset(), { nodeArgs: otherMachine });
    assert.match(output, /graph-node is not there/);
    assert.match(output, /SUBGRAPH_URL/);
  });

  it("stops at once when it is interrupted while it starts", async () => {
    const launcher = new Launcher(home, await freeOffset());
    await eventually(
      "The first part",
      async () => assert.match(launcher.output, /postgres answers|Building/),
      60_000,
    );
    launcher.interrupt();
    const { code } = await launcher.exited;
    assert.equal(code, 0, launcher.output);
    assert.match(launcher.output, /Stopping \(SIGINT\)/);
    assert.ok(!launcher.output.includes("Foedus is ready"), launcher.output);
    assert.deepEqual(processesOf(home), []);
    assert.deepEqual(fs.readdirSync(launcher.local), ["logs"]);
  });
});
