// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

/// @title What streams and subscriptions ask of their terms alike
/// @dev Each refuses with an error of its own.
library RecurringTerms {
    /// @dev Whether payer and payee are two accounts that can be paid, none of them this contract.
    function areTwo(address payer, address payee) internal view returns (bool) {
        return
            payer != address(0) &&
            payee != address(0) &&
            payer != payee &&
            payer != address(this) &&
            payee != address(this);
    }

    /// @dev Whether a term is not empty, not over, and not longer than `maximum` seconds from its beginning and from now.
    function isTerm(uint48 from, uint48 until, uint256 maximum) internal view returns (bool) {
        return until > from && until > block.timestamp && until - Math.min(from, block.timestamp) <= maximum;
    }
}
