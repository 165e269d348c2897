// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";

import {ICircuitBreaker} from "../../../contracts/access/ICircuitBreaker.sol";
import {HostileToken} from "../../../contracts/mocks/HostileToken.sol";
import {ICustody} from "../../../contracts/payments/ICustody.sol";
import {MoneyStatus} from "../../../contracts/payments/IEuroToken.sol";
import {ContributionKey, ITreasury} from "../../../contracts/payments/ITreasury.sol";
import {create} from "../support/Creation.sol";
import {bound, vm} from "../support/Vm.sol";
import {Till} from "./Till.sol";
import {TreasurySetUp} from "./TreasurySetUp.sol";

contract TreasuryTest is TreasurySetUp {
    bytes32 private constant OTHER = "other";

    function setUp() public {
        _loadGenesis();
        _deployTreasury();
    }

    // Every restricted function
    // └── when the caller has not the role ... it reverts, for holders of the other role, too

    function test_RevertWhen_CallerHasNotTheRole() public {
        address[] memory nobody = new address[](0);
        bytes[] memory decided = new bytes[](10);
        decided[0] = abi.encodeCall(treasury.openBudgetLine, (OTHER, address(euro), 1, 1, 0, 1, 0));
        decided[1] = abi.encodeCall(treasury.setCeiling, (LINE, 1, 0));
        decided[2] = abi.encodeCall(treasury.setTwoPersonAbove, (LINE, 1));
        decided[3] = abi.encodeCall(treasury.closeBudgetLine, (LINE));
        decided[4] = abi.encodeCall(treasury.knowFundable, (address(till), false));
        decided[5] = abi.encodeCall(treasury.setFundable, (address(till), till.take.selector, false));
        decided[6] = abi.encodeCall(treasury.setContributionShares, (OTHER, nobody, new uint64[](0)));
        decided[7] = abi.encodeCall(
            treasury.callContributions,
            (OTHER, address(euro), 1, ContributionKey.Heads, 1, 0, 1)
        );
        decided[8] = abi.encodeCall(treasury.closeContributions, (OTHER));
        decided[9] = abi.encodeCall(treasury.fundByDecision, (LINE, address(till), _take(1), 1));
        for (uint256 i = 0; i < decided.length; ++i) _refuse(i % 2 == 0 ? clerk : stranger, decided[i]);
        bytes[] memory paid = new bytes[](8);
        paid[0] = abi.encodeCall(treasury.pay, (LINE, payee, 1, REFERENCE));
        paid[1] = abi.encodeCall(treasury.fund, (LINE, address(till), _take(1), 1));
        paid[2] = abi.encodeCall(treasury.instruct, (address(till), _take(0)));
        paid[3] = abi.encodeCall(treasury.proposePayment, (LINE, payee, 1, REFERENCE));
        paid[4] = abi.encodeCall(treasury.confirmPayment, (LINE, payee, 1, REFERENCE));
        paid[5] = abi.encodeCall(treasury.proposeFunding, (LINE, address(till), _take(1), 1));
        paid[6] = abi.encodeCall(treasury.confirmFunding, (LINE, address(till), _take(1), 1));
        paid[7] = abi.encodeCall(treasury.withdrawProposal, (OTHER));
        for (uint256 i = 0; i < paid.length; ++i) _refuse(i % 2 == 0 ? body : stranger, paid[i]);
    }

    // openBudgetLine, setCeiling, setTwoPersonAbove, closeBudgetLine
    // ├── when there is no token, or it is a contract for payments ... the opening reverts
    // ├── when the period ends before it begins, or has ended ... the opening reverts
    // ├── given the id is taken ... the opening reverts; given it is unknown or closed, the others do
    // ├── when the ceiling is below what was spent ... it reverts
    // └── the line is as the body decided

    function test_BudgetLine() public {
        vm.startPrank(body);
        vm.expectEmit(address(treasury));
        emit ITreasury.BudgetLineOpened(OTHER, address(euro), body, 7, 5, _now(), _now(), DOCUMENT);
        treasury.openBudgetLine(OTHER, address(euro), 7, 5, _now(), _now(), DOCUMENT);
        ITreasury.BudgetLine memory line = treasury.budgetLine(OTHER);
        vm.assertEq(line.token, address(euro), "token");
        vm.assertEq(line.ceiling, 7, "ceiling");
        vm.assertEq(line.twoPersonAbove, 5, "alone");
        vm.assertEq(line.from, _now(), "from");
        vm.assertEq(line.until, _now(), "until");
        vm.assertEq(line.spent, 0, "spent");
        vm.expectEmit(address(treasury));
        emit ITreasury.CeilingSet(OTHER, body, 9, REASON);
        treasury.setCeiling(OTHER, 9, REASON);
        vm.expectEmit(address(treasury));
        emit ITreasury.TwoPersonAboveSet(OTHER, body, 3);
        treasury.setTwoPersonAbove(OTHER, 3);
        line = treasury.budgetLine(OTHER);
        vm.assertEq(line.ceiling, 9, "other ceiling");
        vm.assertEq(line.twoPersonAbove, 3, "other alone");
        vm.expectRevert(abi.encodeWithSelector(ITreasury.TreasuryLineExists.selector, OTHER));
        treasury.openBudgetLine(OTHER, address(euro), 7, 5, _now(), _now(), DOCUMENT);
        vm.expectEmit(address(treasury));
        emit ITreasury.BudgetLineClosed(OTHER, body);
        treasury.closeBudgetLine(OTHER);
        vm.assertTrue(treasury.budgetLine(OTHER).isClosed, "closed");
        vm.expectRevert(abi.encodeWithSelector(ITreasury.TreasuryLineExists.selector, OTHER));
        treasury.openBudgetLine(OTHER, address(euro), 7, 5, _now(), _now(), DOCUMENT);
        vm.stopPrank();
        _refuseAtLine(OTHER, abi.encodeWithSelector(ITreasury.TreasuryLineClosed.selector, OTHER));
        _refuseAtLine(REASON, abi.encodeWithSelector(ITreasury.TreasuryLineUnknown.selector, REASON));
    }

    function test_RevertWhen_BudgetLine_Invalid() public {
        uint48 present = _now();
        vm.startPrank(body);
        vm.expectRevert(abi.encodeWithSelector(ITreasury.TreasuryNotContract.selector, stranger));
        treasury.openBudgetLine(OTHER, stranger, 7, 5, present, present, DOCUMENT);
        vm.expectRevert(abi.encodeWithSelector(ITreasury.TreasuryTokenFundable.selector, address(till)));
        treasury.openBudgetLine(OTHER, address(till), 7, 5, present, present, DOCUMENT);
        vm.expectRevert(abi.encodeWithSelector(ITreasury.TreasuryPeriodInvalid.selector, present + 2, present + 1));
        treasury.openBudgetLine(OTHER, address(euro), 7, 5, present + 2, present + 1, DOCUMENT);
        vm.expectRevert(abi.encodeWithSelector(ITreasury.TreasuryPeriodInvalid.selector, present - 2, present - 1));
        treasury.openBudgetLine(OTHER, address(euro), 7, 5, present - 2, present - 1, DOCUMENT);
        vm.stopPrank();
        _pay(50e6);
        vm.startPrank(body);
        vm.expectRevert(abi.encodeWithSelector(ITreasury.TreasuryCeilingBelowSpent.selector, LINE, 50e6 - 1, 50e6));
        treasury.setCeiling(LINE, 50e6 - 1, DOCUMENT);
        treasury.setCeiling(LINE, 50e6, DOCUMENT);
        vm.stopPrank();
    }

    // pay
    // ├── when the amount is zero, or the payee nobody who could use it ... it reverts
    // ├── when it is more than the line or the treasury has left ... it reverts
    // ├── given the line's period has not begun or is over ... it reverts
    // ├── when it is more than one person alone spends in a day ... it reverts
    // ├── given the token delivers or takes another amount, or says no ... it reverts
    // └── the payee has the amount, and the line counts it

    function test_Pay() public {
        vm.prank(clerk);
        vm.expectEmit(address(treasury));
        emit ITreasury.PaymentMade(LINE, payee, REFERENCE, clerk, address(0), 60e6, 60e6);
        treasury.pay(LINE, payee, 60e6, REFERENCE);
        vm.assertEq(euro.balanceOf(payee), 60e6, "paid");
        vm.assertEq(euro.balanceOf(address(treasury)), FUNDS - 60e6, "left");
        ITreasury.BudgetLine memory line = treasury.budgetLine(LINE);
        vm.assertEq(line.spent, 60e6, "spent");
        vm.assertEq(line.spentAlone, 60e6, "spent alone");
        vm.assertEq(treasury.leftAlone(LINE), 40e6, "left alone");
        vm.prank(head);
        vm.expectEmit(address(treasury));
        emit ITreasury.PaymentMade(LINE, payee, REFERENCE, head, address(0), 40e6, 100e6);
        treasury.pay(LINE, payee, 40e6, REFERENCE);
    }

    function test_RevertWhen_Pay_AloneTooMuch() public {
        bytes memory data = abi.encodeCall(treasury.pay, (LINE, payee, ALONE + 1, REFERENCE));
        _refuseClerk(
            data,
            abi.encodeWithSelector(ITreasury.TreasurySecondPersonNeeded.selector, LINE, ALONE + 1, ALONE)
        );
        _pay(ALONE);
        // Many small payments make a large one, also through the Authority and by another person.
        data = abi.encodeCall(treasury.pay, (LINE, payee, 1, REFERENCE));
        bytes memory refusal = abi.encodeWithSelector(ITreasury.TreasurySecondPersonNeeded.selector, LINE, 1, 0);
        _refuseClerk(data, refusal);
        vm.prank(head);
        vm.expectRevert(refusal);
        AUTHORITY.execute(address(treasury), data);
        _advance(1 days - 1);
        _refuseClerk(data, refusal);
        vm.assertEq(treasury.leftAlone(LINE), 0, "until midnight");
        _advance(1);
        vm.assertEq(treasury.leftAlone(LINE), ALONE, "the next day");
        _pay(ALONE);
        vm.prank(body);
        treasury.setTwoPersonAbove(LINE, 1);
        vm.assertEq(treasury.leftAlone(LINE), 0, "lowered below what was spent");
    }

    function test_RevertWhen_Pay_Invalid() public {
        _refuseClerk(
            abi.encodeCall(treasury.pay, (LINE, payee, 0, REFERENCE)),
            abi.encodeWithSelector(ITreasury.TreasuryZeroAmount.selector)
        );
        address[4] memory payees = [address(0), address(treasury), address(euro), address(till)];
        for (uint256 i = 0; i < payees.length; ++i) {
            _refuseClerk(
                abi.encodeCall(treasury.pay, (LINE, payees[i], 1, REFERENCE)),
                abi.encodeWithSelector(ITreasury.TreasuryPayeeInvalid.selector, payees[i])
            );
        }
    }

    function test_RevertGiven_Pay_OutsidePeriod() public {
        uint48 from = _now() + 10;
        vm.prank(body);
        treasury.openBudgetLine(OTHER, address(euro), CEILING, ALONE, from, from + 5, DOCUMENT);
        bytes memory data = abi.encodeCall(treasury.pay, (OTHER, payee, 1, REFERENCE));
        bytes memory refusal = abi.encodeWithSelector(ITreasury.TreasuryOutsidePeriod.selector, OTHER, from, from + 5);
        vm.warp(from - 1);
        _refuseClerk(data, refusal);
        vm.warp(from);
        _succeed(clerk, data);
        vm.warp(from + 5);
        _succeed(clerk, data);
        vm.warp(from + 6);
        _refuseClerk(data, refusal);
    }

    function test_RevertWhen_Pay_MoreThanLeft() public {
        vm.startPrank(body);
        treasury.setTwoPersonAbove(LINE, type(uint128).max);
        treasury.openBudgetLine(OTHER, address(euro), 2 * FUNDS, 2 * FUNDS, _now(), _now(), DOCUMENT);
        vm.stopPrank();
        _pay(CEILING - 1);
        _refuseClerk(
            abi.encodeCall(treasury.pay, (LINE, payee, 2, REFERENCE)),
            abi.encodeWithSelector(ITreasury.TreasuryCeilingExceeded.selector, LINE, 2, 1)
        );
        _pay(1);
        uint128 balance = FUNDS - CEILING;
        _refuseClerk(
            abi.encodeCall(treasury.pay, (OTHER, payee, balance + 1, REFERENCE)),
            abi.encodeWithSelector(ITreasury.TreasuryBalanceTooLow.selector, address(euro), balance, balance + 1)
        );
        _succeed(clerk, abi.encodeCall(treasury.pay, (OTHER, payee, balance, REFERENCE)));
        vm.assertEq(euro.balanceOf(address(treasury)), 0, "emptied");
    }

    function test_Pay_HostileToken() public {
        HostileToken bad = _badLine();
        bytes memory data = abi.encodeCall(treasury.pay, (OTHER, payee, 200, REFERENCE));
        bad.plan(HostileToken.Harm.Surcharge, address(0), "");
        bytes memory refusal = abi.encodeWithSelector(ITreasury.TreasuryAmountDiffers.selector, bad, 200, 202);
        _refuseClerk(data, refusal);
        bad.plan(HostileToken.Harm.Lie, address(0), "");
        refusal = abi.encodeWithSelector(ITreasury.TreasuryAmountDiffers.selector, bad, 200, 0);
        _refuseClerk(data, refusal);
        bad.plan(HostileToken.Harm.False, address(0), "");
        refusal = abi.encodeWithSelector(bytes4(keccak256("SafeERC20FailedOperation(address)")), bad);
        _refuseClerk(data, refusal);
        vm.assertEq(treasury.budgetLine(OTHER).spent, 0, "nothing was spent");
        bad.plan(HostileToken.Harm.Nothing, address(0), "");
        _succeed(clerk, data);
        vm.assertEq(bad.balanceOf(payee), 200, "old tokens are paid as well");
    }

    function test_Pay_Reentrant() public {
        HostileToken bad = _badLine();
        // The token itself keeps the accounts, and still cannot pay twice in one.
        _grant(FINANCE, address(bad));
        bytes memory data = abi.encodeCall(treasury.pay, (OTHER, payee, 200, REFERENCE));
        bad.plan(HostileToken.Harm.Reenter, address(treasury), data);
        _succeed(clerk, data);
        vm.assertEq(bad.reentries(), 1, "it tried");
        vm.assertEq(bad.successfulReentries(), 0, "in vain");
        vm.assertEq(treasury.budgetLine(OTHER).spent, 200, "spent once");
    }

    // proposePayment, confirmPayment, withdrawProposal
    // ├── when the caller comes through the Authority ... it reverts
    // ├── when the same person confirms, or one whose role is gone had proposed ... it reverts
    // ├── given nothing waits, it waits already, or it has expired ... it reverts
    // └── the payment is made once, whatever one person alone may spend

    function test_ConfirmPayment() public {
        bytes32 id = treasury.paymentId(LINE, payee, 900e6, REFERENCE);
        uint48 end = _now() + 14 days;
        vm.prank(clerk);
        vm.expectEmit(address(treasury));
        emit ITreasury.PaymentProposed(id, LINE, payee, clerk, 900e6, REFERENCE, end);
        vm.assertEq(treasury.proposePayment(LINE, payee, 900e6, REFERENCE), id, "id");
        vm.assertEq(treasury.proposal(id).proposer, clerk, "proposer");
        vm.assertEq(treasury.proposal(id).expiresAt, end, "end");
        vm.warp(end);
        vm.startPrank(head);
        vm.expectRevert(abi.encodeWithSelector(ITreasury.TreasuryProposalWaits.selector, id, end));
        treasury.proposePayment(LINE, payee, 900e6, REFERENCE);
        vm.expectEmit(address(treasury));
        emit ITreasury.ProposalConfirmed(id, head);
        vm.expectEmit(address(treasury));
        emit ITreasury.PaymentMade(LINE, payee, REFERENCE, head, clerk, 900e6, 900e6);
        treasury.confirmPayment(LINE, payee, 900e6, REFERENCE);
        vm.expectRevert(abi.encodeWithSelector(ITreasury.TreasuryNoProposal.selector, id));
        treasury.confirmPayment(LINE, payee, 900e6, REFERENCE);
        vm.stopPrank();
        vm.assertEq(euro.balanceOf(payee), 900e6, "paid once");
        vm.assertEq(treasury.leftAlone(LINE), ALONE, "nobody paid alone");
    }

    function test_RevertWhen_Confirm_OtherValues() public {
        _propose(200e6);
        vm.startPrank(head);
        vm.expectPartialRevert(ITreasury.TreasuryNoProposal.selector);
        treasury.confirmPayment(LINE, payee, 200e6 + 1, REFERENCE);
        vm.expectPartialRevert(ITreasury.TreasuryNoProposal.selector);
        treasury.confirmPayment(LINE, head, 200e6, REFERENCE);
        vm.expectPartialRevert(ITreasury.TreasuryNoProposal.selector);
        treasury.confirmPayment(LINE, payee, 200e6, REASON);
        vm.expectPartialRevert(ITreasury.TreasuryNoProposal.selector);
        treasury.confirmPayment(OTHER, payee, 200e6, REFERENCE);
        vm.stopPrank();
    }

    function test_RevertWhen_Confirm_SamePerson() public {
        _propose(200e6);
        bytes memory data = abi.encodeCall(treasury.confirmPayment, (LINE, payee, 200e6, REFERENCE));
        _refuseClerk(data, abi.encodeWithSelector(ITreasury.TreasurySamePerson.selector, clerk));
        bytes memory refusal = abi.encodeWithSelector(ITreasury.TreasuryNotInPerson.selector, AUTHORITY);
        vm.prank(clerk);
        vm.expectRevert(refusal);
        AUTHORITY.execute(address(treasury), data);
        data = abi.encodeCall(treasury.proposePayment, (LINE, payee, 300e6, REFERENCE));
        vm.prank(clerk);
        vm.expectRevert(refusal);
        AUTHORITY.execute(address(treasury), data);
    }

    function test_RevertGiven_Confirm_ProposerDismissed() public {
        _propose(200e6);
        _decide(address(AUTHORITY), abi.encodeCall(AUTHORITY.revokeRole, (FINANCE, clerk)));
        vm.prank(head);
        vm.expectRevert(abi.encodeWithSelector(ITreasury.TreasuryProposerDismissed.selector, clerk));
        treasury.confirmPayment(LINE, payee, 200e6, REFERENCE);
    }

    function test_RevertGiven_Confirm_Expired() public {
        bytes32 id = _propose(200e6);
        uint48 end = treasury.proposal(id).expiresAt;
        vm.warp(end + 1);
        vm.startPrank(head);
        vm.expectRevert(abi.encodeWithSelector(ITreasury.TreasuryProposalExpired.selector, id, end));
        treasury.confirmPayment(LINE, payee, 200e6, REFERENCE);
        treasury.proposePayment(LINE, payee, 200e6, REFERENCE);
        vm.stopPrank();
        vm.assertEq(treasury.proposal(id).proposer, head, "proposed again");
    }

    function test_WithdrawProposal() public {
        bytes32 id = _propose(200e6);
        vm.startPrank(head);
        vm.expectEmit(address(treasury));
        emit ITreasury.ProposalWithdrawn(id, head);
        treasury.withdrawProposal(id);
        vm.expectRevert(abi.encodeWithSelector(ITreasury.TreasuryNoProposal.selector, id));
        treasury.withdrawProposal(id);
        vm.expectRevert(abi.encodeWithSelector(ITreasury.TreasuryNoProposal.selector, id));
        treasury.confirmPayment(LINE, payee, 200e6, REFERENCE);
        vm.expectRevert(ITreasury.TreasuryZeroAmount.selector);
        treasury.proposePayment(LINE, payee, 0, REFERENCE);
        vm.stopPrank();
    }

    // knowFundable, setFundable
    // ├── when nothing would change ... it reverts
    // ├── when the contract is a token, the authority, the treasury, or none ... it reverts
    // ├── when the function moves or approves tokens, or the contract is not known ... it reverts
    // └── the treasury calls it from now on

    function test_KnowFundable() public {
        Till other = new Till();
        vm.startPrank(body);
        vm.expectEmit(address(treasury));
        emit ITreasury.FundableKnown(address(other), body, true);
        treasury.knowFundable(address(other), true);
        vm.assertTrue(treasury.isKnown(address(other)), "known");
        vm.expectEmit(address(treasury));
        emit ITreasury.FundableSet(address(other), other.take.selector, body, true);
        treasury.setFundable(address(other), other.take.selector, true);
        vm.assertTrue(treasury.isFundable(address(other), other.take.selector), "fundable");
        vm.expectRevert(ITreasury.TreasuryUnchanged.selector);
        treasury.knowFundable(address(other), true);
        vm.expectRevert(ITreasury.TreasuryUnchanged.selector);
        treasury.setFundable(address(other), other.take.selector, true);
        treasury.knowFundable(address(other), false);
        vm.expectRevert(abi.encodeWithSelector(ITreasury.TreasuryTargetUnknown.selector, other));
        treasury.setFundable(address(other), other.giveBack.selector, true);
        treasury.setFundable(address(other), other.take.selector, false);
        vm.assertFalse(treasury.isFundable(address(other), other.take.selector), "no longer");
        vm.stopPrank();
    }

    function test_RevertWhen_KnowFundable_Forbidden() public {
        address[3] memory targets = [address(euro), address(AUTHORITY), address(treasury)];
        vm.startPrank(body);
        for (uint256 i = 0; i < targets.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(ITreasury.TreasuryTargetForbidden.selector, targets[i]));
            treasury.knowFundable(targets[i], true);
        }
        vm.expectRevert(abi.encodeWithSelector(ITreasury.TreasuryNotContract.selector, stranger));
        treasury.knowFundable(stranger, true);
        bytes4[4] memory selectors = [
            IERC20.transfer.selector,
            IERC20.transferFrom.selector,
            IERC20.approve.selector,
            ICustody.claim.selector
        ];
        for (uint256 i = 0; i < selectors.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(ITreasury.TreasurySelectorForbidden.selector, selectors[i]));
            treasury.setFundable(address(till), selectors[i], true);
        }
        vm.stopPrank();
    }

    /// @dev A contract that became the authority after it was named is called no more.
    function test_RevertGiven_Fund_TargetBecameAuthority() public {
        vm.prank(address(AUTHORITY));
        treasury.setAuthority(address(till));
        vm.expectPartialRevert(ITreasury.TreasuryTargetForbidden.selector);
        treasury.collectPayout(address(till), address(euro));
    }

    // fund, confirmFunding
    // ├── when the body has not named contract and function, or the call is none ... it reverts
    // ├── when the contract takes more than the amount, or reverts itself ... it reverts
    // ├── when the contract calls back ... it reverts
    // ├── when it is more than one person alone spends ... it reverts, unless a second one confirms
    // └── the line counts what the contract took, and nothing stays approved

    function test_Fund() public {
        vm.prank(clerk);
        vm.expectEmit(address(treasury));
        emit ITreasury.FundingMade(LINE, address(till), clerk, address(0), _take(60e6), 60e6, 60e6);
        vm.assertEq(treasury.fund(LINE, address(till), _take(60e6), 60e6), 60e6, "taken");
        vm.assertEq(euro.balanceOf(address(till)), 60e6, "arrived");
        vm.assertEq(euro.allowance(address(treasury), address(till)), 0, "nothing approved");
        vm.assertEq(treasury.leftAlone(LINE), ALONE - 60e6, "left alone");
    }

    function test_Fund_CountsWhatWasTaken() public {
        vm.startPrank(clerk);
        vm.assertEq(treasury.fund(LINE, address(till), _take(10e6), 60e6), 10e6, "less than approved");
        vm.assertEq(euro.allowance(address(treasury), address(till)), 0, "nothing approved");
        bytes memory call = abi.encodeCall(till.takeAndReturn, (euro, 60e6, 55e6));
        vm.assertEq(treasury.fund(LINE, address(till), call, 60e6), 5e6, "some came back");
        call = abi.encodeCall(till.giveBack, (euro, 1e6));
        vm.assertEq(treasury.fund(LINE, address(till), call, 60e6), 0, "more came back than went");
        vm.stopPrank();
        vm.assertEq(treasury.budgetLine(LINE).spent, 15e6, "spent");
        vm.assertEq(treasury.budgetLine(LINE).spentAlone, 15e6, "spent alone");
        vm.assertEq(euro.balanceOf(address(treasury)), FUNDS - 14e6, "refunds belong to the treasury");
    }

    function test_RevertWhen_Fund_TakesMore() public {
        _refuseClerk(
            abi.encodeCall(treasury.fund, (LINE, address(till), _take(60e6 + 1), 60e6)),
            abi.encodeWithSelector(IERC20Errors.ERC20InsufficientAllowance.selector, till, 60e6, 60e6 + 1)
        );
        HostileToken bad = _badLine();
        bad.plan(HostileToken.Harm.Surcharge, address(0), "");
        _refuseClerk(
            abi.encodeCall(treasury.fund, (OTHER, address(till), abi.encodeCall(till.take, (bad, 200)), 200)),
            abi.encodeWithSelector(ITreasury.TreasuryAmountDiffers.selector, bad, 200, 202)
        );
    }

    function test_RevertWhen_Fund_NotNamed() public {
        Till other = new Till();
        bytes memory refusal = abi.encodeWithSelector(ITreasury.TreasuryTargetUnknown.selector, other);
        _refuseClerk(abi.encodeCall(treasury.fund, (LINE, address(other), _take(1), 1)), refusal);
        _refuseClerk(abi.encodeCall(treasury.instruct, (address(other), _take(1))), refusal);
        bytes memory call = abi.encodeCall(till.keep, (clerk, 1));
        refusal = abi.encodeWithSelector(ITreasury.TreasuryFunctionNotFundable.selector, till, till.keep.selector);
        _refuseClerk(abi.encodeCall(treasury.fund, (LINE, address(till), call, 1)), refusal);
        _refuseClerk(abi.encodeCall(treasury.instruct, (address(till), call)), refusal);
        refusal = abi.encodeWithSelector(ITreasury.TreasuryCallTooShort.selector, 3);
        _refuseClerk(abi.encodeCall(treasury.fund, (LINE, address(till), hex"123456", 1)), refusal);
        _refuseClerk(abi.encodeCall(treasury.instruct, (address(till), hex"123456")), refusal);
        vm.prank(body);
        treasury.knowFundable(address(till), false);
        refusal = abi.encodeWithSelector(ITreasury.TreasuryTargetUnknown.selector, till);
        _refuseClerk(abi.encodeCall(treasury.fund, (LINE, address(till), _take(1), 1)), refusal);
        vm.expectRevert(refusal);
        treasury.collectPayout(address(till), address(euro));
    }

    function test_RevertWhen_Fund_Reverts() public {
        bytes memory call = abi.encodeCall(till.refuse, (7));
        bytes memory refusal = abi.encodeWithSelector(Till.TillRefused.selector, 7);
        _refuseClerk(abi.encodeCall(treasury.fund, (LINE, address(till), call, 1)), refusal);
        _refuseClerk(abi.encodeCall(treasury.instruct, (address(till), call)), refusal);
    }

    function test_RevertWhen_Fund_Reentrant() public {
        _grant(FINANCE, address(till));
        bytes memory inner = abi.encodeCall(treasury.pay, (LINE, payee, 1, REFERENCE));
        bytes memory call = abi.encodeCall(till.forward, (address(treasury), inner));
        bytes memory refusal = abi.encodeWithSelector(ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector);
        _refuseClerk(abi.encodeCall(treasury.fund, (LINE, address(till), call, 1)), refusal);
        _refuseClerk(abi.encodeCall(treasury.instruct, (address(till), call)), refusal);
        inner = abi.encodeCall(treasury.contribute, (LINE, payee, 1));
        call = abi.encodeCall(till.forward, (address(treasury), inner));
        _refuseClerk(abi.encodeCall(treasury.fund, (LINE, address(till), call, 1)), refusal);
        inner = abi.encodeCall(treasury.collectPayout, (address(till), address(euro)));
        call = abi.encodeCall(till.forward, (address(treasury), inner));
        _refuseClerk(abi.encodeCall(treasury.fund, (LINE, address(till), call, 1)), refusal);
        vm.prank(clerk);
        treasury.proposeFunding(LINE, address(till), call, 1);
        _refuseAs(head, abi.encodeCall(treasury.confirmFunding, (LINE, address(till), call, 1)), refusal);
    }

    function test_ConfirmFunding() public {
        bytes memory call = _take(800e6);
        bytes memory data = abi.encodeCall(treasury.fund, (LINE, address(till), call, 800e6));
        _refuseClerk(data, abi.encodeWithSelector(ITreasury.TreasurySecondPersonNeeded.selector, LINE, 800e6, ALONE));
        bytes32 id = treasury.fundingId(LINE, address(till), call, 800e6);
        vm.prank(clerk);
        vm.expectEmit(address(treasury));
        emit ITreasury.FundingProposed(id, LINE, address(till), clerk, call, 800e6, _now() + 14 days);
        treasury.proposeFunding(LINE, address(till), call, 800e6);
        vm.startPrank(head);
        vm.expectPartialRevert(ITreasury.TreasuryNoProposal.selector);
        treasury.confirmFunding(LINE, address(till), _take(700e6), 800e6);
        vm.expectEmit(address(treasury));
        emit ITreasury.FundingMade(LINE, address(till), head, clerk, call, 800e6, 800e6);
        vm.assertEq(treasury.confirmFunding(LINE, address(till), call, 800e6), 800e6, "taken");
        vm.expectRevert(abi.encodeWithSelector(ITreasury.TreasuryNoProposal.selector, id));
        treasury.confirmFunding(LINE, address(till), call, 800e6);
        vm.stopPrank();
        vm.assertEq(treasury.leftAlone(LINE), ALONE, "nobody spent alone");
        vm.assertEq(treasury.budgetLine(LINE).spent, 800e6, "spent");
    }

    function testFuzz_Fund(uint128 amount, uint128 wanted, uint128 returned) public {
        amount = uint128(bound(amount, 1, ALONE));
        wanted = uint128(bound(wanted, 0, amount));
        returned = uint128(bound(returned, 0, wanted));
        bytes memory call = abi.encodeCall(till.takeAndReturn, (euro, wanted, returned));
        vm.prank(clerk);
        vm.assertEq(treasury.fund(LINE, address(till), call, amount), wanted - returned, "taken");
        vm.assertEq(treasury.budgetLine(LINE).spent, wanted - returned, "spent");
        vm.assertEq(euro.balanceOf(address(treasury)), FUNDS - (wanted - returned), "balance");
        vm.assertEq(euro.allowance(address(treasury), address(till)), 0, "allowance");
    }

    // fundByDecision
    // ├── when the body has not named contract and function, or the call is none ... it reverts
    // ├── when the amount is zero, or more than the line or the treasury has left ... it reverts
    // ├── given the line is unknown, closed, or makes payments at other times ... it reverts
    // ├── when the contract takes another amount, calls back, or reverts itself ... it reverts
    // └── the contract has exactly the amount, the line counts it, and no person has spent anything

    function test_FundByDecision() public {
        _pay(ALONE);
        vm.prank(body);
        vm.expectEmit(address(treasury));
        emit ITreasury.FundingDecided(LINE, address(till), body, _take(800e6), 800e6, ALONE + 800e6);
        treasury.fundByDecision(LINE, address(till), _take(800e6), 800e6);
        vm.assertEq(euro.balanceOf(address(till)), 800e6, "arrived");
        vm.assertEq(euro.allowance(address(treasury), address(till)), 0, "nothing approved");
        ITreasury.BudgetLine memory line = treasury.budgetLine(LINE);
        vm.assertEq(line.spent, ALONE + 800e6, "spent");
        vm.assertEq(line.spentAlone, ALONE, "a body is no single person");
    }

    function test_RevertWhen_FundByDecision_TakesAnotherAmount() public {
        bytes memory data = abi.encodeCall(treasury.fundByDecision, (LINE, address(till), _take(60e6 - 1), 60e6));
        _refuseBody(data, _differs(60e6, 60e6 - 1));
        bytes memory call = abi.encodeCall(till.takeAndReturn, (euro, 60e6, 1));
        _refuseBody(
            abi.encodeCall(treasury.fundByDecision, (LINE, address(till), call, 60e6)),
            _differs(60e6, 60e6 - 1)
        );
        call = abi.encodeCall(till.giveBack, (euro, 0));
        _refuseBody(abi.encodeCall(treasury.fundByDecision, (LINE, address(till), call, 60e6)), _differs(60e6, 0));
        _refuseBody(
            abi.encodeCall(treasury.fundByDecision, (LINE, address(till), _take(60e6 + 1), 60e6)),
            abi.encodeWithSelector(IERC20Errors.ERC20InsufficientAllowance.selector, till, 60e6, 60e6 + 1)
        );
        vm.assertEq(treasury.budgetLine(LINE).spent, 0, "nothing was spent");
    }

    function test_RevertWhen_FundByDecision_Invalid() public {
        bytes memory call = abi.encodeCall(till.keep, (clerk, 1));
        _refuseBody(
            abi.encodeCall(treasury.fundByDecision, (LINE, address(till), call, 1)),
            abi.encodeWithSelector(ITreasury.TreasuryFunctionNotFundable.selector, till, till.keep.selector)
        );
        _refuseBody(
            abi.encodeCall(treasury.fundByDecision, (LINE, stranger, _take(1), 1)),
            abi.encodeWithSelector(ITreasury.TreasuryTargetUnknown.selector, stranger)
        );
        _refuseBody(
            abi.encodeCall(treasury.fundByDecision, (LINE, address(till), hex"123456", 1)),
            abi.encodeWithSelector(ITreasury.TreasuryCallTooShort.selector, 3)
        );
        _refuseBody(
            abi.encodeCall(treasury.fundByDecision, (LINE, address(till), _take(0), 0)),
            abi.encodeWithSelector(ITreasury.TreasuryZeroAmount.selector)
        );
        _refuseBody(
            abi.encodeCall(treasury.fundByDecision, (LINE, address(till), _take(CEILING + 1), CEILING + 1)),
            abi.encodeWithSelector(ITreasury.TreasuryCeilingExceeded.selector, LINE, CEILING + 1, CEILING)
        );
        vm.prank(body);
        treasury.openBudgetLine(OTHER, address(euro), 2 * FUNDS, 0, _now() + 10, _now() + 15, DOCUMENT);
        bytes memory data = abi.encodeCall(treasury.fundByDecision, (OTHER, address(till), _take(1), 1));
        uint48 from = _now() + 10;
        bytes memory refusal = abi.encodeWithSelector(ITreasury.TreasuryOutsidePeriod.selector, OTHER, from, from + 5);
        _refuseBody(data, refusal);
        vm.warp(from + 6);
        _refuseBody(data, refusal);
        vm.warp(from + 5);
        _refuseBody(
            abi.encodeCall(treasury.fundByDecision, (OTHER, address(till), _take(FUNDS + 1), FUNDS + 1)),
            abi.encodeWithSelector(ITreasury.TreasuryBalanceTooLow.selector, address(euro), FUNDS, FUNDS + 1)
        );
        _succeed(body, data);
    }

    function test_RevertWhen_FundByDecision_Reentrant() public {
        _grant(BUDGETS, address(till));
        bytes memory inner = abi.encodeCall(treasury.fundByDecision, (LINE, address(till), _take(1), 1));
        bytes memory call = abi.encodeCall(till.forward, (address(treasury), inner));
        bytes memory refusal = abi.encodeWithSelector(ReentrancyGuardTransient.ReentrancyGuardReentrantCall.selector);
        _refuseBody(abi.encodeCall(treasury.fundByDecision, (LINE, address(till), call, 1)), refusal);
        call = abi.encodeCall(till.refuse, (7));
        refusal = abi.encodeWithSelector(Till.TillRefused.selector, 7);
        _refuseBody(abi.encodeCall(treasury.fundByDecision, (LINE, address(till), call, 1)), refusal);
    }

    function testFuzz_FundByDecision(uint128 amount, uint128 wanted, uint128 returned) public {
        amount = uint128(bound(amount, 1, CEILING));
        wanted = uint128(bound(wanted, 0, amount));
        returned = uint128(bound(returned, 0, wanted));
        bytes memory call = abi.encodeCall(till.takeAndReturn, (euro, wanted, returned));
        vm.prank(body);
        (bool success, ) = address(treasury).call(
            abi.encodeCall(treasury.fundByDecision, (LINE, address(till), call, amount))
        );
        vm.assertEq(success, wanted - returned == amount, "exactly the amount, or nothing");
        vm.assertEq(treasury.budgetLine(LINE).spent, success ? amount : 0, "spent");
    }

    // instruct
    // └── the contract is told, and can take nothing

    function test_Instruct() public {
        _succeed(clerk, abi.encodeCall(treasury.fund, (LINE, address(till), _take(60e6), 60e6)));
        bytes memory call = abi.encodeCall(till.giveBack, (euro, 60e6));
        vm.prank(clerk);
        vm.expectEmit(address(treasury));
        emit ITreasury.InstructionGiven(address(till), till.giveBack.selector, clerk, call);
        treasury.instruct(address(till), call);
        vm.assertEq(euro.balanceOf(address(treasury)), FUNDS, "it came back");
        vm.assertEq(treasury.budgetLine(LINE).spent, 60e6, "to the treasury, not to the line");
        _refuseClerk(
            abi.encodeCall(treasury.instruct, (address(till), _take(1))),
            abi.encodeWithSelector(IERC20Errors.ERC20InsufficientAllowance.selector, till, 0, 1)
        );
    }

    // collectPayout
    // └── what waits comes in, whoever asks

    function test_CollectPayout() public {
        _mint(address(till), 30);
        till.keep(address(treasury), 30);
        vm.prank(stranger);
        vm.expectEmit(address(treasury));
        emit ITreasury.PayoutCollected(address(till), address(euro), stranger, 30);
        vm.assertEq(treasury.collectPayout(address(till), address(euro)), 30, "amount");
        vm.assertEq(euro.balanceOf(address(treasury)), FUNDS + 30, "came in");
    }

    // The circuit breaker
    // ├── given payments are paused ... what pays or brings money in reverts
    // └── exits work

    function test_Pause() public {
        _propose(200e6);
        vm.prank(clerk);
        treasury.proposeFunding(LINE, address(till), _take(200e6), 200e6);
        _mint(address(till), 5);
        till.keep(address(treasury), 5);
        bytes4[] memory selectors = new bytes4[](6);
        selectors[0] = treasury.pay.selector;
        selectors[1] = treasury.fund.selector;
        selectors[2] = treasury.confirmPayment.selector;
        selectors[3] = treasury.confirmFunding.selector;
        selectors[4] = treasury.contribute.selector;
        selectors[5] = treasury.fundByDecision.selector;
        _listPausable(address(treasury), selectors);
        _pausePayments();
        uint48 end = _now() + 1 hours;
        bytes memory paused = abi.encodeWithSelector(ICircuitBreaker.CircuitBreakerPaused.selector, PAYMENTS, end);
        _refuseClerk(abi.encodeCall(treasury.pay, (LINE, payee, 1, REFERENCE)), paused);
        _refuseClerk(abi.encodeCall(treasury.fund, (LINE, address(till), _take(1), 1)), paused);
        _refuseBody(abi.encodeCall(treasury.fundByDecision, (LINE, address(till), _take(1), 1)), paused);
        _refuseClerk(abi.encodeCall(treasury.contribute, (OTHER, payee, 1)), paused);
        bytes memory data = abi.encodeCall(treasury.confirmPayment, (LINE, payee, 200e6, REFERENCE));
        _refuseClerk(data, paused);
        data = abi.encodeCall(treasury.confirmFunding, (LINE, address(till), _take(200e6), 200e6));
        _refuseClerk(data, paused);

        _succeed(clerk, abi.encodeCall(treasury.instruct, (address(till), abi.encodeCall(till.giveBack, (euro, 0)))));
        vm.assertEq(treasury.collectPayout(address(till), address(euro)), 5, "exits are open");

        vm.warp(end);
        _pay(1);
        vm.assertEq(euro.balanceOf(payee), 1, "it ended by itself");
    }

    function testFuzz_IsPausable(bytes4 selector) public view {
        bool expected =
            selector == treasury.pay.selector ||
                selector == treasury.fund.selector ||
                selector == treasury.fundByDecision.selector ||
                selector == treasury.confirmPayment.selector ||
                selector == treasury.confirmFunding.selector ||
                selector == treasury.contribute.selector;
        vm.assertEq(treasury.isPausable(selector), expected, "these and no others");
        vm.assertFalse(treasury.isPausable(treasury.instruct.selector), "instruct is an exit");
        vm.assertFalse(treasury.isPausable(treasury.collectPayout.selector), "collectPayout is an exit");
    }

    // A blocked treasury
    // └── given the issuer blocked it ... it pays nothing, and nothing is counted

    function test_RevertGiven_Blocked() public {
        _setStatus(address(treasury), MoneyStatus.Blocked);
        vm.prank(clerk);
        vm.expectPartialRevert(bytes4(keccak256("EuroTokenBlocked(address)")));
        treasury.pay(LINE, payee, 1, REFERENCE);
        vm.assertEq(treasury.budgetLine(LINE).spent, 0, "spent");
    }

    function _take(uint128 amount) private view returns (bytes memory) {
        return abi.encodeCall(till.take, (euro, amount));
    }

    function _pay(uint128 amount) private {
        vm.prank(clerk);
        treasury.pay(LINE, payee, amount, REFERENCE);
    }

    function _propose(uint128 amount) private returns (bytes32) {
        vm.prank(clerk);
        return treasury.proposePayment(LINE, payee, amount, REFERENCE);
    }

    /// @dev A line in a token that may do harm.
    function _badLine() private returns (HostileToken bad) {
        bad = HostileToken(create("HostileToken.sol:HostileToken", ""));
        bad.mint(address(treasury), 1000);
        vm.prank(body);
        treasury.openBudgetLine(OTHER, address(bad), 1000, 1000, _now(), _now() + 30 days, DOCUMENT);
    }

    function _succeed(address caller, bytes memory data) private {
        vm.prank(caller);
        (bool success, ) = address(treasury).call(data);
        vm.assertTrue(success, "succeeds");
    }

    function _refuse(address caller, bytes memory data) private {
        vm.prank(caller);
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, caller));
        (bool success, ) = address(treasury).call(data);
        // The cheatcode turns a revert as expected into a success, and everything else into a failure.
        vm.assertTrue(success, "reverts as expected");
    }

    function _refuseClerk(bytes memory data, bytes memory refusal) private {
        _refuseAs(clerk, data, refusal);
    }

    function _refuseBody(bytes memory data, bytes memory refusal) private {
        _refuseAs(body, data, refusal);
    }

    function _refuseAs(address caller, bytes memory data, bytes memory refusal) private {
        vm.prank(caller);
        vm.expectRevert(refusal);
        (bool success, ) = address(treasury).call(data);
        // The cheatcode turns a revert as expected into a success, and everything else into a failure.
        vm.assertTrue(success, "reverts as expected");
    }

    function _differs(uint256 wanted, uint256 moved) private view returns (bytes memory) {
        return abi.encodeWithSelector(ITreasury.TreasuryAmountDiffers.selector, euro, wanted, moved);
    }

    function _refuseAtLine(bytes32 line, bytes memory refusal) private {
        _refuseClerk(abi.encodeCall(treasury.pay, (line, payee, 1, REFERENCE)), refusal);
        _refuseClerk(abi.encodeCall(treasury.fund, (line, address(till), _take(1), 1)), refusal);
        _refuseClerk(abi.encodeCall(treasury.proposePayment, (line, payee, 1, REFERENCE)), refusal);
        _refuseBody(abi.encodeCall(treasury.fundByDecision, (line, address(till), _take(1), 1)), refusal);
        vm.startPrank(body);
        vm.expectRevert(refusal);
        treasury.setCeiling(line, 1, DOCUMENT);
        vm.expectRevert(refusal);
        treasury.setTwoPersonAbove(line, 1);
        vm.expectRevert(refusal);
        treasury.closeBudgetLine(line);
        vm.stopPrank();
    }
}
