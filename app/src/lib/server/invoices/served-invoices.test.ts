import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import http, { type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

import {
  encodeAbiParameters,
  encodeEventTopics,
  getAbiItem,
  type Hex,
  zeroAddress,
  zeroHash,
} from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { paymentEscrowAbi } from "#generated/contracts/PaymentEscrow.ts";
import { addressesDouble, idDouble } from "#lib/chain/chain-double.ts";

import { bytesOf, changed, examples } from "./examples/examples.ts";
import { invoiceAccess } from "./payment-access.ts";

/** The server as it is built: what a bundler makes of the thread, and what the server itself bounds. */
const program =
  process.env["FOEDUS_BUILT_APP"] ??
  fileURLToPath(new URL("../../../../build/index.js", import.meta.url));

const payee = privateKeyToAccount(idDouble(0xa1, 32));
const payment = idDouble(0xbeef, 32);
const escrow = addressesDouble.PaymentEscrow;
const chainId = 31337;
const terms = {
  payer: idDouble(0xb0),
  payee: payee.address,
  token: addressesDouble.EuroToken,
  amount: 1_210_000_000n,
  operator: payee.address,
  authoriseBy: 1,
  captureBy: 2,
  refundBy: 3,
  fee: 0,
  arbiter: zeroAddress,
  arbitration: 0,
  silence: 0,
  annex: zeroHash,
  orderReference: zeroHash,
  salt: 0n,
} as const;

/** A node that knows one payment. */
async function startNode(): Promise<Server> {
  const authorised = getAbiItem({ abi: paymentEscrowAbi, name: "PaymentAuthorised" });
  const log = {
    address: escrow,
    topics: encodeEventTopics({
      abi: paymentEscrowAbi,
      eventName: "PaymentAuthorised",
      args: { payment, payer: terms.payer, payee: terms.payee },
    }),
    data: encodeAbiParameters(
      authorised.inputs.filter((input) => !("indexed" in input && input.indexed)),
      [payee.address, terms],
    ),
    blockNumber: "0x1",
    blockHash: idDouble(1, 32),
    transactionHash: idDouble(2, 32),
    transactionIndex: "0x0",
    logIndex: "0x0",
    removed: false,
  };
  const server = http.createServer((request, response) => {
    void textOf(request).then((text) => {
      const asked = JSON.parse(text) as { id: number; method: string };
      const answers = [asked].flat().map(({ id, method }) => ({
        jsonrpc: "2.0",
        id,
        result: method === "eth_getLogs" ? [log] : "0x",
      }));
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify(Array.isArray(asked) ? answers : answers[0]));
    });
  });
  return listening(server);
}

async function listening(server: Server): Promise<Server> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return server;
}

const portOf = (server: Server) => (server.address() as AddressInfo).port;

async function textOf(stream: IncomingMessage): Promise<string> {
  let text = "";
  for await (const part of stream.setEncoding("utf8")) text += String(part);
  return text;
}

async function freePort(): Promise<number> {
  const server = await listening(http.createServer());
  const port = portOf(server);
  server.close();
  await once(server, "close");
  return port;
}

describe("The built server", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "foedus-served-"));
  let node: Server;
  let app: ChildProcess;
  let origin: string;
  beforeAll(async () => {
    node = await startNode();
    const rpc = `http://127.0.0.1:${portOf(node)}`;
    const endpoints = path.join(folder, "endpoints.json");
    const port = await freePort();
    origin = `http://127.0.0.1:${port}`;
    writeFileSync(
      endpoints,
      JSON.stringify({ chainId, rpc, graphql: rpc, api: origin, addresses: addressesDouble }),
    );
    app = spawn(process.execPath, [program], {
      env: {
        HOST: "127.0.0.1",
        PORT: String(port),
        PROTOCOL_HEADER: "x-forwarded-proto",
        FOEDUS_ENDPOINTS: endpoints,
        INVOICE_FOLDER: path.join(folder, "invoices"),
        BODY_SIZE_LIMIT: "6M",
      },
      stdio: "inherit",
    });
    const isUp = () =>
      fetch(`${origin}/openapi.json`).then(
        ({ ok }) => ok,
        () => false,
      );
    // The time of the hook bounds it.
    while (!(await isUp())) await new Promise((resolve) => setTimeout(resolve, 100));
  }, 30_000);
  afterAll(async () => {
    app.kill("SIGKILL");
    node.close();
    await once(app, "exit");
    rmSync(folder, { recursive: true, force: true });
  });

  async function headersFor(action: "upload" | "download", invoice: Hex) {
    const deadline = Math.floor(Date.now() / 1_000) + 600;
    const message = { action, payment, invoice, deadline };
    return {
      "foedus-signer": payee.address,
      "foedus-deadline": String(deadline),
      "foedus-signature": await payee.signTypedData(invoiceAccess({ chainId, escrow }, message)),
    };
  }

  const sha256 = (bytes: Uint8Array): Hex =>
    `0x${createHash("sha256").update(bytes).digest("hex")}`;

  async function upload(text: string) {
    const body = Uint8Array.from(bytesOf(text));
    const response = await fetch(`${origin}/api/v1/invoices?payment=${payment}`, {
      method: "POST",
      headers: { "content-type": "application/xml", ...(await headersFor("upload", sha256(body))) },
      body,
    });
    return { status: response.status, answer: (await response.json()) as Record<string, unknown> };
  }

  it("checks an invoice in its thread, keeps it and gives it back", async () => {
    const hash = sha256(bytesOf(examples.cii));
    expect(await upload(examples.cii)).toMatchObject({
      status: 201,
      answer: { hash, syntax: "CII D16B", findings: [] },
    });
    const response = await fetch(`${origin}/api/v1/invoices/${hash}?payment=${payment}`, {
      headers: await headersFor("download", hash),
    });
    expect([response.status, await response.text()]).toEqual([200, examples.cii]);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "content-security-policy": "sandbox; default-src 'none'",
      "content-disposition": `attachment; filename="${hash}.xml"`,
      "x-content-type-options": "nosniff",
    });
    expect(await upload(changed(examples.ubl, "<cbc:ID>2026-0417</cbc:ID>", ""))).toMatchObject({
      status: 422,
      answer: { findings: [{ rule: "BR-02", line: 2 }] },
    });
  });

  it("takes an invoice of 4 MB with its attachment, and refuses one of 50 MB", async () => {
    const attached = (bytes: number) =>
      changed(
        examples.ubl,
        "<cac:AccountingSupplierParty>",
        `<cac:AdditionalDocumentReference><cbc:ID>A1</cbc:ID><cac:Attachment><cbc:EmbeddedDocumentBinaryObject mimeCode="application/pdf" filename="a.pdf">${"A".repeat(bytes)}</cbc:EmbeddedDocumentBinaryObject></cac:Attachment></cac:AdditionalDocumentReference><cac:AccountingSupplierParty>`,
      );
    expect((await upload(attached(4_000_000))).status).toBe(201);
    expect((await upload(attached(5_500_000))).status).toBe(413);
    // The server may hang up on so much; what it must not do is take it, or fall.
    const huge = await upload(attached(50_000_000)).then(
      ({ status }) => status,
      () => 413,
    );
    expect(huge).toBe(413);
    expect((await upload(examples.ubl)).status).toBe(201);
  });

  it("takes no more than before for the chain and the index", async () => {
    for (const proxy of ["/rpc", "/graphql"]) {
      const body = JSON.stringify({ query: " ".repeat(600_000) });
      expect([proxy, (await fetch(origin + proxy, { method: "POST", body })).status]).toEqual([
        proxy,
        413,
      ]);
    }
  });
});
