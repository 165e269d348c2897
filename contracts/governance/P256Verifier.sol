// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {ERC7913P256Verifier} from "@openzeppelin/contracts/utils/cryptography/verifiers/ERC7913P256Verifier.sol";

/// @title Verifies signatures of P-256 keys (ERC-7913)
/// @notice Key: the 64 bytes of the point. Signature: `r` and `s`, of which the low one counts.
contract P256Verifier is ERC7913P256Verifier {}
