// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

/// @title Texts that stand in addresses of pages
/// @notice DIDs and ids of keys become parts of URLs and of JSON: only characters that mean nothing there are taken.
library DidTexts {
    uint256 private constant DID_MINIMUM = 25;
    uint256 private constant LENGTH_MAXIMUM = 64;
    /// @dev did:ebsi:z
    uint256 private constant PREFIX_LENGTH = 10;

    /// @dev One bit a character, by its code: digits without 0, capitals without I and O, small letters without l.
    uint256 private constant BASE58 = 0x07ffeffe07ff7dfe03fe000000000000;
    /// @dev Letters, digits, - and _.
    uint256 private constant BASE64URL = 0x07fffffe87fffffe03ff200000000000;

    /// @notice Whether it is `did:ebsi:z` and 15 to 54 characters of base58.
    function isDid(bytes calldata text) internal pure returns (bool) {
        if (text.length < DID_MINIMUM || text.length > LENGTH_MAXIMUM) return false;
        return bytes10(text) == "did:ebsi:z" && _consistsOf(text[PREFIX_LENGTH:], BASE58);
    }

    /// @notice Whether it is 1 to 64 characters of base64url.
    function isMethodId(bytes calldata text) internal pure returns (bool) {
        return text.length > 0 && text.length <= LENGTH_MAXIMUM && _consistsOf(text, BASE64URL);
    }

    function _consistsOf(bytes calldata text, uint256 alphabet) private pure returns (bool) {
        for (uint256 i = 0; i < text.length; ++i) {
            if ((alphabet >> uint8(text[i])) & 1 == 0) return false;
        }
        return true;
    }
}
