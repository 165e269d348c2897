// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {IdentityRegistry} from "./IdentityRegistry.sol";

/// @title Puts the register of identities at an address that belongs to the chain
/// @notice Signatures of ERC-1056 bind the contract and no chain. With the chain id in its address, none of them is valid on two chains,
/// even where the genesis of both comes from the same modules and the same deployer.
contract IdentityRegistryDeployer {
    /// @notice The register of this chain.
    IdentityRegistry public immutable registry;

    constructor() {
        registry = new IdentityRegistry{salt: bytes32(block.chainid)}();
    }
}
