// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {AccessManagedUpgradeable} from "@openzeppelin/contracts-upgradeable/access/manager/AccessManagedUpgradeable.sol";
import {UUPSUpgradeable} from "@openzeppelin/contracts-upgradeable/proxy/utils/UUPSUpgradeable.sol";
import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";
import {RateLimiter} from "@openzeppelin/contracts/utils/RateLimiter.sol";

import {Breakable} from "../access/Breakable.sol";
import {IBreakable} from "../access/IBreakable.sol";
import {ICircuitBreaker} from "../access/ICircuitBreaker.sol";
import {Roles} from "../access/Roles.sol";
import {IAccountRegistry} from "../permissions/IAccountRegistry.sol";
import {NodeId} from "../types/NodeId.sol";
import {INodeMonitoring} from "./INodeMonitoring.sol";
import {INodeRegistry, NodeStatus} from "./INodeRegistry.sol";

/// @title What is seen of the nodes: obedience and liveness
/// @dev Stands behind a RegistryProxy.
contract NodeMonitoring is INodeMonitoring, Breakable, AccessManagedUpgradeable, UUPSUpgradeable {
    using RateLimiter for RateLimiter.RefillingBucket;

    uint256 private constant DRIFTS_MAXIMUM = 16;
    uint208 private constant REPORTS_AN_HOUR = 60;
    /// @dev Blocks back that a report on liveness may reach.
    uint256 private constant LIVENESS_BLOCKS = 4_096;
    /// @dev Turns of a validator of which silence says something.
    uint32 private constant SILENCE_MINIMUM = 8;
    /// @dev No monitor decides alone, and nobody pays for a long list.
    uint8 private constant MONITORS_MINIMUM = 2;
    uint8 private constant MONITORS_MAXIMUM = 16;
    /// @dev What a quarantine takes at most, with the largest set of validators, and some more.
    uint256 private constant QUARANTINE_GAS = 3_000_000;
    uint48 private constant WINDOW_MINIMUM = 1 minutes;
    uint48 private constant WINDOW_MAXIMUM = 30 days;

    /// @dev Which monitors heard nothing of a node, `MONITORS_MAXIMUM` at most. The list begins anew when its window is over.
    struct Silence {
        uint48 since;
        address[] monitors;
    }

    /// @custom:storage-location erc7201:foedus.storage.NodeMonitoring
    struct NodeMonitoringStorage {
        INodeRegistry nodeRegistry;
        uint8 quarantineMonitors;
        uint48 quarantineWindow;
        IAccountRegistry accountRegistry;
        mapping(NodeId node => Obedience) obedience;
        mapping(NodeId node => Silence) silence;
        mapping(NodeId node => mapping(address monitor => uint64 lastBlock)) reportedUpTo;
        /// By node and account, so that no account of an organisation uses up what its enforcer needs.
        RateLimiter.RefillingBucket reports;
    }

    /// @dev keccak256(abi.encode(uint256(keccak256("foedus.storage.NodeMonitoring")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant STORAGE_LOCATION = 0xfd81366d566f576b48e5f34af220406fc9c95a74b55facdd99a93e3b89759a00;

    /// @dev Only proxies are initialised.
    /// @param breaker Whom functions ask that can be paused.
    constructor(ICircuitBreaker breaker) Breakable(breaker) {
        _disableInitializers();
    }

    /// @notice Connects the monitoring to the authority, to the nodes and to the accounts that may report. Once.
    function initialize(
        address initialAuthority,
        INodeRegistry initialNodeRegistry,
        IAccountRegistry initialAccountRegistry,
        uint8 monitors,
        uint48 window
    ) external initializer {
        __AccessManaged_init(initialAuthority);
        NodeMonitoringStorage storage $ = _storage();
        $.nodeRegistry = initialNodeRegistry;
        $.accountRegistry = initialAccountRegistry;
        $.reports.updateSettings(1 hours, REPORTS_AN_HOUR);
        _setQuarantineRule(monitors, window);
    }

    /// @inheritdoc INodeMonitoring
    function reportObedience(
        NodeId node,
        uint64 blockNumber,
        bytes32 blockHash,
        Drift[] calldata drifts
    ) external whenNotPaused {
        _requireOperator(node);
        if (drifts.length > DRIFTS_MAXIMUM) revert NodeMonitoringTooManyDrifts(drifts.length, DRIFTS_MAXIMUM);
        if (blockHash == 0 || blockhash(blockNumber) != blockHash) {
            revert NodeMonitoringForeignBlock(blockNumber, blockHash);
        }
        NodeMonitoringStorage storage $ = _storage();
        if (!$.reports.tryConsume(keccak256(abi.encode(node, msg.sender)), 1)) revert NodeMonitoringTooOften(node);

        $.obedience[node] = Obedience({
            reportedAt: uint48(block.timestamp),
            blockNumber: blockNumber,
            driftCount: uint8(drifts.length),
            reporter: msg.sender
        });

        emit ObedienceReported(node, msg.sender, blockNumber, blockHash, drifts);
    }

    /// @inheritdoc INodeMonitoring
    function reportLiveness(
        NodeId node,
        uint64 firstBlock,
        uint64 lastBlock,
        uint32 expected,
        uint32 sealed_
    ) external restricted whenNotPaused {
        NodeMonitoringStorage storage $ = _storage();
        INodeRegistry.Node memory registered = $.nodeRegistry.node(node);
        if (registered.status == NodeStatus.None) revert NodeMonitoringUnknown(node);
        uint64 known = $.reportedUpTo[node][msg.sender];
        if (
            firstBlock <= known ||
            firstBlock > lastBlock ||
            lastBlock >= block.number ||
            firstBlock + LIVENESS_BLOCKS < block.number
        ) revert NodeMonitoringBlocksInvalid(firstBlock, lastBlock, known);
        if (sealed_ > expected || expected > lastBlock - firstBlock + 1) {
            revert NodeMonitoringCountInvalid(expected, sealed_);
        }

        $.reportedUpTo[node][msg.sender] = lastBlock;
        emit LivenessReported(node, msg.sender, firstBlock, lastBlock, expected, sealed_);

        // What is silent for so many of its turns is silent; and only who should be heard can be silent.
        uint256 turns = (lastBlock - firstBlock + 1) / $.nodeRegistry.validatorSet().validatorCount();
        if (sealed_ > 0) _withdrawSilence(node);
        else if (registered.status == NodeStatus.Active && expected >= SILENCE_MINIMUM && turns >= SILENCE_MINIMUM)
            _countSilence(node, registered.activeSince);
    }

    /// @inheritdoc INodeMonitoring
    function setQuarantineRule(uint8 monitors, uint48 window) external restricted {
        _setQuarantineRule(monitors, window);
    }

    /// @inheritdoc INodeMonitoring
    function obedience(NodeId node) external view returns (Obedience memory) {
        return _storage().obedience[node];
    }

    /// @inheritdoc INodeMonitoring
    function silentReports(NodeId node) external view returns (uint256) {
        NodeMonitoringStorage storage $ = _storage();
        Silence storage silence = $.silence[node];
        return _isOver(silence, $.nodeRegistry.node(node).activeSince) ? 0 : _monitorsIn(silence);
    }

    /// @inheritdoc INodeMonitoring
    function reportedUpTo(NodeId node, address monitor) external view returns (uint64) {
        return _storage().reportedUpTo[node][monitor];
    }

    /// @inheritdoc INodeMonitoring
    function quarantineRule() external view returns (uint8 monitors, uint48 window) {
        NodeMonitoringStorage storage $ = _storage();
        return ($.quarantineMonitors, $.quarantineWindow);
    }

    /// @inheritdoc INodeMonitoring
    function nodeRegistry() external view returns (INodeRegistry) {
        return _storage().nodeRegistry;
    }

    /// @inheritdoc INodeMonitoring
    function accountRegistry() external view returns (IAccountRegistry) {
        return _storage().accountRegistry;
    }

    /// @inheritdoc IBreakable
    function isPausable(bytes4 selector) external pure returns (bool) {
        return
            selector == INodeMonitoring.reportObedience.selector || selector == INodeMonitoring.reportLiveness.selector;
    }

    function _countSilence(NodeId node, uint48 activeSince) private {
        NodeMonitoringStorage storage $ = _storage();
        Silence storage silence = $.silence[node];
        if (_isOver(silence, activeSince)) {
            silence.since = uint48(block.timestamp);
            delete silence.monitors;
        }
        (bool found, ) = _indexIn(silence, msg.sender);
        if (!found) {
            // Otherwise those whom the body dismissed would keep the places of those whom it appointed after them.
            if (silence.monitors.length == MONITORS_MAXIMUM) _dropDismissed(silence.monitors);
            if (silence.monitors.length < MONITORS_MAXIMUM) silence.monitors.push(msg.sender);
        }
        if (_monitorsIn(silence) < $.quarantineMonitors) return;
        // Whoever estimates gas finds the least with which the report goes through: without this, a quarantine that fails for want of gas.
        if (gasleft() < QUARANTINE_GAS) revert NodeMonitoringTooLittleGas(gasleft(), QUARANTINE_GAS);
        // The list stays: if the floor or the churn limit refuses now, the next report tries again. Once the node is active again, it
        // begins anew by itself.
        try $.nodeRegistry.quarantineNode(node) {} catch (bytes memory reason) {
            emit QuarantineFailed(node, msg.sender, bytes4(reason));
        }
    }

    function _withdrawSilence(NodeId node) private {
        Silence storage silence = _storage().silence[node];
        (bool found, uint256 index) = _indexIn(silence, msg.sender);
        if (found) _drop(silence.monitors, index);
    }

    function _dropDismissed(address[] storage monitors) private {
        for (uint256 i = monitors.length; i > 0; --i) {
            if (!_isMonitor(monitors[i - 1])) _drop(monitors, i - 1);
        }
    }

    function _drop(address[] storage monitors, uint256 index) private {
        monitors[index] = monitors[monitors.length - 1];
        monitors.pop();
    }

    function _indexIn(Silence storage silence, address monitor) private view returns (bool found, uint256 index) {
        uint256 count = silence.monitors.length;
        for (; index < count; ++index) {
            if (silence.monitors[index] == monitor) return (true, index);
        }
        return (false, 0);
    }

    /// @dev Monitors in the list that are monitors still: whom the body dismissed counts no more.
    function _monitorsIn(Silence storage silence) private view returns (uint256 count) {
        uint256 length = silence.monitors.length;
        for (uint256 i = 0; i < length; ++i) {
            if (_isMonitor(silence.monitors[i])) ++count;
        }
    }

    function _isMonitor(address account) private view returns (bool isMember) {
        (isMember, ) = IAccessManager(authority()).hasRole(Roles.MONITORS, account);
    }

    function _setQuarantineRule(uint8 monitors, uint48 window) private {
        if (
            monitors < MONITORS_MINIMUM ||
            monitors > MONITORS_MAXIMUM ||
            window < WINDOW_MINIMUM ||
            window > WINDOW_MAXIMUM
        ) {
            revert NodeMonitoringRuleInvalid(monitors, window);
        }
        NodeMonitoringStorage storage $ = _storage();
        $.quarantineMonitors = monitors;
        $.quarantineWindow = window;

        emit QuarantineRuleSet(msg.sender, monitors, window);
    }

    function _requireOperator(NodeId node) private view {
        NodeMonitoringStorage storage $ = _storage();
        INodeRegistry.Node memory registered = $.nodeRegistry.node(node);
        if (registered.status == NodeStatus.None || registered.status == NodeStatus.Retired) {
            revert NodeMonitoringUnknown(node);
        }
        if (!$.accountRegistry.actsFor(msg.sender, registered.organisation)) {
            revert NodeMonitoringNotOperator(node, msg.sender);
        }
    }

    /// @dev Silence from before the node became active, or from the same second, says nothing about it now.
    function _isOver(Silence storage silence, uint48 activeSince) private view returns (bool) {
        return silence.since <= activeSince || block.timestamp > silence.since + _storage().quarantineWindow;
    }

    function _storage() private pure returns (NodeMonitoringStorage storage $) {
        assembly {
            $.slot := STORAGE_LOCATION
        }
    }

    /// @dev The authority knows `upgradeToAndCall`, the function that enters here.
    function _authorizeUpgrade(address) internal override restricted {}
}
