// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {Genesis} from "../support/Genesis.sol";
import {vm} from "../support/Vm.sol";
import {StatusListsHandler} from "./StatusListsHandler.sol";

/// @notice SL1 over everything that issuers and strangers can do to status lists.
contract StatusListsInvariantTest is Genesis {
    StatusListsHandler private _handler;

    function setUp() public {
        _loadGenesis();
        _handler = new StatusListsHandler();
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_handler);
    }

    function invariant_StatusLists() public view {
        vm.assertEq(_handler.violation(), "", "violation seen by the handler");
        vm.assertTrue(_handler.publicationsAreRight(), "SL1: sequence grows by one, hashes stay");
        vm.assertTrue(_handler.verdictsAreRight(), "SL1: rollback and staleness are visible");
    }

    /// @dev Shows that the campaign can reach every action: an invariant over actions that all revert would prove nothing.
    function test_HandlerReachesEveryAction() public {
        _handler.register(0, "first", false);
        _handler.register(1, "first", true);
        vm.assertEq(_handler.successes("register"), 1, "no stranger registers");
        _handler.publish(0, 2, "second", 1 days, false);
        _handler.publish(0, 1, "third", 1 days, false);
        _handler.publish(0, 3, "third", 1 days, true);
        vm.assertEq(_handler.successes("publish"), 1, "neither a rollback nor a stranger");
        _handler.pass(2 days);
        invariant_StatusLists();
        _handler.turnControl();
        _handler.publish(0, 3, "third", 1 days, false);
        vm.assertEq(_handler.successes("publish"), 1, "nobody without control");
        vm.assertGt(_handler.successes("turnControl"), 0, "turnControl");
        invariant_StatusLists();
    }
}
