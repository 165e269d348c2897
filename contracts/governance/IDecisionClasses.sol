// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {ClassSet, DecisionClass} from "../types/DecisionClass.sol";

/// @title Which class of decision a call needs
/// @notice A call whose (target, selector) pair is not listed needs a reinforced majority, so that nothing gets easier by being forgotten.
/// @dev A function that carries other calls or replaces code can be listed on no target: `multicall`, `upgradeToAndCall`, an AccessManager's
/// `execute` and `schedule`, a Governor's `propose`, `queue`, `execute` and `relay`. Warning: the table knows these by their selectors. Before a body
/// lists a function of a contract that is not ours, it must see for itself that the function carries no other calls.
interface IDecisionClasses {
    /// @notice A call and the class that it needs.
    struct Listing {
        address target;
        bytes4 selector;
        DecisionClass class;
    }

    /// @notice From now on new proposals with this call need this class.
    event DecisionClassSet(address indexed target, bytes4 indexed selector, address indexed actor, DecisionClass class);
    /// @notice Every call to this target needs a reinforced majority for ever.
    event TargetPinned(address indexed target, address indexed actor);

    /// @notice The target is pinned: its calls need a reinforced majority for ever.
    /// @custom:remedy Leave the call unlisted.
    error DecisionClassesPinned(address target);
    /// @notice The function can carry other calls or replace code, so it needs a reinforced majority on every target.
    /// @custom:remedy List the inner function instead.
    error DecisionClassesNesting(bytes4 selector);
    /// @notice Functions of the target stand in an easier class.
    /// @custom:remedy Set them to reinforced first, then pin the target.
    error DecisionClassesStillListed(address target, uint256 listed);

    /// @notice Lists a call in a class. Restricted.
    function setDecisionClass(address target, bytes4 selector, DecisionClass class) external;

    /// @notice Pins a target for ever. Restricted.
    function pinTarget(address target) external;

    /// @notice The class of one call.
    function decisionClass(address target, bytes4 selector) external view returns (DecisionClass);

    /// @notice All classes that a list of calls needs. Calldata shorter than a selector is reinforced.
    function decisionClasses(address[] calldata targets, bytes[] calldata calldatas) external view returns (ClassSet);

    /// @notice Whether the target is pinned.
    function isPinned(address target) external view returns (bool);
}
