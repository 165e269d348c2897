import { m } from "#lib/messages.ts";
import { formatNumber } from "#lib/ui/format.ts";

import type { SimulationFailure, Standing, Step } from "./simulation.ts";

/** What a simulation is doing. */
export function stepWord({
  step,
  votes,
  representatives,
}: Extract<Standing, { status: "running" }>): string {
  switch (step) {
    case "copy":
      return m.simulation_doing_copy();
    case "propose":
      return m.simulation_doing_propose();
    case "vote":
      return m.simulation_doing_vote({
        votes: formatNumber(votes),
        representatives: formatNumber(representatives),
      });
    case "queue":
      return m.simulation_doing_queue();
    case "execute":
      return m.simulation_doing_execute();
    case "compare":
      return m.simulation_doing_compare();
  }
}

/** When a proposal would be refused. */
export function refusedTitle(at: Step): string {
  switch (at) {
    case "propose":
      return m.simulation_refused_propose();
    case "vote":
      return m.simulation_refused_vote();
    case "queue":
      return m.simulation_refused_queue();
    case "execute":
      return m.simulation_refused_execute();
    case "copy":
    case "compare":
      return m.simulation_refused_other();
  }
}

/** Why a simulation came to no end. */
export function failureTitle(error: SimulationFailure): string {
  switch (error) {
    case "time":
      return m.simulation_failed_time();
    case "memory":
      return m.simulation_failed_memory();
    case "chain":
      return m.simulation_failed_chain();
    case "size":
      return m.simulation_failed_size();
    case "ended":
      return m.simulation_failed_ended();
  }
}
