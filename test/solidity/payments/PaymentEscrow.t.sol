// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {ICustody} from "../../../contracts/payments/ICustody.sol";
import {IPaymentEscrow, PaymentPhase} from "../../../contracts/payments/IPaymentEscrow.sol";
import {IPaymentRules} from "../../../contracts/payments/IPaymentRules.sol";
import {HostileToken} from "../../../contracts/mocks/HostileToken.sol";
import {PlainToken} from "../../../contracts/mocks/PlainToken.sol";
import {create} from "../support/Creation.sol";
import {bound, vm} from "../support/Vm.sol";
import {EscrowSetUp} from "./EscrowSetUp.sol";

contract PaymentEscrowTest is EscrowSetUp {
    function setUp() public {
        _deployEscrow();
    }

    // authorise
    // ├── when the terms break a rule ... it reverts
    // ├── given a payment with these terms was authorised before ... it reverts
    // ├── when the caller is not the payer ... it reverts
    // └── it holds the amount, and tells the terms

    function test_Authorise() public {
        IPaymentEscrow.Terms memory terms = _terms();
        bytes32 id = escrow.paymentId(terms);
        vm.expectEmit(address(escrow));
        emit IPaymentEscrow.PaymentAuthorised(id, payer, payee, payer, terms);
        _authorise(terms, _noAnnex());
        _assertState(id, AMOUNT, 0);
        vm.assertEq(token.balanceOf(address(escrow)), AMOUNT, "ES1: it has what it holds");
        vm.expectRevert(abi.encodeWithSelector(IPaymentEscrow.PaymentEscrowAuthorisedAlready.selector, id));
        vm.prank(payer);
        escrow.authorise(terms, _noAnnex());
    }

    function test_RevertWhen_AStrangerAuthorisesForThePayer() public {
        IPaymentEscrow.Terms memory terms = _terms();
        vm.expectRevert(
            abi.encodeWithSelector(IPaymentEscrow.PaymentEscrowNotEntitled.selector, escrow.paymentId(terms), stranger)
        );
        vm.prank(stranger);
        escrow.authorise(terms, _noAnnex());
    }

    function test_RevertWhen_AmountZero() public {
        IPaymentEscrow.Terms memory terms = _terms();
        terms.amount = 0;
        _refuses(terms, abi.encodeWithSelector(IPaymentEscrow.PaymentEscrowAmountZero.selector));
    }

    function test_RevertWhen_AmountAboveTheBalance() public {
        IPaymentEscrow.Terms memory terms = _terms();
        terms.amount = 101 * AMOUNT;
        vm.expectPartialRevert(bytes4(keccak256("ERC20InsufficientBalance(address,uint256,uint256)")));
        vm.prank(payer);
        escrow.authorise(terms, _noAnnex());
    }

    function test_RevertWhen_PartyInvalid() public {
        address[3] memory wrong = [address(0), address(escrow), payee];
        for (uint256 i = 0; i < wrong.length; ++i) {
            IPaymentEscrow.Terms memory terms = _terms();
            terms.payer = wrong[i];
            _refuses(terms, abi.encodeWithSelector(IPaymentEscrow.PaymentEscrowPartyInvalid.selector, wrong[i]));
            if (wrong[i] == payee) continue;
            terms = _terms();
            terms.payee = wrong[i];
            _refuses(terms, abi.encodeWithSelector(IPaymentEscrow.PaymentEscrowPartyInvalid.selector, wrong[i]));
        }
    }

    function test_RevertWhen_NobodyCaptures() public {
        IPaymentEscrow.Terms memory terms = _terms();
        terms.operator = address(0);
        _refuses(terms, abi.encodeWithSelector(IPaymentEscrow.PaymentEscrowOperatorInvalid.selector, address(0)));
    }

    function test_RevertWhen_TimesAreOutOfOrder() public {
        uint48 latest = NOW + 3650 days;
        uint48[3][4] memory wrong = [
            [NOW - 1, NOW + 1, NOW + 2],
            [NOW + 2, NOW + 1, NOW + 3],
            [NOW, NOW + 2, NOW + 1],
            [NOW, NOW, latest + 1]
        ];
        for (uint256 i = 0; i < wrong.length; ++i) {
            IPaymentEscrow.Terms memory terms = _terms();
            (terms.authoriseBy, terms.captureBy, terms.refundBy) = (wrong[i][0], wrong[i][1], wrong[i][2]);
            _refuses(
                terms,
                abi.encodeWithSelector(
                    IPaymentEscrow.PaymentEscrowTimesInvalid.selector,
                    terms.authoriseBy,
                    terms.captureBy,
                    terms.refundBy,
                    latest
                )
            );
        }
        IPaymentEscrow.Terms memory last = _terms();
        (last.authoriseBy, last.captureBy, last.refundBy) = (NOW, NOW, latest);
        _authorise(last, _noAnnex());
    }

    function test_RevertWhen_TheRulesRefuse() public {
        IPaymentEscrow.Terms memory terms = _terms();
        terms.fee = FEE_MAXIMUM + 1;
        _refuses(
            terms,
            abi.encodeWithSelector(IPaymentRules.PaymentRulesFeeOutOfBounds.selector, FEE_MAXIMUM + 1, 0, FEE_MAXIMUM)
        );
        terms = _disputable();
        terms.arbiter = stranger;
        _refuses(terms, abi.encodeWithSelector(IPaymentRules.PaymentRulesNotArbiter.selector, stranger));
        terms = _terms();
        terms.token = address(new PlainToken());
        _refuses(terms, abi.encodeWithSelector(IPaymentRules.PaymentRulesTokenNotAllowed.selector, terms.token));
    }

    function test_RevertWhen_TheArbiterHasAnInterest() public {
        address[4] memory interested = [payer, payee, operator, treasury];
        // The treasury gets the fees.
        rules.appointArbiter(treasury);
        for (uint256 i = 0; i < interested.length; ++i) {
            IPaymentEscrow.Terms memory terms = _disputable();
            terms.arbiter = interested[i];
            _refuses(terms, abi.encodeWithSelector(IPaymentEscrow.PaymentEscrowArbiterIsParty.selector, terms.arbiter));
        }
        IPaymentEscrow.Annex memory annex = _shares(5_000, 5_000);
        annex.shares[1].payee = arbiter;
        _refuses(
            _with(_disputable(), annex),
            annex,
            abi.encodeWithSelector(IPaymentEscrow.PaymentEscrowArbiterIsParty.selector, arbiter)
        );
    }

    function test_RevertWhen_TheArbitersTimeIsOutOfBounds() public {
        uint32[2] memory wrong = [uint32(1 hours - 1), uint32(365 days + 1)];
        for (uint256 i = 0; i < wrong.length; ++i) {
            IPaymentEscrow.Terms memory terms = _disputable();
            terms.arbitration = wrong[i];
            _refuses(terms, _arbitrationInvalid(terms));
        }
        IPaymentEscrow.Terms memory generous = _disputable();
        generous.silence = 10_001;
        _refuses(generous, _arbitrationInvalid(generous));
        IPaymentEscrow.Terms memory lonely = _terms();
        lonely.silence = 1;
        _refuses(lonely, abi.encodeWithSelector(IPaymentEscrow.PaymentEscrowArbitrationInvalid.selector, 0, 1, 0, 0));
        lonely = _terms();
        lonely.arbitration = 1 days;
        _refuses(
            lonely,
            abi.encodeWithSelector(IPaymentEscrow.PaymentEscrowArbitrationInvalid.selector, 1 days, 0, 0, 0)
        );
        IPaymentEscrow.Terms memory fine = _disputable();
        (fine.arbitration, fine.silence) = (1 hours, 10_000);
        _authorise(fine, _noAnnex());
        (fine.arbitration, fine.silence) = (365 days, 0);
        _authorise(fine, _noAnnex());
    }

    // authoriseFor, authoriseWithPermit, authoriseWithAuthorization
    // ├── somebody else pays, and what goes back goes to the payer
    // ├── a permit works, also if somebody has used it before, and only for the payer
    // └── a signed transfer holds for these terms alone, once, whoever brings it

    function test_AuthoriseFor() public {
        IPaymentEscrow.Terms memory terms = _terms();
        token.mint(stranger, AMOUNT);
        vm.startPrank(stranger);
        token.approve(address(escrow), AMOUNT);
        escrow.authoriseFor(terms, _noAnnex());
        vm.stopPrank();
        vm.assertEq(token.balanceOf(stranger), 0, "who paid");
        vm.warp(terms.captureBy + 1);
        uint256 before = token.balanceOf(payer);
        escrow.reclaim(terms);
        vm.assertEq(token.balanceOf(payer), before + AMOUNT, "who gets it back");
    }

    function test_AuthoriseWithPermit() public {
        IPaymentEscrow.Terms memory terms = _terms();
        vm.prank(payer);
        token.approve(address(escrow), 0);
        (uint8 v, bytes32 r, bytes32 s) = _signPermit(AMOUNT);
        vm.expectPartialRevert(IPaymentEscrow.PaymentEscrowNotEntitled.selector);
        vm.prank(stranger);
        escrow.authoriseWithPermit(terms, _noAnnex(), type(uint256).max, v, r, s);
        // Somebody is faster with the signature: the approval is there all the same.
        vm.prank(stranger);
        token.permit(payer, address(escrow), AMOUNT, type(uint256).max, v, r, s);
        vm.prank(payer);
        escrow.authoriseWithPermit(terms, _noAnnex(), type(uint256).max, v, r, s);
        _assertState(escrow.paymentId(terms), AMOUNT, 0);
        // Without any approval the token refuses.
        terms.salt = 1;
        vm.expectPartialRevert(bytes4(keccak256("ERC20InsufficientAllowance(address,uint256,uint256)")));
        vm.prank(payer);
        escrow.authoriseWithPermit(terms, _noAnnex(), type(uint256).max, v, r, s);
        (v, r, s) = _signPermit(AMOUNT);
        vm.prank(payer);
        escrow.authoriseWithPermit(terms, _noAnnex(), type(uint256).max, v, r, s);
        _assertState(escrow.paymentId(terms), AMOUNT, 0);
    }

    function test_AuthoriseWithAuthorization() public {
        IPaymentEscrow.Terms memory terms = _terms();
        vm.prank(payer);
        token.approve(address(escrow), 0);
        bytes memory signature = _signTransfer(terms, escrow.fundingNonce(terms));
        // For other terms the signature says nothing.
        IPaymentEscrow.Terms memory other = _terms();
        other.payee = stranger;
        vm.expectPartialRevert(bytes4(keccak256("ERC3009InvalidSignature()")));
        vm.prank(stranger);
        escrow.authoriseWithAuthorization(other, _noAnnex(), 0, type(uint256).max, signature);
        vm.prank(stranger);
        escrow.authoriseWithAuthorization(terms, _noAnnex(), 0, type(uint256).max, signature);
        _assertState(escrow.paymentId(terms), AMOUNT, 0);
        vm.expectPartialRevert(IPaymentEscrow.PaymentEscrowAuthorisedAlready.selector);
        escrow.authoriseWithAuthorization(terms, _noAnnex(), 0, type(uint256).max, signature);
    }

    // charge
    // ├── by the payer, or with its signed transfer by the operator alone
    // └── it pays at once, less the fee

    function test_Charge() public {
        IPaymentEscrow.Terms memory terms = _terms();
        uint256 before = token.balanceOf(payee);
        vm.expectPartialRevert(IPaymentEscrow.PaymentEscrowNotEntitled.selector);
        vm.prank(operator);
        escrow.charge(terms, _noAnnex(), INVOICE);
        vm.prank(payer);
        escrow.charge(terms, _noAnnex(), INVOICE);
        _assertState(escrow.paymentId(terms), 0, AMOUNT);
        vm.assertEq(token.balanceOf(payee), before + AMOUNT - AMOUNT / 100, "payee");
        vm.assertEq(token.balanceOf(treasury), AMOUNT / 100, "fee");
        vm.assertEq(token.balanceOf(address(escrow)), 0, "escrow");
    }

    function test_ChargeWithAuthorization() public {
        IPaymentEscrow.Terms memory terms = _terms();
        bytes memory signature = _signTransfer(terms, escrow.fundingNonce(terms));
        vm.expectPartialRevert(IPaymentEscrow.PaymentEscrowNotEntitled.selector);
        vm.prank(stranger);
        escrow.chargeWithAuthorization(terms, _noAnnex(), INVOICE, 0, type(uint256).max, signature);
        vm.prank(operator);
        escrow.chargeWithAuthorization(terms, _noAnnex(), INVOICE, 0, type(uint256).max, signature);
        _assertState(escrow.paymentId(terms), 0, AMOUNT);
    }

    // capture
    // ├── when the caller is not the operator ... it reverts
    // ├── given the payment was never authorised ... it reverts
    // ├── when it is 0 or more than is held ... it reverts
    // ├── given captureBy has passed ... it reverts
    // └── it pays a part, as often as wanted

    function test_Capture_InParts() public {
        IPaymentEscrow.Terms memory terms = _terms();
        bytes32 id = _authorise(terms, _noAnnex());
        uint256 before = token.balanceOf(payee);
        vm.expectEmit(address(escrow));
        emit IPaymentEscrow.PaymentCaptured(id, operator, 400_000, 4_000, INVOICE, 600_000, 400_000);
        vm.startPrank(operator);
        escrow.capture(terms, _noAnnex(), 400_000, INVOICE);
        _assertState(id, 600_000, 400_000);
        vm.expectRevert(
            abi.encodeWithSelector(IPaymentEscrow.PaymentEscrowAmountOutOfBounds.selector, id, 600_001, 600_000)
        );
        escrow.capture(terms, _noAnnex(), 600_001, INVOICE);
        vm.expectRevert(abi.encodeWithSelector(IPaymentEscrow.PaymentEscrowAmountOutOfBounds.selector, id, 0, 600_000));
        escrow.capture(terms, _noAnnex(), 0, INVOICE);
        vm.warp(terms.captureBy);
        escrow.capture(terms, _noAnnex(), 600_000, INVOICE);
        vm.stopPrank();
        vm.assertEq(token.balanceOf(payee), before + 990_000, "payee");
        vm.assertEq(token.balanceOf(treasury), 10_000, "fee");
    }

    function test_RevertGiven_CaptureByHasPassed() public {
        IPaymentEscrow.Terms memory terms = _terms();
        bytes32 id = _authorise(terms, _noAnnex());
        vm.warp(terms.captureBy + 1);
        vm.expectRevert(abi.encodeWithSelector(IPaymentEscrow.PaymentEscrowTooLate.selector, id, terms.captureBy));
        vm.prank(operator);
        escrow.capture(terms, _noAnnex(), 1, INVOICE);
    }

    function test_RevertWhen_NotTheOperatorOrUnknown() public {
        IPaymentEscrow.Terms memory terms = _terms();
        bytes32 id = escrow.paymentId(terms);
        vm.expectRevert(abi.encodeWithSelector(IPaymentEscrow.PaymentEscrowWrongPhase.selector, id, PaymentPhase.None));
        vm.prank(operator);
        escrow.capture(terms, _noAnnex(), 1, INVOICE);
        _authorise(terms, _noAnnex());
        address[3] memory others = [payer, payee, stranger];
        for (uint256 i = 0; i < others.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IPaymentEscrow.PaymentEscrowNotEntitled.selector, id, others[i]));
            vm.prank(others[i]);
            escrow.capture(terms, _noAnnex(), 1, INVOICE);
        }
        // One changed word makes it another payment, which nobody authorised.
        terms.amount += 1;
        vm.expectPartialRevert(IPaymentEscrow.PaymentEscrowWrongPhase.selector);
        vm.prank(operator);
        escrow.capture(terms, _noAnnex(), 1, INVOICE);
    }

    // Shares
    // ├── when there is one, more than 16, one is 0, or they do not sum to 10,000 ... it reverts
    // ├── when the annex is another than agreed ... it reverts
    // └── ES4: they sum to what is captured, and the first gets what rounding leaves

    function test_RevertWhen_SharesInvalid() public {
        uint16[2][4] memory wrong = [
            [uint16(5_000), uint16(4_999)],
            [uint16(5_000), uint16(5_001)],
            [uint16(10_000), uint16(0)],
            [uint16(0), uint16(0)]
        ];
        for (uint256 i = 0; i < wrong.length; ++i) {
            IPaymentEscrow.Annex memory annex = _shares(wrong[i][0], wrong[i][1]);
            _refuses(
                _with(_terms(), annex),
                annex,
                abi.encodeWithSelector(
                    IPaymentEscrow.PaymentEscrowSharesInvalid.selector,
                    2,
                    uint256(wrong[i][0]) + wrong[i][1]
                )
            );
        }
        IPaymentEscrow.Annex memory one;
        one.shares = new IPaymentEscrow.Share[](1);
        one.shares[0] = IPaymentEscrow.Share(payee, 10_000);
        _refuses(
            _with(_terms(), one),
            one,
            abi.encodeWithSelector(IPaymentEscrow.PaymentEscrowSharesInvalid.selector, 1, 10_000)
        );
        for (uint256 count = 16; count <= 17; ++count) {
            IPaymentEscrow.Annex memory many;
            many.shares = new IPaymentEscrow.Share[](count);
            for (uint256 i = 0; i < count; ++i) {
                many.shares[i] = IPaymentEscrow.Share(
                    address(uint160(0xbee0 + i)),
                    i == 0 ? uint16(10_000 - count + 1) : 1
                );
            }
            IPaymentEscrow.Terms memory terms = _with(_terms(), many);
            if (count == 16) _authorise(terms, many);
            else {
                _refuses(
                    terms,
                    many,
                    abi.encodeWithSelector(IPaymentEscrow.PaymentEscrowSharesInvalid.selector, 17, 0)
                );
            }
        }
        IPaymentEscrow.Annex memory own = _shares(5_000, 5_000);
        own.shares[1].payee = address(escrow);
        _refuses(
            _with(_terms(), own),
            own,
            abi.encodeWithSelector(IPaymentEscrow.PaymentEscrowPartyInvalid.selector, address(escrow))
        );
    }

    function test_RevertWhen_AnnexDiffers() public {
        IPaymentEscrow.Annex memory annex = _shares(5_000, 5_000);
        IPaymentEscrow.Terms memory terms = _with(_terms(), annex);
        _refuses(
            terms,
            _noAnnex(),
            abi.encodeWithSelector(IPaymentEscrow.PaymentEscrowAnnexDiffers.selector, terms.annex, bytes32(0))
        );
        _authorise(terms, annex);
        IPaymentEscrow.Annex memory other = _shares(9_999, 1);
        vm.expectRevert(
            abi.encodeWithSelector(
                IPaymentEscrow.PaymentEscrowAnnexDiffers.selector,
                terms.annex,
                keccak256(abi.encode(other))
            )
        );
        vm.prank(operator);
        escrow.capture(terms, other, 1, INVOICE);
        // An empty annex has no hash of its own, so that equal terms have one id.
        IPaymentEscrow.Terms memory empty = _terms();
        empty.annex = keccak256(abi.encode(_noAnnex()));
        _refuses(
            empty,
            _noAnnex(),
            abi.encodeWithSelector(IPaymentEscrow.PaymentEscrowAnnexDiffers.selector, empty.annex, bytes32(0))
        );
    }

    function testFuzz_SharesSumExactly(uint256 count, uint256 seed, uint120 amount, uint16 fee) public {
        count = bound(count, 2, 16);
        fee = uint16(bound(fee, 0, FEE_MAXIMUM));
        amount = uint120(bound(amount, 1, 1e18));
        token.mint(payer, amount);
        IPaymentEscrow.Annex memory annex;
        annex.shares = new IPaymentEscrow.Share[](count);
        uint16 left = 10_000;
        for (uint256 i = 0; i < count; ++i) {
            uint16 part = i + 1 == count ? left : uint16(bound(seed >> (i * 16), 1, left - (count - i - 1)));
            annex.shares[i] = IPaymentEscrow.Share(address(uint160(0xbee0 + i)), part);
            left -= part;
        }
        IPaymentEscrow.Terms memory terms = _terms();
        (terms.amount, terms.fee) = (amount, fee);
        terms = _with(terms, annex);
        vm.prank(payer);
        escrow.charge(terms, annex, INVOICE);
        uint256 net = amount - (uint256(amount) * fee) / 10_000;
        uint256 sum;
        for (uint256 i = 0; i < count; ++i) {
            uint256 part = token.balanceOf(annex.shares[i].payee);
            uint256 exact = net * annex.shares[i].part;
            if (i == 0) vm.assertLe(part, exact / 10_000 + count - 1, "the first gets what rounding leaves");
            else vm.assertEq(part, exact / 10_000, "rounded down");
            sum += part;
        }
        vm.assertEq(sum, net, "ES4: shares sum to what is captured less the fee");
        vm.assertEq(token.balanceOf(treasury), amount - net, "ES4: fee");
        vm.assertEq(token.balanceOf(address(escrow)), 0, "ES1: nothing stays");
    }

    // void, reclaim
    // ├── void: by the payee or an operator that is not the payer, at any time
    // ├── reclaim: by anybody, after captureBy
    // └── all that is held goes to the payer, once

    function test_Void() public {
        IPaymentEscrow.Terms memory terms = _terms();
        bytes32 id = _authorise(terms, _noAnnex());
        vm.prank(operator);
        escrow.capture(terms, _noAnnex(), 300_000, INVOICE);
        vm.expectRevert(abi.encodeWithSelector(IPaymentEscrow.PaymentEscrowNotEntitled.selector, id, payer));
        vm.prank(payer);
        escrow.void(terms);
        uint256 before = token.balanceOf(payer);
        vm.expectEmit(address(escrow));
        emit IPaymentEscrow.PaymentVoided(id, payee, 700_000);
        vm.prank(payee);
        escrow.void(terms);
        vm.assertEq(token.balanceOf(payer), before + 700_000, "payer");
        _assertState(id, 0, 300_000);
        vm.expectPartialRevert(IPaymentEscrow.PaymentEscrowAmountOutOfBounds.selector);
        vm.prank(payee);
        escrow.void(terms);
    }

    function test_Void_ByTheOperatorUnlessItIsThePayer() public {
        IPaymentEscrow.Terms memory terms = _terms();
        _authorise(terms, _noAnnex());
        vm.prank(operator);
        escrow.void(terms);
        // A payer that captures could otherwise take back at will what it authorised.
        terms.operator = payer;
        bytes32 id = _authorise(terms, _noAnnex());
        vm.expectRevert(abi.encodeWithSelector(IPaymentEscrow.PaymentEscrowNotEntitled.selector, id, payer));
        vm.prank(payer);
        escrow.void(terms);
    }

    function test_Reclaim() public {
        IPaymentEscrow.Terms memory terms = _terms();
        bytes32 id = _authorise(terms, _noAnnex());
        vm.warp(terms.captureBy);
        vm.expectRevert(abi.encodeWithSelector(IPaymentEscrow.PaymentEscrowTooEarly.selector, id, terms.captureBy));
        escrow.reclaim(terms);
        vm.warp(terms.captureBy + 1);
        uint256 before = token.balanceOf(payer);
        vm.expectEmit(address(escrow));
        emit IPaymentEscrow.PaymentReclaimed(id, stranger, AMOUNT);
        vm.prank(stranger);
        escrow.reclaim(terms);
        vm.assertEq(token.balanceOf(payer), before + AMOUNT, "payer");
        vm.expectPartialRevert(IPaymentEscrow.PaymentEscrowAmountOutOfBounds.selector);
        escrow.reclaim(terms);
    }

    function test_RevertGiven_NeverAuthorised() public {
        IPaymentEscrow.Terms memory terms = _terms();
        bytes memory refusal = abi.encodeWithSelector(
            IPaymentEscrow.PaymentEscrowWrongPhase.selector,
            escrow.paymentId(terms),
            PaymentPhase.None
        );
        vm.expectRevert(refusal);
        escrow.reclaim(terms);
        vm.expectRevert(refusal);
        escrow.void(terms);
        vm.expectRevert(refusal);
        escrow.refund(terms, 1, 0);
    }

    // refund
    // ├── when the caller is neither the payee nor an operator apart from the payer ... it reverts
    // ├── when it is 0 or more than was captured ... it reverts
    // ├── given refundBy has passed ... it reverts
    // └── it goes from the caller to the payer

    function test_Refund() public {
        IPaymentEscrow.Terms memory terms = _terms();
        bytes32 id = _authorise(terms, _noAnnex());
        vm.prank(operator);
        escrow.capture(terms, _noAnnex(), 500_000, INVOICE);
        vm.expectRevert(
            abi.encodeWithSelector(IPaymentEscrow.PaymentEscrowAmountOutOfBounds.selector, id, 500_001, 500_000)
        );
        vm.prank(payee);
        escrow.refund(terms, 500_001, 0);
        vm.expectRevert(abi.encodeWithSelector(IPaymentEscrow.PaymentEscrowAmountOutOfBounds.selector, id, 0, 500_000));
        vm.prank(payee);
        escrow.refund(terms, 0, 0);
        vm.expectRevert(abi.encodeWithSelector(IPaymentEscrow.PaymentEscrowNotEntitled.selector, id, stranger));
        vm.prank(stranger);
        escrow.refund(terms, 1, 0);
        vm.warp(terms.refundBy);
        uint256 before = token.balanceOf(payer);
        vm.expectEmit(address(escrow));
        emit IPaymentEscrow.PaymentRefunded(id, payee, 200_000, "credit", 300_000);
        vm.prank(payee);
        escrow.refund(terms, 200_000, "credit");
        vm.assertEq(token.balanceOf(payer), before + 200_000, "payer");
        _assertState(id, 500_000, 300_000);
        vm.warp(terms.refundBy + 1);
        vm.expectRevert(abi.encodeWithSelector(IPaymentEscrow.PaymentEscrowTooLate.selector, id, terms.refundBy));
        vm.prank(payee);
        escrow.refund(terms, 1, 0);
    }

    function test_RevertGiven_Refund_LessArrives() public {
        (HostileToken bad, IPaymentEscrow.Terms memory terms) = _hostile();
        bytes32 id = _authorise(terms, _noAnnex());
        vm.prank(operator);
        escrow.capture(terms, _noAnnex(), AMOUNT, INVOICE);
        bad.plan(HostileToken.Harm.Fee, address(0), "");
        vm.expectRevert(abi.encodeWithSelector(ICustody.CustodyAmountDiffers.selector, address(bad), 1000, 990));
        vm.prank(payee);
        escrow.refund(terms, 1000, 0);
        _assertState(id, 0, AMOUNT);
    }

    // Payouts that the token refuses wait for whom they belong to
    // ├── given nothing waits, or when it would go to the escrow ... it reverts
    // ├── given the token got too little gas to be believed ... the payment reverts
    // └── whoever it belongs to sends it where it likes, once

    function test_Claim() public {
        IPaymentEscrow.Terms memory terms = _terms();
        _authorise(terms, _noAnnex());
        token.setBlocked(payee, true);
        uint120 fee = AMOUNT / 100;
        vm.expectEmit(address(escrow));
        emit ICustody.PayoutDeferred(address(token), payee, AMOUNT - fee);
        vm.prank(operator);
        escrow.capture(terms, _noAnnex(), AMOUNT, INVOICE);
        vm.assertEq(token.balanceOf(treasury), fee, "the fee is paid");
        vm.assertEq(escrow.claimable(address(token), payee), AMOUNT - fee, "the rest waits");
        vm.expectEmit(address(escrow));
        emit ICustody.PayoutClaimed(address(token), payee, stranger, AMOUNT - fee);
        vm.prank(payee);
        vm.assertEq(escrow.claim(address(token), stranger), AMOUNT - fee, "told");
        vm.assertEq(token.balanceOf(stranger), AMOUNT - fee, "sent");
        vm.expectRevert(abi.encodeWithSelector(ICustody.CustodyNothingToClaim.selector, address(token), payee));
        vm.prank(payee);
        escrow.claim(address(token), stranger);
    }

    function test_RevertWhen_TheTokenGotTooLittleGas() public {
        // What uses up all gas fails for whoever gives little as for whoever gives much: it is not believed that the token refuses.
        (HostileToken hungry, IPaymentEscrow.Terms memory terms) = _hostile();
        bytes32 id = _authorise(terms, _noAnnex());
        hungry.plan(HostileToken.Harm.Exhaust, address(0), "");
        vm.expectRevert(ICustody.CustodyGasTooLow.selector);
        vm.prank(operator);
        escrow.capture{gas: 5_000_000}(terms, _noAnnex(), AMOUNT, INVOICE);
        _assertState(id, AMOUNT, 0);
    }

    function test_RevertWhen_NothingToClaimOrToItself() public {
        vm.expectRevert(abi.encodeWithSelector(ICustody.CustodyNothingToClaim.selector, address(token), stranger));
        vm.prank(stranger);
        escrow.claim(address(token), stranger);
        vm.expectRevert(abi.encodeWithSelector(ICustody.CustodyToItself.selector));
        vm.prank(stranger);
        escrow.claim(address(token), address(escrow));
    }

    function test_Capture_MovesNothingForNoFee() public {
        (HostileToken counting, IPaymentEscrow.Terms memory terms) = _hostile();
        _authorise(terms, _noAnnex());
        counting.plan(HostileToken.Harm.Reenter, address(0), "");
        vm.prank(operator);
        escrow.capture(terms, _noAnnex(), AMOUNT, INVOICE);
        vm.assertEq(counting.reentries(), 1, "one transfer, to the payee");
    }

    /// @dev A token that does no harm yet, and terms of a payment in it without fee.
    function _hostile() private returns (HostileToken bad, IPaymentEscrow.Terms memory terms) {
        bad = HostileToken(create("HostileToken.sol:HostileToken", ""));
        rules.allowToken(address(bad), 0, 0);
        bad.mint(payer, AMOUNT);
        vm.prank(payer);
        bad.approve(address(escrow), AMOUNT);
        vm.prank(payee);
        bad.approve(address(escrow), AMOUNT);
        terms = _terms();
        (terms.token, terms.fee) = (address(bad), 0);
    }

    function _signPermit(uint256 value) private view returns (uint8, bytes32, bytes32) {
        bytes32 typehash = keccak256(
            "Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)"
        );
        bytes32 content = keccak256(
            abi.encode(typehash, payer, address(escrow), value, token.nonces(payer), type(uint256).max)
        );
        return vm.sign(PAYER_KEY, _typed(content));
    }

    function _arbitrationInvalid(IPaymentEscrow.Terms memory terms) private pure returns (bytes memory) {
        return
            abi.encodeWithSelector(
                IPaymentEscrow.PaymentEscrowArbitrationInvalid.selector,
                terms.arbitration,
                terms.silence,
                1 hours,
                365 days
            );
    }

    function _refuses(IPaymentEscrow.Terms memory terms, bytes memory refusal) private {
        _refuses(terms, _noAnnex(), refusal);
    }

    function _refuses(
        IPaymentEscrow.Terms memory terms,
        IPaymentEscrow.Annex memory annex,
        bytes memory refusal
    ) private {
        vm.expectRevert(refusal);
        vm.prank(terms.payer);
        escrow.authorise(terms, annex);
    }
}
