import { describe, expect, it } from "vitest";

import { proposalsAtom, proposalsCalendar } from "./feeds.ts";
import type { ReadProposal } from "./read-proposals.ts";

const step = (time: number) => ({ time, transaction: "0x1" });
const proposal = (number: number, title: string, facts: object): ReadProposal =>
  ({
    proposal: {
      proposalId: BigInt(number) * 1_000n,
      number,
      body: { address: "0xb0", name: "Assembly", isAssembly: true },
      text: { title, paragraphs: [], document: { says: "nothing" } },
      facts: {
        proposed: step(100),
        voteStart: 110,
        voteEnd: 1_000,
        decision: { decided: false, succeeded: false },
        decided: null,
        queued: null,
        eta: null,
        executed: null,
        cancelled: null,
        needsQueuing: true,
        expiry: null,
        ...facts,
      },
    },
    calls: [],
  }) as unknown as ReadProposal;

const context = {
  origin: "https://register.example",
  now: 500,
  ownNetwork: 31337n,
  bodyName: "Assembly <of> Members",
};
const open = proposal(1, "Admit & welcome a node", {});
const queued = proposal(2, "Change a rule", {
  decision: { decided: true, succeeded: true },
  decided: step(300),
  queued: step(320),
  eta: 900,
  expiry: 5_000,
});
const done = proposal(3, "Old matter", {
  decision: { decided: true, succeeded: true },
  decided: step(120),
  executed: step(130),
});

describe("The news feed", () => {
  const atom = proposalsAtom([open, done, queued], context);

  it("has the proposal first of which there is the newest to tell", () => {
    const titles = [...atom.matchAll(/<title[^>]*>(?:<!\[CDATA\[)?([^<\]]+)/g)].map(
      ([, title]) => title,
    );
    expect(titles.slice(1)).toEqual(["Change a rule", "Old matter", "Admit & welcome a node"]);
  });

  it("leads to this site, by addresses that stay", () => {
    expect(atom).toContain("<id>https://register.example/proposals/2</id>");
    expect(atom).toContain('rel="self" href="https://register.example/proposals.atom"');
    expect(atom).toContain("1970-01-01T00:05:20.000Z");
  });

  it("is XML whatever stands in titles and names", () => {
    // Nothing but what the feed itself writes is markup: names and titles are escaped, or stand in CDATA.
    const outside = atom.replace(/<!\[CDATA\[.*?\]\]>/gs, "");
    expect(outside).not.toContain("<of>");
    expect(outside).not.toMatch(/&(?!amp;|lt;|gt;|quot;|apos;|#)/);
    expect(atom.match(/<entry>/g)).toHaveLength(3);
    expect(atom.match(/<\/entry>/g)).toHaveLength(3);
  });
});

describe("The calendar", () => {
  const calendar = proposalsCalendar([open, queued, done], context);

  it("has what is still to come: the end of a vote, the end of a delay", () => {
    const summaries = [...calendar.matchAll(/^SUMMARY:(.+?)\r$/gm)].map(([, summary]) => summary);
    expect(summaries).toEqual([
      "Vote closes: Admit & welcome a node",
      "Can be executed: Change a rule",
    ]);
    expect(calendar).toContain("DTSTART:19700101T001640Z");
    expect(calendar).toContain("UID:1000-closes@register.example");
  });

  it("says when an approved decision lapses", () => {
    const late = proposalsCalendar([queued], { ...context, now: 1_000 });
    expect(late).toContain("SUMMARY:Lapses unless carried out: Change a rule");
    expect(late).toContain("DTSTART:19700101T012320Z");
  });
});
