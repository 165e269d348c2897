// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

/// @title A meter that says what a test wants, or does harm while it is asked
contract HostileMeter {
    enum Harm {
        None,
        Revert,
        /// Uses all gas that it gets.
        Burn,
        /// Uses much of what a meter is given, and answers.
        Labour,
        /// Answers only where it gets much of what a meter is given, and spares what it gets otherwise.
        Fastidious,
        /// Answers more than one word.
        Flood,
        /// Answers less than one word.
        Short,
        /// Answers with a number that no count of seconds has.
        Overflow
    }

    uint256 private constant LABOUR_GAS = 95_000;

    error HostileMeterRefuses();

    Harm private _harm;
    uint64 private _reading;

    /// @notice What the meter does from now on while it is asked.
    function plan(Harm harm, uint64 reading) external {
        (_harm, _reading) = (harm, reading);
    }

    /// @notice See `IMeter`.
    function activeSeconds(bytes32) external view returns (uint64) {
        uint256 gasBefore = gasleft();
        Harm harm = _harm;
        uint64 reading = _reading;
        if (harm == Harm.Revert) revert HostileMeterRefuses();
        if (harm == Harm.Burn) while (true) {}
        if (harm == Harm.Labour) while (gasBefore - gasleft() < LABOUR_GAS) {}
        if (harm == Harm.Fastidious && gasBefore < LABOUR_GAS) revert HostileMeterRefuses();
        if (harm == Harm.Flood) {
            assembly {
                mstore(0, reading)
                return(0, 10000)
            }
        }
        if (harm == Harm.Short) {
            assembly {
                mstore(0, shl(192, reading))
                return(0, 8)
            }
        }
        if (harm == Harm.Overflow) {
            assembly {
                mstore(0, not(0))
                return(0, 32)
            }
        }
        return reading;
    }
}
