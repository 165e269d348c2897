import { type Component, waitUntil } from "./component.ts";
import { SupervisedProcess, type Surroundings } from "./supervised-process.ts";

/** The built SvelteKit server: dApp and public API. */
export class DappServer implements Component {
  readonly name = "dapp";
  readonly #port: number;
  readonly #process: SupervisedProcess;
  readonly #signal: AbortSignal;

  constructor(options: {
    port: number;
    build: string;
    endpointsFile: string;
    relayer: string;
    simulator: string;
    webhooks: string;
    /** File of the key for access tokens, which the server makes. */
    authorisationKey: string;
    /** Folder of uploaded invoices, which the server makes. */
    invoices: string;
    surroundings: Surroundings;
  }) {
    this.#port = options.port;
    this.#signal = options.surroundings.signal;
    this.#process = new SupervisedProcess(
      {
        name: this.name,
        command: process.execPath,
        args: [options.build],
        env: {
          HOST: "127.0.0.1",
          PORT: String(options.port),
          // Without it the server takes every request for https, and the links that it makes would not open.
          PROTOCOL_HEADER: "x-forwarded-proto",
          FOEDUS_ENDPOINTS: options.endpointsFile,
          RELAYER_URL: options.relayer,
          SIMULATOR_URL: options.simulator,
          WEBHOOKS_URL: options.webhooks,
          AUTHORISATION_KEY: options.authorisationKey,
          INVOICE_FOLDER: options.invoices,
          // Of an invoice with what is attached; every other path reads less, by bounds of its own.
          BODY_SIZE_LIMIT: "6M",
          NODE_ENV: "production",
        },
        stopSignal: "SIGTERM",
      },
      options.surroundings,
    );
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  async start(): Promise<void> {
    await this.#process.start();
  }

  async ready(): Promise<void> {
    await this.#process.untilEnd(
      waitUntil("An answer of the dApp", async (signal) => (await fetch(this.url, { signal })).ok, {
        within: 30_000,
        signal: this.#signal,
      }),
    );
    this.#process.settled();
  }

  async stop(): Promise<void> {
    await this.#process.stop();
  }
}
