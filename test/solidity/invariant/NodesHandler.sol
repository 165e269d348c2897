// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {Roles} from "../../../contracts/access/Roles.sol";
import {INodeRegistry, NodeKind, NodeStatus} from "../../../contracts/nodes/INodeRegistry.sol";
import {NodeId, nodeIdOf} from "../../../contracts/types/NodeId.sol";
import {OrganisationId, organisationIdOf} from "../../../contracts/types/OrganisationId.sol";
import {Secp256k1} from "../support/Secp256k1.sol";
import {bound, vm} from "../support/Vm.sol";
import {Handler} from "./Handler.sol";

/// @title Everything that happens to nodes and validators, in any order
contract NodesHandler is Handler {
    uint256 private constant KEYS = 8;
    uint256 private constant FIRST_KEY = 0xabc0;
    uint256 private constant MONITORS = 3;
    /// @dev As the deployment sets them.
    uint256 private constant QUARANTINE_MONITORS = 2;
    uint256 private constant QUARANTINE_WINDOW = 1 hours;
    uint256 private constant REST = 1 days;
    uint64 private constant TURNS = 8;

    /// @dev Holds the role over nodes without delay.
    address public immutable body = address(0xb0d1);
    address private immutable _administrator = address(0xad1);
    OrganisationId private immutable _organisation = organisationIdOf("EUID");
    uint256 private immutable _churnPeriod = VALIDATORS.churnPeriod();

    bytes[KEYS] private _publicKeys;
    NodeId[KEYS] private _ids;
    /// @dev The status that the table of the life cycle gives each node.
    NodeStatus[KEYS] private _statuses;
    /// @dev How often the key was registered with a right proof.
    uint256[KEYS] private _registrations;
    uint256[] private _changedAt;
    mapping(address validator => uint256) private _enteredAt;
    /// @dev When each monitor said last that it hears nothing of an active node; 0 if it heard it since.
    uint256[MONITORS][KEYS] private _silentAt;
    uint256[KEYS] private _activeAt;
    uint256[KEYS] private _quarantinedAt;
    /// @dev When the organisation put a node on standby last.
    uint256 private _standbyAt;
    bool private _floorReached;

    /// @dev The genesis is loaded already.
    constructor() {
        _decide(
            address(ORGANISATIONS),
            abi.encodeCall(ORGANISATIONS.registerOrganisation, ("EUID", "Operator", _administrator))
        );
        _grant(Roles.NODES, body);
        for (uint256 i = 0; i < MONITORS; ++i) _grant(Roles.MONITORS, _monitor(i));
        _floorReached = VALIDATORS.floorReached();
        for (uint256 i = 0; i < KEYS; ++i) {
            _publicKeys[i] = Secp256k1.publicKey(FIRST_KEY + i);
            _ids[i] = nodeIdOf(_publicKeys[i]);
        }
    }

    function register(uint256 seed, uint256 kind, bool proved, bool byAdministrator) external {
        uint256 index = seed % KEYS;
        NodeKind chosen = NodeKind(kind % 4);
        bytes32 digest = NODES.registrationDigest(
            _organisation,
            uint64(block.chainid),
            chosen,
            _publicKeys[index],
            type(uint48).max
        );
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(proved ? FIRST_KEY + index : FIRST_KEY + KEYS, digest);
        bytes memory data = abi.encodeCall(
            NODES.registerNode,
            (
                _organisation,
                uint64(block.chainid),
                chosen,
                _publicKeys[index],
                "node.example",
                30303,
                type(uint48).max,
                abi.encodePacked(r, s, v)
            )
        );
        if (!_perform("register", byAdministrator ? _administrator : body, data)) return;
        _check(proved, "NR3: registered without proof of possession");
        _check(byAdministrator, "NR3: registered by a stranger");
        _check(NODES.nonce(_ids[index]) == ++_registrations[index], "NR3: nonce");
        _move(index, NodeStatus.None, NodeStatus.Pending);
    }

    function withdraw(uint256 seed) external {
        uint256 index = seed % KEYS;
        if (!_perform("withdraw", _administrator, abi.encodeCall(NODES.withdrawNode, (_ids[index])))) return;
        _move(index, NodeStatus.Pending, NodeStatus.None);
    }

    function admit(uint256 seed) external {
        uint256 index = seed % KEYS;
        if (!_perform("admit", body, abi.encodeCall(NODES.admitNode, (_ids[index])))) return;
        _move(index, NodeStatus.Pending, NodeStatus.Active);
    }

    function suspend(uint256 seed) external {
        uint256 index = seed % KEYS;
        NodeStatus before = _statuses[index];
        if (!_perform("suspend", body, abi.encodeCall(NODES.suspendNode, (_ids[index])))) return;
        _move(index, _isResting(before) ? before : NodeStatus.Active, NodeStatus.Suspended);
    }

    function reinstate(uint256 seed) external {
        uint256 index = seed % KEYS;
        NodeStatus before = _statuses[index];
        if (!_perform("reinstate", body, abi.encodeCall(NODES.reinstateNode, (_ids[index])))) return;
        _move(index, _isResting(before) ? before : NodeStatus.Suspended, NodeStatus.Active);
    }

    function standby(uint256 seed) external {
        uint256 index = seed % KEYS;
        if (!_perform("standby", _administrator, abi.encodeCall(NODES.standbyNode, (_ids[index])))) return;
        _move(index, NodeStatus.Active, NodeStatus.Standby);
        _check(_now() >= _standbyAt + REST, "NR2: two nodes of an organisation put on standby within a day");
        _standbyAt = _now();
    }

    function resume(uint256 seed) external {
        uint256 index = seed % KEYS;
        NodeStatus before = _statuses[index];
        if (!_perform("resume", _administrator, abi.encodeCall(NODES.resumeNode, (_ids[index])))) return;
        _move(index, _isResting(before) ? before : NodeStatus.Standby, NodeStatus.Active);
        if (before != NodeStatus.Quarantined) return;
        _check(_now() >= _quarantinedAt[index] + REST, "NR5: back from quarantine within a day");
    }

    /// @dev A monitor reports on as many blocks as hold eight turns of each validator, or on one less.
    function report(uint256 seed, uint256 monitor, bool heard, bool enough) external {
        (uint256 index, uint256 who) = (seed % KEYS, monitor % MONITORS);
        uint64 next = uint64(vm.getBlockNumber());
        uint64 span = TURNS * uint64(VALIDATORS.validatorCount()) - (enough ? 0 : 1);
        vm.roll(next + span);
        if (heard) _silentAt[index][who] = 0;
        else if (enough && _statuses[index] == NodeStatus.Active) _silentAt[index][who] = _now();
        bytes memory data = abi.encodeCall(
            MONITORING.reportLiveness,
            (_ids[index], next, next + span - 1, uint32(TURNS), heard ? 1 : 0)
        );
        bool reported = _perform("report", _monitor(who), address(MONITORING), data);
        _check(
            reported == (_statuses[index] != NodeStatus.None),
            "NR5: a report of a monitor was refused, or one on no node taken"
        );
        if (_statuses[index] == NodeStatus.Quarantined) return;
        if (NODES.node(_ids[index]).status != NodeStatus.Quarantined) return;
        _note("quarantine", true);
        _check(!heard, "NR5: quarantine by a monitor that hears the node");
        _check(enough, "NR5: quarantine for too few turns");
        _check(
            _silentMonitors(index) >= QUARANTINE_MONITORS,
            "NR5: quarantine by fewer monitors than the rule asks for"
        );
        _check(NODES.node(_ids[index]).kind == NodeKind.Validator, "NR5: quarantine of no validator");
        _move(index, NodeStatus.Active, NodeStatus.Quarantined);
        _quarantinedAt[index] = _now();
    }

    function retire(uint256 seed) external {
        uint256 index = seed % KEYS;
        if (!_perform("retire", body, abi.encodeCall(NODES.retireNode, (_ids[index])))) return;
        NodeStatus before = _statuses[index];
        _check(before != NodeStatus.None && before != NodeStatus.Retired, "NR5: retired twice or without registration");
        _statuses[index] = NodeStatus.Retired;
    }

    function replace(uint256 seed, uint256 otherSeed) external {
        (uint256 leaving, uint256 joining) = (seed % KEYS, otherSeed % KEYS);
        NodeStatus before = _statuses[leaving];
        if (!_perform("replace", body, abi.encodeCall(NODES.replaceNode, (_ids[leaving], _ids[joining])))) return;
        _move(leaving, _isResting(before) ? before : NodeStatus.Active, NodeStatus.Retired);
        if (_isResting(before)) _note("replaceResting", true);
        _move(joining, NodeStatus.Pending, NodeStatus.Active);
    }

    /// @dev Mostly less than a period of the set of validators, now and then as long as a rest or a window of silence.
    function pass(uint256 duration) external {
        if (duration % 8 == 1) return _advance(duration % 16 == 1 ? REST : QUARANTINE_WINDOW / 2);
        _advance(duration % 4 == 0 ? bound(duration, 1, 3 * _churnPeriod) : (duration % _churnPeriod) + 1);
    }

    /// @notice NR5: whether every node has the status of the model, and only active validators of the body stand in the set.
    function statusesAreRight() external view returns (bool) {
        for (uint256 i = 0; i < KEYS; ++i) {
            INodeRegistry.Node memory node = NODES.node(_ids[i]);
            if (node.status != _statuses[i]) return false;
            bool validates = node.status == NodeStatus.Active && node.kind == NodeKind.Validator;
            if (VALIDATORS.isValidator(vm.addr(FIRST_KEY + i)) != validates) return false;
            if (NODES.mayConnect(_ids[i]) != (node.status == NodeStatus.Active || _isResting(node.status)))
                return false;
        }
        return true;
    }

    /// @notice PM1: whether the organisation's nodes are counted as they are.
    function countIsRight() external view returns (bool) {
        uint256 count;
        for (uint256 i = 0; i < KEYS; ++i) {
            if (_statuses[i] != NodeStatus.None && _statuses[i] != NodeStatus.Retired) ++count;
        }
        return NODES.nodeCount(_organisation) == count;
    }

    /// @notice NR3: whether a node is registered under the id of its own public key, with it, and never otherwise.
    function keysAreRight() external view returns (bool) {
        for (uint256 i = 0; i < KEYS; ++i) {
            INodeRegistry.Node memory node = NODES.node(_ids[i]);
            bool registered = node.status != NodeStatus.None;
            if (registered && (_registrations[i] == 0 || keccak256(node.publicKey) != NodeId.unwrap(_ids[i])))
                return false;
            if (!registered && node.publicKey.length != 0) return false;
        }
        return true;
    }

    /// @dev Counts what changes in the set: one change a call, in any period at most what the set's size and the limit allow, never
    /// below the floor (NR2).
    function _perform(string memory action, address sender, bytes memory data) private returns (bool success) {
        return _perform(action, sender, address(NODES), data);
    }

    function _perform(
        string memory action,
        address sender,
        address target,
        bytes memory data
    ) private returns (bool success) {
        address[] memory before = VALIDATORS.getValidators();
        vm.prank(sender);
        success = _try(target, data);
        _note(action, success);
        address[] memory present = VALIDATORS.getValidators();
        (uint256 left, uint256 joined) = (_missing(before, present), _missing(present, before));
        if (left + joined == 0) return success;

        _check(success, "NR2: a call that failed changed the set");
        _check(left <= 1 && joined <= 1, "NR2: more than one change in a call");
        _changedAt.push(_now());
        uint256 recent = _recentChanges();
        _check(recent <= VALIDATORS.churnLimit(), "NR2: more changes in a period than its limit");
        _check(recent <= _borneFaults(before.length), "NR2: more changes in a period than a set of this size allows");
        _checkNewcomers(before, present);
        _check(!_floorReached || present.length >= VALIDATORS.floor(), "NR2: below the floor");
        if (present.length >= VALIDATORS.floor()) _floorReached = true;
    }

    /// @dev Of all validators never more may be new than the consensus bears faulty ones.
    function _checkNewcomers(address[] memory before, address[] memory present) private {
        uint256 newcomers;
        for (uint256 i = 0; i < present.length; ++i) {
            if (!_names(before, present[i])) _enteredAt[present[i]] = _now();
            if (_isRecent(_enteredAt[present[i]])) ++newcomers;
        }
        _check(newcomers <= _borneFaults(present.length), "NR2: more newcomers than the consensus bears faults");
    }

    function _recentChanges() private view returns (uint256 count) {
        for (uint256 i = 0; i < _changedAt.length; ++i) {
            if (_isRecent(_changedAt[i])) ++count;
        }
    }

    function _isRecent(uint256 time) private view returns (bool) {
        return time + _churnPeriod > _now();
    }

    /// @dev One of a set that bears none, because it could never grow otherwise.
    function _borneFaults(uint256 validators) private pure returns (uint256) {
        return validators < 7 ? 1 : (validators - 1) / 3;
    }

    /// @dev Of the present span of being active, and of one window.
    function _silentMonitors(uint256 index) private view returns (uint256 count) {
        for (uint256 i = 0; i < MONITORS; ++i) {
            uint256 at = _silentAt[index][i];
            if (at > _activeAt[index] && at + QUARANTINE_WINDOW >= _now()) ++count;
        }
    }

    function _monitor(uint256 i) private pure returns (address) {
        return address(uint160(0x301 + i));
    }

    function _isResting(NodeStatus status) private pure returns (bool) {
        return status == NodeStatus.Standby || status == NodeStatus.Quarantined;
    }

    function _move(uint256 index, NodeStatus from, NodeStatus to) private {
        _check(_statuses[index] == from, "NR5: a step that the table of the life cycle does not have");
        _statuses[index] = to;
        if (to == NodeStatus.Active) _activeAt[index] = _now();
    }

    function _missing(address[] memory some, address[] memory others) private pure returns (uint256 count) {
        for (uint256 i = 0; i < some.length; ++i) {
            if (!_names(others, some[i])) ++count;
        }
    }

    function _names(address[] memory list, address wanted) private pure returns (bool) {
        for (uint256 i = 0; i < list.length; ++i) {
            if (list[i] == wanted) return true;
        }
        return false;
    }
}
