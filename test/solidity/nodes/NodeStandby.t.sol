// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {INodeRegistry, NodeKind, NodeStatus} from "../../../contracts/nodes/INodeRegistry.sol";
import {IValidatorSet} from "../../../contracts/nodes/IValidatorSet.sol";
import {NodeId} from "../../../contracts/types/NodeId.sol";
import {vm} from "../support/Vm.sol";
import {RegistersSetUp} from "./RegistersSetUp.sol";

/// @notice Nodes out of service for a while: standbyNode, resumeNode, quarantineNode, and what the body decides about such nodes.
contract NodeStandbyTest is RegistersSetUp {
    uint48 private constant REST = 1 days;

    // standbyNode
    // ├── when the caller is no administrator of its organisation ... it reverts
    // ├── given its standby changed less than a day ago ... it reverts
    // ├── given a validator at the floor, or no change left in the period ... it reverts as a whole
    // ├── given its organisation is suspended ... it works all the same
    // └── it rests for a day; a validator left the set, and whoever rests may connect

    function test_Standby() public {
        NodeId id = _bringTo(KEY, NodeKind.Validator, NodeStatus.Active);
        vm.expectEmit(address(nodes));
        emit INodeRegistry.NodeStatusChanged(id, administrator, NodeStatus.Standby, CHURN_PERIOD);
        vm.expectEmit(address(validators));
        emit IValidatorSet.ValidatorRemoved(id.nodeAddress(), address(nodes));
        _standby(id);
        _assertRests(id, NodeStatus.Standby);
        vm.assertFalse(validators.isValidator(id.nodeAddress()), "NR1 out of the set");
    }

    function test_Standby_OtherKindsLeaveTheSetAsItIs() public {
        address[] memory before = validators.getValidators();
        for (uint256 kind = 1; kind <= uint256(type(NodeKind).max); ++kind) {
            NodeId id = _bringTo(KEY + kind, NodeKind(kind), NodeStatus.Active);
            _standby(id);
            _assertRests(id, NodeStatus.Standby);
            _advance(REST);
            _resume(id);
        }
        vm.assertEq(validators.getValidators(), before, "NR1 the set stays");
    }

    function test_RevertWhen_StandbyOrResume_CallerIsNotAdministrator() public {
        NodeId id = _bringTo(KEY, NodeKind.Validator, NodeStatus.Active);
        address[3] memory callers = [otherAdministrator, body, monitoring];
        for (uint256 i = 0; i < callers.length; ++i) {
            _expectNotAdministrator(callers[i]);
            vm.prank(callers[i]);
            nodes.standbyNode(id);
        }
        _standby(id);
        _advance(REST);
        for (uint256 i = 0; i < callers.length; ++i) {
            _expectNotAdministrator(callers[i]);
            vm.prank(callers[i]);
            nodes.resumeNode(id);
        }
    }

    function test_Standby_GivenOrganisationSuspended() public {
        NodeId id = _bringTo(KEY, NodeKind.Validator, NodeStatus.Active);
        _suspendOrganisation(operator);
        _standby(id);
        _assertStatus(id, NodeStatus.Standby, "leaving is always open");
        _advance(REST);
        vm.expectRevert(abi.encodeWithSelector(INodeRegistry.NodeRegistryOrganisationNotActive.selector, operator));
        _resume(id);
        vm.expectRevert(abi.encodeWithSelector(INodeRegistry.NodeRegistryOrganisationNotActive.selector, operator));
        _reinstate(id);
    }

    function test_RevertGiven_Standby_AtTheFloor() public {
        NodeId founder = _bringTo(FOUNDER, NodeKind.Validator, NodeStatus.Active);
        bytes memory refusal = abi.encodeWithSelector(IValidatorSet.ValidatorSetAtFloor.selector, FLOOR, FLOOR);
        vm.expectRevert(refusal);
        _standby(founder);
        vm.expectRevert(refusal);
        _quarantine(founder);
        _assertStatus(founder, NodeStatus.Active, "NR2 nothing was changed");
        vm.assertEq(nodes.nextStandbyChange(founder), 0, "NR2 and it does not rest");
    }

    // The rest of a day, for organisations
    // ├── given standby ... it can be resumed a day later, not a second before
    // ├── given resumed ... it can be put on standby a day later, not a second before
    // ├── given quarantine ... likewise
    // └── the body reinstates at any time, and the rest goes on

    function test_Rest() public {
        NodeId id = _bringTo(KEY, NodeKind.Validator, NodeStatus.Active);
        for (uint256 i = 0; i < 3; ++i) {
            if (i == 0) _quarantine(id);
            else _standby(id);
            _assertRests(id, i == 0 ? NodeStatus.Quarantined : NodeStatus.Standby);
            uint48 next = uint48(vm.getBlockTimestamp()) + REST;
            _advance(REST - 1);
            _expectTooSoon(id, next);
            _resume(id);
            _advance(1);
            vm.expectEmit(address(nodes));
            emit INodeRegistry.NodeStatusChanged(id, administrator, NodeStatus.Active, CHURN_PERIOD + uint64(i) * REST);
            vm.expectEmit(address(validators));
            emit IValidatorSet.ValidatorAdded(id.nodeAddress(), address(nodes));
            _resume(id);

            next += REST;
            vm.assertEq(nodes.nextStandbyChange(id), next, "the day begins again");
            _advance(REST - 1);
            _expectTooSoon(id, next);
            _standby(id);
            _advance(1);
        }
    }

    function test_Rest_TheBodyNeedNotWait() public {
        NodeId id = _bringTo(KEY, NodeKind.Observer, NodeStatus.Active);
        _standby(id);
        uint48 next = uint48(vm.getBlockTimestamp()) + REST;
        _reinstate(id);
        _assertStatus(id, NodeStatus.Active, "reinstated at once");
        _expectTooSoon(id, next);
        _standby(id);
        _suspend(id);
        _reinstate(id);
        _expectTooSoon(id, next);
        _standby(id);
        _advance(REST);
        _standby(id);
    }

    // Churn: what organisations and monitors do counts as what the body does

    function test_RevertGiven_NoChangeLeft() public {
        NodeId one = _bringTo(KEY, NodeKind.Validator, NodeStatus.Active);
        NodeId other = _bringTo(KEY + 1, NodeKind.Validator, NodeStatus.Active);
        NodeId resting = _bringTo(KEY + 2, NodeKind.Validator, NodeStatus.Standby);
        // A set of six allows one change in a period.
        _standby(one);
        bytes memory refusal = abi.encodeWithSelector(
            IValidatorSet.ValidatorSetChurnLimit.selector,
            1,
            vm.getBlockTimestamp() + CHURN_PERIOD
        );
        vm.expectRevert(refusal);
        _standby(other);
        vm.expectRevert(refusal);
        _quarantine(other);
        vm.expectRevert(refusal);
        _suspend(other);
        vm.expectRevert(refusal);
        _resume(resting);
        vm.expectRevert(refusal);
        _reinstate(resting);
        _assertStatus(other, NodeStatus.Active, "NR2 nothing was changed");
        _assertStatus(resting, NodeStatus.Standby, "NR2 nothing was changed");
        vm.assertLe(nodes.nextStandbyChange(other), 0, "NR2 and it does not rest");

        // Whoever is out of the set already is suspended or retired without a change of it.
        _suspend(resting);
        _retire(one);
        _assertStatus(one, NodeStatus.Retired, "retired");
    }

    // quarantineNode
    // ├── given a validator of another network, or no validator ... it reverts
    // └── it works whatever its organisation is and whenever its standby changed

    function test_Quarantine() public {
        NodeId id = _bringTo(KEY, NodeKind.Validator, NodeStatus.Standby);
        _resume(id);
        _advance(CHURN_PERIOD - 1);
        _suspendOrganisation(operator);
        // One second before the organisation could change its standby; the period of the set's change ends now.
        _advance(1);
        vm.expectEmit(address(nodes));
        emit INodeRegistry.NodeStatusChanged(id, monitoring, NodeStatus.Quarantined, 2 * CHURN_PERIOD);
        _quarantine(id);
        _assertRests(id, NodeStatus.Quarantined);
        vm.assertFalse(validators.isValidator(id.nodeAddress()), "NR1 out of the set");
    }

    function test_RevertGiven_Quarantine_NoValidatorHere() public {
        Registration memory r = _registration(KEY, NodeKind.Validator);
        r.network = _here() + 1;
        NodeId elsewhere = _register(KEY, r);
        _admit(elsewhere);
        vm.expectRevert(abi.encodeWithSelector(INodeRegistry.NodeRegistryNotValidator.selector, elsewhere));
        _quarantine(elsewhere);
    }

    // Out of standby and quarantine by decision of the body

    function test_SuspendReinstateRetire() public {
        NodeStatus[2] memory resting = [NodeStatus.Standby, NodeStatus.Quarantined];
        for (uint256 i = 0; i < 2; ++i) {
            NodeId id = _bringTo(KEY + 3 * i, NodeKind.Validator, resting[i]);
            address[] memory before = validators.getValidators();
            _suspend(id);
            vm.assertEq(validators.getValidators(), before, "NR1 it had left the set already");
            vm.assertFalse(nodes.mayConnect(id), "out of the network");
            _reinstate(id);
            vm.assertTrue(validators.isValidator(id.nodeAddress()), "NR1 back in the set");
            _advance(CHURN_PERIOD);
            _suspend(id);
            _advance(CHURN_PERIOD);

            id = _bringTo(KEY + 3 * i + 1, NodeKind.Validator, resting[i]);
            _reinstate(id);
            vm.assertTrue(validators.isValidator(id.nodeAddress()), "NR1 reinstated without a suspension");
            _advance(CHURN_PERIOD);

            id = _bringTo(KEY + 3 * i + 2, NodeKind.Validator, resting[i]);
            before = validators.getValidators();
            _retire(id);
            vm.assertEq(validators.getValidators(), before, "NR1 it had left the set already");
            vm.assertFalse(nodes.mayConnect(id), "out of the network");
        }
    }

    // mayConnect: the whole table stands in NodeLifeCycle.t.sol, for this chain

    function test_MayConnect_OfAnotherNetwork() public {
        Registration memory r = _registration(KEY, NodeKind.Observer);
        r.network = _here() + 1;
        NodeId id = _register(KEY, r);
        _admit(id);
        vm.assertFalse(nodes.mayConnect(id), "active elsewhere");
        _standby(id);
        vm.assertFalse(nodes.mayConnect(id), "on standby elsewhere");
        vm.assertFalse(nodes.mayConnect(NodeId.wrap(0)), "unknown");
    }

    // activeSeconds beside a model: neither standby, quarantine nor suspension counts

    function testFuzz_ActiveSecondsFollowTheModel(uint32[16] memory steps) public {
        NodeId id = _bringTo(KEY, NodeKind.Validator, NodeStatus.Active);
        uint256 total = nodes.activeSeconds(id);
        for (uint256 i = 0; i < steps.length; ++i) {
            bool active = nodes.isActive(id);
            uint256 action = steps[i] % 4;
            (address sender, bytes4 selector) = (administrator, nodes.resumeNode.selector);
            if (active && action == 0) selector = nodes.standbyNode.selector;
            else if (active && action == 1) (sender, selector) = (monitoring, nodes.quarantineNode.selector);
            else if (active || action == 2) (sender, selector) = (body, nodes.suspendNode.selector);
            else if (action == 3) (sender, selector) = (body, nodes.reinstateNode.selector);
            vm.prank(sender);
            (bool done, ) = address(nodes).call(abi.encodeWithSelector(selector, id));
            vm.assertEq(nodes.activeSeconds(id), total, "the step itself adds nothing");
            if (done && selector != nodes.suspendNode.selector) {
                vm.assertTrue(nodes.isActive(id) != active, "NR5 every step but a suspension changes it");
            }
            uint256 elapsed = (steps[i] >> 4) % 3 days;
            _advance(elapsed);
            if (nodes.isActive(id)) total += elapsed;
            vm.assertEq(nodes.activeSeconds(id), total, "only active seconds add up");
            vm.assertEq(validators.isValidator(id.nodeAddress()), nodes.isActive(id), "NR1 in the set while active");
        }
    }

    function _assertRests(NodeId id, NodeStatus status) private view {
        _assertStatus(id, status, "NR5 status");
        vm.assertTrue(nodes.mayConnect(id), "it stays connected");
        vm.assertEq(nodes.node(id).activeSince, 0, "not active");
        vm.assertEq(nodes.nextStandbyChange(id), vm.getBlockTimestamp() + REST, "it rests for a day");
    }

    function _expectTooSoon(NodeId id, uint48 next) private {
        vm.expectRevert(abi.encodeWithSelector(INodeRegistry.NodeRegistryTooSoon.selector, id, next));
    }

    function _expectNotAdministrator(address account) private {
        vm.expectRevert(abi.encodeWithSelector(INodeRegistry.NodeRegistryNotAdministrator.selector, operator, account));
    }
}
