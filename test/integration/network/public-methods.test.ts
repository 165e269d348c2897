import { expect } from "chai";

import {
  judgeRequest,
  largestBatch,
  publicMethods,
} from "../../../deploy/services/public-methods.ts";

const call = (method: unknown) => ({ jsonrpc: "2.0", id: 1, method, params: [] });
const judged = (body: unknown) => judgeRequest(JSON.stringify(body));

describe("Public JSON-RPC of a node", () => {
  it("passes on reads and signed transactions, one or many", () => {
    expect(judged(call("eth_call"))).to.deep.equal({ pass: true });
    expect(judged([call("eth_getLogs"), call("eth_sendRawTransaction")])).to.deep.equal({
      pass: true,
    });
  });

  it("knows no method of administration, of votes, or of keys", () => {
    // The one method of `debug_` gives a block as it is hashed and sealed, which a result package proves itself by.
    for (const method of publicMethods) {
      expect(method).to.match(/^(eth|net|web3)_|^debug_getBlockRlp$/);
      expect(method).to.not.match(/sign|accounts|sendTransaction/i);
    }
  });

  const refused: [what: string, text: string, status: number, message: RegExp][] = [
    [
      "administration",
      JSON.stringify(call("admin_addPeer")),
      403,
      /^admin_addPeer is not answered/,
    ],
    [
      "a vote among reads",
      JSON.stringify([call("eth_call"), call("governance_vote")]),
      403,
      /^governance_vote is not answered/,
    ],
    ["an empty batch", "[]", 400, /empty/],
    [
      "a batch without end",
      JSON.stringify(Array.from({ length: largestBatch + 1 }, () => call("eth_call"))),
      413,
      /more than 1000 calls/,
    ],
    ["what is not JSON", "{", 400, /not JSON/],
    ["what names no method", JSON.stringify(call(7)), 400, /no method/],
    ["nothing", "null", 400, /no method/],
  ];
  for (const [what, text, status, message] of refused) {
    it(`refuses ${what}`, () => {
      const verdict = judgeRequest(text);
      expect(verdict).to.include({ pass: false, status });
      expect((verdict as { message: string }).message).to.match(message);
    });
  }
});
