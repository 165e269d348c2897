// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {IAccountRegistry} from "../permissions/IAccountRegistry.sol";
import {NodeId} from "../types/NodeId.sol";
import {INodeRegistry} from "./INodeRegistry.sol";

/// @title What is seen of the nodes: obedience and liveness
/// @notice The organisation that runs a node reports whether it does what the contracts say, and where not. Monitors, which a body
/// appoints, report how often validators were heard. Enough monitors that hear nothing of a validator put it into quarantine.
/// @dev Guaranteed: no report brings the ValidatorSet below its floor or beyond its churn limit, and fewer monitors than the rule asks for
/// put nobody into quarantine.
///
/// Warning: not guaranteed is that a report is true. It is signed by the account that sent it, and everybody can compare.
interface INodeMonitoring {
    /// @notice One thing that a node does not do as the contracts say.
    struct Drift {
        /// Kind in ASCII, left-aligned, as enforcers name it: `extra-peer`, `missing-validator`, ...
        bytes32 kind;
        /// The other node that it is about, or a validator's address in the low 20 bytes; 0 if it is about the node itself.
        bytes32 subject;
    }

    /// @notice What the organisation said about its node last.
    struct Obedience {
        /// Seconds since 1970, 0 if it never said anything.
        uint48 reportedAt;
        /// Block that the node had.
        uint64 blockNumber;
        /// How many drifts there were: 0 if the node obeys.
        uint8 driftCount;
        /// Account that signed the report.
        address reporter;
    }

    /// @notice The organisation said whether its node obeys: it does if there is no drift.
    /// @param actor Account that signed the report.
    event ObedienceReported(
        NodeId indexed node,
        address indexed actor,
        uint64 blockNumber,
        bytes32 blockHash,
        Drift[] drifts
    );
    /// @notice A monitor said how often it heard a validator.
    /// @param expected Blocks between the two, both included, that the validator was to seal.
    /// @param sealed_ Blocks among them that it sealed.
    event LivenessReported(
        NodeId indexed node,
        address indexed monitor,
        uint64 firstBlock,
        uint64 lastBlock,
        uint32 expected,
        uint32 sealed_
    );
    /// @notice Enough monitors hear nothing of a validator, but it could not be put into quarantine.
    /// @param reason Selector of the error: the floor, the churn limit, or the status of the node.
    event QuarantineFailed(NodeId indexed node, address indexed actor, bytes4 reason);
    /// @notice Another number of monitors within another time puts a validator into quarantine.
    event QuarantineRuleSet(address indexed actor, uint8 monitors, uint48 window);

    /// @notice No node has this id, or it is retired.
    /// @custom:remedy Check the id; it is the hash of the node's 64-byte public key.
    error NodeMonitoringUnknown(NodeId node);
    /// @notice The sender neither administers the organisation of the node nor is a registered account of it.
    /// @custom:remedy Let an administrator of the organisation register the account, with access to transact.
    error NodeMonitoringNotOperator(NodeId node, address account);
    /// @notice The block has another hash on this chain, lies in the future or too far back.
    /// @custom:remedy Check that the node is on this chain and in step with it: only the last 256 blocks count.
    error NodeMonitoringForeignBlock(uint64 blockNumber, bytes32 blockHash);
    /// @notice A report holds too many drifts.
    /// @custom:remedy Report the first `maximum`; the others follow when these are gone.
    error NodeMonitoringTooManyDrifts(uint256 count, uint256 maximum);
    /// @notice The node was reported on too often.
    /// @custom:remedy Report changes only, and the same state every ten minutes at most.
    error NodeMonitoringTooOften(NodeId node);
    /// @notice The blocks are out of order, in the future, too far back, or overlap with the monitor's last report.
    /// @custom:remedy Report each block once, in order, within the last 4096 blocks.
    error NodeMonitoringBlocksInvalid(uint64 firstBlock, uint64 lastBlock, uint64 reportedUpTo);
    /// @notice More blocks sealed than expected, or more expected than there are.
    /// @custom:remedy Check the count.
    error NodeMonitoringCountInvalid(uint32 expected, uint32 sealed_);
    /// @notice The report puts a validator into quarantine, and the transaction has too little gas left for that.
    /// @custom:remedy Send it with more gas, or let the node estimate it anew: `needed` must be left.
    error NodeMonitoringTooLittleGas(uint256 left, uint256 needed);
    /// @notice A rule needs 2 to 16 monitors and a time between a minute and thirty days.
    /// @custom:remedy Give both within these bounds.
    error NodeMonitoringRuleInvalid(uint8 monitors, uint48 window);

    /// @notice Says whether a node does what the contracts say. By an administrator or a registered account of its organisation, 60 times
    /// at once at most, and once a minute from then on.
    /// @param node Node that is reported on.
    /// @param blockNumber Recent block of the node, one of the last 256.
    /// @param blockHash Hash of that block: shows that the node is on this chain.
    /// @param drifts What it does not do, 16 at most; nothing if it obeys.
    function reportObedience(NodeId node, uint64 blockNumber, bytes32 blockHash, Drift[] calldata drifts) external;

    /// @notice Says how often a validator was heard. Restricted to monitors.
    /// @dev Silence counts against an active validator only, from the time on when it became active, and only if the blocks hold eight
    /// turns of each validator.
    function reportLiveness(NodeId node, uint64 firstBlock, uint64 lastBlock, uint32 expected, uint32 sealed_) external;

    /// @notice Says how many monitors within how many seconds put a silent validator into quarantine. Restricted.
    function setQuarantineRule(uint8 monitors, uint48 window) external;

    /// @notice What the organisation said about its node last.
    function obedience(NodeId node) external view returns (Obedience memory);

    /// @notice How many present monitors hear nothing of a validator.
    function silentReports(NodeId node) external view returns (uint256);

    /// @notice Last block up to which a monitor has reported on a node.
    function reportedUpTo(NodeId node, address monitor) external view returns (uint64);

    /// @notice How many monitors within how many seconds put a silent validator into quarantine.
    function quarantineRule() external view returns (uint8 monitors, uint48 window);

    /// @notice Register of the nodes that are reported on.
    function nodeRegistry() external view returns (INodeRegistry);

    /// @notice Register of the accounts that may report for an organisation.
    function accountRegistry() external view returns (IAccountRegistry);
}
