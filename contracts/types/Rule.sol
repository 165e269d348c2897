// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

/// @notice What a rule looks at.
enum RuleKind {
    /// Who is in favour, among all members.
    Majority,
    /// Nobody against, and enough members taking part.
    Unanimity,
    /// Who is in favour, among the members of an enhanced cooperation.
    Participants,
    /// Who objects before the deadline.
    Objection
}

/// @notice When one class passes. Shares are exact fractions of heads or weights, compared without division; fields that the kind does
/// not use are 0.
struct Rule {
    RuleKind kind;
    /// Share of the heads that must be in favour at least. Kinds Majority and Participants.
    uint16 headsNumerator;
    uint16 headsDenominator;
    /// Whether the share of the heads must be exceeded instead of reached.
    bool moreThanHeads;
    /// Share of the weight that must be in favour at least. Kinds Majority and Participants.
    uint16 weightNumerator;
    uint16 weightDenominator;
    /// So many heads not in favour can block by their weight; with fewer the weight does not count. Kind Majority; for Participants it
    /// follows from their weights.
    uint8 blockingHeads;
    /// Share of the heads that must be exceeded by those that vote, in whatever way. Kind Unanimity.
    uint16 quorumNumerator;
    uint16 quorumDenominator;
    /// So many heads against prevent the decision; more than half of all always do. Kind Objection.
    uint8 objections;
}

/// @notice The votes on a proposal, and all that could be cast. Whoever is in no part of it is silent.
struct Votes {
    uint256 forHeads;
    uint256 againstHeads;
    uint256 abstainHeads;
    uint256 forWeight;
    uint256 againstWeight;
    uint256 abstainWeight;
    /// Members that have a vote.
    uint256 totalHeads;
    /// Their weight.
    uint256 totalWeight;
}
