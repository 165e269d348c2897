import { afterAll, describe, expect, it } from "vitest";

import { bytesOf, changed, examples } from "./examples/examples.ts";
import { InvoiceChecks } from "./invoice-checks.ts";

const started: InvoiceChecks[] = [];
function checks(options?: ConstructorParameters<typeof InvoiceChecks>[0]): InvoiceChecks {
  const made = new InvoiceChecks(options);
  started.push(made);
  return made;
}
afterAll(async () => {
  await Promise.all(started.map((made) => made.end()));
});

/** An invoice that breaks no bound and takes minutes: every rate is compared with every line. */
function heavy(): string {
  const line = /  <cac:InvoiceLine>[\s\S]*?<\/cac:InvoiceLine>\n/.exec(examples.ubl)![0];
  const part = / {4}<cac:TaxSubtotal>[\s\S]*?<\/cac:TaxSubtotal>\n/.exec(examples.ubl)![0];
  return examples.ubl.replace(line, line.repeat(2_000)).replace(part, part.repeat(500));
}

describe("InvoiceChecks", () => {
  it("checks in a thread, and tells what it cannot read", async () => {
    const thread = checks();
    const expected = { amount: "1", currency: "EUR", orderReference: null };
    await expect(thread.check(bytesOf(examples.cii), expected)).resolves.toMatchObject({
      outcome: "checked",
      invoice: { findings: [{ rule: "FOEDUS-TOTAL" }] },
    });
    await expect(thread.check(bytesOf("<a>\n<b></a>"))).resolves.toMatchObject({
      outcome: "unreadable",
      line: 2,
    });
  });

  it("ends a check that takes too long, and goes on with the next", async () => {
    const thread = checks({ patience: 3_000 });
    const [first, second] = await Promise.all([
      thread.check(bytesOf(heavy())),
      thread.check(bytesOf(changed(examples.ubl, "Unit 7", "Unit 8"))),
    ]);
    expect(first).toBe("too-long");
    expect(second).toMatchObject({ outcome: "checked" });
  });

  it("sends away who would wait behind too many", async () => {
    const thread = checks({ mostWaiting: 2 });
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => thread.check(bytesOf(examples.ubl))),
    );
    expect(answers.filter((answer) => answer === "busy").length).toBeGreaterThan(0);
    expect(answers[0]).toMatchObject({ outcome: "checked" });
  });
});
