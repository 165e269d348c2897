// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";

import {PlainToken} from "../../../contracts/mocks/PlainToken.sol";
import {IPaymentEscrow} from "../../../contracts/payments/IPaymentEscrow.sol";
import {IPaymentStreams} from "../../../contracts/payments/IPaymentStreams.sol";
import {ISubscriptions} from "../../../contracts/payments/ISubscriptions.sol";
import {PaymentStreams} from "../../../contracts/payments/PaymentStreams.sol";
import {Subscriptions} from "../../../contracts/payments/Subscriptions.sol";
import {create} from "../support/Creation.sol";
import {vm} from "../support/Vm.sol";
import {EscrowSetUp} from "./EscrowSetUp.sol";

/// @title A token that makes calls of its own while it moves money, and keeps what they were refused with
contract CallingToken is PlainToken {
    bytes[] private _calls;

    /// @notice By call, in their order; zero for one that was not refused.
    bytes4[] public refusals;

    /// @notice Calls that whoever moves money next gets back.
    function plan(bytes[] memory calls) external {
        for (uint256 i = 0; i < calls.length; ++i) _calls.push(calls[i]);
    }

    function _update(address from, address to, uint256 value) internal override {
        super._update(from, to, value);
        bytes[] memory calls = _calls;
        delete _calls;
        for (uint256 i = 0; i < calls.length; ++i) {
            (bool success, bytes memory reason) = msg.sender.call(calls[i]);
            refusals.push(success ? bytes4(0) : bytes4(reason));
        }
    }
}

/// @title Nothing that moves money can be entered while money moves
contract PaymentReentrancyTest is EscrowSetUp {
    uint128 private constant DEPOSIT = 1_000_000;

    CallingToken private _token;
    PaymentStreams private _streams;
    Subscriptions private _subscriptions;

    function setUp() public {
        _deployEscrow();
        _token = new CallingToken();
        rules.allowToken(address(_token), 0, FEE_MAXIMUM);
        _streams = PaymentStreams(create("PaymentStreams.sol:PaymentStreams", abi.encode(address(0), rules)));
        _subscriptions = Subscriptions(create("Subscriptions.sol:Subscriptions", abi.encode(address(0), rules)));
        _token.mint(payer, 100 * AMOUNT);
        address[3] memory contracts = [address(escrow), address(_streams), address(_subscriptions)];
        vm.startPrank(payer);
        for (uint256 i = 0; i < contracts.length; ++i) _token.approve(contracts[i], type(uint256).max);
        vm.stopPrank();
    }

    function test_NoFunctionOfTheEscrow() public {
        IPaymentEscrow.Terms memory terms = _terms();
        terms.token = address(_token);
        IPaymentEscrow.Annex memory annex = _noAnnex();
        bytes[] memory calls = new bytes[](18);
        calls[0] = abi.encodeCall(escrow.authorise, (terms, annex));
        calls[1] = abi.encodeCall(escrow.authoriseFor, (terms, annex));
        calls[2] = abi.encodeCall(escrow.authoriseWithPermit, (terms, annex, 0, 0, 0, 0));
        calls[3] = abi.encodeCall(escrow.authoriseWithAuthorization, (terms, annex, 0, 0, ""));
        calls[4] = abi.encodeCall(escrow.charge, (terms, annex, 0));
        calls[5] = abi.encodeCall(escrow.chargeWithAuthorization, (terms, annex, 0, 0, 0, ""));
        calls[6] = abi.encodeCall(escrow.capture, (terms, annex, 1, 0));
        calls[7] = abi.encodeCall(escrow.void, (terms));
        calls[8] = abi.encodeCall(escrow.reclaim, (terms));
        calls[9] = abi.encodeCall(escrow.refund, (terms, 1, 0));
        calls[10] = abi.encodeCall(escrow.deliverMilestone, (terms, annex, 0, 0));
        calls[11] = abi.encodeCall(escrow.acceptMilestone, (terms, annex, 0, 0));
        calls[12] = abi.encodeCall(escrow.rejectMilestone, (terms, annex, 0, 0));
        calls[13] = abi.encodeCall(escrow.acceptMilestoneByTime, (terms, annex, 0));
        calls[14] = abi.encodeCall(escrow.acceptSettlement, (terms, annex, 1));
        calls[15] = abi.encodeCall(escrow.decide, (terms, annex, 1, 0));
        calls[16] = abi.encodeCall(escrow.endDispute, (terms, annex));
        calls[17] = abi.encodeCall(escrow.claim, (address(_token), stranger));
        _authorise(terms, annex);
        _token.plan(calls);
        vm.prank(operator);
        escrow.capture(terms, annex, AMOUNT / 2, INVOICE);
        _assertAllRefused(calls.length);
        _assertState(escrow.paymentId(terms), AMOUNT / 2, AMOUNT / 2);
    }

    function test_NoFunctionOfStreams() public {
        IPaymentStreams.Terms memory terms;
        terms.payer = payer;
        terms.payee = payee;
        terms.token = address(_token);
        terms.amountPerPeriod = 1000;
        terms.period = 1 hours;
        terms.cap = DEPOSIT;
        terms.from = NOW;
        terms.until = NOW + 1000 hours;
        vm.prank(payer);
        _streams.open(terms, DEPOSIT);
        bytes[] memory calls = new bytes[](10);
        calls[0] = abi.encodeCall(_streams.open, (terms, 1));
        calls[1] = abi.encodeCall(_streams.openWithPermit, (terms, 1, 0, 0, 0, 0));
        calls[2] = abi.encodeCall(_streams.openWithAuthorization, (terms, 1, 0, 0, ""));
        calls[3] = abi.encodeCall(_streams.openFor, (terms, 1));
        calls[4] = abi.encodeCall(_streams.topUp, (terms, 1));
        calls[5] = abi.encodeCall(_streams.withdraw, (terms));
        calls[6] = abi.encodeCall(_streams.pause, (terms));
        calls[7] = abi.encodeCall(_streams.resume, (terms));
        calls[8] = abi.encodeCall(_streams.end, (terms));
        calls[9] = abi.encodeCall(_streams.claim, (address(_token), stranger));
        vm.warp(NOW + 1 hours);
        _token.plan(calls);
        _streams.withdraw(terms);
        _assertAllRefused(calls.length);
        vm.assertEq(_token.balanceOf(payee), 1000, "it is paid once");
    }

    function test_NoFunctionOfSubscriptionsThatMovesMoney() public {
        ISubscriptions.Terms memory terms;
        terms.payer = payer;
        terms.payee = payee;
        terms.token = address(_token);
        terms.amountPerPeriod = 1000;
        terms.period = 1 days;
        terms.from = NOW;
        terms.until = NOW + 10 days;
        vm.prank(payer);
        _subscriptions.subscribe(terms);
        bytes[] memory calls = new bytes[](3);
        calls[0] = abi.encodeCall(_subscriptions.subscribe, (terms));
        calls[1] = abi.encodeCall(_subscriptions.subscribeWithSignature, (terms, ""));
        calls[2] = abi.encodeCall(_subscriptions.collect, (terms, 0, 1, 0));
        _token.plan(calls);
        vm.prank(payee);
        _subscriptions.collect(terms, 0, 500, INVOICE);
        _assertAllRefused(calls.length);
        vm.assertEq(_token.balanceOf(payee), 500, "it is paid once");
    }

    function _assertAllRefused(uint256 count) private view {
        for (uint256 i = 0; i < count; ++i) {
            vm.assertEq(
                bytes32(_token.refusals(i)),
                bytes32(ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector),
                "refused by the guard"
            );
        }
    }
}
