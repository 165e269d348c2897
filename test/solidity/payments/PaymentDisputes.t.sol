// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {DisputeOutcome, IPaymentEscrow, PaymentPhase} from "../../../contracts/payments/IPaymentEscrow.sol";
import {bound, vm} from "../support/Vm.sol";
import {EscrowSetUp} from "./EscrowSetUp.sol";

contract PaymentDisputesTest is EscrowSetUp {
    IPaymentEscrow.Terms private _agreed;
    bytes32 private _id;

    function setUp() public {
        _deployEscrow();
        _agreed = _disputable();
        _id = _authorise(_agreed, _noAnnex());
    }

    // openDispute
    // ├── when the caller is no party ... it reverts
    // ├── given captureBy has passed, nothing is held, there is no arbiter, or it was disputed before ... it reverts
    // └── nothing moves until it is settled, but by the payee's giving up

    function test_Open() public {
        vm.expectEmit(address(escrow));
        emit IPaymentEscrow.DisputeOpened(_id, payee, "evidence", NOW + 10 days);
        _open(payee);
        bytes memory refusal = abi.encodeWithSelector(
            IPaymentEscrow.PaymentEscrowWrongPhase.selector,
            _id,
            PaymentPhase.Disputed
        );
        vm.expectRevert(refusal);
        vm.prank(operator);
        escrow.capture(_agreed, _noAnnex(), 1, INVOICE);
        vm.expectRevert(refusal);
        _open(payer);
        vm.warp(_agreed.captureBy + 1);
        vm.expectRevert(refusal);
        escrow.reclaim(_agreed);
        vm.prank(payee);
        escrow.void(_agreed);
        _assertState(_id, 0, 0);
    }

    function test_RevertWhen_NoParty() public {
        address[3] memory others = [operator, arbiter, stranger];
        for (uint256 i = 0; i < others.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IPaymentEscrow.PaymentEscrowNotEntitled.selector, _id, others[i]));
            _open(others[i]);
        }
    }

    function test_RevertGiven_NotDisputable() public {
        bytes memory refusal = abi.encodeWithSelector(IPaymentEscrow.PaymentEscrowNotDisputable.selector, _id);
        // Twice: after a settlement, although money is not there any more.
        _open(payer);
        _decide(AMOUNT / 2);
        vm.expectRevert(refusal);
        _open(payer);
        IPaymentEscrow.Terms memory plain = _terms();
        bytes32 id = _authorise(plain, _noAnnex());
        vm.expectRevert(abi.encodeWithSelector(IPaymentEscrow.PaymentEscrowNotDisputable.selector, id));
        vm.prank(payer);
        escrow.openDispute(plain, "evidence");
        IPaymentEscrow.Terms memory spent = _disputable();
        spent.salt = 1;
        id = _authorise(spent, _noAnnex());
        vm.prank(operator);
        escrow.capture(spent, _noAnnex(), AMOUNT, INVOICE);
        vm.expectRevert(abi.encodeWithSelector(IPaymentEscrow.PaymentEscrowNotDisputable.selector, id));
        vm.prank(payer);
        escrow.openDispute(spent, "evidence");
    }

    function test_RevertGiven_CaptureByHasPassed() public {
        vm.warp(_agreed.captureBy + 1);
        vm.expectRevert(abi.encodeWithSelector(IPaymentEscrow.PaymentEscrowTooLate.selector, _id, _agreed.captureBy));
        _open(payee);
        vm.warp(_agreed.captureBy);
        _open(payee);
    }

    // offerSettlement, acceptSettlement
    // ├── when there is no dispute, the caller is no party, or more than is held is offered ... it reverts
    // ├── when the offer is one's own, another, or not there ... it reverts
    // └── the last offer stands, and the other party accepts it

    function test_Settle() public {
        vm.expectRevert(
            abi.encodeWithSelector(IPaymentEscrow.PaymentEscrowWrongPhase.selector, _id, PaymentPhase.Open)
        );
        _offer(payer, 1);
        _open(payer);
        vm.expectRevert(abi.encodeWithSelector(IPaymentEscrow.PaymentEscrowNotEntitled.selector, _id, stranger));
        _offer(stranger, 1);
        vm.expectRevert(
            abi.encodeWithSelector(IPaymentEscrow.PaymentEscrowAmountOutOfBounds.selector, _id, AMOUNT + 1, AMOUNT)
        );
        _offer(payer, AMOUNT + 1);
        vm.expectRevert(_offerDiffers(0, 0, address(0)));
        _acceptOffer(payee, 0);
        _offer(payee, 800_000);
        vm.expectEmit(address(escrow));
        emit IPaymentEscrow.SettlementOffered(_id, payer, 600_000);
        _offer(payer, 600_000);
        vm.expectRevert(_offerDiffers(600_000, 600_000, payer));
        _acceptOffer(payer, 600_000);
        vm.expectRevert(_offerDiffers(800_000, 600_000, payer));
        _acceptOffer(payee, 800_000);
        vm.expectRevert(abi.encodeWithSelector(IPaymentEscrow.PaymentEscrowNotEntitled.selector, _id, stranger));
        _acceptOffer(stranger, 600_000);
        (uint256 payers, uint256 payees) = (token.balanceOf(payer), token.balanceOf(payee));
        vm.expectEmit(address(escrow));
        emit IPaymentEscrow.DisputeSettled(_id, payee, DisputeOutcome.Settlement, 600_000, 400_000, 6_000, 0, 600_000);
        _acceptOffer(payee, 600_000);
        vm.assertEq(token.balanceOf(payer), payers + 400_000, "payer");
        vm.assertEq(token.balanceOf(payee), payees + 594_000, "payee");
        _assertState(_id, 0, 600_000);
        vm.expectRevert(
            abi.encodeWithSelector(IPaymentEscrow.PaymentEscrowWrongPhase.selector, _id, PaymentPhase.Open)
        );
        _acceptOffer(payee, 600_000);
    }

    // decide
    // ├── when the caller is not the arbiter, or it gives more than is held ... it reverts
    // ├── given there is no dispute, or decideBy has passed ... it reverts
    // └── both get what it says

    function test_Decide() public {
        vm.expectRevert(
            abi.encodeWithSelector(IPaymentEscrow.PaymentEscrowWrongPhase.selector, _id, PaymentPhase.Open)
        );
        _decide(1);
        vm.prank(operator);
        escrow.capture(_agreed, _noAnnex(), 100_000, INVOICE);
        _open(payer);
        address[3] memory others = [payer, payee, operator];
        for (uint256 i = 0; i < others.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IPaymentEscrow.PaymentEscrowNotEntitled.selector, _id, others[i]));
            vm.prank(others[i]);
            escrow.decide(_agreed, _noAnnex(), 1, "reasons");
        }
        vm.expectRevert(
            abi.encodeWithSelector(IPaymentEscrow.PaymentEscrowAmountOutOfBounds.selector, _id, 900_001, 900_000)
        );
        _decide(900_001);
        vm.warp(NOW + 10 days + 1);
        vm.expectRevert(abi.encodeWithSelector(IPaymentEscrow.PaymentEscrowTooLate.selector, _id, NOW + 10 days));
        _decide(300_000);
        vm.warp(NOW + 10 days);
        vm.expectEmit(address(escrow));
        emit IPaymentEscrow.DisputeSettled(
            _id,
            arbiter,
            DisputeOutcome.Decision,
            300_000,
            600_000,
            3_000,
            "reasons",
            400_000
        );
        _decide(300_000);
        _assertState(_id, 0, 400_000);
    }

    function test_Decide_WithShares() public {
        IPaymentEscrow.Annex memory annex = _shares(7_500, 2_500);
        IPaymentEscrow.Terms memory terms = _with(_disputable(), annex);
        _authorise(terms, annex);
        vm.prank(payer);
        escrow.openDispute(terms, "evidence");
        vm.expectPartialRevert(IPaymentEscrow.PaymentEscrowAnnexDiffers.selector);
        vm.prank(arbiter);
        escrow.decide(terms, _noAnnex(), 400_000, "reasons");
        vm.prank(arbiter);
        escrow.decide(terms, annex, 400_000, "reasons");
        vm.assertEq(token.balanceOf(address(0xbee2)), 99_000, "a quarter of what is left of 400,000");
    }

    // endDispute
    // ├── given the arbiter still has time ... it reverts
    // └── anybody ends it as the terms say

    function testFuzz_Silence(uint16 silence) public {
        silence = uint16(bound(silence, 0, 10_000));
        IPaymentEscrow.Terms memory terms = _disputable();
        (terms.silence, terms.salt) = (silence, 1);
        bytes32 id = _authorise(terms, _noAnnex());
        vm.prank(payee);
        escrow.openDispute(terms, "evidence");
        vm.warp(NOW + 10 days);
        vm.expectRevert(abi.encodeWithSelector(IPaymentEscrow.PaymentEscrowTooEarly.selector, id, NOW + 10 days));
        escrow.endDispute(terms, _noAnnex());
        vm.warp(NOW + 10 days + 1);
        (uint256 payers, uint256 payees) = (token.balanceOf(payer), token.balanceOf(payee));
        vm.prank(stranger);
        escrow.endDispute(terms, _noAnnex());
        uint256 payeeAmount = (uint256(AMOUNT) * silence) / 10_000;
        vm.assertEq(token.balanceOf(payer), payers + AMOUNT - payeeAmount, "payer");
        vm.assertEq(token.balanceOf(payee), payees + payeeAmount - payeeAmount / 100, "payee");
    }

    function _open(address caller) private {
        vm.prank(caller);
        escrow.openDispute(_agreed, "evidence");
    }

    function _offer(address caller, uint120 amount) private {
        vm.prank(caller);
        escrow.offerSettlement(_agreed, amount);
    }

    function _acceptOffer(address caller, uint120 amount) private {
        vm.prank(caller);
        escrow.acceptSettlement(_agreed, _noAnnex(), amount);
    }

    function _decide(uint120 amount) private {
        vm.prank(arbiter);
        escrow.decide(_agreed, _noAnnex(), amount, "reasons");
    }

    function _offerDiffers(uint120 given, uint120 offer, address by) private view returns (bytes memory) {
        return abi.encodeWithSelector(IPaymentEscrow.PaymentEscrowOfferDiffers.selector, _id, given, offer, by);
    }
}
