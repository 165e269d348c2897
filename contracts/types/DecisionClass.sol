// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

/// @notice How a decision is taken. What each class asks for is told, with its legal source, in `IDecisionClasses`.
/// @dev The zero value is the reinforced majority, so that whatever is not listed falls into it. Numbers are never given again.
enum DecisionClass {
    Reinforced,
    Qualified,
    Simple,
    Unanimity,
    Participating,
    Objection
}

/// @dev How many classes there are.
uint8 constant CLASS_COUNT = 6;

/// @notice Set of decision classes: bit `i` stands for the class with value `i`. A proposal passes only if every class in its set does.
type ClassSet is uint8;

using {contains, union, with, without, intersects, count} for ClassSet global;

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

/// @notice The set with `class` taken away.
function without(ClassSet set, DecisionClass class) pure returns (ClassSet) {
    return ClassSet.wrap(ClassSet.unwrap(set) & ~uint8(1 << uint8(class)));
}

/// @notice How many classes are in the set.
function count(ClassSet set) pure returns (uint256 classes) {
    for (uint256 rest = ClassSet.unwrap(set); rest != 0; rest &= rest - 1) ++classes;
}

/// @notice Whether a class is in both sets.
function intersects(ClassSet a, ClassSet b) pure returns (bool) {
    return ClassSet.unwrap(a) & ClassSet.unwrap(b) != 0;
}
