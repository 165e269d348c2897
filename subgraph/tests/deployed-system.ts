import assert from "node:assert/strict";

import {
  concatHex,
  createPublicClient,
  createTestClient,
  createWalletClient,
  encodeAbiParameters,
  encodeFunctionData,
  getAddress,
  hexToString,
  http,
  numberToHex,
  pad,
  slice,
  stringToHex,
  toFunctionSelector,
  type Address,
  type Hex,
} from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";

import {
  accountRegistryAbi,
  accountRegistryAt,
} from "../../generated/contracts/AccountRegistry.ts";
import { authorityAbi, authorityAt } from "../../generated/contracts/Authority.ts";
import { circuitBreakerAt } from "../../generated/contracts/CircuitBreaker.ts";
import { councilAt } from "../../generated/contracts/Council.ts";
import { decisionClassesAt } from "../../generated/contracts/DecisionClasses.ts";
import { memberRegistryAbi, memberRegistryAt } from "../../generated/contracts/MemberRegistry.ts";
import {
  networkDirectoryAbi,
  networkDirectoryAt,
} from "../../generated/contracts/NetworkDirectory.ts";
import { nodeMonitoringAbi, nodeMonitoringAt } from "../../generated/contracts/NodeMonitoring.ts";
import { nodeRegistryAt } from "../../generated/contracts/NodeRegistry.ts";
import {
  organisationRegistryAbi,
  organisationRegistryAt,
} from "../../generated/contracts/OrganisationRegistry.ts";
import { validatorSetAt } from "../../generated/contracts/ValidatorSet.ts";
import { contracts, type ContractName } from "../manifest.ts";
import { compareDidHistories } from "./did-histories.ts";
import { identityComparisons } from "./identity-registers.ts";
import { escrowEvents, paymentComparisons } from "./payment-scenario.ts";

const memberClasses = ["MEMBER", "OBSERVER"];
const memberStatuses = ["", "ACTIVE", "SUSPENDED", "LEFT"];
const organisationStatuses = ["", "ACTIVE", "SUSPENDED", "RETIRED"];
const nodeKinds = ["VALIDATOR", "BOOT", "OBSERVER", "BRIDGE"];
const nodeStatuses = [
  "NONE",
  "PENDING",
  "ACTIVE",
  "SUSPENDED",
  "RETIRED",
  "STANDBY",
  "QUARANTINED",
];
const organisationKinds = [
  "UNSPECIFIED",
  "STATE_BODY",
  "AGENCY",
  "OPERATOR",
  "AUDITOR",
  "REGULATOR",
  "SERVICE_PROVIDER",
  "CLOUD_PROVIDER",
  "INSTITUTIONAL_USER",
];
const networkStages = ["", "DEVELOPMENT", "PILOT", "PRODUCTION", "RETIRED"];
const accesses = ["NONE", "READ", "TRANSACT", "DEPLOY", "FULL"];
const decisionClasses = [
  "REINFORCED",
  "QUALIFIED",
  "SIMPLE",
  "UNANIMITY",
  "PARTICIPATING",
  "OBJECTION",
];
const supports = ["AGAINST", "FOR", "ABSTAIN"];
/** Accounts that the sample does not know. */
const [stranger, successor] = [
  `0x${"57".repeat(20)}`,
  `0x${"5c".repeat(20)}`,
] as const satisfies Address[];
const zeroAddress = `0x${"0".repeat(40)}`;

/** Events that no suite holds, because gnd cannot emit tuples: they are emitted here. */
export const emittedThere: ReadonlySet<string> = new Set([
  "NodeMonitoring.ObedienceReported",
  ...escrowEvents,
]);

/** A deployed system with some history, and the index over it. */
export interface DeployedSystem {
  rpc: string;
  graphql: string;
  addresses: Record<ContractName, Address>;
  /** Resolves once the index holds everything up to a block. */
  indexed: (block: number) => Promise<void>;
}

interface Voter {
  account: Address;
  representatives: { key: Address }[];
}

export interface Comparison {
  name: string;
  compare: () => Promise<void>;
}

/**
 * The index is made of events alone; the contracts are asked here whether it says the same as they do. Whatever the real
 * order of events is, and whoever emits one that the suites do not know, shows here.
 */
export function comparisons({ rpc, graphql, addresses, indexed }: DeployedSystem): Comparison[] {
  const client = createPublicClient({ transport: http(rpc, { batch: true }), cacheTime: 0 });
  const authority = authorityAt(addresses.Authority, client);
  const breaker = circuitBreakerAt(addresses.CircuitBreaker, client);
  const members = memberRegistryAt(addresses.MemberRegistry, client);
  const nodes = nodeRegistryAt(addresses.NodeRegistry, client);
  const organisations = organisationRegistryAt(addresses.OrganisationRegistry, client);
  const validators = validatorSetAt(addresses.ValidatorSet, client);
  const networks = networkDirectoryAt(addresses.NetworkDirectory, client);
  const monitoring = nodeMonitoringAt(addresses.NodeMonitoring, client);
  const accounts = accountRegistryAt(addresses.AccountRegistry, client);

  async function ask<T>(query: string): Promise<T> {
    const response = await fetch(graphql, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ query }),
    });
    const { data, errors } = (await response.json()) as { data?: T; errors?: unknown };
    if (data === undefined)
      throw new Error(`The index does not answer ${query}: ${JSON.stringify(errors)}`);
    return data;
  }

  /** Every body is compared, each with its own contracts. */
  const registries = [
    addresses.MemberRegistry,
    addresses.EmergencyMemberRegistry,
    addresses.OperatorsMemberRegistry,
  ];

  async function compareMembers(): Promise<void> {
    for (const registry of registries) await compareMembersOf(registry);
  }

  async function compareMembersOf(registry: Address): Promise<void> {
    const members = memberRegistryAt(registry, client);
    const { memberRegistry: index } = await ask<{
      memberRegistry: {
        totalHeads: number;
        totalWeight: string;
        members: {
          account: Address;
          code: string;
          index: number;
          class: string;
          status: string;
          weight: string;
          weightYear: number;
          mandateKey: Hex | null;
          designatedKey: Hex | null;
          representatives: { key: Address; notAfter: string; endedAt: string | null }[];
        }[];
      };
    }>(
      `{ memberRegistry(id: "${registry.toLowerCase()}") { totalHeads totalWeight members(first: 300, orderBy: index) {
         account code index class status weight weightYear mandateKey designatedKey representatives { key notAfter endedAt } } } }`,
    );
    const [heads, weight] = await members.read.totals();
    assert.deepEqual([index.totalHeads, index.totalWeight], [heads, String(weight)], "totals");
    assert.equal(
      BigInt(index.members.length),
      await members.read.memberCount(),
      "number of members",
    );
    assert.ok(index.members.length > 0, "there are members");
    for (const { representatives, ...member } of index.members) {
      const there = await members.read.member([member.account]);
      assert.deepEqual(
        member,
        {
          account: (await members.read.memberAt([BigInt(there.index)])).toLowerCase(),
          code: hexToString(there.code, { size: 32 }),
          index: there.index,
          class: memberClasses[there.class],
          status: memberStatuses[there.status],
          weight: String(there.weight),
          weightYear: there.weightYear,
          mandateKey: addressOrNull(there.mandateKey),
          designatedKey: addressOrNull(there.designatedKey),
        },
        `member ${member.code}`,
      );
      for (const { key, notAfter } of representatives.filter(({ endedAt }) => endedAt === null)) {
        assert.equal(
          BigInt(notAfter),
          BigInt(await members.read.representationEnd([key])),
          `end of the mandate of ${key}`,
        );
        const [found, account] = await members.read.memberOf([key]);
        assert.deepEqual(
          [found, account.toLowerCase()],
          [true, member.account],
          `member of the key ${key}`,
        );
      }
    }
  }

  async function compareProposals(): Promise<void> {
    const { proposals } = await ask<{
      proposals: {
        body: { id: Address; memberRegistry: { id: Address } };
        proposalId: string;
        proposer: Hex;
        classes: string[];
        codeHash: Hex;
        snapshot: string;
        deadline: string;
        decidedSucceeded: boolean | null;
        eta: string | null;
        executedAt: string | null;
        cancelledAt: string | null;
        forHeads: number;
        forWeight: string;
        againstHeads: number;
        againstWeight: string;
        abstainHeads: number;
        abstainWeight: string;
        targets: Address[];
        values: string[];
        calldatas: Hex[];
        descriptionHash: Hex;
        totalsAtSnapshot: { heads: number; weight: string } | null;
        votes: { member: { account: Address }; support: string; weight: string }[];
      }[];
    }>(
      `{ proposals(first: 1000, orderBy: createdAt) { body { id memberRegistry { id } } proposalId proposer classes codeHash snapshot deadline decidedSucceeded eta executedAt cancelledAt
         forHeads forWeight againstHeads againstWeight abstainHeads abstainWeight targets values calldatas descriptionHash
         totalsAtSnapshot { heads weight } votes(first: 300) { member { account } support weight } } }`,
    );
    assert.ok(proposals.length > 0, "there are proposals");
    for (const proposal of proposals) {
      const id = BigInt(proposal.proposalId);
      const council = councilAt(proposal.body.id, client);
      const registry = proposal.body.memberRegistry.id;
      const members = memberRegistryAt(registry, client);
      const say = (what: string) => `${what} of proposal ${proposal.proposalId}`;
      const values = proposal.values.map(BigInt);
      assert.equal(
        await council.read.getProposalId([
          proposal.targets,
          values,
          proposal.calldatas,
          proposal.descriptionHash,
        ]),
        id,
        say("calls and hash of the text"),
      );
      const tally = await council.read.proposalTally([id]);
      assert.deepEqual(
        {
          forHeads: proposal.forHeads,
          forWeight: BigInt(proposal.forWeight),
          againstHeads: proposal.againstHeads,
          againstWeight: BigInt(proposal.againstWeight),
          abstainHeads: proposal.abstainHeads,
          abstainWeight: BigInt(proposal.abstainWeight),
        },
        { ...tally },
        say("votes"),
      );
      const set = await council.read.proposalClasses([id]);
      assert.deepEqual(
        proposal.classes,
        decisionClasses.filter((_, bit) => (set & (1 << bit)) !== 0),
        say("classes"),
      );
      assert.equal(proposal.codeHash, await council.read.proposalCodeHash([id]), say("code hash"));
      assert.equal(
        proposal.proposer,
        (await council.read.proposalProposer([id])).toLowerCase(),
        say("proposer"),
      );
      assert.equal(
        BigInt(proposal.snapshot),
        await council.read.proposalSnapshot([id]),
        say("snapshot"),
      );
      assert.equal(
        BigInt(proposal.deadline),
        await council.read.proposalDeadline([id]),
        say("deadline"),
      );
      assert.equal(
        BigInt(proposal.eta ?? 0),
        await council.read.proposalEta([id]),
        say("time from which it can be executed"),
      );
      const [decided, succeeded] = await council.read.proposalDecision([id]);
      assert.equal(proposal.decidedSucceeded, decided ? succeeded : null, say("decision"));
      const state = await council.read.state([id]);
      assert.deepEqual(
        [proposal.cancelledAt !== null, proposal.executedAt !== null],
        [state === 2, state === 7],
        say("end"),
      );

      const [heads, weight] = await members.read.totalsAt([Number(proposal.snapshot)]);
      assert.deepEqual(
        await totalsInIndex(registry, proposal.snapshot),
        { heads, weight: String(weight) },
        say("totals in the history"),
      );
      if (proposal.votes.length > 0) {
        assert.deepEqual(
          proposal.totalsAtSnapshot,
          { heads, weight: String(weight) },
          say("totals at the snapshot"),
        );
      }
      const votes = new Map(proposal.votes.map((vote) => [vote.member.account, vote]));
      for (const { account, weightHistory } of await weightsInIndex(registry, proposal.snapshot)) {
        const [voted, support] = await council.read.voteOf([id, account]);
        const vote = votes.get(account);
        assert.equal(
          vote?.support,
          voted ? supports[support] : undefined,
          say(`vote of ${account}`),
        );
        const [head, counted] = await members.read.votesAt([account, Number(proposal.snapshot)]);
        const entry = weightHistory[0] ?? { heads: 0, weight: "0" };
        assert.deepEqual(
          entry,
          { heads: head, weight: String(counted) },
          say(`weight of ${account}`),
        );
        if (vote !== undefined)
          assert.equal(vote.weight, String(counted), say(`weight in the vote of ${account}`));
      }
    }
  }

  async function totalsInIndex(
    registry: Address,
    timepoint: string,
  ): Promise<{ heads: number; weight: string } | undefined> {
    const { totalsChanges } = await ask<{ totalsChanges: { heads: number; weight: string }[] }>(
      `{ totalsChanges(where: { memberRegistry: "${registry}", timepoint_lte: ${timepoint} }, orderBy: ordinal, orderDirection: desc, first: 1) { heads weight } }`,
    );
    return totalsChanges[0];
  }

  async function weightsInIndex(registry: Address, timepoint: string) {
    const answer = await ask<{
      members: { account: Address; weightHistory: { heads: number; weight: string }[] }[];
    }>(
      `{ members(first: 300, where: { memberRegistry: "${registry}" }) { account weightHistory(where: { timepoint_lte: ${timepoint} }, orderBy: ordinal, orderDirection: desc, first: 1) {
         heads weight } } }`,
    );
    return answer.members;
  }

  async function compareSettings(): Promise<void> {
    const { bodies } = await ask<{ bodies: Record<string, unknown>[] }>(
      `{ bodies { id name memberRegistry { id } classTable votingDelay votingPeriod baseDelay proposalThreshold rulesEdition } }`,
    );
    const councils = [addresses.Council, addresses.EmergencyCouncil, addresses.OperatorsCommittee];
    const there = await Promise.all(
      councils.map(async (address) => {
        const { read } = councilAt(address, client);
        return {
          id: address.toLowerCase(),
          name: await read.name(),
          memberRegistry: { id: (await read.memberRegistry()).toLowerCase() },
          classTable: (await read.classTable()).toLowerCase(),
          votingDelay: String(await read.votingDelay()),
          votingPeriod: String(await read.votingPeriod()),
          baseDelay: String(await read.baseDelaySeconds()),
          proposalThreshold: String(await read.proposalThreshold()),
          rulesEdition: await read.noticedEdition(),
        };
      }),
    );
    const byId = (a: { id?: unknown }, b: { id?: unknown }) =>
      String(a.id) < String(b.id) ? -1 : 1;
    assert.deepEqual(bodies.sort(byId), there.sort(byId));
  }

  async function comparePauses(): Promise<void> {
    const answer = await ask<{
      pauseGroups: {
        id: Hex;
        maxDuration: string;
        coolDown: string;
        heartbeatPeriod: string;
        latestPause: { pausedSince: string; pausedUntil: string } | null;
        functions: { target: Address; selector: Hex }[];
        rights: {
          holder: Address;
          notAfter: string;
          heartbeatBy: string;
          endedIn: { id: Hex } | null;
        }[];
      }[];
      pinnedExits: { id: Hex }[];
    }>(
      `{ pauseGroups { id maxDuration coolDown heartbeatPeriod latestPause { pausedSince pausedUntil } functions(first: 1000) { target selector }
           rights { holder notAfter heartbeatBy endedIn { id } } } pinnedExits(first: 1000) { id } }`,
    );
    assert.ok(answer.pauseGroups.length > 0, "there are groups");
    assert.ok(answer.pinnedExits.length > 0, "there are exits");
    for (const { id, latestPause, functions, rights, ...numbers } of answer.pauseGroups) {
      const group = await breaker.read.group([id]);
      assert.deepEqual(
        {
          maxDuration: Number(numbers.maxDuration),
          coolDown: Number(numbers.coolDown),
          heartbeatPeriod: Number(numbers.heartbeatPeriod),
          pausedSince: Number(latestPause?.pausedSince ?? 0),
          pausedUntil: Number(latestPause?.pausedUntil ?? 0),
        },
        { ...group },
        `group ${id}`,
      );
      assert.ok(functions.length > 0, `functions stand in group ${id}`);
      for (const { target, selector } of functions)
        assert.equal(await breaker.read.groupOf([target, selector]), id, `group of ${selector}`);
      assert.ok(rights.length > 0, `somebody may pause group ${id}`);
      for (const { holder, notAfter, heartbeatBy, endedIn } of rights) {
        const right = await breaker.read.right([holder, id]);
        const held = endedIn === null;
        assert.deepEqual(
          { ...right },
          {
            notAfter: held ? Number(notAfter) : 0,
            heartbeatBy: held ? Number(heartbeatBy) : 0,
          },
          `right of ${holder}`,
        );
      }
    }
    for (const { id } of answer.pinnedExits)
      assert.ok(await breaker.read.isExit([id]), `${id} is an exit`);
  }

  async function compareNodes(): Promise<void> {
    const answer = await ask<{
      nodes: {
        id: Hex;
        organisation: { id: Hex };
        network: string;
        kind: string;
        status: string;
        publicKey: Hex;
        host: string;
        port: number;
        activeSecondsBefore: string;
        activeSince: string | null;
        region: string | null;
        template: Hex | null;
        release: Hex | null;
        serviceClass: string | null;
        obedienceReportedAt: string | null;
        driftCount: number | null;
        latestObedience: { reportedBlock: string; actor: Hex } | null;
        proposalCalls: { proposal: { executedAt: string | null } }[];
        statusHistory: {
          status: string;
          transaction: { executedProposals: { number: number }[] };
        }[];
      }[];
    }>(
      `{ nodes(first: 1000) { id organisation { id } network kind status publicKey host port activeSecondsBefore activeSince
         region template release serviceClass obedienceReportedAt driftCount latestObedience { reportedBlock actor }
         proposalCalls { proposal { executedAt } } statusHistory { status transaction { executedProposals { number } } } } }`,
    );
    assert.ok(answer.nodes.length > 0, "there are nodes");
    for (const {
      id,
      organisation,
      statusHistory,
      proposalCalls,
      activeSince,
      activeSecondsBefore,
      region,
      template,
      release,
      serviceClass,
      obedienceReportedAt,
      driftCount,
      latestObedience,
      ...facts
    } of answer.nodes) {
      const there = await nodes.read.node([id]);
      assert.deepEqual(
        {
          organisation: organisation.id,
          activeSince: Number(activeSince ?? 0),
          activeSecondsBefore,
          ...facts,
        },
        {
          organisation: there.organisation,
          activeSince: there.activeSince,
          activeSecondsBefore: String(there.activeSecondsBefore),
          network: String(there.network),
          kind: nodeKinds[there.kind],
          status: nodeStatuses[there.status],
          publicKey: there.publicKey,
          host: there.host,
          port: there.port,
        },
        `node ${id}`,
      );
      const description = await nodes.read.description([id]);
      assert.deepEqual(
        { region, template, release, serviceClass },
        {
          region: textOrNull(description.region),
          template: wordOrNull(description.template),
          release: wordOrNull(description.release),
          serviceClass: textOrNull(description.serviceClass),
        },
        `description of node ${id}`,
      );
      assert.deepEqual(
        {
          reportedAt: Number(obedienceReportedAt ?? 0),
          blockNumber: BigInt(latestObedience?.reportedBlock ?? 0),
          driftCount: driftCount ?? 0,
          reporter: getAddress(latestObedience?.actor ?? zeroAddress),
        },
        await monitoring.read.obedience([id]),
        `obedience of node ${id}`,
      );
      // Only the first step to active is an admission: later ones may be the organisation's own.
      const admissions = statusHistory.filter(({ status }) => status === "ACTIVE").slice(0, 1);
      for (const { transaction } of admissions) {
        assert.equal(
          transaction.executedProposals.length,
          1,
          `the admission of ${id} leads to its decision`,
        );
        assert.ok(
          proposalCalls.some(({ proposal }) => proposal.executedAt !== null),
          `the decision names ${id}`,
        );
      }
      assert.equal(admissions.length > 0, there.status !== 1, `${id} was admitted unless it waits`);
    }
  }

  async function compareOrganisations(): Promise<void> {
    const answer = await ask<{
      organisations: {
        id: Hex;
        identifier: string;
        name: string;
        status: string;
        kind: string;
        jurisdiction: string | null;
        did: string | null;
        document: Hex | null;
        parent: { id: Hex } | null;
        children: { id: Hex }[];
        limits: { access: string; accounts: string } | null;
        administrators: { account: Address; removedAt: string | null }[];
      }[];
    }>(
      `{ organisations(first: 1000) { id identifier name status kind jurisdiction did document parent { id } children { id }
         limits { access accounts } administrators { account removedAt } } }`,
    );
    assert.ok(answer.organisations.length > 0, "there are organisations");
    for (const {
      id,
      administrators,
      parent,
      children,
      limits,
      kind,
      jurisdiction,
      did,
      document,
      ...facts
    } of answer.organisations) {
      const { administratorCount, status, ...there } = await organisations.read.organisation([id]);
      assert.deepEqual(
        facts,
        { ...there, status: organisationStatuses[status] },
        `organisation ${id}`,
      );
      const description = await organisations.read.organisationDescription([id]);
      assert.deepEqual(
        { kind, jurisdiction, did, document },
        {
          kind: organisationKinds[description.kind],
          jurisdiction: textOrNull(hexToString(description.jurisdiction).replaceAll("\0", "")),
          did: textOrNull(description.did),
          document: wordOrNull(description.document),
        },
        `description of organisation ${id}`,
      );
      assert.equal(
        parent?.id ?? numberToHex(0, { size: 32 }),
        await organisations.read.parentOf([id]),
        `parent of ${id}`,
      );
      assert.equal(
        BigInt(children.length),
        await organisations.read.childCount([id]),
        `children of ${id}`,
      );
      if (limits !== null) {
        const { access, accounts: maximum } = await accounts.read.organisationLimits([id]);
        assert.deepEqual(limits, { access: accesses[access], accounts: String(maximum) });
      }
      for (const { account, removedAt } of administrators) {
        assert.equal(
          await organisations.read.isAdministrator([id, account]),
          removedAt === null,
          `administrator ${account}`,
        );
      }
      assert.equal(
        administrators.filter(({ removedAt }) => removedAt === null).length,
        administratorCount,
        "number of administrators",
      );
    }
  }

  async function compareNetworks(): Promise<void> {
    const answer = await ask<{
      networks: {
        chainId: string;
        name: string;
        stage: string;
        consensus: string;
        genesisHash: Hex | null;
        resources: { key: string; uri: string | null }[];
      }[];
    }>(
      `{ networks(first: 1000) { chainId name stage consensus genesisHash resources { key uri } } }`,
    );
    for (const { chainId, resources, ...facts } of answer.networks) {
      const id = BigInt(chainId);
      const { stage, genesisHash, ...there } = await networks.read.network([id]);
      assert.deepEqual(
        facts,
        { ...there, stage: networkStages[stage], genesisHash: wordOrNull(genesisHash) },
        `network ${id}`,
      );
      for (const { key, uri } of resources)
        assert.equal(uri ?? "", await networks.read.resource([id, key]), `${key} of ${id}`);
    }
  }

  async function compareAccounts(): Promise<void> {
    const answer = await ask<{
      accounts: {
        id: Address;
        organisation: { id: Hex };
        access: string;
        suspended: boolean;
        registration: Hex | null;
        registeredAt: string;
        removedAt: string | null;
      }[];
      restrictedTargets: {
        id: Address;
        restricted: boolean;
        senders: { sender: Address; permitted: boolean }[];
      }[];
      gasPolicies: { gasPerWindow: string; window: string }[];
    }>(
      `{ accounts(first: 1000) { id organisation { id } access suspended registration registeredAt removedAt }
         restrictedTargets(first: 1000) { id restricted senders { sender permitted } } gasPolicies { gasPerWindow window } }`,
    );
    for (const { id, organisation, removedAt, ...facts } of answer.accounts) {
      const there = await accounts.read.account([id]);
      if (removedAt !== null) {
        assert.equal(wordOrNull(there.organisation), null, `${id} is removed`);
        continue;
      }
      assert.deepEqual(
        { ...facts, organisation: organisation.id },
        {
          organisation: there.organisation,
          access: accesses[there.access],
          suspended: there.suspended,
          registration: wordOrNull(there.registration),
          registeredAt: String(there.registeredAt),
        },
        `account ${id}`,
      );
    }
    for (const { id, restricted, senders } of answer.restrictedTargets) {
      for (const { sender, permitted } of senders) {
        assert.equal(
          await accounts.read.mayReach([sender, id]),
          !restricted || permitted,
          `${sender} may reach ${id}`,
        );
      }
    }
    const [gasPerWindow, window] = await accounts.read.gasPolicy();
    for (const policy of answer.gasPolicies)
      assert.deepEqual(policy, { gasPerWindow: String(gasPerWindow), window: String(window) });
  }

  /** What the sample leaves out: the registers change, and the index still says what they say. */
  async function changeRegisters(): Promise<void> {
    const { organisations: known } = await ask<{
      organisations: { id: Hex; administrators: { account: Address }[] }[];
    }>(
      `{ organisations(first: 2, where: { status: ACTIVE, nodes_: { status: ACTIVE } }) { id
         administrators(where: { removedAt: null }) { account } } }`,
    );
    const [operator, other] = known;
    const [administrator] = operator?.administrators ?? [];
    assert.ok(
      operator !== undefined && other !== undefined && administrator !== undefined,
      "the sample has two operators with administrators",
    );
    const { NetworkDirectory, OrganisationRegistry, AccountRegistry } = addresses;
    const chainId = 4_242_424_242n;
    await decide(
      NetworkDirectory,
      encodeFunctionData({
        abi: networkDirectoryAbi,
        functionName: "registerNetwork",
        args: [chainId, "Compared", 1, "QBFT"],
      }),
    );
    for (const uri of ["https://rpc.example", ""]) {
      await decide(
        NetworkDirectory,
        encodeFunctionData({
          abi: networkDirectoryAbi,
          functionName: "setNetworkResource",
          args: [chainId, "rpc", uri],
        }),
      );
    }
    await decide(
      NetworkDirectory,
      encodeFunctionData({
        abi: networkDirectoryAbi,
        functionName: "anchorGenesis",
        args: [chainId, numberToHex(7, { size: 32 })],
      }),
    );
    await decide(
      OrganisationRegistry,
      encodeFunctionData({
        abi: organisationRegistryAbi,
        functionName: "describeOrganisation",
        args: [
          operator.id,
          {
            kind: 3,
            jurisdiction: "0x4245",
            did: "did:ebsi:zcompared",
            document: numberToHex(9, { size: 32 }),
          },
        ],
      }),
    );
    await decide(
      OrganisationRegistry,
      encodeFunctionData({
        abi: organisationRegistryAbi,
        functionName: "placeOrganisation",
        args: [operator.id, other.id],
      }),
    );
    const settings = [
      encodeFunctionData({
        abi: accountRegistryAbi,
        functionName: "setOrganisationLimits",
        args: [operator.id, 4, 3],
      }),
      encodeFunctionData({
        abi: accountRegistryAbi,
        functionName: "restrictTarget",
        args: [stranger, true],
      }),
      encodeFunctionData({
        abi: accountRegistryAbi,
        functionName: "permitSender",
        args: [stranger, successor, true],
      }),
      encodeFunctionData({
        abi: accountRegistryAbi,
        functionName: "setGasPolicy",
        args: [0n, 3_600],
      }),
    ];
    for (const data of settings) await decide(AccountRegistry, data);

    const clerk = privateKeyToAccount(generatePrivateKey());
    const deadline = Number((await client.getBlock()).timestamp) + 86_400;
    const digest = await accounts.read.registrationDigest([operator.id, clerk.address, deadline]);
    await send(
      administrator.account,
      AccountRegistry,
      encodeFunctionData({
        abi: accountRegistryAbi,
        functionName: "registerAccount",
        args: [
          operator.id,
          clerk.address,
          3,
          numberToHex(11, { size: 32 }),
          deadline,
          await clerk.sign({ hash: digest }),
        ],
      }),
    );
    const last = await decide(
      AccountRegistry,
      encodeFunctionData({
        abi: accountRegistryAbi,
        functionName: "suspendAccount",
        args: [clerk.address],
      }),
    );
    await indexed(last);
    const { account } = await ask<{ account: { suspended: boolean; history: unknown[] } }>(
      `{ account(id: "${clerk.address.toLowerCase()}") { suspended history { id } } }`,
    );
    assert.deepEqual(
      [account.suspended, account.history.length],
      [true, 2],
      "the account's history",
    );
    await compareNetworks();
    await compareOrganisations();
    await compareAccounts();
  }

  /** Obeys, drifts and obeys again: what the last report says stands on the node, and every drift stays. */
  async function reportObedience(): Promise<void> {
    const answer = await ask<{
      nodes: { id: Hex; address: Hex; organisation: { administrators: { account: Address }[] } }[];
    }>(
      `{ nodes(first: 2, where: { status: ACTIVE }) { id address organisation { administrators(where: { removedAt: null }) { account } } } }`,
    );
    const [node, neighbour] = answer.nodes;
    const reporter = node?.organisation.administrators[0]?.account;
    assert.ok(node && neighbour && reporter, "the sample has two active nodes");
    const word = (text: string) => stringToHex(text, { size: 32 });
    const broken: Hex = `0xff00fe${"00".repeat(29)}`;
    const drifts = [
      { kind: word("extra-peer"), subject: numberToHex(0x57, { size: 32 }) },
      { kind: word("missing-validator"), subject: pad(neighbour.address, { size: 32 }) },
      { kind: word("connection-rule"), subject: numberToHex(0, { size: 32 }) },
      { kind: broken, subject: neighbour.id },
    ];
    const times: string[] = [];
    for (const reported of [[], [], drifts, drifts.slice(0, 1), []]) {
      const block = await client.getBlock();
      const data = encodeFunctionData({
        abi: nodeMonitoringAbi,
        functionName: "reportObedience",
        args: [node.id, block.number, block.hash, reported],
      });
      const number = await send(reporter, addresses.NodeMonitoring, data);
      await indexed(number);
      const { timestamp } = await client.getBlock({ blockNumber: BigInt(number) });
      times.push(String(timestamp));
      const there = await monitoring.read.obedience([node.id]);
      const state = await ask<{ node: unknown }>(
        `{ node(id: "${node.id}") { obedienceReportedAt driftCount obedientSince driftingSince
           latestObedience { actor reportedBlock reportedHash driftCount } } }`,
      );
      const begins = { 1: 0, 2: 0, 3: 2, 4: 2, 5: 4 }[times.length];
      const since = times[begins ?? 0];
      const obeys = reported.length === 0;
      // Reports of the sample may lie before the first one.
      const { obedientSince, ...facts } = state.node as Record<string, unknown>;
      assert.deepEqual(facts, {
        obedienceReportedAt: String(there.reportedAt),
        driftCount: there.driftCount,
        driftingSince: obeys ? null : since,
        latestObedience: {
          actor: reporter.toLowerCase(),
          reportedBlock: String(block.number),
          reportedHash: block.hash,
          driftCount: reported.length,
        },
      });
      if (times.length > 2) assert.equal(obedientSince, obeys ? since : null);
      else assert.ok(Number(obedientSince) > 0, "it obeys since some time");
    }
    const { obedienceReporteds } = await ask<{
      obedienceReporteds: {
        drifts: { kind: string; subject: Hex | null; subjectNode: unknown }[];
      }[];
    }>(
      `{ obedienceReporteds(first: 1, orderBy: ordinal, orderDirection: desc, where: { node: "${node.id}", driftCount: 4 }) {
         drifts(orderBy: index) { index kind subject subjectNode { id } node { id } timestamp } } }`,
    );
    const expected = [
      ["extra-peer", drifts[0]?.subject, null],
      ["missing-validator", drifts[1]?.subject, { id: neighbour.id }],
      ["connection-rule", null, null],
      [broken, neighbour.id, { id: neighbour.id }],
    ].map(([kind, subject, subjectNode], index) => ({
      index,
      kind,
      subject,
      subjectNode,
      node: { id: node.id },
      timestamp: times[2],
    }));
    assert.deepEqual(obedienceReporteds[0]?.drifts, expected);
    await compareNodes();
  }

  async function compareValidators(): Promise<void> {
    const answer = await ask<{
      validators: { id: Hex; node: { address: Hex } | null }[];
      validatorSets: { id: Hex; validatorCount: number }[];
    }>(
      `{ validators(first: 1000, where: { inSet: true }) { id node { address } } validatorSets { id validatorCount } }`,
    );
    const there = (await validators.read.getValidators()).map((address) => address.toLowerCase());
    assert.deepEqual(answer.validators.map(({ id }) => id).sort(), there.sort());
    assert.deepEqual(answer.validatorSets, [
      { id: addresses.ValidatorSet.toLowerCase(), validatorCount: there.length },
    ]);
    for (const { id, node } of answer.validators)
      assert.equal(node?.address, id, `node of the validator ${id}`);
  }

  async function compareRoles(): Promise<void> {
    const answer = await ask<{
      roles: {
        roleId: string;
        admin: { roleId: string };
        guardian: { roleId: string };
        members: {
          account: Address;
          since: string;
          executionDelay: string;
          revokedAt: string | null;
        }[];
      }[];
      targets: {
        id: Address;
        closed: boolean;
        functions: { selector: Hex; role: { roleId: string } }[];
      }[];
    }>(
      `{ roles(first: 1000) { roleId admin { roleId } guardian { roleId } members { account since executionDelay revokedAt } }
         targets(first: 1000) { id closed functions(first: 1000) { selector role { roleId } } } }`,
    );
    const known = new Set(answer.roles.map(({ roleId }) => BigInt(roleId)));
    for (const roleId of await authority.read.roles())
      assert.ok(known.has(roleId), `role ${roleId} is known`);
    for (const role of answer.roles) {
      const id = BigInt(role.roleId);
      assert.equal(
        BigInt(role.admin.roleId),
        await authority.read.getRoleAdmin([id]),
        `admin of role ${id}`,
      );
      assert.equal(
        BigInt(role.guardian.roleId),
        await authority.read.getRoleGuardian([id]),
        `guardian of role ${id}`,
      );
      const holders = (await authority.read.roleMembers([id])).map((account) =>
        account.toLowerCase(),
      );
      const present = role.members.filter(({ revokedAt }) => revokedAt === null);
      assert.deepEqual(
        present.map(({ account }) => account).sort(),
        holders.sort(),
        `holders of role ${id}`,
      );
      for (const { account, since, executionDelay } of present) {
        const [sinceThere, delayThere] = await authority.read.getAccess([id, account]);
        assert.deepEqual(
          [Number(since), Number(executionDelay)],
          [sinceThere, delayThere],
          `access of ${account} by role ${id}`,
        );
      }
    }
    const targets = (await authority.read.targets()).map((address) => address.toLowerCase());
    assert.deepEqual(answer.targets.map(({ id }) => id).sort(), targets.sort(), "targets");
    for (const { id, closed, functions } of answer.targets) {
      assert.equal(closed, await authority.read.isTargetClosed([id]), `${id} is closed`);
      for (const { selector, role } of functions) {
        const there = await authority.read.getTargetFunctionRole([id, selector]);
        assert.equal(BigInt(role.roleId), there, `role of ${selector} of ${id}`);
      }
    }
  }

  async function compareClasses(): Promise<void> {
    const answer = await ask<{
      decisionClassEntries: { table: Address; target: Address; selector: Hex; class: string }[];
      pinnedTargets: { table: Address; target: Address }[];
    }>(
      `{ decisionClassEntries(first: 1000) { table target selector class } pinnedTargets(first: 1000) { table target } }`,
    );
    assert.ok(answer.decisionClassEntries.length > 0, "there are classes");
    assert.ok(answer.pinnedTargets.length > 0, "there are pinned targets");
    for (const entry of answer.decisionClassEntries) {
      const classes = decisionClassesAt(entry.table, client);
      const there = await classes.read.decisionClass([entry.target, entry.selector]);
      assert.equal(
        entry.class,
        decisionClasses[there],
        `class of ${entry.selector} of ${entry.target}`,
      );
    }
    for (const { table, target } of answer.pinnedTargets) {
      const classes = decisionClassesAt(table, client);
      assert.ok(await classes.read.isPinned([target]), `${target} is pinned`);
    }
  }

  async function compareLog(): Promise<void> {
    const watched = contracts.map((name) => addresses[name]);
    const all = await client.getLogs({ address: watched, fromBlock: 0n });
    const { _meta } = await ask<{ _meta: { hasIndexingErrors: boolean } }>(
      `{ _meta { hasIndexingErrors } }`,
    );
    assert.equal(_meta.hasIndexingErrors, false);
    interface Told {
      ordinal: string;
      emitter: Hex;
      sender: Hex;
      block: string;
      logIndex: number;
    }
    const events: Told[] = [];
    for (;;) {
      const { events: page } = await ask<{ events: Told[] }>(
        `{ events(first: 1000, orderBy: ordinal, where: { ordinal_gt: "${events.at(-1)?.ordinal ?? -1}" }) { ordinal emitter sender block logIndex } }`,
      );
      events.push(...page);
      if (page.length < 1000) break;
    }
    assert.ok(all.length > 0, "there are events");
    assert.deepEqual(
      events.map(({ emitter, block, logIndex }) => ({ emitter, block, logIndex })),
      all.map(({ address, blockNumber, logIndex }) => ({
        emitter: address.toLowerCase(),
        block: String(blockNumber),
        logIndex,
      })),
    );
    const last = all.at(-1);
    if (last === undefined) throw new Error("There is no event.");
    const { from } = await client.getTransaction({ hash: last.transactionHash });
    assert.equal(events.at(-1)?.sender, from.toLowerCase(), "sender of the last transaction");
  }

  /** A representative may send any bytes as its reason. They must neither stop the index nor cost the vote. */
  async function voteWithBrokenText(): Promise<void> {
    const { proposals } = await ask<{
      proposals: {
        id: Hex;
        proposalId: string;
        body: { memberRegistry: { members: Voter[] } };
        votes: { member: { account: Hex } }[];
      }[];
    }>(
      `{ proposals(where: { body: "${addresses.Council.toLowerCase()}", decidedSucceeded: null, cancelledAt: null }) { id proposalId votes(first: 300) { member { account } }
         body { memberRegistry { members(first: 300, where: { votingHeads: 1 }) { account representatives(where: { endedAt: null }) { key } } } } } }`,
    );
    const open = proposals[0];
    const voted = new Set(open?.votes.map(({ member }) => member.account));
    const voter = open?.body.memberRegistry.members.find(
      ({ account, representatives }) => !voted.has(account) && representatives.length > 0,
    );
    const [representative] = voter?.representatives ?? [];
    assert.ok(
      open !== undefined && voter !== undefined && representative !== undefined,
      "the sample has an open proposal with silent members",
    );

    const broken = "0x66fffec328eda08000";
    const types = [{ type: "uint256" }, { type: "uint8" }, { type: "bytes" }] as const;
    const parameters = encodeAbiParameters(types, [BigInt(open.proposalId), 2, broken]);
    const data = concatHex([
      toFunctionSelector("castVoteWithReason(uint256,uint8,string)"),
      parameters,
    ]);
    await indexed(await send(representative.key, addresses.Council, data));
    const { vote, _meta } = await ask<{
      vote: { support: string; reason: string } | null;
      _meta: { hasIndexingErrors: boolean };
    }>(
      `{ vote(id: "${concatHex([open.id, voter.account])}") { support reason } _meta { hasIndexingErrors } }`,
    );
    assert.equal(_meta.hasIndexingErrors, false, "the index goes on");
    assert.equal(vote?.support, "ABSTAIN");
    assert.match(vote.reason, /^f\ufffd/, "what is no text is shown as such");
  }

  /** Recoveries end in one event what many began: afterwards the index must still say what the contracts say. */
  async function recoverKeys(): Promise<void> {
    const answer = await ask<{
      members: { account: Address; representatives: { key: Address }[] }[];
      organisations: { id: Hex; administrators: { account: Address }[] }[];
    }>(
      `{ members(first: 1, orderBy: index, where: { memberRegistry: "${addresses.MemberRegistry.toLowerCase()}" }) { account representatives(where: { endedAt: null }) { key } }
         organisations(first: 1) { id administrators(where: { removedAt: null }) { account } } }`,
    );
    const [member] = answer.members;
    const [organisation] = answer.organisations;
    const [administrator] = organisation?.administrators ?? [];
    assert.ok(
      member !== undefined && organisation !== undefined && administrator !== undefined,
      "the sample has a member, and an organisation with an administrator",
    );
    assert.ok(member.representatives.length > 0, "the member has a representative");
    const appoint = encodeFunctionData({
      abi: organisationRegistryAbi,
      functionName: "appointAdministrator",
      args: [organisation.id, stranger],
    });
    await send(administrator.account, addresses.OrganisationRegistry, appoint);
    await decide(
      addresses.OrganisationRegistry,
      encodeFunctionData({
        abi: organisationRegistryAbi,
        functionName: "recoverAdministrator",
        args: [organisation.id, successor],
      }),
    );
    const last = await decide(
      addresses.MemberRegistry,
      encodeFunctionData({
        abi: memberRegistryAbi,
        functionName: "designateMandateKey",
        args: [member.account, successor],
      }),
    );
    await indexed(last);

    for (const { key } of member.representatives) {
      const [found] = await members.read.memberOf([key]);
      assert.equal(found, false, `${key} stands for nobody`);
    }
    const after = await ask<{
      organisation: { administrators: { account: Address }[] };
      representatives: { key: Address }[];
    }>(
      `{ organisation(id: "${organisation.id}") { administrators(where: { removedAt: null }) { account } }
         representatives(where: { endedAt: null, member_: { account: "${member.account}", memberRegistry: "${addresses.MemberRegistry.toLowerCase()}" } }) { key } }`,
    );
    assert.deepEqual(after, {
      organisation: { administrators: [{ account: successor }] },
      representatives: [],
    });
    await compareMembers();
    await compareOrganisations();
  }

  /** What an executed decision does, without the votes. */
  async function decide(target: Address, data: Hex): Promise<number> {
    const chain = createTestClient({ mode: "hardhat", transport: http(rpc) });
    await chain.impersonateAccount({ address: addresses.Council });
    await chain.setBalance({ address: addresses.Council, value: 10n ** 18n });
    const [, delay] = await authority.read.canCall([addresses.Council, target, selectorOf(data)]);
    const schedule = encodeFunctionData({
      abi: authorityAbi,
      functionName: "schedule",
      args: [target, data, 0],
    });
    await send(addresses.Council, addresses.Authority, schedule);
    await chain.increaseTime({ seconds: delay });
    const execute = encodeFunctionData({
      abi: authorityAbi,
      functionName: "execute",
      args: [target, data],
    });
    const block = await send(addresses.Council, addresses.Authority, execute);
    await chain.stopImpersonatingAccount({ address: addresses.Council });
    return block;
  }

  /** Sends from an account that the chain holds, and tells in which block. */
  async function send(account: Address, to: Address, data: Hex): Promise<number> {
    const wallet = createWalletClient({ transport: http(rpc), account });
    const hash = await wallet.sendTransaction({ to, data, chain: null });
    const receipt = await client.waitForTransactionReceipt({ hash, pollingInterval: 50 });
    assert.equal(receipt.status, "success");
    return Number(receipt.blockNumber);
  }

  return [
    { name: "Members, mandates and totals", compare: compareMembers },
    { name: "Proposals, votes, and weights at the snapshot", compare: compareProposals },
    { name: "Settings of the bodies", compare: compareSettings },
    { name: "Nodes, and the decisions that admitted them", compare: compareNodes },
    { name: "Organisations and administrators", compare: compareOrganisations },
    { name: "Networks and their resources", compare: compareNetworks },
    { name: "Accounts, restricted contracts and gas", compare: compareAccounts },
    { name: "Validators and their nodes", compare: compareValidators },
    { name: "Roles, holders, targets and functions", compare: compareRoles },
    { name: "Classes of decisions and pinned targets", compare: compareClasses },
    { name: "Groups, pauses, rights and exits", compare: comparePauses },
    ...identityComparisons({ rpc, addresses, ask, indexed, decide }),
    { name: "Every event of every contract", compare: compareLog },
  ]
    .map(({ name, compare }) => ({
      name: `${name}: the index says what the contracts say`,
      compare,
    }))
    .concat(
      {
        name: "A vote with a reason that is no text is indexed",
        compare: voteWithBrokenText,
      },
      {
        name: "Reports of obedience and their drifts are indexed",
        compare: reportObedience,
      },
      {
        name: "After changes of all registers the index says what the contracts say",
        compare: changeRegisters,
      },
      {
        name: "After recoveries the index says what the contracts say",
        compare: recoverKeys,
      },
      ...[1, Math.floor(Date.now() / 1_000)].map((seed) => ({
        name: "Random histories of DIDs: the index resolves a document at any time as the contract does",
        compare: () =>
          compareDidHistories({ rpc, address: addresses.DidRegistry, ask, indexed }, seed),
      })),
      ...paymentComparisons({ rpc, addresses, ask, indexed, decide }),
    );
}

const textOrNull = (text: string) => (text === "" ? null : text);

const wordOrNull = (word: Hex) => (/^0x0*$/.test(word) ? null : word);

const selectorOf = (data: Hex): Hex => slice(data, 0, 4);

function addressOrNull(address: Address): string | null {
  return address === zeroAddress ? null : address.toLowerCase();
}
