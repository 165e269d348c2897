import { network } from "hardhat";
import {
  createPublicClient,
  custom,
  encodeFunctionData,
  numberToHex,
  type Abi,
  type Address,
  type ContractFunctionArgs,
  type ContractFunctionName,
  type ContractFunctionReturnType,
  type EncodeFunctionDataParameters,
  type Hash,
  type Hex,
  type PublicClient,
  type ReadContractParameters,
  type TransactionReceipt,
} from "viem";

type Connection = Awaited<ReturnType<typeof network.create>>;
type Assertions = Connection["viem"]["assertions"];
type Write = "nonpayable" | "payable";
type View = "pure" | "view";

export interface Contract<abi extends Abi = Abi> {
  address: Address;
  abi: abi;
}

/** Fixed gas instead of an estimate: each transaction is one request, and a revert shows as the transaction's own. */
const gasLimit = 16_000_000n;

/** A simulated chain of its own, on which every account can send. */
export class TestChain {
  readonly connection: Connection;
  readonly client: PublicClient;

  private constructor(connection: Connection) {
    this.connection = connection;
    this.client = createPublicClient({
      transport: custom(connection.provider, { retryCount: 0 }),
      cacheTime: 0,
    });
  }

  static async create(): Promise<TestChain> {
    return new TestChain(await network.create());
  }

  /** The action reverts with this error of the contract and these values. */
  refuses: Assertions["revertWithCustomErrorWithArgs"] = (action, contract, error, args) =>
    this.connection.viem.assertions.revertWithCustomErrorWithArgs(action, contract, error, args);

  /** The transaction emits this event of the contract with these values. */
  emits: Assertions["emitWithArgs"] = (transaction, contract, event, args) =>
    this.connection.viem.assertions.emitWithArgs(transaction, contract, event, args);

  async request(method: string, ...params: unknown[]): Promise<unknown> {
    return this.connection.provider.request({ method, params });
  }

  /** Lets the chain accept unsigned transactions of an account and pays for them. */
  async impersonate(...accounts: Address[]): Promise<void> {
    for (const account of accounts) {
      await this.request("hardhat_impersonateAccount", account);
      await this.request("hardhat_setBalance", account, numberToHex(10n ** 24n));
    }
  }

  async send<const abi extends Abi, name extends ContractFunctionName<abi, Write>>(
    from: Address,
    contract: Contract<abi>,
    functionName: name,
    args: ContractFunctionArgs<abi, Write, name>,
    value = 0n,
  ): Promise<Hash> {
    const data = encodeFunctionData({
      abi: contract.abi,
      functionName,
      args,
    } as EncodeFunctionDataParameters);
    return this.sendData(from, contract.address, data, value);
  }

  async sendData(from: Address, to: Address, data: Hex, value = 0n): Promise<Hash> {
    const transaction = { from, to, data, value: numberToHex(value), gas: numberToHex(gasLimit) };
    return (await this.request("eth_sendTransaction", transaction)) as Hash;
  }

  /** What `send` would do in the last block, at its time; nothing is changed. */
  async attempt<const abi extends Abi, name extends ContractFunctionName<abi, Write>>(
    from: Address,
    contract: Contract<abi>,
    functionName: name,
    args: ContractFunctionArgs<abi, Write, name>,
  ): Promise<Hex> {
    const data = encodeFunctionData({
      abi: contract.abi,
      functionName,
      args,
    } as EncodeFunctionDataParameters);
    return (await this.request("eth_call", { from, to: contract.address, data }, "latest")) as Hex;
  }

  async read<const abi extends Abi, name extends ContractFunctionName<abi, View>>(
    contract: Contract<abi>,
    functionName: name,
    args: ContractFunctionArgs<abi, View, name>,
  ): Promise<ContractFunctionReturnType<abi, View, name>> {
    const { abi, address } = contract;
    const parameters = { abi, address, functionName, args } as unknown as ReadContractParameters;
    return (await this.client.readContract(parameters)) as ContractFunctionReturnType<
      abi,
      View,
      name
    >;
  }

  async receipt(hash: Hash): Promise<TransactionReceipt> {
    return this.client.getTransactionReceipt({ hash });
  }

  /** Time of the last block: the time that view functions see. */
  async now(): Promise<number> {
    const { timestamp } = await this.client.getBlock({ includeTransactions: false });
    return Number(timestamp);
  }

  /** Mines a block with this time, so that view functions see it. */
  async goTo(timestamp: number): Promise<void> {
    await this.nextAt(timestamp);
    await this.request("evm_mine");
  }

  async wait(seconds: number): Promise<void> {
    await this.goTo((await this.now()) + seconds);
  }

  /** Gives the next transaction's block this time. */
  async nextAt(timestamp: number): Promise<void> {
    await this.request("evm_setNextBlockTimestamp", timestamp);
  }
}
