// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {ICircuitBreaker} from "../access/ICircuitBreaker.sol";
import {OrganisationRegistry} from "../nodes/OrganisationRegistry.sol";

/// @title A later version of the register of organisations, for the tests of upgrades
contract OrganisationRegistrySuccessor is OrganisationRegistry {
    constructor(ICircuitBreaker breaker) OrganisationRegistry(breaker) {}

    /// @notice Tells the two versions apart.
    function generation() external pure returns (uint256) {
        return 2;
    }
}
