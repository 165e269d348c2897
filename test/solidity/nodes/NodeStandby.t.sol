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
    // ├── given its organisation put this or another node on standby less than a day ago ... it reverts
    // ├── given a validator at the floor, or no change left in the period ... it reverts as a whole
    // ├── given its organisation is suspended ... it works all the same
    // └── it rests; a validator left the set, and whoever rests may connect

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
            _resume(id);
            _assertStatus(id, NodeStatus.Active, "resumed at once");
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
        vm.assertEq(nodes.nextStandby(operator), 0, "NR2 its organisation has used nothing up");
        vm.assertEq(nodes.quarantineEnd(founder), 0, "NR2 and it does not rest");
    }

    // The rest of a day, for organisations
    // ├── given one of its nodes was put on standby ... none of its nodes is for a day, not a second before; those of others are
    // ├── given standby ... it can be resumed at any time, as far as the churn limit allows
    // ├── given quarantine ... it can be resumed a day later, not a second before
    // └── the body reinstates at any time, and the rest of the organisation goes on

    /// @dev Else whoever has many validators takes all changes of the set that there are.
    function test_Rest_OneStandbyADayForAnOrganisation() public {
        NodeId one = _bringTo(KEY, NodeKind.Observer, NodeStatus.Active);
        NodeId other = _bringTo(KEY + 1, NodeKind.Observer, NodeStatus.Active);
        Registration memory r = _registration(KEY + 2);
        r.organisation = otherOperator;
        NodeId foreign = _send(otherAdministrator, r, _sign(KEY + 2, _digest(r)));
        _admit(foreign);

        _standby(one);
        uint48 next = uint48(vm.getBlockTimestamp()) + REST;
        vm.assertEq(nodes.nextStandby(operator), next, "a day for the organisation");
        vm.assertEq(nodes.nextStandby(otherOperator), 0, "and for no other one");
        _expectTooSoon(other, next);
        _standby(other);
        _resume(one);
        _expectTooSoon(one, next);
        _standby(one);
        vm.prank(otherAdministrator);
        nodes.standbyNode(foreign);

        _advance(REST - 1);
        _expectTooSoon(other, next);
        _standby(other);
        _advance(1);
        _standby(other);
        _assertRests(other, NodeStatus.Standby);
    }

    /// @dev The day belongs to the organisation: that the node is gone brings no further standby.
    function test_Rest_SurvivesTheNode() public {
        NodeId one = _bringTo(KEY, NodeKind.Observer, NodeStatus.Active);
        NodeId other = _bringTo(KEY + 1, NodeKind.Observer, NodeStatus.Active);
        _standby(one);
        uint48 next = nodes.nextStandby(operator);
        _retire(one);
        _expectTooSoon(other, next);
        _standby(other);
    }

    function test_Rest_StandbyEndsAtAnyTime() public {
        NodeId id = _bringTo(KEY, NodeKind.Validator, NodeStatus.Active);
        _standby(id);
        // Of five validators one may change in a period: that the organisation need not wait does not mean that the set need not.
        vm.expectPartialRevert(IValidatorSet.ValidatorSetChurnLimit.selector);
        _resume(id);
        _assertStatus(id, NodeStatus.Standby, "NR2 nothing was changed");
        _advance(CHURN_PERIOD);
        vm.expectEmit(address(nodes));
        emit INodeRegistry.NodeStatusChanged(id, administrator, NodeStatus.Active, CHURN_PERIOD);
        vm.expectEmit(address(validators));
        emit IValidatorSet.ValidatorAdded(id.nodeAddress(), address(nodes));
        _resume(id);
    }

    function test_Rest_Quarantine() public {
        NodeId id = _bringTo(KEY, NodeKind.Validator, NodeStatus.Active);
        _quarantine(id);
        _assertRests(id, NodeStatus.Quarantined);
        uint48 end = uint48(vm.getBlockTimestamp()) + REST;
        _advance(REST - 1);
        _expectTooSoon(id, end);
        _resume(id);
        _advance(1);
        vm.expectEmit(address(nodes));
        emit INodeRegistry.NodeStatusChanged(id, administrator, NodeStatus.Active, CHURN_PERIOD);
        _resume(id);
        vm.assertTrue(validators.isValidator(id.nodeAddress()), "NR1 back in the set");
        // What monitors did takes nothing from the organisation.
        _advance(CHURN_PERIOD);
        _standby(id);
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
        uint48 next = nodes.nextStandby(operator);
        // A set of six allows one change in a period.
        _quarantine(one);
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
        vm.assertEq(nodes.nextStandby(operator), next, "NR2 its organisation has used nothing up");
        vm.assertEq(nodes.quarantineEnd(other), 0, "NR2 and it does not rest");

        // Whoever is out of the set already is suspended or retired without a change of it.
        _suspend(resting);
        _retire(one);
        _assertStatus(one, NodeStatus.Retired, "retired");
    }

    // quarantineNode
    // ├── given a validator of another network, or no validator ... it reverts
    // └── it works whatever its organisation is and whenever that put a node on standby

    function test_Quarantine() public {
        NodeId id = _bringTo(KEY, NodeKind.Validator, NodeStatus.Standby);
        _resume(id);
        _advance(CHURN_PERIOD);
        _suspendOrganisation(operator);
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

    // replaceNode
    // └── given the node rests ... it is retired all the same: nobody escapes by standby

    function test_Replace_NoEscapeByStandby() public {
        NodeStatus[2] memory resting = [NodeStatus.Standby, NodeStatus.Quarantined];
        for (uint256 i = 0; i < 2; ++i) {
            NodeId id = _bringTo(KEY + 2 * i, NodeKind.Validator, NodeStatus.Active);
            NodeId successor = _register(KEY + 2 * i + 1, NodeKind.Validator);
            uint256 count = nodes.nodeCount(operator);
            // While the decision that replaces it matures.
            if (resting[i] == NodeStatus.Standby) _standby(id);
            else _quarantine(id);
            vm.expectPartialRevert(IValidatorSet.ValidatorSetChurnLimit.selector);
            _replace(id, successor);
            _assertStatus(id, resting[i], "NR2 nothing was changed");
            _assertStatus(successor, NodeStatus.Pending, "NR2 nothing was changed");

            _advance(CHURN_PERIOD);
            vm.expectEmit(address(validators));
            emit IValidatorSet.ValidatorAdded(successor.nodeAddress(), address(nodes));
            _replace(id, successor);
            _assertStatus(id, NodeStatus.Retired, "NR5 retired");
            _assertStatus(successor, NodeStatus.Active, "NR5 in its place");
            vm.assertFalse(validators.isValidator(id.nodeAddress()), "NR1 out of the set");
            vm.assertTrue(validators.isValidator(successor.nodeAddress()), "NR1 in the set");
            vm.assertEq(nodes.nodeCount(operator), count - 1, "PM1 one node fewer");
            _expectWrongStatus(id, NodeStatus.Retired);
            _resume(id);
            _advance(CHURN_PERIOD);
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
        uint48 end = status == NodeStatus.Standby ? nodes.nextStandby(operator) : nodes.quarantineEnd(id);
        vm.assertEq(end, vm.getBlockTimestamp() + REST, "a day begins");
    }

    function _expectTooSoon(NodeId id, uint48 next) private {
        vm.expectRevert(abi.encodeWithSelector(INodeRegistry.NodeRegistryTooSoon.selector, id, next));
    }

    function _expectNotAdministrator(address account) private {
        vm.expectRevert(abi.encodeWithSelector(INodeRegistry.NodeRegistryNotAdministrator.selector, operator, account));
    }
}
