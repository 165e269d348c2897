// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {Roles} from "../../../contracts/access/Roles.sol";
import {IMemberRegistry, MemberClass} from "../../../contracts/governance/IMemberRegistry.sol";
import {HostileToken} from "../../../contracts/mocks/HostileToken.sol";
import {ContributionKey, ITreasury} from "../../../contracts/payments/ITreasury.sol";
import {create} from "../support/Creation.sol";
import {bound, vm} from "../support/Vm.sol";
import {TreasurySetUp} from "./TreasurySetUp.sol";

contract TreasuryContributionsTest is TreasurySetUp {
    bytes32 private constant CALL = "2027";
    bytes32 private constant EDITION = "GDP 2025";
    uint128 private constant TOTAL = 1_000_000e6;

    uint48 private _timepoint;
    uint48 private _due;

    function setUp() public {
        _loadGenesis();
        _deployTreasury();
        _grant(Roles.MEMBERSHIP, body);
        _timepoint = _now() - 1;
        _due = _now() + 30 days;
        _mint(stranger, 2 * TOTAL);
        vm.prank(stranger);
        euro.approve(address(treasury), type(uint256).max);
    }

    // callContributions, closeContributions
    // ├── when the total is zero, the token none or a contract for payments, or the end past ... it reverts
    // ├── when the key does not go with timepoint or edition ... it reverts
    // ├── when the timepoint is not past, or nobody has a share ... it reverts
    // ├── given the id is taken, or for the closing unknown or closed ... it reverts
    // └── members owe their shares, until it is closed

    function test_CallContributions() public {
        (uint16 heads, uint64 weight) = MEMBERS.totalsAt(_timepoint);
        vm.prank(body);
        vm.expectEmit(address(treasury));
        emit ITreasury.ContributionsCalled(
            CALL,
            address(euro),
            body,
            TOTAL,
            ContributionKey.Population,
            _timepoint,
            0,
            _due,
            weight
        );
        treasury.callContributions(CALL, address(euro), TOTAL, ContributionKey.Population, _timepoint, 0, _due);
        ITreasury.ContributionCall memory entry = treasury.contributionCall(CALL);
        vm.assertEq(entry.token, address(euro), "token");
        vm.assertEq(entry.total, TOTAL, "total");
        vm.assertEq(entry.totalShares, weight, "shares");
        vm.assertEq(entry.due, _due, "due");
        vm.assertEq(entry.timepoint, _timepoint, "timepoint");
        vm.assertTrue(entry.key == ContributionKey.Population, "key");
        vm.prank(body);
        vm.expectRevert(abi.encodeWithSelector(ITreasury.TreasuryCallExists.selector, CALL));
        treasury.callContributions(CALL, address(euro), TOTAL, ContributionKey.Population, _timepoint, 0, _due);
        vm.prank(body);
        treasury.callContributions("now", address(euro), TOTAL, ContributionKey.Heads, _timepoint, 0, _now());
        vm.assertEq(treasury.contributionCall("now").due, _now(), "due at once");
        _call("heads", ContributionKey.Heads, _timepoint, 0);
        vm.assertEq(treasury.contributionCall("heads").totalShares, heads, "heads");
    }

    function test_RevertWhen_CallContributions_Invalid() public {
        uint48 present = _now();
        vm.startPrank(body);
        vm.expectRevert(ITreasury.TreasuryZeroAmount.selector);
        treasury.callContributions(CALL, address(euro), 0, ContributionKey.Heads, _timepoint, 0, _due);
        vm.expectRevert(abi.encodeWithSelector(ITreasury.TreasuryNotContract.selector, stranger));
        treasury.callContributions(CALL, stranger, TOTAL, ContributionKey.Heads, _timepoint, 0, _due);
        vm.expectRevert(abi.encodeWithSelector(ITreasury.TreasuryTokenFundable.selector, till));
        treasury.callContributions(CALL, address(till), TOTAL, ContributionKey.Heads, _timepoint, 0, _due);
        vm.expectRevert(abi.encodeWithSelector(ITreasury.TreasuryDueInPast.selector, present - 1));
        treasury.callContributions(CALL, address(euro), TOTAL, ContributionKey.Heads, _timepoint, 0, present - 1);
        vm.expectRevert(abi.encodeWithSelector(IMemberRegistry.MemberRegistryFutureLookup.selector, present, present));
        treasury.callContributions(CALL, address(euro), TOTAL, ContributionKey.Heads, present, 0, _due);
        vm.expectRevert(
            abi.encodeWithSelector(ITreasury.TreasuryNoShares.selector, ContributionKey.Heads, uint48(1), bytes32(0))
        );
        treasury.callContributions(CALL, address(euro), TOTAL, ContributionKey.Heads, 1, 0, _due);
        _refuseKey(ContributionKey.Heads, _timepoint, EDITION, ITreasury.TreasuryKeyInvalid.selector);
        _refuseKey(ContributionKey.Population, _timepoint, EDITION, ITreasury.TreasuryKeyInvalid.selector);
        _refuseKey(ContributionKey.Data, _timepoint, EDITION, ITreasury.TreasuryKeyInvalid.selector);
        _refuseKey(ContributionKey.Data, 0, 0, ITreasury.TreasuryKeyInvalid.selector);
        _refuseKey(ContributionKey.Data, 0, EDITION, ITreasury.TreasuryNoShares.selector);
        vm.stopPrank();
    }

    function test_CloseContributions() public {
        _call(CALL, ContributionKey.Heads, _timepoint, 0);
        address member = MEMBERS.memberAt(0);
        vm.warp(_due + 1);
        vm.assertGt(treasury.arrears(CALL, member), 0, "in arrears");
        vm.startPrank(body);
        vm.expectEmit(address(treasury));
        emit ITreasury.ContributionsClosed(CALL, body);
        treasury.closeContributions(CALL);
        bytes memory refusal = abi.encodeWithSelector(ITreasury.TreasuryCallClosed.selector, CALL);
        vm.expectRevert(refusal);
        treasury.closeContributions(CALL);
        vm.expectRevert(abi.encodeWithSelector(ITreasury.TreasuryCallUnknown.selector, EDITION));
        treasury.closeContributions(EDITION);
        vm.stopPrank();
        vm.prank(stranger);
        vm.expectRevert(refusal);
        treasury.contribute(CALL, member, 1);
        vm.assertEq(treasury.owed(CALL, member), 0, "nothing owed");
        vm.assertEq(treasury.arrears(CALL, member), 0, "no arrears");
    }

    // setContributionShares
    // ├── when there are none or too many, or not one for each ... it reverts
    // ├── when an account is no member, or one of its keys, or stands twice, or has none ... it reverts
    // ├── given the edition was decided ... it reverts
    // └── calls rest on the shares

    function test_SetContributionShares() public {
        (address[] memory members, uint64[] memory shares) = _twoShares();
        vm.startPrank(body);
        // Observers have no vote, and contribute by data.
        MEMBERS.setClass(members[1], MemberClass.Observer);
        vm.expectEmit(address(treasury));
        emit ITreasury.ContributionSharesSet(EDITION, body, members, shares);
        treasury.setContributionShares(EDITION, members, shares);
        vm.assertEq(treasury.contributionShares(EDITION), 3, "sum");
        vm.assertEq(treasury.contributionShare(EDITION, members[0]), 1, "first");
        vm.assertEq(treasury.contributionShare(EDITION, members[1]), 2, "second");
        vm.expectRevert(abi.encodeWithSelector(ITreasury.TreasuryEditionExists.selector, EDITION));
        treasury.setContributionShares(EDITION, members, shares);
        vm.stopPrank();
        _call(CALL, ContributionKey.Data, 0, EDITION);
        vm.assertEq(treasury.owed(CALL, members[0]), TOTAL / 3 + 1, "rounded up");
        vm.assertEq(treasury.owed(CALL, members[1]), (2 * TOTAL) / 3 + 1, "observer, rounded up");
        vm.assertEq(treasury.owed(CALL, MEMBERS.memberAt(2)), 0, "who has no share");
        vm.assertEq(treasury.owed(CALL, stranger), 0, "who is no member");
    }

    function test_RevertWhen_SetContributionShares_Invalid() public {
        (address[] memory members, uint64[] memory shares) = _twoShares();
        vm.startPrank(body);
        vm.expectPartialRevert(ITreasury.TreasuryKeyInvalid.selector);
        treasury.setContributionShares(0, members, shares);
        vm.expectRevert(abi.encodeWithSelector(ITreasury.TreasurySharesCount.selector, 0, 0, 254));
        treasury.setContributionShares(EDITION, new address[](0), new uint64[](0));
        vm.expectRevert(abi.encodeWithSelector(ITreasury.TreasurySharesCount.selector, 255, 255, 254));
        treasury.setContributionShares(EDITION, new address[](255), new uint64[](255));
        vm.expectRevert(abi.encodeWithSelector(ITreasury.TreasurySharesCount.selector, 2, 1, 254));
        treasury.setContributionShares(EDITION, members, new uint64[](1));
        shares[1] = 0;
        vm.expectRevert(abi.encodeWithSelector(ITreasury.TreasuryShareInvalid.selector, members[1], 0));
        treasury.setContributionShares(EDITION, members, shares);
        shares[1] = 2;
        members[1] = members[0];
        vm.expectRevert(abi.encodeWithSelector(ITreasury.TreasuryShareInvalid.selector, members[0], 2));
        treasury.setContributionShares(EDITION, members, shares);
        members[1] = stranger;
        vm.expectRevert(abi.encodeWithSelector(ITreasury.TreasuryNotMember.selector, stranger));
        treasury.setContributionShares(EDITION, members, shares);
        address key = MEMBERS.member(members[0]).designatedKey;
        vm.stopPrank();
        vm.prank(key);
        MEMBERS.acceptMandate(members[0]);
        members[1] = key;
        vm.prank(body);
        vm.expectRevert(abi.encodeWithSelector(ITreasury.TreasuryNotMember.selector, key));
        treasury.setContributionShares(EDITION, members, shares);
    }

    // owed
    // ├── it is the share of the vote at the timepoint, rounded up
    // └── who had no vote then owes nothing, whatever became of it

    function test_Owed() public {
        address observer = MEMBERS.memberAt(0);
        address suspended = MEMBERS.memberAt(1);
        vm.startPrank(body);
        MEMBERS.setClass(observer, MemberClass.Observer);
        MEMBERS.suspendMember(suspended);
        vm.stopPrank();
        uint48 timepoint = _now();
        _advance(1);
        vm.startPrank(body);
        MEMBERS.reinstateMember(suspended);
        MEMBERS.removeMember(MEMBERS.memberAt(2));
        vm.stopPrank();
        _call("heads", ContributionKey.Heads, timepoint, 0);
        _call("population", ContributionKey.Population, timepoint, 0);
        bytes32[2] memory calls = [bytes32("heads"), "population"];
        for (uint256 i = 0; i < 2; ++i) {
            vm.assertEq(treasury.owed(calls[i], observer), 0, "observer");
            vm.assertEq(treasury.owed(calls[i], suspended), 0, "suspended then");
            vm.assertGt(treasury.owed(calls[i], MEMBERS.memberAt(2)), 0, "left later");
            uint256 sum;
            for (uint256 place = 0; place < MEMBERS.memberCount(); ++place) {
                sum += treasury.owed(calls[i], MEMBERS.memberAt(place));
            }
            vm.assertGe(sum, TOTAL, "never short of the total");
            vm.assertLt(sum, TOTAL + 25, "by less than a unit for each");
        }
        (uint16 heads, ) = MEMBERS.totalsAt(timepoint);
        vm.assertEq(treasury.owed("heads", MEMBERS.memberAt(3)), (TOTAL + heads - 1) / heads, "by heads");
        vm.expectRevert(abi.encodeWithSelector(IMemberRegistry.MemberRegistryUnknown.selector, stranger));
        treasury.owed("heads", stranger);
        vm.expectRevert(abi.encodeWithSelector(ITreasury.TreasuryCallUnknown.selector, CALL));
        treasury.owed(CALL, stranger);
        vm.expectRevert(abi.encodeWithSelector(ITreasury.TreasuryCallUnknown.selector, CALL));
        treasury.arrears(CALL, stranger);
    }

    function testFuzz_Owed(uint128 total, uint64 first, uint64 second) public {
        total = uint128(bound(total, 1, type(uint128).max));
        (address[] memory members, uint64[] memory shares) = _twoShares();
        shares[0] = uint64(bound(first, 1, type(uint64).max));
        shares[1] = uint64(bound(second, 1, type(uint64).max));
        vm.startPrank(body);
        treasury.setContributionShares(EDITION, members, shares);
        treasury.callContributions(CALL, address(euro), total, ContributionKey.Data, 0, EDITION, _due);
        vm.stopPrank();
        uint256 owes = treasury.owed(CALL, members[0]);
        uint256 sum = uint256(shares[0]) + shares[1];
        vm.assertGe(owes * sum, uint256(total) * shares[0], "not below the share");
        vm.assertLt((owes - 1) * sum, uint256(total) * shares[0], "by less than a unit");
        uint256 all = owes + treasury.owed(CALL, members[1]);
        vm.assertGe(all, total, "never short");
        vm.assertLe(all, uint256(total) + 1, "by less than two units");
    }

    // contribute
    // ├── when the amount is zero, or more than is owed ... it reverts
    // ├── given the call is unknown ... it reverts
    // ├── given the token delivers another amount ... it reverts
    // └── anybody pays for the member, also late

    function test_Contribute() public {
        _call(CALL, ContributionKey.Heads, _timepoint, 0);
        address member = MEMBERS.memberAt(5);
        uint128 owes = treasury.owed(CALL, member);
        vm.startPrank(stranger);
        vm.expectEmit(address(treasury));
        emit ITreasury.ContributionMade(CALL, member, stranger, 100, 100);
        treasury.contribute(CALL, member, 100);
        vm.assertEq(treasury.contributed(CALL, member), 100, "contributed");
        vm.assertEq(treasury.contributionCall(CALL).contributed, 100, "by all");
        vm.assertEq(euro.balanceOf(address(treasury)), FUNDS + 100, "came in");
        vm.expectRevert(
            abi.encodeWithSelector(ITreasury.TreasuryMoreThanOwed.selector, CALL, member, owes - 99, owes - 100)
        );
        treasury.contribute(CALL, member, owes - 99);
        vm.expectRevert(ITreasury.TreasuryZeroAmount.selector);
        treasury.contribute(CALL, member, 0);
        vm.expectRevert(abi.encodeWithSelector(ITreasury.TreasuryCallUnknown.selector, EDITION));
        treasury.contribute(EDITION, member, 1);
        vm.warp(_due);
        vm.assertEq(treasury.arrears(CALL, member), 0, "in time");
        vm.warp(_due + 1);
        vm.assertEq(treasury.arrears(CALL, member), owes - 100, "late");
        vm.expectEmit(address(treasury));
        emit ITreasury.ContributionMade(CALL, member, stranger, owes - 100, owes);
        treasury.contribute(CALL, member, owes - 100);
        vm.assertEq(treasury.arrears(CALL, member), 0, "paid");
        vm.assertEq(treasury.contributionCall(CALL).contributed, owes, "by all");
        vm.stopPrank();
    }

    function test_RevertGiven_Contribute_HostileToken() public {
        HostileToken bad = HostileToken(create("HostileToken.sol:HostileToken", ""));
        bad.mint(stranger, 1000);
        vm.prank(body);
        treasury.callContributions(CALL, address(bad), 27_000, ContributionKey.Heads, _timepoint, 0, _due);
        address member = MEMBERS.memberAt(5);
        bad.plan(HostileToken.Harm.Fee, address(0), "");
        vm.startPrank(stranger);
        bad.approve(address(treasury), 1000);
        vm.expectRevert(abi.encodeWithSelector(ITreasury.TreasuryAmountDiffers.selector, bad, 200, 198));
        treasury.contribute(CALL, member, 200);
        bad.plan(HostileToken.Harm.Lie, address(0), "");
        vm.expectRevert(abi.encodeWithSelector(ITreasury.TreasuryAmountDiffers.selector, bad, 200, 0));
        treasury.contribute(CALL, member, 200);
        bad.plan(
            HostileToken.Harm.Reenter,
            address(treasury),
            abi.encodeCall(treasury.contribute, (CALL, member, 200))
        );
        treasury.contribute(CALL, member, 200);
        vm.stopPrank();
        vm.assertEq(bad.reentries(), 1, "it tried");
        vm.assertEq(bad.successfulReentries(), 0, "in vain");
        vm.assertEq(treasury.contributed(CALL, member), 200, "once");
    }

    function _call(bytes32 call, ContributionKey key, uint48 timepoint, bytes32 edition) private {
        vm.prank(body);
        treasury.callContributions(call, address(euro), TOTAL, key, timepoint, edition, _due);
    }

    function _refuseKey(ContributionKey key, uint48 timepoint, bytes32 edition, bytes4 selector) private {
        vm.expectRevert(abi.encodeWithSelector(selector, key, timepoint, edition));
        treasury.callContributions(CALL, address(euro), TOTAL, key, timepoint, edition, _due);
    }

    function _twoShares() private view returns (address[] memory members, uint64[] memory shares) {
        members = new address[](2);
        shares = new uint64[](2);
        (members[0], members[1]) = (MEMBERS.memberAt(0), MEMBERS.memberAt(1));
        (shares[0], shares[1]) = (1, 2);
    }
}
