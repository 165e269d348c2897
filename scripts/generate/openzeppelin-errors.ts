import type { LibraryErrorText } from "./error-catalogue.ts";

/** A failure that no caller can cause; what is left to do is to tell those who keep the contracts. */
const faultOfContract =
  "This is a fault of the contract, not of the call: report it with the transaction to those who maintain the contracts.";

const faultOfDeployment =
  "This is a fault of the deployment, not of the call: check the deployment module and its parameters.";

/**
 * What the errors of OpenZeppelin that our contracts can raise mean, and what to do about them, by name. OpenZeppelin's
 * own texts are written for developers. The texts of our own errors stand beside the errors themselves.
 */
export const openZeppelinErrors: Readonly<Record<string, LibraryErrorText>> = {
  AccessManagedInvalidAuthority: {
    notice: "The new authority is not a contract, or not the caller.",
    remedy: "Give the address of a deployed authority.",
  },
  AccessManagedRequiredDelay: {
    notice: "The caller may do this, but only after a delay.",
    remedy:
      "The caller holds the role with a delay: schedule the call in the authority, wait for the delay, then execute it.",
  },
  AccessManagedUnauthorized: {
    notice: "The caller may not call this function.",
    remedy:
      "Let the body that holds the role for this function decide it: make a proposal with this call.",
  },
  AccessManagerAlreadyScheduled: {
    notice: "The same operation is scheduled already.",
    remedy: "Execute or cancel the scheduled operation first.",
  },
  AccessManagerBadConfirmation: {
    notice: "The confirmation is not the address of the caller.",
    remedy: "Give the address of the account that sends the transaction as confirmation.",
  },
  AccessManagerExpired: {
    notice: "The scheduled operation has expired.",
    remedy: "The operation was not executed in time: schedule it again, or make a new proposal.",
  },
  AccessManagerInvalidInitialAdmin: {
    notice: "The first administrator of the authority is the zero address.",
    remedy: faultOfDeployment,
  },
  AccessManagerLockedFunction: {
    notice: "The delay of this function of the authority cannot be changed.",
    remedy: "This function of the authority always belongs to ADMIN: leave it out of the call.",
  },
  AccessManagerLockedRole: {
    notice: "The role is one of the two that the authority keeps as they are.",
    remedy: "The roles ADMIN and PUBLIC cannot be changed this way: choose another role.",
  },
  AccessManagerNotReady: {
    notice: "The delay of the scheduled operation is not over.",
    remedy: "The delay is not over: wait until the operation's time, then execute again.",
  },
  AccessManagerNotScheduled: {
    notice: "The operation is not scheduled.",
    remedy: "Schedule the operation first; it may have been executed or cancelled already.",
  },
  AccessManagerUnauthorizedAccount: {
    notice: "The account does not hold the role that this needs.",
    remedy:
      "Only holders of the named role may do this: ask the Assembly to grant it, or let a holder act.",
  },
  AccessManagerUnauthorizedCall: {
    notice: "The caller may not call this function of the target.",
    remedy:
      "The caller's role does not reach this function: let the body that holds the role for it decide.",
  },
  AccessManagerUnauthorizedCancel: {
    notice: "The account may not cancel this scheduled operation.",
    remedy:
      "Only the account that scheduled the operation, a guardian of its role or ADMIN may cancel it.",
  },
  AccessManagerUnauthorizedConsume: {
    notice: "The target does not ask the authority as it should.",
    remedy: "Only the target itself may use up its scheduled operation: call the target.",
  },
  AddressEmptyCode: {
    notice: "There is no contract at this address.",
    remedy: "Check the address: a contract is needed and none is there.",
  },
  CheckpointUnorderedInsertion: {
    notice: "A value was to be entered for a time before the last entry.",
    remedy: faultOfContract,
  },
  ECDSAInvalidSignature: {
    notice: "The signature belongs to nobody.",
    remedy: "Sign again with the account's own wallet.",
  },
  ECDSAInvalidSignatureLength: {
    notice: "The signature has a wrong length.",
    remedy: "Give the signature as 65 bytes.",
  },
  ECDSAInvalidSignatureS: {
    notice: "The signature is the mirrored form of another one.",
    remedy: "Sign again with a wallet that gives signatures with low s.",
  },
  ERC1967InvalidImplementation: {
    notice: "The new implementation is not a contract.",
    remedy: "Give the address of a deployed implementation.",
  },
  ERC1967NonPayable: {
    notice: "An upgrade came with coins that would be lost.",
    remedy: "Send no coins with this call.",
  },
  ERC1967ProxyUninitialized: {
    notice: "A proxy was created without a first call that initialises it.",
    remedy: faultOfDeployment,
  },
  ERC20InsufficientAllowance: {
    notice: "The account has approved less than is to be spent.",
    remedy: "Let the owner approve at least what is needed, and try again.",
  },
  ERC20InsufficientBalance: {
    notice: "The account has less than is to be moved.",
    remedy: "Check the balance, and move at most that.",
  },
  ERC20InvalidApprover: {
    notice: "The zero address can approve nothing.",
    remedy: "Call as the owner of the tokens.",
  },
  ERC20InvalidReceiver: {
    notice: "The tokens cannot go to this address.",
    remedy: "Name another receiver; whoever uses a transfer by signature has to be its receiver.",
  },
  ERC20InvalidSender: {
    notice: "The zero address has no tokens.",
    remedy: "Name the account that has the tokens.",
  },
  ERC20InvalidSpender: {
    notice: "The zero address can spend nothing.",
    remedy: "Name the account that shall spend.",
  },
  ERC2612ExpiredSignature: {
    notice: "The approval by signature has expired.",
    remedy: "Sign an approval with a later deadline.",
  },
  ERC2612InvalidSigner: {
    notice: "The approval was signed by another account than the owner.",
    remedy: "Let the owner sign, for this token, chain, value and its next nonce.",
  },
  ERC3009InvalidAuthorizationTime: {
    notice: "The transfer by signature does not hold yet, or no longer.",
    remedy: "Use it after its first and before its last second, or sign another one.",
  },
  ERC3009InvalidSignature: {
    notice: "The transfer was not signed by the account that it would take from.",
    remedy: "Let that account sign exactly these values, for this token and chain.",
  },
  ERC3009UsedAuthorization: {
    notice: "The transfer by signature was used or called off.",
    remedy: "Sign another one with another nonce.",
  },
  FailedCall: {
    notice: "A call to another contract failed without saying why.",
    remedy:
      "A call of the decision failed without saying why: simulate each call to find the one that fails, then propose again.",
  },
  GovernorAlreadyCastVote: {
    notice: "The account has voted already.",
    remedy: "A vote is final; nothing to do.",
  },
  GovernorAlreadyQueuedProposal: {
    notice: "The proposal is queued already.",
    remedy: "Wait for the delay, then execute the proposal.",
  },
  GovernorDisabledDeposit: {
    notice: "The body takes no coins or tokens.",
    remedy: "Send no coins to the body.",
  },
  GovernorInsufficientProposerVotes: {
    notice: "The proposer has no vote in this body.",
    remedy: "Only members may propose: use the key of a member's representative.",
  },
  GovernorInvalidProposalLength: {
    notice: "The proposal has no calls, or its lists have different lengths.",
    remedy:
      "Give at least one call, and as many targets as values and calldata items; a proposal without calls is refused.",
  },
  GovernorInvalidSignature: {
    notice: "The signature is not the one of the named voter.",
    remedy: "Sign the ballot again with a key of the member, for this proposal and the next nonce.",
  },
  GovernorInvalidVoteParams: {
    notice: "The body does not know the parameters that came with the vote.",
    remedy: "Vote without parameters.",
  },
  GovernorInvalidVoteType: {
    notice: "The vote is neither against, nor for, nor abstention.",
    remedy: "Give 0 (against), 1 (for) or 2 (abstain).",
  },
  GovernorInvalidVotingPeriod: {
    notice: "The voting period is 0.",
    remedy: "Give a voting period of at least one second.",
  },
  GovernorLockedIgnore: {
    notice: "The authority's own delay cannot be ignored.",
    remedy:
      "The authority's own functions cannot be taken out of the delay: leave them out of the call.",
  },
  GovernorMismatchedNonce: {
    notice: "The operation that the proposal scheduled is no longer the one that it scheduled.",
    remedy:
      "The scheduled operation was cancelled or replaced, which blocks the whole proposal: propose again.",
  },
  GovernorNonexistentProposal: {
    notice: "The body has no proposal with this id.",
    remedy: "Check the proposal's id, and that it belongs to this body.",
  },
  GovernorOnlyExecutor: {
    notice: "Only the body itself, by a decision, may call this function.",
    remedy: "Only a decision of the body itself may do this: make a proposal with this call.",
  },
  GovernorProposalQueueingFailed: {
    notice: "The authority gave no time from which the proposal can be executed.",
    remedy: "Check that the authority is the body's own and try again; then propose again.",
  },
  GovernorProposalQueueingNotRequired: {
    notice: "The proposal needs no delay, so it cannot be queued.",
    remedy: "The proposal needs no delay: execute it at once.",
  },
  GovernorRestrictedProposer: {
    notice: "The description of the proposal reserves it for another proposer.",
    remedy: "The description names another proposer: let that account propose, or change the text.",
  },
  GovernorUnableToCancel: {
    notice: "The account may not cancel this proposal.",
    remedy: "Only the proposer before voting starts, or the guardian, may cancel a proposal.",
  },
  GovernorUnexpectedProposalState: {
    notice: "The proposal's present state does not allow this step.",
    remedy:
      "Look at the proposal's state: only an active one can be voted on, only a succeeded one queued, only a queued one executed.",
  },
  GovernorUnmetDelay: {
    notice: "The delay of the proposal's calls is not over.",
    remedy: "The delay is not over: wait until the shown time, then execute again.",
  },
  InsufficientBalance: {
    notice: "The contract holds fewer coins than the call needs.",
    remedy: "The contract does not hold enough coins for this call: fund it, or send less.",
  },
  InvalidAccountNonce: {
    notice: "The nonce is not the account's next one.",
    remedy: "Sign again with the account's next nonce: a signature counts once only.",
  },
  InvalidInitialization: {
    notice: "The contract is initialised already.",
    remedy: "The contract is initialised already; nothing to do.",
  },
  InvalidShortString: {
    notice: "The stored text has an impossible length.",
    remedy: faultOfContract,
  },
  NotInitializing: {
    notice: "A function for the initialisation was called after it.",
    remedy: faultOfContract,
  },
  RateLimitExceeded: {
    notice: "More was asked for than the limit leaves at present.",
    remedy: "Ask for less, or wait: the limit refills continuously.",
  },
  ReentrancyGuardReentrantCall: {
    notice: "The contract was called again while a call to it was under way.",
    remedy: "Call it alone: a token or receiver that calls back cannot be used here.",
  },
  SafeCastOverflowedUintDowncast: {
    notice: "The number is too large for the field that is to hold it.",
    remedy: "Give a smaller number.",
  },
  SafeERC20FailedOperation: {
    notice: "The token refused the transfer without saying why.",
    remedy: "Check balance and approval in the token, and whether the token is paused.",
  },
  StringTooLong: {
    notice: "The text has more than 31 bytes.",
    remedy: "Give a text of at most 31 bytes.",
  },
  StringsInsufficientHexLength: {
    notice: "The number does not fit into so many hexadecimal digits.",
    remedy: faultOfContract,
  },
  UUPSUnauthorizedCallContext: {
    notice: "The function was not called through the proxy.",
    remedy: "Call the proxy of the register, not the implementation behind it.",
  },
  UUPSUnsupportedProxiableUUID: {
    notice: "The new implementation names another storage slot than this kind of proxy uses.",
    remedy: "Upgrade only to an implementation that is made for this kind of proxy (UUPS).",
  },
};
