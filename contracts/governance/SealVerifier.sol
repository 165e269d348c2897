// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {IERC7913SignatureVerifier} from "@openzeppelin/contracts/interfaces/IERC7913.sol";
import {ERC7913RSAVerifier} from "@openzeppelin/contracts/utils/cryptography/verifiers/ERC7913RSAVerifier.sol";

/// @title Verifies RSA seals (PKCS #1 v1.5 with SHA-256, ERC-7913)
/// @notice Key: `abi.encode(bytes exponent, bytes modulus)`, the exponent `0x010001`, the modulus of 2048 bits or more.
/// @dev With a small exponent such as 3 faults in padding become forgeries, and with 1 everything is its own signature; OpenZeppelin's
/// verifier takes any. A longer form of the same number is refused, too, so that a key has one form.
contract SealVerifier is ERC7913RSAVerifier {
    bytes32 private constant EXPONENT_HASH = keccak256(hex"010001");

    /// @inheritdoc IERC7913SignatureVerifier
    function verify(bytes calldata key, bytes32 hash, bytes calldata signature) public view override returns (bytes4) {
        (bytes memory exponent, bytes memory modulus) = abi.decode(key, (bytes, bytes));
        bool hasOneForm = keccak256(abi.encode(exponent, modulus)) == keccak256(key);
        if (!hasOneForm || keccak256(exponent) != EXPONENT_HASH) return 0xFFFFFFFF;
        return super.verify(key, hash, signature);
    }
}
