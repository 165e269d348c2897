// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {Roles} from "../../../contracts/access/Roles.sol";
import {MemberStatus} from "../../../contracts/governance/IMemberRegistry.sol";
import {Genesis} from "../support/Genesis.sol";
import {bound, vm} from "../support/Vm.sol";

/// @notice What the register answers about the past. A vote reads a short cut where it can: it must say the same as the history.
contract MemberRegistryHistoryTest is Genesis {
    uint256 private constant KEY = 0xabc1;
    uint256 private constant CHANGES = 6;

    address private immutable _body = address(0xb0d1);
    address private _member;
    address private _other;

    struct Moment {
        uint48 timepoint;
        uint16 heads;
        uint64 weight;
        uint16 totalHeads;
        uint64 totalWeight;
    }

    function setUp() public {
        _loadGenesis();
        _grant(Roles.MEMBERSHIP, _body);
        (_member, _other) = (MEMBERS.memberAt(0), MEMBERS.memberAt(1));
        _represent(_member, KEY);
    }

    function testFuzz_ThePastNeverChanges(uint256 seed) public {
        Moment[] memory moments = new Moment[](CHANGES);
        for (uint256 i = 0; i < CHANGES; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            _change(seed);
            moments[i] = _presentMoment();
            // Now and then the next change falls into the same second.
            _advance(seed % 3);
            if (_now() == moments[i].timepoint) moments[i].timepoint = 0;
        }
        _advance(1);
        for (uint256 i = 0; i < CHANGES; ++i) {
            if (moments[i].timepoint == 0) continue;
            _assertPast(moments[i]);
        }
    }

    function testFuzz_ABallotSaysWhatTheHistorySays(uint256 seed) public {
        uint48 first = _now();
        for (uint256 i = 0; i < CHANGES; ++i) {
            seed = uint256(keccak256(abi.encode(seed)));
            _change(seed);
            _advance(1 + (seed % 2));
        }
        // Only a member that votes at present has a ballot.
        if (MEMBERS.member(_member).status != MemberStatus.Active) _reinstate(_member);
        _advance(1);
        for (uint48 timepoint = first - 1; timepoint < _now(); ++timepoint) {
            (, uint64 weight) = MEMBERS.votesAt(_member, timepoint);
            (bool success, bytes memory answer) = address(MEMBERS).staticcall(
                abi.encodeCall(MEMBERS.ballot, (vm.addr(KEY), timepoint, 0))
            );
            vm.assertEq(success, weight > 0, "MR2: a ballot for a timepoint without a vote");
            if (!success) continue;
            (address account, uint8 index, uint64 ballotWeight, uint16 totalHeads, uint64 totalWeight) = abi.decode(
                answer,
                (address, uint8, uint64, uint16, uint64)
            );
            (uint16 heads, uint64 sum) = MEMBERS.totalsAt(timepoint);
            vm.assertEq(account, _member, "MR2: account");
            vm.assertEq(index, 0, "MR2: index");
            vm.assertEq(ballotWeight, weight, "MR2: weight");
            vm.assertEq(totalHeads, heads, "MR2: heads");
            vm.assertEq(totalWeight, sum, "MR2: total weight");
        }
    }

    function testFuzz_ASuspendedOrDepartedMemberWeighsNothing(bool leaves, uint256 wait) public {
        wait = bound(wait, 1, 1000 days);
        vm.prank(_body);
        if (leaves) MEMBERS.removeMember(_member);
        else MEMBERS.suspendMember(_member);
        uint48 moment = _now();
        _advance(wait);
        (uint16 heads, uint64 weight) = MEMBERS.votesAt(_member, uint48(bound(wait, moment, _now() - 1)));
        vm.assertEq(heads, 0, "MR3: head");
        vm.assertEq(weight, 0, "MR3: weight");
        (heads, weight) = MEMBERS.votesAt(_member, moment - 1);
        vm.assertEq(heads, 1, "MR2: head before");
        vm.assertEq(weight, MEMBERS.member(_member).weight, "MR2: weight before");
    }

    function _change(uint256 seed) private {
        address account = seed % 5 == 0 ? _other : _member;
        uint256 kind = (seed >> 8) % 3;
        vm.startPrank(_body);
        if (kind == 0) {
            MEMBERS.setWeight(account, uint64(bound(seed >> 16, 1, 2 ** 34)), 2026);
        } else if (MEMBERS.member(account).status == MemberStatus.Active) {
            MEMBERS.suspendMember(account);
        } else {
            MEMBERS.reinstateMember(account);
        }
        vm.stopPrank();
    }

    function _presentMoment() private view returns (Moment memory moment) {
        moment.timepoint = _now();
        bool active = MEMBERS.member(_member).status == MemberStatus.Active;
        (moment.heads, moment.weight) = active ? (1, MEMBERS.member(_member).weight) : (0, 0);
        (moment.totalHeads, moment.totalWeight) = MEMBERS.totals();
    }

    function _assertPast(Moment memory moment) private view {
        (uint16 heads, uint64 weight) = MEMBERS.votesAt(_member, moment.timepoint);
        (uint16 totalHeads, uint64 totalWeight) = MEMBERS.totalsAt(moment.timepoint);
        vm.assertEq(heads, moment.heads, "MR2: head");
        vm.assertEq(weight, moment.weight, "MR2: weight");
        vm.assertEq(totalHeads, moment.totalHeads, "MR2: heads");
        vm.assertEq(totalWeight, moment.totalWeight, "MR2: total weight");
    }

    function _reinstate(address account) private {
        vm.prank(_body);
        MEMBERS.reinstateMember(account);
    }
}
