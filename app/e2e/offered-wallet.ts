import type { BrowserContext, Page } from "playwright";
import { type Address, createWalletClient, type Hex, http, type LocalAccount } from "viem";

export interface OfferedWallet {
  name: string;
  account: Address;
  /** What it claims to be connected to; the embedded chain when left out. */
  chainId?: number;
  /** Requests that its owner declines. */
  declines?: readonly string[];
}

/** Where a wallet that has its own key sends what it has signed. */
interface Signer {
  key: LocalAccount;
  rpc: string;
  chainId: number;
}

/** A wallet with a key of its own, as people use it on a real network, where no node signs for anybody. */
export async function offerSigningWallet(
  context: BrowserContext,
  name: string,
  { key, rpc, chainId }: Signer,
): Promise<void> {
  const wallet = createWalletClient({ account: key, transport: http(rpc) });
  await context.exposeFunction(
    "signAndSend",
    async ({ to, data, gas }: { to: Address; data: Hex; gas?: Hex }) =>
      await wallet.sendTransaction({
        chain: null,
        to,
        data,
        ...(gas === undefined ? {} : { gas: BigInt(gas) }),
        maxFeePerGas: 0n,
        maxPriorityFeePerGas: 0n,
      }),
  );
  await offerWallet(context, { name, account: key.address, chainId });
}

interface Behaviour {
  chainId: number;
  declines: string[];
}

/**
 * Puts a wallet into the browser that announces itself by EIP-6963. It passes requests on to the dApp's own way to the chain,
 * whose node signs for the sample's accounts unless the wallet can sign itself, and it can lie about its chain or decline like a person.
 */
export async function offerWallet(context: BrowserContext, wallet: OfferedWallet): Promise<void> {
  await context.addInitScript(
    ({ name, account, chainId = 31337, declines = [] }: OfferedWallet) => {
      const behaviour: Behaviour = { chainId, declines: [...declines] };
      const page = globalThis as unknown as EventTarget & {
        signAndSend?: (transaction: unknown) => Promise<unknown>;
      };
      Object.assign(page, { offeredWallet: behaviour });
      const listeners = new Map<string, Set<(value: unknown) => void>>();
      const of = (event: string) =>
        listeners.get(event) ?? listeners.set(event, new Set()).get(event)!;
      const hex = () => `0x${behaviour.chainId.toString(16)}`;
      let id = 0;

      const provider = {
        on: (event: string, listener: (value: unknown) => void) => void of(event).add(listener),
        removeListener: (event: string, listener: (value: unknown) => void) =>
          void of(event).delete(listener),
        async request({
          method,
          params = [],
        }: {
          method: string;
          params?: unknown[];
        }): Promise<unknown> {
          if (behaviour.declines.includes(method)) {
            throw Object.assign(new Error("User rejected the request."), { code: 4001 });
          }
          switch (method) {
            case "eth_requestAccounts":
            case "eth_accounts":
              return [account];
            case "eth_chainId":
              return hex();
            case "wallet_requestPermissions":
            case "wallet_revokePermissions":
              return null;
            case "wallet_switchEthereumChain": {
              const [{ chainId: wanted }] = params as [{ chainId: string }];
              behaviour.chainId = Number(wanted);
              for (const listener of of("chainChanged")) listener(wanted);
              return null;
            }
          }
          if (method === "eth_sendTransaction" && page.signAndSend)
            return await page.signAndSend(params[0]);
          const response = await fetch("/rpc", {
            method: "POST",
            headers: { "content-type": "application/json" },
            body: JSON.stringify({ jsonrpc: "2.0", id: ++id, method, params }),
          });
          const { result, error } = (await response.json()) as {
            result?: unknown;
            error?: { code: number; message: string; data?: unknown };
          };
          if (error) throw Object.assign(new Error(error.message), error);
          return result;
        },
      };
      const detail = Object.freeze({
        info: {
          uuid: "5e2c7d0a-6a1f-4f5b-9d3e-0f7f6f1c9b11",
          name,
          icon: "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'/>",
          rdns: "example.wallet",
        },
        provider,
      });
      const announce = () =>
        page.dispatchEvent(new CustomEvent("eip6963:announceProvider", { detail }));
      page.addEventListener("eip6963:requestProvider", announce);
      announce();
    },
    wallet,
  );
}

/** Changes what the wallet's owner does from now on. */
export async function decline(page: Page, methods: readonly string[]): Promise<void> {
  await page.evaluate((declines) => {
    (globalThis as unknown as { offeredWallet: Behaviour }).offeredWallet.declines = [...declines];
  }, methods);
}
