import { describe, expect, it, vi } from "vitest";

import { askSimulation, contentOf, readStanding, startSimulation } from "./simulation.ts";

const id = "c5144af1-576f-40d5-aca9-891439037865";
const council = `0x${"11".repeat(20)}` as const;
const content = contentOf(
  council,
  [{ target: council, value: 2n ** 70n, calldata: "0x12" }],
  "# Try it",
);
const answering = (status: number, body: unknown) =>
  vi.fn<typeof fetch>(() => Promise.resolve(new Response(JSON.stringify(body), { status })));

describe("A simulation", () => {
  it("is asked for with numbers that keep all their digits", async () => {
    const request = answering(202, { id, status: "waiting", ahead: 2 });
    expect(await startSimulation(content, request)).toEqual({
      answer: "standing",
      id,
      standing: { status: "waiting", ahead: 2 },
    });
    const [path, init] = request.mock.calls[0]!;
    expect(path).toBe("/api/v1/simulations");
    expect(JSON.parse(init?.body as string)).toEqual({
      council,
      targets: [council],
      values: ["1180591620717411303424"],
      calldatas: ["0x12"],
      description: "# Try it",
    });
  });

  it("that is not taken says why, and one that nobody runs is away", async () => {
    const problem = { title: "8 simulations wait already.", detail: "Try again." };
    expect(await startSimulation(content, answering(503, problem))).toEqual({
      answer: "refused",
      title: problem.title,
      remedy: problem.detail,
    });
    for (const request of [
      answering(502, problem),
      answering(200, { id }),
      answering(200, { status: "waiting", ahead: 0 }),
      answering(500, "text"),
      vi.fn<typeof fetch>(() => Promise.reject(new TypeError("failed to fetch"))),
    ])
      expect(await askSimulation(id, request)).toEqual({ answer: "away" });
  });

  it("tells where it stands", () => {
    expect(
      readStanding({ status: "running", step: { at: "vote", votes: 3, representatives: 27 } }),
    ).toEqual({ status: "running", step: "vote", votes: 3, representatives: 27 });
    expect(readStanding({ status: "failed", error: "memory" })).toEqual({
      status: "failed",
      error: "memory",
    });
    expect(readStanding({ status: "failed", error: "else" })).toMatchObject({ error: "ended" });
  });

  it("that would be refused carries the answer of the contract", () => {
    const outcome = {
      would: "be-refused",
      at: "execute",
      data: "0xd6bda275",
      title: "Why",
      remedy: "What",
    };
    expect(readStanding({ status: "done", outcome })).toEqual({ status: "done", outcome });
    expect(readStanding({ status: "done", outcome: { ...outcome, data: "none" } })).toMatchObject({
      outcome: { data: null },
    });
  });

  it.each([
    null,
    [],
    "done",
    {},
    { status: "else" },
    { status: "running", step: { at: "else" } },
    { status: "done" },
    { status: "done", outcome: { would: "pass" } },
    { status: "done", outcome: { would: "pass", gas: {}, differences: [] } },
  ])("is not made of %j", (body) => {
    expect(readStanding(body)).toBeNull();
  });

  it("leaves out of the differences what has no shape", () => {
    const outcome = {
      would: "pass",
      gas: { propose: "many" },
      differences: {
        storage: 1,
        events: [null, { contract: "Council", event: 7, args: { a: 1 } }],
      },
    };
    expect(readStanding({ status: "done", outcome })).toMatchObject({
      outcome: {
        gas: { propose: 0, execute: 0 },
        differences: { storage: [], events: [{ contract: "Council", event: "", args: { a: "" } }] },
      },
    });
  });
});
