// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {StreamTestToken} from "../../../contracts/mocks/StreamTestToken.sol";
import {IPaymentRules} from "../../../contracts/payments/IPaymentRules.sol";
import {PaymentRules} from "../../../contracts/payments/PaymentRules.sol";
import {PaymentStreams} from "../../../contracts/payments/PaymentStreams.sol";
import {Subscriptions} from "../../../contracts/payments/Subscriptions.sol";
import {Roles} from "../../../contracts/access/Roles.sol";
import {create} from "../support/Creation.sol";
import {Registers} from "../support/Registers.sol";
import {vm} from "../support/Vm.sol";

/// @title Streams and subscriptions beside the deployed system, with a token that they accept, for fees from 0 to 5 %
abstract contract RecurringPaymentsSetUp is Registers {
    uint64 private constant PAYMENT_RULES = 21;
    bytes32 private constant PERMIT_TYPEHASH = keccak256(
        "Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)"
    );
    bytes32 private constant AUTHORIZATION_TYPEHASH = keccak256(
        "ReceiveWithAuthorization(address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce)"
    );

    uint256 internal constant PAYER_KEY = 0xa11ce;
    uint128 internal constant RICHES = 1e30;

    address internal immutable payer = vm.addr(PAYER_KEY);
    address internal immutable payee = address(0xbee);
    address internal immutable sponsor = address(0x5905);
    address internal immutable treasury = address(0x72ea);
    address internal immutable stranger = address(0x5742);

    PaymentRules internal rules;
    PaymentStreams internal streams;
    Subscriptions internal subscriptions;
    StreamTestToken internal token;

    function _setUpPayments() internal {
        rules = PaymentRules(create("PaymentRules.sol:PaymentRules", abi.encode(AUTHORITY, treasury)));
        bytes4[] memory selectors = new bytes4[](2);
        selectors[0] = IPaymentRules.allowToken.selector;
        selectors[1] = IPaymentRules.dismissToken.selector;
        _decide(
            address(AUTHORITY),
            abi.encodeCall(AUTHORITY.setTargetFunctionRole, (address(rules), selectors, PAYMENT_RULES))
        );
        _grant(PAYMENT_RULES, body);
        streams = PaymentStreams(create("PaymentStreams.sol:PaymentStreams", abi.encode(BREAKER, rules)));
        subscriptions = Subscriptions(create("Subscriptions.sol:Subscriptions", abi.encode(BREAKER, rules)));
        token = _newToken();
    }

    /// @dev Accepted, and with much of it in the hands of payer, sponsor and stranger, who approved it.
    function _newToken() internal returns (StreamTestToken created) {
        created = StreamTestToken(create("StreamTestToken.sol:StreamTestToken", ""));
        vm.prank(body);
        rules.allowToken(address(created), 0, 500);
        address[3] memory rich = [payer, sponsor, stranger];
        for (uint256 i = 0; i < rich.length; ++i) {
            created.mint(rich[i], RICHES);
            vm.startPrank(rich[i]);
            created.approve(address(streams), type(uint256).max);
            created.approve(address(subscriptions), type(uint256).max);
            vm.stopPrank();
        }
    }

    function _pauseFunction(address target, bytes4 selector) internal {
        _grant(Roles.CIRCUITS, body);
        vm.startPrank(body);
        BREAKER.setGroup("payments", 1 days, 1 days, 1 days);
        BREAKER.setFunctionGroup(target, selector, "payments");
        BREAKER.arm(body, "payments", 1 days);
        BREAKER.pause("payments", 1 days);
        vm.stopPrank();
    }

    function _permit(
        uint256 key,
        address spender,
        uint256 value,
        uint256 deadline
    ) internal view returns (uint8, bytes32, bytes32) {
        address owner = vm.addr(key);
        bytes32 message = keccak256(abi.encode(PERMIT_TYPEHASH, owner, spender, value, token.nonces(owner), deadline));
        return vm.sign(key, keccak256(abi.encodePacked(hex"1901", token.DOMAIN_SEPARATOR(), message)));
    }

    function _authorization(
        uint256 key,
        address to,
        uint256 value,
        uint256 validBefore,
        bytes32 nonce
    ) internal view returns (bytes memory) {
        bytes32 message = keccak256(abi.encode(AUTHORIZATION_TYPEHASH, vm.addr(key), to, value, 0, validBefore, nonce));
        return _sign(key, keccak256(abi.encodePacked(hex"1901", token.DOMAIN_SEPARATOR(), message)));
    }
}
