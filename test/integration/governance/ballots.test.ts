import { expect } from "chai";
import {
  concat,
  encodeFunctionData,
  hexToBigInt,
  numberToHex,
  parseEventLogs,
  slice,
  toFunctionSelector,
  type Abi,
  type Address,
  type Hash,
  type Hex,
  type LocalAccount,
} from "viem";

import { memberBallotTypedData } from "../../../deploy/typed-data.ts";
import {
  BallotOutcome,
  ballotTypedData,
  castByBallot,
  outcomesOf,
  signedBallot,
  type BallotChanges,
  type SignedBallot,
} from "../../support/ballots.ts";
import {
  callOf,
  chainId,
  day,
  Support,
  year,
  type Body,
  type Call,
  type Proposal,
} from "../../support/body.ts";
import { bodyForEachTest } from "../../support/fixture.ts";
import { MemberClass, testKey, testMember } from "../../support/members.ts";
import { Random } from "../../support/random.ts";

const observer = 7;
const members = [
  ...[10n, 20n, 30n, 40n, 50n, 60n, 70n].map((weight, index) => testMember(index, weight)),
  testMember(observer, 1_000n, MemberClass.observer),
];
const { counted, refused, notTried } = BallotOutcome;
const curveOrder = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
const bySignature = 1;

describe("Voting by ballots that others bring", () => {
  const body = bodyForEachTest({ members });
  let proposal: Proposal;
  beforeEach(async () => {
    proposal = await body().propose([anyCall(body())]);
  });
  const ballot = async (
    index: number,
    support: keyof typeof Support | number = "for",
    changes: BallotChanges = {},
    key?: LocalAccount,
  ) => signedBallot(body(), proposal.id, index, support, changes, key);
  const cast = async (...ballots: SignedBallot[]) => castByBallot(body(), proposal.id, ballots);
  const tally = async () =>
    body().chain.read(body().contracts.council, "proposalTally", [proposal.id]);

  it("counts a ballot whoever brings it, and names member and key", async () => {
    const { chain, contracts } = body();
    const { account, representative } = body().member(4);
    const brought = cast(await ballot(4, "against", { reason: "Too early, über alles." }));
    await chain.emits(brought, contracts.council, "VoteCast", [
      account,
      proposal.id,
      Support.against,
      50n,
      "Too early, über alles.",
    ]);
    await chain.emits(brought, contracts.council, "VoteCastBy", [
      proposal.id,
      account,
      representative.address,
      bySignature,
    ]);
    expect(await tally()).to.include({ againstHeads: 1, againstWeight: 50n, forHeads: 0 });
  });

  it("binds the action by its hash as the Governor computes it", async () => {
    const { chain, contracts } = body();
    const { message } = await ballotTypedData(body(), proposal.id, 0, "for");
    const hash = await chain.read(contracts.council, "hashProposal", proposal.args);
    expect(hexToBigInt(message.actionHash)).to.equal(hash);
    await chain.refuses(
      cast(await ballot(1, "for", { actionHash: numberToHex(hash + 1n, { size: 32 }) })),
      contracts.council,
      "CouncilBallotInvalid",
      [body().member(1).account, body().representativeOf(1).toLowerCase() as Hex],
    );
    await cast(await ballot(1));
  });

  it("GV11: refuses a ballot that was signed for another proposal, chain, Council, body, member, support, reason or deadline", async () => {
    const { chain, contracts } = body();
    const { account, representative } = body().member(4);
    const other = await body().propose([anyCall(body())], undefined, 1);
    const right = await ballot(4);
    const cases: BallotChanges[] = [
      { proposalId: other.id },
      { proposalId: other.id, actionHash: numberToHex(other.id, { size: 32 }) },
      { chainId: 1 },
      { council: contracts.memberRegistry.address },
      { name: "Another body" },
      { member: body().member(3).account },
      { support: Support.against },
      { reason: "Because." },
      { deadline: right.deadline + 1 },
    ];
    for (const changes of cases) {
      const { signature } = await ballot(4, "for", changes);
      await chain.refuses(
        cast({ ...right, signature }),
        contracts.council,
        "CouncilBallotInvalid",
        [account, representative.address.toLowerCase() as Hex],
      );
    }
    await cast(right);
    expect(await tally()).to.include({ forHeads: 1, forWeight: 50n });
  });

  it("GV11: refuses one signed for the same proposal of another body on the same chain", async () => {
    const { chain, contracts } = body();
    const right = await ballot(4);
    const elsewhere = memberBallotTypedData(
      "Assembly of Members",
      chainId,
      contracts.authority.address,
      (await ballotTypedData(body(), proposal.id, 4, "for", { deadline: right.deadline })).message,
    );
    const signature = await body().member(4).representative.signTypedData(elsewhere);
    await chain.refuses(cast({ ...right, signature }), contracts.council, "CouncilBallotInvalid", [
      right.member,
      right.signer.toLowerCase() as Hex,
    ]);
  });

  it("GV2, GV11: refuses a ballot that was counted, and the vote in person after it", async () => {
    const { chain, contracts } = body();
    const right = await ballot(4);
    await cast(right);
    const values: [bigint, Address] = [proposal.id, right.member];
    await chain.refuses(cast(right), contracts.council, "CouncilAlreadyVoted", values);
    await chain.refuses(
      cast(await ballot(4, "against")),
      contracts.council,
      "CouncilAlreadyVoted",
      values,
    );
    await chain.refuses(
      body().vote(proposal.id, 4, "for"),
      contracts.council,
      "CouncilAlreadyVoted",
      values,
    );
    await body().vote(proposal.id, 5, "for");
    await chain.refuses(cast(await ballot(5)), contracts.council, "CouncilAlreadyVoted", [
      proposal.id,
      body().member(5).account,
    ]);
    expect(await tally()).to.include({ forHeads: 2, forWeight: 110n, againstHeads: 0 });
  });

  it("refuses the other signature of the same key: the one with the high s, and the one cut short", async () => {
    const { chain, contracts } = body();
    const right = await ballot(4);
    const [r, s, v] = [
      slice(right.signature, 0, 32),
      hexToBigInt(slice(right.signature, 32, 64)),
      slice(right.signature, 64),
    ];
    const high = concat([
      r,
      numberToHex(curveOrder - s, { size: 32 }),
      v === "0x1b" ? "0x1c" : "0x1b",
    ]);
    const parity = BigInt(v === "0x1c" ? 1 : 0) << 255n;
    const short = concat([r, numberToHex(s | parity, { size: 32 })]);
    for (const signature of [high, short, "0x", concat([right.signature, "0x00"])] as const) {
      await chain.refuses(
        cast({ ...right, signature }),
        contracts.council,
        "CouncilBallotInvalid",
        [right.member, right.signer.toLowerCase() as Hex],
      );
    }
    await cast(right);
  });

  it("counts a ballot in its last second and refuses it in the next one", async () => {
    const { chain, contracts } = body();
    const deadline = (await chain.now()) + 100;
    const [early, late] = [
      await ballot(1, "for", { deadline }),
      await ballot(2, "for", { deadline }),
    ];
    await chain.nextAt(deadline);
    await cast(early);
    await chain.nextAt(deadline + 1);
    await chain.refuses(cast(late), contracts.council, "CouncilBallotExpired", [
      late.member,
      deadline,
    ]);
  });

  it("refuses signers that are nobody: zero, none, too short, a verifier that is none", async () => {
    const { chain, contracts } = body();
    const right = await ballot(4);
    const zero = numberToHex(0, { size: 20 });
    const signers: Hex[] = [
      zero,
      "0x",
      slice(right.signer, 0, 19),
      concat([zero, "0x01"]),
      concat([right.signer, "0x01"]),
      concat([contracts.council.address, "0x01"]),
    ];
    for (const signer of signers) {
      for (const signature of [right.signature, `0x${"00".repeat(65)}`] as const) {
        await chain.refuses(
          cast({ ...right, signer, signature }),
          contracts.council,
          "CouncilBallotInvalid",
          [right.member, signer.toLowerCase() as Hex],
        );
      }
    }
  });

  it("refuses a support that is not against, for or abstain", async () => {
    const { chain, contracts } = body();
    for (const support of [3, 255]) {
      await chain.refuses(
        cast(await ballot(1, support)),
        contracts.council,
        "CouncilInvalidSupport",
        [support],
      );
    }
  });

  it("MR4: refuses ballots of those who represent nobody, another member, an observer, or no longer", async () => {
    const { chain, contracts } = body();
    const { memberRegistry } = contracts;
    const stranger = testKey(5);
    await chain.refuses(
      cast(await ballot(1, "for", {}, stranger)),
      memberRegistry,
      "MemberRegistryNotRepresentative",
      [stranger.address],
    );
    const { mandate, representative } = body().member(1);
    await chain.refuses(
      cast(await ballot(1, "for", {}, mandate)),
      memberRegistry,
      "MemberRegistryNotRepresentative",
      [mandate.address],
    );
    await chain.refuses(
      cast(await ballot(2, "for", {}, representative)),
      memberRegistry,
      "MemberRegistryOtherMember",
      [representative.address, body().member(2).account],
    );
    await chain.refuses(cast(await ballot(observer)), memberRegistry, "MemberRegistryObserver", [
      body().member(observer).account,
    ]);
    const last = (await chain.now()) + 100;
    await body().appoint(body().member(1), representative, last);
    const late = await ballot(1);
    await chain.nextAt(last + 1);
    await chain.refuses(cast(late), memberRegistry, "MemberRegistryMandateEnded", [
      representative.address,
      last,
    ]);
    await body().appoint(body().member(1), representative, last + year);
    await chain.send(mandate.address, memberRegistry, "endRepresentation", [
      representative.address,
    ]);
    await chain.refuses(cast(late), memberRegistry, "MemberRegistryNotRepresentative", [
      representative.address,
    ]);
  });

  it("MR3: refuses the ballot of a suspended member, and counts it once the member is reinstated", async () => {
    const { chain, contracts } = body();
    const { memberRegistry } = contracts;
    const { account } = body().member(6);
    const signed = await ballot(6);
    await body().decide([callOf(memberRegistry, "suspendMember", [account])]);
    await chain.refuses(cast(signed), memberRegistry, "MemberRegistryWrongStatus", [account, 2]);
    await body().decide([callOf(memberRegistry, "reinstateMember", [account])]);
    await cast(signed);
    expect(await tally()).to.include({ forHeads: 1, forWeight: 70n });
  });

  it("refuses ballots on a proposal that takes none, and on an unknown one", async () => {
    const { chain, contracts } = body();
    const active = numberToHex(1 << 1, { size: 32 });
    const ballots = [await ballot(1), await ballot(2)];
    await body().approve(proposal.id);
    for (const some of [ballots, ballots.slice(1)]) {
      await chain.refuses(
        castByBallot(body(), proposal.id, some),
        contracts.council,
        "GovernorUnexpectedProposalState",
        [proposal.id, 4, active],
      );
    }
    await chain.refuses(
      castByBallot(body(), 7n, ballots),
      contracts.council,
      "GovernorNonexistentProposal",
      [7n],
    );
  });

  describe("many in one transaction", () => {
    it("counts all the good ones among bad ones, says what became of each, and counts doubles once", async () => {
      const { chain, contracts } = body();
      const { council } = contracts;
      const [good, other] = [await ballot(1), await ballot(2, "abstain", { reason: "No view." })];
      const ballots = [
        await ballot(3, "for", { chainId: 5 }).then(async ({ signature }) => ({
          ...(await ballot(3)),
          signature,
        })),
        good,
        good,
        { ...(await ballot(1, "against")) },
        await ballot(4, "for", { deadline: (await chain.now()) - 1 }),
        await ballot(5, 9),
        await ballot(observer),
        other,
        await ballot(0, "for", {}, testKey(5)),
      ];
      const expected = [
        refused,
        counted,
        refused,
        refused,
        refused,
        refused,
        refused,
        counted,
        refused,
      ];
      expect(await outcomesOf(body(), proposal.id, ballots)).to.deep.equal(expected);
      const hash = await cast(...ballots);
      const reasons = new Map([
        [0, "CouncilBallotInvalid(address,bytes)"],
        [2, "CouncilAlreadyVoted(uint256,address)"],
        [3, "CouncilAlreadyVoted(uint256,address)"],
        [4, "CouncilBallotExpired(address,uint48)"],
        [5, "CouncilInvalidSupport(uint8)"],
        [6, "MemberRegistryObserver(address)"],
        [8, "MemberRegistryNotRepresentative(address)"],
      ]);
      expect(await refusals(body(), hash)).to.deep.equal(
        [...reasons].map(([index, error]) => ({
          proposalId: proposal.id,
          member: ballots[index]!.member,
          index: BigInt(index),
          reason: toFunctionSelector(error),
        })),
      );
      expect(await tally()).to.deep.include({
        forHeads: 1,
        forWeight: 20n,
        abstainHeads: 1,
        abstainWeight: 30n,
        againstHeads: 0,
      });
      for (const index of [0, 3, 4, 5]) {
        expect(
          await chain.read(council, "hasVoted", [proposal.id, body().member(index).account]),
        ).to.equal(false);
      }
    });

    it("says the outcome once, with the ballot that decides, and refuses the ballots after it", async () => {
      const { chain, contracts } = body();
      const ballots: SignedBallot[] = [];
      for (const index of members.keys()) if (index !== observer) ballots.push(await ballot(index));
      const hash = await cast(...ballots);
      const logs = await eventsOf(body(), hash);
      const decided = logs.findIndex(({ eventName }) => eventName === "ProposalDecided");
      expect(logs.filter(({ eventName }) => eventName === "ProposalDecided")).to.have.length(1);
      const later = logs.slice(decided + 1).map(({ eventName }) => eventName);
      expect(new Set(later)).to.deep.equal(new Set(["BallotRefused"]));
      expect((await refusals(body(), hash)).map(({ reason }) => reason)).to.deep.equal(
        later.map(() => toFunctionSelector("CouncilVotingClosed(uint256)")),
      );
      expect(await body().state(proposal.id)).to.equal("Succeeded");
      expect(await chain.read(contracts.council, "proposalDecision", [proposal.id])).to.deep.equal([
        true,
        true,
      ]);
    });

    it("GV4: gives the same tally and the same outcome as one by one, in any order", async function () {
      this.timeout(120_000);
      const { chain, contracts } = body();
      const random = new Random(5);
      const voters = [...members.keys()].filter((index) => index !== observer);
      for (let round = 0; round < 12; round += 1) {
        const choices = random
          .shuffled([...voters, ...voters.slice(0, 3)])
          .map((index) => [index, random.integer(0, 2)] as const);
        const ballots: SignedBallot[] = [];
        for (const [index, support] of choices) ballots.push(await ballot(index, support));
        const result = async (send: () => Promise<void>) => {
          const snapshot = await chain.request("evm_snapshot");
          await send();
          const answer = [await tally(), await body().state(proposal.id)];
          const votes = [];
          for (const index of voters) {
            votes.push(
              await chain.read(contracts.council, "voteOf", [
                proposal.id,
                body().member(index).account,
              ]),
            );
          }
          await chain.request("evm_revert", snapshot);
          return [...answer, votes];
        };
        const together = await result(async () => {
          await cast(...ballots);
        });
        const apart = await result(async () => {
          for (const one of ballots) await cast(one).catch(() => undefined);
        });
        const inPerson = await result(async () => {
          for (const [index, support] of choices) {
            const name = (["against", "for", "abstain"] as const)[support]!;
            await body()
              .vote(proposal.id, index, name)
              .catch(() => undefined);
          }
        });
        expect(together, `GV4: round ${round}`).to.deep.equal(apart);
        expect(together, `GV4: round ${round}`).to.deep.equal(inPerson);
      }
    });

    it("tries only what its gas suffices for, says so, and loses none of the others", async () => {
      const ballots: SignedBallot[] = [];
      for (const index of [0, 1, 2, 3]) ballots.push(await ballot(index));
      const { chain, contracts } = body();
      const seen = new Set<number>();
      for (let gas = 150_000; gas <= 450_000; gas += 7_000) {
        const snapshot = await chain.request("evm_snapshot");
        const hash = (await chain.request("eth_sendTransaction", {
          from: body().representativeOf(0),
          to: contracts.council.address,
          data: encodeFunctionData({
            ...contracts.council,
            functionName: "castByBallot",
            args: [proposal.id, ballots],
          }),
          gas: numberToHex(gas),
        })) as Hash;
        const { forHeads } = await tally();
        const { status } = await chain.receipt(hash);
        expect(status, `with ${gas} gas`).to.equal("success");
        const logs = await eventsOf(body(), hash);
        const untried = logs.filter(({ eventName }) => eventName === "BallotsNotTried");
        expect(untried.map(({ args }) => (args as { count: bigint }).count)).to.deep.equal(
          forHeads === 4 ? [] : [BigInt(4 - forHeads)],
        );
        expect(await refusals(body(), hash), "refused for want of gas").to.deep.equal([]);
        seen.add(forHeads);
        await chain.request("evm_revert", snapshot);
      }
      expect(seen).to.include.members([0, 1, 4]);
      await chain.refuses(
        chain.client.simulateContract({
          ...contracts.council,
          functionName: "castByBallot",
          args: [proposal.id, ballots.slice(0, 1)],
          account: body().representativeOf(0),
          gas: 150_000n,
        }),
        contracts.council,
        "CouncilGasShort",
        [anyValue, anyValue] as never,
      );
    });
  });

  describe("signed by wallets that are contracts", () => {
    const harm = { none: 0, burn: 1, reenter: 2, flood: 3 } as const;
    const walletOf = async (index: number): Promise<Contract> => {
      const wallet = await deploy(body(), "HostileWallet", []);
      await appointWallet(body(), index, wallet.address);
      return wallet;
    };
    const walletBallot = async (index: number, wallet: Contract): Promise<SignedBallot> => ({
      ...(await ballot(index)),
      signer: wallet.address,
      signature: "0x",
    });
    const plan = async (wallet: Contract, kind: number, target: Address, data: Hex) =>
      body().chain.send(body().representativeOf(0), wallet, "plan", [kind, target, data]);

    it("counts the ballot of a wallet that ERC-1271 answers for, and refuses what it denies", async () => {
      const { chain, contracts } = body();
      const owner = testKey(900);
      const wallet = await deploy(body(), "ContractWallet", [owner.address]);
      await appointWallet(body(), 4, wallet.address, owner);
      const right = { ...(await ballot(4, "for", {}, owner)), signer: wallet.address };
      const wrong = { ...(await ballot(4, "for", {}, testKey(901))), signer: wallet.address };
      await chain.refuses(cast(wrong), contracts.council, "CouncilBallotInvalid", [
        right.member,
        wallet.address.toLowerCase() as Hex,
      ]);
      await chain.emits(cast(right), contracts.council, "VoteCastBy", [
        proposal.id,
        right.member,
        wallet.address,
        bySignature,
      ]);
    });

    it("gives a wallet that burns gas its share and no more, and counts the others", async () => {
      const wallets = [await walletOf(0), await walletOf(1)];
      for (const wallet of wallets) await plan(wallet, harm.burn, wallet.address, "0x");
      const ballots = [
        await walletBallot(0, wallets[0]!),
        await ballot(2),
        await walletBallot(1, wallets[1]!),
        await ballot(3),
      ];
      expect(await outcomesOf(body(), proposal.id, ballots)).to.deep.equal([
        refused,
        counted,
        refused,
        counted,
      ]);
      const hash = await cast(...ballots);
      const { gasUsed } = await body().chain.receipt(hash);
      expect(Number(gasUsed)).to.be.within(1_000_000, 1_300_000);
      expect(await tally()).to.include({ forHeads: 2, forWeight: 70n });
      // With less gas than two wallets may take, the later one is not tried, and nobody is refused for it.
      const outcomes = await outcomesOf(
        body(),
        proposal.id,
        await freshBallots(wallets),
        1_200_000n,
      );
      expect(outcomes).to.deep.equal([refused, notTried, counted]);
    });

    const freshBallots = async (wallets: Contract[]): Promise<SignedBallot[]> => [
      await walletBallot(0, wallets[0]!),
      await walletBallot(1, wallets[1]!),
      await ballot(4),
    ];

    it("asks a wallet with exactly the gas that a ballot may need, and not with one unit less", async () => {
      const { chain, contracts } = body();
      const wallet = await walletOf(0);
      const [from, to] = [body().representativeOf(1), contracts.council.address];
      const data = encodeFunctionData({
        ...contracts.council,
        functionName: "castByBallot",
        args: [proposal.id, [await walletBallot(0, wallet)]],
      });
      const isTried = async (gas: number): Promise<boolean> => {
        const call = { from, to, data, gas: numberToHex(gas) };
        return chain.request("eth_call", call, "latest").then(
          () => true,
          (error: unknown) => {
            expect(String(error)).to.contain("CouncilGasShort");
            return false;
          },
        );
      };
      let [short, enough] = [500_000, 1_500_000];
      while (enough - short > 1) {
        const middle = Math.floor((short + enough) / 2);
        if (await isTried(middle)) enough = middle;
        else short = middle;
      }
      const call = { from, to, data, gas: numberToHex(enough) };
      const hash = await chain.request("eth_sendTransaction", call);
      const { structLogs } = (await chain.request("debug_traceTransaction", hash)) as {
        structLogs: { op: string; gas: number }[];
      };
      // The Council compares what is left, once it has asked for it (2 gas), and then asks the register.
      const asks = structLogs.findIndex(({ op }) => op === "STATICCALL");
      const looked = structLogs.slice(0, asks).findLast(({ op }) => op === "GAS");
      // For any ballot, for the 20 bytes of its signer, and so much that a call gets 500,000 of it.
      const needed = 200_000 + 16 * 20 + Math.floor((500_000 * 64) / 63);
      expect(looked && looked.gas - 2).to.equal(needed);
    });

    it("lets a wallet that floods with its answer hold up nobody", async () => {
      const wallet = await walletOf(0);
      await plan(wallet, harm.flood, wallet.address, "0x");
      const outcomes = await outcomesOf(body(), proposal.id, [
        await walletBallot(0, wallet),
        await ballot(2),
      ]);
      expect(outcomes[1]).to.equal(counted);
    });

    it("GV2: counts a wallet once that calls back to vote while its signature is checked", async () => {
      const { contracts } = body();
      const wallet = await walletOf(0);
      const data = (supported: number) =>
        encodeFunctionData({
          ...contracts.council,
          functionName: "castVote",
          args: [proposal.id, supported],
        });
      const other = encodeFunctionData({
        ...contracts.council,
        functionName: "castByBallot",
        args: [proposal.id, [await ballot(2, "against")]],
      });
      for (const call of [data(Support.against), other]) {
        const snapshot = await body().chain.request("evm_snapshot");
        await plan(wallet, harm.reenter, contracts.council.address, call);
        await cast(await walletBallot(0, wallet), await ballot(1));
        expect(await tally()).to.include({ forHeads: 2, forWeight: 30n, againstHeads: 0 });
        await body().chain.request("evm_revert", snapshot);
      }
      // Outside of a check, the same calls of the wallet are votes: it is the check that keeps them out.
      await body().chain.send(body().representativeOf(0), wallet, "perform", [
        contracts.council.address,
        data(Support.against),
      ]);
      expect(await tally()).to.include({ againstHeads: 1, forHeads: 0 });
    });
  });

  describe("OpenZeppelin's own ballot types", () => {
    it("keep a sequence of nonces for each proposal beside the one over all", async () => {
      const { chain, contracts } = body();
      const { council } = contracts;
      const { representative, account } = body().member(4);
      const other = await body().propose([anyCall(body())], undefined, 1);
      const sign = async (proposalId: bigint, nonce: bigint) =>
        representative.signTypedData({
          domain: {
            name: "Assembly of Members",
            version: "1",
            chainId,
            verifyingContract: council.address,
          },
          types: {
            Ballot: [
              { name: "proposalId", type: "uint256" },
              { name: "support", type: "uint8" },
              { name: "voter", type: "address" },
              { name: "nonce", type: "uint256" },
            ],
          },
          primaryType: "Ballot",
          message: { proposalId, support: Support.for, voter: representative.address, nonce },
        });
      const send = async (proposalId: bigint, signature: Hex) =>
        chain.send(body().representativeOf(0), council, "castVoteBySig", [
          proposalId,
          Support.for,
          representative.address,
          signature,
        ]);
      const keyed = async (id: bigint): Promise<bigint> =>
        chain.read(council, "nonces", [representative.address, id & ((1n << 192n) - 1n)]);
      // Both were signed before either was counted, and either may come first.
      const [first, second] = [
        await sign(proposal.id, await keyed(proposal.id)),
        await sign(other.id, await keyed(other.id)),
      ];
      await chain.refuses(send(proposal.id, second), council, "GovernorInvalidSignature", [
        representative.address,
      ]);
      const skipped = await sign(other.id, (await keyed(other.id)) + 1n);
      await chain.refuses(send(other.id, skipped), council, "GovernorInvalidSignature", [
        representative.address,
      ]);
      await send(other.id, second);
      await chain.emits(send(proposal.id, first), council, "VoteCastBy", [
        proposal.id,
        account,
        representative.address,
        bySignature,
      ]);
      await chain.refuses(send(proposal.id, first), council, "GovernorInvalidSignature", [
        representative.address,
      ]);
    });
  });
});

const anyValue = () => true;

const anyCall = ({ contracts }: Body): Call =>
  callOf(contracts.authority, "labelRole", [1n, "MEMBERSHIP"]);

interface Contract {
  address: Address;
  abi: Abi;
}

async function deploy(body: Body, name: string, args: unknown[]): Promise<Contract> {
  const { viem } = body.chain.connection;
  return await viem.deployContract(name, args);
}

/** Appoints a contract as representative; `owner` signs for it, if it asks for a signature at all. */
async function appointWallet(
  body: Body,
  index: number,
  wallet: Address,
  owner?: LocalAccount,
): Promise<void> {
  const key = { ...(owner ?? testKey(1)), address: wallet };
  await body.appoint(body.member(index), key, (await body.chain.now()) + 10 * day);
}

async function eventsOf(body: Body, hash: Hash) {
  const { logs } = await body.chain.receipt(hash);
  return parseEventLogs({ abi: body.contracts.council.abi, logs });
}

async function refusals(body: Body, hash: Hash) {
  const logs = await eventsOf(body, hash);
  return logs.flatMap((log) => (log.eventName === "BallotRefused" ? [log.args] : []));
}
