import { mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { contractNames } from "#lib/endpoints.ts";

const settings = vi.hoisted(() => ({ FOEDUS_ENDPOINTS: "" }));
vi.mock("$app/env/private", () => settings);

const { endpoints } = await import("./endpoints.ts");

const address = "0x5FbDB2315678afecb367f032d93F642f64180aa3";

describe("The file of endpoints", () => {
  let folder: string;
  let written = 0;
  const write = (chainId: number) => {
    writeFileSync(
      settings.FOEDUS_ENDPOINTS,
      JSON.stringify({
        chainId,
        rpc: "http://127.0.0.1:8545",
        graphql: "http://127.0.0.1:8000/subgraphs/name/foedus",
        api: "http://127.0.0.1:5173",
        addresses: Object.fromEntries(contractNames.map((name) => [name, address])),
      }),
    );
    // Two writes of one test may fall into one tick of the file system's clock.
    utimesSync(settings.FOEDUS_ENDPOINTS, ++written, written);
  };
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["performance"] });
    folder = mkdtempSync(join(tmpdir(), "foedus-endpoints-"));
    settings.FOEDUS_ENDPOINTS = join(folder, "endpoints.json");
  });
  afterEach(() => {
    vi.useRealTimers();
    rmSync(folder, { recursive: true });
  });

  it("is looked at once a second, so that the app outlives a restart of the chain", async () => {
    write(1);
    expect((await endpoints()).chainId).toBe(1);
    write(2);
    vi.advanceTimersByTime(900);
    expect((await endpoints()).chainId).toBe(1);
    vi.advanceTimersByTime(200);
    expect((await endpoints()).chainId).toBe(2);
  });

  it("that is missing is an error with a remedy until it is there", async () => {
    const remedy: unknown = expect.stringContaining("npm start");
    await expect(endpoints()).rejects.toMatchObject({ remedy });
    write(3);
    expect((await endpoints()).chainId).toBe(3);
  });
});
