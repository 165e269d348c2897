import * as z from "zod";

import { refusals } from "#lib/chain/permission.ts";

import { idempotencyKey, json, operation, problemAnswer } from "./operation.ts";
import { address, bytes, decimal, hash, text } from "./shapes.ts";

/** What is our own and not EBSI's: permissions, ballots, simulations, result packages. The routes and the services behind them check what comes in. */

const seconds = z.int().min(0);

const language = z.object({
  "Accept-Language": z
    .string()
    .optional()
    .describe("Language of the explanations, as RFC 9110 says. English is the default."),
});

const tooMany = problemAnswer("This client asks too often; Retry-After says when to ask again.");

const errorValues = z
  .array(z.strictObject({ name: z.string(), value: z.string() }))
  .describe("What the error says, in its own order.");

const permissionCheck = z
  .strictObject({
    allowed: z.boolean(),
    reason: z.enum(refusals).describe("`none` if the transaction is let through."),
    explanation: z.string().describe("The reason in words."),
    remedy: z.string().nullable().describe("What can be done about it."),
    sender: address,
    target: address.nullable().describe("Null for a deployment."),
    block: seconds.describe("Block for which this holds."),
  })
  .meta({ id: "PermissionCheck" });

const ballot = z
  .strictObject({
    council: address.describe("The body."),
    proposalId: decimal.describe("In decimal digits."),
    support: z.literal([0, 1, 2]).describe("0 against, 1 for, 2 abstain."),
    reason: z.string().max(1_000).describe("Empty for none."),
    member: address.describe("Account id of the member whose vote it is."),
    deadline: seconds.describe("Last second since 1970 in which the ballot is counted."),
    signer: bytes.describe("As in ERC-7913: an account, or a verifier and then a key."),
    signature: bytes,
  })
  .meta({
    id: "Ballot",
    description:
      "A vote as a representative signed it, over the EIP-712 struct `MemberBallot` of the Council. Anybody may bring it to `castByBallot`.",
  });

const ballotReceipt = z
  .strictObject({
    id: hash,
    council: address,
    proposalId: decimal,
    member: address,
    receivedAt: seconds.describe("Seconds since 1970."),
    relayer: address.describe("Account that has signed."),
    signature: bytes,
  })
  .meta({
    id: "BallotReceipt",
    description:
      "The relayer's word that it has taken the ballot: EIP-712 struct `BallotReceipt(bytes32 id,address council,uint256 proposalId,address member,uint48 receivedAt)` in the domain `Foedus Relayer`, version `1`, with the chain's id.",
  });

const ballotStanding = z
  .strictObject({
    id: hash.describe("EIP-712 digest of the ballot."),
    status: z
      .enum(["accepted", "sent", "counted", "refused"])
      .describe(
        "Waits for its batch; on its way in a transaction; counted in a block; not counted.",
      ),
    ballot,
    receipt: ballotReceipt,
    transaction: hash.optional(),
    block: seconds.optional(),
    error: z
      .string()
      .optional()
      .describe("Name of the contract's error, or of the relayer's own (`Relayer…`)."),
    values: errorValues.optional(),
    explanation: z.string().optional().describe("The error in words."),
    remedy: z.string().optional().describe("What to do about it."),
  })
  .meta({ id: "BallotStanding" });

const proposal = z
  .strictObject({
    council: address.describe("The body."),
    targets: z.array(address).min(1).max(64),
    values: z.array(decimal.describe("In wei.")),
    calldatas: z.array(text(/^0x([0-9a-fA-F]{2})*$/, "Give 0x and pairs of hexadecimal digits.")),
    description: z.string().describe("The text; its hash is part of the id."),
  })
  .meta({
    id: "Proposal",
    description: "What a body decides on, as `propose` of its Council takes it.",
  });

const simulationSteps = ["copy", "propose", "vote", "queue", "execute", "compare"] as const;

/** Something that a contract records, with its values as texts. */
const recorded = z.looseObject({
  contract: z.string().describe("Name of a contract of ours, or an address."),
  event: z.string(),
  args: z.record(z.string(), z.string()),
});

/** Something that is different before and after. */
const changed = (...names: readonly string[]) =>
  z.looseObject(
    Object.fromEntries([...names, "before", "after"].map((name) => [name, z.string()])),
  );

const simulationPassed = z
  .looseObject({
    would: z.literal("pass"),
    proposalId: decimal,
    votes: seconds.describe("In favour when it was approved."),
    delay: seconds.describe("Seconds from the approval to the execution."),
    gas: z.looseObject({ propose: z.int(), execute: z.int() }),
    differences: z
      .looseObject({
        storage: z.array(changed("contract", "slot")),
        roles: z.array(recorded),
        balances: z.array(changed("account")),
        code: z.array(changed("contract")),
        events: z.array(recorded),
      })
      .describe("What the execution changed."),
  })
  .meta({ id: "SimulationPassed" });

const simulationRefused = z
  .looseObject({
    would: z.literal("be-refused"),
    at: z.enum(simulationSteps),
    data: z.string().nullable().describe("What the contract answered, where a contract refused."),
    title: z.string(),
    remedy: z.string(),
  })
  .meta({ id: "SimulationRefused" });

const simulationStanding = z
  .looseObject({
    id: z.guid(),
    status: z.enum(["waiting", "running", "done", "failed"]),
    ahead: seconds.optional().describe("Waiting: how many come first."),
    step: z
      .looseObject({
        at: z.enum(simulationSteps),
        votes: seconds.optional(),
        representatives: seconds.optional(),
      })
      .optional()
      .describe("Running: where it is, and while it votes how many have."),
    outcome: z.union([simulationPassed, simulationRefused]).optional(),
    error: z
      .enum(["time", "memory", "chain", "size", "ended"])
      .optional()
      .describe("Failed: what kept it from coming to an end."),
    title: z.string().optional().describe("Failed: that in words."),
    remedy: z.string().optional().describe("Failed: what to do about it."),
  })
  .meta({ id: "SimulationStanding" });

const resultPackage = z
  .looseObject({
    format: z.literal("foedus-result"),
    version: z.literal(1),
    statement: z.looseObject({}),
    evidence: z.looseObject({}),
  })
  .meta({
    id: "ResultPackage",
    description:
      "What was decided (`statement`) and the evidence from which it is computed anew; docs/result-package.md describes every field.",
  });

export const foedusOperations = [
  operation({
    id: "checkTransaction",
    method: "get",
    path: "/api/v1/permissions/check",
    tag: "Permissions",
    summary: "Say whether the nodes take a transaction, and if not, why and what helps.",
    description:
      "Asks the contract that the nodes ask, at the newest block. Nothing is signed or sent. Parameters that are not listed here are refused.",
    query: z.object({
      sender: address.describe("Account that would sign."),
      target: z
        .union([address, z.literal("")])
        .optional()
        .describe("Contract or account that it would go to; left out or empty for a deployment."),
      gas: text(/^\d{1,20}$/, "Give a number of gas.")
        .optional()
        .describe(
          "Gas that the transaction may use at most; without it the share of gas is left out of account.",
        ),
    }),
    headers: language,
    answers: {
      "200": json(permissionCheck, "The permissions have spoken.", {
        "Content-Language": "Language of explanation and remedy.",
      }),
      "400": problemAnswer("The question cannot be understood."),
      "429": tooMany,
      "503": problemAnswer("The chain gives no answer now."),
    },
  }),
  operation({
    id: "postBallot",
    method: "post",
    path: "/api/v1/ballots",
    tag: "Ballots",
    summary: "Hand in a signed ballot, which the relayer brings to its body.",
    description:
      "The Council judges signature, mandate, deadline and proposal before the ballot is taken. The same ballot is taken once, however often it comes, with a key or without: its digest is its id. Whoever is refused or ignored here brings the ballot to the Council itself.",
    headers: z.object(idempotencyKey),
    body: ballot,
    answers: {
      "202": json(ballotStanding, "The relayer has taken it."),
      "400": problemAnswer("The ballot cannot be understood."),
      "404": problemAnswer("The relayer serves no such Council, or it has no such proposal."),
      "409": problemAnswer(
        "The proposal takes no votes now, or the member has voted, or another ballot of it was taken before, or a request with this Idempotency-Key is under way.",
      ),
      "413": problemAnswer("The request is too large."),
      "415": problemAnswer("The request is not marked as JSON."),
      "422": problemAnswer(
        "The Council would not count it: signature, mandate or deadline; `error` names which. Or another request came with this Idempotency-Key.",
      ),
      "429": tooMany,
      "502": problemAnswer("The relayer gives no answer."),
      "503": problemAnswer(
        "There is no relayer, or it cannot work now; the ballot can be submitted without it.",
      ),
    },
  }),
  operation({
    id: "ballotStanding",
    method: "get",
    path: "/api/v1/ballots/{id}",
    tag: "Ballots",
    summary: "Say what became of a ballot, and give it back with its receipt.",
    pathParameters: z.object({
      id: hash.describe("EIP-712 digest of the ballot, as it was answered to it."),
    }),
    answers: {
      "200": json(ballotStanding, "The relayer has it."),
      "400": problemAnswer("That is no id."),
      "404": problemAnswer("The relayer has no such ballot."),
      "429": tooMany,
      "502": problemAnswer("The relayer gives no answer."),
      "503": problemAnswer("There is no relayer, or it cannot work now."),
    },
  }),
  operation({
    id: "simulateProposal",
    method: "post",
    path: "/api/v1/simulations",
    tag: "Proposals",
    summary:
      "Try a proposal on a copy of the chain as it is now: what would it change, or who would refuse it?",
    description:
      "It is proposed, approved by all present representatives, queued and executed on the copy. Nothing is sent to the chain. Simulations run one after the other; ask for the id that is answered. Each request begins another one, unless it has the Idempotency-Key of one before.",
    headers: z.object(idempotencyKey),
    body: proposal,
    answers: {
      "202": json(simulationStanding, "It is taken."),
      "400": problemAnswer("That is no proposal."),
      "409": problemAnswer("A request with this Idempotency-Key is under way."),
      "413": problemAnswer("The request is too large."),
      "415": problemAnswer("The request is not marked as JSON."),
      "422": problemAnswer("Another request came with this Idempotency-Key."),
      "429": tooMany,
      "502": problemAnswer("The simulator gives no answer."),
      "503": problemAnswer("This site runs no simulations, or too many wait already."),
    },
  }),
  operation({
    id: "simulationStanding",
    method: "get",
    path: "/api/v1/simulations/{id}",
    tag: "Proposals",
    summary: "Say where a simulation stands, and in the end what came of it.",
    description: "What came of one is kept for ten minutes.",
    pathParameters: z.object({ id: z.guid().describe("As it was answered to the proposal.") }),
    answers: {
      "200": json(simulationStanding, "It is known."),
      "400": problemAnswer("That is no id."),
      "404": problemAnswer("There is no such simulation, or no more."),
      "429": tooMany,
      "502": problemAnswer("The simulator gives no answer."),
      "503": problemAnswer("This site runs no simulations."),
    },
  }),
  operation({
    id: "resultPackage",
    method: "get",
    path: "/api/v1/proposals/{id}/result",
    tag: "Proposals",
    summary: "Give the result package of a proposal: what was decided, and the proofs of it.",
    description:
      "As of the newest block. Verify it without this server: npm run foedus -- verify result.json.",
    pathParameters: z.object({
      id: text(
        /^(\d{1,78}|0x[0-9a-fA-F]{64})$/,
        "Give the number of the proposal or its id.",
      ).describe(
        "Number of the proposal in the body, or the id that the Council knows, decimal or hexadecimal.",
      ),
    }),
    query: z.object({
      body: address
        .optional()
        .describe("Council of the body that decides on it; the Assembly when left out."),
    }),
    headers: language,
    answers: {
      "200": json(resultPackage, "The package."),
      "404": problemAnswer("There is no such proposal."),
      "409": problemAnswer("The vote has not begun, or the node cannot prove its state."),
      "429": tooMany,
      "503": problemAnswer("The chain gives no answer now, or too many packages are being made."),
    },
  }),
];
