// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {ClassSet, DecisionClass} from "../types/DecisionClass.sol";
import {Decision, PackedTally} from "../types/PackedTally.sol";
import {Rule, RuleKind} from "../types/Rule.sol";

/// @notice Why a call stands in its class.
enum ClassReason {
    /// Nobody listed it, so it is reinforced.
    NotListed,
    /// The body listed it.
    Listed,
    /// Its target is pinned, so it is reinforced for ever.
    Pinned,
    /// It can carry other calls or replace code, so it is reinforced on every target.
    Nesting,
    /// It goes to the Council that decides on it, so it is reinforced.
    OwnCall,
    /// Its calldata is shorter than a selector, so it is reinforced.
    NoSelector
}

/// @title Which class of decision a call needs, and what each class asks for
/// @notice A call whose (target, selector) pair is not listed needs a reinforced majority, so that nothing gets easier by being forgotten.
/// A proposal passes only if every class that its calls need passes.
///
/// The rules as shipped, and where they come from (TEU, TFEU: the Treaties of the Union; RoP: the Council's Rules of Procedure, Decision
/// 2009/937/EU). Where nothing else is said, whoever is silent or abstains is not in favour.
///
/// - Simple: more than half of all members. Article 238(1) TFEU.
/// - Qualified: at least 55 % of all members, and at least 65 % of all weight; with fewer than four members not in favour the weight does
///   not count. Article 16(4) TEU.
/// - Reinforced: at least 72 % of all members, and at least 65 % of all weight. Article 238(2) TFEU.
/// - Unanimity: nobody against, somebody in favour, and more than half of all members take part; abstention does not prevent it. Article
///   238(4) TFEU; the quorum is that of Article 11(4) RoP.
/// - Participating: as qualified, among the participants of an enhanced cooperation, who alone vote. A blocking minority has at least the
///   smallest number of participants that together hold more than 35 % of the participants' weight, plus one. Articles 238(3) and 330 TFEU.
/// - Objection: adopted at the deadline, except where a member votes against before. Article 12(2) RoP. More than half of all members
///   prevent it whatever number of objections the rule asks for.
///
/// The body changes the numbers by reinforced decision, within bounds. Each change makes a new *edition* of all six rules, and editions
/// never change: a proposal is judged for ever by the edition that it was made under. Edition 0 has the rules as shipped.
/// @dev A function that carries other calls or replaces code can be listed on no target: `multicall`, `upgradeToAndCall`, an AccessManager's
/// `execute` and `schedule`, a Governor's `propose`, `queue`, `execute` and `relay`. Warning: the table knows these by their selectors. Before a body
/// lists a function of a contract that is not ours, it must see for itself that the function carries no other calls.
/// Warning: a call in the objection class can be adopted although nobody votes. A body lists only what it can do without a debate.
interface IDecisionClasses {
    /// @notice A call and the class that it needs.
    struct Listing {
        address target;
        bytes4 selector;
        DecisionClass class;
    }

    /// @notice What a call needs, before it is proposed.
    struct Requirement {
        DecisionClass class;
        ClassReason reason;
        /// Which enhanced cooperation; 0 when the class is another than Participating.
        uint16 cooperation;
        /// The present rule of the class.
        Rule rule;
    }

    /// @notice From now on new proposals with this call need this class.
    event DecisionClassSet(address indexed target, bytes4 indexed selector, address indexed actor, DecisionClass class);
    /// @notice The call is one of this enhanced cooperation. `DecisionClassSet` with the class Participating stands before it.
    event CooperationListed(address indexed target, bytes4 indexed selector, address indexed actor, uint16 cooperation);
    /// @notice Every call to this target needs a reinforced majority for ever.
    event TargetPinned(address indexed target, address indexed actor);
    /// @notice From this edition on the class has this rule; those of the other classes stay as they were. Fields as in `Rule`.
    event RuleSet(
        DecisionClass indexed class,
        address indexed actor,
        uint32 edition,
        RuleKind kind,
        uint16 headsNumerator,
        uint16 headsDenominator,
        bool moreThanHeads,
        uint16 weightNumerator,
        uint16 weightDenominator,
        uint8 blockingHeads,
        uint16 quorumNumerator,
        uint16 quorumDenominator,
        uint8 objections
    );
    /// @notice From now on new proposals of the cooperation are decided by these participants.
    /// @param participants Bit `i` stands for the member at place `i` of the body.
    event CooperationSet(uint16 indexed cooperation, address indexed actor, uint256 participants);

    /// @notice The target is pinned: its calls need a reinforced majority for ever.
    /// @custom:remedy Leave the call unlisted.
    error DecisionClassesPinned(address target);
    /// @notice The function can carry other calls or replace code, so it needs a reinforced majority on every target.
    /// @custom:remedy List the inner function instead.
    error DecisionClassesNesting(bytes4 selector);
    /// @notice Functions of the target stand in an easier class.
    /// @custom:remedy Set them to reinforced first, then pin the target.
    error DecisionClassesStillListed(address target, uint256 listed);
    /// @notice A call of the class Participating belongs to an enhanced cooperation, and the listing names none.
    /// @custom:remedy List the call with `listCooperation`.
    error DecisionClassesCooperationMissing(address target, bytes4 selector);
    /// @notice No enhanced cooperation has this number.
    /// @custom:remedy Set its participants first, or check the number.
    error DecisionClassesUnknownCooperation(uint16 cooperation);
    /// @notice The enhanced cooperation would have too few participants.
    /// @custom:remedy Name at least `minimum` members.
    error DecisionClassesTooFewParticipants(uint16 cooperation, uint256 participants, uint256 minimum);
    /// @notice Calls of an enhanced cooperation, on which its participants alone vote, stand beside calls of other classes.
    /// @custom:remedy Propose the calls of the cooperation by themselves.
    error DecisionClassesCooperationMixed(ClassSet classes);
    /// @notice Calls of two enhanced cooperations, on which different members vote, stand in one proposal.
    /// @custom:remedy Propose the calls of each cooperation by themselves.
    error DecisionClassesTwoCooperations(uint16 cooperation, uint16 other);
    /// @notice The rule is of a kind that the class does not have, which never changes.
    /// @custom:remedy Give the rule the kind `expected`.
    error DecisionClassesWrongKind(DecisionClass class, RuleKind kind, RuleKind expected);
    /// @notice The share of the heads is not more than half of all, or more than all.
    /// @custom:remedy Give a share above 1/2 and up to 1, or 1/2 to be exceeded; 1 cannot be exceeded.
    error DecisionClassesHeadsOutOfBounds(DecisionClass class, uint16 numerator, uint16 denominator);
    /// @notice The share of the weight is more than all, or not more than half where the class asks for a majority of it.
    /// @custom:remedy Give a share above 1/2 and up to 1; for the simple majority also 0/1, which asks for no weight.
    error DecisionClassesWeightOutOfBounds(DecisionClass class, uint16 numerator, uint16 denominator);
    /// @notice The number of heads that a blocking minority has at least is too large, or given although it follows from the weights.
    /// @custom:remedy Give a number from 0 to `maximum`.
    error DecisionClassesBlockingOutOfBounds(DecisionClass class, uint8 blockingHeads, uint256 maximum);
    /// @notice The quorum is less than half of the heads, or cannot be exceeded.
    /// @custom:remedy Give a share from 1/2 to less than 1.
    error DecisionClassesQuorumOutOfBounds(uint16 numerator, uint16 denominator);
    /// @notice The number of objections that prevent a decision is 0 or too large.
    /// @custom:remedy Give a number from 1 to `maximum`.
    error DecisionClassesObjectionsOutOfBounds(uint8 objections, uint256 maximum);
    /// @notice A field that rules of this kind do not use is not 0.
    /// @custom:remedy Set every field to 0 that the kind does not use.
    error DecisionClassesUnusedField(RuleKind kind);
    /// @notice Something could carry the class `strict` without carrying the class `easy`.
    /// @custom:remedy Keep simple, qualified and reinforced in this order of strictness; change the other class first.
    error DecisionClassesOutOfOrder(DecisionClass strict, DecisionClass easy);

    /// @notice Lists a call in a class other than Participating. Restricted.
    function setDecisionClass(address target, bytes4 selector, DecisionClass class) external;

    /// @notice Lists a call as one of an enhanced cooperation, in the class Participating. Restricted.
    function listCooperation(address target, bytes4 selector, uint16 cooperation) external;

    /// @notice Pins a target for ever. Restricted.
    function pinTarget(address target) external;

    /// @notice Changes the rule of a class for proposals that are made from now on. Restricted.
    function setRule(DecisionClass class, Rule calldata newRule) external;

    /// @notice Says who takes part in an enhanced cooperation, for proposals that are made from now on. Restricted.
    /// @dev Article 20(2) TEU asks for nine of the Union's states; bodies of other sizes ask for fewer (`leastParticipants`).
    /// Warning: a place at which no member stands yet counts for whoever is registered there later.
    /// @param cooperation Any number.
    /// @param participants Bit `i` stands for the member at place `i` of the body.
    function setCooperation(uint16 cooperation, uint256 participants) external;

    /// @notice The class of one call.
    function decisionClass(address target, bytes4 selector) external view returns (DecisionClass);

    /// @notice All classes that a list of calls needs. Calldata shorter than a selector is reinforced.
    function decisionClasses(address[] calldata targets, bytes[] calldata calldatas) external view returns (ClassSet);

    /// @notice For each call the class that it needs, the reason, and the present rule.
    /// @param council The Council that would decide on the calls.
    function requirements(
        address council,
        address[] calldata targets,
        bytes[] calldata calldatas
    ) external view returns (Requirement[] memory);

    /// @notice Whether the target is pinned.
    function isPinned(address target) external view returns (bool);

    /// @notice The rule of a class in an edition up to the present one.
    function rule(uint32 edition, DecisionClass class) external view returns (Rule memory);

    /// @notice How many members an enhanced cooperation needs at least; never changes.
    function leastParticipants() external view returns (uint256);

    /// @notice Members that take part in an enhanced cooperation, bit `i` for place `i`; 0 when there is no such cooperation.
    function participants(uint16 cooperation) external view returns (uint256);

    /// @notice The present edition, and the classes that it has other rules for than those of the three majorities as shipped: about these the
    /// table must be asked.
    function present() external view returns (uint32 edition, ClassSet byTable);

    /// @notice Keeps for the calling Council what a proposal is judged by for ever, and who decides on it.
    /// @dev What is kept belongs to the caller, so that nobody can write it for another. Reverts for calls that cannot stand in one proposal.
    /// @param edition Edition of the rules, up to the present one.
    /// @param classes All classes that the calls need.
    /// @return cooperation The enhanced cooperation; 0 when the class is another than Participating.
    /// @return voters Its participants, bit `i` for place `i`; 0 when all members vote.
    function fixRules(
        uint256 proposalId,
        uint32 edition,
        ClassSet classes,
        address[] calldata targets,
        bytes[] calldata calldatas
    ) external returns (uint16 cooperation, uint256 voters);

    /// @notice What `fixRules` kept for a Council; zeros for a proposal that is judged by the majorities as shipped.
    function rulesOf(
        address council,
        uint256 proposalId
    ) external view returns (uint32 edition, uint16 cooperation, uint256 voters);

    /// @notice Counts the participants of the calling Council's proposal as they stood at its snapshot, unless that was done. Where
    /// participants alone vote, they are the body.
    function countParticipants(uint256 proposalId) external;

    /// @notice What the votes on a proposal of the calling Council settle, whatever the silent members do.
    /// @param before The votes without the last one.
    /// @param tally The votes with it; decisions in both do not count.
    /// @param totalHeads Members that have a vote, where all vote.
    /// @param totalWeight Their weight.
    /// @return decided `Open` while a completion of the silent votes can change the outcome.
    /// @return turned Whether it is open and the last vote changed what the outcome would be if nobody voted any more.
    function decide(
        uint256 proposalId,
        ClassSet classes,
        PackedTally before,
        PackedTally tally,
        uint16 totalHeads,
        uint64 totalWeight
    ) external returns (Decision decided, bool turned);

    /// @notice Whether the votes on a Council's proposal adopt it when nobody votes any more.
    function judgeClosed(
        address council,
        uint256 proposalId,
        ClassSet classes,
        PackedTally tally,
        uint16 totalHeads,
        uint64 totalWeight
    ) external view returns (bool adopted);

    /// @notice The participants of an enhanced cooperation as they stood at a timepoint in the past.
    /// @param members Register of the body.
    /// @param voters Bit `i` stands for the member at place `i`.
    /// @return heads Participants that had a vote.
    /// @return weight Their weight.
    /// @return blockingHeads Participants that a blocking minority has at least: not in favour and fewer, they cannot block.
    function electorate(
        uint32 edition,
        address members,
        uint256 voters,
        uint48 timepoint
    ) external view returns (uint16 heads, uint64 weight, uint8 blockingHeads);
}
