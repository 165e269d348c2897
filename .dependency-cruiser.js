/** Everything of `app/src/lib/` by its tier; a tier may use what stands before it. */
const tier = {
  ui: "^app/src/lib/ui/",
  features: "^app/src/lib/features/",
  flows: "^app/src/lib/flows/",
  routes: "^app/src/routes/",
};

/** @type {import("dependency-cruiser").IConfiguration} */
export default {
  forbidden: [
    {
      name: "ui-knows-no-domain",
      comment:
        "Building blocks of the interface serve every domain: move what is special into a feature.",
      severity: "error",
      from: { path: tier.ui },
      to: { path: [tier.features, tier.flows, tier.routes, "^app/src/lib/(chain|index|server)/"] },
    },
    {
      name: "features-below-flows-and-routes",
      comment:
        "A feature shows one noun. What leads through steps is a flow, what has an address is a route.",
      severity: "error",
      from: { path: tier.features },
      to: { path: [tier.flows, tier.routes] },
    },
    {
      name: "features-stand-apart",
      comment:
        "A feature never imports another: compose them in a flow or a route, or move the shared part to ui/.",
      severity: "error",
      from: { path: "^app/src/lib/features/([^/]+)/" },
      to: { path: tier.features, pathNot: "^app/src/lib/features/$1/" },
    },
    {
      name: "flows-below-routes",
      comment: "A route uses flows, never the other way round.",
      severity: "error",
      from: { path: tier.flows },
      to: { path: tier.routes },
    },
    {
      name: "only-chain-imports-wagmi",
      comment: "The wallet library stands behind app/src/lib/chain/: import that.",
      severity: "error",
      from: { path: "^app/", pathNot: "^app/src/lib/chain/" },
      to: { path: "node_modules/@wagmi/" },
    },
    {
      name: "only-index-imports-the-graphql-client",
      comment: "Queries stand behind app/src/lib/index/: import its functions.",
      severity: "error",
      from: { path: "^app/", pathNot: "^app/src/lib/index/" },
      to: { path: "node_modules/(graphql|graphql-request|gql[.]tada|@urql|@apollo)/" },
    },
    {
      name: "scripts-not-to-app",
      comment: "Scripts start the dApp as a program; they share nothing with it but generated/.",
      severity: "error",
      from: { path: "^(scripts|bench|deploy|subgraph|hardhat[.]config)" },
      to: { path: "^app/" },
    },
    {
      name: "app-stands-alone",
      comment:
        "The dApp knows the contracts through generated/ only. Its journeys in the browser start the whole stack.",
      severity: "error",
      from: { path: "^app/", pathNot: "^app/e2e/" },
      to: {
        path: "^(deploy|scripts|bench|test|subgraph|contracts|artifacts|hardhat[.]config)",
        pathNot: "^subgraph/schema[.]graphql$",
      },
    },
    {
      name: "client-stands-alone",
      comment:
        "The client runs in browsers and in programs of others: it knows the contracts through generated/ only.",
      severity: "error",
      from: { path: "^packages/" },
      to: { path: "^(app|bench|deploy|result|scripts|subgraph|test)/" },
    },
    {
      name: "result-stands-alone",
      comment:
        "A package is verified by whoever trusts neither server nor command line: it rests on generated/ only.",
      severity: "error",
      from: { path: "^result/" },
      to: { path: "^(app|bench|deploy|scripts|subgraph|test)/" },
    },
    {
      name: "product-not-to-tests",
      comment: "What is shipped does not need tests.",
      severity: "error",
      from: {
        path: "^(scripts|deploy|result|subgraph|app/src)/",
        pathNot: ["[.]test[.]ts$", "^subgraph/tests?(/|[.]ts$)", "^scripts/test/"],
      },
      to: { path: ["^test/", "[.]test[.]ts$"] },
    },
    {
      name: "generated-imports-nothing-of-ours",
      comment: "Bindings are a boundary: they may import viem.",
      severity: "error",
      from: { path: "^generated/" },
      to: { path: "^(app|bench|deploy|packages|scripts|subgraph|test)/" },
    },
    {
      name: "no-circles",
      comment: "Two files that need each other are one thing, or share a third.",
      severity: "error",
      // A component that shows a tree imports itself.
      from: { path: "(.+)" },
      to: { circular: true, pathNot: "^$1$", viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "resolvable",
      comment: "The import leads nowhere: correct the path, or run the build that writes the file.",
      severity: "error",
      from: {},
      to: { couldNotResolve: true, pathNot: ["^[$](app|lib|env)", "^\\./[$]types"] },
    },
  ],
  options: {
    doNotFollow: { path: ["node_modules", "^artifacts/"] },
    exclude: {
      path: [
        "^app/src/lib/paraglide/",
        "^app/[.]svelte-kit/",
        "^app/build/",
        // AssemblyScript: resolved by graph-cli's own compiler.
        "^subgraph/(entities|handlers|generated|build)/",
        "^subgraph/(enums|ids|mapping)[.]ts$",
      ],
    },
    // The one with paths: the dApp reaches generated/ by `#generated/*`.
    tsConfig: { fileName: "app/tsconfig.json" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["svelte", "import", "node", "types", "default"],
      extensions: [".ts", ".js", ".mjs", ".cjs", ".svelte", ".json"],
    },
  },
};
