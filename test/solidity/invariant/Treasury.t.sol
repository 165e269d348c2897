// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {Genesis} from "../support/Genesis.sol";
import {vm} from "../support/Vm.sol";
import {TreasuryHandler} from "./TreasuryHandler.sol";

/// @notice TR1 a line spends at most its ceiling · TR2 the treasury has what came in less what lines spent · TR3 nobody contributes more than is
/// owed · TR4 nothing stays approved · TR5 one person alone spends at most so much of a line in a day · TR6 a second person confirms once;
/// over everything that can happen to a treasury.
contract TreasuryInvariantTest is Genesis {
    TreasuryHandler private _handler;

    function setUp() public {
        _loadGenesis();
        _handler = new TreasuryHandler();
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_handler);
    }

    function invariant_Treasury() public view {
        vm.assertEq(_handler.violation(), "", "violation seen by the handler");
        vm.assertTrue(_handler.linesAreRight(), "TR1: spent at most the ceiling");
        vm.assertTrue(_handler.moneyIsRight(), "TR2, TR4: all money is accounted for, and nobody may take it");
        vm.assertTrue(_handler.contributionsAreRight(), "TR3: at most what is owed");
    }

    /// @dev Shows that the campaign can reach every action: an invariant over actions that all revert would prove nothing.
    function test_HandlerReachesEveryAction() public {
        _handler.pay(0, 0, 60e6);
        _handler.pay(0, 1, 41e6);
        _handler.pay(0, 2, 1e6);
        vm.assertEq(_handler.successes("pay"), 1, "neither too much in a day nor a stranger");
        _handler.pass(1 days);
        _handler.pay(0, 1, 41e6);
        _handler.fund(0, 0, 50e6, 40e6, 10e6);
        _handler.fund(0, 0, 10e6, 10e6 + 1, 0);
        vm.assertEq(_handler.successes("fund"), 1, "never more than approved");
        _handler.fundByDecision(2, false, 50e6, 0, true);
        _handler.fundByDecision(2, true, 50e6, 49e6, false);
        vm.assertEq(_handler.successes("fundByDecision"), 0, "neither by a clerk nor another amount");
        _handler.fundByDecision(2, true, 50e6, 0, true);
        vm.assertEq(_handler.successes("fundByDecision"), 1, "by the body, exactly");
        _handler.propose(1, 0, 3);
        _handler.propose(1, 1, 3);
        vm.assertEq(_handler.successes("propose"), 1, "it waits already");
        _handler.confirm(1, 0, 3);
        _handler.confirm(1, 2, 3);
        _handler.confirm(1, 1, 3);
        _handler.confirm(1, 1, 3);
        vm.assertEq(_handler.successes("confirm"), 1, "by a second person, once");
        _handler.giveBack(20e6);
        _handler.takeByInstruction(1);
        _handler.setTwoPersonAbove(0, 10e6);
        _handler.setCeiling(0, 1);
        vm.assertEq(_handler.successes("setCeiling"), 0, "not below what was spent");
        _handler.setCeiling(0, 900e6);
        _handler.contribute(0, 0, 1e6);
        _handler.contribute(0, 0, 399e6);
        _handler.contribute(1, 3, 1);
        vm.assertEq(_handler.successes("contribute"), 1, "nothing that is not owed");
        _handler.contribute(1, 2, 200e6);
        string[4] memory actions = ["giveBack", "setTwoPersonAbove", "setCeiling", "contribute"];
        for (uint256 i = 0; i < actions.length; ++i) vm.assertGt(_handler.successes(actions[i]), 0, actions[i]);
        invariant_Treasury();
    }
}
