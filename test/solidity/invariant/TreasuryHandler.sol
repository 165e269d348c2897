// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {ContributionKey, ITreasury} from "../../../contracts/payments/ITreasury.sol";
import {TreasurySetUp} from "../payments/TreasurySetUp.sol";
import {bound, vm} from "../support/Vm.sol";
import {Handler} from "./Handler.sol";

/// @title Everything that a body, those who keep its accounts, members and strangers do with its treasury, in any order
contract TreasuryHandler is Handler, TreasurySetUp {
    uint256 private constant LINES = 3;
    uint256 private constant PERSONS = 3;
    uint256 private constant CONTRIBUTORS = 4;
    uint256 private constant CALLS = 2;
    uint128 private constant AMOUNT = 400e6;
    bytes32 private constant EDITION = "GDP 2025";

    /// @dev The last is no holder of FINANCE.
    address[PERSONS] private _persons;
    address[CONTRIBUTORS] private _members;
    uint256[LINES] private _spent;
    /// @dev What single persons spent of a line on a day.
    mapping(uint256 line => mapping(uint256 day => uint256)) private _spentAlone;
    /// @dev What waits for a second person: the one that proposed, counted from 1 on, and until when.
    mapping(bytes32 id => uint256) private _proposer;
    mapping(bytes32 id => uint256) private _until;
    uint256[CONTRIBUTORS][CALLS] private _contributed;

    uint256 private _in = FUNDS;
    uint256 private _out;

    constructor() {
        _deployTreasury();
        _persons = [clerk, head, stranger];
        address[] memory members = new address[](CONTRIBUTORS - 1);
        uint64[] memory shares = new uint64[](CONTRIBUTORS - 1);
        for (uint256 i = 0; i < CONTRIBUTORS; ++i) _members[i] = MEMBERS.memberAt(i);
        for (uint256 i = 0; i < members.length; ++i) (members[i], shares[i]) = (_members[i], uint64(i + 1));
        uint48 due = _now() + 90 days;
        vm.startPrank(body);
        treasury.openBudgetLine(_line(1), address(euro), CEILING, 0, _now(), _now() + 90 days, DOCUMENT);
        treasury.openBudgetLine(_line(2), address(euro), FUNDS * 2, FUNDS, _now(), _now() + 90 days, DOCUMENT);
        treasury.setContributionShares(EDITION, members, shares);
        treasury.callContributions(_call(0), address(euro), AMOUNT, ContributionKey.Heads, _now() - 1, 0, due);
        treasury.callContributions(_call(1), address(euro), AMOUNT, ContributionKey.Data, 0, EDITION, due);
        vm.stopPrank();
        _mint(stranger, 1e15);
        vm.prank(stranger);
        euro.approve(address(treasury), type(uint256).max);
    }

    function pass(uint256 duration) external {
        _advance(bound(duration, 1, 3 days));
    }

    function setCeiling(uint256 line, uint128 ceiling) external {
        (line, ceiling) = (line % LINES, uint128(bound(ceiling, 0, 3 * CEILING)));
        vm.prank(body);
        bool done = _try(address(treasury), abi.encodeCall(treasury.setCeiling, (_line(line), ceiling, DOCUMENT)));
        _check(done == (ceiling >= _spent[line]), "TR1: no ceiling below what was spent");
        _note("setCeiling", done);
    }

    function setTwoPersonAbove(uint256 line, uint128 amount) external {
        vm.prank(body);
        treasury.setTwoPersonAbove(_line(line % LINES), uint128(bound(amount, 0, AMOUNT)));
        _note("setTwoPersonAbove", true);
    }

    function pay(uint256 line, uint256 person, uint128 amount) external {
        (line, person, amount) = (line % LINES, person % PERSONS, uint128(bound(amount, 0, AMOUNT)));
        ITreasury.BudgetLine memory entry = treasury.budgetLine(_line(line));
        uint256 balance = _in - _out;
        bytes memory data = abi.encodeCall(treasury.pay, (_line(line), payee, amount, REFERENCE));
        vm.prank(_persons[person]);
        bool done = _try(address(treasury), data);
        bool possible = _spendable(line, entry, person, amount) && amount <= balance;
        _check(done == (possible && _alone(line, entry, amount)), "TR5: one person alone pays so much in a day");
        if (!done) return;
        _count(line, amount);
        _spentAlone[line][_now() / 1 days] += amount;
        _note("pay", true);
    }

    function fund(uint256 line, uint256 person, uint128 amount, uint128 wanted, uint128 returned) external {
        (line, person, amount) = (line % LINES, person % PERSONS, uint128(bound(amount, 0, AMOUNT)));
        wanted = uint128(bound(wanted, 0, uint256(amount) + 10));
        returned = uint128(bound(returned, 0, wanted));
        ITreasury.BudgetLine memory entry = treasury.budgetLine(_line(line));
        uint256 balance = _in - _out;
        bytes memory call = abi.encodeCall(till.takeAndReturn, (euro, wanted, returned));
        bytes memory data = abi.encodeCall(treasury.fund, (_line(line), address(till), call, amount));
        vm.prank(_persons[person]);
        bool done = _try(address(treasury), data);
        bool possible = _spendable(line, entry, person, amount) && amount <= balance && wanted <= amount;
        _check(done == (possible && _alone(line, entry, amount)), "TR5: one person alone funds so much in a day");
        if (!done) return;
        _count(line, wanted - returned);
        _spentAlone[line][_now() / 1 days] += wanted - returned;
        _note("fund", true);
    }

    /// @dev By the body, or by somebody who only keeps the accounts; the contract takes what it was called for, or another amount.
    function fundByDecision(uint256 line, bool isBody, uint128 amount, uint128 wanted, bool isExact) external {
        (line, amount) = (line % LINES, uint128(bound(amount, 0, AMOUNT)));
        wanted = isExact ? amount : uint128(bound(wanted, 0, uint256(amount) + 10));
        ITreasury.BudgetLine memory entry = treasury.budgetLine(_line(line));
        uint256 balance = _in - _out;
        bytes memory call = abi.encodeCall(till.take, (euro, wanted));
        bytes memory data = abi.encodeCall(treasury.fundByDecision, (_line(line), address(till), call, amount));
        vm.prank(isBody ? body : clerk);
        bool done = _try(address(treasury), data);
        bool possible = _spendable(line, entry, 0, amount) && amount <= balance && wanted == amount;
        _check(done == (isBody && possible), "TR1: the body funds exactly what it decided on, inside a line");
        if (!done) return;
        _count(line, amount);
        _note("fundByDecision", true);
    }

    function propose(uint256 line, uint256 person, uint128 amount) external {
        (line, person, amount) = (line % LINES, person % PERSONS, uint128(bound(amount, 0, 3) * 100e6));
        bytes32 id = treasury.paymentId(_line(line), payee, amount, REFERENCE);
        bool waits = _proposer[id] != 0 && _now() <= _until[id];
        bytes memory data = abi.encodeCall(treasury.proposePayment, (_line(line), payee, amount, REFERENCE));
        vm.prank(_persons[person]);
        bool done = _try(address(treasury), data);
        _check(done == (person != 2 && amount > 0 && !waits), "TR6: the same waits once");
        if (!done) return;
        _proposer[id] = person + 1;
        _until[id] = _now() + 14 days;
        _note("propose", true);
    }

    function confirm(uint256 line, uint256 person, uint128 amount) external {
        (line, person, amount) = (line % LINES, person % PERSONS, uint128(bound(amount, 0, 3) * 100e6));
        bytes32 id = treasury.paymentId(_line(line), payee, amount, REFERENCE);
        ITreasury.BudgetLine memory entry = treasury.budgetLine(_line(line));
        uint256 balance = _in - _out;
        bytes memory data = abi.encodeCall(treasury.confirmPayment, (_line(line), payee, amount, REFERENCE));
        vm.prank(_persons[person]);
        bool done = _try(address(treasury), data);
        bool second = _proposer[id] != 0 && _proposer[id] != person + 1 && _now() <= _until[id];
        bool possible = second && _spendable(line, entry, person, amount) && amount <= balance;
        _check(done == possible, "TR6: a second person confirms once, in time");
        if (!done) return;
        delete _proposer[id];
        _count(line, amount);
        _note("confirm", true);
    }

    function giveBack(uint128 amount) external {
        amount = uint128(bound(amount, 0, AMOUNT));
        bool possible = amount <= euro.balanceOf(address(till));
        bytes memory data = abi.encodeCall(
            treasury.instruct,
            (address(till), abi.encodeCall(till.giveBack, (euro, amount)))
        );
        vm.prank(head);
        bool done = _try(address(treasury), data);
        _check(done == possible, "TR2: what is there comes back");
        if (!done) return;
        _in += amount;
        _note("giveBack", true);
    }

    /// @dev Instructions come with no approval.
    function takeByInstruction(uint128 amount) external {
        amount = uint128(bound(amount, 1, AMOUNT));
        bytes memory data = abi.encodeCall(
            treasury.instruct,
            (address(till), abi.encodeCall(till.take, (euro, amount)))
        );
        vm.prank(clerk);
        _check(!_try(address(treasury), data), "TR4: nothing is approved");
    }

    function contribute(uint256 call, uint256 member, uint128 amount) external {
        (call, member, amount) = (call % CALLS, member % CONTRIBUTORS, uint128(bound(amount, 0, AMOUNT)));
        uint256 left = treasury.owed(_call(call), _members[member]) - _contributed[call][member];
        bytes memory data = abi.encodeCall(treasury.contribute, (_call(call), _members[member], amount));
        vm.prank(stranger);
        bool done = _try(address(treasury), data);
        _check(done == (amount > 0 && amount <= left), "TR3: nobody contributes more than is owed");
        if (!done) return;
        _contributed[call][member] += amount;
        _in += amount;
        _note("contribute", true);
    }

    /// @notice TR1: no line spent more than its ceiling, and each what it paid. TR5: what a body decided counts for no single person.
    function linesAreRight() external view returns (bool) {
        for (uint256 line = 0; line < LINES; ++line) {
            ITreasury.BudgetLine memory entry = treasury.budgetLine(_line(line));
            if (entry.spent > entry.ceiling || entry.spent != _spent[line]) return false;
            if (entry.aloneDay == 0 ? entry.spentAlone != 0 : entry.spentAlone != _spentAlone[line][entry.aloneDay])
                return false;
        }
        return true;
    }

    /// @notice TR2: what came in less what went out is there. TR4: nobody may take any of it.
    function moneyIsRight() external view returns (bool) {
        return euro.balanceOf(address(treasury)) == _in - _out && euro.allowance(address(treasury), address(till)) == 0;
    }

    /// @notice TR3: what was paid for each member is what it owed at most, and the sum is that of the call.
    function contributionsAreRight() external view returns (bool) {
        for (uint256 call = 0; call < CALLS; ++call) {
            uint256 sum;
            for (uint256 i = 0; i < CONTRIBUTORS; ++i) {
                uint256 paid = treasury.contributed(_call(call), _members[i]);
                if (paid != _contributed[call][i] || paid > treasury.owed(_call(call), _members[i])) return false;
                sum += paid;
            }
            if (treasury.contributionCall(_call(call)).contributed != sum) return false;
        }
        return true;
    }

    function _count(uint256 line, uint256 amount) private {
        _spent[line] += amount;
        _out += amount;
    }

    function _spendable(
        uint256 line,
        ITreasury.BudgetLine memory entry,
        uint256 person,
        uint256 amount
    ) private view returns (bool) {
        return
            person != 2 &&
            amount > 0 &&
            _now() >= entry.from &&
            _now() <= entry.until &&
            _spent[line] + amount <= entry.ceiling;
    }

    function _alone(uint256 line, ITreasury.BudgetLine memory entry, uint256 amount) private view returns (bool) {
        return _spentAlone[line][_now() / 1 days] + amount <= entry.twoPersonAbove;
    }

    function _line(uint256 line) private pure returns (bytes32) {
        return line == 0 ? LINE : bytes32(line);
    }

    function _call(uint256 call) private pure returns (bytes32) {
        return bytes32(call + 1);
    }
}
