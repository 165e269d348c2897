import { keccak256, stringToHex } from "viem";

import { belgium, keyOf, members, proposalId, settings } from "./assembly.ts";
import { at, emit, expect, hash, type Hex, type Suite } from "./suite.ts";

/** Longer than any index of PostgreSQL takes, as the code of a new register is. */
const code: Hex = `0x${"5a".repeat(24_000)}`;
const long = "Αιτιολογική σκέψη: ".repeat(2_000);
const zero = "\u0000";
const description = `# Überschrift\n\n"quoted" \\ back\tslash 🗳️ ${long}`;

/** Anybody with a mandate may write such texts: they must not stop the index, nor come out otherwise than they went in. */
export const suite: Suite = {
  name: "Texts and calldata of any length and script",
  blocks: [
    {},
    { timestamp: 1000, events: [...settings, ...members] },
    {
      timestamp: 1010,
      events: [
        emit(hash(2), "Council", "ProposalCreated", {
          proposalId: 1,
          proposer: keyOf(belgium),
          targets: [at.NodeRegistry, at.NodeRegistry, at.NodeRegistry],
          values: ["0", "0", (2n ** 256n - 1n).toString()],
          signatures: ["", "", ""],
          calldatas: [code, "0x", "0x123456"],
          voteStart: 1020,
          voteEnd: 2000,
          description: zero + description,
        }),
        emit(hash(2), "Council", "ProposalClassified", {
          proposalId: 1,
          classes: 63,
          codeHash: "0x00",
        }),
        emit(hash(2), "Council", "ProposalRulesFixed", {
          proposalId: 1,
          edition: 2,
          cooperation: 9,
          participants: `0x${(2n ** 255n + 2n).toString(16)}`,
        }),
      ],
    },
    {
      timestamp: 1030,
      events: [
        emit(hash(3), "Council", "VoteCast", {
          voter: belgium,
          proposalId: 1,
          support: 1,
          weight: 11_000,
          reason: `before${zero}after ${long}`,
        }),
      ],
    },
  ],
  assertions: [
    expect(
      `{ proposal(id: "${proposalId(1n)}") { description descriptionHash calldatas values classes rulesEdition cooperation participants } }`,
      {
        proposal: {
          // PostgreSQL knows no zero character in texts, so that the store leaves it out. The hash is the one that the Council knows.
          description,
          descriptionHash: keccak256(stringToHex(zero + description)),
          calldatas: [code, "0x", "0x123456"],
          values: ["0", "0", (2n ** 256n - 1n).toString()],
          classes: ["REINFORCED", "QUALIFIED", "SIMPLE", "UNANIMITY", "PARTICIPATING", "OBJECTION"],
          rulesEdition: 2,
          cooperation: 9,
          participants: [1, 255],
        },
      },
    ),
    expect(`{ proposalCalls(orderBy: index) { selector calldata nodes { id } } }`, {
      proposalCalls: [
        { selector: "0x5a5a5a5a", calldata: code, nodes: [] },
        { selector: "0x", calldata: "0x", nodes: [] },
        { selector: "0x", calldata: "0x123456", nodes: [] },
      ],
    }),
    expect(`{ votes { reason } }`, { votes: [{ reason: `beforeafter ${long}` }] }),
  ],
};
