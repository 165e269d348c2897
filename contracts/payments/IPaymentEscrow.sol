// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {ICustody} from "./ICustody.sol";
import {IPaymentRules} from "./IPaymentRules.sol";

/// @notice How far a payment is.
enum PaymentPhase {
    /// Never authorised.
    None,
    /// Its money is held, captured, or went back.
    Open,
    /// An arbiter settles who gets what is held.
    Disputed
}

/// @notice How far a milestone is.
enum MilestonePhase {
    Open,
    /// The payee says that it is done; officials review it.
    Delivered,
    /// One official approved it, and it needs a second one.
    Approved,
    /// It is paid.
    Accepted
}

/// @notice What ended a dispute.
enum DisputeOutcome {
    /// One party accepted what the other offered.
    Settlement,
    /// The arbiter decided.
    Decision,
    /// The arbiter let its time pass.
    Silence
}

/// @title Escrow of payments
/// @notice A payer authorises an amount, which is held here until it is captured for the payee or goes back. Nobody administers the
/// escrow: no role, no decision and no upgrade reaches the money, and a pause of the breaker stops new payments alone.
/// @dev The verbs are those of card payments: authorise, capture, charge (both at once), void, refund, reclaim. The terms of a payment are
/// given with every call; the escrow keeps their hash, which is the id of the payment, and can therefore never change them.
///
/// ES1: of each token the escrow has at least what it holds for payments and what waits to be claimed. ES2: captured, voided and reclaimed
/// are never more than authorised, refunded never more than captured; money goes to the payer, the payee, those who share with it, and the
/// receiver of fees alone. ES3: nothing is captured after `captureBy` and reclaimed before. ES4: shares and fee sum to what is captured.
/// ES5: every wait ends by itself. From `captureBy` on anybody sends back what is held; a dispute ends with `decideBy`.
///
/// Warning: not guaranteed is what a token does. A token that takes money away from its holders takes it from the payments in that token.
interface IPaymentEscrow is ICustody {
    struct Terms {
        address payer;
        address payee;
        address token;
        /// What is authorised, in units of the token.
        uint120 amount;
        /// Who captures; zero where milestones are accepted.
        address operator;
        /// Last second in which the payment can be authorised.
        uint48 authoriseBy;
        /// Last second in which it can be captured, accepted or disputed.
        uint48 captureBy;
        /// Last second in which the payee can give back.
        uint48 refundBy;
        /// Fee in basis points of what is captured, for the receiver of `PaymentRules`; rounded down.
        uint16 fee;
        /// Who settles a dispute; zero if there can be none.
        address arbiter;
        /// Seconds that the arbiter has, 0 without arbiter.
        uint32 arbitration;
        /// Basis points of the disputed amount that the payee gets if the arbiter is silent; the payer gets the rest.
        uint16 silence;
        /// `keccak256(abi.encode(annex))`, 0 if there is none.
        bytes32 annex;
        /// Purchase order or contract, for example the hash of its number (BT-13 of EN 16931).
        bytes32 orderReference;
        /// Makes payments with equal terms different.
        uint256 salt;
    }

    /// @notice Part of what is captured, after the fee.
    struct Share {
        address payee;
        /// Basis points, above 0.
        uint16 part;
    }

    /// @notice What only some payments have.
    struct Annex {
        /// None: all is the payee's. Otherwise 2 to 16 that sum to 10,000; each is rounded down, and the first gets the remainder.
        Share[] shares;
        /// Amounts of the milestones, which sum to the amount of the payment; at most 64. None: the operator captures.
        uint120[] milestones;
        /// Who accepts milestones: 1 to 16 different accounts, of which none gets money, nor fees.
        address[] officials;
        /// Milestones above this amount need two officials.
        uint120 twoPersonAbove;
        /// Seconds from its delivery, after which a milestone that no official rejected counts as accepted; 0: never.
        uint32 review;
    }

    struct Payment {
        /// What can still be captured, in units of the token.
        uint120 held;
        /// What was captured and not refunded.
        uint120 refundable;
        PaymentPhase phase;
    }

    struct Milestone {
        /// The official who approved it, if it needs a second one.
        address official;
        /// Last second in which it can be rejected; silence until then is acceptance; 0: it never is.
        uint48 reviewUntil;
        MilestonePhase phase;
        /// Hash of the invoice that was delivered or approved.
        bytes32 invoice;
    }

    struct Dispute {
        /// Last second in which the arbiter can decide; 0 if there never was a dispute.
        uint48 decideBy;
        /// What the offering party would let the payee have.
        uint120 offer;
        /// The party whose offer stands; zero for none.
        address offeredBy;
    }

    /// @notice A payment was authorised; `actor` paid for it.
    event PaymentAuthorised(
        bytes32 indexed payment,
        address indexed payer,
        address indexed payee,
        address actor,
        Terms terms
    );
    /// @notice The payment has shares or milestones.
    event AnnexAgreed(bytes32 indexed payment, Annex annex);
    /// @notice The payee, or those who share with it, got `amount` less `fee`.
    /// @param invoice Hash of the invoice by EN 16931, 0 for none.
    event PaymentCaptured(
        bytes32 indexed payment,
        address indexed actor,
        uint120 amount,
        uint120 fee,
        bytes32 invoice,
        uint120 held,
        uint120 refundable
    );
    /// @notice The payee gave up what was held: it went back to the payer.
    event PaymentVoided(bytes32 indexed payment, address indexed actor, uint120 amount);
    /// @notice The time was over: what was held went back to the payer.
    event PaymentReclaimed(bytes32 indexed payment, address indexed actor, uint120 amount);
    /// @notice The payer got back part of what was captured.
    event PaymentRefunded(
        bytes32 indexed payment,
        address indexed actor,
        uint120 amount,
        bytes32 creditNote,
        uint120 refundable
    );
    /// @notice The payee says that a milestone is done.
    /// @param reviewUntil Last second in which it can be rejected; silence until then is acceptance; 0: it never is.
    event MilestoneDelivered(
        bytes32 indexed payment,
        uint256 indexed milestone,
        address indexed actor,
        bytes32 invoice,
        uint48 reviewUntil
    );
    /// @notice An official approved a milestone that needs a second one.
    event MilestoneApproved(bytes32 indexed payment, uint256 indexed milestone, address indexed actor, bytes32 invoice);
    /// @notice An official rejected a milestone: the payee can deliver it again.
    event MilestoneRejected(bytes32 indexed payment, uint256 indexed milestone, address indexed actor, bytes32 reason);
    /// @notice A milestone was accepted and paid.
    /// @param byTime No official reviewed it in time.
    event MilestoneAccepted(bytes32 indexed payment, uint256 indexed milestone, address indexed actor, bool byTime);
    /// @notice A party disputes what is held.
    event DisputeOpened(bytes32 indexed payment, address indexed actor, bytes32 evidence, uint48 decideBy);
    /// @notice A party would settle the dispute so. An earlier offer of either party stands no longer.
    event SettlementOffered(bytes32 indexed payment, address indexed actor, uint120 payeeAmount);
    /// @notice A dispute ended: the payee got `payeeAmount` less `fee`, the payer the rest of what was held.
    /// @param document Hash of the arbiter's reasons, 0 for none.
    event DisputeSettled(
        bytes32 indexed payment,
        address indexed actor,
        DisputeOutcome outcome,
        uint120 payeeAmount,
        uint120 payerAmount,
        uint120 fee,
        bytes32 document,
        uint120 refundable
    );

    /// @notice The payment pays nothing.
    /// @custom:remedy Give an amount above 0.
    error PaymentEscrowAmountZero();
    /// @notice A party is nobody, this contract, or both parties are the same.
    /// @custom:remedy Name a payer and a payee, two accounts apart from this contract.
    error PaymentEscrowPartyInvalid(address account);
    /// @notice A payment without milestones names nobody who captures, or one with milestones does.
    /// @custom:remedy Name an operator if and only if there are no milestones.
    error PaymentEscrowOperatorInvalid(address operator);
    /// @notice The times are out of order, in the past, or too far away; seconds since 1970.
    /// @custom:remedy Give now <= authoriseBy <= captureBy <= refundBy <= `latest`.
    error PaymentEscrowTimesInvalid(uint48 authoriseBy, uint48 captureBy, uint48 refundBy, uint48 latest);
    /// @notice Whoever settles disputes is a party, captures, accepts, or gets money or fees.
    /// @custom:remedy Name an arbiter who has no interest in the payment.
    error PaymentEscrowArbiterIsParty(address arbiter);
    /// @notice The time of the arbiter, in seconds, or what its silence means, in basis points, is out of bounds.
    /// @custom:remedy With an arbiter give `minimum` to `maximum` seconds and at most 10,000 points; without one give 0 for both.
    error PaymentEscrowArbitrationInvalid(uint32 arbitration, uint16 silence, uint32 minimum, uint32 maximum);
    /// @notice The annex is another than the terms name.
    /// @custom:remedy Give the annex that was agreed; an empty one if the terms name none.
    error PaymentEscrowAnnexDiffers(bytes32 agreed, bytes32 given);
    /// @notice The shares do not sum to 10,000 basis points, or there is one or more than 16.
    /// @custom:remedy Give 2 to 16 shares above 0 that sum to 10,000.
    error PaymentEscrowSharesInvalid(uint256 count, uint256 sum);
    /// @notice The amounts of the milestones do not sum to that of the payment, one is 0, or there are more than 64.
    /// @custom:remedy Give 1 to 64 milestones above 0 that sum to the amount.
    error PaymentEscrowMilestonesInvalid(uint256 count, uint256 sum, uint120 amount);
    /// @notice Somebody cannot accept milestones: nobody, named twice, the arbiter, a receiver of money or fees, or too few or too many.
    /// @custom:remedy Name 1 to 16 different officials of whom none gets money or fees; two where a milestone needs two.
    error PaymentEscrowOfficialsInvalid(uint256 count, address official);
    /// @notice A payment with these terms was authorised before.
    /// @custom:remedy Nothing to do, or give another salt for a second payment.
    error PaymentEscrowAuthorisedAlready(bytes32 payment);
    /// @notice The payment was never authorised, or its phase does not allow this.
    /// @custom:remedy Read `payment(id)`; a disputed payment waits for its arbiter.
    error PaymentEscrowWrongPhase(bytes32 payment, PaymentPhase phase);
    /// @notice The caller may not do this.
    /// @custom:remedy Call as somebody whom the terms name for it.
    error PaymentEscrowNotEntitled(bytes32 payment, address caller);
    /// @notice The amount is 0 or more than there is.
    /// @custom:remedy Give an amount from 1 to `available`, in units of the token.
    error PaymentEscrowAmountOutOfBounds(bytes32 payment, uint120 amount, uint120 available);
    /// @notice It is too late for that.
    /// @custom:remedy Nothing to do: what is held can be reclaimed for the payer.
    error PaymentEscrowTooLate(bytes32 payment, uint48 last);
    /// @notice It is too early for that.
    /// @custom:remedy Try again after `last` (seconds since 1970).
    error PaymentEscrowTooEarly(bytes32 payment, uint48 last);
    /// @notice The payment is captured by milestones, or it has none.
    /// @custom:remedy Accept its milestones, or capture it.
    error PaymentEscrowOtherWay(bytes32 payment);
    /// @notice The milestone does not exist, or its phase does not allow this.
    /// @custom:remedy Read `milestone(id, index)`.
    error PaymentEscrowMilestoneWrongPhase(bytes32 payment, uint256 milestone, MilestonePhase phase);
    /// @notice A review of this length would end after `captureBy`.
    /// @custom:remedy Ask the officials to accept it, or open a dispute in time.
    error PaymentEscrowReviewTooLong(bytes32 payment, uint48 reviewUntil, uint48 captureBy);
    /// @notice The invoice is another than the one that was delivered or approved.
    /// @custom:remedy Check the invoice; reject the milestone to get another one.
    error PaymentEscrowInvoiceDiffers(bytes32 payment, uint256 milestone, bytes32 invoice, bytes32 given);
    /// @notice The same official cannot approve twice.
    /// @custom:remedy Let a second official accept it.
    error PaymentEscrowApprovedAlready(bytes32 payment, uint256 milestone, address official);
    /// @notice The payment was disputed before, or nobody can settle a dispute of it.
    /// @custom:remedy Nothing to do: a payment is disputed once, and only if it names an arbiter.
    error PaymentEscrowNotDisputable(bytes32 payment);
    /// @notice No such offer of the other party stands.
    /// @custom:remedy Read `dispute(id)`, and accept the amount that stands there.
    error PaymentEscrowOfferDiffers(bytes32 payment, uint120 given, uint120 offer, address offeredBy);

    /// @notice Authorises a payment with money that the payer approved to this contract. By the payer.
    function authorise(Terms calldata terms, Annex calldata annex) external;

    /// @notice The same by somebody else with its own money. What goes back goes to the payer of the terms.
    function authoriseFor(Terms calldata terms, Annex calldata annex) external;

    /// @notice The same with an approval by signature (ERC-2612). By the payer, because such a signature does not name the terms. A
    /// signature that somebody used before does not matter, as long as the approval is there.
    function authoriseWithPermit(
        Terms calldata terms,
        Annex calldata annex,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external;

    /// @notice The same with a transfer by signature (ERC-3009), brought by anybody: its nonce is `fundingNonce(terms)`, so that the
    /// payer's signature holds for these terms alone, once.
    function authoriseWithAuthorization(
        Terms calldata terms,
        Annex calldata annex,
        uint256 validAfter,
        uint256 validBefore,
        bytes calldata signature
    ) external;

    /// @notice Authorises and captures all at once with money that the payer approved to this contract. By the payer.
    /// @param invoice Hash of the invoice by EN 16931, 0 for none.
    function charge(Terms calldata terms, Annex calldata annex, bytes32 invoice) external;

    /// @notice The same with a transfer by signature (ERC-3009). By the operator, whom the payer's signature lets capture.
    function chargeWithAuthorization(
        Terms calldata terms,
        Annex calldata annex,
        bytes32 invoice,
        uint256 validAfter,
        uint256 validBefore,
        bytes calldata signature
    ) external;

    /// @notice Pays the payee a part of what is held, or all of it. By the operator, until `captureBy`, as often as it likes.
    function capture(Terms calldata terms, Annex calldata annex, uint120 amount, bytes32 invoice) external;

    /// @notice Gives all that is held back to the payer. By the payee, or by an operator that is not the payer; in a dispute, too.
    function void(Terms calldata terms) external;

    /// @notice Gives all that is held back to the payer after `captureBy`. By anybody.
    function reclaim(Terms calldata terms) external;

    /// @notice Gives the payer back part of what was captured, until `refundBy`. By the payee, or by an operator that is not the payer,
    /// with its own money, which it approved to this contract. The fee stays.
    /// @param creditNote Hash of the credit note, 0 for none.
    function refund(Terms calldata terms, uint120 amount, bytes32 creditNote) external;

    /// @notice Says that a milestone is done. By the payee. The review has to end before `captureBy`. Where one is agreed, a milestone
    /// that one official has approved already can still be delivered, so that the review begins: the approval lapses.
    /// @param index Counted from 0.
    /// @param invoice Hash of the invoice by EN 16931, 0 for none.
    function deliverMilestone(Terms calldata terms, Annex calldata annex, uint256 index, bytes32 invoice) external;

    /// @notice Accepts a milestone, delivered or not, and pays it; a large one is paid when a second official accepts. By an official.
    /// @param invoice As delivered or approved.
    function acceptMilestone(Terms calldata terms, Annex calldata annex, uint256 index, bytes32 invoice) external;

    /// @notice Rejects what was delivered or approved. By an official, until the review ends.
    /// @param reason Hash of the reasons.
    function rejectMilestone(Terms calldata terms, Annex calldata annex, uint256 index, bytes32 reason) external;

    /// @notice Pays a milestone that no official has accepted or rejected within the review. By anybody, until `captureBy`.
    function acceptMilestoneByTime(Terms calldata terms, Annex calldata annex, uint256 index) external;

    /// @notice Disputes what is held: nothing moves until it is settled. By a party, until `captureBy`, once.
    /// @param evidence Hash of what the party says.
    function openDispute(Terms calldata terms, bytes32 evidence) external;

    /// @notice Offers to let the payee have so much of what is held. By a party.
    function offerSettlement(Terms calldata terms, uint120 payeeAmount) external;

    /// @notice Accepts what the other party offers.
    /// @param payeeAmount What the offer says.
    function acceptSettlement(Terms calldata terms, Annex calldata annex, uint120 payeeAmount) external;

    /// @notice Decides a dispute. By the arbiter, until `decideBy`.
    /// @param document Hash of its reasons.
    function decide(Terms calldata terms, Annex calldata annex, uint120 payeeAmount, bytes32 document) external;

    /// @notice Ends a dispute whose arbiter let its time pass, as the terms say. By anybody.
    function endDispute(Terms calldata terms, Annex calldata annex) external;

    /// @notice Tokens, fees and arbiters of new payments.
    function paymentRules() external view returns (IPaymentRules);

    /// @notice Id of the payment with these terms: `keccak256(abi.encode(chain id, this contract, terms))`.
    function paymentId(Terms calldata terms) external view returns (bytes32);

    /// @notice Nonce of a transfer by signature (ERC-3009) that funds the payment: its id, with the last 64 bits 0, because the token
    /// counts from there.
    function fundingNonce(Terms calldata terms) external view returns (bytes32);

    /// @notice State of a payment.
    function payment(bytes32 id) external view returns (Payment memory);

    /// @notice State of a milestone.
    function milestone(bytes32 id, uint256 index) external view returns (Milestone memory);

    /// @notice State of a dispute.
    function dispute(bytes32 id) external view returns (Dispute memory);
}
