// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {AuthorityUtils} from "@openzeppelin/contracts/access/manager/AuthorityUtils.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";

import {Breakable} from "../access/Breakable.sol";
import {IBreakable} from "../access/IBreakable.sol";
import {ICircuitBreaker} from "../access/ICircuitBreaker.sol";
import {ICustody} from "./ICustody.sol";
import {IMembers} from "./IMembers.sol";
import {ContributionKey, ITreasury} from "./ITreasury.sol";

/// @title Treasury of a body
contract Treasury is ITreasury, AccessManaged, Breakable, ReentrancyGuardTransient {
    using Address for address;
    using SafeERC20 for IERC20;

    /// @inheritdoc ITreasury
    uint48 public constant PROPOSAL_TERM = 14 days;
    /// @dev As many members as a register has.
    uint256 private constant SHARES_MAXIMUM = 254;

    /// @inheritdoc ITreasury
    IMembers public immutable memberRegistry;

    mapping(bytes32 line => BudgetLine) private _lines;
    mapping(bytes32 id => Proposal) private _proposals;
    mapping(address target => bool) private _known;
    mapping(address target => mapping(bytes4 selector => bool)) private _fundable;
    /// @dev Tokens of lines and calls. None of them is ever called as a contract for payments.
    mapping(address token => bool) private _tokens;

    mapping(bytes32 call => ContributionCall) private _calls;
    mapping(bytes32 call => mapping(address member => uint128)) private _contributed;
    mapping(bytes32 edition => mapping(address member => uint64)) private _shares;
    mapping(bytes32 edition => uint128) private _totalShares;

    /// @param initialAuthority Authority that says who may decide and pay.
    /// @param members Register of the body whose treasury this is.
    /// @param breaker Whom the functions ask that can be paused.
    constructor(
        address initialAuthority,
        IMembers members,
        ICircuitBreaker breaker
    ) AccessManaged(initialAuthority) Breakable(breaker) {
        memberRegistry = members;
    }

    // Budget lines.

    /// @inheritdoc ITreasury
    function openBudgetLine(
        bytes32 line,
        address token,
        uint128 ceiling,
        uint128 twoPersonAbove,
        uint48 from,
        uint48 until,
        bytes32 documentHash
    ) external restricted {
        BudgetLine storage entry = _lines[line];
        if (entry.token != address(0)) revert TreasuryLineExists(line);
        if (until < from || until < block.timestamp) revert TreasuryPeriodInvalid(from, until);
        _adoptToken(token);

        entry.token = token;
        entry.from = from;
        entry.until = until;
        entry.ceiling = ceiling;
        entry.twoPersonAbove = twoPersonAbove;

        emit BudgetLineOpened(line, token, msg.sender, ceiling, twoPersonAbove, from, until, documentHash);
    }

    /// @inheritdoc ITreasury
    function setCeiling(bytes32 line, uint128 ceiling, bytes32 documentHash) external restricted {
        BudgetLine storage entry = _openLine(line);
        if (ceiling < entry.spent) revert TreasuryCeilingBelowSpent(line, ceiling, entry.spent);

        entry.ceiling = ceiling;

        emit CeilingSet(line, msg.sender, ceiling, documentHash);
    }

    /// @inheritdoc ITreasury
    function setTwoPersonAbove(bytes32 line, uint128 twoPersonAbove) external restricted {
        _openLine(line).twoPersonAbove = twoPersonAbove;

        emit TwoPersonAboveSet(line, msg.sender, twoPersonAbove);
    }

    /// @inheritdoc ITreasury
    function closeBudgetLine(bytes32 line) external restricted {
        _openLine(line).isClosed = true;

        emit BudgetLineClosed(line, msg.sender);
    }

    /// @inheritdoc ITreasury
    function budgetLine(bytes32 line) external view returns (BudgetLine memory) {
        return _lines[line];
    }

    /// @inheritdoc ITreasury
    function leftAlone(bytes32 line) external view returns (uint128) {
        return _leftAlone(_lines[line]);
    }

    // Contracts for payments.

    /// @inheritdoc ITreasury
    function knowFundable(address target, bool known) external restricted {
        if (_known[target] == known) revert TreasuryUnchanged();
        if (known) {
            if (target.code.length == 0) revert TreasuryNotContract(target);
            _requireNotForbidden(target);
        }

        _known[target] = known;

        emit FundableKnown(target, msg.sender, known);
    }

    /// @inheritdoc ITreasury
    function setFundable(address target, bytes4 selector, bool fundable) external restricted {
        if (_fundable[target][selector] == fundable) revert TreasuryUnchanged();
        if (fundable) {
            if (!_known[target]) revert TreasuryTargetUnknown(target);
            if (_isForbidden(selector)) revert TreasurySelectorForbidden(selector);
        }

        _fundable[target][selector] = fundable;

        emit FundableSet(target, selector, msg.sender, fundable);
    }

    /// @inheritdoc ITreasury
    function isKnown(address target) external view returns (bool) {
        return _known[target];
    }

    /// @inheritdoc ITreasury
    function isFundable(address target, bytes4 selector) external view returns (bool) {
        return _fundable[target][selector];
    }

    // Payments.

    /// @inheritdoc ITreasury
    function pay(
        bytes32 line,
        address payee,
        uint128 amount,
        bytes32 paymentReference
    ) external restricted whenNotPaused nonReentrant {
        _countAlone(line, amount);
        _pay(line, payee, amount, paymentReference, address(0));
    }

    /// @inheritdoc ITreasury
    function fund(
        bytes32 line,
        address target,
        bytes calldata call,
        uint128 amount
    ) external restricted whenNotPaused nonReentrant returns (uint128 taken) {
        _countAlone(line, amount);
        uint128 spent;
        (taken, spent) = _fund(line, target, call, amount);
        _lines[line].spentAlone -= amount - taken;

        emit FundingMade(line, target, msg.sender, address(0), call, taken, spent);
    }

    /// @inheritdoc ITreasury
    function fundByDecision(
        bytes32 line,
        address target,
        bytes calldata call,
        uint128 amount
    ) external restricted whenNotPaused nonReentrant {
        (uint128 taken, uint128 spent) = _fund(line, target, call, amount);
        if (taken != amount) revert TreasuryAmountDiffers(_lines[line].token, amount, taken);

        emit FundingDecided(line, target, msg.sender, call, amount, spent);
    }

    /// @inheritdoc ITreasury
    function instruct(address target, bytes calldata call) external restricted nonReentrant {
        bytes4 selector = _requireFundable(target, call);

        emit InstructionGiven(target, selector, msg.sender, call);

        target.functionCall(call);
    }

    /// @inheritdoc ITreasury
    function proposePayment(
        bytes32 line,
        address payee,
        uint128 amount,
        bytes32 paymentReference
    ) external restricted returns (bytes32 id) {
        id = paymentId(line, payee, amount, paymentReference);
        uint48 expiresAt = _propose(id, line, amount);

        emit PaymentProposed(id, line, payee, msg.sender, amount, paymentReference, expiresAt);
    }

    /// @inheritdoc ITreasury
    function confirmPayment(
        bytes32 line,
        address payee,
        uint128 amount,
        bytes32 paymentReference
    ) external restricted whenNotPaused nonReentrant {
        address proposer = _confirm(paymentId(line, payee, amount, paymentReference));
        _pay(line, payee, amount, paymentReference, proposer);
    }

    /// @inheritdoc ITreasury
    function proposeFunding(
        bytes32 line,
        address target,
        bytes calldata call,
        uint128 amount
    ) external restricted returns (bytes32 id) {
        id = fundingId(line, target, call, amount);
        uint48 expiresAt = _propose(id, line, amount);

        emit FundingProposed(id, line, target, msg.sender, call, amount, expiresAt);
    }

    /// @inheritdoc ITreasury
    function confirmFunding(
        bytes32 line,
        address target,
        bytes calldata call,
        uint128 amount
    ) external restricted whenNotPaused nonReentrant returns (uint128 taken) {
        address proposer = _confirm(fundingId(line, target, call, amount));
        uint128 spent;
        (taken, spent) = _fund(line, target, call, amount);

        emit FundingMade(line, target, msg.sender, proposer, call, taken, spent);
    }

    /// @inheritdoc ITreasury
    function withdrawProposal(bytes32 id) external restricted {
        if (_proposals[id].proposer == address(0)) revert TreasuryNoProposal(id);

        delete _proposals[id];

        emit ProposalWithdrawn(id, msg.sender);
    }

    /// @inheritdoc ITreasury
    function collectPayout(address custody, address token) external nonReentrant returns (uint256 amount) {
        if (!_known[custody]) revert TreasuryTargetUnknown(custody);
        _requireNotForbidden(custody);
        uint256 before = _balance(token);

        ICustody(custody).claim(token, address(this));

        amount = _balance(token) - before;

        emit PayoutCollected(custody, token, msg.sender, amount);
    }

    /// @inheritdoc ITreasury
    function proposal(bytes32 id) external view returns (Proposal memory) {
        return _proposals[id];
    }

    /// @inheritdoc ITreasury
    function paymentId(
        bytes32 line,
        address payee,
        uint128 amount,
        bytes32 paymentReference
    ) public view returns (bytes32) {
        return
            keccak256(
                abi.encode(block.chainid, address(this), this.pay.selector, line, payee, amount, paymentReference)
            );
    }

    /// @inheritdoc ITreasury
    function fundingId(
        bytes32 line,
        address target,
        bytes calldata call,
        uint128 amount
    ) public view returns (bytes32) {
        return keccak256(abi.encode(block.chainid, address(this), this.fund.selector, line, target, call, amount));
    }

    // Contributions.

    /// @inheritdoc ITreasury
    function setContributionShares(
        bytes32 edition,
        address[] calldata members,
        uint64[] calldata shares
    ) external restricted {
        uint256 count = members.length;
        if (edition == 0) revert TreasuryKeyInvalid(ContributionKey.Data, 0, edition);
        if (_totalShares[edition] != 0) revert TreasuryEditionExists(edition);
        if (count == 0 || count > SHARES_MAXIMUM || count != shares.length) {
            revert TreasurySharesCount(count, shares.length, SHARES_MAXIMUM);
        }

        uint128 total;
        for (uint256 i = 0; i < count; ++i) {
            address member = members[i];
            (bool found, address account, ) = memberRegistry.memberOf(member);
            if (!found || account != member) revert TreasuryNotMember(member);
            if (shares[i] == 0 || _shares[edition][member] != 0) revert TreasuryShareInvalid(member, shares[i]);
            _shares[edition][member] = shares[i];
            total += shares[i];
        }
        _totalShares[edition] = total;

        emit ContributionSharesSet(edition, msg.sender, members, shares);
    }

    /// @inheritdoc ITreasury
    function callContributions(
        bytes32 call,
        address token,
        uint128 total,
        ContributionKey key,
        uint48 timepoint,
        bytes32 edition,
        uint48 due
    ) external restricted {
        ContributionCall storage entry = _calls[call];
        if (entry.token != address(0)) revert TreasuryCallExists(call);
        if (total == 0) revert TreasuryZeroAmount();
        if (due < block.timestamp) revert TreasuryDueInPast(due);
        _adoptToken(token);
        uint128 totalShares = _sumOfShares(key, timepoint, edition);

        entry.token = token;
        entry.timepoint = timepoint;
        entry.due = due;
        entry.total = total;
        entry.totalShares = totalShares;
        entry.key = key;
        entry.edition = edition;

        emit ContributionsCalled(call, token, msg.sender, total, key, timepoint, edition, due, totalShares);
    }

    /// @inheritdoc ITreasury
    function closeContributions(bytes32 call) external restricted {
        _openCall(call).isClosed = true;

        emit ContributionsClosed(call, msg.sender);
    }

    /// @inheritdoc ITreasury
    function contribute(bytes32 call, address member, uint128 amount) external whenNotPaused nonReentrant {
        ContributionCall storage entry = _openCall(call);
        if (amount == 0) revert TreasuryZeroAmount();
        uint128 before = _contributed[call][member];
        uint128 left = _owed(entry, member) - before;
        if (amount > left) revert TreasuryMoreThanOwed(call, member, amount, left);

        _contributed[call][member] = before + amount;
        entry.contributed += amount;

        emit ContributionMade(call, member, msg.sender, amount, before + amount);

        address token = entry.token;
        uint256 balanceBefore = _balance(token);
        IERC20(token).safeTransferFrom(msg.sender, address(this), amount);
        uint256 received = _balance(token) - balanceBefore;
        if (received != amount) revert TreasuryAmountDiffers(token, amount, received);
    }

    /// @inheritdoc ITreasury
    function contributionCall(bytes32 call) external view returns (ContributionCall memory) {
        return _calls[call];
    }

    /// @inheritdoc ITreasury
    function contributionShare(bytes32 edition, address member) external view returns (uint64) {
        return _shares[edition][member];
    }

    /// @inheritdoc ITreasury
    function contributionShares(bytes32 edition) external view returns (uint128) {
        return _totalShares[edition];
    }

    /// @inheritdoc ITreasury
    function contributed(bytes32 call, address member) external view returns (uint128) {
        return _contributed[call][member];
    }

    /// @inheritdoc ITreasury
    function owed(bytes32 call, address member) external view returns (uint128) {
        ContributionCall storage entry = _knownCall(call);
        return entry.isClosed ? 0 : _owed(entry, member);
    }

    /// @inheritdoc ITreasury
    function arrears(bytes32 call, address member) external view returns (uint128) {
        ContributionCall storage entry = _knownCall(call);
        if (entry.isClosed || block.timestamp <= entry.due) return 0;
        return _owed(entry, member) - _contributed[call][member];
    }

    /// @inheritdoc IBreakable
    function isPausable(bytes4 selector) external pure returns (bool) {
        return
            selector == ITreasury.pay.selector ||
            selector == ITreasury.fund.selector ||
            selector == ITreasury.fundByDecision.selector ||
            selector == ITreasury.confirmPayment.selector ||
            selector == ITreasury.confirmFunding.selector ||
            selector == ITreasury.contribute.selector;
    }

    function _pay(bytes32 line, address payee, uint128 amount, bytes32 paymentReference, address proposer) private {
        (address token, uint128 spent) = _spend(line, amount);
        // A contract for payments does not know what a transfer was for, and would keep it.
        if (payee == address(0) || payee == address(this) || _tokens[payee] || _known[payee]) {
            revert TreasuryPayeeInvalid(payee);
        }

        emit PaymentMade(line, payee, paymentReference, msg.sender, proposer, amount, spent);

        uint256 before = _balance(token);
        IERC20(token).safeTransfer(payee, amount);
        uint256 fell = _fall(token, before);
        if (fell != amount) revert TreasuryAmountDiffers(token, amount, fell);
    }

    /// @dev Counts the whole amount first, so that nothing that happens during the call finds the line with more than it will have. Only
    /// afterwards is known what there is to tell: the event follows.
    function _fund(
        bytes32 line,
        address target,
        bytes calldata call,
        uint128 amount
    ) private returns (uint128 taken, uint128 spent) {
        _requireFundable(target, call);
        (address token, ) = _spend(line, amount);

        uint256 before = _balance(token);
        IERC20(token).forceApprove(target, amount);
        target.functionCall(call);
        IERC20(token).forceApprove(target, 0);

        uint256 fell = _fall(token, before);
        if (fell > amount) revert TreasuryAmountDiffers(token, amount, fell);
        taken = uint128(fell);
        BudgetLine storage entry = _lines[line];
        spent = entry.spent - (amount - taken);
        entry.spent = spent;
    }

    /// @dev Counts an amount that is about to leave the treasury.
    function _spend(bytes32 line, uint128 amount) private returns (address token, uint128 spent) {
        BudgetLine storage entry = _openLine(line);
        if (amount == 0) revert TreasuryZeroAmount();
        if (block.timestamp < entry.from || block.timestamp > entry.until) {
            revert TreasuryOutsidePeriod(line, entry.from, entry.until);
        }
        spent = entry.spent;
        uint128 left = entry.ceiling - spent;
        if (amount > left) revert TreasuryCeilingExceeded(line, amount, left);
        token = entry.token;
        uint256 balance = _balance(token);
        if (amount > balance) revert TreasuryBalanceTooLow(token, balance, amount);

        spent += amount;
        entry.spent = spent;
    }

    /// @dev Many small payments make a large one: what counts is what one person alone spends in a day.
    function _countAlone(bytes32 line, uint128 amount) private {
        BudgetLine storage entry = _openLine(line);
        uint128 left = _leftAlone(entry);
        if (amount > left) revert TreasurySecondPersonNeeded(line, amount, left);

        uint48 day = _today();
        // slither-disable-next-line incorrect-equality
        if (entry.aloneDay == day) {
            entry.spentAlone += amount;
        } else {
            entry.aloneDay = day;
            entry.spentAlone = amount;
        }
    }

    function _propose(bytes32 id, bytes32 line, uint128 amount) private returns (uint48 expiresAt) {
        _requireInPerson();
        _openLine(line);
        if (amount == 0) revert TreasuryZeroAmount();
        Proposal storage waiting = _proposals[id];
        if (waiting.proposer != address(0) && block.timestamp <= waiting.expiresAt) {
            revert TreasuryProposalWaits(id, waiting.expiresAt);
        }

        expiresAt = uint48(block.timestamp) + PROPOSAL_TERM;
        _proposals[id] = Proposal(msg.sender, expiresAt);
    }

    function _confirm(bytes32 id) private returns (address proposer) {
        _requireInPerson();
        Proposal memory waiting = _proposals[id];
        proposer = waiting.proposer;
        if (proposer == address(0)) revert TreasuryNoProposal(id);
        if (block.timestamp > waiting.expiresAt) revert TreasuryProposalExpired(id, waiting.expiresAt);
        if (proposer == msg.sender) revert TreasurySamePerson(proposer);
        (bool immediate, uint32 delay) = AuthorityUtils.canCallWithDelay(authority(), proposer, address(this), msg.sig);
        if (!immediate && delay == 0) revert TreasuryProposerDismissed(proposer);

        delete _proposals[id];

        emit ProposalConfirmed(id, msg.sender);
    }

    function _adoptToken(address token) private {
        if (token.code.length == 0) revert TreasuryNotContract(token);
        if (_known[token]) revert TreasuryTokenFundable(token);
        _tokens[token] = true;
    }

    /// @dev Through the Authority's `execute` any holder of the role calls, and none can be told from another.
    function _requireInPerson() private view {
        if (msg.sender == authority()) revert TreasuryNotInPerson(msg.sender);
    }

    function _requireFundable(address target, bytes calldata call) private view returns (bytes4 selector) {
        if (call.length < 4) revert TreasuryCallTooShort(call.length);
        selector = bytes4(call);
        if (!_known[target]) revert TreasuryTargetUnknown(target);
        if (!_fundable[target][selector]) revert TreasuryFunctionNotFundable(target, selector);
        _requireNotForbidden(target);
    }

    /// @dev Asked when a contract is named, and again at each call: the authority can change.
    function _requireNotForbidden(address target) private view {
        if (_tokens[target] || target == authority() || target == address(this)) {
            revert TreasuryTargetForbidden(target);
        }
    }

    function _openLine(bytes32 line) private view returns (BudgetLine storage entry) {
        entry = _lines[line];
        if (entry.token == address(0)) revert TreasuryLineUnknown(line);
        if (entry.isClosed) revert TreasuryLineClosed(line);
    }

    function _leftAlone(BudgetLine storage entry) private view returns (uint128) {
        // slither-disable-next-line incorrect-equality
        uint128 spentAlone = entry.aloneDay == _today() ? entry.spentAlone : 0;
        uint128 twoPersonAbove = entry.twoPersonAbove;
        return spentAlone < twoPersonAbove ? twoPersonAbove - spentAlone : 0;
    }

    function _today() private view returns (uint48) {
        return uint48(block.timestamp / 1 days);
    }

    function _balance(address token) private view returns (uint256) {
        return IERC20(token).balanceOf(address(this));
    }

    /// @dev By how much the treasury has less than before; 0 if it has more.
    function _fall(address token, uint256 before) private view returns (uint256) {
        return Math.saturatingSub(before, _balance(token));
    }

    function _knownCall(bytes32 call) private view returns (ContributionCall storage entry) {
        entry = _calls[call];
        if (entry.token == address(0)) revert TreasuryCallUnknown(call);
    }

    function _openCall(bytes32 call) private view returns (ContributionCall storage entry) {
        entry = _knownCall(call);
        if (entry.isClosed) revert TreasuryCallClosed(call);
    }

    function _sumOfShares(
        ContributionKey key,
        uint48 timepoint,
        bytes32 edition
    ) private view returns (uint128 totalShares) {
        bool byData = key == ContributionKey.Data;
        if (byData ? edition == 0 || timepoint != 0 : edition != 0) {
            revert TreasuryKeyInvalid(key, timepoint, edition);
        }
        if (byData) {
            totalShares = _totalShares[edition];
        } else {
            (uint16 heads, uint64 weight) = memberRegistry.totalsAt(timepoint);
            totalShares = key == ContributionKey.Heads ? heads : weight;
        }
        if (totalShares == 0) revert TreasuryNoShares(key, timepoint, edition);
    }

    function _owed(ContributionCall storage entry, address member) private view returns (uint128) {
        uint256 share;
        if (entry.key == ContributionKey.Data) {
            share = _shares[entry.edition][member];
        } else {
            (uint16 heads, uint64 weight) = memberRegistry.votesAt(member, entry.timepoint);
            share = entry.key == ContributionKey.Heads ? heads : weight;
        }
        // At most the total, because no share is larger than the sum of all.
        return uint128(Math.ceilDiv(entry.total * share, entry.totalShares));
    }

    function _isForbidden(bytes4 selector) private pure returns (bool) {
        return
            selector == IERC20.transfer.selector ||
            selector == IERC20.transferFrom.selector ||
            selector == IERC20.approve.selector ||
            selector == ICustody.claim.selector;
    }
}
