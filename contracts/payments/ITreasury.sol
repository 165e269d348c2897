// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {IMembers} from "./IMembers.sol";

/// @notice After what members share a call for contributions.
enum ContributionKey {
    /// Each member that had a vote at the timepoint alike.
    Heads,
    /// By the weight that it had at the timepoint: for states, their population.
    Population,
    /// By shares that the body decided, for example after gross domestic products.
    Data
}

/// @title Treasury of a body
/// @notice Money of the body. It decides on budget lines (role BUDGETS), and on grants and service contracts that are funded out of them;
/// whoever keeps the accounts (role FINANCE) pays inside the lines, directly or through contracts for payments that the body named. Amounts are units of the token, times seconds since 1970, ids the hash or the
/// ASCII name of what they stand for.
///
/// What holds, whatever the holders of FINANCE do: a line never spends more than its ceiling, nor outside its period; of each line one
/// person alone spends at most `twoPersonAbove` in a day; the treasury approves nobody for longer than one call and never more than
/// the amount of that call; it calls only functions that the body named, never a token, the authority or itself.
/// @dev Two persons are two accounts that hold FINANCE and call in person: the Authority's `execute`, through which one person could come a
/// second time, neither proposes nor confirms. Whether two accounts belong to two persons is for the body to see to.
///
/// Money that comes back (what a payee refunds, what is left of a payment through a contract) belongs to the treasury, not to the line
/// that it was paid from: a line counts what left the treasury.
///
/// Warning: a contract that is named acts with money of the treasury and takes the treasury for its payer. Name only functions that leave
/// to the caller nothing but what FINANCE shall decide: none that sends what belongs to the treasury to an account of the caller's
/// choice (`claim` is refused; `collectPayout` does that), none that carries other calls, and none that pays the treasury out and takes
/// its money in one call, which would let a line count too little.
///
/// Pausable are `pay`, `fund`, `fundByDecision`, `confirmPayment`, `confirmFunding` and `contribute`. Exits, never paused: `instruct`, `collectPayout`.
interface ITreasury {
    struct BudgetLine {
        /// Token of all payments; zero for a line that was never opened.
        address token;
        /// First and last second of its payments.
        uint48 from;
        uint48 until;
        uint128 ceiling;
        /// What left the treasury so far.
        uint128 spent;
        /// What one person alone spends at most in a day.
        uint128 twoPersonAbove;
        /// What single persons spent on `aloneDay`.
        uint128 spentAlone;
        /// Days since 1970 (UTC).
        uint48 aloneDay;
        bool isClosed;
    }

    struct ContributionCall {
        /// Zero for a call that was never made.
        address token;
        /// When members look at their shares: past seconds since 1970; 0 for `Data`.
        uint48 timepoint;
        /// Last second in which a contribution is in time.
        uint48 due;
        /// What all members together are asked for.
        uint128 total;
        /// What was paid so far.
        uint128 contributed;
        /// Sum of all shares.
        uint128 totalShares;
        ContributionKey key;
        bool isClosed;
        /// Edition of the shares; 0 unless the key is `Data`.
        bytes32 edition;
    }

    struct Proposal {
        /// Zero when none waits.
        address proposer;
        /// Last second in which it can be confirmed.
        uint48 expiresAt;
    }

    /// @notice Payments up to the ceiling can be made from the line, as the document with the hash says.
    event BudgetLineOpened(
        bytes32 indexed line,
        address indexed token,
        address indexed actor,
        uint128 ceiling,
        uint128 twoPersonAbove,
        uint48 from,
        uint48 until,
        bytes32 documentHash
    );
    /// @notice The line has another ceiling.
    event CeilingSet(bytes32 indexed line, address indexed actor, uint128 ceiling, bytes32 documentHash);
    /// @notice One person alone spends at most so much of the line in a day.
    event TwoPersonAboveSet(bytes32 indexed line, address indexed actor, uint128 twoPersonAbove);
    /// @notice No payment is made from the line any more.
    event BudgetLineClosed(bytes32 indexed line, address indexed actor);
    /// @notice Whether the treasury calls the contract.
    event FundableKnown(address indexed target, address indexed actor, bool known);
    /// @notice Whether the treasury calls this function of the contract.
    event FundableSet(address indexed target, bytes4 indexed selector, address indexed actor, bool fundable);
    /// @notice The line paid an amount and has spent so much in all. `proposer` is zero when one person paid alone.
    event PaymentMade(
        bytes32 indexed line,
        address indexed payee,
        bytes32 indexed paymentReference,
        address actor,
        address proposer,
        uint128 amount,
        uint128 spent
    );
    /// @notice The contract took an amount, and the line has spent so much in all. `proposer` is zero when one person funded alone.
    event FundingMade(
        bytes32 indexed line,
        address indexed target,
        address indexed actor,
        address proposer,
        bytes call,
        uint128 amount,
        uint128 spent
    );
    /// @notice The contract took the amount that the body decided on, and the line has spent so much in all.
    event FundingDecided(
        bytes32 indexed line,
        address indexed target,
        address indexed actor,
        bytes call,
        uint128 amount,
        uint128 spent
    );
    /// @notice The treasury told the contract something, which cost it nothing.
    event InstructionGiven(address indexed target, bytes4 indexed selector, address indexed actor, bytes call);
    /// @notice A payment waits for a second person.
    event PaymentProposed(
        bytes32 indexed id,
        bytes32 indexed line,
        address indexed payee,
        address proposer,
        uint128 amount,
        bytes32 paymentReference,
        uint48 expiresAt
    );
    /// @notice A funding waits for a second person.
    event FundingProposed(
        bytes32 indexed id,
        bytes32 indexed line,
        address indexed target,
        address proposer,
        bytes call,
        uint128 amount,
        uint48 expiresAt
    );
    /// @notice The second person confirmed; the payment or funding follows.
    event ProposalConfirmed(bytes32 indexed id, address indexed actor);
    /// @notice The proposal waits no more.
    event ProposalWithdrawn(bytes32 indexed id, address indexed actor);
    /// @notice What a contract for payments kept for the treasury came in.
    event PayoutCollected(address indexed custody, address indexed token, address indexed actor, uint256 amount);
    /// @notice The body decided on shares of contributions.
    event ContributionSharesSet(bytes32 indexed edition, address indexed actor, address[] members, uint64[] shares);
    /// @notice Members are asked for contributions.
    event ContributionsCalled(
        bytes32 indexed call,
        address indexed token,
        address indexed actor,
        uint128 total,
        ContributionKey key,
        uint48 timepoint,
        bytes32 edition,
        uint48 due,
        uint128 totalShares
    );
    /// @notice Nobody is asked for contributions of this call any more. What was paid stays.
    event ContributionsClosed(bytes32 indexed call, address indexed actor);
    /// @notice An amount was paid for a member, which has contributed so much to the call in all.
    event ContributionMade(
        bytes32 indexed call,
        address indexed member,
        address indexed payer,
        uint128 amount,
        uint128 contributed
    );

    /// @notice There is no contract at the address.
    /// @custom:remedy Give the address of a contract on this chain.
    error TreasuryNotContract(address target);
    /// @notice No line has this id.
    /// @custom:remedy Check the id; the body opens lines by decision.
    error TreasuryLineUnknown(bytes32 line);
    /// @notice A line has this id already, and ids are never given again.
    /// @custom:remedy Open the line under another id, or set the ceiling of the one that is there.
    error TreasuryLineExists(bytes32 line);
    /// @notice The line was closed.
    /// @custom:remedy Pay from another line.
    error TreasuryLineClosed(bytes32 line);
    /// @notice A period ends before it begins, or has ended.
    /// @custom:remedy Give a last second that is not before the first, nor before now.
    error TreasuryPeriodInvalid(uint48 from, uint48 until);
    /// @notice The line makes payments at other times.
    /// @custom:remedy Pay from a line whose period this is.
    error TreasuryOutsidePeriod(bytes32 line, uint48 from, uint48 until);
    /// @notice The line has not so much left.
    /// @custom:remedy Pay at most `left`, or let the body set a higher ceiling.
    error TreasuryCeilingExceeded(bytes32 line, uint128 amount, uint128 left);
    /// @notice The line has spent more than this ceiling already.
    /// @custom:remedy Give a ceiling from `spent` on, or close the line.
    error TreasuryCeilingBelowSpent(bytes32 line, uint128 ceiling, uint128 spent);
    /// @notice One person alone cannot spend so much of the line today.
    /// @custom:remedy Propose the payment, and let a second person confirm it; `left` can still be paid alone today (UTC).
    error TreasurySecondPersonNeeded(bytes32 line, uint128 amount, uint128 left);
    /// @notice An amount is zero.
    /// @custom:remedy Give an amount above 0, in units of the token. What costs nothing is told by `instruct`.
    error TreasuryZeroAmount();
    /// @notice The payee is the zero address, the treasury itself, a token, or a contract for payments.
    /// @custom:remedy Name an account that can use the money; pay through contracts by `fund`.
    error TreasuryPayeeInvalid(address payee);
    /// @notice The treasury has not so much of the token.
    /// @custom:remedy Wait for contributions, or pay at most `balance`.
    error TreasuryBalanceTooLow(address token, uint256 balance, uint128 amount);
    /// @notice The token moved another amount than it was asked for.
    /// @custom:remedy Pay in a token that keeps nothing back.
    error TreasuryAmountDiffers(address token, uint256 wanted, uint256 moved);
    /// @notice The treasury never calls a token that it pays or is paid in, the authority, or itself.
    /// @custom:remedy Name a contract for payments that is none of these.
    error TreasuryTargetForbidden(address target);
    /// @notice The treasury never calls a function with this selector: it would move or approve its tokens, or take them out elsewhere.
    /// @custom:remedy Name another function; what waits for the treasury is collected by `collectPayout`.
    error TreasurySelectorForbidden(bytes4 selector);
    /// @notice The address is a contract that the treasury calls, and can be no token of a line or a call.
    /// @custom:remedy Give the address of a token.
    error TreasuryTokenFundable(address token);
    /// @notice The body has not named this contract.
    /// @custom:remedy Let the body name it (`knowFundable`).
    error TreasuryTargetUnknown(address target);
    /// @notice The body has not named this function of the contract.
    /// @custom:remedy Let the body name it (`setFundable`).
    error TreasuryFunctionNotFundable(address target, bytes4 selector);
    /// @notice The setting is so already.
    /// @custom:remedy Nothing to do.
    error TreasuryUnchanged();
    /// @notice The call has no selector.
    /// @custom:remedy Give the encoded call of a function: at least 4 bytes.
    error TreasuryCallTooShort(uint256 length);
    /// @notice Who proposes or confirms has to call the treasury in person.
    /// @custom:remedy Call it with the account that holds the role, not through the Authority.
    error TreasuryNotInPerson(address caller);
    /// @notice The same waits for a second person already.
    /// @custom:remedy Let a second person confirm it, or withdraw it first.
    error TreasuryProposalWaits(bytes32 id, uint48 expiresAt);
    /// @notice Nothing like this waits for a second person.
    /// @custom:remedy Confirm with exactly the values that were proposed, or propose them.
    error TreasuryNoProposal(bytes32 id);
    /// @notice The proposal has expired.
    /// @custom:remedy Propose it again.
    error TreasuryProposalExpired(bytes32 id, uint48 expiresAt);
    /// @notice Who proposed cannot confirm.
    /// @custom:remedy Let another holder of the role confirm.
    error TreasurySamePerson(address proposer);
    /// @notice Who proposed does not hold the role any more.
    /// @custom:remedy Let a holder of the role propose it again.
    error TreasuryProposerDismissed(address proposer);
    /// @notice A call for contributions has this id already, and ids are never given again.
    /// @custom:remedy Call for contributions under another id.
    error TreasuryCallExists(bytes32 call);
    /// @notice No call for contributions has this id.
    /// @custom:remedy Check the id; the body calls for contributions by decision.
    error TreasuryCallUnknown(bytes32 call);
    /// @notice The call for contributions was closed.
    /// @custom:remedy Nothing is owed any more.
    error TreasuryCallClosed(bytes32 call);
    /// @notice Contributions would be due in the past.
    /// @custom:remedy Give a last second that is not before now.
    error TreasuryDueInPast(uint48 due);
    /// @notice The edition of shares is 0, or is given although the key is not `Data`, or the timepoint is although it is.
    /// @custom:remedy Give a timepoint with the keys `Heads` and `Population`, an edition with the key `Data`, and 0 for the other one.
    error TreasuryKeyInvalid(ContributionKey key, uint48 timepoint, bytes32 edition);
    /// @notice Nobody has a share by this key.
    /// @custom:remedy Set the shares of the edition first, or give a timepoint at which there were members.
    error TreasuryNoShares(ContributionKey key, uint48 timepoint, bytes32 edition);
    /// @notice The edition was decided already; shares that calls rest on never change.
    /// @custom:remedy Set the shares under another edition.
    error TreasuryEditionExists(bytes32 edition);
    /// @notice An edition has too few or too many shares, or not one for each member.
    /// @custom:remedy Give 1 to `maximum` members and as many shares.
    error TreasurySharesCount(uint256 members, uint256 shares, uint256 maximum);
    /// @notice The account is no member of the body.
    /// @custom:remedy Give the account id of a member, not one of its keys.
    error TreasuryNotMember(address account);
    /// @notice A member has no share, or stands in the list twice.
    /// @custom:remedy Give each member once, with a share above 0; leave out who has none.
    error TreasuryShareInvalid(address member, uint64 share);
    /// @notice The member does not owe so much.
    /// @custom:remedy Pay at most `left`.
    error TreasuryMoreThanOwed(bytes32 call, address member, uint128 amount, uint128 left);

    /// @notice Opens a line for payments in one token. Restricted to role BUDGETS.
    /// @dev The ceilings of all lines may be more than the treasury has: who pays first has it.
    /// @param ceiling What the line spends at most.
    /// @param twoPersonAbove What one person alone spends of it at most in a day (UTC); 0 when every payment needs two.
    /// @param from First second of its payments.
    /// @param until Last second.
    /// @param documentHash Hash of the document that the body decided on.
    function openBudgetLine(
        bytes32 line,
        address token,
        uint128 ceiling,
        uint128 twoPersonAbove,
        uint48 from,
        uint48 until,
        bytes32 documentHash
    ) external;

    /// @notice Sets another ceiling, never below what was spent. Restricted to role BUDGETS.
    function setCeiling(bytes32 line, uint128 ceiling, bytes32 documentHash) external;

    /// @notice Sets what one person alone spends at most in a day. Restricted to role BUDGETS.
    function setTwoPersonAbove(bytes32 line, uint128 twoPersonAbove) external;

    /// @notice Closes a line for good. Restricted to role BUDGETS.
    function closeBudgetLine(bytes32 line) external;

    /// @notice Names a contract for payments that the treasury calls, or no longer. Restricted to role BUDGETS.
    /// @dev Warning: who is no longer known cannot be told anything about payments that are under way, nor give back what waits there. To
    /// end new payments alone, take away the functions that make them (`setFundable`). Functions that were named stay named.
    function knowFundable(address target, bool known) external;

    /// @notice Names a function of a contract for payments that the treasury calls, or no longer. Restricted to role BUDGETS.
    /// @dev See the warning above on what must not be named.
    function setFundable(address target, bytes4 selector, bool fundable) external;

    /// @notice Pays from a line, as one person alone. Restricted to role FINANCE. Can be paused.
    function pay(bytes32 line, address payee, uint128 amount, bytes32 paymentReference) external;

    /// @notice Pays through a contract for payments, as one person alone: approves the amount, calls, and takes back the approval.
    /// Restricted to role FINANCE. Can be paused.
    /// @param call Encoded call of a function that the body named.
    /// @param amount What the contract may take at most; the line counts what it took.
    /// @return taken What the treasury has less.
    function fund(bytes32 line, address target, bytes calldata call, uint128 amount) external returns (uint128 taken);

    /// @notice Pays through a contract for payments as the body decided, with no officer in between: a grant with milestones, the service
    /// contract of a node. Restricted to role BUDGETS. Can be paused.
    /// @dev As `fund`, inside the line, its period and its ceiling, but for the day's limit of one person. The contract takes exactly the
    /// amount, or nothing happens: the body decided on an amount, and not on a bound.
    /// @param call Encoded call of a function that the body named.
    function fundByDecision(bytes32 line, address target, bytes calldata call, uint128 amount) external;

    /// @notice Tells a contract for payments something that costs nothing, as the payer that the treasury is there: to capture, void or
    /// dispute a payment, to end a stream. Restricted to role FINANCE. Never paused.
    /// @dev One person is enough: what was funded has been counted, and left the treasury under the terms that were agreed then.
    function instruct(address target, bytes calldata call) external;

    /// @notice Proposes a payment that needs a second person. Restricted to role FINANCE.
    /// @return id Of the proposal.
    function proposePayment(
        bytes32 line,
        address payee,
        uint128 amount,
        bytes32 paymentReference
    ) external returns (bytes32 id);

    /// @notice Makes the payment that another person proposed with exactly these values. Restricted to role FINANCE. Can be paused.
    function confirmPayment(bytes32 line, address payee, uint128 amount, bytes32 paymentReference) external;

    /// @notice Proposes a payment through a contract that needs a second person. Restricted to role FINANCE.
    /// @return id Of the proposal.
    function proposeFunding(
        bytes32 line,
        address target,
        bytes calldata call,
        uint128 amount
    ) external returns (bytes32 id);

    /// @notice Makes the payment through a contract that another person proposed with exactly these values. Restricted to role FINANCE.
    /// Can be paused.
    /// @return taken What the treasury has less.
    function confirmFunding(
        bytes32 line,
        address target,
        bytes calldata call,
        uint128 amount
    ) external returns (uint128 taken);

    /// @notice Takes back a proposal, one's own or another person's. Restricted to role FINANCE.
    function withdrawProposal(bytes32 id) external;

    /// @notice Brings in what a contract for payments keeps for the treasury because a token refused the payout (`ICustody`). By anybody.
    /// Never paused.
    /// @return amount What came in.
    function collectPayout(address custody, address token) external returns (uint256 amount);

    /// @notice Decides on the shares of an edition, once. Restricted to role BUDGETS.
    /// @param edition Names where the figures are from, for example `GDP 2025`; never 0.
    /// @param members Account ids of 1 to 254 members or observers of the body, each once.
    /// @param shares Above 0, in any unit: what counts is their proportion.
    function setContributionShares(bytes32 edition, address[] calldata members, uint64[] calldata shares) external;

    /// @notice Asks the members for contributions. Restricted to role BUDGETS.
    /// @dev By `Heads` and `Population` a member has the share that its vote had at the timepoint. Observers have no vote and owe nothing; nor
    /// do members that were suspended then, or had left. For observers to share the costs, the body sets shares (`Data`).
    /// @param total What all are asked for. What each owes is rounded up to the next unit, so that the contributions never fall short of
    /// the total: together they exceed it by less than one unit for each member.
    /// @param timepoint In the past; 0 for `Data`.
    /// @param edition Of the shares; 0 unless the key is `Data`.
    /// @param due Last second in which a contribution is in time.
    function callContributions(
        bytes32 call,
        address token,
        uint128 total,
        ContributionKey key,
        uint48 timepoint,
        bytes32 edition,
        uint48 due
    ) external;

    /// @notice Ends a call, for example one that was wrong: nothing is owed any more. Restricted to role BUDGETS.
    function closeContributions(bytes32 call) external;

    /// @notice Pays for a member, never more than it owes; also after the contributions were due. By anybody. Can be paused.
    /// @dev The caller approves the treasury for the amount before.
    function contribute(bytes32 call, address member, uint128 amount) external;

    /// @notice What a line allows and has spent; all zero for one that was never opened.
    function budgetLine(bytes32 line) external view returns (BudgetLine memory);

    /// @notice What one person alone can still spend of the line today (UTC), as far as this rule goes.
    function leftAlone(bytes32 line) external view returns (uint128);

    /// @notice Whether the treasury calls the contract.
    function isKnown(address target) external view returns (bool);

    /// @notice Whether the body named the function of the contract. It is called only while the contract is known, too.
    function isFundable(address target, bytes4 selector) external view returns (bool);

    /// @notice Who proposed, and until when it can be confirmed; zeros when nothing waits.
    function proposal(bytes32 id) external view returns (Proposal memory);

    /// @notice Id of a proposal of a payment with these values.
    function paymentId(
        bytes32 line,
        address payee,
        uint128 amount,
        bytes32 paymentReference
    ) external view returns (bytes32);

    /// @notice Id of a proposal of a payment through a contract with these values.
    function fundingId(
        bytes32 line,
        address target,
        bytes calldata call,
        uint128 amount
    ) external view returns (bytes32);

    /// @notice How the call stands; all zero for one that was never made.
    function contributionCall(bytes32 call) external view returns (ContributionCall memory);

    /// @notice Share of a member in an edition; 0 for one that has none.
    function contributionShare(bytes32 edition, address member) external view returns (uint64);

    /// @notice Sum of all shares of an edition; 0 for one that was not decided.
    function contributionShares(bytes32 edition) external view returns (uint128);

    /// @notice What was paid for the member.
    function contributed(bytes32 call, address member) external view returns (uint128);

    /// @notice What the member owes in all, whether paid or not; 0 once the call is closed.
    /// @dev By `Heads` and `Population` it reverts for an account that is no member.
    function owed(bytes32 call, address member) external view returns (uint128);

    /// @notice What the member owes and has not paid in time; 0 while it is in time.
    function arrears(bytes32 call, address member) external view returns (uint128);

    /// @notice Seconds in which a second person can confirm.
    function PROPOSAL_TERM() external view returns (uint48);

    /// @notice Whose members contribute.
    function memberRegistry() external view returns (IMembers);
}
