// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

/// @title Pauses that end by themselves
/// @notice Functions stand in groups, each in at most one. Who was given the right to pause a group may use it once; the pause ends without
/// a call, and after it the group rests from pauses for a time at least as long as the longest pause. Ids of groups are ASCII names,
/// left-aligned in 32 bytes. Times are seconds since 1970, durations seconds.
/// @dev Only functions that ask this breaker (`IBreakable`) can stand in a group, so that neither a body nor the authority nor the breaker itself
/// can ever be paused. Warning: a pause stops what is called, not what was done before; and who sets the groups can always end a pause.
interface ICircuitBreaker {
    /// @notice What a group allows, and its last pause; zeros for a group that was never set.
    struct Group {
        uint32 maxDuration;
        uint32 coolDown;
        uint32 heartbeatPeriod;
        uint48 pausedSince;
        uint48 pausedUntil;
    }

    /// @notice A right to pause one group once; zeros where there is none. It holds up to and including the earlier of both times.
    struct Right {
        uint48 notAfter;
        /// When the holder has to show again, at the latest, that it is still there.
        uint48 heartbeatBy;
    }

    /// @notice The group can be paused for so long, rests for so long, and asks its holders for a heartbeat so often.
    event GroupSet(
        bytes32 indexed group,
        address indexed actor,
        uint32 maxDuration,
        uint32 coolDown,
        uint32 heartbeatPeriod
    );
    /// @notice The function stands in the group from now on; the group 0 stands for none.
    event FunctionGroupSet(address indexed target, bytes4 indexed selector, bytes32 indexed group, address actor);
    /// @notice Functions with this selector can never stand in a group.
    event ExitPinned(bytes4 indexed selector, address indexed actor);
    /// @notice The holder may pause the group once.
    event RightArmed(
        address indexed holder,
        bytes32 indexed group,
        address indexed actor,
        uint48 notAfter,
        uint48 heartbeatBy
    );
    /// @notice The right was taken away unused.
    event RightDisarmed(address indexed holder, bytes32 indexed group, address indexed actor);
    /// @notice The holder has shown that it is still there, and has to do so again by then.
    event HeartbeatGiven(address indexed holder, bytes32 indexed group, uint48 heartbeatBy);
    /// @notice The group is paused, and the holder's right is used up.
    event GroupPaused(bytes32 indexed group, address indexed actor, uint48 pausedSince, uint48 pausedUntil);
    /// @notice The pause was ended early.
    event GroupUnpaused(bytes32 indexed group, address indexed actor, uint48 pausedSince, uint48 pausedUntil);

    /// @notice The function stands in a group that is paused.
    /// @custom:remedy Wait until the pause ends by itself, or ask the body that sets the groups to end it.
    error CircuitBreakerPaused(bytes32 group, uint48 pausedUntil);
    /// @notice The group was never set.
    /// @custom:remedy Set the group first.
    error CircuitBreakerUnknownGroup(bytes32 group);
    /// @notice No group has the id 0.
    /// @custom:remedy Give the group's name in ASCII, left-aligned in 32 bytes.
    error CircuitBreakerZeroGroup();
    /// @notice A duration is too short or too long.
    /// @custom:remedy Give seconds within the bounds that are named.
    error CircuitBreakerDurationOutOfBounds(uint256 duration, uint256 minimum, uint256 maximum);
    /// @notice The function is an exit, by which people leave or get back what is theirs: it is never paused.
    /// @custom:remedy Leave the function out of every group.
    error CircuitBreakerExit(bytes4 selector);
    /// @notice Functions with this selector stand in groups.
    /// @custom:remedy Take them out of their groups first, then pin the exit.
    error CircuitBreakerStillListed(bytes4 selector, uint256 count);
    /// @notice The function does not ask this breaker before it runs, so that a pause would have no effect.
    /// @custom:remedy List only functions for which `isPausable` of a target that answers with this breaker is true.
    error CircuitBreakerNotAsked(address target, bytes4 selector);
    /// @notice No right is given to the zero address.
    /// @custom:remedy Give the address of the body or account that shall be able to pause.
    error CircuitBreakerZeroHolder();
    /// @notice The caller was never given the right, has used it up, or it was taken away.
    /// @custom:remedy Ask the body that sets the groups to arm the right.
    error CircuitBreakerNoRight(address holder, bytes32 group);
    /// @notice The right has ended.
    /// @custom:remedy Ask the body that sets the groups to arm the right again.
    error CircuitBreakerRightEnded(address holder, bytes32 group, uint48 notAfter);
    /// @notice The right has lapsed, because the holder did not show in time that it is still there.
    /// @custom:remedy Ask the body that sets the groups to arm the right again.
    error CircuitBreakerHeartbeatMissed(address holder, bytes32 group, uint48 heartbeatBy);
    /// @notice The group is paused, or rests after its last pause.
    /// @custom:remedy Wait until the time that is named.
    error CircuitBreakerCoolingDown(bytes32 group, uint48 nextPause);
    /// @notice The group is not paused.
    /// @custom:remedy Nothing is to be done: the functions of the group are open.
    error CircuitBreakerNotPaused(bytes32 group);

    /// @notice Makes a group, or changes what it allows from now on. Restricted.
    /// @param maxDuration 1 minute to 7 days.
    /// @param coolDown `maxDuration` to 90 days, so that a group is paused for half of the time at most.
    /// @param heartbeatPeriod 1 hour to 366 days; rights that are armed keep their time until their next heartbeat.
    function setGroup(bytes32 group, uint32 maxDuration, uint32 coolDown, uint32 heartbeatPeriod) external;

    /// @notice Puts a function into a group, out of the one in which it stood before. Restricted.
    /// @param group 0 to take it out of every group, which also opens it at once.
    function setFunctionGroup(address target, bytes4 selector, bytes32 group) external;

    /// @notice Declares every function with this selector an exit, for ever. Restricted.
    function pinExit(bytes4 selector) external;

    /// @notice Gives a holder the right to pause a group once, or begins its time anew. Restricted.
    /// @param term For how long from now on, 1 hour to 366 days. The first heartbeat is due within the group's period from now on.
    function arm(address holder, bytes32 group, uint32 term) external;

    /// @notice Takes a right away. Restricted.
    function disarm(address holder, bytes32 group) external;

    /// @notice Ends a pause early; the group rests from now on. Restricted.
    function unpause(bytes32 group) external;

    /// @notice Pauses a group at once and uses up the caller's right to do so.
    /// @param duration 1 second to the `maxDuration` of the group.
    function pause(bytes32 group, uint32 duration) external;

    /// @notice Shows that the caller, who holds a right that has not lapsed, is still there.
    function heartbeat(bytes32 group) external;

    /// @notice Whether the function is paused now. Never reverts.
    function isPaused(address target, bytes4 selector) external view returns (bool);

    /// @notice The group in which the function is paused and the end of the pause; zeros when it is open. Never reverts.
    function pauseOf(address target, bytes4 selector) external view returns (bytes32 group, uint48 pausedUntil);

    /// @notice Whether `pause` by the holder would go through now. Never reverts.
    function canPause(address holder, bytes32 group) external view returns (bool);

    /// @notice When the group can be paused at the earliest; 0 when it was never paused.
    function nextPause(bytes32 group) external view returns (uint48);

    /// @notice What a group allows, and its last pause.
    function group(bytes32 id) external view returns (Group memory);

    /// @notice The group in which a function stands; 0 for none.
    function groupOf(address target, bytes4 selector) external view returns (bytes32);

    /// @notice The right of a holder, also when it has ended or lapsed.
    function right(address holder, bytes32 group) external view returns (Right memory);

    /// @notice Whether functions with this selector can never be paused.
    function isExit(bytes4 selector) external view returns (bool);
}
