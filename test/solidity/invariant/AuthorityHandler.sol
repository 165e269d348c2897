// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {PeerTarget} from "../../../contracts/mocks/PeerTarget.sol";
import {bound, vm} from "../support/Vm.sol";
import {Handler} from "./Handler.sol";

/// @title Everything that happens to roles and scheduled operations, in any order
contract AuthorityHandler is Handler {
    uint256 private constant CANDIDATES = 5;
    uint256 private constant ROLES = 4;
    uint256 private constant VALUES = 3;
    uint32 private constant MAX_DELAY = 2 days;

    struct Operation {
        /// When it may be executed; 0 when it is not scheduled.
        uint48 ready;
        uint48 expiry;
    }

    /// @notice A contract that asks the authority, with one restricted function.
    PeerTarget public immutable target;

    /// @notice Whether the target was closed.
    bool public isClosed;
    mapping(uint64 role => mapping(address account => bool)) private _granted;
    mapping(address caller => mapping(uint256 value => Operation)) private _operations;

    /// @dev The genesis is loaded already. The first account administers beside the Council, without delay.
    constructor() {
        target = new PeerTarget(address(AUTHORITY));
        _grant(ADMIN, account(0));
        _granted[ADMIN][account(0)] = true;
        _granted[ADMIN][address(COUNCIL)] = true;
    }

    function account(uint256 index) public pure returns (address) {
        return address(uint160(0xacc0 + (index % CANDIDATES)));
    }

    /// @notice ADMIN and three roles that the genesis does not have.
    function roleAt(uint256 index) public pure returns (uint64) {
        uint256 place = index % ROLES;
        return place == 0 ? ADMIN : uint64(100 + place);
    }

    function grantRole(uint256 sender, uint256 roleSeed, uint256 accountSeed, uint32 delay) external {
        (uint64 role, address receiver) = (roleAt(roleSeed), _holder(accountSeed));
        delay =
            delay % 3 == 0
                ? 0
                : delay % 3 == 1
                    ? uint32(bound(delay, 1, MAX_DELAY))
                    : delay;
        if (!_perform("grantRole", sender, abi.encodeCall(AUTHORITY.grantRole, (role, receiver, delay)))) return;
        _granted[role][receiver] = true;
        _check(role != ADMIN || delay <= 365 days, "AU3: an administrator that waits for years");
    }

    function revokeRole(uint256 sender, uint256 roleSeed, uint256 accountSeed) external {
        (uint64 role, address receiver) = (roleAt(roleSeed), _holder(accountSeed));
        if (!_perform("revokeRole", sender, abi.encodeCall(AUTHORITY.revokeRole, (role, receiver)))) return;
        _granted[role][receiver] = false;
    }

    function renounceRole(uint256 sender, uint256 roleSeed) external {
        uint64 role = roleAt(roleSeed);
        address leaving = _holder(sender);
        vm.prank(leaving);
        bool success = _try(address(AUTHORITY), abi.encodeCall(AUTHORITY.renounceRole, (role, leaving)));
        _note("renounceRole", success);
        if (success) _granted[role][leaving] = false;
    }

    function setGrantDelay(uint256 sender, uint256 roleSeed, uint32 delay) external {
        delay = uint32(bound(delay, 0, MAX_DELAY));
        _perform("setGrantDelay", sender, abi.encodeCall(AUTHORITY.setGrantDelay, (roleAt(roleSeed), delay)));
    }

    function setRoleAdmin(uint256 sender, uint256 roleSeed, uint256 adminSeed) external {
        bytes memory data = abi.encodeCall(AUTHORITY.setRoleAdmin, (roleAt(roleSeed), roleAt(adminSeed)));
        _perform("setRoleAdmin", sender, data);
    }

    function setTargetClosed(uint256 sender, bool itself, bool closed) external {
        address closing = itself ? address(AUTHORITY) : address(target);
        bool success = _perform(
            "setTargetClosed",
            sender,
            abi.encodeCall(AUTHORITY.setTargetClosed, (closing, closed))
        );
        _check(!(success && itself && closed), "AU3: the authority was closed");
        if (success && !itself) isClosed = closed;
    }

    function setFunctionRole(uint256 sender, uint256 roleSeed) external {
        bytes4[] memory selectors = new bytes4[](1);
        selectors[0] = PeerTarget.set.selector;
        uint64 role = roleAt(roleSeed);
        bytes memory data = abi.encodeCall(AUTHORITY.setTargetFunctionRole, (address(target), selectors, role));
        if (!_perform("setFunctionRole", sender, data)) return;
        for (uint256 i = 0; i < ROLES; ++i) {
            bool listed = _lists(AUTHORITY.targetSelectors(address(target), roleAt(i)), PeerTarget.set.selector);
            _check(listed == (roleAt(i) == role), "AU1: selectors of a role");
        }
    }

    // Operations: each account may schedule a few calls.

    function schedule(uint256 sender, uint256 value, uint256 wait) external {
        (address caller, uint256 chosen) = (account(sender), value % VALUES);
        (, uint32 delay) = AUTHORITY.canCall(caller, address(target), PeerTarget.set.selector);
        uint48 wanted = wait % 4 == 0 ? 0 : _now() + uint48(bound(wait, 0, 3 days));
        vm.prank(caller);
        bytes memory data = abi.encodeCall(AUTHORITY.schedule, (address(target), _callOf(chosen), wanted));
        bool success = _try(address(AUTHORITY), data);
        _note("schedule", success);
        if (!success) return;
        _check(delay > 0, "AU4: scheduled by one that may not call with a delay");
        Operation storage operation = _operations[caller][chosen];
        _check(operation.ready == 0 || operation.expiry <= _now(), "AU4: scheduled twice");
        uint48 earliest = _now() + delay;
        _check(wanted == 0 || wanted >= earliest, "AU4: scheduled before the delay");
        operation.ready = wanted > earliest ? wanted : earliest;
        operation.expiry = operation.ready + AUTHORITY.expiration();
    }

    /// @dev Either through the authority, or by calling the target, which asks the authority.
    function execute(uint256 sender, uint256 value, bool direct) external {
        (address caller, uint256 chosen) = (account(sender), value % VALUES);
        (bool immediate, uint32 delay) = AUTHORITY.canCall(caller, address(target), PeerTarget.set.selector);
        bytes memory call = _callOf(chosen);
        vm.prank(caller);
        bool success =
            direct
                ? _try(address(target), call)
                : _try(address(AUTHORITY), abi.encodeCall(AUTHORITY.execute, (address(target), call)));
        _note(delay > 0 ? "executeDelayed" : "executeAtOnce", success);
        if (!success) return;
        Operation storage operation = _operations[caller][chosen];
        _check(immediate || delay > 0, "AU4: executed by one that may not call");
        if (delay > 0) {
            _check(operation.ready != 0, "AU4: executed before it was scheduled, or twice");
            _check(operation.ready <= _now(), "AU4: executed before its time");
            _check(operation.expiry > _now(), "AU4: executed after it expired");
        }
        // A direct call without delay leaves an older schedule alone.
        if (delay > 0 || !direct) delete _operations[caller][chosen];
    }

    function cancel(uint256 sender, uint256 value) external {
        (address caller, uint256 chosen) = (account(sender), value % VALUES);
        vm.prank(caller);
        bytes memory data = abi.encodeCall(AUTHORITY.cancel, (caller, address(target), _callOf(chosen)));
        bool success = _try(address(AUTHORITY), data);
        _note("cancel", success);
        if (!success) return;
        _check(_operations[caller][chosen].ready != 0, "AU4: cancelled what was not scheduled");
        delete _operations[caller][chosen];
    }

    function pass(uint256 duration) external {
        uint256 chosen = bound(duration, 1, 20 days);
        _advance(duration % 4 == 0 ? chosen : (chosen % 1 days) + 1);
    }

    /// @notice AU1: whether the lists name exactly those who were granted a role and did not lose it, and everybody who has it.
    function listsAreRight() external view returns (bool) {
        for (uint256 r = 0; r < ROLES; ++r) {
            uint64 role = roleAt(r);
            address[] memory listed = AUTHORITY.roleMembers(role);
            if (listed.length != AUTHORITY.roleMemberCount(role)) return false;
            uint256 count;
            for (uint256 i = 0; i <= CANDIDATES; ++i) {
                address holder = _holder(i);
                (uint48 since, , , ) = AUTHORITY.getAccess(role, holder);
                (bool effective, ) = AUTHORITY.hasRole(role, holder);
                bool expected = _granted[role][holder];
                if ((since != 0) != expected || _names(listed, holder) != expected) return false;
                if (effective && !expected) return false;
                if (expected) ++count;
            }
            if (count != listed.length) return false;
        }
        return true;
    }

    /// @notice AU3: whether somebody administers the authority, at present and within a year.
    function hasAdministrator() external view returns (bool) {
        address[] memory listed = AUTHORITY.roleMembers(ADMIN);
        for (uint256 i = 0; i < listed.length; ++i) {
            (bool effective, uint32 delay) = AUTHORITY.hasRole(ADMIN, listed[i]);
            if (effective && delay <= 365 days) return true;
        }
        return false;
    }

    /// @dev As one of the accounts: those without the role fail, those with a delay too.
    function _perform(string memory action, uint256 sender, bytes memory data) private returns (bool success) {
        vm.prank(_holder(sender));
        success = _try(address(AUTHORITY), data);
        _note(action, success);
    }

    /// @dev The accounts and the Council.
    function _holder(uint256 seed) private pure returns (address) {
        uint256 index = seed % (CANDIDATES + 1);
        return index == CANDIDATES ? address(COUNCIL) : account(index);
    }

    function _callOf(uint256 value) private pure returns (bytes memory) {
        return abi.encodeCall(PeerTarget.set, (value));
    }

    function _names(address[] memory listed, address holder) private pure returns (bool) {
        for (uint256 i = 0; i < listed.length; ++i) {
            if (listed[i] == holder) return true;
        }
        return false;
    }

    function _lists(bytes4[] memory listed, bytes4 selector) private pure returns (bool) {
        for (uint256 i = 0; i < listed.length; ++i) {
            if (listed[i] == selector) return true;
        }
        return false;
    }
}
