// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";
import {Governor} from "@openzeppelin/contracts/governance/Governor.sol";
import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {UUPSUpgradeable} from "@openzeppelin/contracts/proxy/utils/UUPSUpgradeable.sol";
import {Multicall} from "@openzeppelin/contracts/utils/Multicall.sol";

import {CLASS_COUNT, ClassSet, DecisionClass} from "../types/DecisionClass.sol";
import {Decision, PackedTally} from "../types/PackedTally.sol";
import {Rule, RuleKind, Votes} from "../types/Rule.sol";
import {ICouncil} from "./ICouncil.sol";
import {ClassReason, IDecisionClasses} from "./IDecisionClasses.sol";
import {IMemberRegistry} from "./IMemberRegistry.sol";
import {VotingRules} from "./VotingRules.sol";

/// @title Which class of decision a call needs, and what each class asks for
/// @dev Immutable. Authority, registries of members, set of validators and this table are pinned by the deployment; a Council
/// judges calls to itself as reinforced whatever stands here.
contract DecisionClasses is AccessManaged, IDecisionClasses {
    struct Entry {
        DecisionClass class;
        uint16 cooperation;
    }

    struct Target {
        bool pinned;
        /// How many functions stand in a class easier than reinforced.
        uint32 listed;
    }

    /// @dev What a proposal that is not judged by the majorities as shipped is judged by.
    struct FixedRules {
        uint32 edition;
        uint16 cooperation;
        /// Heads, weight and least blocking minority of the participants at the snapshot; 0 until the first vote.
        uint16 heads;
        uint64 weight;
        uint8 blockingHeads;
        uint256 participants;
    }

    uint256 private immutable _leastParticipants;
    uint256 private constant MAX_BLOCKING_HEADS = 10;
    uint256 private constant MAX_OBJECTIONS = 10;

    // A pinned target has no listed function, so that the class of a call is one storage read.
    mapping(address target => mapping(bytes4 selector => Entry)) private _entries;
    mapping(address target => Target) private _targets;
    mapping(uint16 cooperation => uint256) private _participants;
    // A new edition copies what it does not change: changes are rare, and a rule is then found at once. Edition 0 stands in the code.
    mapping(uint32 edition => mapping(DecisionClass class => Rule)) private _rules;
    mapping(address council => mapping(uint256 proposalId => FixedRules)) private _fixed;
    uint32 private _edition;
    ClassSet private _changed;

    /// @param authority Whom restricted functions ask.
    /// @param pinned Targets whose calls need a reinforced majority for ever; the authority and this table are pinned as well.
    /// @param listings Calls that stand in another class from the beginning.
    /// @param least Participants that an enhanced cooperation needs at least; two where it says less.
    constructor(
        address authority,
        address[] memory pinned,
        Listing[] memory listings,
        uint8 least
    ) AccessManaged(authority) {
        _leastParticipants = least < 2 ? 2 : least;
        _pin(authority);
        _pin(address(this));
        for (uint256 i = 0; i < pinned.length; ++i) {
            _pin(pinned[i]);
        }
        for (uint256 i = 0; i < listings.length; ++i) {
            _setClass(listings[i].target, listings[i].selector, listings[i].class);
        }
    }

    /// @inheritdoc IDecisionClasses
    function setDecisionClass(address target, bytes4 selector, DecisionClass class) external restricted {
        _setClass(target, selector, class);
    }

    /// @inheritdoc IDecisionClasses
    function listCooperation(address target, bytes4 selector, uint16 cooperation) external restricted {
        if (_participants[cooperation] == 0) revert DecisionClassesUnknownCooperation(cooperation);
        _list(target, selector, Entry({class: DecisionClass.Participating, cooperation: cooperation}));
        emit CooperationListed(target, selector, msg.sender, cooperation);
    }

    /// @inheritdoc IDecisionClasses
    function pinTarget(address target) external restricted {
        _pin(target);
    }

    /// @inheritdoc IDecisionClasses
    function setRule(DecisionClass class, Rule calldata newRule) external restricted {
        _checkRule(class, newRule);
        uint32 last = _edition;
        for (uint8 i = 0; i < CLASS_COUNT; ++i) {
            DecisionClass other = DecisionClass(i);
            _rules[last + 1][other] = other == class ? newRule : rule(last, other);
        }
        _edition = last + 1;
        _checkOrder(DecisionClass.Reinforced, DecisionClass.Qualified);
        _checkOrder(DecisionClass.Qualified, DecisionClass.Simple);

        bool asShipped = keccak256(abi.encode(newRule)) == keccak256(abi.encode(VotingRules.shipped(class)));
        _changed = asShipped ? _changed.without(class) : _changed.with(class);
        emit RuleSet(
            class,
            msg.sender,
            last + 1,
            newRule.kind,
            newRule.headsNumerator,
            newRule.headsDenominator,
            newRule.moreThanHeads,
            newRule.weightNumerator,
            newRule.weightDenominator,
            newRule.blockingHeads,
            newRule.quorumNumerator,
            newRule.quorumDenominator,
            newRule.objections
        );
    }

    /// @inheritdoc IDecisionClasses
    function setCooperation(uint16 cooperation, uint256 newParticipants) external restricted {
        uint256 count;
        for (uint256 rest = newParticipants; rest != 0; rest &= rest - 1) ++count;
        if (count < _leastParticipants)
            revert DecisionClassesTooFewParticipants(cooperation, count, _leastParticipants);
        _participants[cooperation] = newParticipants;
        emit CooperationSet(cooperation, msg.sender, newParticipants);
    }

    /// @inheritdoc IDecisionClasses
    function decisionClass(address target, bytes4 selector) public view returns (DecisionClass) {
        return _entries[target][selector].class;
    }

    /// @inheritdoc IDecisionClasses
    function decisionClasses(
        address[] calldata targets,
        bytes[] calldata calldatas
    ) external view returns (ClassSet set) {
        for (uint256 i = 0; i < targets.length; ++i) {
            set = set.with(
                calldatas[i].length < 4 ? DecisionClass.Reinforced : decisionClass(targets[i], bytes4(calldatas[i][:4]))
            );
        }
    }

    /// @inheritdoc IDecisionClasses
    function requirements(
        address council,
        address[] calldata targets,
        bytes[] calldata calldatas
    ) external view returns (Requirement[] memory answers) {
        answers = new Requirement[](targets.length);
        for (uint256 i = 0; i < targets.length; ++i) {
            (Entry memory entry, ClassReason reason) = _entryOf(council, targets[i], calldatas[i]);
            answers[i] = Requirement({
                class: entry.class,
                reason: reason,
                cooperation: entry.cooperation,
                rule: rule(_edition, entry.class)
            });
        }
    }

    /// @inheritdoc IDecisionClasses
    function isPinned(address target) external view returns (bool) {
        return _targets[target].pinned;
    }

    /// @inheritdoc IDecisionClasses
    function rule(uint32 edition, DecisionClass class) public view returns (Rule memory) {
        return edition == 0 ? VotingRules.shipped(class) : _rules[edition][class];
    }

    /// @inheritdoc IDecisionClasses
    function participants(uint16 cooperation) external view returns (uint256) {
        return _participants[cooperation];
    }

    /// @inheritdoc IDecisionClasses
    function leastParticipants() external view returns (uint256) {
        return _leastParticipants;
    }

    /// @inheritdoc IDecisionClasses
    function present() external view returns (uint32, ClassSet) {
        return (
            _edition,
            _changed.with(DecisionClass.Unanimity).with(DecisionClass.Participating).with(DecisionClass.Objection)
        );
    }

    /// @inheritdoc IDecisionClasses
    function fixRules(
        uint256 proposalId,
        uint32 edition,
        ClassSet classes,
        address[] calldata targets,
        bytes[] calldata calldatas
    ) external returns (uint16 cooperation, uint256 voters) {
        (cooperation, voters) = _votersOf(classes, targets, calldatas);
        FixedRules storage rules = _fixed[msg.sender][proposalId];
        (rules.edition, rules.cooperation, rules.participants) = (edition, cooperation, voters);
    }

    /// @inheritdoc IDecisionClasses
    function rulesOf(address council, uint256 proposalId) external view returns (uint32, uint16, uint256) {
        FixedRules storage rules = _fixed[council][proposalId];
        return (rules.edition, rules.cooperation, rules.participants);
    }

    /// @inheritdoc IDecisionClasses
    function countParticipants(uint256 proposalId) public {
        FixedRules storage rules = _fixed[msg.sender][proposalId];
        if (rules.participants == 0 || rules.heads != 0) return;
        (rules.heads, rules.weight, rules.blockingHeads) = electorate(
            rules.edition,
            ICouncil(msg.sender).memberRegistry(),
            rules.participants,
            uint48(IGovernor(msg.sender).proposalSnapshot(proposalId))
        );
    }

    /// @inheritdoc IDecisionClasses
    function decide(
        uint256 proposalId,
        ClassSet classes,
        PackedTally before,
        PackedTally tally,
        uint16 totalHeads,
        uint64 totalWeight
    ) external returns (Decision decided, bool turned) {
        countParticipants(proposalId);
        FixedRules storage rules = _fixed[msg.sender][proposalId];
        if (rules.participants != 0) (totalHeads, totalWeight) = (rules.heads, rules.weight);
        (uint32 edition, uint8 blockingHeads) = (rules.edition, rules.blockingHeads);
        decided = _judge(edition, classes, tally, totalHeads, totalWeight, blockingHeads, false);
        if (decided != Decision.Open) return (decided, false);
        turned =
            _judge(edition, classes, before, totalHeads, totalWeight, blockingHeads, true) !=
            _judge(edition, classes, tally, totalHeads, totalWeight, blockingHeads, true);
    }

    /// @inheritdoc IDecisionClasses
    function judgeClosed(
        address council,
        uint256 proposalId,
        ClassSet classes,
        PackedTally tally,
        uint16 totalHeads,
        uint64 totalWeight
    ) external view returns (bool) {
        FixedRules storage rules = _fixed[council][proposalId];
        // Without a vote of a participant nothing of a cooperation is carried, and nobody has counted the participants.
        if (rules.heads != 0) (totalHeads, totalWeight) = (rules.heads, rules.weight);
        uint8 blockingHeads = rules.blockingHeads;
        Decision decided = _judge(rules.edition, classes, tally, totalHeads, totalWeight, blockingHeads, true);
        return decided == Decision.Succeeded;
    }

    /// @inheritdoc IDecisionClasses
    function electorate(
        uint32 edition,
        address members,
        uint256 voters,
        uint48 timepoint
    ) public view returns (uint16 heads, uint64 weight, uint8 blockingHeads) {
        uint64[] memory weights = IMemberRegistry(members).weightsAt(voters, timepoint);
        for (uint256 i = 0; i < weights.length; ++i) {
            if (weights[i] != 0) ++heads;
            weight += weights[i];
        }
        if (heads == 0) return (0, 0, 0);
        blockingHeads = VotingRules.blockingMinority(rule(edition, DecisionClass.Participating), weights, weight);
    }

    /// @dev What the votes decide by the rules of an edition. `closed` says that nobody votes any more, so that the silent members stay silent;
    /// otherwise the answer is `Open` while a completion of the silent votes can change the outcome.
    function _judge(
        uint32 edition,
        ClassSet classes,
        PackedTally tally,
        uint16 totalHeads,
        uint64 totalWeight,
        uint8 blockingHeads,
        bool closed
    ) private view returns (Decision) {
        Votes memory votes = Votes({
            forHeads: tally.heads(1),
            againstHeads: tally.heads(0),
            abstainHeads: tally.heads(2),
            forWeight: tally.weight(1),
            againstWeight: tally.weight(0),
            abstainWeight: tally.weight(2),
            totalHeads: totalHeads,
            totalWeight: totalWeight
        });
        Rule[] memory rules = new Rule[](classes.count());
        uint256 found;
        for (uint8 i = 0; i < CLASS_COUNT; ++i) {
            DecisionClass class = DecisionClass(i);
            if (!classes.contains(class)) continue;
            rules[found] = rule(edition, class);
            if (class == DecisionClass.Participating) rules[found].blockingHeads = blockingHeads;
            ++found;
        }
        if (!closed) return VotingRules.settled(rules, votes);
        return VotingRules.isAdoptedByAll(rules, votes) ? Decision.Succeeded : Decision.Defeated;
    }

    function _votersOf(
        ClassSet classes,
        address[] calldata targets,
        bytes[] calldata calldatas
    ) private view returns (uint16 cooperation, uint256 voters) {
        if (!classes.contains(DecisionClass.Participating)) return (0, 0);
        if (classes.count() > 1) revert DecisionClassesCooperationMixed(classes);
        for (uint256 i = 0; i < targets.length; ++i) {
            uint16 other = _entries[targets[i]][bytes4(calldatas[i][:4])].cooperation;
            if (i == 0) cooperation = other;
            else if (other != cooperation) revert DecisionClassesTwoCooperations(cooperation, other);
        }
        voters = _participants[cooperation];
    }

    function _setClass(address target, bytes4 selector, DecisionClass class) private {
        if (class == DecisionClass.Participating) revert DecisionClassesCooperationMissing(target, selector);
        _list(target, selector, Entry({class: class, cooperation: 0}));
    }

    function _list(address target, bytes4 selector, Entry memory entry) private {
        Target storage place = _targets[target];
        if (place.pinned) revert DecisionClassesPinned(target);
        if (_nests(selector)) revert DecisionClassesNesting(selector);
        if (decisionClass(target, selector) != DecisionClass.Reinforced) --place.listed;
        if (entry.class != DecisionClass.Reinforced) ++place.listed;
        _entries[target][selector] = entry;
        emit DecisionClassSet(target, selector, msg.sender, entry.class);
    }

    function _pin(address target) private {
        Target storage place = _targets[target];
        if (place.listed != 0) revert DecisionClassesStillListed(target, place.listed);
        place.pinned = true;
        emit TargetPinned(target, msg.sender);
    }

    function _entryOf(
        address council,
        address target,
        bytes calldata data
    ) private view returns (Entry memory reinforced, ClassReason) {
        if (data.length < 4) return (reinforced, ClassReason.NoSelector);
        if (target == council) return (reinforced, ClassReason.OwnCall);
        if (_targets[target].pinned) return (reinforced, ClassReason.Pinned);
        if (_nests(bytes4(data[:4]))) return (reinforced, ClassReason.Nesting);
        Entry memory entry = _entries[target][bytes4(data[:4])];
        return (entry, entry.class == DecisionClass.Reinforced ? ClassReason.NotListed : ClassReason.Listed);
    }

    /// @dev That no rule is meaningless (half of the members never decide for all), and none locks the body out (everybody in favour
    /// carries every class).
    function _checkRule(DecisionClass class, Rule calldata r) private pure {
        RuleKind kind = VotingRules.shipped(class).kind;
        if (r.kind != kind) revert DecisionClassesWrongKind(class, r.kind, kind);
        bool majority = kind == RuleKind.Majority || kind == RuleKind.Participants;
        bool unused =
            (majority && (r.quorumNumerator | r.quorumDenominator | r.objections) != 0) ||
                (!majority && (r.headsNumerator | r.headsDenominator | r.weightNumerator | r.weightDenominator) != 0) ||
                (!majority && (r.moreThanHeads || r.blockingHeads != 0)) ||
                (kind == RuleKind.Unanimity && r.objections != 0) ||
                (kind == RuleKind.Objection && (r.quorumNumerator | r.quorumDenominator) != 0);
        if (unused) revert DecisionClassesUnusedField(kind);

        if (kind == RuleKind.Objection) {
            if (r.objections == 0 || r.objections > MAX_OBJECTIONS) {
                revert DecisionClassesObjectionsOutOfBounds(r.objections, MAX_OBJECTIONS);
            }
        } else if (kind == RuleKind.Unanimity) {
            bool inBounds = _isHalf(r.quorumNumerator, r.quorumDenominator) && r.quorumNumerator < r.quorumDenominator;
            if (!inBounds) revert DecisionClassesQuorumOutOfBounds(r.quorumNumerator, r.quorumDenominator);
        } else {
            _checkMajority(class, r);
        }
    }

    function _checkMajority(DecisionClass class, Rule calldata r) private pure {
        bool headsInBounds =
            r.moreThanHeads
                ? _isHalf(r.headsNumerator, r.headsDenominator) && r.headsNumerator < r.headsDenominator
                : _isMoreThanHalf(r.headsNumerator, r.headsDenominator) && r.headsNumerator <= r.headsDenominator;
        if (!headsInBounds) revert DecisionClassesHeadsOutOfBounds(class, r.headsNumerator, r.headsDenominator);

        bool noWeight = class == DecisionClass.Simple && r.weightNumerator == 0 && r.weightDenominator != 0;
        bool weightInBounds =
            noWeight ||
                (_isMoreThanHalf(r.weightNumerator, r.weightDenominator) && r.weightNumerator <= r.weightDenominator);
        if (!weightInBounds) revert DecisionClassesWeightOutOfBounds(class, r.weightNumerator, r.weightDenominator);

        uint256 maximum = r.kind == RuleKind.Participants ? 0 : MAX_BLOCKING_HEADS;
        if (r.blockingHeads > maximum) revert DecisionClassesBlockingOutOfBounds(class, r.blockingHeads, maximum);
    }

    function _checkOrder(DecisionClass strict, DecisionClass easy) private view {
        bool inOrder = VotingRules.isAtLeastAsStrict(rule(_edition, strict), rule(_edition, easy));
        if (!inOrder) revert DecisionClassesOutOfOrder(strict, easy);
    }

    function _isHalf(uint256 numerator, uint256 denominator) private pure returns (bool) {
        return denominator != 0 && numerator * 2 >= denominator;
    }

    function _isMoreThanHalf(uint256 numerator, uint256 denominator) private pure returns (bool) {
        return numerator * 2 > denominator;
    }

    /// @dev A function that carries other calls or replaces code must never be easier than what it can carry.
    function _nests(bytes4 selector) private pure returns (bool) {
        return
            selector == Multicall.multicall.selector ||
            selector == UUPSUpgradeable.upgradeToAndCall.selector ||
            selector == IAccessManager.execute.selector ||
            selector == IAccessManager.schedule.selector ||
            selector == IGovernor.propose.selector ||
            selector == IGovernor.queue.selector ||
            selector == IGovernor.execute.selector ||
            selector == Governor.relay.selector;
    }
}
