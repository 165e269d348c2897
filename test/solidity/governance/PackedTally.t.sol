// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {Decision, PackedTally, VOTES_IN_TALLY} from "../../../contracts/types/PackedTally.sol";
import {bound, vm} from "../support/Vm.sol";

/// @notice The tally of a proposal in one slot: no field ever reaches into another.
contract PackedTallyTest {
    uint256 private constant MAX_HEADS = 254;
    uint64 private constant MAX_WEIGHT = 2 ** 36 - 1;

    /// @dev What a tally holds, unpacked.
    struct Model {
        uint8[VOTES_IN_TALLY] votes;
        uint256[3] heads;
        uint256[3] weights;
        Decision decision;
    }

    Model private _model;
    PackedTally private _tally;

    function test_IsEmptyAtFirst() public view {
        _assertSame();
    }

    function testFuzz_HoldsWhatWasPutIn(uint256 seed) public {
        uint256 weightLeft = MAX_WEIGHT;
        uint256 count = 1 + (seed % VOTES_IN_TALLY);
        for (uint256 turn = 0; turn < count; ++turn) {
            seed = uint256(keccak256(abi.encode(seed)));
            // Distinct places in an order that is not theirs: 7 and the length have no common divisor.
            uint256 index = (turn * 7) % VOTES_IN_TALLY;
            uint8 support = uint8((seed >> 8) % 3);
            uint64 weight = uint64(bound(seed >> 16, 0, weightLeft));
            weightLeft -= weight;
            _cast(index, support, weight);
            if (seed & 1 == 1) _decide(Decision((seed >> 100) % 4));
        }
        _assertSame();
    }

    function test_TheLargestBodyOnOneSide() public {
        for (uint8 support = 0; support < 3; ++support) {
            delete _model;
            _tally = PackedTally.wrap(0);
            for (uint256 head = 0; head < MAX_HEADS; ++head) {
                uint64 weight = head == 0 ? MAX_WEIGHT - uint64(MAX_HEADS) + 1 : 1;
                _model.heads[support] += 1;
                _model.weights[support] += weight;
                _tally = _tally.add(support, weight);
            }
            vm.assertEq(_model.weights[support], MAX_WEIGHT, "the model is full");
            _assertSame();
        }
    }

    function test_EveryPlaceAndSupport() public {
        for (uint256 index = 0; index < VOTES_IN_TALLY; ++index) _cast(index, uint8(index % 3), 1);
        for (uint8 decision = 0; decision < 4; ++decision) {
            _decide(Decision(decision));
            _assertSame();
        }
    }

    function _cast(uint256 index, uint8 support, uint64 weight) private {
        _model.votes[index] = support + 1;
        _model.heads[support] += 1;
        _model.weights[support] += weight;
        _tally = _tally.withVote(index, support).add(support, weight);
    }

    function _decide(Decision decision) private {
        _model.decision = decision;
        _tally = _tally.withDecision(decision);
    }

    function _assertSame() private view {
        for (uint256 index = 0; index < VOTES_IN_TALLY; ++index) {
            vm.assertEq(_tally.vote(index), _model.votes[index], "GV2: vote");
        }
        for (uint8 support = 0; support < 3; ++support) {
            vm.assertEq(_tally.heads(support), _model.heads[support], "GV3: heads");
            vm.assertEq(_tally.weight(support), _model.weights[support], "GV3: weight");
        }
        vm.assertEq(uint256(_tally.decision()), uint256(_model.decision), "GV1: decision");
    }
}
