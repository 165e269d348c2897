import {
  encodeAbiParameters,
  hashTypedData,
  keccak256,
  parseAbiParameters,
  toBytes,
  type Address,
  type Hash,
  type Hex,
} from "viem";

import {
  deploySystem,
  systemContracts,
  type SystemAddresses,
  type SystemParameters,
} from "../../deploy/deploy.ts";
import { localParameters } from "../../deploy/networks/local/parameters.ts";
import {
  appointmentTypedData,
  keyAppointmentTypedData,
  keyOf,
  type KeyAppointment,
} from "../../deploy/typed-data.ts";
import {
  accountRegistryAbi,
  authorityAbi,
  circuitBreakerAbi,
  councilAbi,
  decisionClassesAbi,
  deliberationAbi,
  identityRegistryAbi,
  memberRegistryAbi,
  networkDirectoryAbi,
  nodeMonitoringAbi,
  nodeRegistryAbi,
  organisationRegistryAbi,
  permissionViewsAbi,
  didRegistryAbi,
  trustedIssuersRegistryAbi,
  trustedSchemasRegistryAbi,
  trustedPoliciesRegistryAbi,
  statusListsAbi,
  euroTokenAbi,
  paymentEscrowAbi,
  paymentRulesAbi,
  paymentStreamsAbi,
  subscriptionsAbi,
  timestampsAbi,
  treasuryAbi,
  validatorSetAbi,
  vetoesAbi,
} from "../../generated/contracts/index.ts";
import { TestChain, type Contract } from "./chain.ts";
import type { TestSigner } from "./keys.ts";
import { memberStates, type TestMember } from "./members.ts";

export { callOf } from "../../deploy/proposals/proposal-script.ts";

export const chainId = 31337;
export const day = 86_400;
export const year = 365 * day;

export const Support = { against: 0, for: 1, abstain: 2 } as const;
export type SupportName = keyof typeof Support;

/** Values of OpenZeppelin's `IGovernor.ProposalState`. */
export const proposalStates = [
  "Pending",
  "Active",
  "Canceled",
  "Defeated",
  "Succeeded",
  "Queued",
  "Expired",
  "Executed",
] as const;
export type ProposalState = (typeof proposalStates)[number];

/** One call of a proposal. */
export interface Call {
  target: Address;
  data: Hex;
  value?: bigint;
}

/** A proposal with what `queue`, `execute` and `cancel` want to be told again. */
export interface Proposal {
  id: bigint;
  args: readonly [targets: Address[], values: bigint[], calldatas: Hex[], descriptionHash: Hex];
}

const abis = {
  Authority: authorityAbi,
  CircuitBreaker: circuitBreakerAbi,
  MemberRegistry: memberRegistryAbi,
  DecisionClasses: decisionClassesAbi,
  Deliberation: deliberationAbi,
  Vetoes: vetoesAbi,
  Council: councilAbi,
  OrganisationRegistry: organisationRegistryAbi,
  NodeRegistry: nodeRegistryAbi,
  ValidatorSet: validatorSetAbi,
  NetworkDirectory: networkDirectoryAbi,
  AccountRegistry: accountRegistryAbi,
  NodeMonitoring: nodeMonitoringAbi,
  PermissionViews: permissionViewsAbi,
  DidRegistry: didRegistryAbi,
  TrustedIssuersRegistry: trustedIssuersRegistryAbi,
  TrustedSchemasRegistry: trustedSchemasRegistryAbi,
  TrustedPoliciesRegistry: trustedPoliciesRegistryAbi,
  IdentityRegistry: identityRegistryAbi,
  Timestamps: timestampsAbi,
  StatusLists: statusListsAbi,
  EuroToken: euroTokenAbi,
  Treasury: treasuryAbi,
  PaymentRules: paymentRulesAbi,
  PaymentEscrow: paymentEscrowAbi,
  PaymentStreams: paymentStreamsAbi,
  Subscriptions: subscriptionsAbi,
};

/** Bindings of the whole system. */
export type SystemContracts = {
  [Name in keyof SystemAddresses as Uncapitalize<Name>]: Contract<
    (typeof abis)[(typeof systemContracts)[Name]]
  >;
};

function contractsAt(addresses: SystemAddresses): SystemContracts {
  const names = Object.keys(systemContracts) as (keyof SystemAddresses)[];
  return Object.fromEntries(
    names.map((name) => [
      `${name.charAt(0).toLowerCase()}${name.slice(1)}`,
      { address: addresses[name], abi: abis[systemContracts[name]] },
    ]),
  ) as unknown as SystemContracts;
}

export interface BodyPlan {
  /** The 27 states unless said otherwise. */
  members?: readonly TestMember[];
  /** Changes of the parameters of the embedded chain. */
  governance?: Partial<SystemParameters["Governance"]>;
  delays?: Partial<SystemParameters["System"]>;
  /** Whether each member has a representative from the beginning. */
  represented?: boolean;
}

/** Votes at a proposal by the member's place; who is not named stays silent. */
export type Votes = readonly (readonly [index: number, support: SupportName])[];

/** Everybody from place `first` on, `count` members. */
export const inFavour = (count: number, first = 0): Votes =>
  Array.from({ length: count }, (_, index) => [first + index, "for"] as const);

let distinct = 0;

/** A deployed system, and what its members do. */
export class Body {
  readonly chain: TestChain;
  readonly members: readonly TestMember[];
  readonly parameters: SystemParameters;
  readonly addresses: SystemAddresses;
  readonly contracts: SystemContracts;

  private constructor(
    chain: TestChain,
    members: readonly TestMember[],
    parameters: SystemParameters,
    addresses: SystemAddresses,
  ) {
    this.chain = chain;
    this.members = members;
    this.parameters = parameters;
    this.addresses = addresses;
    this.contracts = contractsAt(addresses);
  }

  /** Deploys with the modules of the product on a chain that has nothing yet. */
  static async deploy(chain: TestChain, plan: BodyPlan = {}): Promise<Body> {
    const { members = memberStates, governance = {}, delays = {}, represented = true } = plan;
    const parameters: SystemParameters = {
      ...localParameters,
      Governance: {
        ...localParameters.Governance,
        members: members.map(({ account, code, class: memberClass, weight, mandate }) => ({
          account,
          code,
          class: memberClass,
          weight,
          weightYear: 2024,
          mandateKey: mandate.address,
        })),
        // A test lets the same member propose as often as it needs to.
        proposalLimit: 0,
        // Most tests have fewer members than the Union.
        leastParticipants: 2,
        ...governance,
      },
      System: { ...localParameters.System, ...delays },
    };
    const addresses = await deploySystem(chain.connection, parameters);
    const body = new Body(chain, members, parameters, addresses);
    if (represented) for (const member of members) await body.represent(member);
    return body;
  }

  /**
   * Another body of the same system, with members who act in it: `contracts.council` is that body's, and so on; under another Authority
   * once one has taken over.
   */
  sitting(
    {
      council,
      memberRegistry,
      decisionClasses,
      authority = this.addresses.Authority,
    }: Record<"council" | "memberRegistry" | "decisionClasses", Address> & { authority?: Address },
    members: readonly TestMember[] = this.members,
  ): Body {
    return new Body(this.chain, members, this.parameters, {
      ...this.addresses,
      Authority: authority,
      Council: council,
      MemberRegistry: memberRegistry,
      DecisionClasses: decisionClasses,
    });
  }

  member(index: number): TestMember {
    const member = this.members[index];
    if (!member) throw new RangeError(`The body of this test has no member at ${index}.`);
    return member;
  }

  representativeOf(index: number): Address {
    return this.member(index).representative.address;
  }

  /** The designated key of a member accepts its mandate and appoints the member's representative. */
  async represent(member: TestMember): Promise<void> {
    const { account, mandate, representative } = member;
    await this.chain.impersonate(mandate.address, representative.address);
    await this.chain.send(mandate.address, this.contracts.memberRegistry, "acceptMandate", [
      account,
    ]);
    await this.appoint(member, representative);
  }

  /** Appoints `key`, which proves itself, as representative of the member. */
  async appoint(
    member: TestMember,
    key: TestMember["representative"],
    notAfter?: number,
  ): Promise<Hash> {
    const { memberRegistry } = this.contracts;
    const now = await this.chain.now();
    const message = {
      account: member.account,
      key: key.address,
      notAfter: notAfter ?? now + 10 * year,
      nonce: await this.chain.read(memberRegistry, "nonces", [key.address]),
      deadline: now + day,
    };
    const proof = await key.signTypedData(
      appointmentTypedData(chainId, memberRegistry.address, message),
    );
    await this.chain.impersonate(key.address);
    return this.chain.send(member.mandate.address, memberRegistry, "appointRepresentative", [
      message.account,
      message.key,
      message.notAfter,
      message.deadline,
      proof,
    ]);
  }

  /** Appoints a signer of ERC-7913, which proves itself, as representative of the member; `signed` differs from what is sent. */
  async appointKey(
    member: TestMember,
    { signer, sign }: Pick<TestSigner, "signer"> & { sign: (digest: Hex) => Hex | Promise<Hex> },
    { notBefore, notAfter }: { notBefore?: number; notAfter?: number } = {},
    signed: Partial<KeyAppointment> = {},
  ): Promise<Hash> {
    const { memberRegistry } = this.contracts;
    const now = await this.chain.now();
    const message = {
      account: member.account,
      signer,
      notBefore: notBefore ?? now,
      notAfter: notAfter ?? now + 10 * year,
      nonce: await this.chain.read(memberRegistry, "nonces", [keyOf(signer)]),
      deadline: now + day,
    };
    const typedData = keyAppointmentTypedData(chainId, memberRegistry.address, {
      ...message,
      ...signed,
    });
    return this.chain.send(member.mandate.address, memberRegistry, "appointKey", [
      message.account,
      signer,
      message.notBefore,
      message.notAfter,
      message.deadline,
      await sign(hashTypedData(typedData)),
    ]);
  }

  /** Proposal that was not made yet; without a description it gets one that no other proposal has. */
  draft(
    calls: readonly Call[],
    description = `# Decision ${(distinct += 1)}`,
  ): Proposal & { description: string } {
    const args = [
      calls.map(({ target }) => target),
      calls.map(({ value = 0n }) => value),
      calls.map(({ data }) => data),
      keccak256(toBytes(description)),
    ] as const;
    return { id: this.idOf(args), args, description };
  }

  /** Id that belongs to the arguments, computed as OpenZeppelin's Governor documents it. */
  idOf(args: Proposal["args"]): bigint {
    return BigInt(
      keccak256(
        encodeAbiParameters(parseAbiParameters("address[], uint256[], bytes[], bytes32"), args),
      ),
    );
  }

  async submit(proposer: number, draft: Proposal & { description: string }): Promise<Hash> {
    const [targets, values, calldatas] = draft.args;
    return this.chain.send(this.representativeOf(proposer), this.contracts.council, "propose", [
      targets,
      values,
      calldatas,
      draft.description,
    ]);
  }

  /** Proposes and waits until the proposal takes votes. */
  async propose(calls: readonly Call[], description?: string, proposer = 0): Promise<Proposal> {
    const draft = this.draft(calls, description);
    await this.submit(proposer, draft);
    await this.openVoting(draft.id);
    return draft;
  }

  async openVoting(proposalId: bigint): Promise<void> {
    const snapshot = await this.chain.read(this.contracts.council, "proposalSnapshot", [
      proposalId,
    ]);
    await this.chain.goTo(Number(snapshot) + 1);
  }

  async vote(proposalId: bigint, index: number, support: SupportName): Promise<Hash> {
    return this.chain.send(this.representativeOf(index), this.contracts.council, "castVote", [
      proposalId,
      Support[support],
    ]);
  }

  async voteAll(proposalId: bigint, votes: Votes): Promise<void> {
    for (const [index, support] of votes) await this.vote(proposalId, index, support);
  }

  /** Everybody votes in favour, in the order of the places, until the proposal is decided. */
  async approve(proposalId: bigint): Promise<void> {
    for (const index of this.members.keys()) {
      await this.vote(proposalId, index, "for");
      if ((await this.state(proposalId)) !== "Active") return;
    }
    throw new Error("The proposal is still open although everybody has voted in favour.");
  }

  async queue({ args }: Proposal): Promise<Hash> {
    return this.chain.send(this.representativeOf(0), this.contracts.council, "queue", args);
  }

  async execute({ args }: Proposal, value = 0n): Promise<Hash> {
    return this.chain.send(
      this.representativeOf(0),
      this.contracts.council,
      "execute",
      args,
      value,
    );
  }

  async cancel({ args }: Proposal, from: Address): Promise<Hash> {
    return this.chain.send(from, this.contracts.council, "cancel", args);
  }

  /** Proposes, approves, queues if that is needed, and waits until the proposal can be executed. */
  async mature(calls: readonly Call[]): Promise<Proposal> {
    const proposal = await this.propose(calls);
    await this.approve(proposal.id);
    if (await this.chain.read(this.contracts.council, "proposalNeedsQueuing", [proposal.id])) {
      await this.queue(proposal);
      await this.chain.goTo(
        Number(await this.chain.read(this.contracts.council, "proposalEta", [proposal.id])),
      );
    }
    return proposal;
  }

  /** A whole decision, from the proposal to the execution. */
  async decide(calls: readonly Call[]): Promise<Proposal> {
    const proposal = await this.mature(calls);
    await this.execute(proposal);
    return proposal;
  }

  async state(proposalId: bigint): Promise<ProposalState> {
    const value = await this.chain.read(this.contracts.council, "state", [proposalId]);
    const name = proposalStates[value];
    if (!name) throw new Error(`The Council answers the unknown state ${value}.`);
    return name;
  }
}
