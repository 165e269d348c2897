// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {IPaymentEscrow, MilestonePhase, PaymentPhase} from "../../../contracts/payments/IPaymentEscrow.sol";
import {vm} from "../support/Vm.sol";
import {EscrowSetUp} from "./EscrowSetUp.sol";

contract PaymentMilestonesTest is EscrowSetUp {
    uint120 private constant SMALL = AMOUNT / 10;
    uint120 private constant LARGE = AMOUNT - AMOUNT / 10;

    IPaymentEscrow.Terms private _agreed;
    bytes32 private _id;

    function setUp() public {
        _deployEscrow();
        _agreed = _with(_disputable(), _milestones());
        _id = _authorise(_agreed, _milestones());
    }

    // authorise
    // ├── when an amount is 0, they do not sum to the payment, or there are more than 64 ... it reverts
    // ├── when an official is nobody, gets money, settles disputes, or stands there twice ... it reverts
    // ├── when there are fewer officials than a milestone needs, or more than 16 ... it reverts
    // ├── when somebody is to capture ... it reverts
    // └── it tells the annex

    function test_Authorise() public {
        IPaymentEscrow.Terms memory terms = _agreed;
        terms.salt = 1;
        vm.expectEmit(address(escrow));
        emit IPaymentEscrow.AnnexAgreed(escrow.paymentId(terms), _milestones());
        _authorise(terms, _milestones());
    }

    function test_RevertWhen_MilestonesInvalid() public {
        IPaymentEscrow.Annex memory annex = _milestones();
        annex.milestones[0] += 1;
        _refuses(annex, _milestonesInvalid(2, AMOUNT + 1));
        annex = _milestones();
        annex.milestones[0] -= 1;
        _refuses(annex, _milestonesInvalid(2, AMOUNT - 1));
        annex = _milestones();
        annex.milestones = new uint120[](2);
        annex.milestones[1] = AMOUNT;
        _refuses(annex, _milestonesInvalid(2, 0));
        annex.milestones = new uint120[](65);
        for (uint256 i = 0; i < 65; ++i) annex.milestones[i] = i == 0 ? AMOUNT - 64 : 1;
        _refuses(annex, _milestonesInvalid(65, 0));
        annex.milestones = new uint120[](64);
        for (uint256 i = 0; i < 64; ++i) annex.milestones[i] = i == 0 ? AMOUNT - 63 : 1;
        _authorise(_with(_disputable(), annex), annex);
    }

    function test_RevertWhen_OfficialsInvalid() public {
        address[5] memory wrong = [address(0), payee, arbiter, treasury, firstOfficial];
        for (uint256 i = 0; i < wrong.length; ++i) {
            IPaymentEscrow.Annex memory annex = _milestones();
            annex.officials[1] = wrong[i];
            _refuses(annex, _officialsInvalid(2, wrong[i]));
        }
        IPaymentEscrow.Annex memory sharing = _milestones();
        sharing.shares = _shares(5_000, 5_000).shares;
        sharing.officials[1] = sharing.shares[1].payee;
        _refuses(sharing, _officialsInvalid(2, sharing.officials[1]));

        IPaymentEscrow.Annex memory lonely = _milestones();
        lonely.officials = new address[](1);
        lonely.officials[0] = firstOfficial;
        _refuses(lonely, _officialsInvalid(1, address(0)));
        lonely.twoPersonAbove = LARGE;
        _authorise(_with(_disputable(), lonely), lonely);
        lonely.officials = new address[](0);
        _refuses(lonely, _officialsInvalid(0, address(0)));
        for (uint256 count = 16; count <= 17; ++count) {
            lonely.officials = new address[](count);
            for (uint256 i = 0; i < count; ++i) lonely.officials[i] = address(uint160(0xff00 + i));
            if (count == 16) _authorise(_with(_disputable(), lonely), lonely);
            else _refuses(lonely, _officialsInvalid(17, address(0)));
        }
    }

    function test_RevertWhen_SomebodyIsToCapture() public {
        IPaymentEscrow.Terms memory terms = _agreed;
        terms.operator = operator;
        vm.expectRevert(abi.encodeWithSelector(IPaymentEscrow.PaymentEscrowOperatorInvalid.selector, operator));
        vm.prank(payer);
        escrow.authorise(terms, _milestones());
        terms = _agreed;
        vm.expectRevert(abi.encodeWithSelector(IPaymentEscrow.PaymentEscrowOtherWay.selector, _id));
        escrow.capture(terms, _milestones(), 1, INVOICE);
        terms.salt = 2;
        vm.expectRevert(abi.encodeWithSelector(IPaymentEscrow.PaymentEscrowOtherWay.selector, escrow.paymentId(terms)));
        vm.prank(payer);
        escrow.charge(terms, _milestones(), INVOICE);
    }

    // acceptMilestone
    // ├── when the caller is no official, or the milestone is none or paid ... it reverts
    // ├── given captureBy has passed, or the payment has no milestones ... it reverts
    // ├── when the invoice is another than delivered or approved ... it reverts
    // ├── one official suffices for a small one
    // └── two different ones are needed for a large one

    function test_Accept_ASmallOne() public {
        uint256 before = token.balanceOf(payee);
        vm.expectEmit(address(escrow));
        emit IPaymentEscrow.MilestoneAccepted(_id, 0, firstOfficial, false);
        vm.expectEmit(address(escrow));
        emit IPaymentEscrow.PaymentCaptured(_id, firstOfficial, SMALL, SMALL / 100, INVOICE, LARGE, SMALL);
        _accept(firstOfficial, 0, INVOICE);
        vm.assertEq(token.balanceOf(payee), before + SMALL - SMALL / 100, "paid less the fee");
        vm.expectRevert(_wrongPhase(0, MilestonePhase.Accepted));
        _accept(secondOfficial, 0, INVOICE);
    }

    function test_Accept_ALargeOneByTwo() public {
        vm.expectEmit(address(escrow));
        emit IPaymentEscrow.MilestoneApproved(_id, 1, firstOfficial, INVOICE);
        _accept(firstOfficial, 1, INVOICE);
        _assertState(_id, AMOUNT, 0);
        vm.expectRevert(
            abi.encodeWithSelector(IPaymentEscrow.PaymentEscrowApprovedAlready.selector, _id, 1, firstOfficial)
        );
        _accept(firstOfficial, 1, INVOICE);
        vm.expectRevert(
            abi.encodeWithSelector(
                IPaymentEscrow.PaymentEscrowInvoiceDiffers.selector,
                _id,
                1,
                INVOICE,
                bytes32("other")
            )
        );
        _accept(secondOfficial, 1, "other");
        _accept(secondOfficial, 1, INVOICE);
        _assertState(_id, SMALL, LARGE);
        IPaymentEscrow.Milestone memory state = escrow.milestone(_id, 1);
        vm.assertEq(uint256(state.phase), uint256(MilestonePhase.Accepted), "phase");
        vm.assertEq(state.invoice, INVOICE, "invoice");
    }

    function test_RevertWhen_NotEntitledOrUnknown() public {
        address[4] memory others = [payer, payee, arbiter, stranger];
        for (uint256 i = 0; i < others.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IPaymentEscrow.PaymentEscrowNotEntitled.selector, _id, others[i]));
            _accept(others[i], 0, INVOICE);
        }
        vm.expectRevert(_wrongPhase(2, MilestonePhase.Open));
        _accept(firstOfficial, 2, INVOICE);
        IPaymentEscrow.Terms memory plain = _terms();
        bytes32 id = _authorise(plain, _noAnnex());
        vm.expectRevert(abi.encodeWithSelector(IPaymentEscrow.PaymentEscrowOtherWay.selector, id));
        escrow.acceptMilestone(plain, _noAnnex(), 0, INVOICE);
    }

    function test_RevertGiven_CaptureByHasPassed() public {
        vm.warp(_agreed.captureBy);
        _accept(firstOfficial, 0, INVOICE);
        vm.warp(_agreed.captureBy + 1);
        vm.expectRevert(abi.encodeWithSelector(IPaymentEscrow.PaymentEscrowTooLate.selector, _id, _agreed.captureBy));
        _accept(firstOfficial, 1, INVOICE);
        escrow.reclaim(_agreed);
        _assertState(_id, 0, SMALL);
    }

    // deliverMilestone, rejectMilestone
    // ├── by the payee, once until it is rejected, or until an official has approved it too early
    // ├── when the review would not end before captureBy ... it reverts
    // └── an official rejects what was delivered or approved: it is open again

    function test_DeliverAndReject() public {
        vm.expectRevert(abi.encodeWithSelector(IPaymentEscrow.PaymentEscrowNotEntitled.selector, _id, payer));
        vm.prank(payer);
        escrow.deliverMilestone(_agreed, _milestones(), 0, INVOICE);
        vm.expectEmit(address(escrow));
        emit IPaymentEscrow.MilestoneDelivered(_id, 0, payee, INVOICE, NOW + 5 days);
        _deliver(0, INVOICE);
        vm.expectRevert(_wrongPhase(0, MilestonePhase.Delivered));
        _deliver(0, INVOICE);
        vm.expectRevert(
            abi.encodeWithSelector(
                IPaymentEscrow.PaymentEscrowInvoiceDiffers.selector,
                _id,
                0,
                INVOICE,
                bytes32("other")
            )
        );
        _accept(firstOfficial, 0, "other");
        vm.expectRevert(abi.encodeWithSelector(IPaymentEscrow.PaymentEscrowNotEntitled.selector, _id, payee));
        _reject(payee, 0);
        vm.expectEmit(address(escrow));
        emit IPaymentEscrow.MilestoneRejected(_id, 0, secondOfficial, "reason");
        _reject(secondOfficial, 0);
        vm.expectRevert(_wrongPhase(0, MilestonePhase.Open));
        _reject(secondOfficial, 0);
        _deliver(0, "better");
        _accept(firstOfficial, 0, "better");
        vm.expectRevert(_wrongPhase(0, MilestonePhase.Accepted));
        _reject(firstOfficial, 0);
        vm.expectRevert(_wrongPhase(0, MilestonePhase.Accepted));
        _deliver(0, INVOICE);
    }

    function test_Reject_WhatOneApproved() public {
        _accept(firstOfficial, 1, INVOICE);
        _reject(secondOfficial, 1);
        // Nothing is left of the approval.
        _accept(secondOfficial, 1, "other");
        _assertState(_id, AMOUNT, 0);
        _accept(firstOfficial, 1, "other");
        _assertState(_id, SMALL, LARGE);
    }

    /// @dev An official that approves before anything was delivered keeps nobody's silence from accepting it.
    function test_Deliver_WhatOneApprovedTooEarly() public {
        _accept(firstOfficial, 1, "early");
        vm.expectEmit(address(escrow));
        emit IPaymentEscrow.MilestoneDelivered(_id, 1, payee, INVOICE, NOW + 5 days);
        _deliver(1, INVOICE);
        IPaymentEscrow.Milestone memory state = escrow.milestone(_id, 1);
        vm.assertEq(state.official, address(0), "the approval lapsed");
        vm.assertEq(uint256(state.phase), uint256(MilestonePhase.Delivered), "phase");
        vm.assertEq(state.invoice, INVOICE, "invoice");
        _accept(firstOfficial, 1, INVOICE);
        vm.expectRevert(_wrongPhase(1, MilestonePhase.Approved));
        _deliver(1, INVOICE);
        vm.warp(NOW + 5 days + 1);
        escrow.acceptMilestoneByTime(_agreed, _milestones(), 1);
        _assertState(_id, SMALL, LARGE);
    }

    function test_RevertWhen_ReviewTooLong() public {
        vm.warp(_agreed.captureBy - 5 days);
        vm.expectRevert(
            abi.encodeWithSelector(
                IPaymentEscrow.PaymentEscrowReviewTooLong.selector,
                _id,
                _agreed.captureBy,
                _agreed.captureBy
            )
        );
        _deliver(0, INVOICE);
        vm.warp(_agreed.captureBy - 5 days - 1);
        _deliver(0, INVOICE);
    }

    // acceptMilestoneByTime
    // ├── given nothing was delivered, or it was rejected, or there is no review ... it reverts
    // ├── given the review goes on ... it reverts
    // └── anybody has it paid then, a large one that one official approved among them

    function test_AcceptByTime() public {
        vm.expectRevert(_wrongPhase(0, MilestonePhase.Open));
        escrow.acceptMilestoneByTime(_agreed, _milestones(), 0);
        _deliver(0, INVOICE);
        _deliver(1, INVOICE);
        _accept(firstOfficial, 1, INVOICE);
        vm.warp(NOW + 5 days);
        vm.expectRevert(abi.encodeWithSelector(IPaymentEscrow.PaymentEscrowTooEarly.selector, _id, NOW + 5 days));
        escrow.acceptMilestoneByTime(_agreed, _milestones(), 0);
        vm.warp(NOW + 5 days + 1);
        vm.expectEmit(address(escrow));
        emit IPaymentEscrow.MilestoneAccepted(_id, 0, stranger, true);
        vm.prank(stranger);
        escrow.acceptMilestoneByTime(_agreed, _milestones(), 0);
        escrow.acceptMilestoneByTime(_agreed, _milestones(), 1);
        _assertState(_id, 0, AMOUNT);
        vm.expectRevert(_wrongPhase(1, MilestonePhase.Accepted));
        escrow.acceptMilestoneByTime(_agreed, _milestones(), 1);
    }

    function test_RevertWhen_RejectedAfterTheReview() public {
        _deliver(0, INVOICE);
        vm.warp(NOW + 5 days + 1);
        vm.expectRevert(abi.encodeWithSelector(IPaymentEscrow.PaymentEscrowTooLate.selector, _id, NOW + 5 days));
        _reject(firstOfficial, 0);
        escrow.acceptMilestoneByTime(_agreed, _milestones(), 0);
    }

    function test_RevertGiven_RejectedInTime() public {
        _deliver(0, INVOICE);
        vm.warp(NOW + 5 days);
        _reject(firstOfficial, 0);
        vm.warp(NOW + 6 days);
        vm.expectRevert(_wrongPhase(0, MilestonePhase.Open));
        escrow.acceptMilestoneByTime(_agreed, _milestones(), 0);
    }

    function test_RevertGiven_NoReview() public {
        IPaymentEscrow.Annex memory annex = _milestones();
        annex.review = 0;
        IPaymentEscrow.Terms memory terms = _with(_disputable(), annex);
        bytes32 id = _authorise(terms, annex);
        vm.warp(terms.captureBy);
        vm.prank(payee);
        escrow.deliverMilestone(terms, annex, 0, INVOICE);
        vm.expectRevert(
            abi.encodeWithSelector(
                IPaymentEscrow.PaymentEscrowMilestoneWrongPhase.selector,
                id,
                0,
                MilestonePhase.Delivered
            )
        );
        escrow.acceptMilestoneByTime(terms, annex, 0);
        // Approved by one of two, silence of the other says nothing either, and there is no review that a delivery could begin.
        vm.prank(firstOfficial);
        escrow.acceptMilestone(terms, annex, 1, INVOICE);
        vm.prank(payee);
        vm.expectPartialRevert(IPaymentEscrow.PaymentEscrowMilestoneWrongPhase.selector);
        escrow.deliverMilestone(terms, annex, 1, INVOICE);
        vm.expectPartialRevert(IPaymentEscrow.PaymentEscrowMilestoneWrongPhase.selector);
        escrow.acceptMilestoneByTime(terms, annex, 1);
    }

    function test_RevertGiven_Disputed() public {
        _deliver(0, INVOICE);
        vm.prank(payer);
        escrow.openDispute(_agreed, "evidence");
        bytes memory refusal = abi.encodeWithSelector(
            IPaymentEscrow.PaymentEscrowWrongPhase.selector,
            _id,
            PaymentPhase.Disputed
        );
        vm.expectRevert(refusal);
        _accept(firstOfficial, 0, INVOICE);
        vm.warp(NOW + 6 days);
        vm.expectRevert(refusal);
        escrow.acceptMilestoneByTime(_agreed, _milestones(), 0);
        vm.expectRevert(refusal);
        _deliver(1, INVOICE);
    }

    function _deliver(uint256 index, bytes32 invoice) private {
        vm.prank(payee);
        escrow.deliverMilestone(_agreed, _milestones(), index, invoice);
    }

    function _accept(address official, uint256 index, bytes32 invoice) private {
        vm.prank(official);
        escrow.acceptMilestone(_agreed, _milestones(), index, invoice);
    }

    function _reject(address official, uint256 index) private {
        vm.prank(official);
        escrow.rejectMilestone(_agreed, _milestones(), index, "reason");
    }

    function _refuses(IPaymentEscrow.Annex memory annex, bytes memory refusal) private {
        IPaymentEscrow.Terms memory terms = _with(_disputable(), annex);
        vm.expectRevert(refusal);
        vm.prank(payer);
        escrow.authorise(terms, annex);
    }

    function _wrongPhase(uint256 index, MilestonePhase phase) private view returns (bytes memory) {
        return abi.encodeWithSelector(IPaymentEscrow.PaymentEscrowMilestoneWrongPhase.selector, _id, index, phase);
    }

    function _milestonesInvalid(uint256 count, uint256 sum) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IPaymentEscrow.PaymentEscrowMilestonesInvalid.selector, count, sum, AMOUNT);
    }

    function _officialsInvalid(uint256 count, address official) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IPaymentEscrow.PaymentEscrowOfficialsInvalid.selector, count, official);
    }
}
