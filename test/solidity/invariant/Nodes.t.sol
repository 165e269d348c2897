// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {Genesis} from "../support/Genesis.sol";
import {vm} from "../support/Vm.sol";
import {NodesHandler} from "./NodesHandler.sol";

/// @notice NR1, NR2, NR3 and NR5 over everything that can happen to nodes and validators.
contract NodesInvariantTest is Genesis {
    NodesHandler private _handler;

    function setUp() public {
        _loadGenesis();
        _handler = new NodesHandler();
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_handler);
    }

    function invariant_NodesAndValidators() public view {
        vm.assertEq(_handler.violation(), "", "violation seen by the handler");
        vm.assertTrue(_handler.statusesAreRight(), "NR5: status");
        vm.assertTrue(_handler.countIsRight(), "PM1: nodes of the organisation");
        _assertSet();
    }

    function afterInvariant() public view {
        vm.assertTrue(_handler.keysAreRight(), "NR3: public keys");
    }

    function _assertSet() private view {
        address[] memory validators = VALIDATORS.getValidators();
        vm.assertGt(validators.length, 0, "NR1: the set is empty");
        vm.assertTrue(validators[0] != address(0), "NR1: the zero address validates");
        for (uint256 i = 1; i < validators.length; ++i) {
            vm.assertTrue(validators[i - 1] < validators[i], "NR1: the set is not sorted, or has an address twice");
        }
        if (VALIDATORS.floorReached()) {
            vm.assertGe(validators.length, VALIDATORS.floor(), "NR2: below the floor");
        }
    }

    /// @dev Shows that the campaign can reach every action: an invariant over actions that all revert would prove nothing.
    function test_HandlerReachesEveryAction() public {
        _handler.register(0, 0, true, true);
        _handler.register(1, 0, true, true);
        _handler.register(2, 0, true, true);
        _handler.register(3, 2, false, true);
        _handler.withdraw(2);
        _handler.admit(0);
        _handler.suspend(0);
        vm.assertEq(_handler.successes("suspend"), 0, "a set of five allows one change in a period");
        uint256 period = VALIDATORS.churnPeriod();
        _advance(period);
        _handler.suspend(0);
        _advance(period);
        _handler.reinstate(0);
        _advance(period);
        _handler.replace(0, 1);
        _advance(period);
        _handler.register(2, 0, true, true);
        _handler.admit(2);
        _handler.pass(1);
        _handler.standby(2);
        _advance(period);
        _handler.resume(2);
        _advance(period);
        _handler.standby(2);
        vm.assertEq(_handler.successes("standby"), 1, "a day has to pass");
        _handler.report(2, 0, false, true);
        _handler.report(2, 0, false, true);
        _handler.report(2, 1, true, true);
        _handler.report(2, 2, false, false);
        vm.assertEq(_handler.successes("quarantine"), 0, "one monitor is not enough");
        _handler.report(2, 2, false, true);
        _advance(period);
        _handler.resume(2);
        vm.assertEq(_handler.successes("resume"), 1, "a day has to pass");
        _handler.register(4, 0, true, true);
        _handler.replace(2, 4);
        _advance(period);
        _handler.retire(1);
        _handler.report(7, 0, false, true);
        string[12] memory actions = [
            "replaceResting",
            "register",
            "withdraw",
            "admit",
            "suspend",
            "reinstate",
            "retire",
            "replace",
            "standby",
            "resume",
            "report",
            "quarantine"
        ];
        for (uint256 i = 0; i < actions.length; ++i) vm.assertGt(_handler.successes(actions[i]), 0, actions[i]);
        vm.assertEq(_handler.successes("register"), 5, "the one without proof failed");
        vm.assertEq(_handler.successes("report"), 5, "the one on no node failed");
        vm.assertEq(_handler.violation(), "", "violation seen by the handler");
    }
}
