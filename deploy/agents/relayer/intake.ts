import type { Hex, PrivateKeyAccount } from "viem";
import pg from "pg";

import type { RefusalValue } from "../../contract-refusal.ts";
import { ballotReceiptTypedData } from "../../typed-data.ts";
import { gasOf, isSignedByOwnKey, type PostedBallot } from "./ballot.ts";
import type { Councils } from "./councils.ts";
import { connectionOptions } from "./database.ts";
import { RelayerProblem } from "./problem.ts";

/** The relayer's word that it has taken a ballot, see `BallotReceipt` in `deploy/typed-data.ts`. */
export interface Receipt {
  id: Hex;
  council: Hex;
  proposalId: string;
  member: Hex;
  /** Seconds since 1970. */
  receivedAt: number;
  /** Account that has signed the receipt and sends. */
  relayer: Hex;
  signature: Hex;
}

/** What is told of a ballot. */
export interface BallotStanding {
  /** EIP-712 digest. */
  id: Hex;
  status: "accepted" | "sent" | "counted" | "refused";
  /** As it was posted: anybody may bring it to the Council. */
  ballot: PostedBallot;
  receipt: Receipt;
  transaction?: Hex;
  /** Number of the block in which it was counted. */
  block?: number;
  /** Name of the contract's error, or of the relayer's own. */
  error?: string;
  /** What the error says. */
  values?: RefusalValue[];
  /** The error in words. */
  explanation?: string;
  remedy?: string;
}

interface BallotRow {
  id: Hex;
  content: PostedBallot;
  receipt: Receipt;
  status: BallotStanding["status"];
  transaction: Hex | null;
  block: string | null;
  error: string | null;
  error_values: RefusalValue[] | null;
  words: string | null;
  remedy: string | null;
}

export interface IntakeOptions {
  /** Connection URL of the database, whose schema is up to date. */
  database: string;
  councils: Councils;
  account: PrivateKeyAccount;
  /** Milliseconds since 1970. */
  now?: () => number;
}

/** Takes ballots, and says what became of them. */
export class Intake {
  readonly #options: IntakeOptions;
  readonly #pool: pg.Pool;

  constructor(options: IntakeOptions) {
    this.#options = options;
    this.#pool = new pg.Pool({ ...connectionOptions(options.database), max: 5 });
    // A connection that breaks while nobody uses it is replaced by the next question.
    this.#pool.on("error", () => undefined);
  }

  /**
   * Takes a ballot that the Council would count now. One that was taken already is answered with the same receipt.
   * @throws {RelayerProblem} when it is not taken.
   */
  async take(ballot: PostedBallot): Promise<BallotStanding> {
    const { councils } = this.#options;
    const id = await councils.digestOf(ballot);
    const known = await this.standing(id);
    if (known !== undefined && known.status !== "refused") return known;
    const refusal = await councils.refusalOf(ballot);
    if (refusal !== undefined) throw new RelayerProblem(statuses[refusal.error] ?? 422, refusal);
    const [votingEnd, byOwnKey, receipt] = await Promise.all([
      councils.votingEnd(ballot),
      isSignedByOwnKey(ballot, id),
      this.#receiptFor(ballot, id),
    ]);
    const { council, proposalId, member, deadline } = ballot;
    try {
      const { rowCount } = await this.#pool.query(
        `insert into ballot (id, council, proposal_id, member, content, receipt, received_at, ends_at, gas, status)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'accepted')
         on conflict (id) do update set
           content = excluded.content, receipt = excluded.receipt, received_at = excluded.received_at,
           ends_at = excluded.ends_at, gas = excluded.gas, status = 'accepted', batch = null, tries = 0,
           transaction = null, block = null, error = null, error_values = null, words = null, remedy = null, settled_at = null
         where ballot.status = 'refused'`,
        [
          id,
          council,
          proposalId,
          member,
          JSON.stringify(ballot),
          JSON.stringify(receipt),
          this.#now(),
          Math.min(votingEnd, deadline),
          gasOf(ballot, byOwnKey),
        ],
      );
      if (rowCount === 1) return { id, status: "accepted", ballot, receipt };
    } catch (error) {
      if (!(error instanceof pg.DatabaseError) || error.constraint !== "ballot_of_member")
        throw error;
      // The index of members may speak before that of ballots, when the same ballot comes in by another request.
      const twin = await this.standing(id);
      if (twin !== undefined && twin.status !== "refused") return twin;
      throw RelayerProblem.of(
        409,
        "RelayerOtherBallot",
        `Another ballot of the member ${member} on this proposal was taken before.`,
        "A ballot cannot be withdrawn. Vote in person before it is sent, and that vote counts instead.",
        { member },
      );
    }
    // The same ballot has come in by another request meanwhile.
    const twin = await this.standing(id);
    if (twin === undefined) throw new Error(`The ballot ${id} is gone.`);
    return twin;
  }

  /** Where a ballot stands; nothing when it was never taken. */
  async standing(id: Hex): Promise<BallotStanding | undefined> {
    const { rows } = await this.#pool.query<BallotRow>(
      "select id, content, receipt, status, transaction, block, error, error_values, words, remedy from ballot where id = $1",
      [id.toLowerCase()],
    );
    const [row] = rows;
    if (row === undefined) return undefined;
    const { content: ballot, receipt, status, transaction, block } = row;
    const { error, error_values: values, words, remedy } = row;
    return {
      id: row.id,
      status,
      ballot,
      receipt,
      ...(transaction === null ? {} : { transaction }),
      ...(block === null ? {} : { block: Number(block) }),
      ...(error === null ? {} : { error }),
      ...(values === null ? {} : { values }),
      ...(words === null ? {} : { explanation: words }),
      ...(remedy === null ? {} : { remedy }),
    };
  }

  async stop(): Promise<void> {
    await this.#pool.end();
  }

  async #receiptFor({ council, proposalId, member }: PostedBallot, id: Hex): Promise<Receipt> {
    const { councils, account } = this.#options;
    const receivedAt = Math.floor(this.#now() / 1_000);
    const message = { id, council, proposalId: BigInt(proposalId), member, receivedAt };
    const typedData = ballotReceiptTypedData(await councils.chainId(), message);
    const signature = await account.signTypedData(typedData);
    return { ...message, proposalId, relayer: account.address, signature };
  }

  #now(): number {
    return (this.#options.now ?? Date.now)();
  }
}

const statuses: Readonly<Record<string, number>> = {
  GovernorNonexistentProposal: 404,
  GovernorUnexpectedProposalState: 409,
  CouncilAlreadyVoted: 409,
  CouncilVotingClosed: 409,
};
