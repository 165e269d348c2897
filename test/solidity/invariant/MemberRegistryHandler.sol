// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {Roles} from "../../../contracts/access/Roles.sol";
import {IMemberRegistry, MemberClass, MemberStatus} from "../../../contracts/governance/IMemberRegistry.sol";
import {bound, vm} from "../support/Vm.sol";
import {Handler} from "./Handler.sol";

/// @title Everything that happens to members, mandates and keys, in any order
contract MemberRegistryHandler is Handler {
    uint256 private constant KEYS = 8;
    uint256 private constant FIRST_KEY = 0xabc0;
    uint256 private constant MAX_MEMBERS = 32;
    uint256 private constant MAX_DURATION = 40 days;
    /// @dev Members at the head of the list are chosen more often, so that changes of one member meet.
    uint256 private constant FAVOURED = 4;

    /// @dev Holds the role over members without delay.
    address public immutable body = address(0xb0d1);

    /// @notice What stood at the end of a tick.
    struct Checkpoint {
        uint48 timepoint;
        uint16 heads;
        uint64 weight;
        uint16 memberCount;
        /// Of the votes of these members, one after the other.
        bytes32 votes;
    }

    address[] private _accounts;
    Checkpoint[] private _checkpoints;
    mapping(address account => bytes32) private _codes;
    /// @dev As the body has set them.
    mapping(address account => uint256) private _weights;
    mapping(address key => uint48) private _ends;
    mapping(address key => uint48) private _starts;
    mapping(address account => address) private _carriers;
    mapping(address account => uint48) private _proxyEnds;
    mapping(address key => address) private _memberOfKey;
    mapping(address account => address) private _mandateOf;
    /// @dev The latest key that held the mandate, also after it was revoked: it goes on trying.
    mapping(address account => address) private _lastMandateOf;

    /// @dev The genesis is loaded already.
    constructor() {
        _grant(Roles.MEMBERSHIP, body);
        for (uint256 i = 0; i < MEMBERS.memberCount(); ++i) _remember(MEMBERS.memberAt(i));
        for (uint256 i = 0; i < FAVOURED; ++i) {
            address mandate = MEMBERS.member(_accounts[i]).designatedKey;
            vm.prank(mandate);
            MEMBERS.acceptMandate(_accounts[i]);
            _hold(_accounts[i], mandate);
        }
    }

    // What the body decides.

    function registerMember(uint256 seed, uint64 weight, bool observer) external {
        if (_accounts.length == MAX_MEMBERS) return;
        // Now and then the account id of a member or a key of somebody.
        address account = seed % 8 == 0 ? _anyAddress(seed >> 8) : address(uint160(0xacc000 + _accounts.length));
        IMemberRegistry.GenesisMember memory newMember = IMemberRegistry.GenesisMember({
            account: account,
            code: bytes32(seed),
            class: observer ? MemberClass.Observer : MemberClass.Member,
            weight: uint64(bound(weight, 0, 2 ** 35)),
            weightYear: 2025,
            mandateKey: _key(seed >> 16)
        });
        if (_byBody("registerMember", account, abi.encodeCall(MEMBERS.registerMember, (newMember)))) {
            _memberOfKey[account] = account;
            _ends[account] = 0;
            _remember(account);
            _check(_weights[account] == newMember.weight, "MR7: registered with another weight");
        }
    }

    function setWeight(uint256 seed, uint64 weight) external {
        weight = uint64(bound(weight, 0, 2 ** 35));
        address account = _account(seed);
        bool success = _byBody("setWeight", account, abi.encodeCall(MEMBERS.setWeight, (account, weight, 2026)));
        if (success) _weights[account] = weight;
    }

    function setClass(uint256 seed, bool observer) external {
        MemberClass class = observer ? MemberClass.Observer : MemberClass.Member;
        address account = _account(seed);
        bool success = _byBody("setClass", account, abi.encodeCall(MEMBERS.setClass, (account, class)));
        if (success && observer) delete _carriers[account];
    }

    function suspendMember(uint256 seed) external {
        address account = _account(seed);
        bool success = _byBody("suspendMember", account, abi.encodeCall(MEMBERS.suspendMember, (account)));
        if (success) _checkWeighsNothing(account);
    }

    function reinstateMember(uint256 seed) external {
        address account = _account(seed);
        _byBody("reinstateMember", account, abi.encodeCall(MEMBERS.reinstateMember, (account)));
    }

    function removeMember(uint256 seed) external {
        address account = _account(seed);
        if (!_byBody("removeMember", account, abi.encodeCall(MEMBERS.removeMember, (account)))) return;
        _revoke(account);
        _checkWeighsNothing(account);
    }

    function designateMandateKey(uint256 seed, uint256 keySeed) external {
        address account = _account(seed);
        bytes memory data = abi.encodeCall(MEMBERS.designateMandateKey, (account, _anyAddress(keySeed)));
        if (!_byBody("designateMandateKey", account, data)) return;
        _note("revoke", _mandateOf[account] != address(0));
        _revoke(account);
    }

    // What members and their keys do.

    function handOverMandate(uint256 seed, uint256 keySeed, bool byHolder) external {
        address account = _account(seed);
        address sender = byHolder ? _lastHolder(account) : _key(seed);
        bytes memory data = abi.encodeCall(MEMBERS.handOverMandate, (account, _anyAddress(keySeed)));
        if (_byKey("handOverMandate", sender, data)) _checkHolds(account, sender);
    }

    function acceptMandate(uint256 seed, bool byDesignated) external {
        address account = _account(seed);
        IMemberRegistry.Member memory before = MEMBERS.member(account);
        address sender = byDesignated ? before.designatedKey : _key(seed >> 8);
        if (_byKey("acceptMandate", sender, abi.encodeCall(MEMBERS.acceptMandate, (account)))) {
            _check(sender == before.designatedKey, "MR4: accepted by another key than the designated one");
            _checkFreeBefore(sender);
            delete _memberOfKey[_mandateOf[account]];
            _hold(account, sender);
        }
    }

    function appointRepresentative(
        uint256 seed,
        uint256 keySeed,
        uint256 duration,
        bool byHolder,
        bool proved
    ) external {
        address account = _account(seed);
        uint256 privateKey = FIRST_KEY + (keySeed % KEYS);
        address key = vm.addr(privateKey);
        address sender = byHolder ? _lastHolder(account) : _key(seed >> 8);
        // Now and then without end, as a thief would do.
        uint48 notAfter = duration % 8 == 0 ? type(uint48).max : _now() + uint48(bound(duration, 0, MAX_DURATION));
        uint256 signer = proved ? privateKey : privateKey + 1;
        bytes memory proof = _appointmentProof(signer, key, account, notAfter, type(uint48).max);
        bytes memory data = abi.encodeCall(
            MEMBERS.appointRepresentative,
            (account, key, notAfter, type(uint48).max, proof)
        );
        if (_byKey("appointRepresentative", sender, data)) {
            _check(proved, "MR4: appointed without proof of possession");
            _checkHolds(account, sender);
            if (_memberOfKey[key] != account) _checkFreeBefore(key);
            _memberOfKey[key] = account;
            (_starts[key], _ends[key]) = (_now(), notAfter);
        }
    }

    /// @dev With a first second that may lie ahead.
    function appointKey(uint256 seed, uint256 keySeed, uint256 start, uint256 duration, bool proved) external {
        address account = _account(seed);
        uint256 privateKey = FIRST_KEY + (keySeed % KEYS);
        address key = vm.addr(privateKey);
        uint48 notBefore = _now() - 1 days + uint48(bound(start, 0, MAX_DURATION / 4));
        uint48 notAfter = _now() + uint48(bound(duration, 0, MAX_DURATION));
        bytes memory proof = _keyAppointmentProof(
            proved ? privateKey : privateKey + 1,
            key,
            account,
            notBefore,
            notAfter
        );
        address sender = _lastHolder(account);
        bytes memory data = abi.encodeCall(
            MEMBERS.appointKey,
            (account, abi.encodePacked(key), notBefore, notAfter, type(uint48).max, proof)
        );
        if (!_byKey("appointKey", sender, data)) return;
        _check(proved, "MR4: appointed without proof of possession");
        _checkHolds(account, sender);
        if (_memberOfKey[key] != account) _checkFreeBefore(key);
        _memberOfKey[key] = account;
        (_starts[key], _ends[key]) = (notBefore, notAfter);
    }

    function giveProxy(uint256 seed, uint256 otherSeed, uint256 duration, bool byHolder) external {
        (address account, address carrier) = (_account(seed), _account(otherSeed));
        uint48 notAfter = _now() + uint48(bound(duration, 0, MAX_DURATION));
        address sender = byHolder ? _lastHolder(account) : _lastHolder(carrier);
        bytes memory data = abi.encodeCall(MEMBERS.giveProxy, (account, carrier, notAfter, 0));
        if (!_byKey("giveProxy", sender, data)) return;
        _checkHolds(account, sender);
        _check(account != carrier, "MR5: a proxy to oneself");
        (uint256 ofGiver, ) = _voteOf(account);
        (uint256 ofCarrier, ) = _voteOf(carrier);
        _check(ofGiver == 1 && ofCarrier == 1, "MR5: a proxy of or to somebody without a vote");
        _check(_carrierOf(account) == address(0), "MR5: given twice");
        _check(_carrierOf(carrier) == address(0), "MR5: a chain: the carrier has given its own vote");
        for (uint256 i = 0; i < _accounts.length; ++i) {
            address other = _carrierOf(_accounts[i]);
            _check(other != account, "MR5: a chain: the giver carries a vote");
            _check(other != carrier, "MR5: two carried");
        }
        (_carriers[account], _proxyEnds[account]) = (carrier, notAfter);
    }

    function endProxy(uint256 seed, uint256 by) external {
        address account = _account(seed);
        address carrier = _carrierOf(account);
        address sender = by % 3 == 0 ? _key(seed >> 8) : _lastHolder(by % 3 == 1 ? account : carrier);
        if (!_byKey("endProxy", sender, abi.encodeCall(MEMBERS.endProxy, (account)))) return;
        _check(carrier != address(0), "MR5: ended what was not given");
        _check(
            sender == _mandateOf[account] || sender == _mandateOf[carrier],
            "MR5: ended by neither of the two members"
        );
        delete _carriers[account];
    }

    function endRepresentation(uint256 seed, uint256 keySeed, bool byItself) external {
        address key = _key(keySeed);
        address sender = byItself ? key : _lastHolder(_account(seed));
        if (_byKey("endRepresentation", sender, abi.encodeCall(MEMBERS.endRepresentation, (key)))) {
            if (sender != key) _checkHolds(_memberOfKey[key], sender);
            delete _memberOfKey[key];
            delete _ends[key];
        }
    }

    function pass(uint256 duration) external {
        (uint16 heads, uint64 weight) = MEMBERS.totals();
        uint16 count = uint16(_accounts.length);
        bytes32 votes;
        for (uint256 i = 0; i < count; ++i) {
            (uint256 head, uint256 ofMember) = _voteOf(_accounts[i]);
            votes = keccak256(abi.encode(votes, head, ofMember));
        }
        _checkpoints.push(Checkpoint(_now(), heads, weight, count, votes));
        _advance(bound(duration, 1, MAX_DURATION / 4));
    }

    // What the invariants ask.

    function checkpoint(uint256 index) external view returns (Checkpoint memory) {
        return _checkpoints[index];
    }

    function checkpointCount() external view returns (uint256) {
        return _checkpoints.length;
    }

    /// @notice MR1: the sums of what the members have at a timepoint are the totals at it.
    function sumsAt(uint48 timepoint) external view returns (uint256 heads, uint256 weight) {
        for (uint256 i = 0; i < _accounts.length; ++i) {
            (uint16 head, uint64 ofMember) = MEMBERS.votesAt(_accounts[i], timepoint);
            heads += head;
            weight += ofMember;
        }
    }

    /// @notice MR2: the votes of the first members at a timepoint, as the checkpoint of that tick has them.
    function votesOf(uint16 count, uint48 timepoint) external view returns (bytes32 votes) {
        for (uint256 i = 0; i < count; ++i) {
            (uint256 head, uint256 ofMember) = MEMBERS.votesAt(_accounts[i], timepoint);
            votes = keccak256(abi.encode(votes, head, ofMember));
        }
    }

    /// @notice MR1: the present totals, from what is registered about each member.
    function presentSums() external view returns (uint256 heads, uint256 weight) {
        for (uint256 i = 0; i < _accounts.length; ++i) {
            (uint256 head, uint256 ofMember) = _voteOf(_accounts[i]);
            heads += head;
            weight += ofMember;
        }
    }

    /// @notice MR4: whether every key stands for the member for which it was accepted or appointed last, unless the mandate was revoked
    /// since, and votes exactly in its time.
    function keysAreRight() external view returns (bool) {
        for (uint256 i = 0; i < KEYS; ++i) {
            address key = vm.addr(FIRST_KEY + i);
            (bool found, address account, ) = MEMBERS.memberOf(key);
            if (account != _memberOfKey[key] || found != (account != address(0))) return false;
            if (MEMBERS.representationEnd(key) != _ends[key]) return false;
            (bool votes, bytes memory answer) = address(MEMBERS).staticcall(abi.encodeCall(MEMBERS.voterOf, (key)));
            (uint256 heads, ) = _voteOf(account);
            bool inTime = _starts[key] <= _now() && _now() <= _ends[key];
            if (votes != (inTime && heads == 1)) return false;
            if (votes && abi.decode(answer, (address)) != account) return false;
            // MR5: no vote in person while it is given.
            (bool counts, ) = address(MEMBERS).staticcall(abi.encodeCall(MEMBERS.ballot, (key, _now() - 1, 0)));
            if (counts && (!votes || _carrierOf(account) != address(0))) return false;
        }
        return true;
    }

    /// @notice MR4: whether the mandate key of every member is the one that accepted last, unless the mandate was revoked since, and
    /// stands for that member and no other.
    function mandatesAreRight() external view returns (bool) {
        for (uint256 i = 0; i < _accounts.length; ++i) {
            address mandate = MEMBERS.member(_accounts[i]).mandateKey;
            if (mandate != _mandateOf[_accounts[i]]) return false;
            if (mandate == address(0)) continue;
            (, address account, ) = MEMBERS.memberOf(mandate);
            if (account != _accounts[i]) return false;
        }
        return true;
    }

    /// @notice MR5: whether each member has given its vote to whom it did last, in its time, and nobody carries two or carries and gives.
    function proxiesAreRight() external view returns (bool) {
        for (uint256 i = 0; i < _accounts.length; ++i) {
            (bool given, address carrier, , ) = MEMBERS.proxyOf(_accounts[i]);
            if (carrier != _carrierOf(_accounts[i]) || given != (carrier != address(0))) return false;
            if (!given) continue;
            (bool chained, , , ) = MEMBERS.proxyOf(carrier);
            if (chained || carrier == _accounts[i]) return false;
            for (uint256 j = 0; j < i; ++j) if (_carrierOf(_accounts[j]) == carrier) return false;
        }
        return true;
    }

    /// @notice MR6: whether places, accounts and codes are those of the registration.
    function placesAreRight() external view returns (bool) {
        if (MEMBERS.memberCount() != _accounts.length) return false;
        for (uint256 i = 0; i < _accounts.length; ++i) {
            IMemberRegistry.Member memory member = MEMBERS.member(_accounts[i]);
            if (MEMBERS.memberAt(i) != _accounts[i] || member.index != i || member.code != _codes[_accounts[i]])
                return false;
        }
        return true;
    }

    /// @notice MR7: whether every member has the weight that the body gave it last.
    function weightsAreRight() external view returns (bool) {
        for (uint256 i = 0; i < _accounts.length; ++i) {
            if (MEMBERS.member(_accounts[i]).weight != _weights[_accounts[i]]) return false;
        }
        return true;
    }

    /// @dev At the next tick, by what stood at this one.
    function _checkWeighsNothing(address account) private {
        uint48 since = _now();
        _advance(1);
        (uint16 heads, uint64 weight) = MEMBERS.votesAt(account, since);
        _check(heads == 0 && weight == 0, "MR3: a suspended or departed member weighs something");
    }

    /// @dev The totals change by what changes at this member, and by nothing else (MR1).
    function _byBody(string memory action, address account, bytes memory data) private returns (bool success) {
        (uint256 heads, uint256 weight) = _others(account);
        vm.prank(body);
        success = _try(address(MEMBERS), data);
        _note(action, success);
        (uint256 headsAfter, uint256 weightAfter) = _others(account);
        _check(heads == headsAfter, "MR1: a change of one member changed the heads of others");
        _check(weight == weightAfter, "MR1: a change of one member changed the weight of others");
    }

    /// @dev The totals without one member.
    function _others(address account) private view returns (uint256 heads, uint256 weight) {
        (heads, weight) = MEMBERS.totals();
        (uint256 ownHeads, uint256 ownWeight) = _voteOf(account);
        // Wrong totals may be smaller than one of their parts: the difference still shows.
        unchecked {
            heads -= ownHeads;
            weight -= ownWeight;
        }
    }

    function _voteOf(address account) private view returns (uint256 heads, uint256 weight) {
        IMemberRegistry.Member memory member = MEMBERS.member(account);
        if (member.status != MemberStatus.Active || member.class != MemberClass.Member) return (0, 0);
        return (1, member.weight);
    }

    /// @dev No key changes weights or totals (MR6).
    function _byKey(string memory action, address sender, bytes memory data) private returns (bool success) {
        (uint16 heads, uint64 weight) = MEMBERS.totals();
        vm.prank(sender);
        success = _try(address(MEMBERS), data);
        _note(action, success);
        (uint16 headsAfter, uint64 weightAfter) = MEMBERS.totals();
        _check(heads == headsAfter && weight == weightAfter, "MR6: a key changed the totals");
    }

    /// @dev A key that comes to a member must not stand for anything, or for a mandate that has ended.
    function _checkFreeBefore(address key) private {
        bool free = _memberOfKey[key] == address(0) || (_ends[key] != 0 && _ends[key] < _now());
        _check(free, "MR4: a key of one member went to another");
    }

    /// @dev Nobody sends as the zero address, which stands in for the key that a member does not have.
    function _lastHolder(address account) private view returns (address) {
        address holder = _lastMandateOf[account];
        return holder == address(0) ? _key(uint160(account)) : holder;
    }

    /// @dev Who is no mandate key any more, or never was, must not act as one.
    function _checkHolds(address account, address sender) private {
        _check(account != address(0) && sender == _mandateOf[account], "MR4: a key without the mandate used it");
    }

    function _hold(address account, address mandate) private {
        _memberOfKey[mandate] = account;
        _ends[mandate] = 0;
        _mandateOf[account] = mandate;
        _lastMandateOf[account] = mandate;
    }

    function _revoke(address account) private {
        delete _carriers[account];
        delete _memberOfKey[_mandateOf[account]];
        delete _mandateOf[account];
        for (uint256 i = 0; i < KEYS; ++i) {
            address key = vm.addr(FIRST_KEY + i);
            if (_memberOfKey[key] != account || _ends[key] == 0) continue;
            delete _memberOfKey[key];
            delete _ends[key];
        }
    }

    function _carrierOf(address account) private view returns (address) {
        return _proxyEnds[account] >= _now() ? _carriers[account] : address(0);
    }

    function _remember(address account) private {
        _accounts.push(account);
        IMemberRegistry.Member memory member = MEMBERS.member(account);
        (_codes[account], _weights[account]) = (member.code, member.weight);
    }

    function _account(uint256 seed) private view returns (address) {
        uint256 choices = seed % 2 == 0 ? FAVOURED : _accounts.length;
        return _accounts[(seed >> 1) % choices];
    }

    function _key(uint256 seed) private view returns (address) {
        return vm.addr(FIRST_KEY + (seed % KEYS));
    }

    /// @dev Mostly one of the keys; else an account id, a mandate key or nobody.
    function _anyAddress(uint256 seed) private view returns (address) {
        uint256 choice = seed % 16;
        if (choice == 0) return address(0);
        if (choice == 1) return _account(seed >> 4);
        if (choice == 2) return MEMBERS.member(_account(seed >> 4)).mandateKey;
        return _key(seed >> 4);
    }
}
