// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {Genesis} from "../support/Genesis.sol";
import {vm} from "../support/Vm.sol";
import {SubscriptionsHandler} from "./SubscriptionsHandler.sol";

/// @notice SB1 nobody collects more than the terms allow in a period · SB2 nor after the end and the grace of the period · SB3 what payers lose is
/// what payees and the receiver of fees get; over everything that can happen to subscriptions.
contract SubscriptionsInvariantTest is Genesis {
    SubscriptionsHandler private _handler;

    function setUp() public {
        _loadGenesis();
        _handler = new SubscriptionsHandler();
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_handler);
    }

    function invariant_Subscriptions() public view {
        vm.assertEq(_handler.violation(), "", "violation seen by the handler");
        vm.assertTrue(_handler.periodsAreRight(), "SB1, SB2: within the terms, in every period");
        vm.assertTrue(_handler.sumsAreRight(), "SB3: what is lost is what is got");
    }

    /// @dev Shows that the campaign can reach every action: an invariant over actions that all revert would prove nothing.
    function test_HandlerReachesEveryAction() public {
        uint256 fee = 250 << 8;
        _handler.subscribe(0 | fee, 1e6, 1 days, 1 days, 4 days, 1 days, 1);
        vm.assertEq(_handler.successes("subscribe"), 0, "not by the payee");
        _handler.subscribe(0 | fee, 1e6, 1 days, 1 days, 4 days, 1 days, 0);
        _handler.subscribe(1 | fee, 1e6, 1 days, 1 days, 4 days, 1 days, 2);
        _handler.subscribe(2 | fee, 1e6, 1 days, 1 days, 4 days, 1 days, 2);
        vm.assertEq(_handler.successes("subscribe"), 2, "by two payers");
        _handler.collect(0, 0, 0, 4 | (1 << 8));
        _handler.collect(0, 1, 0, 4);
        _handler.collect(0, 0, 0, 20);
        vm.assertEq(_handler.successes("collect"), 0, "no unit more, not before the period, and not by the payer");
        _handler.collect(0, 0, 0, 4);
        _handler.collect(0, 0, 0, 4);
        vm.assertEq(_handler.successes("collect"), 1, "once");
        _handler.turnGreed(false);
        _handler.collect(1, 0, 0, 4);
        _handler.turnGreed(false);
        _handler.turnApproval(1);
        _handler.collect(1, 0, 0, 4);
        _handler.turnApproval(1);
        _handler.turnBlock(0);
        _handler.collect(1, 0, 0, 4);
        _handler.turnBlock(0);
        vm.assertEq(_handler.successes("collect"), 1, "not while the token keeps something back, nor without approval");
        invariant_Subscriptions();
        _handler.pass(1 days / 2);
        _handler.cancel(1, 2);
        vm.assertEq(_handler.successes("cancel"), 0, "by no stranger");
        _handler.cancel(1, 1);
        _handler.cancel(1, 0);
        vm.assertEq(_handler.successes("cancel"), 1, "once");
        _handler.collect(1, 0, 0, 4);
        vm.assertEq(_handler.successes("collectAfterwards"), 1, "for the time up to the cancellation");
        _handler.pass(3 days);
        _handler.collect(2, 0, 0, 4);
        vm.assertEq(_handler.successes("collect"), 2, "not after the grace");
        _handler.collect(2, 3, 0, 4);
        _handler.pass(4 days);
        _handler.subscribe(0 | fee, 1e6, 1 days, 1 days, 4 days, 1 days, 0);
        vm.assertEq(_handler.successes("subscribe"), 3, "anew");
        invariant_Subscriptions();
        string[7] memory actions = [
            "pass",
            "turnApproval",
            "turnBlock",
            "turnGreed",
            "subscribeWithSignature",
            "collect",
            "cancel"
        ];
        for (uint256 i = 0; i < actions.length; ++i) vm.assertGt(_handler.successes(actions[i]), 0, actions[i]);
    }
}
