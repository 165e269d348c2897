import { createHash } from "node:crypto";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

import type { SyntaxNode } from "../generate/artifacts.ts";

/** Code of one contract as its artifact holds it. */
export interface Code {
  abi: unknown[];
  bytecode: string;
  deployedBytecode: string;
  linkReferences: object;
  deployedLinkReferences: object;
  immutableReferences: object;
}

interface Output {
  errors?: { severity: string; type: string; message: string; formattedMessage: string }[];
  contracts?: Record<string, Record<string, { abi: unknown[]; evm: Evm }>>;
  sources?: Record<string, { ast: SyntaxNode }>;
}

interface Evm {
  bytecode: { object: string; linkReferences: object };
  deployedBytecode: { object: string; linkReferences: object; immutableReferences: object };
}

interface Solc {
  compile: (input: string, callbacks: { import: (name: string) => object }) => string;
}

/** The compiler refuses the sources. */
export class Refused extends Error {}

export const light = { version: "0.8.37", evmVersion: "cancun" } as const;

/**
 * Ways to code, the fastest first: the next one is for what has too many variables for the stack of the one before. Mocks compute much,
 * so that the optimiser earns back what it costs.
 */
const ways = [
  (file: string) => ({ optimizer: { enabled: file.startsWith("contracts/mocks/") } }),
  () => ({ viaIR: true }),
  () => ({ viaIR: true, optimizer: { enabled: true, runs: 1 } }),
] as const;

/** What the compiler says where a way has too small a stack. */
const tooDeep = /Stack too deep|too deep in the stack/;

/**
 * The project's compiler with settings that answer in about a second: no optimiser, and the intermediate representation only for what
 * has too many variables for the stack without it. What the code does is the same; what it costs is not.
 */
export class LightCompiler {
  readonly #root: string;
  readonly #cache: string | undefined;
  readonly #solc: Solc;
  /** Texts of files other than what stands on the disk. */
  readonly #changed = new Map<string, string>();
  readonly #texts = new Map<string, string>();
  /** Where among the ways a file's begins; not with the first for what a Council, which needs the second, knows by the hash of its code. */
  readonly #wayOf = new Map([["contracts/access/RegistryProxy.sol", 1]]);
  readonly #imports = new Map<string, string[]>();

  /** `cache` keeps code of unchanged files between processes. */
  constructor(root: string, cache?: string) {
    this.#root = root;
    this.#cache = cache;
    this.#solc = createRequire(import.meta.url)("solc") as Solc;
  }

  /** Lets a file read otherwise from now on, or as it stands again. */
  change(file: string, text: string | undefined): void {
    if (text === undefined) this.#changed.delete(file);
    else this.#changed.set(file, text);
  }

  /** After a file was written anew. */
  reread(file: string): void {
    this.#texts.delete(file);
  }

  text(file: string): string {
    const text = this.#changed.get(file) ?? this.#texts.get(file) ?? this.#read(file);
    if (!this.#changed.has(file)) this.#texts.set(file, text);
    return text;
  }

  /** Syntax trees of the files and of all that they import, by file. */
  trees(files: readonly string[]): Map<string, SyntaxNode> {
    const output = this.#compile(files, { "*": { "": ["ast"] } }, {});
    return new Map(Object.entries(output.sources ?? {}).map(([file, { ast }]) => [file, ast]));
  }

  /** The file and all that it imports, directly and through others. */
  closure(file: string): ReadonlySet<string> {
    const closure = new Set([file]);
    for (const place of closure) {
      for (const imported of this.#importsOf(place)) closure.add(imported);
    }
    return closure;
  }

  #importsOf(file: string): string[] {
    const known = this.#imports.get(file);
    if (known !== undefined) return known;
    // Parsed alone, which takes no time, a tree holds the paths as they are written.
    const { sources } = this.#compile([file], { "*": { "": ["ast"] } }, { stopAfter: "parsing" });
    for (const [source, { ast }] of Object.entries(sources ?? {})) {
      const imports = (ast["nodes"] as SyntaxNode[])
        .filter(({ nodeType }) => nodeType === "ImportDirective")
        .map((node) => node["absolutePath"] as string);
      this.#imports.set(source, imports);
    }
    return this.#imports.get(file) ?? [];
  }

  /** Code of every contract that stands in the file, by name. */
  code(file: string): Map<string, Code> {
    const place = this.#placeInCache(file);
    if (place === undefined) return this.#generate(file);
    if (!fs.existsSync(place)) {
      const code = [...this.#generate(file)];
      fs.mkdirSync(path.dirname(place), { recursive: true });
      // Several processes share the cache: nobody reads half a file.
      fs.writeFileSync(`${place}.${process.pid}`, JSON.stringify(code));
      fs.renameSync(`${place}.${process.pid}`, place);
    }
    return new Map(JSON.parse(fs.readFileSync(place, "utf8")) as [string, Code][]);
  }

  /** By the texts of all that goes into it; nowhere with a change, which nobody asks for twice. */
  #placeInCache(file: string): string | undefined {
    const closure = this.closure(file);
    const isChanged = [...this.#changed.keys()].some((other) => closure.has(other));
    if (this.#cache === undefined || isChanged) return undefined;
    const settings = `${light.version} ${light.evmVersion} ${this.#wayOf.get(file) ?? 0}`;
    const hash = createHash("sha256").update(`${settings} ${file}`);
    for (const part of [...closure].sort()) hash.update(`\0${part}\0${this.text(part)}`);
    return path.join(this.#cache, `${hash.digest("hex").slice(0, 32)}.json`);
  }

  #generate(file: string): Map<string, Code> {
    const selection = {
      [file]: { "*": ["abi", "evm.bytecode", "evm.deployedBytecode"].flatMap(parts) },
    };
    const output = this.#compileSomeWay(file, selection);
    return new Map(
      Object.entries(output.contracts?.[file] ?? {}).map(([name, { abi, evm }]) => [
        name,
        {
          abi,
          bytecode: `0x${evm.bytecode.object}`,
          deployedBytecode: `0x${evm.deployedBytecode.object}`,
          linkReferences: evm.bytecode.linkReferences,
          deployedLinkReferences: evm.deployedBytecode.linkReferences,
          immutableReferences: evm.deployedBytecode.immutableReferences,
        },
      ]),
    );
  }

  /** By the fastest way whose stack is large enough; later changes of the file begin there. */
  #compileSomeWay(file: string, selection: object): Output {
    let refusal: unknown;
    for (const [place, way] of ways.entries()) {
      if (place < (this.#wayOf.get(file) ?? 0)) continue;
      this.#wayOf.set(file, place);
      try {
        return this.#compile([file], selection, way(file));
      } catch (error) {
        if (!(error instanceof Refused) || !tooDeep.test(error.message)) throw error;
        refusal = error;
      }
    }
    throw refusal;
  }

  #compile(files: readonly string[], outputSelection: object, settings: object): Output {
    const input = {
      language: "Solidity",
      sources: Object.fromEntries(files.map((file) => [file, { content: this.text(file) }])),
      settings: {
        evmVersion: light.evmVersion,
        metadata: { bytecodeHash: "none" },
        ...settings,
        outputSelection,
      },
    };
    const answer = this.#solc.compile(JSON.stringify(input), {
      import: (name) => {
        try {
          return { contents: this.text(name) };
        } catch (error) {
          return { error: String(error) };
        }
      },
    });
    const output = JSON.parse(answer) as Output;
    const failure = output.errors?.find(({ severity }) => severity === "error");
    if (failure !== undefined) throw new Refused(failure.formattedMessage);
    return output;
  }

  #read(file: string): string {
    const own = path.join(this.#root, file);
    return fs.readFileSync(
      fs.existsSync(own) ? own : path.join(this.#root, "node_modules", file),
      "utf8",
    );
  }
}

/** Only what is read: source maps and assembly take as long as the code. */
function parts(output: string): string[] {
  if (output === "abi") return [output];
  const references = output.endsWith("deployedBytecode") ? ["immutableReferences"] : [];
  return ["object", "linkReferences", ...references].map((part) => `${output}.${part}`);
}
