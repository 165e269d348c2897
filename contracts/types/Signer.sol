// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

/// @dev Length of a signer that is an account and has no key beside it.
uint256 constant ACCOUNT_LENGTH = 20;

/// @notice The key under which a signer of ERC-7913 is registered: the address of an account; of a verifier with a key the last 20 bytes of
/// the hash of both, as an address is cut from the hash of a public key.
/// @dev Fewer than 20 bytes are no signer: the key is zero, which nobody can have.
function keyOf(bytes memory signer) pure returns (address) {
    if (signer.length < ACCOUNT_LENGTH) return address(0);
    if (signer.length == ACCOUNT_LENGTH) return address(bytes20(signer));
    return address(uint160(uint256(keccak256(signer))));
}
