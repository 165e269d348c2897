/**
 * One figure of the benchmark. Ratio and goal are written so that lower is better; a limit has the limit as peer and 1 as goal;
 * a figure that is only reported has neither ratio nor goal.
 */
export interface Result {
  suite: string;
  id: string;
  unit: string;
  ours: number;
  peer: number | null;
  ratio: number | null;
  goal: number | null;
  ok: boolean;
}

interface Figure {
  suite: string;
  id: string;
  unit: string;
  ours: number;
}

/** Ours against a peer that was measured in the same run. */
export function ratio(figure: Figure & { peer: number; goal: number }): Result {
  const value = figure.ours / figure.peer;
  return { ...figure, ratio: value, ok: value <= figure.goal };
}

/** Ours against a budget, where there is no peer. */
export function limit(figure: Figure & { limit: number }): Result {
  const { limit: peer, ...rest } = figure;
  return ratio({ ...rest, peer, goal: 1 });
}

/** A figure without a goal. */
export function reported(figure: Figure): Result {
  return { ...figure, peer: null, ratio: null, goal: null, ok: true };
}
