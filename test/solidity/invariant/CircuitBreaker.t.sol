// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {Genesis} from "../support/Genesis.sol";
import {vm} from "../support/Vm.sol";
import {CircuitBreakerHandler} from "./CircuitBreakerHandler.sol";

/// @notice CB1, CB2, CB3, GV13 and GV15 over everything that can happen to groups, rights and pauses.
contract CircuitBreakerInvariantTest is Genesis {
    CircuitBreakerHandler private _handler;

    function setUp() public {
        _loadGenesis();
        _handler = new CircuitBreakerHandler();
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_handler);
    }

    function invariant_PausesAndRights() public view {
        vm.assertEq(_handler.violation(), "", "violation seen by the handler");
    }

    /// @dev Shows that the campaign can reach every action: an invariant over actions that all revert would prove nothing.
    function test_HandlerReachesEveryAction() public {
        _handler.setGroup(0, 1 hours + 1, 2 hours + 1, 30 days + 1);
        for (uint256 i = 0; i < 21; ++i) _handler.list(i, 1);
        vm.assertEq(_handler.successes("list"), 5, "what can be paused, and nothing else");
        _handler.arm(0, 0, 10 days + 1);
        _handler.arm(1, 0, 10 days + 1);
        _handler.arm(2, 0, 10 days + 1);
        _handler.disarm(2, 0);
        _handler.heartbeat(0, 0);
        _handler.enter();
        _handler.pause(0, 0, 1001);
        _handler.pause(1, 0, 1001);
        _handler.withdraw();
        _handler.enter();
        for (uint256 i = 0; i < 12; ++i) _handler.meddle(i);
        _handler.decide(0);
        _handler.unpause(0);
        _handler.enter();
        _handler.withdraw();
        _handler.pass(1 days + 1);
        _handler.pause(1, 0, 1001);
        _handler.list(0, 0);
        vm.assertEq(_handler.successes("pause"), 2, "the second waited until the group had rested");
        vm.assertEq(_handler.successes("enter"), 2, "registered before and after the pause");
        vm.assertEq(_handler.successes("refuse"), 1, "and not while it was paused");
        vm.assertEq(_handler.successes("rebuff"), 12, "what is not the Emergency Council's own");
        string[9] memory actions = [
            "setGroup",
            "unlist",
            "arm",
            "disarm",
            "heartbeat",
            "unpause",
            "withdraw",
            "withdrawWhilePaused",
            "decide"
        ];
        for (uint256 i = 0; i < actions.length; ++i) vm.assertGt(_handler.successes(actions[i]), 0, actions[i]);
        vm.assertEq(_handler.violation(), "", "violation seen by the handler");
    }
}
