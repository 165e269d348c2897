import fs from "node:fs";

import { build } from "esbuild";

const folder = ".foedus/app";

/** The built server of the dApp with the packages that it imports, as it goes into an image: no node_modules beside it. */
fs.rmSync(folder, { recursive: true, force: true });
await build({
  entryPoints: ["app/build/index.js"],
  outdir: folder,
  bundle: true,
  // Pages are loaded when they are asked for.
  splitting: true,
  platform: "node",
  format: "esm",
  target: "node24",
  banner: {
    js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
  },
  logLevel: "warning",
});
// The server looks for it beside itself.
fs.cpSync("app/build/client", `${folder}/client`, { recursive: true });
