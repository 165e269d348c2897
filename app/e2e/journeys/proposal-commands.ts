import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { after, before, describe, it } from "node:test";

import { encodeFunctionData } from "viem";

import { nodeId } from "../../../deploy/networks/local/sample.ts";
import { runInTerminal } from "../command-line.ts";
import { NewProposalPage } from "../pages/new-proposal-page.ts";
import type { Session } from "../session.ts";

const root = path.resolve(import.meta.dirname, "../../..");
const stamp = (product: string) => path.join(root, ".foedus", "built", `${product}.json`);

/** What the form saves, and the pages name commands for. Needs the sample's nodes; changes nothing. */
export function proposalCommands(session: () => Session): void {
  describe("The commands for proposals", () => {
    const endpoints = () => session().stack.endpointsFile;
    let folder: string;

    before(async () => {
      folder = await mkdtemp(path.join(os.tmpdir(), "foedus-commands-"));
    });
    after(async () => {
      await rm(folder, { recursive: true, force: true });
    });

    it("try a proposal that the form has saved, and tell what it would change", async () => {
      const file = path.join(folder, "proposal.json");
      await session().visit({ tolerates: [/status of 503/] }, async (page) => {
        // Where no simulator answers, the page saves the proposal and names the command.
        await page.route("**/api/v1/simulations", (route) => route.fulfill({ status: 503 }));
        const form = new NewProposalPage(page);
        await form.open(`/proposals/new?measure=retire-node&node=${nodeId(4)}`);
        await form.tryButton.click();
        const saved = page.waitForEvent("download");
        await form.simulation.getByRole("button", { name: "Save the proposal" }).click();
        await (await saved).saveAs(file);
      });
      const command = `npm run --silent foedus -- proposal simulate --proposal '${file}' --endpoints '${endpoints()}'`;
      const printed = await runInTerminal(command);
      assert.match(printed, /^proposal\.json would go through: approved with \d+ votes/);
      assert.match(printed, /NodeRegistry NodeStatusChanged\(/);
      const { differences, calls } = JSON.parse(await runInTerminal(`${command} --json`)) as {
        differences: { events: { event: string }[] };
        calls: { data: string }[];
      };
      assert.ok(differences.events.some(({ event }) => event === "NodeStatusChanged"));
      const { abi } = session().assembly.contracts.nodeRegistry;
      const retire = { abi, functionName: "retireNode", args: [nodeId(4)] } as const;
      assert.deepEqual(
        calls.map(({ data }) => data),
        [encodeFunctionData(retire)],
      );
    });

    it("refuse a file that is no proposal, and a chain that is not there", async () => {
      const file = path.join(folder, "none.json");
      await writeFile(file, '{"targets": 1}');
      const simulate = "npm run --silent foedus -- proposal simulate";
      await assert.rejects(
        runInTerminal(`${simulate} --proposal '${file}' --endpoints '${endpoints()}'`),
        /council is missing, which is no address\.[\s\S]*Remedy: Give \{ "council"/,
      );
      const saved = path.join(folder, "proposal.json");
      await assert.rejects(
        runInTerminal(`${simulate} --proposal '${saved}' --endpoints '${folder}/missing.json'`),
        /The embedded chain does not run: .*missing\.json[\s\S]*npm start/,
      );
    });

    it("begin a script with the document that is decided on", async () => {
      const document = path.join(folder, "decision.pdf");
      await writeFile(document, "The text of the decision.");
      const built = () =>
        Promise.all(["bindings", "app"].map(async (name) => await readFile(stamp(name), "utf8")));
      const builtBefore = await built();
      const printed = JSON.parse(
        await runInTerminal(
          `npm run --silent foedus -- proposal new --slug try-a-command --document '${document}' --json`,
        ),
      ) as { file: string; script: string };
      try {
        assert.match(path.basename(printed.file), /^\d{4}-try-a-command\.ts$/);
        assert.match(await readFile(printed.file, "utf8"), /document: ".*decision\.pdf"/);
        // A script begins without calls, and says so before anybody votes on nothing.
        await assert.rejects(
          runInTerminal(
            `npm run --silent foedus -- proposal simulate --script ${printed.script} --endpoints '${endpoints()}'`,
          ),
          /call/,
        );
        const changed = (await readFile(printed.file, "utf8"))
          .replace(
            "Promise.resolve([])",
            "Promise.resolve([{ target: addresses.NodeRegistry, data: quarantine }])",
          )
          .replace("enact: ()", "enact: ({ addresses })")
          .replace('Promise.reject(new Error("Nothing is checked yet."))', "Promise.resolve()")
          .replace(
            "const script",
            `const quarantine = "${encodeFunctionData({
              abi: session().assembly.contracts.nodeRegistry.abi,
              functionName: "retireNode",
              args: [nodeId(4)],
            })}";\nconst script`,
          );
        await writeFile(printed.file, changed);
        const report = await runInTerminal(
          `npm run --silent foedus -- proposal simulate --script ${printed.script} --endpoints '${endpoints()}'`,
        );
        const hash = createHash("sha256").update("The text of the decision.").digest("hex");
        assert.ok(report.includes(hash), report);
        // The script is no part of what is made: another command would make the dApp anew under the one that runs.
        assert.deepEqual(await built(), builtBefore);
      } finally {
        await rm(printed.file, { force: true });
      }
    });

    it("serve trials to a dApp until they are stopped", async () => {
      const port = 18_200 + (process.pid % 700);
      const child = spawn(
        process.execPath,
        [
          ...["scripts/foedus/foedus.ts", "agent", "simulator"],
          ...["--endpoints", endpoints(), "--port", String(port)],
        ],
        { cwd: root, stdio: ["ignore", "pipe", "inherit"] },
      );
      try {
        await once(child.stdout, "data");
        const answer = await fetch(`http://127.0.0.1:${port}/health`);
        assert.equal(answer.status, 200);
        const posted = await fetch(`http://127.0.0.1:${port}/simulations`, {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: await readFile(path.join(folder, "proposal.json"), "utf8"),
        });
        assert.equal(posted.status, 202);
      } finally {
        child.kill("SIGTERM");
      }
      const [code] = (await once(child, "exit")) as [number | null];
      assert.equal(code, 0);
      await assert.rejects(
        runInTerminal("npm run --silent foedus -- agent simulator --port 70000"),
        /"70000" is no port\.[\s\S]*1 to 65535/,
      );
    });
  });
}
