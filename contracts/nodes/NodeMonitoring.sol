// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {AccessManagedUpgradeable} from "@openzeppelin/contracts-upgradeable/access/manager/AccessManagedUpgradeable.sol";
import {UUPSUpgradeable} from "@openzeppelin/contracts-upgradeable/proxy/utils/UUPSUpgradeable.sol";
import {RateLimiter} from "@openzeppelin/contracts/utils/RateLimiter.sol";

import {IAccountRegistry} from "../permissions/IAccountRegistry.sol";
import {NodeId} from "../types/NodeId.sol";
import {OrganisationId} from "../types/OrganisationId.sol";
import {INodeMonitoring} from "./INodeMonitoring.sol";
import {INodeRegistry} from "./INodeRegistry.sol";

/// @title What is seen of the nodes: obedience and liveness
/// @dev Stands behind a RegistryProxy.
contract NodeMonitoring is INodeMonitoring, AccessManagedUpgradeable, UUPSUpgradeable {
    using RateLimiter for RateLimiter.RefillingBucket;

    uint256 private constant DRIFTS_MAXIMUM = 16;
    uint208 private constant REPORTS_AN_HOUR = 60;
    /// @dev Blocks back that a report on liveness may reach.
    uint256 private constant LIVENESS_BLOCKS = 4_096;
    /// @dev Of so few blocks silence says nothing.
    uint32 private constant SILENCE_MINIMUM = 8;
    uint48 private constant WINDOW_MINIMUM = 1 minutes;
    uint48 private constant WINDOW_MAXIMUM = 30 days;

    /// @dev Which monitors heard nothing of a node; a new round begins when the window of the last one is over.
    struct Silence {
        uint48 since;
        uint64 round;
        /// More monitors than the rule can ask for may report while the quarantine is refused.
        uint32 count;
    }

    /// @custom:storage-location erc7201:foedus.storage.NodeMonitoring
    struct NodeMonitoringStorage {
        INodeRegistry nodeRegistry;
        uint8 quarantineMonitors;
        uint48 quarantineWindow;
        IAccountRegistry accountRegistry;
        RateLimiter.RefillingBucket reports;
        mapping(NodeId node => Obedience) obedience;
        mapping(NodeId node => Silence) silence;
        mapping(NodeId node => mapping(uint64 round => mapping(address monitor => bool))) silentTo;
        mapping(NodeId node => mapping(address monitor => uint64 lastBlock)) reportedUpTo;
    }

    /// @dev keccak256(abi.encode(uint256(keccak256("foedus.storage.NodeMonitoring")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant STORAGE_LOCATION = 0xfd81366d566f576b48e5f34af220406fc9c95a74b55facdd99a93e3b89759a00;

    /// @dev Only proxies are initialised.
    constructor() {
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
    function reportObedience(NodeId node, uint64 blockNumber, bytes32 blockHash, Drift[] calldata drifts) external {
        _requireOperator(node);
        if (drifts.length > DRIFTS_MAXIMUM) revert NodeMonitoringTooManyDrifts(drifts.length, DRIFTS_MAXIMUM);
        if (blockHash == 0 || blockhash(blockNumber) != blockHash) {
            revert NodeMonitoringForeignBlock(blockNumber, blockHash);
        }
        NodeMonitoringStorage storage $ = _storage();
        if (!$.reports.tryConsume(NodeId.unwrap(node), 1)) revert NodeMonitoringTooOften(node);

        $.obedience[node] = Obedience({
            reportedAt: uint48(block.timestamp),
            blockNumber: blockNumber,
            driftCount: uint8(drifts.length)
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
    ) external restricted {
        NodeMonitoringStorage storage $ = _storage();
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

        if (sealed_ > 0) _withdrawSilence(node);
        else if (expected >= SILENCE_MINIMUM) _countSilence(node);
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
        Silence storage silence = _storage().silence[node];
        return _isOver(silence) ? 0 : silence.count;
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

    function _countSilence(NodeId node) private {
        NodeMonitoringStorage storage $ = _storage();
        Silence storage silence = $.silence[node];
        if (_isOver(silence)) {
            silence.since = uint48(block.timestamp);
            silence.round += 1;
            silence.count = 0;
        }
        if (!$.silentTo[node][silence.round][msg.sender]) {
            $.silentTo[node][silence.round][msg.sender] = true;
            silence.count += 1;
        }
        if (silence.count < $.quarantineMonitors) return;
        // The rounds stay: if the floor or the churn limit refuses now, the next report tries again.
        try $.nodeRegistry.quarantineNode(node) {
            silence.count = 0;
            silence.since = 0;
        } catch (bytes memory reason) {
            emit QuarantineFailed(node, msg.sender, bytes4(reason));
        }
    }

    function _withdrawSilence(NodeId node) private {
        NodeMonitoringStorage storage $ = _storage();
        Silence storage silence = $.silence[node];
        if (!$.silentTo[node][silence.round][msg.sender]) return;
        $.silentTo[node][silence.round][msg.sender] = false;
        // After a quarantine the count began anew while the marks of its round stayed.
        if (silence.count > 0) silence.count -= 1;
    }

    function _setQuarantineRule(uint8 monitors, uint48 window) private {
        if (monitors == 0 || window < WINDOW_MINIMUM || window > WINDOW_MAXIMUM) {
            revert NodeMonitoringRuleInvalid(monitors, window);
        }
        NodeMonitoringStorage storage $ = _storage();
        $.quarantineMonitors = monitors;
        $.quarantineWindow = window;

        emit QuarantineRuleSet(msg.sender, monitors, window);
    }

    function _requireOperator(NodeId node) private view {
        NodeMonitoringStorage storage $ = _storage();
        OrganisationId organisation = $.nodeRegistry.node(node).organisation;
        if (organisation != OrganisationId.wrap(0) && $.accountRegistry.actsFor(msg.sender, organisation)) return;
        revert NodeMonitoringNotOperator(node, msg.sender);
    }

    function _isOver(Silence storage silence) private view returns (bool) {
        return block.timestamp > silence.since + _storage().quarantineWindow;
    }

    function _storage() private pure returns (NodeMonitoringStorage storage $) {
        assembly {
            $.slot := STORAGE_LOCATION
        }
    }

    /// @dev The authority knows `upgradeToAndCall`, the function that enters here.
    function _authorizeUpgrade(address) internal override restricted {}
}
