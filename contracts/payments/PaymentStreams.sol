// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

import {Breakable} from "../access/Breakable.sol";
import {IBreakable} from "../access/IBreakable.sol";
import {ICircuitBreaker} from "../access/ICircuitBreaker.sol";
import {Custody} from "./Custody.sol";
import {IMeter} from "./IMeter.sol";
import {IPaymentRules} from "./IPaymentRules.sol";
import {IPaymentStreams} from "./IPaymentStreams.sol";
import {ISignedTransfers} from "./ISignedTransfers.sol";
import {RecurringTerms} from "./RecurringTerms.sol";

/// @title Payments by the second
contract PaymentStreams is IPaymentStreams, Custody, Breakable {
    /// @inheritdoc IPaymentStreams
    uint256 public constant MAXIMUM_TERM = 3653 days;
    /// @inheritdoc IPaymentStreams
    /// @dev Five times what the register of nodes needs behind its proxy.
    uint256 public constant METER_GAS = 100_000;
    /// @dev What asking a meter costs besides: the call to a cold account, the question, the answer.
    uint256 private constant METER_COST = 10_000;
    uint256 private constant BASIS_POINTS = 10_000;

    IPaymentRules private immutable _rules;
    /// @inheritdoc IPaymentStreams
    /// @dev Kept here, so that paying out asks no other contract.
    address public immutable feeReceiver;

    mapping(bytes32 id => Stream) private _streams;

    /// @param breaker Whom functions ask that can be paused.
    /// @param rules Which tokens and fees are accepted, and who gets the fees.
    constructor(ICircuitBreaker breaker, IPaymentRules rules) Breakable(breaker) {
        _rules = rules;
        feeReceiver = rules.feeReceiver();
    }

    /// @inheritdoc IPaymentStreams
    function open(Terms calldata terms, uint128 deposit) external nonReentrant whenNotPaused returns (bytes32 id) {
        id = _openByPayer(terms, deposit);

        _collect(terms.token, msg.sender, deposit);
    }

    /// @inheritdoc IPaymentStreams
    function openWithPermit(
        Terms calldata terms,
        uint128 deposit,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external nonReentrant whenNotPaused returns (bytes32 id) {
        id = _openByPayer(terms, deposit);

        // Whoever saw the permit may have used it before us; then the allowance is there.
        try IERC20Permit(terms.token).permit(msg.sender, address(this), deposit, deadline, v, r, s) {} catch {}
        _collect(terms.token, msg.sender, deposit);
    }

    /// @inheritdoc IPaymentStreams
    function openWithAuthorization(
        Terms calldata terms,
        uint128 deposit,
        uint256 validAfter,
        uint256 validBefore,
        bytes calldata signature
    ) external nonReentrant whenNotPaused returns (bytes32 id) {
        id = streamId(terms);
        if (terms.sponsor != address(0)) revert PaymentStreamsUnauthorized(id, terms.payer);
        _open(id, terms, deposit);

        uint256 before = IERC20(terms.token).balanceOf(address(this));
        // The last 64 bits of a nonce are a sequence, which begins at 0.
        ISignedTransfers(terms.token).receiveWithAuthorization(
            terms.payer,
            address(this),
            deposit,
            validAfter,
            validBefore,
            id & ~bytes32(uint256(type(uint64).max)),
            signature
        );
        _requireReceived(terms.token, before, deposit);
    }

    /// @inheritdoc IPaymentStreams
    function openFor(Terms calldata terms, uint128 deposit) external nonReentrant whenNotPaused returns (bytes32 id) {
        id = streamId(terms);
        if (msg.sender != terms.sponsor) revert PaymentStreamsUnauthorized(id, msg.sender);
        _open(id, terms, deposit);

        _collect(terms.token, msg.sender, deposit);
    }

    /// @inheritdoc IPaymentStreams
    function topUp(Terms calldata terms, uint128 amount) external nonReentrant whenNotPaused {
        bytes32 id = streamId(terms);
        Stream memory state = _live(id);
        _requireNotOver(id, terms);
        if (amount == 0) revert PaymentStreamsAmountZero();
        uint256 maximum = _accruable(terms, state);
        if (amount > maximum) revert PaymentStreamsAmountTooLarge(id, amount, maximum);

        state.deposited += amount;
        _streams[id].deposited = state.deposited;

        emit StreamToppedUp(id, msg.sender, amount, state.deposited);

        _collect(terms.token, msg.sender, amount);
    }

    /// @inheritdoc IPaymentStreams
    function withdraw(Terms calldata terms) external nonReentrant returns (uint256 toPayee, uint256 fee) {
        bytes32 id = streamId(terms);
        Stream memory state = _live(id);

        (toPayee, fee) = _settle(terms, state);
        _streams[id] = state;

        emit StreamWithdrawn(id, msg.sender, toPayee, fee, state.paid, state.counted, state.countedAt, state.reading);

        _payOut(terms.token, terms.payee, toPayee);
        _payOut(terms.token, feeReceiver, fee);
    }

    /// @inheritdoc IPaymentStreams
    /// @dev Cannot be paused: the payer's money would run on.
    function pause(Terms calldata terms) external nonReentrant {
        bytes32 id = streamId(terms);
        Stream memory state = _live(id);
        _requirePayer(id, terms);
        _requireNotOver(id, terms);
        if (state.status != StreamStatus.Running) revert PaymentStreamsWrongStatus(id, state.status);

        _count(terms, state);
        state.status = StreamStatus.Paused;
        _streams[id] = state;

        emit StreamPaused(id, msg.sender, state.counted, state.countedAt, state.reading);
    }

    /// @inheritdoc IPaymentStreams
    /// @dev Cannot be paused: the payee would go without.
    function resume(Terms calldata terms) external nonReentrant {
        bytes32 id = streamId(terms);
        Stream memory state = _live(id);
        _requirePayer(id, terms);
        _requireNotOver(id, terms);
        if (state.status != StreamStatus.Paused) revert PaymentStreamsWrongStatus(id, state.status);

        state.countedAt = _firstSecond(terms);
        state.reading = _firstReading(terms);
        state.status = StreamStatus.Running;
        _streams[id] = state;

        emit StreamResumed(id, msg.sender, state.countedAt, state.reading);
    }

    /// @inheritdoc IPaymentStreams
    function end(Terms calldata terms) external nonReentrant returns (uint256 toPayee, uint256 fee, uint256 toPayer) {
        bytes32 id = streamId(terms);
        Stream memory state = _live(id);
        if (msg.sender != terms.payer && msg.sender != terms.payee && block.timestamp < terms.until) {
            revert PaymentStreamsUnauthorized(id, msg.sender);
        }

        (toPayee, fee) = _settle(terms, state);
        toPayer = state.deposited - state.paid;
        state.status = StreamStatus.Ended;
        _streams[id] = state;

        emit StreamEnded(
            id,
            msg.sender,
            toPayee,
            fee,
            toPayer,
            state.paid,
            state.counted,
            state.countedAt,
            state.reading
        );

        _payOut(terms.token, terms.payee, toPayee);
        _payOut(terms.token, feeReceiver, fee);
        _payOut(terms.token, terms.payer, toPayer);
    }

    /// @inheritdoc IPaymentStreams
    function streamId(Terms calldata terms) public view returns (bytes32) {
        return keccak256(abi.encode(block.chainid, address(this), terms));
    }

    /// @inheritdoc IPaymentStreams
    function stream(bytes32 id) external view returns (Stream memory) {
        return _streams[id];
    }

    /// @inheritdoc IPaymentStreams
    function accrued(Terms calldata terms) external view returns (uint256) {
        Stream memory state = _streams[streamId(terms)];
        if (!_isLive(state.status)) return 0;
        (uint256 toPayee, uint256 fee) = _settle(terms, state);
        return toPayee + fee;
    }

    /// @inheritdoc IPaymentStreams
    function accruable(Terms calldata terms) external view returns (uint256) {
        Stream memory state = _streams[streamId(terms)];
        return _isLive(state.status) && block.timestamp < terms.until ? _accruable(terms, state) : 0;
    }

    /// @inheritdoc IBreakable
    function isPausable(bytes4 selector) external pure returns (bool) {
        return
            selector == IPaymentStreams.open.selector ||
            selector == IPaymentStreams.openWithPermit.selector ||
            selector == IPaymentStreams.openWithAuthorization.selector ||
            selector == IPaymentStreams.openFor.selector ||
            selector == IPaymentStreams.topUp.selector;
    }

    function _openByPayer(Terms calldata terms, uint128 deposit) private returns (bytes32 id) {
        id = streamId(terms);
        if (msg.sender != terms.payer || terms.sponsor != address(0)) {
            revert PaymentStreamsUnauthorized(id, msg.sender);
        }
        _open(id, terms, deposit);
    }

    /// @dev The caller of this collects the deposit last.
    function _open(bytes32 id, Terms calldata terms, uint128 deposit) private {
        StreamStatus status = _streams[id].status;
        if (status != StreamStatus.None) revert PaymentStreamsWrongStatus(id, status);
        _requireAgreeable(terms);
        Stream memory state;
        state.countedAt = terms.meter == address(0) ? terms.from : _firstSecond(terms);
        state.status = StreamStatus.Running;
        if (deposit == 0) revert PaymentStreamsAmountZero();
        uint256 maximum = _accruable(terms, state);
        if (deposit > maximum) revert PaymentStreamsAmountTooLarge(id, deposit, maximum);
        state.deposited = deposit;
        state.reading = _firstReading(terms);

        _streams[id] = state;

        emit StreamOpened(
            id,
            terms.payer,
            terms.payee,
            msg.sender,
            terms.sponsor,
            terms.token,
            terms.amountPerPeriod,
            terms.period,
            terms.cap,
            terms.from,
            terms.until,
            terms.feeBps,
            terms.orderReference,
            terms.meter,
            terms.meterSubject,
            terms.salt,
            deposit,
            state.countedAt,
            state.reading
        );
    }

    function _requireAgreeable(Terms calldata terms) private view {
        if (!RecurringTerms.areTwo(terms.payer, terms.payee)) {
            revert PaymentStreamsPartiesInvalid(terms.payer, terms.payee);
        }
        if (terms.amountPerPeriod == 0 || terms.period == 0 || terms.cap == 0) {
            revert PaymentStreamsRateZero(terms.amountPerPeriod, terms.period, terms.cap);
        }
        if (!RecurringTerms.isTerm(terms.from, terms.until, MAXIMUM_TERM)) {
            revert PaymentStreamsTermInvalid(terms.from, terms.until, MAXIMUM_TERM);
        }
        if (terms.meter != address(0) && block.timestamp < terms.from) {
            revert PaymentStreamsMeterTooEarly(terms.from);
        }
        _rules.requireAccepted(terms.token, terms.feeBps, address(0));
    }

    function _requirePayer(bytes32 id, Terms calldata terms) private view {
        if (msg.sender != terms.payer) revert PaymentStreamsUnauthorized(id, msg.sender);
    }

    function _requireNotOver(bytes32 id, Terms calldata terms) private view {
        if (block.timestamp >= terms.until) revert PaymentStreamsOver(id, terms.until);
    }

    /// @dev A copy, which the caller changes and writes back.
    function _live(bytes32 id) private view returns (Stream memory state) {
        state = _streams[id];
        if (!_isLive(state.status)) revert PaymentStreamsWrongStatus(id, state.status);
    }

    function _isLive(StreamStatus status) private pure returns (bool) {
        // slither-disable-next-line incorrect-equality
        return status == StreamStatus.Running || status == StreamStatus.Paused;
    }

    /// @dev Counts up to now and books what accrued as paid.
    function _settle(Terms calldata terms, Stream memory state) private view returns (uint256 toPayee, uint256 fee) {
        _count(terms, state);
        uint256 total = Math.min(_earned(terms, state.counted), state.deposited);
        fee = (total * terms.feeBps) / BASIS_POINTS - (uint256(state.paid) * terms.feeBps) / BASIS_POINTS;
        toPayee = total - state.paid - fee;
        state.paid = uint128(total);
    }

    /// @dev Nothing is changed where there is nothing to count, or no answer that counts: the next count takes in those seconds, too.
    function _count(Terms calldata terms, Stream memory state) private view {
        if (state.status != StreamStatus.Running) return;
        uint256 upTo = Math.min(block.timestamp, terms.until);
        if (upTo <= state.countedAt) return;

        uint256 elapsed = upTo - state.countedAt;
        if (terms.meter != address(0)) {
            (bool answered, uint64 reading) = _ask(terms);
            if (!answered || reading < state.reading) return;
            // As if the subject had been at work in every second since `until`.
            uint256 active = Math.saturatingSub(reading - state.reading, block.timestamp - upTo);
            elapsed = Math.min(elapsed, active);
            state.reading = reading;
        }
        state.counted += uint48(elapsed);
        state.countedAt = uint48(upTo);
    }

    /// @dev What so many seconds give, whether it was put in or not.
    function _earned(Terms calldata terms, uint256 duration) private pure returns (uint256) {
        return Math.min((duration * terms.amountPerPeriod) / terms.period, terms.cap);
    }

    /// @dev What can still be put in, before `until`.
    function _accruable(Terms calldata terms, Stream memory state) private view returns (uint256) {
        // slither-disable-next-line incorrect-equality
        uint256 since = state.status == StreamStatus.Running ? state.countedAt : _firstSecond(terms);
        // Less than was put in if the meter or a pause left out seconds.
        return Math.saturatingSub(_earned(terms, state.counted + terms.until - since), state.deposited);
    }

    /// @dev From when on seconds count if the stream begins to run now.
    function _firstSecond(Terms calldata terms) private view returns (uint48) {
        return uint48(Math.max(block.timestamp, terms.from));
    }

    /// @dev What the meter says as the stream begins to run; 0 with the clock.
    function _firstReading(Terms calldata terms) private view returns (uint64) {
        if (terms.meter == address(0)) return 0;
        (bool answered, uint64 reading) = _ask(terms);
        if (!answered) revert PaymentStreamsMeterSilent(terms.meter, terms.meterSubject);
        return reading;
    }

    /// @dev Never reverts for what the meter does, takes no more of its answer than one word, and gives it all of `METER_GAS` or none: who
    /// sends too little gas cannot make it silent.
    function _ask(Terms calldata terms) private view returns (bool answered, uint64 reading) {
        address meter = terms.meter;
        bytes memory question = abi.encodeCall(IMeter.activeSeconds, (terms.meterSubject));
        if (gasleft() < METER_GAS + METER_GAS / 63 + METER_COST) revert PaymentStreamsGasTooLow();
        uint256 answer;
        assembly ("memory-safe") {
            answered := staticcall(METER_GAS, meter, add(question, 0x20), mload(question), 0x00, 0x20)
            answered := and(answered, eq(returndatasize(), 0x20))
            answer := mload(0x00)
        }
        if (!answered || answer > type(uint64).max) return (false, 0);
        return (true, uint64(answer));
    }
}
