// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

/// @title What payments ask a body's register of members
interface IMembers {
    /// @notice Place and account id that belong to a key or to an account id itself; `found` is false for a stranger.
    function memberOf(address keyOrAccount) external view returns (bool found, address account, uint8 index);

    /// @notice Head and weight that the member had at a timepoint in the past. Reverts for a stranger.
    function votesAt(address account, uint48 timepoint) external view returns (uint16 heads, uint64 weight);

    /// @notice Sum of heads and of weights of all active members at a timepoint in the past.
    function totalsAt(uint48 timepoint) external view returns (uint16 heads, uint64 weight);
}
