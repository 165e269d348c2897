import { describe, expect, it } from "vitest";

import { type KeyPaper, paperInLink, paperLink, readPaper } from "./key-paper.ts";

const address = (n: number) => `0x${n.toString(16).padStart(40, "0")}` as const;
const paper: KeyPaper = {
  chainId: 31337,
  registry: address(1),
  account: address(2),
  signer: address(3),
  notBefore: 100,
  notAfter: 900,
  deadline: 200,
  proof: "0x1234",
};
const expected = { chainId: 31337, registry: address(1), account: address(2) };
const read = (change: object, now = 150) =>
  readPaper(JSON.stringify({ ...paper, ...change }), expected, now);

describe("readPaper", () => {
  it("finds the paper also among other words", () => {
    expect(readPaper(`Here it is: ${JSON.stringify(paper)} Kind regards`, expected, 150)).toEqual({
      ok: true,
      paper,
    });
  });

  it("says what is wrong with another one", () => {
    expect(read({ chainId: 1 })).toMatchObject({ problem: "other-network" });
    expect(read({ registry: address(9) })).toMatchObject({ problem: "other-network" });
    expect(read({ account: address(9) })).toMatchObject({ problem: "other-member" });
    expect(read({}, 201)).toMatchObject({ problem: "too-late", deadline: 200 });
    expect(read({ deadline: 999 }, 900)).toMatchObject({ problem: "over" });
    for (const change of [{ signer: "0x12" }, { proof: 7 }, { notAfter: "900" }, { deadline: -1 }])
      expect(read(change)).toMatchObject({ problem: "not-a-paper" });
    for (const text of ["", "{}", "null", "{nonsense}"])
      expect(readPaper(text, expected, 150)).toMatchObject({ problem: "not-a-paper" });
  });
});

it("travels in a link, behind what servers see", () => {
  const link = paperLink("https://vote.example/mandates?member=BE#x", paper);
  expect(link.split("#")[0]).toBe("https://vote.example/mandates?member=BE");
  const text = paperInLink(new URL(link).hash);
  expect(readPaper(text ?? "", expected, 150)).toEqual({ ok: true, paper });
  expect(paperInLink("#vote")).toBeNull();
  expect(paperInLink("#key=%")).toBeNull();
});
