import { CallExecutionError, HttpRequestError, RpcRequestError } from "viem";
import { expect, it } from "vitest";

import { IndexError } from "#lib/index/client.ts";

import { outageOf } from "./outage.ts";
import { EndpointsError } from "./parse-endpoints.ts";

const silent = new HttpRequestError({ url: "http://127.0.0.1:1", details: "fetch failed" });
const refused = new RpcRequestError({
  url: "http://127.0.0.1:1",
  body: {},
  error: { code: 3, message: "reverted" },
});

it.each([
  [new EndpointsError("no file", "start it"), "configuration"],
  [new IndexError("unreachable", "no answer"), "index"],
  [new IndexError("refused", "too deep"), "index"],
  [new IndexError("malformed", "odd answer"), null],
  [silent, "chain"],
  [new CallExecutionError(silent, {}), "chain"],
  [new CallExecutionError(refused, {}), null],
  [new TypeError("x is not a function"), null],
  ["text", null],
])("%s tells of %s", (error, outage) => {
  expect(outageOf(error)).toBe(outage);
});
