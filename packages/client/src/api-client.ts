import {
  createPublicClient,
  type Hex,
  hexToBigInt,
  hexToNumber,
  http,
  isAddressEqual,
  isHex,
  numberToHex,
  parseTransaction,
  type PublicClient,
} from "viem";
import type { PrivateKeyAccount } from "viem/accounts";
import { z } from "zod";

import { apiPaths, type ApiPaths } from "./api-paths.ts";
import { ClientError } from "./client-error.ts";
import { createPresentation } from "./presentation.ts";
import { isRegisterCall, namedArguments, type RegisterCall } from "./register-calls.ts";
import {
  ChainWriter,
  type RegisterChain,
  type RegisterWriter,
  requireSuccess,
  requireTerms,
  type Right,
  type SigningLimits,
} from "./register-writer.ts";

/** Milliseconds after which a question is given up. */
const patience = 20_000;
/** Bytes of an answer that are read at most. */
const largestAnswer = 4 * 1024 * 1024;

const hex = z.custom<Hex>((value) => isHex(value), "no hexadecimal number");

/** A number of at most so many hexadecimal digits. */
const quantity = (digits: number) =>
  hex.refine((value) => value.length > 2 && value.length <= 2 + digits, "no number of its size");

const unsignedSchema = z.object({
  from: hex,
  to: hex,
  data: hex,
  value: quantity(64),
  nonce: quantity(12),
  chainId: quantity(64),
  gasLimit: quantity(64),
  gasPrice: quantity(64),
});

/** RFC 6749, section 5.1: the token itself is for the server alone to read. */
const tokenSchema = z.object({ access_token: z.string(), expires_in: z.number().optional() });

const rpcAnswerSchema = z.union([
  z.object({ error: z.looseObject({ message: z.string(), data: z.unknown() }) }),
  z.looseObject({ result: z.unknown() }),
]);

interface HeldToken {
  token: string;
  /** Milliseconds since 1970 from which on another one is asked for. */
  until: number;
}

/** Milliseconds before its end from which on a token is not used any more. */
const tokenMargin = 30_000;

/** The registers behind an API, to which a token opens the writes. */
export class ApiClient implements RegisterWriter {
  readonly paths: ApiPaths;
  /** The chain, by the API's own way to a node. */
  readonly chain: PublicClient;
  readonly #expected: RegisterChain;
  readonly #limits: SigningLimits;
  readonly #direct: ChainWriter;
  readonly #fetch: typeof fetch;
  /** Tokens by holder and scope. */
  readonly #tokens = new Map<string, HeldToken>();

  /**
   * @param api Address of the API, for example `https://foedus.example`.
   * @param expected The chain behind it: what the server builds for another one is not signed.
   */
  constructor(
    api: string,
    expected: RegisterChain,
    options: SigningLimits & { fetch?: typeof fetch } = {},
  ) {
    const address = api.replace(/\/$/, "");
    this.paths = apiPaths(address);
    this.#expected = expected;
    this.#limits = options;
    this.#fetch = options.fetch ?? ((...asked) => fetch(...asked));
    this.chain = createPublicClient({
      transport: http(`${address}/ledger/v4/blockchains/besu`, {
        timeout: patience,
        fetchFn: this.#fetch,
      }),
      pollingInterval: 250,
    });
    this.#direct = new ChainWriter(this.chain, expected, options);
  }

  /**
   * A token by OID4VP, the grant `vp_token`: the holder presents itself, and the credential that the scope asks for.
   * @throws ClientError `server-refused` with the server's own words, `server-silent`
   */
  async token(right: Right): Promise<string> {
    return (await this.#askForToken(right)).token;
  }

  async #askForToken({ holder, scope, key, credential }: Right): Promise<HeldToken> {
    const { issuer } = read(
      z.object({ issuer: z.url() }),
      await this.json(`${this.paths.authorisation}/.well-known/openid-configuration`),
    );
    const vp_token = createPresentation(holder, key, {
      audience: issuer,
      credentials: credential === undefined ? [] : [credential],
    });
    const id = `${scope}_credential`;
    const path_nested = { id, format: "jwt_vc", path: "$.vp.verifiableCredential[0]" };
    const submission = {
      id: crypto.randomUUID(),
      definition_id: `${scope}_presentation`,
      descriptor_map:
        credential === undefined ? [] : [{ id, format: "jwt_vp", path: "$", path_nested }],
    };
    const answer = await this.json(`${this.paths.authorisation}/token`, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({
        grant_type: "vp_token",
        scope: `openid ${scope}`,
        vp_token,
        presentation_submission: JSON.stringify(submission),
      }).toString(),
    });
    const { access_token: token, expires_in: seconds } = read(tokenSchema, answer);
    return {
      token,
      until: seconds === undefined ? Infinity : Date.now() + seconds * 1000 - tokenMargin,
    };
  }

  /**
   * Lets the server build the transaction, makes sure that it is the one that was asked for, signs it and sends it. A call that EBSI's API
   * has no way for goes to the node at once.
   */
  async write(call: RegisterCall, account: PrivateKeyAccount, right?: Right): Promise<Hex> {
    if (right === undefined) return this.#direct.write(call, account);
    const unsigned = read(
      unsignedSchema,
      await this.#rpc(
        call,
        call.functionName,
        { from: account.address, ...namedArguments(call) },
        right,
      ),
    );
    const isAskedFor =
      isAddressEqual(unsigned.from, account.address) &&
      isAddressEqual(unsigned.to, this.#expected.addresses[call.register]) &&
      hexToBigInt(unsigned.value) === 0n &&
      isRegisterCall(unsigned.data, call);
    if (!isAskedFor) {
      throw new ClientError(
        "server-refused",
        `The server built another transaction than ${call.functionName} with what was given. Nothing was signed.`,
        "Check the addresses of the contracts, and tell whoever runs the server.",
      );
    }
    const [chainId, gas, gasPrice] = [
      hexToBigInt(unsigned.chainId),
      hexToBigInt(unsigned.gasLimit),
      hexToBigInt(unsigned.gasPrice),
    ];
    requireTerms({ chainId, gas, gasPrice }, this.#expected, this.#limits);
    const signedRawTransaction = await account.signTransaction({
      type: "legacy",
      to: unsigned.to,
      data: unsigned.data,
      nonce: hexToNumber(unsigned.nonce),
      chainId: this.#expected.chainId,
      gas,
      gasPrice,
    });
    const { r, s, yParity = 0 } = parseTransaction(signedRawTransaction);
    const signed = {
      protocol: "eth",
      unsignedTransaction: unsigned,
      r,
      s,
      // As EIP-155 has it.
      v: numberToHex(this.#expected.chainId * 2 + 35 + yParity),
      signedRawTransaction,
    };
    const hash = read(hex, await this.#rpc(call, "sendSignedTransaction", signed, right));
    await requireSuccess(this.chain, hash, call.functionName);
    return hash;
  }

  /** The JSON at an address. @throws ClientError `server-refused`, `server-silent` */
  async json(address: string, init: RequestInit = {}): Promise<unknown> {
    const text = await this.text(address, init);
    const value = parsed(text);
    if (value !== undefined) return value;
    throw silent(address, new SyntaxError("The answer is no JSON."));
  }

  /** The text at an address. @throws ClientError `server-refused`, `server-silent` */
  async text(address: string, init: RequestInit = {}): Promise<string> {
    let response: Response;
    let text: string;
    try {
      response = await this.#fetch(address, { ...init, signal: AbortSignal.timeout(patience) });
      text = await response.text();
    } catch (cause) {
      throw silent(address, cause);
    }
    if (text.length > largestAnswer)
      throw silent(address, new RangeError("The answer is too long."));
    if (response.ok) return text;
    throw refusal(response.status, text);
  }

  /** Does something with a token, and once more with a new one if the server does not know the old one any more. */
  async #withToken<T>(right: Right, work: (token: string) => Promise<T>): Promise<T> {
    const name = `${right.holder} ${right.scope} ${right.credential ?? ""}`;
    const renewed = async (): Promise<string> => {
      const held = await this.#askForToken(right);
      this.#tokens.set(name, held);
      return held.token;
    };
    const held = this.#tokens.get(name);
    const isCurrent = held !== undefined && Date.now() < held.until;
    const token = isCurrent ? held.token : await renewed();
    try {
      return await work(token);
    } catch (error) {
      if (!(error instanceof Refusal && error.status === 401)) throw error;
      return await work(await renewed());
    }
  }

  async #rpc(
    { register }: RegisterCall,
    method: string,
    param: object,
    right: Right,
  ): Promise<unknown> {
    const { didRegistry, trustedIssuersRegistry } = this.paths;
    const place = register === "DidRegistry" ? didRegistry : trustedIssuersRegistry;
    const answer = read(
      rpcAnswerSchema,
      await this.#withToken(right, (token) =>
        this.json(`${place}/jsonrpc`, {
          method: "POST",
          headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
          body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params: [param] }),
        }),
      ),
    );
    if (!("error" in answer)) return answer.result;
    const { message, data } = answer.error as { message: string; data: unknown };
    throw new ClientError("server-refused", `${method}: ${message}`, remedyIn(data));
  }
}

/** @throws ClientError `server-silent` for an answer of another form. */
function read<T>(schema: z.ZodType<T>, value: unknown): T {
  const { success, data, error } = schema.safeParse(value);
  if (success) return data;
  throw silent("the API", error);
}

/** What a server refuses with a status of HTTP. */
class Refusal extends ClientError {
  readonly status: number;

  constructor(status: number, message: string, remedy: string) {
    super("server-refused", message, remedy);
    this.status = status;
  }
}

/** What a problem (RFC 9457), an error of OAuth or one of JSON-RPC says. */
function refusal(status: number, text: string): ClientError {
  const { data: said = {} } = z
    .looseObject({
      title: z.string().optional(),
      detail: z.string().optional(),
      error: z
        .union([z.string(), z.looseObject({ message: z.string(), data: z.unknown() })])
        .optional(),
      error_description: z.string().optional(),
    })
    .safeParse(parsed(text));
  const { title, detail, error, error_description: described } = said;
  const words = title ?? described ?? (typeof error === "object" ? error.message : error);
  return new Refusal(
    status,
    words ?? `The server answers with status ${status}.`,
    detail ?? remedyIn(typeof error === "object" ? error.data : undefined),
  );
}

function remedyIn(data: unknown): string {
  const found = z.looseObject({ remedy: z.string() }).safeParse(data);
  return found.data?.remedy ?? "Read what the server says, and ask whoever runs it.";
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function silent(where: string, cause: unknown): ClientError {
  return new ClientError(
    "server-silent",
    `There is no answer that can be read at ${where}.`,
    "Check the address of the API and that it runs, for example with npm start.",
    { cause },
  );
}
