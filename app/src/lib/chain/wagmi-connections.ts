import {
  connect,
  createConfig,
  disconnect,
  getConnection,
  mock,
  reconnect,
  sendTransaction,
  signTypedData,
  switchChain,
  watchConnection,
  watchConnectors,
} from "@wagmi/core";
import {
  createPublicClient,
  createWalletClient,
  defineChain,
  type Hash,
  http,
  WaitForTransactionReceiptTimeoutError,
} from "viem";

import type { Deployment } from "#lib/endpoints.ts";

import type { Call, Connections, Mined, OfferedWallet } from "./connections.ts";
import { failureOf } from "./failure.ts";
import { transactionRefusal } from "./permission.ts";

const developmentConnector = "mock";
/** After this time a person is told that nobody knows what became of the transaction. */
const patience = 90_000;

/** Opens the way to wallets and chain. Loaded when somebody uses a wallet, never with the first page. */
export function openConnections(deployment: Deployment, networkName: string): Connections {
  const rpc = new URL("/rpc", location.origin).href;
  const chain = defineChain({
    id: deployment.chainId,
    name: networkName,
    nativeCurrency: { name: "Ether", symbol: "ETH", decimals: 18 },
    rpcUrls: { default: { http: [rpc] } },
  });
  const config = createConfig({
    chains: [chain],
    transports: { [chain.id]: http(rpc) },
    // The app remembers by itself whom to reconnect: wagmi would try every wallet that once agreed.
    storage: null,
  });
  const client = createPublicClient({ chain, transport: http(rpc), pollingInterval: 400 });

  function offered(): OfferedWallet[] {
    return config.connectors
      .filter(({ type }) => type === "injected")
      .map(({ id, name }) => ({ id, name }));
  }

  async function connectorOf(id: string) {
    // Wallets announce themselves a moment after the page has asked for them.
    for (let attempt = 0; attempt < 20; attempt++) {
      const found = config.connectors.find((connector) => connector.id === id);
      if (found) return found;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return undefined;
  }

  async function leave() {
    if (getConnection(config).status !== "disconnected") await disconnect(config);
  }

  async function revertOf(hash: Hash, blockNumber: bigint): Promise<unknown> {
    try {
      const { from, to, input, value } = await client.getTransaction({ hash });
      await client.call({ account: from, to, data: input, value, blockNumber });
      return new Error("The transaction was reverted, but the same call goes through now.");
    } catch (thrown) {
      return thrown;
    }
  }

  return {
    watch(onChange) {
      const tell = () => {
        const { address, chainId, connector } = getConnection(config);
        const wallets = offered();
        if (!address || chainId === undefined || !connector) onChange(null, wallets);
        else if (connector.id === developmentConnector)
          onChange({ account: address, chainId, wallet: "development" }, wallets);
        else
          onChange(
            { account: address, chainId, wallet: { id: connector.id, name: connector.name } },
            wallets,
          );
      };
      const stops = [
        watchConnection(config, { onChange: tell }),
        watchConnectors(config, { onChange: tell }),
      ];
      tell();
      return () => stops.forEach((stop) => stop());
    },

    async connectOffered(id) {
      const connector = await connectorOf(id);
      if (!connector) throw new Error(`The wallet ${id} is not there any more.`);
      await leave();
      await connect(config, { connector });
    },

    async reconnectOffered(id) {
      const connector = await connectorOf(id);
      if (!connector) return false;
      return (await reconnect(config, { connectors: [connector] })).length > 0;
    },

    async connectDevelopment(account) {
      if (!deployment.development)
        throw new Error("The development wallet exists on the embedded chain only.");
      await leave();
      await connect(config, { connector: mock({ accounts: [account] }) });
    },

    disconnect: leave,

    async switchChain() {
      await switchChain(config, { chainId: chain.id });
    },

    async developmentAccounts() {
      if (!deployment.development) return [];
      return createWalletClient({ chain, transport: http(rpc) }).getAddresses();
    },

    async simulate({ to, data, value }: Call) {
      const { address } = getConnection(config);
      await client.call({
        to,
        data,
        ...(value === undefined ? {} : { value }),
        ...(address ? { account: address } : {}),
      });
    },

    async permission({ to, data, value }: Call) {
      const { address } = getConnection(config);
      if (!address) throw new Error("No wallet is connected.");
      const gas = await client.estimateGas({
        account: address,
        to,
        data,
        ...(value === undefined ? {} : { value }),
      });
      const asked = { sender: address, target: to, gas, data };
      return transactionRefusal(client, deployment.addresses.PermissionViews, asked);
    },

    send({ to, data, value }: Call) {
      return sendTransaction(config, {
        chainId: chain.id,
        to,
        data,
        ...(value === undefined ? {} : { value }),
      });
    },

    sign(statement) {
      return signTypedData(config, { ...statement, message: { ...statement.message } });
    },

    async mined(hash): Promise<Mined | undefined> {
      try {
        const receipt = await client.waitForTransactionReceipt({
          hash,
          timeout: patience,
          retryCount: 20,
        });
        const block = Number(receipt.blockNumber);
        // A wallet may have sent it again under another hash, with a higher fee.
        const settled = receipt.transactionHash;
        if (receipt.status === "success") return { result: "success", block, hash: settled };
        return {
          result: "reverted",
          block,
          hash: settled,
          failure: failureOf(await revertOf(settled, receipt.blockNumber)),
        };
      } catch (thrown) {
        if (
          thrown instanceof WaitForTransactionReceiptTimeoutError ||
          failureOf(thrown).kind === "no-answer"
        )
          return undefined;
        throw thrown;
      }
    },

    failureOf,
  };
}
