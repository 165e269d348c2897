// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {ClassSet, DecisionClass} from "../types/DecisionClass.sol";
import {Decision} from "../types/PackedTally.sol";
import {Rule, RuleKind, Votes} from "../types/Rule.sol";

/// @title When a decision passes
/// @notice The ways in which bodies of the European Union decide, in exact integers, without division.
/// @dev Two ways lead to the same answer. The three majorities as shipped are constants, so that a vote in them reads no rule
/// (`passesAll`). Everything else is judged by a `Rule` (`isAdopted`, `settled`). Tests hold both against one model.
library VotingRules {
    /// @dev Article 16(4) TEU: 55 % of the members.
    uint256 internal constant QUALIFIED_HEADS_PERCENT = 55;
    /// @dev Article 238(2) TFEU: 72 % of the members where the decision is not on a proposal of the Commission.
    uint256 internal constant REINFORCED_HEADS_PERCENT = 72;
    /// @dev Article 16(4) TEU and Article 238(2) TFEU: 65 % of the population.
    uint256 internal constant WEIGHT_PERCENT = 65;
    /// @dev Article 16(4) TEU: a blocking minority needs at least four members.
    uint256 internal constant BLOCKING_HEADS = 4;
    /// @dev Article 12(2) of the Council's Rules of Procedure: the text is adopted "except where a member of the Council objects".
    uint256 internal constant OBJECTIONS = 1;

    /// @notice Whether the votes in favour carry one of the three majorities as it is shipped.
    /// @dev Monotone: a further vote in favour never turns a pass into a failure. Whoever is silent or abstains is not in favour.
    /// @param heads Members in favour.
    /// @param weight Their weight.
    /// @param totalHeads All members that had a vote at the snapshot.
    /// @param totalWeight Their weight.
    function passes(
        DecisionClass class,
        uint256 heads,
        uint256 weight,
        uint256 totalHeads,
        uint256 totalWeight
    ) internal pure returns (bool) {
        // Heads fit 16 bits and weights 64, and nobody is in favour who is not in the total: nothing can overflow.
        unchecked {
            if (class == DecisionClass.Simple) {
                // Article 238(1) TFEU: a majority of the component members.
                return heads * 2 > totalHeads;
            }
            bool enoughWeight = weight * 100 >= totalWeight * WEIGHT_PERCENT;
            if (class == DecisionClass.Qualified) {
                bool blocked = !enoughWeight && totalHeads - heads >= BLOCKING_HEADS;
                return heads * 100 >= totalHeads * QUALIFIED_HEADS_PERCENT && !blocked;
            }
            return heads * 100 >= totalHeads * REINFORCED_HEADS_PERCENT && enoughWeight;
        }
    }

    /// @notice Whether the votes in favour carry every class in a set of the three majorities. An empty set or body never passes.
    function passesAll(
        ClassSet set,
        uint256 heads,
        uint256 weight,
        uint256 totalHeads,
        uint256 totalWeight
    ) internal pure returns (bool) {
        if (ClassSet.unwrap(set) == 0 || totalHeads == 0) return false;
        return
            _passesIfIn(set, DecisionClass.Simple, heads, weight, totalHeads, totalWeight) &&
            _passesIfIn(set, DecisionClass.Qualified, heads, weight, totalHeads, totalWeight) &&
            _passesIfIn(set, DecisionClass.Reinforced, heads, weight, totalHeads, totalWeight);
    }

    /// @notice The rule of a class as it is shipped.
    function shipped(DecisionClass class) internal pure returns (Rule memory rule) {
        if (class == DecisionClass.Unanimity) {
            // Article 11(4) of the Council's Rules of Procedure: a majority of the members is present.
            (rule.kind, rule.quorumNumerator, rule.quorumDenominator) = (RuleKind.Unanimity, 1, 2);
        } else if (class == DecisionClass.Objection) {
            (rule.kind, rule.objections) = (RuleKind.Objection, uint8(OBJECTIONS));
        } else if (class == DecisionClass.Simple) {
            (rule.headsNumerator, rule.headsDenominator, rule.moreThanHeads) = (1, 2, true);
            rule.weightDenominator = 1;
        } else {
            bool reinforced = class == DecisionClass.Reinforced;
            rule.headsNumerator = uint16(reinforced ? REINFORCED_HEADS_PERCENT : QUALIFIED_HEADS_PERCENT);
            (rule.headsDenominator, rule.weightDenominator) = (100, 100);
            rule.weightNumerator = uint16(WEIGHT_PERCENT);
            if (class == DecisionClass.Qualified) rule.blockingHeads = uint8(BLOCKING_HEADS);
            if (class == DecisionClass.Participating) rule.kind = RuleKind.Participants;
        }
    }

    /// @notice Whether the decision is adopted when nothing but these votes is cast. Nobody decides nothing.
    /// @dev Every rule gets easier when a silent member votes in favour, and no easier when it votes against.
    function isAdopted(Rule memory rule, Votes memory votes) internal pure returns (bool) {
        if (votes.totalHeads == 0) return false;
        if (rule.kind == RuleKind.Objection) {
            return votes.againstHeads < Math.min(rule.objections, votes.totalHeads / 2 + 1);
        }
        if (rule.kind == RuleKind.Unanimity) {
            uint256 taking = votes.forHeads + votes.againstHeads + votes.abstainHeads;
            bool quorate = taking * rule.quorumDenominator > votes.totalHeads * rule.quorumNumerator;
            return votes.againstHeads == 0 && votes.forHeads != 0 && quorate;
        }
        uint256 heads = votes.forHeads * rule.headsDenominator;
        uint256 threshold = votes.totalHeads * rule.headsNumerator;
        if (rule.moreThanHeads ? heads <= threshold : heads < threshold) return false;
        bool enoughWeight = votes.forWeight * rule.weightDenominator >= votes.totalWeight * rule.weightNumerator;
        return enoughWeight || votes.totalHeads - votes.forHeads < rule.blockingHeads;
    }

    /// @notice Whether every rule adopts the decision. No rule adopts nothing.
    function isAdoptedByAll(Rule[] memory rules, Votes memory votes) internal pure returns (bool) {
        for (uint256 i = 0; i < rules.length; ++i) {
            if (!isAdopted(rules[i], votes)) return false;
        }
        return rules.length != 0;
    }

    /// @notice The outcome that no completion of the silent votes can change, or `Open`.
    /// @dev Exact for every set of rules, because two completions are the extremes for all rules at once: with every silent member in
    /// favour a rule is adopted if any completion adopts it, and with every silent member against it is adopted only if all do.
    function settled(Rule[] memory rules, Votes memory votes) internal pure returns (Decision) {
        uint256 heads = votes.totalHeads - votes.forHeads - votes.againstHeads - votes.abstainHeads;
        uint256 weight = votes.totalWeight - votes.forWeight - votes.againstWeight - votes.abstainWeight;
        votes.forHeads += heads;
        votes.forWeight += weight;
        bool atBest = isAdoptedByAll(rules, votes);
        votes.forHeads -= heads;
        votes.forWeight -= weight;
        if (!atBest) return Decision.Defeated;
        votes.againstHeads += heads;
        votes.againstWeight += weight;
        bool atWorst = isAdoptedByAll(rules, votes);
        votes.againstHeads -= heads;
        votes.againstWeight -= weight;
        return atWorst ? Decision.Succeeded : Decision.Open;
    }

    /// @notice Blocking minority among participants: the smallest number of them that together hold more than the weight that may be
    /// missing, plus one. Article 238(3)(a) TFEU: more than 35 % of the population of the participating states, plus one member.
    /// @param weights Weights of the participants; some may be 0, not all. Reordered.
    function blockingMinority(
        Rule memory rule,
        uint64[] memory weights,
        uint256 totalWeight
    ) internal pure returns (uint8) {
        uint256 missing = totalWeight * (rule.weightDenominator - rule.weightNumerator);
        uint256 held;
        for (uint256 i = 0; i < weights.length; ++i) {
            uint256 heaviest = i;
            for (uint256 j = i + 1; j < weights.length; ++j) {
                if (weights[j] > weights[heaviest]) heaviest = j;
            }
            (weights[i], weights[heaviest]) = (weights[heaviest], weights[i]);
            held += weights[i];
            // At most 254 members, so that one more fits.
            if (held * rule.weightDenominator > missing) return uint8(i + 2);
        }
        return 0;
    }

    /// @notice What suffices to prevent a decision by a rule, in heads and in weight, each by itself.
    /// @dev By their weight only as many heads prevent it as `blockingHeads` says; whoever asks for the measure of a blocking minority does
    /// not count them.
    /// @return heads Smallest number of heads not in favour, or against where only these prevent, with which it is not adopted.
    /// @return weight Smallest weight not in favour; 0 when weight plays no part.
    function preventedBy(
        Rule memory rule,
        uint256 totalHeads,
        uint256 totalWeight
    ) internal pure returns (uint256 heads, uint256 weight) {
        if (rule.kind == RuleKind.Unanimity) return (1, 0);
        if (rule.kind == RuleKind.Objection) return (Math.min(rule.objections, totalHeads / 2 + 1), 0);
        uint256 threshold = totalHeads * rule.headsNumerator;
        uint256 needed =
            rule.moreThanHeads ? threshold / rule.headsDenominator + 1 : Math.ceilDiv(threshold, rule.headsDenominator);
        heads = totalHeads - needed + 1;
        if (rule.weightNumerator == 0) return (heads, 0);
        weight = totalWeight - Math.ceilDiv(totalWeight * rule.weightNumerator, rule.weightDenominator) + 1;
    }

    /// @notice Whether whatever carries the majority `strict` carries the majority `easy` as well, in a body of any size.
    function isAtLeastAsStrict(Rule memory strict, Rule memory easy) internal pure returns (bool) {
        uint256 a = uint256(strict.headsNumerator) * easy.headsDenominator;
        uint256 b = uint256(easy.headsNumerator) * strict.headsDenominator;
        if (a < b || (a == b && easy.moreThanHeads && !strict.moreThanHeads)) return false;
        if (easy.weightNumerator == 0) return true;
        uint256 c = uint256(strict.weightNumerator) * easy.weightDenominator;
        uint256 d = uint256(easy.weightNumerator) * strict.weightDenominator;
        return c >= d && strict.blockingHeads <= easy.blockingHeads;
    }

    function _passesIfIn(
        ClassSet set,
        DecisionClass class,
        uint256 heads,
        uint256 weight,
        uint256 totalHeads,
        uint256 totalWeight
    ) private pure returns (bool) {
        return !set.contains(class) || passes(class, heads, weight, totalHeads, totalWeight);
    }
}
