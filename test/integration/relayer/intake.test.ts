import { expect } from "chai";
import { concat, hexToBigInt, numberToHex, slice, type Hex } from "viem";

import type { PostedBallot } from "../../../deploy/agents/relayer/ballot.ts";
import { callOf, day } from "../../support/body.ts";
import { MemberClass, testKey } from "../../support/members.ts";
import { postedBallot, relayerSurroundings, valuesOf } from "../../support/relayer.ts";

const curveOrder = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
const never = { seconds: 3_600 };

describe("Relayer: what it does not take", () => {
  const { body, proposal, propose, start, ballots } = relayerSurroundings();

  /** Posts what cannot be taken; the answer is a problem with a remedy. */
  async function refused(...posts: unknown[]) {
    const relayer = await start(never);
    const answers: {
      status: number;
      error: string | undefined;
      values: Record<string, string>;
      title: string;
    }[] = [];
    for (const post of posts) {
      const { status, body: problem } = await relayer.post(post);
      expect(problem.detail, JSON.stringify(problem)).to.match(/\w/);
      const { error, title } = problem;
      answers.push({ status, error, values: valuesOf(problem), title });
    }
    return answers;
  }

  const right = async (): Promise<PostedBallot> => (await ballots(1))[0]!;

  it("refuses what is no ballot, and names what is wrong", async () => {
    const ballot = await right();
    const wrong: readonly (readonly [name: string, value: unknown])[] = [
      ["council", "0x12"],
      ["proposalId", 12],
      ["proposalId", "-1"],
      ["proposalId", (2n ** 256n).toString()],
      ["support", 3],
      ["support", "1"],
      ["reason", null],
      ["reason", "\ud800"],
      ["reason", "a".repeat(1_001)],
      ["member", "nobody"],
      ["deadline", "tomorrow"],
      ["deadline", 2 ** 48],
      ["signer", "0x"],
      ["signer", `0x${"00".repeat(3_000)}`],
      ["signature", "signed"],
      ["signature", "0x123"],
      ["nonce", 1],
    ];
    const answers = await refused(...wrong.map(([name, value]) => ({ ...ballot, [name]: value })));
    for (const [index, { status, error, values, title }] of answers.entries()) {
      expect(status, title).to.equal(400);
      expect(error).to.equal("RelayerMalformedBallot");
      expect(values).to.deep.equal({ field: wrong[index]![0] });
      expect(title).to.contain(wrong[index]![0]);
    }
    for (const { status } of await refused("{", "[]", "null", "1")) expect(status).to.equal(400);
    const [large] = await refused("a".repeat(70_000));
    expect(large).to.include({ status: 413, error: "RelayerLongRequest" });
  });

  it("refuses ballots of bodies and proposals that it does not know", async () => {
    const ballot = await right();
    const answers = await refused(
      { ...ballot, council: body().addresses.Authority },
      { ...ballot, proposalId: "12" },
    );
    expect(answers.map(({ status }) => status)).to.deep.equal([404, 404]);
    expect(answers[0]).to.deep.include({
      error: "RelayerUnknownCouncil",
      values: { council: body().addresses.Authority },
    });
    expect(answers[1]).to.deep.include({
      error: "GovernorNonexistentProposal",
      values: { proposalId: "12" },
    });
  });

  it("refuses a ballot that was not signed as it stands, or for elsewhere, or by another", async () => {
    const { id } = proposal();
    const ballot = await right();
    const foreign = await postedBallot(body(), id, 1, "for", { chainId: 1 });
    const answers = await refused(
      foreign,
      { ...ballot, support: 0 },
      { ...ballot, signature: malleable(ballot.signature) },
      { ...ballot, signer: body().representativeOf(2) },
    );
    for (const { status, error, title } of answers) {
      expect(status, title).to.equal(422);
      expect(error).to.equal("CouncilBallotInvalid");
    }
    const [otherMember, stranger] = await refused(
      await postedBallot(body(), id, 1, "for", {}, body().member(2).representative),
      await postedBallot(body(), id, 1, "for", {}, testKey(4_711)),
    );
    expect(otherMember).to.include({ status: 422, error: "MemberRegistryOtherMember" });
    expect(stranger).to.include({ status: 422, error: "MemberRegistryNotRepresentative" });
  });

  it("refuses an expired ballot", async () => {
    const deadline = (await body().chain.now()) - 1;
    const [expired] = await refused(
      await postedBallot(body(), proposal().id, 1, "for", { deadline }),
    );
    expect(expired).to.include({ status: 422, error: "CouncilBallotExpired" });
  });

  it("refuses a ballot of a member whose mandate has ended, that is suspended or only observes", async () => {
    const { chain, contracts } = body();
    const { memberRegistry } = contracts;
    await body().decide([
      callOf(memberRegistry, "suspendMember", [body().member(2).account]),
      callOf(memberRegistry, "setClass", [body().member(3).account, MemberClass.observer]),
    ]);
    const { id } = await propose();
    const { mandate, representative } = body().member(1);
    await chain.send(mandate.address, memberRegistry, "endRepresentation", [
      representative.address,
    ]);
    const posts = await Promise.all(
      [1, 2, 3].map((place) => postedBallot(body(), id, place, "for")),
    );
    const answers = await refused(...posts);
    expect(answers.map(({ status, error }) => [status, error])).to.deep.equal([
      [422, "MemberRegistryNotRepresentative"],
      [422, "MemberRegistryWrongStatus"],
      [422, "MemberRegistryObserver"],
    ]);
  });

  it("refuses a ballot of a member that has voted", async () => {
    await body().vote(proposal().id, 1, "against");
    const [voted] = await refused(await right());
    expect(voted).to.include({ status: 409, error: "CouncilAlreadyVoted" });
  });

  it("refuses a ballot on a proposal that does not take votes yet, or any more", async () => {
    const draft = body().draft([{ target: body().addresses.Council, data: "0x12345678" }]);
    await body().submit(0, draft);
    const early = await postedBallot(body(), draft.id, 1, "for", {
      deadline: (await body().chain.now()) + 100 * day,
    });
    const late = await postedBallot(body(), proposal().id, 1, "for", {
      deadline: (await body().chain.now()) + 400 * day,
    });
    const [soon] = await refused(early);
    const { council } = body().contracts;
    const end = await body().chain.read(council, "proposalDeadline", [proposal().id]);
    await body().chain.goTo(Number(end) + 1);
    const [over] = await refused(late);
    for (const answer of [soon, over])
      expect(answer).to.include({ status: 409, error: "GovernorUnexpectedProposalState" });
  });

  it("knows no ballot that it has not taken, and no other address", async () => {
    const relayer = await start(never);
    const unknown = await relayer.standing(`0x${"12".repeat(32)}`);
    expect(unknown.status).to.equal(404);
    expect(unknown.body.error).to.equal("RelayerUnknownBallot");
    expect((await relayer.standing("0x12")).status).to.equal(400);
    expect((await fetch(`${relayer.url}/ballots`)).status).to.equal(405);
    expect((await fetch(`${relayer.url}/elsewhere`)).status).to.equal(404);
  });
});

/** The other signature that the mathematics allows for the same message. */
function malleable(signature: Hex): Hex {
  const s = hexToBigInt(slice(signature, 32, 64));
  const v = hexToBigInt(slice(signature, 64)) === 27n ? 28 : 27;
  return concat([
    slice(signature, 0, 32),
    numberToHex(curveOrder - s, { size: 32 }),
    numberToHex(v, { size: 1 }),
  ]);
}
