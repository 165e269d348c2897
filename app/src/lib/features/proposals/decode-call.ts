import { base58btc } from "multiformats/bases/base58";
import {
  type Abi,
  type AbiFunction,
  type AbiParameter,
  type ContractFunctionArgs,
  decodeFunctionData,
  encodeAbiParameters,
  encodeFunctionData,
  hexToBytes,
  hexToString,
  keccak256,
  parseAbiParameters,
  toFunctionSelector,
} from "viem";
import { formatAbiItem } from "viem/utils";

import type { paymentEscrowAbi } from "#generated/contracts/PaymentEscrow.ts";
import type { paymentStreamsAbi } from "#generated/contracts/PaymentStreams.ts";
import {
  accessLevels,
  type ContributionKey,
  contributionKeys,
  euroDecimals,
  type MoneyStatus,
  moneyStatuses,
  named as nameAt,
  networkStages,
  organisationKinds,
  wordOrNull,
} from "#lib/chain/contract-views.ts";
import { credentialTypeName } from "#lib/chain/credential-types.ts";
import {
  type AccessLevel,
  type NetworkStage,
  type OrganisationKind,
  spelledName,
} from "#lib/chain/register-words.ts";

import {
  type DecisionClass,
  decisionClasses,
  type EncodedRule,
  type Rule,
  ruleKinds,
  ruleOf,
} from "./voting-rules.ts";

type Hex = `0x${string}`;

/** A contract of ours, by which a call's target is recognised. */
export interface KnownContract {
  name: string;
  /** The contract that stands there, where several are deployed of it under names of their own. */
  contract?: string;
  /** The body to which a register of members or a table of classes belongs, with the name of its Council; not of the Assembly's. */
  body?: { council: Hex; name: string };
  abi: Abi;
}

export interface NodeRecord {
  host: string;
  kind: "validator" | "boot" | "observer" | "bridge";
  organisation: Hex;
  network: bigint;
}

export interface MemberRecord {
  code: string;
  weight: bigint;
}

/** What calls can name. Keys are ids and addresses in lower case. */
export interface CallRegisters {
  contracts: ReadonlyMap<string, KnownContract>;
  nodes: ReadonlyMap<string, NodeRecord>;
  organisations: ReadonlyMap<string, { name: string }>;
  members: ReadonlyMap<string, MemberRecord>;
  /** Members of other bodies than the Assembly, by the register in which they stand. */
  membersOf?: ReadonlyMap<string, ReadonlyMap<string, MemberRecord>>;
  roles: ReadonlyMap<bigint, string>;
  /** Names of types of credentials by their hashes, beside those that everybody knows. */
  credentialTypes?: ReadonlyMap<string, string>;
  /** Tokens of lines of the budget, by the id of the line. */
  lineTokens?: ReadonlyMap<string, Hex>;
  /** Decimals of tokens beside the test e-money. */
  tokenDecimals?: ReadonlyMap<string, number>;
}

/** Something that the treasury knows by an id, which spells a name where people gave it one. */
export interface SpelledId {
  hex: Hex;
  /** The id itself where it spells none. */
  name: string;
}

/** An amount of a token. */
export interface Money {
  units: bigint;
  /** Null where nobody here knows in which token it is. */
  token: Subject<"contract"> | null;
  /** Null where nobody here knows into how many parts the token is divided. */
  decimals: number | null;
}

/** A type of credentials that a call names by its hash. */
export interface TypeReference {
  hash: Hex;
  /** Null where nobody says which name has this hash. */
  name: string | null;
}

/** Something that a call names: a register's entry, or only its id when no register has it. */
export type Reference =
  | { kind: "node"; id: Hex; record: NodeRecord | null; organisationName: string | null }
  | { kind: "organisation"; id: Hex; name: string | null }
  | {
      kind: "member";
      id: Hex;
      code: string | null;
      weight: bigint | null;
      /** Council of its body; none for a member of the Assembly. */
      council?: Hex;
    }
  | { kind: "contract"; id: Hex; name: string | null; body?: KnownContract["body"] }
  | { kind: "account"; id: Hex }
  | { kind: "role"; id: bigint; name: string | null };

type Subject<Kind extends Reference["kind"]> = Extract<Reference, { kind: Kind }>;
type Named = Subject<"contract"> | Subject<"member"> | Subject<"node"> | Subject<"account">;

/** What a call does, as far as it is one of the calls that the body knows in words. */
export type CallMeaning =
  | {
      does: "admit-node" | "suspend-node" | "reinstate-node" | "retire-node";
      node: Subject<"node">;
    }
  | { does: "replace-node"; retired: Subject<"node">; admitted: Subject<"node"> }
  | { does: "register-organisation"; identifier: string; name: string; administrator: Named }
  | {
      does: "suspend-organisation" | "reinstate-organisation" | "retire-organisation";
      organisation: Subject<"organisation">;
    }
  | {
      does: "describe-organisation";
      organisation: Subject<"organisation">;
      organisationKind: OrganisationKind;
      jurisdiction: string;
      did: string;
    }
  /** Without a parent it stands at the top. */
  | {
      does: "place-organisation";
      organisation: Subject<"organisation">;
      parent: Subject<"organisation"> | null;
    }
  | {
      does: "set-organisation-limits";
      organisation: Subject<"organisation">;
      access: AccessLevel;
      accounts: number;
    }
  | { does: "suspend-account" | "reinstate-account"; account: Named }
  | { does: "restrict-target" | "release-target"; target: Subject<"contract"> }
  | { does: "permit-sender" | "refuse-sender"; target: Subject<"contract">; sender: Named }
  | { does: "set-gas-policy"; gas: bigint; seconds: number }
  | {
      does: "register-network";
      network: bigint;
      networkName: string;
      stage: NetworkStage;
      consensus: string;
    }
  | { does: "set-network-stage"; network: bigint; stage: NetworkStage }
  | { does: "anchor-genesis"; network: bigint; hash: Hex }
  | { does: "set-network-resource"; network: bigint; key: string; uri: string }
  | { does: "set-quarantine-rule"; monitors: number; seconds: number }
  | { does: "recover-administrator"; organisation: Subject<"organisation">; administrator: Named }
  | {
      does: "register-member";
      code: string;
      observer: boolean;
      weight: bigint;
      weightYear: number;
      key: Named;
    }
  | { does: "set-weight"; member: Subject<"member">; weight: bigint; weightYear: number }
  | { does: "set-member-class"; member: Subject<"member">; observer: boolean }
  | { does: "suspend-member" | "reinstate-member" | "remove-member"; member: Subject<"member"> }
  | { does: "designate-mandate-key"; member: Subject<"member">; key: Named }
  | {
      does: "set-decision-class";
      target: Subject<"contract">;
      selectorName: string;
      decisionClass: DecisionClass;
    }
  | { does: "pin-target"; target: Subject<"contract"> }
  | { does: "set-rule"; decisionClass: DecisionClass; rule: Rule }
  | {
      does: "list-cooperation";
      target: Subject<"contract">;
      selectorName: string;
      cooperation: number;
    }
  | { does: "set-cooperation"; cooperation: number; participants: number }
  | { does: "pause-group"; group: string; seconds: number }
  | { does: "unpause-group" | "give-heartbeat"; group: string }
  | {
      does: "set-pause-group";
      group: string;
      longest: number;
      rest: number;
      heartbeat: number;
    }
  /** Without a group it can no longer be paused. */
  | {
      does: "list-pausable";
      target: Subject<"contract">;
      selectorName: string;
      group: string | null;
    }
  | { does: "pin-exit"; selectorName: string }
  | { does: "arm-right"; holder: Named; group: string; seconds: number }
  | { does: "disarm-right"; holder: Named; group: string }
  | { does: "reset-gas"; organisation: Subject<"organisation"> }
  /** Without targets it reaches any decision. */
  | {
      does: "grant-veto";
      body: Subject<"contract">;
      holder: Named;
      targets: Subject<"contract">[];
      /** Last second, since 1970. */
      notAfter: number;
    }
  | { does: "revoke-veto"; body: Subject<"contract">; holder: Named }
  | { does: "stop-proposal"; body: Subject<"contract">; proposal: Hex; reason: string }
  | { does: "add-body"; body: Subject<"contract">; register: Hex }
  | { does: "remove-body"; body: Subject<"contract"> }
  | { does: "admit-root-tao"; did: string; types: TypeReference[] }
  | { does: "dismiss-root-tao"; did: string }
  /** The id is in multibase; without a title the schema gives itself none. */
  | { does: "insert-schema" | "update-schema"; schemaId: string; title: string | null }
  | { does: "describe-schema"; schemaId: string }
  | { does: "insert-policy" | "update-policy"; policy: string; description: string }
  | { does: "deactivate-policy" | "activate-policy"; policy: string }
  /** Without a role nobody has what the policy gives. */
  | { does: "set-policy-role"; policy: string; role: Subject<"role"> | null }
  /** Bounds of the fee in basis points. */
  | { does: "allow-token"; token: Subject<"contract">; feeMinimum: number; feeMaximum: number }
  | { does: "dismiss-token"; token: Subject<"contract"> }
  | { does: "appoint-arbiter" | "dismiss-arbiter"; arbiter: Named }
  /** Times in seconds since 1970; no document where its hash is zero. */
  | {
      does: "open-budget-line";
      line: SpelledId;
      token: Subject<"contract">;
      ceiling: Money;
      twoPersonAbove: Money;
      from: number;
      until: number;
      document: Hex | null;
    }
  | { does: "set-ceiling"; line: SpelledId; ceiling: Money; document: Hex | null }
  | { does: "set-two-person-above"; line: SpelledId; twoPersonAbove: Money }
  | { does: "close-budget-line"; line: SpelledId }
  | { does: "know-fundable" | "forget-fundable"; target: Subject<"contract"> }
  | {
      does: "allow-fundable" | "end-fundable";
      target: Subject<"contract">;
      selectorName: string;
    }
  | {
      does: "set-contribution-shares";
      edition: SpelledId;
      shares: { member: Subject<"member">; share: bigint }[];
    }
  | {
      does: "call-contributions";
      call: SpelledId;
      token: Subject<"contract">;
      total: Money;
      key: ContributionKey;
      /** Seconds since 1970. */
      timepoint: number;
      edition: SpelledId;
      /** Last second, since 1970. */
      due: number;
    }
  | { does: "close-contributions"; call: SpelledId }
  | {
      does: "pay-from-line" | "propose-payment" | "confirm-payment";
      line: SpelledId;
      payee: Named;
      amount: Money;
      reference: SpelledId;
    }
  /** The call of the contract stands in `inner`. */
  | {
      does: "fund-from-line" | "propose-funding" | "confirm-funding";
      line: SpelledId;
      funded: Subject<"contract">;
      amount: Money;
    }
  | { does: "fund-by-decision"; line: SpelledId; funded: Subject<"contract">; amount: Money }
  | {
      does: "authorise-payment";
      payer: Named;
      payee: Named;
      amount: Money;
      /** Who captures; null where milestones are accepted. */
      operator: Named | null;
      /** Last second, since 1970. */
      captureBy: number;
      /** Basis points. */
      fee: number;
      /** Who settles disputes; null for nobody. */
      arbiter: Named | null;
      /** Seconds that the arbiter has; 0 without one. */
      arbitration: number;
      /** Basis points of what is disputed that the payee gets if the arbiter is silent. */
      silence: number;
      shares: { payee: Named; part: number }[];
      milestones: Money[];
      officials: Named[];
      twoPersonAbove: Money;
      /** Seconds; 0 where silence accepts nothing. */
      review: number;
    }
  | {
      does: "open-stream";
      payer: Named;
      payee: Named;
      rate: Money;
      /** Seconds. */
      period: number;
      deposit: Money;
      cap: Money;
      /** Last second, since 1970. */
      until: number;
      fee: number;
      /** Whose seconds count; null for the clock. */
      meter: Named | null;
      /** The node whose active seconds count; null for another meter. */
      node: Subject<"node"> | null;
    }
  | { does: "instruct"; instructed: Subject<"contract"> }
  | { does: "withdraw-payment"; id: Hex }
  | { does: "mint-euro" | "redeem-euro"; holder: Named; amount: Money; reference: SpelledId }
  | {
      does: "set-money-status";
      account: Named;
      status: MoneyStatus;
      reason: Hex;
    }
  | { does: "limit-to-allow-list" | "open-to-everybody" }
  | { does: "bridge-in" | "bridge-out"; holder: Named; amount: Money }
  | { does: "grant-role"; role: Subject<"role">; account: Named; delay: bigint }
  | { does: "revoke-role"; role: Subject<"role">; account: Named }
  | {
      does: "set-function-role";
      target: Subject<"contract">;
      selectorNames: string[];
      role: Subject<"role">;
    }
  | { does: "close-target" | "open-target"; target: Subject<"contract"> }
  | { does: "update-authority"; target: Subject<"contract">; authority: Named }
  | { does: "upgrade"; target: Subject<"contract">; implementation: Hex }
  | {
      does: "set-voting-delay" | "set-voting-period" | "set-base-delay";
      body: Subject<"contract">;
      seconds: bigint;
    }
  /** Carries other calls, which stand in `inner`. */
  | { does: "carry"; target: Subject<"contract">; how: "at-once" | "scheduled" }
  /** A function of one of our contracts that has no words of its own. */
  | { does: "call"; target: Subject<"contract">; functionName: string };

export type CallWarning =
  /** No register of ours has this address: nobody here can say what the call does. */
  | { warning: "unknown-target" }
  /** The contract is ours, but has no such function. */
  | { warning: "unknown-function" }
  | { warning: "no-function" }
  | { warning: "malformed" }
  /** Bytes after the arguments, or arguments in an unusual order: two readers could read it differently. */
  | { warning: "non-canonical" }
  | { warning: "sends-coins"; amount: bigint }
  | { warning: "replaces-code" }
  /** An address that begins and ends like another one that the registers know. */
  | { warning: "look-alike"; address: Hex; of: Reference }
  | { warning: "changes-powers" }
  | { warning: "carries-calls" }
  | { warning: "unknown-entry"; what: "node" | "organisation" | "member" | "role" | "type" }
  | { warning: "too-deep" };

export interface CallArgument {
  name: string;
  type: string;
  /** Text of a plain value; for a list or a struct null, and its parts stand in `parts`. */
  text: string | null;
  reference: Reference | null;
  parts: CallArgument[];
}

export interface DecodedCall {
  target: Subject<"contract">;
  value: bigint;
  calldata: Hex;
  selector: Hex | null;
  /** For example `admitNode(bytes32 node)`; null when the function is not known. */
  signature: string | null;
  arguments: CallArgument[];
  /** Null when nobody can say. */
  meaning: CallMeaning | null;
  inner: DecodedCall[];
  warnings: CallWarning[];
}

export interface Call {
  target: Hex;
  value: bigint;
  calldata: Hex;
}

/** More levels than any honest proposal needs. */
const maximumDepth = 6;

/** Reads one call of a proposal as far as the registers reach; what they do not know is said, never guessed. */
export function decodeCall(call: Call, registers: CallRegisters, depth = 0): DecodedCall {
  const target = contractReference(call.target, registers);
  const calldata = call.calldata.toLowerCase() as Hex;
  const known = registers.contracts.get(call.target.toLowerCase());
  const decoded: DecodedCall = {
    target,
    value: call.value,
    calldata,
    selector: calldata.length >= 10 ? (calldata.slice(0, 10) as Hex) : null,
    signature: null,
    arguments: [],
    meaning: null,
    inner: [],
    warnings: [],
  };
  if (call.value > 0n) decoded.warnings.push({ warning: "sends-coins", amount: call.value });
  if (!known) {
    decoded.warnings.push({ warning: "unknown-target" });
    const of = lookAlike(target.id, registers);
    if (of) decoded.warnings.push({ warning: "look-alike", address: target.id, of });
    return decoded;
  }
  if (decoded.selector === null) {
    decoded.warnings.push({ warning: "no-function" });
    return decoded;
  }
  const item = functionBySelector(known.abi, decoded.selector);
  if (!item) {
    decoded.warnings.push({ warning: "unknown-function" });
    return decoded;
  }
  decoded.signature = formatAbiItem(item, { includeName: true });

  let values: readonly unknown[];
  try {
    // A function without parameters has no arguments at all, whatever the type says.
    const read: { args?: readonly unknown[] } = decodeFunctionData({ abi: [item], data: calldata });
    values = read.args ?? [];
  } catch {
    decoded.warnings.push({ warning: "malformed" });
    return decoded;
  }
  const canonical = encodeFunctionData({ abi: [item], args: values });
  if (canonical !== calldata) decoded.warnings.push({ warning: "non-canonical" });

  try {
    decoded.meaning = meaningOf(item, values, target, registers);
  } catch {
    // A value of an enumeration that no contract takes: the call would be refused.
    decoded.warnings.push({ warning: "malformed" });
    return decoded;
  }
  const references = referencesOf(decoded.meaning);
  decoded.arguments = item.inputs.map((input, i) => argument(input, values[i], references));
  decoded.warnings.push(...warningsOf(decoded.meaning, references));
  decoded.warnings.push(
    ...addressesOf(decoded.meaning, target, references).flatMap((address): CallWarning[] => {
      const of = lookAlike(address, registers);
      return of ? [{ warning: "look-alike", address, of }] : [];
    }),
  );

  const carried = carriedCalls(item, values, call.target);
  if (carried.length > 0 && depth >= maximumDepth) decoded.warnings.push({ warning: "too-deep" });
  else decoded.inner = carried.map((inner) => decodeCall(inner, registers, depth + 1));
  return decoded;
}

/** A call and all calls that it carries, outermost first. */
export function flattenCalls(calls: readonly DecodedCall[]): DecodedCall[] {
  return calls.flatMap((call) => [call, ...flattenCalls(call.inner)]);
}

/** Everything that a meaning names. */
export function referencesOf(meaning: CallMeaning): Reference[] {
  return Object.values(meaning).filter(
    (value): value is Reference =>
      typeof value === "object" && value !== null && "kind" in value && "id" in value,
  );
}

function meaningOf(
  item: AbiFunction,
  values: readonly unknown[],
  target: Subject<"contract">,
  registers: CallRegisters,
): CallMeaning {
  const hex = (i: number) => (values[i] as Hex).toLowerCase() as Hex;
  const node = (i: number) => nodeReference(hex(i), registers);
  const organisation = (i: number) => organisationReference(hex(i), registers);
  const member = (i: number) => memberReference(hex(i), registers, target);
  const named = (i: number) => namedReference(hex(i), registers);
  const contract = (i: number) => contractReference(hex(i), registers);
  const role = (i: number) => roleReference(values[i] as bigint, registers);
  const known = registers.contracts.get(target.id.toLowerCase());
  const signature = `${known?.contract ?? target.name}.${item.name}`;
  const group = (i: number) => spelledName(hex(i));
  const spelled = (i: number): SpelledId => ({ hex: hex(i), name: spelledName(hex(i)) });
  const money = (i: number, token: Hex | undefined): Money => ({
    units: values[i] as bigint,
    ...tokenOf(token, registers),
  });
  /** Amounts of a line are in its token, which its call does not say. */
  const ofLine = (i: number) => money(i, registers.lineTokens?.get(hex(0)));

  switch (signature) {
    case "NodeRegistry.admitNode":
      return { does: "admit-node", node: node(0) };
    case "NodeRegistry.suspendNode":
      return { does: "suspend-node", node: node(0) };
    case "NodeRegistry.reinstateNode":
      return { does: "reinstate-node", node: node(0) };
    case "NodeRegistry.retireNode":
      return { does: "retire-node", node: node(0) };
    case "NodeRegistry.replaceNode":
      return { does: "replace-node", retired: node(0), admitted: node(1) };
    case "OrganisationRegistry.registerOrganisation":
      return {
        does: "register-organisation",
        identifier: values[0] as string,
        name: values[1] as string,
        administrator: named(2),
      };
    case "OrganisationRegistry.suspendOrganisation":
      return { does: "suspend-organisation", organisation: organisation(0) };
    case "OrganisationRegistry.reinstateOrganisation":
      return { does: "reinstate-organisation", organisation: organisation(0) };
    case "OrganisationRegistry.retireOrganisation":
      return { does: "retire-organisation", organisation: organisation(0) };
    case "OrganisationRegistry.recoverAdministrator":
      return {
        does: "recover-administrator",
        organisation: organisation(0),
        administrator: named(1),
      };
    case "OrganisationRegistry.describeOrganisation": {
      const said = values[1] as { kind: number; jurisdiction: Hex; did: string };
      return {
        does: "describe-organisation",
        organisation: organisation(0),
        organisationKind: nameAt(organisationKinds, said.kind),
        jurisdiction: memberCode(said.jurisdiction),
        did: said.did,
      };
    }
    case "OrganisationRegistry.placeOrganisation":
      return {
        does: "place-organisation",
        organisation: organisation(0),
        parent: BigInt(hex(1)) === 0n ? null : organisation(1),
      };
    case "AccountRegistry.setOrganisationLimits":
      return {
        does: "set-organisation-limits",
        organisation: organisation(0),
        access: nameAt(accessLevels, values[1] as number),
        accounts: values[2] as number,
      };
    case "AccountRegistry.suspendAccount":
      return { does: "suspend-account", account: named(0) };
    case "AccountRegistry.reinstateAccount":
      return { does: "reinstate-account", account: named(0) };
    case "AccountRegistry.restrictTarget":
      return {
        does: values[1] === true ? "restrict-target" : "release-target",
        target: contract(0),
      };
    case "AccountRegistry.permitSender":
      return {
        does: values[2] === true ? "permit-sender" : "refuse-sender",
        target: contract(0),
        sender: named(1),
      };
    case "AccountRegistry.setGasPolicy":
      return { does: "set-gas-policy", gas: values[0] as bigint, seconds: values[1] as number };
    case "NetworkDirectory.registerNetwork":
      return {
        does: "register-network",
        network: values[0] as bigint,
        networkName: values[1] as string,
        stage: nameAt(networkStages, values[2] as number),
        consensus: values[3] as string,
      };
    case "NetworkDirectory.setNetworkStage":
      return {
        does: "set-network-stage",
        network: values[0] as bigint,
        stage: nameAt(networkStages, values[1] as number),
      };
    case "NetworkDirectory.anchorGenesis":
      return { does: "anchor-genesis", network: values[0] as bigint, hash: hex(1) };
    case "NetworkDirectory.setNetworkResource":
      return {
        does: "set-network-resource",
        network: values[0] as bigint,
        key: values[1] as string,
        uri: values[2] as string,
      };
    case "NodeMonitoring.setQuarantineRule":
      return {
        does: "set-quarantine-rule",
        monitors: values[0] as number,
        seconds: values[1] as number,
      };
    case "MemberRegistry.registerMember": {
      const registered = values[0] as {
        code: Hex;
        class: number;
        weight: bigint;
        weightYear: number;
        mandateKey: Hex;
      };
      return {
        does: "register-member",
        code: memberCode(registered.code),
        observer: registered.class === 1,
        weight: registered.weight,
        weightYear: registered.weightYear,
        key: namedReference(registered.mandateKey.toLowerCase() as Hex, registers),
      };
    }
    case "MemberRegistry.setWeight":
      return {
        does: "set-weight",
        member: member(0),
        weight: values[1] as bigint,
        weightYear: values[2] as number,
      };
    case "MemberRegistry.setClass":
      return { does: "set-member-class", member: member(0), observer: values[1] === 1 };
    case "MemberRegistry.suspendMember":
      return { does: "suspend-member", member: member(0) };
    case "MemberRegistry.reinstateMember":
      return { does: "reinstate-member", member: member(0) };
    case "MemberRegistry.removeMember":
      return { does: "remove-member", member: member(0) };
    case "MemberRegistry.designateMandateKey":
      return { does: "designate-mandate-key", member: member(0), key: named(1) };
    case "DecisionClasses.setDecisionClass":
      return {
        does: "set-decision-class",
        target: contract(0),
        selectorName: selectorName(hex(0), hex(1), registers),
        decisionClass: decisionClasses[values[2] as number] ?? "reinforced",
      };
    case "DecisionClasses.pinTarget":
      return { does: "pin-target", target: contract(0) };
    case "DecisionClasses.setRule":
      return {
        does: "set-rule",
        decisionClass: decisionClasses[values[0] as number] ?? "reinforced",
        rule: ruleOf(nameAt(ruleKinds, (values[1] as EncodedRule).kind), values[1] as EncodedRule),
      };
    case "DecisionClasses.listCooperation":
      return {
        does: "list-cooperation",
        target: contract(0),
        selectorName: selectorName(hex(0), hex(1), registers),
        cooperation: values[2] as number,
      };
    case "DecisionClasses.setCooperation":
      return {
        does: "set-cooperation",
        cooperation: values[0] as number,
        participants: [...(values[1] as bigint).toString(2)].filter((bit) => bit === "1").length,
      };
    case "CircuitBreaker.pause":
      return { does: "pause-group", group: group(0), seconds: values[1] as number };
    case "CircuitBreaker.unpause":
      return { does: "unpause-group", group: group(0) };
    case "CircuitBreaker.heartbeat":
      return { does: "give-heartbeat", group: group(0) };
    case "CircuitBreaker.setGroup":
      return {
        does: "set-pause-group",
        group: group(0),
        longest: values[1] as number,
        rest: values[2] as number,
        heartbeat: values[3] as number,
      };
    case "CircuitBreaker.setFunctionGroup":
      return {
        does: "list-pausable",
        target: contract(0),
        selectorName: selectorName(hex(0), hex(1), registers),
        group: wordOrNull(hex(2)) && group(2),
      };
    case "CircuitBreaker.pinExit":
      return { does: "pin-exit", selectorName: anySelectorName(hex(0), registers) };
    case "CircuitBreaker.arm":
      return { does: "arm-right", holder: named(0), group: group(1), seconds: values[2] as number };
    case "CircuitBreaker.disarm":
      return { does: "disarm-right", holder: named(0), group: group(1) };
    case "AccountRegistry.resetGas":
      return { does: "reset-gas", organisation: organisation(0) };
    case "Vetoes.grantVeto":
      return {
        does: "grant-veto",
        body: contract(0),
        holder: named(1),
        targets: (values[2] as Hex[]).map((address) => contractReference(address, registers)),
        notAfter: values[3] as number,
      };
    case "Vetoes.revokeVeto":
      return { does: "revoke-veto", body: contract(0), holder: named(1) };
    case "Vetoes.veto":
      return {
        does: "stop-proposal",
        body: contract(0),
        proposal: proposalIdOf(values.slice(1, 5) as unknown as ProposalContent),
        reason: values[5] as string,
      };
    case "PermissionViews.addBody":
      return { does: "add-body", body: contract(0), register: hex(1) };
    case "PermissionViews.removeBody":
      return { does: "remove-body", body: contract(0) };
    case "TrustedIssuersRegistry.admitRootTao":
      return {
        does: "admit-root-tao",
        did: values[0] as string,
        types: (values[1] as Hex[]).map((hash) => ({
          hash,
          name: credentialTypeName(hash, registers.credentialTypes),
        })),
      };
    case "TrustedIssuersRegistry.dismissRootTao":
      return { does: "dismiss-root-tao", did: values[0] as string };
    case "TrustedSchemasRegistry.insertSchema":
      return {
        does: "insert-schema",
        schemaId: multibase(hex(0)),
        title: titleOfSchema(hex(1)),
      };
    case "TrustedSchemasRegistry.updateSchema":
      return {
        does: "update-schema",
        schemaId: multibase(hex(0)),
        title: titleOfSchema(hex(1)),
      };
    case "TrustedSchemasRegistry.updateMetadata":
      return { does: "describe-schema", schemaId: multibase(hex(0)) };
    case "TrustedPoliciesRegistry.insertPolicy":
      return {
        does: "insert-policy",
        policy: values[0] as string,
        description: values[1] as string,
      };
    case "TrustedPoliciesRegistry.updatePolicy":
      return {
        does: "update-policy",
        policy: values[0] as string,
        description: values[1] as string,
      };
    case "TrustedPoliciesRegistry.deactivatePolicy":
      return { does: "deactivate-policy", policy: values[0] as string };
    case "TrustedPoliciesRegistry.activatePolicy":
      return { does: "activate-policy", policy: values[0] as string };
    case "TrustedPoliciesRegistry.setPolicyRole":
      return {
        does: "set-policy-role",
        policy: values[0] as string,
        role: values[1] === 0n ? null : role(1),
      };
    case "PaymentRules.allowToken":
      return {
        does: "allow-token",
        token: contract(0),
        feeMinimum: values[1] as number,
        feeMaximum: values[2] as number,
      };
    case "PaymentRules.dismissToken":
      return { does: "dismiss-token", token: contract(0) };
    case "PaymentRules.appointArbiter":
      return { does: "appoint-arbiter", arbiter: named(0) };
    case "PaymentRules.dismissArbiter":
      return { does: "dismiss-arbiter", arbiter: named(0) };
    case "Treasury.openBudgetLine":
      return {
        does: "open-budget-line",
        line: spelled(0),
        token: contract(1),
        ceiling: money(2, hex(1)),
        twoPersonAbove: money(3, hex(1)),
        from: values[4] as number,
        until: values[5] as number,
        document: wordOrNull(hex(6)),
      };
    case "Treasury.setCeiling":
      return {
        does: "set-ceiling",
        line: spelled(0),
        ceiling: ofLine(1),
        document: wordOrNull(hex(2)),
      };
    case "Treasury.setTwoPersonAbove":
      return { does: "set-two-person-above", line: spelled(0), twoPersonAbove: ofLine(1) };
    case "Treasury.closeBudgetLine":
      return { does: "close-budget-line", line: spelled(0) };
    case "Treasury.knowFundable":
      return {
        does: values[1] === true ? "know-fundable" : "forget-fundable",
        target: contract(0),
      };
    case "Treasury.setFundable":
      return {
        does: values[2] === true ? "allow-fundable" : "end-fundable",
        target: contract(0),
        selectorName: selectorName(hex(0), hex(1), registers),
      };
    case "Treasury.setContributionShares": {
      const [, accounts, shares] = values as [Hex, Hex[], bigint[]];
      return {
        does: "set-contribution-shares",
        edition: spelled(0),
        // The contract refuses a list that is longer than the other one.
        shares: accounts.map((account, i) => ({
          member: memberReference(account.toLowerCase() as Hex, registers),
          share: shares[i] ?? 0n,
        })),
      };
    }
    case "Treasury.callContributions":
      return {
        does: "call-contributions",
        call: spelled(0),
        token: contract(1),
        total: money(2, hex(1)),
        key: nameAt(contributionKeys, values[3] as number),
        timepoint: values[4] as number,
        edition: spelled(5),
        due: values[6] as number,
      };
    case "Treasury.closeContributions":
      return { does: "close-contributions", call: spelled(0) };
    case "Treasury.pay":
    case "Treasury.proposePayment":
    case "Treasury.confirmPayment":
      return {
        does: paymentsBy[item.name as keyof typeof paymentsBy],
        line: spelled(0),
        payee: named(1),
        amount: ofLine(2),
        reference: spelled(3),
      };
    case "Treasury.fund":
    case "Treasury.proposeFunding":
    case "Treasury.confirmFunding":
      return {
        does: fundingsBy[item.name as keyof typeof fundingsBy],
        line: spelled(0),
        funded: contract(1),
        amount: ofLine(3),
      };
    case "Treasury.fundByDecision":
      return {
        does: "fund-by-decision",
        line: spelled(0),
        funded: contract(1),
        amount: ofLine(3),
      };
    case "PaymentEscrow.authorise":
      return authorisation(values as unknown as Authorisation, registers);
    case "PaymentStreams.open":
      return opening(values as unknown as Opening, registers);
    case "Treasury.instruct":
      return { does: "instruct", instructed: contract(0) };
    case "Treasury.withdrawProposal":
      return { does: "withdraw-payment", id: hex(0) };
    case "EuroToken.mint":
    case "EuroToken.redeem":
      return {
        does: item.name === "mint" ? "mint-euro" : "redeem-euro",
        holder: named(0),
        amount: money(1, target.id),
        reference: spelled(2),
      };
    case "EuroToken.setMoneyStatus":
      return {
        does: "set-money-status",
        account: named(0),
        status: nameAt(moneyStatuses, values[1] as number),
        reason: hex(2),
      };
    case "EuroToken.setAllowListOnly":
      return { does: values[0] === true ? "limit-to-allow-list" : "open-to-everybody" };
    case "EuroToken.crosschainMint":
    case "EuroToken.crosschainBurn":
      return {
        does: item.name === "crosschainMint" ? "bridge-in" : "bridge-out",
        holder: named(0),
        amount: money(1, target.id),
      };
    case "Authority.grantRole":
      return {
        does: "grant-role",
        role: role(0),
        account: named(1),
        delay: BigInt(values[2] as number),
      };
    case "Authority.revokeRole":
      return { does: "revoke-role", role: role(0), account: named(1) };
    case "Authority.setTargetFunctionRole":
      return {
        does: "set-function-role",
        target: contract(0),
        selectorNames: (values[1] as Hex[]).map((selector) =>
          selectorName(hex(0), selector, registers),
        ),
        role: role(2),
      };
    case "Authority.setTargetClosed":
      return { does: values[1] === true ? "close-target" : "open-target", target: contract(0) };
    case "Authority.updateAuthority":
      return { does: "update-authority", target: contract(0), authority: named(1) };
    case "Authority.execute":
      return { does: "carry", target, how: "at-once" };
    case "Authority.schedule":
      return { does: "carry", target, how: "scheduled" };
    case "Council.relay":
      return { does: "carry", target, how: "at-once" };
    case "Council.setVotingDelay":
      return { does: "set-voting-delay", body: target, seconds: BigInt(values[0] as number) };
    case "Council.setVotingPeriod":
      return { does: "set-voting-period", body: target, seconds: BigInt(values[0] as number) };
    case "Council.setBaseDelaySeconds":
      return { does: "set-base-delay", body: target, seconds: BigInt(values[0] as number) };
  }
  if (item.name === "multicall") return { does: "carry", target, how: "at-once" };
  if (item.name === "upgradeToAndCall") return { does: "upgrade", target, implementation: hex(0) };
  return { does: "call", target, functionName: item.name };
}

/** Payments from a line, by one person, and by two. */
const paymentsBy = {
  pay: "pay-from-line",
  proposePayment: "propose-payment",
  confirmPayment: "confirm-payment",
} as const;
const fundingsBy = {
  fund: "fund-from-line",
  proposeFunding: "propose-funding",
  confirmFunding: "confirm-funding",
} as const;

type Authorisation = ContractFunctionArgs<typeof paymentEscrowAbi, "nonpayable", "authorise">;
type Opening = ContractFunctionArgs<typeof paymentStreamsAbi, "nonpayable", "open">;

function authorisation([terms, annex]: Authorisation, registers: CallRegisters): CallMeaning {
  const named = (id: Hex) => namedReference(id.toLowerCase() as Hex, registers);
  const orNull = (id: Hex) => (wordOrNull(id) === null ? null : named(id));
  const token = tokenOf(terms.token.toLowerCase() as Hex, registers);
  return {
    does: "authorise-payment",
    payer: named(terms.payer),
    payee: named(terms.payee),
    amount: { units: terms.amount, ...token },
    operator: orNull(terms.operator),
    captureBy: terms.captureBy,
    fee: terms.fee,
    arbiter: orNull(terms.arbiter),
    arbitration: terms.arbitration,
    silence: terms.silence,
    shares: annex.shares.map(({ payee, part }) => ({ payee: named(payee), part })),
    milestones: annex.milestones.map((units) => ({ units, ...token })),
    officials: annex.officials.map(named),
    twoPersonAbove: { units: annex.twoPersonAbove, ...token },
    review: annex.review,
  };
}

function opening([terms, deposit]: Opening, registers: CallRegisters): CallMeaning {
  const named = (id: Hex) => namedReference(id.toLowerCase() as Hex, registers);
  const token = tokenOf(terms.token.toLowerCase() as Hex, registers);
  const meter = wordOrNull(terms.meter) === null ? null : named(terms.meter);
  const isOfNodes = meter?.kind === "contract" && meter.name === "NodeRegistry";
  return {
    does: "open-stream",
    payer: named(terms.payer),
    payee: named(terms.payee),
    rate: { units: terms.amountPerPeriod, ...token },
    period: terms.period,
    deposit: { units: deposit, ...token },
    cap: { units: terms.cap, ...token },
    until: terms.until,
    fee: terms.feeBps,
    meter,
    node: isOfNodes ? nodeReference(terms.meterSubject.toLowerCase() as Hex, registers) : null,
  };
}

/** A token with its decimals, as far as anybody here knows them. */
function tokenOf(id: Hex | undefined, registers: CallRegisters): Omit<Money, "units"> {
  if (id === undefined) return { token: null, decimals: null };
  const token = contractReference(id, registers);
  const decimals =
    token.name === "EuroToken" ? euroDecimals : (registers.tokenDecimals?.get(token.id) ?? null);
  return { token, decimals };
}

/** Bytes as EBSI's registers show them. */
export function multibase(bytes: Hex): string {
  return base58btc.encode(hexToBytes(bytes));
}

/** The title that a schema gives itself; null for none, and for what is no schema. */
export function titleOfSchema(content: Hex): string | null {
  try {
    const schema: unknown = JSON.parse(hexToString(content));
    const isNamed = typeof schema === "object" && schema !== null && "title" in schema;
    return isNamed && typeof schema.title === "string" && schema.title !== "" ? schema.title : null;
  } catch {
    return null;
  }
}

type ProposalContent = readonly [
  targets: Hex[],
  values: bigint[],
  calldatas: Hex[],
  descriptionHash: Hex,
];

/** The id that a Council gives to a proposal of this content, as OpenZeppelin's Governor computes it. */
export function proposalIdOf(content: ProposalContent): Hex {
  return keccak256(
    encodeAbiParameters(parseAbiParameters("address[], uint256[], bytes[], bytes32"), content),
  );
}

/** Addresses in a call that no register names: those that could be taken for another one. */
function addressesOf(
  meaning: CallMeaning,
  target: Subject<"contract">,
  references: readonly Reference[],
): Hex[] {
  const unknown = references.flatMap((reference) =>
    reference.kind === "account" || (reference.kind === "contract" && reference.name === null)
      ? [reference.id]
      : [],
  );
  if (meaning.does === "upgrade") unknown.push(meaning.implementation);
  if (meaning.does === "authorise-payment") {
    const others = [...meaning.officials, ...meaning.shares.map(({ payee }) => payee)];
    unknown.push(...others.flatMap(({ kind, id }) => (kind === "account" ? [id] : [])));
  }
  if (meaning.does === "add-body") unknown.push(meaning.register);
  if (meaning.does === "grant-veto")
    unknown.push(...meaning.targets.flatMap(({ id, name }) => (name === null ? [id] : [])));
  return unknown.filter((address) => address !== target.id);
}

/**
 * What the registers know under an address that begins and ends like this one. Pages show both ends only, and somebody can
 * search for a key whose ends fit.
 */
export function lookAlike(
  address: Hex,
  { contracts, members }: Pick<CallRegisters, "contracts" | "members">,
): Reference | null {
  const own = address.toLowerCase();
  const ends = (other: string) =>
    other !== own && other.slice(0, 6) === own.slice(0, 6) && other.slice(-4) === own.slice(-4);
  for (const [id, { name }] of contracts)
    if (ends(id)) return { kind: "contract", id: id as Hex, name };
  for (const [id, { code, weight }] of members)
    if (ends(id)) return { kind: "member", id: id as Hex, code, weight };
  return null;
}

/** The calls inside a call, so that no nesting hides what is decided. */
function carriedCalls(item: AbiFunction, values: readonly unknown[], target: Hex): Call[] {
  const types = item.inputs.map(({ type }) => type).join();
  switch (`${item.name}(${types})`) {
    case "multicall(bytes[])":
      return (values[0] as Hex[]).map((calldata) => ({ target, value: 0n, calldata }));
    case "execute(address,bytes)":
    case "schedule(address,bytes,uint48)":
      return [{ target: values[0] as Hex, value: 0n, calldata: values[1] as Hex }];
    case "relay(address,uint256,bytes)":
      return [{ target: values[0] as Hex, value: values[1] as bigint, calldata: values[2] as Hex }];
    case "instruct(address,bytes)":
      return [{ target: values[0] as Hex, value: 0n, calldata: values[1] as Hex }];
    case "fund(bytes32,address,bytes,uint128)":
    case "proposeFunding(bytes32,address,bytes,uint128)":
    case "confirmFunding(bytes32,address,bytes,uint128)":
    case "fundByDecision(bytes32,address,bytes,uint128)":
      return [{ target: values[1] as Hex, value: 0n, calldata: values[2] as Hex }];
    case "upgradeToAndCall(address,bytes)":
      return values[1] === "0x" ? [] : [{ target, value: 0n, calldata: values[1] as Hex }];
    case "propose(address[],uint256[],bytes[],string)":
    case "execute(address[],uint256[],bytes[],bytes32)":
    case "queue(address[],uint256[],bytes[],bytes32)": {
      const [targets, amounts, calldatas] = values as [Hex[], bigint[], Hex[]];
      return targets.map((inner, i) => ({
        target: inner,
        value: amounts[i] ?? 0n,
        calldata: calldatas[i] ?? "0x",
      }));
    }
    default:
      return [];
  }
}

/** What a reader should know of a call that replaces code, carries others or changes who may act. */
const remarks: Partial<Record<CallMeaning["does"], CallWarning>> = {
  upgrade: { warning: "replaces-code" },
  carry: { warning: "carries-calls" },
  "arm-right": { warning: "changes-powers" },
  "grant-veto": { warning: "changes-powers" },
  "revoke-veto": { warning: "changes-powers" },
  "add-body": { warning: "changes-powers" },
  "remove-body": { warning: "changes-powers" },
  "disarm-right": { warning: "changes-powers" },
  "admit-root-tao": { warning: "changes-powers" },
  "dismiss-root-tao": { warning: "changes-powers" },
  "deactivate-policy": { warning: "changes-powers" },
  "activate-policy": { warning: "changes-powers" },
  "set-policy-role": { warning: "changes-powers" },
  "appoint-arbiter": { warning: "changes-powers" },
  "dismiss-arbiter": { warning: "changes-powers" },
  "know-fundable": { warning: "changes-powers" },
  "forget-fundable": { warning: "changes-powers" },
  "allow-fundable": { warning: "changes-powers" },
  "end-fundable": { warning: "changes-powers" },
  "fund-from-line": { warning: "carries-calls" },
  "propose-funding": { warning: "carries-calls" },
  "confirm-funding": { warning: "carries-calls" },
  "fund-by-decision": { warning: "carries-calls" },
  instruct: { warning: "carries-calls" },
  "grant-role": { warning: "changes-powers" },
  "revoke-role": { warning: "changes-powers" },
  "set-function-role": { warning: "changes-powers" },
  "close-target": { warning: "changes-powers" },
  "open-target": { warning: "changes-powers" },
  "update-authority": { warning: "changes-powers" },
};

function warningsOf(meaning: CallMeaning, references: readonly Reference[]): CallWarning[] {
  const remark = remarks[meaning.does];
  const warnings = remark ? [remark] : [];
  if (meaning.does === "admit-root-tao" && meaning.types.some(({ name }) => name === null))
    warnings.push({ warning: "unknown-entry", what: "type" });
  if (
    meaning.does === "set-contribution-shares" &&
    meaning.shares.some(({ member }) => member.code === null)
  )
    warnings.push({ warning: "unknown-entry", what: "member" });
  for (const reference of references) {
    if (reference.kind === "node" && !reference.record)
      warnings.push({ warning: "unknown-entry", what: "node" });
    if (reference.kind === "organisation" && reference.name === null) {
      warnings.push({ warning: "unknown-entry", what: "organisation" });
    }
    if (reference.kind === "member" && reference.code === null) {
      warnings.push({ warning: "unknown-entry", what: "member" });
    }
    if (reference.kind === "role" && reference.name === null)
      warnings.push({ warning: "unknown-entry", what: "role" });
  }
  return warnings;
}

function argument(
  parameter: AbiParameter,
  value: unknown,
  references: readonly Reference[],
): CallArgument {
  const name = parameter.name ?? "";
  const { type } = parameter;
  const plain = { name, type, reference: null, parts: [] };
  const list = /^(.*)\[\d*\]$/.exec(type);
  if (list) {
    const entry = { ...parameter, name: "", type: list[1] ?? "" } as AbiParameter;
    const parts = (value as readonly unknown[]).map((part, i) =>
      argument({ ...entry, name: String(i + 1) }, part, references),
    );
    return { ...plain, text: null, parts };
  }
  if (type === "tuple" && "components" in parameter) {
    const fields = value as Record<string, unknown>;
    const parts = parameter.components.map((component) =>
      argument(component, fields[component.name ?? ""], references),
    );
    return { ...plain, text: null, parts };
  }
  const text = String(value);
  const reference =
    references.find(({ id }) => String(id).toLowerCase() === text.toLowerCase()) ?? null;
  return { ...plain, text, reference };
}

function functionBySelector(abi: Abi, selector: Hex): AbiFunction | undefined {
  return abi.find(
    (item): item is AbiFunction =>
      item.type === "function" && toFunctionSelector(item) === selector,
  );
}

/** The name of a function of a contract, or its selector when the contract or the function is not known. */
/** The name that one of our contracts has for a selector; the selector itself where none has. */
function anySelectorName(selector: Hex, registers: CallRegisters): string {
  for (const target of registers.contracts.keys()) {
    const name = selectorName(target as Hex, selector, registers);
    if (name !== selector) return name;
  }
  return selector;
}

function selectorName(target: Hex, selector: Hex, registers: CallRegisters): string {
  const abi = registers.contracts.get(target.toLowerCase())?.abi;
  return (abi && functionBySelector(abi, selector.toLowerCase() as Hex)?.name) ?? selector;
}

/** The short code that a member has, for example a country's: ASCII, left-aligned. */
function memberCode(code: Hex): string {
  const bytes = code.slice(2).match(/../g) ?? [];
  return bytes
    .map((byte) => Number.parseInt(byte, 16))
    .filter((byte) => byte >= 0x20 && byte < 0x7f)
    .map((byte) => String.fromCharCode(byte))
    .join("");
}

function nodeReference(id: Hex, { nodes, organisations }: CallRegisters): Subject<"node"> {
  const record = nodes.get(id) ?? null;
  const organisationName = record
    ? (organisations.get(record.organisation.toLowerCase())?.name ?? null)
    : null;
  return { kind: "node", id, record, organisationName };
}

function organisationReference(id: Hex, { organisations }: CallRegisters): Subject<"organisation"> {
  return { kind: "organisation", id, name: organisations.get(id)?.name ?? null };
}

/** @param register Register of the body, where it is not the Assembly's. */
function memberReference(
  id: Hex,
  { members, membersOf }: CallRegisters,
  register?: Subject<"contract">,
): Subject<"member"> {
  const council = register?.body?.council;
  const record = council ? membersOf?.get(register.id)?.get(id) : members.get(id);
  return {
    kind: "member",
    id,
    code: record?.code ?? null,
    weight: record?.weight ?? null,
    ...(council && { council }),
  };
}

function contractReference(id: Hex, { contracts }: CallRegisters): Subject<"contract"> {
  const known = contracts.get(id.toLowerCase());
  return {
    kind: "contract",
    id: id.toLowerCase() as Hex,
    name: known?.name ?? null,
    ...(known?.body && { body: known.body }),
  };
}

function roleReference(id: bigint, { roles }: CallRegisters): Subject<"role"> {
  return { kind: "role", id, name: roles.get(id) ?? null };
}

function namedReference(id: Hex, registers: CallRegisters): Named {
  if (registers.contracts.has(id)) return contractReference(id, registers);
  if (registers.members.has(id)) return memberReference(id, registers);
  for (const node of registers.nodes.keys()) {
    if (node.endsWith(id.slice(2))) return nodeReference(node as Hex, registers);
  }
  return { kind: "account", id };
}
