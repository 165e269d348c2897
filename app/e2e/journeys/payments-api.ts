import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { createPublicClient, type Hex, http } from "viem";

import { euroTokenAt } from "../../../generated/contracts/EuroToken.ts";
import { paymentEscrowAt } from "../../../generated/contracts/PaymentEscrow.ts";
import { paymentStreamsAt } from "../../../generated/contracts/PaymentStreams.ts";
import { subscriptionsAt } from "../../../generated/contracts/Subscriptions.ts";
import type { Session } from "../session.ts";

interface Party {
  id: Hex;
  href: string;
  statement: string;
  payer: Hex;
  payee: Hex;
  held: string;
  periods?: { index: number }[];
  token: { symbol: string; decimals: number };
}

interface Page {
  items: Party[];
  next: string | null;
}

interface Statement {
  asOf: { block: number; time: string };
  openingBalance: string;
  closingBalance: string;
  totals: Record<"credit" | "debit", { amount: string }>;
  entries: {
    effect: string;
    amount: string;
    balance: string;
    kind: string;
    valueDate: string;
    transaction: Hex;
  }[];
}

/** Programs read payments and their statements from the index, and the contracts say the same. Needs the sample's payments; changes nothing. */
export function paymentsApi(session: () => Session): void {
  describe("A program that keeps books", () => {
    const ask = (path: string, init: RequestInit = {}) =>
      fetch(new URL(path, session().origin), { redirect: "manual", ...init });
    async function read<T>(path: string): Promise<T> {
      const response = await ask(path);
      assert.equal(response.status, 200, `${path}: ${await response.clone().text()}`);
      return (await response.json()) as T;
    }
    const address = (name: string) => session().stack.endpoints.addresses[name] as Hex;
    const client = () =>
      createPublicClient({ transport: http(session().stack.endpoints.rpc), cacheTime: 0 });

    async function refused(path: string, status: number, remedy: RegExp, init?: RequestInit) {
      const response = await ask(path, init);
      assert.equal(response.status, status, path);
      assert.equal(response.headers.get("content-type"), "application/problem+json");
      assert.match(((await response.json()) as { detail: string }).detail, remedy);
    }

    function requireBalanced(
      path: string,
      { openingBalance, closingBalance, entries, totals }: Statement,
    ) {
      let balance = BigInt(openingBalance);
      for (const entry of entries) {
        if (entry.effect === "credit") balance += BigInt(entry.amount);
        if (entry.effect === "debit") balance -= BigInt(entry.amount);
        assert.equal(entry.balance, String(balance), path);
      }
      assert.equal(closingBalance, String(balance), path);
      const { credit, debit } = totals;
      assert.equal(BigInt(openingBalance) + BigInt(credit.amount) - BigInt(debit.amount), balance);
    }

    const lists = ["payments", "streams", "subscriptions"] as const;

    it("finds everything by pages, the latest first, and each by its own address", async () => {
      for (const list of lists) {
        const { items } = await read<Page>(`/api/v1/${list}?size=100`);
        assert.ok(items.length > 0, list);
        const found: Hex[] = [];
        for (let next: string | null = `/api/v1/${list}?size=1`; next !== null;) {
          const page: Page = await read<Page>(next);
          assert.equal(page.items.length, 1, next);
          found.push(page.items[0]!.id);
          next = page.next;
        }
        assert.deepEqual(
          found,
          items.map(({ id }) => id),
        );
        for (const item of items) assert.deepEqual(await read<Party>(item.href), item);
        const [{ payer, token }] = items as [Party];
        assert.deepEqual([token.symbol, token.decimals], ["EUR", 6]);
        const ofPayer = await read<Page>(`/api/v1/${list}?size=100&party=${payer}`);
        assert.deepEqual(
          ofPayer.items.map(({ id }) => id),
          items.filter((item) => JSON.stringify(item).includes(payer)).map(({ id }) => id),
        );
        const nobody = await read<Page>(`/api/v1/${list}?party=0x${"9".repeat(40)}`);
        assert.deepEqual(nobody, { items: [], next: null });
      }
    });

    it("has statements that end with what the contracts held in that block", async () => {
      const escrow = paymentEscrowAt(address("PaymentEscrow"), client());
      const streams = paymentStreamsAt(address("PaymentStreams"), client());
      const money = euroTokenAt(address("EuroToken"), client());
      const accounts = new Set<Hex>([address("PaymentEscrow"), address("PaymentStreams")]);
      const [payments, flows, subscriptions] = await Promise.all(
        lists.map((list) => read<Page>(`/api/v1/${list}?size=100`)),
      );
      for (const { payer, payee } of [payments!, flows!, subscriptions!].flatMap(
        ({ items }) => items,
      ))
        accounts.add(payer).add(payee);
      for (const { id, statement: path } of payments!.items) {
        const statement = await read<Statement>(path);
        requireBalanced(path, statement);
        assert.ok(statement.entries.length > 0, path);
        const there = await escrow.read.payment([id], {
          blockNumber: BigInt(statement.asOf.block),
        });
        assert.equal(statement.closingBalance, String(there.held), path);
      }
      for (const { id, statement: path } of flows!.items) {
        const statement = await read<Statement>(path);
        requireBalanced(path, statement);
        const there = await streams.read.stream([id], {
          blockNumber: BigInt(statement.asOf.block),
        });
        // What was put in and not paid is held, until it goes back at the end.
        const held = there.status === 3 ? 0n : there.deposited - there.paid;
        assert.equal(statement.closingBalance, String(held), path);
      }
      const agreed = subscriptionsAt(address("Subscriptions"), client());
      for (const { id, statement: path, periods = [] } of subscriptions!.items) {
        const statement = await read<Statement>(path);
        requireBalanced(path, statement);
        const blockNumber = BigInt(statement.asOf.block);
        const collected = await Promise.all(
          periods.map(({ index }) => agreed.read.collected([id, index], { blockNumber })),
        );
        const sum = collected.reduce((total, amount) => total + amount, 0n);
        assert.equal(statement.closingBalance, String(sum), path);
      }
      const kinds = new Set<string>();
      for (const account of accounts) {
        const path = `/api/v1/accounts/${account}/statement`;
        const statement = await read<Statement>(path);
        requireBalanced(path, statement);
        for (const { kind } of statement.entries) kinds.add(kind);
        const there = await money.read.balanceOf([account], {
          blockNumber: BigInt(statement.asOf.block),
        });
        assert.equal(statement.closingBalance, String(there), path);
      }
      // Nobody has to guess what a transfer was for.
      assert.ok(
        kinds.has("authorised") && kinds.has("opened") && kinds.has("collected"),
        [...kinds].join(),
      );
    });

    it("has of two periods together what it has of both", async () => {
      const { items } = await read<Page>("/api/v1/streams?size=1");
      const path = `/api/v1/accounts/${items[0]!.payer}/statement`;
      const whole = await read<Statement>(path);
      const middle = whole.entries[Math.floor(whole.entries.length / 2)]!.valueDate;
      const first = await read<Statement>(`${path}?to=${middle}`);
      const second = await read<Statement>(`${path}?from=${middle}`);
      assert.equal(first.closingBalance, second.openingBalance);
      assert.deepEqual([...first.entries, ...second.entries], whole.entries);
      assert.ok(first.entries.length > 0 && second.entries.length > 0);
    });

    it("is given CSV, and XML like camt.053, by the header and by the parameter", async () => {
      const { items } = await read<Page>("/api/v1/payments?size=1");
      const path = items[0]!.statement;
      const csv = await ask(path, { headers: { accept: "text/csv" } });
      assert.match(csv.headers.get("content-type") ?? "", /^text\/csv/);
      assert.match(
        csv.headers.get("content-disposition") ?? "",
        /^attachment; filename="statement-/,
      );
      assert.match(await csv.text(), /^entry,type,value_date,/);
      const camt = await ask(`${path}?format=camt`, { headers: { accept: "text/csv" } });
      assert.match(camt.headers.get("content-type") ?? "", /^application\/xml/);
      assert.match(await camt.text(), /<BkToCstmrStmt>[^]*<Cd>OPBD<\/Cd>[^]*<\/Document>/);
      const etag = csv.headers.get("etag") ?? "";
      const again = await ask(path, { headers: { accept: "text/csv", "if-none-match": etag } });
      // A new block makes another statement.
      assert.ok(again.status === 304 || again.headers.get("etag") !== etag);
    });

    it("is told what it cannot have, and what to do", async () => {
      const nothing = `0x${"7".repeat(64)}`;
      for (const list of lists) {
        await refused(`/api/v1/${list}/${nothing}/statement`, 404, /Give the id/);
        await refused(`/api/v1/${list}/0x12/statement`, 400, /64 hexadecimal/);
      }
      await refused(`/api/v1/subscriptions/${nothing}`, 404, /Give the id/);
      const path = `/api/v1/accounts/${address("Treasury")}/statement`;
      await refused(`${path}?from=yesterday`, 400, /ISO 8601/);
      await refused(`${path}?from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z`, 400, /after from/);
      await refused(`${path}?format=pdf`, 400, /json, csv or camt/);
      await refused(path, 406, /format=/, { headers: { accept: "application/pdf" } });
      await refused("/api/v1/payments?after=7", 400, /next/);
      await refused("/api/v1/payments?phase=paid", 400, /open or disputed/);
      await refused("/api/v1/payments?size=101", 400, /1 to 100/);
    });

    it("sees the hashes of invoices that a log names, and where the files are", async () => {
      const { items } = await read<Page>("/api/v1/payments?size=100");
      for (const { href } of items) {
        const page = await read<{ items: { hash: Hex; file: string }[] }>(`${href}/invoices`);
        for (const { hash, file } of page.items)
          assert.ok(file.includes(`/api/v1/invoices/${hash}?payment=`));
      }
    });

    it("writes once with a key, however often it sends", async () => {
      const send = (body: string) =>
        ask("/api/v1/ballots", {
          method: "POST",
          headers: { "content-type": "application/json", "idempotency-key": "e2e-1" },
          body,
        });
      const first = await send("{}");
      assert.equal(first.status, 400);
      const again = await send("{}");
      assert.equal(again.headers.get("idempotency-replayed"), "true");
      assert.equal(await again.text(), await first.text());
      assert.equal((await send("{ }")).status, 422);
    });

    it("cannot fill a page's form with more than a form has", async () => {
      const { origin } = session();
      const body = new URLSearchParams({ theme: "x".repeat(100_000) });
      const large = await ask("/preferences", { method: "POST", body, headers: { origin } });
      assert.equal(large.status, 413);
    });
  });
}
