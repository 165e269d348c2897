import { describe, expect, it } from "vitest";

import { nodeDouble, people, streamDouble } from "./payment-double.ts";
import { streamBadge, streamSentence } from "./stream-words.ts";

const context = {
  currency: { isEuro: true, symbol: "EUR", decimals: 0 },
  names: {
    [people.payer]: { name: "Ministry", path: null },
    [people.payee]: { name: "Alpha", path: null },
  },
  now: 1_100,
};

describe("a stream whose node is not active", () => {
  const sentence = (status: "quarantined" | "retired") => {
    const node = nodeDouble({ status, activeSince: null });
    return streamSentence(streamDouble({ meter: people.contract, node }), 30n, context);
  };

  it("says that it rests, and that it goes on with the node", () => {
    expect(streamBadge("resting").word).toBe("Resting: the node is not active");
    expect(sentence("quarantined")).toMatch(
      /^node\.example is not active, so nothing accrues\. €70\.00 .* As soon as the node is active again/,
    );
  });

  it("says that it rests for good, and who can end it", () => {
    expect(sentence("retired")).toMatch(
      /^node\.example is retired for good, so nothing accrues any more\. .* Ministry and Alpha can end the stream at once/,
    );
  });
});
