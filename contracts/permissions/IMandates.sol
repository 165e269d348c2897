// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

/// @title What permissions ask a body's register of members
/// @notice The part of a member register that tells who acts for a member.
interface IMandates {
    /// @notice Whether a key acts for a member: its mandate key, or a representative whose mandate was not revoked.
    function memberOf(address key) external view returns (bool found, address account, uint8 index);

    /// @notice What is registered about a member, as eight words: the last is the key that may accept its mandate.
    function member(
        address account
    )
        external
        view
        returns (
            bytes32 code,
            uint8 index,
            uint8 class,
            uint8 status,
            uint64 weight,
            uint16 weightYear,
            address mandateKey,
            address designatedKey
        );

    /// @notice Makes the caller the mandate key of a member that has designated it.
    function acceptMandate(address account) external;

    /// @notice Last second (since 1970) of the mandate of a representative; 0 when the key is none.
    function representationEnd(address key) external view returns (uint48 notAfter);
}
