import { expect as playwrightExpect } from "playwright/test";

/** Playwright's assertions, which wait long enough for a machine that runs other tests beside. */
export const expect = playwrightExpect.configure({ timeout: 15_000 });
