// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";

/// @notice A restricted counter, so that both governors decide on the same call.
contract PeerTarget is AccessManaged {
    uint256 public value;

    constructor(address authority) AccessManaged(authority) {}

    /// @notice Sets the value. Restricted.
    function set(uint256 newValue) external restricted {
        value = newValue;
    }
}
