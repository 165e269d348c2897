import fs from "node:fs";
import os from "node:os";
import path from "node:path";

import { expect } from "chai";
import {
  type Abi,
  createTestClient,
  encodeFunctionData,
  getContract,
  http,
  publicActions,
  walletActions,
} from "viem";

import { representative } from "../../../deploy/networks/local/accounts.ts";
import renewNodeMonitoring from "../../../deploy/proposals/0001-renew-node-monitoring.ts";
import appointSuccessor from "../../../deploy/proposals/0002-appoint-successor-council.ts";
import dismissPredecessor from "../../../deploy/proposals/0003-dismiss-predecessor-council.ts";
import replaceAuthority from "../../../deploy/proposals/0004-replace-authority.ts";
import type { ProposalScript } from "../../../deploy/proposals/proposal-script.ts";
import { authorityAbi } from "../../../generated/contracts/Authority.ts";
import { councilAbi } from "../../../generated/contracts/Council.ts";
import { roles } from "../../../generated/roles.ts";
import { documentLine, largestDocument } from "../../../result/decision-document.ts";
import { CommandError } from "../../../scripts/foedus/command-error.ts";
import { contentOf, hashedArguments } from "../../../scripts/proposals/proposal-content.ts";
import { loadScript, newScript } from "../../../scripts/proposals/script-folder.ts";
import { simulate, type Source } from "../../../scripts/proposals/simulation.ts";
import { submit, verify } from "../../../scripts/proposals/submission.ts";
import { Chain } from "../../../scripts/start/chain.ts";
import { testKey } from "../../support/members.ts";
import { refusalOf } from "../../support/refusal.ts";

const port = 18_957;
const monitor = representative(3).address;

/** Gives somebody a role, as a body does to appoint a monitor. */
const appointMonitor: ProposalScript = {
  title: "Appoint a monitor",
  reasons: "Somebody has to listen.",
  enact: ({ addresses }) =>
    Promise.resolve([
      {
        target: addresses.Authority,
        data: encodeFunctionData({
          abi: authorityAbi,
          functionName: "grantRole",
          args: [roles.MONITORS, monitor, 0],
        }),
      },
    ]),
  verify: async ({ client, addresses }) => {
    const [isMember] = await client.readContract({
      address: addresses.Authority,
      abi: authorityAbi,
      functionName: "hasRole",
      args: [roles.MONITORS, monitor],
    });
    if (!isMember) throw new Error(`${monitor} is no monitor.`);
  },
};

describe("Proposal scripts on the sample's chain", function () {
  this.timeout(180_000);
  let chain: Chain;
  let source: Source;

  before(async () => {
    chain = new Chain({ port });
    await chain.start();
    await chain.ready();
    const genesis = await chain.deploy();
    await chain.seed(genesis);
    source = { rpc: chain.url, chainId: genesis.chainId, addresses: genesis.addresses };
  });
  after(() => chain.stop());

  const client = () =>
    createTestClient({ mode: "hardhat", transport: http(source.rpc) }).extend(walletActions);
  const code = (address: `0x${string}`) =>
    client().request({ method: "eth_getCode" as never, params: [address, "latest"] as never });

  it("an upgrade is walked to its end on a copy, which alone it changes", async () => {
    const before = await client().request({ method: "eth_blockNumber" as never });
    const { prepared, votes, delay, differences } = await simulate(renewNodeMonitoring, source);
    expect(votes).to.be.within(15, 27);
    expect(delay).to.be.above(0);
    expect(differences.code).to.have.length(1);
    expect(differences.code[0]).to.include({
      contract: "NodeMonitoring",
      after: prepared["implementation"],
    });
    // The slot of ERC-1967.
    expect(
      differences.storage.find(({ contract }) => contract === "NodeMonitoring")?.slot,
    ).to.equal("0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc");
    expect(differences.events.map(({ event }) => event)).to.include.members([
      "Upgraded",
      "ProposalExecuted",
    ]);
    expect(differences.roles).to.deep.equal([]);
    expect(await code(prepared["implementation"] as `0x${string}`)).to.equal("0x");
    // Only its own clock has made blocks meanwhile.
    expect(Number(await client().request({ method: "eth_blockNumber" as never }))).to.be.at.least(
      Number(before),
    );
  });

  it("a role that is given is listed among the differences", async () => {
    const { differences } = await simulate(appointMonitor, source);
    const { event, args } = differences.roles[0]!;
    expect(differences.roles).to.have.length(1);
    expect([event, args["account"], args["roleId"], args["newMember"]]).to.deep.equal([
      "RoleGranted",
      monitor,
      String(roles.MONITORS),
      "true",
    ]);
    expect(differences.code).to.deep.equal([]);
  });

  it("a hand-over to another Council or another Authority is walked to its end, too", async () => {
    const ofCouncil = await simulate(appointSuccessor, source);
    expect(ofCouncil.differences.roles.map(({ event }) => event)).to.include("RoleGranted");
    expect(ofCouncil.differences.events.map(({ event }) => event)).to.include("BodyAdded");
    const ofAuthority = await simulate(replaceAuthority, source);
    const moved = ofAuthority.differences.events.filter(
      ({ event }) => event === "AuthorityUpdated",
    );
    expect(moved.map(({ contract }) => contract)).to.include.members([
      "MemberRegistry",
      "NodeRegistry",
      "ValidatorSet",
      "PermissionViews",
      "EmergencyMemberRegistry",
    ]);
    const alone = await refusalOf(simulate(dismissPredecessor, source));
    expect(alone).to.contain("Nobody but the Council at");
  });

  it("what a contract would refuse is told in its own words", async () => {
    const wrong: ProposalScript = { ...appointMonitor, enact: () => Promise.resolve([]) };
    const refusal = await refusalBy(simulate(wrong, source));
    expect(refusal.message).to.match(/^It would not go through: GovernorInvalidProposalLength\(/);
    const nowhere: ProposalScript = {
      ...appointMonitor,
      enact: () => Promise.resolve([{ target: monitor, data: "0x12345678" }]),
    };
    expect((await refusalBy(simulate(nowhere, source))).message).to.contain(
      `CouncilTargetWithoutCode(${monitor})`,
    );
  });

  it("what the script says of the end is checked", async () => {
    const disappointed: ProposalScript = {
      ...appointMonitor,
      verify: () => Promise.reject(new Error("Nobody listens.")),
    };
    expect(await refusalOf(simulate(disappointed, source))).to.contain("Nobody listens.");
  });

  it("names its document, whose hash is then bound by the id of the proposal", async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "foedus-document-"));
    try {
      const file = path.join(folder, "Decision.pdf");
      fs.writeFileSync(file, "abc");
      const simulation = await simulate({ ...appointMonitor, document: file }, source);
      const { description } = simulation.content;
      // The SHA-256 of "abc" in FIPS 180.
      expect(description).to.equal(
        "# Appoint a monitor\n\nSomebody has to listen.\n\nDocument: Decision.pdf; 3 bytes; sha256 ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\n",
      );
      fs.writeFileSync(file, "abd");
      const changed = await simulate({ ...appointMonitor, document: file }, source);
      expect(changed.proposalId).not.to.equal(simulation.proposalId);
    } finally {
      fs.rmSync(folder, { recursive: true });
    }
  });

  it("is proposed by a representative, and verified after the execution and not before", async () => {
    const stranger = await refusalBy(submit(appointMonitor, source, testKey(555)));
    expect(stranger.message).to.contain("MemberRegistryNotRepresentative(");
    const { proposalId, prepared } = await submit(appointMonitor, source, representative(1));
    const early = await refusalBy(verify(appointMonitor, source, { proposalId, prepared }));
    expect(early.message).to.match(/is (pending|active), and not executed/);

    await enact(proposalId);
    expect(await verify(appointMonitor, source, { proposalId, prepared })).to.equal("executed");
    const other: ProposalScript = {
      ...appointMonitor,
      verify: () => Promise.reject(new Error("Something else is so.")),
    };
    expect((await refusalBy(verify(other, source, { proposalId, prepared }))).message).to.equal(
      "The proposal was executed, and: Something else is so.",
    );
  });

  /** All members vote in favour until it is approved; then it is queued, matures and is executed. */
  async function enact(proposalId: bigint): Promise<void> {
    const test = client();
    const council = { address: source.addresses.Council, abi: councilAbi } as const;
    const anyCall: Abi = councilAbi;
    const send = (from: number, functionName: string, args: readonly unknown[]) =>
      test.sendTransaction({
        account: representative(from),
        chain: null,
        to: council.address,
        data: encodeFunctionData({ abi: anyCall, functionName, args }),
        gas: 5_000_000n,
      });
    await test.increaseTime({ seconds: 60 });
    await test.mine({ blocks: 1 });
    const read = getContract({ ...council, client: test.extend(publicActions) }).read;
    for (let member = 0; !(await read.proposalDecision([proposalId]))[0]; member += 1)
      await send(member, "castVote", [proposalId, 1]);
    const calls = await appointMonitor.enact({ addresses: source.addresses } as never, {});
    const hashed = hashedArguments(await contentOf(appointMonitor, calls, council.address));
    await send(0, "queue", hashed);
    await test.increaseTime({ seconds: 86_400 });
    await test.mine({ blocks: 1 });
    await send(0, "execute", hashed);
  }
});

describe("The folder of proposal scripts", () => {
  let folder: string;
  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "foedus-proposals-"));
  });
  afterEach(() => fs.rmSync(folder, { recursive: true }));

  it("numbers new ones, and never overwrites", () => {
    expect(path.basename(newScript("first-things", folder))).to.equal("0001-first-things.ts");
    expect(path.basename(newScript("second-things", folder))).to.equal("0002-second-things.ts");
    expect(() => newScript("No such name", folder)).to.throw(CommandError, "is no name for a file");
  });

  it("names the document in a new script, and refuses one that is not there", async () => {
    const document = path.join(folder, 'the "text".pdf');
    expect(() => newScript("with-text", folder, document)).to.throw(
      CommandError,
      "There is no file",
    );
    expect(() => newScript("with-text", folder, folder)).to.throw(CommandError, "There is no file");
    fs.writeFileSync(document, "abc");
    const written = await loadScript(newScript("with-text", folder, document));
    expect(written.script.document).to.equal(document);
    expect(await contentOf(written.script, [], monitor)).to.deep.include({ council: monitor });
  });

  it("refuses a document that cannot be named", async () => {
    const at = (name: string) => path.join(folder, name);
    const refused = async (document: string, reasons = "Because.") =>
      (await refusalBy(contentOf({ title: "A", reasons, document }, [], monitor))).message;
    expect(await refused(at("gone.pdf"))).to.contain("gone.pdf is not there");
    expect(await refused(folder)).to.contain("cannot be read");
    fs.writeFileSync(at("empty.pdf"), "");
    expect(await refused(at("empty.pdf"))).to.contain("empty.pdf is empty");
    fs.writeFileSync(at("large.pdf"), "");
    fs.truncateSync(at("large.pdf"), largestDocument + 1);
    expect(await refused(at("large.pdf"))).to.contain(`has ${largestDocument + 1} bytes`);
    fs.writeFileSync(at("right.pdf"), "abc");
    for (const line of [
      documentLine({ name: "a", size: 1, sha256: "0".repeat(64) }),
      "Document: sha256",
    ])
      expect(await refused(at("right.pdf"), line)).to.contain("a line that names a document");
  });

  it("finds one by its number, its name and its path, and says what there is", async () => {
    expect((await loadScript("1")).name).to.equal("0001-renew-node-monitoring");
    expect((await loadScript("0001-renew-node-monitoring")).script).to.deep.equal(
      renewNodeMonitoring,
    );
    const missing = await refusalBy(loadScript("77"));
    expect(missing.remedy).to.contain("0001-renew-node-monitoring");
    const named = path.join(folder, "0009-named.ts");
    fs.writeFileSync(
      named,
      "export default { title: 'A', reasons: 'B', document: 'annex/c.pdf', enact: () => [], verify: () => {} };",
    );
    expect((await loadScript(named)).script.document).to.equal(path.join(folder, "annex/c.pdf"));
    const file = path.join(folder, "0001-broken.ts");
    fs.writeFileSync(file, "export default { title: 'A title' };");
    expect((await refusalBy(loadScript(file))).message).to.contain(
      "has no reasons, no enact, no verify",
    );
  });
});

async function refusalBy(promise: Promise<unknown>): Promise<CommandError> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof CommandError) return error;
    throw error;
  }
  throw new Error("It was not refused.");
}
