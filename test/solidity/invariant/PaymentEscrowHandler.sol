// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {IPaymentEscrow, MilestonePhase, PaymentPhase} from "../../../contracts/payments/IPaymentEscrow.sol";
import {EscrowSetUp} from "../payments/EscrowSetUp.sol";
import {bound, vm} from "../support/Vm.sol";
import {Handler} from "./Handler.sol";

/// @title Everything that parties, officials, arbiters, strangers and the token do to payments, in any order
/// @dev Six payments at a time: by capture and by milestones, each without arbiter, with one, and with one and shares. One that is over
/// makes room for the next. What moved is read from balances, not from what the escrow says.
contract PaymentEscrowHandler is Handler, EscrowSetUp {
    uint256 private constant PLACES = 6;
    address private constant SHARING = address(0xbee2);

    /// @dev What is known of a payment without asking the escrow.
    struct Ghost {
        uint120 authorised;
        uint120 captured;
        /// Voided, reclaimed, or given back by a dispute.
        uint120 returned;
        uint120 refunded;
    }

    bytes32[] private _ids;
    mapping(bytes32 id => Ghost) private _ghosts;
    mapping(bytes32 id => bytes) private _agreed;
    bytes32[PLACES] private _present;
    uint256 private _count;
    /// @dev Where money may be: with everybody who could get any.
    address[] private _accounts;
    uint256 private immutable _supply;

    constructor() {
        _deployEscrow();
        _accounts = [payer, payee, SHARING, treasury, operator, arbiter, stranger, firstOfficial, secondOfficial];
        _supply = token.totalSupply();
        for (uint256 place = 0; place < PLACES; ++place) authorise(place, AMOUNT, FEE);
    }

    function pass(uint256 duration) external {
        _advance(bound(duration, 1, 8 days));
    }

    function toggleBlock(uint256 seed) external {
        // The escrow itself is never blocked: nothing could move then.
        address account = _accounts[seed % _accounts.length];
        token.setBlocked(account, !token.isBlocked(account));
        _note("toggleBlock", true);
    }

    /// @dev A new payment in a place where the last one is over.
    function authorise(uint256 seed, uint120 amount, uint16 fee) public {
        uint256 place = seed % PLACES;
        if (_present[place] != 0 && escrow.payment(_present[place]).held != 0) return;
        amount = uint120(bound(amount, 1, AMOUNT));
        (IPaymentEscrow.Terms memory terms, IPaymentEscrow.Annex memory annex) = _invent(place, amount);
        terms.fee = uint16(bound(fee, 0, FEE_MAXIMUM));
        if (amount < 2 && place >= PLACES / 2) return;
        uint256 before = token.balanceOf(payer);
        vm.prank(payer);
        if (!_try(address(escrow), abi.encodeCall(escrow.authorise, (terms, annex)))) return;
        bytes32 id = escrow.paymentId(terms);
        _check(before - token.balanceOf(payer) == amount, "ES2: what is authorised is paid");
        _present[place] = id;
        _ids.push(id);
        _ghosts[id].authorised = amount;
        _agreed[id] = abi.encode(terms, annex);
        _note("authorise", true);
    }

    function capture(uint256 seed, uint120 amount, bool byOperator) external {
        (bytes32 id, IPaymentEscrow.Terms memory terms, IPaymentEscrow.Annex memory annex) = _one(seed);
        amount = uint120(bound(amount, 0, escrow.payment(id).held + 1));
        uint256 before = _receivers();
        vm.prank(byOperator ? operator : stranger);
        if (!_try(address(escrow), abi.encodeCall(escrow.capture, (terms, annex, amount, INVOICE)))) return;
        _check(byOperator, "ES2: the operator captures");
        _captured(id, terms, amount, before, "capture");
    }

    function void(uint256 seed, uint256 who) external {
        (bytes32 id, IPaymentEscrow.Terms memory terms, ) = _one(seed);
        address caller = _accounts[who % _accounts.length];
        uint256 before = _wealth(payer);
        vm.prank(caller);
        if (!_try(address(escrow), abi.encodeCall(escrow.void, (terms)))) return;
        _check(caller == payee || caller == terms.operator, "ES2: the payee's side voids");
        _returned(id, _wealth(payer) - before, "void");
    }

    function reclaim(uint256 seed, uint256 who) external {
        (bytes32 id, IPaymentEscrow.Terms memory terms, ) = _one(seed);
        uint256 before = _wealth(payer);
        vm.prank(_accounts[who % _accounts.length]);
        if (!_try(address(escrow), abi.encodeCall(escrow.reclaim, (terms)))) return;
        _check(_now() > terms.captureBy, "ES3: nothing is reclaimed before");
        _returned(id, _wealth(payer) - before, "reclaim");
    }

    function refund(uint256 seed, uint120 amount, uint256 who) external {
        (bytes32 id, IPaymentEscrow.Terms memory terms, ) = _one(seed);
        address caller = _accounts[who % _accounts.length];
        amount = uint120(bound(amount, 0, escrow.payment(id).refundable + 1));
        uint256 before = token.balanceOf(payer);
        vm.prank(caller);
        if (!_try(address(escrow), abi.encodeCall(escrow.refund, (terms, amount, 0)))) return;
        _check(caller == payee || caller == terms.operator, "ES2: the payee's side refunds");
        _check(token.balanceOf(payer) - before == amount, "ES2: the payer gets what is refunded");
        _ghosts[id].refunded += amount;
        _note("refund", true);
    }

    function deliver(uint256 seed, uint256 index, bool byPayee) external {
        (bytes32 id, IPaymentEscrow.Terms memory terms, IPaymentEscrow.Annex memory annex) = _one(seed);
        vm.prank(byPayee ? payee : stranger);
        bytes memory call = abi.encodeCall(escrow.deliverMilestone, (terms, annex, index % 3, INVOICE));
        if (!_try(address(escrow), call)) return;
        _check(byPayee && escrow.milestone(id, index % 3).reviewUntil < terms.captureBy, "ES5: a review ends in time");
        _note("deliver", true);
    }

    function accept(uint256 seed, uint256 index, uint256 who) external {
        (bytes32 id, IPaymentEscrow.Terms memory terms, IPaymentEscrow.Annex memory annex) = _one(seed);
        address caller = _accounts[who % _accounts.length];
        index %= 3;
        uint256 before = _receivers();
        vm.prank(caller);
        if (!_try(address(escrow), abi.encodeCall(escrow.acceptMilestone, (terms, annex, index, INVOICE)))) return;
        _check(caller == firstOfficial || caller == secondOfficial, "officials accept");
        if (escrow.milestone(id, index).phase == MilestonePhase.Approved) {
            _check(_receivers() == before, "one of two pays nothing");
            _note("approve", true);
        } else {
            _captured(id, terms, annex.milestones[index], before, "accept");
        }
    }

    function reject(uint256 seed, uint256 index, uint256 who) external {
        (, IPaymentEscrow.Terms memory terms, IPaymentEscrow.Annex memory annex) = _one(seed);
        address caller = _accounts[who % _accounts.length];
        vm.prank(caller);
        if (!_try(address(escrow), abi.encodeCall(escrow.rejectMilestone, (terms, annex, index % 3, "reason")))) return;
        _check(caller == firstOfficial || caller == secondOfficial, "officials reject");
        _note("reject", true);
    }

    function acceptByTime(uint256 seed, uint256 index) external {
        (bytes32 id, IPaymentEscrow.Terms memory terms, IPaymentEscrow.Annex memory annex) = _one(seed);
        index %= 3;
        uint48 until = escrow.milestone(id, index).reviewUntil;
        uint256 before = _receivers();
        vm.prank(stranger);
        if (!_try(address(escrow), abi.encodeCall(escrow.acceptMilestoneByTime, (terms, annex, index)))) return;
        _check(until != 0 && _now() > until, "silence is no acceptance before");
        _captured(id, terms, annex.milestones[index], before, "acceptByTime");
    }

    function openDispute(uint256 seed, uint256 who) external {
        (bytes32 id, IPaymentEscrow.Terms memory terms, ) = _one(seed);
        address caller = _accounts[who % _accounts.length];
        bool before = escrow.dispute(id).decideBy != 0;
        vm.prank(caller);
        if (!_try(address(escrow), abi.encodeCall(escrow.openDispute, (terms, "evidence")))) return;
        _check(!before && (caller == payer || caller == payee), "a party disputes once");
        _note("openDispute", true);
    }

    function settle(uint256 seed, uint120 amount, bool payerOffers) external {
        (bytes32 id, IPaymentEscrow.Terms memory terms, IPaymentEscrow.Annex memory annex) = _one(seed);
        uint120 held = escrow.payment(id).held;
        amount = uint120(bound(amount, 0, held));
        vm.prank(payerOffers ? payer : payee);
        if (!_try(address(escrow), abi.encodeCall(escrow.offerSettlement, (terms, amount)))) return;
        (uint256 receivers, uint256 payers) = (_receivers(), _wealth(payer));
        vm.prank(payerOffers ? payee : payer);
        bool done = _try(address(escrow), abi.encodeCall(escrow.acceptSettlement, (terms, annex, amount)));
        _check(done, "what is offered can be accepted");
        if (done) _settled(id, held, amount, receivers, payers, "settle");
    }

    function decide(uint256 seed, uint120 amount, bool byArbiter) external {
        (bytes32 id, IPaymentEscrow.Terms memory terms, IPaymentEscrow.Annex memory annex) = _one(seed);
        uint120 held = escrow.payment(id).held;
        amount = uint120(bound(amount, 0, held + 1));
        (uint256 receivers, uint256 payers) = (_receivers(), _wealth(payer));
        vm.prank(byArbiter ? arbiter : stranger);
        if (!_try(address(escrow), abi.encodeCall(escrow.decide, (terms, annex, amount, "reasons")))) return;
        _check(byArbiter && _now() <= escrow.dispute(id).decideBy, "the arbiter decides in time");
        _settled(id, held, amount, receivers, payers, "decide");
    }

    function endDispute(uint256 seed) external {
        (bytes32 id, IPaymentEscrow.Terms memory terms, IPaymentEscrow.Annex memory annex) = _one(seed);
        uint120 held = escrow.payment(id).held;
        (uint256 receivers, uint256 payers) = (_receivers(), _wealth(payer));
        vm.prank(stranger);
        if (!_try(address(escrow), abi.encodeCall(escrow.endDispute, (terms, annex)))) return;
        _check(_now() > escrow.dispute(id).decideBy, "an arbiter has its time");
        uint120 amount = uint120((uint256(held) * terms.silence) / 10_000);
        _settled(id, held, amount, receivers, payers, "endDispute");
    }

    function claim(uint256 seed) external {
        address account = _accounts[seed % _accounts.length];
        uint256 amount = escrow.claimable(address(token), account);
        uint256 before = token.balanceOf(account);
        vm.prank(account);
        if (!_try(address(escrow), abi.encodeCall(escrow.claim, (address(token), account)))) return;
        _check(amount != 0 && token.balanceOf(account) - before == amount, "what waits is claimed once");
        _note("claim", true);
    }

    /// @notice ES1: the escrow has what it holds and what waits, and no more, because nobody gives it anything.
    function isCovered() external view returns (bool) {
        uint256 owed;
        for (uint256 i = 0; i < _ids.length; ++i) owed += escrow.payment(_ids[i]).held;
        return token.balanceOf(address(escrow)) == owed + _waiting();
    }

    /// @notice ES2: what each payment holds and can give back is what was authorised, captured, returned and refunded.
    function sumsAreRight() external view returns (bool) {
        for (uint256 i = 0; i < _ids.length; ++i) {
            Ghost memory ghost = _ghosts[_ids[i]];
            IPaymentEscrow.Payment memory state = escrow.payment(_ids[i]);
            if (ghost.captured + ghost.returned + state.held != ghost.authorised) return false;
            if (ghost.refunded + state.refundable != ghost.captured) return false;
        }
        return true;
    }

    /// @notice ES2: all money is with those who may have it.
    function nothingIsLost() external view returns (bool) {
        uint256 sum = token.balanceOf(address(escrow));
        for (uint256 i = 0; i < _accounts.length; ++i) sum += token.balanceOf(_accounts[i]);
        return sum == _supply;
    }

    /// @notice ES5: time alone empties the escrow, but for what waits to be claimed. For the test alone, on a state that it throws away: the
    /// campaign leaves it out.
    function emptyByTime() external returns (bool) {
        _advance(400 days);
        for (uint256 i = 0; i < _ids.length; ++i) {
            (IPaymentEscrow.Terms memory terms, IPaymentEscrow.Annex memory annex) = abi.decode(
                _agreed[_ids[i]],
                (IPaymentEscrow.Terms, IPaymentEscrow.Annex)
            );
            vm.prank(address(0xdead));
            _try(address(escrow), abi.encodeCall(escrow.endDispute, (terms, annex)));
            vm.prank(address(0xdead));
            _try(address(escrow), abi.encodeCall(escrow.reclaim, (terms)));
        }
        return token.balanceOf(address(escrow)) == _waiting();
    }

    function _invent(
        uint256 place,
        uint120 amount
    ) private returns (IPaymentEscrow.Terms memory terms, IPaymentEscrow.Annex memory annex) {
        terms = place % 3 == 0 ? _terms() : _disputable();
        (terms.amount, terms.salt) = (amount, ++_count);
        (terms.authoriseBy, terms.captureBy, terms.refundBy) = (_now(), _now() + 30 days, _now() + 60 days);
        if (place >= PLACES / 2) {
            annex = _milestones();
            (annex.milestones[0], annex.milestones[1]) = (amount - amount / 2, amount / 2);
            annex.twoPersonAbove = AMOUNT / 4;
        }
        if (place % 3 == 2) annex.shares = _shares(6_667, 3_333).shares;
        if (place % 3 == 2 || place >= PLACES / 2) terms = _with(terms, annex);
    }

    function _one(
        uint256 seed
    ) private view returns (bytes32 id, IPaymentEscrow.Terms memory terms, IPaymentEscrow.Annex memory annex) {
        // Most of the time one that lives.
        id = seed % 8 == 7 ? _ids[seed % _ids.length] : _present[seed % PLACES];
        (terms, annex) = abi.decode(_agreed[id], (IPaymentEscrow.Terms, IPaymentEscrow.Annex));
    }

    function _captured(
        bytes32 id,
        IPaymentEscrow.Terms memory terms,
        uint120 amount,
        uint256 before,
        string memory action
    ) private {
        _check(_now() <= terms.captureBy, "ES3: nothing is captured after captureBy");
        _check(_receivers() - before == amount, "ES4: shares and fee sum to what is captured");
        _ghosts[id].captured += amount;
        _note(action, true);
    }

    function _returned(bytes32 id, uint256 amount, string memory action) private {
        _ghosts[id].returned += uint120(amount);
        _note(action, true);
    }

    function _settled(
        bytes32 id,
        uint120 held,
        uint120 amount,
        uint256 receivers,
        uint256 payers,
        string memory action
    ) private {
        _check(_receivers() - receivers == amount, "ES4: a settlement pays what it says");
        _check(_wealth(payer) - payers == held - amount, "ES4: the payer gets the rest");
        _check(escrow.payment(id).phase == PaymentPhase.Open, "a dispute ends");
        _ghosts[id].captured += amount;
        _returned(id, held - amount, action);
    }

    /// @dev What an account has and what waits for it.
    function _wealth(address account) private view returns (uint256) {
        return token.balanceOf(account) + escrow.claimable(address(token), account);
    }

    function _receivers() private view returns (uint256) {
        return _wealth(payee) + _wealth(SHARING) + _wealth(treasury);
    }

    function _waiting() private view returns (uint256 sum) {
        for (uint256 i = 0; i < _accounts.length; ++i) sum += escrow.claimable(address(token), _accounts[i]);
    }
}
