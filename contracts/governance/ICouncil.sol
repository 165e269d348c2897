// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {ClassSet} from "../types/DecisionClass.sol";

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
    /// @notice A vote carried parameters, which this body does not know.
    /// @custom:remedy Vote without parameters.
    error CouncilVoteParams();
    /// @notice A setting is out of its bounds.
    /// @custom:remedy Give a value from `minimum` to `maximum`.
    error CouncilSettingOutOfBounds(uint256 value, uint256 minimum, uint256 maximum);

    /// @notice Takes notice of the present edition of the table of classes. By anybody.
    /// @dev Not needed after a decision of this body: the Council takes notice when it executes calls to the table, to the Authority or to
    /// itself. Where somebody else may change the rules, proposals are judged by the last edition that the Council took notice of.
    function noticeRules() external;

    /// @notice Edition of the table of classes by which proposals that are made now are judged.
    function noticedEdition() external view returns (uint32);

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

    /// @notice The body's members.
    function memberRegistry() external view returns (address);

    /// @notice The table of classes that proposals are judged by.
    function classTable() external view returns (address);

    /// @notice Seconds that a proposal which calls this Council itself waits at least; never changes.
    /// @dev The deployment gives a value that is at least the delay of the Council's ADMIN role. Warning: nothing on the chain holds the two
    /// together. A decision that makes the delay of ADMIN longer needs a new Council with a longer `selfCallDelay`.
    function selfCallDelay() external view returns (uint32);
}
