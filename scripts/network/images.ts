import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";

import { type ImageName, images, imageTag } from "../../deploy/images/images.ts";
import { CommandError } from "../foedus/command-error.ts";
import { build, type Builder } from "../start/build.ts";
import { findGraphNode } from "../start/graph-node.ts";
import { findPostgres } from "../start/postgres.ts";
import { bases, importBase } from "./base-image.ts";
import type { Engine } from "./engine.ts";
import { provideKaia } from "./kaia-binary.ts";
import { runProgram } from "./program.ts";

const root = path.resolve(import.meta.dirname, "../..");
/** Of what an image was made; a label of the image. */
const inputsLabel = "eu.foedus.inputs";

export interface ImageOptions {
  /** An image to build on instead of the one made of Debian's packages, with its digest. */
  base?: string;
  /** An image with Node 24 instead of the own one, with its digest. */
  nodeImage?: string;
}

/** What goes into an image beside its Dockerfile: files and folders by their names in the context. */
type Context = Record<string, string>;

/** Builds the images that are missing or were made of other files; answers with those that it built. */
export async function buildImages(
  engine: Engine,
  names: readonly ImageName[],
  { base, nodeImage }: ImageOptions,
  builder: Builder,
): Promise<ImageName[]> {
  const built: ImageName[] = [];
  // Those that others are made from stand first.
  const asked = new Set(names.flatMap((name) => [...ancestors(name), name]));
  const needed = (Object.keys(images) as ImageName[]).filter((name) => asked.has(name));
  for (const name of needed) {
    const { from } = images[name];
    if (name === "node" && nodeImage !== undefined) continue;
    const context = await contextOf(name, builder);
    const fromTag =
      from === "node"
        ? (nodeImage ?? imageTag("node"))
        : (base ?? (await provideBase(engine, from, builder)));
    const inputs = await hashOf(name, context, (await idOf(engine, fromTag)) ?? fromTag);
    if ((await labelOf(engine, imageTag(name))) === inputs) continue;
    builder.report(`Building the image ${imageTag(name)} ...`);
    await buildImage(engine, name, { context, fromTag, inputs });
    built.push(name);
  }
  return built;
}

function ancestors(name: ImageName): ImageName[] {
  return images[name].from === "node" ? ["node"] : [];
}

async function provideBase(
  engine: Engine,
  name: keyof typeof bases,
  { report }: Builder,
): Promise<string> {
  const tag = `foedus/${name}:bookworm`;
  if ((await idOf(engine, tag)) === undefined) {
    report(`Making the base image ${tag} of Debian's packages ...`);
    const folder = path.join(root, ".foedus", "images", name);
    await importBase(engine, { tag, parts: bases[name], folder });
  }
  return tag;
}

async function contextOf(name: ImageName, builder: Builder): Promise<Context> {
  const folder = path.join(root, "deploy", "images");
  const probe = { "probe.mjs": path.join(folder, "probe.mjs") };
  switch (name) {
    case "kaia":
      return { kcn: await kaia("kcn", builder), ken: await kaia("ken", builder) };
    case "node":
      return { node: process.execPath, ...probe };
    case "agent": {
      await build("contracts", builder);
      await build("bindings", builder);
      await build("agents", builder);
      await build("services", builder);
      return {
        "foedus-agent.mjs": path.join(root, ".foedus/agents/foedus-agent.mjs"),
        "public-json-rpc.mjs": path.join(root, ".foedus/services/public-json-rpc.mjs"),
        ...probe,
      };
    }
    case "app": {
      await build("contracts", builder);
      await build("bindings", builder);
      await build("app", builder);
      await build("appServer", builder);
      return { app: path.join(root, ".foedus/app"), ...probe };
    }
    case "simulator": {
      await build("contracts", builder);
      await build("bindings", builder);
      await build("simulator", builder);
      return { simulator: path.join(root, ".foedus/simulator"), ...probe };
    }
    case "index": {
      await build("services", builder);
      const gnd = findGraphNode();
      if (gnd === undefined) {
        throw new CommandError(
          "graph-node is not here: its package exists for Linux on x64 only.",
          "Build the images there, or leave the service index out of the topology.",
        );
      }
      return { gnd, "index.mjs": path.join(root, ".foedus/services/index.mjs"), ...probe };
    }
    case "database":
      return {
        native: findPostgres(),
        "database.sh": path.join(folder, "database/database.sh"),
      };
  }
}

async function kaia(program: "kcn" | "ken", { report }: Builder): Promise<string> {
  const found = await provideKaia(program, report);
  if ("missing" in found)
    throw new CommandError(`There is no ${program} to put into an image.`, found.missing);
  return found.file;
}

async function buildImage(
  engine: Engine,
  name: ImageName,
  { context, fromTag, inputs }: { context: Context; fromTag: string; inputs: string },
): Promise<void> {
  const folder = path.join(root, ".foedus", "images", name);
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder, { recursive: true });
  try {
    for (const [file, source] of Object.entries(context)) {
      // Links would point out of the context; Node's own copy leaves those below the top as they are.
      await runProgram("cp", ["-R", "-L", source, path.join(folder, file)]);
      makeReadable(path.join(folder, file));
    }
    fs.copyFileSync(
      path.join(root, "deploy/images", name, "Dockerfile"),
      path.join(folder, "Dockerfile"),
    );
    await engine.docker([
      "build",
      ...["--tag", imageTag(name)],
      ...["--label", `${inputsLabel}=${inputs}`],
      ...["--build-arg", `${images[name].from === "node" ? "NODE_IMAGE" : "BASE"}=${fromTag}`],
      // Nothing is fetched while an image is made.
      ...["--network", "none"],
      folder,
    ]);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** Whoever runs a container may read what is in its image, whatever the checkout's own modes are. */
function makeReadable(file: string): void {
  const { mode } = fs.statSync(file);
  if (fs.statSync(file).isDirectory()) {
    fs.chmodSync(file, 0o755);
    for (const name of fs.readdirSync(file)) makeReadable(path.join(file, name));
  } else {
    fs.chmodSync(file, mode & 0o100 ? 0o755 : 0o644);
  }
}

/** One hash of all that an image is made from. */
async function hashOf(
  name: ImageName,
  context: Context,
  from: string | undefined,
): Promise<string> {
  const hash = createHash("sha256").update(`${from ?? ""}\0`);
  hash.update(fs.readFileSync(path.join(root, "deploy/images", name, "Dockerfile")));
  for (const [file, source] of Object.entries(context)) {
    const all = fs.statSync(source).isDirectory()
      ? fs.readdirSync(source, { recursive: true, encoding: "utf8" }).sort()
      : [""];
    for (const below of all) {
      const place = path.join(source, below);
      if (!fs.statSync(place).isFile()) continue;
      hash.update(`${file}/${below}\0`);
      for await (const part of fs.createReadStream(place)) hash.update(part as Buffer);
    }
  }
  return hash.digest("hex");
}

async function idOf(engine: Engine, tag: string): Promise<string | undefined> {
  return await inspect(engine, tag, "{{.Id}}");
}

async function labelOf(engine: Engine, tag: string): Promise<string | undefined> {
  return await inspect(engine, tag, `{{index .Config.Labels "${inputsLabel}"}}`);
}

async function inspect(engine: Engine, tag: string, format: string): Promise<string | undefined> {
  try {
    return (await engine.docker(["image", "inspect", "--format", format, tag])).trim();
  } catch {
    return undefined;
  }
}
