import {
  type Address,
  BaseError,
  type Hex,
  hashTypedData,
  isAddressEqual,
  numberToHex,
  type PublicClient,
} from "viem";

import { councilAbi } from "../../../generated/contracts/Council.ts";
import { contractRefusal, type ContractRefusal, revertData } from "../../contract-refusal.ts";
import { memberBallotTypedData } from "../../typed-data.ts";
import { batchGas, contractBallot, gasOf, type PostedBallot } from "./ballot.ts";
import { RelayerProblem, unexplainedRefusal } from "./problem.ts";

/** The bodies whose ballots are taken, as the contracts speak for them. */
export class Councils {
  readonly #chain: PublicClient;
  readonly #addresses: readonly Address[];
  readonly #from: Address;
  #chainId: Promise<number> | undefined;
  readonly #names = new Map<Address, Promise<string>>();

  constructor(options: { chain: PublicClient; addresses: readonly Address[]; from: Address }) {
    this.#chain = options.chain;
    this.#addresses = options.addresses;
    this.#from = options.from;
  }

  /** Id of the chain; it is asked for once. */
  chainId(): Promise<number> {
    this.#chainId ??= this.#chain.getChainId();
    this.#chainId.catch(() => (this.#chainId = undefined));
    return this.#chainId;
  }

  /** What the representative signed: the EIP-712 digest of the ballot. */
  async digestOf(ballot: PostedBallot): Promise<Hex> {
    const { council, support, reason, member, deadline } = ballot;
    const proposalId = BigInt(ballot.proposalId);
    const [chainId, name] = await Promise.all([this.chainId(), this.#nameOf(council)]);
    const actionHash = numberToHex(proposalId, { size: 32 });
    return hashTypedData(
      memberBallotTypedData(name, chainId, council, {
        proposalId,
        actionHash,
        support,
        reason,
        member,
        deadline,
      }),
    );
  }

  /** Last second in which the proposal takes votes; 0 for one that does not exist. */
  async votingEnd({ council: address, proposalId }: PostedBallot): Promise<number> {
    const end = await this.#chain.readContract({
      address,
      abi: councilAbi,
      functionName: "proposalDeadline",
      args: [BigInt(proposalId)],
    });
    return Number(end);
  }

  /**
   * Why the Council would not count the ballot alone in the newest block: nothing when it would. The contract itself judges, so that
   * signature, mandate, deadline, state of the proposal and former votes need no second rule here.
   */
  async refusalOf(ballot: PostedBallot): Promise<ContractRefusal | undefined> {
    try {
      await this.#chain.simulateContract({
        address: ballot.council,
        abi: councilAbi,
        functionName: "castByBallot",
        args: [BigInt(ballot.proposalId), [contractBallot(ballot)]],
        account: this.#from,
        gas: batchGas + gasOf(ballot, false),
      });
      return undefined;
    } catch (error) {
      const data = revertData(error);
      const known = data && contractRefusal(data);
      if (known !== undefined) return known;
      if (data === undefined && !isRevert(error)) throw error;
      return unexplainedRefusal(data ?? "");
    }
  }

  #nameOf(council: Address): Promise<string> {
    if (!this.#addresses.some((address) => isAddressEqual(address, council))) {
      throw RelayerProblem.of(
        404,
        "RelayerUnknownCouncil",
        `This relayer takes no ballots for the Council ${council}.`,
        `Give one of ${this.#addresses.join(", ")}, or submit the ballot yourself.`,
        { council },
      );
    }
    const asked =
      this.#names.get(council) ??
      this.#chain.readContract({ address: council, abi: councilAbi, functionName: "name" });
    this.#names.set(council, asked);
    asked.catch(() => this.#names.delete(council));
    return asked;
  }
}

/** Whether the node has executed the call, and it failed without saying why. */
function isRevert(error: unknown): boolean {
  return (
    error instanceof BaseError &&
    error.walk((cause) => cause instanceof BaseError && /revert/i.test(cause.name)) !== null
  );
}
