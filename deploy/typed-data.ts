import { getAddress, keccak256, size, slice, zeroAddress, type Address, type Hex } from "viem";

/** A proof of possession of a node key, see `INodeRegistry.registerNode`. */
export interface NodeRegistration {
  organisation: Hex;
  network: bigint;
  kind: number;
  node: Hex;
  nonce: bigint;
  deadline: number;
}

/** The EIP-712 message that a node's key signs when an organisation registers the node. */
export const nodeRegistrationTypedData = (
  chainId: number,
  registry: Address,
  message: NodeRegistration,
) =>
  ({
    domain: { name: "Foedus NodeRegistry", version: "1", chainId, verifyingContract: registry },
    types: {
      NodeRegistration: [
        { name: "organisation", type: "bytes32" },
        { name: "network", type: "uint64" },
        { name: "kind", type: "uint8" },
        { name: "node", type: "bytes32" },
        { name: "nonce", type: "uint256" },
        { name: "deadline", type: "uint48" },
      ],
    },
    primaryType: "NodeRegistration",
    message,
  }) as const;

/** A proof of possession of an account, see `IAccountRegistry.registerAccount`. */
export interface AccountRegistration {
  organisation: Hex;
  account: Address;
  nonce: bigint;
  deadline: number;
}

export const accountRegistrationTypedData = (
  chainId: number,
  registry: Address,
  message: AccountRegistration,
) =>
  ({
    domain: { name: "Foedus AccountRegistry", version: "1", chainId, verifyingContract: registry },
    types: {
      AccountRegistration: [
        { name: "organisation", type: "bytes32" },
        { name: "account", type: "address" },
        { name: "nonce", type: "uint256" },
        { name: "deadline", type: "uint48" },
      ],
    },
    primaryType: "AccountRegistration",
    message,
  }) as const;

/** A proof of possession of a representative's key, see `IMemberRegistry.appointRepresentative`. */
export interface Appointment {
  account: Address;
  key: Address;
  notAfter: number;
  nonce: bigint;
  deadline: number;
}

/** The EIP-712 message that a representative's key signs when a member appoints it. */
export const appointmentTypedData = (chainId: number, registry: Address, message: Appointment) =>
  ({
    domain: { name: "Foedus MemberRegistry", version: "1", chainId, verifyingContract: registry },
    types: {
      Appointment: [
        { name: "account", type: "address" },
        { name: "key", type: "address" },
        { name: "notAfter", type: "uint48" },
        { name: "nonce", type: "uint256" },
        { name: "deadline", type: "uint48" },
      ],
    },
    primaryType: "Appointment",
    message,
  }) as const;

/** A vote that anybody may bring, see `ICouncil.SignedBallot`. */
export interface MemberBallot {
  proposalId: bigint;
  /** Hash of calls and description, as `hashProposal` computes it. */
  actionHash: Hex;
  support: number;
  reason: string;
  member: Address;
  deadline: number;
}

/** The EIP-712 message that a representative signs to vote; `name` is that of the body. */
export const memberBallotTypedData = (
  name: string,
  chainId: number,
  council: Address,
  message: MemberBallot,
) =>
  ({
    domain: { name, version: "1", chainId, verifyingContract: council },
    types: {
      MemberBallot: [
        { name: "proposalId", type: "uint256" },
        { name: "actionHash", type: "bytes32" },
        { name: "support", type: "uint8" },
        { name: "reason", type: "string" },
        { name: "member", type: "address" },
        { name: "deadline", type: "uint48" },
      ],
    },
    primaryType: "MemberBallot",
    message,
  }) as const;

/** What a relayer says when it takes a ballot. */
export interface BallotReceipt {
  /** EIP-712 digest of the ballot: what the representative signed. */
  id: Hex;
  council: Address;
  proposalId: bigint;
  member: Address;
  /** Seconds since 1970. */
  receivedAt: number;
}

/** The EIP-712 message by which a relayer confirms, with the key that it sends with, that it has taken a ballot. No contract reads it. */
export const ballotReceiptTypedData = (chainId: number, message: BallotReceipt) =>
  ({
    domain: { name: "Foedus Relayer", version: "1", chainId },
    types: {
      BallotReceipt: [
        { name: "id", type: "bytes32" },
        { name: "council", type: "address" },
        { name: "proposalId", type: "uint256" },
        { name: "member", type: "address" },
        { name: "receivedAt", type: "uint48" },
      ],
    },
    primaryType: "BallotReceipt",
    message,
  }) as const;

/** What the owner of an endpoint asks of the service of webhooks. */
export interface WebhookRequest {
  action:
    | "register"
    | "list"
    | "read"
    | "rotate-secret"
    | "pause"
    | "resume"
    | "delete"
    | "deliveries"
    | "redeliver";
  /** Id of the endpoint; for `redeliver` that, `/` and the id of the event; empty for `register` and `list`. */
  target: string;
  /** For `register`: what the endpoint is told about. Otherwise empty. */
  about: string;
  /** For `register`: where to. Otherwise empty. */
  url: string;
  /** Last second since 1970 in which it counts. */
  deadline: number;
}

/** The EIP-712 message by which an account shows the service of webhooks that it asks. No contract reads it. */
export const webhookRequestTypedData = (
  chainId: number,
  escrow: Address,
  message: WebhookRequest,
) =>
  ({
    domain: { name: "Foedus Webhooks", version: "1", chainId, verifyingContract: escrow },
    types: {
      WebhookRequest: [
        { name: "action", type: "string" },
        { name: "target", type: "string" },
        { name: "about", type: "string" },
        { name: "url", type: "string" },
        { name: "deadline", type: "uint48" },
      ],
    },
    primaryType: "WebhookRequest",
    message: { ...message },
  }) as const;

/** A proof of possession of any signer of ERC-7913, see `IMemberRegistry.appointKey`. */
export interface KeyAppointment {
  account: Address;
  signer: Hex;
  notBefore: number;
  notAfter: number;
  nonce: bigint;
  deadline: number;
}

/** The EIP-712 message that a representative's key signs when a member appoints it with `appointKey`. */
export const keyAppointmentTypedData = (
  chainId: number,
  registry: Address,
  message: KeyAppointment,
) =>
  ({
    domain: { name: "Foedus MemberRegistry", version: "1", chainId, verifyingContract: registry },
    types: {
      KeyAppointment: [
        { name: "account", type: "address" },
        { name: "signer", type: "bytes" },
        { name: "notBefore", type: "uint48" },
        { name: "notAfter", type: "uint48" },
        { name: "nonce", type: "uint256" },
        { name: "deadline", type: "uint48" },
      ],
    },
    primaryType: "KeyAppointment",
    message,
  }) as const;

/** What a representative signs of a proposal beside its vote, see `IDeliberation.Statement`. */
export interface Statement {
  council: Address;
  proposalId: bigint;
  member: Address;
  deadline: number;
}

/** The EIP-712 message by which a member stands behind a proposal, or asks for more time. */
export const statementTypedData = (
  kind: "Sponsorship" | "MoreTime",
  chainId: number,
  deliberation: Address,
  message: Statement,
) =>
  ({
    domain: {
      name: "Foedus Deliberation",
      version: "1",
      chainId,
      verifyingContract: deliberation,
    },
    types: {
      [kind]: [
        { name: "council", type: "address" },
        { name: "proposalId", type: "uint256" },
        { name: "member", type: "address" },
        { name: "deadline", type: "uint48" },
      ],
    },
    primaryType: kind,
    message: { ...message },
  }) as const;

const identityOperations = {
  ChangeOwner: [{ name: "newOwner", type: "address" }],
  AddDelegate: [
    { name: "delegateType", type: "bytes32" },
    { name: "delegate", type: "address" },
    { name: "validity", type: "uint256" },
  ],
  RevokeDelegate: [
    { name: "delegateType", type: "bytes32" },
    { name: "delegate", type: "address" },
  ],
  SetAttribute: [
    { name: "name", type: "bytes32" },
    { name: "value", type: "bytes" },
    { name: "validity", type: "uint256" },
  ],
  RevokeAttribute: [
    { name: "name", type: "bytes32" },
    { name: "value", type: "bytes" },
  ],
} as const;

/** What every signed operation on an identity has; the rest is as in `IIdentityRegistry.changeOwnerBySig` and its like. */
export interface IdentityOperation extends Record<string, unknown> {
  identity: Address;
  nonce: bigint;
  deadline: bigint;
}

/** The EIP-712 message by which the owner of an identity lets anybody carry one operation. */
export const identityOperationTypedData = (
  chainId: number,
  registry: Address,
  primaryType: keyof typeof identityOperations,
  message: IdentityOperation,
) => ({
  domain: {
    name: "Foedus IdentityRegistry",
    version: "1",
    chainId,
    verifyingContract: registry,
  },
  types: {
    [primaryType]: [
      { name: "identity", type: "address" },
      ...identityOperations[primaryType],
      { name: "nonce", type: "uint256" },
      { name: "deadline", type: "uint256" },
    ],
  },
  primaryType,
  message,
});

/** Name and version under which a contract checks signatures (ERC-5267). */
export interface SigningDomain {
  name: string;
  version: string;
}

/** An approval by signature (ERC-2612). */
export interface Permit {
  owner: Address;
  spender: Address;
  value: bigint;
  nonce: bigint;
  deadline: bigint;
}

export const permitTypedData = (
  domain: SigningDomain,
  chainId: number,
  token: Address,
  message: Permit,
) =>
  ({
    domain: { ...domain, chainId, verifyingContract: token },
    types: {
      Permit: [
        { name: "owner", type: "address" },
        { name: "spender", type: "address" },
        { name: "value", type: "uint256" },
        { name: "nonce", type: "uint256" },
        { name: "deadline", type: "uint256" },
      ],
    },
    primaryType: "Permit",
    message,
  }) as const;

/** A transfer by signature that only its receiver can bring (ERC-3009). */
export interface SignedTransfer {
  from: Address;
  to: Address;
  value: bigint;
  /** Seconds since 1970 after which, and before which, it holds. */
  validAfter: bigint;
  validBefore: bigint;
  nonce: Hex;
}

export const signedTransferTypedData = (
  domain: SigningDomain,
  chainId: number,
  token: Address,
  message: SignedTransfer,
) =>
  ({
    domain: { ...domain, chainId, verifyingContract: token },
    types: {
      ReceiveWithAuthorization: [
        { name: "from", type: "address" },
        { name: "to", type: "address" },
        { name: "value", type: "uint256" },
        { name: "validAfter", type: "uint256" },
        { name: "validBefore", type: "uint256" },
        { name: "nonce", type: "bytes32" },
      ],
    },
    primaryType: "ReceiveWithAuthorization",
    message,
  }) as const;

/** By this a payer takes back a transfer that it signed and nobody has brought (ERC-3009). */
export const cancelledTransferTypedData = (
  domain: SigningDomain,
  chainId: number,
  token: Address,
  message: { authorizer: Address; nonce: Hex },
) =>
  ({
    domain: { ...domain, chainId, verifyingContract: token },
    types: {
      CancelAuthorization: [
        { name: "authorizer", type: "address" },
        { name: "nonce", type: "bytes32" },
      ],
    },
    primaryType: "CancelAuthorization",
    message,
  }) as const;

/** What a payer agrees to by signature, see `ISubscriptions.Terms`. */
export interface SubscriptionTerms {
  payer: Address;
  payee: Address;
  token: Address;
  amountPerPeriod: bigint;
  period: number;
  from: number;
  until: number;
  grace: number;
  feeBps: number;
  orderReference: Hex;
  salt: bigint;
}

/** The EIP-712 message by which a payer lets anybody bring its subscription, see `ISubscriptions.subscriptionDigest`. */
export const subscriptionTypedData = (
  chainId: number,
  subscriptions: Address,
  message: SubscriptionTerms,
) =>
  ({
    domain: {
      name: "Foedus Subscriptions",
      version: "1",
      chainId,
      verifyingContract: subscriptions,
    },
    types: {
      Subscription: [
        { name: "payer", type: "address" },
        { name: "payee", type: "address" },
        { name: "token", type: "address" },
        { name: "amountPerPeriod", type: "uint128" },
        { name: "period", type: "uint32" },
        { name: "from", type: "uint48" },
        { name: "until", type: "uint48" },
        { name: "grace", type: "uint32" },
        { name: "feeBps", type: "uint16" },
        { name: "orderReference", type: "bytes32" },
        { name: "salt", type: "uint256" },
      ],
    },
    primaryType: "Subscription",
    message,
  }) as const;

/** The key under which a signer of ERC-7913 is registered, see `contracts/types/Signer.sol`. */
export function keyOf(signer: Hex): Address {
  if (size(signer) < 20) return zeroAddress;
  return getAddress(size(signer) > 20 ? slice(keccak256(signer), 12) : signer);
}
