import { maxUint256, zeroAddress, type Address } from "viem";

/** As `TokenWithFaults` numbers them. */
export const faults = [
  "none",
  "fee",
  "answersFalse",
  "answersNothing",
  "lies",
  "reenters",
] as const;
export type Fault = (typeof faults)[number];

/** A transfer by signature (ERC-3009): what was signed in the end comes as `signature` is valid or not. */
export interface SignedTransfer {
  isValid: boolean;
  /** Seconds since 1970; the transfer holds between both, which do not belong to it. */
  validAfter: number;
  validBefore: number;
}

/** An approval by signature (ERC-2612). */
export interface SignedApproval {
  isValid: boolean;
  /** Last second in which it holds. */
  deadline: number;
}

/** Who has how much of a token, which behaves as its fault says. Amounts in units of the token. */
export class TokenLedger {
  fault: Fault = "none";
  readonly blocked = new Set<Address>();
  /** What somebody does while the token moves, if its fault is that and nothing forbids it. */
  entering: (() => void) | undefined;
  /** How often it was done, whether it succeeded or not. */
  unguarded = 0;
  readonly #balances = new Map<Address, bigint>();
  readonly #allowances = new Map<string, bigint>();
  readonly #approvalsSigned = new Map<Address, number>();
  /** What an account has more (or less, below 0) than its transfers tell, because of the token's faults. */
  readonly #drifts = new Map<Address, bigint>();

  balanceOf(account: Address): bigint {
    return this.#balances.get(account) ?? 0n;
  }

  driftOf(account: Address): bigint {
    return this.#drifts.get(account) ?? 0n;
  }

  mint(account: Address, value: bigint): void {
    this.#add(account, value);
  }

  allowance(owner: Address, spender: Address): bigint {
    return this.#allowances.get(owner + spender) ?? 0n;
  }

  approve(owner: Address, spender: Address, value: bigint): void {
    this.#allowances.set(owner + spender, value);
  }

  /** Nonce of the next approval by signature. */
  approvalNonce(owner: Address): number {
    return this.#approvalsSigned.get(owner) ?? 0;
  }

  countApproval(owner: Address): void {
    this.#approvalsSigned.set(owner, this.approvalNonce(owner) + 1);
  }

  /** Changes what accounts have, in basis points of it, rounded down. */
  rebase(accounts: readonly Address[], points: bigint): void {
    for (const account of accounts) {
      const before = this.balanceOf(account);
      const change = (before * points) / 10_000n - before;
      this.#add(account, change);
      this.#drift(account, change);
    }
  }

  /** What arrives of a transfer. */
  arrives(value: bigint): bigint {
    if (this.fault === "lies") return 0n;
    return this.fault === "fee" ? value - this.#fee(value) : value;
  }

  /** Error with which a transfer is refused, if it is. */
  refusal(from: Address, to: Address, value: bigint): string | undefined {
    if (this.fault === "answersFalse") return "SafeERC20FailedOperation";
    return this.#movementRefusal(from, to, value);
  }

  /** The same of a transfer by a spender who is allowed so much. */
  refusalFor(from: Address, to: Address, value: bigint, allowed: bigint): string | undefined {
    if (this.fault === "answersFalse") return "SafeERC20FailedOperation";
    if (allowed < value) return "ERC20InsufficientAllowance";
    return this.#movementRefusal(from, to, value);
  }

  /** The same of a transfer by signature; it answers nothing, so that it cannot answer false. Which error comes first is open. */
  signedRefusals(
    from: Address,
    to: Address,
    value: bigint,
    signed: SignedTransfer,
    now: number,
  ): string[] {
    const refusals: string[] = [];
    if (!signed.isValid) refusals.push("ERC3009InvalidSignature");
    if (now <= signed.validAfter || now >= signed.validBefore) {
      refusals.push("ERC3009InvalidAuthorizationTime");
    }
    const movement = this.#movementRefusal(from, to, value);
    if (movement) refusals.push(movement);
    return refusals;
  }

  /** A transfer that was not refused. */
  move(from: Address, to: Address, value: bigint): void {
    if (this.fault === "lies") {
      this.#drift(from, value);
      this.#drift(to, -value);
      return;
    }
    if (this.fault === "reenters" && this.entering) {
      this.unguarded += 1;
      this.entering();
    }
    this.#add(from, -value);
    this.#add(to, this.arrives(value));
    this.#drift(to, this.arrives(value) - value);
  }

  /** What a transfer takes off what the spender is allowed. */
  spend(owner: Address, spender: Address, value: bigint): void {
    const allowed = this.allowance(owner, spender);
    if (allowed !== maxUint256) this.approve(owner, spender, allowed - value);
  }

  #movementRefusal(from: Address, to: Address, value: bigint): string | undefined {
    if (to === zeroAddress) return "ERC20InvalidReceiver";
    if (this.fault === "lies") return undefined;
    if (this.blocked.has(from)) return "BlockingTokenBlocked";
    // The fee is burnt first.
    if (this.fault === "fee" && this.balanceOf(from) < this.#fee(value)) {
      return "ERC20InsufficientBalance";
    }
    if (this.blocked.has(to)) return "BlockingTokenBlocked";
    return this.balanceOf(from) < value ? "ERC20InsufficientBalance" : undefined;
  }

  #fee(value: bigint): bigint {
    return value > 0n && value < 100n ? 1n : value / 100n;
  }

  #add(account: Address, value: bigint): void {
    this.#balances.set(account, this.balanceOf(account) + value);
  }

  #drift(account: Address, value: bigint): void {
    this.#drifts.set(account, this.driftOf(account) + value);
  }
}
