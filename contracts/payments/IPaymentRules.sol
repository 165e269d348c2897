// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

/// @title Rules of payments
/// @notice What the body decides about payments: which tokens they are made in, between which bounds the fee lies, and who settles
/// disputes. A payment keeps the terms that it was agreed under: a later decision binds new payments alone.
/// @dev Warning: a token that keeps back a fee, changes balances by itself or lies about a transfer must not be allowed. The contracts
/// that hold money notice the first and refuse it; a loss through the others stays with the payments in that token.
interface IPaymentRules {
    struct TokenRule {
        bool isAllowed;
        /// Least fee of a payment in basis points of what is paid.
        uint16 feeMinimum;
        /// Largest fee of a payment in basis points.
        uint16 feeMaximum;
    }

    /// @notice Payments can be made in the token, for a fee within these bounds (basis points).
    event TokenAllowed(address indexed token, address indexed actor, uint16 feeMinimum, uint16 feeMaximum);
    /// @notice No new payment can be made in the token. Payments that are under way go on.
    event TokenDismissed(address indexed token, address indexed actor);
    /// @notice Payments can name this account to settle their disputes.
    event ArbiterAppointed(address indexed arbiter, address indexed actor);
    /// @notice No new payment can name this account. Payments that named it before keep it.
    event ArbiterDismissed(address indexed arbiter, address indexed actor);

    /// @notice There is no contract at the address.
    /// @custom:remedy Give the address of a token on this chain.
    error PaymentRulesNotToken(address token);
    /// @notice No payment can be made in the token.
    /// @custom:remedy Pay in a token that the body allows; `tokenRule` says which fee it asks.
    error PaymentRulesTokenNotAllowed(address token);
    /// @notice The fee lies outside its bounds, in basis points.
    /// @custom:remedy Give a fee from `minimum` to `maximum`.
    error PaymentRulesFeeOutOfBounds(uint16 fee, uint16 minimum, uint16 maximum);
    /// @notice The account settles disputes already.
    /// @custom:remedy Nothing to do.
    error PaymentRulesArbiterAlready(address arbiter);
    /// @notice The body has not appointed this arbiter.
    /// @custom:remedy Name an arbiter that the body appointed, or none.
    error PaymentRulesNotArbiter(address arbiter);
    /// @notice The zero address can neither settle disputes nor take fees.
    /// @custom:remedy Give an account.
    error PaymentRulesZeroAddress();

    /// @notice Allows a token, or sets other bounds for its fee. Restricted to role PAYMENT_RULES.
    /// @param feeMinimum Basis points, at most `feeMaximum`.
    /// @param feeMaximum Basis points, at most `FEE_CEILING`.
    function allowToken(address token, uint16 feeMinimum, uint16 feeMaximum) external;

    /// @notice Takes a token off the list. Restricted to role PAYMENT_RULES.
    function dismissToken(address token) external;

    /// @notice Appoints an arbiter: an account, a panel, or a body. Restricted to role PAYMENT_RULES.
    function appointArbiter(address arbiter) external;

    /// @notice Dismisses an arbiter. Restricted to role PAYMENT_RULES.
    function dismissArbiter(address arbiter) external;

    /// @notice No decision lets a fee be larger, in basis points.
    function FEE_CEILING() external view returns (uint16);

    /// @notice Who gets the fees.
    function feeReceiver() external view returns (address);

    /// @notice What holds for payments in the token; all zero if none can be made.
    function tokenRule(address token) external view returns (TokenRule memory);

    /// @notice Whether payments can name the account to settle disputes.
    function isArbiter(address account) external view returns (bool);

    /// @notice Reverts unless a payment in the token with this fee (basis points) and this arbiter (zero for none) can be agreed now.
    function requireAccepted(address token, uint16 fee, address arbiter) external view;
}
