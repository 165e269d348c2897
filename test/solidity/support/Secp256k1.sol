// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

/// @title Public keys for tests
/// @notice The cheatcodes tell the address of a private key, but not its public key.
/// @dev Not constant in time: test keys only.
library Secp256k1 {
    /// @dev Order of the group: private keys are 1 to ORDER - 1.
    uint256 internal constant ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141;
    uint256 private constant P = 0xfffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f;
    uint256 private constant GX = 0x79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798;
    uint256 private constant GY = 0x483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8;

    /// @notice A private key is 1 to ORDER - 1.
    error Secp256k1PrivateKeyOutOfRange(uint256 privateKey);

    /// @notice The 64 bytes of the uncompressed public key, without prefix.
    function publicKey(uint256 privateKey) internal view returns (bytes memory) {
        if (privateKey == 0 || privateKey >= ORDER) revert Secp256k1PrivateKeyOutOfRange(privateKey);
        uint256 bit = 1 << 255;
        while (privateKey & bit == 0) bit >>= 1;
        (uint256 x, uint256 y, uint256 z) = (GX, GY, 1);
        for (bit >>= 1; bit != 0; bit >>= 1) {
            (x, y, z) = _double(x, y, z);
            if (privateKey & bit != 0) (x, y, z) = _addGenerator(x, y, z);
        }
        uint256 inverse = _inverse(z);
        uint256 square = mulmod(inverse, inverse, P);
        return abi.encode(mulmod(x, square, P), mulmod(y, mulmod(square, inverse, P), P));
    }

    /// @dev Jacobian coordinates: the point is (x / z^2, y / z^3).
    function _double(uint256 x, uint256 y, uint256 z) private pure returns (uint256, uint256, uint256) {
        uint256 yy = mulmod(y, y, P);
        uint256 s = mulmod(4, mulmod(x, yy, P), P);
        uint256 m = mulmod(3, mulmod(x, x, P), P);
        uint256 x2 = addmod(mulmod(m, m, P), P - addmod(s, s, P), P);
        uint256 y2 = addmod(mulmod(m, addmod(s, P - x2, P), P), P - mulmod(8, mulmod(yy, yy, P), P), P);
        return (x2, y2, mulmod(2, mulmod(y, z, P), P));
    }

    /// @dev The point is never the generator or its opposite here, because the private key is below the order.
    function _addGenerator(uint256 x, uint256 y, uint256 z) private pure returns (uint256, uint256, uint256) {
        uint256 zz = mulmod(z, z, P);
        uint256 h = addmod(mulmod(GX, zz, P), P - x, P);
        uint256 r = addmod(mulmod(GY, mulmod(zz, z, P), P), P - y, P);
        uint256 hh = mulmod(h, h, P);
        uint256 hhh = mulmod(hh, h, P);
        uint256 v = mulmod(x, hh, P);
        uint256 x3 = addmod(addmod(mulmod(r, r, P), P - hhh, P), P - addmod(v, v, P), P);
        uint256 y3 = addmod(mulmod(r, addmod(v, P - x3, P), P), P - mulmod(y, hhh, P), P);
        return (x3, y3, mulmod(z, h, P));
    }

    /// @dev By Fermat's little theorem, with the precompiled contract 5 (modular power).
    function _inverse(uint256 value) private view returns (uint256) {
        (, bytes memory result) = address(5).staticcall(abi.encode(32, 32, 32, value, P - 2, P));
        return abi.decode(result, (uint256));
    }
}
