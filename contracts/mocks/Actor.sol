// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";

/// @title An account that does and signs what anybody tells it, for the tests of many histories in one transaction
contract Actor is IERC1271 {
    /// @dev Revert data that is too short for an error.
    bytes4 private constant NO_REASON = 0xffffffff;

    /// @notice Calls as the actor.
    /// @return failure Selector of the error, 0 if there is none.
    function perform(address target, bytes calldata data) external returns (bytes4 failure) {
        (bool success, bytes memory answer) = target.call(data);
        if (success) return 0;
        return answer.length < 4 ? NO_REASON : bytes4(answer);
    }

    /// @inheritdoc IERC1271
    /// @dev The digest itself is the signature: what is signed is compared in full, and no key is needed.
    function isValidSignature(bytes32 digest, bytes calldata signature) external pure returns (bytes4) {
        return signature.length == 32 && bytes32(signature) == digest ? IERC1271.isValidSignature.selector : bytes4(0);
    }
}
