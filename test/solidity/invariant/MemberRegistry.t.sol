// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {Genesis} from "../support/Genesis.sol";
import {vm} from "../support/Vm.sol";
import {MemberRegistryHandler} from "./MemberRegistryHandler.sol";

/// @notice MR1 to MR7 over everything that can happen to members, mandates and keys.
contract MemberRegistryInvariantTest is Genesis {
    MemberRegistryHandler private _handler;

    function setUp() public {
        _loadGenesis();
        _handler = new MemberRegistryHandler();
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_handler);
    }

    function invariant_MembersMandatesAndKeys() public view {
        vm.assertEq(_handler.violation(), "", "violation seen by the handler");
        vm.assertTrue(_handler.keysAreRight(), "MR4: keys");
    }

    /// @dev At the end of each run, over all members and its whole history: what is wrong with one stays so.
    function afterInvariant() public view {
        (uint256 heads, uint256 weight) = _handler.presentSums();
        (uint16 totalHeads, uint64 totalWeight) = MEMBERS.totals();
        vm.assertEq(heads, totalHeads, "MR1: heads");
        vm.assertEq(weight, totalWeight, "MR1: weights");
        vm.assertTrue(_handler.mandatesAreRight(), "MR4: mandates");
        vm.assertTrue(_handler.proxiesAreRight(), "MR5: proxies");
        vm.assertTrue(_handler.placesAreRight(), "MR6: places");
        vm.assertTrue(_handler.weightsAreRight(), "MR7: weights");

        uint256 count = _handler.checkpointCount();
        for (uint256 i = 0; i < count; ++i) {
            MemberRegistryHandler.Checkpoint memory then = _handler.checkpoint(i);
            (heads, weight) = _handler.sumsAt(then.timepoint);
            (totalHeads, totalWeight) = MEMBERS.totalsAt(then.timepoint);
            vm.assertEq(heads, totalHeads, "MR1: heads at a checkpoint");
            vm.assertEq(weight, totalWeight, "MR1: weights at a checkpoint");
            vm.assertEq(totalHeads, then.heads, "MR2: the heads of a tick that is over changed");
            vm.assertEq(totalWeight, then.weight, "MR2: the weights of a tick that is over changed");
            bytes32 votes = _handler.votesOf(then.memberCount, then.timepoint);
            vm.assertEq(votes, then.votes, "MR2: a vote of a tick that is over changed");
        }
    }

    /// @dev Shows that the campaign can reach every action: an invariant over actions that all revert would prove nothing.
    function test_HandlerReachesEveryAction() public {
        _handler.registerMember(257 << 1, 7, false);
        _handler.setWeight(0, 9);
        _handler.setClass(0, true);
        _handler.setClass(0, false);
        _handler.suspendMember(0);
        _handler.reinstateMember(0);
        _handler.appointRepresentative(0, 1, 1 days, true, true);
        _handler.endRepresentation(0, 1, true);
        _handler.handOverMandate(0, 3 | (2 << 4), true);
        _handler.acceptMandate(0, true);
        _handler.appointRepresentative(0, 1, 1 days, true, true);
        _handler.appointKey(0, 5, 1 days + 1, 2 days, true);
        _handler.giveProxy(0, 2, 1 days, true);
        vm.assertTrue(_handler.keysAreRight() && _handler.proxiesAreRight(), "MR5: after a proxy was given");
        _handler.endProxy(0, 1);
        _handler.giveProxy(0, 2, 1 days, true);
        _handler.endProxy(0, 2);
        _handler.giveProxy(0, 2, 1 days, true);
        _handler.giveProxy(2, 4, 1 days, true);
        _handler.giveProxy(4, 0, 1 days, true);
        _handler.giveProxy(4, 2, 1 days, true);
        _handler.giveProxy(4, 4, 1 days, true);
        vm.assertEq(_handler.successes("giveProxy"), 3, "MR5: neither chain, second nor own");
        _handler.designateMandateKey(0, 3 | (3 << 4));
        vm.assertTrue(_handler.keysAreRight() && _handler.mandatesAreRight(), "MR4: after the mandate was revoked");
        _handler.handOverMandate(0, 3 | (4 << 4), true);
        vm.assertEq(_handler.successes("handOverMandate"), 1, "the key of a revoked mandate hands nothing over");
        _handler.acceptMandate(0, true);
        _handler.removeMember(0);
        string[15] memory actions = [
            "registerMember",
            "setWeight",
            "setClass",
            "suspendMember",
            "reinstateMember",
            "removeMember",
            "designateMandateKey",
            "revoke",
            "handOverMandate",
            "acceptMandate",
            "appointRepresentative",
            "endRepresentation",
            "appointKey",
            "giveProxy",
            "endProxy"
        ];
        for (uint256 i = 0; i < actions.length; ++i) vm.assertGt(_handler.successes(actions[i]), 0, actions[i]);
        vm.assertEq(_handler.violation(), "", "violation seen by the handler");
    }
}
