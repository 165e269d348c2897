import fs from "node:fs";

import { installDebianPackage } from "./debian-package.ts";

/** The program that puts the network's own filter in force. */
export const nft = "/usr/sbin/nft";

/** Sees to it that there is nftables; answers with what is missing if there cannot be. */
export async function provideNft(report: (line: string) => void): Promise<{ missing?: string }> {
  if (fs.existsSync(nft)) return {};
  const remedy = await installDebianPackage("nftables", report);
  return remedy === undefined ? {} : { missing: `there is no ${nft}: ${remedy}` };
}
