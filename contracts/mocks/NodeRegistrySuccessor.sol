// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {ICircuitBreaker} from "../access/ICircuitBreaker.sol";
import {NodeRegistry} from "../nodes/NodeRegistry.sol";

/// @title A later version of the register of nodes, for the tests of upgrades
contract NodeRegistrySuccessor is NodeRegistry {
    constructor(ICircuitBreaker breaker) NodeRegistry(breaker) {}

    /// @notice Tells the two versions apart.
    function generation() external pure returns (uint256) {
        return 2;
    }
}
