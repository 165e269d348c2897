// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {AccessManagedUpgradeable} from "@openzeppelin/contracts-upgradeable/access/manager/AccessManagedUpgradeable.sol";
import {UUPSUpgradeable} from "@openzeppelin/contracts-upgradeable/proxy/utils/UUPSUpgradeable.sol";
import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";

import {ITrustedPoliciesRegistry} from "./ITrustedPoliciesRegistry.sol";
import {Paged} from "./Paged.sol";

/// @title Register of policies, answered from the roles of the Authority
/// @dev Stands behind a RegistryProxy.
contract TrustedPoliciesRegistry is ITrustedPoliciesRegistry, Paged, AccessManagedUpgradeable, UUPSUpgradeable {
    uint256 private constant POLICIES_MAXIMUM = 64;
    uint256 private constant NAME_MAXIMUM = 64;
    uint256 private constant DESCRIPTION_MAXIMUM = 256;
    /// @dev ADMIN of the AccessManager, and what a policy has that is answered from no role: no policy ever gives what an administrator has.
    uint64 private constant NO_ROLE = 0;
    /// @dev What everybody holds.
    uint64 private constant PUBLIC_ROLE = type(uint64).max;

    struct Policy {
        string name;
        string description;
        bool active;
        uint64 role;
    }

    /// @custom:storage-location erc7201:foedus.storage.TrustedPoliciesRegistry
    struct TrustedPoliciesRegistryStorage {
        /// By id minus 1.
        Policy[] policies;
        mapping(bytes32 nameHash => uint256 id) ids;
    }

    /// @dev keccak256(abi.encode(uint256(keccak256("foedus.storage.TrustedPoliciesRegistry")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant STORAGE_LOCATION = 0xfa9893af123314584a82a21fa0ab71f48fd0fbf386ff658f23ff247c292fa100;

    /// @dev Only proxies are initialised.
    constructor() {
        _disableInitializers();
    }

    /// @notice Connects the register to the authority of which it tells the roles, with the policies of the founding. Once.
    function initialize(address initialAuthority, InitialPolicy[] calldata initialPolicies) external initializer {
        __AccessManaged_init(initialAuthority);
        for (uint256 i = 0; i < initialPolicies.length; ++i) {
            InitialPolicy calldata initial = initialPolicies[i];
            uint256 id = _insert(initial.policyName, initial.description);
            _setRole(id, initial.policyName, initial.role);
        }
    }

    /// @inheritdoc ITrustedPoliciesRegistry
    function insertPolicy(string calldata policyName, string calldata description) external restricted {
        _insert(policyName, description);
    }

    /// @inheritdoc ITrustedPoliciesRegistry
    function updatePolicy(string calldata policyName, string calldata description) external restricted {
        (Policy storage policy, uint256 id) = _known(policyName);
        _requireLength(bytes(description).length, DESCRIPTION_MAXIMUM);

        string memory present = policy.description;
        policy.description = description;

        emit PolicyUpdated(id, present, description, msg.sender);
    }

    /// @inheritdoc ITrustedPoliciesRegistry
    function deactivatePolicy(string calldata policyName) external restricted {
        emit PolicyDeactivated(_setActive(policyName, false), msg.sender);
    }

    /// @inheritdoc ITrustedPoliciesRegistry
    function activatePolicy(string calldata policyName) external restricted {
        emit PolicyActivated(_setActive(policyName, true), msg.sender);
    }

    /// @inheritdoc ITrustedPoliciesRegistry
    function setPolicyRole(string calldata policyName, uint64 role) external restricted {
        (, uint256 id) = _known(policyName);
        _setRole(id, policyName, role);
    }

    /// @inheritdoc ITrustedPoliciesRegistry
    function checkPolicy(string calldata policyName, address account) external view returns (bool) {
        return _has(_storage().ids[keccak256(bytes(policyName))], account);
    }

    /// @inheritdoc ITrustedPoliciesRegistry
    function isUserAttribute(address user, string calldata attribute) external view returns (bool) {
        return _has(_storage().ids[keccak256(bytes(attribute))], user);
    }

    /// @inheritdoc ITrustedPoliciesRegistry
    function policyRole(string calldata policyName) external view returns (uint64) {
        (Policy storage policy, ) = _known(policyName);
        return policy.role;
    }

    /// @inheritdoc ITrustedPoliciesRegistry
    function getPolicies(
        uint256 page,
        uint256 pageSize
    ) external view returns (uint256[] memory items, uint256 total, uint256 howMany, uint256 prev, uint256 next) {
        total = _storage().policies.length;
        uint256 first;
        (first, howMany, prev, next) = _page(total, page, pageSize);
        items = new uint256[](howMany);
        for (uint256 i = 0; i < howMany; ++i) items[i] = first + i + 1;
    }

    /// @inheritdoc ITrustedPoliciesRegistry
    function getPolicyNames(
        uint256 page,
        uint256 pageSize
    ) external view returns (string[] memory items, uint256 total, uint256 howMany, uint256 prev, uint256 next) {
        Policy[] storage policies = _storage().policies;
        total = policies.length;
        uint256 first;
        (first, howMany, prev, next) = _page(total, page, pageSize);
        items = new string[](howMany);
        for (uint256 i = 0; i < howMany; ++i) items[i] = policies[first + i].name;
    }

    /// @inheritdoc ITrustedPoliciesRegistry
    function getPolicy(
        uint256 policyId
    ) external view returns (uint256 id, string memory description, string memory policyName, bool status) {
        uint256 count = _storage().policies.length;
        if (policyId == 0 || policyId > count) revert TrustedPoliciesRegistryUnknownId(policyId, count);
        Policy storage policy = _storage().policies[policyId - 1];
        return (policyId, policy.description, policy.name, policy.active);
    }

    /// @inheritdoc ITrustedPoliciesRegistry
    function getPolicy(
        string calldata policyName
    ) external view returns (uint256 id, string memory description, string memory name, bool status) {
        Policy storage policy;
        (policy, id) = _known(policyName);
        return (id, policy.description, policy.name, policy.active);
    }

    /// @inheritdoc ITrustedPoliciesRegistry
    function getUserAttributes(
        address user,
        uint256 page,
        uint256 pageSize
    ) external view returns (string[] memory items, uint256 total, uint256 howMany, uint256 prev, uint256 next) {
        Policy[] storage policies = _storage().policies;
        // At most 64, of which only a body inserts any.
        uint256[] memory held = new uint256[](policies.length);
        for (uint256 id = 1; id <= policies.length; ++id) if (_has(id, user)) held[total++] = id;
        uint256 first;
        (first, howMany, prev, next) = _page(total, page, pageSize);
        items = new string[](howMany);
        for (uint256 i = 0; i < howMany; ++i) items[i] = policies[held[first + i] - 1].name;
    }

    function _insert(string calldata policyName, string calldata description) private returns (uint256 id) {
        _requireLength(bytes(policyName).length, NAME_MAXIMUM);
        _requireLength(bytes(description).length, DESCRIPTION_MAXIMUM);
        TrustedPoliciesRegistryStorage storage $ = _storage();
        bytes32 nameHash = keccak256(bytes(policyName));
        if ($.ids[nameHash] != 0) revert TrustedPoliciesRegistryAlreadyInserted(policyName);
        if ($.policies.length == POLICIES_MAXIMUM) revert TrustedPoliciesRegistryFull(POLICIES_MAXIMUM);

        $.policies.push(Policy(policyName, description, true, NO_ROLE));
        id = $.policies.length;
        $.ids[nameHash] = id;

        emit PolicyInserted(id, policyName, description, msg.sender);
    }

    function _setActive(string calldata policyName, bool active) private returns (uint256 id) {
        Policy storage policy;
        (policy, id) = _known(policyName);
        if (policy.active == active) revert TrustedPoliciesRegistryStatusUnchanged(policyName, active);

        policy.active = active;
    }

    function _setRole(uint256 id, string calldata policyName, uint64 role) private {
        if (role == PUBLIC_ROLE) revert TrustedPoliciesRegistryRoleInvalid(policyName, role);

        _storage().policies[id - 1].role = role;

        emit PolicyRoleSet(id, role, msg.sender);
    }

    function _known(string calldata policyName) private view returns (Policy storage policy, uint256 id) {
        id = _storage().ids[keccak256(bytes(policyName))];
        if (id == 0) revert TrustedPoliciesRegistryUnknown(policyName);
        policy = _storage().policies[id - 1];
    }

    /// @dev Whoever holds the role with a delay has to wait, which no policy can see to.
    function _has(uint256 id, address account) private view returns (bool) {
        if (id == 0) return false;
        Policy storage policy = _storage().policies[id - 1];
        if (!policy.active || policy.role == NO_ROLE) return false;
        (bool holds, uint32 delay) = IAccessManager(authority()).hasRole(policy.role, account);
        return holds && delay == 0;
    }

    function _requireLength(uint256 length, uint256 maximum) private pure {
        if (length == 0 || length > maximum) revert TrustedPoliciesRegistryTextLength(length, maximum);
    }

    function _storage() private pure returns (TrustedPoliciesRegistryStorage storage $) {
        assembly {
            $.slot := STORAGE_LOCATION
        }
    }

    /// @dev The authority knows `upgradeToAndCall`, the function that enters here.
    function _authorizeUpgrade(address) internal override restricted {}
}
