// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

/// @title Public keys as documents of DIDs hold them
library PublicKeys {
    uint256 private constant POINT_LENGTH = 65;
    uint256 private constant JWK_MAXIMUM = 2048;
    /// @dev The field of secp256k1.
    uint256 private constant P = 0xfffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f;

    /// @notice The account of a secp256k1 key: 65 bytes of an uncompressed point, 0x04 first; 0 if that is no point of the curve.
    function holderOf(bytes calldata publicKey) internal pure returns (address) {
        if (publicKey.length != POINT_LENGTH || publicKey[0] != 0x04) return address(0);
        uint256 x = uint256(bytes32(publicKey[1:33]));
        uint256 y = uint256(bytes32(publicKey[33:]));
        if (x >= P || y >= P) return address(0);
        if (mulmod(y, y, P) != addmod(mulmod(mulmod(x, x, P), x, P), 7, P)) return address(0);
        return address(uint160(uint256(keccak256(publicKey[1:]))));
    }

    /// @notice Whether the bytes may be a JWK: an object of bounded length. What it says is for its readers to check.
    function isObject(bytes calldata publicKey) internal pure returns (bool) {
        uint256 length = publicKey.length;
        return length > 1 && length <= JWK_MAXIMUM && publicKey[0] == "{" && publicKey[length - 1] == "}";
    }
}
