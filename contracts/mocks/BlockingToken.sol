// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {PlainToken} from "./PlainToken.sol";

/// @title A token that refuses some accounts
contract BlockingToken is PlainToken {
    mapping(address account => bool) public isBlocked;

    error BlockingTokenBlocked(address account);

    function setBlocked(address account, bool blocked) external {
        isBlocked[account] = blocked;
    }

    function _update(address from, address to, uint256 value) internal virtual override {
        if (isBlocked[from]) revert BlockingTokenBlocked(from);
        if (isBlocked[to]) revert BlockingTokenBlocked(to);
        super._update(from, to, value);
    }
}
