import {
  type Address,
  type Hex,
  hashTypedData,
  isAddress,
  isAddressEqual,
  type PublicClient,
  recoverAddress,
} from "viem";

import { permissionViewsAbi } from "../../../generated/contracts/PermissionViews.ts";
import { hasContractSigned } from "../../contract-signature.ts";
import { webhookRequestTypedData, type WebhookRequest } from "../../typed-data.ts";
import { RequestProblem } from "../request.ts";
import type { EventSource } from "./event-source.ts";

/** Seconds for which a statement may be good at most. */
export const longestStatement = 3_600;

/** What came with a request, in its headers. */
export interface Signed {
  signer: string | undefined;
  deadline: string | undefined;
  signature: string | undefined;
}

/** Who asks, as its signature shows. */
export interface Asking {
  /** In small letters. */
  account: Address;
  /** EIP-712 digest of the statement. */
  digest: Hex;
  /** Seconds since 1970. */
  deadline: number;
}

export interface AccessOptions {
  chain: Pick<PublicClient, "request" | "readContract">;
  chainId: number;
  source: EventSource;
  addresses: { PaymentEscrow: Address; PermissionViews: Address };
  /** Seconds since 1970. */
  now: () => number;
}

/** Who may ask the service for what. */
export class Access {
  readonly #options: AccessOptions;

  constructor(options: AccessOptions) {
    this.#options = options;
  }

  /**
   * Who has signed what is asked.
   * @throws {RequestProblem} 401 for a signature that does not count; another error when the node does not tell.
   */
  async asking(
    { signer, deadline, signature }: Signed,
    asked: Omit<WebhookRequest, "deadline">,
  ): Promise<Asking> {
    const { chainId, addresses } = this.#options;
    if (signer === undefined || deadline === undefined || signature === undefined)
      throw unsigned("A signature is required.");
    if (!isAddress(signer, { strict: false })) throw unsigned("The signer is no account.");
    if (!/^0x(?:[0-9a-f]{2}){1,4096}$/i.test(signature))
      throw unsigned("The signature is of no form that counts.");
    const now = this.#options.now();
    const until = /^\d{1,15}$/.test(deadline) ? Number(deadline) : 0;
    if (until < now || until > now + longestStatement) {
      throw new RequestProblem(
        401,
        "The signature is expired, or good for too long.",
        `Sign with a deadline of at most ${longestStatement} seconds from now, which is ${now}.`,
      );
    }
    const digest = hashTypedData(
      webhookRequestTypedData(chainId, addresses.PaymentEscrow, { ...asked, deadline: until }),
    );
    const recovered = await recoverAddress({ hash: digest, signature: signature as Hex }).catch(
      () => undefined,
    );
    const isSigned =
      (recovered !== undefined && isAddressEqual(recovered, signer)) ||
      // An account that is a contract says itself what its signature is.
      (await hasContractSigned(this.#options.chain, signer, digest, signature as Hex));
    if (!isSigned) throw unsigned("The signature does not fit.");
    return { account: signer.toLowerCase() as Address, digest, deadline: until };
  }

  /**
   * Whether an account may have endpoints: one that nodes let send, or that a payment names. Keys cost nothing; without this a stranger
   * would fill every bound with new ones.
   */
  async isKnown(account: Address): Promise<boolean> {
    const { chain, source, addresses } = this.#options;
    const refusal = await chain.readContract({
      abi: permissionViewsAbi,
      address: addresses.PermissionViews,
      functionName: "transactionRefusal",
      args: [account, addresses.PaymentEscrow, 0n, "0x"],
    });
    return refusal === 0 || (await source.names(account));
  }
}

const unsigned = (words: string): RequestProblem =>
  new RequestProblem(
    401,
    words,
    "Sign WebhookRequest as /openapi.json says, and send Foedus-Signer, Foedus-Deadline and Foedus-Signature.",
  );
