import {
  type Abi,
  type Address,
  encodeAbiParameters,
  encodeFunctionData,
  getAbiItem,
  type Hex,
  keccak256,
  stringToHex,
  toBytes,
  zeroAddress,
  zeroHash,
} from "viem";

import { authorityAbi } from "../../../generated/contracts/Authority.ts";
import { euroTokenAbi } from "../../../generated/contracts/EuroToken.ts";
import { paymentEscrowAbi } from "../../../generated/contracts/PaymentEscrow.ts";
import { paymentRulesAbi } from "../../../generated/contracts/PaymentRules.ts";
import { paymentStreamsAbi } from "../../../generated/contracts/PaymentStreams.ts";
import { subscriptionsAbi } from "../../../generated/contracts/Subscriptions.ts";
import { treasuryAbi } from "../../../generated/contracts/Treasury.ts";
import { roles } from "../../../generated/roles.ts";
import type { SystemAddresses } from "../../deploy.ts";
import { arbiter, financeOfficer, moneyIssuer } from "./accounts.ts";
import { memberAccount, type StateCode, states } from "./members.ts";
import type { SampleChain } from "./sample-chain.ts";

/** Units of test e-money in a euro. */
const euro = 1_000_000n;
const day = 86_400;
const year = 365 * day;

/** Names that stand on the chain as ids. */
const name = (text: string): Hex => stringToHex(text, { size: 32 });

/** The line of the budget that pays for the network. */
export const operationsLine = name("Operations");
/** What members are asked for. */
export const contributionCall = name("Contributions");

/** Each member's contribution; with all of them 270,000 euro. */
const contribution = 10_000n * euro;
/** Who paid the whole contribution, and who half of it. */
const paidInFull: StateCode[] = ["AT", "BE", "CZ", "DE", "DK", "FI", "FR", "IE", "LU", "NL", "PT"];
const paidInPart: StateCode[] = ["ES"];

/** For each day in which the node is active. */
const servicePerDay = 120n * euro;
const grantMilestones = [20_000n * euro, 15_000n * euro, 10_000n * euro];

/** In the order of `ContributionKey` in `contracts/payments/ITreasury.sol`. */
const heads = 0;

/** Who gets paid and who pays, apart from the treasury; all accounts of administrators. */
export interface SampleParties {
  /** Runs the node whose service is paid by the second. */
  nodeOperator: Address;
  /** Gets the grant. */
  grantee: Address;
  /** Pays once, and subscribes. */
  buyer: Address;
  seller: Address;
  /** Is paid week by week. */
  publisher: Address;
  /** Sent an invoice that a second officer has to confirm. */
  supplier: Address;
  /** Pays in what members send it: nodes take from their representatives votes alone. */
  secretariat: Address;
}

interface Call {
  target: Address;
  data: Hex;
}

/**
 * Money of the sample: the treasury of the Assembly with contributions, a grant, a node's service contract, and what others pay each
 * other. Whoever does something here could do it in the dApp.
 */
export class SamplePayments {
  readonly #chain: SampleChain;
  readonly #addresses: SystemAddresses;
  readonly #parties: SampleParties;
  /** Whose active seconds are paid. */
  readonly #node: Hex;
  /** Known since the service contract was proposed. */
  #agreed: Agreements | undefined;

  constructor(
    chain: SampleChain,
    addresses: SystemAddresses,
    { parties, node }: { parties: SampleParties; node: Hex },
  ) {
    this.#chain = chain;
    this.#addresses = addresses;
    this.#parties = parties;
    this.#node = node;
  }

  /** What the Assembly decides: who deals with money, a line of the budget, contributions. @param now Seconds since 1970. */
  decisions(now: number): Call[] {
    const { Authority, PaymentRules, Treasury, EuroToken } = this.#addresses;
    const granted = [
      [roles.MONEY_ISSUERS, moneyIssuer().address],
      [roles.FINANCE, financeOfficer(0).address],
      [roles.FINANCE, financeOfficer(1).address],
    ].map(([role, account]) => callOf(Authority, authorityAbi, "grantRole", [role, account, 0]));
    return [
      ...granted,
      callOf(PaymentRules, paymentRulesAbi, "appointArbiter", [arbiter().address]),
      callOf(Treasury, treasuryAbi, "openBudgetLine", [
        operationsLine,
        EuroToken,
        200_000n * euro,
        // So much one officer spends alone in a day.
        1_000n * euro,
        now,
        now + year,
        keccak256(toBytes("Budget of the sample")),
      ]),
      callOf(Treasury, treasuryAbi, "callContributions", [
        contributionCall,
        EuroToken,
        contribution * BigInt(states.length),
        heads,
        now,
        zeroHash,
        now + 15 * day,
      ]),
    ];
  }

  /** Many members pay their contributions. */
  async contribute(): Promise<void> {
    const paid: [StateCode, bigint][] = [
      ...paidInFull.map((code): [StateCode, bigint] => [code, contribution]),
      ...paidInPart.map((code): [StateCode, bigint] => [code, contribution / 2n]),
    ];
    for (const [code, amount] of paid) await this.#contribute(code, amount);
  }

  /** What the Assembly decides about the node's service contract. @param now Seconds since 1970. */
  serviceDecision(now: number): Call {
    const { PaymentStreams, Treasury } = this.#addresses;
    this.#agreed = agreements(now, this.#addresses, this.#parties, this.#node);
    const { service } = this.#agreed;
    const deposit = 90n * servicePerDay;
    const open = callOf(PaymentStreams, paymentStreamsAbi, "open", [service, deposit]);
    return callOf(Treasury, treasuryAbi, "fundByDecision", [
      operationsLine,
      open.target,
      open.data,
      deposit,
    ]);
  }

  /** Two officers fund a grant, and a subscription begins. */
  async agree(): Promise<void> {
    const { EuroToken, PaymentEscrow, Subscriptions } = this.#addresses;
    const { grant, annex, subscription } = this.#terms;
    await this.#fund(PaymentEscrow, paymentEscrowAbi, "authorise", [grant, annex], grant.amount);

    const { buyer, publisher } = this.#parties;
    await this.#mint(buyer, 20_000n * euro, "SEPA-2");
    await this.#chain.send(buyer, EuroToken, euroTokenAbi, "approve", [
      Subscriptions,
      26n * subscription.amountPerPeriod,
    ]);
    await this.#chain.send(buyer, Subscriptions, subscriptionsAbi, "subscribe", [subscription]);
    await this.#collect(publisher, 0);
  }

  /** A week later: the operator takes what its node earned, the publisher is paid for another week, an officer pays a small invoice. */
  async goOn(): Promise<void> {
    const { PaymentStreams, Treasury } = this.#addresses;
    const { nodeOperator, publisher, seller } = this.#parties;
    await this.#chain.send(nodeOperator, PaymentStreams, paymentStreamsAbi, "withdraw", [
      this.#terms.service,
    ]);
    await this.#collect(publisher, 1);
    await this.#chain.send(financeOfficer(0).address, Treasury, treasuryAbi, "pay", [
      operationsLine,
      seller,
      420n * euro,
      name("INVOICE-17"),
    ]);
  }

  /** Of the last days, so that something waits for each: a milestone, a payment to capture, a payment to confirm. */
  async leaveOpen(): Promise<void> {
    const { EuroToken, PaymentEscrow, Treasury } = this.#addresses;
    const { buyer, grantee, supplier } = this.#parties;
    const { grant, annex } = this.#terms;
    const escrow = async (from: Address, functionName: string, args: readonly unknown[]) =>
      this.#chain.send(from, PaymentEscrow, paymentEscrowAbi, functionName, args);
    await escrow(grantee, "deliverMilestone", [grant, annex, 0n, zeroHash]);

    const order = this.#order(await this.#chain.now());
    await this.#chain.send(buyer, EuroToken, euroTokenAbi, "approve", [
      PaymentEscrow,
      order.amount,
    ]);
    await escrow(buyer, "authorise", [order, emptyAnnex]);

    await this.#chain.send(financeOfficer(0).address, Treasury, treasuryAbi, "proposePayment", [
      operationsLine,
      supplier,
      3_000n * euro,
      name("INVOICE-18"),
    ]);
  }

  get #terms() {
    if (!this.#agreed) throw new Error("Nothing was agreed yet.");
    return this.#agreed;
  }

  /** Paid once, when the buyer has what it ordered. */
  #order(now: number) {
    return {
      payer: this.#parties.buyer,
      payee: this.#parties.seller,
      token: this.#addresses.EuroToken,
      amount: 4_800n * euro,
      operator: this.#parties.buyer,
      authoriseBy: now + day,
      captureBy: now + 30 * day,
      refundBy: now + 60 * day,
      fee: 50,
      arbiter: arbiter().address,
      arbitration: 14 * day,
      silence: 10_000,
      annex: zeroHash,
      orderReference: name("ORDER-1"),
      salt: 0n,
    };
  }

  async #contribute(code: StateCode, amount: bigint): Promise<void> {
    const { EuroToken, Treasury } = this.#addresses;
    const payer = this.#parties.secretariat;
    await this.#mint(payer, amount, `SEPA-1-${code}`);
    await this.#chain.send(payer, EuroToken, euroTokenAbi, "approve", [Treasury, amount]);
    await this.#chain.send(payer, Treasury, treasuryAbi, "contribute", [
      contributionCall,
      memberAccount(code),
      amount,
    ]);
  }

  /** One officer proposes, the other confirms. */
  async #fund(
    target: Address,
    abi: Abi,
    functionName: string,
    args: readonly unknown[],
    amount: bigint,
  ): Promise<void> {
    const { Treasury } = this.#addresses;
    const data = encodeFunctionData({ abi, functionName, args });
    const funding = [operationsLine, target, data, amount];
    for (const [officer, step] of ["proposeFunding", "confirmFunding"].entries())
      await this.#chain.send(financeOfficer(officer).address, Treasury, treasuryAbi, step, funding);
  }

  async #mint(to: Address, amount: bigint, reference: string): Promise<void> {
    await this.#chain.send(moneyIssuer().address, this.#addresses.EuroToken, euroTokenAbi, "mint", [
      to,
      amount,
      name(reference),
    ]);
  }

  /** The publisher takes what a week costs. */
  async #collect(publisher: Address, week: number): Promise<void> {
    const { subscription } = this.#terms;
    await this.#chain.send(publisher, this.#addresses.Subscriptions, subscriptionsAbi, "collect", [
      subscription,
      week,
      subscription.amountPerPeriod,
      zeroHash,
    ]);
  }
}

const emptyAnnex = { shares: [], milestones: [], officials: [], twoPersonAbove: 0n, review: 0 };

function callOf(target: Address, abi: Abi, functionName: string, args: readonly unknown[]): Call {
  return { target, data: encodeFunctionData({ abi, functionName, args }) };
}

/** Terms of what runs for a while. */
function agreements(
  now: number,
  { EuroToken, NodeRegistry, Treasury }: SystemAddresses,
  { buyer, grantee, nodeOperator, publisher, secretariat }: SampleParties,
  node: Hex,
) {
  const annex = {
    shares: [],
    milestones: grantMilestones,
    officials: [buyer, secretariat],
    // The largest milestone needs both.
    twoPersonAbove: 15_000n * euro,
    review: 14 * day,
  };
  return {
    service: {
      payer: Treasury,
      payee: nodeOperator,
      sponsor: zeroAddress,
      token: EuroToken,
      amountPerPeriod: servicePerDay,
      period: day,
      cap: 365n * servicePerDay,
      from: now,
      until: now + year,
      feeBps: 0,
      orderReference: name("SERVICE-1"),
      meter: NodeRegistry,
      meterSubject: node,
      salt: 0n,
    },
    annex,
    grant: {
      payer: Treasury,
      payee: grantee,
      token: EuroToken,
      amount: grantMilestones.reduce((sum, amount) => sum + amount, 0n),
      operator: zeroAddress,
      authoriseBy: now + 30 * day,
      captureBy: now + 180 * day,
      refundBy: now + 210 * day,
      fee: 0,
      arbiter: arbiter().address,
      arbitration: 14 * day,
      silence: 5_000,
      annex: keccak256(
        encodeAbiParameters(
          [getAbiItem({ abi: paymentEscrowAbi, name: "authorise" }).inputs[1]],
          [annex],
        ),
      ),
      orderReference: name("GRANT-1"),
      salt: 0n,
    },
    subscription: {
      payer: buyer,
      payee: publisher,
      token: EuroToken,
      amountPerPeriod: 250n * euro,
      period: 7 * day,
      from: now,
      until: now + year,
      grace: 14 * day,
      feeBps: 50,
      orderReference: name("REPORTS-1"),
      salt: 0n,
    },
  };
}

type Agreements = ReturnType<typeof agreements>;
