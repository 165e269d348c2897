// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

/// @title The least that a list of addresses in storage costs to read
/// @dev One slot an address and one for their number, read in a bare loop and answered as an ABI wants it: nothing can be left out.
contract AddressList {
    constructor(address[] memory list) {
        assembly {
            let count := mload(list)
            sstore(0, count)
            for {
                let i := 1
            } iszero(gt(i, count)) {
                i := add(i, 1)
            } {
                sstore(i, mload(add(list, mul(i, 0x20))))
            }
        }
    }

    fallback() external {
        assembly {
            let count := sload(0)
            mstore(0x00, 0x20)
            mstore(0x20, count)
            for {
                let i := 1
            } iszero(gt(i, count)) {
                i := add(i, 1)
            } {
                mstore(add(0x20, mul(i, 0x20)), sload(i))
            }
            return(0x00, add(0x40, mul(count, 0x20)))
        }
    }
}
