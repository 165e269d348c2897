// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

/// @title Proxy of every upgradeable registry
/// @notice The proxy itself, not the code behind it, says what it runs.
interface IRegistryProxy {
    /// @notice The contract whose code runs behind this proxy.
    function implementation() external view returns (address);
}
