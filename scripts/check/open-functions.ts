/** State-changing functions without a line in the role table, and what guards each of them instead. */
export interface OpenFunctions {
  target: string;
  functions: readonly string[];
  /** Who may call them, and what refuses everybody else. */
  guard: string;
}

export const openFunctions: readonly OpenFunctions[] = [
  {
    target: "Authority",
    functions: ["execute", "schedule", "cancel", "consumeScheduledOp", "renounceRole", "multicall"],
    guard:
      "Everybody, each for its own rights: AccessManager checks the caller's role for the call inside, and only a target consumes its own operation.",
  },
  {
    target: "Authority",
    functions: [
      "grantRole",
      "revokeRole",
      "labelRole",
      "setGrantDelay",
      "setRoleAdmin",
      "setRoleGuardian",
      "setTargetAdminDelay",
      "setTargetClosed",
      "setTargetFunctionRole",
      "updateAuthority",
    ],
    guard: "ADMIN, or the role's own admin for grants: AccessManager's `onlyAuthorized`.",
  },
  {
    target: "Council",
    functions: ["propose"],
    guard: "A representative of a member that may vote.",
  },
  {
    target: "Council",
    functions: [
      "castVote",
      "castVoteWithReason",
      "castVoteWithReasonAndParams",
      "castVoteBySig",
      "castVoteWithReasonAndParamsBySig",
      "castByBallot",
    ],
    guard: "A representative of a member that may vote, or anybody who carries its signed ballot.",
  },
  {
    target: "Council",
    functions: ["queue", "execute"],
    guard: "Everybody: the proposal's state and delay decide, not the caller.",
  },
  {
    target: "Council",
    functions: ["noticeRules"],
    guard: "Everybody: what the Council takes notice of is what its table says.",
  },
  {
    target: "Council",
    functions: ["extendVoting"],
    guard: "The contract in which members ask for more time.",
  },
  {
    target: "Council",
    functions: ["cancel"],
    guard:
      "The proposer while the proposal is pending, or the contract that holds the rights of veto.",
  },
  {
    target: "Deliberation",
    functions: ["sponsor", "sponsorBySignatures", "askForMoreTime", "askForMoreTimeBySignatures"],
    guard: "A representative of a member that may vote, or anybody who carries what it signed.",
  },
  {
    target: "Deliberation",
    functions: ["countProposal"],
    guard: "Everybody, each for itself: a Council counts what its own members propose.",
  },
  {
    target: "DecisionClasses",
    functions: ["fixRules", "countParticipants", "decide"],
    guard: "Everybody, each for itself: what is kept belongs to the Council that calls.",
  },
  {
    target: "Vetoes",
    functions: ["veto"],
    guard: "The holder of a right that reaches the proposal and has not ended.",
  },
  {
    target: "Council",
    functions: [
      "relay",
      "setVotingDelay",
      "setVotingPeriod",
      "setProposalThreshold",
      "setBaseDelaySeconds",
      "setAccessManagerIgnored",
    ],
    guard: "The Council itself by a decision: Governor's `onlyGovernance`.",
  },
  {
    target: "Council",
    functions: ["onERC721Received", "onERC1155Received", "onERC1155BatchReceived"],
    guard: "Everybody: they only answer, and change nothing.",
  },
  {
    target: "CircuitBreaker",
    functions: ["pause", "heartbeat"],
    guard:
      "The holder of a right to pause the group that has neither ended nor lapsed, and that `pause` uses up.",
  },
  {
    target: "MemberRegistry",
    functions: [
      "handOverMandate",
      "appointRepresentative",
      "appointKey",
      "endRepresentation",
      "giveProxy",
      "endProxy",
    ],
    guard:
      "The member's mandate key; a representative may end its own representation, and a member that carries a vote may end that.",
  },
  {
    target: "MemberRegistry",
    functions: ["acceptMandate"],
    guard: "The key that the mandate was handed to, which proves so that it exists.",
  },
  {
    target: "OrganisationRegistry",
    functions: ["appointAdministrator", "removeAdministrator"],
    guard: "An administrator of the organisation.",
  },
  {
    target: "NodeRegistry",
    functions: ["registerNode"],
    guard:
      "An administrator of the active organisation, with a proof of possession of the node's key.",
  },
  {
    target: "NodeRegistry",
    functions: ["withdrawNode", "moveNode", "describeNode", "standbyNode", "resumeNode"],
    guard: "An administrator of the node's organisation.",
  },
  {
    target: "OrganisationRegistry",
    functions: ["renounceAdministration", "chooseOrganisation"],
    guard: "An administrator of the organisation, for itself.",
  },
  {
    target: "NodeMonitoring",
    functions: ["reportObedience"],
    guard: "An administrator or a registered account of the node's organisation, 60 times an hour.",
  },
  {
    target: "AccountRegistry",
    functions: ["registerAccount", "setAccountAccess"],
    guard: "An administrator of the account's organisation, within the organisation's limits.",
  },
  {
    target: "AccountRegistry",
    functions: ["removeAccount"],
    guard:
      "An administrator of the account's organisation, the account itself, or anybody once the organisation is retired.",
  },
  {
    target: "DidRegistry",
    functions: ["insertDidDocument"],
    guard: "The holder of the document's first key, or an account that the policy admits.",
  },
  {
    target: "DidRegistry",
    functions: [
      "updateBaseDocument",
      "addController",
      "revokeController",
      "addVerificationMethod",
      "addVerificationRelationship",
      "revokeVerificationMethod",
      "expireVerificationMethod",
      "rollVerificationMethod",
      "deactivateDid",
    ],
    guard:
      "An account with a valid key of one of the DID's controllers, or one that the function's policy admits.",
  },
  {
    target: "TrustedIssuersRegistry",
    functions: ["setAttributeMetadata", "commitAccreditation"],
    guard:
      "An account that acts for the TAO, which is accredited itself or an admitted root; for a revocation also for the Root TAO.",
  },
  {
    target: "TrustedIssuersRegistry",
    functions: ["setAttributeData"],
    guard: "An account that acts for the accredited DID, with the body that the TAO committed.",
  },
  {
    target: "TrustedIssuersRegistry",
    functions: ["addIssuerProxy", "updateIssuerProxy", "removeIssuerProxy"],
    guard: "An account that acts for the issuer, or one that the policy admits.",
  },
  {
    target: "IdentityRegistry",
    functions: [
      "changeOwner",
      "addDelegate",
      "revokeDelegate",
      "setAttribute",
      "revokeAttribute",
      "setGuardians",
      "cancelRecovery",
    ],
    guard: "The identity's owner.",
  },
  {
    target: "IdentityRegistry",
    functions: [
      "changeOwner",
      "addDelegate",
      "revokeDelegate",
      "setAttribute",
      "revokeAttribute",
    ].flatMap((name) => [`${name}Signed`, `${name}BySig`]),
    guard: "Anybody who carries the signature of the identity's owner.",
  },
  {
    target: "IdentityRegistry",
    functions: ["approveRecovery"],
    guard: "A guardian whom the identity's present owner named.",
  },
  {
    target: "IdentityRegistry",
    functions: ["executeRecovery"],
    guard: "Everybody: enough guardians and the delay decide, not the caller.",
  },
  {
    target: "Timestamps",
    functions: ["timestampHashes", "timestampRecordHashes", "anchorBatch"],
    guard: "Everybody, each for itself: a hash or a batch that is anchored already stays as it is.",
  },
  {
    target: "Timestamps",
    functions: [
      "timestampRecordVersionHashes",
      "timestampVersionHashes",
      "appendRecordVersionHashes",
      "insertRecordVersionInfo",
      "detachRecordVersionHash",
      "insertRecordOwner",
      "revokeRecordOwner",
    ],
    guard: "An owner of the record.",
  },
  {
    target: "StatusLists",
    functions: ["registerStatusList", "publishStatusList"],
    guard: "An account that acts for the issuer's DID.",
  },
  {
    target: "EuroToken",
    functions: ["transfer", "approve", "cancelAuthorization", "transferFrom"],
    guard: "The owner of the tokens, or whom it approved.",
  },
  {
    target: "EuroToken",
    functions: ["permit", "transferWithAuthorization"],
    guard: "Anybody who carries the signature of the owner of the tokens.",
  },
  {
    target: "EuroToken",
    functions: ["receiveWithAuthorization"],
    guard: "The receiver whom the signature of the owner names.",
  },
  {
    target: "PaymentEscrow",
    functions: ["authorise", "authoriseWithPermit", "charge"],
    guard: "The payer of the terms, with its own money.",
  },
  {
    target: "PaymentEscrow",
    functions: ["authoriseFor", "authoriseWithAuthorization"],
    guard: "Everybody, with its own money or with the payer's signature over these terms.",
  },
  {
    target: "PaymentEscrow",
    functions: ["capture", "chargeWithAuthorization"],
    guard: "The operator of the terms.",
  },
  {
    target: "PaymentEscrow",
    functions: ["void", "refund"],
    guard: "The payee of the terms, or an operator that is not the payer.",
  },
  {
    target: "PaymentEscrow",
    functions: ["reclaim", "acceptMilestoneByTime", "endDispute"],
    guard: "Everybody, once the time of the terms is over: the money goes where they say.",
  },
  {
    target: "PaymentEscrow",
    functions: ["deliverMilestone"],
    guard: "The payee of the terms.",
  },
  {
    target: "PaymentEscrow",
    functions: ["acceptMilestone", "rejectMilestone"],
    guard: "An official of the annex.",
  },
  {
    target: "PaymentEscrow",
    functions: ["openDispute", "offerSettlement", "acceptSettlement"],
    guard: "A party of the terms.",
  },
  {
    target: "PaymentEscrow",
    functions: ["decide"],
    guard: "The arbiter of the terms.",
  },
  {
    target: "ArbitrationPanel",
    functions: ["giveOpinion"],
    guard: "A member of the panel.",
  },
  {
    target: "PaymentStreams",
    functions: ["open", "openWithPermit", "pause", "resume"],
    guard: "The payer of the terms.",
  },
  {
    target: "PaymentStreams",
    functions: ["openFor", "openWithAuthorization", "topUp"],
    guard: "Everybody, with its own money or with the payer's signature over these terms.",
  },
  {
    target: "PaymentStreams",
    functions: ["withdraw"],
    guard: "Everybody: the money goes to the payee.",
  },
  {
    target: "PaymentStreams",
    functions: ["end"],
    guard: "A party of the terms, or everybody once its time is over.",
  },
  {
    target: "Subscriptions",
    functions: ["subscribe"],
    guard: "The payer of the terms.",
  },
  {
    target: "Subscriptions",
    functions: ["subscribeWithSignature"],
    guard: "Anybody who carries the payer's signature over these terms.",
  },
  {
    target: "Subscriptions",
    functions: ["collect"],
    guard: "The payee of the terms.",
  },
  {
    target: "Subscriptions",
    functions: ["cancel"],
    guard: "A party of the terms.",
  },
  {
    target: "Treasury",
    functions: ["contribute"],
    guard: "Everybody, with its own money, for any member and never more than it owes.",
  },
  {
    target: "Treasury",
    functions: ["collectPayout"],
    guard: "Everybody: what waits for the treasury comes to it.",
  },
  ...["PaymentEscrow", "PaymentStreams"].map((target) => ({
    target,
    functions: ["claim"],
    guard: "Everybody, for what waits for itself.",
  })),
  ...[
    "NetworkDirectory",
    "OrganisationRegistry",
    "AccountRegistry",
    "NodeRegistry",
    "NodeMonitoring",
    "PermissionViews",
    "DidRegistry",
    "TrustedIssuersRegistry",
    "TrustedSchemasRegistry",
    "TrustedPoliciesRegistry",
    "Timestamps",
    "StatusLists",
  ].map((target) => ({
    target,
    functions: ["initialize"],
    guard:
      "The deployment, once: the proxy's constructor calls it, `initializer` refuses a second call.",
  })),
  ...[
    "CircuitBreaker",
    "MemberRegistry",
    "DecisionClasses",
    "Vetoes",
    "NetworkDirectory",
    "OrganisationRegistry",
    "AccountRegistry",
    "NodeRegistry",
    "NodeMonitoring",
    "PermissionViews",
    "Timestamps",
    "StatusLists",
    "ValidatorSet",
    "DidRegistry",
    "TrustedIssuersRegistry",
    "TrustedSchemasRegistry",
    "TrustedPoliciesRegistry",
    "EuroToken",
    "PaymentRules",
    "Treasury",
  ].map((target) => ({
    target,
    functions: ["setAuthority"],
    guard: "The present authority alone, through `updateAuthority`: AccessManaged.",
  })),
];
