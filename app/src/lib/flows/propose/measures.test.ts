import {
  type Abi,
  type ContractFunctionArgs,
  decodeFunctionData,
  encodeAbiParameters,
  getAbiItem,
  getAddress,
  keccak256,
  stringToHex,
  zeroAddress,
} from "viem";
import { describe, expect, it } from "vitest";

import { authorityAbi } from "#generated/contracts/Authority.ts";
import { councilAbi } from "#generated/contracts/Council.ts";
import { paymentEscrowAbi } from "#generated/contracts/PaymentEscrow.ts";
import { roleTable } from "#generated/roles.ts";
import { treasuryAbi } from "#generated/contracts/Treasury.ts";
import { addressesDouble, idDouble } from "#lib/chain/chain-double.ts";
import { typesNamedIn } from "#lib/chain/credential-types.ts";
import { callSentence, sentenceText } from "#lib/features/proposals/call-sentence.ts";
import { type CallRegisters, decodeCall } from "#lib/features/proposals/decode-call.ts";
import { knownContracts } from "#lib/features/proposals/known-contracts.ts";

import { measureHint, measureWord, problemWords } from "./draft-words.ts";
import { grantHint, milestonesNote } from "./grant-measure-words.ts";
import { fieldNames, type FieldValues } from "./measure-fields.ts";
import {
  contractOf,
  fieldsOf,
  type Measure,
  measureGroups,
  measureOf,
  measures,
  nothing,
  upgradeable,
} from "./measures.ts";
import { paymentDefaults, presentPayment } from "./payment-checks.ts";
import type { PaymentChoices } from "./payment-choices.ts";
import { pausableKey, stoppableKey, vetoKey } from "./power-choices.ts";
import {
  admitNode,
  assemblyDouble,
  groupsDouble,
  keysDouble,
  otherTokenDouble,
  pausableDouble,
  paymentsDouble,
  powersDouble,
  presentDouble,
  stoppableDouble,
  topUpStream,
  trustDouble,
  vetoDouble,
} from "./power-double.ts";
import { delegatedRoles } from "./powers.ts";
import {
  type DraftChoices,
  draftCall,
  measureProblems,
  type NodeStatus,
  type ProposalDraft,
} from "./proposal-draft.ts";

const day = 86_400;
const id = (digit: string) => `0x${digit.repeat(64)}` as const;
const account = "0x00000000000000000000000000000000000000a1";
const contract = "0x1200000000000000000000000000000000000034";
const emergency = addressesDouble.EmergencyCouncil;
const assembly = addressesDouble.Council;
const spelled = (name: string) => stringToHex(name, { size: 32 });
const travel = spelled("Travel 2026");
/** An account that has no office. */
const free = "0x1200000000000000000000000000000000010034";
const nodes: Record<string, NodeStatus> = { 1: "pending", 2: "active", 3: "suspended" };
/** A node waits that is no validator, and a validator of another network. */
const elsewhere: DraftChoices["nodes"] = [
  { id: id("4"), status: "pending", kind: "observer", network: 31337n },
  { id: id("5"), status: "pending", kind: "validator", network: 7n },
  { id: id("6"), status: "active", kind: "validator", network: 7n },
];
const choices: DraftChoices = {
  nodes: [
    ...Object.entries(nodes).map(([digit, status]) => ({
      id: id(digit),
      status,
      kind: "validator" as const,
      network: 31337n,
    })),
    ...elsewhere,
  ],
  chainId: 31337,
  organisations: [
    { id: id("a"), status: "active" },
    { id: id("b"), status: "suspended" },
    { id: id("c"), status: "retired" },
  ],
  networks: [
    { chainId: "31337", stage: "pilot", genesisHash: nothing },
    { chainId: "7", stage: "retired", genesisHash: id("9") },
  ],
  year: 2026,
  now: presentDouble,
  powers: powersDouble,
};
const registers: CallRegisters = {
  contracts: knownContracts(addressesDouble),
  nodes: new Map(
    Object.keys(nodes).map((digit) => [
      id(digit),
      { host: `n${digit}.example`, kind: "validator", organisation: id("a"), network: 31337n },
    ]),
  ),
  organisations: new Map([
    [id("a"), { name: "Alpha" }],
    [id("b"), { name: "Beta" }],
  ]),
  members: new Map([
    [account, { code: "BE", weight: 10n }],
    [assemblyDouble.members[2]!.account, { code: "CH", weight: 10n }],
  ]),
  membersOf: new Map([
    [addressesDouble.EmergencyMemberRegistry, new Map([[account, { code: "BE", weight: 1n }]])],
  ]),
  roles: new Map([[9n, "MONITORS"]]),
  lineTokens: new Map(paymentsDouble.lines.map(({ id: line, token }) => [line as string, token])),
  tokenDecimals: new Map([[otherTokenDouble, 18]]),
  credentialTypes: typesNamedIn("It issues each DiplomaCredential."),
};

/** What each measure is filled in with, and what the members read then. */
const filled: Record<Measure, [Partial<FieldValues>, string]> = {
  "admit-node": [{ node: id("1") }, "Admit validator node n1.example of Alpha to this network."],
  "suspend-node": [
    { node: id("2") },
    "Suspend validator node n2.example of Alpha in this network.",
  ],
  "reinstate-node": [
    { node: id("3") },
    "Reinstate validator node n3.example of Alpha in this network.",
  ],
  "retire-node": [
    { node: id("2") },
    "Retire validator node n2.example of Alpha from this network for good.",
  ],
  "replace-node": [
    { node: id("2"), successor: id("1") },
    "Replace validator node n2.example by n1.example in one step, in this network.",
  ],
  "set-quarantine-rule": [
    { monitors: "2", silence: "90" },
    "Put a validator into quarantine when 2 monitors have heard nothing of it within 1 hour, 30 minutes.",
  ],
  "register-organisation": [
    { identifier: " EUID.1 ", legalName: "Gamma", administrator: contract },
    "Register the organisation Gamma (EUID.1), with 0x1200…0034 as its first administrator.",
  ],
  "describe-organisation": [
    { organisation: id("a"), kind: "operator", jurisdiction: "BE", did: "did:ebsi:z1" },
    "Describe Alpha as: operator, jurisdiction Belgium, with the identifier did:ebsi:z1.",
  ],
  "place-organisation": [
    { organisation: id("a"), parent: id("b") },
    "Place Alpha under Beta: it is active only while that one is.",
  ],
  "suspend-organisation": [
    { organisation: id("a") },
    "Suspend the organisation Alpha: it can register no nodes until it is reinstated.",
  ],
  "reinstate-organisation": [{ organisation: id("b") }, "Reinstate the organisation Beta."],
  "retire-organisation": [{ organisation: id("b") }, "Retire the organisation Beta for good."],
  "recover-administrator": [
    { organisation: id("b"), administrator: contract },
    "Make 0x1200…0034 the only administrator of Beta, in place of all present ones.",
  ],
  "set-organisation-limits": [
    { organisation: id("a"), access: "deploy", accounts: "1" },
    "Limit Alpha to 1 account, with the access “deploy” at most.",
  ],
  "suspend-account": [
    { account: contract },
    "Suspend the account 0x1200…0034: it loses all access until it is reinstated.",
  ],
  "reinstate-account": [
    { account: contract },
    "Reinstate the account 0x1200…0034: it has its access back.",
  ],
  "restrict-target": [
    { target: addressesDouble.NodeMonitoring, restriction: "named" },
    "Open the contract Monitoring of nodes to named senders only.",
  ],
  "permit-sender": [
    { target: contract, sender: account, permission: "withdraw" },
    "No longer let Belgium reach the contract 0x1200…0034 while it is restricted.",
  ],
  "set-gas-policy": [
    { gas: "1000000", window: "24" },
    "Let all organisations together use 1,000,000 gas in 1 day, each an equal share.",
  ],
  "register-network": [
    { chain: "2018", networkName: "Test", stage: "development", consensus: "QBFT" },
    "Register the network Test (chain id 2018, QBFT) at the stage “development”.",
  ],
  "set-network-stage": [
    { network: "31337", stage: "production" },
    "Bring this network to the stage “production”.",
  ],
  "anchor-genesis": [
    { network: "31337", genesis: id("d") },
    "Anchor 0xdddd…dddd as the hash of the first block of this network, for ever.",
  ],
  "set-network-resource": [
    { network: "7", key: "rpc", uri: "https://rpc.example" },
    "Say that the resource rpc of network 7 is found at https://rpc.example.",
  ],
  "appoint-office": [
    { office: "MONITORS", account: contract },
    "Grant the role MONITORS to 0x1200…0034.",
  ],
  "dismiss-office": [
    { office: "MONITORS", account: contract },
    "Take the role MONITORS away from 0x1200…0034.",
  ],
  "register-member": [
    { ofBody: assembly, code: "IS", seat: "observer", weight: "0", year: "2025", mandateKey: free },
    "Register Iceland as a observer with a weight of 0 inhabitants (2025), and let 0x1200…0034 accept its mandate.",
  ],
  "set-weight": [
    { ofBody: assembly, member: account, weight: "11", year: "2025" },
    "Change the weight of Belgium from 10 to 11 inhabitants (1 January 2025).",
  ],
  "set-seat": [
    { ofBody: assembly, member: account, seat: "observer" },
    "Make the member Belgium an observer, who does not vote.",
  ],
  "suspend-member": [
    { ofBody: emergency, member: account },
    "Suspend the member Belgium: it does not vote and does not count until it is reinstated. This concerns the body Emergency Council.",
  ],
  "reinstate-member": [
    { ofBody: assembly, member: assemblyDouble.members[1]!.account },
    "Reinstate the member 0x0000…00a2.",
  ],
  "remove-member": [
    { ofBody: assembly, member: account },
    "End the membership of Belgium for good.",
  ],
  "recover-mandate": [
    { ofBody: assembly, member: account, mandateKey: keysDouble.mandate },
    "Revoke the mandate of Belgium with all its representatives, and let 0x0000…00f1 accept it: that key would appoint new ones.",
  ],
  "set-rule": [
    {
      ofBody: emergency,
      ruleClass: "simple",
      headsHow: "least",
      headsShare: "55 %",
      weightShare: "0",
    },
    "From now on, a simple majority needs at least 55% of the members. This concerns the body Emergency Council.",
  ],
  "list-call": [
    {
      ofBody: assembly,
      listedTarget: addressesDouble.NodeRegistry,
      listedFunction: admitNode,
      listedClass: "simple",
    },
    "From now on, require a simple majority for admitNode of Register of nodes.",
  ],
  "pin-target": [
    { ofBody: assembly, listedTarget: addressesDouble.OrganisationRegistry },
    "Require a reinforced majority for every call to Register of organisations, for ever.",
  ],
  "set-cooperation": [
    {
      ofBody: assembly,
      cooperation: "9",
      participants: assemblyDouble.members
        .slice(0, 2)
        .map((one) => one.account)
        .join(),
    },
    "From now on, 2 members take part in enhanced cooperation No 9.",
  ],
  "set-voting-delay": [
    { time: "2", timeUnit: "days" },
    "Open votes 2 days after a proposal (Emergency Council).",
  ],
  "set-voting-period": [
    { time: "14", timeUnit: "days" },
    "Keep votes open for 14 days (Emergency Council).",
  ],
  "set-base-delay": [
    { time: "0", timeUnit: "minutes" },
    "Let every approved proposal wait at least 0 seconds (Emergency Council).",
  ],
  "add-body": [
    { newCouncil: contract, newRegister: free },
    "Let nobody shut out the body 0x1200…0034 any more: nodes let its members, who stand in the register 0x1200…0034, through to it whatever else they may do.",
  ],
  "remove-body": [
    { listedBody: assembly },
    "Take from the body the Assembly that nobody can shut it out.",
  ],
  upgrade: [
    { register: "NodeRegistry", implementation: contract },
    "Replace the code of Register of nodes by 0x1200…0034.",
  ],
  "reset-gas": [{ organisation: id("a") }, "Give Alpha its whole share of gas back."],
  "pause-group": [
    { pauseGroup: groupsDouble.open.id, pauseTime: "90" },
    "Pause the group New registrations for 1 hour, 30 minutes. The pause ends by itself; leaving stays possible.",
  ],
  "give-heartbeat": [
    { pauseGroup: groupsDouble.open.id },
    "Show that the holder of the right to pause the group New registrations is still there.",
  ],
  "end-pause": [
    { pauseGroup: groupsDouble.paused.id },
    "End the pause of the group Reports of machines now.",
  ],
  "arm-holder": [
    { holder: emergency, pauseGroup: groupsDouble.paused.id, armTerm: "30" },
    "Give Emergency Council the right to pause the group Reports of machines once, for 30 days from now on.",
  ],
  "disarm-holder": [
    { armedRight: `${emergency}:${groupsDouble.open.id}` },
    "Take the right to pause the group New registrations away from Emergency Council.",
  ],
  "set-pause-group": [
    { groupName: "escrows", longestPause: "24", pauseRest: "72", heartbeatPeriod: "90" },
    "From now on, the group escrows can be paused for 1 day at most, then rests for 3 days, and its holders have to show every 90 days that they are still there.",
  ],
  "list-pausable": [
    { pausable: pausableKey(pausableDouble), listedGroup: groupsDouble.open.id },
    "Let registerNode of Register of nodes be paused with the group New registrations.",
  ],
  "pin-exit": [
    { pausable: pausableKey(pausableDouble) },
    "Declare registerNode an exit, which nobody can ever pause.",
  ],
  "grant-veto": [
    {
      vetoBody: addressesDouble.Council,
      holder: emergency,
      vetoScope: "named",
      vetoTargets: `${addressesDouble.NodeRegistry},${addressesDouble.OrganisationRegistry}`,
      vetoUntil: "2026-12-31",
    },
    "Let Emergency Council stop decisions of the Assembly with a call to Register of nodes and Register of organisations, up to the end of 31 December 2026 (UTC).",
  ],
  "revoke-veto": [
    { vetoRight: vetoKey(vetoDouble) },
    "Take the right to stop decisions of the Assembly away from Emergency Council.",
  ],
  "stop-proposal": [
    { stoppable: stoppableKey(stoppableDouble), vetoReason: "Not now." },
    "Stop the proposal 0x8ba6…a88f of the Assembly for good. Reason: Not now.",
  ],
  "admit-root-tao": [
    {
      rootDid: " did:ebsi:zMinistryMinistry",
      credentialTypes: "VerifiableAccreditationToAttest, DiplomaCredential",
    },
    // The register has the hashes in their order; a name that the members cannot know is told by the proposal's text.
    "Admit did:ebsi:zMini…nistry as a root of trust, which may accredit others for DiplomaCredential and VerifiableAccreditationToAttest.",
  ],
  "dismiss-root-tao": [
    { admittedRoot: "did:ebsi:zRootTaoRootTaoRoot" },
    "Dismiss did:ebsi:zRoot…aoRoot as a root of trust: neither its accreditation counts any more nor any below it.",
  ],
  "insert-schema": [
    { schemaContent: '{"title":"Driving licence"}', schemaMetadata: '{"title":"First"}' },
    "Register the schema Driving licence (zHe9mah5…Fr3Q9t).",
  ],
  "update-schema": [
    {
      schema: "zCn8eVZg",
      schemaContent: '{"title":"Diploma","type":"object"}',
      schemaMetadata: '{"title":"Second"}',
    },
    "Give the schema Diploma (zCn8eVZg) a new revision.",
  ],
  "describe-schema": [
    { schema: "zCn8eVZg", schemaMetadata: '{"title":"Second"}' },
    "Describe a revision of the schema zCn8eVZg anew.",
  ],
  "insert-policy": [
    { policyName: "TIR:updateIssuer", policyDescription: "Keeps the proxies of issuers." },
    "Insert the policy TIR:updateIssuer: “Keeps the proxies of issuers.”. It is answered from no role yet.",
  ],
  "update-policy": [
    { policy: "DID:insertDidDocument", policyDescription: "Inserts documents of others." },
    "Describe the policy DID:insertDidDocument as: “Inserts documents of others.”.",
  ],
  "set-policy-role": [
    { policy: "DID:insertDidDocument", policyRole: "9" },
    "Answer the policy DID:insertDidDocument from the role MONITORS: whoever holds it has what the policy gives.",
  ],
  "deactivate-policy": [
    { policy: "DID:insertDidDocument" },
    "Deactivate the policy DID:insertDidDocument: nobody has any more what it gives.",
  ],
  "activate-policy": [
    { policy: "TIR:setAttributeData" },
    "Activate the policy TIR:setAttributeData: whoever holds its role has again what it gives.",
  ],
  "open-budget-line": [
    {
      lineName: " Travel 2027 ",
      moneyToken: addressesDouble.EuroToken,
      ceiling: "1 000 000",
      twoPersonAbove: "5,000.50",
      lineFrom: "2027-01-01",
      lineUntil: "2027-12-31",
      budgetDocument: id("d"),
    },
    "Open the budget line “Travel 2027” for payments of up to €1,000,000.00 in Test e-money (euro), from 1 January 2027 to 31 December 2027 (UTC), by the document 0xdddd…dddd; one person alone spends at most €5,000.50 of it in a day.",
  ],
  "set-ceiling": [
    { budgetLine: travel, ceiling: "1.200.000,25", budgetDocument: id("d") },
    "Set the ceiling of the budget line “Travel 2026” to €1,200,000.25, by the document 0xdddd…dddd.",
  ],
  "set-two-person-above": [
    { budgetLine: travel, twoPersonAbove: "0" },
    "For the budget line “Travel 2026”: every payment from it needs two persons.",
  ],
  "close-budget-line": [
    { budgetLine: travel },
    "Close the budget line “Travel 2026” for good: no payment is made from it any more.",
  ],
  "call-contributions": [
    {
      callName: "Contributions 2026",
      moneyToken: addressesDouble.EuroToken,
      contributionTotal: "5000000",
      contributionKey: "population",
      sharesTime: "2025-12-31T12:30",
      contributionsDue: "2026-03-31",
    },
    "Ask the members for contributions of €5,000,000.00 in all, in Test e-money (euro): “Contributions 2026”, by the weights that they had on 31 December 2025 at 12:30 UTC, due by the end of 31 March 2026 (UTC).",
  ],
  "close-contributions": [
    { contributionCall: spelled("Contributions 2025") },
    "Close the call for contributions “Contributions 2025”: nothing is owed any more.",
  ],
  "set-contribution-shares": [
    { editionName: "GDP 2025", shares: "BE 300 000\n\nCH: 100.000\n" },
    "Decide on the shares “GDP 2025” of contributions, for ever: Belgium 300,000 (75%) and Switzerland 100,000 (25%).",
  ],
  "know-fundable": [
    { fundableTarget: addressesDouble.Subscriptions, permission: "permit" },
    "Let the treasury call Subscriptions, in the functions that a body names.",
  ],
  "set-fundable": [
    {
      knownTarget: addressesDouble.PaymentStreams,
      fundableFunction: topUpStream,
      permission: "permit",
    },
    "Let the treasury call topUp of Streams: whoever keeps the accounts may pay through it.",
  ],
  "allow-token": [
    { paymentToken: addressesDouble.EuroToken, feeMinimum: "0.25 %", feeMaximum: "1,5" },
    "Allow payments in Test e-money (euro), for a fee of 0.25% to 1.5%.",
  ],
  "dismiss-token": [
    { allowedToken: addressesDouble.EuroToken },
    "Dismiss Test e-money (euro): no new payment can be made in it.",
  ],
  "appoint-arbiter": [
    { arbiter: emergency },
    "Appoint Emergency Council as an arbiter, whom payments can name to settle their disputes.",
  ],
  "dismiss-arbiter": [
    { appointedArbiter: paymentsDouble.arbiters[0]! },
    "Dismiss 0x0000…00e2 as an arbiter: no new payment can name this account.",
  ],
  "fund-grant": [
    {
      budgetLine: travel,
      fundedPayee: account,
      milestones: "5 000: the design\n\n10 000.50: the service: built, and tested\n",
      officials: `${contract}\n${free}`,
      twoOfficialsAbove: "5000",
      reviewDays: "30",
      grantUntil: "2026-12-31",
      grantArbiter: paymentsDouble.arbiters[0]!,
      arbitrationDays: "60",
      silenceShare: "25",
      budgetDocument: id("d"),
    },
    "Pay exactly €15,000.50 from the budget line “Travel 2026” through Escrow of payments, with no officer in between. €15,000.50 of Treasury is held for Belgium and paid by milestones: (1) €5,000.00 and (2) €10,000.50. A milestone is paid when 0x1200…0034 or 0x1200…0034 accepts it; above €5,000.00 two of them have to. What nobody rejects within 30 days after it was delivered counts as accepted. What is not accepted until 31 December 2026 (UTC) goes back to Treasury. Until 31 December 2026 (UTC) Treasury or Belgium can dispute what is still held, once. Then nothing of it moves until both agree, or 0x0000…00e2 decides within 60 days; if the arbiter is silent, Belgium gets 25% of it and Treasury 75%.",
  ],
  "fund-node-service": [
    {
      budgetLine: travel,
      node: id("2"),
      fundedPayee: account,
      dailyPay: "120",
      serviceTotal: "12 000",
      serviceUntil: "2026-12-31",
      budgetDocument: id("d"),
    },
    "Pay exactly €12,000.00 from the budget line “Travel 2026” through Streams, with no officer in between. Belgium is paid by the second, €120.00 in 1 day and at most €12,000.00 in all, out of €12,000.00 of Treasury. What is left goes back after 31 December 2026 (UTC). Only seconds in which node n2.example is active are paid.",
  ],
};

/** Functions that a decision may call and the form does not offer, by the reason. */
const withoutMeasure = {
  "the measure that lists a call makes it, in the class Participating": [
    "DecisionClasses.listCooperation",
  ],
  "once in many years, when another kind of hash is needed: by a script": [
    "Timestamps.insertHashAlgorithm",
    "Timestamps.updateHashAlgorithm",
  ],
  "changes how powers are wired, which takes many calls that belong together: by a script": [
    "Authority.labelRole",
    "Authority.setGrantDelay",
    "Authority.setRoleAdmin",
    "Authority.setRoleGuardian",
    "Authority.setTargetAdminDelay",
    "Authority.setTargetClosed",
    "Authority.setTargetFunctionRole",
    "Authority.updateAuthority",
  ],
  "carries calls that have measures of their own": [
    "Authority.execute",
    "Authority.schedule",
    "Authority.multicall",
    "Council.relay",
  ],
  "everybody for its own rights, or a contract": [
    "Authority.cancel",
    "Authority.consumeScheduledOp",
    "Authority.renounceRole",
  ],
  "the Council refuses it, or takes nothing but what is": [
    "Council.setAccessManagerIgnored",
    "Council.setProposalThreshold",
  ],
  "what members, their representatives and bystanders do, not a body": [
    "Council.cancel",
    "Council.castByBallot",
    "Council.castVote",
    "Council.castVoteBySig",
    "Council.castVoteWithReason",
    "Council.castVoteWithReasonAndParams",
    "Council.castVoteWithReasonAndParamsBySig",
    "Council.execute",
    "Council.extendVoting",
    "Council.noticeRules",
    "Council.propose",
    "Council.queue",
  ],
  "only answers": [
    "Council.onERC1155BatchReceived",
    "Council.onERC1155Received",
    "Council.onERC721Received",
  ],
};

function writesOf(contract: string, abi: Abi): string[] {
  const names = abi.flatMap((item) =>
    item.type === "function" && !["view", "pure"].includes(item.stateMutability)
      ? [`${contract}.${item.name}`]
      : [],
  );
  return [...new Set(names)];
}

const draft = (measure: Measure, values: Partial<FieldValues>): ProposalDraft => ({
  ...(Object.fromEntries(fieldNames.map((name) => [name, ""])) as FieldValues),
  measure,
  ...values,
  title: "",
  text: "",
});

const missing = (field: string) => ({ field, problem: "missing" });

/** What is filled in right but for a change has exactly this problem, and a remedy for it. */
function refuses(measure: Measure, change: Partial<FieldValues>, problem: object): void {
  const given = draft(measure, { ...filled[measure][0], ...change });
  const problems = measureProblems(given, choices);
  expect(problems).toEqual([problem]);
  for (const found of problems) expect(problemWords(found, "BE", given)).toMatch(/\.$/);
}

describe("measures", () => {
  it("stand in one group each", () => {
    expect(Object.values(measureGroups).flat().sort()).toEqual([...measures].sort());
  });

  it.each(measures)("%s is read by the members as it was filled in", (measure) => {
    const [values, sentence] = filled[measure];
    const given = draft(measure, values);
    expect(measureProblems(given, choices)).toEqual([]);
    const call = draftCall(given, choices, addressesDouble);
    if (!call) throw new Error("There is no call.");
    const decoded = decodeCall(call, registers);
    expect(sentenceText(callSentence(decoded, { ownNetwork: 31337n, ahead: true }))).toBe(sentence);
    expect(measureWord(measure)).not.toBe("");
    expect(measureHint(measure)).not.toBe("");
  });

  it.each(measures)("%s asks for what it needs, each with a remedy", (measure) => {
    const problems = measureProblems(draft(measure, {}), choices);
    const optional = ["did", "document", "uri", "accountId", "grantArbiter"];
    const asked = fieldsOf(measure, draft(measure, {})).filter(
      (field) => !optional.includes(field),
    );
    expect(problems.map(({ field }) => field)).toEqual(asked);
    for (const problem of problems)
      expect(problemWords(problem, "BE", draft(measure, {}))).toMatch(/\.$/);
    expect(draftCall(draft(measure, {}), choices, addressesDouble)).toBeNull();
  });

  it.each<[Measure, Partial<FieldValues>, object]>([
    [
      "suspend-organisation",
      { organisation: id("b") },
      { field: "organisation", problem: "missing" },
    ],
    ["replace-node", { node: id("3") }, missing("node")],
    ["replace-node", { node: id("6") }, missing("node")],
    ["replace-node", { successor: id("2") }, missing("successor")],
    ["replace-node", { successor: id("4") }, missing("successor")],
    ["replace-node", { successor: id("5") }, missing("successor")],
    ["retire-organisation", { organisation: id("c") }, missing("organisation")],
    ["recover-administrator", { organisation: id("c") }, missing("organisation")],
    [
      "recover-administrator",
      { administrator: `0x${"0".repeat(40)}` },
      { field: "administrator", problem: "not-an-address" },
    ],
    ["place-organisation", { parent: id("a") }, { field: "parent", problem: "malformed" }],
    ["place-organisation", { parent: id("c") }, { field: "parent", problem: "missing" }],
    [
      "describe-organisation",
      { jurisdiction: "be" },
      { field: "jurisdiction", problem: "malformed" },
    ],
    ["describe-organisation", { did: "ebsi:z" }, { field: "did", problem: "malformed" }],
    ["describe-organisation", { document: "0x12" }, { field: "document", problem: "malformed" }],
    [
      "register-organisation",
      { legalName: "é".repeat(65) },
      { field: "legalName", problem: "too-many-bytes", excess: 2 },
    ],
    [
      "register-organisation",
      { administrator: "0x5FbDB2315678afecb367f032d93F642f64180aa4" },
      { field: "administrator", problem: "checksum" },
    ],
    [
      "suspend-account",
      { account: `0x${"0".repeat(40)}` },
      { field: "account", problem: "not-an-address" },
    ],
    ["set-network-stage", { stage: "pilot" }, { field: "stage", problem: "unchanged" }],
    ["set-network-stage", { network: "7" }, { field: "network", problem: "missing" }],
    ["anchor-genesis", { genesis: nothing }, { field: "genesis", problem: "malformed" }],
    ["register-network", { chain: "31337" }, { field: "chain", problem: "taken" }],
    ["set-network-resource", { uri: "http://a" }, { field: "uri", problem: "malformed" }],
    [
      "set-gas-policy",
      { window: "721" },
      { field: "window", problem: "out-of-range", least: 1, most: 720 },
    ],
    [
      "set-quarantine-rule",
      { monitors: "1.5" },
      { field: "monitors", problem: "out-of-range", least: 1, most: 255 },
    ],
    // A right that was used up, and a group that rests, cannot be used.
    [
      "pause-group",
      { pauseGroup: groupsDouble.paused.id },
      { field: "pauseGroup", problem: "missing" },
    ],
    [
      "pause-group",
      { pauseTime: "1441" },
      { field: "pauseTime", problem: "out-of-range", least: 1, most: 1440 },
    ],
    [
      "end-pause",
      { pauseGroup: groupsDouble.open.id },
      { field: "pauseGroup", problem: "missing" },
    ],
    [
      "set-pause-group",
      { pauseRest: "23" },
      { field: "pauseRest", problem: "out-of-range", least: 24, most: 2160 },
    ],
    ["set-pause-group", { groupName: "é" }, { field: "groupName", problem: "malformed" }],
    ["list-pausable", { listedGroup: "none" }, { field: "listedGroup", problem: "unchanged" }],
    ["grant-veto", { vetoTargets: "" }, { field: "vetoTargets", problem: "missing" }],
    [
      "grant-veto",
      { vetoTargets: addressesDouble.Authority },
      { field: "vetoTargets", problem: "missing" },
    ],
    [
      "grant-veto",
      { vetoUntil: "2027-02-01" },
      {
        field: "vetoUntil",
        problem: "day-out-of-range",
        first: presentDouble + 86_400,
        last: presentDouble + 365 * 86_400,
      },
    ],
  ])("%s refuses %o", (measure, change, problem) => {
    refuses(measure, change, problem);
  });

  it.each<[Measure, Partial<FieldValues>, object]>([
    ["suspend-member", { member: assemblyDouble.members[1]!.account }, missing("member")],
    ["reinstate-member", { member: account }, missing("member")],
    ["remove-member", { member: assemblyDouble.members[3]!.account }, missing("member")],
    ["set-seat", { seat: "member" }, { field: "seat", problem: "unchanged" }],
    ["set-weight", { weight: "10", year: "2024" }, { field: "weight", problem: "unchanged" }],
    ["set-weight", { weight: "0" }, { field: "weight", problem: "not-a-number" }],
    // The tally of a Council holds 36 bits for all weights together; those of observers and of who left do not count.
    [
      "set-weight",
      { weight: String(2 ** 36) },
      { field: "weight", problem: "out-of-range", least: 1, most: 2 ** 36 - 11 },
    ],
    ["register-member", { code: "BE" }, { field: "code", problem: "taken" }],
    ["register-member", { code: "is" }, { field: "code", problem: "malformed" }],
    [
      "register-member",
      { accountId: assemblyDouble.members[3]!.account },
      { field: "accountId", problem: "taken" },
    ],
    [
      "register-member",
      { mandateKey: keysDouble.mandate },
      { field: "mandateKey", problem: "taken" },
    ],
    ["register-member", { seat: "member" }, { field: "weight", problem: "not-a-number" }],
    ["recover-mandate", { mandateKey: account }, { field: "mandateKey", problem: "taken" }],
    [
      "recover-mandate",
      { mandateKey: keysDouble.ofFrance },
      { field: "mandateKey", problem: "taken" },
    ],
    [
      "recover-mandate",
      { mandateKey: `0x${"1".padStart(40, "0")}` },
      { field: "mandateKey", problem: "nobody" },
    ],
    ["set-rule", { headsShare: "1/2" }, { field: "headsShare", problem: "share-out-of-bounds" }],
    [
      "set-rule",
      { headsShare: "100%", headsHow: "more" },
      { field: "headsShare", problem: "share-out-of-bounds" },
    ],
    ["set-rule", { headsShare: "two thirds" }, { field: "headsShare", problem: "not-a-share" }],
    [
      "set-rule",
      { weightShare: "50%", blockingHeads: "0" },
      { field: "weightShare", problem: "share-out-of-bounds" },
    ],
    [
      "set-rule",
      { headsHow: "more", headsShare: "1/2" },
      { field: "ruleClass", problem: "unchanged" },
    ],
    [
      "set-rule",
      { headsHow: "more", headsShare: "50 %" },
      { field: "ruleClass", problem: "unchanged" },
    ],
    [
      "set-rule",
      { headsShare: "60%" },
      { field: "ruleClass", problem: "out-of-order", strict: "qualified", easy: "simple" },
    ],
    [
      "set-rule",
      { ruleClass: "qualified", headsShare: "55%", weightShare: "70%", blockingHeads: "4" },
      { field: "ruleClass", problem: "out-of-order", strict: "reinforced", easy: "qualified" },
    ],
    [
      "set-rule",
      { ruleClass: "objection", objections: "11" },
      { field: "objections", problem: "out-of-range", least: 1, most: 10 },
    ],
    [
      "set-rule",
      { ruleClass: "unanimity", quorumShare: "40%" },
      { field: "quorumShare", problem: "share-out-of-bounds" },
    ],
    ["list-call", { listedClass: "qualified" }, { field: "listedClass", problem: "unchanged" }],
    [
      "list-call",
      { listedClass: "participating", cooperation: "8" },
      { field: "cooperation", problem: "unknown" },
    ],
    [
      "pin-target",
      { listedTarget: addressesDouble.NodeRegistry },
      { field: "listedTarget", problem: "still-listed" },
    ],
    [
      "set-cooperation",
      { participants: account },
      { field: "participants", problem: "too-few", least: 2 },
    ],
    [
      "set-voting-delay",
      { time: "31" },
      { field: "time", problem: "time-out-of-range", least: 0, most: 30 * 86_400 },
    ],
    [
      "set-voting-period",
      { time: "59", timeUnit: "minutes" },
      { field: "time", problem: "time-out-of-range", least: 3_600, most: 180 * 86_400 },
    ],
    ["set-voting-period", { time: "7" }, { field: "time", problem: "unchanged" }],
    [
      "set-base-delay",
      { time: "0.5" },
      { field: "time", problem: "time-out-of-range", least: 0, most: 180 * 86_400 },
    ],
    ["add-body", { newCouncil: emergency }, { field: "newCouncil", problem: "taken" }],
    ["add-body", { newRegister: contract }, { field: "newRegister", problem: "taken" }],
    ["remove-body", { listedBody: emergency }, missing("listedBody")],
    ["admit-root-tao", { rootDid: "did:ebsi:short" }, { field: "rootDid", problem: "malformed" }],
    [
      "admit-root-tao",
      { rootDid: "did:ebsi:zNobodyNobodyNobody" },
      { field: "rootDid", problem: "unknown" },
    ],
    [
      "admit-root-tao",
      { credentialTypes: "VerifiableCredential" },
      { field: "credentialTypes", problem: "malformed" },
    ],
    [
      "admit-root-tao",
      { credentialTypes: "Diploma-Credential" },
      { field: "credentialTypes", problem: "malformed" },
    ],
    [
      "admit-root-tao",
      { credentialTypes: Array.from({ length: 65 }, (_, i) => `Type${i}`).join() },
      { field: "credentialTypes", problem: "out-of-range", least: 1, most: 64 },
    ],
    [
      "admit-root-tao",
      { rootDid: "did:ebsi:zRootTaoRootTaoRoot", credentialTypes: "DiplomaCredential" },
      { field: "credentialTypes", problem: "unchanged" },
    ],
    ["dismiss-root-tao", { admittedRoot: "did:ebsi:zMinistryMinistry" }, missing("admittedRoot")],
    [
      "insert-schema",
      { schemaContent: "{title}" },
      { field: "schemaContent", problem: "malformed" },
    ],
    ["insert-schema", { schemaContent: "[1]" }, { field: "schemaContent", problem: "malformed" }],
    [
      "insert-schema",
      { schemaContent: `{"a":"${"x".repeat(16_378)}"}` },
      { field: "schemaContent", problem: "too-many-bytes", excess: 2 },
    ],
    [
      "insert-schema",
      { schemaMetadata: '"First"' },
      { field: "schemaMetadata", problem: "malformed" },
    ],
    [
      "update-schema",
      { schemaContent: ' {"title":"Diploma"}' },
      { field: "schemaContent", problem: "unchanged" },
    ],
    ["update-schema", { schema: "zNone" }, missing("schema")],
    ["insert-policy", { policyName: "DID insert" }, { field: "policyName", problem: "malformed" }],
    [
      "insert-policy",
      { policyName: "TIR:setAttributeData" },
      { field: "policyName", problem: "taken" },
    ],
    [
      "update-policy",
      { policyDescription: "Inserts. " },
      { field: "policyDescription", problem: "unchanged" },
    ],
    ["set-policy-role", { policyRole: "19" }, { field: "policyRole", problem: "unchanged" }],
    ["set-policy-role", { policyRole: "99" }, missing("policyRole")],
    ["deactivate-policy", { policy: "TIR:setAttributeData" }, missing("policy")],
    ["activate-policy", { policy: "DID:insertDidDocument" }, missing("policy")],
  ])("%s refuses %o, which its contract would refuse", (measure, change, problem) => {
    refuses(measure, change, problem);
  });

  const tokenless = { ...paymentsDouble, tokens: paymentsDouble.tokens.slice(0, 1) };
  it.each<[Measure, Partial<FieldValues>, object]>([
    ["open-budget-line", { lineName: "Travel 2025" }, { field: "lineName", problem: "taken" }],
    ["open-budget-line", { lineName: "Café" }, { field: "lineName", problem: "malformed" }],
    [
      "open-budget-line",
      { lineName: "x".repeat(33) },
      { field: "lineName", problem: "too-many-bytes", excess: 1 },
    ],
    ["open-budget-line", { moneyToken: contract }, missing("moneyToken")],
    ["open-budget-line", { ceiling: "0" }, { field: "ceiling", problem: "zero-amount" }],
    ["open-budget-line", { ceiling: "1.000" }, { field: "ceiling", problem: "not-an-amount" }],
    [
      "open-budget-line",
      { twoPersonAbove: "1000000.000001" },
      {
        field: "twoPersonAbove",
        problem: "amount-too-large",
        most: 1_000_000_000_000n,
        token: paymentsDouble.tokens[0],
      },
    ],
    [
      "open-budget-line",
      { lineUntil: "2026-12-31" },
      {
        field: "lineUntil",
        problem: "day-out-of-range",
        first: Date.UTC(2027, 0, 1) / 1000,
        last: presentDouble + 20 * 365 * 86_400,
      },
    ],
    [
      "open-budget-line",
      { lineFrom: "2025-01-01", lineUntil: "2025-12-31" },
      {
        field: "lineUntil",
        problem: "day-out-of-range",
        first: presentDouble,
        last: presentDouble + 20 * 365 * 86_400,
      },
    ],
    ["open-budget-line", { budgetDocument: "" }, missing("budgetDocument")],
    [
      "set-ceiling",
      { ceiling: "249999.999999" },
      {
        field: "ceiling",
        problem: "amount-too-small",
        least: 250_000_000_000n,
        token: paymentsDouble.tokens[0],
      },
    ],
    ["set-ceiling", { ceiling: "1 000 000.00" }, { field: "ceiling", problem: "unchanged" }],
    ["set-ceiling", { budgetLine: spelled("Travel 2025") }, missing("budgetLine")],
    [
      "set-two-person-above",
      { twoPersonAbove: "5000" },
      { field: "twoPersonAbove", problem: "unchanged" },
    ],
    [
      "set-two-person-above",
      { twoPersonAbove: "1000000.01" },
      {
        field: "twoPersonAbove",
        problem: "amount-too-large",
        most: 1_000_000_000_000n,
        token: paymentsDouble.tokens[0],
      },
    ],
    [
      "call-contributions",
      { callName: "Contributions 2025" },
      { field: "callName", problem: "taken" },
    ],
    [
      "call-contributions",
      { contributionTotal: "0" },
      { field: "contributionTotal", problem: "zero-amount" },
    ],
    [
      "call-contributions",
      { sharesTime: "2026-01-01T00:00" },
      { field: "sharesTime", problem: "not-past" },
    ],
    ["call-contributions", { contributionKey: "data" }, missing("sharesEdition")],
    ["close-contributions", { contributionCall: spelled("Other") }, missing("contributionCall")],
    [
      "set-contribution-shares",
      { editionName: "GDP 2024" },
      { field: "editionName", problem: "taken" },
    ],
    ["set-contribution-shares", { shares: "BE 12.5" }, { field: "shares", problem: "malformed" }],
    ["set-contribution-shares", { shares: "BE 0" }, { field: "shares", problem: "malformed" }],
    [
      "set-contribution-shares",
      { shares: `BE ${String(2n ** 64n)}` },
      { field: "shares", problem: "malformed" },
    ],
    // Who has left contributes nothing.
    ["set-contribution-shares", { shares: "GB 1" }, { field: "shares", problem: "unknown" }],
    ["set-contribution-shares", { shares: "BE 1\nBE 2" }, { field: "shares", problem: "taken" }],
    [
      "know-fundable",
      { fundableTarget: addressesDouble.PaymentStreams },
      { field: "fundableTarget", problem: "unchanged" },
    ],
    [
      "know-fundable",
      { fundableTarget: addressesDouble.EuroToken },
      { field: "fundableTarget", problem: "malformed" },
    ],
    [
      "set-fundable",
      { permission: "withdraw" },
      { field: "fundableFunction", problem: "unchanged" },
    ],
    ["set-fundable", { fundableFunction: "0x12345678" }, missing("fundableFunction")],
    [
      "allow-token",
      { feeMaximum: "5.01" },
      { field: "feeMaximum", problem: "fee-out-of-bounds", least: 25, most: 500 },
    ],
    [
      "allow-token",
      { feeMaximum: "0.2" },
      { field: "feeMaximum", problem: "fee-out-of-bounds", least: 25, most: 500 },
    ],
    ["allow-token", { feeMinimum: "0.125" }, { field: "feeMinimum", problem: "not-a-share" }],
    [
      "allow-token",
      { feeMinimum: "0", feeMaximum: "1" },
      { field: "feeMaximum", problem: "unchanged" },
    ],
    ["dismiss-token", { allowedToken: otherTokenDouble }, missing("allowedToken")],
    [
      "appoint-arbiter",
      { arbiter: paymentsDouble.arbiters[0]! },
      { field: "arbiter", problem: "taken" },
    ],
    ["dismiss-arbiter", { appointedArbiter: emergency }, missing("appointedArbiter")],
  ])(
    "%s refuses %o, which its contract would refuse or nobody means",
    (measure, change, problem) => {
      refuses(measure, change, problem);
    },
  );

  /** The vote lasts a week and a day, the delay and the time to carry it out a week and an hour. */
  const latest = presentDouble + 60 + 7 * day + day + 3_600 + 7 * day;
  const euroToken = paymentsDouble.tokens[0];
  const left = 750_000_000_000n;
  it.each<[Measure, Partial<FieldValues>, object]>([
    ["fund-grant", { budgetLine: spelled("Travel 2025") }, missing("budgetLine")],
    ["fund-grant", { fundedPayee: "0x12" }, { field: "fundedPayee", problem: "not-an-address" }],
    [
      "fund-grant",
      { fundedPayee: addressesDouble.PaymentEscrow },
      { field: "fundedPayee", problem: "malformed" },
    ],
    ["fund-grant", { milestones: "" }, missing("milestones")],
    [
      "fund-grant",
      { milestones: "5 000 the design" },
      { field: "milestones", problem: "malformed" },
    ],
    ["fund-grant", { milestones: "5 000:" }, { field: "milestones", problem: "malformed" }],
    ["fund-grant", { milestones: "5.000: design" }, { field: "milestones", problem: "malformed" }],
    ["fund-grant", { milestones: "0: design" }, { field: "milestones", problem: "zero-amount" }],
    [
      "fund-grant",
      { milestones: "1: design\n".repeat(65) },
      { field: "milestones", problem: "out-of-range", least: 1, most: 64 },
    ],
    [
      "fund-grant",
      { milestones: `1: ${"x".repeat(401)}` },
      { field: "milestones", problem: "too-many-bytes", excess: 1 },
    ],
    [
      "fund-grant",
      { milestones: "750 000: design\n0.000001: more", twoOfficialsAbove: "750 000" },
      { field: "milestones", problem: "amount-too-large", most: left, token: euroToken },
    ],
    ["fund-grant", { officials: "\n" }, missing("officials")],
    ["fund-grant", { officials: "Ada" }, { field: "officials", problem: "not-an-address" }],
    ["fund-grant", { officials: `${free}\n${free}` }, { field: "officials", problem: "taken" }],
    [
      "fund-grant",
      { officials: `${free}\n${account}` },
      { field: "officials", problem: "malformed" },
    ],
    [
      "fund-grant",
      { officials: `${free}\n${addressesDouble.Treasury}` },
      { field: "officials", problem: "malformed" },
    ],
    ["fund-grant", { officials: free }, { field: "officials", problem: "too-few", least: 2 }],
    [
      "fund-grant",
      { officials: Array.from({ length: 17 }, (_, i) => idDouble(0xf000 + i)).join("\n") },
      { field: "officials", problem: "out-of-range", least: 1, most: 16 },
    ],
    ["fund-grant", { twoOfficialsAbove: "" }, missing("twoOfficialsAbove")],
    [
      "fund-grant",
      { twoOfficialsAbove: "5.000" },
      { field: "twoOfficialsAbove", problem: "not-an-amount" },
    ],
    [
      "fund-grant",
      { reviewDays: "366" },
      { field: "reviewDays", problem: "out-of-range", least: 0, most: 365 },
    ],
    // What is delivered on the day on which the decision is carried out at the latest can still be reviewed.
    [
      "fund-grant",
      { grantUntil: "2026-02-14" },
      {
        field: "grantUntil",
        problem: "no-room-for-the-vote",
        first: latest + 30 * day,
        last: presentDouble + 9 * 365 * day,
      },
    ],
    [
      "fund-grant",
      { grantUntil: "2036-01-01" },
      {
        field: "grantUntil",
        problem: "no-room-for-the-vote",
        first: latest + 30 * day,
        last: presentDouble + 9 * 365 * day,
      },
    ],
    ["fund-grant", { grantArbiter: emergency }, missing("grantArbiter")],
    [
      "fund-grant",
      { officials: `${free}\n${paymentsDouble.arbiters[0]!}` },
      { field: "grantArbiter", problem: "malformed" },
    ],
    [
      "fund-grant",
      { fundedPayee: paymentsDouble.arbiters[0]! },
      { field: "grantArbiter", problem: "malformed" },
    ],
    [
      "fund-grant",
      { arbitrationDays: "0" },
      { field: "arbitrationDays", problem: "out-of-range", least: 1, most: 365 },
    ],
    ["fund-grant", { silenceShare: "" }, missing("silenceShare")],
    ["fund-grant", { silenceShare: "101" }, { field: "silenceShare", problem: "not-a-share" }],
    ["fund-grant", { budgetDocument: "" }, missing("budgetDocument")],
    ["fund-node-service", { node: id("9") }, missing("node")],
    ["fund-node-service", { dailyPay: "0" }, { field: "dailyPay", problem: "zero-amount" }],
    ["fund-node-service", { dailyPay: "x" }, { field: "dailyPay", problem: "not-an-amount" }],
    ["fund-node-service", { serviceTotal: "0" }, { field: "serviceTotal", problem: "zero-amount" }],
    [
      "fund-node-service",
      { dailyPay: "120 000", serviceTotal: "750 000.000001" },
      { field: "serviceTotal", problem: "amount-too-large", most: left, token: euroToken },
    ],
    // A hundred days at least have to be left when the stream is opened, for else the contract takes less.
    [
      "fund-node-service",
      { serviceUntil: "2026-04-25" },
      {
        field: "serviceUntil",
        problem: "no-room-for-the-vote",
        first: latest + 100 * day,
        last: presentDouble + 10 * 365 * day,
      },
    ],
  ])("%s refuses %o, which could not be carried out or paid", (measure, change, problem) => {
    refuses(measure, change, problem);
  });

  it.each<[string, Partial<PaymentChoices>, object]>([
    [
      "whose contract the treasury does not call",
      { targets: [] },
      { field: "budgetLine", problem: "not-fundable" },
    ],
    [
      "in a token that is not allowed",
      { tokens: paymentsDouble.tokens.map((token) => ({ ...token, fees: null })) },
      { field: "budgetLine", problem: "not-allowed" },
    ],
    [
      "that is over before the delay is",
      { lines: paymentsDouble.lines.map((line) => ({ ...line, until: latest - 7 * day - 1 })) },
      { field: "budgetLine", problem: "line-at-other-times", ready: latest - 7 * day },
    ],
    [
      "that begins after the delay",
      { lines: paymentsDouble.lines.map((line) => ({ ...line, from: latest - 7 * day + 1 })) },
      { field: "budgetLine", problem: "line-at-other-times", ready: latest - 7 * day },
    ],
    [
      "that begins after the delay of the office, which is longer than the body's own",
      {
        lines: paymentsDouble.lines.map((line) => ({ ...line, until: latest - 7 * day })),
        decisionDelay: 3_601,
      },
      { field: "budgetLine", problem: "line-at-other-times", ready: latest - 7 * day + 1 },
    ],
  ])("funds nothing from a line %s", (_, change, problem) => {
    const powers = { ...powersDouble, payments: { ...paymentsDouble, ...change } };
    const given = draft("fund-grant", filled["fund-grant"][0]);
    const problems = measureProblems(given, { ...choices, powers });
    expect(problems).toEqual([problem]);
    for (const found of problems) expect(problemWords(found, undefined)).toMatch(/\.$/);
  });

  it("leaves days until the last second in which they are possible", () => {
    const first = latest + 30 * day;
    const until = new Date((first + day) * 1000).toISOString().slice(0, 10);
    const given = draft("fund-grant", { ...filled["fund-grant"][0], grantUntil: until });
    expect(measureProblems(given, choices)).toEqual([]);
    expect(grantHint("grantUntil", powersDouble, presentDouble)).toContain("16 January 2026");
    expect(grantHint("officials", powersDouble, presentDouble)).toBeUndefined();
  });

  it("asks what an arbiter may do only where one is chosen, and agrees on nothing for one else", () => {
    const given = draft("fund-grant", { ...filled["fund-grant"][0], grantArbiter: "" });
    const asked = fieldsOf("fund-grant", given);
    expect(asked).toContain("grantArbiter");
    expect(asked).not.toContain("arbitrationDays");
    expect(asked).not.toContain("silenceShare");
    const nothing = { ...given, arbitrationDays: "", silenceShare: "" };
    expect(measureProblems(nothing, choices)).toEqual([]);
    const termsOf = (values: typeof given) => {
      const call = draftCall(values, choices, addressesDouble);
      const [, , inner] = decodeFunctionData({ abi: treasuryAbi, data: call?.calldata ?? "0x" })
        .args as [unknown, unknown, `0x${string}`];
      const { args } = decodeFunctionData({ abi: paymentEscrowAbi, data: inner });
      return (args as ContractFunctionArgs<typeof paymentEscrowAbi, "nonpayable", "authorise">)[0];
    };
    expect(termsOf(given)).toMatchObject({ arbiter: zeroAddress, arbitration: 0, silence: 0 });
    expect(termsOf(draft("fund-grant", filled["fund-grant"][0]))).toMatchObject({
      arbiter: getAddress(paymentsDouble.arbiters[0]!),
      arbitration: 60 * day,
      silence: 2_500,
    });
  });

  it("says in the description what is delivered, and binds it by the terms", () => {
    const given = draft("fund-grant", filled["fund-grant"][0]);
    expect(milestonesNote(given, powersDouble)).toBe(
      "Milestones of the grant:\n\n1. €5,000.00: the design\n\n2. €10,000.50: the service: built, and tested",
    );
    expect(milestonesNote({ ...given, measure: "close-budget-line" }, powersDouble)).toBe("");
    const terms = (milestones: string) => {
      const call = draftCall({ ...given, milestones }, choices, addressesDouble);
      const [, , inner] = decodeFunctionData({ abi: treasuryAbi, data: call?.calldata ?? "0x" })
        .args as [unknown, unknown, `0x${string}`];
      const { args } = decodeFunctionData({ abi: paymentEscrowAbi, data: inner });
      return args as ContractFunctionArgs<typeof paymentEscrowAbi, "nonpayable", "authorise">;
    };
    const [one, annex] = terms(given.milestones);
    const authorise = getAbiItem({ abi: paymentEscrowAbi, name: "authorise" });
    expect(one.annex).toBe(keccak256(encodeAbiParameters([authorise.inputs[1]], [annex])));
    expect(one.orderReference).toBe(id("d"));
    expect(one.refundBy - one.captureBy).toBe(365 * day);
    expect(one.authoriseBy).toBe(one.captureBy);
    expect(annex.review).toBe(30 * day);
    const [other] = terms(given.milestones.replace("design", "report"));
    expect(other.salt).not.toBe(one.salt);
    expect({ ...other, salt: one.salt }).toEqual(one);
  });

  it("reads amounts of a line in the line's own token", () => {
    const values = { budgetLine: spelled("Tests 2026"), ceiling: "2.5", budgetDocument: id("d") };
    const given = draft("set-ceiling", values);
    const call = draftCall(given, choices, addressesDouble);
    const decoded = call && decodeCall(call, registers);
    expect(decoded && sentenceText(callSentence(decoded, { ownNetwork: 7n, ahead: true }))).toBe(
      "Set the ceiling of the budget line “Tests 2026” to 2.5 of 0x0000…00e1, by the document 0xdddd…dddd.",
    );
    const powers = { ...powersDouble, payments: tokenless };
    expect(measureProblems(given, { ...choices, powers })).toEqual([
      { field: "budgetLine", problem: "unknown" },
    ]);
  });

  it("begins with what stands in the contracts", () => {
    expect(paymentDefaults("open-budget-line", paymentsDouble, presentDouble)).toEqual({
      moneyToken: addressesDouble.EuroToken,
      lineFrom: "2026-01-01",
      lineUntil: "2026-12-31",
    });
    expect(paymentDefaults("call-contributions", paymentsDouble, presentDouble)).toEqual({
      moneyToken: addressesDouble.EuroToken,
      sharesTime: "2025-12-31T23:59",
    });
    expect(presentPayment("budgetLine", travel, paymentsDouble)).toEqual({
      ceiling: "1000000",
      twoPersonAbove: "5000",
    });
    expect(presentPayment("paymentToken", addressesDouble.EuroToken, paymentsDouble)).toEqual({
      feeMinimum: "0",
      feeMaximum: "1",
    });
  });

  it("lists a call of an enhanced cooperation by its number", () => {
    const [values] = filled["list-call"];
    const cooperating = { listedClass: "participating", cooperation: "7" };
    const call = draftCall(
      draft("list-call", { ...values, ...cooperating }),
      choices,
      addressesDouble,
    );
    const decoded = call && decodeCall(call, registers);
    expect(decoded && sentenceText(callSentence(decoded, { ownNetwork: 7n, ahead: true }))).toBe(
      "From now on, the participants of enhanced cooperation No 7 alone decide on admitNode of Register of nodes.",
    );
  });

  it("adds no further body when there are as many as can be", () => {
    const powers = { ...powersDouble, listed: { ...powersDouble.listed, maximum: 2 } };
    const given = draft("add-body", filled["add-body"][0]);
    expect(measureProblems(given, { ...choices, powers })).toEqual([
      { field: "newCouncil", problem: "full" },
    ]);
  });

  it("declares no exit while the function stands in a group, whatever its contract", () => {
    const entry = { ...pausableDouble, target: addressesDouble.AccountRegistry };
    const groups = [{ ...groupsDouble.open, functions: [entry] }];
    const given = draft("pin-exit", filled["pin-exit"][0]);
    const powers = { ...powersDouble, groups };
    const problems = measureProblems(given, { ...choices, powers });
    expect(problems).toEqual([{ field: "pausable", problem: "still-listed" }]);
    expect(problems.map((one) => problemWords(one, undefined))).toEqual([
      "The function stands in a group that can be paused. Take it out of its group first.",
    ]);
  });

  it("are there for every function that a decision may call, but for those with a reason", () => {
    const governed = [
      ...roleTable
        .filter(({ role }) => !delegatedRoles.includes(role))
        .map(({ target, functionName }) => `${target}.${functionName}`),
      ...writesOf("Authority", authorityAbi),
      ...writesOf("Council", councilAbi),
    ];
    const called = measures.flatMap((measure) => {
      const contracts = contractOf(measure) === null ? upgradeable : [contractOf(measure)];
      return contracts.map((name) => `${name}.${measureOf(measure).functionName}`);
    });
    const left = governed.filter((name) => !called.includes(name));
    expect(left.sort()).toEqual(Object.values(withoutMeasure).flat().sort());
  });

  it("knows a schema that stands in the register already", () => {
    const [values] = filled["insert-schema"];
    const call = draftCall(draft("insert-schema", values), choices, addressesDouble);
    const meaning = call && decodeCall(call, registers).meaning;
    if (meaning?.does !== "insert-schema") throw new Error("The call inserts no schema.");
    const schema = { ...trustDouble.schemas[0]!, schemaId: meaning.schemaId };
    const powers = { ...powersDouble, trust: { ...trustDouble, schemas: [schema] } };
    expect(measureProblems(draft("insert-schema", values), { ...choices, powers })).toEqual([
      { field: "schemaContent", problem: "taken" },
    ]);
  });

  it("inserts no further policy when there are as many as can be", () => {
    const policies = Array.from({ length: 64 }, (_, i) => ({
      name: `A:b${i}`,
      description: "",
      active: true,
      role: 0n,
    }));
    const powers = { ...powersDouble, trust: { ...trustDouble, policies } };
    const given = draft("insert-policy", filled["insert-policy"][0]);
    expect(measureProblems(given, { ...choices, powers })).toEqual([
      { field: "policyName", problem: "full" },
    ]);
  });

  it("leaves a policy without a role when none is chosen", () => {
    const given = draft("set-policy-role", { policy: "DID:insertDidDocument", policyRole: "0" });
    const call = draftCall(given, choices, addressesDouble);
    const decoded = call && decodeCall(call, registers);
    expect(decoded && sentenceText(callSentence(decoded, { ownNetwork: 7n, ahead: true }))).toBe(
      "Answer the policy DID:insertDidDocument from no role: nobody has what it gives.",
    );
  });

  it("warns of a type of credentials that nobody names", () => {
    const given = draft("admit-root-tao", filled["admit-root-tao"][0]);
    const call = draftCall(given, choices, addressesDouble);
    if (!call) throw new Error("There is no call.");
    const read = (text: string) =>
      decodeCall(call, { ...registers, credentialTypes: typesNamedIn(text) }).warnings;
    const warning = { warning: "unknown-entry", what: "type" };
    expect(read("For diplomas.")).toContainEqual(warning);
    expect(read("Types of credentials: DiplomaCredential.")).not.toContainEqual(warning);
  });

  it("gives a guardian no targets, whatever was ticked before", () => {
    const [values] = filled["grant-veto"];
    const call = draftCall(
      draft("grant-veto", { ...values, vetoScope: "any" }),
      choices,
      addressesDouble,
    );
    const decoded = call && decodeCall(call, registers);
    expect(decoded && sentenceText(callSentence(decoded, { ownNetwork: 7n, ahead: true }))).toBe(
      "Let Emergency Council stop any decision of the Assembly up to the end of 31 December 2026 (UTC).",
    );
  });

  it("reads small letters and no resource as the contracts want them", () => {
    const none = draft("set-network-resource", { network: "31337", key: "rpc" });
    const call = draftCall(none, choices, addressesDouble);
    const decoded = call && decodeCall(call, registers);
    expect(decoded && sentenceText(callSentence(decoded, { ownNetwork: 7n, ahead: true }))).toBe(
      "Remove the resource rpc of network 31337.",
    );
  });
});
