// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

/// @title Payments by the second
/// @notice A stream pays a payee by the second out of what was put in for it. Its seconds are those of the clock, or those of a meter: a
/// node's service contract runs while the register says that the node is active, and stops by itself in the second in which it is not.
///
/// Whatever happens, a stream is over at `until`: from then on anybody can end it, which gives the payee what accrued and the payer the
/// rest. Nothing that a payee, a payer, a token or a meter does holds that up, and no pause of this contract does.
///
/// What accrues is counted from the totals: `seconds * amountPerPeriod / period` rounded down, at most `cap` and at most what was put in.
/// Where more accrued than was put in, the difference waits for a top-up and lapses at the end; nobody owes it outside of this contract.
///
/// Id of a stream: keccak256(abi.encode(block.chainid, address of this contract, terms)). Terms never change, and an id is never used again.
/// Amounts are units of the token, times seconds since 1970, fees basis points.
/// @dev Warning: a meter decides about the payer's money within the bounds of the clock, and about the payee's. Both choose it with the
/// terms. While a meter gives no answer that counts (it reverts, needs more than `METER_GAS`, answers something else than one number of 64
/// bits, or a smaller one than before), the last count holds, for a pause and for the end of the stream too. A payee that doubts its meter
/// withdraws often.
///
/// Warning: a meter tells no past. Of the seconds that it has counted when the stream is counted for the first time after `until`, as many
/// as passed since `until` are taken to lie after it and are not paid. Who wants the last seconds of a node that stopped counts them, by
/// `withdraw`, at `until` at the latest.
///
/// Warning: what a sponsor or a stranger puts in belongs to the stream: what is left in the end goes to the payer, who can end it at any time.
interface IPaymentStreams {
    enum StreamStatus {
        None,
        Running,
        Paused,
        Ended
    }

    /// @notice What payer and payee agreed.
    struct Terms {
        /// Gets back what does not accrue; may pause, resume and end.
        address payer;
        /// Gets what accrues; may end.
        address payee;
        /// Who opens the stream with its own money; zero if the payer does it. Nobody else can, so that no stranger uses up the id.
        address sponsor;
        address token;
        /// What accrues in `period` seconds, above 0.
        uint128 amountPerPeriod;
        /// Above 0.
        uint32 period;
        /// The most that is ever paid, fee included, above 0.
        uint128 cap;
        /// First second that counts. A metered stream can be opened from then on.
        uint48 from;
        /// From this second on nothing accrues, and anybody can end the stream. After `from`, at most `MAXIMUM_TERM` after it and after the
        /// opening.
        uint48 until;
        /// Part of what is paid that goes to the fee receiver.
        uint16 feeBps;
        /// Purchase order or contract, for example a hash; zero for none.
        bytes32 orderReference;
        /// Whose seconds count (`IMeter`); zero for the clock.
        address meter;
        /// About whom the meter is asked, for example the id of a node.
        bytes32 meterSubject;
        /// Tells streams with the same terms apart.
        uint256 salt;
    }

    /// @notice Where a stream stands.
    struct Stream {
        /// All that was ever put in.
        uint128 deposited;
        /// All that was ever paid out of it to the payee and as fee.
        uint128 paid;
        /// Seconds that were counted up to `countedAt`.
        uint48 counted;
        /// From when on seconds are still to be counted; without meaning while the stream is paused or ended.
        uint48 countedAt;
        /// What the meter said then; 0 with the clock.
        uint64 reading;
        StreamStatus status;
    }

    /// @notice A stream began, with `deposited` units.
    event StreamOpened(
        bytes32 indexed id,
        address indexed payer,
        address indexed payee,
        address actor,
        address sponsor,
        address token,
        uint128 amountPerPeriod,
        uint32 period,
        uint128 cap,
        uint48 from,
        uint48 until,
        uint16 feeBps,
        bytes32 orderReference,
        address meter,
        bytes32 meterSubject,
        uint256 salt,
        uint128 deposited,
        uint48 countedAt,
        uint64 reading
    );
    /// @notice More was put in: `amount`, which makes `deposited` in total.
    event StreamToppedUp(bytes32 indexed id, address indexed actor, uint128 amount, uint128 deposited);
    /// @notice What accrued was paid: `toPayee` and `fee`, which makes `paid` in total.
    event StreamWithdrawn(
        bytes32 indexed id,
        address indexed actor,
        uint256 toPayee,
        uint256 fee,
        uint128 paid,
        uint48 counted,
        uint48 countedAt,
        uint64 reading
    );
    /// @notice Nothing accrues any more, until the payer resumes.
    event StreamPaused(bytes32 indexed id, address indexed actor, uint48 counted, uint48 countedAt, uint64 reading);
    /// @notice It accrues again from `countedAt` on.
    event StreamResumed(bytes32 indexed id, address indexed actor, uint48 countedAt, uint64 reading);
    /// @notice The stream is over: the payee got the last `toPayee`, the fee receiver `fee`, the payer `toPayer`.
    event StreamEnded(
        bytes32 indexed id,
        address indexed actor,
        uint256 toPayee,
        uint256 fee,
        uint256 toPayer,
        uint128 paid,
        uint48 counted,
        uint48 countedAt,
        uint64 reading
    );

    /// @notice Payer and payee are not two accounts that can be paid.
    /// @custom:remedy Name two different accounts, neither of them zero or this contract.
    error PaymentStreamsPartiesInvalid(address payer, address payee);
    /// @notice The terms pay nothing.
    /// @custom:remedy Give an amount, a period and a cap above 0.
    error PaymentStreamsRateZero(uint128 amountPerPeriod, uint32 period, uint128 cap);
    /// @notice The term is empty, over, or too long.
    /// @custom:remedy Let the stream end after `from` and after now, and at most `maximum` seconds after the earlier of both.
    error PaymentStreamsTermInvalid(uint48 from, uint48 until, uint256 maximum);
    /// @notice Nothing would be put in.
    /// @custom:remedy Give an amount above 0.
    error PaymentStreamsAmountZero();
    /// @notice More would be put in than can still accrue.
    /// @custom:remedy Put in at most `maximum`.
    error PaymentStreamsAmountTooLarge(bytes32 id, uint128 amount, uint256 maximum);
    /// @notice The caller has no part in this.
    /// @custom:remedy Let the account do it that the terms name for it; after `until` anybody can end the stream.
    error PaymentStreamsUnauthorized(bytes32 id, address caller);
    /// @notice The stream is not in a status in which this can be done.
    /// @custom:remedy Check the terms and `stream(id)`. What has ended begins anew with another salt.
    error PaymentStreamsWrongStatus(bytes32 id, StreamStatus status);
    /// @notice The stream's time is over.
    /// @custom:remedy End it, and open another.
    error PaymentStreamsOver(bytes32 id, uint48 until);
    /// @notice A metered stream cannot be opened before it begins, because nobody could tell later what the meter said then.
    /// @custom:remedy Open it at `from` or after.
    error PaymentStreamsMeterTooEarly(uint48 from);
    /// @notice The meter gives no answer that counts.
    /// @custom:remedy Name a contract that answers `activeSeconds(meterSubject)` within `METER_GAS`.
    error PaymentStreamsMeterSilent(address meter, bytes32 meterSubject);
    /// @notice The transaction has too little gas left to tell whether the meter answers.
    /// @custom:remedy Send the transaction again with more gas.
    error PaymentStreamsGasTooLow();

    /// @notice Opens a stream with the caller's money, which it approved. Only the payer, and only if the terms name no sponsor.
    /// @param deposit Above 0, at most what can accrue under the terms.
    /// @return id Of the stream.
    function open(Terms calldata terms, uint128 deposit) external returns (bytes32 id);

    /// @notice Like `open`, with an EIP-2612 permit over `deposit`. A permit that was used by somebody before is no hindrance.
    function openWithPermit(
        Terms calldata terms,
        uint128 deposit,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external returns (bytes32 id);

    /// @notice Opens a stream with the payer's money, which it authorised by ERC-3009; brought by anybody.
    /// @param signature Of the payer, of `ReceiveWithAuthorization` to this contract over `deposit`, with the nonce `id` whose last 64 bits
    /// are zero: so it is good for these terms alone.
    function openWithAuthorization(
        Terms calldata terms,
        uint128 deposit,
        uint256 validAfter,
        uint256 validBefore,
        bytes calldata signature
    ) external returns (bytes32 id);

    /// @notice Opens a stream for the payer with the money of the caller, which it approved. Only the sponsor whom the terms name.
    function openFor(Terms calldata terms, uint128 deposit) external returns (bytes32 id);

    /// @notice Puts more of the caller's money in, which it approved; anybody, before `until`.
    /// @param amount Above 0, at most what can still accrue. Seconds of a meter that were not counted yet are taken as if they could.
    function topUp(Terms calldata terms, uint128 amount) external;

    /// @notice Counts, and pays the payee what accrued and was not paid yet, also if it is nothing; by anybody.
    /// @return toPayee What the payee got.
    /// @return fee What the fee receiver got.
    function withdraw(Terms calldata terms) external returns (uint256 toPayee, uint256 fee);

    /// @notice Lets nothing accrue until `resume`; only the payer, before `until`. What accrued stays, and `until` where it is.
    function pause(Terms calldata terms) external;

    /// @notice Lets it accrue again from now on; only the payer, before `until`. The meter has to answer.
    function resume(Terms calldata terms) external;

    /// @notice Ends the stream for good: the payee gets what accrued, the payer the rest. Payer and payee at any time, from `until` on anybody.
    /// @return toPayee What the payee got.
    /// @return fee What the fee receiver got.
    /// @return toPayer What the payer got.
    function end(Terms calldata terms) external returns (uint256 toPayee, uint256 fee, uint256 toPayer);

    /// @notice The longest that a stream can run, in seconds.
    function MAXIMUM_TERM() external view returns (uint256);

    /// @notice What a meter gets to answer, in gas.
    function METER_GAS() external view returns (uint256);

    /// @notice Who gets the fees.
    function feeReceiver() external view returns (address);

    /// @notice The id that the terms give.
    function streamId(Terms calldata terms) external view returns (bytes32);

    /// @notice Where the stream stands, as it was counted last.
    function stream(bytes32 id) external view returns (Stream memory);

    /// @notice What `withdraw` would pay now, fee included; 0 for a stream that is unknown or ended.
    function accrued(Terms calldata terms) external view returns (uint256);

    /// @notice What `topUp` would take now; 0 for a stream that is unknown, ended or over.
    function accruable(Terms calldata terms) external view returns (uint256);
}
