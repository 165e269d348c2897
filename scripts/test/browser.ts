import { execFile } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const programs = [
  "chromium",
  "chromium-browser",
  "google-chrome-stable",
  "google-chrome",
  "chrome",
];
const applications = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

export type Browser = { file: string } | { missing: string };

/** The Chrome or Chromium that is there; else Debian's, installed where that needs nobody's password. */
export async function provideBrowser(report: (line: string) => void): Promise<Browser> {
  const found = findBrowser();
  if (found !== undefined) return { file: found };
  const command = "apt-get install --yes --no-install-recommends chromium";
  if (!fs.existsSync("/etc/debian_version")) {
    return { missing: "there is no Chrome or Chromium; install one, or set CHROME_PATH to it" };
  }
  if (process.getuid?.() !== 0) {
    return { missing: `there is no Chrome or Chromium; add it with: sudo ${command}` };
  }
  report("Installing Debian's chromium for the browser tests ...");
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  try {
    await run("apt-get", ["update"], { env });
    await run("apt-get", command.split(" ").slice(1), { env, maxBuffer: 64 * 1024 * 1024 });
  } catch (error) {
    const [first] = (error instanceof Error ? error.message : String(error)).split("\n");
    return {
      missing: `there is no Chrome or Chromium, and installing it failed (${first}); add it with: ${command}`,
    };
  }
  const installed = findBrowser();
  return installed === undefined
    ? { missing: "the installed chromium is not on PATH; set CHROME_PATH to it" }
    : { file: installed };
}

function findBrowser(): string | undefined {
  const folders = (process.env["PATH"] ?? "")
    .split(path.delimiter)
    .filter((folder) => folder !== "");
  const candidates = [
    process.env["CHROME_PATH"] ?? "",
    ...programs.flatMap((program) => folders.map((folder) => path.join(folder, program))),
    ...applications,
  ];
  return candidates.find((file) => file !== "" && isExecutable(file));
}

function isExecutable(file: string): boolean {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return fs.statSync(file).isFile();
  } catch {
    return false;
  }
}
