// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {Genesis} from "../support/Genesis.sol";
import {vm} from "../support/Vm.sol";
import {AccountsHandler} from "./AccountsHandler.sol";

/// @notice PM1, and what is counted and shared, over everything that can happen to organisations and their accounts.
contract AccountsInvariantTest is Genesis {
    AccountsHandler private _handler;

    function setUp() public {
        _loadGenesis();
        _handler = new AccountsHandler();
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_handler);
    }

    function invariant_OrganisationsAndAccounts() public view {
        vm.assertEq(_handler.violation(), "", "violation seen by the handler");
        vm.assertTrue(_handler.treeIsRight(), "PM1: tree of organisations");
        vm.assertTrue(_handler.countsAreRight(), "PM1: accounts of organisations");
        vm.assertTrue(_handler.sharesAreRight(), "PM1: shares of gas");
    }

    /// @dev Shows that the campaign can reach every action: an invariant over actions that all revert would prove nothing.
    function test_HandlerReachesEveryAction() public {
        _handler.setGasPolicy(5_000_001, 1 hours);
        for (uint256 i = 1; i < 5; ++i) _handler.place(i, i);
        _handler.place(5, 5);
        vm.assertEq(_handler.successes("place"), 4, "the sixth level is refused");
        _handler.register(0, 0, 2, true);
        _handler.register(0, 1, 1, true);
        _handler.register(4, 2, 1, true);
        _handler.register(4, 3, 2, false);
        _handler.consume(0, 100);
        _handler.resetGas(0);
        _handler.suspend(1, true);
        _handler.remove(2, false);
        // Suspended, it has no access, and moves.
        _handler.register(4, 1, 1, true);
        _handler.setLimits(0, 1, 1);
        _handler.suspendOrganisation(0);
        _handler.register(4, 4, 2, true);
        _handler.reinstateOrganisation(0);
        _handler.clear(1);
        vm.assertEq(_handler.successes("clear"), 0, "nobody clears an active organisation");
        _handler.retireOrganisation(4 << 8);
        _handler.clear(1);
        _handler.pass(1);
        string[13] memory actions = [
            "place",
            "register",
            "move",
            "remove",
            "clear",
            "resetGas",
            "suspend",
            "setLimits",
            "setGasPolicy",
            "consume",
            "suspendOrganisation",
            "reinstateOrganisation",
            "retireOrganisation"
        ];
        for (uint256 i = 0; i < actions.length; ++i) vm.assertGt(_handler.successes(actions[i]), 0, actions[i]);
        vm.assertEq(_handler.successes("register"), 4, "neither without consent nor below a suspended organisation");
        invariant_OrganisationsAndAccounts();
    }
}
