import svelte from "eslint-plugin-svelte";
import tseslint from "typescript-eslint";

/** AssemblyScript looks like TypeScript and is not: graph-cli's own compiler checks it. */
const assemblyScript = [
  "subgraph/entities/**",
  "subgraph/handlers/**",
  "subgraph/enums.ts",
  "subgraph/ids.ts",
  "subgraph/mapping.ts",
];

export default tseslint.config(
  {
    ignores: [
      "**/node_modules/**",
      ".foedus/**",
      "artifacts/**",
      "cache/**",
      "generated/**",
      "coverage/**",
      "app/build/**",
      "app/.svelte-kit/**",
      "app/src/lib/paraglide/**",
      "subgraph/build/**",
      "subgraph/generated/**",
      ...assemblyScript,
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  ...tseslint.configs.strictTypeChecked,
  ...svelte.configs.recommended,
  {
    languageOptions: {
      parserOptions: {
        projectService: true,
        tsconfigRootDir: import.meta.dirname,
        extraFileExtensions: [".svelte"],
      },
    },
    rules: {
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        { considerDefaultExhaustiveForUnions: true },
      ],
      // `() => stop()` reads as well as `() => { stop(); }`.
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      // `[...text]` is how we count and cut by characters instead of UTF-16 units.
      "@typescript-eslint/no-misused-spread": ["error", { allow: ["string"] }],
      // A leading underscore says that a value is left out on purpose.
      "@typescript-eslint/no-unused-vars": [
        "error",
        { argsIgnorePattern: "^_", varsIgnorePattern: "^_", destructuredArrayIgnorePattern: "^_" },
      ],
      // What must answer a promise is `async`, whether it waits for something or not.
      "@typescript-eslint/require-await": "off",
      // A callback may answer nothing, now or later.
      "@typescript-eslint/no-invalid-void-type": "off",
      // A number in a text is plain; everything else must be converted on purpose.
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
    },
  },
  {
    files: ["**/*.svelte", "**/*.svelte.ts"],
    languageOptions: { parserOptions: { parser: tseslint.parser } },
    rules: {
      // The linter sees properties and generics of other components as `any`; svelte-check types them.
      "@typescript-eslint/no-unsafe-argument": "off",
      "@typescript-eslint/no-unsafe-assignment": "off",
      "@typescript-eslint/no-unsafe-call": "off",
      "@typescript-eslint/no-unsafe-member-access": "off",
      "@typescript-eslint/no-unsafe-return": "off",
      "@typescript-eslint/restrict-plus-operands": "off",
      // The dApp stands at the root of its origin, and links get their language from Paraglide's `localizeHref`.
      "svelte/no-navigation-without-resolve": "off",
    },
  },
  {
    // Measurements are written like tests. Mocha and node:test collect the promises of their blocks, and chai's assertions are expressions.
    files: ["test/**/*.ts", "**/*.test.ts", "app/e2e/**/*.ts", "bench/suites/**/*.ts"],
    rules: {
      "@typescript-eslint/no-floating-promises": [
        "error",
        {
          allowForKnownSafeCalls: [
            { from: "package", package: "node:test", name: ["describe", "it", "suite", "test"] },
          ],
        },
      ],
      "@typescript-eslint/no-non-null-assertion": "off",
      "@typescript-eslint/no-unused-expressions": "off",
    },
  },
  {
    files: ["**/*.js", "**/*.mjs", "**/*.cjs"],
    ...tseslint.configs.disableTypeChecked,
  },
  {
    files: ["**/*.cjs"],
    rules: { "@typescript-eslint/no-require-imports": "off" },
  },
);
