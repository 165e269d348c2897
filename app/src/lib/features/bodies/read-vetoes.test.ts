import { expect, it } from "vitest";

import {
  addressesDouble,
  ChainDouble,
  idDouble,
  type SaidDouble,
  transactionDouble,
} from "#lib/chain/chain-double.ts";
import { indexDouble } from "#lib/index/index-double.ts";

import { readVetoes } from "./read-vetoes.ts";
import { vetoState } from "./vetoes.ts";

const [council, holder, nodes] = [idDouble(1), idDouble(2), idDouble(3)];
const events: SaidDouble[] = [
  {
    by: "Vetoes",
    block: 1,
    event: "VetoGranted",
    args: { council, holder, actor: idDouble(9), targets: [nodes], notAfter: 500 },
  },
  {
    by: "Vetoes",
    block: 2,
    event: "Vetoed",
    args: { council, proposalId: 7n, holder, reason: "No." },
  },
  { by: "Vetoes", block: 3, event: "VetoRevoked", args: { council, holder, actor: idDouble(9) } },
];
const told = (block: number) => ({
  ordinal: BigInt(block) << 32n,
  timestamp: block * 10,
  right: { council, holder },
  transaction: { transaction: transactionDouble(block), decision: null },
});
const answers = {
  Vetoes: {
    vetoGranteds: [{ ...told(1), targets: [nodes], notAfter: 500 }],
    vetoRevokeds: [told(3)],
    vetoeds: [
      {
        holder,
        reason: "No.",
        timestamp: 20,
        transaction: transactionDouble(2),
        proposal: { proposalId: 7n, number: 3, description: "# Haste", body: { id: council } },
      },
    ],
  },
};
const reading = (index: Record<string, object>) => ({
  index: indexDouble(index),
  chain: new ChainDouble(events).reader,
  addresses: addressesDouble,
});

it("tells rights of veto and their use alike from the index and from the contract", async () => {
  const fromIndex = await readVetoes(reading(answers));
  const fromContract = await readVetoes(reading({}));
  expect([fromIndex.source, fromContract.source]).toEqual(["index", "contracts"]);
  expect(fromContract.grants).toEqual(fromIndex.grants);
  // Which number the proposal has is said by the Council, not by the contract of the vetoes.
  const numbered = { number: 3, description: "# Haste" };
  expect(fromContract.used.map((veto) => ({ ...veto, proposal: numbered }))).toEqual(
    fromIndex.used,
  );
  expect(fromIndex.grants.map((grant) => vetoState(grant, 40))).toEqual([
    { state: "revoked", at: 30 },
  ]);
  expect(fromIndex.used).toMatchObject([{ proposalId: 7n, reason: "No.", at: 20 }]);
});
