// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

/// @notice Who of the first 61 members voted how, the sums, and the decision, in one storage slot.
/// @dev From the lowest bit: 61 votes of 2 bits (0 silent, else support + 1); 3 counts of heads of 8 bits and 3 sums of weights of
/// 36 bits, each in the order against, for, abstain; the decision in 2 bits. The bounds are those of MemberRegistry: at most 254
/// heads and a total weight below 2**36, so that no field can overflow into the next.
type PackedTally is uint256;

/// @notice What the votes decide, whatever the silent members do; a cancelled proposal takes no votes either.
enum Decision {
    Open,
    Defeated,
    Succeeded,
    Cancelled
}

using {vote, withVote, heads, weight, add, decision, withDecision} for PackedTally global;

/// @dev Members from this place on stand in further words, kept by the Council.
uint256 constant VOTES_IN_TALLY = 61;
uint256 constant HEADS_SHIFT = 122;
uint256 constant WEIGHT_SHIFT = 146;
uint256 constant DECISION_SHIFT = 254;

/// @notice Vote of the member at `index` (< 61): 0 silent, else support + 1.
function vote(PackedTally tally, uint256 index) pure returns (uint8) {
    return uint8((PackedTally.unwrap(tally) >> (2 * index)) & 3);
}

/// @notice The tally with the vote of a silent member at `index` (< 61) set.
function withVote(PackedTally tally, uint256 index, uint8 support) pure returns (PackedTally) {
    return PackedTally.wrap(PackedTally.unwrap(tally) | (uint256(support + 1) << (2 * index)));
}

/// @notice Heads that gave this support.
function heads(PackedTally tally, uint8 support) pure returns (uint8) {
    return uint8(PackedTally.unwrap(tally) >> (HEADS_SHIFT + 8 * uint256(support)));
}

/// @notice Weight that gave this support.
function weight(PackedTally tally, uint8 support) pure returns (uint64) {
    return uint64((PackedTally.unwrap(tally) >> (WEIGHT_SHIFT + 36 * uint256(support))) & (2 ** 36 - 1));
}

/// @notice The tally with one head and its weight added to a support.
function add(PackedTally tally, uint8 support, uint64 addedWeight) pure returns (PackedTally) {
    unchecked {
        return
            PackedTally.wrap(
                PackedTally.unwrap(tally) +
                    (uint256(1) << (HEADS_SHIFT + 8 * uint256(support))) +
                    (uint256(addedWeight) << (WEIGHT_SHIFT + 36 * uint256(support)))
            );
    }
}

/// @notice The decision so far.
function decision(PackedTally tally) pure returns (Decision) {
    return Decision(PackedTally.unwrap(tally) >> DECISION_SHIFT);
}

/// @notice The tally with its decision replaced.
function withDecision(PackedTally tally, Decision decided) pure returns (PackedTally) {
    uint256 votes = PackedTally.unwrap(tally) & (2 ** DECISION_SHIFT - 1);
    return PackedTally.wrap(votes | (uint256(decided) << DECISION_SHIFT));
}
