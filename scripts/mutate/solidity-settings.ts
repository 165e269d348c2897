/** Fewer than in the tests proper: what so few do not find has survived. */
export const fuzzRuns = 64;
export const invariantRuns = { runs: 8, depth: 64 };
