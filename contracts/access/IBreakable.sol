// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {ICircuitBreaker} from "./ICircuitBreaker.sol";

/// @title A contract that asks a circuit breaker
/// @notice Functions that can be paused ask first, and revert with `CircuitBreakerPaused` while they are. All others never ask.
/// @dev A breaker that is not there, fails or answers nonsense counts as one that pauses nothing.
interface IBreakable {
    /// @notice Whom the functions ask.
    function circuitBreaker() external view returns (ICircuitBreaker);

    /// @notice Whether the function asks.
    function isPausable(bytes4 selector) external view returns (bool);
}
