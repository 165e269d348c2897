// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {VotingRules} from "../governance/VotingRules.sol";
import {ClassSet} from "../types/DecisionClass.sol";

/// @title Many applications of the voting rules in one call, for the tests
/// @notice An answer is one byte a case: bit `s` says whether the class set `s` (0 to 7) passes.
/// @dev Uses as little memory as it can, because Hardhat's simulated chain copies it at every step.
contract VotingRulesBatch {
    struct Count {
        uint256 heads;
        uint256 weight;
        uint256 totalHeads;
        uint256 totalWeight;
    }

    uint256 private constant CLASS_SETS = 8;

    /// @notice What the rules say of each count.
    function outcomes(Count[] calldata counts) external pure returns (bytes memory answers) {
        answers = new bytes(counts.length);
        for (uint256 i = 0; i < counts.length; ++i) {
            Count calldata c = counts[i];
            answers[i] = _passingSets(c.heads, c.weight, c.totalHeads, c.totalWeight);
        }
    }

    function _passingSets(
        uint256 heads,
        uint256 weight,
        uint256 totalHeads,
        uint256 totalWeight
    ) private pure returns (bytes1) {
        uint8 sets;
        for (uint8 set = 0; set < CLASS_SETS; ++set) {
            bool passing = VotingRules.passesAll(ClassSet.wrap(set), heads, weight, totalHeads, totalWeight);
            if (passing) sets |= uint8(1 << set);
        }
        return bytes1(sets);
    }
}
