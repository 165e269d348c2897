import { describe, expect, it } from "vitest";

import { fits, largestForm } from "./body-size.ts";

const sent = (path: string, headers: Record<string, string>) =>
  fits({ path, headers: new Headers(headers) });

describe("what is written to a page", () => {
  it.each(["/preferences", "/fr/preferences", "/", "/api/v1/payments"])(
    "to %s has the size of a form",
    (path) => {
      expect(sent(path, {})).toBe(true);
      expect(sent(path, { "content-length": String(largestForm) })).toBe(true);
      expect(sent(path, { "content-length": String(largestForm + 1) })).toBe(false);
      expect(sent(path, { "transfer-encoding": "chunked" })).toBe(false);
      expect(sent(path, { "content-length": "ten" })).toBe(false);
    },
  );

  it.each(["/rpc", "/api/v1/invoices", "/authorisation/v5/token"])(
    "to %s is measured where it is read",
    (path) => {
      expect(sent(path, { "content-length": "5000000" })).toBe(true);
      expect(sent(path, { "transfer-encoding": "chunked" })).toBe(true);
    },
  );
});
