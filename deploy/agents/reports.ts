import {
  type Account,
  type Address,
  type ContractFunctionArgs,
  createPublicClient,
  createWalletClient,
  type Hex,
  type PublicClient,
  type Transport,
} from "viem";

import { nodeMonitoringAbi } from "../../generated/contracts/NodeMonitoring.ts";

/** Milliseconds that a report may take until it stands in a block. */
const patience = 60_000;

type ReportName = "reportObedience" | "reportLiveness";

export interface ReportsOptions {
  /** JSON-RPC of the own node. */
  transport: Transport;
  /** The contract that takes the reports. */
  monitoring: Address;
  /** Who signs them. */
  account: Account;
}

/** Sends reports to the NodeMonitoring, signed by one account, and waits until they stand in a block. */
export class Reports {
  readonly chain: PublicClient;
  readonly #options: ReportsOptions;

  constructor(options: ReportsOptions) {
    this.#options = options;
    this.chain = createPublicClient({
      transport: options.transport,
      cacheTime: 0,
      pollingInterval: 500,
    });
  }

  /** Hash of the transaction. What the contract would refuse is not sent: the error is the contract's own. */
  async send<name extends ReportName>(
    functionName: name,
    args: ContractFunctionArgs<typeof nodeMonitoringAbi, "nonpayable", name>,
  ): Promise<Hex> {
    const { account, monitoring: address, transport } = this.#options;
    const call = {
      account,
      address,
      abi: nodeMonitoringAbi,
      functionName,
      args,
      chain: null,
    } as never;
    await this.chain.simulateContract(call);
    const wallet = createWalletClient({ account, transport });
    const hash = await wallet.writeContract(call);
    const { status } = await this.chain.waitForTransactionReceipt({ hash, timeout: patience });
    if (status === "reverted") throw new Error(`The report ${hash} was refused by the contract.`);
    return hash;
  }
}
