// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {ClassSet} from "../types/DecisionClass.sol";

/// @notice What became of a signed ballot in a batch.
enum BallotOutcome {
    /// The gas was too short to try it; it may be sent again.
    NotTried,
    Counted,
    Refused
}

/// @notice How a vote came.
enum VoteWay {
    /// The member's representative sent it.
    InPerson,
    /// The member's representative signed, another account sent.
    Signature,
    /// A representative of the member that carries the vote sent.
    Proxy,
    /// A representative of the member that carries the vote signed.
    ProxySignature
}

/// @title A governance body that votes
/// @notice What OpenZeppelin's Governor does not have. Proposals, votes, queue and execution are the Governor's own interface (`IGovernor`).
/// `voter` in its events is the fixed account id of the member, not the key that acted.
interface ICouncil {
    /// @notice Votes on a proposal: heads are members, weights their population at the snapshot.
    struct Tally {
        uint8 againstHeads;
        uint8 forHeads;
        uint8 abstainHeads;
        uint64 againstWeight;
        uint64 forWeight;
        uint64 abstainWeight;
    }

    /// @notice A vote as a representative signed it, for anybody to bring.
    /// @dev The signature is over the EIP-712 struct
    /// `MemberBallot(uint256 proposalId,bytes32 actionHash,uint8 support,string reason,address member,uint48 deadline)`
    /// in the Governor's domain (its name, version `1`, this chain's id, this Council's address). `actionHash` is what `hashProposal`
    /// makes of the calls and the description: whoever signs computes it from what it was shown. There is no nonce, because a member
    /// votes once on a proposal. Of the two signatures that ECDSA and P-256 allow, only the one with the low `s` counts.
    struct SignedBallot {
        /// Account id of the member whose vote it is: the signer's own, or the one whose vote that member carries.
        address member;
        uint8 support;
        /// Last second (since 1970) in which the ballot is counted.
        uint48 deadline;
        string reason;
        /// Who signed, as in ERC-7913: the 20 bytes of an account (ECDSA or ERC-1271), or those of a verifier and then a key.
        bytes signer;
        bytes signature;
    }

    /// @notice The classes that the proposal needs, decided by its calls.
    /// @param codeHash Commitment to the code of every target and of every implementation behind a RegistryProxy.
    event ProposalClassified(uint256 indexed proposalId, ClassSet classes, bytes20 codeHash);
    /// @notice Proposals that are made from now on are judged by this edition of the body's table of classes.
    event RulesNoticed(uint32 edition);
    /// @notice The proposal is judged by an edition of the body's table of classes, because it needs a class other than the three majorities
    /// as shipped. Without this event it is judged by these.
    /// @param edition Edition of the rules; no later change touches the proposal.
    /// @param cooperation Enhanced cooperation that the calls belong to; 0 when the class is another than Participating.
    /// @param participants Members that alone vote, bit `i` for place `i`; 0 when all vote.
    event ProposalRulesFixed(
        uint256 indexed proposalId,
        uint32 edition,
        uint16 indexed cooperation,
        uint256 participants
    );
    /// @notice No completion of the silent votes can change the outcome any more: voting is closed.
    event ProposalDecided(uint256 indexed proposalId, bool succeeded);

    /// @notice The vote goes on until a later second (since 1970), once.
    /// @dev As in OpenZeppelin's GovernorPreventLateQuorum.
    event ProposalExtended(uint256 indexed proposalId, uint64 extendedDeadline);

    /// @notice The vote in the `VoteCast` before it was not cast by the member's representative in person.
    /// @param voter Account id of the member whose vote it is.
    /// @param key Key that acted: of an account its address, of an ERC-7913 key the last 20 bytes of the hash of the signer.
    event VoteCastBy(uint256 indexed proposalId, address indexed voter, address indexed key, VoteWay way);
    /// @notice A ballot of a batch was not counted; the others were not held up.
    /// @param index Place of the ballot in the batch.
    /// @param reason Selector of the error that it would give alone.
    event BallotRefused(uint256 indexed proposalId, address indexed member, uint256 index, bytes4 reason);
    /// @notice So many ballots of a batch were not tried, because its gas was too short. They may be sent again.
    event BallotsNotTried(uint256 indexed proposalId, uint256 count);

    /// @notice A target of the proposal has no code.
    /// @custom:remedy Check the address; a decision can only call contracts.
    error CouncilTargetWithoutCode(address target);
    /// @notice The call at `index`, with the same target and calldata, stands before it in the proposal: a decision lists each call once,
    /// because the authority cannot schedule equal operations at the same time.
    /// @custom:remedy Leave it out, or propose it a second time after the first was executed.
    error CouncilCallTwice(address target, uint256 index);
    /// @notice The code of a target is not the code that the members voted on.
    /// @custom:remedy Propose again, so that the members decide on the present code.
    error CouncilCodeChanged(uint256 proposalId, bytes20 proposed, bytes20 present);
    /// @notice The member has voted already.
    /// @custom:remedy A vote is final; nothing to do.
    error CouncilAlreadyVoted(uint256 proposalId, address voter);
    /// @notice The proposal belongs to an enhanced cooperation in which the member does not take part.
    /// @custom:remedy Only participants vote on it; nothing to do.
    error CouncilNotParticipating(uint256 proposalId, address voter);
    /// @notice The value is not 0 (against), 1 (for) or 2 (abstain).
    /// @custom:remedy Give 0, 1 or 2.
    error CouncilInvalidSupport(uint8 support);
    /// @notice The parameters of a vote are neither empty nor the account id of a member.
    /// @custom:remedy Vote without parameters, or for a member whose vote you carry with its account id, ABI-encoded in 32 bytes.
    error CouncilVoteParams();
    /// @notice The ballot came too late.
    /// @custom:remedy Sign again with a later deadline.
    error CouncilBallotExpired(address member, uint48 deadline);
    /// @notice The signature was not made by the signer over exactly this ballot, or it is the one with the high `s`.
    /// @custom:remedy Sign for this chain, Council, proposal, action, support, reason, member and deadline; normalise `s`.
    error CouncilBallotInvalid(address member, bytes signer);
    /// @notice A ballot before this one in the same batch decided the proposal.
    /// @custom:remedy Nothing to do: no further vote could change the outcome.
    error CouncilVotingClosed(uint256 proposalId);
    /// @notice The vote is the caller's own, not one that it carries.
    /// @custom:remedy Vote in person.
    error CouncilNotProxy(address account);
    /// @notice Less gas is left than counting the ballot may take.
    /// @custom:remedy Send the ballot again with more gas, or with fewer others.
    error CouncilGasShort(uint256 needed, uint256 available);
    /// @notice The caller is not the contract in which members ask for more time.
    /// @custom:remedy Ask for more time there, as a representative.
    error CouncilNotDeliberation(address caller);
    /// @notice The vote was extended before; it is extended once.
    /// @custom:remedy Nothing to do.
    error CouncilExtendedAlready(uint256 proposalId);
    /// @notice A setting is out of its bounds.
    /// @custom:remedy Give a value from `minimum` to `maximum`.
    error CouncilSettingOutOfBounds(uint256 value, uint256 minimum, uint256 maximum);

    /// @notice Takes notice of the present edition of the table of classes. By anybody.
    /// @dev Not needed after a decision of this body: the Council takes notice when it executes calls to the table, to the Authority or to
    /// itself. Where somebody else may change the rules, proposals are judged by the last edition that the Council took notice of.
    function noticeRules() external;

    /// @notice Edition of the table of classes by which proposals that are made now are judged.
    function noticedEdition() external view returns (uint32);

    /// @notice Counts votes on one proposal that representatives signed. Anybody may bring them.
    /// @dev No ballot holds up the others: one that is refused is named by an event. Each is tried only while the gas suffices for it
    /// whatever its wallet does, and a wallet or the verifier of a key gets a bounded share. A lone ballot that is not counted reverts.
    /// @return outcomes What became of each ballot, in their order.
    function castByBallot(
        uint256 proposalId,
        SignedBallot[] calldata ballots
    ) external returns (BallotOutcome[] memory outcomes);

    /// @notice Extends the vote of a proposal, once. By the contract in which members ask for more time.
    /// @dev A vote that turns what would be the outcome extends it as well, when it comes so near the end. That can happen only in classes in which
    /// votes still count after the turn (unanimity): in all others a vote that turns the outcome settles it, and closes the vote.
    function extendVoting(uint256 proposalId) external;

    /// @notice Whether the vote of the proposal was extended.
    function proposalExtended(uint256 proposalId) external view returns (bool);

    /// @notice What a representative signs to vote, see `SignedBallot`.
    function ballotDigest(
        uint256 proposalId,
        uint8 support,
        string calldata reason,
        address member,
        uint48 deadline
    ) external view returns (bytes32);

    /// @notice Votes on a proposal so far.
    function proposalTally(uint256 proposalId) external view returns (Tally memory);

    /// @notice The classes that the proposal needs.
    function proposalClasses(uint256 proposalId) external view returns (ClassSet);

    /// @notice What the proposal is judged by: the rules of its classes in this edition of the table of classes.
    /// @return edition 0 for the rules as shipped.
    /// @return cooperation Enhanced cooperation that the calls belong to; 0 when the class is another than Participating.
    /// @return participants Members that alone vote, bit `i` for place `i`; 0 when all vote.
    function proposalRules(
        uint256 proposalId
    ) external view returns (uint32 edition, uint16 cooperation, uint256 participants);

    /// @notice Commitment to the code of the proposal's targets, made when it was proposed.
    function proposalCodeHash(uint256 proposalId) external view returns (bytes20);

    /// @notice What a member voted; `voted` is false while it has not.
    /// @param account Account id of the member, or a key of it.
    function voteOf(uint256 proposalId, address account) external view returns (bool voted, uint8 support);

    /// @notice Whether the votes so far decide the proposal whatever the silent members do.
    /// @dev What is still open at the deadline is decided by the votes that were cast; `state` tells.
    function proposalDecision(uint256 proposalId) external view returns (bool decided, bool succeeded);

    /// @notice Seconds since 1970 from which an approved proposal can no longer be queued or executed.
    function proposalExpiry(uint256 proposalId) external view returns (uint48);

    /// @notice Contracts that may act on proposals of this Council: the one extends a vote, the other stops a proposal. They never change.
    function companions() external view returns (address deliberation, address vetoes);

    /// @notice Limits of this Council that never change.
    /// @return extension Seconds by which a vote is extended.
    /// @return proposals Proposals that one member makes at most in each window; 0 for no limit.
    /// @return window Seconds of a window, counted from 1970. A member has at most twice as many proposals that take votes.
    function limits() external view returns (uint32 extension, uint8 proposals, uint32 window);

    /// @notice The body's members.
    function memberRegistry() external view returns (address);

    /// @notice The table of classes that proposals are judged by.
    function classTable() external view returns (address);

    /// @notice Seconds that a proposal which calls this Council itself waits at least; never changes.
    /// @dev The deployment gives a value that is at least the delay of the Council's ADMIN role. Warning: nothing on the chain holds the two
    /// together. A decision that makes the delay of ADMIN longer needs a new Council with a longer `selfCallDelay`.
    function selfCallDelay() external view returns (uint32);
}
