import { expect, it } from "vitest";

import { csvTime, writeCsv } from "./csv.ts";

it("quotes what would break a line, and lets no text begin a formula", () => {
  expect(
    writeCsv(
      ["name", "amount"],
      [
        ['say "hello", twice', 5n],
        ["=HYPERLINK(1)", null],
        ["@SUM(A1)\r\nnext", -1],
        [csvTime(0), 0],
      ],
    ),
  ).toBe(
    [
      "name,amount",
      '"say ""hello"", twice",5',
      "'=HYPERLINK(1),",
      `"'@SUM(A1)\r\nnext",'-1`,
      "1970-01-01T00:00:00.000Z,0",
      "",
    ].join("\r\n"),
  );
});
