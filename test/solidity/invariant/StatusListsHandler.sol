// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {StatusListKind, StatusListVerdict, StatusPurpose} from "../../../contracts/identity/IStatusLists.sol";
import {StatusListsSetUp} from "../identity/StatusListsSetUp.sol";
import {bound, vm} from "../support/Vm.sol";
import {Handler} from "./Handler.sol";

/// @title Everything that issuers and strangers do to status lists, in any order
contract StatusListsHandler is Handler, StatusListsSetUp {
    uint256 private constant LISTS_COUNT = 3;

    bool private _controls = true;
    /// @dev What was published, in order: the hash at a place is that of the sequence one higher.
    bytes32[][LISTS_COUNT] private _published;
    uint256[LISTS_COUNT] private _until;

    constructor() {
        _standIn();
    }

    function pass(uint256 duration) external {
        _advance(bound(duration, 1, 3 days));
    }

    function turnControl() external {
        _controls = !_controls;
        dids.set(ISSUER, issuer, _controls);
        _note("turnControl", true);
    }

    function register(uint256 seed, bytes32 hash, bool stranger) external {
        uint256 one = seed % LISTS_COUNT;
        vm.prank(stranger ? address(0x5742) : issuer);
        bool done = _try(
            address(lists),
            abi.encodeCall(
                lists.registerStatusList,
                (ISSUER, _uri(one), StatusListKind.Token, StatusPurpose.Status, 2, SIZE, hash, TTL)
            )
        );
        bool possible = _controls && !stranger && hash != 0 && _published[one].length == 0;
        _check(done == possible, "SL1: the controller registers a list once");
        if (!done) return;
        _keep(one, hash, TTL);
        _note("register", true);
    }

    function publish(uint256 seed, uint64 sequence, bytes32 hash, uint32 ttl, bool stranger) external {
        uint256 one = seed % LISTS_COUNT;
        uint256 present = _published[one].length;
        // Around the present one, so that the right one comes often.
        sequence = uint64(bound(sequence, present == 0 ? 0 : present - 1, present + 3));
        ttl = uint32(bound(ttl, 60, 3 days));
        vm.prank(stranger ? address(0x5742) : issuer);
        bool done = _try(address(lists), abi.encodeCall(lists.publishStatusList, (_id(one), sequence, hash, ttl)));
        bool possible = _controls && !stranger && hash != 0 && present > 0 && sequence == present + 1;
        _check(done == possible, "SL1: the controller publishes the next sequence and no other");
        if (!done) return;
        _keep(one, hash, ttl);
        _note("publish", true);
    }

    /// @notice SL1: every sequence has the hash with which it was published, and none stands behind the last.
    function publicationsAreRight() external view returns (bool) {
        for (uint256 one = 0; one < LISTS_COUNT; ++one) {
            bytes32[] storage published = _published[one];
            if (lists.statusList(_id(one)).sequence != published.length) return false;
            for (uint256 i = 0; i < published.length; ++i) {
                if (lists.publication(_id(one), uint64(i + 1)).hash != published[i]) return false;
            }
            if (lists.publication(_id(one), uint64(published.length + 1)).hash != 0) return false;
        }
        return true;
    }

    /// @notice Only the last publication counts, and only while its time to live lasts.
    function verdictsAreRight() external view returns (bool) {
        for (uint256 one = 0; one < LISTS_COUNT; ++one) {
            uint256 last = _published[one].length;
            for (uint256 i = 0; i < last; ++i) {
                StatusListVerdict expected =
                    i + 1 < last
                        ? StatusListVerdict.Superseded
                        : _now() > _until[one]
                            ? StatusListVerdict.Stale
                            : StatusListVerdict.Current;
                if (lists.verdict(_id(one), uint64(i + 1), _published[one][i]) != expected) return false;
            }
        }
        return true;
    }

    function _keep(uint256 one, bytes32 hash, uint256 ttl) private {
        _published[one].push(hash);
        _until[one] = _now() + ttl;
    }

    /// @dev Not asked of the register, because a question would use up the next caller's prank.
    function _id(uint256 one) private pure returns (bytes32) {
        return keccak256(abi.encode(ISSUER, _uri(one)));
    }

    function _uri(uint256 one) private pure returns (string memory) {
        return
            string.concat(
                URI,
                one == 0
                    ? "a"
                    : one == 1
                        ? "b"
                        : "c"
            );
    }
}
