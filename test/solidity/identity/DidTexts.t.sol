// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {DidTexts} from "../../../contracts/identity/DidTexts.sol";
import {vm} from "../support/Vm.sol";

/// @notice Each length at both of its ends: what the register refuses besides stands in `DidRegistry.t.sol`.
contract DidTextsTest {
    function test_IsDid_FromItsShortestToItsLongest() public view {
        vm.assertFalse(this.isDid(_did(24)), "24 characters");
        vm.assertTrue(this.isDid(_did(25)), "25 characters");
        vm.assertTrue(this.isDid(_did(64)), "64 characters");
        vm.assertFalse(this.isDid(_did(65)), "65 characters");
    }

    function test_IsMethodId_FromItsShortestToItsLongest() public view {
        vm.assertFalse(this.isMethodId(""), "empty");
        vm.assertTrue(this.isMethodId(_letters(1)), "1 character");
        vm.assertTrue(this.isMethodId(_letters(64)), "64 characters");
        vm.assertFalse(this.isMethodId(_letters(65)), "65 characters");
    }

    function isDid(bytes calldata text) external pure returns (bool) {
        return DidTexts.isDid(text);
    }

    function isMethodId(bytes calldata text) external pure returns (bool) {
        return DidTexts.isMethodId(text);
    }

    function _did(uint256 length) private pure returns (bytes memory) {
        return bytes.concat("did:ebsi:z", _letters(length - 10));
    }

    function _letters(uint256 length) private pure returns (bytes memory letters) {
        letters = new bytes(length);
        for (uint256 i = 0; i < length; ++i) letters[i] = "a";
    }
}
