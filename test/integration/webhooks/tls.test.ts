import { once } from "node:events";
import fs from "node:fs";
import https from "node:https";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import tls, { type TLSSocket } from "node:tls";

import { expect } from "chai";

import { send } from "../../../deploy/agents/webhooks/send.ts";
import { CertificateAuthority, type Certified } from "../../support/certificates.ts";
import { eventually } from "../../support/relayer.ts";
import { webhooksSurroundings } from "../../support/webhooks.ts";

const trusted = new CertificateAuthority("An authority that is trusted");
const unknown = new CertificateAuthority("An authority that nobody knows");

/** A receiver with TLS. It notes what was asked before and after the certificate was shown. */
class TlsReceiver {
  /** `webhook-id` of what has come. */
  readonly came: string[] = [];
  readonly hosts: (string | undefined)[] = [];
  /** Name by SNI of each connection that came about; false for none. */
  readonly names: TLSSocket["servername"][] = [];
  /** Connections, whatever became of them. */
  connections = 0;
  readonly #server: https.Server;

  constructor(certified: Certified) {
    this.#server = https.createServer(certified, (request, response) => {
      this.came.push(String(request.headers["webhook-id"]));
      this.hosts.push(request.headers.host);
      request.resume().on("end", () => response.end());
    });
    this.#server.on("secureConnection", ({ servername }) => this.names.push(servername));
    this.#server.on("connection", () => (this.connections += 1));
    // Whoever does not trust it hangs up.
    this.#server.on("tlsClientError", () => undefined);
  }

  async listen(host: string): Promise<number> {
    this.#server.listen(0, host);
    await once(this.#server, "listening");
    return (this.#server.address() as AddressInfo).port;
  }

  present(certified: Certified): void {
    this.#server.setSecureContext(certified);
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

describe("Webhooks: over TLS", function () {
  this.timeout(60_000);
  const { chain, receiver, start } = webhooksSurroundings();
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "foedus-test-tls-"));
  const authorities = path.join(folder, "authorities.pem");
  const receivers: TlsReceiver[] = [];
  const listening = async (certified: Certified, host = "localhost") => {
    const made = new TlsReceiver(certified);
    receivers.push(made);
    return { receiver: made, port: await made.listen(host) };
  };
  const trust = { NODE_EXTRA_CA_CERTS: authorities };
  const delivery = { firstWaitSeconds: 0, longestWaitSeconds: 1 };

  before(() => fs.writeFileSync(authorities, trusted.certificate));
  after(() => fs.rmSync(folder, { recursive: true }));
  afterEach(async () => {
    for (const one of receivers.splice(0)) await one.stop();
  });

  it("are delivered to a receiver whose authority the service is told to trust", async () => {
    const { receiver: well, port } = await listening(trusted.issue("localhost"));
    const service = await start({ delivery }, trust);
    const { id } = await service.register(`https://localhost:${port}/hook`);
    const events = chain.block(2);
    await eventually("all is told", () => (well.came.length === 3 ? true : undefined));
    expect(well.came).to.deep.equal([id, ...events]);
    expect(new Set(well.names)).to.deep.equal(new Set(["localhost"]));
  });

  it("tell a receiver with a wrong certificate nothing, its owner why, and all of it once it has a right one", async () => {
    const service = await start({ delivery }, trust);
    const wrong = [
      [
        unknown.issue("localhost"),
        /^no connection: the certificate is of no authority that is trusted, or its chain is not complete \(\w+\)$/,
      ],
      [
        trusted.issue("localhost", { ends: -60_000 }),
        /^no connection: the certificate has expired \(CERT_HAS_EXPIRED\)$/,
      ],
      [
        trusted.issue("books.example.eu"),
        /^no connection: the certificate is of another name \(ERR_TLS_CERT_ALTNAME_INVALID\)$/,
      ],
    ] as const;
    const all = await Promise.all(
      wrong.map(async ([certified, said]) => {
        const { receiver: ill, port } = await listening(certified);
        return { ill, said, ...(await service.register(`https://localhost:${port}/hook`)) };
      }),
    );
    const events = chain.block(2);
    for (const { id, ill, said } of all) {
      const [log] = await eventually("it was tried again", async () => {
        const found = await service.deliveries(id);
        return (found[0]?.attempts ?? 0) > 1 ? found : undefined;
      });
      expect(log).to.include({ event: id, state: "waiting" });
      for (const attempt of log?.log ?? []) {
        expect(attempt.accepted).to.equal(false);
        expect(attempt.said).to.match(said);
      }
      const view = await service.endpoint(id);
      expect(view.lastAttempt).to.match(said);
      expect(view.failingSince).to.be.a("number");
      expect(ill.came).to.deep.equal([]);
      expect(ill.connections).to.be.greaterThan(1);
      ill.present(trusted.issue("localhost"));
    }
    for (const { id, ill } of all) {
      await eventually("all is told", () => (ill.came.length === 3 ? true : undefined));
      expect(ill.came).to.deep.equal([id, ...events]);
    }
  });

  it("say of a receiver without TLS that it does not speak it", async () => {
    const service = await start({ delivery }, trust);
    const { id } = await service.register(
      `${receiver().url.replace("http:", "https:")}/account/accept`,
    );
    const view = await eventually("it was tried", async () => {
      const found = await service.endpoint(id);
      return found.lastAttempt === null ? undefined : found;
    });
    expect(view.lastAttempt).to.match(
      /^no connection: the receiver does not speak TLS as it should \(\w+\)$/,
    );
    expect(receiver().received("/account/accept")).to.deep.equal([]);
  });

  describe("and the address that was checked", () => {
    const defaults = tls.getCACertificates("default");
    before(() => tls.setDefaultCACertificates([...defaults, trusted.certificate]));
    after(() => tls.setDefaultCACertificates(defaults));

    /** Sends where a name is said to lead to these addresses. */
    const sent = (url: string, ...addresses: string[]) =>
      send({
        url,
        headers: { "webhook-id": "one" },
        body: "{}",
        patience: 5_000,
        rules: {
          loopback: true,
          resolve: async () => addresses.map((address) => ({ address, family: 4 })),
        },
        signal: new AbortController().signal,
      });

    it("is where the connection goes, under the name that was given", async () => {
      // Whoever resolves localhost again comes to another address, where nobody listens.
      const { receiver: pinned, port } = await listening(trusted.issue("localhost"), "127.0.0.7");
      const outcome = await sent(`https://localhost:${port}/`, "127.0.0.7");
      expect(outcome).to.include({ accepted: true, said: "status 200" });
      expect(pinned.names).to.deep.equal(["localhost"]);
      expect(pinned.hosts).to.deep.equal([`localhost:${port}`]);
    });

    it("does not stand in for the name: a certificate of the address is one of another name", async () => {
      const { receiver: other, port } = await listening(trusted.issue("127.0.0.7"), "127.0.0.7");
      const outcome = await sent(`https://localhost:${port}/`, "127.0.0.7");
      expect(outcome.said).to.contain("the certificate is of another name");
      expect(other.came).to.deep.equal([]);
    });

    it("is compared with the certificate where it was registered itself, and named by no SNI", async () => {
      const { receiver: numbered, port } = await listening(trusted.issue("127.0.0.7"), "127.0.0.7");
      expect((await sent(`https://127.0.0.7:${port}/`)).accepted).to.equal(true);
      expect(numbered.names).to.deep.equal([false]);
      numbered.present(trusted.issue("127.0.0.8"));
      expect((await sent(`https://127.0.0.7:${port}/`)).said).to.contain(
        "the certificate is of another name",
      );
    });

    it("is not connected to when it is not allowed, whatever certificate is there", async () => {
      const { receiver: inner, port } = await listening(
        trusted.issue("hooks.example.org"),
        "127.0.0.7",
      );
      const outcome = await sent(`https://hooks.example.org:${port}/`, "127.0.0.7");
      expect(outcome.accepted).to.equal(false);
      const named = await sent(`https://localhost:${port}/`, "127.0.0.7", "10.0.0.7");
      expect(named.said).to.equal("The name leads to an address that is not of the public net.");
      expect(inner.connections).to.equal(0);
    });
  });
});
