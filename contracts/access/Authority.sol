// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";
import {EnumerableSet} from "@openzeppelin/contracts/utils/structs/EnumerableSet.sol";

import {IAuthorityEnumerable} from "./IAuthorityEnumerable.sol";

/// @title The one authority of the chain
/// @notice OpenZeppelin's AccessManager, enumerable, with the lifetime of scheduled operations as a parameter and without the ways
/// to lose the last administrator.
/// @dev Immutable; it is replaced by `updateAuthority` on every target.
contract Authority is AccessManager, IAuthorityEnumerable {
    using EnumerableSet for EnumerableSet.AddressSet;
    using EnumerableSet for EnumerableSet.Bytes4Set;
    using EnumerableSet for EnumerableSet.UintSet;

    uint32 private constant MIN_EXPIRATION = 1 hours;
    uint32 private constant MAX_EXPIRATION = 365 days;
    uint32 private constant MAX_ADMIN_DELAY = 365 days;

    uint32 private immutable _expirationSeconds;

    EnumerableSet.UintSet private _roleIds;
    EnumerableSet.AddressSet private _targetsWithRoles;
    mapping(uint64 roleId => EnumerableSet.AddressSet) private _members;
    mapping(address target => mapping(uint64 roleId => EnumerableSet.Bytes4Set)) private _selectors;

    /// @param initialAdmin First account with the role ADMIN.
    /// @param expirationSeconds Lifetime of a scheduled operation after it became ready, 1 hour to 365 days.
    constructor(address initialAdmin, uint32 expirationSeconds) AccessManager(initialAdmin) {
        if (expirationSeconds < MIN_EXPIRATION || expirationSeconds > MAX_EXPIRATION) {
            revert AuthorityExpirationOutOfBounds(expirationSeconds);
        }
        _expirationSeconds = expirationSeconds;
    }

    /// @notice Seconds after which a scheduled operation that became ready is dead.
    function expiration() public view override returns (uint32) {
        return _expirationSeconds;
    }

    /// @inheritdoc IAuthorityEnumerable
    function roleMemberCount(uint64 roleId) external view returns (uint256) {
        return _members[roleId].length();
    }

    /// @inheritdoc IAuthorityEnumerable
    function roleMembers(uint64 roleId) external view returns (address[] memory) {
        return _members[roleId].values();
    }

    /// @inheritdoc IAuthorityEnumerable
    function roles() external view returns (uint64[] memory roleIds) {
        uint256[] memory values = _roleIds.values();
        roleIds = new uint64[](values.length);
        for (uint256 i = 0; i < values.length; ++i) {
            roleIds[i] = uint64(values[i]);
        }
    }

    /// @inheritdoc IAuthorityEnumerable
    function targets() external view returns (address[] memory) {
        return _targetsWithRoles.values();
    }

    /// @inheritdoc IAuthorityEnumerable
    function targetSelectors(address target, uint64 roleId) external view returns (bytes4[] memory) {
        return _selectors[target][roleId].values();
    }

    function _grantRole(
        uint64 roleId,
        address account,
        uint32 grantDelay,
        uint32 executionDelay
    ) internal override returns (bool newMember) {
        // Who has to wait for years cannot administer: a delay given in milliseconds would lock everybody out.
        if (roleId == ADMIN_ROLE && executionDelay > MAX_ADMIN_DELAY) {
            revert AuthorityAdminDelayOutOfBounds(executionDelay);
        }
        newMember = super._grantRole(roleId, account, grantDelay, executionDelay);
        _roleIds.add(roleId);
        _members[roleId].add(account);
    }

    function _revokeRole(uint64 roleId, address account) internal override returns (bool removed) {
        removed = super._revokeRole(roleId, account);
        if (!removed) return false;
        _members[roleId].remove(account);
        if (roleId == ADMIN_ROLE && !_hasEffectiveAdmin()) revert AuthorityLastAdmin(account);
    }

    function _setTargetFunctionRole(address target, bytes4 selector, uint64 roleId) internal override {
        uint64 previous = getTargetFunctionRole(target, selector);
        super._setTargetFunctionRole(target, selector, roleId);
        _selectors[target][previous].remove(selector);
        _selectors[target][roleId].add(selector);
        _roleIds.add(roleId);
        _targetsWithRoles.add(target);
    }

    function _setTargetClosed(address target, bool closed) internal override {
        if (closed && target == address(this)) revert AuthorityCannotCloseItself();
        super._setTargetClosed(target, closed);
    }

    /// @dev Only administrators can make the list longer, so the loop is bounded by those who would pay for it.
    function _hasEffectiveAdmin() private view returns (bool) {
        uint256 count = _members[ADMIN_ROLE].length();
        for (uint256 i = 0; i < count; ++i) {
            (bool effective, ) = hasRole(ADMIN_ROLE, _members[ADMIN_ROLE].at(i));
            if (effective) return true;
        }
        return false;
    }
}
