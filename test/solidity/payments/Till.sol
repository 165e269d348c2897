// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

/// @title A contract for payments as a treasury meets them, good and bad
contract Till {
    mapping(address account => uint256) public waiting;

    error TillRefused(uint256 code);

    function take(IERC20 token, uint256 amount) external returns (bytes32) {
        token.transferFrom(msg.sender, address(this), amount);
        return "taken";
    }

    function takeAndReturn(IERC20 token, uint256 amount, uint256 returned) external {
        token.transferFrom(msg.sender, address(this), amount);
        token.transfer(msg.sender, returned);
    }

    function giveBack(IERC20 token, uint256 amount) external {
        token.transfer(msg.sender, amount);
    }

    function refuse(uint256 code) external pure {
        revert TillRefused(code);
    }

    /// @dev Calls whatever it is told.
    function forward(address target, bytes calldata data) external {
        (bool success, bytes memory reason) = target.call(data);
        if (success) return;
        assembly {
            revert(add(reason, 0x20), mload(reason))
        }
    }

    function keep(address account, uint256 amount) external {
        waiting[account] += amount;
    }

    /// @dev As `ICustody`.
    function claim(address token, address recipient) external returns (uint256 amount) {
        amount = waiting[msg.sender];
        delete waiting[msg.sender];
        IERC20(token).transfer(recipient, amount);
    }
}
