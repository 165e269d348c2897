import type { Result } from "../result.ts";
export async function start(): Promise<Result[]> { return []; }
