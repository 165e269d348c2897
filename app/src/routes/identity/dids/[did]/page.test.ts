import { render } from "svelte/server";
import { afterEach, expect, it, vi } from "vitest";

import { m } from "#lib/messages.ts";
import { overwriteGetLocale } from "#lib/paraglide/runtime.js";

import Page from "./+page.svelte";

vi.mock("$app/navigation", () => ({ goto: () => Promise.resolve() }));
afterEach(() => overwriteGetLocale(() => "en"));

const did = "did:ebsi:zEndedEndedEndedEnded";
const [insertedAt, deactivatedAt, now] = [1_700_000_000, 1_750_000_000, 1_790_000_000];

/** The page of a DID that ended, for now or for a time. */
function pageAt(at: number | null): string {
  const ended = (at ?? now) >= deactivatedAt;
  const data = {
    detail: { id: `0x${"d1".repeat(32)}`, did, insertedAt, deactivatedAt },
    beside: null,
    document: ended
      ? { outcome: "deactivated", did, deactivatedAt }
      : {
          outcome: "resolved",
          did,
          baseDocument: '{"as":"before"}',
          controllers: [did],
          relationships: [],
        },
    history: null,
    range: { first: insertedAt, last: now },
    changes: [],
    at,
    now,
  };
  const { body } = render(Page, { props: { data } as never });
  return body;
}

it.each(["en", "fr"] as const)(
  "of a DID that ended says so, and until when it resolves: %s",
  (language) => {
    overwriteGetLocale(() => language);
    const present = pageAt(null);
    for (const words of [
      m.identity_did_deactivated(),
      m.identity_fact_deactivated(),
      m.identity_did_deactivated_then(),
    ])
      expect(present).toContain(words);
    expect(present).toContain('datetime="2025-06-15T15:06:40.000Z"');
    expect(present).not.toContain(m.identity_did_active());
    expect(present).not.toContain(m.identity_base_document());

    const before = pageAt(deactivatedAt - 1);
    // That it ended stands there all the same: what is shown is the past.
    expect(before).toContain(m.identity_did_deactivated());
    expect(before).not.toContain(m.identity_did_deactivated_then());
    expect(before).toContain('"as": "before"');
  },
);
