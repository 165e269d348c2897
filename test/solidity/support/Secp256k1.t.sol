// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {Secp256k1} from "./Secp256k1.sol";
import {bound, vm} from "./Vm.sol";

contract Secp256k1Test {
    function testFuzz_PublicKeyBelongsToTheAddress(uint256 privateKey) public view {
        privateKey = bound(privateKey, 1, Secp256k1.ORDER - 1);
        address fromKey = address(uint160(uint256(keccak256(Secp256k1.publicKey(privateKey)))));
        vm.assertEq(fromKey, vm.addr(privateKey), "address of the public key");
    }

    function test_FirstAndLastKey() public view {
        testFuzz_PublicKeyBelongsToTheAddress(1);
        testFuzz_PublicKeyBelongsToTheAddress(2);
        testFuzz_PublicKeyBelongsToTheAddress(3);
        testFuzz_PublicKeyBelongsToTheAddress(Secp256k1.ORDER - 1);
    }
}
