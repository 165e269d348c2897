// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {IPaged} from "./IPaged.sol";

/// @title Register of policies
/// @notice Names of rights as EBSI knows them, for example `DID:updateBaseDocument`, each answered from a role of the Authority: whoever
/// holds the role without delay has the right. With the functions of EBSI's Trusted Policies Registry v3; users get rights by
/// `grantRole` of the Authority alone.
/// @dev Texts are UTF-8. There are at most 64 policies, and none is ever deleted. Policies have ids from 1 on, in the order of insertion.
interface ITrustedPoliciesRegistry is IPaged {
    /// @notice What a policy is inserted with at the founding.
    struct InitialPolicy {
        string policyName;
        string description;
        uint64 role;
    }

    /// @notice A policy was inserted as active.
    event PolicyInserted(uint256 indexed policyId, string policyName, string description, address indexed actor);
    /// @notice A policy is described in other words.
    event PolicyUpdated(uint256 indexed policyId, string oldDescription, string newDescription, address indexed actor);
    /// @notice A policy gives no right any more.
    event PolicyDeactivated(uint256 indexed policyId, address indexed actor);
    /// @notice A policy gives rights again.
    event PolicyActivated(uint256 indexed policyId, address indexed actor);
    /// @notice A policy is answered from a role, or from none if it is 0.
    event PolicyRoleSet(uint256 indexed policyId, uint64 indexed role, address indexed actor);

    /// @notice The policy is in the register already.
    /// @custom:remedy Update the policy, or give another name.
    error TrustedPoliciesRegistryAlreadyInserted(string policyName);
    /// @notice No policy has this name.
    /// @custom:remedy Insert the policy first, or check its name: letter case counts.
    error TrustedPoliciesRegistryUnknown(string policyName);
    /// @notice No policy has this id.
    /// @custom:remedy Give an id from 1 to `count`.
    error TrustedPoliciesRegistryUnknownId(uint256 policyId, uint256 count);
    /// @notice A text is empty or too long.
    /// @custom:remedy Give 1 to `maximum` bytes of UTF-8.
    error TrustedPoliciesRegistryTextLength(uint256 length, uint256 maximum);
    /// @notice The policy is active or inactive already.
    /// @custom:remedy Nothing is to be done.
    error TrustedPoliciesRegistryStatusUnchanged(string policyName, bool active);
    /// @notice No policy is answered from the role that everybody holds.
    /// @custom:remedy Give a role that a body grants, or 0 for none.
    error TrustedPoliciesRegistryRoleInvalid(string policyName, uint64 role);
    /// @notice The register is full.
    /// @custom:remedy Use one of the `maximum` policies that are there.
    error TrustedPoliciesRegistryFull(uint256 maximum);

    /// @notice Inserts a policy, active but answered from no role yet. Restricted.
    /// @param policyName `<registry>:<function>`, 1 to 64 bytes.
    /// @param description 1 to 256 bytes.
    function insertPolicy(string calldata policyName, string calldata description) external;

    /// @notice Describes a policy in other words. Restricted.
    function updatePolicy(string calldata policyName, string calldata description) external;

    /// @notice Takes from everybody what the policy gives. Restricted.
    function deactivatePolicy(string calldata policyName) external;

    /// @notice Gives it back. Restricted.
    function activatePolicy(string calldata policyName) external;

    /// @notice Says which role a policy is answered from. Restricted.
    /// @param role A role that a body grants; 0 for none, since no policy is answered from ADMIN.
    function setPolicyRole(string calldata policyName, uint64 role) external;

    /// @notice Whether an account has what the policy gives: the policy is active, and the account holds its role now and without
    /// delay. False for unknown policies. Never reverts.
    /// @dev Whoever holds a role with a delay acts through the Authority, which no policy can replace.
    function checkPolicy(string calldata policyName, address account) external view returns (bool);

    /// @notice The role that a policy is answered from; 0 for none.
    function policyRole(string calldata policyName) external view returns (uint64);

    /// @notice Ids of the policies.
    function getPolicies(
        uint256 page,
        uint256 pageSize
    ) external view returns (uint256[] memory items, uint256 total, uint256 howMany, uint256 prev, uint256 next);

    /// @notice Names of the policies.
    function getPolicyNames(
        uint256 page,
        uint256 pageSize
    ) external view returns (string[] memory items, uint256 total, uint256 howMany, uint256 prev, uint256 next);

    /// @notice A policy by its id.
    function getPolicy(
        uint256 policyId
    ) external view returns (uint256 id, string memory description, string memory policyName, bool status);

    /// @notice A policy by its name.
    function getPolicy(
        string calldata policyName
    ) external view returns (uint256 id, string memory description, string memory name, bool status);

    /// @notice Names of the policies that an account has.
    function getUserAttributes(
        address user,
        uint256 page,
        uint256 pageSize
    ) external view returns (string[] memory items, uint256 total, uint256 howMany, uint256 prev, uint256 next);

    /// @notice The same as `checkPolicy`, under EBSI's other name and order.
    function isUserAttribute(address user, string calldata attribute) external view returns (bool);
}
