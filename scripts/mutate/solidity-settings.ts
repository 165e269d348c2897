/** Fewer than in the tests proper: what so few do not find has survived. */
export const fuzzRuns = 64;
