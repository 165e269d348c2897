import { setTimeout as pause } from "node:timers/promises";

import { numberToHex, toHex, type Address, type Hex } from "viem";

import type { PostedBallot } from "../../deploy/agents/relayer/ballot.ts";
import type { BallotStanding } from "../../deploy/agents/relayer/intake.ts";
import { AgentProcess } from "./agent-process.ts";
import { signedBallot, type BallotChanges, type SignedBallot } from "./ballots.ts";
import { callOf, day, type Body, type Proposal, type SupportName } from "./body.ts";
import { TestPostgres } from "./database.ts";
import { bodyForEachTest } from "./fixture.ts";
import { JsonRpcServer } from "./json-rpc.ts";
import { membersWith, testKey } from "./members.ts";

/** The account of the relayers of tests: it acts for nobody. */
export const courier = testKey(77_001);

export interface RelayerPlan {
  rpc: string;
  database: string;
  councils: readonly Address[];
  permissionViews?: Address;
  batch?: Record<string, unknown>;
}

/** The relayer as a program of its own. */
export class RelayerProcess extends AgentProcess {
  private constructor({ rpc, database, batch = {}, ...bodies }: RelayerPlan) {
    const listen = { host: "127.0.0.1", port: 0 };
    super({
      agent: "relayer",
      settings: { node: { rpc }, ...bodies, database: "database", key: "key", batch, listen },
      files: { key: privateKey, database },
    });
  }

  static start(plan: RelayerPlan): Promise<RelayerProcess> {
    return new RelayerProcess(plan).ready();
  }

  async post(ballot: unknown): Promise<{ status: number; body: BallotStanding & Problem }> {
    return answer(
      await fetch(`${this.url}/ballots`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: typeof ballot === "string" ? ballot : JSON.stringify(ballot),
      }),
    );
  }

  /** Asks whether a presentation is used for the first time. */
  async use(presentation: unknown): Promise<{ status: number; body: Partial<Problem> & Outcome }> {
    const response = await fetch(`${this.url}/presentations`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(presentation),
    });
    return { status: response.status, body: (await response.json()) as Problem & Outcome };
  }

  async standing(id: string): Promise<{ status: number; body: BallotStanding & Problem }> {
    return answer(await fetch(`${this.url}/ballots/${id}`));
  }

  /** Waits until a ballot has come to stand there. */
  async until(id: string, status: BallotStanding["status"]): Promise<BallotStanding> {
    return eventually(`ballot ${id} is ${status}`, async () => {
      const { body } = await this.standing(id);
      return body.status === status ? body : undefined;
    });
  }
}

interface Problem {
  title: string;
  detail: string;
}

interface Outcome {
  outcome?: string;
}

/** What a refusal says, by names. */
export const valuesOf = ({ values = [] }: Pick<BallotStanding, "values">): Record<string, string> =>
  Object.fromEntries(values.map(({ name, value }) => [name, value]));

async function answer(response: Response) {
  return { status: response.status, body: (await response.json()) as BallotStanding & Problem };
}

/** Asks again and again until there is an answer. */
export async function eventually<T>(
  what: string,
  probe: () => Promise<T | undefined> | T | undefined,
  within = 20_000,
): Promise<T> {
  const end = performance.now() + within;
  while (performance.now() < end) {
    const found = await probe();
    if (found !== undefined) return found;
    await pause(50);
  }
  throw new Error(`It did not happen within ${within / 1_000} s that ${what}.`);
}

/** A signed ballot of the member at `index` as the relayer takes it. */
export async function postedBallot(
  body: Body,
  proposalId: bigint,
  index: number,
  support: SupportName | number,
  changes: BallotChanges = {},
  key = body.member(index).representative,
): Promise<PostedBallot> {
  return posted(
    body,
    proposalId,
    await signedBallot(body, proposalId, index, support, changes, key),
  );
}

const posted = (body: Body, proposalId: bigint, ballot: SignedBallot): PostedBallot => ({
  council: body.contracts.council.address,
  proposalId: proposalId.toString(),
  ...ballot,
});

/** Gives the relayer's account what gas costs. */
async function fund(body: Body, account: Address = courier.address): Promise<void> {
  await body.chain.request("hardhat_setBalance", account, numberToHex(10n ** 24n));
}

const privateKey: Hex = toHex(77_001n, { size: 32 });

/** What the suites of the relayer stand on: PostgreSQL, a chain that programs reach, and a body with an open proposal for each test. */
export function relayerSurroundings() {
  const postgres = new TestPostgres();
  const rpc = new JsonRpcServer();
  const body = bodyForEachTest({ members: membersWith([1n, 2n, 3n, 4n, 5n, 6n, 7n, 8n, 9n]) });
  let database = "";
  let proposal: Proposal | undefined;
  const relayers: RelayerProcess[] = [];

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
    database = await postgres.database();
    proposal = await propose();
  });
  afterEach(async () => {
    for (const relayer of relayers.splice(0)) if (relayer.isRunning) await relayer.kill();
    await body().chain.request("evm_setAutomine", true);
  });

  const propose = () =>
    body().propose([callOf(body().contracts.council, "setVotingPeriod", [4 * day])]);

  return {
    postgres,
    rpc,
    body,
    propose,
    database: () => database,
    proposal: () => {
      if (proposal === undefined) throw new Error("The proposal exists only while a test runs.");
      return proposal;
    },
    /** A relayer, on the test's own database when no other is given. */
    start: async (
      batch: Record<string, unknown> = {},
      another = database,
    ): Promise<RelayerProcess> => {
      const relayer = await RelayerProcess.start({
        rpc: rpc.url,
        database: another,
        councils: [body().contracts.council.address],
        permissionViews: body().addresses.PermissionViews,
        batch: { seconds: 0, urgentSeconds: 0, ...batch },
      });
      relayers.push(relayer);
      return relayer;
    },
    /** Ballots in favour of the members at these places. */
    ballots: (...places: number[]) =>
      Promise.all(places.map((place) => postedBallot(body(), proposal?.id ?? 0n, place, "for"))),
    /** Account ids of those whose vote the chain holds, once for each event. */
    voters: async (): Promise<Address[]> => {
      const { council } = body().contracts;
      const logs = await body().chain.client.getContractEvents({
        ...council,
        eventName: "VoteCast",
        fromBlock: 0n,
      });
      return logs
        .filter(({ args }) => args.proposalId === proposal?.id)
        .map(({ args }) => args.voter as Address);
    },
  };
}

/** The raw transactions that a relayer sends, as they pass. */
export function sentTransactions(rpc: JsonRpcServer): Hex[] {
  const raws: Hex[] = [];
  rpc.interception = {
    before: (method, [raw]) => {
      if (method === "eth_sendRawTransaction") raws.push(raw as Hex);
      return undefined;
    },
  };
  return raws;
}
