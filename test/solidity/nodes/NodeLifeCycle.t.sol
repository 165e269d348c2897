// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";

import {INodeRegistry, NodeKind, NodeStatus} from "../../../contracts/nodes/INodeRegistry.sol";
import {IValidatorSet} from "../../../contracts/nodes/IValidatorSet.sol";
import {NodeId, nodeIdOf} from "../../../contracts/types/NodeId.sol";
import {vm} from "../support/Vm.sol";
import {RegistersSetUp} from "./RegistersSetUp.sol";

/// @notice Every transition in every status, and what the body decides: admitNode, suspendNode, reinstateNode, retireNode, replaceNode.
contract NodeLifeCycleTest is RegistersSetUp {
    enum Action {
        Register,
        Withdraw,
        Admit,
        Suspend,
        Reinstate,
        Retire,
        Standby,
        Resume,
        Quarantine,
        Move,
        Describe,
        ReplaceRetired,
        ReplaceAdmitted
    }

    /// @dev The other node of a replacement.
    uint256 private constant PARTNER = 0xabc2;

    // Every deciding function
    // └── when the caller has not the role ... it reverts

    function test_RevertWhen_CallerHasNotTheRole() public {
        NodeId id = _register(KEY, NodeKind.Validator);
        bytes memory refusal = abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, administrator);
        vm.startPrank(administrator);
        vm.expectRevert(refusal);
        nodes.admitNode(id);
        vm.expectRevert(refusal);
        nodes.suspendNode(id);
        vm.expectRevert(refusal);
        nodes.reinstateNode(id);
        vm.expectRevert(refusal);
        nodes.retireNode(id);
        vm.expectRevert(refusal);
        nodes.replaceNode(id, id);
        vm.expectRevert(refusal);
        nodes.quarantineNode(id);
        vm.stopPrank();
    }

    // Life cycle, written out as a table in `_statusAfter`
    // ├── given no node ... it can be registered; everything else reverts as unknown
    // ├── given pending ... it can be withdrawn, admitted and retired
    // ├── given active ... it can be suspended, retired, replaced, put on standby and, as a validator, into quarantine
    // ├── given suspended ... it can be reinstated and retired
    // ├── given on standby or in quarantine ... it can be resumed, reinstated, suspended, retired and, as a validator, replaced
    // ├── given it is registered and not retired ... it can be moved and described, and stays what it is
    // └── given retired ... nothing works any more

    function test_LifeCycle_EveryActionInEveryStatus() public {
        for (uint256 k = 0; k <= uint256(type(NodeKind).max); ++k) {
            for (uint256 s = 0; s <= uint256(type(NodeStatus).max); ++s) {
                // Nothing but a validator comes into quarantine, as the row of the active ones shows.
                if (NodeStatus(s) == NodeStatus.Quarantined && NodeKind(k) != NodeKind.Validator) continue;
                for (uint256 a = 0; a <= uint256(type(Action).max); ++a) {
                    uint256 snapshot = vm.snapshotState();
                    _tryAction(NodeKind(k), NodeStatus(s), Action(a));
                    vm.assertTrue(vm.revertToState(snapshot), "snapshot");
                }
            }
        }
    }

    function _tryAction(NodeKind kind, NodeStatus status, Action action) private {
        NodeId id = _bringTo(KEY, kind, status);
        NodeId partner = _idOf(PARTNER);
        if (action == Action.ReplaceRetired) _bringTo(PARTNER, NodeKind.Validator, NodeStatus.Pending);
        if (action == Action.ReplaceAdmitted) _bringTo(PARTNER, NodeKind.Validator, NodeStatus.Active);

        // The proof is made now, because an expected revert is that of the next call.
        Registration memory again = _registration(KEY, kind);
        bytes memory proof = _sign(KEY, _digest(again));
        (bool allowed, NodeStatus expected) = _statusAfter(status, action);
        bool replaces = action == Action.ReplaceRetired || action == Action.ReplaceAdmitted;
        if (!allowed) {
            if (action == Action.Register) {
                vm.expectRevert(abi.encodeWithSelector(INodeRegistry.NodeRegistryAlreadyRegistered.selector, id));
            } else if (status == NodeStatus.None) {
                vm.expectRevert(abi.encodeWithSelector(INodeRegistry.NodeRegistryUnknown.selector, id));
            } else {
                _expectWrongStatus(id, status);
            }
        } else if (replaces && kind != NodeKind.Validator) {
            expected = status;
            (NodeId retired, NodeId admitted) = action == Action.ReplaceRetired ? (id, partner) : (partner, id);
            _expectNotReplaceable(retired, admitted);
        } else if (action == Action.Quarantine && kind != NodeKind.Validator) {
            expected = status;
            vm.expectRevert(abi.encodeWithSelector(INodeRegistry.NodeRegistryNotValidator.selector, id));
        }
        if (action == Action.Register) _send(administrator, again, proof);
        else _decide(action, id, partner);

        _assertStatus(id, expected, "NR5 status after the action");
        vm.assertEq(nodes.isActive(id), expected == NodeStatus.Active, "NR5 isActive after the action");
        vm.assertEq(nodes.mayConnect(id), _isIn(expected), "mayConnect after the action");
        vm.assertEq(
            validators.isValidator(id.nodeAddress()),
            expected == NodeStatus.Active && kind == NodeKind.Validator,
            "NR5 the active validators stand in the set, and no others"
        );
    }

    function _isIn(NodeStatus status) private pure returns (bool) {
        return status == NodeStatus.Active || status == NodeStatus.Standby || status == NodeStatus.Quarantined;
    }

    function _statusAfter(NodeStatus status, Action action) private pure returns (bool allowed, NodeStatus after_) {
        after_ = status;
        if (action == Action.Move || action == Action.Describe) {
            return (status != NodeStatus.None && status != NodeStatus.Retired, status);
        }
        if (status == NodeStatus.None) {
            if (action == Action.Register) return (true, NodeStatus.Pending);
        } else if (status == NodeStatus.Pending) {
            if (action == Action.Withdraw) return (true, NodeStatus.None);
            if (action == Action.Admit || action == Action.ReplaceAdmitted) return (true, NodeStatus.Active);
            if (action == Action.Retire) return (true, NodeStatus.Retired);
        } else if (status == NodeStatus.Active) {
            if (action == Action.Suspend) return (true, NodeStatus.Suspended);
            if (action == Action.Retire || action == Action.ReplaceRetired) return (true, NodeStatus.Retired);
            if (action == Action.Standby) return (true, NodeStatus.Standby);
            if (action == Action.Quarantine) return (true, NodeStatus.Quarantined);
        } else if (status == NodeStatus.Suspended) {
            if (action == Action.Reinstate) return (true, NodeStatus.Active);
            if (action == Action.Retire) return (true, NodeStatus.Retired);
        } else if (status == NodeStatus.Standby || status == NodeStatus.Quarantined) {
            if (action == Action.Resume || action == Action.Reinstate) return (true, NodeStatus.Active);
            if (action == Action.Suspend) return (true, NodeStatus.Suspended);
            if (action == Action.Retire || action == Action.ReplaceRetired) return (true, NodeStatus.Retired);
        }
    }

    function _decide(Action action, NodeId id, NodeId partner) private {
        if (action == Action.Withdraw) _withdraw(id);
        else if (action == Action.Admit) _admit(id);
        else if (action == Action.Suspend) _suspend(id);
        else if (action == Action.Reinstate) _reinstate(id);
        else if (action == Action.Retire) _retire(id);
        else if (action == Action.Standby) _standby(id);
        else if (action == Action.Resume) _resume(id);
        else if (action == Action.Quarantine) _quarantine(id);
        else if (action == Action.Move) {
            vm.prank(administrator);
            nodes.moveNode(id, "moved.example.eu", 30304);
        } else if (action == Action.Describe) {
            vm.prank(administrator);
            nodes.describeNode(id, INodeRegistry.NodeDescription("BE", 0, 0, "standard"));
        } else if (action == Action.ReplaceRetired) _replace(id, partner);
        else _replace(partner, id);
    }

    // admitNode, reinstateNode, replaceNode
    // └── given the organisation is not active ... it reverts
    // suspendNode, retireNode
    // └── given the organisation is not active ... it works all the same

    function test_RevertGiven_OrganisationNotActive() public {
        NodeId pending = _register(KEY, NodeKind.Validator);
        NodeId suspended = _bringTo(KEY + 1, NodeKind.Observer, NodeStatus.Suspended);
        NodeId active = _bringTo(KEY + 2, NodeKind.Validator, NodeStatus.Active);
        NodeId alsoActive = _bringTo(KEY + 3, NodeKind.Observer, NodeStatus.Active);
        _suspendOrganisation(operator);

        bytes memory refusal = abi.encodeWithSelector(
            INodeRegistry.NodeRegistryOrganisationNotActive.selector,
            operator
        );
        vm.expectRevert(refusal);
        _admit(pending);
        vm.expectRevert(refusal);
        _reinstate(suspended);
        vm.expectRevert(refusal);
        _replace(active, pending);

        _suspend(active);
        _assertStatus(active, NodeStatus.Suspended, "suspended");
        _retire(alsoActive);
        _assertStatus(alsoActive, NodeStatus.Retired, "retired");
        _retire(pending);
        _assertStatus(pending, NodeStatus.Retired, "retired");
    }

    // Events

    function test_Events() public {
        NodeId id = _register(KEY, NodeKind.Observer);
        _expectStatusChanged(id, NodeStatus.Active, 0);
        _admit(id);
        _advance(10);
        _expectStatusChanged(id, NodeStatus.Suspended, 10);
        _suspend(id);
        _advance(20);
        _expectStatusChanged(id, NodeStatus.Active, 10);
        _reinstate(id);
        _advance(30);
        _expectStatusChanged(id, NodeStatus.Retired, 40);
        _retire(id);
    }

    function test_Events_Replace() public {
        NodeId retired = _bringTo(KEY, NodeKind.Validator, NodeStatus.Active);
        NodeId admitted = _register(PARTNER, NodeKind.Validator);
        _advance(7);
        _expectStatusChanged(retired, NodeStatus.Retired, CHURN_PERIOD + 7);
        _expectStatusChanged(admitted, NodeStatus.Active, 0);
        vm.expectEmit(address(validators));
        emit IValidatorSet.ValidatorReplaced(retired.nodeAddress(), admitted.nodeAddress(), address(nodes));
        _replace(retired, admitted);
    }

    // Validators of this chain
    // ├── given a founding validator ... admission leaves the set as it is, and counts no change
    // ├── given a validator of another network ... the set is never touched
    // ├── given no change left in the period ... nothing changes in the register either
    // └── given the floor ... suspension and retirement are refused as a whole, a replacement works

    function test_Founder_AdmissionChangesNothing() public {
        address[] memory before = validators.getValidators();
        NodeId id = _bringTo(FOUNDER, NodeKind.Validator, NodeStatus.Active);
        vm.assertEq(validators.getValidators(), before, "NR1 the founders stand in the set already");
        _assertStatus(id, NodeStatus.Active, "active");
        // The one change that a set of four allows is still possible.
        _admit(_register(FOUNDER + 1, NodeKind.Validator));
        vm.assertEq(validators.churnLeft(), 1, "NR2 no change is counted");
    }

    function test_Founder_WithdrawnStillValidates() public {
        _withdraw(_register(FOUNDER, NodeKind.Validator));
        vm.assertTrue(validators.isValidator(vm.addr(FOUNDER)), "a founder that is not registered stays");
    }

    /// @dev Otherwise a founder that was never admitted could never be taken out of the set again.
    function test_Founder_RetiredWhilePendingLeavesTheSet() public {
        _bringTo(KEY, NodeKind.Validator, NodeStatus.Active);
        _bringTo(FOUNDER, NodeKind.Validator, NodeStatus.Retired);
        vm.assertFalse(validators.isValidator(vm.addr(FOUNDER)), "no retired node validates");
    }

    function test_ValidatorOfAnotherNetwork() public {
        address[] memory before = validators.getValidators();
        Registration memory r = _registration(KEY, NodeKind.Validator);
        r.network = _here() + 1;
        NodeId id = _register(KEY, r);
        _admit(id);
        vm.assertEq(validators.getValidators(), before, "admitted");
        _suspend(id);
        _reinstate(id);
        vm.assertEq(validators.getValidators(), before, "reinstated");

        NodeId here = _register(PARTNER, NodeKind.Validator);
        _expectNotReplaceable(id, here);
        _replace(id, here);
        _retire(id);
        vm.assertEq(validators.getValidators(), before, "retired");
    }

    function test_RevertWhen_Replace_AdmittedIsOfAnotherNetwork() public {
        NodeId id = _bringTo(KEY, NodeKind.Validator, NodeStatus.Active);
        Registration memory r = _registration(PARTNER, NodeKind.Validator);
        r.network = _here() + 1;
        NodeId elsewhere = _register(PARTNER, r);
        _expectNotReplaceable(id, elsewhere);
        _replace(id, elsewhere);
    }

    function test_RevertWhen_Replace_ByItself() public {
        NodeId id = _bringTo(KEY, NodeKind.Validator, NodeStatus.Active);
        _expectWrongStatus(id, NodeStatus.Active);
        _replace(id, id);
    }

    function test_RevertGiven_ChurnLimitReached() public {
        // A set of four or five allows one change.
        NodeId first = _register(KEY, NodeKind.Validator);
        NodeId late = _register(KEY + 1, NodeKind.Validator);
        _admit(first);
        vm.expectPartialRevert(IValidatorSet.ValidatorSetChurnLimit.selector);
        _admit(late);
        _assertStatus(late, NodeStatus.Pending, "NR2 nothing was changed");
        vm.expectPartialRevert(IValidatorSet.ValidatorSetChurnLimit.selector);
        _suspend(first);
        vm.assertTrue(nodes.isActive(first), "NR2 nothing was changed");

        _advance(CHURN_PERIOD);
        _admit(late);
        vm.assertTrue(validators.isValidator(late.nodeAddress()), "NR2 a period later it works");
    }

    function test_Floor() public {
        NodeId founder = _bringTo(FOUNDER, NodeKind.Validator, NodeStatus.Active);
        NodeId successor = _register(KEY, NodeKind.Validator);
        bytes memory refusal = abi.encodeWithSelector(IValidatorSet.ValidatorSetAtFloor.selector, FLOOR, FLOOR);
        vm.expectRevert(refusal);
        _suspend(founder);
        vm.expectRevert(refusal);
        _retire(founder);
        vm.assertTrue(nodes.isActive(founder), "NR2 nothing was changed");

        _replace(founder, successor);
        vm.assertEq(validators.validatorCount(), FLOOR, "NR2 a replacement works at the floor");
        vm.assertTrue(validators.isValidator(vm.addr(KEY)), "NR1 the successor is in");
        vm.assertFalse(validators.isValidator(vm.addr(FOUNDER)), "NR1 the founder is out");
    }

    // activeSeconds beside a model that adds up each second in which the node is active

    function testFuzz_ActiveSecondsFollowTheModel(uint32[16] memory steps) public {
        NodeId id = _register(KEY, NodeKind.Observer);
        uint256 total = 0;
        NodeStatus status = NodeStatus.Pending;
        for (uint256 i = 0; i < steps.length; ++i) {
            uint256 action = steps[i] % 16;
            if (action == 0 && status != NodeStatus.Retired) {
                _retire(id);
                status = NodeStatus.Retired;
            } else if (action < 9 && status == NodeStatus.Active) {
                _suspend(id);
                status = NodeStatus.Suspended;
            } else if (action < 9 && status != NodeStatus.Retired) {
                if (status == NodeStatus.Pending) _admit(id);
                else _reinstate(id);
                status = NodeStatus.Active;
            }
            vm.assertEq(nodes.activeSeconds(id), total, "the step itself adds nothing");
            uint256 elapsed = steps[i] >> 4;
            _advance(elapsed);
            if (status == NodeStatus.Active) total += elapsed;
            vm.assertEq(nodes.activeSeconds(id), total, "only active seconds add up");
            _assertStatus(id, status, "NR5 status");
            vm.assertEq(nodes.node(id).activeSince == 0, status != NodeStatus.Active, "activeSince only while active");
        }
    }

    // Random calls on a few keys, by whomever: NR3 and NR5 over whole histories

    function testFuzz_HistoriesKeepToTheTable(uint64[20] memory steps) public {
        Registration[3] memory registrations;
        uint256 nextStandby;
        for (uint256 k = 0; k < 3; ++k) registrations[k] = _registration(KEY + k, NodeKind.Boot);
        for (uint256 i = 0; i < steps.length; ++i) {
            uint256 step = steps[i];
            uint256 k = (step >> 8) % 3;
            NodeId id = nodeIdOf(registrations[k].publicKey);
            NodeStatus before = nodes.node(id).status;
            uint256 nonceBefore = nodes.nonce(id);
            Action action = Action(step % 11);
            bool done = _tryStep(action, id, KEY + k, registrations[k]);

            (bool allowed, NodeStatus expected) = _statusAfter(before, action);
            bool rests = action == Action.Standby;
            // A boot node never comes into quarantine, and its organisation puts one node on standby a day.
            if (action == Action.Quarantine || (rests && vm.getBlockTimestamp() < nextStandby)) {
                (allowed, expected) = (false, before);
            }
            if (done && rests) nextStandby = vm.getBlockTimestamp() + 1 days;
            vm.assertEq(done, allowed, "NR5 a step works exactly when the table allows it");
            _assertStatus(id, expected, "NR5 status after the step");
            bool registered = done && action == Action.Register;
            vm.assertEq(nodes.nonce(id), nonceBefore + (registered ? 1 : 0), "NR3 one nonce a registration");
            _advance((step >> 16) % 1 days);
        }
    }

    function _tryStep(Action action, NodeId id, uint256 key, Registration memory r) private returns (bool done) {
        if (action == Action.Register) {
            bytes memory proof = _sign(key, _digest(r));
            vm.prank(administrator);
            (done, ) = address(nodes).call(
                abi.encodeCall(
                    nodes.registerNode,
                    (r.organisation, r.network, r.kind, r.publicKey, r.host, r.port, r.deadline, proof)
                )
            );
            return done;
        }
        if (action == Action.Move) {
            vm.prank(administrator);
            (done, ) = address(nodes).call(abi.encodeCall(nodes.moveNode, (id, "moved.example.eu", 30304)));
            return done;
        }
        if (action == Action.Describe) {
            INodeRegistry.NodeDescription memory description;
            vm.prank(administrator);
            (done, ) = address(nodes).call(abi.encodeCall(nodes.describeNode, (id, description)));
            return done;
        }
        (address sender, bytes4 selector) = (body, nodes.retireNode.selector);
        if (action == Action.Withdraw) (sender, selector) = (administrator, nodes.withdrawNode.selector);
        if (action == Action.Admit) selector = nodes.admitNode.selector;
        if (action == Action.Suspend) selector = nodes.suspendNode.selector;
        if (action == Action.Reinstate) selector = nodes.reinstateNode.selector;
        if (action == Action.Standby) (sender, selector) = (administrator, nodes.standbyNode.selector);
        if (action == Action.Resume) (sender, selector) = (administrator, nodes.resumeNode.selector);
        if (action == Action.Quarantine) (sender, selector) = (monitoring, nodes.quarantineNode.selector);
        vm.prank(sender);
        (done, ) = address(nodes).call(abi.encodeWithSelector(selector, id));
    }

    function _expectNotReplaceable(NodeId retired, NodeId admitted) private {
        vm.expectRevert(abi.encodeWithSelector(INodeRegistry.NodeRegistryNotReplaceable.selector, retired, admitted));
    }

    function _expectStatusChanged(NodeId id, NodeStatus status, uint64 activeSeconds) private {
        vm.expectEmit(address(nodes));
        emit INodeRegistry.NodeStatusChanged(id, body, status, activeSeconds);
    }
}
