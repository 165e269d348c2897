import {
  createPublicClient,
  custom,
  encodeFunctionData,
  getAbiItem,
  keccak256,
  numberToHex,
  slice,
  toBytes,
  toFunctionSelector,
  toHex,
  type Address,
  type Hex,
} from "viem";
import type { PrivateKeyAccount } from "viem/accounts";

import { accountRegistryAbi } from "../../../generated/contracts/AccountRegistry.ts";
import { authorityAbi } from "../../../generated/contracts/Authority.ts";
import { councilAbi } from "../../../generated/contracts/Council.ts";
import { decisionClassesAbi } from "../../../generated/contracts/DecisionClasses.ts";
import { memberRegistryAbi } from "../../../generated/contracts/MemberRegistry.ts";
import { networkDirectoryAbi } from "../../../generated/contracts/NetworkDirectory.ts";
import { nodeMonitoringAbi } from "../../../generated/contracts/NodeMonitoring.ts";
import { nodeRegistryAbi } from "../../../generated/contracts/NodeRegistry.ts";
import { organisationRegistryAbi } from "../../../generated/contracts/OrganisationRegistry.ts";
import { roles } from "../../../generated/roles.ts";
import { DecisionClass } from "../../decision-classes.ts";
import type { SystemAddresses } from "../../deploy.ts";
import {
  accountRegistrationTypedData,
  appointmentTypedData,
  nodeRegistrationTypedData,
} from "../../typed-data.ts";
import {
  administrator,
  arbiter,
  financeOfficer,
  mandateKey,
  moneyIssuer,
  monitor,
  nodeKey,
  operatorMandateKey,
  operatorRepresentative,
  representative,
} from "./accounts.ts";
import { committeeOperators, emergencyStates } from "./bodies.ts";
import { type ProposalArguments, type Request, SampleChain } from "./sample-chain.ts";
import { type IdentityPlace, SampleIdentities } from "./sample-identities.ts";
import { SamplePayments } from "./sample-payments.ts";
import { memberAccount, states, type StateCode } from "./members.ts";
import { foundingValidators } from "./parameters.ts";

/**
 * A body at work, for people who try the embedded chain: mandates, operators, founding validators, past decisions and open ones.
 * Everything comes about as on a real chain: by transactions and votes. Only the time is led through some weeks.
 */

/** How long before the present the sample begins: start the embedded chain with this date. */
export const sampleLengthSeconds = 30 * 86_400;

const day = 86_400;
const year = 365 * day;
const minute = 60;
/** Tenths of its blocks that the last validator misses, hour by hour before the present, as the monitors report it. */
const missedTenths = [0, 3, 9, 6, 1, 0];
const livenessRounds = missedTenths.length;
const hour = 3_600;
/** Longer than any delay of the embedded chain. */
const longestDelay = 31;

export const operators = [
  { identifier: "SAMPLE-OPERATOR-ALPHA", name: "Operator Alpha (fictitious)" },
  { identifier: "SAMPLE-OPERATOR-BETA", name: "Operator Beta (fictitious)" },
  { identifier: "SAMPLE-OPERATOR-GAMMA", name: "Operator Gamma (fictitious)" },
  { identifier: "SAMPLE-OPERATOR-DELTA", name: "Operator Delta (fictitious)" },
] as const;

/** What stands above the operators. */
export const authorities = [
  { identifier: "SAMPLE-MINISTRY-NORTH", name: "Ministry North (fictitious)" },
  { identifier: "SAMPLE-AGENCY-NORTH", name: "Network Agency North (fictitious)" },
] as const;

/** Whose accounts deal with the money of the Assembly. */
export const secretariat = {
  identifier: "SAMPLE-SECRETARIAT",
  name: "Secretariat of the Assembly (fictitious)",
} as const;

/** In the order of `OrganisationKind` in `contracts/nodes/IOrganisationRegistry.sol`. */
const organisationKinds = { stateBody: 1, agency: 2, operator: 3 } as const;

/** Everybody in the order of their administrators, with what the body says of them and what they stand under. */
const organisations: {
  identifier: string;
  name: string;
  kind: number;
  jurisdiction: string;
  parent?: string;
}[] = [
  ...operators.map((operator, index) => ({
    ...operator,
    kind: organisationKinds.operator,
    jurisdiction: ["BE", "BE", "DE", "PT"][index] as string,
    ...(index < 2 ? { parent: authorities[1].identifier } : {}),
  })),
  { ...authorities[0], kind: organisationKinds.stateBody, jurisdiction: "BE" },
  {
    ...authorities[1],
    kind: organisationKinds.agency,
    jurisdiction: "BE",
    parent: authorities[0].identifier,
  },
  { ...secretariat, kind: organisationKinds.agency, jurisdiction: "BE" },
];

const kinds = { validator: 0, observer: 2 } as const;

/** In the order of `Access` in `contracts/permissions/IAccountRegistry.sol`. */
const accesses = { transact: 2 } as const;

/** Sample nodes: the founding validators first, then those that wait for admission, then one whose service is paid. */
const nodes = [
  { operator: 0, kind: kinds.validator, host: "validator-1.alpha.example", region: "BE-BRU" },
  { operator: 1, kind: kinds.validator, host: "validator-1.beta.example", region: "BE-VAN" },
  { operator: 2, kind: kinds.validator, host: "validator-1.gamma.example", region: "DE-BE" },
  { operator: 3, kind: kinds.validator, host: "validator-1.delta.example", region: "PT" },
  { operator: 1, kind: kinds.validator, host: "validator-2.beta.example", region: "BE-WLG" },
  { operator: 2, kind: kinds.observer, host: "observer-1.gamma.example", region: "DE-HE" },
  { operator: 3, kind: kinds.observer, host: "observer-1.delta.example", region: "PT-13" },
] as const;
const candidate = foundingValidators;
const candidates = [candidate, candidate + 1];
/** The node that its operator is paid for while it is active. */
export const servedNode = candidate + 2;

const support = { against: 0, for: 1, abstain: 2 } as const;

type Vote = [StateCode, keyof typeof support, string?];

const inFavour = (...codes: StateCode[]): Vote[] => codes.map((code) => [code, "for"]);

export const organisationId = (identifier: string): Hex => keccak256(toBytes(identifier));

/** Public key of a sample node as the register wants it: 64 bytes. */
export const nodePublicKey = (index: number): Hex => slice(nodeKey(index).publicKey, 1);

export const nodeId = (index: number): Hex => keccak256(nodePublicKey(index));

interface Call {
  target: Address;
  data: Hex;
}

interface Proposal {
  id: bigint;
  args: ProposalArguments;
}

/** Who administers a sample organisation. */
function administratorOf(identifier: string): ReturnType<typeof administrator> {
  return administrator(organisations.findIndex((entry) => entry.identifier === identifier));
}

/**
 * Fills the embedded chain. Afterwards its clock shows the present, and the returned proposal waits for a few votes.
 * @param place Where the keys of a Root TAO, a TAO and an issuer go; without it the sample has none of them.
 */
export async function seedSample(
  request: Request,
  addresses: SystemAddresses,
  place?: IdentityPlace,
): Promise<{ openProposal: bigint; candidateNode: Hex }> {
  const client = createPublicClient({ transport: custom({ request: request as never }) });
  const chainId = await client.getChainId();
  const chain = new SampleChain(request, client);
  const body = new SampleBody(chain, addresses, chainId);
  const begin = await chain.now();

  await body.appointRepresentatives();
  const identities =
    place &&
    (await SampleIdentities.create(client, addresses, place, {
      rootTao: administratorOf(authorities[0].identifier).publicKey,
      tao: administratorOf(authorities[1].identifier).publicKey,
      issuer: administratorOf(operators[0].identifier).publicKey,
    }));
  await identities?.insertDocuments(begin);

  await chain.goTo(begin + 1 * day);
  await body.decide(
    "BE",
    "# Found the network: its entry in the directory, the first operators, two monitors\n\nThe operators run the founding validators of the network; two of them stand under an agency, and that under a ministry. All are fictitious: they stand for real organisations on the embedded chain. The monitors report which validators they hear.",
    [
      ...body.registerOrganisations(identities?.dids),
      ...body.registerNetwork(),
      ...body.appointMonitors(),
    ],
    [
      ...inFavour("BE", "AT", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR"),
      ...inFavour("HU", "IE", "IT", "LT", "LU", "LV", "MT"),
    ],
  );

  if (identities) {
    await chain.goTo(begin + 3 * day);
    await body.decide(
      "EE",
      "# Admit Ministry North as a root of trust\n\nIt may accredit organisations that accredit issuers of diplomas (DiplomaCredential), and invite legal entities to the register of DIDs. The schemas that their credentials name are registered with it: those of attestations and accreditations as EBSI publishes them, and one of diplomas. Ministry and diplomas are fictitious.",
      identities.calls(),
      [
        ...inFavour("EE", "BE", "AT", "BG", "CY", "CZ", "DE", "DK", "ES", "FI", "FR", "GR", "HR"),
        ...inFavour("HU", "IE", "IT", "LT", "LU", "LV", "MT"),
      ],
    );
    await identities.accredit(await chain.now());
  }

  await chain.goTo(begin + 6 * day);
  for (let index = 0; index < foundingValidators; index += 1) await body.registerNode(index);
  await body.decide(
    "FI",
    "# Admit the four founding validators\n\nEach operator starts with one validator, so that the network tolerates the loss of any one of them.",
    Array.from({ length: foundingValidators }, (_, index) => body.nodeCall("admitNode", index)),
    [
      ...inFavour("FI", "DE", "FR", "IT", "ES", "PL", "RO", "NL", "BE", "CZ", "SE", "PT"),
      ["GR", "abstain", "The service levels of two operators were published only last week."],
      ...inFavour("AT", "IE", "SK"),
    ],
  );

  await chain.goTo(begin + 8 * day);
  await body.registerNode(servedNode);
  for (const account of [moneyIssuer(), financeOfficer(0), financeOfficer(1), arbiter()])
    await body.registerAccount(secretariat.identifier, account);
  const payments = new SamplePayments(chain, addresses, {
    node: nodeId(servedNode),
    parties: {
      nodeOperator: administratorOf(operators[3].identifier).address,
      grantee: administratorOf(authorities[1].identifier).address,
      buyer: administratorOf(authorities[0].identifier).address,
      seller: administratorOf(operators[0].identifier).address,
      publisher: administratorOf(operators[1].identifier).address,
      secretariat: administratorOf(secretariat.identifier).address,
      supplier: administratorOf(operators[2].identifier).address,
    },
  });
  await body.decide(
    "LU",
    "# Give the network a budget\n\nAn issuer mints test e-money, each member contributes €10,000, and two officers of finance spend up to €200,000 of the line “Operations”, more than €1,000 a day only together. An arbiter settles disputes. Admitted is the observer of Operator Delta, which answers the questions of the public.",
    [...payments.decisions(await chain.now()), body.nodeCall("admitNode", servedNode)],
    [
      ...inFavour("LU", "BE", "AT", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR"),
      ...inFavour("HR", "IE", "IT", "LT", "LV", "MT", "NL"),
    ],
  );
  await payments.contribute();
  await body.decide(
    "NL",
    "# Fund the service contract of the observer of Operator Delta\n\nThe operator is paid €120 for each day in which its observer is active, by the second, for a year at most. If the observer is suspended or retired, the payment stops in the same block.",
    [payments.serviceDecision(await chain.now())],
    inFavour(
      ...(["NL", "DE", "FR", "IT", "ES", "PL", "BE", "CZ", "SE", "PT"] as const),
      ...(["GR", "AT", "FI", "IE", "LU"] as const),
    ),
  );
  await payments.agree();

  await chain.goTo(begin + 16 * day);
  await body.propose(
    "PT",
    "# Retire the validator of Operator Delta\n\nThe operator missed two maintenance windows.",
    [body.nodeCall("retireNode", 3)],
    [
      ["PT", "for"],
      ["SI", "abstain"],
      ["NL", "against", "The operator has presented a plan."],
      ...["AT", "EE", "LV", "LT", "BG", "CZ", "DK", "SE"].map((code): Vote => [
        code as StateCode,
        "against",
      ]),
      ["IT", "against"],
      ["DE", "against", "Two missed windows justify a warning, not the loss of a validator."],
    ],
  );

  await chain.goTo(begin + 18 * day);
  await payments.goOn();

  await chain.goTo(begin + 26 * day);
  for (const index of candidates) await body.registerNode(index);
  await body.propose(
    "LT",
    "# Require a reinforced majority to retire an organisation\n\nRetirement is final. It should need the same majority as a change of the registers themselves.",
    [body.reinforceRetirement()],
    [
      ["LT", "for"],
      ["EE", "for", "What cannot be undone should not be decided narrowly."],
      ["MT", "abstain"],
    ],
  );
  await body.propose(
    "PT",
    "# Retire the observer of Operator Delta\n\nThe operator leaves its data centre in Porto, and asked for it. What it is paid for the node ends with the node, in the same block.",
    [body.nodeCall("retireNode", servedNode)],
    [
      ["PT", "for", "Another observer of the region takes over."],
      ...inFavour("DE", "FR", "IT", "ES", "PL", "AT", "BE", "NL", "FI", "CZ", "EE", "LU"),
    ],
  );
  await chain.goTo(begin + 28 * day);
  const open = await body.propose(
    "BE",
    "# Admit the second validator of Operator Beta\n\nWith five validators the network goes on when one of them is down for maintenance and another one fails. The operator has proved that it holds the node's key.",
    [body.nodeCall("admitNode", candidate)],
    [
      ["BE", "for", "The data centre was inspected in autumn; there are no findings."],
      ...inFavour("DE", "FR", "IT", "ES"),
      ["LU", "against", "The operator would then run two of five validators."],
      ...inFavour("PL", "NL", "FI", "CZ", "PT", "SE"),
      ["MT", "abstain"],
      ["DK", "for"],
    ],
  );

  await payments.leaveOpen();

  const present = Math.max(begin + sampleLengthSeconds, await chain.now());
  for (let index = 0; index < nodes.length; index += 1) await body.describeNode(index);
  for (let round = 0; round < livenessRounds; round += 1) {
    await chain.goTo(present - (livenessRounds - round) * hour);
    await body.reportLiveness(round);
    if (round === 1) await body.reportObedience(3, []);
  }
  await chain.goTo(present - 3 * minute);
  await body.reportObedience(0, []);
  await body.reportObedience(1, []);
  await body.reportObedience(2, [
    { kind: "missing-peer", subject: nodeId(3) },
    { kind: "extra-peer", subject: keccak256(toBytes("a node that nobody registered")) },
  ]);

  await chain.goToPresent();
  return { openProposal: open.id, candidateNode: nodeId(candidate) };
}

/** What the members and operators of the sample do. */
class SampleBody {
  readonly #chain: SampleChain;
  readonly #addresses: SystemAddresses;
  readonly #chainId: number;
  /** Last block that each monitor has reported. */
  readonly #monitoredUpTo: bigint[] = [];

  constructor(chain: SampleChain, addresses: SystemAddresses, chainId: number) {
    this.#chain = chain;
    this.#addresses = addresses;
    this.#chainId = chainId;
  }

  /** In every body: a state acts in the Emergency Council with the keys that it has in the Assembly. */
  async appointRepresentatives(): Promise<void> {
    const { MemberRegistry, EmergencyMemberRegistry, OperatorsMemberRegistry } = this.#addresses;
    for (const [index, { code }] of states.entries()) {
      const keys = { mandate: mandateKey(index), key: representative(index) };
      await this.#appointRepresentative(MemberRegistry, { code, ...keys });
      if (emergencyStates.some((state) => state === code))
        await this.#appointRepresentative(EmergencyMemberRegistry, { code, ...keys });
    }
    for (const [index, code] of committeeOperators.entries()) {
      const keys = { mandate: operatorMandateKey(index), key: operatorRepresentative(index) };
      await this.#appointRepresentative(OperatorsMemberRegistry, { code, ...keys });
    }
  }

  async #appointRepresentative(
    registry: Address,
    { code, mandate, key }: { code: string; mandate: PrivateKeyAccount; key: PrivateKeyAccount },
  ): Promise<void> {
    const now = await this.#chain.now();
    const deadline = now + year;
    const notAfter = now + 2 * year;
    const account = memberAccount(code);
    const appointment = { account, key: key.address, notAfter, nonce: 0n, deadline };
    const proof = await key.signTypedData(
      appointmentTypedData(this.#chainId, registry, appointment),
    );
    await this.#chain.send(mandate.address, registry, memberRegistryAbi, "acceptMandate", [
      account,
    ]);
    await this.#chain.send(mandate.address, registry, memberRegistryAbi, "appointRepresentative", [
      account,
      key.address,
      notAfter,
      deadline,
      proof,
    ]);
  }

  async registerNode(index: number): Promise<void> {
    const node = nodes[index];
    const operator = node && operators[node.operator];
    if (!node || !operator) throw new RangeError(`There is no sample node ${index}.`);
    const registry = this.#addresses.NodeRegistry;
    const organisation = organisationId(operator.identifier);
    const deadline = (await this.#chain.now()) + day;
    const proof = await nodeKey(index).signTypedData(
      nodeRegistrationTypedData(this.#chainId, registry, {
        organisation,
        network: BigInt(this.#chainId),
        kind: node.kind,
        node: nodeId(index),
        nonce: 0n,
        deadline,
      }),
    );
    await this.#chain.send(
      administrator(node.operator).address,
      registry,
      nodeRegistryAbi,
      "registerNode",
      [
        organisation,
        BigInt(this.#chainId),
        node.kind,
        nodePublicKey(index),
        node.host,
        30303,
        deadline,
        proof,
      ],
    );
  }

  /** Lets an account send transactions for an organisation: nodes take none of anybody whom no register knows. */
  async registerAccount(identifier: string, account: PrivateKeyAccount): Promise<void> {
    const registry = this.#addresses.AccountRegistry;
    const organisation = organisationId(identifier);
    const deadline = (await this.#chain.now()) + day;
    const proof = await account.signTypedData(
      accountRegistrationTypedData(this.#chainId, registry, {
        organisation,
        account: account.address,
        nonce: 0n,
        deadline,
      }),
    );
    await this.#chain.send(
      administratorOf(identifier).address,
      registry,
      accountRegistryAbi,
      "registerAccount",
      [
        organisation,
        account.address,
        accesses.transact,
        numberToHex(0, { size: 32 }),
        deadline,
        proof,
      ],
    );
  }

  /** @param dids Of the ministry, its agency and the first operator, where the sample has identities. */
  registerOrganisations(dids?: SampleIdentities["dids"]): Call[] {
    const call = (data: Hex): Call => ({ target: this.#addresses.OrganisationRegistry, data });
    const abi = organisationRegistryAbi;
    const known = new Map<string, string>(
      dids && [
        [authorities[0].identifier, dids.rootTao],
        [authorities[1].identifier, dids.tao],
        [operators[0].identifier, dids.issuer],
      ],
    );
    const registered = organisations.flatMap((organisation, index) => {
      const { identifier, name, kind, jurisdiction } = organisation;
      const description = {
        kind,
        jurisdiction: toHex(jurisdiction),
        did: known.get(identifier) ?? "",
        document: keccak256(toBytes(`Charter of ${name}`)),
      };
      return [
        encodeFunctionData({
          abi,
          functionName: "registerOrganisation",
          args: [identifier, name, administrator(index).address],
        }),
        encodeFunctionData({
          abi,
          functionName: "describeOrganisation",
          args: [organisationId(identifier), description],
        }),
      ];
    });
    // From the top down: what has others below it cannot be moved.
    const placed = organisations.toReversed().flatMap(({ identifier, parent }) =>
      parent === undefined
        ? []
        : encodeFunctionData({
            abi,
            functionName: "placeOrganisation",
            args: [organisationId(identifier), organisationId(parent)],
          }),
    );
    return [...registered, ...placed].map(call);
  }

  registerNetwork(): Call[] {
    const chainId = BigInt(this.#chainId);
    const abi = networkDirectoryAbi;
    const data = [
      encodeFunctionData({
        abi,
        functionName: "registerNetwork",
        args: [chainId, "Foedus on the embedded chain", 1, "Embedded EVM without consensus"],
      }),
      encodeFunctionData({
        abi,
        functionName: "setNetworkResource",
        args: [chainId, "explorer", "https://explorer.example"],
      }),
    ];
    return data.map((one) => ({ target: this.#addresses.NetworkDirectory, data: one }));
  }

  appointMonitors(): Call[] {
    return [monitor(0), monitor(1)].map(({ address }) => ({
      target: this.#addresses.Authority,
      data: encodeFunctionData({
        abi: authorityAbi,
        functionName: "grantRole",
        args: [roles.MONITORS, address, 0],
      }),
    }));
  }

  async describeNode(index: number): Promise<void> {
    const node = nodes[index];
    if (!node) throw new RangeError(`There is no sample node ${index}.`);
    await this.#chain.send(
      administrator(node.operator).address,
      this.#addresses.NodeRegistry,
      nodeRegistryAbi,
      "describeNode",
      [
        nodeId(index),
        {
          region: node.region,
          template: numberToHex(0, { size: 32 }),
          release: keccak256(toBytes("release 1 of the sample")),
          serviceClass: candidates.includes(index) ? "" : "standard",
        },
      ],
    );
  }

  /** One monitor says what it heard of the founding validators since it reported last; the two take turns. */
  async reportLiveness(round: number): Promise<void> {
    const place = round % 2;
    const { number } = await this.#chain.head();
    const firstBlock = (this.#monitoredUpTo[place] ?? 0n) + 1n;
    const expected = Number((number - firstBlock) / BigInt(foundingValidators));
    for (let index = 0; index < foundingValidators; index += 1) {
      // The last validator has bad hours.
      const misses = index === 3 ? Math.floor((expected * (missedTenths[round] ?? 0)) / 10) : 0;
      await this.#chain.send(
        monitor(place).address,
        this.#addresses.NodeMonitoring,
        nodeMonitoringAbi,
        "reportLiveness",
        [nodeId(index), firstBlock, number - 1n, expected, expected - misses],
      );
    }
    this.#monitoredUpTo[place] = number - 1n;
  }

  async reportObedience(index: number, drifts: { kind: string; subject: Hex }[]): Promise<void> {
    const node = nodes[index];
    if (!node) throw new RangeError(`There is no sample node ${index}.`);
    const { number, hash } = await this.#chain.head();
    await this.#chain.send(
      administrator(node.operator).address,
      this.#addresses.NodeMonitoring,
      nodeMonitoringAbi,
      "reportObedience",
      [
        nodeId(index),
        number,
        hash,
        drifts.map(({ kind, subject }) => ({ kind: toHex(kind, { size: 32 }), subject })),
      ],
    );
  }

  nodeCall(functionName: "admitNode" | "retireNode", index: number): Call {
    return {
      target: this.#addresses.NodeRegistry,
      data: encodeFunctionData({ abi: nodeRegistryAbi, functionName, args: [nodeId(index)] }),
    };
  }

  reinforceRetirement(): Call {
    const retirement = getAbiItem({ abi: organisationRegistryAbi, name: "retireOrganisation" });
    return {
      target: this.#addresses.DecisionClasses,
      data: encodeFunctionData({
        abi: decisionClassesAbi,
        functionName: "setDecisionClass",
        args: [
          this.#addresses.OrganisationRegistry,
          toFunctionSelector(retirement),
          DecisionClass.reinforced,
        ],
      }),
    };
  }

  /** Proposes and lets the members vote, some hours apart. */
  async propose(
    proposer: StateCode,
    description: string,
    calls: Call[],
    votes: Vote[],
  ): Promise<Proposal> {
    const council = this.#addresses.Council;
    const args: ProposalArguments = [
      calls.map(({ target }) => target),
      calls.map(() => 0n),
      calls.map(({ data }) => data),
      keccak256(toBytes(description)),
    ];
    await this.#chain.send(representativeOf(proposer), council, councilAbi, "propose", [
      args[0],
      args[1],
      args[2],
      description,
    ]);
    const id = await this.#chain.proposalId(council, args);
    for (const [code, choice, reason] of votes) {
      await this.#chain.wait(day / 12);
      await this.#chain.send(representativeOf(code), council, councilAbi, "castVoteWithReason", [
        id,
        support[choice],
        reason ?? "",
      ]);
    }
    return { id, args };
  }

  /** Proposes, votes, queues and executes. */
  async decide(
    proposer: StateCode,
    description: string,
    calls: Call[],
    votes: Vote[],
  ): Promise<Proposal> {
    const proposal = await this.propose(proposer, description, calls, votes);
    const council = this.#addresses.Council;
    await this.#chain.send(representativeOf(proposer), council, councilAbi, "queue", proposal.args);
    await this.#chain.wait(longestDelay);
    await this.#chain.send(
      representativeOf(proposer),
      council,
      councilAbi,
      "execute",
      proposal.args,
    );
    return proposal;
  }
}

function representativeOf(code: StateCode): Address {
  return representative(states.findIndex((state) => state.code === code)).address;
}
