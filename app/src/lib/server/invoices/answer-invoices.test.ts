import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import type { RequestEvent } from "@sveltejs/kit";
import { type Hex, HttpRequestError, keccak256, stringToHex, zeroAddress, zeroHash } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";

import { addressesDouble, idDouble } from "#lib/chain/chain-double.ts";

import { answerDownload, answerUpload } from "./answer-invoices.ts";
import { bytesOf, changed, examples } from "./examples/examples.ts";
import { FolderStore } from "./folder-store.ts";
import { type Action, invoiceAccess } from "./payment-access.ts";
import { largestInvoice } from "./read-xml.ts";

const payee = privateKeyToAccount(idDouble(0xa1, 32));
const payer = privateKeyToAccount(idDouble(0xa2, 32));
const operator = privateKeyToAccount(idDouble(0xa3, 32));
const official = privateKeyToAccount(idDouble(0xa4, 32));
const stranger = privateKeyToAccount(idDouble(0xa5, 32));
const contractAccount = idDouble(0xcafe);
const payment = `0x${"ab".repeat(32)}` as const;
const chainId = 31337;
const escrow = addressesDouble.PaymentEscrow;

interface World {
  terms: Record<string, unknown>;
  annex: Record<string, unknown> | undefined;
  store: FolderStore | undefined;
  isDown: boolean;
  /** Whether the node gives no answer. */
  isSilent: boolean;
}

interface ContractCall {
  to: string;
  data: string;
  gas?: string;
}

/** What a request of the test finds: a payment, and a store. */
const world = vi.hoisted((): World => ({
  terms: {},
  annex: undefined,
  store: undefined,
  isDown: false,
  isSilent: false,
}));

vi.mock("../sources.ts", () => ({
  sources: () =>
    Promise.resolve({
      deployment: { chainId, addresses: addressesDouble },
      chain: {
        getContractEvents: ({ eventName, args }: { eventName: string; args: { payment: Hex } }) => {
          if (args.payment !== payment) return Promise.resolve([]);
          if (eventName === "AnnexAgreed")
            return Promise.resolve([{ args: { annex: world.annex } }]);
          return Promise.resolve([{ args: { terms: world.terms } }]);
        },
        // A contract that takes one signature; and nothing may ask it without bounding its gas.
        request: ({ method, params }: { method: string; params: [ContractCall, string] }) => {
          const [{ to, data, gas }] = params;
          if (world.isSilent) return Promise.reject(new HttpRequestError({ url: "http://node" }));
          if (method !== "eth_call" || gas === undefined) throw new Error("No call with bounds.");
          const hasSigned =
            to === contractAccount && data.includes(`${"02".padStart(64, "0")}c0de`);
          return Promise.resolve(hasSigned ? `0x1626ba7e${"0".repeat(56)}` : "0x");
        },
      },
    }),
}));
vi.mock("../endpoints.ts", () => ({ endpoints: () => Promise.resolve({}) }));
vi.mock("./open-store.ts", async () => {
  const { EndpointsError } = await import("../parse-endpoints.ts");
  return {
    invoiceStore: () =>
      world.isDown
        ? Promise.reject(new EndpointsError("The server has no place for invoices.", "Set it."))
        : Promise.resolve(world.store),
  };
});

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "foedus-uploads-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let count = 0;
beforeEach(() => {
  count += 1;
  world.store = new FolderStore(path.join(folder, String(count)));
  world.isDown = false;
  world.isSilent = false;
  world.annex = undefined;
  world.terms = {
    payer: payer.address,
    payee: payee.address,
    operator: operator.address,
    arbiter: zeroAddress,
    token: addressesDouble.EuroToken,
    amount: 1_210_000_000n,
    annex: zeroHash,
    orderReference: keccak256(stringToHex("PO-2026-31")),
  };
});

const sha256 = (bytes: Uint8Array): Hex => `0x${createHash("sha256").update(bytes).digest("hex")}`;
const now = () => Math.floor(Date.now() / 1_000);

interface Change {
  signer?: typeof payee;
  action?: Action;
  /** What is signed for, where it is not what is sent. */
  invoice?: Hex;
  deadline?: number;
  headers?: Record<string, string>;
  query?: string;
}

async function signed(invoice: Hex, change: Change): Promise<Record<string, string>> {
  const { signer = payee, action = "upload", deadline = now() + 600 } = change;
  const message = { action, payment, invoice: change.invoice ?? invoice, deadline };
  return {
    "foedus-signer": signer.address,
    "foedus-deadline": String(deadline),
    "foedus-signature": await signer.signTypedData(invoiceAccess({ chainId, escrow }, message)),
  };
}

/** Each request comes from an address of its own, so that no limit but the one under test counts. */
function event(request: Request, params: Record<string, string> = {}, client?: string) {
  count += 1;
  const address = client ?? `10.${count >> 16}.${(count >> 8) & 255}.${count & 255}`;
  return {
    request,
    url: new URL(request.url),
    params,
    getClientAddress: () => address,
  } as unknown as RequestEvent as never;
}

async function upload(body: Uint8Array | string, change: Change = {}, client?: string) {
  const bytes = typeof body === "string" ? bytesOf(body) : body;
  const request = new Request(
    `https://foedus.example/api/v1/invoices?${change.query ?? `payment=${payment}`}`,
    {
      method: "POST",
      headers: {
        "content-type": "application/xml",
        ...(await signed(sha256(bytes), change)),
        ...change.headers,
      },
      body: Uint8Array.from(bytes),
    },
  );
  const response = await answerUpload(event(request, {}, client));
  return { response, status: response.status, body: (await response.json()) as Answer };
}

interface Answer {
  title?: string;
  detail?: string;
  findings?: { rule: string; line: number }[];
  [member: string]: unknown;
}

async function download(hash: Hex, change: Change = {}) {
  const request = new Request(`https://foedus.example/api/v1/invoices/${hash}?payment=${payment}`, {
    headers: { ...(await signed(hash, { action: "download", ...change })), ...change.headers },
  });
  return answerDownload(event(request, { hash }));
}

describe("POST /api/v1/invoices", () => {
  it("keeps an invoice that breaks no rule, and says how it is anchored", async () => {
    const hash = sha256(bytesOf(examples.ubl));
    const { response, status, body } = await upload(examples.ubl);
    expect(status).toBe(201);
    expect(response.headers.get("location")).toBe(`/api/v1/invoices/${hash}`);
    expect(body).toMatchObject({
      hash,
      syntax: "UBL 2.1 Invoice",
      fields: { number: "2026-0417", amountDue: "1210.00", orderReference: "PO-2026-31" },
      findings: [],
      anchor: { contract: escrow, payment, invoice: hash },
    });
  });

  it("takes the same request again, and no other file under its key", async () => {
    const headers = { "idempotency-key": "first-invoice" };
    const first = await upload(examples.cii, { headers });
    const second = await upload(examples.cii, { headers });
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body).toEqual(first.body);
    const other = await upload(examples.ubl, { headers });
    expect(other.status).toBe(422);
    expect(other.body.title).toContain("Idempotency-Key");
    expect((await upload(examples.ubl, { headers: { "idempotency-key": "a b" } })).status).toBe(
      400,
    );
  });

  it("refuses what breaks a rule by its id and line, and keeps nothing of it", async () => {
    const broken = changed(examples.ubl, "<cbc:Name>Plans</cbc:Name>", "");
    const { response, status, body } = await upload(broken);
    expect(status).toBe(422);
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    expect(body.findings).toMatchObject([{ rule: "BR-25", severity: "error", line: 106 }]);
    expect((await download(sha256(bytesOf(broken)))).status).toBe(404);
  });

  it("refuses another total than the payment's, its milestone's or the one that is said", async () => {
    world.terms["amount"] = 2_000_000_000n;
    const refused = await upload(examples.ubl);
    expect(refused.status).toBe(422);
    expect(refused.body.findings).toMatchObject([{ rule: "FOEDUS-TOTAL", line: 86 }]);
    expect((await upload(examples.ubl, { query: `payment=${payment}&amount=1210` })).status).toBe(
      201,
    );
    const tooMuch = await upload(examples.ubl, { query: `payment=${payment}&amount=2000.01` });
    expect([tooMuch.status, tooMuch.body.detail]).toEqual([400, "Give at most 2000."]);

    world.terms["annex"] = keccak256("0x01");
    world.annex = { milestones: [790_000_000n, 1_210_000_000n], officials: [], shares: [] };
    const milestone = async (index: number) =>
      (await upload(examples.ubl, { query: `payment=${payment}&milestone=${index}` })).status;
    expect([await milestone(0), await milestone(1), await milestone(2)]).toEqual([422, 201, 400]);
  });

  it("warns of another order, and does not refuse it", async () => {
    world.terms["orderReference"] = idDouble(7, 32);
    const { status, body } = await upload(examples.ubl);
    expect(status).toBe(201);
    expect(body.findings).toMatchObject([{ rule: "FOEDUS-ORDER", severity: "warning" }]);
  });

  it.each([
    ["another encoding", changed(examples.ubl, "UTF-8", "ISO-8859-1"), "iso-8859-1"],
    [
      "bytes that are no UTF-8",
      Buffer.from(changed(examples.ubl, "Bruxelles", "Li\u00e8ge"), "latin1"),
      "not written in UTF-8",
    ],
    [
      "a bomb of entities",
      changed(
        examples.ubl,
        "<Invoice",
        '<!DOCTYPE Invoice [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]>\n<Invoice',
      ),
      "document type",
    ],
    ["no XML", "%PDF-1.7", "well-formed"],
    ["XML that is no invoice", "<a/>", "no invoice"],
  ])("refuses %s", async (_, file, title) => {
    const { status, body } = await upload(file);
    expect(status).toBe(422);
    expect(body.title).toContain(title);
  });

  it("refuses 50 MB, whether they are announced or not, and reads a fraction of them", async () => {
    const headers = await signed(zeroHash, {});
    const send = async (more: Record<string, string>) => {
      let sent = 0;
      const body = new ReadableStream<Uint8Array>({
        pull(controller) {
          if (sent >= 50 * 1024 * 1024) controller.close();
          else controller.enqueue(new Uint8Array(1024 * 1024));
          sent += 1024 * 1024;
        },
      });
      const request = new Request(`https://foedus.example/api/v1/invoices?payment=${payment}`, {
        method: "POST",
        headers: { "content-type": "application/xml", ...headers, ...more },
        body,
        duplex: "half",
      } as RequestInit);
      return answerUpload(event(request));
    };
    const declared = { "content-length": String(50 * 1024 * 1024) };
    for (const more of [declared, {} as Record<string, string>]) {
      const response = await send(more);
      expect(response.status).toBe(413);
      expect(((await response.json()) as Answer).detail).toContain(String(largestInvoice));
    }
  });

  it("asks for XML, a payment, and signed headers in their form", async () => {
    const type = await upload(examples.ubl, { headers: { "content-type": "application/pdf" } });
    expect(type.status).toBe(415);
    for (const query of [
      "",
      "payment=0x1",
      `payment=${payment}&payment=${payment}`,
      `payment=${payment}&amount=-1`,
    ])
      expect([query, (await upload(examples.ubl, { query })).status]).toEqual([query, 400]);
    const unknown = await upload(examples.ubl, { query: `payment=${idDouble(9, 32)}` });
    expect([unknown.status, unknown.body.title]).toEqual([404, "There is no such payment."]);
    const malformed = await upload(examples.ubl, { headers: { "foedus-signer": "me" } });
    expect(malformed.status).toBe(400);
  });

  it("lets in the payee and the operator alone, by a signature of this very file", async () => {
    const status = async (change: Change) => (await upload(examples.ubl, change)).status;
    expect(await status({ signer: operator })).toBe(201);
    for (const signer of [payer, official, stranger])
      expect([signer.address, await status({ signer })]).toEqual([signer.address, 403]);
    expect(await status({ headers: { "foedus-signer": operator.address } })).toBe(401);
    expect(await status({ invoice: sha256(bytesOf(examples.cii)) })).toBe(401);
    expect(await status({ action: "download" })).toBe(401);
    expect(await status({ deadline: now() - 10 })).toBe(401);
    expect(await status({ deadline: now() + 4_000 })).toBe(401);

    const request = new Request(`https://foedus.example/api/v1/invoices?payment=${payment}`, {
      method: "POST",
      headers: { "content-type": "application/xml" },
      body: examples.ubl,
    });
    expect((await answerUpload(event(request))).status).toBe(401);
  });

  it("does not take nobody for the operator of a payment without one", async () => {
    world.terms["operator"] = zeroAddress;
    const { status } = await upload(examples.ubl, { headers: { "foedus-signer": zeroAddress } });
    expect(status).toBe(403);
  });

  it("lets an account that is a contract say itself what its signature is", async () => {
    world.terms["payee"] = contractAccount;
    const by = (signature: string) =>
      upload(examples.ubl, {
        headers: { "foedus-signer": contractAccount, "foedus-signature": signature },
      });
    expect((await by("0xc0de")).status).toBe(201);
    expect((await by("0xdead")).status).toBe(401);
  });

  it("does not say of a signature that it does not fit because the node is silent", async () => {
    world.terms["payee"] = contractAccount;
    world.isSilent = true;
    const headers = { "foedus-signer": contractAccount, "foedus-signature": "0xc0de" };
    expect((await upload(examples.ubl, { headers })).status).toBe(503);
  });

  it("says that it compares with euro alone, and when it keeps no invoices", async () => {
    world.terms["token"] = idDouble(0xdd);
    expect((await upload(examples.ubl)).status).toBe(409);
    world.isDown = true;
    expect((await upload(examples.ubl)).status).toBe(503);
  });

  it("stops a client that sends too many", async () => {
    const client = "203.0.113.9";
    const statuses: number[] = [];
    for (let round = 0; round < 31; round += 1)
      statuses.push((await upload("<a/>", { query: "" }, client)).status);
    expect(statuses.slice(0, 30)).toEqual(Array(30).fill(400));
    expect(statuses[30]).toBe(429);
  });
});

describe("GET /api/v1/invoices/{hash}", () => {
  const hash = sha256(bytesOf(examples.ubl));

  it("gives the file byte by byte, and lets no browser show it", async () => {
    await upload(examples.ubl);
    const response = await download(hash);
    expect(response.status).toBe(200);
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(bytesOf(examples.ubl));
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "content-type": "application/xml",
      "content-disposition": `attachment; filename="${hash}.xml"`,
      "content-security-policy": "sandbox; default-src 'none'",
      "x-content-type-options": "nosniff",
      "cache-control": "private, no-store",
    });
  });

  it("gives it to those whom the payment names, and to nobody else", async () => {
    world.terms["annex"] = keccak256("0x01");
    world.annex = { milestones: [], officials: [official.address], shares: [] };
    await upload(examples.ubl);
    for (const signer of [payee, payer, operator, official])
      expect([signer.address, (await download(hash, { signer })).status]).toEqual([
        signer.address,
        200,
      ]);
    expect((await download(hash, { signer: stranger })).status).toBe(403);
    expect((await download(hash, { action: "upload" })).status).toBe(401);
    expect((await download(hash, { headers: { "foedus-signature": "0x00" } })).status).toBe(401);
    const unsigned = new Request(
      `https://foedus.example/api/v1/invoices/${hash}?payment=${payment}`,
    );
    expect((await answerDownload(event(unsigned, { hash }))).status).toBe(401);
  });

  it("has no file that was not kept, and takes no path for a hash", async () => {
    expect((await download(idDouble(1, 32))).status).toBe(404);
    expect((await download("0x../../../etc/passwd", { invoice: hash })).status).toBe(400);
  });
});
