// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";

import {Breakable} from "../access/Breakable.sol";
import {IBreakable} from "../access/IBreakable.sol";
import {ICircuitBreaker} from "../access/ICircuitBreaker.sol";
import {IPaymentRules} from "./IPaymentRules.sol";
import {ISubscriptions} from "./ISubscriptions.sol";
import {RecurringTerms} from "./RecurringTerms.sol";

/// @title Payments that a payee pulls once a period
contract Subscriptions is ISubscriptions, Breakable, EIP712, ReentrancyGuardTransient {
    using SafeERC20 for IERC20;

    /// @inheritdoc ISubscriptions
    uint256 public constant MAXIMUM_TERM = 3653 days;
    /// @inheritdoc ISubscriptions
    uint256 public constant MAXIMUM_GRACE = 366 days;
    uint256 private constant BASIS_POINTS = 10_000;
    bytes32 private constant SUBSCRIPTION_TYPEHASH = keccak256(
        "Subscription(address payer,address payee,address token,uint128 amountPerPeriod,uint32 period,uint48 from,uint48 until,uint32 grace,uint16 feeBps,bytes32 orderReference,uint256 salt)"
    );

    IPaymentRules private immutable _rules;
    /// @inheritdoc ISubscriptions
    address public immutable feeReceiver;

    mapping(bytes32 id => Subscription) private _subscriptions;
    mapping(bytes32 id => mapping(uint32 periodIndex => uint128)) private _collected;

    /// @param breaker Whom functions ask that can be paused.
    /// @param rules Which tokens and fees are accepted, and who gets the fees.
    constructor(ICircuitBreaker breaker, IPaymentRules rules) Breakable(breaker) EIP712("Foedus Subscriptions", "1") {
        _rules = rules;
        feeReceiver = rules.feeReceiver();
    }

    /// @inheritdoc ISubscriptions
    function subscribe(Terms calldata terms) external nonReentrant whenNotPaused returns (bytes32 id) {
        id = subscriptionId(terms);
        if (msg.sender != terms.payer) revert SubscriptionsUnauthorized(id, msg.sender);

        _subscribe(id, terms);
    }

    /// @inheritdoc ISubscriptions
    /// @dev Needs no nonce: the digest stands for an id, which is used once.
    function subscribeWithSignature(
        Terms calldata terms,
        bytes calldata signature
    ) external nonReentrant whenNotPaused returns (bytes32 id) {
        id = subscriptionId(terms);
        if (!SignatureChecker.isValidSignatureNowCalldata(terms.payer, subscriptionDigest(terms), signature)) {
            revert SubscriptionsSignatureInvalid(id, terms.payer);
        }

        _subscribe(id, terms);
    }

    /// @inheritdoc ISubscriptions
    function collect(
        Terms calldata terms,
        uint32 periodIndex,
        uint128 amount,
        bytes32 invoice
    ) external nonReentrant whenNotPaused {
        bytes32 id = subscriptionId(terms);
        if (msg.sender != terms.payee) revert SubscriptionsUnauthorized(id, msg.sender);
        Subscription memory agreed = _subscriptions[id];
        if (agreed.status == SubscriptionStatus.None) revert SubscriptionsWrongStatus(id, agreed.status);
        if (amount == 0) revert SubscriptionsAmountZero();
        (uint256 opensAt, uint256 closesAt, uint256 share) = _periodOf(terms, agreed.end, periodIndex);
        if (block.timestamp < opensAt || block.timestamp >= closesAt) {
            revert SubscriptionsPeriodClosed(id, periodIndex, opensAt, closesAt);
        }
        uint128 before = _collected[id][periodIndex];
        // A cancellation can leave less for the period than was collected for it.
        uint256 left = Math.saturatingSub(share, before);
        if (amount > left) revert SubscriptionsAmountTooLarge(id, amount, left);

        uint128 collectedNow = before + amount;
        _collected[id][periodIndex] = collectedNow;
        // From the totals of the period, so that parts pay the same fee as the whole.
        uint256 fee = _feeOf(terms, collectedNow) - _feeOf(terms, before);

        emit SubscriptionCollected(id, msg.sender, periodIndex, amount, fee, collectedNow, invoice);

        _transfer(terms.token, terms.payer, terms.payee, amount - fee);
        _transfer(terms.token, terms.payer, feeReceiver, fee);
    }

    /// @inheritdoc ISubscriptions
    function cancel(Terms calldata terms) external {
        bytes32 id = subscriptionId(terms);
        if (msg.sender != terms.payer && msg.sender != terms.payee) revert SubscriptionsUnauthorized(id, msg.sender);
        Subscription memory agreed = _subscriptions[id];
        if (agreed.status == SubscriptionStatus.Cancelled) revert SubscriptionsWrongStatus(id, agreed.status);
        bool active = agreed.status == SubscriptionStatus.Active;
        if (active && block.timestamp >= agreed.end) revert SubscriptionsOver(id, agreed.end);

        // What was never agreed has no period.
        uint48 end = active ? uint48(block.timestamp) : 0;
        _subscriptions[id] = Subscription(SubscriptionStatus.Cancelled, end);

        emit SubscriptionCancelled(id, msg.sender, end);
    }

    /// @inheritdoc ISubscriptions
    function subscriptionId(Terms calldata terms) public view returns (bytes32) {
        return keccak256(abi.encode(block.chainid, address(this), terms));
    }

    /// @inheritdoc ISubscriptions
    function subscriptionDigest(Terms calldata terms) public view returns (bytes32) {
        return _hashTypedDataV4(keccak256(abi.encode(SUBSCRIPTION_TYPEHASH, terms)));
    }

    /// @inheritdoc ISubscriptions
    function subscription(bytes32 id) external view returns (Subscription memory) {
        return _subscriptions[id];
    }

    /// @inheritdoc ISubscriptions
    function collected(bytes32 id, uint32 periodIndex) external view returns (uint128) {
        return _collected[id][periodIndex];
    }

    /// @inheritdoc ISubscriptions
    function collectable(Terms calldata terms, uint32 periodIndex) external view returns (uint256) {
        bytes32 id = subscriptionId(terms);
        Subscription memory agreed = _subscriptions[id];
        if (agreed.status == SubscriptionStatus.None) return 0;
        (uint256 opensAt, uint256 closesAt, uint256 share) = _periodOf(terms, agreed.end, periodIndex);
        if (block.timestamp < opensAt || block.timestamp >= closesAt) return 0;
        return Math.saturatingSub(share, _collected[id][periodIndex]);
    }

    /// @inheritdoc IBreakable
    function isPausable(bytes4 selector) external pure returns (bool) {
        return
            selector == ISubscriptions.subscribe.selector ||
            selector == ISubscriptions.subscribeWithSignature.selector ||
            selector == ISubscriptions.collect.selector;
    }

    function _subscribe(bytes32 id, Terms calldata terms) private {
        SubscriptionStatus status = _subscriptions[id].status;
        if (status != SubscriptionStatus.None) revert SubscriptionsWrongStatus(id, status);
        _requireAgreeable(terms);

        _subscriptions[id] = Subscription(SubscriptionStatus.Active, terms.until);

        emit Subscribed(
            id,
            terms.payer,
            terms.payee,
            msg.sender,
            terms.token,
            terms.amountPerPeriod,
            terms.period,
            terms.from,
            terms.until,
            terms.grace,
            terms.feeBps,
            terms.orderReference,
            terms.salt
        );
    }

    function _requireAgreeable(Terms calldata terms) private view {
        if (!RecurringTerms.areTwo(terms.payer, terms.payee)) {
            revert SubscriptionsPartiesInvalid(terms.payer, terms.payee);
        }
        if (terms.amountPerPeriod == 0 || terms.period == 0) {
            revert SubscriptionsRateZero(terms.amountPerPeriod, terms.period);
        }
        if (!RecurringTerms.isTerm(terms.from, terms.until, MAXIMUM_TERM)) {
            revert SubscriptionsTermInvalid(terms.from, terms.until, MAXIMUM_TERM);
        }
        if (terms.grace > MAXIMUM_GRACE) revert SubscriptionsGraceTooLong(terms.grace, MAXIMUM_GRACE);
        _rules.requireAccepted(terms.token, terms.feeBps, address(0));
    }

    /// @dev When a period can be collected for, the second time excluded, and how much; never for one that begins at the end or after it.
    function _periodOf(
        Terms calldata terms,
        uint48 end,
        uint32 periodIndex
    ) private pure returns (uint256 opensAt, uint256 closesAt, uint256 share) {
        opensAt = terms.from + uint256(periodIndex) * terms.period;
        if (opensAt >= end) return (opensAt, 0, 0);
        uint256 periodEnd = Math.min(opensAt + terms.period, end);
        closesAt = periodEnd + terms.grace;
        share = ((periodEnd - opensAt) * terms.amountPerPeriod) / terms.period;
    }

    function _feeOf(Terms calldata terms, uint256 amount) private pure returns (uint256) {
        return (amount * terms.feeBps) / BASIS_POINTS;
    }

    /// @dev Exactly the amount leaves one account and reaches the other, or it reverts.
    function _transfer(address token, address from, address to, uint256 amount) private {
        if (amount == 0 || from == to) return;
        uint256 fromBefore = IERC20(token).balanceOf(from);
        uint256 toBefore = IERC20(token).balanceOf(to);
        // The payer of the terms, who agreed to them.
        // slither-disable-next-line arbitrary-send-erc20
        IERC20(token).safeTransferFrom(from, to, amount);
        uint256 taken = Math.saturatingSub(fromBefore, IERC20(token).balanceOf(from));
        uint256 received = Math.saturatingSub(IERC20(token).balanceOf(to), toBefore);
        if (taken != amount || received != amount) revert SubscriptionsAmountDiffers(token, amount, taken, received);
    }
}
