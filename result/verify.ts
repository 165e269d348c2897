import { ballotDigest, signedBy } from "./ballots.ts";
import { documentIn } from "./decision-document.ts";
import { prove, type Proven } from "./evidence.ts";
import { type Header, sealing } from "./header.ts";
import {
  type Ballot,
  type Hex,
  parsePackage,
  type ResultPackage,
  type Statement,
  type Vote,
} from "./package.ts";
import { ResultError } from "./result-error.ts";
import { proposalIdOf, stateFrom } from "./statement.ts";

/** Code of the contracts of a body as this release makes it: what a deployment fills in stands as zeros. */
export type KnownCode = Readonly<
  Record<
    "council" | "memberRegistry" | "decisionClasses",
    { code: Hex; immutables: readonly { start: number; length: number }[] }
  >
>;

export interface VerifyOptions {
  /** Validators that the user knows, at the first block of the package. */
  validators?: readonly Hex[];
  /** Header of the first block that the user knows, as far as a genesis file tells it. */
  genesisExtraData?: Hex;
  /** Id of the chain that the user knows. */
  chainId?: number;
  /** Councils of the network that the user knows. */
  councils?: readonly Hex[];
  /** Councils that the network was founded with and that `councils` name no more, because others came after them. */
  formerCouncils?: readonly Hex[];
  knownCode: KnownCode;
  /** Told each line as it is found. */
  report?: (line: Line) => void;
}

/** Something that was computed again, or something that the result rests on. */
export interface Line {
  kind: "checked" | "trusts";
  text: string;
}

export interface Verified {
  statement: Statement;
  lines: Line[];
}

/**
 * Computes a package again from its evidence, without asking anybody. Throws a `ResultError` for the first thing that does not hold.
 * @param text The file, whole.
 */
export async function verifyResult(text: string, options: VerifyOptions): Promise<Verified> {
  try {
    return await computeAnew(text, options);
  } catch (cause) {
    if (cause instanceof ResultError) throw cause;
    throw new ResultError(
      "The evidence of the package cannot be read.",
      "Ask for the package anew, from somebody else or from a node of your own.",
      cause,
    );
  }
}

async function computeAnew(text: string, options: VerifyOptions): Promise<Verified> {
  const lines: Line[] = [];
  const say = (kind: Line["kind"], line: string): void => {
    lines.push({ kind, text: line });
    options.report?.({ kind, text: line });
  };
  const given = parsePackage(text);
  const { statement } = given;
  checkId(statement);
  say(
    "checked",
    `The id of the proposal is the hash of its ${statement.proposal.calls.length} calls and its description: ${statement.proposal.id}.`,
  );

  const named = documentIn(statement.proposal.description);
  if (named.says === "one")
    say(
      "checked",
      `The description, and so the id, names the document ${named.document.name} with ${named.document.size} bytes and sha256 ${named.document.sha256}.`,
    );

  checkAccounts(given);
  const proven = await prove(given.evidence);
  const { headers, transactions, accounts } = proven;
  say("checked", `${headers.length} headers have the hashes that the package gives.`);
  say(
    "checked",
    `${transactions.length} transactions and their receipts are in these blocks, by Merkle proofs.`,
  );
  say(
    "checked",
    `The state of ${accounts.length} contracts stands in block ${headers.at(-1)?.number ?? 0}, by Merkle proofs.`,
  );
  checkCode(proven, statement, options.knownCode);
  say(
    "checked",
    "Council, register of members and table of classes run the code of this release, and the Council is bound to the other two.",
  );

  const computed = await stateFrom(proven, BigInt(statement.proposal.id));
  const difference = firstDifference(statement, computed, "");
  if (difference !== undefined) {
    throw new ResultError(
      `The package says ${difference.path} is ${show(difference.given)}; the evidence says ${show(difference.computed)}.`,
      "Ask for the package anew, from somebody else or from a node of your own.",
    );
  }
  const { heads, weight } = computed.electorate;
  say(
    "checked",
    `${heads} members with a weight of ${weight} could vote, as the register of members had them at the snapshot.`,
  );
  say(
    "checked",
    `${computed.votes.length} votes have these weights and reasons, and are all that the Council has counted.`,
  );
  await checkBallots(computed, say);
  const { tally, outcome, proposal } = computed;
  say(
    "checked",
    `Counted anew: ${tally.for.heads} in favour with ${tally.for.weight}, ${tally.against.heads} against with ${tally.against.weight}, ${tally.abstain.heads} abstain with ${tally.abstain.weight}, ${tally.silent.heads} silent with ${tally.silent.weight}.`,
  );
  say(
    "checked",
    `By the ${proposal.edition === 0 ? "rules as shipped" : `rules of edition ${proposal.edition}`} (${proposal.rules.map((rule) => rule.class).join(" and ")}) the vote is ${outcome.vote}, as the Council found.`,
  );

  trust(headers, options, say);
  checkNetwork(computed, options, say);
  return { statement: computed, lines };
}

/** Says whether the package is about the network that the user knows, and a body of it. What the package itself says of that counts for nothing. */
function checkNetwork(
  { chain, body: { council, name }, outcome }: Statement,
  { chainId, councils, formerCouncils = [] }: VerifyOptions,
  say: (kind: Line["kind"], text: string) => void,
): void {
  if (chainId !== undefined && chain.chainId !== chainId) {
    throw new ResultError(
      `The package is about chain ${chain.chainId}; your network is chain ${chainId}.`,
      "Give the folder of the network that the package is about.",
    );
  }
  if (councils === undefined) {
    say(
      "trusts",
      `Council ${council} is the one of ${name} of chain ${chain.chainId}: compare the address with the one that you know.`,
    );
  } else if (councils.includes(council)) {
    say("checked", `Council ${council} is one of your network.`);
  } else if (formerCouncils.includes(council)) {
    say("checked", `Council ${council} is one that your network was founded with.`);
    say(
      "trusts",
      `Council ${council} was not dismissed before block ${outcome.block}: another came after it, and what it decides once it is dismissed counts for nothing.`,
    );
  } else {
    throw new ResultError(
      `Council ${council} is none that you know of your network.`,
      "If it came by a decision, a node of yours tells it: PermissionViews.bodies(). Give what that tells, and not what the package says: --councils. Otherwise the package is about another network.",
    );
  }
}

function checkId({ proposal }: Statement): void {
  const id = proposalIdOf(proposal);
  if (id !== BigInt(proposal.id)) {
    throw new ResultError(
      `The calls and the description make a proposal with the id ${id}, not ${proposal.id}: one of them was changed.`,
      "Ask for the package anew, from somebody else or from a node of your own.",
    );
  }
}

function checkAccounts({ statement: { body }, evidence }: ResultPackage): void {
  const expected = [body.council, body.memberRegistry, body.decisionClasses];
  const given = evidence.accounts.map(({ address }) => address);
  if (given.join() === expected.join()) return;
  throw new ResultError(
    `The evidence is about the contracts ${given.join(", ")}; the package names ${expected.join(", ")}.`,
    "Ask for the package anew, from somebody else or from a node of your own.",
  );
}

/** The slots that are read mean what they should only in the code that this release knows. */
function checkCode({ accounts }: Proven, { body }: Statement, known: KnownCode): void {
  const names = ["council", "memberRegistry", "decisionClasses"] as const;
  for (const [index, name] of names.entries()) {
    const code = accounts[index]?.code ?? "0x";
    const { immutables, code: release } = known[name];
    if (withoutImmutables(code, immutables) === release) continue;
    throw new ResultError(
      `The contract ${body[name]} does not run the code of this release.`,
      "Verify with the release that the network was founded with. If it is that one, the package is about another contract.",
    );
  }
  const bound = known.council.immutables.map(({ start, length }) =>
    (accounts[0]?.code ?? "0x").slice(2 + 2 * start, 2 + 2 * (start + length)),
  );
  for (const name of ["memberRegistry", "decisionClasses"] as const) {
    if (bound.includes(body[name].slice(2).padStart(64, "0"))) continue;
    throw new ResultError(
      `The Council ${body.council} is not bound to ${body[name]}.`,
      "Ask for the package anew, from somebody else or from a node of your own.",
    );
  }
}

function withoutImmutables(
  code: Hex,
  immutables: readonly { start: number; length: number }[],
): string {
  let blank: string = code;
  for (const { start, length } of immutables) {
    const [from, to] = [2 + 2 * start, 2 + 2 * (start + length)];
    blank = blank.slice(0, from) + "0".repeat(to - from) + blank.slice(to);
  }
  return blank;
}

async function checkBallots(
  statement: Statement,
  say: (kind: Line["kind"], text: string) => void,
): Promise<void> {
  const members = new Map(statement.members.map(({ account, code }) => [account, code]));
  for (const vote of statement.votes) {
    if (!vote.way.includes("signature")) continue;
    const member = members.get(vote.member) ?? vote.member;
    const found =
      vote.ballot === null
        ? undefined
        : await signedBy(vote.ballot, ballotDigest(statement, vote as Vote & { ballot: Ballot }));
    if (found !== undefined) {
      say("checked", `The ballot of ${member} was signed by its ${found} ${vote.key ?? ""}.`);
    } else if (vote.ballot === null) {
      say(
        "trusts",
        `The Council for the signature of ${member}: it came in a form that cannot be checked without the chain.`,
      );
    } else if (vote.ballot.signer.length === 42) {
      say(
        "trusts",
        `The wallet contract ${vote.ballot.signer} for the signature of ${member}: only it can tell.`,
      );
    } else {
      throw new ResultError(
        `The signature on the ballot of ${member} was not made by ${vote.key ?? "its key"}.`,
        "Do not rely on this result: the Council has counted a vote that nobody signed.",
      );
    }
  }
}

/** Says what the blocks rest on: seals of validators that the user knows, or nothing but their hashes. */
function trust(
  headers: readonly Header[],
  { validators, genesisExtraData }: VerifyOptions,
  say: (kind: Line["kind"], text: string) => void,
): void {
  const [genesis, ...blocks] = headers;
  if (genesis === undefined) return;
  if (genesisExtraData !== undefined && genesis.extraData !== genesisExtraData) {
    throw new ResultError(
      "The package is about a chain that other validators founded than those of your network.",
      "Give the folder of the network that the package is about.",
    );
  }
  if (validators !== undefined && blocks.some(({ seals }) => seals === null)) {
    throw new ResultError(
      "The blocks of this chain carry no seals, so that no validator can prove them.",
      "Verify without validators, and compare the hashes of the blocks with a node of yours.",
    );
  }
  // A header names its validators, and those that are known vouch for the ones that it names. Besu's names none where a contract says who
  // validates: then those that are known must be the ones of all blocks.
  let known = validators;
  let followed = genesis.number;
  for (const header of blocks) {
    const own = header.seals?.validators ?? [];
    if (known === undefined) {
      if (own.length > 0) sealing(header, own);
      continue;
    }
    const { sealedBy, quorum } = sealing(header, known);
    if (sealedBy.length < quorum) {
      throw new ResultError(
        `Block ${header.number} is sealed by ${sealedBy.length} of the ${known.length} validators that are known, and ${quorum} are needed: the set is followed up to block ${followed}.`,
        "Give the validators of the time of this decision (--validators); if they are these, the block is forged.",
      );
    }
    say(
      "checked",
      `Block ${header.number} is proved by ${sealedBy.length} of ${known.length} validators: ${header.hash}.`,
    );
    const former = known;
    if (
      own.length > 0 &&
      (own.length !== former.length || own.some((one) => !former.includes(one)))
    ) {
      say(
        "checked",
        `The set of validators has changed by block ${header.number}, as those that were known have sealed: ${own.length} from there on.`,
      );
      known = own;
    }
    followed = header.number;
  }
  if (known !== undefined) {
    say(
      "trusts",
      "Fewer than a third of the validators that you know have sealed something false.",
    );
    say(
      "trusts",
      `Block hash ${genesis.hash} of block 0, on which nothing but the name of the chain rests.`,
    );
    return;
  }
  for (const { hash, number, seals } of blocks) {
    const isSealed = seals !== null && seals.validators.length > 0;
    const sealed = isSealed ? ", which its own validators have sealed" : "";
    say(
      "trusts",
      `Block hash ${hash} of block ${number}${sealed}: compare it with a node of yours.`,
    );
  }
  say(
    "trusts",
    `Block hash ${genesis.hash} of block 0, on which nothing but the name of the chain rests.`,
  );
}

interface Difference {
  path: string;
  given: unknown;
  computed: unknown;
}

/** The first value that is another one, by its path. */
function firstDifference(given: unknown, computed: unknown, path: string): Difference | undefined {
  if (given === computed) return undefined;
  if (!isObject(given) || !isObject(computed)) return { path, given, computed };
  if (Array.isArray(given) && Array.isArray(computed) && given.length !== computed.length)
    return { path: `the length of ${path}`, given: given.length, computed: computed.length };
  for (const key of Object.keys(computed)) {
    const at = Array.isArray(computed) ? `${path}[${key}]` : path === "" ? key : `${path}.${key}`;
    const found = firstDifference(given[key], computed[key], at);
    if (found !== undefined) return found;
  }
  return undefined;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;

function show(value: unknown): string {
  const text = value === undefined ? "missing" : JSON.stringify(value);
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
