// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

/// @title What members say of a proposal beside their votes
/// @notice Who stands behind a proposal with its proposer, and who asks for more time to talk before it is decided. Neither is a vote.
///
/// When the members that ask for more time reach 55 % of what a blocking minority needs, in heads or in weight, the vote of the proposal is
/// extended, once. The measure is that of Council Decision 2009/857/EC ("Ioannina"), Article 4; what a blocking minority is follows from
/// the rule of each class that the proposal needs, and the easiest counts: where one member can prevent a decision, one can ask for time.
/// @dev One contract serves all bodies: what it keeps of a proposal it keeps under the address of its Council, which it asks for everything.
/// A contract that only looks like a Council can lie about its own proposals and about no others.
interface IDeliberation {
    /// @notice What a representative signed instead of sending a transaction, for anybody to bring.
    /// @dev The signature is over the EIP-712 struct `Sponsorship(address council,uint256 proposalId,address member,uint48 deadline)` or
    /// `MoreTime(address council,uint256 proposalId,address member,uint48 deadline)` in the domain `Foedus Deliberation`, version `1`, with
    /// this chain's id and this contract's address. A proposal's id is the hash of its calls and its text, so that a draft can be signed
    /// before it is proposed. There is no nonce: a member says each of both once.
    struct Statement {
        /// Account id of the member that the signer stands for.
        address member;
        /// Last second (since 1970) in which the statement counts.
        uint48 deadline;
        /// Who signed, as in ERC-7913: the 20 bytes of an account (ECDSA or ERC-1271), or those of a verifier and then a key.
        bytes signer;
        bytes signature;
    }

    /// @notice The member stands behind the proposal.
    /// @param key Key of the representative that said so.
    event ProposalSponsored(address indexed council, uint256 indexed proposalId, address indexed member, address key);
    /// @notice The member asks for more time.
    /// @param heads Members that have asked so far.
    /// @param weight Their weight at the snapshot.
    event MoreTimeAsked(
        address indexed council,
        uint256 indexed proposalId,
        address indexed member,
        address key,
        uint16 heads,
        uint64 weight
    );

    /// @notice The proposal is not waiting or taking votes.
    /// @custom:remedy Say so while the proposal is pending or active; more time can be asked for while it is active.
    error DeliberationClosed(uint256 proposalId, uint8 state);
    /// @notice The member has said so already.
    /// @custom:remedy Nothing to do.
    error DeliberationSaidAlready(uint256 proposalId, address member);
    /// @notice The key does not stand for this member.
    /// @custom:remedy Name the member of which the key is a representative.
    error DeliberationOtherMember(address key, address member);
    /// @notice The statement came too late.
    /// @custom:remedy Sign again with a later deadline.
    error DeliberationExpired(address member, uint48 deadline);
    /// @notice The signature was not made by the signer over exactly this statement.
    /// @custom:remedy Sign for this chain, contract, Council, proposal, member and deadline.
    error DeliberationSignatureInvalid(address member, bytes signer);
    /// @notice The member has no vote on the proposal: it joined later, or takes no part in the enhanced cooperation.
    /// @custom:remedy Only members that vote on the proposal ask for more time.
    error DeliberationNoVote(uint256 proposalId, address member);

    /// @notice The member has made as many proposals as it may for the time being.
    /// @custom:remedy Propose again from the second `from` (since 1970) on, or let another member propose.
    error DeliberationTooManyProposals(address member, uint256 limit, uint256 from);

    /// @notice Counts a proposal of a member of the calling Council, and refuses one above the limit.
    /// @dev A count for each window instead of one of what is live, so that nobody has to say when a proposal has ended.
    /// @param limit Proposals that one member makes at most in a window, up to 15.
    /// @param window Seconds of a window, counted from 1970.
    function countProposal(address member, uint8 limit, uint32 window) external;

    /// @notice The caller's member stands behind the proposal.
    function sponsor(address council, uint256 proposalId) external;

    /// @notice Members whose representatives signed stand behind the proposal. By anybody.
    /// @dev All or none: whoever brings them can leave out one that is refused.
    function sponsorBySignatures(address council, uint256 proposalId, Statement[] calldata statements) external;

    /// @notice The caller's member asks for more time; the last one that is needed extends the vote.
    function askForMoreTime(address council, uint256 proposalId) external;

    /// @notice Members whose representatives signed ask for more time. By anybody; all or none.
    function askForMoreTimeBySignatures(address council, uint256 proposalId, Statement[] calldata statements) external;

    /// @notice Members that stand behind the proposal, bit `i` for the member at place `i` of the body.
    function sponsors(address council, uint256 proposalId) external view returns (uint256 places);

    /// @notice Members that have asked for more time.
    /// @return places Bit `i` stands for the member at place `i`.
    /// @return heads How many they are.
    /// @return weight Their weight at the snapshot.
    function askers(
        address council,
        uint256 proposalId
    ) external view returns (uint256 places, uint16 heads, uint64 weight);

    /// @notice How many have to ask: the vote is extended when the heads or the weight is reached.
    /// @dev For a proposal whose snapshot has passed.
    /// @return heads Members that suffice.
    /// @return weight Weight that suffices; 0 when weight plays no part.
    function moreTimeThreshold(
        address council,
        uint256 proposalId
    ) external view returns (uint256 heads, uint256 weight);
}
