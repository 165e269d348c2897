// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";

import {ICircuitBreaker} from "../../../contracts/access/ICircuitBreaker.sol";
import {HostileWallet} from "../../../contracts/mocks/HostileWallet.sol";
import {IPaymentRules} from "../../../contracts/payments/IPaymentRules.sol";
import {ISubscriptions} from "../../../contracts/payments/ISubscriptions.sol";
import {create} from "../support/Creation.sol";
import {bound, vm} from "../support/Vm.sol";
import {RecurringPaymentsSetUp} from "./RecurringPaymentsSetUp.sol";

contract SubscriptionsTest is RecurringPaymentsSetUp {
    uint128 private constant AMOUNT = 1001;
    uint32 private constant PERIOD = 30 days;
    uint32 private constant GRACE = 10 days;
    bytes32 private constant INVOICE = "invoice";
    bytes32 private constant TYPEHASH = keccak256(
        "Subscription(address payer,address payee,address token,uint128 amountPerPeriod,uint32 period,uint48 from,uint48 until,uint32 grace,uint16 feeBps,bytes32 orderReference,uint256 salt)"
    );

    function setUp() public {
        _loadGenesis();
        _setUpPayments();
    }

    // Every way to subscribe
    // ├── when the caller is not the payer, or the payer signed something else ... it reverts
    // ├── when the parties, the rate, the term, the grace, the fee or the token are refused ... it reverts
    // ├── given it is agreed or was cancelled ... it reverts
    // └── it is active until `until`

    function test_RevertWhen_Subscribe_NotThePayer() public {
        ISubscriptions.Terms memory terms = _terms();
        vm.prank(payee);
        _expectUnauthorized(terms, payee);
        subscriptions.subscribe(terms);
        bytes memory signature = _signature(PAYER_KEY, terms);
        bytes memory refusal = abi.encodeWithSelector(
            ISubscriptions.SubscriptionsSignatureInvalid.selector,
            _id(terms),
            payer
        );
        bytes memory other = _signature(PAYER_KEY + 1, terms);
        vm.expectRevert(refusal);
        subscriptions.subscribeWithSignature(terms, other);
        vm.expectRevert(refusal);
        subscriptions.subscribeWithSignature(terms, "");
        terms.amountPerPeriod += 1;
        vm.expectRevert(
            abi.encodeWithSelector(ISubscriptions.SubscriptionsSignatureInvalid.selector, _id(terms), payer)
        );
        subscriptions.subscribeWithSignature(terms, signature);
    }

    function test_RevertWhen_Subscribe_Parties() public {
        address self = address(subscriptions);
        // Nobody signs for the zero address or for the contract.
        address[2][3] memory parties = [[payer, address(0)], [payer, payer], [payer, self]];
        for (uint256 i = 0; i < parties.length; ++i) {
            ISubscriptions.Terms memory terms = _terms();
            terms.payee = parties[i][1];
            vm.expectRevert(
                abi.encodeWithSelector(ISubscriptions.SubscriptionsPartiesInvalid.selector, terms.payer, terms.payee)
            );
            _subscribe(terms);
        }
        address[2] memory payers = [address(0), self];
        for (uint256 i = 0; i < payers.length; ++i) {
            ISubscriptions.Terms memory terms = _terms();
            terms.payer = payers[i];
            vm.expectRevert(
                abi.encodeWithSelector(ISubscriptions.SubscriptionsPartiesInvalid.selector, terms.payer, terms.payee)
            );
            _subscribe(terms);
            bytes memory signature = _signature(PAYER_KEY, terms);
            vm.expectRevert(
                abi.encodeWithSelector(ISubscriptions.SubscriptionsSignatureInvalid.selector, _id(terms), terms.payer)
            );
            subscriptions.subscribeWithSignature(terms, signature);
        }
    }

    function test_RevertWhen_Subscribe_Terms() public {
        ISubscriptions.Terms memory terms = _terms();
        terms.amountPerPeriod = 0;
        vm.expectRevert(abi.encodeWithSelector(ISubscriptions.SubscriptionsRateZero.selector, 0, PERIOD));
        _subscribe(terms);
        terms = _terms();
        terms.period = 0;
        vm.expectRevert(abi.encodeWithSelector(ISubscriptions.SubscriptionsRateZero.selector, AMOUNT, 0));
        _subscribe(terms);
        terms = _terms();
        terms.grace = uint32(subscriptions.MAXIMUM_GRACE()) + 1;
        vm.expectRevert(
            abi.encodeWithSelector(ISubscriptions.SubscriptionsGraceTooLong.selector, terms.grace, terms.grace - 1)
        );
        _subscribe(terms);
        terms.grace -= 1;
        _subscribe(terms);
        terms = _terms();
        terms.feeBps = 501;
        vm.expectRevert(abi.encodeWithSelector(IPaymentRules.PaymentRulesFeeOutOfBounds.selector, 501, 0, 500));
        _subscribe(terms);
        terms = _terms();
        terms.token = address(rules);
        vm.expectRevert(abi.encodeWithSelector(IPaymentRules.PaymentRulesTokenNotAllowed.selector, address(rules)));
        _subscribe(terms);
    }

    function test_RevertWhen_Subscribe_Term() public {
        uint48 now_ = _now();
        uint48 longest = uint48(subscriptions.MAXIMUM_TERM());
        uint48[2][6] memory terms_ = [
            [now_ + 10, now_ + 10],
            [now_ + 10, now_ + 9],
            [now_ - 10, now_],
            [now_ - 1, now_ + longest],
            [now_ + 1, now_ + longest + 1],
            [0, type(uint48).max]
        ];
        for (uint256 i = 0; i < terms_.length; ++i) {
            ISubscriptions.Terms memory terms = _terms();
            (terms.from, terms.until) = (terms_[i][0], terms_[i][1]);
            vm.expectRevert(
                abi.encodeWithSelector(
                    ISubscriptions.SubscriptionsTermInvalid.selector,
                    terms.from,
                    terms.until,
                    longest
                )
            );
            _subscribe(terms);
        }
        ISubscriptions.Terms memory good = _terms();
        good.until = now_ + longest;
        _subscribe(good);
        (good.from, good.until) = (now_ - longest + 1, now_ + 1);
        _subscribe(good);
    }

    function test_Subscribe() public {
        ISubscriptions.Terms memory terms = _terms();
        vm.expectEmit(address(subscriptions));
        _emitSubscribed(terms, payer);
        vm.prank(payer);
        bytes32 id = subscriptions.subscribe(terms);
        vm.assertEq(id, _id(terms), "id");
        vm.assertEq(subscriptions.subscriptionId(terms), id, "id as it is asked for");
        _assertState(terms, ISubscriptions.SubscriptionStatus.Active, terms.until);
        _expectWrongStatus(terms, ISubscriptions.SubscriptionStatus.Active);
        _subscribe(terms);
        bytes memory signature = _signature(PAYER_KEY, terms);
        _expectWrongStatus(terms, ISubscriptions.SubscriptionStatus.Active);
        subscriptions.subscribeWithSignature(terms, signature);
        vm.prank(payer);
        subscriptions.cancel(terms);
        _expectWrongStatus(terms, ISubscriptions.SubscriptionStatus.Cancelled);
        _subscribe(terms);
        _expectWrongStatus(terms, ISubscriptions.SubscriptionStatus.Cancelled);
        subscriptions.subscribeWithSignature(terms, signature);
    }

    function test_SubscribeWithSignature() public {
        ISubscriptions.Terms memory terms = _terms();
        bytes memory signature = _signature(PAYER_KEY, terms);
        uint256 snapshot = vm.snapshotState();
        vm.prank(payer);
        vm.expectEmit(address(subscriptions));
        emit ISubscriptions.SubscriptionCancelled(_id(terms), payer, 0);
        subscriptions.cancel(terms);
        _assertState(terms, ISubscriptions.SubscriptionStatus.Cancelled, 0);
        _expectWrongStatus(terms, ISubscriptions.SubscriptionStatus.Cancelled);
        subscriptions.subscribeWithSignature(terms, signature);
        vm.assertTrue(vm.revertToState(snapshot), "snapshot");
        vm.expectEmit(address(subscriptions));
        _emitSubscribed(terms, stranger);
        vm.prank(stranger);
        subscriptions.subscribeWithSignature(terms, signature);
        _assertState(terms, ISubscriptions.SubscriptionStatus.Active, terms.until);
        vm.assertEq(subscriptions.subscriptionDigest(terms), _digest(terms), "digest as EIP-712 has it");
    }

    function test_SubscribeWithSignature_Wallet() public {
        ISubscriptions.Terms memory terms = _terms();
        terms.payer = create("ContractWallet.sol:ContractWallet", abi.encode(payer));
        bytes memory signature = _signature(PAYER_KEY + 1, terms);
        vm.expectRevert(
            abi.encodeWithSelector(ISubscriptions.SubscriptionsSignatureInvalid.selector, _id(terms), terms.payer)
        );
        subscriptions.subscribeWithSignature(terms, signature);
        signature = _signature(PAYER_KEY, terms);
        subscriptions.subscribeWithSignature(terms, signature);
        _assertState(terms, ISubscriptions.SubscriptionStatus.Active, terms.until);
    }

    // collect
    // ├── when the caller is not the payee ... it reverts
    // ├── when the amount is 0 or above what is left of the period ... it reverts
    // ├── when the period has not begun, lapsed, or is none ... it reverts
    // ├── given it was not agreed ... it reverts
    // ├── given the token moves another amount, or the payer has not approved it ... it reverts
    // └── the payee gets the amount less the fee, exactly

    function test_Collect() public {
        ISubscriptions.Terms memory terms = _terms();
        vm.startPrank(payee);
        _expectWrongStatus(terms, ISubscriptions.SubscriptionStatus.None);
        subscriptions.collect(terms, 0, 1, INVOICE);
        vm.stopPrank();
        _subscribe(terms);
        address[2] memory others = [payer, stranger];
        for (uint256 i = 0; i < others.length; ++i) {
            vm.prank(others[i]);
            _expectUnauthorized(terms, others[i]);
            subscriptions.collect(terms, 0, 1, INVOICE);
        }
        vm.startPrank(payee);
        vm.expectRevert(ISubscriptions.SubscriptionsAmountZero.selector);
        subscriptions.collect(terms, 0, 0, INVOICE);
        _expectTooLarge(terms, AMOUNT + 1, AMOUNT);
        subscriptions.collect(terms, 0, AMOUNT + 1, INVOICE);
        vm.assertEq(subscriptions.collectable(terms, 0), AMOUNT, "a whole period as it begins");
        uint256 before = token.balanceOf(payer);
        vm.expectEmit(address(subscriptions));
        emit ISubscriptions.SubscriptionCollected(_id(terms), payee, 0, 500, 12, 500, INVOICE);
        subscriptions.collect(terms, 0, 500, INVOICE);
        vm.assertEq(token.balanceOf(payee), 488, "the payee");
        vm.assertEq(token.balanceOf(treasury), 12, "the fee receiver");
        vm.assertEq(before - token.balanceOf(payer), 500, "the payer");
        _expectTooLarge(terms, 502, 501);
        subscriptions.collect(terms, 0, 502, INVOICE);
        subscriptions.collect(terms, 0, 501, 0);
        vm.assertEq(token.balanceOf(treasury), 25, "parts pay the fee of the whole");
        vm.assertEq(subscriptions.collected(_id(terms), 0), AMOUNT, "collected");
        vm.assertEq(subscriptions.collectable(terms, 0), 0, "nothing is left");
        vm.stopPrank();
        vm.assertEq(token.balanceOf(address(subscriptions)), 0, "it holds nothing");
    }

    function test_Collect_Periods() public {
        ISubscriptions.Terms memory terms = _terms();
        _subscribe(terms);
        uint48 from = terms.from;
        vm.startPrank(payee);
        vm.warp(from + PERIOD - 1);
        _expectClosed(terms, 1, from + PERIOD, from + 2 * PERIOD + GRACE);
        subscriptions.collect(terms, 1, 1, INVOICE);
        vm.assertEq(subscriptions.collectable(terms, 1), 0, "not yet");
        vm.warp(from + PERIOD);
        subscriptions.collect(terms, 1, AMOUNT, INVOICE);
        vm.warp(from + PERIOD + GRACE - 1);
        subscriptions.collect(terms, 0, 1, INVOICE);
        vm.warp(from + PERIOD + GRACE);
        _expectClosed(terms, 0, from, from + PERIOD + GRACE);
        subscriptions.collect(terms, 0, 1, INVOICE);
        vm.assertEq(subscriptions.collectable(terms, 0), 0, "lapsed");
        // The last period is half as long.
        vm.warp(terms.until);
        _expectTooLarge(terms, AMOUNT / 2 + 1, AMOUNT / 2);
        subscriptions.collect(terms, 3, AMOUNT / 2 + 1, INVOICE);
        subscriptions.collect(terms, 3, AMOUNT / 2, INVOICE);
        _expectClosed(terms, 4, from + 4 * PERIOD, 0);
        subscriptions.collect(terms, 4, 1, INVOICE);
        uint32 last = type(uint32).max;
        _expectClosed(terms, last, from + uint256(last) * PERIOD, 0);
        subscriptions.collect(terms, last, 1, INVOICE);
        vm.stopPrank();
    }

    function test_RevertWhen_Collect_MoneyDoesNotMove() public {
        ISubscriptions.Terms memory terms = _terms();
        _subscribe(terms);
        token.setLosses(1, 0);
        vm.startPrank(payee);
        vm.expectRevert(
            abi.encodeWithSelector(ISubscriptions.SubscriptionsAmountDiffers.selector, address(token), 976, 976, 975)
        );
        subscriptions.collect(terms, 0, AMOUNT, INVOICE);
        token.setLosses(0, 1);
        vm.expectRevert(
            abi.encodeWithSelector(ISubscriptions.SubscriptionsAmountDiffers.selector, address(token), 976, 977, 976)
        );
        subscriptions.collect(terms, 0, AMOUNT, INVOICE);
        vm.stopPrank();
        token.setLosses(0, 0);
        vm.prank(payer);
        token.approve(address(subscriptions), 1000);
        vm.prank(payee);
        vm.expectRevert(
            abi.encodeWithSelector(IERC20Errors.ERC20InsufficientAllowance.selector, address(subscriptions), 24, 25)
        );
        subscriptions.collect(terms, 0, AMOUNT, INVOICE);
        vm.assertEq(subscriptions.collected(_id(terms), 0), 0, "nothing was collected");
    }

    function test_Collect_PartyIsTheFeeReceiver() public {
        ISubscriptions.Terms memory terms = _terms();
        terms.payee = treasury;
        _subscribe(terms);
        vm.prank(treasury);
        subscriptions.collect(terms, 0, AMOUNT, INVOICE);
        vm.assertEq(token.balanceOf(treasury), AMOUNT, "price and fee");
        terms.payer = treasury;
        terms.payee = payee;
        vm.prank(treasury);
        token.approve(address(subscriptions), AMOUNT);
        _subscribe(terms);
        vm.prank(payee);
        subscriptions.collect(terms, 0, AMOUNT, INVOICE);
        vm.assertEq(token.balanceOf(payee), 976, "the price");
        vm.assertEq(token.balanceOf(treasury), 25, "the fee stays where it is");
    }

    function test_RevertGiven_Collect_PeriodBeginsAtTheEnd() public {
        ISubscriptions.Terms memory terms = _terms();
        terms.until = terms.from + 3 * PERIOD;
        _subscribe(terms);
        vm.warp(terms.until);
        _expectClosed(terms, 3, terms.until, 0);
        vm.prank(payee);
        subscriptions.collect(terms, 3, 1, INVOICE);
    }

    function test_Collect_Reentered() public {
        ISubscriptions.Terms memory terms = _terms();
        terms.payee = address(token);
        _subscribe(terms);
        token.planCall(address(subscriptions), abi.encodeCall(subscriptions.collect, (terms, 0, 1, INVOICE)));
        bytes memory call = abi.encodeCall(subscriptions.collect, (terms, 0, 500, INVOICE));
        vm.assertTrue(token.perform(address(subscriptions), call), "it collects once");
        vm.assertFalse(token.reentered(), "and not within");
        vm.assertEq(subscriptions.collected(_id(terms), 0), 500, "once");
        token.planCall(address(0), "");
        vm.assertTrue(token.perform(address(subscriptions), call), "outside it may");
    }

    function test_Collect_HostileWalletSigns() public {
        // Asked whether it signed, the payer calls back: it has no say while it is asked.
        HostileWallet wallet = HostileWallet(create("HostileWallet.sol:HostileWallet", ""));
        ISubscriptions.Terms memory terms = _terms();
        terms.payer = address(wallet);
        wallet.plan(HostileWallet.Harm.Reenter, address(subscriptions), abi.encodeCall(subscriptions.cancel, (terms)));
        subscriptions.subscribeWithSignature(terms, "");
        _assertState(terms, ISubscriptions.SubscriptionStatus.Active, terms.until);
    }

    // cancel
    // ├── when the caller is neither payer nor payee ... it reverts
    // ├── given it was cancelled or is over ... it reverts
    // ├── what ran up to then can be collected, by the second
    // └── what was collected stays collected

    function test_Cancel() public {
        ISubscriptions.Terms memory terms = _terms();
        _subscribe(terms);
        vm.warp(terms.from + PERIOD + PERIOD / 4);
        vm.prank(stranger);
        _expectUnauthorized(terms, stranger);
        subscriptions.cancel(terms);
        address[2] memory parties = [payer, payee];
        for (uint256 i = 0; i < parties.length; ++i) {
            uint256 snapshot = vm.snapshotState();
            vm.expectEmit(address(subscriptions));
            emit ISubscriptions.SubscriptionCancelled(_id(terms), parties[i], _now());
            vm.prank(parties[i]);
            subscriptions.cancel(terms);
            _assertState(terms, ISubscriptions.SubscriptionStatus.Cancelled, _now());
            vm.assertEq(subscriptions.collectable(terms, 0), AMOUNT, "a period that ran");
            vm.assertEq(subscriptions.collectable(terms, 1), AMOUNT / 4, "a period that was cut short");
            _advance(GRACE - 1);
            vm.startPrank(payee);
            _expectTooLarge(terms, AMOUNT / 4 + 1, AMOUNT / 4);
            subscriptions.collect(terms, 1, AMOUNT / 4 + 1, INVOICE);
            subscriptions.collect(terms, 1, AMOUNT / 4, INVOICE);
            _advance(1);
            _expectClosed(terms, 1, terms.from + PERIOD, vm.getBlockTimestamp());
            subscriptions.collect(terms, 1, 1, INVOICE);
            vm.warp(terms.from + 2 * PERIOD);
            _expectClosed(terms, 2, vm.getBlockTimestamp(), 0);
            subscriptions.collect(terms, 2, 1, INVOICE);
            vm.stopPrank();
            vm.prank(parties[i]);
            _expectWrongStatus(terms, ISubscriptions.SubscriptionStatus.Cancelled);
            subscriptions.cancel(terms);
            vm.assertTrue(vm.revertToState(snapshot), "snapshot");
        }
        vm.warp(terms.until);
        vm.prank(payer);
        vm.expectRevert(abi.encodeWithSelector(ISubscriptions.SubscriptionsOver.selector, _id(terms), terms.until));
        subscriptions.cancel(terms);
    }

    function test_Cancel_AfterItWasCollected() public {
        ISubscriptions.Terms memory terms = _terms();
        _subscribe(terms);
        vm.prank(payee);
        subscriptions.collect(terms, 0, AMOUNT, INVOICE);
        _advance(PERIOD / 2);
        vm.prank(payer);
        subscriptions.cancel(terms);
        vm.assertEq(subscriptions.collectable(terms, 0), 0, "nothing is left");
        vm.prank(payee);
        _expectTooLarge(terms, 1, 0);
        subscriptions.collect(terms, 0, 1, INVOICE);
    }

    function test_Cancel_BeforeItBegins() public {
        ISubscriptions.Terms memory terms = _terms();
        terms.from += 1 days;
        terms.until += 1 days;
        _subscribe(terms);
        vm.prank(payer);
        subscriptions.cancel(terms);
        _advance(1 days);
        vm.prank(payee);
        _expectClosed(terms, 0, terms.from, 0);
        subscriptions.collect(terms, 0, 1, INVOICE);
    }

    function test_Cancel_BeforeItIsAgreed() public {
        ISubscriptions.Terms memory terms = _terms();
        terms.from -= 10 days;
        vm.prank(payer);
        subscriptions.cancel(terms);
        vm.assertEq(subscriptions.collectable(terms, 0), 0, "no period of what was never agreed");
        vm.prank(payee);
        _expectClosed(terms, 0, terms.from, 0);
        subscriptions.collect(terms, 0, 1, INVOICE);
    }

    // Whatever is tried and whenever, no period gives more than its share, and all fees are those of the whole

    struct Step {
        uint32 duration;
        uint8 period;
        uint128 amount;
        bool cancels;
    }

    function testFuzz_NoPeriodGivesMoreThanItsShare(Step[16] memory steps, uint16 feeBps) public {
        ISubscriptions.Terms memory terms = _terms();
        terms.feeBps = uint16(bound(feeBps, 0, 500));
        _subscribe(terms);
        uint256 end = terms.until;
        uint256[5] memory taken;
        for (uint256 i = 0; i < steps.length; ++i) {
            _advance(bound(steps[i].duration, 0, 12 days));
            if (steps[i].cancels && steps[i].amount % 16 == 0 && vm.getBlockTimestamp() < end) {
                vm.prank(payer);
                subscriptions.cancel(terms);
                end = vm.getBlockTimestamp();
                // Only once.
                for (uint256 j = i; j < steps.length; ++j) steps[j].cancels = false;
            }
            uint256 period = steps[i].period % 5;
            uint128 amount = uint128(bound(steps[i].amount, 0, AMOUNT));
            (uint256 opens, uint256 closes, uint256 share) = _model(terms, period, end);
            uint256 now_ = vm.getBlockTimestamp();
            bool possible = now_ >= opens && now_ < closes && amount > 0 && taken[period] + amount <= share;
            vm.prank(payee);
            (bool success, ) = address(subscriptions).call(
                abi.encodeCall(subscriptions.collect, (terms, uint32(period), amount, INVOICE))
            );
            vm.assertEq(success, possible, "exactly what the model allows");
            if (success) taken[period] += amount;
        }
        uint256 total = 0;
        uint256 fees = 0;
        for (uint256 i = 0; i < taken.length; ++i) {
            total += taken[i];
            fees += (taken[i] * terms.feeBps) / 10_000;
        }
        vm.assertEq(token.balanceOf(treasury), fees, "fees");
        vm.assertEq(token.balanceOf(payee), total - fees, "the payee");
        vm.assertEq(token.balanceOf(payer), RICHES - total, "the payer");
    }

    function _model(
        ISubscriptions.Terms memory terms,
        uint256 period,
        uint256 end
    ) private pure returns (uint256 opens, uint256 closes, uint256 share) {
        opens = terms.from + period * PERIOD;
        uint256 last = opens + PERIOD < end ? opens + PERIOD : end;
        if (last <= opens) return (opens, 0, 0);
        return (opens, last + GRACE, ((last - opens) * AMOUNT) / PERIOD);
    }

    // Pauses of the contract
    // ├── they stop subscribing and collecting
    // └── they stop no cancellation

    function test_Breaker() public {
        ISubscriptions.Terms memory terms = _terms();
        bytes4[3] memory paused = [
            ISubscriptions.subscribe.selector,
            ISubscriptions.subscribeWithSignature.selector,
            ISubscriptions.collect.selector
        ];
        bytes[3] memory calls = [
            abi.encodeCall(subscriptions.subscribe, (terms)),
            abi.encodeCall(subscriptions.subscribeWithSignature, (terms, "")),
            abi.encodeCall(subscriptions.collect, (terms, 0, 1, INVOICE))
        ];
        for (uint256 i = 0; i < paused.length; ++i) {
            vm.assertTrue(subscriptions.isPausable(paused[i]), "pausable");
            uint256 snapshot = vm.snapshotState();
            _pauseFunction(address(subscriptions), paused[i]);
            (bool success, bytes memory answer) = address(subscriptions).call(calls[i]);
            vm.assertFalse(success, "paused");
            vm.assertEq(bytes32(bytes4(answer)), bytes32(ICircuitBreaker.CircuitBreakerPaused.selector), "why");
            vm.assertTrue(vm.revertToState(snapshot), "snapshot");
        }
        vm.assertFalse(subscriptions.isPausable(ISubscriptions.cancel.selector), "CB3 an exit");
    }

    /// @dev Three and a half periods from now on.
    function _terms() private view returns (ISubscriptions.Terms memory) {
        return
            ISubscriptions.Terms({
                payer: payer,
                payee: payee,
                token: address(token),
                amountPerPeriod: AMOUNT,
                period: PERIOD,
                from: _now(),
                until: _now() + 3 * PERIOD + PERIOD / 2,
                grace: GRACE,
                feeBps: 250,
                orderReference: "order",
                salt: 1
            });
    }

    /// @dev Not asked of the contract, because a question would use up the next caller's prank.
    function _id(ISubscriptions.Terms memory terms) private view returns (bytes32) {
        return keccak256(abi.encode(block.chainid, address(subscriptions), terms));
    }

    function _subscribe(ISubscriptions.Terms memory terms) private {
        vm.prank(terms.payer);
        subscriptions.subscribe(terms);
    }

    function _digest(ISubscriptions.Terms memory terms) private view returns (bytes32) {
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("Foedus Subscriptions"),
                keccak256("1"),
                block.chainid,
                address(subscriptions)
            )
        );
        return keccak256(abi.encodePacked(hex"1901", domain, keccak256(abi.encode(TYPEHASH, terms))));
    }

    function _signature(uint256 key, ISubscriptions.Terms memory terms) private view returns (bytes memory) {
        return _sign(key, _digest(terms));
    }

    function _assertState(
        ISubscriptions.Terms memory terms,
        ISubscriptions.SubscriptionStatus status,
        uint48 end
    ) private view {
        ISubscriptions.Subscription memory state = subscriptions.subscription(_id(terms));
        vm.assertEq(uint256(state.status), uint256(status), "status");
        vm.assertEq(state.end, end, "end");
    }

    function _expectUnauthorized(ISubscriptions.Terms memory terms, address caller) private {
        vm.expectRevert(abi.encodeWithSelector(ISubscriptions.SubscriptionsUnauthorized.selector, _id(terms), caller));
    }

    function _expectWrongStatus(ISubscriptions.Terms memory terms, ISubscriptions.SubscriptionStatus status) private {
        vm.expectRevert(abi.encodeWithSelector(ISubscriptions.SubscriptionsWrongStatus.selector, _id(terms), status));
    }

    function _expectTooLarge(ISubscriptions.Terms memory terms, uint256 amount, uint256 maximum) private {
        vm.expectRevert(
            abi.encodeWithSelector(ISubscriptions.SubscriptionsAmountTooLarge.selector, _id(terms), amount, maximum)
        );
    }

    function _expectClosed(
        ISubscriptions.Terms memory terms,
        uint32 periodIndex,
        uint256 opensAt,
        uint256 closesAt
    ) private {
        vm.expectRevert(
            abi.encodeWithSelector(
                ISubscriptions.SubscriptionsPeriodClosed.selector,
                _id(terms),
                periodIndex,
                opensAt,
                closesAt
            )
        );
    }

    /// @dev Fields of the terms follow each other in the event as in the terms. Written by hand, because so many values stand on no stack.
    function _emitSubscribed(ISubscriptions.Terms memory terms, address actor) private {
        bytes memory data = abi.encode(terms);
        bytes memory rest = new bytes(data.length - 64);
        for (uint256 i = 0; i < rest.length; ++i) rest[i] = data[i + 64];
        data = bytes.concat(abi.encode(actor), rest);
        bytes32 id = _id(terms);
        bytes32 topic = ISubscriptions.Subscribed.selector;
        (address from, address to) = (terms.payer, terms.payee);
        assembly {
            log4(add(data, 0x20), mload(data), topic, id, from, to)
        }
    }
}
