// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {HostileMeter} from "../../../contracts/mocks/HostileMeter.sol";
import {StreamTestToken} from "../../../contracts/mocks/StreamTestToken.sol";
import {IPaymentStreams} from "../../../contracts/payments/IPaymentStreams.sol";
import {StreamsSetUp} from "../payments/StreamsSetUp.sol";
import {create} from "../support/Creation.sol";
import {bound, vm} from "../support/Vm.sol";
import {Handler} from "./Handler.sol";

/// @title Everything that payers, payees, sponsors, strangers, tokens and meters do to streams, in any order
/// @dev Six streams at a time, of two tokens; every third is metered. Whatever ended begins anew with another salt.
contract PaymentStreamsHandler is Handler, StreamsSetUp {
    uint256 private constant PLACES = 6;
    uint256 private constant TOKENS = 2;

    /// @dev What the handler itself knows of a stream.
    struct Model {
        bool isOpen;
        bool isPaused;
        uint256 deposited;
        /// Seconds of the clock in which it ran.
        uint256 ran;
        IPaymentStreams.Terms terms;
    }

    StreamTestToken[TOKENS] private _tokens;
    HostileMeter private _meter;
    Model[PLACES] private _models;
    uint256 private _salt;

    constructor() {
        _setUpPayments();
        _tokens[0] = token;
        _tokens[1] = _newToken();
        _meter = HostileMeter(create("HostileMeter.sol:HostileMeter", ""));
    }

    function pass(uint256 duration) external {
        duration = bound(duration, 1, 3 days);
        uint256 begin = vm.getBlockTimestamp();
        for (uint256 i = 0; i < PLACES; ++i) {
            Model storage model = _models[i];
            if (!model.isOpen || model.isPaused) continue;
            uint256 first = begin > model.terms.from ? begin : model.terms.from;
            uint256 last = begin + duration < model.terms.until ? begin + duration : model.terms.until;
            if (last > first) model.ran += last - first;
        }
        _advance(duration);
        _note("pass", true);
    }

    function planMeter(uint256 harm, uint64 reading, bool honest) external {
        // An honest one goes with the clock.
        if (honest) _meter.plan(HostileMeter.Harm.None, uint64(vm.getBlockTimestamp()));
        else _meter.plan(HostileMeter.Harm(harm % 8), reading);
        _note("planMeter", true);
    }

    function turnBlock(uint256 seed) external {
        StreamTestToken one = _tokens[seed % TOKENS];
        address account = _account(seed >> 8);
        one.setBlocked(account, !one.isBlocked(account));
        _note("turnBlock", true);
    }

    function open(uint256 seed, uint128 deposit, uint32 wait, uint32 term, uint128 cap, bool sponsored) external {
        uint256 place = seed % PLACES;
        if (_models[place].isOpen) return;
        IPaymentStreams.Terms memory terms = _terms();
        terms.salt = ++_salt;
        terms.token = address(_tokens[place % TOKENS]);
        terms.payee = _payee(place);
        terms.feeBps = uint16((seed >> 8) % 501);
        terms.cap = uint128(bound(cap, 1, 1e7));
        if (place % 3 == 2) (terms.meter, terms.meterSubject) = (address(_meter), "subject");
        else terms.from += uint48(wait % 2 days);
        terms.until = terms.from + uint48(bound(term, 1, 20 days));
        if (sponsored) terms.sponsor = sponsor;
        deposit = uint128(bound(deposit, 1, 1e6));
        vm.prank(sponsored ? sponsor : payer);
        bool done = _try(
            address(streams),
            sponsored
                ? abi.encodeCall(streams.openFor, (terms, deposit))
                : abi.encodeCall(streams.open, (terms, deposit))
        );
        if (!done) return;
        Model storage model = _models[place];
        (model.isOpen, model.isPaused, model.deposited, model.ran) = (true, false, deposit, 0);
        model.terms = terms;
        _note(sponsored ? "openFor" : "open", true);
    }

    function topUp(uint256 seed, uint128 amount) external {
        Model storage model = _models[seed % PLACES];
        amount = uint128(bound(amount, 0, 1e6));
        vm.prank(stranger);
        if (!_try(address(streams), abi.encodeCall(streams.topUp, (model.terms, amount)))) return;
        model.deposited += amount;
        _check(_now() < model.terms.until, "ES5: no money comes in when the time is over");
        // With the clock the handler knows to the unit what can still accrue.
        if (model.terms.meter == address(0)) {
            uint256 first = _now() > model.terms.from ? _now() : model.terms.from;
            uint256 most = _earned(model, model.ran + model.terms.until - first);
            _check(model.deposited <= most, "ES6: no more is put in than can still accrue");
        }
        _note("topUp", true);
    }

    function withdraw(uint256 seed) external {
        Model storage model = _models[seed % PLACES];
        vm.prank(stranger);
        bool done = _try(address(streams), abi.encodeCall(streams.withdraw, (model.terms)));
        _check(done == model.isOpen, "ES5: anybody withdraws from what is open");
        if (!done) return;
        if (model.terms.meter == address(0)) {
            uint256 due = _earned(model, model.ran);
            if (due > model.deposited) due = model.deposited;
            _check(streams.stream(_id(model.terms)).paid == due, "ES6: paid is rate by time, within what was put in");
        }
        _note("withdraw", true);
    }

    function pause(uint256 seed, bool wrong) external {
        Model storage model = _models[seed % PLACES];
        vm.prank(wrong ? stranger : payer);
        bool done = _try(address(streams), abi.encodeCall(streams.pause, (model.terms)));
        bool possible = model.isOpen && !model.isPaused && !wrong && _now() < model.terms.until;
        _check(done == possible, "ES6: the payer pauses what runs, whatever the meter does");
        if (done) model.isPaused = true;
        _note("pause", done);
    }

    function resume(uint256 seed, bool wrong) external {
        Model storage model = _models[seed % PLACES];
        vm.prank(wrong ? stranger : payer);
        bool done = _try(address(streams), abi.encodeCall(streams.resume, (model.terms)));
        bool possible = model.isOpen && model.isPaused && !wrong && _now() < model.terms.until;
        _check(!done || possible, "ES6: only the payer resumes, only what is paused");
        if (done) model.isPaused = false;
        _note("resume", done);
    }

    function end(uint256 seed, uint256 who) external {
        Model storage model = _models[seed % PLACES];
        address[3] memory callers = [payer, _payee(seed % PLACES), stranger];
        address caller = callers[who % 3];
        vm.prank(caller);
        bool done = _try(address(streams), abi.encodeCall(streams.end, (model.terms)));
        bool possible = model.isOpen && (caller != stranger || _now() >= model.terms.until);
        _check(done == possible, "ES5: the parties end at any time, anybody when the time is over");
        if (done) model.isOpen = false;
        _note(caller == stranger ? "endByStranger" : "end", done);
    }

    function claim(uint256 seed) external {
        address account = _account(seed >> 8);
        vm.prank(account);
        _note(
            "claim",
            _try(address(streams), abi.encodeCall(streams.claim, (address(_tokens[seed % TOKENS]), address(0xc1a1))))
        );
    }

    /// @notice ES5: looks ahead to when all time is over, and comes back.
    function lookAhead() external {
        uint256 snapshot = vm.snapshotState();
        uint256 last = vm.getBlockTimestamp();
        for (uint256 i = 0; i < PLACES; ++i) {
            if (_models[i].isOpen && _models[i].terms.until > last) last = _models[i].terms.until;
        }
        vm.warp(last);
        bool allEnd = true;
        for (uint256 i = 0; i < PLACES; ++i) {
            if (!_models[i].isOpen) continue;
            vm.prank(stranger);
            allEnd = _try(address(streams), abi.encodeCall(streams.end, (_models[i].terms))) && allEnd;
        }
        bool onlyClaims = true;
        bool empty = true;
        for (uint256 i = 0; i < TOKENS; ++i) {
            onlyClaims = onlyClaims && _tokens[i].balanceOf(address(streams)) == _claimable(i);
            for (uint256 j = 0; j < 5; ++j) {
                if (streams.claimable(address(_tokens[i]), _account(j)) == 0) continue;
                vm.prank(_account(j));
                empty =
                    _try(address(streams), abi.encodeCall(streams.claim, (address(_tokens[i]), address(0xc1a1)))) &&
                    empty;
            }
            empty = empty && _tokens[i].balanceOf(address(streams)) == 0;
        }
        // Only what stands in the memory comes back from there.
        vm.revertToState(snapshot);
        _check(allEnd, "ES5: a stranger ends everything when the time is over");
        _check(onlyClaims, "ES5: what is left can be claimed");
        _check(empty, "ES5: claims empty it");
        _note("lookAhead", true);
    }

    /// @notice ES1: of each token there is what the open streams hold and what waits to be claimed, exactly.
    function balancesAreRight() external view returns (bool) {
        for (uint256 i = 0; i < TOKENS; ++i) {
            uint256 owed = _claimable(i);
            for (uint256 j = i; j < PLACES; j += TOKENS) {
                if (!_models[j].isOpen) continue;
                owed += _models[j].deposited - streams.stream(_id(_models[j].terms)).paid;
            }
            if (_tokens[i].balanceOf(address(streams)) != owed) return false;
        }
        return true;
    }

    /// @notice ES6: no stream has paid more than rate by the time in which it ran, than its cap, or than was put in.
    function paymentsAreRight() external view returns (bool) {
        for (uint256 i = 0; i < PLACES; ++i) {
            Model storage model = _models[i];
            IPaymentStreams.Stream memory state = streams.stream(_id(model.terms));
            if (state.deposited != model.deposited || state.paid > model.deposited) return false;
            if (state.paid > _earned(model, model.ran) || state.counted > model.ran) return false;
        }
        return true;
    }

    function _earned(Model storage model, uint256 duration) private view returns (uint256) {
        if (model.terms.period == 0) return 0;
        uint256 earned = (duration * model.terms.amountPerPeriod) / model.terms.period;
        return earned < model.terms.cap ? earned : model.terms.cap;
    }

    function _claimable(uint256 index) private view returns (uint256 sum) {
        for (uint256 i = 0; i < 5; ++i) sum += streams.claimable(address(_tokens[index]), _account(i));
    }

    /// @dev Everybody who can be paid.
    function _account(uint256 seed) private view returns (address) {
        address[5] memory accounts = [payer, _payee(0), _payee(1), _payee(2), treasury];
        return accounts[seed % 5];
    }

    function _payee(uint256 place) private pure returns (address) {
        return address(uint160(0xbee0 + (place % 3)));
    }
}
