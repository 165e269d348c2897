// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

/// @title Counts the calls that it gets, for the tests of what a decision executes
contract CallRecorder {
    /// @notice How often a value was recorded.
    mapping(uint256 value => uint256) public calls;

    /// @notice Records a value, from anybody.
    function record(uint256 value) external {
        ++calls[value];
    }
}
