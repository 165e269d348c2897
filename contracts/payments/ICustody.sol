// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

/// @title Money that a contract holds for others
/// @notice Money comes in whole or not at all, and a payout that its token refuses waits here for whom it belongs to: nobody who is
/// blocked by a token, or makes its transfers fail, holds up what others get.
interface ICustody {
    /// @notice The token refused the payout. The amount waits until it is claimed.
    event PayoutDeferred(address indexed token, address indexed account, uint256 amount);
    /// @notice What waited was claimed.
    event PayoutClaimed(address indexed token, address indexed account, address recipient, uint256 amount);

    /// @notice The token delivered another amount than it was asked for.
    /// @custom:remedy Pay in a token that keeps nothing back.
    error CustodyAmountDiffers(address token, uint256 wanted, uint256 received);
    /// @notice Nothing waits for the account in this token.
    /// @custom:remedy Check `claimable(token, account)`.
    error CustodyNothingToClaim(address token, address account);
    /// @notice This contract cannot be paid itself.
    /// @custom:remedy Name an account that can use the money.
    error CustodyToItself();
    /// @notice The transaction has too little gas left to tell whether the token refused the payout.
    /// @custom:remedy Send the transaction again with more gas.
    error CustodyGasTooLow();

    /// @notice Sends the caller all that waits for it in the token.
    /// @param recipient Who gets it: whoever is blocked by a token names another account of its own.
    /// @return amount What was sent, in units of the token.
    function claim(address token, address recipient) external returns (uint256 amount);

    /// @notice What waits for the account, in units of the token.
    function claimable(address token, address account) external view returns (uint256);
}
