import type { Failure } from "#lib/chain/failure.ts";
import { Transaction } from "#lib/chain/transaction.svelte.ts";
import { wallet } from "#lib/chain/wallet.svelte.ts";

type Hex = `0x${string}`;

/** An action on money that is under way: one transaction, and before it an approval where the reader's own money is moved. */
export class Moving {
  readonly approval = new Transaction();
  readonly transaction = new Transaction();
  failure = $state.raw<Failure | null>(null);
  /** Which of several was done last, by its name. */
  last = $state<string | null>(null);

  get underWay(): boolean {
    return this.approval.underWay || this.transaction.underWay;
  }

  /**
   * Sends the call. With `pays`, the contract is first approved to take so much of the token, unless it is already.
   *
   * @returns Whether it is done.
   */
  async send(
    name: string,
    call: { to: Hex; data: Hex },
    pays?: { token: Hex; amount: bigint },
  ): Promise<boolean> {
    if (this.underWay) return false;
    this.last = name;
    this.failure = null;
    this.approval.reset();
    this.transaction.reset();
    if (pays && !(await this.#approve(call.to, pays))) return false;
    return (await this.transaction.send(call)).outcome === "submitted";
  }

  async #approve(spender: Hex, { token, amount }: { token: Hex; amount: bigint }) {
    const { account } = wallet;
    if (account === null) return false;
    try {
      const [{ askAllowance }, { approveCall }] = await Promise.all([
        import("#lib/flows/new-payment/ask-account.ts"),
        import("#lib/flows/new-payment/agreement-calls.ts"),
      ]);
      if ((await askAllowance(token, account, spender)) >= amount) return true;
      const call = approveCall(token, spender, amount);
      return (await this.approval.send(call)).outcome === "submitted";
    } catch (thrown) {
      const { failureOf } = await import("#lib/chain/failure.ts");
      this.failure = failureOf(thrown);
      return false;
    }
  }
}
