// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

/// @title The one answer of a register of DIDs that an anchor asks for: who controls which DID
contract DidControllers {
    mapping(bytes32 didHash => mapping(address account => bool)) private _controls;

    function set(string calldata did, address account, bool controls) external {
        _controls[keccak256(bytes(did))][account] = controls;
    }

    function checkController(string calldata did, address account) external view returns (bool) {
        return _controls[keccak256(bytes(did))][account];
    }
}
