import {
  concat,
  encodeAbiParameters,
  keccak256,
  maxUint256,
  numberToHex,
  stringToHex,
  toFunctionSelector,
  toHex,
  zeroAddress,
  zeroHash,
  type Address,
  type Hex,
} from "viem";

import {
  annexHash,
  emptyAnnex,
  encodeAnnex,
  MilestonePhase,
  PaymentLedger,
  PaymentPhase,
  type Annex,
  type Bounds,
  type Terms,
} from "./payment-ledger.ts";
import { Random } from "./random.ts";
import { faults, TokenLedger } from "./token-ledger.ts";

/** Where a history takes place. Addresses in lower case. */
export interface Site {
  chainId: number;
  escrow: Address;
  rules: Address;
  feeReceiver: Address;
  /** Decides about the rules. */
  administrator: Address;
  /** Has nothing to do with any payment. */
  stranger: Address;
  /** Six: four who pay and are paid, two who settle disputes. */
  actors: readonly Address[];
  /** As their contracts are called: `PlainToken`, `BlockingToken`, `TokenWithFaults`. */
  plain: Address;
  blocking: Address;
  faulty: Address;
}

/** When histories take place, in seconds since 1970. */
export interface Calendar {
  start: number;
  /** Seconds between two moments. */
  tick: number;
  moments: number;
  stepsEach: number;
  /** After all deadlines. */
  end: number;
}

/** A call, and the names of the errors of which one refuses it; none if it succeeds. */
export interface Step {
  verb: string;
  /** What somebody who replays the history wants to read. */
  what: string;
  actor: Address;
  target: Address;
  data: Hex;
  refusals: string[];
}

/** Calls of views, and what they answer: each view has the target (20 bytes), the length of its data (2), and the data. */
export interface Observation {
  views: string;
  words: string;
  /** What the words are, one each. */
  labels: string[];
}

export interface History {
  seed: number;
  moments: Step[][];
  afterwards: Observation;
  /** What anybody does when all deadlines are over. */
  ending: Step[];
  finally: Observation;
  ledger: PaymentLedger;
  /** Verbs that the token was told to call while it moves. */
  entered: Set<string>;
}

interface Draft {
  terms: Terms;
  annex: Annex;
}

interface Call {
  verb: string;
  what: string;
  actor: Address;
  data: Hex;
  /** Tells the ledger. */
  apply: () => string[];
}

const termsType = `(${[
  "address,address,address,uint120,address,uint48,uint48,uint48,uint16,address,uint32,uint16",
  "bytes32,bytes32,uint256",
].join(",")})`;
const annexType = "((address,uint16)[],uint120[],address[],uint120,uint32)";

/** Types of what follows terms and annex. */
const verbs = {
  authorise: `${termsType},${annexType}`,
  authoriseFor: `${termsType},${annexType}`,
  authoriseWithPermit: `${termsType},${annexType},uint256,uint8,bytes32,bytes32`,
  authoriseWithAuthorization: `${termsType},${annexType},uint256,uint256,bytes`,
  charge: `${termsType},${annexType},bytes32`,
  chargeWithAuthorization: `${termsType},${annexType},bytes32,uint256,uint256,bytes`,
  capture: `${termsType},${annexType},uint120,bytes32`,
  void: termsType,
  reclaim: termsType,
  refund: `${termsType},uint120,bytes32`,
  deliverMilestone: `${termsType},${annexType},uint256,bytes32`,
  acceptMilestone: `${termsType},${annexType},uint256,bytes32`,
  rejectMilestone: `${termsType},${annexType},uint256,bytes32`,
  acceptMilestoneByTime: `${termsType},${annexType},uint256`,
  openDispute: `${termsType},bytes32`,
  offerSettlement: `${termsType},uint120`,
  acceptSettlement: `${termsType},${annexType},uint120`,
  decide: `${termsType},${annexType},uint120,bytes32`,
  endDispute: `${termsType},${annexType}`,
  claim: "address,address",
} as const;
export type Verb = keyof typeof verbs;
export const verbNames = Object.keys(verbs) as Verb[];
const authorisations: readonly Verb[] = verbNames.slice(0, 6);
/** Verbs that move no money: a token that calls them while it moves does what its actor could do afterwards. */
const unguarded: readonly string[] = ["openDispute", "offerSettlement"];
/** What mostly happens to a payment without milestones, and with them. */
const captures: readonly Verb[] = ["capture", "capture", "capture", "capture", "capture"];
const reviews: readonly Verb[] = [
  ...(["acceptMilestone", "acceptMilestone", "acceptMilestone", "acceptMilestone"] as const),
  ...(["deliverMilestone", "deliverMilestone", "deliverMilestone", "deliverMilestone"] as const),
  ...(["acceptMilestoneByTime", "acceptMilestoneByTime", "rejectMilestone"] as const),
];

const selectors = new Map<string, string>();

/** Selector of a function, without 0x. */
function selectorOf(signature: string): string {
  const known = selectors.get(signature);
  if (known !== undefined) return known;
  const selector = toFunctionSelector(signature).slice(2);
  selectors.set(signature, selector);
  return selector;
}

type Word = bigint | number | string | boolean;

/** 32 bytes without 0x: what is a number is padded on the left, as are addresses; 32 bytes stay what they are. */
function word(value: Word): string {
  const hex = typeof value === "string" ? value.slice(2) : BigInt(value).toString(16);
  return hex.padStart(64, "0");
}

const words = (...values: Word[]): string => values.map(word).join("");

const termsWords = new WeakMap<Terms, string>();

function wordsOfTerms(terms: Terms): string {
  const known = termsWords.get(terms);
  if (known !== undefined) return known;
  // The order is that of the declaration.
  const encoded = words(
    ...[terms.payer, terms.payee, terms.token, terms.amount, terms.operator, terms.authoriseBy],
    ...[terms.captureBy, terms.refundBy, terms.fee, terms.arbiter, terms.arbitration],
    ...[terms.silence, terms.annex, terms.orderReference, terms.salt],
  );
  termsWords.set(terms, encoded);
  return encoded;
}

const annexWords = new WeakMap<Annex, string>();

/** Without the word that says where the content is. */
function wordsOfAnnex(annex: Annex): string {
  const known = annexWords.get(annex);
  if (known !== undefined) return known;
  const encoded = encodeAnnex(annex).slice(2 + 64);
  annexWords.set(annex, encoded);
  return encoded;
}

/** Calldata of a verb; `annex` where it takes one, and a signature of 32 bytes where it takes one. */
export function encodeVerb(
  verb: Exclude<Verb, "claim">,
  { terms, annex }: { terms: Terms; annex?: Annex },
  values: readonly Word[],
  signature?: Hex,
): Hex {
  const head = 15 + (annex ? 1 : 0) + values.length + (signature ? 1 : 0);
  const tail = annex ? wordsOfAnnex(annex) : "";
  const annexAt = annex ? word(head * 32) : "";
  const signatureAt = signature ? word(head * 32 + tail.length / 2) : "";
  const signed = signature ? words(32, signature) : "";
  const selector = selectorOf(`${verb}(${verbs[verb]})`);
  return `0x${selector}${wordsOfTerms(terms)}${annexAt}${words(...values)}${signatureAt}${tail}${signed}`;
}

export const encodeCall = (signature: string, ...values: Word[]): Hex =>
  `0x${selectorOf(signature)}${words(...values)}`;

const ids = new WeakMap<Terms, Hex>();

/** `keccak256(abi.encode(chain id, escrow, terms))`. */
export function paymentId(site: Site, terms: Terms): Hex {
  const known = ids.get(terms);
  if (known !== undefined) return known;
  const id = keccak256(`0x${words(site.chainId, site.escrow)}${wordsOfTerms(terms)}`);
  ids.set(terms, id);
  return id;
}

const typeHash = (text: string): Hex => keccak256(stringToHex(text));
const domainType = typeHash(
  "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)",
);
const receiveType = typeHash(
  "ReceiveWithAuthorization(address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce)",
);
const permitType = typeHash(
  "Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)",
);
const tokenName = typeHash("Plain token");
const tokenVersion = typeHash("1");

/** What is signed for a token (EIP-712). An actor's signature of it is the digest itself. */
function digest(site: Site, token: Address, content: string): Hex {
  const domain = words(domainType, tokenName, tokenVersion, site.chainId, token);
  return keccak256(concat(["0x1901", keccak256(`0x${domain}`), keccak256(`0x${content}`)]));
}

const largest = 2n ** 120n - 1n;
const invoices: readonly Hex[] = [zeroHash, toHex(1n, { size: 32 }), toHex(2n, { size: 32 })];
/** Accounts that never act. */
const bystanders = Array.from({ length: 20 }, (_, index): Address =>
  numberToHex(0xb0000 + index, { size: 20 }),
);

/** What the actors have of each token at first. */
export const initialBalances: readonly bigint[] = [
  2n ** 122n,
  2n ** 122n,
  10n ** 13n,
  40n,
  0n,
  10n,
];

/** What the rules say of the tokens at first, fees in basis points. */
export const initialFees: Record<
  "plain" | "blocking" | "faulty",
  { feeMinimum: number; feeMaximum: number }
> = {
  plain: { feeMinimum: 0, feeMaximum: 500 },
  blocking: { feeMinimum: 100, feeMaximum: 300 },
  faulty: { feeMinimum: 0, feeMaximum: 500 },
};

/** Makes random histories, with what the ledger says of every step. */
class Maker {
  readonly #site: Site;
  readonly #calendar: Calendar;
  readonly #bounds: Bounds;
  readonly #random: Random;
  readonly #ledger: PaymentLedger;
  readonly #drafts: Draft[] = [];
  readonly #entered = new Set<string>();
  #salt = 0n;

  constructor(site: Site, calendar: Calendar, bounds: Bounds, seed: number) {
    this.#site = site;
    this.#calendar = calendar;
    this.#bounds = bounds;
    this.#random = new Random(seed);
    const { actors, escrow, feeReceiver, plain, blocking, faulty } = site;
    this.#ledger = new PaymentLedger(escrow, bounds, {
      feeReceiver,
      tokens: new Map([
        [plain, initialFees.plain],
        [blocking, initialFees.blocking],
        [faulty, initialFees.faulty],
      ]),
      arbiters: new Set(actors.slice(4)),
    });
    for (const address of [plain, blocking, faulty]) {
      const token = new TokenLedger();
      this.#ledger.tokens.set(address, token);
      for (const [index, actor] of actors.entries()) {
        token.mint(actor, initialBalances[index] ?? 0n);
        token.approve(actor, escrow, maxUint256);
      }
    }
  }

  make(seed: number): History {
    const { start, tick, moments: count, stepsEach, end } = this.#calendar;
    const moments: Step[][] = [];
    for (let moment = 0; moment < count; moment += 1) {
      this.#ledger.now = start + moment * tick;
      const steps: Step[] = [];
      for (let step = 0; step < stepsEach; step += 1) steps.push(this.#step());
      moments.push(steps);
    }
    const afterwards = this.#observe();
    this.#ledger.now = end;
    const ending = this.#ending();
    return {
      seed,
      moments,
      afterwards,
      ending,
      finally: this.#observe(),
      ledger: this.#ledger,
      entered: this.#entered,
    };
  }

  #step(): Step {
    const { blocking, faulty, plain, actors, escrow, feeReceiver } = this.#site;
    const random = this.#random;
    const kind = random.integer(1, 100);
    if (kind <= 5) return this.#block(random.pick([blocking, faulty]));
    if (kind <= 11) return this.#fault();
    if (kind <= 13) return this.#rebase(random.pick([9_000n, 9_999n, 10_001n, 15_000n]));
    if (kind <= 16) return this.#approve(random.pick([plain, blocking, faulty]));
    if (kind === 17) return this.#rule();
    const waiting = [plain, blocking, faulty].flatMap((token) =>
      [...actors, feeReceiver]
        .filter((account) => this.#ledger.claimable(token, account) > 0n)
        .map((account) => ({ token, account })),
    );
    if ((waiting.length > 0 && kind <= 30) || kind === 18) return this.#verb(this.#claim(waiting));
    return this.#verb(this.#call(), escrow);
  }

  #verb(call: Call, target = this.#site.escrow): Step {
    const { verb, what, actor, data, apply } = call;
    return { verb, what, actor, target, data, refusals: apply() };
  }

  /** A call of any verb, mostly one that makes sense. */
  #call(): Call {
    const random = this.#random;
    const authorised = this.#drafts.filter(({ terms }) => this.#ledger.payments.has(terms));
    const alive = authorised.filter(({ terms }) => this.#ledger.payment(terms).held > 0n);
    const few = alive.length === 0 ? 0.5 : 0.12;
    if (authorised.length === 0 || (this.#drafts.length < 8 && random.fraction() < few)) {
      const open = this.#drafts.filter(({ terms }) => !this.#ledger.payments.has(terms));
      const draft =
        open.length > 0 && (this.#drafts.length >= 8 || random.fraction() < 0.25)
          ? random.pick(open)
          : this.#newDraft();
      return this.#authorisation(random.pick(authorisations), draft);
    }
    const draft = random.pick(alive.length > 0 && random.fraction() < 0.8 ? alive : authorised);
    return this.#later(this.#fitting(draft), draft);
  }

  #fitting({ terms }: Draft): Verb {
    const random = this.#random;
    if (random.fraction() < 0.1) return random.pick(verbNames);
    const { phase, held, refundable, dispute } = this.#ledger.payment(terms);
    if (phase === PaymentPhase.Disputed) {
      const ends: readonly Verb[] = ["acceptSettlement", "decide", "decide", "endDispute"];
      return random.pick([...ends, "offerSettlement", "offerSettlement", "refund", "void"]);
    }
    const fitting: Verb[] = ["refund"];
    if (refundable > 0n) fitting.push("refund", "refund");
    if (held === 0n) return random.pick(fitting);
    fitting.push("void", "reclaim");
    const isLate = this.#ledger.now > terms.captureBy;
    if (isLate) fitting.push("reclaim", "reclaim", "reclaim", "reclaim", "reclaim", "reclaim");
    if (terms.arbiter !== zeroAddress && dispute.decideBy === 0) {
      fitting.push("openDispute", "openDispute", "openDispute");
    }
    if (terms.operator !== zeroAddress) return random.pick([...fitting, ...captures]);
    return random.pick([...fitting, ...reviews]);
  }

  #authorisation(verb: Verb, draft: Draft): Call {
    const { terms } = draft;
    const annex = this.#annexFor(draft);
    const given = { terms, annex };
    const ledger = this.#ledger;
    const random = this.#random;
    const invoice = random.pick(invoices);
    const anybody = random.pick(this.#site.actors);
    const payer = this.#mostly(terms.payer);
    const text = this.#describe(given);
    switch (verb) {
      case "authorise":
        return this.#made(verb, payer, text, encodeVerb(verb, given, []), (caller) =>
          ledger.authorise(caller, terms, annex),
        );
      case "authoriseFor":
        return this.#made(verb, anybody, text, encodeVerb(verb, given, []), (caller) =>
          ledger.authoriseFor(caller, terms, annex),
        );
      case "authoriseWithPermit": {
        const isRight = random.fraction() < 0.8;
        const deadline = this.#near(ledger.now + random.pick([0, 0, this.#calendar.tick]));
        const nonce = ledger.tokens.get(terms.token)?.approvalNonce(terms.payer) ?? 0;
        const content = words(
          ...[permitType, terms.payer, this.#site.escrow, terms.amount, nonce, deadline],
        );
        const signature = isRight ? digest(this.#site, terms.token, content) : invoice;
        const data = encodeVerb(verb, given, [deadline, 27, signature, zeroHash]);
        // The other tokens take signatures of keys alone, and an actor has none.
        const isValid = isRight && terms.token === this.#site.faulty;
        return this.#made(verb, payer, `${text} permit ${isValid} by ${deadline}`, data, (caller) =>
          ledger.authoriseWithPermit(caller, terms, annex, { isValid, deadline }),
        );
      }
      case "authoriseWithAuthorization": {
        const signed = this.#signedTransfer(draft);
        const { isValid, validAfter, validBefore, signature } = signed;
        const data = encodeVerb(verb, given, [validAfter, validBefore], signature);
        const what = `${text} signed ${isValid} after ${validAfter} before ${validBefore}`;
        return this.#made(verb, anybody, what, data, (caller) =>
          ledger.authoriseWithAuthorization(caller, terms, annex, signed),
        );
      }
      case "chargeWithAuthorization": {
        const signed = this.#signedTransfer(draft);
        const { isValid, validAfter, validBefore, signature } = signed;
        const data = encodeVerb(verb, given, [invoice, validAfter, validBefore], signature);
        const what = `${text} signed ${isValid} after ${validAfter} before ${validBefore}`;
        const operator = terms.operator === zeroAddress ? anybody : this.#mostly(terms.operator);
        return this.#made(verb, operator, what, data, (caller) =>
          ledger.chargeWithAuthorization(caller, terms, annex, signed),
        );
      }
      default:
        return this.#made("charge", payer, text, encodeVerb("charge", given, [invoice]), (caller) =>
          ledger.charge(caller, terms, annex),
        );
    }
  }

  /** A call that concerns a payment which was authorised, or one that was not. */
  #later(verb: Verb, right: Draft): Call {
    const random = this.#random;
    const ledger = this.#ledger;
    if (verb === "claim") return this.#claim([]);
    if (authorisations.includes(verb)) return this.#authorisation(verb, right);
    const draft =
      random.fraction() < 0.02
        ? { ...right, terms: { ...right.terms, salt: this.#nextSalt() } }
        : right;
    const { terms } = draft;
    const annex = this.#annexFor(draft);
    const given = { terms, annex };
    const payment = ledger.payment(terms);
    const id = this.#name(terms);
    const hash = random.pick(invoices);
    const { payer, payee, operator, arbiter } = terms;
    const anybody = random.pick(this.#site.actors);
    switch (verb) {
      case "capture": {
        const amount = this.#amount(payment.held);
        return this.#made(
          verb,
          this.#mostly(operator),
          `${id} ${amount}`,
          encodeVerb(verb, given, [amount, hash]),
          (caller) => ledger.capture(caller, terms, annex, amount),
        );
      }
      case "void":
        return this.#made(
          verb,
          this.#mostly(random.pick([payee, operator])),
          id,
          encodeVerb(verb, { terms }, []),
          (caller) => ledger.void(caller, terms),
        );
      case "reclaim":
        return this.#made(verb, anybody, id, encodeVerb(verb, { terms }, []), (caller) =>
          ledger.reclaim(caller, terms),
        );
      case "refund": {
        const amount = this.#amount(payment.refundable);
        return this.#made(
          verb,
          this.#mostly(random.pick([payee, payee, operator])),
          `${id} ${amount}`,
          encodeVerb(verb, { terms }, [amount, hash]),
          (caller) => ledger.refund(caller, terms, amount),
        );
      }
      case "deliverMilestone": {
        const index = this.#milestoneIndex(draft);
        return this.#made(
          verb,
          this.#mostly(payee),
          `${id} ${index} ${hash.slice(-1)}`,
          encodeVerb(verb, given, [index, hash]),
          (caller) => ledger.deliverMilestone(caller, terms, annex, index, hash),
        );
      }
      case "acceptMilestone": {
        const index = this.#milestoneIndex(draft);
        const known = ledger.milestone(terms, index);
        const isKnown = known.phase !== MilestonePhase.Open && random.fraction() < 0.85;
        const invoice = isKnown ? known.invoice : hash;
        return this.#made(
          verb,
          this.#official(annex),
          `${id} ${index} ${invoice.slice(-1)}`,
          encodeVerb(verb, given, [index, invoice]),
          (caller) => ledger.acceptMilestone(caller, terms, annex, index, invoice),
        );
      }
      case "rejectMilestone": {
        const index = this.#milestoneIndex(draft);
        return this.#made(
          verb,
          this.#official(annex),
          `${id} ${index}`,
          encodeVerb(verb, given, [index, hash]),
          (caller) => ledger.rejectMilestone(caller, terms, annex, index),
        );
      }
      case "acceptMilestoneByTime": {
        const index = this.#milestoneIndex(draft);
        return this.#made(
          verb,
          anybody,
          `${id} ${index}`,
          encodeVerb(verb, given, [index]),
          (caller) => ledger.acceptMilestoneByTime(caller, terms, annex, index),
        );
      }
      case "openDispute":
        return this.#made(
          verb,
          this.#mostly(random.pick([payer, payee])),
          id,
          encodeVerb(verb, { terms }, [hash]),
          (caller) => ledger.openDispute(caller, terms),
        );
      case "offerSettlement": {
        const amount = this.#amount(payment.held);
        return this.#made(
          verb,
          this.#mostly(random.pick([payer, payee])),
          `${id} ${amount}`,
          encodeVerb(verb, { terms }, [amount]),
          (caller) => ledger.offerSettlement(caller, terms, amount),
        );
      }
      case "acceptSettlement": {
        const { offer, offeredBy } = payment.dispute;
        const other = offeredBy === payer ? payee : payer;
        const amount = random.fraction() < 0.85 ? offer : this.#amount(payment.held);
        return this.#made(
          verb,
          random.fraction() < 0.8 ? other : random.pick([payer, payee, anybody]),
          `${id} ${amount}`,
          encodeVerb(verb, given, [amount]),
          (caller) => ledger.acceptSettlement(caller, terms, annex, amount),
        );
      }
      case "decide": {
        const amount = this.#amount(payment.held);
        return this.#made(
          verb,
          this.#mostly(arbiter),
          `${id} ${amount}`,
          encodeVerb(verb, given, [amount, hash]),
          (caller) => ledger.decide(caller, terms, annex, amount),
        );
      }
      default:
        return this.#made(
          "endDispute",
          anybody,
          id,
          encodeVerb("endDispute", given, []),
          (caller) => ledger.endDispute(caller, terms, annex),
        );
    }
  }

  #claim(waiting: readonly { token: Address; account: Address }[]): Call {
    const { actors, escrow, plain, blocking, faulty } = this.#site;
    const random = this.#random;
    const { token, account } =
      waiting.length > 0 && random.fraction() < 0.9
        ? random.pick(waiting)
        : { token: random.pick([plain, blocking, faulty]), account: random.pick(actors) };
    const others = [random.pick(actors), random.pick(actors), escrow, zeroAddress];
    const recipient = random.fraction() < 0.5 ? account : random.pick(others);
    return this.#made(
      "claim",
      account,
      `${this.#name(token)} to ${this.#name(recipient)}`,
      encodeCall("claim(address,address)", token, recipient),
      (caller) => this.#ledger.claim(caller, token, recipient),
    );
  }

  #made(
    verb: Verb,
    actor: Address,
    what: string,
    data: Hex,
    apply: (caller: Address) => string[],
  ): Call {
    // Accounts that only stand in terms cannot act.
    const { actors, feeReceiver } = this.#site;
    const caller = [...actors, feeReceiver].includes(actor) ? actor : this.#random.pick(actors);
    return {
      verb,
      what: `${this.#name(caller)} ${verb} ${what}`,
      actor: caller,
      data,
      apply: () => apply(caller),
    };
  }

  #newDraft(): Draft {
    const random = this.#random;
    const { actors, plain, blocking, faulty } = this.#site;
    const [payer, payee, third, fourth] = random.shuffled(actors.slice(0, 4)) as [
      Address,
      Address,
      Address,
      Address,
    ];
    const arbiter = random.fraction() < 0.65 ? random.pick(actors.slice(4)) : zeroAddress;
    const { arbitrationMinimum, arbitrationMaximum } = this.#bounds;
    const later = (since: number, most: number) =>
      Math.max(since, this.#near(since + random.integer(0, most) * this.#calendar.tick));
    const authoriseBy = later(this.#ledger.now, 1);
    const captureBy = random.fraction() < 0.2 ? authoriseBy : later(this.#ledger.now, 9);
    const refundBy = later(captureBy, 4);
    const amounts = [random.integer(1, 30), random.integer(31, 3_000), random.integer(1, 10 ** 12)];
    const amount = random.fraction() < 0.05 ? largest : BigInt(random.pick(amounts));
    const terms: Terms = {
      payer,
      payee,
      token: random.pick([plain, blocking, faulty, faulty]),
      amount,
      operator: random.pick([payer, payee, third]),
      authoriseBy: Math.min(authoriseBy, captureBy),
      captureBy,
      refundBy,
      fee: random.pick([100, 250, 300]),
      arbiter,
      arbitration:
        arbiter === zeroAddress
          ? 0
          : random.pick([
              arbitrationMinimum,
              arbitrationMinimum,
              arbitrationMinimum + this.#calendar.tick,
              arbitrationMaximum,
            ]),
      silence: arbiter === zeroAddress ? 0 : random.pick([0, 3_333, 5_000, 10_000]),
      annex: zeroHash,
      orderReference: random.pick(invoices),
      salt: this.#nextSalt(),
    };
    let annex = emptyAnnex;
    if (random.fraction() < 0.35) {
      const part = random.pick([1, 3_333, 5_000, 9_999]);
      const shares =
        random.fraction() < 0.05
          ? Array.from({ length: 16 }, (_, index) => ({
              payee: random.pick([payee, third]),
              part: index === 0 ? 10_000 - 15 * 33 : 33,
            }))
          : [
              { payee: random.pick([payee, third]), part },
              { payee: third, part: 10_000 - part },
            ];
      annex = { ...annex, shares };
    }
    if (random.fraction() < 0.4) {
      terms.operator = zeroAddress;
      annex = { ...annex, ...this.#milestones(terms.amount, payer, fourth) };
    }
    const spoilt = random.fraction() < 0.3 ? this.#spoil(terms, annex, third) : { terms, annex };
    // Whoever spoils terms may say what hash they name.
    if (spoilt.terms.annex === zeroHash) spoilt.terms.annex = annexHash(spoilt.annex);
    this.#drafts.push(spoilt);
    return spoilt;
  }

  #milestones(amount: bigint, payer: Address, fourth: Address): Partial<Annex> {
    const random = this.#random;
    const count = random.fraction() < 0.03 ? 64 : random.integer(1, 3);
    const whole = BigInt(count);
    const milestones =
      amount < whole
        ? [amount]
        : Array.from({ length: count }, (_, index) =>
            index === 0 ? amount - (amount / whole) * (whole - 1n) : amount / whole,
          );
    const first = milestones[0] ?? 0n;
    const tick = this.#calendar.tick;
    const officials =
      random.fraction() < 0.04 ? [payer, fourth, ...bystanders.slice(0, 14)] : [payer, fourth];
    return {
      milestones,
      officials,
      twoPersonAbove: random.pick([0n, first - 1n, first, largest]),
      review: random.pick([0, tick - 1, tick, tick + 1, 2 * tick]),
    };
  }

  /** Terms with one thing that is wrong, or nearly. */
  #spoil(terms: Terms, annex: Annex, third: Address): Draft {
    const random = this.#random;
    const { escrow, actors, feeReceiver } = this.#site;
    const { arbitrationMinimum, arbitrationMaximum, horizon } = this.#bounds;
    const now = this.#ledger.now;
    const arbiter = actors[4] ?? zeroAddress;
    const judged = { arbiter, arbitration: arbitrationMinimum };
    const hasMilestones = annex.milestones.length > 0;
    const share = (payee: Address, part: number) => ({ payee, part });
    const halves = (payee: Address) => [share(payee, 5_000), share(third, 5_000)];
    const many = (length: number) =>
      Array.from({ length }, (_, index) => share(third, index === 0 ? 10_000 - (length - 1) : 1));
    const [first = zeroAddress, second = zeroAddress] = annex.officials;
    const ofTerms: Partial<Terms>[] = [
      { amount: 0n },
      { payer: zeroAddress },
      { payee: zeroAddress },
      { payer: escrow },
      { payee: escrow },
      { payee: terms.payer },
      { operator: hasMilestones ? third : zeroAddress },
      { operator: hasMilestones ? third : zeroAddress },
      { authoriseBy: now - 1 },
      { authoriseBy: terms.captureBy + 1 },
      { captureBy: terms.refundBy + 1 },
      { refundBy: now + horizon },
      { refundBy: now + horizon + 1 },
      { captureBy: now + horizon, refundBy: now + horizon },
      { ...judged, arbiter: terms.payer },
      { ...judged, arbiter: terms.payee },
      { ...judged, arbiter: feeReceiver },
      ...(hasMilestones ? [] : [{ ...judged, operator: arbiter }]),
      { ...judged, arbiter: third },
      { ...judged, arbitration: arbitrationMinimum - 1 },
      { ...judged, arbitration: arbitrationMaximum },
      { ...judged, arbitration: arbitrationMaximum + 1 },
      { ...judged, silence: 10_001 },
      { arbiter: zeroAddress, arbitration: arbitrationMinimum, silence: 0 },
      { arbiter: zeroAddress, arbitration: 0, silence: 1 },
      { annex: keccak256("0x01") },
      { token: random.pick(bystanders) },
      { fee: 501 },
      { fee: 99 },
      { fee: 0 },
    ];
    const ofShares: Partial<Annex>[] = [
      { shares: [share(third, 10_000)] },
      { shares: [share(third, 5_000), share(terms.payee, 4_999)] },
      { shares: [share(third, 5_000), share(terms.payee, 5_001)] },
      { shares: [share(third, 10_000), share(terms.payee, 0)] },
      { shares: many(17) },
      { shares: many(16) },
      { shares: halves(zeroAddress) },
      { shares: halves(escrow) },
      { shares: halves(terms.payer) },
    ];
    const { milestones, officials } = annex;
    const ofMilestones: Partial<Annex>[] = [
      { milestones: [...milestones, 0n] },
      { milestones: [...milestones, 1n] },
      { officials: [] },
      { officials: [first, first] },
      { officials: [zeroAddress, second] },
      { officials: [terms.payee, first] },
      { officials: [first], twoPersonAbove: 0n },
      { officials: [first], twoPersonAbove: largest },
      { officials: [...officials, ...bystanders.slice(0, 14)] },
      { officials: [...officials, ...bystanders.slice(0, 15)] },
      { shares: halves(second) },
    ];
    if (hasMilestones && random.fraction() < 0.5) {
      if (random.fraction() < 0.1) {
        const amount = 65n;
        const changed = { milestones: Array.from({ length: 65 }, () => 1n) };
        return { terms: { ...terms, amount }, annex: { ...annex, ...changed } };
      }
      if (random.fraction() < 0.1) {
        const officialsAndArbiter = { officials: [first, arbiter] };
        return { terms: { ...terms, ...judged }, annex: { ...annex, ...officialsAndArbiter } };
      }
      return { terms, annex: { ...annex, ...random.pick(ofMilestones) } };
    }
    if (random.fraction() < 0.3) {
      if (random.fraction() < 0.1) {
        return { terms: { ...terms, ...judged }, annex: { ...annex, shares: halves(arbiter) } };
      }
      return { terms, annex: { ...annex, ...random.pick(ofShares) } };
    }
    return { terms: { ...terms, ...random.pick(ofTerms) }, annex };
  }

  #signedTransfer({ terms }: Draft): {
    isValid: boolean;
    validAfter: number;
    validBefore: number;
    signature: Hex;
  } {
    const random = this.#random;
    const { escrow } = this.#site;
    const { now } = this.#ledger;
    const validAfter = random.pick([0, 0, 0, now - 1, now]);
    const validBefore = random.pick([now + 1, now + 1, now + this.#calendar.tick, 2 ** 40, now]);
    const isValid = random.fraction() < 0.9;
    // Somebody else's payment, or the same with other terms, has another nonce.
    const signedTerms = isValid ? terms : { ...terms, refundBy: terms.refundBy + 1 };
    const nonce = `0x${paymentId(this.#site, signedTerms).slice(2, 50)}${"0".repeat(16)}`;
    const content = words(
      ...[receiveType, terms.payer, escrow, terms.amount, validAfter, validBefore, nonce],
    );
    const signature = digest(this.#site, terms.token, content);
    // Only an actor signs.
    const signs = this.#site.actors.includes(terms.payer);
    return { isValid: isValid && signs, validAfter, validBefore, signature };
  }

  #approve(address: Address): Step {
    const actor = this.#random.pick(this.#site.actors);
    const value = this.#random.pick([0n, 5n, maxUint256, maxUint256]);
    this.#token(address).approve(actor, this.#site.escrow, value);
    const data = encodeCall("approve(address,uint256)", this.#site.escrow, value);
    return this.#outside(actor, address, data, `approve ${this.#name(address)} ${value}`);
  }

  #block(address: Address): Step {
    const { actors, feeReceiver, escrow } = this.#site;
    const token = this.#token(address);
    const account = this.#random.pick([
      ...actors.slice(0, 4),
      ...actors.slice(0, 4),
      feeReceiver,
      escrow,
    ]);
    const blocked = !token.blocked.delete(account);
    if (blocked) token.blocked.add(account);
    const data = encodeCall("setBlocked(address,bool)", account, blocked);
    const what = `set blocked ${this.#name(address)} ${this.#name(account)} ${blocked}`;
    return this.#outside(this.#site.stranger, address, data, what);
  }

  #fault(): Step {
    const { faulty, stranger, escrow } = this.#site;
    const token = this.#token(faulty);
    if (token.fault === "reenters" || this.#random.fraction() < 0.3) {
      const isPlanned = this.#random.fraction() < 0.6;
      if (isPlanned) {
        const draft = this.#drafts[0];
        const isAny = draft !== undefined && this.#random.fraction() < 0.5;
        const call = isAny ? this.#later(this.#random.pick(verbNames), draft) : this.#call();
        const { actor, data, verb, what, apply } = call;
        this.#entered.add(verb);
        token.entering = unguarded.includes(verb) ? apply : undefined;
        const plan = encodeAbiParameters(
          [{ type: "address" }, { type: "address" }, { type: "bytes4" }, { type: "bytes" }],
          [actor, escrow, toFunctionSelector("ReentrancyGuardReentrantCall()"), data],
        ).slice(2);
        const selector = selectorOf("plan(address,address,bytes4,bytes)");
        return this.#outside(stranger, faulty, `0x${selector}${plan}`, `plan: ${what}`);
      }
    }
    const isOver = token.fault !== "none" && this.#random.fraction() < 0.6;
    token.fault = isOver ? "none" : this.#random.pick([...faults, "reenters", "reenters"]);
    const data = encodeCall("setFault(uint8)", faults.indexOf(token.fault));
    return this.#outside(stranger, faulty, data, `set fault ${token.fault}`);
  }

  #rebase(points: bigint): Step {
    const { actors, escrow, feeReceiver, faulty, stranger } = this.#site;
    const accounts = [...actors, escrow, feeReceiver];
    this.#token(faulty).rebase(accounts, points);
    const data = encodeCall(
      "rebase(address[],uint256)",
      ...[64, points, accounts.length, ...accounts],
    );
    return this.#outside(stranger, faulty, data, `rebase ${points}`);
  }

  #rule(): Step {
    const { administrator, rules, actors, plain, blocking } = this.#site;
    const random = this.#random;
    const said = this.#ledger.rules;
    if (random.fraction() < 0.5) {
      const token = random.pick([plain, blocking]);
      if (said.tokens.delete(token)) {
        const data = encodeCall("dismissToken(address)", token);
        return this.#outside(administrator, rules, data, `dismiss ${this.#name(token)}`);
      }
      said.tokens.set(token, initialFees.plain);
      const { feeMinimum, feeMaximum } = initialFees.plain;
      const data = encodeCall("allowToken(address,uint16,uint16)", token, feeMinimum, feeMaximum);
      return this.#outside(administrator, rules, data, `allow ${this.#name(token)}`);
    }
    const arbiter = random.pick(actors.slice(4));
    const isDismissed = said.arbiters.delete(arbiter);
    if (!isDismissed) said.arbiters.add(arbiter);
    const verb = isDismissed ? "dismissArbiter" : "appointArbiter";
    const data = encodeCall(`${verb}(address)`, arbiter);
    return this.#outside(administrator, rules, data, `${verb} ${this.#name(arbiter)}`);
  }

  #outside(actor: Address, target: Address, data: Hex, what: string): Step {
    return { verb: what.split(" ", 2).join(" "), what, actor, target, data, refusals: [] };
  }

  /** What a stranger does when all deadlines are over, by what the interface says. */
  #ending(): Step[] {
    const { stranger, escrow } = this.#site;
    const ledger = this.#ledger;
    return this.#drafts.flatMap(({ terms, annex }): Step[] => {
      const { phase, held } = ledger.payment(terms);
      const id = this.#name(terms);
      const step = (verb: "endDispute" | "reclaim", data: Hex, refusals: string[]): Step[] => [
        { verb, what: `stranger ${verb} ${id}`, actor: stranger, target: escrow, data, refusals },
      ];
      if (phase === PaymentPhase.Disputed) {
        const data = encodeVerb("endDispute", { terms, annex }, []);
        return step("endDispute", data, ledger.endDispute(stranger, terms, annex));
      }
      if (phase !== PaymentPhase.Open || held === 0n) return [];
      const data = encodeVerb("reclaim", { terms }, []);
      return step("reclaim", data, ledger.reclaim(stranger, terms));
    });
  }

  /** All that the ledger knows and a view shows. */
  #observe(): Observation {
    const { actors, escrow, feeReceiver, plain, blocking, faulty } = this.#site;
    const ledger = this.#ledger;
    const labels: string[] = [];
    let views = "";
    let answers = "";
    const observe = (target: Address, data: Hex, answer: Record<string, Word>, label: string) => {
      const length = (data.length / 2 - 1).toString(16).padStart(4, "0");
      views += target.slice(2) + length + data.slice(2);
      for (const [name, value] of Object.entries(answer)) {
        labels.push(`${label} ${name}`);
        answers += word(value);
      }
    };
    const accounts = [...actors, feeReceiver];
    for (const token of [plain, blocking, faulty]) {
      for (const account of [...accounts, escrow]) {
        const balance = this.#token(token).balanceOf(account);
        const data = encodeCall("balanceOf(address)", account);
        observe(token, data, { balance }, `${this.#name(token)} ${this.#name(account)}`);
      }
      for (const account of accounts) {
        const claimable = ledger.claimable(token, account);
        const data = encodeCall("claimable(address,address)", token, account);
        observe(escrow, data, { claimable }, `${this.#name(token)} ${this.#name(account)}`);
      }
    }
    observe(
      faulty,
      encodeCall("unguarded()"),
      { calls: this.#token(faulty).unguarded },
      "unguarded",
    );
    for (const { terms, annex } of this.#drafts) {
      const id = paymentId(this.#site, terms);
      const label = this.#name(terms);
      const { held, refundable, phase, dispute, milestones } = ledger.payment(terms);
      const { decideBy, offer, offeredBy } = dispute;
      observe(escrow, encodeCall("payment(bytes32)", id), { held, refundable, phase }, label);
      const ofDispute = { decideBy, offer, offeredBy };
      observe(escrow, encodeCall("dispute(bytes32)", id), ofDispute, `${label} dispute`);
      for (const index of [...milestones.keys(), annex.milestones.length]) {
        const data = encodeCall("milestone(bytes32,uint256)", id, index);
        const milestone = ledger.milestone(terms, index);
        const { official, reviewUntil, phase: ofMilestone, invoice } = milestone;
        const answer = { official, reviewUntil, phase: ofMilestone, invoice };
        observe(escrow, data, answer, `${label} milestone ${index}`);
      }
    }
    return { views, words: answers, labels };
  }

  #token(address: Address): TokenLedger {
    const token = this.#ledger.tokens.get(address);
    if (!token) throw new Error(`The ledger has no token ${address}.`);
    return token;
  }

  #near(time: number): number {
    return time + this.#random.pick([-1, 0, 0, 1]);
  }

  /** From 0 to one too much, often at the edges. */
  #amount(most: bigint): bigint {
    const random = this.#random;
    const inside = random.fraction();
    if (inside < 0.5) return (most * BigInt(random.integer(1, 1000)) + 999n) / 1000n;
    const edges = [0n, 1n, most - 1n, most, most, most + 1n];
    const edge = random.pick(edges);
    return edge < 0n || edge > largest ? most : edge;
  }

  #mostly(account: Address): Address {
    return this.#random.fraction() < 0.9 ? account : this.#random.pick(this.#site.actors);
  }

  #official(annex: Annex): Address {
    return annex.officials.length === 0
      ? this.#random.pick(this.#site.actors)
      : this.#mostly(this.#random.pick(annex.officials.slice(0, 2)));
  }

  #milestoneIndex({ annex }: Draft): number {
    const last = Math.min(annex.milestones.length, 3);
    return this.#random.fraction() < 0.95
      ? this.#random.integer(0, Math.max(0, last - 1))
      : annex.milestones.length;
  }

  #annexFor(draft: Draft): Annex {
    if (this.#random.fraction() < 0.97) return draft.annex;
    return { ...draft.annex, review: draft.annex.review + 1 };
  }

  #nextSalt(): bigint {
    this.#salt += 1n;
    return this.#salt;
  }

  #name(what: Address | Terms): string {
    if (typeof what !== "string") {
      const index = this.#drafts.findIndex(({ terms }) => terms === what);
      return index < 0 ? "unknown payment" : `payment ${index}`;
    }
    const { actors, escrow, feeReceiver, plain, blocking, faulty } = this.#site;
    const names = new Map<Address, string>([
      ...actors.map((actor, index): [Address, string] => [actor, `actor ${index}`]),
      [escrow, "escrow"],
      [feeReceiver, "fee receiver"],
      [plain, "plain"],
      [blocking, "blocking"],
      [faulty, "faulty"],
      [zeroAddress, "nobody"],
    ]);
    return names.get(what) ?? what;
  }

  #describe({ terms, annex }: Draft): string {
    const since = (time: number) => `${time - this.#calendar.start}`;
    return [
      `${this.#name(terms)}: ${this.#name(terms.payer)} pays ${this.#name(terms.payee)}`,
      `${terms.amount} ${this.#name(terms.token)}, operator ${this.#name(terms.operator)}`,
      `times ${[terms.authoriseBy, terms.captureBy, terms.refundBy].map(since).join(" ")}`,
      `fee ${terms.fee}, arbiter ${this.#name(terms.arbiter)} ${terms.arbitration} ${terms.silence}`,
      `shares ${annex.shares.map(({ payee, part }) => `${this.#name(payee)} ${part}`).join("; ")}`,
      `milestones ${annex.milestones.join(" ")}`,
      `officials ${annex.officials.map((official) => this.#name(official)).join("; ")}`,
      `two above ${annex.twoPersonAbove}, review ${annex.review}`,
    ].join(", ");
  }
}

/** The random history of this seed at a site. */
export const makeHistory = (
  site: Site,
  calendar: Calendar,
  bounds: Bounds,
  seed: number,
): History => new Maker(site, calendar, bounds, seed).make(seed);
