import { describe, expect, it } from "vitest";

import { indexDouble } from "#lib/index/index-double.ts";

import { invoicePage, paymentPage, tokenOf } from "./read-payments.ts";

const id = (n: number) => `0x${n.toString(16).padStart(64, "0")}` as const;
const account = `0x${"Ab".repeat(20)}`;

/** Payments of one block, as the index gives them. */
function listed(count: number) {
  const asked: { first: number; where: unknown }[] = [];
  const payments = Array.from({ length: count }, (_, i) => ({
    id: id(count - i),
    authorisedAt: 7,
  }));
  const index = indexDouble({
    SharedPayments: { shares: [{ payment: { id: id(99) } }] },
    Payments: (variables: { first: number; where: unknown }) => {
      asked.push(variables);
      return { payments: payments.slice(0, variables.first) };
    },
  });
  return { index, asked };
}

describe("a page of payments", () => {
  it("has so many, and says behind which the next begins", async () => {
    const { index, asked } = listed(5);
    const { items, next } = await paymentPage(index, { size: 2 });
    expect(items.map((item) => item.id)).toEqual([id(5), id(4)]);
    expect(next).toBe(`7-${id(4)}`);
    expect(asked).toEqual([{ first: 3, skip: 0, where: {} }]);
    await paymentPage(index, { size: 2, after: `7-${id(4)}` });
    expect(asked[1]?.where).toEqual({
      and: [{ or: [{ authorisedAt_lt: "7" }, { authorisedAt: "7", id_lt: id(4) }] }],
    });
  });

  it("names nothing behind the last one", async () => {
    expect((await paymentPage(listed(2).index, { size: 2 })).next).toBeNull();
  });

  it("has those alone that fit every filter, however an address is written", async () => {
    const { index, asked } = listed(1);
    await paymentPage(index, { size: 2, party: account, token: account, phase: "disputed" });
    const small = account.toLowerCase();
    expect(asked[0]?.where).toEqual({
      and: [
        {
          or: [
            { payer: small },
            { payee: small },
            { operator: small },
            { arbiter: small },
            { officials_contains: [small] },
            { id_in: [id(99)] },
          ],
        },
        { token: small },
        { phase: "DISPUTED" },
      ],
    });
  });

  it("is refused for a place of another list", async () => {
    await expect(paymentPage(listed(1).index, { size: 2, after: "77" })).rejects.toMatchObject({
      status: 400,
    });
  });
});

describe("the hashes that a log names", () => {
  const said = (ordinal: bigint) => ({ ordinal, block: 3, timestamp: 60, transaction: id(8) });
  const index = indexDouble({
    Payments: { payments: [{ id: id(1) }] },
    NamedInvoices: {
      captured: [{ ...said(4n), amount: 12n, invoice: id(21), milestone: 2 }],
      delivered: [{ ...said(2n), invoice: id(21), milestone: 2 }],
      approved: [{ ...said(3n), invoice: id(21), milestone: 2 }],
      refunded: [{ ...said(5n), amount: 3n, creditNote: id(22) }],
    },
  });

  it("come in the order of the chain, with where the file is", async () => {
    const { items, next } = await invoicePage(index, id(1), { size: 3 }, "https://api.example");
    expect(items.map(({ said: by, amount, milestone }) => [by, amount, milestone])).toEqual([
      ["delivered", null, 2],
      ["approved", null, 2],
      ["captured", "12", 2],
    ]);
    expect(items[0]?.file).toBe(`https://api.example/api/v1/invoices/${id(21)}?payment=${id(1)}`);
    expect(next).toBe("4");
    const all = await invoicePage(index, id(1), { size: 4 }, "");
    expect(all.items[3]).toMatchObject({
      kind: "credit-note",
      hash: id(22),
      time: "1970-01-01T00:01:00Z",
    });
    expect(all.next).toBeNull();
  });

  it("are refused for a place of another list", async () => {
    await expect(
      invoicePage(index, id(1), { size: 1, after: `7-${id(1)}` }, ""),
    ).rejects.toMatchObject({
      status: 400,
    });
  });
});

describe("a token", () => {
  it("that does not say what it is has no symbol, and its units alone", () => {
    const address = `0x${"1".repeat(40)}` as const;
    expect(tokenOf({}, address)).toEqual({ address, symbol: "", decimals: 0 });
    const odd = { [address]: { isEuro: false, symbol: "ODD", decimals: null } };
    expect(tokenOf(odd, address)).toMatchObject({ symbol: "ODD", decimals: 0 });
  });
});
