// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {ISubscriptions} from "../../../contracts/payments/ISubscriptions.sol";
import {RecurringPaymentsSetUp} from "../payments/RecurringPaymentsSetUp.sol";
import {bound, vm} from "../support/Vm.sol";
import {Handler} from "./Handler.sol";

/// @title Everything that payers, payees, strangers and a token do to subscriptions, in any order
/// @dev Four subscriptions at a time, of two payers. What was cancelled or is over begins anew with another salt.
contract SubscriptionsHandler is Handler, RecurringPaymentsSetUp {
    uint256 private constant PLACES = 4;
    uint256 private constant PERIODS = 8;

    /// @dev What the handler itself knows of a subscription.
    struct Model {
        bool isAgreed;
        bool isCancelled;
        /// When nothing runs any more; its last period ends then.
        uint256 end;
        uint256[PERIODS] collected;
        ISubscriptions.Terms terms;
    }

    Model[PLACES] private _models;
    uint256 private _salt;
    /// @dev What payers lost, payees and the receiver of fees got.
    uint256[2] private _lost;
    uint256[3] private _gained;
    uint256 private _fees;
    /// @dev Payers that took their approval back.
    bool[2] private _isSilent;
    bool private _isGreedy;

    constructor() {
        _setUpPayments();
    }

    function pass(uint256 duration) external {
        _advance(bound(duration, 1, 4 days));
        _note("pass", true);
    }

    function turnApproval(uint256 who) external {
        who %= 2;
        _isSilent[who] = !_isSilent[who];
        vm.prank(_payer(who));
        token.approve(address(subscriptions), _isSilent[who] ? 0 : type(uint256).max);
        _note("turnApproval", true);
    }

    function turnBlock(uint256 who) external {
        address account =
            who % 3 == 0
                ? treasury
                : who % 3 == 1
                    ? _payer(who >> 8)
                    : _payee(who >> 8);
        token.setBlocked(account, !token.isBlocked(account));
        _note("turnBlock", true);
    }

    /// @dev A token that keeps something back, or takes more than it was asked for, lets nobody collect.
    function turnGreed(bool isSurcharge) external {
        _isGreedy = !_isGreedy;
        token.setLosses(_isGreedy && !isSurcharge ? 1 : 0, _isGreedy && isSurcharge ? 1 : 0);
        _note("turnGreed", true);
    }

    function subscribe(
        uint256 seed,
        uint128 amount,
        uint32 period,
        uint32 wait,
        uint32 term,
        uint32 grace,
        uint256 how
    ) external {
        uint256 place = seed % PLACES;
        Model storage model = _models[place];
        if (model.isAgreed && !model.isCancelled && _now() < model.end + model.terms.grace) return;
        ISubscriptions.Terms memory terms;
        terms.payer = _payer(place);
        terms.payee = _payee(place);
        terms.token = address(token);
        terms.amountPerPeriod = uint128(bound(amount, 1, 1e9));
        terms.period = uint32(bound(period, 1 hours, 5 days));
        // Also periods that began before anybody agreed.
        terms.from = _now() + uint48(wait % 2 days) - 1 days;
        // At most as many as the model counts.
        terms.until = terms.from + uint48(bound(term, 1, PERIODS * terms.period));
        terms.grace = grace % 3 days;
        terms.feeBps = uint16((seed >> 8) % 501);
        terms.salt = ++_salt;
        bool bySignature = how % 3 == 2 && place % 2 == 0;
        address caller =
            how % 3 == 1
                ? terms.payee
                : bySignature
                    ? stranger
                    : terms.payer;
        bytes memory data =
            bySignature
                ? abi.encodeCall(
                    subscriptions.subscribeWithSignature,
                    (terms, _sign(PAYER_KEY, subscriptions.subscriptionDigest(terms)))
                )
                : abi.encodeCall(subscriptions.subscribe, (terms));
        vm.prank(caller);
        bool done = _try(address(subscriptions), data);
        bool possible = _now() < terms.until && (bySignature || caller == terms.payer);
        _check(done == possible, "SB1: only the payer agrees, in its own words");
        if (!done) return;
        delete _models[place];
        (model.isAgreed, model.end, model.terms) = (true, terms.until, terms);
        _note(bySignature ? "subscribeWithSignature" : "subscribe", true);
    }

    function collect(uint256 seed, uint32 index, uint128 amount, uint256 who) external {
        uint256 place = seed % PLACES;
        index %= uint32(PERIODS);
        Model storage model = _models[place];
        uint256 left = _left(model, index);
        // Mostly what is there, or one more.
        amount = uint128(who % 4 == 0 ? left + ((who >> 8) % 2) : bound(amount, 0, left + 1));
        address caller = who % 7 == 6 ? model.terms.payer : model.terms.payee;
        vm.prank(caller);
        bool done = _try(
            address(subscriptions),
            abi.encodeCall(subscriptions.collect, (model.terms, index, amount, "invoice"))
        );
        uint256 fee = _feeOf(model, model.collected[index] + amount) - _feeOf(model, model.collected[index]);
        bool isAllowed = caller == model.terms.payee && amount > 0 && amount <= left;
        bool isPayable =
            !_isSilent[place % 2] &&
                !_isGreedy &&
                !token.isBlocked(_payer(place)) &&
                (amount == fee || !token.isBlocked(_payee(place))) &&
                (fee == 0 || !token.isBlocked(treasury));
        _check(done == (isAllowed && isPayable), "SB1, SB2: what the terms allow in a period, until its grace is over");
        if (!done) return;
        model.collected[index] += amount;
        _lost[place % 2] += amount;
        _gained[place % 3] += amount - fee;
        _fees += fee;
        _note("collect", true);
        if (model.isCancelled) _note("collectAfterwards", true);
    }

    function cancel(uint256 seed, uint256 who) external {
        Model storage model = _models[seed % PLACES];
        address[3] memory callers = [model.terms.payer, model.terms.payee, address(0x5742a)];
        address caller = callers[who % 3];
        vm.prank(caller);
        bool done = _try(address(subscriptions), abi.encodeCall(subscriptions.cancel, (model.terms)));
        bool possible = model.isAgreed && !model.isCancelled && who % 3 != 2 && _now() < model.end;
        _check(done == possible || !model.isAgreed, "SB2: a party ends what runs, whatever the token does");
        if (!done || !model.isAgreed) return;
        (model.isCancelled, model.end) = (true, _now());
        _note("cancel", true);
    }

    /// @notice SB1, SB2: what can be collected is what the terms leave, for every period.
    function periodsAreRight() external view returns (bool) {
        for (uint256 i = 0; i < PLACES; ++i) {
            Model storage model = _models[i];
            if (!model.isAgreed) continue;
            bytes32 id = subscriptions.subscriptionId(model.terms);
            for (uint32 index = 0; index < PERIODS; ++index) {
                if (subscriptions.collected(id, index) != model.collected[index]) return false;
                if (subscriptions.collectable(model.terms, index) != _left(model, index)) return false;
                if (model.collected[index] > model.terms.amountPerPeriod) return false;
            }
            if (subscriptions.subscription(id).end != model.end) return false;
        }
        return true;
    }

    /// @notice SB3: what payers lost is what payees and the receiver of fees got, and nothing stays here.
    function sumsAreRight() external view returns (bool) {
        for (uint256 i = 0; i < 2; ++i) if (token.balanceOf(_payer(i)) != RICHES - _lost[i]) return false;
        for (uint256 i = 0; i < 3; ++i) if (token.balanceOf(_payee(i)) != _gained[i]) return false;
        return
            token.balanceOf(treasury) == _fees &&
            _lost[0] + _lost[1] == _gained[0] + _gained[1] + _gained[2] + _fees &&
            token.balanceOf(address(subscriptions)) == 0;
    }

    /// @dev By the second, in units of the period: what was earned between its beginning and the end, less what was collected.
    function _left(Model storage model, uint256 index) private view returns (uint256) {
        if (!model.isAgreed) return 0;
        uint256 begin = model.terms.from + index * model.terms.period;
        if (begin >= model.end || _now() < begin) return 0;
        uint256 last = begin + model.terms.period;
        if (last > model.end) last = model.end;
        if (_now() >= last + model.terms.grace) return 0;
        uint256 earned = ((last - begin) * model.terms.amountPerPeriod) / model.terms.period;
        return earned > model.collected[index] ? earned - model.collected[index] : 0;
    }

    function _feeOf(Model storage model, uint256 amount) private view returns (uint256) {
        return (amount * model.terms.feeBps) / 10_000;
    }

    function _payer(uint256 place) private view returns (address) {
        return place % 2 == 0 ? payer : sponsor;
    }

    function _payee(uint256 place) private pure returns (address) {
        return address(uint160(0xbee0 + (place % 3)));
    }
}
