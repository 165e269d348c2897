// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {VotingRules} from "../../../contracts/governance/VotingRules.sol";
import {CLASS_COUNT, ClassSet, DecisionClass} from "../../../contracts/types/DecisionClass.sol";
import {Decision} from "../../../contracts/types/PackedTally.sol";
import {Rule, RuleKind, Votes} from "../../../contracts/types/Rule.sol";
import {bound, vm} from "../support/Vm.sol";

/// @notice What holds of the majorities whatever the numbers are. That they are those of the Treaties is tested against a model
/// in `test/integration/governance/voting-rules.test.ts`.
contract VotingRulesTest {
    using VotingRules for ClassSet;

    uint256 private constant MAX_HEADS = 254;
    uint256 private constant MAX_WEIGHT = 2 ** 36 - 1;

    struct Count {
        uint256 heads;
        uint256 weight;
        uint256 totalHeads;
        uint256 totalWeight;
    }

    function testFuzz_FurtherVotesInFavourNeverTurnAPassIntoAFailure(
        Count memory votes,
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
        vm.assertTrue(_passes(set, Count(totalHeads, totalWeight, totalHeads, totalWeight)), "GV15: unanimous");
    }

    function testFuzz_NobodyInFavourCarriesNothing(uint256 totalHeads, uint256 totalWeight, uint8 set) public pure {
        totalHeads = bound(totalHeads, 0, MAX_HEADS);
        totalWeight = bound(totalWeight, totalHeads, MAX_WEIGHT);
        vm.assertFalse(_passes(set % 8, Count(0, 0, totalHeads, totalWeight)), "GV4: nobody");
    }

    function testFuzz_AnEmptySetOrBodyNeverPasses(Count memory votes, uint8 set) public pure {
        votes = _possible(votes);
        vm.assertFalse(_passes(0, votes), "GV8: no class");
        vm.assertFalse(_passes(set % 8, Count(0, 0, 0, 0)), "GV4: no member");
    }

    function testFuzz_ASetPassesWhenEachOfItsClassesDoes(Count memory votes, uint8 set) public pure {
        votes = _possible(votes);
        set = set % 8;
        bool all = set != 0;
        for (uint8 class = 0; class < 3; ++class) {
            if (set & (1 << class) != 0) all = all && _passes(uint8(1 << class), votes);
        }
        vm.assertEq(_passes(set, votes), all, "GV8: every class");
    }

    function testFuzz_ReinforcedImpliesQualifiedImpliesSimple(Count memory votes) public pure {
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
        Count memory votes = _allBut(3, totalHeads, totalWeight, weight);
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
        Count memory votes = _allBut(4, totalHeads, totalWeight, weight);
        bool enoughHeads = votes.heads * 20 >= votes.totalHeads * 11;
        bool enoughWeight = votes.weight * 20 >= votes.totalWeight * 13;
        vm.assertEq(_passes(2, votes), enoughHeads && enoughWeight, "GV6: four not in favour");
    }

    function testFuzz_SetsHoldWhatWasPutIn(uint8 a, uint8 b, uint8 class) public pure {
        (ClassSet left, ClassSet right) = (ClassSet.wrap(a % 64), ClassSet.wrap(b % 64));
        DecisionClass added = DecisionClass(class % CLASS_COUNT);
        uint256 members;
        bool shared;
        for (uint8 i = 0; i < CLASS_COUNT; ++i) {
            DecisionClass other = DecisionClass(i);
            bool either = left.contains(other) || right.contains(other);
            vm.assertEq(left.union(right).contains(other), either, "GV8: union");
            bool present = left.contains(other) || other == added;
            vm.assertEq(left.with(added).contains(other), present, "GV8: with");
            bool kept = left.contains(other) && other != added;
            vm.assertEq(left.without(added).contains(other), kept, "GV8: without");
            if (left.contains(other)) ++members;
            if (left.contains(other) && right.contains(other)) shared = true;
        }
        vm.assertEq(left.count(), members, "GV8: count");
        vm.assertEq(left.intersects(right), shared, "GV8: intersects");
    }

    /// @dev The constants that most votes are judged by, and the rules that stand for the same classes.
    function testFuzz_TheShippedMajoritiesAreTheirRules(Count memory count, uint8 class) public pure {
        count = _possible(count);
        DecisionClass majority = DecisionClass(class % 3);
        Votes memory votes;
        (votes.forHeads, votes.forWeight) = (count.heads, count.weight);
        (votes.totalHeads, votes.totalWeight) = (count.totalHeads, count.totalWeight);
        bool byConstants = VotingRules.passes(majority, count.heads, count.weight, count.totalHeads, count.totalWeight);
        vm.assertEq(
            VotingRules.isAdopted(VotingRules.shipped(majority), votes),
            byConstants,
            "GV4: one rule, two ways"
        );
    }

    /// @dev GV7: what is settled stays so whatever the silent members do, and what is not can end in both ways.
    function testFuzz_AnOutcomeIsSettledWhenNoCompletionChangesIt(
        uint256[7] memory heads,
        uint256[7] memory weights,
        uint8 set
    ) public pure {
        Votes memory votes = _ballot(heads, weights);
        Rule[] memory rules = _rulesOf(set % 64);
        Decision settled = VotingRules.settled(rules, votes);
        bool further = VotingRules.isAdoptedByAll(rules, _completed(votes, heads[6], weights[6]));
        if (settled == Decision.Succeeded) vm.assertTrue(further, "GV7: settled as adopted");
        if (settled == Decision.Defeated) vm.assertFalse(further, "GV7: settled as refused");
        if (settled == Decision.Open) {
            vm.assertTrue(VotingRules.isAdoptedByAll(rules, _allSilent(votes, true)), "GV7: open, and lost");
            vm.assertFalse(VotingRules.isAdoptedByAll(rules, _allSilent(votes, false)), "GV7: open, and won");
        }
    }

    function testFuzz_EveryClassOfASetDecides(
        uint256[7] memory heads,
        uint256[7] memory weights,
        uint8 set
    ) public pure {
        Votes memory votes = _ballot(heads, weights);
        set = set % 64;
        bool all = set != 0;
        for (uint8 class = 0; class < CLASS_COUNT; ++class) {
            if (set & (1 << class) == 0) continue;
            all = all && VotingRules.isAdoptedByAll(_rulesOf(uint8(1 << class)), votes);
        }
        vm.assertEq(VotingRules.isAdoptedByAll(_rulesOf(set), votes), all, "GV8: every class");
    }

    function testFuzz_AFurtherVoteInFavourNeverHarms(
        uint256[7] memory heads,
        uint256[7] memory weights,
        uint8 set
    ) public pure {
        Votes memory votes = _ballot(heads, weights);
        Rule[] memory rules = _rulesOf(set % 64);
        bool before = VotingRules.isAdoptedByAll(rules, votes);
        if (before) vm.assertTrue(VotingRules.isAdoptedByAll(rules, _allSilent(votes, true)), "GV5: monotone");
    }

    /// @dev Article 238(3)(a) TFEU, by trying every group of participants.
    function testFuzz_ABlockingMinorityIsTheSmallestGroupThatHoldsEnoughPlusOne(uint64[8] memory seeds) public pure {
        uint64[] memory weights = new uint64[](8);
        uint256 total;
        for (uint256 i = 0; i < 8; ++i) {
            weights[i] = uint64(bound(seeds[i], i == 0 ? 1 : 0, seeds[0] % 2 == 0 ? 20 : 1_000_000_000));
            total += weights[i];
        }
        uint256 smallest = 8;
        for (uint256 group = 1; group < 256; ++group) {
            (uint256 size, uint256 held) = (0, 0);
            for (uint256 i = 0; i < 8; ++i) {
                if ((group >> i) & 1 == 1) (size, held) = (size + 1, held + weights[i]);
            }
            if (held * 100 > total * 35 && size < smallest) smallest = size;
        }
        Rule memory rule = VotingRules.shipped(DecisionClass.Participating);
        vm.assertEq(VotingRules.blockingMinority(rule, weights, total), smallest + 1, "GV6: participants");
    }

    /// @dev GV12: what the table keeps in order is in order for every ballot.
    function testFuzz_AStricterMajorityImpliesTheEasierOne(uint16[10] memory fields, Count memory count) public pure {
        count = _possible(count);
        (Rule memory strict, Rule memory easy) = (_majority(fields, 0), _majority(fields, 5));
        Votes memory votes;
        (votes.forHeads, votes.forWeight) = (count.heads, count.weight);
        (votes.totalHeads, votes.totalWeight) = (count.totalHeads, count.totalWeight);
        if (!VotingRules.isAtLeastAsStrict(strict, easy) || !VotingRules.isAdopted(strict, votes)) return;
        vm.assertTrue(VotingRules.isAdopted(easy, votes), "GV12: stricter, yet easier");
    }

    function _majority(uint16[10] memory fields, uint256 first) private pure returns (Rule memory rule) {
        rule.headsDenominator = uint16(bound(fields[first], 1, 20));
        rule.headsNumerator = uint16(bound(fields[first + 1], 0, rule.headsDenominator));
        rule.moreThanHeads = fields[first + 2] % 2 == 0;
        rule.weightDenominator = uint16(bound(fields[first + 3], 1, 20));
        rule.weightNumerator = uint16(bound(fields[first + 3] >> 8, 0, rule.weightDenominator));
        rule.blockingHeads = uint8(fields[first + 4] % 5);
    }

    /// @dev In favour, against, abstaining and silent, in this order; every head weighs at least 1. Few of a kind as often as many.
    function _ballot(uint256[7] memory heads, uint256[7] memory weights) private pure returns (Votes memory votes) {
        votes.forHeads = bound(heads[0], 0, heads[5] % 2 == 0 ? 3 : 60);
        votes.againstHeads = bound(heads[1], 0, heads[5] % 3 == 0 ? 1 : 60);
        votes.abstainHeads = bound(heads[2], 0, heads[5] % 5 == 0 ? 3 : 60);
        uint256 silent = bound(heads[3], 0, heads[5] % 7 == 0 ? 1 : 60);
        votes.totalHeads = votes.forHeads + votes.againstHeads + votes.abstainHeads + silent;
        votes.forWeight = votes.forHeads * bound(weights[0], 1, 100_000_000);
        votes.againstWeight = votes.againstHeads * bound(weights[1], 1, 100_000_000);
        votes.abstainWeight = votes.abstainHeads * bound(weights[2], 1, 100_000_000);
        votes.totalWeight =
            votes.forWeight +
            votes.againstWeight +
            votes.abstainWeight +
            silent * bound(weights[3], 1, 100_000_000);
    }

    /// @dev Some of the silent members vote: the first seed says how many, the second in which way.
    function _completed(Votes memory votes, uint256 seed, uint256 way) private pure returns (Votes memory) {
        uint256 silent = votes.totalHeads - votes.forHeads - votes.againstHeads - votes.abstainHeads;
        if (silent == 0) return votes;
        uint256 share = (votes.totalWeight - votes.forWeight - votes.againstWeight - votes.abstainWeight) / silent;
        uint256 count = bound(seed, 1, silent);
        votes = _copy(votes);
        if (way % 3 == 0) {
            (votes.forHeads, votes.forWeight) = (votes.forHeads + count, votes.forWeight + count * share);
        } else if (way % 3 == 1) {
            votes.againstHeads += count;
            votes.againstWeight += count * share;
        } else {
            votes.abstainHeads += count;
            votes.abstainWeight += count * share;
        }
        return votes;
    }

    function _allSilent(Votes memory votes, bool inFavour) private pure returns (Votes memory) {
        uint256 silent = votes.totalHeads - votes.forHeads - votes.againstHeads - votes.abstainHeads;
        return _completed(votes, silent, inFavour ? 0 : 1);
    }

    function _copy(Votes memory votes) private pure returns (Votes memory) {
        return abi.decode(abi.encode(votes), (Votes));
    }

    /// @dev The participants' blocking minority is that of a body in which two members could hold what blocks.
    function _rulesOf(uint8 set) private pure returns (Rule[] memory rules) {
        rules = new Rule[](ClassSet.wrap(set).count());
        uint256 found;
        for (uint8 i = 0; i < CLASS_COUNT; ++i) {
            if (!ClassSet.wrap(set).contains(DecisionClass(i))) continue;
            rules[found] = VotingRules.shipped(DecisionClass(i));
            if (rules[found].kind == RuleKind.Participants) rules[found].blockingHeads = 3;
            ++found;
        }
    }

    function _passes(uint8 set, Count memory votes) private pure returns (bool) {
        return ClassSet.wrap(set).passesAll(votes.heads, votes.weight, votes.totalHeads, votes.totalWeight);
    }

    /// @dev Everybody in favour but `others`; the weight in favour is often the least that is enough, or one less.
    function _allBut(
        uint256 others,
        uint256 totalHeads,
        uint256 totalWeight,
        uint256 weight
    ) private pure returns (Count memory votes) {
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
    function _possible(Count memory votes) private pure returns (Count memory) {
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
