import { expect } from "chai";
import { slice } from "viem";

import { ballotDigest, signedBy } from "../../../result/ballots.ts";
import { collectResult } from "../../../result/collect.ts";
import type { Ballot, Hex, ResultPackage, Vote } from "../../../result/package.ts";
import { readHeader } from "../../../result/header.ts";
import { ResultError } from "../../../result/result-error.ts";
import { verifyResult, type Verified, type VerifyOptions } from "../../../result/verify.ts";
import { releaseCode } from "../../../scripts/foedus/release-code.ts";
import { DecisionClass } from "../../../deploy/decision-classes.ts";
import { type BesuSealing, besuHeader, besuValidators } from "../../support/besu-blocks.ts";
import { callOf, Support, type Body, type Proposal } from "../../support/body.ts";
import {
  carryOut,
  prepareVoters,
  proposeSigned,
  sendSigned,
  voteInEveryWay,
  voteUntilSettled,
  voting,
} from "../../support/decided-proposal.ts";
import { addedBody } from "../../support/bodies.ts";
import { bodyForEachTest } from "../../support/fixture.ts";
import { membersWith } from "../../support/members.ts";
import { Random } from "../../support/random.ts";

const collect = async (body: Body, { id }: Pick<Proposal, "id">): Promise<ResultPackage> =>
  collectResult(body.chain.client, body.contracts.council.address, id);
const verify = async (
  result: ResultPackage | string,
  options: Partial<VerifyOptions> = {},
): Promise<Verified> =>
  verifyResult(typeof result === "string" ? result : JSON.stringify(result), {
    knownCode: releaseCode(),
    ...options,
  });

/** What the verifier says about a package that does not hold. */
async function refusal(
  result: ResultPackage | string,
  options: Partial<VerifyOptions> = {},
): Promise<string> {
  try {
    await verify(result, options);
  } catch (error) {
    if (!(error instanceof ResultError)) throw error;
    expect(error.remedy).to.match(/\.$/);
    return error.message;
  }
  return "nothing: it holds";
}

/** The same package as if Besu had made and sealed its blocks, which carry what they carried. */
function onBesu(result: ResultPackage, sealingOf: (place: number) => BesuSealing): ResultPackage {
  const { statement, evidence } = copyOf(result);
  const blocks = evidence.blocks.map((block, place) => {
    const { number, time, stateRoot, transactionsRoot, receiptsRoot } = readHeader(block.header);
    const fields = { number, time, stateRoot, transactionsRoot, receiptsRoot };
    return { ...block, ...besuHeader(fields, sealingOf(place)) };
  });
  const genesisHash = blocks[0]?.hash ?? "0x";
  const chain = { ...statement.chain, genesisHash };
  return { ...result, statement: { ...statement, chain }, evidence: { ...evidence, blocks } };
}

const copyOf = (result: ResultPackage): ResultPackage => structuredClone(result);

describe("Result package", () => {
  let keys: Awaited<ReturnType<typeof prepareVoters>>;
  const body = bodyForEachTest({}, async (fresh) => {
    keys = await prepareVoters(fresh);
  });
  const executed = async (): Promise<{ result: ResultPackage; proposal: Proposal }> => {
    const proposal = await proposeSigned(body());
    await voteInEveryWay(body(), proposal, keys);
    await voteUntilSettled(body(), proposal);
    await carryOut(body(), proposal);
    // The state that is proved stands in a later block than what happened last.
    await body().chain.wait(1);
    return { result: await collect(body(), proposal), proposal };
  };

  it("of a proposal that was voted on in every way and executed is computed anew", async () => {
    const { result, proposal } = await executed();
    const { statement, lines } = await verify(result);
    const vote = (place: number) =>
      statement.votes.find(({ member }) => member === body().member(place).account.toLowerCase());
    expect(vote(voting.inPerson)).to.include({
      way: "in person",
      reason: "In person.",
      key: body().representativeOf(voting.inPerson).toLowerCase(),
    });
    expect(vote(voting.carried)).to.include({
      way: "proxy",
      key: body().representativeOf(voting.carrier).toLowerCase(),
    });
    expect(vote(voting.bySignature)).to.include({ way: "signature", support: "abstain" });
    expect(vote(voting.against)).to.include({
      support: "against",
      reason: "Against — “with quotes” & <tags>.",
    });
    expect(vote(voting.silent)).to.equal(undefined);
    expect(statement.outcome).to.include({ vote: "adopted", executed: true, cancelled: false });
    expect(statement.proposal.id).to.equal(String(proposal.id));
    expect(statement.steps.map(({ step }) => step)).to.deep.equal([
      "proposed",
      "decided",
      "queued",
      "executed",
    ]);
    const said = lines.map(({ text }) => text).join("\n");
    for (const kind of ["account", "P-256 key", "passkey", "RSA seal"])
      expect(said).to.match(new RegExp(`The ballot of .. was signed by its ${kind} 0x`));
    const last = result.evidence.blocks.at(-1)!;
    expect(said).to.include(`Block hash ${last.hash} of block ${last.number}`);
    expect(lines.some(({ kind }) => kind === "trusts")).to.equal(true);
  });

  it("with one value changed anywhere is refused, with a sentence that says what", async () => {
    const { result } = await executed();
    const random = new Random(20_261_126);
    const byKind = new Map<string, (string | number)[][]>();
    for (const path of leavesOf(result)) {
      const kind = path.map((step) => (typeof step === "number" ? "*" : step)).join(".");
      byKind.set(kind, [...(byKind.get(kind) ?? []), path]);
    }
    expect(byKind.size).to.be.greaterThan(70);
    for (const [kind, paths] of byKind) {
      const [, expected] = sentences.find(([begin]) => kind.startsWith(begin))!;
      for (const path of random.shuffled(paths).slice(0, 2)) {
        const changed = copyOf(result);
        changeAt(changed, path);
        expect(await refusal(changed), path.join(".")).to.match(expected);
      }
    }
  });

  it("with one byte of the file changed is refused, wherever it is", async () => {
    const { result } = await executed();
    const text = JSON.stringify(result);
    const random = new Random(7);
    for (let count = 0; count < 60; count += 1) {
      const at = random.integer(0, text.length - 1);
      const byte = String.fromCharCode(text.charCodeAt(at) ^ 1);
      const said = await refusal(text.slice(0, at) + byte + text.slice(at + 1));
      expect(said, `byte ${at} of ${text.length}`).not.to.equal("nothing: it holds");
    }
  });

  it("without a vote that was cast is refused, however consistently it is left out", async () => {
    const { result } = await executed();
    const [left] = result.statement.votes;
    const changed = copyOf(result);
    changed.statement.votes = changed.statement.votes.filter(
      ({ member }) => member !== left!.member,
    );
    changed.evidence.blocks = changed.evidence.blocks.filter(
      ({ number }) => number !== left!.block,
    );
    expect(await refusal(changed)).to.match(/the Council holds the vote "for" of AT/);
  });

  it("without its execution or its decision is refused", async () => {
    const { result } = await executed();
    for (const [step, words] of [
      ["executed", "the execution"],
      ["queued", "the queueing"],
    ] as const) {
      const changed = copyOf(result);
      const { block } = changed.statement.steps.find((one) => one.step === step)!;
      changed.statement.steps = changed.statement.steps.filter((one) => one.step !== step);
      changed.evidence.blocks = changed.evidence.blocks.map((one) =>
        one.number === block && one !== changed.evidence.blocks.at(-1)
          ? { ...one, indexes: [], transactions: [], receipts: [] }
          : one,
      );
      expect(await refusal(changed)).to.include(words);
    }
  });

  it("of another network than the one that is known is refused", async () => {
    const { result } = await executed();
    const validators: Hex[] = ["0x00000000000000000000000000000000000000aa"];
    expect(await refusal(result, { validators })).to.match(/carry no seals/);
    expect(await refusal(result, { councils: validators })).to.match(
      /is none that you know of your network/,
    );
    expect(await refusal(result, { genesisExtraData: "0x00" })).to.match(
      /other validators founded/,
    );
    const { council } = result.statement.body;
    const { chainId } = result.statement.chain;
    const known = { councils: [council], chainId };
    expect(await refusal(result, { ...known, chainId: chainId + 1 })).to.match(
      /about chain 31337; your network is chain 31338/,
    );
    expect((await verify(result, known)).lines.at(-1)).to.deep.equal({
      kind: "checked",
      text: `Council ${council} is one of your network.`,
    });
  });

  it("of a network of Besu is proved by its validators, whether headers or a contract name them", async () => {
    const { result } = await executed();
    const validators = besuValidators(4);
    const known = { validators: validators.map(({ address }) => address) };
    const sealers = validators.slice(1);
    const last = result.evidence.blocks.length - 1;
    for (const named of [validators, []]) {
      const made = onBesu(result, (place) => ({ named, sealers: place === 0 ? [] : sealers }));
      const { lines } = await verify(made, known);
      const proved = lines.filter(({ text }) => text.includes("is proved by 3 of 4 validators"));
      expect(proved).to.have.length(last);
      // Whoever knows no validator is told what it rests on.
      const blind = (await verify(made)).lines.filter(({ kind }) => kind === "trusts");
      expect(
        blind.filter(({ text }) => text.includes("its own validators have sealed")),
      ).to.have.length(named.length > 0 ? last : 0);
      expect(await refusal(made, { validators: [] })).to.equal("No validator is known.");
      const strangers = { validators: besuValidators(4, 100).map(({ address }) => address) };
      expect(await refusal(made, strangers)).to.match(
        /by 0 of the 4 validators|by none that is known/,
      );

      const short = onBesu(result, (place) => ({
        named,
        sealers: place === 0 ? [] : place === last ? sealers.slice(1) : sealers,
      }));
      expect(await refusal(short, known)).to.match(/has 2 seals; 3 of its 4 validators/);
      const unsealed = onBesu(result, () => ({ named, sealers: [] }));
      expect(await refusal(unsealed, known)).to.match(/has 0 seals; 3 of its 4 validators/);
      // A header that names nobody does not get around those who are known.
      const forged = onBesu(result, (place) => ({
        named: [],
        sealers: place === 0 ? [] : besuValidators(4, 100),
      }));
      expect(await refusal(forged, known)).to.match(/by none that is known/);
    }
    // Where headers name them, those that were known vouch for those that come.
    const grown = [...validators, ...besuValidators(1, 100)];
    const followed = onBesu(result, (place) => ({
      named: place >= 2 ? grown : validators,
      sealers: [[], sealers, validators][place] ?? grown.slice(1),
    }));
    const { lines } = await verify(followed, known);
    expect(lines.filter(({ text }) => text.includes("of 5 validators"))).to.have.length(last - 2);
  });

  it("does not take the code of another contract for that of a body", async () => {
    const { result } = await executed();
    const knownCode = releaseCode();
    const code: Hex = `${knownCode.council.code.slice(0, -2) as Hex}00`;
    const other = { ...knownCode, council: { ...knownCode.council, code } };
    expect(await refusal(result, { knownCode: other })).to.match(/does not run the code/);
  });

  it("tells who signed, and not when one byte of ballot or signature is another", async () => {
    const { result } = await executed();
    const { statement } = result;
    const signed = statement.votes.filter(
      (vote): vote is Vote & { ballot: Ballot } => vote.ballot !== null,
    );
    expect(signed).to.have.length(4);
    for (const vote of signed) {
      const digest = ballotDigest(statement, vote);
      expect(await signedBy(vote.ballot, digest)).to.be.a("string");
      const { signature } = vote.ballot;
      const other: Hex = `0x${flip(signature.slice(2, 4))}${signature.slice(4)}`;
      expect(await signedBy({ ...vote.ballot, signature: other }, digest)).to.equal(undefined);
      for (const changes of [
        { support: "against" },
        { reason: `${vote.reason}!` },
        { member: statement.members[voting.silent]!.account },
        { ballot: { ...vote.ballot, deadline: vote.ballot.deadline + 1 } },
      ] as const) {
        const changed = ballotDigest(statement, { ...vote, ...changes });
        expect(await signedBy(vote.ballot, changed)).to.equal(undefined);
      }
    }
  });

  it("of a vote that goes on says that it is open, and of one that failed that it is refused", async () => {
    const proposal = await proposeSigned(body());
    await voteInEveryWay(body(), proposal, keys);
    const open = await verify(await collect(body(), proposal));
    expect(open.statement.outcome).to.include({ vote: "open", executed: false, eta: null });
    const deadline = await body().chain.read(body().contracts.council, "proposalDeadline", [
      proposal.id,
    ]);
    await body().chain.goTo(Number(deadline) + 1);
    const closed = await verify(await collect(body(), proposal));
    expect(closed.statement.outcome.vote).to.equal("refused");
  });

  it("is not made before the vote has begun, nor of a proposal that nobody made", async () => {
    const { authority, council } = body().contracts;
    const draft = body().draft([callOf(authority, "labelRole", [1n, "MEMBERSHIP"])]);
    const [targets, values, calldatas] = draft.args;
    const refused = async (id: bigint): Promise<string> => {
      try {
        await collect(body(), { id });
      } catch (error) {
        if (error instanceof ResultError) return error.message;
        throw error;
      }
      return "nothing";
    };
    expect(await refused(draft.id)).to.match(/knows no proposal/);
    await body().chain.nextAt((await body().chain.now()) + 10);
    await sendSigned(body(), body().member(0).representative, council, "propose", [
      targets,
      values,
      calldatas,
      draft.description,
    ]);
    expect(await refused(draft.id)).to.match(/has not begun/);
  });
});

describe("Result package of a body with rules of its own", () => {
  const body = bodyForEachTest({ members: membersWith([10n, 20n, 30n, 40n, 50n]) });

  it("counts the weights of the snapshot, whatever changed afterwards", async () => {
    const proposal = await proposeSigned(body());
    const [first] = body().members;
    const { memberRegistry } = body().contracts;
    // Whoever proposed has a live proposal, so that another member proposes the change.
    const change = await body().propose(
      [callOf(memberRegistry, "setWeight", [first!.account, 5n, 2030])],
      undefined,
      1,
    );
    await body().approve(change.id);
    await carryOut(body(), change);
    const { statement } = await verify(await collect(body(), proposal));
    expect(statement.members[0]?.weight).to.equal(String(first!.weight));
    const later = await proposeSigned(body(), "# Label it again");
    const after = await verify(await collect(body(), later));
    expect(after.statement.members[0]?.weight).to.equal("5");
  });

  it("judges by the edition of the rules that the proposal was made under", async () => {
    const { decisionClasses } = body().contracts;
    await body().decide([
      callOf(decisionClasses, "setRule", [
        DecisionClass.reinforced,
        { ...majority, headsNumerator: 80 },
      ]),
    ]);
    const proposal = await proposeSigned(body());
    const { representative } = body().member(4);
    for (const key of [representative, body().member(3).representative])
      await sendSigned(body(), key, body().contracts.council, "castVote", [
        proposal.id,
        Support.for,
      ]);
    const { statement } = await verify(await collect(body(), proposal));
    expect(statement.proposal).to.deep.include({ edition: 1, participants: null });
    expect(statement.proposal.rules).to.deep.equal([
      { class: "reinforced", ...majority, kind: "majority", headsNumerator: 80 },
    ]);
    expect(statement.outcome.vote).to.equal("open");
  });

  it("lets participants alone decide in an enhanced cooperation", async () => {
    const { decisionClasses, organisationRegistry, council } = body().contracts;
    const call = callOf(organisationRegistry, "suspendOrganisation", [`0x${"ab".repeat(32)}`]);
    const selector = slice(call.data, 0, 4);
    await body().decide([
      callOf(decisionClasses, "setCooperation", [7, 0b11100n]),
      callOf(decisionClasses, "listCooperation", [organisationRegistry.address, selector, 7]),
    ]);
    const draft = body().draft([call]);
    const [targets, values, calldatas] = draft.args;
    await sendSigned(body(), body().member(0).representative, council, "propose", [
      targets,
      values,
      calldatas,
      draft.description,
    ]);
    await body().openVoting(draft.id);
    for (const place of [2, 3])
      await sendSigned(body(), body().member(place).representative, council, "castVote", [
        draft.id,
        place === 2 ? Support.for : Support.against,
      ]);
    const { statement } = await verify(await collect(body(), draft));
    expect(statement.proposal).to.deep.include({ cooperation: 7, participants: [2, 3, 4] });
    expect(statement.electorate).to.deep.equal({ heads: 3, weight: "120" });
    expect(statement.outcome.vote).to.equal("open");
    await sendSigned(body(), body().member(4).representative, council, "castVote", [
      draft.id,
      Support.against,
    ]);
    const after = await verify(await collect(body(), draft));
    expect(after.statement.outcome.vote).to.equal("refused");
  });
});

describe("Result package of a Council that was not there at the founding", () => {
  const body = bodyForEachTest({ members: membersWith([1n, 1n, 1n, 1n]) });
  const founding = (): Hex => body().addresses.Council.toLowerCase() as Hex;

  it("of a body that was added by decision holds for whoever knows it, and for nobody else", async () => {
    const auditors = await addedBody(body());
    const proposal = await proposeSigned(auditors);
    const result = await collect(auditors, proposal);
    const { council, name } = result.statement.body;
    expect(name).to.equal("Board of Auditors");
    // The package names it, its members have voted, its code is that of this release: all of that anybody can make.
    expect(await refusal(result, { councils: [founding()] })).to.match(
      new RegExp(`Council ${council} is none that you know of your network`),
    );
    const { lines } = await verify(result, { councils: [founding(), council] });
    expect(lines.at(-1)?.text).to.equal(`Council ${council} is one of your network.`);
  });

  it("of a predecessor says that its dismissal is not known", async () => {
    const result = await collect(body(), await proposeSigned(body()));
    const successor: Hex = "0x00000000000000000000000000000000000000aa";
    const known = { councils: [successor], formerCouncils: [founding()] };
    const { lines, statement } = await verify(result, known);
    expect(lines.slice(-2)).to.deep.equal([
      { kind: "checked", text: `Council ${founding()} is one that your network was founded with.` },
      {
        kind: "trusts",
        text: `Council ${founding()} was not dismissed before block ${statement.outcome.block}: another came after it, and what it decides once it is dismissed counts for nothing.`,
      },
    ]);
    // Whoever is neither in power nor was ever at the founding is nobody.
    expect(await refusal(result, { councils: [successor], formerCouncils: [] })).to.match(
      /is none that you know/,
    );
  });
});

const majority = {
  kind: 0,
  headsNumerator: 72,
  headsDenominator: 100,
  moreThanHeads: false,
  weightNumerator: 65,
  weightDenominator: 100,
  blockingHeads: 0,
  quorumNumerator: 0,
  quorumDenominator: 0,
  objections: 0,
};

/** Which sentence answers a change of which part. */
const sentences: readonly (readonly [begin: string, expected: RegExp])[] = [
  ["format", /its format is not "foedus-result"/],
  ["version", /has version 2 of the format/],
  ["statement.proposal.id", /make a proposal with the id/],
  ["statement.proposal.description", /make a proposal with the id/],
  ["statement.proposal.calls", /make a proposal with the id/],
  ["statement.body.council", /The evidence is about the contracts/],
  ["statement.body.memberRegistry", /The evidence is about the contracts/],
  ["statement.body.decisionClasses", /The evidence is about the contracts/],
  ["statement", /The package says .* is .*; the evidence says|has a value of the wrong kind/],
  ["evidence.blocks.*.number", /The header (that the package gives for|of) block/],
  ["evidence.blocks.*.hash", /The header of block \d+ has the hash/],
  ["evidence.blocks.*.header", /The header of block|A header of the package is none/],
  ["evidence.blocks.*.indexes", /of block \d+ are not what its header commits to/],
  ["evidence.blocks.*.transactions", /The transactions of block \d+ are not what its header/],
  ["evidence.blocks.*.receipts", /The receipts of block \d+ are not what its header/],
  ["evidence.accounts.*.address", /The evidence is about the contracts/],
  ["evidence.accounts.*.code", /The code that the package gives for 0x/],
  ["evidence.accounts.*.account", /The account 0x\w+ is not proved/],
  ["evidence.accounts.*.storage", /Slot 0x\w+ of 0x\w+ is not proved/],
];

/** Paths of all plain values. */
function leavesOf(value: unknown, path: (string | number)[] = []): (string | number)[][] {
  if (typeof value !== "object" || value === null) return [path];
  return Array.isArray(value)
    ? value.flatMap((item, index) => leavesOf(item, [...path, index]))
    : Object.entries(value).flatMap(([key, item]) => leavesOf(item, [...path, key]));
}

function changeAt(result: ResultPackage, path: readonly (string | number)[]): void {
  const parents = path.slice(0, -1);
  const parent = parents.reduce<unknown>(
    (value, step) => (value as Record<string | number, unknown>)[step],
    result,
  ) as Record<string | number, unknown>;
  const last = path.at(-1)!;
  parent[last] = changed(parent[last]);
}

/** Another value of the same kind, in one byte. */
function changed(value: unknown): unknown {
  if (typeof value === "number") return value + 1;
  if (typeof value === "boolean") return !value;
  if (value === null) return 1;
  const text = value as string;
  if (text === "") return "!";
  if (/^0x/.test(text)) {
    if (text === "0x") return "0x00";
    const middle = 2 + 2 * Math.floor((text.length - 2) / 4);
    return text.slice(0, middle) + flip(text.slice(middle, middle + 2)) + text.slice(middle + 2);
  }
  if (/^\d+$/.test(text)) return String(BigInt(text) + 1n);
  return `${String.fromCharCode(text.charCodeAt(0) ^ 1)}${text.slice(1)}`;
}

const flip = (byte: string): string => (parseInt(byte, 16) ^ 1).toString(16).padStart(2, "0");
