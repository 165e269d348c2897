// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {IPaymentStreams} from "../../../contracts/payments/IPaymentStreams.sol";
import {vm} from "../support/Vm.sol";
import {RecurringPaymentsSetUp} from "./RecurringPaymentsSetUp.sol";

/// @title What payers, payees and strangers do with streams
abstract contract StreamsSetUp is RecurringPaymentsSetUp {
    uint48 internal constant TERM = 100 days;
    /// @dev A unit every three seconds, so that rounding shows.
    uint128 internal constant AMOUNT = 28_800;
    uint32 internal constant PERIOD = 1 days;
    uint16 internal constant FEE = 250;

    /// @dev A stream by the clock that begins now.
    function _terms() internal view returns (IPaymentStreams.Terms memory terms) {
        terms.payer = payer;
        terms.payee = payee;
        terms.token = address(token);
        terms.amountPerPeriod = AMOUNT;
        terms.period = PERIOD;
        terms.cap = 1e12;
        terms.from = _now();
        terms.until = _now() + TERM;
        terms.feeBps = FEE;
        terms.orderReference = "order";
        terms.salt = 1;
    }

    /// @dev All that can accrue, where the cap does not bind.
    function _whole() internal pure returns (uint128) {
        return uint128((uint256(TERM) * AMOUNT) / PERIOD);
    }

    /// @dev Not asked of the contract, because a question would use up the next caller's prank.
    function _id(IPaymentStreams.Terms memory terms) internal view returns (bytes32) {
        return keccak256(abi.encode(block.chainid, address(streams), terms));
    }

    function _open(IPaymentStreams.Terms memory terms, uint128 deposit) internal returns (bytes32) {
        vm.prank(terms.payer);
        return streams.open(terms, deposit);
    }

    function _status(IPaymentStreams.Terms memory terms) internal view returns (IPaymentStreams.StreamStatus) {
        return streams.stream(_id(terms)).status;
    }

    function _assertStatus(
        IPaymentStreams.Terms memory terms,
        IPaymentStreams.StreamStatus status,
        string memory message
    ) internal view {
        vm.assertEq(uint256(_status(terms)), uint256(status), message);
    }

    function _expectWrongStatus(IPaymentStreams.Terms memory terms, IPaymentStreams.StreamStatus status) internal {
        bytes32 id = _id(terms);
        vm.expectRevert(abi.encodeWithSelector(IPaymentStreams.PaymentStreamsWrongStatus.selector, id, status));
    }

    function _expectUnauthorized(IPaymentStreams.Terms memory terms, address caller) internal {
        bytes32 id = _id(terms);
        vm.expectRevert(abi.encodeWithSelector(IPaymentStreams.PaymentStreamsUnauthorized.selector, id, caller));
    }

    function _expectOver(IPaymentStreams.Terms memory terms) internal {
        bytes32 id = _id(terms);
        vm.expectRevert(abi.encodeWithSelector(IPaymentStreams.PaymentStreamsOver.selector, id, terms.until));
    }

    function _expectTooLarge(IPaymentStreams.Terms memory terms, uint256 amount, uint256 maximum) internal {
        bytes32 id = _id(terms);
        vm.expectRevert(
            abi.encodeWithSelector(IPaymentStreams.PaymentStreamsAmountTooLarge.selector, id, amount, maximum)
        );
    }
}
