// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {vm} from "../support/Vm.sol";
import {PaymentEscrowHandler} from "./PaymentEscrowHandler.sol";

/// @notice ES1-ES5 over everything that anybody can do to payments, with a token that blocks whom it likes.
contract PaymentEscrowInvariantTest {
    /// @dev As the runner reads it.
    struct FuzzSelector {
        address addr;
        bytes4[] selectors;
    }

    PaymentEscrowHandler private _handler;

    function setUp() public {
        _handler = new PaymentEscrowHandler();
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_handler);
    }

    /// @dev Asked by the runner: what no campaign calls. It may send as anybody, this contract among them.
    function excludeSelectors() external view returns (FuzzSelector[] memory excluded) {
        bytes4[] memory selectors = new bytes4[](1);
        selectors[0] = PaymentEscrowHandler.emptyByTime.selector;
        excluded = new FuzzSelector[](1);
        excluded[0] = FuzzSelector(address(_handler), selectors);
    }

    /// hardhat-config: invariant.runs = 512
    /// hardhat-config: invariant.depth = 128
    function invariant_Payments() public {
        vm.assertEq(_handler.violation(), "", "violation seen by the handler");
        vm.assertTrue(_handler.isCovered(), "ES1: balance is what is held and what waits");
        vm.assertTrue(_handler.sumsAreRight(), "ES2: captured, returned and refunded sum up");
        vm.assertTrue(_handler.nothingIsLost(), "ES2: money is with those who may have it");
        uint256 snapshot = vm.snapshotState();
        vm.assertTrue(_handler.emptyByTime(), "ES5: time alone empties the escrow");
        vm.revertToState(snapshot);
    }

    /// @dev Shows that the campaign can reach every action: an invariant over actions that all revert would prove nothing.
    function test_HandlerReachesEveryAction() public {
        // Places 0 to 2 are captured, 3 to 5 have milestones; 1, 2, 4 and 5 have an arbiter.
        _handler.capture(0, 1_000, true);
        _handler.capture(0, 1_000, false);
        vm.assertEq(_handler.successes("capture"), 1, "no stranger captures");
        _handler.refund(0, 500, 1);
        _handler.void(0, 1);
        _handler.authorise(0, 1_000, 50);
        _handler.accept(3, 0, 7);
        _handler.accept(3, 0, 8);
        _handler.deliver(4, 0, true);
        _handler.reject(4, 0, 7);
        _handler.deliver(4, 0, true);
        _handler.pass(6 days);
        _handler.acceptByTime(4, 0);
        _handler.openDispute(4, 0);
        _handler.settle(4, 10, true);
        _handler.openDispute(1, 0);
        _handler.decide(1, 10, true);
        _handler.openDispute(2, 1);
        invariant_Payments();
        _handler.pass(8 days);
        _handler.pass(8 days);
        _handler.endDispute(2);
        _handler.toggleBlock(0);
        _handler.pass(8 days);
        _handler.pass(8 days);
        _handler.reclaim(0, 6);
        invariant_Payments();
        _handler.toggleBlock(0);
        _handler.claim(0);
        string[15] memory actions = [
            "capture",
            "refund",
            "void",
            "authorise",
            "approve",
            "accept",
            "deliver",
            "reject",
            "acceptByTime",
            "openDispute",
            "settle",
            "decide",
            "endDispute",
            "reclaim",
            "claim"
        ];
        for (uint256 i = 0; i < actions.length; ++i) vm.assertGt(_handler.successes(actions[i]), 0, actions[i]);
        invariant_Payments();
    }
}
