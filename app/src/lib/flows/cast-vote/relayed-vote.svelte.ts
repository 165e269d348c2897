import { refreshAll } from "$app/navigation";

import type { Failure } from "#lib/chain/failure.ts";
import { reached } from "#lib/chain/transaction.svelte.ts";
import { wallet } from "#lib/chain/wallet.svelte.ts";
import type { DetachedKind } from "#lib/features/mandates/detached-signature.ts";
import type { Proposal } from "#lib/features/proposals/proposal.ts";

import type { SignedBallot } from "./ballot.ts";
import {
  askBallot,
  type Relayed,
  type RelayerAnswer,
  type RelayerRefusal,
  submitBallot,
} from "./relayer.ts";
import { forgetBallot, rememberBallot, rememberedBallot } from "./remembered-ballots.ts";
import type { BallotChoice } from "./signed-ballot.ts";

type Hex = `0x${string}`;

/** Who signs in the browser: the connected wallet, or a passkey. */
export type BrowserSigner =
  | { by: "wallet"; account: Hex }
  | { by: "passkey"; rpId: string; signer: Hex; credentialId: string | null };

/** Who signs: also a key that is elsewhere. */
export type BallotSigner = BrowserSigner | { by: "elsewhere"; signer: Hex; kind: DetachedKind };

/** Where a signed vote stands. */
export type RelayedVoteState =
  | { step: "idle" }
  /** The wallet or the device asks its owner. */
  | { step: "signing" }
  | { step: "rejected" }
  | { step: "failed"; failure: Failure }
  /** What the page shows is not the proposal that has this id. */
  | { step: "not-shown" }
  /** Signed; the relayer is asked to take it. */
  | { step: "submitting"; ballot: SignedBallot }
  /** Signed, and no relayer has it. */
  | { step: "away"; ballot: SignedBallot }
  /** The relayer does not take it. */
  | { step: "not-taken"; ballot: SignedBallot; refusal: RelayerRefusal }
  | { step: "relayed"; ballot: SignedBallot; relayed: Relayed; shown: boolean };

/** Milliseconds between two questions to the relayer. */
const pause = 1_000;

/** One vote by signature, from the wish to its place in the tally. */
export class RelayedVote {
  #state = $state.raw<RelayedVoteState>({ step: "idle" });
  #attempt = 0;

  get state(): RelayedVoteState {
    return this.#state;
  }

  get underWay(): boolean {
    const { step } = this.#state;
    return step === "signing" || step === "submitting";
  }

  /** The signed ballot, whatever became of it. */
  get ballot(): SignedBallot | null {
    return "ballot" in this.#state ? this.#state.ballot : null;
  }

  /** Takes up a ballot that was signed in this browser before. */
  resume(place: Pick<SignedBallot, "council" | "proposalId" | "member">): void {
    const remembered = rememberedBallot(place);
    if (!remembered || this.#state.step !== "idle") return;
    const { ballot, id } = remembered;
    if (id === null) this.#state = { step: "away", ballot };
    else void this.#follow(++this.#attempt, ballot, askBallot(id));
  }

  /** Stops looking after the ballot: the page is left. */
  leave(): void {
    this.#attempt += 1;
  }

  async cast(
    proposal: Proposal,
    registry: Hex,
    chainId: number,
    choice: BallotChoice,
    by: BrowserSigner,
  ): Promise<void> {
    if (this.underWay) return;
    const attempt = ++this.#attempt;
    this.#state = { step: "signing" };
    // What signs and encodes is needed by those who vote, not by those who read.
    const [{ ballotStatement, digestOf, signedBallot }, { signByPasskey }] = await Promise.all([
      import("./signed-ballot.ts"),
      import("#lib/chain/passkey.ts"),
    ]);
    const statement = ballotStatement(proposal, chainId, choice);
    if (!statement) {
      this.refuse();
      return;
    }
    const signed =
      by.by === "wallet"
        ? await wallet.sign(statement)
        : await signByPasskey(by, digestOf(statement), registry);
    if (attempt !== this.#attempt) return;
    if ("failure" in signed) {
      const { failure } = signed;
      this.#state =
        failure.kind === "rejected" ? { step: "rejected" } : { step: "failed", failure };
      return;
    }
    const signer = by.by === "wallet" ? by.account : by.signer;
    await this.submit(signedBallot(proposal, choice, signer, signed.signature));
  }

  /** Nobody signs what the page does not show. */
  refuse(): void {
    this.#attempt += 1;
    this.#state = { step: "not-shown" };
  }

  /** Gives a ballot that is signed to the relayer; again when it was away. */
  async submit(ballot: SignedBallot): Promise<void> {
    const attempt = ++this.#attempt;
    this.#state = { step: "submitting", ballot };
    // From here on nothing is lost when the page is closed.
    rememberBallot({ ballot, id: null });
    await this.#follow(attempt, ballot, submitBallot(ballot));
  }

  async #follow(
    attempt: number,
    ballot: SignedBallot,
    asked: Promise<RelayerAnswer>,
  ): Promise<void> {
    let answer = await asked;
    for (;;) {
      if (attempt !== this.#attempt) return;
      if (answer.answer === "refused") {
        this.#state = { step: "not-taken", ballot, refusal: answer.refusal };
        return;
      }
      if (answer.answer === "away") {
        this.#state = { step: "away", ballot };
        return;
      }
      const { relayed } = answer;
      const before = this.#state;
      if (before.step !== "relayed" || before.relayed.status !== relayed.status)
        this.#state = { step: "relayed", ballot, relayed, shown: false };
      rememberBallot({ ballot, id: relayed.id });
      if (relayed.status === "counted") {
        await this.#show(attempt, ballot, relayed);
        return;
      }
      if (relayed.status === "refused") return;
      await new Promise((resolve) => setTimeout(resolve, pause));
      if (attempt !== this.#attempt) return;
      answer = await askBallot(relayed.id);
    }
  }

  /** Waits until the pages know of the vote, and loads this one again. */
  async #show(attempt: number, ballot: SignedBallot, relayed: Relayed): Promise<void> {
    forgetBallot(ballot);
    const { blockOf } = await import("#lib/chain/chain-reader.ts");
    const block = relayed.transaction && (await blockOf(relayed.transaction));
    if (block !== null) await reached(block);
    await refreshAll();
    if (attempt === this.#attempt) this.#state = { step: "relayed", ballot, relayed, shown: true };
  }
}
