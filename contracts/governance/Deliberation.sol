// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {CLASS_COUNT, ClassSet, DecisionClass} from "../types/DecisionClass.sol";
import {Rule} from "../types/Rule.sol";
import {keyOf} from "../types/Signer.sol";
import {ICouncil} from "./ICouncil.sol";
import {IDecisionClasses} from "./IDecisionClasses.sol";
import {IDeliberation} from "./IDeliberation.sol";
import {IMemberRegistry} from "./IMemberRegistry.sol";
import {VotingRules} from "./VotingRules.sol";

/// @title What members say of a proposal beside their votes
/// @dev Immutable, holds no role. All that it can do to a Council that trusts it is to extend a vote once.
contract Deliberation is EIP712, IDeliberation {
    struct Said {
        uint256 sponsors;
        uint256 askers;
        uint16 askingHeads;
        uint64 askingWeight;
    }

    /// @dev A word of counts: the number of the window in 32 bits, then 4 bits for each of so many members.
    uint256 private constant COUNTS_IN_WORD = 56;
    /// @dev Council Decision 2009/857/EC, Article 4: of the heads or of the weight "necessary to constitute a blocking minority".
    uint256 private constant MORE_TIME_PERCENT = 55;
    bytes32 private constant SPONSORSHIP_TYPEHASH = keccak256(
        "Sponsorship(address council,uint256 proposalId,address member,uint48 deadline)"
    );
    bytes32 private constant MORE_TIME_TYPEHASH = keccak256(
        "MoreTime(address council,uint256 proposalId,address member,uint48 deadline)"
    );

    mapping(address council => mapping(uint256 proposalId => Said)) private _said;
    mapping(address council => mapping(uint256 word => uint256)) private _counts;

    constructor() EIP712("Foedus Deliberation", "1") {}

    /// @inheritdoc IDeliberation
    function countProposal(address member, uint8 limit, uint32 window) external {
        (, , uint8 index) = _registry(msg.sender).memberOf(member);
        uint256 present = block.timestamp / window;
        uint256 counts = _counts[msg.sender][index / COUNTS_IN_WORD];
        if (uint32(counts) != present) counts = present;
        uint256 shift = 32 + 4 * (index % COUNTS_IN_WORD);
        if ((counts >> shift) & 15 >= limit) {
            revert DeliberationTooManyProposals(member, limit, (present + 1) * window);
        }
        _counts[msg.sender][index / COUNTS_IN_WORD] = counts + (1 << shift);
    }

    /// @inheritdoc IDeliberation
    function sponsor(address council, uint256 proposalId) external {
        address member = _registry(council).voterOf(msg.sender);
        _sponsor(council, proposalId, member, msg.sender);
    }

    /// @inheritdoc IDeliberation
    function sponsorBySignatures(address council, uint256 proposalId, Statement[] calldata statements) external {
        for (uint256 i = 0; i < statements.length; ++i) {
            address key = _signerOf(SPONSORSHIP_TYPEHASH, council, proposalId, statements[i]);
            _sponsor(council, proposalId, statements[i].member, key);
        }
    }

    /// @inheritdoc IDeliberation
    function askForMoreTime(address council, uint256 proposalId) external {
        address member = _registry(council).voterOf(msg.sender);
        _ask(council, proposalId, member, msg.sender);
        _extendIfReached(council, proposalId);
    }

    /// @inheritdoc IDeliberation
    function askForMoreTimeBySignatures(address council, uint256 proposalId, Statement[] calldata statements) external {
        for (uint256 i = 0; i < statements.length; ++i) {
            address key = _signerOf(MORE_TIME_TYPEHASH, council, proposalId, statements[i]);
            _ask(council, proposalId, statements[i].member, key);
        }
        _extendIfReached(council, proposalId);
    }

    /// @inheritdoc IDeliberation
    function sponsors(address council, uint256 proposalId) external view returns (uint256) {
        return _said[council][proposalId].sponsors;
    }

    /// @inheritdoc IDeliberation
    function askers(address council, uint256 proposalId) external view returns (uint256, uint16, uint64) {
        Said storage said = _said[council][proposalId];
        return (said.askers, said.askingHeads, said.askingWeight);
    }

    /// @inheritdoc IDeliberation
    function moreTimeThreshold(
        address council,
        uint256 proposalId
    ) public view returns (uint256 heads, uint256 weight) {
        ClassSet classes = ICouncil(council).proposalClasses(proposalId);
        (uint32 edition, , uint256 participants) = ICouncil(council).proposalRules(proposalId);
        IDecisionClasses table = IDecisionClasses(ICouncil(council).classTable());
        uint48 snapshot = uint48(IGovernor(council).proposalSnapshot(proposalId));
        address registry = address(_registry(council));

        uint16 totalHeads;
        uint64 totalWeight;
        if (participants == 0) (totalHeads, totalWeight) = IMemberRegistry(registry).totalsAt(snapshot);
        else (totalHeads, totalWeight, ) = table.electorate(edition, registry, participants, snapshot);

        (heads, weight) = (type(uint256).max, type(uint256).max);
        for (uint8 i = 0; i < CLASS_COUNT; ++i) {
            DecisionClass class = DecisionClass(i);
            if (!classes.contains(class)) continue;
            Rule memory rule = table.rule(edition, class);
            (uint256 blockingHeads, uint256 blockingWeight) = VotingRules.preventedBy(rule, totalHeads, totalWeight);
            heads = Math.min(heads, _share(blockingHeads));
            if (blockingWeight != 0) weight = Math.min(weight, _share(blockingWeight));
        }
        if (weight == type(uint256).max) weight = 0;
    }

    function _sponsor(address council, uint256 proposalId, address member, address key) private {
        _checkState(council, proposalId, true);
        Said storage said = _said[council][proposalId];
        uint256 place = _placeOf(council, member);
        if (said.sponsors & place != 0) revert DeliberationSaidAlready(proposalId, member);
        said.sponsors |= place;
        emit ProposalSponsored(council, proposalId, member, key);
    }

    function _ask(address council, uint256 proposalId, address member, address key) private {
        _checkState(council, proposalId, false);
        Said storage said = _said[council][proposalId];
        uint256 place = _placeOf(council, member);
        if (said.askers & place != 0) revert DeliberationSaidAlready(proposalId, member);

        (, , uint256 participants) = ICouncil(council).proposalRules(proposalId);
        uint48 snapshot = uint48(IGovernor(council).proposalSnapshot(proposalId));
        (uint16 heads, uint64 weight) = _registry(council).votesAt(member, snapshot);
        bool takesPart = participants == 0 || participants & place != 0;
        if (heads == 0 || !takesPart) revert DeliberationNoVote(proposalId, member);

        said.askers |= place;
        said.askingHeads += heads;
        said.askingWeight += weight;
        emit MoreTimeAsked(council, proposalId, member, key, said.askingHeads, said.askingWeight);
    }

    /// @dev A Council that was extended already says so, and whoever asked is still counted.
    function _extendIfReached(address council, uint256 proposalId) private {
        Said storage said = _said[council][proposalId];
        (uint256 heads, uint256 weight) = moreTimeThreshold(council, proposalId);
        bool reached = said.askingHeads >= heads || (weight != 0 && said.askingWeight >= weight);
        if (reached && !ICouncil(council).proposalExtended(proposalId)) ICouncil(council).extendVoting(proposalId);
    }

    /// @dev The key that signed, which may act for the member now.
    function _signerOf(
        bytes32 typehash,
        address council,
        uint256 proposalId,
        Statement calldata statement
    ) private view returns (address key) {
        address member = statement.member;
        if (statement.deadline < block.timestamp) revert DeliberationExpired(member, statement.deadline);
        bytes32 digest = _hashTypedDataV4(
            keccak256(abi.encode(typehash, council, proposalId, member, statement.deadline))
        );
        IMemberRegistry registry = _registry(council);
        if (!registry.isSignedBy(statement.signer, digest, statement.signature)) {
            revert DeliberationSignatureInvalid(member, statement.signer);
        }
        key = keyOf(statement.signer);
        if (registry.voterOf(key) != member) revert DeliberationOtherMember(key, member);
    }

    function _checkState(address council, uint256 proposalId, bool whilePending) private view {
        IGovernor.ProposalState state = IGovernor(council).state(proposalId);
        if (state == IGovernor.ProposalState.Active) return;
        if (state == IGovernor.ProposalState.Pending && whilePending) return;
        revert DeliberationClosed(proposalId, uint8(state));
    }

    function _placeOf(address council, address member) private view returns (uint256) {
        (, , uint8 index) = _registry(council).memberOf(member);
        return uint256(1) << index;
    }

    function _registry(address council) private view returns (IMemberRegistry) {
        return IMemberRegistry(ICouncil(council).memberRegistry());
    }

    function _share(uint256 whole) private pure returns (uint256) {
        return Math.ceilDiv(whole * MORE_TIME_PERCENT, 100);
    }
}
