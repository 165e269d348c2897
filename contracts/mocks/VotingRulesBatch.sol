// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {VotingRules} from "../governance/VotingRules.sol";
import {CLASS_COUNT, ClassSet, DecisionClass} from "../types/DecisionClass.sol";
import {Decision} from "../types/PackedTally.sol";
import {Rule, Votes} from "../types/Rule.sol";

/// @title Many applications of the voting rules in one call, for the tests
/// @dev Uses as little memory as it can, because Hardhat's simulated chain copies it at every step.
contract VotingRulesBatch {
    struct Count {
        uint256 heads;
        uint256 weight;
        uint256 totalHeads;
        uint256 totalWeight;
    }

    uint256 private constant MAJORITY_SETS = 8;
    uint256 private constant CLASS_SETS = 64;

    /// @notice What the three majorities as shipped say of each count: one byte a case, bit `s` says whether the class set `s` passes.
    function outcomes(Count[] calldata counts) external pure returns (bytes memory answers) {
        answers = new bytes(counts.length);
        for (uint256 i = 0; i < counts.length; ++i) {
            Count calldata c = counts[i];
            answers[i] = _passingSets(c.heads, c.weight, c.totalHeads, c.totalWeight);
        }
    }

    /// @notice What the rules say of the votes in one body: one word a case. Bit `s` of the lowest 64 says whether class set `s` adopts, of the
    /// next whether it is settled as adopted, of the third whether it is settled as refused.
    /// @param weights Weights of all members, who all take part in the enhanced cooperation.
    /// @param sets Class sets that are asked about; the bits of the others stay 0.
    function judgements(
        uint64[] memory weights,
        uint8[] calldata sets,
        Votes[] calldata votes
    ) external pure returns (uint256[] memory answers) {
        answers = new uint256[](votes.length);
        Rule[] memory all = new Rule[](CLASS_COUNT);
        uint256 totalWeight;
        for (uint256 i = 0; i < weights.length; ++i) totalWeight += weights[i];
        for (uint8 i = 0; i < CLASS_COUNT; ++i) all[i] = VotingRules.shipped(DecisionClass(i));
        Rule memory participating = all[uint8(DecisionClass.Participating)];
        participating.blockingHeads = VotingRules.blockingMinority(participating, weights, totalWeight);

        Rule[] memory rules = new Rule[](CLASS_COUNT);
        Votes memory present;
        for (uint256 i = 0; i < votes.length; ++i) {
            _copy(votes[i], present);
            for (uint256 j = 0; j < sets.length; ++j) {
                uint256 set = sets[j];
                _select(ClassSet.wrap(uint8(set)), all, rules);
                Decision settled = VotingRules.settled(rules, present);
                if (VotingRules.isAdoptedByAll(rules, present)) answers[i] |= 1 << set;
                if (settled == Decision.Succeeded) answers[i] |= 1 << (set + CLASS_SETS);
                if (settled == Decision.Defeated) answers[i] |= 1 << (set + 2 * CLASS_SETS);
            }
        }
    }

    function _copy(Votes calldata from, Votes memory to) private pure {
        (to.forHeads, to.againstHeads, to.abstainHeads) = (from.forHeads, from.againstHeads, from.abstainHeads);
        (to.forWeight, to.againstWeight, to.abstainWeight) = (from.forWeight, from.againstWeight, from.abstainWeight);
        (to.totalHeads, to.totalWeight) = (from.totalHeads, from.totalWeight);
    }

    /// @dev Fills the list anew, which is long enough for all, so that no memory is taken for each set.
    function _select(ClassSet set, Rule[] memory all, Rule[] memory rules) private pure {
        uint256 length = set.count();
        assembly ("memory-safe") {
            mstore(rules, length)
        }
        uint256 found;
        for (uint8 i = 0; i < CLASS_COUNT; ++i) {
            if (set.contains(DecisionClass(i))) rules[found++] = all[i];
        }
    }

    function _passingSets(
        uint256 heads,
        uint256 weight,
        uint256 totalHeads,
        uint256 totalWeight
    ) private pure returns (bytes1) {
        uint8 sets;
        for (uint8 set = 0; set < MAJORITY_SETS; ++set) {
            bool passing = VotingRules.passesAll(ClassSet.wrap(set), heads, weight, totalHeads, totalWeight);
            if (passing) sets |= uint8(1 << set);
        }
        return bytes1(sets);
    }
}
