// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {Treasury} from "../../../contracts/payments/Treasury.sol";
import {create} from "../support/Creation.sol";
import {vm} from "../support/Vm.sol";
import {EuroTokenSetUp} from "./EuroTokenSetUp.sol";
import {Till} from "./Till.sol";

/// @title A treasury with money, one line, two persons who pay, and a contract for payments
abstract contract TreasurySetUp is EuroTokenSetUp {
    uint64 internal constant BUDGETS = 22;
    uint64 internal constant FINANCE = 23;

    bytes32 internal constant LINE = "operation";
    bytes32 internal constant DOCUMENT = keccak256("budget");
    uint128 internal constant CEILING = 1000e6;
    uint128 internal constant ALONE = 100e6;
    uint128 internal constant FUNDS = 5000e6;

    Treasury internal treasury;
    Till internal till;

    address internal immutable body = address(0xb0d1);
    address internal immutable clerk = address(0xc1);
    address internal immutable head = address(0xc2);
    address internal immutable payee = address(0x9a1ee);

    function _deployTreasury() internal {
        _deployEuro();
        treasury = Treasury(create("Treasury.sol:Treasury", abi.encode(AUTHORITY, MEMBERS, BREAKER)));
        till = new Till();
        bytes4[9] memory decided = [
            treasury.openBudgetLine.selector,
            treasury.setCeiling.selector,
            treasury.setTwoPersonAbove.selector,
            treasury.closeBudgetLine.selector,
            treasury.knowFundable.selector,
            treasury.setFundable.selector,
            treasury.fundByDecision.selector,
            treasury.setContributionShares.selector,
            treasury.callContributions.selector
        ];
        for (uint256 i = 0; i < decided.length; ++i) _restrict(address(treasury), decided[i], BUDGETS);
        _restrict(address(treasury), treasury.closeContributions.selector, BUDGETS);
        bytes4[8] memory paid = [
            treasury.pay.selector,
            treasury.fund.selector,
            treasury.instruct.selector,
            treasury.proposePayment.selector,
            treasury.confirmPayment.selector,
            treasury.proposeFunding.selector,
            treasury.confirmFunding.selector,
            treasury.withdrawProposal.selector
        ];
        for (uint256 i = 0; i < paid.length; ++i) _restrict(address(treasury), paid[i], FINANCE);
        _grant(BUDGETS, body);
        _grant(FINANCE, clerk);
        _grant(FINANCE, head);
        // At the beginning of a day, so that a test need not think of midnight.
        vm.warp((vm.getBlockTimestamp() / 1 days + 1) * 1 days);
        _mint(address(treasury), FUNDS);
        vm.startPrank(body);
        treasury.openBudgetLine(LINE, address(euro), CEILING, ALONE, _now(), _now() + 30 days, DOCUMENT);
        treasury.knowFundable(address(till), true);
        treasury.setFundable(address(till), till.take.selector, true);
        treasury.setFundable(address(till), till.takeAndReturn.selector, true);
        treasury.setFundable(address(till), till.giveBack.selector, true);
        treasury.setFundable(address(till), till.refuse.selector, true);
        treasury.setFundable(address(till), till.forward.selector, true);
        vm.stopPrank();
    }
}
