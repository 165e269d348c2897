// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {Initializable} from "@openzeppelin/contracts/proxy/utils/Initializable.sol";
import {SlotDerivation} from "@openzeppelin/contracts/utils/SlotDerivation.sol";

import {IRegistryProxy} from "../../../contracts/access/IRegistryProxy.sol";
import {NodeKind, NodeStatus} from "../../../contracts/nodes/INodeRegistry.sol";
import {NodeRegistry} from "../../../contracts/nodes/NodeRegistry.sol";
import {NodeId} from "../../../contracts/types/NodeId.sol";
import {vm} from "../support/Vm.sol";
import {RegistersSetUp} from "./RegistersSetUp.sol";

/// @notice Initialisation, storage and upgrade of the register of nodes.
contract NodeRegistryUpgradeTest is RegistersSetUp {
    function test_Initialize() public view {
        vm.assertEq(nodes.authority(), address(authority), "authority");
        vm.assertEq(address(nodes.organisationRegistry()), address(organisations), "organisations");
        vm.assertEq(address(nodes.validatorSet()), address(validators), "validators");
    }

    function test_RevertGiven_Initialize_Twice() public {
        vm.expectRevert(Initializable.InvalidInitialization.selector);
        nodes.initialize(stranger, organisations, validators);
    }

    function test_RevertWhen_Initialize_Implementation() public {
        NodeRegistry implementation = NodeRegistry(_nodeRegistry());
        vm.expectRevert(Initializable.InvalidInitialization.selector);
        implementation.initialize(stranger, organisations, validators);
    }

    function test_StorageStandsInItsNamespace() public {
        bytes32 slot = SlotDerivation.erc7201Slot("foedus.storage.NodeRegistry");
        vm.assertEq(_load(slot), bytes32(uint256(uint160(address(organisations)))), "organisations");
        vm.assertEq(
            _load(SlotDerivation.offset(slot, 1)),
            bytes32(uint256(uint160(address(validators)))),
            "validators"
        );
        NodeId id = _register(KEY, NodeKind.Observer);
        bytes32 record = SlotDerivation.deriveMapping(SlotDerivation.offset(slot, 2), NodeId.unwrap(id));
        uint256 packed = uint256(_load(SlotDerivation.offset(record, 1)));
        vm.assertEq(uint64(packed), _here(), "network");
        vm.assertEq(uint8(packed >> 64), uint256(NodeKind.Observer), "kind");
        vm.assertEq(uint8(packed >> 72), uint256(NodeStatus.Pending), "status");
        vm.assertEq(
            _load(SlotDerivation.deriveMapping(SlotDerivation.offset(slot, 3), NodeId.unwrap(id))),
            bytes32(uint256(1)),
            "nonce"
        );
    }

    function test_Upgrade() public {
        NodeId id = _bringTo(KEY, NodeKind.Validator, NodeStatus.Active);
        bytes32 before = keccak256(abi.encode(nodes.node(id)));
        address successor = _nodeRegistry();
        vm.prank(upgrader);
        nodes.upgradeToAndCall(successor, "");
        vm.assertEq(IRegistryProxy(address(nodes)).implementation(), successor, "implementation");
        vm.assertEq(keccak256(abi.encode(nodes.node(id))), before, "the state stays");
        _suspend(id);
        _assertStatus(id, NodeStatus.Suspended, "and the register works on");
    }

    function test_RevertWhen_Upgrade_CallerHasNotTheRole() public {
        address successor = _nodeRegistry();
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, body));
        vm.prank(body);
        nodes.upgradeToAndCall(successor, "");
    }

    function _load(bytes32 slot) private view returns (bytes32) {
        return vm.load(address(nodes), slot);
    }
}
