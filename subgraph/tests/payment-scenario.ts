import assert from "node:assert/strict";

import {
  type Abi,
  type Address,
  type ContractFunctionArgs,
  type ContractFunctionName,
  createPublicClient,
  createTestClient,
  createWalletClient,
  encodeAbiParameters,
  encodeFunctionData,
  type EncodeFunctionDataParameters,
  getAbiItem,
  type Hex,
  http,
  keccak256,
  stringToHex,
  zeroAddress,
  zeroHash,
} from "viem";
import { generatePrivateKey, type PrivateKeyAccount, privateKeyToAccount } from "viem/accounts";

import { authorityAbi } from "../../generated/contracts/Authority.ts";
import { euroTokenAbi, euroTokenAt } from "../../generated/contracts/EuroToken.ts";
import { paymentEscrowAbi, paymentEscrowAt } from "../../generated/contracts/PaymentEscrow.ts";
import { paymentRulesAbi, paymentRulesAt } from "../../generated/contracts/PaymentRules.ts";
import { paymentStreamsAbi, paymentStreamsAt } from "../../generated/contracts/PaymentStreams.ts";
import { subscriptionsAbi, subscriptionsAt } from "../../generated/contracts/Subscriptions.ts";
import { treasuryAbi, treasuryAt } from "../../generated/contracts/Treasury.ts";
import { roles } from "../../generated/roles.ts";
import type { ContractName } from "../manifest.ts";

interface System {
  rpc: string;
  addresses: Record<ContractName, Address>;
  ask: <T>(query: string) => Promise<T>;
  /** Resolves once the index holds everything up to a block. */
  indexed: (block: number) => Promise<void>;
  /** What an executed decision does, without the votes; answers with the block. */
  decide: (target: Address, data: Hex) => Promise<number>;
}

type Terms = ContractFunctionArgs<typeof paymentEscrowAbi, "nonpayable", "authorise">[0];
type Annex = ContractFunctionArgs<typeof paymentEscrowAbi, "nonpayable", "authorise">[1];
type StreamTerms = ContractFunctionArgs<typeof paymentStreamsAbi, "nonpayable", "open">[0];
type SubscriptionTerms = ContractFunctionArgs<
  typeof subscriptionsAbi,
  "nonpayable",
  "subscribe"
>[0];

/** What the escrow says, and which of the values the log has under the same name. */
const escrowLog: Record<string, readonly string[]> = {
  PaymentAuthorised: ["payer", "payee", "actor"],
  AnnexAgreed: [],
  PaymentCaptured: ["actor", "amount", "fee", "invoice", "held", "refundable"],
  PaymentVoided: ["actor", "amount"],
  PaymentReclaimed: ["actor", "amount"],
  PaymentRefunded: ["actor", "amount", "creditNote", "refundable"],
  MilestoneDelivered: ["actor", "invoice", "reviewUntil"],
  MilestoneApproved: ["actor", "invoice"],
  MilestoneRejected: ["actor", "reason"],
  MilestoneAccepted: ["actor", "byTime"],
  DisputeOpened: ["actor", "evidence", "decideBy"],
  SettlementOffered: ["actor", "payeeAmount"],
  DisputeSettled: ["actor", "payeeAmount", "payerAmount", "fee", "document", "refundable"],
};

/** Events that no suite holds: gnd cannot emit tuples, and without PaymentAuthorised there is no payment to say something about. */
export const escrowEvents = Object.keys(escrowLog).map((event) => `PaymentEscrow.${event}`);

const [phases, milestonePhases] = [
  ["NONE", "OPEN", "DISPUTED"],
  ["OPEN", "DELIVERED", "APPROVED", "ACCEPTED"],
];
const [streamStatuses, subscriptionStatuses] = [
  ["NONE", "RUNNING", "PAUSED", "ENDED"],
  ["NONE", "ACTIVE", "CANCELLED"],
];
const moneyStatuses = ["OPEN", "ALLOWED", "BLOCKED"];
const contributionKeys = ["HEADS", "POPULATION", "DATA"];
const outcomes = ["SETTLEMENT", "DECISION", "SILENCE"];

/** Who takes part. */
const persons = [
  "issuer",
  "payer",
  "payee",
  "sharer",
  "operator",
  "arbiter",
  "sponsor",
  "official",
  "second",
  "clerk",
  "colleague",
  "anybody",
] as const;
type Person = (typeof persons)[number];

const counted = [
  "payments",
  "paymentStreams",
  "paymentSubscriptions",
  "budgetLines",
  "treasuryProposals",
  "contributionCalls",
] as const;
type Counted = (typeof counted)[number];

const euro = 1_000_000n;
const [hour, day] = [3_600, 86_400];
const noAnnex: Annex = { shares: [], milestones: [], officials: [], twoPersonAbove: 0n, review: 0 };
const word = (text: string) => stringToHex(text, { size: 32 });
const lower = (address: string) => address.toLowerCase();
const sum = (amounts: readonly string[]) => amounts.reduce((all, one) => all + BigInt(one), 0n);

/** Goes through everything that the contracts for payments can do, and asks index and contracts for the same. */
export function paymentComparisons(
  system: System,
): { name: string; compare: () => Promise<void> }[] {
  const { rpc, addresses, ask, indexed, decide } = system;
  const client = createPublicClient({ transport: http(rpc, { batch: true }), cacheTime: 0 });
  const chain = createTestClient({ mode: "hardhat", transport: http(rpc) });
  const token = addresses.EuroToken;
  const money = euroTokenAt(token, client);
  const escrowThere = paymentEscrowAt(addresses.PaymentEscrow, client);
  const streamsThere = paymentStreamsAt(addresses.PaymentStreams, client);
  const subscriptionsThere = subscriptionsAt(addresses.Subscriptions, client);
  const treasuryThere = treasuryAt(addresses.Treasury, client);
  const custodians = {
    [lower(addresses.PaymentEscrow)]: escrowThere,
    [lower(addresses.PaymentStreams)]: streamsThere,
  };

  /** Every block of the scenario: what is true after each of them is compared later, as of then. */
  const blocks: number[] = [];
  let salt = 0n;

  /** Calls of a contract by an account of ours. */
  function verbs<const abi extends Abi>(target: Address, abi: abi) {
    return async function act<name extends ContractFunctionName<abi, "nonpayable">>(
      account: PrivateKeyAccount,
      functionName: name,
      args: ContractFunctionArgs<abi, "nonpayable", name>,
    ): Promise<void> {
      const data = encode(abi, functionName, args);
      const wallet = createWalletClient({ transport: http(rpc), account });
      const hash = await wallet.sendTransaction({ to: target, data, chain: null });
      const receipt = await client.waitForTransactionReceipt({ hash, pollingInterval: 20 });
      assert.equal(receipt.status, "success", functionName);
      blocks.push(Number(receipt.blockNumber));
    };
  }

  function encode<const abi extends Abi, name extends ContractFunctionName<abi>>(
    abi: abi,
    functionName: name,
    args: ContractFunctionArgs<abi, "nonpayable", name>,
  ): Hex {
    return encodeFunctionData({ abi, functionName, args } as EncodeFunctionDataParameters);
  }

  const euros = verbs(token, euroTokenAbi);
  const escrow = verbs(addresses.PaymentEscrow, paymentEscrowAbi);
  const streams = verbs(addresses.PaymentStreams, paymentStreamsAbi);
  const subscriptions = verbs(addresses.Subscriptions, subscriptionsAbi);
  const treasury = verbs(addresses.Treasury, treasuryAbi);

  async function decided(target: Address, data: Hex): Promise<void> {
    blocks.push(await decide(target, data));
  }

  const now = async () => Number((await client.getBlock()).timestamp);

  async function newAccount(): Promise<PrivateKeyAccount> {
    const account = privateKeyToAccount(generatePrivateKey());
    await chain.setBalance({ address: account.address, value: 10n ** 20n });
    return account;
  }

  let people: Record<Person, PrivateKeyAccount>;
  /** How many the sample has, before anything here happens. */
  let atFirst: Record<Counted, number>;

  async function prepare(): Promise<void> {
    const found = await ask<Record<Counted, unknown[]>>(
      `{ ${counted.map((name) => `${name}(first: 1000) { id }`).join(" ")} }`,
    );
    atFirst = Object.fromEntries(
      counted.map((name) => [name, found[name].length]),
    ) as typeof atFirst;
    const accounts = await Promise.all(persons.map(newAccount));
    people = Object.fromEntries(persons.map((name, i) => [name, accounts[i]])) as typeof people;
    const { issuer, payer, payee, sponsor, arbiter, clerk, colleague } = people;
    const granted = [
      [roles.MONEY_ISSUERS, issuer],
      [roles.MONEY_LISTS, issuer],
      [roles.TOKEN_BRIDGES, issuer],
      [roles.FINANCE, clerk],
      [roles.FINANCE, colleague],
    ] as const;
    for (const [role, { address }] of granted)
      await decided(addresses.Authority, encode(authorityAbi, "grantRole", [role, address, 0]));
    await decided(
      addresses.PaymentRules,
      encode(paymentRulesAbi, "appointArbiter", [arbiter.address]),
    );
    const holders = [payer, payee, sponsor];
    for (const { address } of [...holders, { address: addresses.Treasury }])
      await euros(issuer, "mint", [address, 100_000n * euro, word("paid in")]);
    for (const holder of holders) {
      for (const spender of [
        addresses.PaymentEscrow,
        addresses.PaymentStreams,
        addresses.Subscriptions,
        addresses.Treasury,
      ])
        await euros(holder, "approve", [spender, 50_000n * euro]);
    }
  }

  /** Where the token refuses what it would pay an account, the contract keeps it. */
  async function whileBlocked(account: Address, act: () => Promise<void>): Promise<void> {
    await euros(people.issuer, "setMoneyStatus", [account, 2, word("reason")]);
    await act();
    await euros(people.issuer, "setMoneyStatus", [account, 0, word("no reason any more")]);
  }

  async function termsOf(own: Partial<Terms>, annex: Annex = noAnnex): Promise<[Terms, Annex]> {
    const time = await now();
    const terms: Terms = {
      payer: people.payer.address,
      payee: people.payee.address,
      token,
      amount: 1_000n * euro + 33n,
      operator: annex.milestones.length > 0 ? zeroAddress : people.operator.address,
      authoriseBy: time + hour,
      captureBy: time + 30 * day,
      refundBy: time + 60 * day,
      fee: 150,
      arbiter: people.arbiter.address,
      arbitration: 2 * hour,
      silence: 2_500,
      annex: annex === noAnnex ? zeroHash : annexHash(annex),
      orderReference: word("order 7"),
      salt: ++salt,
      ...own,
    };
    return [terms, annex];
  }

  async function authorised(own: Partial<Terms> = {}, annex?: Annex): Promise<[Terms, Annex]> {
    const agreed = await termsOf(own, annex);
    await escrow(people.payer, "authorise", agreed);
    return agreed;
  }

  async function useEscrow(): Promise<void> {
    const { payer, payee, sharer, operator, arbiter, sponsor, official, second, anybody } = people;
    const invoice = word("invoice");

    const [simple] = await authorised();
    await escrow(operator, "capture", [simple, noAnnex, 400n * euro + 1n, invoice]);
    await escrow(operator, "capture", [simple, noAnnex, 600n * euro + 32n, zeroHash]);
    await escrow(payee, "refund", [simple, 10n * euro, word("credit note")]);
    await escrow(payee, "refund", [simple, 1n, zeroHash]);

    // Somebody else pays, and what goes back goes to the payer all the same; nobody can dispute it, and no order stands behind it.
    const [gift] = await termsOf({
      arbiter: zeroAddress,
      arbitration: 0,
      silence: 0,
      orderReference: zeroHash,
    });
    await escrow(sponsor, "authoriseFor", [gift, noAnnex]);
    await escrow(operator, "capture", [gift, noAnnex, 5n * euro, invoice]);
    await escrow(payee, "void", [gift]);

    await escrow(payer, "charge", [...(await termsOf({ fee: 0 })), invoice]);
    const [signed] = await termsOf({});
    const transfer = {
      from: payer.address,
      to: addresses.PaymentEscrow,
      value: signed.amount,
      validAfter: 0n,
      validBefore: BigInt(signed.authoriseBy),
      nonce: await escrowThere.read.fundingNonce([signed]),
    };
    const signature = await payer.signTypedData({
      domain: {
        name: "Foedus test euro",
        version: "1",
        chainId: await client.getChainId(),
        verifyingContract: token,
      },
      types: {
        ReceiveWithAuthorization: [
          { name: "from", type: "address" },
          { name: "to", type: "address" },
          { name: "value", type: "uint256" },
          { name: "validAfter", type: "uint256" },
          { name: "validBefore", type: "uint256" },
          { name: "nonce", type: "bytes32" },
        ],
      },
      primaryType: "ReceiveWithAuthorization",
      message: transfer,
    });
    await escrow(anybody, "authoriseWithAuthorization", [
      signed,
      noAnnex,
      0n,
      transfer.validBefore,
      signature,
    ]);

    const shared: Annex = {
      ...noAnnex,
      shares: [
        { payee: payee.address, part: 3_333 },
        { payee: sharer.address, part: 6_667 },
      ],
    };
    const [terms, annex] = await authorised({}, shared);
    await whileBlocked(sharer.address, () =>
      escrow(operator, "capture", [terms, annex, 100n * euro, invoice]),
    );
    await escrow(operator, "capture", [terms, annex, 50n * euro, invoice]);
    await escrow(sharer, "claim", [token, sponsor.address]);

    await useMilestones([official, second]);

    // A dispute ends by agreement, by decision, by silence, or because the payee gives all back.
    const evidence = word("evidence");
    const [settled] = await authorised();
    await escrow(operator, "capture", [settled, noAnnex, 10n * euro, invoice]);
    await escrow(payer, "openDispute", [settled, evidence]);
    await escrow(payer, "offerSettlement", [settled, 1n]);
    await escrow(payee, "offerSettlement", [settled, 700n * euro]);
    await escrow(payer, "acceptSettlement", [settled, noAnnex, 700n * euro]);
    const [judged] = await authorised();
    await escrow(payee, "openDispute", [judged, evidence]);
    await whileBlocked(payer.address, () =>
      escrow(arbiter, "decide", [judged, noAnnex, 200n * euro, word("reasons")]),
    );
    const [silent] = await authorised({}, shared);
    await escrow(payer, "openDispute", [silent, evidence]);
    await chain.increaseTime({ seconds: 2 * hour + 1 });
    await escrow(anybody, "endDispute", [silent, shared]);
    const [yielded] = await authorised();
    await escrow(payer, "openDispute", [yielded, evidence]);
    await escrow(payee, "void", [yielded]);
    const [pending] = await authorised();
    await escrow(payer, "openDispute", [pending, evidence]);
    await escrow(payee, "offerSettlement", [pending, 3n]);

    const [late] = await authorised({ captureBy: (await now()) + 2 * hour });
    await chain.increaseTime({ seconds: 3 * hour });
    await escrow(anybody, "reclaim", [late]);
    // One remains that nobody touches, and one that is overdue.
    await authorised({ captureBy: (await now()) + 2 * hour, orderReference: word("overdue") });
    await authorised();
  }

  async function useMilestones([official, second]: [
    PrivateKeyAccount,
    PrivateKeyAccount,
  ]): Promise<void> {
    const { payee, anybody } = people;
    const annex: Annex = {
      shares: [],
      milestones: [100n, 400n, 200n, 50n, 60n, 350n].map((amount) => amount * euro),
      officials: [official.address, second.address],
      twoPersonAbove: 300n * euro,
      review: day,
    };
    const [terms] = await authorised({ amount: 1_160n * euro }, annex);
    const [first, next] = [word("invoice 1"), word("invoice 2")];
    // Not delivered, and without an invoice; then with two persons; then by time, after a rejection.
    await escrow(official, "acceptMilestone", [terms, annex, 0n, zeroHash]);
    await escrow(payee, "deliverMilestone", [terms, annex, 1n, first]);
    await escrow(official, "acceptMilestone", [terms, annex, 1n, first]);
    await escrow(second, "acceptMilestone", [terms, annex, 1n, first]);
    await escrow(payee, "deliverMilestone", [terms, annex, 2n, first]);
    await escrow(second, "rejectMilestone", [terms, annex, 2n, word("not done")]);
    await escrow(payee, "deliverMilestone", [terms, annex, 2n, next]);
    await chain.increaseTime({ seconds: day + 1 });
    await escrow(anybody, "acceptMilestoneByTime", [terms, annex, 2n]);
    // Accepted without delivery, for an invoice that only the capture names; then one that stays delivered, and one that is open again.
    await escrow(second, "acceptMilestone", [terms, annex, 3n, next]);
    await escrow(payee, "deliverMilestone", [terms, annex, 4n, next]);
    await escrow(payee, "deliverMilestone", [terms, annex, 5n, next]);
    await escrow(official, "acceptMilestone", [terms, annex, 5n, next]);
    await escrow(second, "rejectMilestone", [terms, annex, 5n, word("done badly")]);
  }

  async function streamTerms(own: Partial<StreamTerms> = {}): Promise<StreamTerms> {
    const time = await now();
    return {
      payer: people.payer.address,
      payee: people.payee.address,
      sponsor: zeroAddress,
      token,
      amountPerPeriod: 7n * euro,
      period: 3_601,
      cap: 5_000n * euro,
      from: time,
      until: time + 10 * day,
      feeBps: 130,
      orderReference: word("service"),
      meter: zeroAddress,
      meterSubject: zeroHash,
      salt: ++salt,
      ...own,
    };
  }

  async function useStreams(): Promise<void> {
    const { payer, payee, sponsor, anybody } = people;
    const { nodes } = await ask<{ nodes: { id: Hex }[] }>(
      `{ nodes(first: 1, where: { status: ACTIVE }) { id } }`,
    );
    const [node] = nodes;
    assert.ok(node, "the sample has an active node");
    const clocked = await streamTerms();
    await streams(payer, "open", [clocked, 500n * euro]);
    await streams(sponsor, "topUp", [clocked, 40n * euro]);
    await chain.increaseTime({ seconds: hour });
    await streams(anybody, "withdraw", [clocked]);
    await streams(payer, "pause", [clocked]);
    await chain.increaseTime({ seconds: hour });
    await streams(payer, "resume", [clocked]);
    await chain.increaseTime({ seconds: hour });
    await whileBlocked(payee.address, () => streams(anybody, "withdraw", [clocked]));
    await whileBlocked(payer.address, () => streams(payer, "end", [clocked]));
    await streams(payee, "claim", [token, payee.address]);

    const metered = await streamTerms({
      sponsor: sponsor.address,
      meter: addresses.NodeRegistry,
      meterSubject: node.id,
      orderReference: zeroHash,
    });
    await streams(sponsor, "openFor", [metered, 300n * euro]);
    await chain.increaseTime({ seconds: hour });
    await streams(anybody, "withdraw", [metered]);
    const paused = await streamTerms();
    await streams(payer, "open", [paused, 3n * euro]);
    await streams(payer, "pause", [paused]);
    const short = await streamTerms({ until: (await now()) + 2 * hour });
    await streams(payer, "open", [short, 5n * euro]);
    await chain.increaseTime({ seconds: 3 * hour });
    await streams(anybody, "end", [short]);
  }

  async function useSubscriptions(): Promise<void> {
    const { payer, payee } = people;
    const from = await now();
    const terms: SubscriptionTerms = {
      payer: payer.address,
      payee: payee.address,
      token,
      amountPerPeriod: 33n * euro,
      period: hour,
      from,
      until: from + 10 * day,
      grace: day,
      feeBps: 170,
      orderReference: word("abo"),
      salt: ++salt,
    };
    await subscriptions(payer, "subscribe", [terms]);
    await subscriptions(payee, "collect", [terms, 0, 13n * euro + 1n, word("invoice")]);
    await subscriptions(payee, "collect", [terms, 0, 1n, zeroHash]);
    await chain.increaseTime({ seconds: hour });
    await subscriptions(payee, "collect", [terms, 1, 33n * euro, word("invoice")]);
    await subscriptions(payer, "cancel", [terms]);
    await subscriptions(payer, "cancel", [{ ...terms, salt: ++salt }]);
    await subscriptions(payer, "subscribe", [{ ...terms, until: terms.until + 1, salt: ++salt }]);
  }

  async function useTreasury(): Promise<void> {
    const { payer, payee, clerk, colleague, operator, anybody } = people;
    const [line, reference] = [word("maintenance"), word("invoice 9")];
    const body = <name extends ContractFunctionName<typeof treasuryAbi, "nonpayable">>(
      functionName: name,
      args: ContractFunctionArgs<typeof treasuryAbi, "nonpayable", name>,
    ) => decided(addresses.Treasury, encode(treasuryAbi, functionName, args));
    const { members } = await ask<{ members: { account: Address }[] }>(
      `{ members(first: 2, orderBy: index, where: { status: ACTIVE, memberRegistry: "${lower(addresses.MemberRegistry)}" }) { account } }`,
    );
    const [member, other] = members;
    assert.ok(member && other, "the sample has members");
    const time = await now();
    await body("openBudgetLine", [
      line,
      token,
      5_000n * euro,
      10n * euro,
      time,
      time + 300 * day,
      word("plan"),
    ]);
    await body("setCeiling", [line, 6_000n * euro, word("another plan")]);
    await body("setTwoPersonAbove", [line, 2_500n * euro]);
    await body("openBudgetLine", [
      word("closed"),
      token,
      1n,
      0n,
      time,
      time + 300 * day,
      word("plan"),
    ]);
    await body("closeBudgetLine", [word("closed")]);
    await body("setContributionShares", [word("GDP"), [member.account, other.account], [5n, 2n]]);
    const due = time + 100 * day;
    await body("callContributions", [
      word("2027"),
      token,
      900n * euro + 1n,
      2,
      0,
      word("GDP"),
      due,
    ]);
    await body("callContributions", [word("heads"), token, 70n * euro, 0, time - 1, zeroHash, due]);
    await body("closeContributions", [word("heads")]);

    await treasury(payer, "contribute", [word("2027"), member.account, 100n * euro]);
    await treasury(payer, "contribute", [word("2027"), member.account, 3n]);
    await treasury(payee, "contribute", [word("2027"), other.account, 50n * euro]);
    await treasury(clerk, "pay", [line, payee.address, 20n * euro, reference]);
    const large = [line, payee.address, 3_000n * euro, zeroHash] as const;
    await treasury(clerk, "proposePayment", large);
    await treasury(colleague, "confirmPayment", large);
    await treasury(colleague, "proposePayment", large);

    const [terms] = await termsOf({ payer: addresses.Treasury, amount: 40n * euro });
    const authorise = encode(paymentEscrowAbi, "authorise", [terms, noAnnex]);
    await treasury(clerk, "fund", [line, addresses.PaymentEscrow, authorise, 45n * euro]);
    const stream = await streamTerms({ payer: addresses.Treasury });
    const open = encode(paymentStreamsAbi, "open", [stream, 400n * euro]);
    const funding = [line, addresses.PaymentStreams, open, 400n * euro] as const;
    await treasury(clerk, "proposeFunding", funding);
    await treasury(clerk, "withdrawProposal", [await treasuryThere.read.fundingId(funding)]);
    await treasury(colleague, "proposeFunding", funding);
    await treasury(clerk, "confirmFunding", funding);
    const pause = encode(paymentStreamsAbi, "pause", [stream]);
    await treasury(clerk, "instruct", [addresses.PaymentStreams, pause]);
    // Fees wait for the treasury, too, while the token refuses it.
    await whileBlocked(addresses.Treasury, async () => {
      await escrow(operator, "capture", [terms, noAnnex, 30n * euro, zeroHash]);
      await escrow(payee, "void", [terms]);
    });
    await treasury(anybody, "collectPayout", [addresses.PaymentEscrow, token]);
  }

  async function useMoney(): Promise<void> {
    const { issuer, payer, sponsor } = people;
    await euros(payer, "transfer", [sponsor.address, 5n]);
    await euros(payer, "transfer", [payer.address, 5n]);
    await euros(payer, "approve", [issuer.address, 100n]);
    await euros(issuer, "redeem", [payer.address, 60n, word("paid out")]);
    await euros(issuer, "crosschainMint", [sponsor.address, 9n]);
    await euros(payer, "transfer", [issuer.address, 4n]);
    await euros(issuer, "crosschainBurn", [issuer.address, 3n]);
    await euros(issuer, "setAllowListOnly", [true]);
    await euros(issuer, "setMoneyStatus", [sponsor.address, 1, word("checked")]);
  }

  /** After every transaction of the scenario, as index and contracts were then. */
  async function compareSums(): Promise<void> {
    await prepare();
    await useEscrow();
    await useStreams();
    await useSubscriptions();
    await useTreasury();
    await useMoney();
    const last = blocks.at(-1);
    assert.ok(last !== undefined && new Set(blocks).size === blocks.length, "every block once");
    await indexed(last);
    for (const block of blocks) await compareSumsAt(block);
  }

  async function compareSumsAt(block: number): Promise<void> {
    const at = `block: { number: ${block} }`;
    const blockNumber = BigInt(block);
    const { custodies, euroToken } = await ask<{
      custodies: {
        contract: Address;
        token: { id: Address };
        held: string;
        claimable: string;
        obligations: string;
        claimables: { account: Address; amount: string }[];
        payments: { held: string }[];
        streams: { held: string }[];
      }[];
      euroToken: {
        supply: string;
        holders: { account: Address; balance: string }[];
      } | null;
    }>(
      `{ custodies(${at}) { contract token { id } held claimable obligations claimables { account amount }
           payments(first: 1000) { held } streams(first: 1000) { held } }
         euroToken(id: "${lower(token)}", ${at}) { supply holders(first: 1000) { account balance } } }`,
    );
    for (const { contract, claimables, payments, streams, ...sums } of custodies) {
      const say = (what: string) => `${what} of ${contract} in block ${block}`;
      const there = custodians[contract];
      assert.ok(there && sums.token.id === lower(token));
      const balance = await money.read.balanceOf([contract], { blockNumber });
      assert.equal(BigInt(sums.obligations), balance, say("obligations"));
      const held = sum([...payments, ...streams].map((one) => one.held));
      assert.equal(BigInt(sums.held), held, say("what is held"));
      const waiting = sum(claimables.map(({ amount }) => amount));
      assert.equal(BigInt(sums.claimable), waiting, say("what waits"));
      assert.equal(BigInt(sums.obligations), held + waiting, say("sum"));
      for (const { account, amount } of claimables)
        assert.equal(
          BigInt(amount),
          await there.read.claimable([token, account], { blockNumber }),
          say(`what waits for ${account}`),
        );
    }
    if (euroToken === null) return;
    const { supply, holders } = euroToken;
    assert.equal(BigInt(supply), sum(holders.map(({ balance }) => balance)), "sum of balances");
    assert.equal(BigInt(supply), await money.read.totalSupply({ blockNumber }), "supply");
    for (const contract of [addresses.Treasury, addresses.PaymentEscrow, addresses.PaymentStreams])
      assert.equal(
        BigInt(holders.find(({ account }) => account === lower(contract))?.balance ?? 0),
        await money.read.balanceOf([contract], { blockNumber }),
        `balance of ${contract} in block ${block}`,
      );
  }

  const dispute = `dispute { openedBy evidence decideBy offer offeredBy outcome payeeAmount payerAmount document endedBy endedAt }`;

  /** What the index tells of a payment is enough to call the escrow. */
  async function comparePayments(): Promise<void> {
    const { payments } = await ask<{ payments: IndexedPayment[] }>(
      `{ payments(first: 1000, orderBy: salt) { id custody { contract } payer payee token { id } amount operator authoriseBy captureBy refundBy fee arbiter arbitration silence
           annex orderReference salt shares(orderBy: index) { payee part } officials twoPersonAbove review
           milestones(orderBy: index) { index amount phase invoice reviewUntil official rejectedFor byTime changedBy }
           phase held refundable captured returned refunded fees authorisedBy ${dispute}
           events(first: 1000, orderBy: ordinal) { __typename ordinal
             ${Object.entries(escrowLog)
               .filter(([, names]) => names.length > 0)
               .map(([event, names]) => `... on ${event} { ${names.join(" ")} }`)
               .join(" ")}
             ... on PaymentCaptured { milestone { index } } } } }`,
    );
    const logs = await client.getContractEvents({
      address: addresses.PaymentEscrow,
      abi: paymentEscrowAbi,
      fromBlock: 0n,
    });
    const said = new Set(logs.map(({ eventName }) => eventName));
    for (const event of Object.keys(escrowLog))
      assert.ok(said.has(event as (typeof logs)[number]["eventName"]), `${event} was emitted`);
    assert.ok(payments.length > atFirst.payments + 12, "there are payments");
    for (const payment of payments) {
      const say = (what: string) => `${what} of payment ${payment.id}`;
      const terms: Terms = {
        payer: payment.payer,
        payee: payment.payee,
        token: payment.token.id,
        amount: BigInt(payment.amount),
        operator: payment.operator ?? zeroAddress,
        authoriseBy: Number(payment.authoriseBy),
        captureBy: Number(payment.captureBy),
        refundBy: Number(payment.refundBy),
        fee: payment.fee,
        arbiter: payment.arbiter ?? zeroAddress,
        arbitration: Number(payment.arbitration),
        silence: payment.silence,
        annex: payment.annex ?? zeroHash,
        orderReference: payment.orderReference ?? zeroHash,
        salt: BigInt(payment.salt),
      };
      assert.equal(await escrowThere.read.paymentId([terms]), payment.id, say("terms"));
      const annex: Annex = {
        shares: payment.shares,
        milestones: payment.milestones.map(({ amount }) => BigInt(amount)),
        officials: payment.officials,
        twoPersonAbove: BigInt(payment.twoPersonAbove),
        review: Number(payment.review),
      };
      if (payment.annex === null) assert.deepEqual(annex, noAnnex, say("no annex"));
      else assert.equal(payment.annex, annexHash(annex), say("annex"));
      const there = await escrowThere.read.payment([payment.id]);
      assert.deepEqual(
        [payment.held, payment.refundable, payment.phase],
        [String(there.held), String(there.refundable), phases[there.phase]],
        say("state"),
      );
      const { amount, held, captured, returned, refunded, refundable } = payment;
      assert.equal(BigInt(amount), sum([held, captured, returned]), say("parts of the amount"));
      assert.equal(
        BigInt(captured),
        sum([refunded, refundable]),
        say("parts of what was captured"),
      );
      await compareMilestones(payment);
      await compareDispute(payment);

      const own = logs.filter(({ args }) => (args as { payment?: Hex }).payment === payment.id);
      const told = own.map(({ eventName, args, blockNumber, logIndex }) => [
        eventName,
        ((blockNumber << 32n) + BigInt(logIndex)).toString(),
        ...(escrowLog[eventName] ?? []).map((name) =>
          asIndexed((args as Record<string, unknown>)[name]),
        ),
      ]);
      assert.deepEqual(
        payment.events.map((event) => [
          event.__typename,
          event.ordinal,
          ...(escrowLog[event.__typename] ?? []).map((name) => event[name]),
        ]),
        told,
        say("log"),
      );
      const fees = own.map(({ args }) => String((args as { fee?: bigint }).fee ?? 0n));
      assert.equal(BigInt(payment.fees), sum(fees), say("fees"));
      assert.equal(payment.authorisedBy, payment.events[0]?.actor, say("who paid"));
    }
    const accepted = payments.flatMap(({ events }) =>
      events.flatMap(({ milestone }) => (milestone ? [milestone] : [])),
    );
    assert.deepEqual(accepted, [{ index: 0 }, { index: 1 }, { index: 2 }, { index: 3 }]);
  }

  async function compareMilestones({ id, payer, milestones }: IndexedPayment): Promise<void> {
    for (const milestone of milestones) {
      const there = await escrowThere.read.milestone([id, BigInt(milestone.index)]);
      assert.deepEqual(
        [milestone.phase, milestone.invoice, milestone.reviewUntil, milestone.official],
        [
          milestonePhases[there.phase],
          asIndexed(there.invoice),
          there.reviewUntil === 0 ? null : String(there.reviewUntil),
          asIndexed(there.official),
        ],
        `milestone ${milestone.index}`,
      );
    }
    // Of one in the sample nobody is known here.
    if (milestones.length === 0 || payer !== lower(people.payer.address)) return;
    const [official, second, anybody, payee] = [
      people.official,
      people.second,
      people.anybody,
      people.payee,
    ].map(({ address }) => lower(address));
    assert.deepEqual(
      milestones.map(({ byTime, changedBy, rejectedFor }) => [byTime, changedBy, rejectedFor]),
      [
        [false, official, null],
        [false, second, null],
        [true, anybody, word("not done")],
        [false, second, null],
        [false, payee, null],
        [false, second, word("done badly")],
      ],
    );
  }

  async function compareDispute({ id, dispute, phase }: IndexedPayment): Promise<void> {
    const there = await escrowThere.read.dispute([id]);
    assert.deepEqual(
      [dispute?.decideBy ?? "0", dispute?.offer ?? "0", dispute?.offeredBy ?? null],
      [String(there.decideBy), String(there.offer), asIndexed(there.offeredBy)],
      `dispute of payment ${id}`,
    );
    assert.equal(dispute !== null && dispute.endedAt === null, phase === "DISPUTED");
    const [settled] = await client.getContractEvents({
      address: addresses.PaymentEscrow,
      abi: paymentEscrowAbi,
      eventName: "DisputeSettled",
      args: { payment: id },
      fromBlock: 0n,
      strict: true,
    });
    const outcome = settled === undefined ? null : outcomes[settled.args.outcome];
    assert.equal(dispute?.outcome ?? null, outcome ?? null, `outcome of payment ${id}`);
    if (settled === undefined) return;
    const { payeeAmount, payerAmount, document, actor } = settled.args;
    assert.deepEqual(
      [dispute?.payeeAmount, dispute?.payerAmount, dispute?.document, dispute?.endedBy],
      [payeeAmount, payerAmount, document, actor].map(asIndexed),
      `end of the dispute of payment ${id}`,
    );
  }

  async function compareStreams(): Promise<void> {
    const answer = await ask<{
      paymentStreams: (Record<"id" | "payer" | "payee", Hex> &
        Record<"orderReference" | "meterSubject" | "sponsor" | "meter", Hex | null> &
        Record<
          | "amountPerPeriod"
          | "period"
          | "cap"
          | "from"
          | "until"
          | "salt"
          | "deposited"
          | "paid"
          | "returned"
          | "held"
          | "counted"
          | "countedAt"
          | "reading"
          | "status",
          string
        > & { feeBps: number; token: { id: Hex }; node: { id: Hex; streams: unknown[] } | null })[];
    }>(
      `{ paymentStreams(first: 1000) { id payer payee sponsor token { id } amountPerPeriod period cap from until feeBps orderReference meter meterSubject
           node { id streams { id } } salt status deposited paid returned held counted countedAt reading } }`,
    );
    assert.equal(answer.paymentStreams.length, atFirst.paymentStreams + 5);
    for (const stream of answer.paymentStreams) {
      const say = (what: string) => `${what} of stream ${stream.id}`;
      const terms: StreamTerms = {
        payer: stream.payer,
        payee: stream.payee,
        sponsor: stream.sponsor ?? zeroAddress,
        token: stream.token.id,
        amountPerPeriod: BigInt(stream.amountPerPeriod),
        period: Number(stream.period),
        cap: BigInt(stream.cap),
        from: Number(stream.from),
        until: Number(stream.until),
        feeBps: stream.feeBps,
        orderReference: stream.orderReference ?? zeroHash,
        meter: stream.meter ?? zeroAddress,
        meterSubject: stream.meterSubject ?? zeroHash,
        salt: BigInt(stream.salt),
      };
      assert.equal(await streamsThere.read.streamId([terms]), stream.id, say("terms"));
      const there = await streamsThere.read.stream([stream.id]);
      assert.deepEqual(
        {
          deposited: BigInt(stream.deposited),
          paid: BigInt(stream.paid),
          counted: Number(stream.counted),
          countedAt: Number(stream.countedAt),
          reading: BigInt(stream.reading),
          status: stream.status,
        },
        { ...there, status: streamStatuses[there.status] },
        say("state"),
      );
      assert.equal(
        BigInt(stream.deposited),
        sum([stream.held, stream.paid, stream.returned]),
        say("parts of what was put in"),
      );
      const isMetered = stream.meter !== null;
      assert.equal(stream.node?.id ?? null, isMetered ? stream.meterSubject : null, say("node"));
      if (isMetered) assert.deepEqual(stream.node?.streams, [{ id: stream.id }]);
    }
  }

  async function compareSubscriptions(): Promise<void> {
    const answer = await ask<{
      paymentSubscriptions: (Record<
        | "amountPerPeriod"
        | "period"
        | "from"
        | "until"
        | "grace"
        | "salt"
        | "status"
        | "end"
        | "collected",
        string
      > &
        Record<"id" | "payer" | "payee", Hex> & {
          orderReference: Hex | null;
          feeBps: number;
          token: { id: Hex };
          periods: { index: string; collected: string }[];
        })[];
    }>(
      `{ paymentSubscriptions(first: 1000) { id payer payee token { id } amountPerPeriod period from until grace feeBps orderReference salt status end
           collected periods { index collected } } }`,
    );
    // What was cancelled before it was agreed is no subscription.
    assert.equal(answer.paymentSubscriptions.length, atFirst.paymentSubscriptions + 2);
    for (const agreed of answer.paymentSubscriptions) {
      const terms: SubscriptionTerms = {
        payer: agreed.payer,
        payee: agreed.payee,
        token: agreed.token.id,
        amountPerPeriod: BigInt(agreed.amountPerPeriod),
        period: Number(agreed.period),
        from: Number(agreed.from),
        until: Number(agreed.until),
        grace: Number(agreed.grace),
        feeBps: agreed.feeBps,
        orderReference: agreed.orderReference ?? zeroHash,
        salt: BigInt(agreed.salt),
      };
      assert.equal(await subscriptionsThere.read.subscriptionId([terms]), agreed.id);
      const there = await subscriptionsThere.read.subscription([agreed.id]);
      assert.deepEqual(
        [agreed.status, Number(agreed.end)],
        [subscriptionStatuses[there.status], there.end],
      );
      for (const { index, collected } of agreed.periods)
        assert.equal(
          BigInt(collected),
          await subscriptionsThere.read.collected([agreed.id, Number(index)]),
        );
      assert.equal(BigInt(agreed.collected), sum(agreed.periods.map((one) => one.collected)));
    }
  }

  async function compareTreasury(): Promise<void> {
    const numbers = [
      ...(["from", "until", "ceiling", "spent"] as const),
      ...(["twoPersonAbove", "spentAlone", "aloneDay"] as const),
    ];
    const answer = await ask<{
      budgetLines: (Record<(typeof numbers)[number], string> & {
        line: Hex;
        token: { id: Hex };
        closedAt: string | null;
      })[];
      treasuryProposals: {
        id: Hex;
        kind: string;
        line: { line: Hex };
        target: Hex;
        call: Hex | null;
        amount: string;
        paymentReference: Hex | null;
        proposer: Hex;
        expiresAt: string;
        endedBy: Hex | null;
      }[];
      fundables: { target: Hex; known: boolean; functions: { selector: Hex; named: boolean }[] }[];
      contributionCalls: {
        call: Hex;
        token: { id: Hex };
        total: string;
        contributed: string;
        key: string;
        timepoint: string;
        edition: {
          edition: Hex;
          totalShares: string;
          shares: { member: Hex; share: string }[];
        } | null;
        totalShares: string;
        due: string;
        closedAt: string | null;
        contributions: { member: Hex; amount: string }[];
      }[];
    }>(
      `{ budgetLines { line token { id } ${numbers.join(" ")} closedAt }
         treasuryProposals { id kind line { line } target call amount paymentReference proposer expiresAt endedBy }
         fundables { target known functions { selector named } }
         contributionCalls { call token { id } total contributed key timepoint edition { edition totalShares shares { member share } } totalShares due closedAt contributions { member amount } } }`,
    );
    assert.equal(answer.budgetLines.length, atFirst.budgetLines + 2);
    for (const line of answer.budgetLines) {
      const there = await treasuryThere.read.budgetLine([line.line]);
      assert.deepEqual(
        [line.token.id, line.closedAt !== null, ...numbers.map((name) => line[name])],
        [lower(there.token), there.isClosed, ...numbers.map((name) => String(there[name]))],
      );
    }
    // One was confirmed and proposed again, one withdrawn, proposed again and confirmed.
    assert.equal(answer.treasuryProposals.length, atFirst.treasuryProposals + 2);
    for (const proposal of answer.treasuryProposals) {
      const { line, target, call, paymentReference } = proposal;
      const amount = BigInt(proposal.amount);
      const id =
        proposal.kind === "PAYMENT"
          ? await treasuryThere.read.paymentId([
              line.line,
              target,
              amount,
              paymentReference ?? zeroHash,
            ])
          : await treasuryThere.read.fundingId([line.line, target, call ?? "0x", amount]);
      assert.equal(proposal.id, id);
      const there = await treasuryThere.read.proposal([id]);
      const waits = proposal.endedBy === null;
      assert.deepEqual(
        [lower(there.proposer), there.expiresAt],
        waits ? [proposal.proposer, Number(proposal.expiresAt)] : [zeroAddress, 0],
      );
      assert.equal(waits, proposal.kind === "PAYMENT");
    }
    assert.equal(answer.fundables.length, 2);
    for (const { target, known, functions } of answer.fundables) {
      assert.equal(known, await treasuryThere.read.isKnown([target]));
      assert.ok(functions.length >= 3, "functions are named");
      for (const { selector, named } of functions)
        assert.equal(named, await treasuryThere.read.isFundable([target, selector]));
    }
    assert.equal(answer.contributionCalls.length, atFirst.contributionCalls + 2);
    for (const call of answer.contributionCalls) {
      const there = await treasuryThere.read.contributionCall([call.call]);
      assert.deepEqual(
        {
          token: call.token.id,
          timepoint: Number(call.timepoint),
          due: Number(call.due),
          total: BigInt(call.total),
          contributed: BigInt(call.contributed),
          totalShares: BigInt(call.totalShares),
          key: call.key,
          isClosed: call.closedAt !== null,
          edition: call.edition?.edition ?? zeroHash,
        },
        { ...there, token: lower(there.token), key: contributionKeys[there.key] },
      );
      for (const { member, amount } of call.contributions)
        assert.equal(BigInt(amount), await treasuryThere.read.contributed([call.call, member]));
      assert.equal(BigInt(call.contributed), sum(call.contributions.map((one) => one.amount)));
      for (const { member, share } of call.edition?.shares ?? [])
        assert.equal(
          BigInt(share),
          await treasuryThere.read.contributionShare([call.edition?.edition ?? zeroHash, member]),
        );
    }
  }

  async function compareMoney(): Promise<void> {
    const answer = await ask<{
      euroToken: {
        supply: string;
        allowListOnly: boolean;
        holders: { account: Address; balance: string; status: string }[];
      };
      paymentTokens: { id: Hex; allowed: boolean; feeMinimum: number; feeMaximum: number }[];
      arbiters: { id: Hex; appointed: boolean }[];
    }>(
      `{ euroToken(id: "${lower(token)}") { supply allowListOnly holders(first: 1000) { account balance status } }
         paymentTokens { id allowed feeMinimum feeMaximum } arbiters { id appointed } }`,
    );
    const { allowListOnly, holders } = answer.euroToken;
    assert.equal(allowListOnly, await money.read.allowListOnly());
    assert.ok(holders.length > 5, "there are holders");
    for (const { account, balance, status } of holders) {
      assert.equal(BigInt(balance), await money.read.balanceOf([account]), account);
      assert.equal(status, moneyStatuses[await money.read.moneyStatus([account])], account);
    }
    const rules = paymentRulesAt(addresses.PaymentRules, client);
    assert.ok(answer.paymentTokens.length > 0 && answer.arbiters.length > 0);
    for (const { id, allowed, feeMinimum, feeMaximum } of answer.paymentTokens)
      assert.deepEqual(
        { isAllowed: allowed, feeMinimum, feeMaximum },
        { ...(await rules.read.tokenRule([id])) },
      );
    for (const { id, appointed } of answer.arbiters)
      assert.equal(appointed, await rules.read.isArbiter([id]));
  }

  /** The time series sum to what the entities say, and to the fees that came in. */
  async function compareVolumes(): Promise<void> {
    const answer = await ask<{
      paymentVolumes: (Record<
        "authorised" | "captured" | "returned" | "refunded" | "fees",
        string
      > & { contract: Hex; timestamp: string })[];
      payments: Record<"amount" | "captured" | "returned" | "refunded" | "fees", string>[];
      paymentStreams: Record<"deposited" | "paid" | "returned" | "fees", string>[];
      paymentSubscriptions: Record<"collected" | "fees", string>[];
      paymentMades: { amount: string }[];
      custodies: { contract: Hex; held: string; claimable: string }[];
      obligationLevels: {
        timestamp: string;
        custody: { contract: Hex };
        held: string;
        claimable: string;
      }[];
    }>(
      `{ paymentVolumes(interval: day, current: include, first: 1000) { timestamp contract authorised captured returned refunded fees }
         payments(first: 1000) { amount captured returned refunded fees } paymentStreams(first: 1000) { deposited paid returned fees }
         paymentSubscriptions { collected fees } paymentMades { amount } custodies { contract held claimable }
         obligationLevels(interval: hour, current: include, first: 1000, orderBy: timestamp, orderDirection: desc) { timestamp custody { contract } held claimable } }`,
    );
    const volume = (contract: Address) => {
      const own = answer.paymentVolumes.filter((one) => one.contract === lower(contract));
      const total = (name: "authorised" | "captured" | "returned" | "refunded" | "fees") =>
        sum(own.map((one) => one[name]));
      return [
        total("authorised"),
        total("captured"),
        total("returned"),
        total("refunded"),
        total("fees"),
      ];
    };
    const all = <name extends string>(entities: Record<name, string>[], name: name) =>
      sum(entities.map((one) => one[name]));
    const { payments, paymentStreams: streams, paymentSubscriptions: agreed } = answer;
    assert.deepEqual(volume(addresses.PaymentEscrow), [
      all(payments, "amount"),
      all(payments, "captured"),
      all(payments, "returned"),
      all(payments, "refunded"),
      all(payments, "fees"),
    ]);
    assert.deepEqual(volume(addresses.PaymentStreams), [
      all(streams, "deposited"),
      all(streams, "paid"),
      all(streams, "returned"),
      0n,
      all(streams, "fees"),
    ]);
    assert.deepEqual(volume(addresses.Subscriptions), [
      0n,
      all(agreed, "collected"),
      0n,
      0n,
      all(agreed, "fees"),
    ]);
    assert.deepEqual(volume(addresses.Treasury), [
      0n,
      all(answer.paymentMades, "amount"),
      0n,
      0n,
      0n,
    ]);
    assert.ok(new Set(answer.paymentVolumes.map(({ timestamp }) => timestamp)).size > 1, "days");
    for (const { contract, held, claimable } of answer.custodies) {
      const level = answer.obligationLevels.find(({ custody }) => custody.contract === contract);
      assert.deepEqual([level?.held, level?.claimable], [held, claimable], "level now");
    }
  }

  /** The questions of the README, in the words in which it gives them. */
  async function askForWork(): Promise<void> {
    const time = await now();
    const at = (account: PrivateKeyAccount) => `"${lower(account.address)}"`;
    const { payer, operator, arbiter, official, second, sharer, issuer } = people;
    const roleOf = (account: PrivateKeyAccount, what: string) =>
      [
        ...["payer", "payee", "operator", "arbiter"].map((role) => `${role}: ${at(account)}`),
        `officials_contains: [${at(account)}]`,
      ]
        .map((role) => `{ ${role}, ${what} }`)
        .join(", ");
    const found = await ask<Record<string, { id: Hex }[]>>(
      `{ capturable: payments(where: { or: [${roleOf(operator, `held_gt: 0, captureBy_gte: ${time}, phase: OPEN`)}] }) { id }
         overdue: payments(where: { or: [${roleOf(payer, `held_gt: 0, captureBy_lt: ${time}, phase: OPEN`)}] }) { id }
         disputed: payments(where: { or: [${roleOf(arbiter, "phase: DISPUTED")}] }) { id }
         accepting: payments(where: { or: [${roleOf(official, "held_gt: 0")}] }) { id }
         nothing: payments(where: { or: [${roleOf(issuer, "held_gt: 0")}] }) { id }
         milestones: milestones(where: { phase_in: [DELIVERED, APPROVED], payment_: { officials_contains: [${at(second)}], phase: OPEN } }) { id }
         shares: paymentShares(where: { payee: ${at(sharer)} }) { id }
         lines: budgetLines(where: { closedAt: null }) { id proposals(where: { endedBy: null, expiresAt_gte: ${time} }) { id } }
         waiting: claimables(where: { account: ${at(payer)}, amount_gt: 0 }) { id }
         nodes: nodes(where: { streams_: { held_gt: 0, payer: ${at(payer)} } }) { id streams(where: { meter: "${lower(addresses.NodeRegistry)}", status_not: ENDED }) { id } } }`,
    );
    const counts = Object.entries(found).map(([name, entries]) => [name, entries.length]);
    assert.deepEqual(Object.fromEntries(counts), {
      // Two that were only authorised, one by signature, and the rest of one that has shares.
      capturable: 3,
      overdue: 1,
      disputed: 1,
      accepting: 1,
      nothing: 0,
      milestones: 1,
      shares: 2,
      lines: atFirst.budgetLines + 1,
      // From the escrow and from a stream.
      waiting: 2,
      nodes: 1,
    });
  }

  return [
    {
      name: "After every transaction with money the sums of the index are what the contracts have",
      compare: compareSums,
    },
    { name: "Who has to do something about payments finds it", compare: askForWork },
    ...[
      { name: "Payments, milestones, disputes and their log", compare: comparePayments },
      { name: "Streams", compare: compareStreams },
      { name: "Subscriptions", compare: compareSubscriptions },
      { name: "Budget lines, proposals and contributions", compare: compareTreasury },
      { name: "Test e-money, tokens and arbiters", compare: compareMoney },
      { name: "Volumes and obligations in time", compare: compareVolumes },
    ].map(({ name, compare }) => ({
      name: `${name}: after all that payments can do the index says what the contracts say`,
      compare,
    })),
  ];
}

interface IndexedPayment {
  id: Hex;
  custody: { contract: Hex };
  payer: Hex;
  payee: Hex;
  token: { id: Hex };
  amount: string;
  operator: Hex | null;
  authoriseBy: string;
  captureBy: string;
  refundBy: string;
  fee: number;
  arbiter: Hex | null;
  arbitration: string;
  silence: number;
  annex: Hex | null;
  orderReference: Hex | null;
  salt: string;
  shares: { payee: Hex; part: number }[];
  officials: Hex[];
  twoPersonAbove: string;
  review: string;
  milestones: {
    index: number;
    amount: string;
    phase: string;
    invoice: Hex | null;
    reviewUntil: string | null;
    official: Hex | null;
    rejectedFor: Hex | null;
    byTime: boolean;
    changedBy: Hex | null;
  }[];
  phase: string;
  held: string;
  refundable: string;
  captured: string;
  returned: string;
  refunded: string;
  fees: string;
  authorisedBy: Hex;
  dispute: {
    openedBy: Hex;
    evidence: Hex;
    decideBy: string;
    offer: string | null;
    offeredBy: Hex | null;
    outcome: string | null;
    payeeAmount: string | null;
    payerAmount: string | null;
    document: Hex | null;
    endedBy: Hex | null;
    endedAt: string | null;
  } | null;
  events: ({ __typename: string; ordinal: string; milestone?: { index: number } | null } & Record<
    string,
    unknown
  >)[];
}

function annexHash(annex: Annex): Hex {
  const [, parameter] = getAbiItem({ abi: paymentEscrowAbi, name: "authorise" }).inputs;
  return keccak256(encodeAbiParameters([parameter], [annex]));
}

/** A value of a contract as the index tells it. */
function asIndexed(value: unknown): unknown {
  if (typeof value === "bigint" || typeof value === "number") return String(value);
  if (typeof value !== "string") return value;
  return /^0x0*$/.test(value) ? null : value.toLowerCase();
}
