import fs from "node:fs";
import path from "node:path";

import { installDebianPackage } from "./debian-package.ts";

/** Sees to it that there is openssl, with which offices sign; answers with what is missing if there cannot be. */
export async function provideOpenssl(
  report: (line: string) => void,
): Promise<{ missing?: string }> {
  const folders = (process.env["PATH"] ?? "").split(path.delimiter);
  if (folders.some((folder) => fs.existsSync(path.join(folder, "openssl")))) return {};
  const remedy = await installDebianPackage("openssl", report);
  return remedy === undefined ? {} : { missing: `there is no openssl on PATH: ${remedy}` };
}
