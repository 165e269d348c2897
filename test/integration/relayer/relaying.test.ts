import { expect } from "chai";
import { verifyTypedData } from "viem";

import { ballotReceiptTypedData } from "../../../deploy/typed-data.ts";
import { callOf, chainId, Support, type Proposal } from "../../support/body.ts";
import { TestPostgres } from "../../support/database.ts";
import { bodyForEachTest } from "../../support/fixture.ts";
import { JsonRpcServer } from "../../support/json-rpc.ts";
import { membersWith } from "../../support/members.ts";
import { courier, fund, postedBallot, RelayerProcess } from "../../support/relayer.ts";

describe("Relayer", () => {
  const postgres = new TestPostgres();
  const rpc = new JsonRpcServer();
  const body = bodyForEachTest({ members: membersWith([1n, 2n, 3n, 4n, 5n, 6n, 7n, 8n, 9n]) });
  let proposal: Proposal;
  let relayer: RelayerProcess;

  before(async () => {
    await postgres.start();
    await rpc.start();
  });
  after(async () => {
    await rpc.stop();
    await postgres.stop();
  });
  beforeEach(async () => {
    rpc.serve(body().chain);
    await fund(body());
    proposal = await body().propose([
      callOf(body().contracts.council, "setVotingPeriod", [86_400 * 4]),
    ]);
    relayer = await RelayerProcess.start({
      rpc: rpc.url,
      database: await postgres.database(),
      councils: [body().contracts.council.address],
      batch: { seconds: 1, confirmations: 0 },
    });
  });
  afterEach(() => relayer.kill());

  it("takes a ballot, brings it, and gives a receipt that proves that it took it", async () => {
    const ballot = await postedBallot(body(), proposal.id, 4, "for", { reason: "Für alle." });
    const { status, body: taken } = await relayer.post(ballot);
    expect(status, relayer.output.join("\n")).to.equal(202);
    expect(taken.status).to.equal("accepted");
    expect(taken.ballot).to.deep.equal(ballot);
    const { signature, relayer: signer, proposalId, ...rest } = taken.receipt;
    expect(signer).to.equal(courier.address);
    const typedData = ballotReceiptTypedData(chainId, { ...rest, proposalId: BigInt(proposalId) });
    expect(await verifyTypedData({ address: courier.address, signature, ...typedData })).to.equal(
      true,
    );
    const counted = await relayer.until(taken.id, "counted");
    const { chain, contracts } = body();
    expect(
      await chain.read(contracts.council, "voteOf", [proposal.id, ballot.member]),
    ).to.deep.equal([true, Support.for]);
    expect(counted.transaction).to.match(/^0x[0-9a-f]{64}$/);
    expect(counted.block).to.be.greaterThan(0);
    expect(await relayer.stop()).to.equal(0);
  });
});
