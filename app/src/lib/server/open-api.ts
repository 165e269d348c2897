import { refusals } from "#lib/chain/permission.ts";

const address = { type: "string", pattern: "^0x[0-9a-fA-F]{40}$" } as const;

const languageParameter = {
  name: "Accept-Language",
  in: "header",
  required: false,
  description: "Language of the explanations, as RFC 9110 says. English is the default.",
  schema: { type: "string" },
} as const;

const hash = { type: "string", pattern: "^0x[0-9a-fA-F]{64}$" } as const;

const bytes = { type: "string", pattern: "^0x([0-9a-fA-F]{2})+$" } as const;

const decimal = { type: "string", pattern: "^[0-9]{1,78}$" } as const;

const ballotAnswer = {
  content: { "application/json": { schema: { $ref: "#/components/schemas/BallotStanding" } } },
} as const;

const errorValues = {
  type: "array",
  description: "What the error says, in its own order.",
  items: {
    type: "object",
    additionalProperties: false,
    required: ["name", "value"],
    properties: { name: { type: "string" }, value: { type: "string" } },
  },
} as const;

const simulationAnswer = {
  content: { "application/json": { schema: { $ref: "#/components/schemas/SimulationStanding" } } },
} as const;

/** Something that a contract records, with its values as texts. */
const recorded = {
  type: "object",
  required: ["contract", "event", "args"],
  properties: {
    contract: { type: "string", description: "Name of a contract of ours, or an address." },
    event: { type: "string" },
    args: { type: "object", additionalProperties: { type: "string" } },
  },
} as const;

/** Something that is different before and after. */
const changed = (...names: readonly string[]) =>
  ({
    type: "object",
    required: [...names, "before", "after"],
    properties: Object.fromEntries(
      [...names, "before", "after"].map((name) => [name, { type: "string" }]),
    ),
  }) as const;

function problemAnswer(description: string) {
  return {
    description,
    content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
  } as const;
}

/** OpenAPI 3.1 of what programs may ask of this server. A test holds it against the routes and their answers. */
export const openApi = {
  openapi: "3.1.0",
  info: {
    title: "Foedus",
    summary: "What the governance of a shared public-service blockchain tells programs.",
    version: "0.1.0",
    license: { name: "EUPL-1.2", identifier: "EUPL-1.2" },
  },
  servers: [{ url: "/" }],
  paths: {
    "/api/v1/permissions/check": {
      get: {
        operationId: "checkTransaction",
        summary: "Say whether the nodes take a transaction, and if not, why and what helps.",
        description:
          "Asks the contract that the nodes ask, at the newest block. Nothing is signed or sent. Parameters that are not listed here are refused.",
        tags: ["permissions"],
        parameters: [
          {
            name: "sender",
            in: "query",
            required: true,
            description: "Account that would sign.",
            schema: address,
          },
          {
            name: "target",
            in: "query",
            required: false,
            description:
              "Contract or account that it would go to; left out or empty for a deployment.",
            allowEmptyValue: true,
            schema: { anyOf: [address, { const: "" }] },
          },
          {
            name: "gas",
            in: "query",
            required: false,
            description:
              "Gas that the transaction may use at most; without it the share of gas is left out of account.",
            schema: { type: "string", pattern: "^\\d{1,20}$" },
          },
          languageParameter,
        ],
        responses: {
          "200": {
            description: "The permissions have spoken.",
            headers: {
              "Content-Language": {
                description: "Language of explanation and remedy.",
                schema: { type: "string" },
              },
            },
            content: {
              "application/json": { schema: { $ref: "#/components/schemas/PermissionCheck" } },
            },
          },
          "400": problemAnswer("The question cannot be understood."),
          "429": problemAnswer("This client asks too often; Retry-After says when to ask again."),
          "503": problemAnswer("The chain gives no answer now."),
        },
      },
    },
    "/api/v1/ballots": {
      post: {
        operationId: "postBallot",
        summary: "Hand in a signed ballot, which the relayer brings to its body.",
        description:
          "The Council judges signature, mandate, deadline and proposal before the ballot is taken. The same ballot is taken once, however often it comes. Whoever is refused or ignored here brings the ballot to the Council itself.",
        tags: ["ballots"],
        requestBody: {
          required: true,
          content: { "application/json": { schema: { $ref: "#/components/schemas/Ballot" } } },
        },
        responses: {
          "202": { description: "The relayer has taken it.", ...ballotAnswer },
          "400": problemAnswer("The ballot cannot be understood."),
          "404": problemAnswer("The relayer serves no such Council, or it has no such proposal."),
          "409": problemAnswer(
            "The proposal takes no votes now, or the member has voted, or another ballot of it was taken before.",
          ),
          "413": problemAnswer("The request is too large."),
          "415": problemAnswer("The request is not marked as JSON."),
          "422": problemAnswer(
            "The Council would not count it: signature, mandate or deadline; `error` names which.",
          ),
          "429": problemAnswer("This client asks too often; Retry-After says when to ask again."),
          "502": problemAnswer("The relayer gives no answer."),
          "503": problemAnswer(
            "There is no relayer, or it cannot work now; the ballot can be submitted without it.",
          ),
        },
      },
    },
    "/api/v1/ballots/{id}": {
      get: {
        operationId: "ballotStanding",
        summary: "Say what became of a ballot, and give it back with its receipt.",
        tags: ["ballots"],
        parameters: [
          {
            name: "id",
            in: "path",
            required: true,
            description: "EIP-712 digest of the ballot, as it was answered to it.",
            schema: hash,
          },
        ],
        responses: {
          "200": { description: "The relayer has it.", ...ballotAnswer },
          "400": problemAnswer("That is no id."),
          "404": problemAnswer("The relayer has no such ballot."),
          "429": problemAnswer("This client asks too often; Retry-After says when to ask again."),
          "502": problemAnswer("The relayer gives no answer."),
          "503": problemAnswer("There is no relayer, or it cannot work now."),
        },
      },
    },
    "/api/v1/simulations": {
      post: {
        operationId: "simulateProposal",
        summary:
          "Try a proposal on a copy of the chain as it is now: what would it change, or who would refuse it?",
        description:
          "It is proposed, approved by all present representatives, queued and executed on the copy. Nothing is sent to the chain. Simulations run one after the other; ask for the id that is answered.",
        tags: ["proposals"],
        requestBody: {
          required: true,
          content: { "application/json": { schema: { $ref: "#/components/schemas/Proposal" } } },
        },
        responses: {
          "202": { description: "It is taken.", ...simulationAnswer },
          "400": problemAnswer("That is no proposal."),
          "413": problemAnswer("The request is too large."),
          "415": problemAnswer("The request is not marked as JSON."),
          "429": problemAnswer("This client asks too often; Retry-After says when to ask again."),
          "502": problemAnswer("The simulator gives no answer."),
          "503": problemAnswer("This site runs no simulations, or too many wait already."),
        },
      },
    },
    "/api/v1/simulations/{id}": {
      get: {
        operationId: "simulationStanding",
        summary: "Say where a simulation stands, and in the end what came of it.",
        description: "What came of one is kept for ten minutes.",
        tags: ["proposals"],
        parameters: [
          {
            name: "id",
            in: "path",
            required: true,
            description: "As it was answered to the proposal.",
            schema: { type: "string", format: "uuid" },
          },
        ],
        responses: {
          "200": { description: "It is known.", ...simulationAnswer },
          "400": problemAnswer("That is no id."),
          "404": problemAnswer("There is no such simulation, or no more."),
          "429": problemAnswer("This client asks too often; Retry-After says when to ask again."),
          "502": problemAnswer("The simulator gives no answer."),
          "503": problemAnswer("This site runs no simulations."),
        },
      },
    },
    "/api/v1/proposals/{id}/result": {
      get: {
        operationId: "resultPackage",
        summary: "Give the result package of a proposal: what was decided, and the proofs of it.",
        description:
          "As of the newest block. Verify it without this server: npm run foedus -- verify result.json.",
        tags: ["proposals"],
        parameters: [
          {
            name: "id",
            in: "path",
            required: true,
            description:
              "Number of the proposal in the body, or the id that the Council knows, decimal or hexadecimal.",
            schema: { type: "string", pattern: "^(\\d{1,78}|0x[0-9a-fA-F]{64})$" },
          },
          {
            name: "body",
            in: "query",
            description: "Council of the body that decides on it; the Assembly when left out.",
            schema: address,
          },
          languageParameter,
        ],
        responses: {
          "200": {
            description: "The package.",
            content: {
              "application/json": { schema: { $ref: "#/components/schemas/ResultPackage" } },
            },
          },
          "404": problemAnswer("There is no such proposal."),
          "409": problemAnswer("The vote has not begun, or the node cannot prove its state."),
          "429": problemAnswer("This client asks too often; Retry-After says when to ask again."),
          "503": problemAnswer(
            "The chain gives no answer now, or too many packages are being made.",
          ),
        },
      },
    },
  },
  components: {
    schemas: {
      Ballot: {
        type: "object",
        description:
          "A vote as a representative signed it, over the EIP-712 struct `MemberBallot` of the Council. Anybody may bring it to `castByBallot`.",
        additionalProperties: false,
        required: [
          "council",
          "proposalId",
          "support",
          "reason",
          "member",
          "deadline",
          "signer",
          "signature",
        ],
        properties: {
          council: { ...address, description: "The body." },
          proposalId: { ...decimal, description: "In decimal digits." },
          support: { enum: [0, 1, 2], description: "0 against, 1 for, 2 abstain." },
          reason: { type: "string", maxLength: 1_000, description: "Empty for none." },
          member: { ...address, description: "Account id of the member whose vote it is." },
          deadline: {
            type: "integer",
            minimum: 0,
            description: "Last second since 1970 in which the ballot is counted.",
          },
          signer: {
            ...bytes,
            description: "As in ERC-7913: an account, or a verifier and then a key.",
          },
          signature: bytes,
        },
      },
      BallotReceipt: {
        type: "object",
        description:
          "The relayer's word that it has taken the ballot: EIP-712 struct `BallotReceipt(bytes32 id,address council,uint256 proposalId,address member,uint48 receivedAt)` in the domain `Foedus Relayer`, version `1`, with the chain's id.",
        additionalProperties: false,
        required: ["id", "council", "proposalId", "member", "receivedAt", "relayer", "signature"],
        properties: {
          id: hash,
          council: address,
          proposalId: decimal,
          member: address,
          receivedAt: { type: "integer", minimum: 0, description: "Seconds since 1970." },
          relayer: { ...address, description: "Account that has signed." },
          signature: bytes,
        },
      },
      BallotStanding: {
        type: "object",
        additionalProperties: false,
        required: ["id", "status", "ballot", "receipt"],
        properties: {
          id: { ...hash, description: "EIP-712 digest of the ballot." },
          status: {
            enum: ["accepted", "sent", "counted", "refused"],
            description:
              "Waits for its batch; on its way in a transaction; counted in a block; not counted.",
          },
          ballot: { $ref: "#/components/schemas/Ballot" },
          receipt: { $ref: "#/components/schemas/BallotReceipt" },
          transaction: hash,
          block: { type: "integer", minimum: 0 },
          error: {
            type: "string",
            description: "Name of the contract's error, or of the relayer's own (`Relayer…`).",
          },
          values: errorValues,
          explanation: { type: "string", description: "The error in words." },
          remedy: { type: "string", description: "What to do about it." },
        },
      },
      Proposal: {
        type: "object",
        description: "What a body decides on, as `propose` of its Council takes it.",
        additionalProperties: false,
        required: ["council", "targets", "values", "calldatas", "description"],
        properties: {
          council: { ...address, description: "The body." },
          targets: { type: "array", minItems: 1, maxItems: 64, items: address },
          values: { type: "array", items: { ...decimal, description: "In wei." } },
          calldatas: {
            type: "array",
            items: { type: "string", pattern: "^0x([0-9a-fA-F]{2})*$" },
          },
          description: { type: "string", description: "The text; its hash is part of the id." },
        },
      },
      SimulationStanding: {
        type: "object",
        required: ["id", "status"],
        properties: {
          id: { type: "string", format: "uuid" },
          status: { enum: ["waiting", "running", "done", "failed"] },
          ahead: { type: "integer", minimum: 0, description: "Waiting: how many come first." },
          step: {
            type: "object",
            description: "Running: where it is, and while it votes how many have.",
            required: ["at"],
            properties: {
              at: { enum: ["copy", "propose", "vote", "queue", "execute", "compare"] },
              votes: { type: "integer", minimum: 0 },
              representatives: { type: "integer", minimum: 0 },
            },
          },
          outcome: {
            oneOf: [
              { $ref: "#/components/schemas/SimulationPassed" },
              { $ref: "#/components/schemas/SimulationRefused" },
            ],
          },
          error: {
            enum: ["time", "memory", "chain", "size", "ended"],
            description: "Failed: what kept it from coming to an end.",
          },
          title: { type: "string", description: "Failed: that in words." },
          remedy: { type: "string", description: "Failed: what to do about it." },
        },
      },
      SimulationPassed: {
        type: "object",
        required: ["would", "proposalId", "votes", "delay", "gas", "differences"],
        properties: {
          would: { const: "pass" },
          proposalId: decimal,
          votes: { type: "integer", minimum: 0, description: "In favour when it was approved." },
          delay: {
            type: "integer",
            minimum: 0,
            description: "Seconds from the approval to the execution.",
          },
          gas: {
            type: "object",
            required: ["propose", "execute"],
            properties: { propose: { type: "integer" }, execute: { type: "integer" } },
          },
          differences: {
            type: "object",
            description: "What the execution changed.",
            required: ["storage", "roles", "balances", "code", "events"],
            properties: {
              storage: { type: "array", items: changed("contract", "slot") },
              roles: { type: "array", items: recorded },
              balances: { type: "array", items: changed("account") },
              code: { type: "array", items: changed("contract") },
              events: { type: "array", items: recorded },
            },
          },
        },
      },
      SimulationRefused: {
        type: "object",
        required: ["would", "at", "data", "title", "remedy"],
        properties: {
          would: { const: "be-refused" },
          at: { enum: ["copy", "propose", "vote", "queue", "execute", "compare"] },
          data: {
            type: ["string", "null"],
            description: "What the contract answered, where a contract refused.",
          },
          title: { type: "string" },
          remedy: { type: "string" },
        },
      },
      ResultPackage: {
        type: "object",
        description:
          "What was decided (`statement`) and the evidence from which it is computed anew; docs/result-package.md describes every field.",
        required: ["format", "version", "statement", "evidence"],
        properties: {
          format: { const: "foedus-result" },
          version: { const: 1 },
          statement: { type: "object" },
          evidence: { type: "object" },
        },
      },
      PermissionCheck: {
        type: "object",
        additionalProperties: false,
        required: ["allowed", "reason", "explanation", "remedy", "sender", "target", "block"],
        properties: {
          allowed: { type: "boolean" },
          reason: { enum: refusals, description: "`none` if the transaction is let through." },
          explanation: { type: "string", description: "The reason in words." },
          remedy: { type: ["string", "null"], description: "What can be done about it." },
          sender: address,
          target: {
            ...address,
            type: ["string", "null"],
            description: "Null for a deployment.",
          },
          block: { type: "integer", minimum: 0, description: "Block for which this holds." },
        },
      },
      Problem: {
        type: "object",
        description: "RFC 9457.",
        required: ["type", "status", "title", "detail"],
        properties: {
          type: { type: "string" },
          status: { type: "integer" },
          title: { type: "string", description: "What is wrong." },
          detail: { type: "string", description: "What to do about it." },
          error: {
            type: "string",
            description:
              "Name of the contract's error where a contract refused, or of the relayer's own (`Relayer…`).",
          },
          values: errorValues,
        },
      },
    },
  },
} as const;
