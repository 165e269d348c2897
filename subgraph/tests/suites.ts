import { suite as members } from "./members.ts";
import type { Suite } from "./suite.ts";

export const suites: Suite[] = [members];
