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
import {create} from "../support/Creation.sol";
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
    uint48 private constant LONG_WINDOW = 30 days;
    /// @dev Turns of each validator that the blocks of a report must hold, so that silence counts.
    uint64 private constant TURNS = 8;
    uint256 private constant MONITORS_MAXIMUM = 16;

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
    // ├── when the node is unknown or retired ... it reverts
    // ├── when there are more than 16 drifts ... it reverts
    // ├── when the block is not one of the last 256 of this chain ... it reverts
    // ├── given 60 reports of the account within a minute ... the next one waits a minute, that of another account does not
    // └── it is what the organisation said last, and the event has all of it

    function test_Obedience() public {
        INodeMonitoring.Drift[] memory drifts = _drifts(2);
        vm.expectEmit(address(MONITORING));
        emit INodeMonitoring.ObedienceReported(_node, _administrator, BLOCK - 1, BLOCK_HASH, drifts);
        _reportObedience(_administrator, _node, drifts);
        _assertObedience(2, _administrator);

        address account = _registerAccount(_administrator, _operator, ACCOUNT_KEY, Access.Transact);
        _advance(5);
        vm.expectEmit(address(MONITORING));
        emit INodeMonitoring.ObedienceReported(_node, account, BLOCK - 1, BLOCK_HASH, _drifts(0));
        _reportObedience(account, _node, _drifts(0));
        _assertObedience(0, account);
    }

    function test_Obedience_DriftsAtTheBound() public {
        _reportObedience(_administrator, _node, _drifts(16));
        _assertObedience(16, _administrator);
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
            _expectNotOperator(senders[i]);
            _reportObedience(senders[i], _node, _drifts(0));
        }
    }

    function test_RevertWhen_Obedience_UnknownNode() public {
        NodeId unknown = NodeId.wrap(keccak256("unknown"));
        address[2] memory senders = [_administrator, _stranger];
        for (uint256 i = 0; i < senders.length; ++i) {
            _expectUnknown(unknown);
            _reportObedience(senders[i], unknown, _drifts(0));
        }
    }

    function test_RevertGiven_Obedience_RetiredNode() public {
        _reportObedience(_administrator, _node, _drifts(0));
        vm.prank(body);
        NODES.retireNode(_node);
        _expectUnknown(_node);
        _reportObedience(_administrator, _node, _drifts(0));
    }

    /// @dev Neither administrators of an organisation that a body suspended, nor those whom it suspended themselves, say anything for it.
    function test_RevertGiven_Obedience_OperatorSuspended() public {
        vm.prank(body);
        ACCOUNTS.suspendAccount(_administrator);
        _expectNotOperator(_administrator);
        _reportObedience(_administrator, _node, _drifts(0));
        vm.prank(body);
        ACCOUNTS.reinstateAccount(_administrator);
        _reportObedience(_administrator, _node, _drifts(0));
        _suspendOrganisation(_operator);
        _expectNotOperator(_administrator);
        _reportObedience(_administrator, _node, _drifts(0));
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
        _assertObedience(1, _administrator);
        // Each node has its own rate, and an hour fills it again.
        _reportObedience(_administrator, other, _drifts(0));
        _advance(1 hours);
        for (uint256 i = 0; i < 60; ++i) _reportObedience(_administrator, _node, _drifts(0));
        _expectTooOften();
    }

    /// @dev One account of the organisation, careless or stolen, does not silence the node's enforcer.
    function test_Obedience_RateOfEachAccount() public {
        address enforcer = _registerAccount(_administrator, _operator, ACCOUNT_KEY, Access.Transact);
        for (uint256 i = 0; i < 60; ++i) _reportObedience(_administrator, _node, _drifts(0));
        _expectTooOften();
        _reportObedience(enforcer, _node, _drifts(3));
        _assertObedience(3, enforcer);
    }

    // reportLiveness
    // ├── when the caller is no monitor ... it reverts
    // ├── when the node is unknown ... it reverts
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

    function test_RevertWhen_Liveness_UnknownNode() public {
        _node = NodeId.wrap(keccak256("unknown"));
        _expectUnknown(_node);
        _reportLiveness(_one, BLOCK - 20, BLOCK - 1, 4, 3);
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
    // ├── given fewer than eight blocks were expected, or the blocks hold fewer than eight turns of each validator ... it says nothing
    // ├── given the node is not active, or was not yet ... it says nothing
    // ├── given as many different monitors as the rule asks for hear nothing within the window ... the node is in quarantine
    // │   └── it does not validate, it stays connected, and once it is active again the count begins anew
    // ├── given one monitor says so again and again ... it counts once
    // ├── given it heard the node again ... its word is withdrawn, that of others is not
    // ├── given a monitor was dismissed ... its word is gone, and its place is free
    // ├── given the window is over ... the count begins anew
    // └── given the floor, the churn limit or the kind refuses ... the report stands and nothing else changes; the next report tries again

    function test_Silence_OfTooFewBlocks() public {
        _report(_one, 7, 0);
        _assertSilent(0, "seven blocks say nothing");
        _report(_one, 8, 0);
        _assertSilent(1, "eight do");
        _report(_two, 0, 0);
        _assertSilent(1, "nothing was expected");
    }

    /// @dev Of eight blocks a validator of a set of five has one or two: two monitors cannot claim that it had all eight.
    function test_Silence_OfTooFewTurns() public {
        uint64 enough = TURNS * uint64(VALIDATORS.validatorCount());
        vm.roll(BLOCK + 4_000);
        _reportLiveness(_one, BLOCK, BLOCK + 7, 8, 0);
        _reportLiveness(_two, BLOCK, BLOCK + 7, 8, 0);
        _assertSilent(0, "eight blocks are not eight turns");
        _reportLiveness(_one, BLOCK + 8, BLOCK + 6 + enough, uint32(enough - 1), 0);
        _assertSilent(0, "one block is missing");
        _reportLiveness(_two, BLOCK + 8, BLOCK + 7 + enough, 8, 0);
        _assertSilent(1, "eight turns of each");
        _assertStatus(NodeStatus.Active);
    }

    /// @dev The larger the set, the longer monitors have to listen.
    function test_Silence_TurnsGrowWithTheSet() public {
        uint64 enough = TURNS * uint64(VALIDATORS.validatorCount());
        _admit(_registerNode(_administrator, _operator, KEY + 1, NodeKind.Validator));
        vm.roll(BLOCK + 4_000);
        _reportLiveness(_one, BLOCK, BLOCK + enough - 1, 8, 0);
        _assertSilent(0, "enough for the smaller set");
        _reportLiveness(_two, BLOCK, BLOCK + enough + TURNS - 1, 8, 0);
        _assertSilent(1, "enough for the larger one");
    }

    /// @dev Words from before a maintenance do not end it in quarantine.
    function test_Silence_BeforeItWasActive() public {
        _setRule(2, LONG_WINDOW);
        _report(_one, 8, 0);
        _assertSilent(1, "silent");
        vm.prank(_administrator);
        NODES.standbyNode(_node);
        _advance(VALIDATORS.churnPeriod());
        vm.prank(_administrator);
        NODES.resumeNode(_node);
        _assertSilent(0, "what was said before says nothing now");
        _report(_two, 8, 0);
        _assertSilent(0, "nor what is said in the second in which it becomes active");
        _advance(VALIDATORS.churnPeriod());
        _report(_two, 8, 0);
        _assertSilent(1, "what is said now counts");
        _assertStatus(NodeStatus.Active);
        _report(_one, 8, 0);
        _assertStatus(NodeStatus.Quarantined);
    }

    /// @dev Whoever need not validate cannot be silent: else a node would come out of standby or suspension into quarantine.
    function test_Silence_WhileItIsNotActive() public {
        _setRule(2, LONG_WINDOW);
        NodeStatus[3] memory statuses = [NodeStatus.Standby, NodeStatus.Quarantined, NodeStatus.Suspended];
        for (uint256 i = 0; i < statuses.length; ++i) {
            uint256 snapshot = vm.snapshotState();
            vm.prank(
                i == 0
                    ? _administrator
                    : i == 1
                        ? address(MONITORING)
                        : body
            );
            if (i == 0) NODES.standbyNode(_node);
            else if (i == 1) NODES.quarantineNode(_node);
            else NODES.suspendNode(_node);
            _assertStatus(statuses[i]);
            for (uint256 j = 0; j < 3; ++j) {
                _report(_one, 8, 0);
                _report(_two, 8, 0);
                _advance(1);
            }
            _assertSilent(0, "it need not be heard");
            _advance(VALIDATORS.churnPeriod());
            vm.prank(body);
            NODES.reinstateNode(_node);
            _advance(VALIDATORS.churnPeriod());
            _report(_three, 8, 0);
            _assertSilent(1, "the first word that counts");
            _assertStatus(NodeStatus.Active);
            vm.assertTrue(vm.revertToState(snapshot), "snapshot");
        }
    }

    function test_Silence_Quarantines() public {
        _report(_one, 8, 0);
        _assertStatus(NodeStatus.Active);
        _expectQuarantine();
        _report(_two, 8, 0);
        _assertStatus(NodeStatus.Quarantined);
        vm.assertFalse(VALIDATORS.isValidator(_node.nodeAddress()), "NR1 out of the set");
        vm.assertTrue(NODES.mayConnect(_node), "it stays connected");
        vm.assertEq(NODES.quarantineEnd(_node), vm.getBlockTimestamp() + 1 days, "for a day at least");
        _assertSilent(2, "what was said stays to be read");
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

    /// @dev However long the window is, the words that brought the node into quarantine do not bring it there again.
    function test_Silence_AfterAQuarantine() public {
        _setRule(2, LONG_WINDOW);
        _report(_one, 8, 0);
        _report(_two, 8, 0);
        _assertStatus(NodeStatus.Quarantined);
        _advance(VALIDATORS.churnPeriod());
        vm.prank(body);
        NODES.reinstateNode(_node);
        _assertSilent(0, "the count begins anew");
        _advance(VALIDATORS.churnPeriod());
        _assertSilent(0, "and does not come back");
        _report(_two, 8, 0);
        _assertSilent(1, "it counts again");
        _report(_one, 8, 8);
        _assertSilent(1, "of this round nothing is withdrawn");
        _assertStatus(NodeStatus.Active);
        _report(_three, 8, 0);
        _assertStatus(NodeStatus.Quarantined);
    }

    /// @dev A body that dismisses a monitor takes back what it said, too.
    function test_Silence_OfADismissedMonitor() public {
        _setRule(2, LONG_WINDOW);
        _report(_one, 8, 0);
        _assertSilent(1, "a monitor");
        _dismiss(_one);
        _assertSilent(0, "none any more");
        _report(_two, 8, 0);
        _assertSilent(1, "one word is not two");
        _assertStatus(NodeStatus.Active);
        _report(_three, 8, 0);
        _assertStatus(NodeStatus.Quarantined);
    }

    /// @dev Sixteen that were dismissed do not keep the places of those who came after them until the window is over.
    function test_Silence_OfDismissedMonitorsKeepsNoPlace() public {
        _setRule(16, LONG_WINDOW);
        for (uint160 i = 0; i < 15; ++i) _grant(Roles.MONITORS, address(0x3100 + i));
        for (uint160 i = 0; i < 15; ++i) _report(address(0x3100 + i), 8, 0);
        _dismiss(address(0x3100));
        _report(_one, 8, 0);
        _assertSilent(15, "the list is full, and fifteen of it count");
        for (uint160 i = 1; i < 15; ++i) _dismiss(address(0x3100 + i));
        _dismiss(_one);
        _assertSilent(0, "nobody of it counts");
        _setRule(2, LONG_WINDOW);
        _report(_two, 8, 0);
        _assertSilent(1, "a place was free");
        _assertStatus(NodeStatus.Active);
        _report(_three, 8, 0);
        _assertStatus(NodeStatus.Quarantined);
    }

    /// @dev A node that estimates gas would else find the least with which the report goes through and the quarantine does not.
    function test_Quarantine_WantsGasForIt() public {
        _report(_one, 8, 0);
        uint64 next = uint64(vm.getBlockNumber());
        uint64 span = TURNS * uint64(VALIDATORS.validatorCount());
        vm.roll(next + span);
        bytes memory report = abi.encodeCall(MONITORING.reportLiveness, (_node, next, next + span - 1, 8, 0));
        vm.prank(_two);
        (bool sent, bytes memory answer) = address(MONITORING).call{gas: 1_000_000}(report);
        vm.assertFalse(sent, "too little gas for a quarantine");
        vm.assertEq(bytes4(answer), INodeMonitoring.NodeMonitoringTooLittleGas.selector, "and it says so");
        _assertStatus(NodeStatus.Active);
        vm.prank(_two);
        (sent, ) = address(MONITORING).call{gas: 4_000_000}(report);
        vm.assertTrue(sent, "with more of it");
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

    function test_QuarantineFailed_ByTheKind() public {
        NodeId observer = _registerNode(_administrator, _operator, KEY + 1, NodeKind.Observer);
        _admit(observer);
        _node = observer;
        _report(_one, 8, 0);
        _expectQuarantineFailed(_two, INodeRegistry.NodeRegistryNotValidator.selector);
        _report(_two, 8, 0);
        _assertStatus(NodeStatus.Active);
    }

    /// @dev However many there are, their reports are taken, and the list that each one pays for ends.
    function test_QuarantineFailed_ManyMonitors() public {
        for (uint160 i = 1; i <= 40; ++i) _grant(Roles.MONITORS, address(0x3000 + i));
        _removeAFounder();
        for (uint160 i = 1; i <= 40; ++i) {
            address monitor = address(0x3000 + i);
            if (i > 1) _expectQuarantineFailed(monitor, IValidatorSet.ValidatorSetAtFloor.selector);
            _report(monitor, 8, 0);
            vm.assertEq(MONITORING.reportedUpTo(_node, monitor), vm.getBlockNumber() - 1, "the report stands");
            _assertSilent(i < MONITORS_MAXIMUM ? i : MONITORS_MAXIMUM, "sixteen at most");
        }
        _assertStatus(NodeStatus.Active);
        // Whoever is not in the list withdraws nothing.
        _report(address(0x3000 + 40), 8, 8);
        _assertSilent(MONITORS_MAXIMUM, "sixteen still");
        _report(address(0x3000 + 1), 8, 8);
        _assertSilent(MONITORS_MAXIMUM - 1, "its own word");
    }

    // setQuarantineRule
    // ├── when the caller has not the role ... it reverts
    // ├── when it asks for less than two or more than sixteen monitors, or the window is shorter than a minute or longer than thirty days
    // │   ... it reverts
    // └── the new rule holds from the next report on

    function test_Rule() public {
        (uint8 monitors, uint48 window) = MONITORING.quarantineRule();
        vm.assertEq(monitors, THRESHOLD, "monitors at first");
        vm.assertEq(window, WINDOW, "window at first");
        vm.expectEmit(address(MONITORING));
        emit INodeMonitoring.QuarantineRuleSet(body, 3, 1 minutes);
        _setRule(3, 1 minutes);
        _report(_one, 8, 0);
        _report(_two, 8, 0);
        _assertStatus(NodeStatus.Active);
        _setRule(2, 1 minutes);
        _assertStatus(NodeStatus.Active);
        _report(_one, 8, 0);
        _assertStatus(NodeStatus.Quarantined);
    }

    function testFuzz_Rule(uint8 monitors, uint48 window) public {
        if (monitors % 2 == 0) (monitors, window) = (monitors % 20, uint48(bound(window, 0, 31 days)));
        bool valid = monitors >= 2 && monitors <= 16 && window >= 1 minutes && window <= 30 days;
        if (!valid) _expectRuleInvalid(monitors, window);
        _setRule(monitors, window);
        (uint8 present, uint48 presentWindow) = MONITORING.quarantineRule();
        vm.assertEq(present, valid ? monitors : THRESHOLD, "monitors");
        vm.assertEq(presentWindow, valid ? window : WINDOW, "window");
    }

    function test_Rule_AtTheBounds() public {
        _setRule(16, 30 days);
        _setRule(2, 1 minutes);
        uint48[2] memory windows = [uint48(1 minutes - 1), 30 days + 1];
        // No monitor decides alone.
        uint8[3] memory monitors = [0, 1, 17];
        for (uint256 i = 0; i < windows.length; ++i) {
            _expectRuleInvalid(2, windows[i]);
            _setRule(2, windows[i]);
        }
        for (uint256 i = 0; i < monitors.length; ++i) {
            _expectRuleInvalid(monitors[i], 1 hours);
            _setRule(monitors[i], 1 hours);
        }
    }

    function test_RevertWhen_Rule_CallerHasNotTheRole() public {
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, _one));
        vm.prank(_one);
        MONITORING.setQuarantineRule(2, 1 hours);
    }

    // Initialisation

    function test_Initialize() public view {
        vm.assertEq(MONITORING.authority(), address(AUTHORITY), "authority");
        vm.assertEq(address(MONITORING.nodeRegistry()), address(NODES), "nodes");
    }

    function test_RevertGiven_Initialize_Twice() public {
        vm.expectRevert(Initializable.InvalidInitialization.selector);
        MONITORING.initialize(_stranger, NODES, ACCOUNTS, 2, 1 hours);
        NodeMonitoring implementation = NodeMonitoring(
            create("NodeMonitoring.sol:NodeMonitoring", abi.encode(address(0)))
        );
        vm.expectRevert(Initializable.InvalidInitialization.selector);
        implementation.initialize(_stranger, NODES, ACCOUNTS, 2, 1 hours);
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

    /// @dev Eight turns of each validator later a monitor reports on these blocks.
    function _report(address monitor, uint32 expected, uint32 sealed_) private {
        uint64 next = uint64(vm.getBlockNumber());
        uint64 span = TURNS * uint64(VALIDATORS.validatorCount());
        vm.roll(next + span);
        _reportLiveness(monitor, next, next + span - 1, expected, sealed_);
    }

    /// @dev Mind that the decision takes its time.
    function _dismiss(address monitor) private {
        _decide(address(AUTHORITY), abi.encodeCall(AUTHORITY.revokeRole, (Roles.MONITORS, monitor)));
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
        bytes memory node = abi.encode(NODES.node(_node), NODES.quarantineEnd(_node));
        address[] memory validators = VALIDATORS.getValidators();
        _report(monitor, 8, 0);
        vm.assertEq(abi.encode(NODES.node(_node), NODES.quarantineEnd(_node)), node, "NR2 the node stays");
        vm.assertEq(VALIDATORS.getValidators(), validators, "NR2 the set stays");
        vm.assertEq(MONITORING.silentReports(_node), silent, "the words stay");
        vm.assertEq(MONITORING.reportedUpTo(_node, monitor), vm.getBlockNumber() - 1, "the report stands");
    }

    function _assertSilent(uint256 count, string memory message) private view {
        vm.assertEq(MONITORING.silentReports(_node), count, message);
    }

    function _assertObedience(uint8 drifts, address reporter) private view {
        INodeMonitoring.Obedience memory said = MONITORING.obedience(_node);
        vm.assertEq(said.reportedAt, vm.getBlockTimestamp(), "when");
        vm.assertEq(said.blockNumber, BLOCK - 1, "block");
        vm.assertEq(said.driftCount, drifts, "drifts");
        vm.assertEq(said.reporter, reporter, "who");
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

    function _expectUnknown(NodeId node) private {
        vm.expectRevert(abi.encodeWithSelector(INodeMonitoring.NodeMonitoringUnknown.selector, node));
    }

    function _expectNotOperator(address account) private {
        vm.expectRevert(abi.encodeWithSelector(INodeMonitoring.NodeMonitoringNotOperator.selector, _node, account));
    }

    function _expectRuleInvalid(uint8 monitors, uint48 window) private {
        vm.expectRevert(abi.encodeWithSelector(INodeMonitoring.NodeMonitoringRuleInvalid.selector, monitors, window));
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
