// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {IERC7802} from "@openzeppelin/contracts/interfaces/draft-IERC7802.sol";

import {Roles} from "../../../contracts/access/Roles.sol";
import {EuroToken} from "../../../contracts/payments/EuroToken.sol";
import {MoneyStatus} from "../../../contracts/payments/IEuroToken.sol";
import {create} from "../support/Creation.sol";
import {Genesis} from "../support/Genesis.sol";
import {vm} from "../support/Vm.sol";

/// @title Test e-money with an issuer, a keeper of its lists and a bridge
abstract contract EuroTokenSetUp is Genesis {
    uint64 internal constant MONEY_ISSUERS = 24;
    uint64 internal constant MONEY_LISTS = 25;
    uint64 internal constant TOKEN_BRIDGES = 26;

    bytes32 internal constant PAYMENTS = "payments";
    bytes32 internal constant REFERENCE = "SEPA-2026-1";
    bytes32 internal constant REASON = keccak256("reason");

    EuroToken internal euro;

    address internal immutable issuer = address(0x1554e4);
    address internal immutable lister = address(0x1157);
    address internal immutable bridge = address(0xb41d);
    address internal immutable stranger = address(0x5742);

    function _deployEuro() internal {
        euro = EuroToken(create("EuroToken.sol:EuroToken", abi.encode(AUTHORITY, BREAKER)));
        _restrict(address(euro), euro.mint.selector, MONEY_ISSUERS);
        _restrict(address(euro), euro.redeem.selector, MONEY_ISSUERS);
        _restrict(address(euro), euro.setMoneyStatus.selector, MONEY_LISTS);
        _restrict(address(euro), euro.setAllowListOnly.selector, MONEY_LISTS);
        _restrict(address(euro), IERC7802.crosschainMint.selector, TOKEN_BRIDGES);
        _restrict(address(euro), IERC7802.crosschainBurn.selector, TOKEN_BRIDGES);
        _grant(MONEY_ISSUERS, issuer);
        _grant(MONEY_LISTS, lister);
        _grant(TOKEN_BRIDGES, bridge);
    }

    /// @dev Says which role a function of a contract asks for that this test deployed.
    function _restrict(address target, bytes4 selector, uint64 role) internal {
        bytes4[] memory selectors = new bytes4[](1);
        selectors[0] = selector;
        _decide(address(AUTHORITY), abi.encodeCall(AUTHORITY.setTargetFunctionRole, (target, selectors, role)));
    }

    function _mint(address to, uint256 value) internal {
        vm.prank(issuer);
        euro.mint(to, value, REFERENCE);
    }

    function _setStatus(address account, MoneyStatus status) internal {
        if (euro.moneyStatus(account) == status) return;
        vm.prank(lister);
        euro.setMoneyStatus(account, status, REASON);
    }

    /// @dev Puts the functions into the group of payments; afterwards this contract may pause it once.
    function _listPausable(address target, bytes4[] memory selectors) internal {
        _grant(Roles.CIRCUITS, address(this));
        BREAKER.setGroup(PAYMENTS, 1 hours, 1 hours, 30 days);
        for (uint256 i = 0; i < selectors.length; ++i) BREAKER.setFunctionGroup(target, selectors[i], PAYMENTS);
        BREAKER.arm(address(this), PAYMENTS, 30 days);
    }

    function _pausePayments() internal {
        BREAKER.pause(PAYMENTS, 1 hours);
    }
}
