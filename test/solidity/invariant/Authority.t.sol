// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {PeerTarget} from "../../../contracts/mocks/PeerTarget.sol";
import {Genesis} from "../support/Genesis.sol";
import {vm} from "../support/Vm.sol";
import {AuthorityHandler} from "./AuthorityHandler.sol";

/// @notice AU1 to AU4 over everything that can happen to roles and scheduled operations.
contract AuthorityInvariantTest is Genesis {
    AuthorityHandler private _handler;

    function setUp() public {
        _loadGenesis();
        _handler = new AuthorityHandler();
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_handler);
    }

    function invariant_RolesAndOperations() public view {
        vm.assertEq(_handler.violation(), "", "violation seen by the handler");
        vm.assertTrue(_handler.hasAdministrator(), "AU3: nobody administers");
        for (uint256 i = 0; i < 5; ++i) _assertCalls(_handler.account(i));
        _assertCalls(address(COUNCIL));
    }

    /// @dev At the end of each run: what a list names wrongly stays so until the role is granted or taken again.
    function afterInvariant() public view {
        vm.assertTrue(_handler.listsAreRight(), "AU1: members of a role");
    }

    /// @dev AU2: whoever has the role of the function may call the target while it is open, after the delay of the grant; nobody else may.
    function _assertCalls(address caller) private view {
        address target = address(_handler.target());
        bytes4 selector = PeerTarget.set.selector;
        (bool has, uint32 delay) = AUTHORITY.hasRole(AUTHORITY.getTargetFunctionRole(target, selector), caller);
        bool may = has && !_handler.isClosed();
        (bool immediate, uint32 wait) = AUTHORITY.canCall(caller, target, selector);
        vm.assertEq(immediate, may && delay == 0, "AU2: at once");
        vm.assertEq(wait, may ? delay : 0, "AU2: after a delay");
    }

    /// @dev Shows that the campaign can reach every action: an invariant over actions that all revert would prove nothing.
    function test_HandlerReachesEveryAction() public {
        _handler.grantRole(0, 1, 1, 1);
        _handler.grantRole(0, 1, 2, 0);
        _handler.setFunctionRole(0, 1);
        _handler.schedule(1, 1, 0);
        _handler.cancel(1, 1);
        _handler.schedule(1, 1, 0);
        _handler.execute(1, 1, false);
        _handler.pass(1);
        _handler.execute(1, 1, true);
        _handler.execute(1, 1, true);
        _handler.execute(2, 1, false);
        _handler.setGrantDelay(0, 1, 1 days);
        _handler.setRoleAdmin(0, 1, 2);
        _handler.setTargetClosed(0, false, true);
        _handler.setTargetClosed(0, true, true);
        _handler.revokeRole(0, 1, 1);
        _handler.grantRole(0, 0, 3, 0);
        _handler.revokeRole(0, 0, 3);
        _handler.renounceRole(2, 1);
        vm.assertEq(_handler.successes("executeDelayed"), 1, "one of three was scheduled and ready");
        vm.assertEq(_handler.successes("executeAtOnce"), 1, "executeAtOnce");
        vm.assertEq(_handler.successes("setTargetClosed"), 1, "the authority itself stays open");
        string[8] memory actions = [
            "grantRole",
            "revokeRole",
            "renounceRole",
            "setGrantDelay",
            "setRoleAdmin",
            "setFunctionRole",
            "schedule",
            "cancel"
        ];
        for (uint256 i = 0; i < actions.length; ++i) vm.assertGt(_handler.successes(actions[i]), 0, actions[i]);
        vm.assertEq(_handler.violation(), "", "violation seen by the handler");
        vm.assertTrue(_handler.listsAreRight(), "AU1: members of a role");
    }
}
