// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {Genesis} from "../support/Genesis.sol";
import {vm} from "../support/Vm.sol";
import {IdentityRegistryHandler} from "./IdentityRegistryHandler.sol";

/// @notice ID2, ID3 and ID4 over everything that owners and guardians can do to identities.
contract IdentityRegistryInvariantTest is Genesis {
    IdentityRegistryHandler private _handler;

    function setUp() public {
        _loadGenesis();
        _handler = new IdentityRegistryHandler();
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_handler);
    }

    function invariant_IdentityRegistry() public view {
        vm.assertEq(_handler.violation(), "", "violation seen by the handler");
        vm.assertTrue(_handler.ownersAreRight(), "ID4: owners");
        vm.assertTrue(_handler.lastChangesAreRight(), "ID2: last changes");
    }

    /// @dev Shows that the campaign can reach every action: an invariant over actions that all revert would prove nothing.
    function test_HandlerReachesEveryAction() public {
        _handler.setAttribute(0);
        _handler.setGuardians(0, 63, 2, 1 days);
        _handler.approve(0, 3, 5);
        _handler.approve(0, 4, 5);
        _handler.execute(0, 5);
        vm.assertEq(_handler.successes("execute"), 0, "not before the delay");
        _handler.cancel(0);
        _handler.pass(2 days);
        _handler.execute(0, 5);
        vm.assertEq(_handler.successes("execute"), 0, "not after it was cancelled");
        _handler.approve(0, 3, 5);
        _handler.approve(0, 4, 5);
        _handler.pass(2 days);
        _handler.execute(0, 5);
        _handler.changeOwnerBySig(0, 5, 4, 1);
        vm.assertEq(_handler.successes("changeOwnerBySig"), 0, "not after the deadline");
        _handler.changeOwnerBySig(0, 5, 4, 0);
        _handler.changeOwner(0, 4, 3);
        string[7] memory actions = [
            "setAttribute",
            "setGuardians",
            "approve",
            "cancel",
            "execute",
            "changeOwnerBySig",
            "changeOwner"
        ];
        for (uint256 i = 0; i < actions.length; ++i) vm.assertGt(_handler.successes(actions[i]), 0, actions[i]);
        invariant_IdentityRegistry();
    }
}
