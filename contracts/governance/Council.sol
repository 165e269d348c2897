// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";
import {Governor} from "@openzeppelin/contracts/governance/Governor.sol";
import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {GovernorSettings} from "@openzeppelin/contracts/governance/extensions/GovernorSettings.sol";
import {GovernorTimelockAccess} from "@openzeppelin/contracts/governance/extensions/GovernorTimelockAccess.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {Hashes} from "@openzeppelin/contracts/utils/cryptography/Hashes.sol";
import {LowLevelCall} from "@openzeppelin/contracts/utils/LowLevelCall.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {Nonces} from "@openzeppelin/contracts/utils/Nonces.sol";
import {NoncesKeyed} from "@openzeppelin/contracts/utils/NoncesKeyed.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {Time} from "@openzeppelin/contracts/utils/types/Time.sol";

import {IRegistryProxy} from "../access/IRegistryProxy.sol";
import {RegistryProxy} from "../access/RegistryProxy.sol";
import {ClassSet, DecisionClass} from "../types/DecisionClass.sol";
import {keyOf} from "../types/Signer.sol";
import {Decision, PackedTally, VOTES_IN_TALLY} from "../types/PackedTally.sol";
import {PackedTerms, packTerms} from "../types/PackedTerms.sol";
import {BallotOutcome, ICouncil, VoteWay} from "./ICouncil.sol";
import {IDecisionClasses} from "./IDecisionClasses.sol";
import {IDeliberation} from "./IDeliberation.sol";
import {IMemberRegistry} from "./IMemberRegistry.sol";
import {VotingRules} from "./VotingRules.sol";

/// @title A governance body that votes
/// @notice OpenZeppelin's Governor on the timestamp clock, with the majorities of the European Union, closed as soon as nothing
/// can change the outcome, and executed through the Authority.
/// @dev Immutable; it is replaced by granting its roles to a successor. Every vote decides at once whether the outcome is
/// settled. In the three majorities as shipped what is open at the deadline has failed, so that `state` needs no totals; proposals
/// of other classes or rules are judged by the table of classes, at the deadline too.
contract Council is Governor, NoncesKeyed, GovernorSettings, GovernorTimelockAccess, ICouncil {
    using VotingRules for ClassSet;

    struct Settings {
        string name;
        address authority;
        address members;
        address classes;
        address deliberation;
        address vetoes;
        uint48 votingDelay;
        uint32 votingPeriod;
        uint32 baseDelay;
        uint32 selfCallDelay;
        uint32 extension;
        uint8 proposalLimit;
    }

    // Traits of a proposal.
    uint8 private constant CALLS_ITSELF = 1;
    uint8 private constant JUDGED_BY_TABLE = 2;
    uint8 private constant EXTENDED = 4;
    uint8 private constant AGAINST = 0;
    uint8 private constant FOR = 1;
    uint8 private constant ABSTAIN = 2;

    /// @dev Hash of no code, as an account has that was used and is no contract.
    bytes32 private constant EMPTY_CODE = keccak256("");
    uint256 private constant MAX_VOTING_DELAY = 30 days;
    uint256 private constant MIN_VOTING_PERIOD = 1 hours;
    uint256 private constant MAX_VOTING_PERIOD = 180 days;
    uint256 private constant MAX_BASE_DELAY = 180 days;
    uint256 private constant MAX_EXTENSION = 30 days;
    uint256 private constant VOTES_IN_WORD = 128;
    uint256 private constant MAX_PROPOSAL_LIMIT = 15;

    bytes32 private constant MEMBER_BALLOT_TYPEHASH = keccak256(
        "MemberBallot(uint256 proposalId,bytes32 actionHash,uint8 support,string reason,address member,uint48 deadline)"
    );
    /// @dev More than it takes to count a ballot with the signature of an account, to log it and to write the tally at last.
    uint256 private constant BALLOT_GAS = 200_000;
    /// @dev For each byte of a ballot's reason, signer and signature: more than copying, hashing and logging it takes.
    uint256 private constant BALLOT_BYTE_GAS = 16;
    /// @dev What a wallet or the verifier of a key may use: enough for P-256 without a precompile.
    uint256 private constant VERIFICATION_GAS = 500_000;

    IMemberRegistry private immutable _members;
    IDecisionClasses private immutable _classes;
    address private immutable _deliberation;
    address private immutable _vetoes;
    uint32 private immutable _selfCallDelay;
    uint32 private immutable _extension;
    uint32 private immutable _proposalWindow;
    uint8 private immutable _proposalLimit;
    uint32 private immutable _expiration;
    bytes32 private immutable _registryProxyCode;

    // Beside the base delay, in a slot that each proposal reads anyway: what the table of classes said when the Council last took notice.
    uint32 private _edition;
    ClassSet private _byTable;

    mapping(uint256 proposalId => PackedTerms) private _terms;
    mapping(uint256 proposalId => PackedTally) private _tallies;
    mapping(uint256 proposalId => mapping(uint256 word => uint256)) private _furtherVotes;

    /// @param settings Name (at most 31 bytes), the contracts that the body rests on, and its times in seconds.
    constructor(
        Settings memory settings
    )
        Governor(settings.name)
        GovernorSettings(settings.votingDelay, settings.votingPeriod, 0)
        GovernorTimelockAccess(settings.authority, settings.baseDelay)
    {
        _members = IMemberRegistry(settings.members);
        _classes = IDecisionClasses(settings.classes);
        _deliberation = settings.deliberation;
        _vetoes = settings.vetoes;
        _selfCallDelay = settings.selfCallDelay;
        _extension = settings.extension;
        _proposalLimit = settings.proposalLimit;
        _proposalWindow = SafeCast.toUint32(settings.votingDelay + settings.votingPeriod);
        _expiration = AccessManager(settings.authority).expiration();
        _registryProxyCode = keccak256(type(RegistryProxy).runtimeCode);
        _noticeRules();
        // A self-call that matures after its operations expired could never be executed.
        _checkBounds(settings.selfCallDelay, 0, _expiration - 1);
        _checkBounds(settings.extension, 0, MAX_EXTENSION);
        _checkBounds(settings.proposalLimit, 0, MAX_PROPOSAL_LIMIT);
    }

    /// @notice Proposes calls. By a representative who may vote.
    function propose(
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        string memory description
    ) public override(Governor, GovernorTimelockAccess) returns (uint256) {
        // Reverts with the reason when the caller may not vote.
        address member = _members.voterOf(_msgSender());
        if (_proposalLimit != 0) IDeliberation(_deliberation).countProposal(member, _proposalLimit, _proposalWindow);
        return super.propose(targets, values, calldatas, description);
    }

    /// @inheritdoc ICouncil
    // slither-disable-next-line reentrancy-no-eth
    function castByBallot(
        uint256 proposalId,
        SignedBallot[] calldata ballots
    ) external returns (BallotOutcome[] memory outcomes) {
        PackedTerms terms = _terms[proposalId];
        PackedTally tally = _tallyTakingVotes(proposalId, terms);
        // Before any ballot is tried, so that none of them pays for the count.
        if (terms.has(JUDGED_BY_TABLE)) _classes.countParticipants(proposalId);
        outcomes = new BallotOutcome[](ballots.length);
        uint256 untried;
        for (uint256 i = 0; i < ballots.length; ++i) {
            bytes memory refusal;
            (tally, refusal) = _countBallot(proposalId, terms, tally, ballots[i]);
            if (refusal.length == 0) {
                outcomes[i] = BallotOutcome.Counted;
            } else if (ballots.length == 1) {
                LowLevelCall.bubbleRevert(refusal);
            } else if (bytes4(refusal) == CouncilGasShort.selector) {
                ++untried;
            } else {
                outcomes[i] = BallotOutcome.Refused;
                emit BallotRefused(proposalId, ballots[i].member, i, bytes4(refusal));
            }
        }
        // Nothing that was asked meanwhile could change anything: registers, wallets and verifiers are asked by static calls, and the table of
        // classes, which never changes, calls nobody who could call back.
        _tallies[proposalId] = tally;
        if (untried > 0) emit BallotsNotTried(proposalId, untried);
    }

    /// @inheritdoc ICouncil
    function extendVoting(uint256 proposalId) external {
        if (_msgSender() != _deliberation) revert CouncilNotDeliberation(_msgSender());
        PackedTerms terms = _terms[proposalId];
        _tallyTakingVotes(proposalId, terms);
        if (proposalExtended(proposalId)) revert CouncilExtendedAlready(proposalId);
        _extend(proposalId);
    }

    /// @inheritdoc IGovernor
    function state(uint256 proposalId) public view override returns (ProposalState current) {
        current = super.state(proposalId);
        if (current == ProposalState.Active) {
            Decision decided = _tallies[proposalId].decision();
            if (decided == Decision.Open) return current;
            if (decided == Decision.Defeated) return ProposalState.Defeated;
            current = proposalEta(proposalId) == 0 ? ProposalState.Succeeded : ProposalState.Queued;
        }
        bool approved = current == ProposalState.Succeeded || current == ProposalState.Queued;
        if (approved && clock() >= proposalExpiry(proposalId)) return ProposalState.Expired;
    }

    /// @notice Last second (since 1970) of the vote, an extension included.
    function proposalDeadline(uint256 proposalId) public view override returns (uint256) {
        return _terms[proposalId].voteEnd();
    }

    /// @inheritdoc ICouncil
    function proposalExtended(uint256 proposalId) public view returns (bool) {
        return _terms[proposalId].has(EXTENDED);
    }

    /// @inheritdoc ICouncil
    function companions() external view returns (address, address) {
        return (_deliberation, _vetoes);
    }

    /// @inheritdoc ICouncil
    function limits() external view returns (uint32, uint8, uint32) {
        return (_extension, _proposalLimit, _proposalWindow);
    }

    /// @inheritdoc ICouncil
    function proposalExpiry(uint256 proposalId) public view returns (uint48) {
        uint256 eta = proposalEta(proposalId);
        if (eta == 0) return uint48(proposalDeadline(proposalId) + _expiration);
        if (!_callsItself(proposalId)) return uint48(eta + _expiration);
        // The operations of the Authority were scheduled for the plan's delay, before the self-calls mature.
        (uint32 delay, , ) = proposalExecutionPlan(proposalId);
        return uint48(eta - Math.saturatingSub(_selfCallDelay, delay) + _expiration);
    }

    /// @inheritdoc IGovernor
    function proposalNeedsQueuing(
        uint256 proposalId
    ) public view override(Governor, GovernorTimelockAccess) returns (bool) {
        return super.proposalNeedsQueuing(proposalId) || (_callsItself(proposalId) && _selfCallDelay > 0);
    }

    /// @notice Always 0: whoever may vote may propose.
    function proposalThreshold() public pure override(Governor, GovernorSettings) returns (uint256) {
        return 0;
    }

    /// @inheritdoc IGovernor
    function votingDelay() public view override(Governor, GovernorSettings) returns (uint256) {
        return super.votingDelay();
    }

    /// @inheritdoc IGovernor
    function votingPeriod() public view override(Governor, GovernorSettings) returns (uint256) {
        return super.votingPeriod();
    }

    /// @notice Every call goes through the Authority, except calls to the Council itself; this cannot be changed.
    function isAccessManagerIgnored(address target, bytes4) public view override returns (bool) {
        return target == address(this);
    }

    /// @inheritdoc ICouncil
    function noticeRules() external {
        _noticeRules();
    }

    /// @inheritdoc ICouncil
    function noticedEdition() external view returns (uint32) {
        return _edition;
    }

    /// @inheritdoc ICouncil
    function proposalTally(uint256 proposalId) external view returns (Tally memory) {
        PackedTally tally = _tallies[proposalId];
        return
            Tally({
                againstHeads: tally.heads(AGAINST),
                forHeads: tally.heads(FOR),
                abstainHeads: tally.heads(ABSTAIN),
                againstWeight: tally.weight(AGAINST),
                forWeight: tally.weight(FOR),
                abstainWeight: tally.weight(ABSTAIN)
            });
    }

    /// @inheritdoc ICouncil
    function ballotDigest(
        uint256 proposalId,
        uint8 support,
        string calldata reason,
        address member,
        uint48 deadline
    ) public view returns (bytes32) {
        bytes32 reasonHash = keccak256(bytes(reason));
        // The id of a proposal is the hash of its action, whoever computed it; a ballot names both, so that it binds the action alone.
        bytes32 actionHash = bytes32(proposalId);
        return
            _hashTypedDataV4(
                keccak256(
                    abi.encode(MEMBER_BALLOT_TYPEHASH, proposalId, actionHash, support, reasonHash, member, deadline)
                )
            );
    }

    /// @inheritdoc ICouncil
    function proposalClasses(uint256 proposalId) external view returns (ClassSet) {
        return _terms[proposalId].classes();
    }

    /// @inheritdoc ICouncil
    function proposalRules(uint256 proposalId) public view returns (uint32, uint16, uint256) {
        return _classes.rulesOf(address(this), proposalId);
    }

    /// @inheritdoc ICouncil
    function proposalCodeHash(uint256 proposalId) external view returns (bytes20) {
        return _terms[proposalId].codeHash();
    }

    /// @inheritdoc ICouncil
    function proposalDecision(uint256 proposalId) external view returns (bool decided, bool succeeded) {
        Decision outcome = _tallies[proposalId].decision();
        return (outcome == Decision.Succeeded || outcome == Decision.Defeated, outcome == Decision.Succeeded);
    }

    /// @inheritdoc ICouncil
    function voteOf(uint256 proposalId, address account) public view returns (bool voted, uint8 support) {
        (bool found, , uint8 index) = _members.memberOf(account);
        uint8 cast = found ? _vote(proposalId, _tallies[proposalId], index) : 0;
        return cast == 0 ? (false, 0) : (true, cast - 1);
    }

    /// @inheritdoc IGovernor
    function hasVoted(uint256 proposalId, address account) external view returns (bool voted) {
        (voted, ) = voteOf(proposalId, account);
    }

    /// @inheritdoc ICouncil
    function memberRegistry() external view returns (address) {
        return address(_members);
    }

    /// @inheritdoc ICouncil
    function classTable() external view returns (address) {
        return address(_classes);
    }

    /// @inheritdoc ICouncil
    function selfCallDelay() external view returns (uint32) {
        return _selfCallDelay;
    }

    /// @notice Always 0: the rules count all members, voting or not, so that there is no quorum beside them.
    function quorum(uint256) public pure override returns (uint256) {
        return 0;
    }

    /// @inheritdoc IGovernor
    // solhint-disable-next-line func-name-mixedcase
    function COUNTING_MODE() external pure returns (string memory) {
        return "support=bravo&quorum=none&rule=double-majority";
    }

    /// @notice Present timepoint: seconds since 1970 (ERC-6372).
    function clock() public view override returns (uint48) {
        return Time.timestamp();
    }

    /// @notice `mode=timestamp` (ERC-6372).
    // solhint-disable-next-line func-name-mixedcase
    function CLOCK_MODE() public pure override returns (string memory) {
        return "mode=timestamp";
    }

    function _propose(
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        string memory description,
        address proposer
    ) internal override returns (uint256 proposalId) {
        proposalId = super._propose(targets, values, calldatas, description, proposer);

        ClassSet classes;
        uint8 traits;
        for (uint256 i = 0; i < targets.length; ++i) {
            address target = targets[i];
            if (target == address(this)) traits |= CALLS_ITSELF;
            _checkNew(targets, calldatas, i);
            classes = classes.with(_decisionClass(target, calldatas[i]));
        }
        bool byTable = classes.intersects(_byTable);
        if (byTable) traits |= JUDGED_BY_TABLE;
        bytes20 codeHash = _codeHash(targets);
        uint40 voteStart = uint40(proposalSnapshot(proposalId));
        uint40 voteEnd = uint40(voteStart + votingPeriod());
        _terms[proposalId] = packTerms(classes, traits, voteStart, voteEnd, codeHash);
        emit ProposalClassified(proposalId, classes, codeHash);
        if (byTable) {
            // A later change of rules or of participants makes a new edition, and does not touch the proposal.
            uint32 edition = _edition;
            (uint16 cooperation, uint256 participants) = _classes.fixRules(
                proposalId,
                edition,
                classes,
                targets,
                calldatas
            );
            emit ProposalRulesFixed(proposalId, edition, cooperation, participants);
        }
    }

    /// @dev One call to the register answers all that a vote needs to know. The event names the member, whatever key acted. A vote with the
    /// account id of a member as parameters is one that the caller's member carries for it.
    function _castVote(
        uint256 proposalId,
        address key,
        uint8 support,
        string memory reason,
        bytes memory params
    ) internal override returns (uint256) {
        PackedTerms terms = _terms[proposalId];
        PackedTally tally = _tallyTakingVotes(proposalId, terms);
        if (support > ABSTAIN) revert CouncilInvalidSupport(support);
        bool carried;
        address voter;
        uint8 index;
        uint64 weight;
        uint16 totalHeads;
        uint64 totalWeight;
        if (params.length == 0) {
            (voter, index, weight, totalHeads, totalWeight) = _members.ballot(key, terms.voteStart(), proposalId);
        } else {
            if (params.length != 32) revert CouncilVoteParams();
            voter = address(uint160(uint256(bytes32(params))));
            (carried, index, weight, totalHeads, totalWeight) = _members.ballotOf(
                key,
                voter,
                terms.voteStart(),
                proposalId
            );
            if (!carried) revert CouncilNotProxy(voter);
        }
        if (_vote(proposalId, tally, index) != 0) revert CouncilAlreadyVoted(proposalId, voter);
        if (!_takesPart(proposalId, terms, index)) revert CouncilNotParticipating(proposalId, voter);
        emit VoteCast(voter, proposalId, support, weight, reason);
        bool signed = key != _msgSender();
        if (signed || carried) emit VoteCastBy(proposalId, voter, key, _way(carried, signed));
        _tallies[proposalId] = _settle(proposalId, terms, tally, index, support, weight, totalHeads, totalWeight);
        return weight;
    }

    function _validateVoteSig(
        uint256 proposalId,
        uint8 support,
        address voter,
        bytes memory signature
    ) internal override returns (bool) {
        return _isSigned(BALLOT_TYPEHASH, proposalId, support, voter, "", signature);
    }

    function _validateExtendedVoteSig(
        uint256 proposalId,
        uint8 support,
        address voter,
        string memory reason,
        bytes memory params,
        bytes memory signature
    ) internal override returns (bool) {
        bytes memory rest = abi.encode(keccak256(bytes(reason)), keccak256(params));
        return _isSigned(EXTENDED_BALLOT_TYPEHASH, proposalId, support, voter, rest, signature);
    }

    function _useCheckedNonce(address owner, uint256 nonce) internal override(Nonces, NoncesKeyed) {
        super._useCheckedNonce(owner, nonce);
    }

    function _queueOperations(
        uint256 proposalId,
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) internal override(Governor, GovernorTimelockAccess) returns (uint48 etaSeconds) {
        etaSeconds = super._queueOperations(proposalId, targets, values, calldatas, descriptionHash);
        if (_callsItself(proposalId)) etaSeconds = uint48(Math.max(etaSeconds, clock() + _selfCallDelay));
    }

    function _executeOperations(
        uint256 proposalId,
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) internal override(Governor, GovernorTimelockAccess) {
        bytes20 present = _codeHash(targets);
        bytes20 proposed = _terms[proposalId].codeHash();
        if (present != proposed) revert CouncilCodeChanged(proposalId, proposed, present);
        super._executeOperations(proposalId, targets, values, calldatas, descriptionHash);
        for (uint256 i = 0; i < targets.length; ++i) {
            // What changes the rules goes to the table, or is carried there by the Authority or by the Council itself.
            bool reachesTable = targets[i] == address(_classes) || targets[i] == address(this);
            if (reachesTable || targets[i] == address(accessManager())) return _noticeRules();
        }
    }

    function _cancel(
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) internal override(Governor, GovernorTimelockAccess) returns (uint256 proposalId) {
        proposalId = super._cancel(targets, values, calldatas, descriptionHash);
        _tallies[proposalId] = _tallies[proposalId].withDecision(Decision.Cancelled);
    }

    /// @dev Beside the proposer only the contract that holds the bounds of every veto.
    function _validateCancel(uint256 proposalId, address caller) internal view override returns (bool) {
        return caller == _vetoes || super._validateCancel(proposalId, caller);
    }

    function _setVotingDelay(uint48 newVotingDelay) internal override {
        _checkBounds(newVotingDelay, 0, MAX_VOTING_DELAY);
        super._setVotingDelay(newVotingDelay);
    }

    function _setVotingPeriod(uint32 newVotingPeriod) internal override {
        _checkBounds(newVotingPeriod, MIN_VOTING_PERIOD, MAX_VOTING_PERIOD);
        super._setVotingPeriod(newVotingPeriod);
    }

    function _setProposalThreshold(uint256 newProposalThreshold) internal override {
        _checkBounds(newProposalThreshold, 0, 0);
        super._setProposalThreshold(newProposalThreshold);
    }

    function _setBaseDelaySeconds(uint32 newBaseDelay) internal override {
        _checkBounds(newBaseDelay, 0, MAX_BASE_DELAY);
        super._setBaseDelaySeconds(newBaseDelay);
    }

    function _setAccessManagerIgnored(address, bytes4, bool) internal pure override {
        revert GovernorLockedIgnore();
    }

    /// @dev Asked after the deadline. The decision is set with the vote that settles it; what is open at the deadline has failed, unless
    /// the table of classes finds that silence or abstention carries it.
    function _voteSucceeded(uint256 proposalId) internal view override returns (bool) {
        PackedTally tally = _tallies[proposalId];
        if (tally.decision() != Decision.Open) return tally.decision() == Decision.Succeeded;
        PackedTerms terms = _terms[proposalId];
        if (!terms.has(JUDGED_BY_TABLE)) return false;
        (uint16 heads, uint64 weight) = _members.totalsAt(terms.voteStart());
        return _classes.judgeClosed(address(this), proposalId, terms.classes(), tally, heads, weight);
    }

    function _quorumReached(uint256) internal pure override returns (bool) {
        return true;
    }

    /// @dev Weight of the member that an account id or a key stands for.
    function _getVotes(
        address account,
        uint256 timepoint,
        bytes memory
    ) internal view override returns (uint256 weight) {
        (bool found, address member, ) = _members.memberOf(account);
        if (found) (, weight) = _members.votesAt(member, SafeCast.toUint48(timepoint));
    }

    /// @dev Never reached: `_castVote` counts, because the base would ask the register twice and name the key instead of the member.
    function _countVote(uint256, address, uint8, uint256, bytes memory) internal pure override returns (uint256) {
        revert CouncilVoteParams();
    }

    /// @dev The same as `state(proposalId) == Active`, from two slots.
    function _takesVotes(PackedTerms terms, PackedTally tally) private view returns (bool) {
        return terms.voteStart() < clock() && clock() <= terms.voteEnd() && tally.decision() == Decision.Open;
    }

    function _noticeRules() private {
        (uint32 edition, ClassSet byTable) = _classes.present();
        if (edition == _edition && ClassSet.unwrap(_byTable) != 0) return;
        (_edition, _byTable) = (edition, byTable);
        emit RulesNoticed(edition);
    }

    function _callsItself(uint256 proposalId) private view returns (bool) {
        return _terms[proposalId].has(CALLS_ITSELF);
    }

    /// @dev Whether the member at this place has a vote on the proposal: in an enhanced cooperation its participants alone.
    function _takesPart(uint256 proposalId, PackedTerms terms, uint8 index) private view returns (bool) {
        if (!terms.has(JUDGED_BY_TABLE)) return true;
        (, , uint256 participants) = proposalRules(proposalId);
        return participants == 0 || (participants >> index) & 1 == 1;
    }

    function _decideByTable(
        uint256 proposalId,
        PackedTerms terms,
        PackedTally before,
        PackedTally tally,
        uint16 totalHeads,
        uint64 totalWeight
    ) private returns (Decision decided) {
        bool turned;
        (decided, turned) = _classes.decide(proposalId, terms.classes(), before, tally, totalHeads, totalWeight);
        // Where votes still count after one that turns what would be the outcome, and the end is near, the others get time to answer it.
        bool late = clock() + _extension > terms.voteEnd();
        if (turned && late && !proposalExtended(proposalId)) _extend(proposalId);
    }

    function _extend(uint256 proposalId) private {
        PackedTerms terms = _terms[proposalId];
        uint40 voteEnd = terms.voteEnd() + _extension;
        _terms[proposalId] = terms.withTrait(EXTENDED).withVoteEnd(voteEnd);
        emit ProposalExtended(proposalId, voteEnd);
    }

    /// @dev The three majorities are monotone, so the outcome is settled when the votes in favour already carry it, or when they would not
    /// carry it with every silent member in favour. Only a vote in favour can do the former, only another one the latter.
    function _decide(
        ClassSet classes,
        PackedTally tally,
        uint8 support,
        uint256 totalHeads,
        uint256 totalWeight
    ) private pure returns (Decision) {
        if (support == FOR) {
            bool carried = classes.passesAll(tally.heads(FOR), tally.weight(FOR), totalHeads, totalWeight);
            return carried ? Decision.Succeeded : Decision.Open;
        }
        uint256 possibleHeads = totalHeads - tally.heads(AGAINST) - tally.heads(ABSTAIN);
        uint256 possibleWeight = totalWeight - tally.weight(AGAINST) - tally.weight(ABSTAIN);
        bool possible = classes.passesAll(possibleHeads, possibleWeight, totalHeads, totalWeight);
        return possible ? Decision.Open : Decision.Defeated;
    }

    /// @dev The tally of a proposal that takes votes now; reverts with the state of any other.
    function _tallyTakingVotes(uint256 proposalId, PackedTerms terms) private view returns (PackedTally tally) {
        tally = _tallies[proposalId];
        if (!_takesVotes(terms, tally)) {
            revert GovernorUnexpectedProposalState(
                proposalId,
                state(proposalId),
                _encodeStateBitmap(ProposalState.Active)
            );
        }
    }

    function _way(bool carried, bool signed) private pure returns (VoteWay) {
        if (carried) return signed ? VoteWay.ProxySignature : VoteWay.Proxy;
        return signed ? VoteWay.Signature : VoteWay.InPerson;
    }

    /// @dev The tally with a vote added and what is decided then, and the event of that.
    function _settle(
        uint256 proposalId,
        PackedTerms terms,
        PackedTally tally,
        uint8 index,
        uint8 support,
        uint64 weight,
        uint16 totalHeads,
        uint64 totalWeight
    ) private returns (PackedTally) {
        PackedTally next = _recordVote(proposalId, tally, index, support).add(support, weight);
        Decision decided =
            !terms.has(JUDGED_BY_TABLE)
                ? _decide(terms.classes(), next, support, totalHeads, totalWeight)
                : _decideByTable(proposalId, terms, tally, next, totalHeads, totalWeight);
        if (decided == Decision.Open) return next;
        emit ProposalDecided(proposalId, decided == Decision.Succeeded);
        return next.withDecision(decided);
    }

    /// @dev Counts a ballot into a tally that is not written yet. A ballot that is refused changes nothing; `refusal` is then the
    /// error, encoded, and empty otherwise.
    function _countBallot(
        uint256 proposalId,
        PackedTerms terms,
        PackedTally tally,
        SignedBallot calldata ballot
    ) private returns (PackedTally, bytes memory refusal) {
        refusal = _refusalBeforeRegister(proposalId, tally, ballot);
        if (refusal.length > 0) return (tally, refusal);
        address key = keyOf(ballot.signer);
        try _members.ballotOf(key, ballot.member, terms.voteStart(), proposalId) returns (
            bool carried,
            uint8 index,
            uint64 weight,
            uint16 totalHeads,
            uint64 totalWeight
        ) {
            if (_vote(proposalId, tally, index) != 0) {
                return (tally, abi.encodeWithSelector(CouncilAlreadyVoted.selector, proposalId, ballot.member));
            }
            if (!_takesPart(proposalId, terms, index)) {
                return (tally, abi.encodeWithSelector(CouncilNotParticipating.selector, proposalId, ballot.member));
            }
            emit VoteCast(ballot.member, proposalId, ballot.support, weight, ballot.reason);
            emit VoteCastBy(proposalId, ballot.member, key, _way(carried, true));
            tally = _settle(proposalId, terms, tally, index, ballot.support, weight, totalHeads, totalWeight);
            return (tally, refusal);
        } catch (bytes memory reason) {
            // Only a lack of gas reverts without a reason.
            return (tally, reason.length == 0 ? _gasShort(BALLOT_GAS) : reason);
        }
    }

    /// @dev What can be said of a ballot without asking whom its key stands for: empty, or the error, encoded.
    function _refusalBeforeRegister(
        uint256 proposalId,
        PackedTally tally,
        SignedBallot calldata ballot
    ) private view returns (bytes memory) {
        uint256 size = bytes(ballot.reason).length + ballot.signer.length + ballot.signature.length;
        uint256 needed = BALLOT_GAS + BALLOT_BYTE_GAS * size;
        if (gasleft() < needed) return _gasShort(needed);
        // A ballot before this one in the same batch may have decided.
        if (tally.decision() != Decision.Open) return abi.encodeWithSelector(CouncilVotingClosed.selector, proposalId);
        if (ballot.deadline < clock()) {
            return abi.encodeWithSelector(CouncilBallotExpired.selector, ballot.member, ballot.deadline);
        }
        if (ballot.support > ABSTAIN) {
            return abi.encodeWithSelector(CouncilInvalidSupport.selector, ballot.support);
        }
        bytes32 digest = ballotDigest(proposalId, ballot.support, ballot.reason, ballot.member, ballot.deadline);
        if (_isSignedByAccount(ballot, digest)) return "";
        // A call takes all but a 64th of the gas that is left.
        needed += (VERIFICATION_GAS * 64) / 63;
        if (gasleft() < needed) return _gasShort(needed);
        try _members.isSignedBy{gas: VERIFICATION_GAS}(ballot.signer, digest, ballot.signature) returns (bool signed) {
            if (signed) return "";
        } catch {}
        return abi.encodeWithSelector(CouncilBallotInvalid.selector, ballot.member, ballot.signer);
    }

    /// @dev An account's own key signs for it whatever code the account has; no code is looked at for that.
    function _isSignedByAccount(SignedBallot calldata ballot, bytes32 digest) private pure returns (bool) {
        if (ballot.signer.length != 20) return false;
        (address recovered, ECDSA.RecoverError problem, ) = ECDSA.tryRecoverCalldata(digest, ballot.signature);
        return problem == ECDSA.RecoverError.NoError && recovered == address(bytes20(ballot.signer));
    }

    function _gasShort(uint256 needed) private view returns (bytes memory) {
        return abi.encodeWithSelector(CouncilGasShort.selector, needed, gasleft());
    }

    /// @dev OpenZeppelin's ballot types carry a nonce: of the sequence of their proposal, or of the one over all. It is used up when the
    /// signature is the voter's.
    function _isSigned(
        bytes32 typehash,
        uint256 proposalId,
        uint8 support,
        address voter,
        bytes memory rest,
        bytes memory signature
    ) private returns (bool) {
        uint192 sequence = uint192(proposalId);
        while (true) {
            bytes memory head = abi.encode(typehash, proposalId, support, voter, nonces(voter, sequence));
            bytes32 digest = _hashTypedDataV4(keccak256(bytes.concat(head, rest)));
            if (SignatureChecker.isValidSignatureNow(voter, digest, signature)) {
                _useNonce(voter, sequence);
                return true;
            }
            if (sequence == 0) return false;
            sequence = 0;
        }
        return false;
    }

    function _vote(uint256 proposalId, PackedTally tally, uint256 index) private view returns (uint8) {
        if (index < VOTES_IN_TALLY) return tally.vote(index);
        return uint8((_furtherVotes[proposalId][index / VOTES_IN_WORD] >> (2 * (index % VOTES_IN_WORD))) & 3);
    }

    function _recordVote(
        uint256 proposalId,
        PackedTally tally,
        uint256 index,
        uint8 support
    ) private returns (PackedTally) {
        if (index < VOTES_IN_TALLY) return tally.withVote(index, support);
        _furtherVotes[proposalId][index / VOTES_IN_WORD] |= uint256(support + 1) << (2 * (index % VOTES_IN_WORD));
        return tally;
    }

    /// @dev What the members approve must not turn out to be impossible to queue. Calls to the Council itself, which nobody schedules, keep to
    /// the same rule, so that it has no exception.
    function _checkNew(address[] memory targets, bytes[] memory calldatas, uint256 index) private pure {
        for (uint256 i = 0; i < index; ++i) {
            if (targets[i] != targets[index]) continue;
            if (keccak256(calldatas[i]) == keccak256(calldatas[index])) revert CouncilCallTwice(targets[index], index);
        }
    }

    function _decisionClass(address target, bytes memory data) private view returns (DecisionClass) {
        if (target == address(this) || data.length < 4) return DecisionClass.Reinforced;
        return _classes.decisionClass(target, bytes4(data));
    }

    /// @dev A proxy's own code never changes, so the code behind a RegistryProxy is committed to as well. Code behind other kinds of
    /// proxy is not seen; the genesis has none.
    function _codeHash(address[] memory targets) private view returns (bytes20) {
        bytes32 hash;
        for (uint256 i = 0; i < targets.length; ++i) {
            bytes32 code = targets[i].codehash;
            if (code == 0 || code == EMPTY_CODE) revert CouncilTargetWithoutCode(targets[i]);
            hash = Hashes.efficientKeccak256(hash, code);
            if (code == _registryProxyCode) {
                hash = Hashes.efficientKeccak256(hash, IRegistryProxy(targets[i]).implementation().codehash);
            }
        }
        return bytes20(hash);
    }

    function _checkBounds(uint256 value, uint256 minimum, uint256 maximum) private pure {
        if (value < minimum || value > maximum) revert CouncilSettingOutOfBounds(value, minimum, maximum);
    }
}
