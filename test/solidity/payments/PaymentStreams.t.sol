// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {ERC3009} from "@openzeppelin/contracts/token/ERC20/extensions/draft-ERC3009.sol";

import {ICircuitBreaker} from "../../../contracts/access/ICircuitBreaker.sol";
import {ICustody} from "../../../contracts/payments/ICustody.sol";
import {IPaymentRules} from "../../../contracts/payments/IPaymentRules.sol";
import {IPaymentStreams} from "../../../contracts/payments/IPaymentStreams.sol";
import {bound, vm} from "../support/Vm.sol";
import {StreamsSetUp} from "./StreamsSetUp.sol";

contract PaymentStreamsTest is StreamsSetUp {
    function setUp() public {
        _loadGenesis();
        _setUpPayments();
    }

    // Every way to open
    // ├── when the caller is not whom the terms name for it ... it reverts
    // ├── when the parties, the rate, the term, the fee or the token are refused ... it reverts
    // ├── when the deposit is 0 or above what can accrue ... it reverts
    // ├── when the token delivers less ... it reverts
    // ├── given the stream is open or has ended ... it reverts
    // └── it holds the deposit

    function test_RevertWhen_Open_CallerIsNotNamed() public {
        IPaymentStreams.Terms memory terms = _terms();
        vm.startPrank(stranger);
        _expectUnauthorized(terms, stranger);
        streams.open(terms, 1);
        _expectUnauthorized(terms, stranger);
        streams.openWithPermit(terms, 1, 0, 0, 0, 0);
        _expectUnauthorized(terms, stranger);
        streams.openFor(terms, 1);
        vm.stopPrank();
        // What a sponsor is to open the payer cannot, nor with its authorisation anybody.
        terms.sponsor = sponsor;
        vm.startPrank(payer);
        _expectUnauthorized(terms, payer);
        streams.open(terms, 1);
        _expectUnauthorized(terms, payer);
        streams.openWithPermit(terms, 1, 0, 0, 0, 0);
        _expectUnauthorized(terms, payer);
        streams.openWithAuthorization(terms, 1, 0, 0, "");
        _expectUnauthorized(terms, payer);
        streams.openFor(terms, 1);
        vm.stopPrank();
    }

    function test_RevertWhen_Open_Parties() public {
        address self = address(streams);
        address[2][5] memory parties = [
            [address(0), payee],
            [payer, address(0)],
            [payer, payer],
            [self, payee],
            [payer, self]
        ];
        for (uint256 i = 0; i < parties.length; ++i) {
            IPaymentStreams.Terms memory terms = _terms();
            (terms.payer, terms.payee) = (parties[i][0], parties[i][1]);
            bytes memory refusal = abi.encodeWithSelector(
                IPaymentStreams.PaymentStreamsPartiesInvalid.selector,
                terms.payer,
                terms.payee
            );
            vm.expectRevert(refusal);
            streams.openWithAuthorization(terms, 1, 0, type(uint256).max, "");
            terms.sponsor = sponsor;
            vm.prank(sponsor);
            vm.expectRevert(refusal);
            streams.openFor(terms, 1);
        }
    }

    function test_RevertWhen_Open_RateZero() public {
        for (uint256 i = 0; i < 3; ++i) {
            IPaymentStreams.Terms memory terms = _terms();
            if (i == 0) terms.amountPerPeriod = 0;
            if (i == 1) terms.period = 0;
            if (i == 2) terms.cap = 0;
            vm.expectRevert(
                abi.encodeWithSelector(
                    IPaymentStreams.PaymentStreamsRateZero.selector,
                    terms.amountPerPeriod,
                    terms.period,
                    terms.cap
                )
            );
            _open(terms, 1);
        }
    }

    function test_RevertWhen_Open_Term() public {
        uint48 now_ = _now();
        uint48 longest = uint48(streams.MAXIMUM_TERM());
        uint48[2][7] memory terms_ = [
            // Empty, backwards, over, over by now.
            [now_ + 10, now_ + 10],
            [now_ + 10, now_ + 9],
            [now_ - 10, now_ - 1],
            [now_ - 10, now_],
            // Too long from its beginning, from now, and without end.
            [now_ - 1, now_ + longest],
            [now_ + 1, now_ + longest + 1],
            [0, type(uint48).max]
        ];
        for (uint256 i = 0; i < terms_.length; ++i) {
            IPaymentStreams.Terms memory terms = _terms();
            (terms.from, terms.until) = (terms_[i][0], terms_[i][1]);
            vm.expectRevert(
                abi.encodeWithSelector(
                    IPaymentStreams.PaymentStreamsTermInvalid.selector,
                    terms.from,
                    terms.until,
                    longest
                )
            );
            _open(terms, 1);
        }
        IPaymentStreams.Terms memory good = _terms();
        good.until = now_ + longest;
        _open(good, 1);
        (good.from, good.until) = (now_ - longest + 1, now_ + 1);
        _open(good, 1);
    }

    function test_RevertWhen_Open_RulesRefuse() public {
        IPaymentStreams.Terms memory terms = _terms();
        terms.feeBps = 501;
        vm.expectRevert(abi.encodeWithSelector(IPaymentRules.PaymentRulesFeeOutOfBounds.selector, 501, 0, 500));
        _open(terms, 1);
        terms = _terms();
        terms.token = address(rules);
        bytes memory refusal = abi.encodeWithSelector(
            IPaymentRules.PaymentRulesTokenNotAllowed.selector,
            address(rules)
        );
        vm.expectRevert(refusal);
        _open(terms, 1);
        vm.expectRevert(refusal);
        streams.openWithAuthorization(terms, 1, 0, type(uint256).max, "");
    }

    function test_RevertWhen_Open_Deposit() public {
        IPaymentStreams.Terms memory terms = _terms();
        vm.expectRevert(IPaymentStreams.PaymentStreamsAmountZero.selector);
        _open(terms, 0);
        _expectTooLarge(terms, _whole() + 1, _whole());
        _open(terms, _whole() + 1);
        terms.cap = 1000;
        _expectTooLarge(terms, 1001, 1000);
        _open(terms, 1001);
        _open(terms, 1000);
        terms = _terms();
        _open(terms, _whole());
    }

    function test_RevertWhen_Open_MoneyDoesNotCome() public {
        IPaymentStreams.Terms memory terms = _terms();
        vm.prank(payer);
        token.approve(address(streams), 0);
        vm.expectRevert(
            abi.encodeWithSelector(IERC20Errors.ERC20InsufficientAllowance.selector, address(streams), 0, 100)
        );
        _open(terms, 100);
        vm.prank(payer);
        token.approve(address(streams), 100);
        token.setLosses(1, 0);
        bytes memory refusal = abi.encodeWithSelector(ICustody.CustodyAmountDiffers.selector, address(token), 100, 99);
        vm.expectRevert(refusal);
        _open(terms, 100);
        bytes memory signature = _authorize(terms, 100);
        vm.expectRevert(refusal);
        streams.openWithAuthorization(terms, 100, 0, type(uint256).max, signature);
        _assertStatus(terms, IPaymentStreams.StreamStatus.None, "nothing was opened");
    }

    function test_RevertGiven_Open_Twice() public {
        IPaymentStreams.Terms memory terms = _terms();
        _open(terms, 100);
        _expectWrongStatus(terms, IPaymentStreams.StreamStatus.Running);
        _open(terms, 100);
        vm.prank(payer);
        streams.end(terms);
        _expectWrongStatus(terms, IPaymentStreams.StreamStatus.Ended);
        _open(terms, 100);
    }

    function test_Open() public {
        IPaymentStreams.Terms memory terms = _terms();
        bytes32 id = _id(terms);
        vm.expectEmit(address(streams));
        _emitOpened(id, terms, payer, 100);
        vm.assertEq(_open(terms, 100), id, "id");
        vm.assertEq(token.balanceOf(address(streams)), 100, "ES1 balance");
        IPaymentStreams.Stream memory state = streams.stream(id);
        vm.assertEq(state.deposited, 100, "deposited");
        vm.assertEq(state.countedAt, terms.from, "counted from the beginning on");
        vm.assertEq(state.paid + state.counted + state.reading, 0, "nothing else yet");
        _assertStatus(terms, IPaymentStreams.StreamStatus.Running, "running");
        terms.salt = 2;
        vm.assertEq(streams.streamId(terms), _id(terms), "id of other terms");
        vm.assertTrue(_id(terms) != id, "another id");
        vm.assertEq(streams.feeReceiver(), treasury, "who gets fees");
    }

    function test_Open_LongAfterItBegan() public {
        IPaymentStreams.Terms memory terms = _terms();
        terms.from -= 30;
        _open(terms, 1000);
        vm.assertEq(streams.accrued(terms), 10, "from the beginning on");
    }

    // openWithPermit
    // ├── when the permit is not good and nothing was approved ... it reverts
    // ├── when somebody used the permit before ... it works
    // └── it needs no approval

    function test_OpenWithPermit() public {
        IPaymentStreams.Terms memory terms = _terms();
        vm.prank(payer);
        token.approve(address(streams), 0);
        (uint8 v, bytes32 r, bytes32 s) = _permit(PAYER_KEY, address(streams), 100, _now());
        vm.prank(payer);
        vm.expectRevert(
            abi.encodeWithSelector(IERC20Errors.ERC20InsufficientAllowance.selector, address(streams), 0, 101)
        );
        streams.openWithPermit(terms, 101, _now(), v, r, s);
        uint256 snapshot = vm.snapshotState();
        vm.prank(payer);
        streams.openWithPermit(terms, 100, _now(), v, r, s);
        vm.assertEq(token.balanceOf(address(streams)), 100, "without an approval before");
        vm.assertTrue(vm.revertToState(snapshot), "snapshot");
        vm.prank(stranger);
        token.permit(payer, address(streams), 100, _now(), v, r, s);
        vm.prank(payer);
        streams.openWithPermit(terms, 100, _now(), v, r, s);
        vm.assertEq(token.balanceOf(address(streams)), 100, "with a permit that was used before");
    }

    // openWithAuthorization
    // ├── when the payer signed other terms, another amount or another nonce ... it reverts
    // ├── when the signature comes again ... it reverts
    // └── it is brought by anybody

    function test_OpenWithAuthorization() public {
        IPaymentStreams.Terms memory terms = _terms();
        bytes memory signature = _authorize(terms, 100);
        vm.startPrank(stranger);
        vm.expectRevert(ERC3009.ERC3009InvalidSignature.selector);
        streams.openWithAuthorization(terms, 101, 0, type(uint256).max, signature);
        terms.payee = stranger;
        vm.expectRevert(ERC3009.ERC3009InvalidSignature.selector);
        streams.openWithAuthorization(terms, 100, 0, type(uint256).max, signature);
        terms.payee = payee;
        bytes32 id = _id(terms);
        bytes memory other = _authorization(PAYER_KEY, address(streams), 100, type(uint256).max, id);
        vm.expectRevert(ERC3009.ERC3009InvalidSignature.selector);
        streams.openWithAuthorization(terms, 100, 0, type(uint256).max, other);
        vm.expectRevert(abi.encodeWithSelector(IERC20Errors.ERC20InvalidReceiver.selector, address(streams)));
        token.receiveWithAuthorization(payer, address(streams), 100, 0, type(uint256).max, _nonce(terms), signature);

        uint256 before = token.balanceOf(payer);
        vm.expectEmit(address(streams));
        _emitOpened(id, terms, stranger, 100);
        streams.openWithAuthorization(terms, 100, 0, type(uint256).max, signature);
        vm.stopPrank();
        vm.assertEq(before - token.balanceOf(payer), 100, "the payer's money");
        vm.assertEq(token.balanceOf(address(streams)), 100, "ES1 balance");

        _expectWrongStatus(terms, IPaymentStreams.StreamStatus.Running);
        streams.openWithAuthorization(terms, 100, 0, type(uint256).max, signature);
        vm.prank(payer);
        streams.end(terms);
        _expectWrongStatus(terms, IPaymentStreams.StreamStatus.Ended);
        streams.openWithAuthorization(terms, 100, 0, type(uint256).max, signature);
    }

    // openFor
    // └── it takes the sponsor's money, and gives the payer what is left

    function test_OpenFor() public {
        IPaymentStreams.Terms memory terms = _terms();
        terms.sponsor = sponsor;
        uint256 before = token.balanceOf(payer);
        vm.expectEmit(address(streams));
        _emitOpened(_id(terms), terms, sponsor, 100);
        vm.prank(sponsor);
        streams.openFor(terms, 100);
        vm.assertEq(token.balanceOf(sponsor), RICHES - 100, "the sponsor's money");
        vm.prank(sponsor);
        _expectUnauthorized(terms, sponsor);
        streams.end(terms);
        vm.prank(payer);
        streams.end(terms);
        vm.assertEq(token.balanceOf(payer) - before, 100, "what is left");
    }

    // topUp
    // ├── when it is 0 or more than can still accrue ... it reverts
    // ├── when the token delivers less ... it reverts
    // ├── given the stream is unknown, ended or over ... it reverts
    // └── it is in the stream, by whomever

    function test_TopUp() public {
        IPaymentStreams.Terms memory terms = _terms();
        _expectWrongStatus(terms, IPaymentStreams.StreamStatus.None);
        streams.topUp(terms, 1);
        vm.assertEq(streams.accruable(terms), 0, "unknown");
        _open(terms, 100);
        _advance(3 days);
        // What is under way goes on, whatever is decided about its token.
        vm.prank(body);
        rules.dismissToken(address(token));
        vm.startPrank(stranger);
        vm.expectRevert(IPaymentStreams.PaymentStreamsAmountZero.selector);
        streams.topUp(terms, 0);
        uint128 rest = _whole() - 100;
        vm.assertEq(streams.accruable(terms), rest, "what has accrued unpaid counts, too");
        _expectTooLarge(terms, rest + 1, rest);
        streams.topUp(terms, rest + 1);
        token.setLosses(1, 0);
        vm.expectRevert(abi.encodeWithSelector(ICustody.CustodyAmountDiffers.selector, address(token), 50, 49));
        streams.topUp(terms, 50);
        token.setLosses(0, 0);
        bytes32 id = _id(terms);
        vm.expectEmit(address(streams));
        emit IPaymentStreams.StreamToppedUp(id, stranger, 50, 150);
        streams.topUp(terms, 50);
        streams.topUp(terms, rest - 50);
        vm.assertEq(streams.stream(id).deposited, _whole(), "deposited");
        vm.assertEq(token.balanceOf(address(streams)), _whole(), "ES1 balance");
        vm.assertEq(streams.accruable(terms), 0, "full");
        vm.stopPrank();
        vm.warp(terms.until);
        _expectOver(terms);
        streams.topUp(terms, 1);
        vm.assertEq(streams.accruable(terms), 0, "over");
        streams.end(terms);
        _expectWrongStatus(terms, IPaymentStreams.StreamStatus.Ended);
        streams.topUp(terms, 1);
    }

    function test_Accruable_UpToTheLastSecond() public {
        IPaymentStreams.Terms memory terms = _terms();
        _open(terms, 1);
        vm.warp(terms.until - 1);
        vm.assertGt(streams.accruable(terms), 0, "up to its last second");
        vm.warp(terms.until);
        vm.assertEq(streams.accruable(terms), 0, "not behind it");
    }

    function test_TopUp_PausedTimeCannotAccrue() public {
        IPaymentStreams.Terms memory terms = _terms();
        _open(terms, _whole());
        _advance(10 days);
        vm.prank(payer);
        streams.pause(terms);
        _advance(10 days);
        vm.assertEq(streams.accruable(terms), 0, "more is in than can still accrue");
        _expectTooLarge(terms, 1, 0);
        streams.topUp(terms, 1);
    }

    function test_TopUp_PaysWhatAccruedBefore() public {
        IPaymentStreams.Terms memory terms = _terms();
        _open(terms, 100);
        _advance(600);
        streams.withdraw(terms);
        vm.assertEq(streams.accrued(terms), 0, "ES6 no more than was put in");
        vm.prank(stranger);
        streams.topUp(terms, 500);
        vm.assertEq(streams.accrued(terms), 100, "what waited for it");
    }

    // withdraw
    // ├── given the stream is unknown or ended ... it reverts
    // ├── it pays the payee what accrued and the fee receiver its part, by whomever
    // ├── it pays no second twice, none before the beginning and none from the end on
    // └── in parts it pays as much as in one

    function test_Withdraw() public {
        IPaymentStreams.Terms memory terms = _terms();
        terms.from += 100;
        terms.until = terms.from + TERM;
        _expectWrongStatus(terms, IPaymentStreams.StreamStatus.None);
        streams.withdraw(terms);
        vm.assertEq(streams.accrued(terms), 0, "unknown");
        bytes32 id = _open(terms, _whole());
        _advance(100);
        vm.assertEq(streams.accrued(terms), 0, "as it begins");
        _advance(3000);
        vm.assertEq(streams.accrued(terms), 1000, "a unit in three seconds");
        vm.expectEmit(address(streams));
        emit IPaymentStreams.StreamWithdrawn(id, stranger, 975, 25, 1000, 3000, terms.from + 3000, 0);
        vm.prank(stranger);
        (uint256 toPayee, uint256 fee) = streams.withdraw(terms);
        vm.assertEq(toPayee, 975, "to the payee");
        vm.assertEq(fee, 25, "fee");
        vm.assertEq(token.balanceOf(payee), 975, "the payee got it");
        vm.assertEq(token.balanceOf(treasury), 25, "the fee receiver got it");
        (toPayee, fee) = streams.withdraw(terms);
        vm.assertEq(toPayee + fee, 0, "no second twice");
        vm.warp(terms.until + 1 days);
        (toPayee, fee) = streams.withdraw(terms);
        vm.assertEq(toPayee + fee, _whole() - 1000, "ES6 until the end and no longer");
        streams.end(terms);
        _expectWrongStatus(terms, IPaymentStreams.StreamStatus.Ended);
        streams.withdraw(terms);
        vm.assertEq(streams.accrued(terms), 0, "ended");
    }

    function test_Withdraw_Cap() public {
        IPaymentStreams.Terms memory terms = _terms();
        terms.cap = 500;
        _open(terms, 500);
        _advance(10 days);
        (uint256 toPayee, uint256 fee) = streams.withdraw(terms);
        vm.assertEq(toPayee + fee, 500, "ES6 the cap, fee included");
    }

    function testFuzz_Withdraw_InPartsAsInOne(
        uint128 amount,
        uint32 period,
        uint16 feeBps,
        uint32[8] memory pauses
    ) public {
        IPaymentStreams.Terms memory terms = _terms();
        terms.amountPerPeriod = uint128(bound(amount, 1, 1e15));
        terms.period = uint32(bound(period, 1, 400 days));
        terms.cap = type(uint128).max;
        terms.feeBps = uint16(bound(feeBps, 0, 500));
        terms.until = terms.from + 365 days;
        uint256 whole = (365 days * uint256(terms.amountPerPeriod)) / terms.period;
        vm.assume(whole > 0);
        _open(terms, uint128(whole));
        uint256 elapsed = 0;
        uint256 toPayees = 0;
        uint256 fees = 0;
        for (uint256 i = 0; i < pauses.length; ++i) {
            uint256 duration = bound(pauses[i], 0, 80 days);
            _advance(duration);
            elapsed += duration;
            if (elapsed > 365 days) elapsed = 365 days;
            (uint256 toPayee, uint256 fee) = streams.withdraw(terms);
            toPayees += toPayee;
            fees += fee;
            uint256 model = (elapsed * terms.amountPerPeriod) / terms.period;
            vm.assertEq(toPayees + fees, model, "ES6 rate by time, rounded once");
            vm.assertEq(fees, (model * terms.feeBps) / 10_000, "fee of the total, rounded once");
        }
        vm.assertEq(token.balanceOf(payee), toPayees, "all is with the payee");
        vm.assertEq(token.balanceOf(address(streams)), whole - toPayees - fees, "ES1 the rest is here");
    }

    // pause, resume
    // ├── when the caller is not the payer ... it reverts
    // ├── given another status, or the stream is over ... it reverts
    // ├── it keeps what accrued, and nothing accrues in between
    // └── `until` stays where it is

    function test_PauseAndResume() public {
        IPaymentStreams.Terms memory terms = _terms();
        bytes32 id = _open(terms, _whole());
        vm.startPrank(payee);
        _expectUnauthorized(terms, payee);
        streams.pause(terms);
        _expectUnauthorized(terms, payee);
        streams.resume(terms);
        vm.stopPrank();
        _advance(300);
        vm.startPrank(payer);
        _expectWrongStatus(terms, IPaymentStreams.StreamStatus.Running);
        streams.resume(terms);
        vm.expectEmit(address(streams));
        emit IPaymentStreams.StreamPaused(id, payer, 300, terms.from + 300, 0);
        streams.pause(terms);
        _expectWrongStatus(terms, IPaymentStreams.StreamStatus.Paused);
        streams.pause(terms);
        _advance(1 days);
        vm.assertEq(streams.accrued(terms), 100, "what accrued before");
        streams.withdraw(terms);
        vm.assertEq(streams.accrued(terms), 0, "paid while paused");
        vm.expectEmit(address(streams));
        emit IPaymentStreams.StreamResumed(id, payer, terms.from + 300 + 1 days, 0);
        streams.resume(terms);
        _advance(30);
        vm.assertEq(streams.accrued(terms), 10, "what accrues after");
        vm.warp(terms.until);
        vm.assertEq(streams.accrued(terms), _whole() - (1 days / 3) - 100, "until stays");
        _expectOver(terms);
        streams.pause(terms);
        vm.stopPrank();
    }

    function test_Pause_BeforeItBegins() public {
        IPaymentStreams.Terms memory terms = _terms();
        terms.from += 1 days;
        _open(terms, 1000);
        vm.startPrank(payer);
        streams.pause(terms);
        streams.resume(terms);
        _advance(1 days);
        vm.assertEq(streams.accrued(terms), 0, "nothing before the beginning");
        _advance(3);
        vm.assertEq(streams.accrued(terms), 1, "then as agreed");
        streams.pause(terms);
        vm.warp(terms.until);
        _expectOver(terms);
        streams.resume(terms);
        vm.stopPrank();
        vm.prank(stranger);
        (uint256 toPayee, uint256 fee, uint256 toPayer) = streams.end(terms);
        vm.assertEq(toPayee + fee, 1, "ES5 a paused stream ends, too");
        vm.assertEq(toPayer, 999, "the rest");
    }

    // end
    // ├── when a stranger calls before `until` ... it reverts
    // ├── given the stream is unknown or ended ... it reverts
    // ├── it pays the payee what accrued and the payer the rest
    // └── from `until` on by anybody

    function test_End() public {
        IPaymentStreams.Terms memory terms = _terms();
        vm.prank(payer);
        _expectWrongStatus(terms, IPaymentStreams.StreamStatus.None);
        streams.end(terms);
        bytes32 id = _open(terms, 1000);
        _advance(300);
        vm.prank(stranger);
        _expectUnauthorized(terms, stranger);
        streams.end(terms);
        address[2] memory parties = [payer, payee];
        uint256 before = token.balanceOf(payer);
        for (uint256 i = 0; i < parties.length; ++i) {
            uint256 snapshot = vm.snapshotState();
            vm.expectEmit(address(streams));
            emit IPaymentStreams.StreamEnded(id, parties[i], 98, 2, 900, 100, 300, terms.from + 300, 0);
            vm.prank(parties[i]);
            streams.end(terms);
            vm.assertEq(token.balanceOf(payee), 98, "the payee");
            vm.assertEq(token.balanceOf(treasury), 2, "the fee receiver");
            vm.assertEq(token.balanceOf(payer) - before, 900, "the payer");
            vm.assertEq(token.balanceOf(address(streams)), 0, "ES5 empty");
            vm.prank(parties[i]);
            _expectWrongStatus(terms, IPaymentStreams.StreamStatus.Ended);
            streams.end(terms);
            vm.assertTrue(vm.revertToState(snapshot), "snapshot");
        }
        vm.warp(terms.until - 1);
        vm.prank(stranger);
        _expectUnauthorized(terms, stranger);
        streams.end(terms);
        vm.warp(terms.until);
        vm.prank(stranger);
        streams.end(terms);
        vm.assertEq(token.balanceOf(address(streams)), 0, "ES5 empty");
        _assertStatus(terms, IPaymentStreams.StreamStatus.Ended, "ended");
    }

    function test_End_BeforeItBegins() public {
        IPaymentStreams.Terms memory terms = _terms();
        terms.from += 1 days;
        _open(terms, 1000);
        vm.prank(payee);
        (uint256 toPayee, uint256 fee, uint256 toPayer) = streams.end(terms);
        vm.assertEq(toPayee + fee, 0, "nothing accrued");
        vm.assertEq(toPayer, 1000, "all back");
    }

    // A payout that the token refuses
    // └── it waits for its account, and holds nobody up

    function test_Refused() public {
        IPaymentStreams.Terms memory terms = _terms();
        _open(terms, 1000);
        _advance(300);
        token.setBlocked(payee, true);
        token.setBlocked(payer, true);
        token.setBlocked(treasury, true);
        streams.withdraw(terms);
        vm.assertEq(streams.claimable(address(token), payee), 98, "the payee's");
        vm.assertEq(streams.claimable(address(token), treasury), 2, "the fee");
        vm.warp(terms.until);
        streams.end(terms);
        vm.assertEq(streams.claimable(address(token), payer), 0, "all accrued");
        vm.assertEq(token.balanceOf(address(streams)), 1000, "ES1 balance");
        vm.assertEq(streams.claimable(address(token), payee), 975, "the payee's whole");
        vm.prank(payee);
        streams.claim(address(token), address(0xbee2));
        vm.assertEq(token.balanceOf(address(0xbee2)), 975, "claimed for another account");
    }

    // A token that calls back
    // └── it gets nowhere

    function test_Reentered() public {
        // The token itself is the payee, so that it may do all that a payee may.
        IPaymentStreams.Terms memory terms = _terms();
        terms.payee = address(token);
        _open(terms, 1000);
        _advance(300);
        bytes[6] memory calls = [
            abi.encodeCall(streams.withdraw, (terms)),
            abi.encodeCall(streams.end, (terms)),
            abi.encodeCall(streams.topUp, (terms, 1)),
            abi.encodeCall(streams.pause, (terms)),
            abi.encodeCall(streams.open, (terms, 1)),
            abi.encodeCall(streams.claim, (address(token), stranger))
        ];
        for (uint256 i = 0; i < calls.length; ++i) {
            uint256 snapshot = vm.snapshotState();
            token.planCall(address(streams), calls[i]);
            streams.withdraw(terms);
            vm.assertFalse(token.reentered(), "refused");
            vm.assertEq(token.balanceOf(address(streams)), 900, "ES1 paid once");
            vm.assertTrue(vm.revertToState(snapshot), "snapshot");
        }
        vm.assertTrue(token.perform(address(streams), abi.encodeCall(streams.end, (terms))), "outside it may");
    }

    // Pauses of the contract
    // ├── they stop what brings money in
    // └── they stop no exit

    function test_Breaker() public {
        IPaymentStreams.Terms memory terms = _terms();
        bytes4[5] memory paused = [
            IPaymentStreams.open.selector,
            IPaymentStreams.openWithPermit.selector,
            IPaymentStreams.openWithAuthorization.selector,
            IPaymentStreams.openFor.selector,
            IPaymentStreams.topUp.selector
        ];
        bytes[5] memory calls = [
            abi.encodeCall(streams.open, (terms, 1)),
            abi.encodeCall(streams.openWithPermit, (terms, 1, 0, 0, 0, 0)),
            abi.encodeCall(streams.openWithAuthorization, (terms, 1, 0, 0, "")),
            abi.encodeCall(streams.openFor, (terms, 1)),
            abi.encodeCall(streams.topUp, (terms, 1))
        ];
        for (uint256 i = 0; i < paused.length; ++i) {
            vm.assertTrue(streams.isPausable(paused[i]), "pausable");
            uint256 snapshot = vm.snapshotState();
            _pauseFunction(address(streams), paused[i]);
            vm.prank(payer);
            (bool success, bytes memory answer) = address(streams).call(calls[i]);
            vm.assertFalse(success, "paused");
            vm.assertEq(bytes32(bytes4(answer)), bytes32(ICircuitBreaker.CircuitBreakerPaused.selector), "why");
            vm.assertTrue(vm.revertToState(snapshot), "snapshot");
        }
        bytes4[5] memory exits = [
            IPaymentStreams.withdraw.selector,
            IPaymentStreams.end.selector,
            IPaymentStreams.pause.selector,
            IPaymentStreams.resume.selector,
            ICustody.claim.selector
        ];
        for (uint256 i = 0; i < exits.length; ++i) vm.assertFalse(streams.isPausable(exits[i]), "CB3 an exit");
    }

    /// @dev Fields of the terms follow each other in the event as in the terms. Written by hand, because so many values stand on no stack.
    function _emitOpened(bytes32 id, IPaymentStreams.Terms memory terms, address actor, uint128 deposit) private {
        bytes memory data = abi.encode(terms);
        bytes memory rest = new bytes(data.length - 64);
        for (uint256 i = 0; i < rest.length; ++i) rest[i] = data[i + 64];
        data = bytes.concat(abi.encode(actor), rest, abi.encode(deposit, terms.from, 0));
        bytes32 topic = IPaymentStreams.StreamOpened.selector;
        (address from, address to) = (terms.payer, terms.payee);
        assembly {
            log4(add(data, 0x20), mload(data), topic, id, from, to)
        }
    }

    function _nonce(IPaymentStreams.Terms memory terms) private view returns (bytes32) {
        return bytes32((uint256(_id(terms)) >> 64) << 64);
    }

    function _authorize(IPaymentStreams.Terms memory terms, uint128 deposit) private view returns (bytes memory) {
        return _authorization(PAYER_KEY, address(streams), deposit, type(uint256).max, _nonce(terms));
    }
}
