// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";

import {IBreakable} from "./IBreakable.sol";
import {ICircuitBreaker} from "./ICircuitBreaker.sol";

/// @title Pauses that end by themselves
/// @dev Immutable. It knows no body: whoever was given a right may use it, whatever the authority says of its roles.
contract CircuitBreaker is AccessManaged, ICircuitBreaker {
    uint256 private constant MIN_PAUSE = 1 minutes;
    uint256 private constant MAX_PAUSE = 7 days;
    uint256 private constant MAX_COOL_DOWN = 90 days;
    uint256 private constant MIN_HEARTBEAT_PERIOD = 1 hours;
    uint256 private constant MAX_HEARTBEAT_PERIOD = 366 days;
    uint256 private constant MIN_TERM = 1 hours;
    uint256 private constant MAX_TERM = 366 days;

    mapping(bytes32 group => Group) private _groups;
    mapping(address target => mapping(bytes4 selector => bytes32 group)) private _groupOf;
    mapping(address holder => mapping(bytes32 group => Right)) private _rights;
    mapping(bytes4 selector => bool) private _exits;
    /// @dev How many functions with this selector stand in a group.
    mapping(bytes4 selector => uint256 count) private _listed;

    /// @param authority Whom restricted functions ask.
    /// @param exits Selectors of functions that can never be paused.
    constructor(address authority, bytes4[] memory exits) AccessManaged(authority) {
        for (uint256 i = 0; i < exits.length; ++i) {
            _pinExit(exits[i]);
        }
    }

    /// @inheritdoc ICircuitBreaker
    function setGroup(bytes32 id, uint32 maxDuration, uint32 coolDown, uint32 heartbeatPeriod) external restricted {
        if (id == 0) revert CircuitBreakerZeroGroup();
        _checkBounds(maxDuration, MIN_PAUSE, MAX_PAUSE);
        _checkBounds(coolDown, maxDuration, MAX_COOL_DOWN);
        _checkBounds(heartbeatPeriod, MIN_HEARTBEAT_PERIOD, MAX_HEARTBEAT_PERIOD);

        Group storage entry = _groups[id];
        entry.maxDuration = maxDuration;
        entry.coolDown = coolDown;
        entry.heartbeatPeriod = heartbeatPeriod;

        emit GroupSet(id, msg.sender, maxDuration, coolDown, heartbeatPeriod);
    }

    /// @inheritdoc ICircuitBreaker
    function setFunctionGroup(address target, bytes4 selector, bytes32 id) external restricted {
        if (id != 0) {
            _known(id);
            if (_exits[selector]) revert CircuitBreakerExit(selector);
            if (!_asks(target, selector)) revert CircuitBreakerNotAsked(target, selector);
        }

        if (_groupOf[target][selector] != 0) --_listed[selector];
        if (id != 0) ++_listed[selector];
        _groupOf[target][selector] = id;

        emit FunctionGroupSet(target, selector, id, msg.sender);
    }

    /// @inheritdoc ICircuitBreaker
    function pinExit(bytes4 selector) external restricted {
        _pinExit(selector);
    }

    /// @inheritdoc ICircuitBreaker
    function arm(address holder, bytes32 id, uint32 term) external restricted {
        if (holder == address(0)) revert CircuitBreakerZeroHolder();
        uint48 heartbeatBy = uint48(block.timestamp) + _known(id).heartbeatPeriod;
        _checkBounds(term, MIN_TERM, MAX_TERM);
        uint48 notAfter = uint48(block.timestamp) + term;

        _rights[holder][id] = Right({notAfter: notAfter, heartbeatBy: heartbeatBy});

        emit RightArmed(holder, id, msg.sender, notAfter, heartbeatBy);
    }

    /// @inheritdoc ICircuitBreaker
    function disarm(address holder, bytes32 id) external restricted {
        if (_rights[holder][id].notAfter == 0) revert CircuitBreakerNoRight(holder, id);

        delete _rights[holder][id];

        emit RightDisarmed(holder, id, msg.sender);
    }

    /// @inheritdoc ICircuitBreaker
    function unpause(bytes32 id) external restricted {
        Group storage entry = _known(id);
        if (!_isPaused(entry)) revert CircuitBreakerNotPaused(id);

        entry.pausedUntil = uint48(block.timestamp);

        emit GroupUnpaused(id, msg.sender, entry.pausedSince, uint48(block.timestamp));
    }

    /// @inheritdoc ICircuitBreaker
    function pause(bytes32 id, uint32 duration) external {
        Group storage entry = _known(id);
        _requireRight(msg.sender, id);
        _checkBounds(duration, 1, entry.maxDuration);
        uint48 next = nextPause(id);
        if (block.timestamp < next) revert CircuitBreakerCoolingDown(id, next);

        delete _rights[msg.sender][id];
        uint48 since = uint48(block.timestamp);
        entry.pausedSince = since;
        entry.pausedUntil = since + duration;

        emit GroupPaused(id, msg.sender, since, since + duration);
    }

    /// @inheritdoc ICircuitBreaker
    function heartbeat(bytes32 id) external {
        Group storage entry = _known(id);
        // What has lapsed stays so: a heartbeat that comes too late revives nothing.
        _requireRight(msg.sender, id);

        uint48 heartbeatBy = uint48(block.timestamp) + entry.heartbeatPeriod;
        _rights[msg.sender][id].heartbeatBy = heartbeatBy;

        emit HeartbeatGiven(msg.sender, id, heartbeatBy);
    }

    /// @inheritdoc ICircuitBreaker
    function isPaused(address target, bytes4 selector) external view returns (bool) {
        return _isPaused(_groups[_groupOf[target][selector]]);
    }

    /// @inheritdoc ICircuitBreaker
    function pauseOf(address target, bytes4 selector) external view returns (bytes32 id, uint48 pausedUntil) {
        id = _groupOf[target][selector];
        // Most functions of most contracts stand in no group: they are spared the second read.
        if (id == 0) return (0, 0);
        Group storage entry = _groups[id];
        return _isPaused(entry) ? (id, entry.pausedUntil) : (bytes32(0), 0);
    }

    /// @inheritdoc ICircuitBreaker
    function canPause(address holder, bytes32 id) external view returns (bool) {
        Right storage held = _rights[holder][id];
        return
            block.timestamp <= held.notAfter && block.timestamp <= held.heartbeatBy && block.timestamp >= nextPause(id);
    }

    /// @inheritdoc ICircuitBreaker
    function nextPause(bytes32 id) public view returns (uint48) {
        Group storage entry = _groups[id];
        return entry.pausedUntil == 0 ? 0 : entry.pausedUntil + entry.coolDown;
    }

    /// @inheritdoc ICircuitBreaker
    function group(bytes32 id) external view returns (Group memory) {
        return _groups[id];
    }

    /// @inheritdoc ICircuitBreaker
    function groupOf(address target, bytes4 selector) external view returns (bytes32) {
        return _groupOf[target][selector];
    }

    /// @inheritdoc ICircuitBreaker
    function right(address holder, bytes32 id) external view returns (Right memory) {
        return _rights[holder][id];
    }

    /// @inheritdoc ICircuitBreaker
    function isExit(bytes4 selector) external view returns (bool) {
        return _exits[selector];
    }

    function _pinExit(bytes4 selector) private {
        if (_listed[selector] != 0) revert CircuitBreakerStillListed(selector, _listed[selector]);
        _exits[selector] = true;
        emit ExitPinned(selector, msg.sender);
    }

    function _known(bytes32 id) private view returns (Group storage entry) {
        entry = _groups[id];
        if (entry.maxDuration == 0) revert CircuitBreakerUnknownGroup(id);
    }

    function _requireRight(address holder, bytes32 id) private view {
        Right storage held = _rights[holder][id];
        if (held.notAfter == 0) revert CircuitBreakerNoRight(holder, id);
        if (block.timestamp > held.notAfter) revert CircuitBreakerRightEnded(holder, id, held.notAfter);
        if (block.timestamp > held.heartbeatBy) revert CircuitBreakerHeartbeatMissed(holder, id, held.heartbeatBy);
    }

    function _isPaused(Group storage entry) private view returns (bool) {
        return block.timestamp < entry.pausedUntil;
    }

    /// @dev Bodies, the authority and this breaker answer neither question, so none of their functions can be listed.
    function _asks(address target, bytes4 selector) private view returns (bool) {
        return
            _answer(target, abi.encodeCall(IBreakable.circuitBreaker, ())) == uint160(address(this)) &&
            _answer(target, abi.encodeCall(IBreakable.isPausable, (selector))) == 1;
    }

    /// @dev 0 for a target that is not there, reverts, or answers something else than one word.
    function _answer(address target, bytes memory question) private view returns (uint256) {
        (bool read, bytes memory answer) = target.staticcall(question);
        return read && answer.length == 32 ? abi.decode(answer, (uint256)) : 0;
    }

    function _checkBounds(uint256 duration, uint256 minimum, uint256 maximum) private pure {
        if (duration < minimum || duration > maximum) {
            revert CircuitBreakerDurationOutOfBounds(duration, minimum, maximum);
        }
    }
}
