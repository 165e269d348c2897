// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {vm} from "./Vm.sol";

/// @dev Creates a contract as it is shipped: with the code of its artifact, for example "NodeRegistry.sol:NodeRegistry". `new` would put
/// code into the test that is compiled as tests are, which is faster and gives other code.
/// @param arguments Of the constructor, encoded.
function create(string memory artifact, bytes memory arguments) returns (address created) {
    bytes memory code = bytes.concat(vm.getCode(artifact), arguments);
    assembly ("memory-safe") {
        created := create(0, add(code, 0x20), mload(code))
        if iszero(created) {
            let reason := mload(0x40)
            returndatacopy(reason, 0, returndatasize())
            revert(reason, returndatasize())
        }
    }
}
