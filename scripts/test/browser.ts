import fs from "node:fs";
import path from "node:path";

import { installDebianPackage } from "./debian-package.ts";

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
  const remedy = await installDebianPackage("chromium", report);
  if (remedy !== undefined) {
    return { missing: `there is no Chrome or Chromium (or set CHROME_PATH to it): ${remedy}` };
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
