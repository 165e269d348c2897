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
import { permissionViewsAbi } from "../../../generated/contracts/PermissionViews.ts";
import { contractRefusal, type ContractRefusal, revertData } from "../../contract-refusal.ts";
import { memberBallotTypedData } from "../../typed-data.ts";
import { batchGas, contractBallot, gasOf, type PostedBallot } from "./ballot.ts";
import { RelayerProblem, unexplainedRefusal } from "./problem.ts";

/** The bodies whose ballots are taken, as the contracts speak for them. */
export class Councils {
  readonly #chain: PublicClient;
  readonly #addresses: readonly Address[];
  readonly #permissionViews: Address | undefined;
  readonly #from: Address;
  #chainId: Promise<number> | undefined;
  readonly #names = new Map<Address, Promise<string>>();

  constructor(options: {
    chain: PublicClient;
    /** Councils that are taken in any case. */
    addresses: readonly Address[];
    /** Names the bodies of the network, those that were added after the founding as well; without it there are no others. */
    permissionViews?: Address | undefined;
    from: Address;
  }) {
    this.#chain = options.chain;
    this.#addresses = options.addresses;
    this.#permissionViews = options.permissionViews;
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

  async #nameOf(council: Address): Promise<string> {
    const isAmong = (councils: readonly Address[]) =>
      councils.some((address) => isAddressEqual(address, council));
    // Bodies come and go by decision: what is not among the first ones is asked for each time.
    const listed = isAmong(this.#addresses) ? [] : await this.#listed();
    if (!isAmong([...this.#addresses, ...listed])) {
      throw RelayerProblem.of(
        404,
        "RelayerUnknownCouncil",
        `This relayer takes no ballots for the Council ${council}.`,
        `Give one of ${[...new Set([...this.#addresses, ...listed])].join(", ")}, or submit the ballot yourself.`,
        { council },
      );
    }
    const asked =
      this.#names.get(council) ??
      this.#chain.readContract({ address: council, abi: councilAbi, functionName: "name" });
    this.#names.set(council, asked);
    asked.catch(() => this.#names.delete(council));
    return await asked;
  }

  /** Councils of the bodies that the network has now. */
  async #listed(): Promise<Address[]> {
    if (this.#permissionViews === undefined) return [];
    const bodies = await this.#chain.readContract({
      address: this.#permissionViews,
      abi: permissionViewsAbi,
      functionName: "bodies",
    });
    return bodies.map(({ council }) => council);
  }
}

/** Whether the node has executed the call, and it failed without saying why. */
function isRevert(error: unknown): boolean {
  return (
    error instanceof BaseError &&
    error.walk((cause) => cause instanceof BaseError && /revert/i.test(cause.name)) !== null
  );
}
