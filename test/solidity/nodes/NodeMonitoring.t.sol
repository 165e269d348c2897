// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {Initializable} from "@openzeppelin/contracts/proxy/utils/Initializable.sol";

import {Roles} from "../../../contracts/access/Roles.sol";
import {INodeMonitoring} from "../../../contracts/nodes/INodeMonitoring.sol";
import {INodeRegistry, NodeKind, NodeStatus} from "../../../contracts/nodes/INodeRegistry.sol";
import {IValidatorSet} from "../../../contracts/nodes/IValidatorSet.sol";
import {NodeMonitoring} from "../../../contracts/nodes/NodeMonitoring.sol";
import {Access} from "../../../contracts/permissions/IAccountRegistry.sol";
import {NodeId} from "../../../contracts/types/NodeId.sol";
import {OrganisationId} from "../../../contracts/types/OrganisationId.sol";
import {Registers} from "../support/Registers.sol";
import {bound, vm} from "../support/Vm.sol";

contract NodeMonitoringTest is Registers {
    uint256 private constant KEY = 0xabc1;
    uint256 private constant ACCOUNT_KEY = 0xacc1;
    uint64 private constant BLOCK = 10_000;
    bytes32 private constant BLOCK_HASH = keccak256("block");
    /// @dev As the deployment sets them.
    uint256 private constant THRESHOLD = 2;
    uint256 private constant WINDOW = 1 hours;

    address private immutable _administrator = address(0xad1);
    address private immutable _otherAdministrator = address(0xad2);
    address private immutable _one = address(0x301);
    address private immutable _two = address(0x302);
    address private immutable _three = address(0x303);
    address private immutable _stranger = address(0x5742);

    OrganisationId private _operator;
    OrganisationId private _otherOperator;
    NodeId private _node;

    function setUp() public {
        _loadGenesis();
        _takeRoles();
        _grant(Roles.MONITORS, _one);
        _grant(Roles.MONITORS, _two);
        _grant(Roles.MONITORS, _three);
        _operator = _registerOrganisation("EUID.ONE", _administrator);
        _otherOperator = _registerOrganisation("EUID.TWO", _otherAdministrator);
        _node = _registerNode(_administrator, _operator, KEY, NodeKind.Validator);
        _admit(_node);
        vm.roll(BLOCK);
        vm.setBlockhash(BLOCK - 1, BLOCK_HASH);
    }

    // reportObedience
    // ├── when the sender neither administers the organisation nor is an account of it with access to transact ... it reverts
    // ├── when the node is unknown ... it reverts
    // ├── when there are more than 16 drifts ... it reverts
    // ├── when the block is not one of the last 256 of this chain ... it reverts
    // ├── given 60 reports within a minute ... the next one waits a minute
    // └── it is what the organisation said last, and the event has all of it

    function test_Obedience() public {
        INodeMonitoring.Drift[] memory drifts = _drifts(2);
        vm.expectEmit(address(MONITORING));
        emit INodeMonitoring.ObedienceReported(_node, _administrator, BLOCK - 1, BLOCK_HASH, drifts);
        _reportObedience(_administrator, _node, drifts);
        _assertObedience(2);

        address account = _registerAccount(_administrator, _operator, ACCOUNT_KEY, Access.Transact);
        _advance(5);
        vm.expectEmit(address(MONITORING));
        emit INodeMonitoring.ObedienceReported(_node, account, BLOCK - 1, BLOCK_HASH, _drifts(0));
        _reportObedience(account, _node, _drifts(0));
        _assertObedience(0);
    }

    function test_Obedience_DriftsAtTheBound() public {
        _reportObedience(_administrator, _node, _drifts(16));
        _assertObedience(16);
        vm.expectRevert(abi.encodeWithSelector(INodeMonitoring.NodeMonitoringTooManyDrifts.selector, 17, 16));
        _reportObedience(_administrator, _node, _drifts(17));
    }

    function test_RevertWhen_Obedience_NotOperator() public {
        address reader = _registerAccount(_administrator, _operator, ACCOUNT_KEY, Access.Read);
        address foreign = _registerAccount(_otherAdministrator, _otherOperator, ACCOUNT_KEY + 1, Access.Transact);
        address suspended = _registerAccount(_administrator, _operator, ACCOUNT_KEY + 2, Access.Transact);
        vm.prank(body);
        ACCOUNTS.suspendAccount(suspended);
        address[7] memory senders = [_stranger, body, _one, _otherAdministrator, reader, foreign, suspended];
        for (uint256 i = 0; i < senders.length; ++i) {
            vm.expectRevert(
                abi.encodeWithSelector(INodeMonitoring.NodeMonitoringNotOperator.selector, _node, senders[i])
            );
            _reportObedience(senders[i], _node, _drifts(0));
        }
    }

    function test_RevertWhen_Obedience_UnknownNode() public {
        NodeId unknown = NodeId.wrap(keccak256("unknown"));
        address[2] memory senders = [_administrator, _stranger];
        for (uint256 i = 0; i < senders.length; ++i) {
            vm.expectRevert(
                abi.encodeWithSelector(INodeMonitoring.NodeMonitoringNotOperator.selector, unknown, senders[i])
            );
            _reportObedience(senders[i], unknown, _drifts(0));
        }
    }

    function test_RevertWhen_Obedience_ForeignBlock() public {
        _expectForeignBlock(BLOCK - 1, keccak256("another chain"));
        _expectForeignBlock(BLOCK - 1, 0);
        _expectForeignBlock(BLOCK, 0);
        _expectForeignBlock(BLOCK, BLOCK_HASH);
        _expectForeignBlock(BLOCK + 1, BLOCK_HASH);
        _expectForeignBlock(type(uint64).max, BLOCK_HASH);
        vm.roll(BLOCK + 255);
        _reportObedience(_administrator, _node, _drifts(0));
        vm.roll(BLOCK + 256);
        _expectForeignBlock(BLOCK - 1, BLOCK_HASH);
    }

    function test_Obedience_Rate() public {
        NodeId other = _registerNode(_administrator, _operator, KEY + 1, NodeKind.Observer);
        for (uint256 i = 0; i < 60; ++i) _reportObedience(_administrator, _node, _drifts(0));
        _expectTooOften();
        _advance(59);
        _expectTooOften();
        _advance(1);
        _reportObedience(_administrator, _node, _drifts(1));
        _expectTooOften();
        _assertObedience(1);
        // Each node has its own rate, and an hour fills it again.
        _reportObedience(_administrator, other, _drifts(0));
        _advance(1 hours);
        for (uint256 i = 0; i < 60; ++i) _reportObedience(_administrator, _node, _drifts(0));
        _expectTooOften();
    }

    // reportLiveness
    // ├── when the caller is no monitor ... it reverts
    // ├── when the blocks are out of order, present or future, too far back, or reported already ... it reverts
    // ├── when more are sealed than expected, or more expected than there are ... it reverts
    // └── the event has all of it, and each monitor has its own last block

    function test_Liveness() public {
        vm.expectEmit(address(MONITORING));
        emit INodeMonitoring.LivenessReported(_node, _one, BLOCK - 20, BLOCK - 1, 4, 3);
        _reportLiveness(_one, BLOCK - 20, BLOCK - 1, 4, 3);
        vm.assertEq(MONITORING.reportedUpTo(_node, _one), BLOCK - 1, "reported");
        vm.assertEq(MONITORING.reportedUpTo(_node, _two), 0, "by nobody else");
        _reportLiveness(_two, BLOCK - 20, BLOCK - 2, 4, 3);
        vm.assertEq(MONITORING.reportedUpTo(_node, _two), BLOCK - 2, "by the other one");
        vm.assertEq(MONITORING.silentReports(_node), 0, "not silent");
    }

    function test_RevertWhen_Liveness_NotMonitor() public {
        address[3] memory senders = [_administrator, body, _stranger];
        for (uint256 i = 0; i < senders.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, senders[i]));
            _reportLiveness(senders[i], BLOCK - 20, BLOCK - 1, 4, 3);
        }
    }

    function testFuzz_Liveness_Blocks(uint64 first, uint64 last, uint64 known) public {
        // Near to what is allowed, and now and then anywhere.
        if (first % 8 != 0) first = uint64(bound(first, BLOCK - 4_100, BLOCK + 2));
        if (last % 8 != 0) last = uint64(bound(last, BLOCK - 4_100, BLOCK + 2));
        known = uint64(bound(known, BLOCK - 4_096, BLOCK - 1));
        bool reported = known % 2 == 0;
        if (reported) _reportLiveness(_one, BLOCK - 4_096, known, 0, 0);
        else known = 0;
        bool valid = first > known && first >= BLOCK - 4_096 && first <= last && last < BLOCK;
        if (!valid) _expectBlocksInvalid(first, last, known);
        _reportLiveness(_one, first, last, 0, 0);
        vm.assertEq(MONITORING.reportedUpTo(_node, _one), valid ? last : known, "reported up to");
    }

    function test_Liveness_BlocksAtTheBounds() public {
        _expectBlocksInvalid(BLOCK - 4_097, BLOCK - 1, 0);
        _reportLiveness(_one, BLOCK - 4_097, BLOCK - 1, 0, 0);
        _expectBlocksInvalid(BLOCK - 1, BLOCK, 0);
        _reportLiveness(_one, BLOCK - 1, BLOCK, 0, 0);
        _reportLiveness(_one, BLOCK - 4_096, BLOCK - 2, 4_095, 0);
        _expectBlocksInvalid(BLOCK - 2, BLOCK - 1, BLOCK - 2);
        _reportLiveness(_one, BLOCK - 2, BLOCK - 1, 0, 0);
        _reportLiveness(_one, BLOCK - 1, BLOCK - 1, 1, 1);
        _expectBlocksInvalid(0, 0, 0);
        _reportLiveness(_two, 0, 0, 0, 0);
    }

    function testFuzz_Liveness_Counts(uint32 expected, uint32 sealed_, uint64 blocks) public {
        blocks = uint64(bound(blocks, 1, 4_096));
        if (expected % 8 != 0) expected = uint32(bound(expected, 0, 4_100));
        if (sealed_ % 8 != 0) sealed_ = uint32(bound(sealed_, 0, 4_100));
        if (sealed_ > expected || expected > blocks) _expectCountInvalid(expected, sealed_);
        _reportLiveness(_one, BLOCK - blocks, BLOCK - 1, expected, sealed_);
    }

    function test_Liveness_CountsAtTheBounds() public {
        _expectCountInvalid(11, 0);
        _reportLiveness(_one, BLOCK - 10, BLOCK - 1, 11, 0);
        _expectCountInvalid(10, 11);
        _reportLiveness(_one, BLOCK - 10, BLOCK - 1, 10, 11);
        _reportLiveness(_one, BLOCK - 10, BLOCK - 1, 10, 10);
    }

    // Silence
    // ├── given fewer than eight blocks were expected ... it says nothing
    // ├── given as many different monitors as the rule asks for hear nothing within the window ... the node is in quarantine
    // │   └── it does not validate, it stays connected, and the count begins anew
    // ├── given one monitor says so again and again ... it counts once
    // ├── given it heard the node again ... its word is withdrawn, that of others is not
    // ├── given the window is over ... the count begins anew
    // └── given the floor, the churn limit or the status refuses ... the report stands and nothing else changes; the next report tries again

    function test_Silence_OfTooFewBlocks() public {
        _report(_one, 7, 0);
        vm.assertEq(MONITORING.silentReports(_node), 0, "seven blocks say nothing");
        _report(_one, 8, 0);
        vm.assertEq(MONITORING.silentReports(_node), 1, "eight do");
        _report(_two, 0, 0);
        vm.assertEq(MONITORING.silentReports(_node), 1, "nothing was expected");
    }

    function test_Silence_Quarantines() public {
        _report(_one, 8, 0);
        _assertStatus(NodeStatus.Active);
        _expectQuarantine();
        _report(_two, 8, 0);
        _assertStatus(NodeStatus.Quarantined);
        vm.assertFalse(VALIDATORS.isValidator(_node.nodeAddress()), "NR1 out of the set");
        vm.assertTrue(NODES.mayConnect(_node), "it stays connected");
        vm.assertEq(MONITORING.silentReports(_node), 0, "the count begins anew");
    }

    function test_Silence_OneMonitorCountsOnce() public {
        for (uint256 i = 0; i < 5; ++i) {
            _report(_one, 8, 0);
            vm.assertEq(MONITORING.silentReports(_node), 1, "once");
        }
        _assertStatus(NodeStatus.Active);
    }

    function test_Silence_Withdrawn() public {
        _setRule(3, uint48(WINDOW));
        _report(_one, 8, 0);
        _report(_two, 8, 0);
        _report(_three, 8, 1);
        vm.assertEq(MONITORING.silentReports(_node), 2, "a monitor withdraws its own word only");
        _report(_one, 8, 1);
        vm.assertEq(MONITORING.silentReports(_node), 1, "withdrawn");
        _report(_one, 8, 8);
        vm.assertEq(MONITORING.silentReports(_node), 1, "once");
        _report(_three, 8, 0);
        vm.assertEq(MONITORING.silentReports(_node), 2, "another one");
        _assertStatus(NodeStatus.Active);
        _report(_one, 8, 0);
        _assertStatus(NodeStatus.Quarantined);
    }

    function test_Silence_WithinTheWindow() public {
        _report(_one, 8, 0);
        _advance(WINDOW);
        vm.assertEq(MONITORING.silentReports(_node), 1, "the last second of the window");
        _report(_two, 8, 0);
        _assertStatus(NodeStatus.Quarantined);
    }

    function test_Silence_WindowOver() public {
        _report(_one, 8, 0);
        _advance(WINDOW + 1);
        vm.assertEq(MONITORING.silentReports(_node), 0, "over");
        // Withdraws nothing that the next round counts.
        _report(_one, 8, 8);
        _report(_two, 8, 0);
        vm.assertEq(MONITORING.silentReports(_node), 1, "a new round");
        _assertStatus(NodeStatus.Active);
        _report(_one, 8, 0);
        _assertStatus(NodeStatus.Quarantined);
    }

    /// @dev Marks of a round that ended with a quarantine neither count nor are withdrawn in the next one.
    function test_Silence_AfterAQuarantine() public {
        _report(_one, 8, 0);
        _report(_two, 8, 0);
        _report(_one, 8, 8);
        vm.assertEq(MONITORING.silentReports(_node), 0, "nothing to withdraw");
        _advance(VALIDATORS.churnPeriod());
        vm.prank(body);
        NODES.reinstateNode(_node);
        _advance(VALIDATORS.churnPeriod());
        _report(_two, 8, 0);
        vm.assertEq(MONITORING.silentReports(_node), 1, "it counts again");
        _report(_one, 8, 8);
        vm.assertEq(MONITORING.silentReports(_node), 1, "of this round nothing is withdrawn");
        _assertStatus(NodeStatus.Active);
        _report(_three, 8, 0);
        _assertStatus(NodeStatus.Quarantined);
    }

    function test_QuarantineFailed_AtTheFloor() public {
        _removeAFounder();
        _advance(VALIDATORS.churnPeriod());
        vm.assertEq(VALIDATORS.validatorCount(), VALIDATORS.floor(), "at the floor");
        _report(_one, 8, 0);
        _expectQuarantineFailed(_two, IValidatorSet.ValidatorSetAtFloor.selector);
        _reportAndAssertNothingElse(_two, 2);
        // The same monitor tries again without counting twice.
        _expectQuarantineFailed(_two, IValidatorSet.ValidatorSetAtFloor.selector);
        _reportAndAssertNothingElse(_two, 2);

        _admit(_registerNode(_administrator, _operator, KEY + 1, NodeKind.Validator));
        _report(_one, 8, 0);
        _assertStatus(NodeStatus.Quarantined);
        vm.assertEq(VALIDATORS.validatorCount(), VALIDATORS.floor(), "NR2 at the floor");
    }

    function test_QuarantineFailed_AtTheChurnLimit() public {
        NodeId other = _registerNode(_administrator, _operator, KEY + 1, NodeKind.Validator);
        vm.prank(body);
        NODES.admitNode(other);
        _report(_one, 8, 0);
        _expectQuarantineFailed(_two, IValidatorSet.ValidatorSetChurnLimit.selector);
        _reportAndAssertNothingElse(_two, 2);
        _advance(VALIDATORS.churnPeriod());
        _report(_three, 8, 0);
        _assertStatus(NodeStatus.Quarantined);
    }

    function test_QuarantineFailed_ByTheStatus() public {
        vm.prank(body);
        NODES.suspendNode(_node);
        _report(_one, 8, 0);
        _expectQuarantineFailed(_two, INodeRegistry.NodeRegistryWrongStatus.selector);
        _report(_two, 8, 0);
        _assertStatus(NodeStatus.Suspended);

        NodeId observer = _registerNode(_administrator, _operator, KEY + 1, NodeKind.Observer);
        _admit(observer);
        _node = observer;
        _report(_one, 8, 0);
        _expectQuarantineFailed(_two, INodeRegistry.NodeRegistryNotValidator.selector);
        _report(_two, 8, 0);
        _assertStatus(NodeStatus.Active);

        _node = NodeId.wrap(keccak256("unknown"));
        _report(_one, 8, 0);
        _expectQuarantineFailed(_two, INodeRegistry.NodeRegistryUnknown.selector);
        _report(_two, 8, 0);
    }

    /// @dev However many there are, their reports are taken.
    function test_QuarantineFailed_ManyMonitors() public {
        for (uint160 i = 1; i <= 257; ++i) _grant(Roles.MONITORS, address(0x3000 + i));
        _removeAFounder();
        for (uint160 i = 1; i <= 257; ++i) {
            if (i > 1) _expectQuarantineFailed(address(0x3000 + i), IValidatorSet.ValidatorSetAtFloor.selector);
            _report(address(0x3000 + i), 8, 0);
        }
        vm.assertEq(MONITORING.silentReports(_node), 257, "each counts");
        _assertStatus(NodeStatus.Active);
    }

    // setQuarantineRule
    // ├── when the caller has not the role ... it reverts
    // ├── when there is no monitor, or the window is shorter than a minute or longer than thirty days ... it reverts
    // └── the new rule holds from the next report on

    function test_Rule() public {
        (uint8 monitors, uint48 window) = MONITORING.quarantineRule();
        vm.assertEq(monitors, THRESHOLD, "monitors at first");
        vm.assertEq(window, WINDOW, "window at first");
        _report(_one, 8, 0);
        vm.expectEmit(address(MONITORING));
        emit INodeMonitoring.QuarantineRuleSet(body, 1, 1 minutes);
        _setRule(1, 1 minutes);
        _assertStatus(NodeStatus.Active);
        _report(_two, 8, 0);
        _assertStatus(NodeStatus.Quarantined);
    }

    function testFuzz_Rule(uint8 monitors, uint48 window) public {
        if (monitors % 2 == 0) window = uint48(bound(window, 0, 31 days));
        bool valid = monitors > 0 && window >= 1 minutes && window <= 30 days;
        if (!valid) {
            vm.expectRevert(
                abi.encodeWithSelector(INodeMonitoring.NodeMonitoringRuleInvalid.selector, monitors, window)
            );
        }
        _setRule(monitors, window);
        (uint8 present, uint48 presentWindow) = MONITORING.quarantineRule();
        vm.assertEq(present, valid ? monitors : THRESHOLD, "monitors");
        vm.assertEq(presentWindow, valid ? window : WINDOW, "window");
    }

    function test_Rule_AtTheBounds() public {
        _setRule(255, 30 days);
        _setRule(1, 1 minutes);
        uint48[2] memory wrong = [uint48(1 minutes - 1), 30 days + 1];
        for (uint256 i = 0; i < 2; ++i) {
            vm.expectRevert(abi.encodeWithSelector(INodeMonitoring.NodeMonitoringRuleInvalid.selector, 1, wrong[i]));
            _setRule(1, wrong[i]);
        }
        vm.expectRevert(abi.encodeWithSelector(INodeMonitoring.NodeMonitoringRuleInvalid.selector, 0, 1 hours));
        _setRule(0, 1 hours);
    }

    function test_RevertWhen_Rule_CallerHasNotTheRole() public {
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, _one));
        vm.prank(_one);
        MONITORING.setQuarantineRule(1, 1 hours);
    }

    // Initialisation

    function test_Initialize() public view {
        vm.assertEq(MONITORING.authority(), address(AUTHORITY), "authority");
        vm.assertEq(address(MONITORING.nodeRegistry()), address(NODES), "nodes");
    }

    function test_RevertGiven_Initialize_Twice() public {
        vm.expectRevert(Initializable.InvalidInitialization.selector);
        MONITORING.initialize(_stranger, NODES, ACCOUNTS, 1, 1 hours);
        NodeMonitoring implementation = new NodeMonitoring();
        vm.expectRevert(Initializable.InvalidInitialization.selector);
        implementation.initialize(_stranger, NODES, ACCOUNTS, 1, 1 hours);
    }

    function _drifts(uint256 count) private pure returns (INodeMonitoring.Drift[] memory drifts) {
        drifts = new INodeMonitoring.Drift[](count);
        for (uint256 i = 0; i < count; ++i) drifts[i] = INodeMonitoring.Drift("extra-peer", bytes32(i));
    }

    function _reportObedience(address sender, NodeId node, INodeMonitoring.Drift[] memory drifts) private {
        vm.prank(sender);
        MONITORING.reportObedience(node, BLOCK - 1, BLOCK_HASH, drifts);
    }

    function _reportLiveness(address sender, uint64 first, uint64 last, uint32 expected, uint32 sealed_) private {
        vm.prank(sender);
        MONITORING.reportLiveness(_node, first, last, expected, sealed_);
    }

    /// @dev Ten blocks later a monitor reports on them.
    function _report(address monitor, uint32 expected, uint32 sealed_) private {
        uint64 next = uint64(vm.getBlockNumber());
        vm.roll(next + 10);
        _reportLiveness(monitor, next, next + 9, expected, sealed_);
    }

    function _setRule(uint8 monitors, uint48 window) private {
        vm.prank(body);
        MONITORING.setQuarantineRule(monitors, window);
    }

    /// @dev As the register of nodes does it when it retires one.
    function _removeAFounder() private {
        address[] memory validators = VALIDATORS.getValidators();
        vm.prank(address(NODES));
        VALIDATORS.removeValidator(validators[validators[0] == _node.nodeAddress() ? 1 : 0]);
    }

    function _reportAndAssertNothingElse(address monitor, uint256 silent) private {
        bytes memory node = abi.encode(NODES.node(_node), NODES.nextStandbyChange(_node));
        address[] memory validators = VALIDATORS.getValidators();
        _report(monitor, 8, 0);
        vm.assertEq(abi.encode(NODES.node(_node), NODES.nextStandbyChange(_node)), node, "NR2 the node stays");
        vm.assertEq(VALIDATORS.getValidators(), validators, "NR2 the set stays");
        vm.assertEq(MONITORING.silentReports(_node), silent, "the words stay");
        vm.assertEq(MONITORING.reportedUpTo(_node, monitor), vm.getBlockNumber() - 1, "the report stands");
    }

    function _assertObedience(uint8 drifts) private view {
        INodeMonitoring.Obedience memory said = MONITORING.obedience(_node);
        vm.assertEq(said.reportedAt, vm.getBlockTimestamp(), "when");
        vm.assertEq(said.blockNumber, BLOCK - 1, "block");
        vm.assertEq(said.driftCount, drifts, "drifts");
    }

    function _assertStatus(NodeStatus status) private view {
        vm.assertEq(uint256(NODES.node(_node).status), uint256(status), "NR5 status");
    }

    function _expectQuarantine() private {
        uint64 activeSeconds = NODES.activeSeconds(_node);
        vm.expectEmit(address(NODES));
        emit INodeRegistry.NodeStatusChanged(_node, address(MONITORING), NodeStatus.Quarantined, activeSeconds);
    }

    function _expectQuarantineFailed(address monitor, bytes4 reason) private {
        vm.expectEmit(address(MONITORING));
        emit INodeMonitoring.QuarantineFailed(_node, monitor, reason);
    }

    function _expectForeignBlock(uint64 blockNumber, bytes32 blockHash) private {
        vm.expectRevert(
            abi.encodeWithSelector(INodeMonitoring.NodeMonitoringForeignBlock.selector, blockNumber, blockHash)
        );
        vm.prank(_administrator);
        MONITORING.reportObedience(_node, blockNumber, blockHash, _drifts(0));
    }

    function _expectTooOften() private {
        vm.expectRevert(abi.encodeWithSelector(INodeMonitoring.NodeMonitoringTooOften.selector, _node));
        _reportObedience(_administrator, _node, _drifts(0));
    }

    function _expectBlocksInvalid(uint64 first, uint64 last, uint64 known) private {
        vm.expectRevert(
            abi.encodeWithSelector(INodeMonitoring.NodeMonitoringBlocksInvalid.selector, first, last, known)
        );
    }

    function _expectCountInvalid(uint32 expected, uint32 sealed_) private {
        vm.expectRevert(abi.encodeWithSelector(INodeMonitoring.NodeMonitoringCountInvalid.selector, expected, sealed_));
    }
}
