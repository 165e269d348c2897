import { execFile } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";

import { expect } from "chai";
import { numberToHex, toHex, type Address, type Hash } from "viem";

import type { PostedBallot } from "../../../deploy/agents/relayer/ballot.ts";
import { castByBallot, signedBallot } from "../../support/ballots.ts";
import { callOf, chainId, day, Support, type Proposal } from "../../support/body.ts";
import { addedBody } from "../../support/bodies.ts";
import { bodyForEachTest } from "../../support/fixture.ts";
import { JsonRpcServer } from "../../support/json-rpc.ts";
import { membersWith, testKey } from "../../support/members.ts";
import { postedBallot } from "../../support/relayer.ts";

const run = promisify(execFile);
const program = path.resolve(import.meta.dirname, "../../../scripts/foedus/foedus.ts");

interface Submitted {
  counted: number;
  ballots: { outcome: string; error?: string; remedy?: string; transaction?: Hash }[];
}

/** The command as anybody runs it who holds a ballot, against a chain and contracts of its own. */
describe("foedus ballot submit", () => {
  const body = bodyForEachTest({ members: membersWith([1n, 2n, 3n, 4n, 5n, 6n, 7n, 8n, 9n]) });
  const rpc = new JsonRpcServer();
  const place = fs.mkdtempSync(path.join(os.tmpdir(), "foedus-test-ballot-submit-"));
  const at = (name: string) => path.join(place, name);
  const number = 77_002;
  const sender = testKey(number).address;
  let proposal: Proposal;

  before(async () => {
    await rpc.start();
    await run(process.execPath, [
      ...[program, "network", "init", "--members", "BE,DE,FR,NL"],
      ...["--out", at("network"), "--json"],
    ]);
    fs.writeFileSync(at("key"), toHex(number, { size: 32 }), { mode: 0o600 });
  });
  after(async () => {
    await rpc.stop();
    fs.rmSync(place, { recursive: true, force: true });
  });
  beforeEach(async () => {
    rpc.serve(body().chain);
    await fund(10n ** 24n);
    // The folder of a founded network, whose contracts and chain are those of the test.
    rewrite("addresses.json", (addresses) => ({ ...addresses, ...body().addresses }));
    rewrite("topology.json", (topology) => ({ ...topology, chainId }));
    proposal = await body().propose([
      callOf(body().contracts.council, "setVotingPeriod", [4 * day]),
    ]);
  });

  async function fund(wei: bigint): Promise<void> {
    await body().chain.request("hardhat_setBalance", sender, numberToHex(wei));
  }

  function rewrite(name: string, change: (value: object) => object): void {
    const file = path.join(at("network"), name);
    const value = JSON.parse(fs.readFileSync(file, "utf8")) as object;
    fs.writeFileSync(file, JSON.stringify(change(value)));
  }

  const words = (content: unknown): string[] => {
    fs.writeFileSync(
      at("ballot.json"),
      typeof content === "string" ? content : JSON.stringify(content),
    );
    return [
      ...[program, "ballot", "submit", at("ballot.json"), "--key", at("key")],
      ...["--folder", at("network"), "--rpc", rpc.url, "--json"],
    ];
  };

  async function submit(content: unknown): Promise<Submitted> {
    const { stdout } = await run(process.execPath, words(content));
    return JSON.parse(stdout) as Submitted;
  }

  /** What the command says when it ends with a failure. */
  async function refused(content: unknown): Promise<{ error: string; remedy: string }> {
    const failure = await run(process.execPath, words(content)).then(
      ({ stdout }) => expect.fail(`The command succeeded: ${stdout}`),
      (error: unknown) => error as { code: number; stderr: string },
    );
    expect(failure.code).to.equal(1);
    return JSON.parse(failure.stderr) as { error: string; remedy: string };
  }

  const ballot = (index = 3, support: keyof typeof Support = "for"): Promise<PostedBallot> =>
    postedBallot(body(), proposal.id, index, support);

  /** Whose vote the chain holds, and what it is, once for each event. */
  async function voted(): Promise<[Address, number][]> {
    const { council } = body().contracts;
    const logs = await body().chain.client.getContractEvents({
      ...council,
      eventName: "VoteCast",
      fromBlock: 0n,
    });
    return logs.map(({ args }) => [args.voter as Address, args.support as number]);
  }

  const voters = async (): Promise<Address[]> => (await voted()).map(([voter]) => voter);

  it("brings the ballot of a file to the block, whoever pays for it", async () => {
    const { counted, ballots } = await submit(await ballot(3, "against"));
    expect(counted).to.equal(1);
    const [{ outcome, transaction } = { outcome: "missing" }] = ballots;
    expect(outcome).to.equal("counted");
    const { client } = body().chain;
    const { from } = await client.getTransaction({ hash: transaction! });
    expect(from.toLowerCase()).to.equal(sender.toLowerCase());
    expect(await voted()).to.deep.equal([[body().member(3).account, Support.against]]);
  });

  it("takes the answer of a relayer and lists, and one bad ballot does not hold up the others", async () => {
    const [first, second, third] = [await ballot(1), await ballot(2), await ballot(4)];
    const { counted, ballots } = await submit([
      { id: "0x01", status: "accepted", ballot: first },
      second,
      second,
      { ...third, support: Support.against },
    ]);
    expect(counted).to.equal(2);
    expect(ballots.map(({ outcome, error }) => error ?? outcome).toSorted()).to.deep.equal([
      "CouncilBallotInvalid",
      "counted",
      "counted",
    ]);
    expect(await voters()).to.deep.equal([body().member(1).account, body().member(2).account]);
  });

  it("brings the ballot of a body that was added after the founding", async () => {
    const fourth = await addedBody(body());
    const { council } = fourth.contracts;
    const own = await fourth.propose([callOf(council, "setVotingPeriod", [2 * day])]);
    const { counted } = await submit(await postedBallot(fourth, own.id, 1, "for"));
    expect(counted).to.equal(1);
    const vote = await fourth.chain.read(council, "voteOf", [own.id, fourth.member(1).account]);
    expect(vote).to.deep.equal([true, Support.for]);
  });

  it("refuses a ballot of another chain, and a node of another one", async () => {
    const foreign = await postedBallot(body(), proposal.id, 3, "for", { chainId: 1 });
    expect((await refused(foreign)).error)
      .to.contain("No ballot")
      .and.contain("refused");
    rpc.interception = { before: (method) => (method === "eth_chainId" ? "0x1" : undefined) };
    const { error, remedy } = await refused(await ballot());
    expect(error).to.contain(`is chain 1, and the network is chain ${chainId}`);
    expect(remedy).to.contain("--rpc");
    expect(await voters()).to.deep.equal([]);
  });

  it("refuses a ballot for a body that the network does not have", async () => {
    const { error, remedy } = await refused({ ...(await ballot()), council: sender });
    expect(error).to.contain(`no Council ${sender}`);
    expect(remedy).to.contain("--folder");
  });

  it("refuses a ballot of which one byte was changed, and sends nothing", async () => {
    const right = await ballot();
    const last = right.signature.endsWith("00") ? "01" : "00";
    // The middle of the signature, as the last byte has few values that are one at all.
    const middle = right.signature.slice(40, 42) === "aa" ? "bb" : "aa";
    const changed = [
      { ...right, support: Support.against },
      { ...right, reason: "x" },
      { ...right, deadline: right.deadline + 1 },
      { ...right, signature: `${right.signature.slice(0, -2)}${last}` },
      {
        ...right,
        signature: `${right.signature.slice(0, 40)}${middle}${right.signature.slice(42)}`,
      },
      { ...right, member: body().member(4).account },
      { ...right, proposalId: String(BigInt(right.proposalId) + 1n) },
    ];
    const { error, remedy } = await refused(changed);
    expect(error.match(/^refused /gm)).to.have.length(changed.length);
    expect(error).not.to.contain("counted   ");
    expect(remedy).to.match(/\w/);
    expect(await voters()).to.deep.equal([]);
    expect(await body().chain.client.getTransactionCount({ address: sender })).to.equal(0);
  });

  it("refuses a ballot of a member that has voted", async () => {
    const late = await ballot(3, "for");
    await castByBallot(body(), proposal.id, [
      await signedBallot(body(), proposal.id, 3, "against"),
    ]);
    const { error, remedy } = await refused(late);
    expect(error).to.contain("has voted");
    expect(remedy).to.match(/\w/);
    expect(await voters()).to.deep.equal([body().member(3).account]);
  });

  it("refuses a ballot whose time is over", async () => {
    const old = await postedBallot(body(), proposal.id, 3, "for", {
      deadline: (await body().chain.now()) + 60,
    });
    await body().chain.request("evm_increaseTime", 120);
    await body().chain.request("evm_mine");
    const { error, remedy } = await refused(old);
    expect(error).to.match(/expired|too late|deadline/i);
    expect(remedy).to.match(/\w/);
    expect(await voters()).to.deep.equal([]);
  });

  it("says what is wrong with a file, a key, and an account that cannot pay", async () => {
    for (const [content, why] of [
      ["{", /cannot be read as JSON/],
      ["[]", /no ballot in/],
      [{ ...(await ballot()), support: 7 }, /support is 7/],
      [[await ballot(), { ...(await ballot()), member: "nobody" }], /ballot 2.*member/],
    ] as const)
      expect((await refused(content)).error).to.match(why);
    await fund(0n);
    const { remedy } = await refused(await ballot());
    expect(remedy).to.contain("--key").and.contain(sender);
    expect(await voters()).to.deep.equal([]);
  });
});
