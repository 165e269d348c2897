/**
 * The ways of deciding as the Treaties and the Council's Rules of Procedure describe them, told apart from the contracts: votes are looked
 * at one by one, and thresholds are the smallest numbers that satisfy the text. The tests hold `VotingRules` and the Council against this.
 */

/** In the order of `DecisionClass`, whose place in a class set is a bit. */
export const majorities = [
  "reinforced",
  "qualified",
  "simple",
  "unanimity",
  "participating",
  "objection",
] as const;
export type Majority = (typeof majorities)[number];
export type Ballot = "silent" | "against" | "for" | "abstain";

/** A member of the body and what it did: `weight` is the population of its state. */
export interface Vote {
  weight: number;
  ballot: Ballot;
}

export interface Proposition {
  /** Every kind of decision that the proposal contains. */
  majorities: readonly Majority[];
  /** One for each member; for what an enhanced cooperation decides, one for each participant. */
  votes: readonly Vote[];
}

/** The majorities in a class set of the contracts (0 to 63). */
export const majoritiesOf = (classSet: number): Majority[] =>
  majorities.filter((_, bit) => (classSet & (1 << bit)) !== 0);

/** Whether the proposal is adopted when nothing but these votes is cast. */
export function isAdopted({ majorities: needed, votes }: Proposition): boolean {
  // A decision without content, or of nobody, is no decision.
  if (needed.length === 0 || votes.length === 0) return false;
  return needed.every((majority) => reaches[majority](votes));
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
    const enoughStates = supporters(votes).length >= leastShare(55, votes.length);
    return enoughStates && (hasPopulation(65, votes) || others(votes).length < 4);
  },

  /** Article 238(2) TFEU: "at least 72 % of the members [...] comprising at least 65 % of the population". No rule about four members. */
  reinforced: (votes) =>
    supporters(votes).length >= leastShare(72, votes.length) && hasPopulation(65, votes),

  /**
   * Article 238(4) TFEU: "Abstentions by Members present in person or represented shall not prevent the adoption by the Council of acts
   * which require unanimity." Article 11(4) of the Rules of Procedure: "a majority of the members of the Council" is present for a vote.
   * Where all abstain, nobody has adopted anything.
   */
  unanimity: (votes) => {
    const present = votes.filter(({ ballot }) => ballot !== "silent");
    const opposed = votes.some(({ ballot }) => ballot === "against");
    return present.length > votes.length / 2 && !opposed && supporters(votes).length > 0;
  },

  /**
   * Articles 330 and 238(3)(a) TFEU: "at least 55 % of the members of the Council representing the participating Member States, comprising
   * at least 65 % of the population of these States. A blocking minority must include at least the minimum number of Council members
   * representing more than 35 % of the population of the participating Member States, plus one member, failing which the qualified
   * majority shall be deemed attained".
   */
  participating: (votes) => {
    const enoughStates = supporters(votes).length >= leastShare(55, votes.length);
    const blocks = others(votes).length >= fewestHoldingMoreThan(35, votes) + 1;
    return enoughStates && (hasPopulation(65, votes) || !blocks);
  },

  /**
   * Article 12(2) of the Rules of Procedure: "deemed to be adopted at the end of the period laid down [...] except where a member of the
   * Council objects".
   */
  objection: (votes) => votes.every(({ ballot }) => ballot !== "against"),
};

/** Abstention is not support: Article 238(4) TFEU saves from it only what needs unanimity. */
const supporters = (votes: readonly Vote[]): readonly Vote[] =>
  votes.filter(({ ballot }) => ballot === "for");

const others = (votes: readonly Vote[]): readonly Vote[] =>
  votes.filter(({ ballot }) => ballot !== "for");

const population = (votes: readonly Vote[]): number =>
  votes.reduce((sum, { weight }) => sum + weight, 0);

const hasPopulation = (percent: number, votes: readonly Vote[]): boolean =>
  population(supporters(votes)) >= leastShare(percent, population(votes));

/** How many members, chosen as well as can be, represent more than so many percent of the population. */
function fewestHoldingMoreThan(percent: number, votes: readonly Vote[]): number {
  const heaviestFirst = votes.toSorted((a, b) => b.weight - a.weight);
  const hundredths = percent * population(votes);
  return (
    votes.findIndex(
      (_, index) => population(heaviestFirst.slice(0, index + 1)) * 100 > hundredths,
    ) + 1
  );
}

/** The smallest whole number that is at least so many percent of a total. */
function leastShare(percent: number, total: number): number {
  const hundredths = percent * total;
  const remainder = hundredths % 100;
  return (hundredths - remainder) / 100 + (remainder === 0 ? 0 : 1);
}

/** Every way in which the silent members can still vote or stay silent. */
export function* completions(votes: readonly Vote[]): Generator<Vote[]> {
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
