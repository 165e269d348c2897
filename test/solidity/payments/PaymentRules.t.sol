// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";
import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";

import {IPaymentRules} from "../../../contracts/payments/IPaymentRules.sol";
import {PaymentRules} from "../../../contracts/payments/PaymentRules.sol";
import {create} from "../support/Creation.sol";
import {vm} from "../support/Vm.sol";

contract PaymentRulesTest {
    uint16 private constant CEILING = 500;

    address private immutable _treasury = address(0x74ea);
    address private immutable _arbiter = address(0xa4b1);
    address private immutable _stranger = address(0x5742);

    AccessManager private _authority;
    /// @dev Whatever has code.
    address private _token;
    PaymentRules private _rules;

    /// @dev This contract decides, without delay.
    function setUp() public {
        _authority = new AccessManager(address(this));
        _token = address(_authority);
        _rules = PaymentRules(create("PaymentRules.sol:PaymentRules", abi.encode(_authority, _treasury)));
    }

    // Every deciding function
    // └── when the caller has not the role ... it reverts

    function test_RevertWhen_CallerHasNotTheRole() public {
        bytes memory refusal = abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, _stranger);
        vm.startPrank(_stranger);
        vm.expectRevert(refusal);
        _rules.allowToken(_token, 0, 0);
        vm.expectRevert(refusal);
        _rules.dismissToken(_token);
        vm.expectRevert(refusal);
        _rules.appointArbiter(_arbiter);
        vm.expectRevert(refusal);
        _rules.dismissArbiter(_arbiter);
        vm.stopPrank();
    }

    // deployment
    // ├── when nobody gets the fees ... it reverts
    // └── the receiver of the fees is fixed

    function test_Deployment() public {
        vm.assertEq(_rules.feeReceiver(), _treasury, "receiver");
        vm.assertEq(_rules.FEE_CEILING(), CEILING, "ceiling");
        vm.expectRevert(IPaymentRules.PaymentRulesZeroAddress.selector);
        this.deploy(address(0));
    }

    function deploy(address feeReceiver) external {
        create("PaymentRules.sol:PaymentRules", abi.encode(_authority, feeReceiver));
    }

    // allowToken
    // ├── when it has no code ... it reverts
    // ├── when the least fee is above the highest, or that above the ceiling ... it reverts
    // └── it is accepted with fees within the bounds, until other bounds are set

    function test_AllowToken() public {
        vm.expectEmit(address(_rules));
        emit IPaymentRules.TokenAllowed(_token, address(this), 30, CEILING);
        _rules.allowToken(_token, 30, CEILING);
        _rules.requireAccepted(_token, CEILING, address(0));
        _rules.allowToken(_token, 10, 20);
        IPaymentRules.TokenRule memory rule = _rules.tokenRule(_token);
        vm.assertTrue(rule.isAllowed, "allowed");
        vm.assertEq(rule.feeMinimum, 10, "least");
        vm.assertEq(rule.feeMaximum, 20, "highest");
        _rules.requireAccepted(_token, 10, address(0));
        _rules.requireAccepted(_token, 20, address(0));
        for (uint16 fee = 9; fee <= 21; fee += 12) {
            vm.expectRevert(abi.encodeWithSelector(IPaymentRules.PaymentRulesFeeOutOfBounds.selector, fee, 10, 20));
            _rules.requireAccepted(_token, fee, address(0));
        }
    }

    function test_RevertWhen_AllowToken_Invalid() public {
        vm.expectRevert(abi.encodeWithSelector(IPaymentRules.PaymentRulesNotToken.selector, _stranger));
        _rules.allowToken(_stranger, 0, 0);
        vm.expectRevert(
            abi.encodeWithSelector(IPaymentRules.PaymentRulesFeeOutOfBounds.selector, CEILING + 1, 0, CEILING)
        );
        _rules.allowToken(_token, 0, CEILING + 1);
        vm.expectRevert(abi.encodeWithSelector(IPaymentRules.PaymentRulesFeeOutOfBounds.selector, 11, 0, 10));
        _rules.allowToken(_token, 11, 10);
    }

    // dismissToken
    // ├── given it is not allowed ... it reverts
    // └── it is accepted no longer

    function test_DismissToken() public {
        bytes memory refusal = abi.encodeWithSelector(IPaymentRules.PaymentRulesTokenNotAllowed.selector, _token);
        vm.expectRevert(refusal);
        _rules.dismissToken(_token);
        _rules.allowToken(_token, 0, 0);
        vm.expectEmit(address(_rules));
        emit IPaymentRules.TokenDismissed(_token, address(this));
        _rules.dismissToken(_token);
        vm.assertFalse(_rules.tokenRule(_token).isAllowed, "not allowed");
        vm.expectRevert(refusal);
        _rules.requireAccepted(_token, 0, address(0));
    }

    // appointArbiter, dismissArbiter
    // ├── when it is nobody ... it reverts
    // ├── given it is one already, or is none ... it reverts
    // └── payments may name it, until it is dismissed

    function test_Arbiters() public {
        _rules.allowToken(_token, 0, 0);
        bytes memory notOne = abi.encodeWithSelector(IPaymentRules.PaymentRulesNotArbiter.selector, _arbiter);
        vm.expectRevert(notOne);
        _rules.requireAccepted(_token, 0, _arbiter);
        vm.expectRevert(notOne);
        _rules.dismissArbiter(_arbiter);
        vm.expectRevert(IPaymentRules.PaymentRulesZeroAddress.selector);
        _rules.appointArbiter(address(0));
        vm.expectEmit(address(_rules));
        emit IPaymentRules.ArbiterAppointed(_arbiter, address(this));
        _rules.appointArbiter(_arbiter);
        vm.assertTrue(_rules.isArbiter(_arbiter), "an arbiter");
        _rules.requireAccepted(_token, 0, _arbiter);
        vm.expectRevert(abi.encodeWithSelector(IPaymentRules.PaymentRulesArbiterAlready.selector, _arbiter));
        _rules.appointArbiter(_arbiter);
        vm.expectEmit(address(_rules));
        emit IPaymentRules.ArbiterDismissed(_arbiter, address(this));
        _rules.dismissArbiter(_arbiter);
        vm.assertFalse(_rules.isArbiter(_arbiter), "none");
        vm.expectRevert(notOne);
        _rules.requireAccepted(_token, 0, _arbiter);
    }
}
