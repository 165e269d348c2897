// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {Genesis} from "../support/Genesis.sol";
import {vm} from "../support/Vm.sol";
import {EuroTokenHandler} from "./EuroTokenHandler.sol";

/// @notice EU1 supply = minted - redeemed + bridged in - bridged out · EU2 blocked balances never move · EU3 lists and roles hold for every
/// movement · EU4 nothing is burnt but what is the burner's own or approved; over everything that can happen to test e-money.
contract EuroTokenInvariantTest is Genesis {
    EuroTokenHandler private _handler;

    function setUp() public {
        _loadGenesis();
        _handler = new EuroTokenHandler();
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_handler);
    }

    function invariant_EuroToken() public view {
        vm.assertEq(_handler.violation(), "", "violation seen by the handler");
        vm.assertEq(
            _handler.supply(),
            _handler.minted() + _handler.bridgedIn() - _handler.redeemed() - _handler.bridgedOut(),
            "EU1: supply"
        );
        vm.assertTrue(_handler.balancesAreRight(), "EU1: balances make the supply");
    }

    /// @dev Shows that the campaign can reach every action: an invariant over actions that all revert would prove nothing.
    function test_HandlerReachesEveryAction() public {
        _handler.mint(0, 100, true);
        _handler.mint(2, 100, true);
        _handler.mint(2, 100, false);
        _handler.mint(2, 0, true);
        vm.assertEq(_handler.successes("mint"), 2, "no stranger mints, and nobody nothing");
        _handler.redeem(0, 10, true);
        _handler.redeem(2, 10, true);
        _handler.redeem(2, 10, false);
        vm.assertEq(_handler.successes("redeem"), 1, "nothing that is not approved");
        _handler.approve(2, 0, 20);
        _handler.approve(2, 1, 20);
        _handler.approve(2, 4, 20);
        _handler.redeem(2, 10, true);
        _handler.bridgeIn(3, 50);
        _handler.bridgeOut(2, 5);
        _handler.bridgeOut(3, 5);
        vm.assertEq(_handler.successes("bridgeOut"), 1, "nothing that is not approved");
        _handler.transfer(2, 3, 1);
        _handler.transferFrom(4, 2, 3, 1);
        _handler.setStatus(3, 2, true);
        _handler.setStatus(2, 2, false);
        vm.assertEq(_handler.successes("setStatus"), 1, "no stranger sets the lists");
        _handler.transfer(2, 3, 1);
        _handler.transfer(3, 2, 1);
        vm.assertEq(_handler.successes("transfer"), 1, "nothing to or from the blocked");
        _handler.setAllowListOnly(true);
        _handler.redeem(2, 1, true);
        _handler.transfer(2, 4, 1);
        vm.assertEq(_handler.successes("transfer"), 1, "nothing between the unlisted");
        string[7] memory actions = [
            "redeemApproved",
            "redeemUnlisted",
            "bridgeIn",
            "approve",
            "transferFrom",
            "setAllowListOnly",
            "redeem"
        ];
        for (uint256 i = 0; i < actions.length; ++i) vm.assertGt(_handler.successes(actions[i]), 0, actions[i]);
        invariant_EuroToken();
    }
}
