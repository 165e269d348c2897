// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {IBreakable} from "./IBreakable.sol";
import {ICircuitBreaker} from "./ICircuitBreaker.sol";

/// @title A register that asks a circuit breaker
/// @dev The breaker belongs to the code, not to the storage: proxies keep their layout, no function changes it, and asking costs no read of
/// our own. Another breaker comes with the next version of the register.
abstract contract Breakable is IBreakable {
    /// @dev Three times what the breaker needs. Where less than that is left, nothing is left for the function itself.
    uint256 private constant QUESTION_GAS = 30_000;
    uint256 private constant ANSWER_LENGTH = 64;

    ICircuitBreaker private immutable _circuitBreaker;

    constructor(ICircuitBreaker breaker) {
        _circuitBreaker = breaker;
    }

    /// @dev For the functions that `isPausable` names, and for no others.
    modifier whenNotPaused() {
        _requireNotPaused();
        _;
    }

    /// @inheritdoc IBreakable
    function circuitBreaker() external view returns (ICircuitBreaker) {
        return _circuitBreaker;
    }

    function _requireNotPaused() private view {
        (bool read, bytes memory answer) = address(_circuitBreaker).staticcall{gas: QUESTION_GAS}(
            abi.encodeCall(ICircuitBreaker.pauseOf, (address(this), msg.sig))
        );
        if (!read || answer.length != ANSWER_LENGTH) return;
        (bytes32 group, uint256 pausedUntil) = abi.decode(answer, (bytes32, uint256));
        // No pause lasts that long.
        if (pausedUntil > type(uint48).max) return;
        if (pausedUntil > block.timestamp) {
            revert ICircuitBreaker.CircuitBreakerPaused(group, uint48(pausedUntil));
        }
    }
}
