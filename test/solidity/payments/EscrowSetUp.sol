// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";

import {BlockingToken} from "../../../contracts/mocks/BlockingToken.sol";
import {IPaymentEscrow} from "../../../contracts/payments/IPaymentEscrow.sol";
import {PaymentEscrow} from "../../../contracts/payments/PaymentEscrow.sol";
import {PaymentRules} from "../../../contracts/payments/PaymentRules.sol";
import {create} from "../support/Creation.sol";
import {vm} from "../support/Vm.sol";

/// @title An escrow with a token, and terms to change
abstract contract EscrowSetUp {
    uint48 internal constant NOW = 4_000_000_000;
    uint256 internal constant PAYER_KEY = 0xa11ce;
    uint120 internal constant AMOUNT = 1_000_000;
    uint16 internal constant FEE = 100;
    uint16 internal constant FEE_MAXIMUM = 200;
    bytes32 internal constant INVOICE = "invoice";

    address internal immutable payer = vm.addr(PAYER_KEY);
    address internal immutable payee = address(0xbee);
    address internal immutable operator = address(0x09e4a704);
    address internal immutable arbiter = address(0xa4b1);
    address internal immutable stranger = address(0x5742);
    address internal immutable treasury = address(0x74ea);
    address internal immutable firstOfficial = address(0x0ff1);
    address internal immutable secondOfficial = address(0x0ff2);

    BlockingToken internal token;
    PaymentRules internal rules;
    PaymentEscrow internal escrow;

    /// @dev This contract decides, without delay.
    function _deployEscrow() internal {
        vm.warp(NOW);
        AccessManager authority = new AccessManager(address(this));
        token = BlockingToken(create("BlockingToken.sol:BlockingToken", ""));
        rules = PaymentRules(create("PaymentRules.sol:PaymentRules", abi.encode(authority, treasury)));
        rules.allowToken(address(token), 0, FEE_MAXIMUM);
        rules.appointArbiter(arbiter);
        // Where there is no breaker, nothing is paused.
        escrow = PaymentEscrow(create("PaymentEscrow.sol:PaymentEscrow", abi.encode(address(0), rules)));
        token.mint(payer, 100 * AMOUNT);
        token.mint(payee, 100 * AMOUNT);
        vm.prank(payer);
        token.approve(address(escrow), type(uint256).max);
        vm.prank(payee);
        token.approve(address(escrow), type(uint256).max);
    }

    /// @dev One payment by capture, without arbiter.
    function _terms() internal view returns (IPaymentEscrow.Terms memory terms) {
        terms.payer = payer;
        terms.payee = payee;
        terms.token = address(token);
        terms.amount = AMOUNT;
        terms.operator = operator;
        terms.authoriseBy = NOW + 1 days;
        terms.captureBy = NOW + 30 days;
        terms.refundBy = NOW + 60 days;
        terms.fee = FEE;
        terms.orderReference = "PO-1";
    }

    function _disputable() internal view returns (IPaymentEscrow.Terms memory terms) {
        terms = _terms();
        (terms.arbiter, terms.arbitration, terms.silence) = (arbiter, 10 days, 2_500);
    }

    function _noAnnex() internal pure returns (IPaymentEscrow.Annex memory annex) {}

    /// @dev Milestones of 100,000 by one official and 900,000 by two.
    function _milestones() internal view returns (IPaymentEscrow.Annex memory annex) {
        annex.milestones = new uint120[](2);
        (annex.milestones[0], annex.milestones[1]) = (AMOUNT / 10, AMOUNT - AMOUNT / 10);
        annex.officials = new address[](2);
        (annex.officials[0], annex.officials[1]) = (firstOfficial, secondOfficial);
        (annex.twoPersonAbove, annex.review) = (AMOUNT / 10, 5 days);
    }

    function _shares(uint16 first, uint16 second) internal view returns (IPaymentEscrow.Annex memory annex) {
        annex.shares = new IPaymentEscrow.Share[](2);
        annex.shares[0] = IPaymentEscrow.Share(payee, first);
        annex.shares[1] = IPaymentEscrow.Share(address(0xbee2), second);
    }

    function _with(
        IPaymentEscrow.Terms memory terms,
        IPaymentEscrow.Annex memory annex
    ) internal pure returns (IPaymentEscrow.Terms memory) {
        terms.annex = keccak256(abi.encode(annex));
        if (annex.milestones.length != 0) terms.operator = address(0);
        return terms;
    }

    function _authorise(
        IPaymentEscrow.Terms memory terms,
        IPaymentEscrow.Annex memory annex
    ) internal returns (bytes32 id) {
        vm.prank(terms.payer);
        escrow.authorise(terms, annex);
        return escrow.paymentId(terms);
    }

    /// @dev Signature of the payer over a transfer to the escrow, by the typed data of ERC-3009.
    function _signTransfer(IPaymentEscrow.Terms memory terms, bytes32 nonce) internal view returns (bytes memory) {
        bytes32 typehash = keccak256(
            "ReceiveWithAuthorization(address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce)"
        );
        bytes32 content = keccak256(
            abi.encode(typehash, payer, address(escrow), terms.amount, 0, type(uint256).max, nonce)
        );
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(PAYER_KEY, _typed(content));
        return abi.encodePacked(r, s, v);
    }

    function _typed(bytes32 content) internal view returns (bytes32) {
        return keccak256(abi.encodePacked(hex"1901", token.DOMAIN_SEPARATOR(), content));
    }

    function _assertState(bytes32 id, uint120 held, uint120 refundable) internal view {
        IPaymentEscrow.Payment memory state = escrow.payment(id);
        vm.assertEq(state.held, held, "held");
        vm.assertEq(state.refundable, refundable, "refundable");
    }
}
