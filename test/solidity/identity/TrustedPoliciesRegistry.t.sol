// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {Initializable} from "@openzeppelin/contracts/proxy/utils/Initializable.sol";

import {Roles} from "../../../contracts/access/Roles.sol";
import {ITrustedPoliciesRegistry} from "../../../contracts/identity/ITrustedPoliciesRegistry.sol";
import {Genesis} from "../support/Genesis.sol";
import {TrustedPoliciesRegistryInitialiser} from "../support/Initialisers.sol";
import {vm} from "../support/Vm.sol";

contract TrustedPoliciesRegistryTest is Genesis {
    /// @dev Policies of the founding.
    uint256 private constant FOUNDING = 15;
    address private immutable _body = address(0xb0d1);
    address private immutable _registrar = address(0x4e61);
    address private immutable _stranger = address(0x5742);

    function setUp() public {
        _loadGenesis();
        _grant(Roles.POLICIES, _body);
    }

    // Every deciding function
    // ├── when the caller has not the role ... it reverts
    // └── given the policy is unknown ... it reverts, except the insertion

    function test_RevertWhen_CallerHasNotTheRole() public {
        bytes memory refusal = abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, _stranger);
        vm.startPrank(_stranger);
        vm.expectRevert(refusal);
        POLICIES.insertPolicy("X:y", "does y");
        vm.expectRevert(refusal);
        POLICIES.updatePolicy("DID:addController", "does y");
        vm.expectRevert(refusal);
        POLICIES.deactivatePolicy("DID:addController");
        vm.expectRevert(refusal);
        POLICIES.activatePolicy("DID:addController");
        vm.expectRevert(refusal);
        POLICIES.setPolicyRole("DID:addController", 5);
        vm.stopPrank();
    }

    function test_RevertGiven_Unknown() public {
        bytes memory refusal = abi.encodeWithSelector(
            ITrustedPoliciesRegistry.TrustedPoliciesRegistryUnknown.selector,
            "X:y"
        );
        vm.startPrank(_body);
        vm.expectRevert(refusal);
        POLICIES.updatePolicy("X:y", "does y");
        vm.expectRevert(refusal);
        POLICIES.deactivatePolicy("X:y");
        vm.expectRevert(refusal);
        POLICIES.activatePolicy("X:y");
        vm.expectRevert(refusal);
        POLICIES.setPolicyRole("X:y", 5);
        vm.stopPrank();
        vm.expectRevert(refusal);
        POLICIES.policyRole("X:y");
        vm.expectRevert(refusal);
        POLICIES.getPolicy("X:y");
        vm.assertFalse(POLICIES.checkPolicy("X:y", _body), "nobody has it");
    }

    // Policies of the founding are answered from their roles

    function test_Founding() public view {
        (, uint256 total, , , ) = POLICIES.getPolicies(1, 50);
        vm.assertEq(total, FOUNDING, "policies");
        vm.assertEq(POLICIES.policyRole("DID:insertDidDocument"), Roles.REGISTRARS, "insertion");
        vm.assertEq(POLICIES.policyRole("TIR:updateIssuer"), Roles.REGISTRARS, "proxies");
        vm.assertEq(POLICIES.policyRole("TIR:setAttributeMetadata"), Roles.ROOT_TAOS, "roots");
        vm.assertEq(POLICIES.policyRole("TSR:insertSchema"), Roles.SCHEMAS, "schemas");
    }

    // checkPolicy
    // ├── when the account has not the role, or with a delay ... it is false
    // ├── given the policy is inactive or has no role ... it is false
    // └── it is true for the holders of the role at that moment

    function test_Check() public {
        vm.assertFalse(POLICIES.checkPolicy("DID:addController", _registrar), "without the role");
        _grant(Roles.REGISTRARS, _registrar);
        vm.assertTrue(POLICIES.checkPolicy("DID:addController", _registrar), "with it");
        vm.assertTrue(POLICIES.isUserAttribute(_registrar, "DID:addController"), "by the other name");
        vm.assertFalse(POLICIES.checkPolicy("TIR:setAttributeMetadata", _registrar), "another policy");
        // The Council holds the role of schemas with a delay, which no policy can replace.
        vm.assertFalse(POLICIES.checkPolicy("TSR:insertSchema", address(COUNCIL)), "with a delay");
        (string[] memory names, uint256 total, uint256 howMany, , ) = POLICIES.getUserAttributes(_registrar, 2, 10);
        vm.assertEq(total, 11, "policies of the account");
        vm.assertEq(howMany, 1, "of the page");
        vm.assertEq(names[0], "TIR:updateIssuer", "the last");
        vm.startPrank(_body);
        POLICIES.insertPolicy("X:y", "does y");
        POLICIES.setPolicyRole("X:y", Roles.REGISTRARS);
        vm.stopPrank();
        (names, total, howMany, , ) = POLICIES.getUserAttributes(_registrar, 2, 10);
        vm.assertEq(total, 12, "with the policy inserted last");
        vm.assertEq(names[1], "X:y", "the last inserted");
        _decide(address(AUTHORITY), abi.encodeCall(AUTHORITY.revokeRole, (Roles.REGISTRARS, _registrar)));
        vm.assertFalse(POLICIES.checkPolicy("DID:addController", _registrar), "revoked");
    }

    function test_Deactivate() public {
        _grant(Roles.REGISTRARS, _registrar);
        vm.startPrank(_body);
        vm.expectEmit(address(POLICIES));
        emit ITrustedPoliciesRegistry.PolicyDeactivated(3, _body);
        POLICIES.deactivatePolicy("DID:addController");
        vm.assertFalse(POLICIES.checkPolicy("DID:addController", _registrar), "inactive");
        vm.assertTrue(POLICIES.checkPolicy("DID:revokeController", _registrar), "the others");
        vm.expectRevert(
            abi.encodeWithSelector(
                ITrustedPoliciesRegistry.TrustedPoliciesRegistryStatusUnchanged.selector,
                "DID:addController",
                false
            )
        );
        POLICIES.deactivatePolicy("DID:addController");
        vm.expectEmit(address(POLICIES));
        emit ITrustedPoliciesRegistry.PolicyActivated(3, _body);
        POLICIES.activatePolicy("DID:addController");
        vm.assertTrue(POLICIES.checkPolicy("DID:addController", _registrar), "active");
        vm.expectRevert(
            abi.encodeWithSelector(
                ITrustedPoliciesRegistry.TrustedPoliciesRegistryStatusUnchanged.selector,
                "DID:addController",
                true
            )
        );
        POLICIES.activatePolicy("DID:addController");
        vm.stopPrank();
    }

    // setPolicyRole
    // ├── when it is the role that everybody holds ... it reverts
    // └── the policy is answered from it, and from none if it is 0, which nobody has, not even ADMIN

    function test_SetRole() public {
        address administrator = address(0xad);
        _grant(0, administrator);
        vm.startPrank(_body);
        vm.expectEmit(address(POLICIES));
        emit ITrustedPoliciesRegistry.PolicyRoleSet(3, Roles.POLICIES, _body);
        POLICIES.setPolicyRole("DID:addController", Roles.POLICIES);
        vm.assertTrue(POLICIES.checkPolicy("DID:addController", _body), "answered from the new role");
        POLICIES.setPolicyRole("DID:addController", 0);
        vm.assertFalse(POLICIES.checkPolicy("DID:addController", _body), "answered from none");
        vm.assertFalse(POLICIES.checkPolicy("DID:addController", administrator), "nor from ADMIN");
        uint64 everybody = type(uint64).max;
        vm.expectRevert(
            abi.encodeWithSelector(
                ITrustedPoliciesRegistry.TrustedPoliciesRegistryRoleInvalid.selector,
                "DID:addController",
                everybody
            )
        );
        POLICIES.setPolicyRole("DID:addController", everybody);
        vm.stopPrank();
    }

    // insertPolicy, updatePolicy
    // ├── when a text is empty or too long ... it reverts
    // ├── given the policy is there, or there are 64 ... it reverts
    // └── it is active, and nobody has it

    function test_Insert() public {
        vm.startPrank(_body);
        vm.expectEmit(address(POLICIES));
        emit ITrustedPoliciesRegistry.PolicyInserted(FOUNDING + 1, "X:y", "does y", _body);
        POLICIES.insertPolicy("X:y", "does y");
        vm.assertEq(POLICIES.policyRole("X:y"), 0, "role");
        vm.assertFalse(POLICIES.checkPolicy("X:y", _body), "nobody has it");
        vm.expectEmit(address(POLICIES));
        emit ITrustedPoliciesRegistry.PolicyUpdated(FOUNDING + 1, "does y", "does z", _body);
        POLICIES.updatePolicy("X:y", "does z");
        (uint256 id, string memory description, string memory name, bool status) = POLICIES.getPolicy("X:y");
        vm.assertEq(id, FOUNDING + 1, "id");
        vm.assertEq(description, "does z", "description");
        vm.assertTrue(status, "active");
        (id, description, name, status) = POLICIES.getPolicy(FOUNDING + 1);
        vm.assertEq(name, "X:y", "name by id");
        vm.assertEq(id, FOUNDING + 1, "id by id");
        vm.expectRevert(
            abi.encodeWithSelector(ITrustedPoliciesRegistry.TrustedPoliciesRegistryAlreadyInserted.selector, "X:y")
        );
        POLICIES.insertPolicy("X:y", "does y");
        for (uint256 i = FOUNDING + 1; i < 64; ++i) POLICIES.insertPolicy(string(abi.encode(i)), "does i");
        vm.expectRevert(abi.encodeWithSelector(ITrustedPoliciesRegistry.TrustedPoliciesRegistryFull.selector, 64));
        POLICIES.insertPolicy("X:z", "does z");
        vm.stopPrank();
        (string[] memory names, uint256 total, uint256 howMany, uint256 prev, uint256 next) = POLICIES.getPolicyNames(
            2,
            50
        );
        vm.assertEq(total, 64, "policies");
        vm.assertEq(howMany, 14, "of the page");
        vm.assertEq(names[13], string(abi.encode(63)), "the last");
        vm.assertEq(prev, 1, "before");
        vm.assertEq(next, 2, "behind");
        (uint256[] memory ids, , , , ) = POLICIES.getPolicies(2, 50);
        vm.assertEq(ids[0], 51, "its first id");
    }

    function test_RevertWhen_TextLength() public {
        vm.startPrank(_body);
        _expectLength(0, 64);
        POLICIES.insertPolicy("", "does y");
        _expectLength(65, 64);
        POLICIES.insertPolicy(string(new bytes(65)), "does y");
        _expectLength(0, 256);
        POLICIES.insertPolicy("X:y", "");
        _expectLength(257, 256);
        POLICIES.insertPolicy("X:y", string(new bytes(257)));
        POLICIES.insertPolicy(string(new bytes(64)), string(new bytes(256)));
        _expectLength(0, 256);
        POLICIES.updatePolicy("DID:addController", "");
        vm.stopPrank();
        uint256[2] memory ids = [uint256(0), FOUNDING + 2];
        for (uint256 i = 0; i < ids.length; ++i) {
            vm.expectRevert(
                abi.encodeWithSelector(
                    ITrustedPoliciesRegistry.TrustedPoliciesRegistryUnknownId.selector,
                    ids[i],
                    FOUNDING + 1
                )
            );
            POLICIES.getPolicy(ids[i]);
        }
    }

    function test_RevertGiven_Initialize_Twice() public {
        vm.expectRevert(Initializable.InvalidInitialization.selector);
        TrustedPoliciesRegistryInitialiser(address(POLICIES)).initialize(
            _stranger,
            new ITrustedPoliciesRegistry.InitialPolicy[](0)
        );
    }

    function _expectLength(uint256 length, uint256 maximum) private {
        vm.expectRevert(
            abi.encodeWithSelector(ITrustedPoliciesRegistry.TrustedPoliciesRegistryTextLength.selector, length, maximum)
        );
    }
}
