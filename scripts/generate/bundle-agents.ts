import { build } from "esbuild";

/** All agents in one file for Node, as it goes into their image: no package and no tool of this repository beside it. */
await build({
  entryPoints: ["deploy/agents/main.ts"],
  outfile: ".foedus/agents/foedus-agent.mjs",
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node24",
  // Some packages in it are CommonJS and require what comes with Node.
  banner: {
    js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
  },
  logLevel: "warning",
});
