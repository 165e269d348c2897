import type { SystemParameters } from "../deploy.ts";
import type { Topology } from "../render/topology.ts";
import { evaluationParameters, type FoundersKeys } from "./evaluation/parameters.ts";
import { evaluation } from "./evaluation/topology.ts";

/** A network that can be founded from this repository. */
export interface NetworkPlan {
  topology: Topology;
  parameters: (keys: FoundersKeys) => SystemParameters;
}

/** By name. The embedded chain of `npm start` is none of them: it is founded anew with each start. */
export const networks: Readonly<Record<string, NetworkPlan>> = {
  evaluation: { topology: evaluation, parameters: evaluationParameters },
  /** The same operators on the client of production. */
  "evaluation-besu": {
    topology: { ...evaluation, name: "evaluation-besu", chainId: 77_101, client: "besu" },
    parameters: evaluationParameters,
  },
};
