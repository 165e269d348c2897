/**
 * The majorities as the Treaties describe them, told apart from the contracts: votes are looked at one by one, and thresholds are
 * the smallest numbers that satisfy the text. The tests hold `VotingRules` and the Council against this.
 */

export type Majority = "simple" | "qualified" | "reinforced";
export type Ballot = "silent" | "against" | "for" | "abstain";

/** A member of the body and what it did: `weight` is the population of its state. */
export interface Vote {
  weight: number;
  ballot: Ballot;
}

export interface Proposition {
  /** Every kind of decision that the proposal contains. */
  majorities: readonly Majority[];
  votes: readonly Vote[];
}

/** Values of `DecisionClass`, whose place in a class set is a bit. */
const majorityOfBit: readonly Majority[] = ["reinforced", "qualified", "simple"];

/** The majorities in a class set of the contracts (0 to 7). */
export const majoritiesOf = (classSet: number): Majority[] =>
  majorityOfBit.filter((_, bit) => (classSet & (1 << bit)) !== 0);

/** Whether the proposal is adopted when nothing but these votes is cast. */
export function isAdopted({ majorities, votes }: Proposition): boolean {
  // A decision without content, or of nobody, is no decision.
  if (majorities.length === 0 || votes.length === 0) return false;
  return majorities.every((majority) => reaches[majority](votes));
}

/** The outcome when no completion of the silent votes can change it; undefined while one can. By trying all of them. */
export function settledOutcome(proposition: Proposition): boolean | undefined {
  const outcomes = new Set(
    [...completions(proposition.votes)].map((votes) => isAdopted({ ...proposition, votes })),
  );
  return outcomes.size === 1 ? [...outcomes][0] : undefined;
}

const reaches: Record<Majority, (votes: readonly Vote[]) => boolean> = {
  /** Article 238(1) TFEU: "a majority of its component members". */
  simple: (votes) => supporters(votes).length > votes.length - supporters(votes).length,

  /**
   * Article 16(4) TEU: "at least 55 % of the members [...] and representing Member States comprising at least 65 % of the population",
   * and "a blocking minority must include at least four Council members, failing which the qualified majority shall be deemed
   * attained". Who is not in favour against the population's threshold alone blocks only together with three others.
   */
  qualified: (votes) => {
    const others = votes.filter(({ ballot }) => ballot !== "for");
    const enoughStates = supporters(votes).length >= leastShare(55, votes.length);
    return enoughStates && (hasPopulation(65, votes) || others.length < 4);
  },

  /** Article 238(2) TFEU: "at least 72 % of the members [...] comprising at least 65 % of the population". No rule about four members. */
  reinforced: (votes) =>
    supporters(votes).length >= leastShare(72, votes.length) && hasPopulation(65, votes),
};

/** Abstention is not support: Article 238(4) TFEU saves from it only what needs unanimity. */
const supporters = (votes: readonly Vote[]): readonly Vote[] =>
  votes.filter(({ ballot }) => ballot === "for");

const population = (votes: readonly Vote[]): number =>
  votes.reduce((sum, { weight }) => sum + weight, 0);

const hasPopulation = (percent: number, votes: readonly Vote[]): boolean =>
  population(supporters(votes)) >= leastShare(percent, population(votes));

/** The smallest whole number that is at least so many percent of a total. */
function leastShare(percent: number, total: number): number {
  const hundredths = percent * total;
  const remainder = hundredths % 100;
  return (hundredths - remainder) / 100 + (remainder === 0 ? 0 : 1);
}

function* completions(votes: readonly Vote[]): Generator<Vote[]> {
  const silent = votes.flatMap(({ ballot }, index) => (ballot === "silent" ? [index] : []));
  const choices: readonly Ballot[] = ["silent", "against", "for", "abstain"];
  for (let number = 0; number < choices.length ** silent.length; number += 1) {
    const completed = [...votes];
    let digits = number;
    for (const index of silent) {
      completed[index] = { ...votes[index]!, ballot: choices[digits % choices.length]! };
      digits = Math.floor(digits / choices.length);
    }
    yield completed;
  }
}
