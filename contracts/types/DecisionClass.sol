// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

/// @notice How large a majority a decision needs.
/// @dev The zero value is the strictest class, so that whatever is not listed falls into it.
enum DecisionClass {
    Reinforced,
    Qualified,
    Simple
}

/// @notice Set of decision classes: bit `i` stands for the class with value `i`. A proposal passes only if every class in its set does.
type ClassSet is uint8;

using {contains, union, with} for ClassSet global;

/// @notice Whether `class` is in the set.
function contains(ClassSet set, DecisionClass class) pure returns (bool) {
    return ClassSet.unwrap(set) & (1 << uint8(class)) != 0;
}

/// @notice The set with all classes of both sets.
function union(ClassSet a, ClassSet b) pure returns (ClassSet) {
    return ClassSet.wrap(ClassSet.unwrap(a) | ClassSet.unwrap(b));
}

/// @notice The set with `class` added.
function with(ClassSet set, DecisionClass class) pure returns (ClassSet) {
    return ClassSet.wrap(ClassSet.unwrap(set) | uint8(1 << uint8(class)));
}
