import { build } from "esbuild";

/** Programs of images that are no agents, each in one file for Node. */
await build({
  entryPoints: {
    "public-json-rpc": "deploy/services/public-json-rpc.ts",
    index: "scripts/network/index-launcher.ts",
  },
  outdir: ".foedus/services",
  outExtension: { ".js": ".mjs" },
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node24",
  banner: {
    js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
  },
  logLevel: "warning",
});
