import type { Hex } from "viem";

import { revertData } from "../../deploy/contract-refusal.ts";
import type { CommandError } from "../foedus/command-error.ts";
import type { Differences } from "./differences.ts";
import type { Simulation } from "./simulation.ts";
import type { WalkStep } from "./walk.ts";

/** Differences as JSON: balances are decimal texts in wei. */
export type DifferencesJson = Omit<Differences, "balances"> & {
  balances: { account: string; before: string; after: string }[];
};

/** What came of a simulation, as JSON for programs. */
export type SimulationOutcome =
  | {
      would: "pass";
      /** Decimal. */
      proposalId: string;
      votes: number;
      /** Seconds from the approval to the execution. */
      delay: number;
      gas: { propose: number; execute: number };
      differences: DifferencesJson;
    }
  | {
      would: "be-refused";
      at: WalkStep["at"];
      /** What the contract answered, where a contract refused. */
      data: Hex | null;
      title: string;
      remedy: string;
    };

export type Passed = Extract<SimulationOutcome, { would: "pass" }>;

export function simulationOutcome({
  proposalId,
  votes,
  delay,
  gas,
  differences,
}: Simulation): Passed {
  return {
    would: "pass",
    proposalId: String(proposalId),
    votes,
    delay,
    gas: { propose: Number(gas.propose), execute: Number(gas.execute) },
    differences: {
      ...differences,
      balances: differences.balances.map(({ account, before, after }) => ({
        account,
        before: String(before),
        after: String(after),
      })),
    },
  };
}

export function refusedOutcome(error: CommandError, at: WalkStep["at"]): SimulationOutcome {
  const data = revertData(error) ?? null;
  return { would: "be-refused", at, data, title: error.message, remedy: error.remedy };
}
