import { network } from "hardhat";
import {
  encodeFunctionData,
  hashTypedData,
  keccak256,
  numberToHex,
  pad,
  parseEventLogs,
  stringToHex,
  toBytes,
  toFunctionSelector,
  type Abi,
  type Address,
  type Hex,
} from "viem";
import { privateKeyToAccount, type PrivateKeyAccount } from "viem/accounts";

import { DecisionClass } from "../../deploy/decision-classes.ts";
import {
  appointmentTypedData,
  keyAppointmentTypedData,
  memberBallotTypedData,
} from "../../deploy/typed-data.ts";
import { p256Signer } from "../../test/support/keys.ts";
import { ratio, reported, type Result } from "../result.ts";

const suite = "governance";
const day = 86_400;
const delay = 10;
const role = 9n;
const AGAINST = 0;
const FOR = 1;
/** An account that has no part in any body. */
const relayer = "0x00000000000000000000000000000000c0c0c0c0";
const setSelector = toFunctionSelector("set(uint256)");

/**
 * Gas of a decision in our Council and in OpenZeppelin's Governor as it is shipped (simple counting, votes, timelock through the
 * AccessManager), on the same chain, through the same authority, on the same call. The first vote is apart because it opens slots.
 */
export async function governance(): Promise<Result[]> {
  const connection = await network.create();
  try {
    const chain = await BenchChain.on(connection);
    const ours = await chain.decide(await chain.council(27));
    const peer = await chain.decide(await chain.peer(27));
    const sizes = [10, 60, 120];
    const growth: Result[] = [];
    for (const size of sizes) {
      const { laterVote } = await chain.decide(await chain.council(size));
      const id = `vote, later, body of ${size} against 27`;
      const figure = { suite, id, unit: "gas", ours: laterVote };
      // The slot of the tally holds 61 votes; in larger bodies the later members' votes stand in one more slot.
      growth.push(
        size <= 61 ? ratio({ ...figure, peer: ours.laterVote, goal: 1.02 }) : reported(figure),
      );
    }
    const relayed = ratio({
      suite,
      id: "relayed vote, in a batch of 27",
      unit: "gas",
      ours: await chain.relay(await chain.council(27)),
      peer: await chain.relayOneByOne(await chain.peer(27)),
      goal: 0.3,
    });
    const limited = await chain.decide(await chain.council(27, 15));
    const row = (id: string, key: keyof Gas, goal: number): Result =>
      ratio({ suite, id, unit: "gas", ours: ours[key], peer: peer[key], goal });
    return [
      row("vote, first", "firstVote", 0.8),
      row("vote, later", "laterVote", 0.72),
      row("propose", "propose", 1.25),
      // Slots that a member's first proposal opens are open for its later ones.
      reported({
        suite,
        id: "propose, with a limit of proposals",
        unit: "gas",
        ours: limited.propose,
      }),
      row("queue", "queue", 1.1),
      row("execute", "execute", 1.1),
      relayed,
      ...growth,
      ...(await keyVotes()),
    ];
  } finally {
    await connection.close();
  }
}

/** A vote that a P-256 key signs, alone in its transaction, with the precompile of Osaka and with OpenZeppelin's code instead of it. */
async function keyVotes(): Promise<Result[]> {
  const results: Result[] = [];
  for (const [hardfork, how] of [
    ["osaka", "with"],
    ["cancun", "without"],
  ] as const) {
    const connection = await network.create({ override: { hardfork } });
    try {
      const chain = await BenchChain.on(connection);
      const ours = await chain.keyVote();
      results.push(
        reported({ suite, id: `vote by P-256 key, ${how} precompile`, unit: "gas", ours }),
      );
    } finally {
      await connection.close();
    }
  }
  return results;
}

interface Gas {
  propose: number;
  firstVote: number;
  /** Mean of all votes but the first and the one that decides. */
  laterVote: number;
  queue: number;
  execute: number;
}

interface Body {
  address: Address;
  abi: Abi;
  voters: Voter[];
}

interface Voter {
  key: PrivateKeyAccount;
  /** Account id of the member whose vote it is. */
  account: Address;
}

type Connection = Awaited<ReturnType<typeof network.create>>;

/** A chain with one authority and one restricted target, on which both kinds of body decide. */
class BenchChain {
  readonly #connection: Connection;
  readonly #authority: Contract;
  readonly #target: Contract;
  #next = 1n;

  private constructor(connection: Connection, authority: Contract, target: Contract) {
    this.#connection = connection;
    this.#authority = authority;
    this.#target = target;
  }

  static async on(connection: Connection): Promise<BenchChain> {
    const [deployer] = await connection.viem.getWalletClients();
    const authority = (await connection.viem.deployContract("Authority", [
      deployer!.account.address,
      14 * day,
    ])) as unknown as Contract;
    const target = (await connection.viem.deployContract("PeerTarget", [
      authority.address,
    ])) as unknown as Contract;
    const chain = new BenchChain(connection, authority, target);
    const from = deployer!.account.address;
    // The value is not 0 before the first decision, so that every decision pays for a change and none for a new slot.
    await chain.#send(from, authority, "execute", [
      target.address,
      encodeFunctionData({ abi: target.abi, functionName: "set", args: [chain.#next++] }),
    ]);
    await chain.#send(from, authority, "setTargetFunctionRole", [
      target.address,
      [setSelector],
      role,
    ]);
    return chain;
  }

  /** Our Council over a registry of so many members, each with a representative; `limit` proposals a member, 0 for no limit. */
  async council(
    size: number,
    limit = 0,
  ): Promise<Body & { registry: Contract; mandates: Address[] }> {
    const { viem } = this.#connection;
    const representatives = Array.from({ length: size }, (_, index) => key(1_000 + index));
    const mandates = representatives.map((_, index) => key(10_000 + index));
    const members = representatives.map((_, index) => ({
      account: pad(numberToHex(0x50_0000 + index), { size: 20 }),
      code: stringToHex(`M${index}`, { size: 32 }),
      class: 0,
      weight: 16_000_000n + BigInt(index),
      weightYear: 2024,
      mandateKey: mandates[index]!.address,
    }));
    const { address: p256 } = await viem.deployContract("P256Verifier");
    const { address: passkey } = await viem.deployContract("PasskeyVerifier");
    const { address: seal } = await viem.deployContract("SealVerifier");
    const registry = (await viem.deployContract("MemberRegistry", [
      this.#authority.address,
      members,
      { p256, passkey, seal },
    ])) as unknown as Contract;
    const classes = await viem.deployContract("DecisionClasses", [
      this.#authority.address,
      [registry.address],
      [
        {
          target: this.#target.address,
          selector: setSelector,
          class: DecisionClass.qualified,
        },
      ],
      2,
    ]);
    const { address: deliberation } = await viem.deployContract("Deliberation");
    const { address: vetoes } = await viem.deployContract("Vetoes", [this.#authority.address]);
    const council = (await viem.deployContract("Council", [
      {
        name: "Bench",
        authority: this.#authority.address,
        members: registry.address,
        classes: classes.address,
        deliberation,
        vetoes,
        votingDelay: 1,
        votingPeriod: 7 * day,
        baseDelay: 0,
        selfCallDelay: 60,
        extension: day,
        proposalLimit: limit,
      },
    ])) as unknown as Contract;
    const now = await this.#now();
    for (const [index, representative] of representatives.entries()) {
      const account = members[index]!.account;
      const message = {
        account,
        key: representative.address,
        notAfter: now + 400 * day,
        nonce: 0n,
        deadline: now + day,
      };
      const proof = await representative.signTypedData(
        appointmentTypedData(31337, registry.address, message),
      );
      const mandate = mandates[index]!.address;
      await this.#send(mandate, registry, "acceptMandate", [account]);
      await this.#send(mandate, registry, "appointRepresentative", [
        account,
        message.key,
        message.notAfter,
        message.deadline,
        proof,
      ]);
    }
    const body = await this.#body(
      council,
      representatives.map((representative, index) => ({
        key: representative,
        account: members[index]!.account,
      })),
    );
    return { ...body, registry, mandates: mandates.map(({ address }) => address) };
  }

  /** A vote of the second member by a P-256 key; the first opened the slot of the tally. */
  async keyVote(): Promise<number> {
    const body = await this.council(5);
    const { registry, mandates } = body;
    const client = await this.#connection.viem.getPublicClient();
    const { p256 } = (await client.readContract({ ...registry, functionName: "verifiers" })) as {
      p256: Address;
    };
    const { signer, sign } = p256Signer(p256);
    const [first, second] = body.voters as [Voter, Voter];
    const now = await this.#now();
    const appointment = {
      account: second.account,
      signer,
      notBefore: now,
      notAfter: now + 400 * day,
      nonce: 0n,
      deadline: now + day,
    };
    const proof = sign(
      hashTypedData(keyAppointmentTypedData(31337, registry.address, appointment)),
    );
    await this.#send(mandates[1]!, registry, "appointKey", [
      second.account,
      signer,
      appointment.notBefore,
      appointment.notAfter,
      appointment.deadline,
      proof,
    ]);
    const { proposalId } = await this.#propose(body);
    await this.#send(first.key.address, body, "castVote", [proposalId, FOR]);
    const message = {
      proposalId,
      actionHash: numberToHex(proposalId, { size: 32 }),
      support: FOR,
      reason: "",
      member: second.account,
      deadline: (await this.#now()) + day,
    };
    const typedData = memberBallotTypedData("Bench", 31337, body.address, message);
    const { member, support, deadline, reason } = message;
    const ballot = { member, support, deadline, reason, signer };
    const { gasUsed, status } = await this.#send(relayer, body, "castByBallot", [
      proposalId,
      [{ ...ballot, signature: sign(hashTypedData(typedData)) }],
    ]);
    if (status !== "success") throw new Error("The vote of the P-256 key does not count.");
    return Number(gasUsed);
  }

  /** OpenZeppelin's Governor over as many delegated votes. */
  async peer(size: number): Promise<Body> {
    const { viem } = this.#connection;
    const voters = Array.from({ length: size }, (_, index) => key(20_000 + index));
    const votes = (await viem.deployContract("PeerVotes")) as unknown as Contract;
    for (const voter of voters) {
      await this.#send(voter.address, votes, "give", [voter.address, 16_000_000n]);
    }
    const governor = (await viem.deployContract("PeerGovernor", [
      this.#authority.address,
      votes.address,
      BigInt(7 * day),
    ])) as unknown as Contract;
    return this.#body(
      governor,
      voters.map((voter) => ({ key: voter, account: voter.address })),
    );
  }

  /** One decision from the proposal to the execution; everybody is in favour until it is decided. */
  async decide(body: Body): Promise<Gas> {
    const { proposed, proposalId, args } = await this.#propose(body);
    const proposer = body.voters[0]!.key.address;

    const votes: number[] = [];
    for (const { key: voter } of body.voters) {
      const { gasUsed, logs } = await this.#send(voter.address, body, "castVote", [
        proposalId,
        FOR,
      ]);
      // The vote that decides emits one event more.
      if (logs.length > 1) break;
      votes.push(Number(gasUsed));
    }
    // The peer knows no early close.
    if (votes.length === body.voters.length) await this.#pass(7 * day);
    const queued = await this.#send(proposer, body, "queue", args);
    await this.#pass(delay + 1);
    const executed = await this.#send(proposer, body, "execute", args);

    const [firstVote, ...later] = votes as [number, ...number[]];
    return {
      propose: Number(proposed.gasUsed),
      firstVote,
      laterVote: later.reduce((sum, gas) => sum + gas, 0) / later.length,
      queue: Number(queued.gasUsed),
      execute: Number(executed.gasUsed),
    };
  }

  /** Mean gas of a vote when one transaction brings the signed ballots of all members. */
  async relay(body: Body): Promise<number> {
    const { proposalId } = await this.#propose(body);
    const deadline = (await this.#now()) + day;
    const ballots = [];
    for (const [index, { key: signer, account }] of body.voters.entries()) {
      const message = {
        proposalId,
        actionHash: numberToHex(proposalId, { size: 32 }),
        support: this.#support(index),
        reason: "",
        member: account,
        deadline,
      };
      const typedData = memberBallotTypedData("Bench", 31337, body.address, message);
      const signature = await signer.signTypedData(typedData);
      const { member, support, reason } = message;
      ballots.push({ member, support, deadline, reason, signer: signer.address, signature });
    }
    const { gasUsed, logs } = await this.#send(relayer, body, "castByBallot", [
      proposalId,
      ballots,
    ]);
    const cast = parseEventLogs({ abi: body.abi, logs, eventName: "VoteCast" });
    if (cast.length !== ballots.length) throw new Error("Not all ballots of the batch count.");
    return Number(gasUsed) / ballots.length;
  }

  /** Mean gas of a vote when each signed ballot is brought by a transaction of its own; every key signs for the first time. */
  async relayOneByOne(body: Body): Promise<number> {
    const { proposalId } = await this.#propose(body);
    let sum = 0;
    for (const [index, { key: signer }] of body.voters.entries()) {
      const message = {
        proposalId,
        support: this.#support(index),
        voter: signer.address,
        nonce: 0n,
      };
      const signature = await signer.signTypedData({
        domain: { name: "Peer", version: "1", chainId: 31337, verifyingContract: body.address },
        types: {
          Ballot: [
            { name: "proposalId", type: "uint256" },
            { name: "support", type: "uint8" },
            { name: "voter", type: "address" },
            { name: "nonce", type: "uint256" },
          ],
        },
        primaryType: "Ballot",
        message,
      });
      const { gasUsed } = await this.#send(relayer, body, "castVoteBySig", [
        proposalId,
        message.support,
        signer.address,
        signature,
      ]);
      sum += Number(gasUsed);
    }
    return sum / body.voters.length;
  }

  /** 17 in favour and 9 against leave a qualified majority of 27 open, so that every vote counts. */
  #support(index: number): number {
    return index < 17 ? FOR : AGAINST;
  }

  async #propose(body: Body) {
    const data = encodeFunctionData({
      abi: this.#target.abi,
      functionName: "set",
      args: [this.#next++],
    });
    const description = "# A decision with a title\n\nand a few words of reason for it.";
    const calls = [[this.#target.address], [0n], [data]];
    await this.#pass(2);
    const proposed = await this.#send(body.voters[0]!.key.address, body, "propose", [
      ...calls,
      description,
    ]);
    const [created] = parseEventLogs({
      abi: body.abi,
      logs: proposed.logs,
      eventName: "ProposalCreated",
    });
    const { proposalId } = (created as unknown as { args: { proposalId: bigint } }).args;
    await this.#pass(2);
    return { proposed, proposalId, args: [...calls, keccak256(toBytes(description))] };
  }

  async #body(contract: Contract, voters: Voter[]): Promise<Body> {
    const [deployer] = await this.#connection.viem.getWalletClients();
    await this.#send(deployer!.account.address, this.#authority, "grantRole", [
      role,
      contract.address,
      delay,
    ]);
    return { ...contract, voters };
  }

  async #now(): Promise<number> {
    const client = await this.#connection.viem.getPublicClient();
    return Number((await client.getBlock()).timestamp);
  }

  async #pass(seconds: number): Promise<void> {
    await this.#connection.provider.request({ method: "evm_increaseTime", params: [seconds] });
    await this.#connection.provider.request({ method: "evm_mine", params: [] });
  }

  async #send(from: Address, to: Contract, functionName: string, args: unknown[]) {
    const { provider, viem } = this.#connection;
    await provider.request({ method: "hardhat_impersonateAccount", params: [from] });
    await provider.request({
      method: "hardhat_setBalance",
      params: [from, numberToHex(10n ** 24n)],
    });
    const data = encodeFunctionData({ abi: to.abi, functionName, args });
    const hash = (await provider.request({
      method: "eth_sendTransaction",
      params: [{ from, to: to.address, data, gas: numberToHex(5_000_000) }],
    })) as Hex;
    const client = await viem.getPublicClient();
    return client.getTransactionReceipt({ hash });
  }
}

interface Contract {
  address: Address;
  abi: Abi;
}

const key = (index: number) => privateKeyToAccount(pad(numberToHex(index), { size: 32 }));
