import { expect } from "chai";

import { addedBody } from "../../support/bodies.ts";
import { callOf, day, Support } from "../../support/body.ts";
import { postedBallot, relayerSurroundings } from "../../support/relayer.ts";

describe("Relayer: bodies that were added", () => {
  const { body, proposal, start } = relayerSurroundings();

  it("takes and brings ballots of a fourth body without other settings, until a decision removes it", async () => {
    const relayer = await start({ confirmations: 0 });
    const fourth = await addedBody(body());
    const { council } = fourth.contracts;
    const own = await fourth.propose([callOf(council, "setVotingPeriod", [2 * day])]);
    const ballot = await postedBallot(fourth, own.id, 1, "for");
    const { status, body: taken } = await relayer.post(ballot);
    expect(status, JSON.stringify(taken)).to.equal(202);
    expect(taken.receipt.council).to.equal(ballot.council);

    await relayer.until(taken.id, "counted");
    const vote = await fourth.chain.read(council, "voteOf", [own.id, ballot.member]);
    expect(vote).to.deep.equal([true, Support.for]);

    const { permissionViews } = body().contracts;
    await body().decide([callOf(permissionViews, "removeBody", [council.address])]);
    const late = await relayer.post(await postedBallot(fourth, own.id, 2, "for"));
    expect(late.status).to.equal(404);
    expect(late.body).to.include({ error: "RelayerUnknownCouncil" });
  });

  it("takes none of a Council that only says to be one", async () => {
    const relayer = await start();
    const ballot = await postedBallot(body(), proposal().id, 1, "for");
    const { status, body: problem } = await relayer.post({
      ...ballot,
      council: body().addresses.MemberRegistry,
    });
    expect(status).to.equal(404);
    expect(problem).to.include({ error: "RelayerUnknownCouncil" });
    expect(problem.detail).to.contain(body().addresses.EmergencyCouncil);
  });
});
