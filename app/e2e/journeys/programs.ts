import assert from "node:assert/strict";
import { describe, it } from "node:test";

import {
  administrator,
  deployer,
  representative,
} from "../../../deploy/networks/local/accounts.ts";
import type { Session } from "../session.ts";

interface Schema {
  $ref?: string;
  type?: string | string[];
  enum?: unknown[];
  pattern?: string;
  required?: string[];
  properties?: Record<string, Schema>;
  additionalProperties?: boolean;
}
type Content = Record<string, { schema: Schema }>;
interface Described {
  paths: Record<
    string,
    { get: { responses: Partial<Record<string, { content: Partial<Content> }>> } }
  >;
  components: { schemas: Record<string, Schema> };
}

const path = "/api/v1/permissions/check";

/** Programs of others ask the interface that `/openapi.json` describes, without a browser. Needs the sample's accounts; changes nothing. */
export function programs(session: () => Session): void {
  describe("A program that is not ours", () => {
    const ask = (query: Record<string, string>, language = "en") =>
      fetch(`${session().origin}${path}?${new URLSearchParams(query).toString()}`, {
        headers: { "accept-language": language },
      });
    const target = () => session().assembly.contracts.nodeRegistry.address;

    /** The answer is one that the description promises for its status. */
    async function described(response: Response): Promise<Record<string, unknown>> {
      const openApi = (await (await fetch(`${session().origin}/openapi.json`)).json()) as Described;
      const answers = openApi.paths[path]?.get.responses[String(response.status)];
      assert.ok(answers, `The description knows no status ${response.status}.`);
      const type = response.headers.get("content-type") ?? "";
      const { $ref } = answers.content[type.split(";")[0] ?? ""]?.schema ?? {};
      assert.ok($ref, `The description knows no answer of type ${type}.`);
      const schema = openApi.components.schemas[$ref.split("/").at(-1) ?? ""];
      assert.ok(schema, `The description has no schema ${$ref}.`);
      const answer = (await response.json()) as Record<string, unknown>;
      assert.deepEqual(
        schema.required?.filter((name) => !(name in answer)),
        [],
      );
      for (const [name, value] of Object.entries(answer)) {
        const field = schema.properties?.[name];
        assert.ok(field, `The description has no ${name}.`);
        if (field.enum) assert.ok(field.enum.includes(value), `${name} is no value of the list.`);
        const types = [field.type ?? []].flat();
        const own = value === null ? "null" : typeof value === "number" ? "integer" : typeof value;
        if (types.length > 0) assert.ok(types.includes(own), `${name} is a ${own}.`);
        if (field.pattern && typeof value === "string")
          assert.match(value, new RegExp(field.pattern));
      }
      assert.equal(response.headers.get("cache-control"), "no-store");
      return answer;
    }

    it("is told what an administrator may do and may not", async () => {
      const sender = administrator(0).address;
      const toRegister = await described(await ask({ sender, target: target() }));
      assert.deepEqual(
        { ...toRegister, block: typeof toRegister.block },
        {
          allowed: true,
          reason: "none",
          explanation: "The permissions let this transaction through.",
          remedy: null,
          sender,
          target: target(),
          block: "number",
        },
      );
      const deployment = await described(await ask({ sender }));
      assert.equal(deployment.reason, "may-not-deploy");
      assert.equal(deployment.target, null);
      assert.match(String(deployment.remedy), /access to deploy/);
    });

    it("is told that representatives reach the body and nothing else", async () => {
      const { council, nodeRegistry } = session().assembly.contracts;
      const sender = representative(0).address;
      const asked = [council.address, nodeRegistry.address];
      const reasons = await Promise.all(
        asked.map(async (to) => (await described(await ask({ sender, target: to }))).reason),
      );
      assert.deepEqual(reasons, ["none", "no-access"]);
    });

    it("reads the reason in its own language", async () => {
      const response = await ask(
        { sender: deployer().address, target: target() },
        "fr-BE, en;q=0.5",
      );
      assert.equal(response.headers.get("content-language"), "fr");
      const { reason, explanation } = await described(response);
      assert.equal(reason, "no-access");
      assert.match(String(explanation), /^L’expéditeur n’a pas accès/);
    });

    it("is told what is wrong with its question, and what to do", async () => {
      const sender = administrator(0).address;
      for (const [query, title] of [
        [{}, "The parameter sender is missing."],
        [{ sender: "BE-3" }, "The parameter sender is no address."],
        [{ sender, tagret: target() }, "There is no parameter tagret."],
        [{ sender, gas: "much" }, "The parameter gas is no number of gas."],
      ] as const) {
        const response = await ask(query);
        assert.equal(response.status, 400);
        assert.equal(response.headers.get("content-type"), "application/problem+json");
        const problem = await described(response);
        assert.equal(problem.title, title);
        assert.ok(String(problem.detail).length > 10);
      }
    });

    it("follows the proposals by a news feed and a calendar", async () => {
      const read = async (file: string, type: string) => {
        const response = await fetch(`${session().origin}${file}`);
        assert.equal(response.status, 200);
        assert.equal(response.headers.get("content-type"), `${type}; charset=utf-8`);
        return await response.text();
      };
      const atom = await read("/proposals.atom", "application/atom+xml");
      assert.match(atom, /^<\?xml /);
      assert.ok(atom.includes("Admit the second validator of Operator Beta"));
      assert.match(atom, new RegExp(`<id>${session().origin}/proposals/\\d+</id>`));
      assert.match(await read("/fr/proposals.atom", "application/atom+xml"), /propositions/);
      const calendar = await read("/proposals.ics", "text/calendar");
      // The lines of the format are folded after 75 bytes.
      const lines = calendar.replace(/\r\n[ \t]/g, "").split("\r\n");
      assert.equal(lines[0], "BEGIN:VCALENDAR");
      assert.ok(
        lines.includes("SUMMARY:Vote closes: Admit the second validator of Operator Beta"),
        calendar,
      );
    });
  });
}
