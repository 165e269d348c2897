import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import path from "node:path";
import { json } from "node:stream/consumers";

const root = path.resolve(import.meta.dirname, "../..");

/** The last Node on which EBSI's packages run: one that they depend on loads itself by `esm`, which newer ones break. */
const nodeVersion = "20.20.2";

/** A signer as EBSI's packages take it. */
export interface Signer {
  did: string;
  kid: string;
  alg: string;
  publicKeyJwk: object;
  privateKeyJwk: object;
}

/** What EBSI's packages are asked; see `scenarios.mjs`. */
export type Question =
  | { ask: "resolve"; did: string }
  | { ask: "new did" }
  | { ask: "did of key"; jwk: object }
  | { ask: "issue"; payload: object; signer: Signer }
  | { ask: "verify"; jwt: string; withoutTerms?: boolean }
  | { ask: "present"; credentials: string[]; holder: Signer; audience: string }
  | { ask: "verify presentation"; jwt: string; audience: string };

export type Answer = { ok: true; value: unknown } | { ok: false; error: string };

/** EBSI's published packages against an API, each question in a process of its own. */
export class PublishedClients {
  readonly #api: string;
  readonly #node: string;

  constructor(api: string) {
    this.#api = api;
    this.#node = nodeOfClients();
  }

  async ask(question: Question): Promise<Answer> {
    const child = spawn(this.#node, [path.join(import.meta.dirname, "scenarios.mjs")], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    const place = { authority: new URL(this.#api).host, api: this.#api };
    child.stdin.end(JSON.stringify({ place, question }));
    const [answer] = await Promise.all([json(child.stdout), once(child, "exit")]);
    return answer as Answer;
  }
}

/** The Node of the clients, as an npm package beside that of this project. */
function nodeOfClients(): string {
  const name = `node-${process.platform}-${process.arch}`;
  const folder = path.join(root, ".foedus", "node", nodeVersion);
  const program = path.join(folder, "node_modules", name, "bin", "node");
  if (fs.existsSync(program)) return program;
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(path.join(folder, "package.json"), JSON.stringify({ private: true }));
  const npm = process.env["npm_execpath"];
  const [command, args] = npm === undefined ? ["npm", []] : [process.execPath, [npm]];
  const quiet = ["--no-save", "--no-audit", "--no-fund", "--loglevel=error"];
  execFileSync(
    command,
    [...args, "install", "--prefix", folder, ...quiet, `${name}@${nodeVersion}`],
    { cwd: folder, stdio: ["ignore", "ignore", "inherit"] },
  );
  return program;
}
