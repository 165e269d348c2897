// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {VotingRules} from "../../../contracts/governance/VotingRules.sol";
import {ClassSet, DecisionClass} from "../../../contracts/types/DecisionClass.sol";
import {bound, vm} from "../support/Vm.sol";

/// @notice What holds of the majorities whatever the numbers are. That they are those of the Treaties is tested against a model
/// in `test/integration/governance/voting-rules.test.ts`.
contract VotingRulesTest {
    using VotingRules for ClassSet;

    uint256 private constant MAX_HEADS = 254;
    uint256 private constant MAX_WEIGHT = 2 ** 36 - 1;

    struct Votes {
        uint256 heads;
        uint256 weight;
        uint256 totalHeads;
        uint256 totalWeight;
    }

    function testFuzz_FurtherVotesInFavourNeverTurnAPassIntoAFailure(
        Votes memory votes,
        uint8 set,
        uint256 head,
        uint256 weight
    ) public pure {
        votes = _possible(votes);
        if (votes.heads == votes.totalHeads) return;
        bool before = _passes(set, votes);
        votes.heads += bound(head, 1, votes.totalHeads - votes.heads);
        votes.weight += bound(weight, 0, votes.totalWeight - votes.weight);
        if (before) vm.assertTrue(_passes(set, votes), "GV5: monotone");
    }

    function testFuzz_EverybodyInFavourCarriesEveryClass(
        uint256 totalHeads,
        uint256 totalWeight,
        uint8 set
    ) public pure {
        totalHeads = bound(totalHeads, 1, MAX_HEADS);
        totalWeight = bound(totalWeight, totalHeads, MAX_WEIGHT);
        set = uint8(bound(set, 1, 7));
        vm.assertTrue(_passes(set, Votes(totalHeads, totalWeight, totalHeads, totalWeight)), "GV15: unanimous");
    }

    function testFuzz_NobodyInFavourCarriesNothing(uint256 totalHeads, uint256 totalWeight, uint8 set) public pure {
        totalHeads = bound(totalHeads, 0, MAX_HEADS);
        totalWeight = bound(totalWeight, totalHeads, MAX_WEIGHT);
        vm.assertFalse(_passes(set % 8, Votes(0, 0, totalHeads, totalWeight)), "GV4: nobody");
    }

    function testFuzz_AnEmptySetOrBodyNeverPasses(Votes memory votes, uint8 set) public pure {
        votes = _possible(votes);
        vm.assertFalse(_passes(0, votes), "GV8: no class");
        vm.assertFalse(_passes(set % 8, Votes(0, 0, 0, 0)), "GV4: no member");
    }

    function testFuzz_ASetPassesWhenEachOfItsClassesDoes(Votes memory votes, uint8 set) public pure {
        votes = _possible(votes);
        set = set % 8;
        bool all = set != 0;
        for (uint8 class = 0; class < 3; ++class) {
            if (set & (1 << class) != 0) all = all && _passes(uint8(1 << class), votes);
        }
        vm.assertEq(_passes(set, votes), all, "GV8: every class");
    }

    function testFuzz_ReinforcedImpliesQualifiedImpliesSimple(Votes memory votes) public pure {
        votes = _possible(votes);
        (bool reinforced, bool qualified, bool simple) = (_passes(1, votes), _passes(2, votes), _passes(4, votes));
        vm.assertTrue(!reinforced || qualified, "GV4: reinforced without qualified");
        vm.assertTrue(!qualified || simple, "GV4: qualified without simple");
    }

    /// @dev A blocking minority needs at least four members: with three not in favour the weight does not matter.
    function testFuzz_ThreeNotInFavourNeverBlockByTheirWeight(
        uint256 totalHeads,
        uint256 totalWeight,
        uint256 weight
    ) public pure {
        Votes memory votes = _allBut(3, totalHeads, totalWeight, weight);
        bool enoughHeads = votes.heads * 20 >= votes.totalHeads * 11;
        vm.assertEq(_passes(2, votes), enoughHeads, "GV6: three not in favour");
        // The exception is that of the qualified majority alone.
        if (votes.weight * 20 < votes.totalWeight * 13) vm.assertFalse(_passes(1, votes), "GV6: reinforced");
    }

    function testFuzz_FourNotInFavourBlockByTheirWeight(
        uint256 totalHeads,
        uint256 totalWeight,
        uint256 weight
    ) public pure {
        Votes memory votes = _allBut(4, totalHeads, totalWeight, weight);
        bool enoughHeads = votes.heads * 20 >= votes.totalHeads * 11;
        bool enoughWeight = votes.weight * 20 >= votes.totalWeight * 13;
        vm.assertEq(_passes(2, votes), enoughHeads && enoughWeight, "GV6: four not in favour");
    }

    function testFuzz_SetsHoldWhatWasPutIn(uint8 a, uint8 b, uint8 class) public pure {
        (ClassSet left, ClassSet right) = (ClassSet.wrap(a % 8), ClassSet.wrap(b % 8));
        DecisionClass added = DecisionClass(class % 3);
        for (uint8 i = 0; i < 3; ++i) {
            DecisionClass other = DecisionClass(i);
            bool either = left.contains(other) || right.contains(other);
            vm.assertEq(left.union(right).contains(other), either, "GV8: union");
            bool present = left.contains(other) || other == added;
            vm.assertEq(left.with(added).contains(other), present, "GV8: with");
        }
    }

    function _passes(uint8 set, Votes memory votes) private pure returns (bool) {
        return ClassSet.wrap(set).passesAll(votes.heads, votes.weight, votes.totalHeads, votes.totalWeight);
    }

    /// @dev Everybody in favour but `others`; the weight in favour is often the least that is enough, or one less.
    function _allBut(
        uint256 others,
        uint256 totalHeads,
        uint256 totalWeight,
        uint256 weight
    ) private pure returns (Votes memory votes) {
        votes.totalHeads = bound(totalHeads, others + 1, MAX_HEADS);
        votes.heads = votes.totalHeads - others;
        votes.totalWeight = bound(totalWeight, votes.totalHeads, MAX_WEIGHT);
        uint256 least = (votes.totalWeight * 13 + 19) / 20;
        uint256 wanted =
            weight % 4 == 0
                ? least
                : weight % 4 == 1
                    ? least - 1
                    : weight;
        votes.weight = bound(wanted, votes.heads, votes.totalWeight - others);
    }

    /// @dev Votes that a body can cast: every head weighs at least 1.
    function _possible(Votes memory votes) private pure returns (Votes memory) {
        votes.totalHeads = bound(votes.totalHeads, 1, MAX_HEADS);
        votes.totalWeight = bound(votes.totalWeight, votes.totalHeads, MAX_WEIGHT);
        votes.heads = bound(votes.heads, 0, votes.totalHeads);
        uint256 silent = votes.totalHeads - votes.heads;
        votes.weight = bound(votes.weight, votes.heads, votes.totalWeight - silent);
        if (votes.heads == 0) votes.weight = 0;
        if (silent == 0) votes.weight = votes.totalWeight;
        return votes;
    }
}
