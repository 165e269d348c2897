// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {Genesis} from "../support/Genesis.sol";
import {vm} from "../support/Vm.sol";
import {PaymentStreamsHandler} from "./PaymentStreamsHandler.sol";

/// @notice ES1, ES5 and ES6 over everything that can happen to streams.
contract PaymentStreamsInvariantTest is Genesis {
    PaymentStreamsHandler private _handler;

    function setUp() public {
        _loadGenesis();
        _handler = new PaymentStreamsHandler();
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_handler);
    }

    function invariant_PaymentStreams() public view {
        vm.assertEq(_handler.violation(), "", "violation seen by the handler");
        vm.assertTrue(_handler.balancesAreRight(), "ES1: balance is what is open and what can be claimed");
        vm.assertTrue(_handler.paymentsAreRight(), "ES6: paid within rate by time, cap and deposit");
    }

    /// @dev Shows that the campaign can reach every action: an invariant over actions that all revert would prove nothing.
    function test_HandlerReachesEveryAction() public {
        for (uint256 place = 0; place < 6; ++place) {
            _handler.open(place | (250 << 8), 1000, 1 days, 10 days, 10_000, place == 3);
        }
        _handler.pass(2 days);
        _handler.planMeter(0, 0, true);
        for (uint256 place = 0; place < 6; ++place) {
            // The payees, and in the end everybody.
            _handler.turnBlock(place | ((1 + place / 2) << 8));
            _handler.withdraw(place);
            _handler.topUp(place, 100);
            invariant_PaymentStreams();
        }
        _handler.lookAhead();
        _handler.pause(0, true);
        vm.assertEq(_handler.successes("pause"), 0, "no stranger pauses");
        _handler.pause(0, false);
        _handler.pause(2, false);
        _handler.pass(1 days);
        _handler.resume(0, false);
        _handler.planMeter(1, 0, false);
        _handler.resume(2, false);
        vm.assertEq(_handler.successes("resume"), 1, "not while its meter is silent");
        invariant_PaymentStreams();
        _handler.end(1, 2);
        vm.assertEq(_handler.successes("endByStranger"), 0, "no stranger ends before the time is over");
        _handler.end(1, 0);
        _handler.end(3, 1);
        for (uint256 i = 0; i < 4; ++i) _handler.pass(3 days);
        _handler.lookAhead();
        _handler.end(0, 2);
        for (uint256 i = 0; i < 10; ++i) _handler.claim(i | (i << 8));
        invariant_PaymentStreams();
        string[11] memory actions = [
            "pass",
            "planMeter",
            "turnBlock",
            "open",
            "openFor",
            "topUp",
            "withdraw",
            "end",
            "endByStranger",
            "claim",
            "lookAhead"
        ];
        for (uint256 i = 0; i < actions.length; ++i) vm.assertGt(_handler.successes(actions[i]), 0, actions[i]);
    }
}
