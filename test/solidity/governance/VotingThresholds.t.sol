// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {VotingRules} from "../../../contracts/governance/VotingRules.sol";
import {ClassSet, DecisionClass} from "../../../contracts/types/DecisionClass.sol";
import {Decision} from "../../../contracts/types/PackedTally.sol";
import {Rule, RuleKind, Votes} from "../../../contracts/types/Rule.sol";
import {vm} from "../support/Vm.sol";

/// @notice The last vote that is too few and the first that is enough, for each threshold of each class, and what prevents a decision.
contract VotingThresholdsTest {
    using VotingRules for ClassSet;

    ClassSet private constant NONE = ClassSet.wrap(0);

    function test_Simple_MoreThanHalfOfTheHeads() public pure {
        _assertMajority(DecisionClass.Simple, 13, 1, 26, 1000, false);
        _assertMajority(DecisionClass.Simple, 14, 1, 26, 1000, true);
        _assertMajority(DecisionClass.Simple, 13, 999, 27, 1000, false);
        _assertMajority(DecisionClass.Simple, 14, 1, 27, 1000, true);
    }

    function test_Qualified_FiftyFivePercentOfTheHeads() public pure {
        _assertMajority(DecisionClass.Qualified, 10, 1000, 20, 1000, false);
        _assertMajority(DecisionClass.Qualified, 11, 1000, 20, 1000, true);
        _assertMajority(DecisionClass.Qualified, 14, 1000, 27, 1000, false);
        _assertMajority(DecisionClass.Qualified, 15, 1000, 27, 1000, true);
        _assertMajority(DecisionClass.Qualified, 54, 1000, 100, 1000, false);
        _assertMajority(DecisionClass.Qualified, 55, 1000, 100, 1000, true);
    }

    function test_Qualified_SixtyFivePercentOfTheWeight() public pure {
        _assertMajority(DecisionClass.Qualified, 15, 649, 27, 1000, false);
        _assertMajority(DecisionClass.Qualified, 15, 650, 27, 1000, true);
        _assertMajority(DecisionClass.Qualified, 15, 13, 27, 21, false);
        _assertMajority(DecisionClass.Qualified, 15, 14, 27, 21, true);
    }

    function test_Qualified_FourHeadsBlockByTheirWeight() public pure {
        _assertMajority(DecisionClass.Qualified, 23, 649, 27, 1000, false);
        _assertMajority(DecisionClass.Qualified, 24, 649, 27, 1000, true);
        _assertMajority(DecisionClass.Qualified, 24, 24, 27, 1000, true);
    }

    function test_Reinforced_SeventyTwoPercentOfTheHeads() public pure {
        _assertMajority(DecisionClass.Reinforced, 17, 1000, 25, 1000, false);
        _assertMajority(DecisionClass.Reinforced, 18, 1000, 25, 1000, true);
        _assertMajority(DecisionClass.Reinforced, 19, 1000, 27, 1000, false);
        _assertMajority(DecisionClass.Reinforced, 20, 1000, 27, 1000, true);
        _assertMajority(DecisionClass.Reinforced, 71, 1000, 100, 1000, false);
        _assertMajority(DecisionClass.Reinforced, 72, 1000, 100, 1000, true);
    }

    function test_Reinforced_SixtyFivePercentOfTheWeight_FewBlock() public pure {
        _assertMajority(DecisionClass.Reinforced, 20, 649, 27, 1000, false);
        _assertMajority(DecisionClass.Reinforced, 20, 650, 27, 1000, true);
        _assertMajority(DecisionClass.Reinforced, 26, 649, 27, 1000, false);
        _assertMajority(DecisionClass.Reinforced, 26, 650, 27, 1000, true);
    }

    function test_Set_EachClassOfItIsAsked() public pure {
        ClassSet all = NONE.with(DecisionClass.Simple).with(DecisionClass.Qualified).with(DecisionClass.Reinforced);
        vm.assertFalse(all.passesAll(19, 1000, 27, 1000), "reinforced fails");
        vm.assertTrue(all.passesAll(20, 1000, 27, 1000), "all pass");
        // Of two members one is half: qualified is not reached, and simple neither; of one member all is reached.
        vm.assertFalse(NONE.with(DecisionClass.Simple).passesAll(1, 2, 2, 2), "simple fails");
        vm.assertTrue(NONE.with(DecisionClass.Simple).passesAll(1, 1, 1, 1), "simple passes");
        vm.assertFalse(NONE.with(DecisionClass.Qualified).passesAll(14, 1000, 27, 1000), "qualified fails");
        vm.assertFalse(NONE.passesAll(27, 1000, 27, 1000), "no class");
        vm.assertFalse(all.passesAll(0, 0, 0, 0), "no member");
        vm.assertFalse(NONE.with(DecisionClass.Reinforced).passesAll(0, 0, 0, 0), "no member, reinforced");
        vm.assertFalse(NONE.with(DecisionClass.Qualified).passesAll(0, 0, 0, 0), "no member, qualified");
    }

    function test_Unanimity_HalfTakePartAndNobodyIsAgainst() public pure {
        Rule memory rule = VotingRules.shipped(DecisionClass.Unanimity);
        vm.assertTrue(VotingRules.isAdopted(rule, _heads(14, 0, 0, 27)), "in favour");
        vm.assertTrue(VotingRules.isAdopted(rule, _heads(1, 0, 13, 27)), "abstention counts for the quorum");
        vm.assertFalse(VotingRules.isAdopted(rule, _heads(1, 0, 12, 27)), "too few take part");
        vm.assertFalse(VotingRules.isAdopted(rule, _heads(1, 0, 12, 26)), "half is too few");
        vm.assertTrue(VotingRules.isAdopted(rule, _heads(1, 0, 13, 26)), "one more than half");
        vm.assertFalse(VotingRules.isAdopted(rule, _heads(26, 1, 0, 27)), "one against");
        vm.assertFalse(VotingRules.isAdopted(rule, _heads(0, 0, 27, 27)), "nobody in favour");
        vm.assertFalse(VotingRules.isAdopted(rule, _heads(0, 0, 0, 0)), "nobody");
    }

    function test_Objection_SoManyAgainstOrMoreThanHalf() public pure {
        Rule memory rule = VotingRules.shipped(DecisionClass.Objection);
        vm.assertTrue(VotingRules.isAdopted(rule, _heads(0, 0, 0, 27)), "silence carries");
        vm.assertFalse(VotingRules.isAdopted(rule, _heads(26, 1, 0, 27)), "one objects");
        vm.assertFalse(VotingRules.isAdopted(rule, _heads(0, 0, 0, 0)), "nobody");
        rule.objections = 3;
        vm.assertTrue(VotingRules.isAdopted(rule, _heads(0, 2, 0, 27)), "two of three");
        vm.assertFalse(VotingRules.isAdopted(rule, _heads(0, 3, 0, 27)), "three of three");
        rule.objections = 10;
        vm.assertTrue(VotingRules.isAdopted(rule, _heads(0, 3, 0, 7)), "three of seven");
        vm.assertFalse(VotingRules.isAdopted(rule, _heads(0, 4, 0, 7)), "four of seven");
        vm.assertTrue(VotingRules.isAdopted(rule, _heads(0, 3, 0, 6)), "half of six");
        vm.assertFalse(VotingRules.isAdopted(rule, _heads(0, 4, 0, 6)), "more than half of six");
    }

    function test_Participating_ItsOwnBlockingMinority() public pure {
        Rule memory rule = VotingRules.shipped(DecisionClass.Participating);
        vm.assertTrue(rule.kind == RuleKind.Participants && rule.blockingHeads == 0, "counted for each proposal");
        rule.blockingHeads = 3;
        vm.assertFalse(VotingRules.isAdopted(rule, _weighing(6, 649, 9, 1000)), "three block");
        vm.assertTrue(VotingRules.isAdopted(rule, _weighing(7, 649, 9, 1000)), "two do not");
        vm.assertTrue(VotingRules.isAdopted(rule, _weighing(6, 650, 9, 1000)), "enough weight");
        vm.assertFalse(VotingRules.isAdopted(rule, _weighing(4, 1000, 9, 1000)), "too few heads");
        vm.assertTrue(VotingRules.isAdopted(rule, _weighing(5, 1000, 9, 1000)), "enough heads");
    }

    function test_Shipped_FieldByField() public pure {
        _assertRule(DecisionClass.Simple, Rule(RuleKind.Majority, 1, 2, true, 0, 1, 0, 0, 0, 0));
        _assertRule(DecisionClass.Qualified, Rule(RuleKind.Majority, 55, 100, false, 65, 100, 4, 0, 0, 0));
        _assertRule(DecisionClass.Reinforced, Rule(RuleKind.Majority, 72, 100, false, 65, 100, 0, 0, 0, 0));
        _assertRule(DecisionClass.Participating, Rule(RuleKind.Participants, 55, 100, false, 65, 100, 0, 0, 0, 0));
        _assertRule(DecisionClass.Unanimity, Rule(RuleKind.Unanimity, 0, 0, false, 0, 0, 0, 1, 2, 0));
        _assertRule(DecisionClass.Objection, Rule(RuleKind.Objection, 0, 0, false, 0, 0, 0, 0, 0, 1));
    }

    /// @dev What `preventedBy` computes is found here by trying: the first number of heads, or of weight, with which it is not adopted.
    function test_PreventedBy_IsTheFirstThatPrevents() public pure {
        uint256[4] memory weights = [uint256(20), 33, 100, 1001];
        for (uint256 totalHeads = 1; totalHeads <= 30; ++totalHeads) {
            for (uint256 i = 0; i < 4; ++i) {
                uint256 totalWeight = weights[i];
                _assertPrevented(VotingRules.shipped(DecisionClass.Simple), totalHeads, totalWeight);
                _assertPrevented(VotingRules.shipped(DecisionClass.Qualified), totalHeads, totalWeight);
                _assertPrevented(VotingRules.shipped(DecisionClass.Reinforced), totalHeads, totalWeight);
                // Two thirds to be exceeded, and a quarter of the weight.
                _assertPrevented(Rule(RuleKind.Majority, 2, 3, true, 1, 4, 0, 0, 0, 0), totalHeads, totalWeight);
            }
        }
    }

    function test_PreventedBy_OneAgainstOrSoManyObjections() public pure {
        _assertPrevention(VotingRules.shipped(DecisionClass.Unanimity), 27, 1, 0);
        _assertPrevention(VotingRules.shipped(DecisionClass.Objection), 27, 1, 0);
        Rule memory rule = VotingRules.shipped(DecisionClass.Objection);
        rule.objections = 10;
        _assertPrevention(rule, 27, 10, 0);
        _assertPrevention(rule, 7, 4, 0);
        _assertPrevention(rule, 6, 4, 0);
    }

    function test_BlockingMinority_OneMoreThanHoldsTheMissingWeight() public pure {
        Rule memory rule = VotingRules.shipped(DecisionClass.Participating);
        // 35 of 100 are just not more than what may be missing; 36 are.
        vm.assertEq(VotingRules.blockingMinority(rule, _weights(35, 1, 64), 100), 2, "64 alone");
        vm.assertEq(VotingRules.blockingMinority(rule, _weights(33, 33, 34), 100), 3, "34 and 33");
        vm.assertEq(VotingRules.blockingMinority(rule, _weights(36, 32, 32), 100), 2, "36 alone");
        uint64[] memory equal = new uint64[](20);
        for (uint256 i = 0; i < 20; ++i) equal[i] = 5;
        vm.assertEq(VotingRules.blockingMinority(rule, equal, 100), 9, "seven hold 35, eight more");
    }

    function test_AsStrict() public pure {
        Rule memory half = Rule(RuleKind.Majority, 1, 2, true, 0, 1, 0, 0, 0, 0);
        Rule memory reached = Rule(RuleKind.Majority, 1, 2, false, 0, 1, 0, 0, 0, 0);
        Rule memory qualified = VotingRules.shipped(DecisionClass.Qualified);
        _assertStricter(half, half, true, "itself");
        _assertStricter(half, reached, true, "exceeded is stricter than reached");
        _assertStricter(reached, half, false, "reached is easier than exceeded");
        _assertStricter(reached, reached, true, "reached, itself");
        _assertStricter(qualified, qualified, true, "qualified, itself");
        _assertStricter(qualified, half, true, "where the easier asks for no weight, blocking heads play no part");
        _assertStricter(half, qualified, false, "half is easier than qualified");
        Rule memory other = VotingRules.shipped(DecisionClass.Qualified);
        other.headsNumerator = 56;
        _assertStricter(other, qualified, true, "more heads");
        _assertStricter(qualified, other, false, "fewer heads");
        (other.headsNumerator, other.headsDenominator) = (11, 20);
        _assertStricter(other, qualified, true, "the same share");
        _assertStricter(qualified, other, true, "the same share, the other way");
        other.weightNumerator = 66;
        _assertStricter(other, qualified, true, "more weight");
        _assertStricter(qualified, other, false, "less weight");
        (other.weightNumerator, other.weightDenominator) = (13, 20);
        _assertStricter(qualified, other, true, "the same weight");
        other.blockingHeads = 5;
        _assertStricter(other, qualified, false, "more have to block together");
        _assertStricter(qualified, other, true, "fewer can block");
    }

    function test_Settled_LeavesTheVotesAsTheyWere() public pure {
        Rule[] memory rules = new Rule[](1);
        rules[0] = VotingRules.shipped(DecisionClass.Qualified);
        Votes memory votes = Votes(5, 4, 3, 500, 100, 100, 27, 1000);
        bytes32 before = keccak256(abi.encode(votes));
        vm.assertTrue(VotingRules.settled(rules, votes) == Decision.Open, "open");
        vm.assertEq(keccak256(abi.encode(votes)), before, "unchanged");
        votes = Votes(5, 10, 3, 500, 100, 100, 27, 1000);
        before = keccak256(abi.encode(votes));
        vm.assertTrue(VotingRules.settled(rules, votes) == Decision.Defeated, "14 at best");
        vm.assertEq(keccak256(abi.encode(votes)), before, "unchanged when defeated");
        votes = Votes(15, 10, 1, 650, 100, 100, 27, 1000);
        vm.assertTrue(VotingRules.settled(rules, votes) == Decision.Succeeded, "15 at worst");
        vm.assertTrue(VotingRules.settled(new Rule[](0), votes) == Decision.Defeated, "no rule adopts nothing");
    }

    /// @dev By the constants, and by the rule.
    function _assertMajority(
        DecisionClass class,
        uint256 heads,
        uint256 weight,
        uint256 totalHeads,
        uint256 totalWeight,
        bool expected
    ) private pure {
        vm.assertEq(VotingRules.passes(class, heads, weight, totalHeads, totalWeight), expected, "by the constants");
        vm.assertEq(
            VotingRules.isAdopted(VotingRules.shipped(class), _weighing(heads, weight, totalHeads, totalWeight)),
            expected,
            "by the rule"
        );
    }

    function _assertRule(DecisionClass class, Rule memory expected) private pure {
        bytes32 shipped = keccak256(abi.encode(VotingRules.shipped(class)));
        vm.assertEq(shipped, keccak256(abi.encode(expected)), "the rule as it is shipped");
    }

    function _assertPrevented(Rule memory rule, uint256 totalHeads, uint256 totalWeight) private pure {
        uint256 heads = 0;
        while (VotingRules.isAdopted(rule, _weighing(totalHeads - heads, totalWeight, totalHeads, totalWeight)))
            ++heads;
        uint256 weight = 0;
        if (rule.weightNumerator != 0) {
            Rule memory byWeight = abi.decode(abi.encode(rule), (Rule));
            byWeight.blockingHeads = 0;
            while (
                VotingRules.isAdopted(byWeight, _weighing(totalHeads, totalWeight - weight, totalHeads, totalWeight))
            ) ++weight;
        }
        (uint256 preventingHeads, uint256 preventingWeight) = VotingRules.preventedBy(rule, totalHeads, totalWeight);
        vm.assertEq(preventingHeads, heads, "heads");
        vm.assertEq(preventingWeight, weight, "weight");
    }

    function _assertPrevention(Rule memory rule, uint256 totalHeads, uint256 heads, uint256 weight) private pure {
        (uint256 preventingHeads, uint256 preventingWeight) = VotingRules.preventedBy(rule, totalHeads, 1000);
        vm.assertEq(preventingHeads, heads, "heads");
        vm.assertEq(preventingWeight, weight, "weight");
    }

    function _assertStricter(Rule memory strict, Rule memory easy, bool expected, string memory message) private pure {
        vm.assertEq(VotingRules.isAtLeastAsStrict(strict, easy), expected, message);
    }

    function _heads(
        uint256 inFavour,
        uint256 against,
        uint256 abstaining,
        uint256 totalHeads
    ) private pure returns (Votes memory) {
        return Votes(inFavour, against, abstaining, inFavour, against, abstaining, totalHeads, totalHeads);
    }

    function _weighing(
        uint256 heads,
        uint256 weight,
        uint256 totalHeads,
        uint256 totalWeight
    ) private pure returns (Votes memory) {
        return Votes(heads, 0, 0, weight, 0, 0, totalHeads, totalWeight);
    }

    function _weights(uint64 a, uint64 b, uint64 c) private pure returns (uint64[] memory weights) {
        weights = new uint64[](3);
        (weights[0], weights[1], weights[2]) = (a, b, c);
    }
}
