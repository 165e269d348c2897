import { expect } from "chai";
import { verifyTypedData } from "viem";

import { ballotReceiptTypedData } from "../../../deploy/typed-data.ts";
import { keyBallot } from "../../support/ballots.ts";
import { chainId, Support } from "../../support/body.ts";
import { passkeySigner } from "../../support/keys.ts";
import {
  courier,
  eventually,
  postedBallot,
  relayerSurroundings,
  sentTransactions,
  valuesOf,
} from "../../support/relayer.ts";

const never = { seconds: 3_600 };

describe("Relayer: bringing ballots", () => {
  const { body, proposal, rpc, start, ballots, voters } = relayerSurroundings();

  it("takes a ballot, brings it, and gives a receipt that proves that it took it", async () => {
    const relayer = await start({ confirmations: 0 });
    const ballot = await postedBallot(body(), proposal().id, 4, "for", { reason: "Für alle.\0" });
    const { status, body: taken } = await relayer.post(ballot);
    expect(status, relayer.output.join("\n")).to.equal(202);
    expect(taken.status).to.equal("accepted");
    expect(taken.ballot).to.deep.equal(ballot);
    const { signature, relayer: signer, proposalId, ...rest } = taken.receipt;
    expect(signer).to.equal(courier.address);
    expect({ ...rest, proposalId }).to.include({
      id: taken.id,
      council: ballot.council,
      proposalId: ballot.proposalId,
      member: ballot.member,
    });
    const typedData = ballotReceiptTypedData(chainId, { ...rest, proposalId: BigInt(proposalId) });
    const isSigned = await verifyTypedData({ address: courier.address, signature, ...typedData });
    expect(isSigned).to.equal(true);

    const counted = await relayer.until(taken.id, "counted");
    const { chain, contracts } = body();
    const vote = await chain.read(contracts.council, "voteOf", [proposal().id, ballot.member]);
    expect(vote).to.deep.equal([true, Support.for]);
    const receipt = await chain.receipt(counted.transaction!);
    expect(Number(receipt.blockNumber)).to.equal(counted.block);
    expect(counted.ballot).to.deep.equal(ballot);
    expect(await relayer.stop()).to.equal(0);
  });

  it("brings the ballot of a passkey, whose holder has no coin", async () => {
    const { chain, contracts } = body();
    const { passkey } = await chain.read(contracts.memberRegistry, "verifiers", []);
    const key = passkeySigner(passkey);
    await body().appointKey(body().member(2), key);
    const { id: proposalId } = proposal();
    const ballot = await keyBallot(body(), proposalId, 2, "against", key);
    const relayer = await start();
    const council = contracts.council.address;
    const posted = { council, proposalId: proposalId.toString(), ...ballot };
    const { status, body: taken } = await relayer.post(posted);
    expect(status, JSON.stringify(taken)).to.equal(202);
    await relayer.until(taken.id, "counted");
    expect(await voters()).to.deep.equal([ballot.member]);
  });

  it("gives the same answer to the same ballot, however often it comes and at the same time", async () => {
    const relayer = await start(never);
    const [ballot] = await ballots(1);
    const answers = await Promise.all([1, 2, 3].map(() => relayer.post(ballot)));
    for (const { status, body: taken } of answers) {
      expect(status).to.equal(202);
      expect(taken).to.deep.equal(answers[0]!.body);
    }
    expect((await relayer.standing(answers[0]!.body.id)).body).to.deep.equal(answers[0]!.body);
  });

  it("keeps the first of two ballots of a member, and says what helps", async () => {
    const relayer = await start(never);
    const { id } = proposal();
    const first = await relayer.post(await postedBallot(body(), id, 1, "for"));
    const second = await relayer.post(await postedBallot(body(), id, 1, "against"));
    expect([first.status, second.status]).to.deep.equal([202, 409]);
    expect(second.body.detail).to.contain("Vote in person");
    expect(second.body.error).to.equal("RelayerOtherBallot");
    expect(valuesOf(second.body)).to.deep.equal({ member: body().member(1).account });
    expect((await relayer.standing(first.body.id)).body.status).to.equal("accepted");
  });

  it("sends a full batch at once, in one transaction", async () => {
    const sent = sentTransactions(rpc);
    const relayer = await start({ ...never, count: 3 });
    const answers = [];
    for (const ballot of await ballots(0, 1, 2)) answers.push(await relayer.post(ballot));
    for (const { body: taken } of answers) await relayer.until(taken.id, "counted");
    expect(sent).to.have.length(1);
    expect(await voters()).to.have.length(3);
  });

  it("lets a ballot wait for nobody when its deadline is near", async () => {
    const relayer = await start({ ...never, urgentSeconds: 60 });
    const deadline = (await body().chain.now()) + 50;
    const late = await postedBallot(body(), proposal().id, 3, "for", { deadline });
    const { body: taken } = await relayer.post(late);
    await relayer.until(taken.id, "counted");
  });

  it("brings the ballots on two proposals apart", async () => {
    const other = await body().propose([{ target: body().addresses.Council, data: "0x12345678" }]);
    const relayer = await start();
    const posts = await Promise.all([
      relayer.post(await postedBallot(body(), proposal().id, 3, "for")),
      relayer.post(await postedBallot(body(), other.id, 3, "for")),
    ]);
    for (const { body: taken } of posts) await relayer.until(taken.id, "counted");
    expect(await voters()).to.have.length(1);
  });

  it("tells of a ballot whose member has voted in person meanwhile, and takes no other", async () => {
    const relayer = await start({ seconds: 1 });
    const [ballot] = await ballots(5);
    const { body: taken } = await relayer.post(ballot);
    await body().vote(proposal().id, 5, "against");
    const refused = await relayer.until(taken.id, "refused");
    expect(refused.error).to.equal("CouncilAlreadyVoted");
    expect(refused.remedy).to.be.a("string");
    expect(valuesOf(refused)).to.deep.equal({
      proposalId: proposal().id.toString(),
      voter: body().member(5).account,
    });
    expect((await relayer.post(ballot)).status).to.equal(409);
  });

  it("takes a ballot again that was refused for a reason that is gone", async () => {
    const { chain, contracts } = body();
    const relayer = await start({ seconds: 2 });
    const [ballot] = await ballots(6);
    const { body: taken } = await relayer.post(ballot);
    const { mandate, representative } = body().member(6);
    const { memberRegistry } = contracts;
    await chain.send(mandate.address, memberRegistry, "endRepresentation", [
      representative.address,
    ]);
    await relayer.until(taken.id, "refused");
    await body().appoint(body().member(6), representative);
    expect((await relayer.post(ballot)).body).to.include({ id: taken.id, status: "accepted" });
    await relayer.until(taken.id, "counted");
  });

  it("says in /health and /metrics how it stands, and does not work without coins", async () => {
    const relayer = await start();
    const health = async () => {
      const response = await fetch(`${relayer.url}/health`);
      return { works: response.ok, ...((await response.json()) as Record<string, unknown>) };
    };
    expect(await health()).to.include({ works: true, status: "relays", account: courier.address });
    await body().chain.request("hardhat_setBalance", courier.address, "0x0");
    const [ballot] = await ballots(1);
    const { body: taken } = await relayer.post(ballot);
    const failure = await eventually("it fails", async () => {
      const said = await health();
      return said.works ? undefined : (said as { failure?: string }).failure;
    });
    expect(failure).to.match(/funds|balance/i);
    expect((await relayer.standing(taken.id)).body.status).to.equal("accepted");
    await body().chain.request("hardhat_setBalance", courier.address, `0x${"f".repeat(20)}`);
    await relayer.until(taken.id, "counted");
    const metrics = await (await fetch(`${relayer.url}/metrics`)).text();
    expect(metrics).to.contain('foedus_relayer_ballots_total{outcome="counted"} 1');
  });
});
