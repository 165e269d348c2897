// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {Genesis} from "../support/Genesis.sol";

/// @title What every handler of an invariant test has
/// @dev A revert inside a handler is taken as an action that was not possible, and hides a failed assertion. A handler therefore
/// notes what it saw, and the invariant asserts that there is nothing.
abstract contract Handler is Genesis {
    /// @notice The first thing that should not have happened; empty while all is well. Begins with the id of the invariant.
    string public violation;

    /// @notice How often an action succeeded, so that a test can show that the campaign reaches what it is about.
    mapping(string action => uint256) public successes;

    function _check(bool holds, string memory invariant) internal {
        if (!holds && bytes(violation).length == 0) violation = invariant;
    }

    /// @dev Calls and tells whether it worked; never reverts.
    function _try(address target, bytes memory data) internal returns (bool success) {
        (success, ) = target.call(data);
    }

    function _note(string memory action, bool success) internal {
        if (success) ++successes[action];
    }
}
