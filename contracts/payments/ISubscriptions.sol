// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

/// @title Payments that a payee pulls once a period
/// @notice A subscription lets a payee take at most `amountPerPeriod` in each period of `period` seconds from what the payer approved for
/// this contract. Nothing is put in beforehand, and this contract never holds money.
///
/// Period `i`, counted from 0, begins at `from + i * period` and ends a period later, at the latest where the subscription ends. The payee
/// collects for it in one or more parts from when it begins until `grace` seconds after it ended; what it did not collect by then lapses.
///
/// For a period that the end of the subscription cuts short, `until` or a cancellation, the payee can collect its part by the second, rounded
/// down. So a payer that cancels pays for the time up to that second and no more, whenever the payee asks for it; and a payee that wants the
/// whole period beforehand collects as it begins, as both agreed. What was collected stays collected: what is to be paid back is not settled here.
///
/// Id of a subscription: keccak256(abi.encode(block.chainid, address of this contract, terms)). Terms never change, and an id is never used
/// again. Amounts are units of the token, times seconds since 1970, fees basis points.
/// @dev Warning: nothing guarantees the payee that the payer has the money, or leaves the approval. Warning: one approval serves all
/// subscriptions of a payer in a token; they can take together what they allow together, and not more. Warning: a pause of this contract
/// lengthens no grace; a grace longer than any pause (7 days) loses nothing by it.
interface ISubscriptions {
    enum SubscriptionStatus {
        None,
        Active,
        Cancelled
    }

    /// @notice What payer and payee agreed.
    struct Terms {
        /// From whom is collected; may cancel.
        address payer;
        /// Collects; may cancel.
        address payee;
        address token;
        /// The most for a whole period, fee included, above 0.
        uint128 amountPerPeriod;
        /// Length of a period in seconds, above 0.
        uint32 period;
        /// When the first period begins.
        uint48 from;
        /// When the last period ends. After `from`, at most `MAXIMUM_TERM` after it and after the agreement.
        uint48 until;
        /// How long after its end a period can be collected for, in seconds, at most `MAXIMUM_GRACE`.
        uint32 grace;
        /// Part of what is collected that goes to the fee receiver.
        uint16 feeBps;
        /// Purchase order or contract, for example a hash; zero for none.
        bytes32 orderReference;
        /// Tells subscriptions with the same terms apart.
        uint256 salt;
    }

    /// @notice Where a subscription stands.
    struct Subscription {
        SubscriptionStatus status;
        /// When its last period ends: `until`, or when it was cancelled; 0 if it was cancelled before it was agreed.
        uint48 end;
    }

    /// @notice The payer agreed.
    event Subscribed(
        bytes32 indexed id,
        address indexed payer,
        address indexed payee,
        address actor,
        address token,
        uint128 amountPerPeriod,
        uint32 period,
        uint48 from,
        uint48 until,
        uint32 grace,
        uint16 feeBps,
        bytes32 orderReference,
        uint256 salt
    );
    /// @notice The payee got `amount - fee` and the fee receiver `fee`, which makes `collected` for the period.
    /// @param invoice Hash of the invoice (EN 16931); zero for none.
    event SubscriptionCollected(
        bytes32 indexed id,
        address indexed actor,
        uint32 indexed periodIndex,
        uint128 amount,
        uint256 fee,
        uint128 collected,
        bytes32 invoice
    );
    /// @notice The subscription ends at `end`; 0 if it was cancelled before it was agreed.
    event SubscriptionCancelled(bytes32 indexed id, address indexed actor, uint48 end);

    /// @notice Payer and payee are not two accounts that can be paid.
    /// @custom:remedy Name two different accounts, neither of them zero or this contract.
    error SubscriptionsPartiesInvalid(address payer, address payee);
    /// @notice The terms pay nothing.
    /// @custom:remedy Give an amount and a period above 0.
    error SubscriptionsRateZero(uint128 amountPerPeriod, uint32 period);
    /// @notice The term is empty, over, or too long.
    /// @custom:remedy Let the subscription end after `from` and after now, and at most `maximum` seconds after the earlier of both.
    error SubscriptionsTermInvalid(uint48 from, uint48 until, uint256 maximum);
    /// @notice Periods could be collected for too long after their end.
    /// @custom:remedy Give at most `maximum` seconds.
    error SubscriptionsGraceTooLong(uint32 grace, uint256 maximum);
    /// @notice The payer did not sign this.
    /// @custom:remedy Let the payer sign `subscriptionDigest(terms)`.
    error SubscriptionsSignatureInvalid(bytes32 id, address payer);
    /// @notice The caller has no part in this.
    /// @custom:remedy Let the account do it that the terms name for it.
    error SubscriptionsUnauthorized(bytes32 id, address caller);
    /// @notice The subscription is not in a status in which this can be done.
    /// @custom:remedy Check the terms and `subscription(id)`. What was cancelled begins anew with another salt.
    error SubscriptionsWrongStatus(bytes32 id, SubscriptionStatus status);
    /// @notice The subscription has ended by itself.
    /// @custom:remedy Nothing to do.
    error SubscriptionsOver(bytes32 id, uint48 end);
    /// @notice Nothing can be collected for the period now: it has not begun, it lapsed, or the subscription ends before it.
    /// @custom:remedy Collect from `opensAt` on and before `closesAt`; if the first is not before the second, there is no such period.
    error SubscriptionsPeriodClosed(bytes32 id, uint32 periodIndex, uint256 opensAt, uint256 closesAt);
    /// @notice Nothing would be collected.
    /// @custom:remedy Give an amount above 0.
    error SubscriptionsAmountZero();
    /// @notice More would be collected than is left of the period.
    /// @custom:remedy Collect at most `maximum`.
    error SubscriptionsAmountTooLarge(bytes32 id, uint128 amount, uint256 maximum);
    /// @notice The token moved another amount than it was asked for.
    /// @custom:remedy Agree on a token that keeps nothing back.
    error SubscriptionsAmountDiffers(address token, uint256 wanted, uint256 taken, uint256 received);

    /// @notice Agrees to a subscription; only the payer.
    /// @return id Of the subscription.
    function subscribe(Terms calldata terms) external returns (bytes32 id);

    /// @notice Agrees to a subscription for the payer, which signed it; brought by anybody.
    /// @param signature Of the payer over `subscriptionDigest(terms)`, by its key or by ERC-1271. A payer takes it back with `cancel`.
    function subscribeWithSignature(Terms calldata terms, bytes calldata signature) external returns (bytes32 id);

    /// @notice Collects for a period; only the payee.
    /// @param amount Above 0, at most what is left of the period, fee included.
    /// @param invoice Hash of the invoice (EN 16931); zero for none.
    function collect(Terms calldata terms, uint32 periodIndex, uint128 amount, bytes32 invoice) external;

    /// @notice Ends the subscription now, or makes sure that it never begins; payer and payee, at any time. What ran up to now can still be
    /// collected.
    function cancel(Terms calldata terms) external;

    /// @notice The longest that a subscription can run, in seconds.
    function MAXIMUM_TERM() external view returns (uint256);

    /// @notice The longest grace, in seconds.
    function MAXIMUM_GRACE() external view returns (uint256);

    /// @notice Who gets the fees.
    function feeReceiver() external view returns (address);

    /// @notice The id that the terms give.
    function subscriptionId(Terms calldata terms) external view returns (bytes32);

    /// @notice The EIP-712 digest that the payer signs: type `Subscription` with the fields of the terms in their order.
    function subscriptionDigest(Terms calldata terms) external view returns (bytes32);

    /// @notice Where the subscription stands.
    function subscription(bytes32 id) external view returns (Subscription memory);

    /// @notice What was collected for a period.
    function collected(bytes32 id, uint32 periodIndex) external view returns (uint128);

    /// @notice What `collect` would take for a period now, if the payer has and approved it; 0 while it is closed.
    function collectable(Terms calldata terms, uint32 periodIndex) external view returns (uint256);
}
