// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

/// @title Transfers by signature
/// @notice ERC-3009 with signatures as bytes, so that contracts sign, too (ERC-1271): what OpenZeppelin's `ERC20TransferAuthorization` and
/// USDC 2.2 have beside the functions of the standard.
interface ISignedTransfers {
    /// @notice Takes what the signature of `from` gives to the caller, once.
    /// @param to The caller.
    /// @param validAfter Seconds since 1970 after which it holds.
    /// @param validBefore Seconds since 1970 before which it holds.
    /// @param nonce Chosen by the signer.
    function receiveWithAuthorization(
        address from,
        address to,
        uint256 value,
        uint256 validAfter,
        uint256 validBefore,
        bytes32 nonce,
        bytes calldata signature
    ) external;
}
