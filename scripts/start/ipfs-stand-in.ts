import { createHash, timingSafeEqual } from "node:crypto";
import fs from "node:fs/promises";
import http from "node:http";
import path from "node:path";

import { CID } from "multiformats/cid";

import type { Component } from "./component.ts";

/** Multicodec of sha2-256, the hash of every document that Foedus anchors. */
const sha256 = 0x12;
/** Multicodec of raw bytes: the identifier is the hash of the file itself. */
const raw = 0x55;

/**
 * Where graph-node looks for files by content identifier. graph-node needs one to start; without it a public gateway
 * would be asked. It serves the files of one folder, named by their identifier, and only when the bytes fit the name.
 */
export class IpfsStandIn implements Component {
  readonly name = "ipfs";
  readonly #port: number;
  readonly #folder: string;
  readonly #server: http.Server;

  constructor(options: { port: number; folder: string }) {
    this.#port = options.port;
    this.#folder = options.folder;
    this.#server = http.createServer((request, response) => {
      void this.#answer(request)
        .catch(() => ({ status: 500, body: Buffer.from("The file cannot be read.") }))
        .then(({ status, body }) => response.writeHead(status).end(body));
    });
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once("error", reject);
      this.#server.listen(this.#port, "127.0.0.1", resolve);
    });
  }

  async ready(): Promise<void> {}

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  async #answer(request: http.IncomingMessage): Promise<{ status: number; body?: Buffer }> {
    // graph-node asks HEAD to tell a gateway from a server of the RPC interface; 412 is a gateway's answer.
    if (request.method === "HEAD") return { status: 412 };
    const name = /^\/ipfs\/([^/?]+)/.exec(request.url ?? "")?.[1];
    if (request.method !== "GET" || name === undefined) return { status: 404 };
    let cid: CID;
    try {
      cid = CID.parse(name);
    } catch {
      return { status: 400, body: Buffer.from("This is not a content identifier.") };
    }
    let content: Buffer;
    try {
      content = await fs.readFile(path.join(this.#folder, cid.toString()));
    } catch {
      return { status: 404 };
    }
    const hash = createHash("sha256").update(content).digest();
    const fits =
      cid.code === raw &&
      cid.multihash.code === sha256 &&
      cid.multihash.digest.length === hash.length &&
      timingSafeEqual(cid.multihash.digest, hash);
    return fits
      ? { status: 200, body: content }
      : { status: 502, body: Buffer.from("The file does not fit its identifier.") };
  }
}
