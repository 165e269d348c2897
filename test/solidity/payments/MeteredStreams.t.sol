// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {HostileMeter} from "../../../contracts/mocks/HostileMeter.sol";
import {INodeRegistry, NodeKind} from "../../../contracts/nodes/INodeRegistry.sol";
import {IMeter} from "../../../contracts/payments/IMeter.sol";
import {IPaymentStreams} from "../../../contracts/payments/IPaymentStreams.sol";
import {NodeId} from "../../../contracts/types/NodeId.sol";
import {OrganisationId} from "../../../contracts/types/OrganisationId.sol";
import {create} from "../support/Creation.sol";
import {bound, vm} from "../support/Vm.sol";
import {StreamsSetUp} from "./StreamsSetUp.sol";

/// @notice Streams whose seconds a meter tells: the register of nodes, and meters that fail and lie.
contract MeteredStreamsTest is StreamsSetUp {
    uint256 private constant NODE_KEY = 0xabc1;

    HostileMeter private _meter;

    function setUp() public {
        _loadGenesis();
        _setUpPayments();
        _takeRoles();
        _meter = HostileMeter(create("HostileMeter.sol:HostileMeter", ""));
        _meter.plan(HostileMeter.Harm.None, 1000);
    }

    // The register of nodes
    // ├── it is a meter as it is
    // ├── the stream runs while the node is active
    // └── it stops in the second in which the node is suspended or retired

    function test_NodeRegistry() public {
        vm.assertEq(
            bytes32(IMeter.activeSeconds.selector),
            bytes32(INodeRegistry.activeSeconds.selector),
            "the same function"
        );
        OrganisationId operator = _registerOrganisation("OPERATOR", address(0xad1));
        NodeId node = _registerNode(address(0xad1), operator, NODE_KEY, NodeKind.Observer);
        IPaymentStreams.Terms memory terms = _terms();
        (terms.meter, terms.meterSubject) = (address(NODES), NodeId.unwrap(node));
        _open(terms, _whole());
        _advance(3000);
        vm.assertEq(streams.accrued(terms), 0, "not admitted yet");

        vm.prank(body);
        NODES.admitNode(node);
        _advance(300);
        vm.assertEq(streams.accrued(terms), 100, "active");
        vm.cool(address(NODES));
        uint256 gasBefore = gasleft();
        NODES.activeSeconds(node);
        vm.assertLt(gasBefore - gasleft(), streams.METER_GAS() / 4, "it gets much more gas than it needs");
        vm.prank(body);
        NODES.suspendNode(node);
        _advance(3000);
        vm.assertEq(streams.accrued(terms), 100, "suspended");
        streams.withdraw(terms);
        _advance(3000);
        vm.prank(body);
        NODES.reinstateNode(node);
        _advance(30);
        vm.prank(body);
        NODES.retireNode(node);
        vm.assertEq(streams.accrued(terms), 10, "up to the second");
        _advance(3000);
        vm.assertEq(streams.accrued(terms), 10, "ES6 not one more");
        vm.prank(payer);
        (uint256 toPayee, uint256 fee, uint256 toPayer) = streams.end(terms);
        vm.assertEq(toPayee + fee, 10, "to the payee");
        vm.assertEq(toPayer, _whole() - 110, "the rest");
    }

    // Opening
    // ├── when it comes before `from` ... it reverts
    // ├── when the meter gives no answer that counts ... it reverts
    // └── seconds count from the opening on

    function test_RevertWhen_Open_TooEarly() public {
        IPaymentStreams.Terms memory terms = _metered();
        terms.from += 1;
        vm.expectRevert(abi.encodeWithSelector(IPaymentStreams.PaymentStreamsMeterTooEarly.selector, terms.from));
        _open(terms, 100);
        _advance(1);
        _open(terms, 100);
    }

    function test_RevertWhen_Open_MeterSilent() public {
        IPaymentStreams.Terms memory terms = _metered();
        for (uint256 i = 0; i < 5; ++i) {
            _meter.plan(_silence(i), 1000);
            _expectSilent(terms);
            _open(terms, 100);
        }
        address[3] memory nothing = [address(0x4071), address(token), address(streams)];
        for (uint256 i = 0; i < nothing.length; ++i) {
            terms.meter = nothing[i];
            _expectSilent(terms);
            _open(terms, 100);
        }
    }

    function test_Open() public {
        IPaymentStreams.Terms memory terms = _metered();
        terms.from -= 1000;
        uint256 whole = _whole();
        _expectTooLarge(terms, whole + 1, whole);
        _open(terms, uint128(whole + 1));
        _open(terms, uint128(whole));
        IPaymentStreams.Stream memory state = streams.stream(_id(terms));
        vm.assertEq(state.reading, 1000, "first reading");
        vm.assertEq(state.countedAt, _now(), "from now on");
    }

    // Counting
    // ├── given the meter gives no answer that counts ... the last count holds, and the next that does takes the seconds in
    // ├── given the meter goes backwards ... the same
    // ├── given the meter tells more seconds than the clock ... those of the clock count
    // └── a meter that needs much gas gets it, or the call reverts

    function test_Count_SilentMeter() public {
        IPaymentStreams.Terms memory terms = _metered();
        _open(terms, _whole());
        _advance(300);
        _meter.plan(HostileMeter.Harm.None, 1300);
        streams.withdraw(terms);
        for (uint256 i = 0; i < 5; ++i) {
            uint256 snapshot = vm.snapshotState();
            _advance(600);
            _meter.plan(_silence(i), 1900);
            (uint256 toPayee, uint256 fee) = streams.withdraw(terms);
            vm.assertEq(toPayee + fee, 0, "the last count");
            _meter.plan(HostileMeter.Harm.None, 1900);
            vm.assertEq(streams.accrued(terms), 200, "nothing is lost");
            _meter.plan(_silence(i), 1900);
            vm.prank(payee);
            (, , uint256 toPayer) = streams.end(terms);
            vm.assertEq(toPayer, _whole() - 100, "ES5 the exit is open");
            vm.assertTrue(vm.revertToState(snapshot), "snapshot");
        }
    }

    function test_Count_MeterIsGone() public {
        IPaymentStreams.Terms memory terms = _metered();
        _open(terms, _whole());
        _advance(300);
        vm.etch(address(_meter), "");
        streams.withdraw(terms);
        vm.warp(terms.until);
        vm.prank(stranger);
        streams.end(terms);
        vm.assertEq(token.balanceOf(address(streams)), 0, "ES5 empty");
    }

    function test_Count_Backwards() public {
        IPaymentStreams.Terms memory terms = _metered();
        _open(terms, _whole());
        _advance(300);
        _meter.plan(HostileMeter.Harm.None, 999);
        vm.assertEq(streams.accrued(terms), 0, "the last count");
        streams.withdraw(terms);
        vm.assertEq(streams.stream(_id(terms)).reading, 1000, "the reading stays");
        _meter.plan(HostileMeter.Harm.None, 1003);
        vm.assertEq(streams.accrued(terms), 1, "from the reading that stayed");
    }

    function test_Count_FasterThanTheClock() public {
        IPaymentStreams.Terms memory terms = _metered();
        _open(terms, _whole());
        _advance(300);
        _meter.plan(HostileMeter.Harm.None, type(uint64).max);
        vm.assertEq(streams.accrued(terms), 100, "ES6 the clock's");
        streams.withdraw(terms);
        vm.assertEq(streams.stream(_id(terms)).counted, 300, "counted");
        (uint256 toPayee, uint256 fee) = streams.withdraw(terms);
        vm.assertEq(toPayee + fee, 0, "no second twice");
        _advance(300);
        vm.assertEq(streams.accrued(terms), 0, "nothing without a higher reading");
    }

    function test_Count_NobodyStarvesTheMeter() public {
        IPaymentStreams.Terms memory terms = _metered();
        _open(terms, _whole());
        vm.warp(terms.until);
        HostileMeter.Harm[2] memory harms = [HostileMeter.Harm.Labour, HostileMeter.Harm.Fastidious];
        bytes[2] memory calls = [abi.encodeCall(streams.end, (terms)), abi.encodeCall(streams.withdraw, (terms))];
        for (uint256 i = 0; i < 4; ++i) {
            _meter.plan(harms[i / 2], uint64(1000 + TERM));
            uint256 refusals = 0;
            uint256 payments = 0;
            for (uint256 gas = 40_000; gas < 400_000; gas += 1500) {
                uint256 snapshot = vm.snapshotState();
                vm.cool(address(_meter));
                vm.prank(stranger);
                (bool success, ) = address(streams).call{gas: gas}(calls[i % 2]);
                uint256 paid = token.balanceOf(payee) + token.balanceOf(treasury);
                paid += streams.claimable(address(token), payee) + streams.claimable(address(token), treasury);
                vm.assertTrue(vm.revertToState(snapshot), "snapshot");
                vm.assertEq(paid, success ? _whole() : 0, "all or nothing");
                if (success) ++payments;
                else ++refusals;
            }
            vm.assertGt(refusals, 0, "some had too little");
            vm.assertGt(payments, 0, "some had enough");
        }
        (bool done, bytes memory answer) = address(streams).call{gas: 110_000}(calls[0]);
        vm.assertFalse(done, "too little");
        vm.assertEq(bytes32(bytes4(answer)), bytes32(IPaymentStreams.PaymentStreamsGasTooLow.selector), "why");
    }

    // The end
    // ├── seconds that were counted at `until` are paid
    // └── of those that are counted later as many as passed since are taken to lie after it

    function test_End_CountedAtUntil() public {
        IPaymentStreams.Terms memory terms = _metered();
        _open(terms, _whole());
        vm.warp(terms.until);
        _meter.plan(HostileMeter.Harm.None, 1000 + 3000);
        streams.withdraw(terms);
        _advance(1 days);
        _meter.plan(HostileMeter.Harm.None, 1000 + 3000 + 1 days);
        vm.assertEq(streams.accrued(terms), 0, "ES6 nothing from the end on");
        (uint256 toPayee, uint256 fee, ) = streams.end(terms);
        vm.assertEq(toPayee + fee, 0, "ES6 nothing from the end on");
        vm.assertEq(token.balanceOf(payee) + token.balanceOf(treasury), 1000, "what was counted");
    }

    function test_End_CountedLater() public {
        IPaymentStreams.Terms memory terms = _metered();
        _open(terms, _whole());
        vm.warp(terms.until + 1200);
        _meter.plan(HostileMeter.Harm.None, 1000 + 3000 + 1200);
        vm.assertEq(streams.accrued(terms), 1000, "exact for a subject that went on");
        _meter.plan(HostileMeter.Harm.None, 1000 + 3000);
        vm.assertEq(streams.accrued(terms), 600, "less for one that stopped");
        _meter.plan(HostileMeter.Harm.None, 1000 + 1199);
        vm.assertEq(streams.accrued(terms), 0, "nothing below 0");
    }

    // pause, resume
    // ├── given the meter is silent ... it pauses, and does not resume
    // └── what the meter counts in between is not paid

    function test_PauseAndResume() public {
        IPaymentStreams.Terms memory terms = _metered();
        _open(terms, _whole());
        _advance(300);
        _meter.plan(HostileMeter.Harm.None, 1150);
        vm.startPrank(payer);
        streams.pause(terms);
        vm.assertEq(streams.accrued(terms), 50, "what was at work");
        _advance(600);
        _meter.plan(HostileMeter.Harm.Revert, 1750);
        _expectSilent(terms);
        streams.resume(terms);
        _meter.plan(HostileMeter.Harm.None, 1750);
        streams.resume(terms);
        _advance(3);
        _meter.plan(HostileMeter.Harm.None, 1753);
        vm.assertEq(streams.accrued(terms), 51, "the pause is left out");
        _meter.plan(HostileMeter.Harm.Burn, 1753);
        streams.pause(terms);
        vm.assertEq(streams.accrued(terms), 50, "the last count");
        vm.stopPrank();
    }

    // An honest meter beside a model that notes each second

    struct Step {
        uint32 duration;
        bool atWork;
        bool withdraws;
        bool silent;
    }

    function testFuzz_NeverMoreThanTheMeterSawInTime(Step[12] memory steps) public {
        IPaymentStreams.Terms memory terms = _metered();
        _open(terms, _whole());
        uint256 atWork = 0;
        uint256 inTime = 0;
        for (uint256 i = 0; i < steps.length; ++i) {
            uint256 duration = bound(steps[i].duration, 0, 20 days);
            uint256 left = vm.getBlockTimestamp() < terms.until ? terms.until - vm.getBlockTimestamp() : 0;
            if (steps[i].atWork) {
                atWork += duration;
                inTime += duration < left ? duration : left;
            }
            _advance(duration);
            _meter.plan(steps[i].silent ? HostileMeter.Harm.Revert : HostileMeter.Harm.None, uint64(1000 + atWork));
            if (steps[i].withdraws) streams.withdraw(terms);
            uint256 counted = streams.stream(_id(terms)).counted;
            vm.assertLe(counted, inTime, "ES6 no second more");
            bool exact = steps[i].withdraws && !steps[i].silent && duration <= left;
            if (exact) vm.assertEq(counted, inTime, "every second in time");
        }
        _meter.plan(HostileMeter.Harm.None, uint64(1000 + atWork));
        if (vm.getBlockTimestamp() < terms.until) vm.warp(terms.until);
        streams.end(terms);
        IPaymentStreams.Stream memory state = streams.stream(_id(terms));
        vm.assertLe(state.counted, inTime, "ES6 nor in the end");
        vm.assertEq(state.paid, (uint256(state.counted) * AMOUNT) / PERIOD, "ES6 rate by time");
        vm.assertEq(token.balanceOf(address(streams)), 0, "ES5 empty");
    }

    function _metered() private view returns (IPaymentStreams.Terms memory terms) {
        terms = _terms();
        (terms.meter, terms.meterSubject) = (address(_meter), "subject");
    }

    function _silence(uint256 index) private pure returns (HostileMeter.Harm) {
        HostileMeter.Harm[5] memory harms = [
            HostileMeter.Harm.Revert,
            HostileMeter.Harm.Burn,
            HostileMeter.Harm.Flood,
            HostileMeter.Harm.Short,
            HostileMeter.Harm.Overflow
        ];
        return harms[index];
    }

    function _expectSilent(IPaymentStreams.Terms memory terms) private {
        vm.expectRevert(
            abi.encodeWithSelector(IPaymentStreams.PaymentStreamsMeterSilent.selector, terms.meter, terms.meterSubject)
        );
    }
}
