// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";

import {ICustody} from "./ICustody.sol";

/// @title Money that a contract holds for others
/// @dev Every external function of a heir that moves money is `nonReentrant`, changes its state first and calls these last.
abstract contract Custody is ICustody, ReentrancyGuardTransient {
    using SafeERC20 for IERC20;

    mapping(address token => mapping(address account => uint256)) private _claimable;

    /// @inheritdoc ICustody
    function claim(address token, address recipient) external nonReentrant returns (uint256 amount) {
        if (recipient == address(this)) revert CustodyToItself();
        amount = _claimable[token][msg.sender];
        if (amount == 0) revert CustodyNothingToClaim(token, msg.sender);

        delete _claimable[token][msg.sender];

        emit PayoutClaimed(token, msg.sender, recipient, amount);

        IERC20(token).safeTransfer(recipient, amount);
    }

    /// @inheritdoc ICustody
    function claimable(address token, address account) external view returns (uint256) {
        return _claimable[token][account];
    }

    /// @dev Takes money from an account that approved it. Anything but the whole amount reverts.
    function _collect(address token, address from, uint256 amount) internal {
        uint256 before = IERC20(token).balanceOf(address(this));
        IERC20(token).safeTransferFrom(from, address(this), amount);
        _requireReceived(token, before, amount);
    }

    function _requireReceived(address token, uint256 before, uint256 amount) internal view {
        uint256 received = IERC20(token).balanceOf(address(this)) - before;
        if (received != amount) revert CustodyAmountDiffers(token, amount, received);
    }

    /// @dev Sends money, or keeps it for the account if the token refuses.
    function _payOut(address token, address account, uint256 amount) internal {
        // slither-disable-next-line incorrect-equality
        if (amount == 0) return;
        uint256 gasBefore = gasleft();
        if (IERC20(token).trySafeTransfer(account, amount)) return;
        // Whoever gives too little gas could make any transfer fail: the token got at most 63 of 64 parts.
        if (gasleft() <= gasBefore / 63) revert CustodyGasTooLow();

        _claimable[token][account] += amount;

        emit PayoutDeferred(token, account, amount);
    }
}
