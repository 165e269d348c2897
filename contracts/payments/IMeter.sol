// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

/// @title What tells how long something has been at work
/// @dev The register of nodes is one: `INodeRegistry.activeSeconds` has this selector, because an id of a node is encoded as `bytes32`.
interface IMeter {
    /// @notice Seconds that the subject was at work in total up to now; never falls.
    function activeSeconds(bytes32 subject) external view returns (uint64);
}
