// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {ERC7913WebAuthnVerifier} from "@openzeppelin/contracts/utils/cryptography/verifiers/ERC7913WebAuthnVerifier.sol";

/// @title Verifies signatures of passkeys (WebAuthn, ERC-7913)
/// @notice Key: the 64 bytes of the point. Signature: OpenZeppelin's `WebAuthnAuth`, encoded, of which the low `s` counts.
/// @dev The authenticator must have verified its user. The domain name is not looked at: authenticators give a key to none but the one
/// it was made for.
contract PasskeyVerifier is ERC7913WebAuthnVerifier {}
