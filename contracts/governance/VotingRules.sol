// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {ClassSet, DecisionClass} from "../types/DecisionClass.sol";

/// @title When a decision passes
/// @notice The majorities of the European Union in exact integers, without division. Whoever has not voted and whoever abstains is not in favour.
/// @dev All rules are monotone: a further vote in favour never turns a pass into a failure. The early close of the Council rests on that.
library VotingRules {
    /// @dev Article 16(4) TEU: 55 % of the members.
    uint256 internal constant QUALIFIED_HEADS_PERCENT = 55;
    /// @dev Article 238(2) TFEU: 72 % of the members where the decision is not on a proposal of the Commission.
    uint256 internal constant REINFORCED_HEADS_PERCENT = 72;
    /// @dev Article 16(4) TEU and Article 238(2) TFEU: 65 % of the population.
    uint256 internal constant WEIGHT_PERCENT = 65;
    /// @dev Article 16(4) TEU: a blocking minority needs at least four members.
    uint256 internal constant BLOCKING_HEADS = 4;

    /// @notice Whether the votes in favour carry one class.
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

    /// @notice Whether the votes in favour carry every class in the set. An empty set or an empty body never passes.
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
