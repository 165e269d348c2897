// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {ClassSet} from "./DecisionClass.sol";

/// @notice What a proposal was judged by when it was made, in one storage slot, so that a vote reads it once.
/// @dev From the lowest bit: the classes in 8 bits, the traits in 8, the times of the vote (seconds since 1970) in 40 each, the
/// commitment to the code of the targets in 160. The times are those of the Governor, so that a vote need not read its slot.
type PackedTerms is uint256;

using {classes, has, voteStart, voteEnd, codeHash, withTrait, withVoteEnd} for PackedTerms global;

uint256 constant TRAITS_SHIFT = 8;
uint256 constant START_SHIFT = 16;
uint256 constant END_SHIFT = 56;
uint256 constant CODE_SHIFT = 96;

/// @notice The terms of a new proposal.
function packTerms(ClassSet set, uint8 traits, uint40 start, uint40 end, bytes20 code) pure returns (PackedTerms) {
    return
        PackedTerms.wrap(
            ClassSet.unwrap(set) |
                (uint256(traits) << TRAITS_SHIFT) |
                (uint256(start) << START_SHIFT) |
                (uint256(end) << END_SHIFT) |
                (uint256(uint160(code)) << CODE_SHIFT)
        );
}

/// @notice The classes that the proposal needs.
function classes(PackedTerms terms) pure returns (ClassSet) {
    return ClassSet.wrap(uint8(PackedTerms.unwrap(terms)));
}

/// @notice Whether the proposal has a trait, one bit of 8.
function has(PackedTerms terms, uint8 trait) pure returns (bool) {
    return PackedTerms.unwrap(terms) & (uint256(trait) << TRAITS_SHIFT) != 0;
}

/// @notice Second after which votes are taken.
function voteStart(PackedTerms terms) pure returns (uint40) {
    return uint40(PackedTerms.unwrap(terms) >> START_SHIFT);
}

/// @notice Last second in which votes are taken.
function voteEnd(PackedTerms terms) pure returns (uint40) {
    return uint40(PackedTerms.unwrap(terms) >> END_SHIFT);
}

/// @notice Commitment to the code of the targets.
function codeHash(PackedTerms terms) pure returns (bytes20) {
    return bytes20(uint160(PackedTerms.unwrap(terms) >> CODE_SHIFT));
}

/// @notice The terms with a trait added.
function withTrait(PackedTerms terms, uint8 trait) pure returns (PackedTerms) {
    return PackedTerms.wrap(PackedTerms.unwrap(terms) | (uint256(trait) << TRAITS_SHIFT));
}

/// @notice The terms with another end of the vote.
function withVoteEnd(PackedTerms terms, uint40 end) pure returns (PackedTerms) {
    uint256 rest = PackedTerms.unwrap(terms) & ~(uint256(type(uint40).max) << END_SHIFT);
    return PackedTerms.wrap(rest | (uint256(end) << END_SHIFT));
}
