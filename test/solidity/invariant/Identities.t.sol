// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {Genesis} from "../support/Genesis.sol";
import {vm} from "../support/Vm.sol";
import {IdentitiesHandler} from "./IdentitiesHandler.sol";

/// @notice DD1, DD2, TI1 and TI2, over everything that can happen to DIDs and accreditations.
contract IdentitiesInvariantTest is Genesis {
    IdentitiesHandler private _handler;

    function setUp() public {
        _loadGenesis();
        _handler = new IdentitiesHandler();
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_handler);
    }

    function invariant_DidsAndAccreditations() public view {
        vm.assertEq(_handler.violation(), "", "violation seen by the handler");
        vm.assertTrue(_handler.pastStays(), "DD1: an answer about the past changed");
        vm.assertTrue(_handler.controllersStay(), "DD2: a DID without controller");
        vm.assertTrue(_handler.accreditationsAreRight(), "TI1: accredited if and only if every link counts");
    }

    /// @dev Shows that the campaign can reach every action: an invariant over actions that all revert would prove nothing.
    function test_HandlerReachesEveryAction() public {
        uint256 start = vm.getBlockTimestamp();
        _handler.pass(10);
        _handler.updateBaseDocument(0, 1);
        _handler.addController(0, 1);
        _handler.addKey(0, 0);
        _handler.addRelationship(0, 0, 0, start, 20 days);
        _handler.addRelationship(0, 0, 1, start, 20 days);
        _handler.pass(10);
        _handler.expireKey(0, 0, start + 10 days);
        _handler.rollKey(0, 0, 1, start, 5);
        _handler.pass(10);
        _handler.revokeKey(0, 4, start);
        _handler.revokeKey(0, 1, start);
        vm.assertEq(_handler.successes("revokeKey"), 1, "the last key stays");
        _handler.revokeController(0, 1);

        _handler.admitRoot(5, 7);
        _handler.reserve(0, 0, 0);
        _handler.commit(0, 7);
        _handler.accept(0, true);
        vm.assertEq(_handler.successes("accept"), 0, "a stranger's body is refused");
        _handler.accept(0, false);
        _handler.reserve(1, 1, 1);
        _handler.commit(1, 3);
        _handler.accept(1, false);
        _handler.reserve(0, 1, 2);
        vm.assertEq(_handler.successes("reserve"), 2, "a circle is refused");
        _handler.reserve(2, 2, 2);
        _handler.commit(2, 4);
        vm.assertEq(_handler.successes("commit"), 2, "a wider scope is refused");
        _handler.commit(2, 1);
        _handler.accept(2, false);
        _assertAll();
        _handler.revoke(1, 6);
        _handler.dismissRoot(5 << 8);
        _handler.addController(4, 3);
        _handler.deactivate(3 << 8);
        _handler.revokeController(4, 4);
        vm.assertEq(_handler.successes("revokeController"), 1, "a controller that has ended is not enough");
        string[14] memory actions = [
            "updateBaseDocument",
            "addController",
            "revokeController",
            "addKey",
            "addRelationship",
            "revokeKey",
            "expireKey",
            "rollKey",
            "deactivate",
            "admitRoot",
            "dismissRoot",
            "reserve",
            "commit",
            "accept"
        ];
        for (uint256 i = 0; i < actions.length; ++i) vm.assertGt(_handler.successes(actions[i]), 0, actions[i]);
        vm.assertEq(_handler.successes("revoke"), 1, "revoke");
        _assertAll();
    }

    /// @dev So many steps that everything had its turn.
    function _assertAll() private {
        for (uint256 i = 0; i < 24; ++i) {
            invariant_DidsAndAccreditations();
            _handler.pass(1);
        }
    }
}
