import { expect, it } from "vitest";

import { minutesPath, proposalPath, resultPath } from "./proposal.ts";

const address = `0x${"c".repeat(40)}` as const;
const proposal = { number: 3, proposalId: 77n, body: { address, name: "Body", isAssembly: true } };

it("names the body of a proposal wherever its number alone would mean another", () => {
  expect([proposalPath(proposal), minutesPath(proposal), resultPath(proposal)]).toEqual([
    "/proposals/3",
    "/proposals/3/minutes",
    "/api/v1/proposals/77/result",
  ]);
  const other = { ...proposal, body: { ...proposal.body, isAssembly: false } };
  expect([proposalPath(other), minutesPath(other), resultPath(other)]).toEqual([
    `/proposals/3?body=${address}`,
    `/proposals/3/minutes?body=${address}`,
    `/api/v1/proposals/77/result?body=${address}`,
  ]);
});
