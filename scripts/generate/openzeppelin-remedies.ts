/** A failure that no caller can cause; what is left to do is to tell those who keep the contracts. */
const faultOfContract =
  "This is a fault of the contract, not of the call: report it with the transaction to those who maintain the contracts.";

const faultOfDeployment =
  "This is a fault of the deployment, not of the call: check the deployment module and its parameters.";

/**
 * What to do about the errors of OpenZeppelin that our contracts can raise, by name. Ours stand beside the errors
 * themselves, as `@custom:remedy`.
 */
export const openZeppelinRemedies: Readonly<Record<string, string>> = {
  AccessManagedInvalidAuthority: "Give the address of a deployed authority.",
  AccessManagedRequiredDelay:
    "The caller holds the role with a delay: schedule the call in the authority, wait for the delay, then execute it.",
  AccessManagedUnauthorized:
    "Let the body that holds the role for this function decide it: make a proposal with this call.",
  AccessManagerAlreadyScheduled: "Execute or cancel the scheduled operation first.",
  AccessManagerBadConfirmation: "Give the address of the account that sends the transaction as confirmation.",
  AccessManagerExpired: "The operation was not executed in time: schedule it again, or make a new proposal.",
  AccessManagerInvalidInitialAdmin: faultOfDeployment,
  AccessManagerLockedFunction: "This function of the authority always belongs to ADMIN: leave it out of the call.",
  AccessManagerLockedRole: "The roles ADMIN and PUBLIC cannot be changed this way: choose another role.",
  AccessManagerNotReady: "The delay is not over: wait until the operation's time, then execute again.",
  AccessManagerNotScheduled: "Schedule the operation first; it may have been executed or cancelled already.",
  AccessManagerUnauthorizedAccount:
    "Only holders of the named role may do this: ask the Assembly to grant it, or let a holder act.",
  AccessManagerUnauthorizedCall:
    "The caller's role does not reach this function: let the body that holds the role for it decide.",
  AccessManagerUnauthorizedCancel:
    "Only the account that scheduled the operation, a guardian of its role or ADMIN may cancel it.",
  AccessManagerUnauthorizedConsume: "Only the target itself may use up its scheduled operation: call the target.",
  AddressEmptyCode: "Check the address: a contract is needed and none is there.",
  CheckpointUnorderedInsertion: faultOfContract,
  ECDSAInvalidSignature: "Sign exactly the values that the page or the command shows, with the named key, and try again.",
  ECDSAInvalidSignatureLength: "Give a signature of 65 bytes: r, s and v.",
  ECDSAInvalidSignatureS: "Give the signature with the lower of its two possible values of s, as wallets do.",
  ERC1967InvalidImplementation: "Give the address of a deployed implementation.",
  ERC1967NonPayable: "Send no coins with this call.",
  ERC1967ProxyUninitialized: faultOfDeployment,
  ERC5805FutureLookup: "Ask for a time that has passed.",
  ERC6372InconsistentClock: faultOfContract,
  EnforcedPause: "The function is paused: wait until the pause ends, or let the body end it earlier.",
  EnumerableMapNonexistentKey: faultOfContract,
  ExpectedPause: "Nothing is paused: there is nothing to end.",
  FailedCall:
    "A call of the decision failed without saying why: simulate each call to find the one that fails, then propose again.",
  FailedDeployment: "Check the code and the arguments of the contract that was to be deployed.",
  GovernorAlreadyCastVote: "A vote is final; nothing to do.",
  GovernorAlreadyQueuedProposal: "Wait for the delay, then execute the proposal.",
  GovernorDisabledDeposit: "Send no coins to the body.",
  GovernorInsufficientProposerVotes: "Only members may propose: use the key of a member's representative.",
  GovernorInvalidProposalLength:
    "Give at least one call, and as many targets as values and calldata items; a proposal without calls is refused.",
  GovernorInvalidSignature: "Sign the ballot again with a key of the member, for this proposal and the next nonce.",
  GovernorInvalidVoteParams: "Vote without parameters.",
  GovernorInvalidVoteType: "Give 0 (against), 1 (for) or 2 (abstain).",
  GovernorInvalidVotingPeriod: "Give a voting period of at least one second.",
  GovernorLockedIgnore: "The authority's own functions cannot be taken out of the delay: leave them out of the call.",
  GovernorMismatchedNonce:
    "The scheduled operation was cancelled or replaced, which blocks the whole proposal: propose again.",
  GovernorNonexistentProposal: "Check the proposal's id, and that it belongs to this body.",
  GovernorOnlyExecutor: "Only a decision of the body itself may do this: make a proposal with this call.",
  GovernorProposalQueueingFailed: "Check that the authority is the body's own and try again; then propose again.",
  GovernorProposalQueueingNotRequired: "The proposal needs no delay: execute it at once.",
  GovernorQueueNotImplemented: "The proposal needs no delay: execute it at once.",
  GovernorRestrictedProposer: "The description names another proposer: let that account propose, or change the text.",
  GovernorUnableToCancel: "Only the proposer before voting starts, or the guardian, may cancel a proposal.",
  GovernorUnexpectedProposalState:
    "Look at the proposal's state: only an active one can be voted on, only a succeeded one queued, only a queued one executed.",
  GovernorUnmetDelay: "The delay is not over: wait until the shown time, then execute again.",
  InsufficientBalance: "The contract does not hold enough coins for this call: fund it, or send less.",
  InvalidAccountNonce: "Sign again with the account's next nonce: a signature counts once only.",
  InvalidInitialization: "The contract is initialised already; nothing to do.",
  InvalidShortString: faultOfContract,
  MissingPrecompile: "This chain lacks the named precompiled contract: ask the network's operators.",
  NotInitializing: faultOfContract,
  OutOfRangeAccess: faultOfContract,
  QueueEmpty: faultOfContract,
  QueueFull: faultOfContract,
  QueueOutOfBounds: faultOfContract,
  ReentrancyGuardReentrantCall: "Do not call the contract back from within its own call.",
  SafeCastOverflowedIntDowncast: "Give a smaller number.",
  SafeCastOverflowedIntToUint: "Give a number that is not negative.",
  SafeCastOverflowedUintDowncast: "Give a smaller number.",
  SafeCastOverflowedUintToInt: "Give a smaller number.",
  StringTooLong: "Give a text of at most 31 bytes.",
  StringsInsufficientHexLength: faultOfContract,
  StringsInvalidAddressFormat: "Write the address as 0x and 40 hexadecimal digits.",
  StringsInvalidChar: "Write the number with digits only.",
  UUPSUnauthorizedCallContext: "Call the proxy of the register, not the implementation behind it.",
  UUPSUnsupportedProxiableUUID: "Upgrade only to an implementation that is made for this kind of proxy (UUPS).",
  VotesExpiredSignature: "Sign again with a later expiry.",
};
