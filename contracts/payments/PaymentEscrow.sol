// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

import {Breakable} from "../access/Breakable.sol";
import {IBreakable} from "../access/IBreakable.sol";
import {ICircuitBreaker} from "../access/ICircuitBreaker.sol";
import {Custody} from "./Custody.sol";
import {ISignedTransfers} from "./ISignedTransfers.sol";
import {DisputeOutcome, IPaymentEscrow, MilestonePhase, PaymentPhase} from "./IPaymentEscrow.sol";
import {IPaymentRules} from "./IPaymentRules.sol";

/// @title Escrow of payments
contract PaymentEscrow is IPaymentEscrow, Custody, Breakable {
    using SafeERC20 for IERC20;

    uint256 private constant WHOLE = 10_000;
    uint256 private constant SHARES_MAXIMUM = 16;
    uint256 private constant MILESTONES_MAXIMUM = 64;
    uint256 private constant OFFICIALS_MAXIMUM = 16;
    uint48 private constant TERM_MAXIMUM = 10 * 365 days;
    uint32 private constant ARBITRATION_MINIMUM = 1 hours;
    uint32 private constant ARBITRATION_MAXIMUM = 365 days;

    /// @inheritdoc IPaymentEscrow
    IPaymentRules public immutable paymentRules;
    /// @dev The rules never change it.
    address private immutable _feeReceiver;

    mapping(bytes32 id => Payment) private _payments;
    mapping(bytes32 id => mapping(uint256 index => Milestone)) private _milestones;
    mapping(bytes32 id => Dispute) private _disputes;

    /// @param breaker Whom functions ask that can be paused.
    /// @param rules Tokens, fees and arbiters of new payments.
    constructor(ICircuitBreaker breaker, IPaymentRules rules) Breakable(breaker) {
        paymentRules = rules;
        _feeReceiver = rules.feeReceiver();
    }

    /// @inheritdoc IPaymentEscrow
    function authorise(Terms calldata terms, Annex calldata annex) external whenNotPaused nonReentrant {
        bytes32 id = _authorise(terms, annex);
        if (msg.sender != terms.payer) revert PaymentEscrowNotEntitled(id, msg.sender);

        _collect(terms.token, msg.sender, terms.amount);
    }

    /// @inheritdoc IPaymentEscrow
    function authoriseFor(Terms calldata terms, Annex calldata annex) external whenNotPaused nonReentrant {
        _authorise(terms, annex);

        _collect(terms.token, msg.sender, terms.amount);
    }

    /// @inheritdoc IPaymentEscrow
    function authoriseWithPermit(
        Terms calldata terms,
        Annex calldata annex,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external whenNotPaused nonReentrant {
        bytes32 id = _authorise(terms, annex);
        if (msg.sender != terms.payer) revert PaymentEscrowNotEntitled(id, msg.sender);

        // Whoever used the signature before gave the approval that is needed here.
        try IERC20Permit(terms.token).permit(msg.sender, address(this), terms.amount, deadline, v, r, s) {} catch {}
        _collect(terms.token, msg.sender, terms.amount);
    }

    /// @inheritdoc IPaymentEscrow
    function authoriseWithAuthorization(
        Terms calldata terms,
        Annex calldata annex,
        uint256 validAfter,
        uint256 validBefore,
        bytes calldata signature
    ) external whenNotPaused nonReentrant {
        bytes32 id = _authorise(terms, annex);

        _collectSigned(terms, id, validAfter, validBefore, signature);
    }

    /// @inheritdoc IPaymentEscrow
    function charge(Terms calldata terms, Annex calldata annex, bytes32 invoice) external whenNotPaused nonReentrant {
        bytes32 id = _authorise(terms, annex);
        if (msg.sender != terms.payer) revert PaymentEscrowNotEntitled(id, msg.sender);
        uint120 fee = _captureAll(id, terms, annex, invoice);

        _collect(terms.token, msg.sender, terms.amount);
        _distribute(terms, annex, terms.amount, fee);
    }

    /// @inheritdoc IPaymentEscrow
    function chargeWithAuthorization(
        Terms calldata terms,
        Annex calldata annex,
        bytes32 invoice,
        uint256 validAfter,
        uint256 validBefore,
        bytes calldata signature
    ) external whenNotPaused nonReentrant {
        bytes32 id = _authorise(terms, annex);
        if (msg.sender != terms.operator) revert PaymentEscrowNotEntitled(id, msg.sender);
        uint120 fee = _captureAll(id, terms, annex, invoice);

        _collectSigned(terms, id, validAfter, validBefore, signature);
        _distribute(terms, annex, terms.amount, fee);
    }

    /// @inheritdoc IPaymentEscrow
    function capture(
        Terms calldata terms,
        Annex calldata annex,
        uint120 amount,
        bytes32 invoice
    ) external nonReentrant {
        bytes32 id = paymentId(terms);
        _requireAnnex(terms, annex);
        if (annex.milestones.length != 0) revert PaymentEscrowOtherWay(id);
        if (msg.sender != terms.operator) revert PaymentEscrowNotEntitled(id, msg.sender);
        uint120 fee = _capture(id, terms, amount, invoice);

        _distribute(terms, annex, amount, fee);
    }

    /// @inheritdoc IPaymentEscrow
    function void(Terms calldata terms) external nonReentrant {
        bytes32 id = paymentId(terms);
        Payment storage state = _payments[id];
        if (state.phase == PaymentPhase.None) revert PaymentEscrowWrongPhase(id, state.phase);
        _requirePayeeSide(id, terms);
        uint120 amount = _release(id, state);

        emit PaymentVoided(id, msg.sender, amount);

        _payOut(terms.token, terms.payer, amount);
    }

    /// @inheritdoc IPaymentEscrow
    function reclaim(Terms calldata terms) external nonReentrant {
        bytes32 id = paymentId(terms);
        Payment storage state = _requireOpen(id);
        if (block.timestamp <= terms.captureBy) revert PaymentEscrowTooEarly(id, terms.captureBy);
        uint120 amount = _release(id, state);

        emit PaymentReclaimed(id, msg.sender, amount);

        _payOut(terms.token, terms.payer, amount);
    }

    /// @inheritdoc IPaymentEscrow
    function refund(Terms calldata terms, uint120 amount, bytes32 creditNote) external nonReentrant {
        bytes32 id = paymentId(terms);
        Payment storage state = _payments[id];
        if (state.phase == PaymentPhase.None) revert PaymentEscrowWrongPhase(id, state.phase);
        _requirePayeeSide(id, terms);
        if (block.timestamp > terms.refundBy) revert PaymentEscrowTooLate(id, terms.refundBy);
        uint120 refundable = state.refundable;
        if (amount == 0 || amount > refundable) revert PaymentEscrowAmountOutOfBounds(id, amount, refundable);

        state.refundable = refundable - amount;

        emit PaymentRefunded(id, msg.sender, amount, creditNote, refundable - amount);

        // The money does not come by way of the escrow: a payer whom the token refuses leaves it where it is.
        uint256 before = IERC20(terms.token).balanceOf(terms.payer);
        IERC20(terms.token).safeTransferFrom(msg.sender, terms.payer, amount);
        uint256 received = IERC20(terms.token).balanceOf(terms.payer) - before;
        if (received != amount) revert CustodyAmountDiffers(terms.token, amount, received);
    }

    /// @inheritdoc IPaymentEscrow
    function deliverMilestone(
        Terms calldata terms,
        Annex calldata annex,
        uint256 index,
        bytes32 invoice
    ) external nonReentrant {
        bytes32 id = paymentId(terms);
        Milestone storage state = _requireMilestone(id, terms, annex, index);
        if (msg.sender != terms.payee) revert PaymentEscrowNotEntitled(id, msg.sender);
        uint48 reviewUntil = annex.review == 0 ? 0 : uint48(block.timestamp) + annex.review;
        // What an official approved too early can still be delivered: else nobody's silence would ever accept it.
        bool isEarly = state.phase == MilestonePhase.Approved && state.reviewUntil == 0 && reviewUntil != 0;
        if (state.phase != MilestonePhase.Open && !isEarly) {
            revert PaymentEscrowMilestoneWrongPhase(id, index, state.phase);
        }
        if (reviewUntil >= terms.captureBy) revert PaymentEscrowReviewTooLong(id, reviewUntil, terms.captureBy);

        _milestones[id][index] = Milestone(address(0), reviewUntil, MilestonePhase.Delivered, invoice);

        emit MilestoneDelivered(id, index, msg.sender, invoice, reviewUntil);
    }

    /// @inheritdoc IPaymentEscrow
    function acceptMilestone(
        Terms calldata terms,
        Annex calldata annex,
        uint256 index,
        bytes32 invoice
    ) external nonReentrant {
        bytes32 id = paymentId(terms);
        Milestone storage state = _requireMilestone(id, terms, annex, index);
        _requireOfficial(id, annex);
        MilestonePhase phase = state.phase;
        if (phase == MilestonePhase.Accepted) revert PaymentEscrowMilestoneWrongPhase(id, index, phase);
        if (phase != MilestonePhase.Open && state.invoice != invoice) {
            revert PaymentEscrowInvoiceDiffers(id, index, state.invoice, invoice);
        }
        uint120 amount = annex.milestones[index];
        if (amount > annex.twoPersonAbove) {
            if (phase != MilestonePhase.Approved) {
                // The review goes on: what one official has approved, the silence of the others accepts.
                (state.phase, state.official, state.invoice) = (MilestonePhase.Approved, msg.sender, invoice);
                emit MilestoneApproved(id, index, msg.sender, invoice);
                return;
            }
            if (state.official == msg.sender) revert PaymentEscrowApprovedAlready(id, index, msg.sender);
        }

        _acceptMilestone(id, terms, annex, index, invoice, false);
    }

    /// @inheritdoc IPaymentEscrow
    function rejectMilestone(
        Terms calldata terms,
        Annex calldata annex,
        uint256 index,
        bytes32 reason
    ) external nonReentrant {
        bytes32 id = paymentId(terms);
        Milestone storage state = _requireMilestone(id, terms, annex, index);
        _requireOfficial(id, annex);
        if (state.phase != MilestonePhase.Delivered && state.phase != MilestonePhase.Approved) {
            revert PaymentEscrowMilestoneWrongPhase(id, index, state.phase);
        }
        // From then on the milestone counts as accepted, whether somebody has it paid or not.
        if (state.reviewUntil != 0 && block.timestamp > state.reviewUntil) {
            revert PaymentEscrowTooLate(id, state.reviewUntil);
        }

        delete _milestones[id][index];

        emit MilestoneRejected(id, index, msg.sender, reason);
    }

    /// @inheritdoc IPaymentEscrow
    function acceptMilestoneByTime(Terms calldata terms, Annex calldata annex, uint256 index) external nonReentrant {
        bytes32 id = paymentId(terms);
        Milestone storage state = _requireMilestone(id, terms, annex, index);
        if (
            state.reviewUntil == 0 ||
            (state.phase != MilestonePhase.Delivered && state.phase != MilestonePhase.Approved)
        ) {
            revert PaymentEscrowMilestoneWrongPhase(id, index, state.phase);
        }
        if (block.timestamp <= state.reviewUntil) revert PaymentEscrowTooEarly(id, state.reviewUntil);

        _acceptMilestone(id, terms, annex, index, state.invoice, true);
    }

    /// @inheritdoc IPaymentEscrow
    function openDispute(Terms calldata terms, bytes32 evidence) external {
        bytes32 id = paymentId(terms);
        Payment storage state = _requireOpen(id);
        _requireParty(id, terms);
        if (block.timestamp > terms.captureBy) revert PaymentEscrowTooLate(id, terms.captureBy);
        if (state.held == 0 || terms.arbiter == address(0) || _disputes[id].decideBy != 0) {
            revert PaymentEscrowNotDisputable(id);
        }
        uint48 decideBy = uint48(block.timestamp) + terms.arbitration;

        state.phase = PaymentPhase.Disputed;
        _disputes[id].decideBy = decideBy;

        emit DisputeOpened(id, msg.sender, evidence, decideBy);
    }

    /// @inheritdoc IPaymentEscrow
    function offerSettlement(Terms calldata terms, uint120 payeeAmount) external {
        bytes32 id = paymentId(terms);
        Payment storage state = _requireDisputed(id);
        _requireParty(id, terms);
        if (payeeAmount > state.held) revert PaymentEscrowAmountOutOfBounds(id, payeeAmount, state.held);

        (_disputes[id].offer, _disputes[id].offeredBy) = (payeeAmount, msg.sender);

        emit SettlementOffered(id, msg.sender, payeeAmount);
    }

    /// @inheritdoc IPaymentEscrow
    function acceptSettlement(Terms calldata terms, Annex calldata annex, uint120 payeeAmount) external nonReentrant {
        bytes32 id = paymentId(terms);
        _requireDisputed(id);
        _requireParty(id, terms);
        Dispute memory open = _disputes[id];
        if (open.offeredBy == address(0) || open.offeredBy == msg.sender || open.offer != payeeAmount) {
            revert PaymentEscrowOfferDiffers(id, payeeAmount, open.offer, open.offeredBy);
        }

        _settle(id, terms, annex, payeeAmount, DisputeOutcome.Settlement, 0);
    }

    /// @inheritdoc IPaymentEscrow
    function decide(
        Terms calldata terms,
        Annex calldata annex,
        uint120 payeeAmount,
        bytes32 document
    ) external nonReentrant {
        bytes32 id = paymentId(terms);
        Payment storage state = _requireDisputed(id);
        if (msg.sender != terms.arbiter) revert PaymentEscrowNotEntitled(id, msg.sender);
        uint48 decideBy = _disputes[id].decideBy;
        if (block.timestamp > decideBy) revert PaymentEscrowTooLate(id, decideBy);
        if (payeeAmount > state.held) revert PaymentEscrowAmountOutOfBounds(id, payeeAmount, state.held);

        _settle(id, terms, annex, payeeAmount, DisputeOutcome.Decision, document);
    }

    /// @inheritdoc IPaymentEscrow
    function endDispute(Terms calldata terms, Annex calldata annex) external nonReentrant {
        bytes32 id = paymentId(terms);
        Payment storage state = _requireDisputed(id);
        uint48 decideBy = _disputes[id].decideBy;
        if (block.timestamp <= decideBy) revert PaymentEscrowTooEarly(id, decideBy);

        uint120 payeeAmount = _part(state.held, terms.silence);
        _settle(id, terms, annex, payeeAmount, DisputeOutcome.Silence, 0);
    }

    /// @inheritdoc IPaymentEscrow
    function paymentId(Terms calldata terms) public view returns (bytes32) {
        return keccak256(abi.encode(block.chainid, address(this), terms));
    }

    /// @inheritdoc IPaymentEscrow
    function fundingNonce(Terms calldata terms) external view returns (bytes32) {
        return _fundingNonce(paymentId(terms));
    }

    /// @inheritdoc IPaymentEscrow
    function payment(bytes32 id) external view returns (Payment memory) {
        return _payments[id];
    }

    /// @inheritdoc IPaymentEscrow
    function milestone(bytes32 id, uint256 index) external view returns (Milestone memory) {
        return _milestones[id][index];
    }

    /// @inheritdoc IPaymentEscrow
    function dispute(bytes32 id) external view returns (Dispute memory) {
        return _disputes[id];
    }

    /// @inheritdoc IBreakable
    /// @dev What brings new money in. All that moves money out never asks.
    function isPausable(bytes4 selector) external pure returns (bool) {
        return
            selector == this.authorise.selector ||
            selector == this.authoriseFor.selector ||
            selector == this.authoriseWithPermit.selector ||
            selector == this.authoriseWithAuthorization.selector ||
            selector == this.charge.selector ||
            selector == this.chargeWithAuthorization.selector;
    }

    /// @dev Checks the terms and marks the payment as authorised. The money follows.
    function _authorise(Terms calldata terms, Annex calldata annex) private returns (bytes32 id) {
        id = paymentId(terms);
        if (_payments[id].phase != PaymentPhase.None) revert PaymentEscrowAuthorisedAlready(id);
        _checkTerms(terms);
        _requireAnnex(terms, annex);
        bool hasMilestones = annex.milestones.length != 0;
        if ((terms.operator == address(0)) != hasMilestones) revert PaymentEscrowOperatorInvalid(terms.operator);
        paymentRules.requireAccepted(terms.token, terms.fee, terms.arbiter);

        _payments[id] = Payment(terms.amount, 0, PaymentPhase.Open);

        emit PaymentAuthorised(id, terms.payer, terms.payee, msg.sender, terms);
        if (terms.annex != 0) {
            _checkShares(terms, annex);
            if (hasMilestones) _checkMilestones(terms, annex);
            emit AnnexAgreed(id, annex);
        }
    }

    function _checkTerms(Terms calldata terms) private view {
        if (terms.amount == 0) revert PaymentEscrowAmountZero();
        if (terms.payer == address(0) || terms.payer == address(this) || terms.payer == terms.payee) {
            revert PaymentEscrowPartyInvalid(terms.payer);
        }
        _checkReceiver(terms, terms.payee);
        uint256 latest = block.timestamp + TERM_MAXIMUM;
        if (
            terms.authoriseBy < block.timestamp ||
            terms.captureBy < terms.authoriseBy ||
            terms.refundBy < terms.captureBy ||
            terms.refundBy > latest
        ) {
            revert PaymentEscrowTimesInvalid(terms.authoriseBy, terms.captureBy, terms.refundBy, uint48(latest));
        }
        bool isArbitrated = terms.arbiter != address(0);
        (uint32 minimum, uint32 maximum) = isArbitrated ? (ARBITRATION_MINIMUM, ARBITRATION_MAXIMUM) : (0, 0);
        if (terms.arbitration < minimum || terms.arbitration > maximum || terms.silence > (isArbitrated ? WHOLE : 0)) {
            revert PaymentEscrowArbitrationInvalid(terms.arbitration, terms.silence, minimum, maximum);
        }
        bool hasInterest =
            terms.arbiter == terms.payer || terms.arbiter == terms.operator || terms.arbiter == _feeReceiver;
        if (isArbitrated && hasInterest) {
            revert PaymentEscrowArbiterIsParty(terms.arbiter);
        }
    }

    /// @dev Whoever gets money is somebody, is not the escrow, and settles no dispute.
    function _checkReceiver(Terms calldata terms, address account) private view {
        if (account == address(0) || account == address(this)) revert PaymentEscrowPartyInvalid(account);
        if (account == terms.arbiter) revert PaymentEscrowArbiterIsParty(account);
    }

    function _checkShares(Terms calldata terms, Annex calldata annex) private view {
        uint256 count = annex.shares.length;
        if (count == 0) return;
        uint256 sum;
        bool isEach = true;
        if (count <= SHARES_MAXIMUM) {
            for (uint256 i = 0; i < count; ++i) {
                Share calldata share = annex.shares[i];
                _checkReceiver(terms, share.payee);
                if (share.part == 0) isEach = false;
                sum += share.part;
            }
        }
        if (count == 1 || !isEach || sum != WHOLE) revert PaymentEscrowSharesInvalid(count, sum);
    }

    function _checkMilestones(Terms calldata terms, Annex calldata annex) private view {
        uint256 count = annex.milestones.length;
        uint256 sum;
        bool isEach = count <= MILESTONES_MAXIMUM;
        uint256 largest;
        for (uint256 i = 0; isEach && i < count; ++i) {
            uint256 amount = annex.milestones[i];
            if (amount == 0) isEach = false;
            if (amount > largest) largest = amount;
            sum += amount;
        }
        if (!isEach || sum != terms.amount) revert PaymentEscrowMilestonesInvalid(count, sum, terms.amount);
        uint256 officials = annex.officials.length;
        uint256 needed = largest > annex.twoPersonAbove ? 2 : 1;
        if (officials < needed || officials > OFFICIALS_MAXIMUM) {
            revert PaymentEscrowOfficialsInvalid(officials, address(0));
        }
        for (uint256 i = 0; i < officials; ++i) {
            if (!_canAccept(terms, annex, i)) revert PaymentEscrowOfficialsInvalid(officials, annex.officials[i]);
        }
    }

    function _canAccept(Terms calldata terms, Annex calldata annex, uint256 index) private view returns (bool) {
        address official = annex.officials[index];
        if (official == address(0) || official == terms.payee) return false;
        if (official == terms.arbiter || official == _feeReceiver) return false;
        for (uint256 i = 0; i < annex.shares.length; ++i) if (annex.shares[i].payee == official) return false;
        for (uint256 i = 0; i < index; ++i) if (annex.officials[i] == official) return false;
        return true;
    }

    function _requireAnnex(Terms calldata terms, Annex calldata annex) private pure {
        bool isEmpty =
            annex.shares.length == 0 &&
                annex.milestones.length == 0 &&
                annex.officials.length == 0 &&
                annex.twoPersonAbove == 0 &&
                annex.review == 0;
        bytes32 given = isEmpty ? bytes32(0) : keccak256(abi.encode(annex));
        if (given != terms.annex) revert PaymentEscrowAnnexDiffers(terms.annex, given);
    }

    function _requireOpen(bytes32 id) private view returns (Payment storage state) {
        state = _payments[id];
        if (state.phase != PaymentPhase.Open) revert PaymentEscrowWrongPhase(id, state.phase);
    }

    function _requireDisputed(bytes32 id) private view returns (Payment storage state) {
        state = _payments[id];
        if (state.phase != PaymentPhase.Disputed) revert PaymentEscrowWrongPhase(id, state.phase);
    }

    function _requireParty(bytes32 id, Terms calldata terms) private view {
        if (msg.sender != terms.payer && msg.sender != terms.payee) revert PaymentEscrowNotEntitled(id, msg.sender);
    }

    /// @dev Whoever may give money back: not the payer, who would take it, even where it is the operator.
    function _requirePayeeSide(bytes32 id, Terms calldata terms) private view {
        if (msg.sender == terms.payee) return;
        if (msg.sender != terms.operator || msg.sender == terms.payer) revert PaymentEscrowNotEntitled(id, msg.sender);
    }

    function _requireOfficial(bytes32 id, Annex calldata annex) private view {
        for (uint256 i = 0; i < annex.officials.length; ++i) if (annex.officials[i] == msg.sender) return;
        revert PaymentEscrowNotEntitled(id, msg.sender);
    }

    /// @dev A milestone of an open payment, in time.
    function _requireMilestone(
        bytes32 id,
        Terms calldata terms,
        Annex calldata annex,
        uint256 index
    ) private view returns (Milestone storage) {
        _requireOpen(id);
        _requireAnnex(terms, annex);
        if (annex.milestones.length == 0) revert PaymentEscrowOtherWay(id);
        if (index >= annex.milestones.length) {
            revert PaymentEscrowMilestoneWrongPhase(id, index, MilestonePhase.Open);
        }
        if (block.timestamp > terms.captureBy) revert PaymentEscrowTooLate(id, terms.captureBy);
        return _milestones[id][index];
    }

    function _acceptMilestone(
        bytes32 id,
        Terms calldata terms,
        Annex calldata annex,
        uint256 index,
        bytes32 invoice,
        bool byTime
    ) private {
        Milestone storage state = _milestones[id][index];
        (state.phase, state.invoice) = (MilestonePhase.Accepted, invoice);
        emit MilestoneAccepted(id, index, msg.sender, byTime);
        uint120 amount = annex.milestones[index];
        uint120 fee = _capture(id, terms, amount, invoice);

        _distribute(terms, annex, amount, fee);
    }

    /// @dev Moves part of what is held to what was captured. The money follows.
    function _capture(bytes32 id, Terms calldata terms, uint120 amount, bytes32 invoice) private returns (uint120 fee) {
        Payment storage state = _requireOpen(id);
        if (block.timestamp > terms.captureBy) revert PaymentEscrowTooLate(id, terms.captureBy);
        (uint120 held, uint120 refundable) = (state.held, state.refundable);
        if (amount == 0 || amount > held) revert PaymentEscrowAmountOutOfBounds(id, amount, held);

        (held, refundable) = (held - amount, refundable + amount);
        (state.held, state.refundable) = (held, refundable);

        fee = _part(amount, terms.fee);
        emit PaymentCaptured(id, msg.sender, amount, fee, invoice, held, refundable);
    }

    function _captureAll(
        bytes32 id,
        Terms calldata terms,
        Annex calldata annex,
        bytes32 invoice
    ) private returns (uint120) {
        if (annex.milestones.length != 0) revert PaymentEscrowOtherWay(id);
        return _capture(id, terms, terms.amount, invoice);
    }

    /// @dev Lets go of all that is held. The money follows.
    function _release(bytes32 id, Payment storage state) private returns (uint120 amount) {
        amount = state.held;
        if (amount == 0) revert PaymentEscrowAmountOutOfBounds(id, 0, 0);
        (state.held, state.phase) = (0, PaymentPhase.Open);
    }

    function _settle(
        bytes32 id,
        Terms calldata terms,
        Annex calldata annex,
        uint120 payeeAmount,
        DisputeOutcome outcome,
        bytes32 document
    ) private {
        _requireAnnex(terms, annex);
        Payment storage state = _payments[id];
        uint120 payerAmount = state.held - payeeAmount;
        uint120 refundable = state.refundable + payeeAmount;

        _payments[id] = Payment(0, refundable, PaymentPhase.Open);

        uint120 fee = _part(payeeAmount, terms.fee);
        emit DisputeSettled(id, msg.sender, outcome, payeeAmount, payerAmount, fee, document, refundable);

        _payOut(terms.token, terms.payer, payerAmount);
        _distribute(terms, annex, payeeAmount, fee);
    }

    /// @dev ES4: what is paid out sums to the amount. The first who shares gets what rounding leaves.
    function _distribute(Terms calldata terms, Annex calldata annex, uint120 amount, uint120 fee) private {
        _payOut(terms.token, _feeReceiver, fee);
        uint120 net = amount - fee;
        uint256 count = annex.shares.length;
        if (count == 0) {
            _payOut(terms.token, terms.payee, net);
            return;
        }
        uint120 first = net;
        for (uint256 i = 1; i < count; ++i) {
            uint120 part = _part(net, annex.shares[i].part);
            first -= part;
            _payOut(terms.token, annex.shares[i].payee, part);
        }
        _payOut(terms.token, annex.shares[0].payee, first);
    }

    function _collectSigned(
        Terms calldata terms,
        bytes32 id,
        uint256 validAfter,
        uint256 validBefore,
        bytes calldata signature
    ) private {
        uint256 before = IERC20(terms.token).balanceOf(address(this));
        ISignedTransfers(terms.token).receiveWithAuthorization(
            terms.payer,
            address(this),
            terms.amount,
            validAfter,
            validBefore,
            _fundingNonce(id),
            signature
        );
        _requireReceived(terms.token, before, terms.amount);
    }

    function _fundingNonce(bytes32 id) private pure returns (bytes32) {
        return (id >> 64) << 64;
    }

    /// @dev At most the amount, so that it fits.
    function _part(uint120 amount, uint16 basisPoints) private pure returns (uint120) {
        return uint120((uint256(amount) * basisPoints) / WHOLE);
    }
}
