import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";

import { CommandError } from "../foedus/command-error.ts";
import type { Engine } from "./engine.ts";
import { runProgram } from "./program.ts";

/** What of a package of Debian goes into a base image; all of it but documentation when no files are named. */
interface Part {
  package: string;
  files?: readonly string[];
}

/** The libraries that client, Node.js and graph-node ask for, and a program that does nothing for the place of a node. */
const libraries: readonly Part[] = [
  { package: "libc6" },
  { package: "libgcc-s1" },
  { package: "libstdc++6" },
  { package: "tzdata" },
  { package: "coreutils", files: ["bin/sleep"] },
];

/** What initdb of PostgreSQL asks for beside them. */
const shell: readonly Part[] = [{ package: "dash" }, { package: "coreutils", files: ["bin/rm"] }];

export const bases = { base: libraries, "base-shell": [...libraries, ...shell] } as const;

const packages = path.resolve(import.meta.dirname, "../../.foedus/images/packages");

/** The user of the images: nobody of the machine. */
export const containerUser = 10_001;

/**
 * Makes a base image out of packages of Debian, which apt has verified, as the images called distroless are made: no package manager
 * and, but for the database, no shell. It takes the place of a pulled image where no registry of images is at hand.
 */
export async function importBase(
  engine: Engine,
  { tag, parts, folder }: { tag: string; parts: readonly Part[]; folder: string },
): Promise<void> {
  const tree = path.join(folder, "tree");
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(tree, { recursive: true });
  try {
    const downloads = await downloadPackages(parts);
    for (const [index, { package: name, files }] of parts.entries()) {
      const [deb] = fs.globSync(`${name}_*.deb`, { cwd: downloads });
      if (deb === undefined) throw new Error(`apt-get brought no package ${name}.`);
      const from = path.join(folder, `part-${index}`);
      await runProgram("dpkg-deb", ["--extract", path.join(downloads, deb), from]);
      await noteForScanners(path.join(downloads, deb), name, tree);
      const chosen = files ?? fs.readdirSync(from);
      for (const file of chosen) {
        const target = path.join(tree, file);
        fs.mkdirSync(path.dirname(target), { recursive: true });
        fs.cpSync(path.join(from, file), target, { recursive: true, verbatimSymlinks: true });
      }
    }
    dressUp(tree);
    const archive = path.join(folder, "base.tar");
    await runProgram("tar", [
      ...["--create", "--file", archive, "--directory", tree],
      ...["--sort=name", "--owner=0", "--group=0", "--numeric-owner", "--mtime=@0", "."],
    ]);
    const digest = createHash("sha256").update(fs.readFileSync(archive)).digest("hex");
    await engine.docker([
      "import",
      ...["--change", `LABEL eu.foedus.base=${digest}`],
      archive,
      tag,
    ]);
  } catch (cause) {
    throw new CommandError(
      `The base image cannot be made of Debian's packages: ${(cause as Error).message}`,
      "Run it on Debian with apt, or name an image that can be pulled: --base debian:bookworm-slim --node-image node:24-bookworm-slim, each with its digest.",
      cause,
    );
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** Downloads the newest packages of all bases; the folder with them. Without a way to the archive, those of the last time are taken. */
export async function downloadPackages(
  parts: readonly Part[] = bases["base-shell"],
): Promise<string> {
  const names = [...new Set(parts.map((part) => part.package))];
  const before = names.every((name) => fs.globSync(`${name}_*.deb`, { cwd: packages }).length > 0);
  const fresh = `${packages}.${process.pid}`;
  fs.mkdirSync(fresh, { recursive: true });
  try {
    await runProgram("apt-get", ["download", ...names], { cwd: fresh });
    for (const name of names) {
      fs.mkdirSync(packages, { recursive: true });
      for (const old of fs.globSync(`${name}_*.deb`, { cwd: packages }))
        fs.rmSync(path.join(packages, old));
      for (const deb of fs.globSync(`${name}_*.deb`, { cwd: fresh }))
        fs.renameSync(path.join(fresh, deb), path.join(packages, deb));
    }
  } catch (error) {
    if (!before) throw error;
  } finally {
    fs.rmSync(fresh, { recursive: true, force: true });
  }
  return packages;
}

/** Scanners of images look for packages here where there is no dpkg. */
async function noteForScanners(deb: string, name: string, tree: string): Promise<void> {
  const status = path.join(tree, "var/lib/dpkg/status.d");
  fs.mkdirSync(status, { recursive: true });
  fs.writeFileSync(path.join(status, name), await runProgram("dpkg-deb", ["--field", deb]));
}

function dressUp(tree: string): void {
  for (const surplus of [
    "usr/share/man",
    "usr/share/locale",
    "usr/share/lintian",
    "usr/share/info",
  ])
    fs.rmSync(path.join(tree, surplus), { recursive: true, force: true });
  for (const empty of ["tmp", "etc", "data", "proc", "sys", "dev"])
    fs.mkdirSync(path.join(tree, empty), { recursive: true });
  fs.chmodSync(path.join(tree, "tmp"), 0o1777);
  fs.writeFileSync(
    path.join(tree, "etc/passwd"),
    `root:x:0:0::/:/sbin/nologin\nfoedus:x:${containerUser}:${containerUser}::/:/sbin/nologin\n`,
  );
  fs.writeFileSync(path.join(tree, "etc/group"), `root:x:0:\nfoedus:x:${containerUser}:\n`);
  fs.writeFileSync(path.join(tree, "etc/nsswitch.conf"), "hosts: files dns\n");
}
