import { expect } from "chai";
import hre from "hardhat";
import {
  decodeErrorResult,
  decodeEventLog,
  encodeFunctionData,
  numberToHex,
  parseAbi,
  toFunctionSelector,
  zeroAddress,
  zeroHash,
  type Abi,
  type Address,
  type Hex,
} from "viem";
import { formatAbiItem } from "viem/utils";

import { TestChain } from "../../support/chain.ts";
import {
  annexHash,
  emptyAnnex,
  type Annex,
  type Bounds,
  type Terms,
} from "../../support/payment-ledger.ts";
import {
  encodeCall,
  encodeVerb,
  initialBalances,
  initialFees,
  makeHistory,
  verbNames,
  type Calendar,
  type History,
  type Observation,
  type Site,
  type Step,
  type Verb,
} from "../../support/payment-histories.ts";

const histories = 10_000;
/** Histories that advance together: each has actors and tokens of its own. */
const together = 50;
const firstSeed = 20_000;
/** Replays one history alone: the seed that a failure prints. */
const replayed = process.env["FOEDUS_HISTORY"];

const runnerAbi = parseAbi([
  "function makeActors(uint256 count)",
  "function makeClones(address original, uint256 count)",
  "function run(bytes steps)",
  "function observe(bytes views, uint256 words) view returns (bytes answers)",
  "event Made(address[] accounts)",
  "event Ran(bytes outcomes)",
]);

/** Enough for a moment of all histories. */
const gas = numberToHex(2n ** 34n);
const gasOfBlock = numberToHex(2n ** 36n);
const lower = (address: string) => address.toLowerCase() as Address;

describe("The escrow of payments and a ledger of what its interface says", () => {
  let chain: TestChain;
  let sender: Address;
  let runner: Address;
  let sites: Site[];
  let bounds: Bounds;
  let calendar: Calendar;
  let errors: Map<string, string>;
  let founded: unknown;
  /** How often tokens called while they moved. */
  let entries = 0n;

  before(async function () {
    this.timeout(300_000);
    chain = await TestChain.create();
    await chain.request("evm_setBlockGasLimit", gasOfBlock);
    [sender] = (await chain.request("eth_accounts")) as [Address];
    runner = await deploy("HistoryRunner");
    const count = replayed === undefined ? together : 1;

    const [administrator, stranger, feeReceiver, ...actors] = await make("makeActors", [
      BigInt(3 + 6 * count),
    ]);
    if (!administrator || !stranger || !feeReceiver) throw new Error("No actor was made.");
    const clones = async (name: string) => make("makeClones", [await deploy(name), BigInt(count)]);
    const plain = await clones("PlainToken");
    const blocking = await clones("BlockingToken");
    const faulty = await clones("TokenWithFaults");

    const authority = await deploy("Authority", [administrator, 3600]);
    const rules = await deploy("PaymentRules", [authority, feeReceiver]);
    // A breaker that is not there pauses nothing.
    const breaker = stranger;
    const escrow = await deploy("PaymentEscrow", [breaker, rules]);
    const chainId = Number(await chain.request("eth_chainId"));
    sites = plain.map((token, index): Site => {
      const [ofBlocking, ofFaulty] = [blocking[index], faulty[index]];
      if (!ofBlocking || !ofFaulty) throw new Error("A token was not made.");
      const own = actors.slice(6 * index, 6 * index + 6);
      const shared = { chainId, escrow, rules, feeReceiver, administrator, stranger };
      return { ...shared, actors: own, plain: token, blocking: ofBlocking, faulty: ofFaulty };
    });
    errors = await errorNames();
    for (const site of sites)
      expect(new Set(await outcomes(foundation(site)))).to.deep.equal(new Set([""]));

    bounds = await readBounds();
    const tick = Math.floor(bounds.arbitrationMinimum / 2);
    const moments = 12;
    const start = (await chain.now()) + 1_000_000;
    calendar = {
      start,
      tick,
      moments,
      stepsEach: 2,
      end: start + moments * tick + bounds.horizon + bounds.arbitrationMaximum + 1,
    };
    founded = await chain.request("evm_snapshot");
  });

  after(async () => {
    await chain.connection.close();
  });

  it(`agree in ${histories} random histories, and time alone empties the escrow`, async function () {
    this.timeout(900_000);
    const seeds =
      replayed === undefined
        ? Array.from({ length: histories }, (_, index) => firstSeed + index)
        : [Number(replayed)];
    const differences: string[] = [];
    const succeeded = new Map<string, number>();
    const refused = new Map<string, number>();
    const entered = new Set<string>();
    const count = (counts: Map<string, number>, what: string) =>
      counts.set(what, (counts.get(what) ?? 0) + 1);

    for (let first = 0; first < seeds.length; first += sites.length) {
      const made = seeds.slice(first, first + sites.length).map((seed, index) => {
        const site = sites[index];
        if (!site) throw new Error(`There is no site ${index}.`);
        return makeHistory(site, calendar, bounds, seed);
      });
      differences.push(...(await play(made)));
      for (const history of made) {
        assertSums(history);
        for (const verb of history.entered) entered.add(verb);
        for (const { verb, refusals } of [...history.moments.flat(), ...history.ending]) {
          if (refusals.length === 0) count(succeeded, verb);
          if (refusals.length === 1) count(refused, refusals[0] ?? "");
        }
      }
    }
    expect(
      differences.slice(0, 20).join("\n\n"),
      `${differences.length} histories differ`,
    ).to.equal("");
    if (replayed !== undefined) return;
    for (const verb of verbNames) {
      expect(succeeded.get(verb) ?? 0, `${verb} succeeded`).to.be.greaterThan(50);
      expect([...entered], "verbs that tokens called").to.include(verb);
    }
    expect(entries, "calls of tokens while they moved").to.be.greaterThan(1_000);
    // The runner gives more gas than any payout needs.
    const own = [...errors.values()].filter(
      (name) => /^(PaymentEscrow|Custody)/.test(name) && name !== "CustodyGasTooLow",
    );
    for (const name of own) {
      expect(refused.get(name) ?? 0, `${name} was the only reason`).to.be.greaterThan(50);
    }
  });

  it("refuses an arbiter who gets the fees", async () => {
    const { draft, site } = await agreement();
    const terms = { ...draft.terms, arbiter: site.feeReceiver };
    expect(await outcomeOf(site, terms.payer, "authorise", { ...draft, terms }, [])).to.equal(
      "PaymentEscrowArbiterIsParty",
    );
  });

  it("pays what silence has accepted, even if an official rejects it after the review", async () => {
    const { draft, site } = await agreement();
    const { terms, annex } = draft;
    const invoice = `0x${"00".repeat(31)}01` as const;
    const [official = site.stranger] = annex.officials;
    expect(await outcomeOf(site, terms.payer, "authorise", draft, [])).to.equal("");
    expect(await outcomeOf(site, terms.payee, "deliverMilestone", draft, [0, invoice])).to.equal(
      "",
    );
    await chain.wait(annex.review + 1);
    await outcomeOf(site, official, "rejectMilestone", draft, [0, invoice]);
    expect(await outcomeOf(site, site.stranger, "acceptMilestoneByTime", draft, [0])).to.equal("");
  });

  /** Plays histories side by side; answers how the chain differs from the ledger, one text a history. */
  async function play(made: readonly History[]): Promise<string[]> {
    expect(await chain.request("evm_revert", founded)).to.equal(true);
    founded = await chain.request("evm_snapshot");
    const differences = new Map<History, string>();
    const note = (history: History, text: () => string) => {
      if (!differences.has(history)) {
        differences.set(history, `FOEDUS_HISTORY=${history.seed}: ${text()}`);
      }
    };
    const advance = async (time: number, steps: (history: History) => readonly Step[]) => {
      await chain.nextAt(time);
      const all = made.flatMap((history) => steps(history).map((step) => ({ history, step })));
      const results = await outcomes(all.map(({ step }) => step));
      for (const [index, { history, step }] of all.entries()) {
        const result = results[index] ?? "nothing";
        const agrees = step.refusals.length === 0 ? result === "" : step.refusals.includes(result);
        if (agrees) continue;
        note(history, () => {
          const told = step.refusals.join(" or ") || "success";
          const { moments, ending } = history;
          const before = [...moments.flatMap((moment, at) => moment.map((one) => ({ one, at })))];
          const position = before.findIndex(({ one }) => one === step);
          const tale = (position < 0 ? before : before.slice(0, position + 1)).map(
            ({ one, at }) =>
              `  ${at * calendar.tick} ${one.what} -> ${one.refusals.join(" or ") || "success"}`,
          );
          if (ending.includes(step)) tale.push(`  at the end ${step.what}`);
          return [
            `${step.verb}: ledger ${told}, escrow ${result || "success"}`,
            ...(replayed === undefined ? tale.slice(-1) : tale),
          ].join("\n");
        });
      }
    };
    const compare = async (observation: (history: History) => Observation) => {
      const all = made.map((history) => ({ history, seen: observation(history) }));
      const answers = await observe(all.map(({ seen }) => seen));
      let from = 0;
      for (const { history, seen } of all) {
        const answer = answers.slice(from, from + seen.words.length);
        from += seen.words.length;
        if (answer === seen.words) continue;
        note(history, () =>
          seen.labels
            .flatMap((label, index) => {
              const [ledger, escrow] = [seen.words, answer].map((all) =>
                BigInt(`0x${all.slice(index * 64, index * 64 + 64)}`),
              );
              return ledger === escrow ? [] : [`${label}: ledger ${ledger}, chain ${escrow}`];
            })
            .join("\n"),
        );
      }
    };

    for (let moment = 0; moment < calendar.moments; moment += 1) {
      await advance(
        calendar.start + moment * calendar.tick,
        ({ moments }) => moments[moment] ?? [],
      );
    }
    await compare(({ afterwards }) => afterwards);
    await advance(calendar.end, ({ ending }) => ending);
    await compare((history) => history.finally);
    const counters = sites.map(({ faulty }): Observation => {
      const data = encodeCall("entries()");
      return { views: `${faulty.slice(2)}0004${data.slice(2)}`, words: "", labels: ["entries"] };
    });
    const counted = await observe(counters);
    for (let at = 0; at < counted.length; at += 64)
      entries += BigInt(`0x${counted.slice(at, at + 64)}`);
    return [...differences.values()];
  }

  /** Terms of a payment with one milestone that nobody has authorised. */
  async function agreement(): Promise<{ draft: { terms: Terms; annex: Annex }; site: Site }> {
    expect(await chain.request("evm_revert", founded)).to.equal(true);
    founded = await chain.request("evm_snapshot");
    const site = sites[0];
    const [payer, payee, official] = site?.actors ?? [];
    if (!site || !payer || !payee || !official) throw new Error("There is no site.");
    const annex = { ...emptyAnnex, milestones: [5n], officials: [official], twoPersonAbove: 5n };
    const reviewed: Annex = { ...annex, review: 3_600 };
    const now = await chain.now();
    const terms: Terms = {
      ...{ payer, payee, token: site.plain, amount: 5n, operator: zeroAddress, fee: 0 },
      ...{ authoriseBy: now + 3_600, captureBy: now + 86_400, refundBy: now + 86_400 },
      ...{ arbiter: site.actors[4] ?? zeroAddress, arbitration: bounds.arbitrationMinimum },
      ...{ silence: 0, annex: annexHash(reviewed), orderReference: zeroHash, salt: 0n },
    };
    await outcomes([
      {
        ...{ verb: "appoint", what: "appoint", refusals: [] },
        ...{ actor: site.administrator, target: site.rules },
        data: encodeCall("appointArbiter(address)", site.feeReceiver),
      },
    ]);
    return { draft: { terms, annex: reviewed }, site };
  }

  async function outcomeOf(
    site: Site,
    actor: Address,
    verb: Exclude<Verb, "claim">,
    draft: { terms: Terms; annex: Annex },
    values: readonly (number | Hex)[],
  ): Promise<string> {
    const data = encodeVerb(verb, draft, values);
    const step = { verb, what: verb, actor, target: site.escrow, data, refusals: [] };
    return (await outcomes([step]))[0] ?? "nothing";
  }

  /** ES2, ES4 and ES5, in the ledger itself. */
  function assertSums({ seed, ledger }: History): void {
    const total = (amounts: readonly bigint[]) => amounts.reduce((sum, one) => sum + one, 0n);
    const what = `FOEDUS_HISTORY=${seed}`;
    for (const [address, token] of ledger.tokens) {
      // What the token did by itself: nobody else's money makes up for it, and nobody gets what it gave.
      const own = token.driftOf(ledger.escrow);
      const balance = token.balanceOf(ledger.escrow);
      expect(balance - own, `${what} ES1, ES5`).to.equal(ledger.waiting(address));
      expect(balance >= 0n, `${what} ES1`).to.equal(true);
    }
    for (const [terms, payment] of ledger.payments) {
      const captured = total(payment.captured);
      const paid = (kind: string) =>
        total(payment.payouts.filter((one) => one.what === kind).map(({ amount }) => amount));
      expect(payment.held, what).to.equal(0n);
      expect(captured + payment.returned, `${what} ES2`).to.equal(terms.amount);
      expect(payment.refundable, `${what} ES2`).to.equal(captured - payment.refunded);
      expect(payment.refundable >= 0n, `${what} ES2`).to.equal(true);
      expect(paid("capture") + paid("fee"), `${what} ES4`).to.equal(captured);
      expect(paid("return"), `${what} ES2`).to.equal(payment.returned);
      expect(paid("refund"), `${what} ES2`).to.equal(payment.refunded);
    }
  }

  /** What makes a site: money, approvals, rules. */
  function foundation(site: Site): Step[] {
    const { actors, administrator, rules, escrow } = site;
    const call = (actor: Address, target: Address, data: Hex): Step => {
      return { verb: "found", what: "found", actor, target, data, refusals: [] };
    };
    return [
      ...(["plain", "blocking", "faulty"] as const).flatMap((name) => {
        const { feeMinimum, feeMaximum } = initialFees[name];
        const allow = "allowToken(address,uint16,uint16)";
        return [
          call(administrator, rules, encodeCall(allow, site[name], feeMinimum, feeMaximum)),
          ...actors.flatMap((actor, index) => {
            const mint = encodeCall("mint(address,uint256)", actor, initialBalances[index] ?? 0n);
            const approve = encodeCall("approve(address,uint256)", escrow, 2n ** 256n - 1n);
            return [call(actor, site[name], mint), call(actor, site[name], approve)];
          }),
        ];
      }),
      ...actors
        .slice(4)
        .map((actor) => call(administrator, rules, encodeCall("appointArbiter(address)", actor))),
    ];
  }

  /** Bounds that the escrow names in its errors. */
  async function readBounds(): Promise<Bounds> {
    const escrow = sites[0]?.escrow;
    const [payer, payee, arbiter] = [sites[0]?.actors[0], sites[0]?.actors[1], sites[0]?.actors[4]];
    const token = sites[0]?.plain;
    if (!escrow || !payer || !payee || !arbiter || !token) throw new Error("There is no site.");
    const { abi } = await hre.artifacts.readArtifact("PaymentEscrow");
    const now = await chain.now();
    const zero = `0x${"00".repeat(32)}` as const;
    const annex = { shares: [], milestones: [], officials: [], twoPersonAbove: 0n, review: 0 };
    const refusal = async (changes: object): Promise<readonly unknown[]> => {
      const terms = {
        ...{ payer, payee, token, amount: 1n, operator: payee, fee: 0, arbiter, silence: 0 },
        ...{ authoriseBy: now, captureBy: now, refundBy: now, arbitration: 0, annex: zero },
        ...{ orderReference: zero, salt: 0n, ...changes },
      };
      const data = encodeFunctionData({
        abi: abi,
        functionName: "authorise",
        args: [terms, annex],
      });
      try {
        await chain.request("eth_call", { from: payer, to: escrow, data }, "latest");
      } catch (error) {
        const { data: reason } = error as { data: Hex };
        const { errorName, args } = decodeErrorResult({ abi: abi, data: reason });
        return [errorName, ...args];
      }
      throw new Error("The escrow took terms that are wrong.");
    };
    const late = await refusal({ refundBy: 2 ** 48 - 1, arbitration: 2 ** 20 });
    const short = await refusal({ arbitration: 1 });
    expect([late[0], short[0]]).to.deep.equal([
      "PaymentEscrowTimesInvalid",
      "PaymentEscrowArbitrationInvalid",
    ]);
    return {
      arbitrationMinimum: Number(short[3]),
      arbitrationMaximum: Number(short[4]),
      horizon: Number(late[4]) - now,
    };
  }

  /** Names of errors by their selectors. */
  async function errorNames(): Promise<Map<string, string>> {
    const names = new Map([["ffffffff", "no reason"]]);
    for (const contract of ["PaymentEscrow", "PaymentRules", "TokenWithFaults"]) {
      const { abi } = await hre.artifacts.readArtifact(contract);
      for (const item of abi as Abi) {
        if (item.type !== "error") continue;
        const selector = toFunctionSelector(formatAbiItem(item));
        names.set(selector.slice(2), item.name);
      }
    }
    return names;
  }

  async function send(data: Hex, to?: Address): Promise<Hex> {
    return (await chain.request("eth_sendTransaction", { from: sender, to, data, gas })) as Hex;
  }

  async function deploy(name: string, args: readonly (Address | number)[] = []): Promise<Address> {
    const { bytecode } = await hre.artifacts.readArtifact(name);
    const words = args.map((arg) => encodeCall("x()", arg).slice(10)).join("");
    const { contractAddress } = await chain.receipt(await send(`${bytecode as Hex}${words}`));
    if (!contractAddress) throw new Error(`${name} was not deployed.`);
    return lower(contractAddress);
  }

  async function make(
    functionName: "makeActors" | "makeClones",
    args: readonly (Address | bigint)[],
  ): Promise<Address[]> {
    const abi: Abi = runnerAbi;
    const data = encodeFunctionData({ abi, functionName, args });
    const event = decodeEventLog({ abi: runnerAbi, ...(await logOf(data)) });
    if (event.eventName !== "Made") throw new Error("Nothing was made.");
    return event.args.accounts.map(lower);
  }

  /** Lets actors act in one transaction; the name of an error for each, or nothing. */
  async function outcomes(steps: readonly Step[]): Promise<string[]> {
    const packed = steps.map(({ actor, target, data }) => {
      const length = (data.length / 2 - 1).toString(16).padStart(4, "0");
      return actor.slice(2) + target.slice(2) + length + data.slice(2);
    });
    const { data } = await logOf(calldata("run(bytes)", packed.join("")));
    return steps.map((_, index) => {
      // The word that says where the bytes are, and their length, come first.
      const selector = data.slice(2 + 128 + 8 * index, 2 + 128 + 8 * index + 8);
      return selector === "00000000" ? "" : (errors.get(selector) ?? selector);
    });
  }

  async function observe(all: readonly Observation[]): Promise<string> {
    const words = all.reduce((sum, { labels }) => sum + labels.length, 0);
    const views = all.map((one) => one.views).join("");
    const data = calldata("observe(bytes,uint256)", views, words);
    const call = { from: sender, to: runner, data, gas: gasOfBlock };
    return ((await chain.request("eth_call", call, "latest")) as Hex).slice(2 + 128);
  }

  /** A call with bytes, and perhaps a number. */
  function calldata(signature: string, bytes: string, number?: number): Hex {
    const values = number === undefined ? [32] : [64, number];
    const padded = bytes.padEnd(Math.ceil(bytes.length / 64) * 64, "0");
    return `${encodeCall(signature, ...values, bytes.length / 2)}${padded}`;
  }

  /** The one event of a transaction to the runner. */
  async function logOf(data: Hex): Promise<{ data: Hex; topics: [Hex, ...Hex[]] }> {
    const { logs, status } = await chain.receipt(await send(data, runner));
    const log = logs.findLast(({ address }) => lower(address) === runner);
    if (status !== "success" || !log) throw new Error("The runner did not run.");
    return { data: log.data, topics: log.topics as [Hex, ...Hex[]] };
  }
});
