// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

/// @title The one authority of the chain, enumerable
/// @notice Who may call what stands here and can be listed. Roles, delays and schedules are OpenZeppelin's AccessManager (`IAccessManager`).
interface IAuthorityEnumerable {
    /// @notice The change would leave nobody who administers the authority.
    /// @custom:remedy Grant the role ADMIN to a successor, wait until the grant is effective, then try again.
    error AuthorityLastAdmin(address account);
    /// @notice The authority cannot be closed as a target, because its own administrators would be shut out.
    /// @custom:remedy Close the single target instead.
    error AuthorityCannotCloseItself();
    /// @notice The execution delay of an administrator would be longer than a year.
    /// @custom:remedy Give at most 365 days, in seconds.
    error AuthorityAdminDelayOutOfBounds(uint32 executionDelay);
    /// @notice The lifetime of scheduled operations is out of bounds.
    /// @custom:remedy Give 1 hour to 365 days, in seconds.
    error AuthorityExpirationOutOfBounds(uint32 expiration);

    /// @notice How many accounts hold the role or wait for it.
    function roleMemberCount(uint64 roleId) external view returns (uint256);

    /// @notice Accounts that hold the role or wait for it: `hasRole` and `getAccess` tell which.
    function roleMembers(uint64 roleId) external view returns (address[] memory);

    /// @notice Roles that were ever granted or set for a function, ascending by first use.
    function roles() external view returns (uint64[] memory);

    /// @notice Targets that have a function with a role.
    function targets() external view returns (address[] memory);

    /// @notice Functions of a target that the role may call. Functions without an entry belong to ADMIN.
    function targetSelectors(address target, uint64 roleId) external view returns (bytes4[] memory);
}
