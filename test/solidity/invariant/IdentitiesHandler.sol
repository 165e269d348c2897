// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {IDidRegistry} from "../../../contracts/identity/IDidRegistry.sol";
import {IssuerType} from "../../../contracts/identity/ITrustedIssuersRegistry.sol";
import {Identities} from "../support/Identities.sol";
import {bound, vm} from "../support/Vm.sol";
import {Handler} from "./Handler.sol";

/// @title Everything that happens to DIDs and to accreditations, in any order
/// @dev Entities are numbered from 1 on. The model of accreditations knows nothing of the register but what was asked of it.
contract IdentitiesHandler is Handler, Identities {
    uint256 private constant ENTITIES = 6;
    uint256 private constant KEYS = 4;
    uint256 private constant ATTRIBUTES = 16;
    uint256 private constant TYPES = 3;
    uint256 private constant MEMORIES = 24;
    uint256 private constant SPARE_KEY = 0x5a00;

    /// @dev A document at a time of the past, to be the same for ever.
    struct Memory {
        uint256 which;
        uint256 timestamp;
        bytes32 answer;
    }

    struct Link {
        uint256 which;
        IssuerType issuerType;
        uint256 tao;
        /// Attribute above, counted from 1; 0 for a root.
        uint256 above;
        /// Bits of the types of credentials.
        uint256 committed;
        uint256 accepted;
        bool isAccepted;
        bool isCommitted;
        bool revoked;
        uint256 bodies;
    }

    Memory[] private _memories;
    uint256 private _turn;
    bool[ENTITIES + 1] private _ended;
    bytes[ENTITIES + 1][KEYS] private _publicKeys;
    /// @dev Counted from 1.
    Link[ATTRIBUTES + 1] private _links;
    uint256 private _linkCount;
    uint256[ENTITIES + 1] private _roots;

    /// @dev The genesis is loaded already.
    constructor() {
        for (uint256 i = 1; i <= ENTITIES; ++i) {
            for (uint256 j = 0; j < KEYS; ++j) _publicKeys[j][i] = _publicKey(SPARE_KEY + i * KEYS + j);
            _insert(i);
        }
    }

    // Documents.

    function updateBaseDocument(uint256 seed, uint256 text) external {
        uint256 one = _entity(seed);
        _write(
            "updateBaseDocument",
            one,
            abi.encodeCall(DIDS.updateBaseDocument, (_did(one), string(abi.encode(text))))
        );
    }

    function addController(uint256 seed, uint256 other) external {
        uint256 one = _entity(seed);
        _write("addController", one, abi.encodeCall(DIDS.addController, (_did(one), _did(_entity(other)))));
    }

    function revokeController(uint256 seed, uint256 other) external {
        uint256 one = _entity(seed);
        bytes memory data = abi.encodeCall(DIDS.revokeController, (_did(one), _did(_entity(other))));
        if (!_write("revokeController", one, data)) return;
        // A name in the list is not enough: it may have ended, or have no key that holds.
        _check(DIDS.checkController(_did(one), _actor(one)), "DD2: nobody is left who acts");
    }

    function addKey(uint256 seed, uint256 which) external {
        uint256 one = _entity(seed);
        which %= KEYS;
        bytes memory data = abi.encodeCall(
            DIDS.addVerificationMethod,
            (_did(one), _keyId(which), _publicKeys[which][one], true)
        );
        _write("addKey", one, data);
    }

    function addRelationship(uint256 seed, uint256 which, uint256 name, uint256 notBefore, uint256 length) external {
        uint256 one = _entity(seed);
        notBefore = bound(notBefore, _now() - 1 days, _now() + 1 days);
        bytes memory data = abi.encodeCall(
            DIDS.addVerificationRelationship,
            (_did(one), _name(name), _anyKeyId(which), notBefore, notBefore + (length % 30 days))
        );
        _write("addRelationship", one, data);
    }

    function revokeKey(uint256 seed, uint256 which, uint256 since) external {
        uint256 one = _entity(seed);
        bytes memory data = abi.encodeCall(
            DIDS.revokeVerificationMethod,
            (_did(one), _anyKeyId(which), bound(since, _now() - 10 days, _now()))
        );
        _write("revokeKey", one, data);
    }

    function expireKey(uint256 seed, uint256 which, uint256 end) external {
        uint256 one = _entity(seed);
        end = bound(end, _now() + 1, _now() + 60 days);
        bool before = _canInvoke(one, end + 1);
        bytes memory data = abi.encodeCall(DIDS.expireVerificationMethod, (_did(one), _anyKeyId(which), end));
        if (!_write("expireKey", one, data)) return;
        _check(!before || _canInvoke(one, end + 1), "DD2: no key is left when one expires");
    }

    function rollKey(uint256 seed, uint256 which, uint256 next, uint256 notBefore, uint256 duration) external {
        uint256 one = _entity(seed);
        next %= KEYS;
        notBefore = bound(notBefore, _now() - 1 days, _now() + 1 days);
        bytes memory data = abi.encodeCall(
            DIDS.rollVerificationMethod,
            (
                IDidRegistry.RollArgs({
                    did: _did(one),
                    vMethodId: _keyId(next),
                    publicKey: _publicKeys[next][one],
                    isSecp256k1: true,
                    notBefore: notBefore,
                    notAfter: notBefore + 90 days,
                    oldVMethodId: _anyKeyId(which),
                    duration: duration % 2 days
                })
            )
        );
        _write("rollKey", one, data);
    }

    /// @dev Seldom, because it is for good.
    function deactivate(uint256 seed) external {
        uint256 one = _entity(seed >> 8);
        if (seed % 16 != 0) return;
        if (_write("deactivate", one, abi.encodeCall(DIDS.deactivateDid, (_did(one))))) _ended[one] = true;
    }

    function pass(uint256 duration) external {
        ++_turn;
        _advance(bound(duration, 1, 3 days));
    }

    // Accreditations.

    function admitRoot(uint256 seed, uint256 types) external {
        uint256 one = (_entity(seed) % 3) + 1;
        types = types % (1 << TYPES);
        bytes memory data = abi.encodeCall(ISSUERS.admitRootTao, (_did(one), _types(types)));
        if (_ended[one] || types == 0) return;
        _decide(address(ISSUERS), data);
        _roots[one] = types;
        _note("admitRoot", true);
    }

    function dismissRoot(uint256 seed) external {
        uint256 one = (_entity(seed >> 8) % 3) + 1;
        if (seed % 4 != 0 || _roots[one] == 0) return;
        _decide(address(ISSUERS), abi.encodeCall(ISSUERS.dismissRootTao, (_did(one))));
        _roots[one] = 0;
        _note("dismissRoot", true);
    }

    function reserve(uint256 seed, uint256 kind, uint256 aboveSeed) external {
        if (_linkCount == ATTRIBUTES) return;
        uint256 one = _entity(seed);
        IssuerType issuerType = IssuerType(1 + (kind % 3));
        uint256 above = _linkCount == 0 ? 0 : aboveSeed % (_linkCount + 1);
        uint256 tao = issuerType == IssuerType.RootTAO ? one : _links[above].which;
        if (tao == 0) return;
        bytes32 id = bytes32(_linkCount + 1);
        bytes memory data = abi.encodeCall(
            ISSUERS.setAttributeMetadata,
            (_did(one), id, issuerType, _did(tao), issuerType == IssuerType.RootTAO ? id : bytes32(above))
        );
        if (!_ask("reserve", tao, data)) return;
        if (issuerType == IssuerType.RootTAO) {
            above = 0;
            _check(_roots[one] != 0, "TI1: a root reserved that no body admitted");
        } else {
            _check(_counts(above), "TI1: reserved by one that does not count");
            _check(_links[above].issuerType != IssuerType.TI, "TI1: reserved by an issuer");
            for (uint256 at = above; at != 0; at = _links[at].above) {
                _check(_links[at].which != one, "TI2: a cycle");
            }
        }
        Link storage link = _links[++_linkCount];
        link.which = one;
        link.issuerType = issuerType;
        link.tao = tao;
        link.above = above;
    }

    function commit(uint256 seed, uint256 types) external {
        if (_linkCount == 0) return;
        uint256 number = 1 + (seed % _linkCount);
        types = types % (1 << TYPES);
        Link storage link = _links[number];
        bytes memory data = abi.encodeCall(
            ISSUERS.commitAccreditation,
            (_did(link.which), bytes32(number), sha256(_body(number, link.bodies)), _types(types))
        );
        if (!_ask("commit", link.tao, data)) return;
        _check(types != 0, "TI1: an empty scope");
        uint256 wider = link.above == 0 ? _roots[link.which] : _links[link.above].accepted;
        _check(types & ~wider == 0, "TI1: a scope that is wider");
        link.committed = types;
        link.isCommitted = true;
    }

    /// @dev A stranger's body now and then, which nobody committed.
    function accept(uint256 seed, bool stranger) external {
        if (_linkCount == 0) return;
        uint256 number = 1 + (seed % _linkCount);
        Link storage link = _links[number];
        bytes memory body = _body(number, stranger ? type(uint256).max : link.bodies);
        bytes memory data = abi.encodeCall(ISSUERS.setAttributeData, (_did(link.which), bytes32(number), body));
        if (!_ask("accept", link.which, data)) return;
        _check(!stranger && link.isCommitted, "TI1: a body that was not committed");
        link.accepted = link.committed;
        link.isAccepted = true;
        link.isCommitted = false;
        ++link.bodies;
    }

    function revoke(uint256 seed, uint256 by) external {
        if (_linkCount == 0 || by % 4 == 0) return;
        uint256 number = 1 + (seed % _linkCount);
        Link storage link = _links[number];
        by = _entity(by);
        uint256 root = number;
        while (_links[root].above != 0) root = _links[root].above;
        bytes memory data = abi.encodeCall(
            ISSUERS.setAttributeMetadata,
            (_did(link.which), bytes32(number), IssuerType.Revoked, _did(by), 0)
        );
        if (!_ask("revoke", by, data)) return;
        _check(by == link.tao || by == _links[root].which, "TI1: revoked by another");
        link.revoked = true;
    }

    /// @notice DD1: whether an answer about the past is still the same. One at a step, each in its turn, because all of them at every
    /// step would take the campaign hours: never the one that this step may have written, but the one that the next may replace.
    function pastStays() external view returns (bool) {
        if (_memories.length == 0) return true;
        Memory storage one = _memories[(_turn + 1) % _memories.length];
        return _answer(one.which, one.timestamp) == one.answer;
    }

    /// @notice DD2: whether a DID has a controller, each in its turn.
    function controllersStay() external view returns (bool) {
        uint256 one = _entity(_turn);
        return _ended[one] || _document(_did(one), _now()).controllers.length != 0;
    }

    /// @notice TI1: whether a DID is accredited for each type if and only if the model says so, each attribute in its turn.
    function accreditationsAreRight() external view returns (bool) {
        if (_linkCount == 0) return true;
        uint256 number = 1 + (_turn % _linkCount);
        if (ISSUERS.accreditation(bytes32(number)).valid != _counts(number)) return false;
        for (uint256 credentialType = 0; credentialType < TYPES; ++credentialType) {
            bool expected = _counts(number) && _scopeOf(number) & (1 << credentialType) != 0;
            bool actual = ISSUERS.isAccredited(
                _did(_links[number].which),
                bytes32(number),
                bytes32(credentialType + 1)
            );
            if (actual != expected) return false;
        }
        return true;
    }

    /// @dev By the DID's own first key or one of its spare keys, whichever acts; else by another entity's.
    function _write(string memory action, uint256 one, bytes memory data) private returns (bool success) {
        bool[2] memory before = [_canInvoke(one, _now()), _canInvoke(one, _now() + 1)];
        success = _attempt(address(DIDS), one, data);
        _note(action, success);
        if (!success) return false;
        // Whatever was written: a key that is there stays until another one is.
        if (bytes4(data) != DIDS.deactivateDid.selector) {
            _check(!before[0] || _canInvoke(one, _now()), "DD2: no key is left");
            _check(!before[1] || _canInvoke(one, _now() + 1), "DD2: no key is left in the next second");
        }
        _remember(one);
        return true;
    }

    function _ask(string memory action, uint256 one, bytes memory data) private returns (bool success) {
        success = _attempt(address(ISSUERS), one, data);
        _note(action, success);
    }

    function _attempt(address target, uint256 one, bytes memory data) private returns (bool) {
        ++_turn;
        vm.prank(_actor(one));
        return _try(target, data);
    }

    /// @dev Whoever acts for the entity now; its first account if nobody does.
    function _actor(uint256 one) private view returns (address) {
        string memory did = _did(one);
        for (uint256 i = 1; i <= ENTITIES; ++i) {
            if (DIDS.checkController(did, _account(i))) return _account(i);
            for (uint256 j = 0; j < KEYS; ++j) {
                address account = vm.addr(SPARE_KEY + i * KEYS + j);
                if (DIDS.checkController(did, account)) return account;
            }
        }
        return _account(one);
    }

    /// @dev The document of the last second that is over. What is full takes the new in the place of something older.
    function _remember(uint256 one) private {
        uint256 timestamp = _now() - 1;
        (uint48 insertedAt, uint48 deactivatedAt) = DIDS.didLife(_did(one));
        if (timestamp < insertedAt || (deactivatedAt != 0 && timestamp >= deactivatedAt)) return;
        Memory memory seen = Memory(one, timestamp, _answer(one, timestamp));
        if (_memories.length < MEMORIES) _memories.push(seen);
        else _memories[_turn % MEMORIES] = seen;
    }

    function _answer(uint256 one, uint256 timestamp) private view returns (bytes32) {
        return keccak256(abi.encode(_document(_did(one), timestamp)));
    }

    /// @dev From the document alone: whether a secp256k1 key can invoke capabilities then.
    function _canInvoke(uint256 one, uint256 timestamp) private view returns (bool) {
        if (_ended[one]) return false;
        Document memory document = _document(_did(one), timestamp);
        for (uint256 i = 0; i < document.relationships.length; ++i) {
            if (_hash(document.relationships[i].name) == _hash(INVOCATION)) return true;
        }
        return false;
    }

    function _counts(uint256 number) private view returns (bool) {
        for (; number != 0; number = _links[number].above) {
            Link storage link = _links[number];
            if (!link.isAccepted || link.revoked || _ended[link.which]) return false;
            if (link.above == 0) return _roots[link.which] != 0;
        }
        return false;
    }

    function _scopeOf(uint256 number) private view returns (uint256 types) {
        types = type(uint256).max;
        for (; number != 0; number = _links[number].above) {
            types &= _links[number].accepted;
            if (_links[number].above == 0) types &= _roots[_links[number].which];
        }
    }

    function _types(uint256 bits) private pure returns (bytes32[] memory scope) {
        scope = new bytes32[](TYPES);
        uint256 count;
        for (uint256 i = 0; i < TYPES; ++i) if (bits & (1 << i) != 0) scope[count++] = bytes32(i + 1);
        assembly ("memory-safe") {
            mstore(scope, count)
        }
    }

    function _body(uint256 number, uint256 count) private pure returns (bytes memory) {
        return abi.encode(number, count);
    }

    function _entity(uint256 seed) private pure returns (uint256) {
        return 1 + (seed % ENTITIES);
    }

    function _keyId(uint256 which) private pure returns (string memory) {
        return string(abi.encodePacked("key", bytes1(uint8(65 + which))));
    }

    function _anyKeyId(uint256 which) private pure returns (string memory) {
        which %= KEYS + 1;
        return which == KEYS ? "first" : _keyId(which);
    }

    function _name(uint256 which) private pure returns (string memory) {
        return
            which % 2 == 0
                ? INVOCATION
                : which % 4 == 1
                    ? AUTHENTICATION
                    : "assertionMethod";
    }
}
