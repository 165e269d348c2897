// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {ERC1967Proxy} from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol";

import {IRegistryProxy} from "./IRegistryProxy.sol";

/// @title Proxy of every upgradeable registry
/// @dev Holds no immutable, so that all proxies have one code hash by which a Council knows them. What the implementation
/// says about itself is not asked: `implementation()` is answered here and cannot be shadowed.
contract RegistryProxy is ERC1967Proxy, IRegistryProxy {
    /// @param implementation_ Code to run.
    /// @param initialisation Call that initialises the storage; must not be empty.
    constructor(
        address implementation_,
        bytes memory initialisation
    ) payable ERC1967Proxy(implementation_, initialisation) {}

    // Plain transfers go where every call goes: to the implementation, which refuses them.
    receive() external payable {
        _fallback();
    }

    /// @inheritdoc IRegistryProxy
    function implementation() external view returns (address) {
        return _implementation();
    }
}
