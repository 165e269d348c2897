// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {UUPSUpgradeable} from "@openzeppelin/contracts/proxy/utils/UUPSUpgradeable.sol";

import {Roles} from "../../../contracts/access/Roles.sol";
import {NodeKind} from "../../../contracts/nodes/INodeRegistry.sol";
import {NodeId} from "../../../contracts/types/NodeId.sol";
import {OrganisationId} from "../../../contracts/types/OrganisationId.sol";
import {Registers} from "../support/Registers.sol";
import {Secp256k1} from "../support/Secp256k1.sol";
import {bound, vm} from "../support/Vm.sol";
import {Handler} from "./Handler.sol";

/// @title Everything that happens to groups, rights and pauses, in any order
contract CircuitBreakerHandler is Handler, Registers {
    uint256 private constant GROUPS = 2;
    uint256 private constant HOLDERS = 3;
    uint256 private constant PAUSABLE = 5;
    uint256 private constant NODE_KEY = 0x90de;
    address private constant ADMINISTRATOR = address(0xad1);

    struct Function {
        address target;
        bytes4 selector;
    }

    struct Right {
        uint256 notAfter;
        uint256 heartbeatBy;
    }

    /// @dev What the model says; counted from 1 on, 0 for no group.
    uint256[PAUSABLE] private _groupOf;
    uint256[GROUPS + 1] private _maxDuration;
    uint256[GROUPS + 1] private _coolDown;
    uint256[GROUPS + 1] private _heartbeatPeriod;
    uint256[GROUPS + 1] private _pausedUntil;
    Right[GROUPS + 1][HOLDERS] private _rights;
    bool private _registered;
    /// @dev The first can be paused; the exits and what bodies need come behind them.
    Function[] private _functions;

    OrganisationId private _organisation;

    /// @dev The genesis is loaded already; its rights have ended, and its groups are not those of the model.
    constructor() {
        _takeRoles();
        _grant(Roles.CIRCUITS, body);
        _organisation = _registerOrganisation("EUID", ADMINISTRATOR);
        _functions.push(Function(address(NODES), NODES.registerNode.selector));
        _functions.push(Function(address(NODES), NODES.resumeNode.selector));
        _functions.push(Function(address(ACCOUNTS), ACCOUNTS.registerAccount.selector));
        _functions.push(Function(address(ORGANISATIONS), ORGANISATIONS.appointAdministrator.selector));
        _functions.push(Function(address(MONITORING), MONITORING.reportLiveness.selector));
        for (uint256 i = 0; i < PAUSABLE; ++i) {
            vm.prank(body);
            BREAKER.setFunctionGroup(_functions[i].target, _functions[i].selector, 0);
        }
        _functions.push(Function(address(NODES), NODES.withdrawNode.selector));
        _functions.push(Function(address(NODES), NODES.standbyNode.selector));
        _functions.push(Function(address(ACCOUNTS), ACCOUNTS.removeAccount.selector));
        _functions.push(Function(address(MEMBERS), MEMBERS.endRepresentation.selector));
        _functions.push(Function(address(ORGANISATIONS), ORGANISATIONS.renounceAdministration.selector));
        _functions.push(Function(address(COUNCIL), IGovernor.cancel.selector));
        _functions.push(Function(address(COUNCIL), IGovernor.castVote.selector));
        _functions.push(Function(address(COUNCIL), IGovernor.execute.selector));
        _functions.push(Function(address(AUTHORITY), AUTHORITY.schedule.selector));
        _functions.push(Function(address(AUTHORITY), AUTHORITY.execute.selector));
        _functions.push(Function(address(MEMBERS), MEMBERS.suspendMember.selector));
        _functions.push(Function(address(BREAKER), BREAKER.unpause.selector));
        _functions.push(Function(address(BREAKER), BREAKER.setGroup.selector));
        _functions.push(Function(address(NODES), NODES.suspendNode.selector));
        _functions.push(Function(address(NODES), UUPSUpgradeable.upgradeToAndCall.selector));
        _functions.push(Function(address(EMERGENCY), IGovernor.propose.selector));
    }

    /// @dev After every action, everything is looked at.
    modifier observed() {
        _;
        _observe();
    }

    function setGroup(uint256 seed, uint32 longest, uint32 rest, uint32 period) external observed {
        uint256 group = 1 + (seed % GROUPS);
        if (longest % 8 != 0) longest = uint32(bound(longest, 1 minutes, 7 days));
        if (rest % 8 != 0) rest = uint32(bound(rest, longest, 90 days));
        if (period % 8 != 0) period = uint32(bound(period, 1 hours, 366 days));
        bool success = _govern("setGroup", abi.encodeCall(BREAKER.setGroup, (_id(group), longest, rest, period)));
        if (!success) return;
        _check(longest >= 1 minutes && longest <= 7 days, "CB1: a pause without bound");
        _check(rest >= longest && rest <= 90 days, "CB1: a group that need not rest");
        (_maxDuration[group], _coolDown[group], _heartbeatPeriod[group]) = (longest, rest, period);
    }

    /// @dev Also what can never be listed.
    function list(uint256 seed, uint256 groupSeed) external observed {
        uint256 place = seed % _functions.length;
        uint256 group = groupSeed % (GROUPS + 1);
        Function memory one = _functions[place];
        bytes memory data = abi.encodeCall(BREAKER.setFunctionGroup, (one.target, one.selector, _id(group)));
        if (!_govern(group == 0 ? "unlist" : "list", data)) return;
        _check(group == 0 || place < PAUSABLE, "CB3: an exit, or what a body needs, was listed");
        if (place < PAUSABLE) _groupOf[place] = group;
    }

    function arm(uint256 seed, uint256 groupSeed, uint32 term) external observed {
        (uint256 holder, uint256 group) = (seed % HOLDERS, 1 + (groupSeed % GROUPS));
        if (term % 8 != 0) term = uint32(bound(term, 1 hours, 366 days));
        if (!_govern("arm", abi.encodeCall(BREAKER.arm, (holderAt(holder), _id(group), term)))) return;
        _rights[holder][group] = Right(_now() + term, _now() + _heartbeatPeriod[group]);
    }

    function disarm(uint256 seed, uint256 groupSeed) external observed {
        (uint256 holder, uint256 group) = (seed % HOLDERS, 1 + (groupSeed % GROUPS));
        if (!_govern("disarm", abi.encodeCall(BREAKER.disarm, (holderAt(holder), _id(group))))) return;
        delete _rights[holder][group];
    }

    function heartbeat(uint256 seed, uint256 groupSeed) external observed {
        (uint256 holder, uint256 group) = (seed % HOLDERS, 1 + (groupSeed % GROUPS));
        bool stands = _stands(holder, group);
        vm.prank(holderAt(holder));
        bool success = _try(address(BREAKER), abi.encodeCall(BREAKER.heartbeat, (_id(group))));
        _note("heartbeat", success);
        _check(success == stands, "CB2: a heartbeat revived a right, or was refused");
        if (success) _rights[holder][group].heartbeatBy = _now() + _heartbeatPeriod[group];
    }

    function pause(uint256 seed, uint256 groupSeed, uint32 duration) external observed {
        (uint256 holder, uint256 group) = (seed % HOLDERS, 1 + (groupSeed % GROUPS));
        if (duration % 8 != 0) duration = uint32(bound(duration, 1, _maxDuration[group] + 1));
        bool rests = _pausedUntil[group] != 0 && _now() < _pausedUntil[group] + _coolDown[group];
        bool possible = _stands(holder, group) && !rests && duration != 0 && duration <= _maxDuration[group];
        vm.prank(holderAt(holder));
        bool success = _try(address(BREAKER), abi.encodeCall(BREAKER.pause, (_id(group), duration)));
        _note("pause", success);
        _check(success || !possible, "CB2: a right that stands could not be used");
        if (!success) return;
        _check(_stands(holder, group), "CB2: paused without a right, after its end, or without heartbeat");
        _check(duration <= _maxDuration[group], "CB1: paused for longer than the group allows");
        _check(!rests, "CB1: paused while it is paused or rests");
        _pausedUntil[group] = _now() + duration;
        delete _rights[holder][group];
    }

    function unpause(uint256 groupSeed) external observed {
        uint256 group = 1 + (groupSeed % GROUPS);
        bool success = _govern("unpause", abi.encodeCall(BREAKER.unpause, (_id(group))));
        _check(success == (_now() < _pausedUntil[group]), "GV15: a pause could not be ended early");
        if (success) _pausedUntil[group] = _now();
    }

    /// @dev A real register, with a real proof.
    function enter() external observed {
        if (_registered) return;
        bytes memory key = Secp256k1.publicKey(NODE_KEY);
        uint64 here = uint64(block.chainid);
        NodeKind kind = NodeKind.Observer;
        bytes memory proof = _sign(NODE_KEY, NODES.registrationDigest(_organisation, here, kind, key, DEADLINE));
        vm.prank(ADMINISTRATOR);
        _registered = _try(
            address(NODES),
            abi.encodeCall(NODES.registerNode, (_organisation, here, kind, key, "node.example", 1, DEADLINE, proof))
        );
        _note(_registered ? "enter" : "refuse", true);
        _check(_registered != _isPaused(0), "CB1: registered while paused, or refused while open");
    }

    function withdraw() external observed {
        if (!_registered) return;
        NodeId id = NodeId.wrap(keccak256(Secp256k1.publicKey(NODE_KEY)));
        vm.prank(ADMINISTRATOR);
        bool success = _try(address(NODES), abi.encodeCall(NODES.withdrawNode, (id)));
        _note(_isPaused(0) ? "withdrawWhilePaused" : "withdraw", success);
        _check(success, "CB3: a node could not be withdrawn");
        _registered = false;
    }

    /// @dev The Emergency Council tries what is not its own. Whatever it pauses, none of this works.
    function meddle(uint256 seed) external observed {
        (address target, bytes memory data) = _foreign(seed % 12);
        vm.prank(address(EMERGENCY));
        bool success = _try(target, data);
        _note(success ? "meddle" : "rebuff", true);
        _check(!success, "GV13: the Emergency Council acted in another body");
        for (uint64 role = 0; role <= Roles.OPERATIONS; ++role) {
            (bool holds, ) = AUTHORITY.hasRole(role, address(EMERGENCY));
            _check(!holds, "GV13: the Emergency Council holds a role");
        }
        _check(MEMBERS.memberCount() == 27, "GV13: the Emergency Council changed members");
    }

    /// @dev Whatever is paused, the Assembly decides: here that a group allows what it allows.
    function decide(uint256 groupSeed) external observed {
        uint256 group = 1 + (groupSeed % GROUPS);
        if (_maxDuration[group] == 0) return;
        bytes memory data = abi.encodeCall(
            BREAKER.setGroup,
            (_id(group), uint32(_maxDuration[group]), uint32(_coolDown[group]), uint32(_heartbeatPeriod[group]))
        );
        (, uint32 delay) = AUTHORITY.canCall(address(COUNCIL), address(BREAKER), BREAKER.setGroup.selector);
        vm.prank(address(COUNCIL));
        bool success = _try(address(AUTHORITY), abi.encodeCall(AUTHORITY.schedule, (address(BREAKER), data, 0)));
        _advance(delay);
        vm.prank(address(COUNCIL));
        success = _try(address(AUTHORITY), abi.encodeCall(AUTHORITY.execute, (address(BREAKER), data))) && success;
        _note("decide", success);
        _check(success, "GV15: the Assembly was locked out");
    }

    function pass(uint256 duration) external observed {
        uint256 chosen = bound(duration, 1, 100 days);
        _advance(duration % 4 == 0 ? chosen : (chosen % 2 days) + 1);
    }

    function holderAt(uint256 index) public pure returns (address) {
        return index % HOLDERS == 0 ? address(EMERGENCY) : address(uint160(0xe0e0 + (index % HOLDERS)));
    }

    function _observe() private {
        for (uint256 i = 0; i < _functions.length; ++i) {
            bool paused = BREAKER.isPaused(_functions[i].target, _functions[i].selector);
            if (i >= PAUSABLE) _check(!paused, "CB3: an exit, or what a body needs, is paused");
            else _check(paused == _isPaused(i), "CB1: paused longer or shorter than was said");
        }
    }

    function _foreign(uint256 which) private view returns (address target, bytes memory data) {
        address member = MEMBERS.memberAt(0);
        bytes memory suspension = abi.encodeCall(MEMBERS.suspendMember, (member));
        address[] memory targets = new address[](1);
        bytes[] memory calldatas = new bytes[](1);
        (targets[0], calldatas[0]) = (address(MEMBERS), suspension);
        if (which == 0) return (address(MEMBERS), suspension);
        if (which == 1) return (address(AUTHORITY), abi.encodeCall(AUTHORITY.execute, (address(MEMBERS), suspension)));
        if (which == 2) {
            return (address(AUTHORITY), abi.encodeCall(AUTHORITY.schedule, (address(MEMBERS), suspension, 0)));
        }
        if (which == 3) return (address(AUTHORITY), abi.encodeCall(AUTHORITY.grantRole, (0, address(EMERGENCY), 0)));
        if (which == 4) return (address(BREAKER), abi.encodeCall(BREAKER.arm, (address(EMERGENCY), _id(1), 1 days)));
        if (which == 5) return (address(BREAKER), abi.encodeCall(BREAKER.setGroup, (_id(1), 7 days, 7 days, 7 days)));
        if (which == 6) return (address(BREAKER), abi.encodeCall(BREAKER.unpause, (_id(1))));
        address other = which % 2 == 0 ? address(COUNCIL) : address(OPERATORS);
        if (which < 9) {
            return (other, abi.encodeCall(IGovernor.propose, (targets, new uint256[](1), calldatas, "# Emergency")));
        }
        if (which < 11) return (other, abi.encodeCall(IGovernor.castVote, (1, 1)));
        return (address(MEMBERS), abi.encodeCall(MEMBERS.acceptMandate, (member)));
    }

    function _isPaused(uint256 place) private view returns (bool) {
        return _groupOf[place] != 0 && _now() < _pausedUntil[_groupOf[place]];
    }

    function _stands(uint256 holder, uint256 group) private view returns (bool) {
        Right memory held = _rights[holder][group];
        return held.notAfter != 0 && _now() <= held.notAfter && _now() <= held.heartbeatBy;
    }

    function _govern(string memory action, bytes memory data) private returns (bool success) {
        vm.prank(body);
        success = _try(address(BREAKER), data);
        _note(action, success);
    }

    function _id(uint256 group) private pure returns (bytes32) {
        return group == 0 ? bytes32(0) : bytes32(bytes1(uint8(0x60 + group)));
    }
}
