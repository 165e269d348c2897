// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {Clones} from "@openzeppelin/contracts/proxy/Clones.sol";

import {Actor} from "./Actor.sol";

/// @title Runs one step of many histories in one transaction, for tests that compare a contract with a model
contract HistoryRunner {
    /// @dev A view reverted, or the words are too few; where it stands among the views.
    error HistoryRunnerViewFailed(uint256 position);

    /// @dev What one step may use, so that a step that burns it leaves the others theirs.
    uint256 private constant STEP_GAS = 5_000_000;

    /// @notice Accounts that were made.
    event Made(address[] accounts);
    /// @notice Four bytes for each step: the selector of the error with which it failed, 0 if it did not.
    event Ran(bytes outcomes);

    error HistoryRunnerGasTooLow();

    /// @notice Makes actors.
    function makeActors(uint256 count) external {
        address[] memory made = new address[](count);
        for (uint256 index; index < count; ++index) made[index] = address(new Actor());
        emit Made(made);
    }

    /// @notice Makes contracts with the code of another one and a storage of their own.
    function makeClones(address original, uint256 count) external {
        address[] memory made = new address[](count);
        for (uint256 index; index < count; ++index) made[index] = Clones.clone(original);
        emit Made(made);
    }

    /// @notice Lets actors act, one after the other.
    /// @param steps For each: actor (20 bytes), target (20), length of the data (2), data.
    function run(bytes calldata steps) external {
        bytes memory outcomes = new bytes(steps.length / 10);
        uint256 count;
        uint256 position;
        while (position < steps.length) {
            if (gasleft() < 2 * STEP_GAS) revert HistoryRunnerGasTooLow();
            uint256 free;
            assembly ("memory-safe") {
                free := mload(0x40)
            }
            uint256 end = position + 42 + uint16(bytes2(steps[position + 40:position + 42]));
            bytes4 failure = Actor(address(bytes20(steps[position:position + 20]))).perform{gas: STEP_GAS}(
                address(bytes20(steps[position + 20:position + 40])),
                steps[position + 42:end]
            );
            assembly ("memory-safe") {
                mstore(add(add(outcomes, 32), mul(count, 4)), failure)
                // Nothing that this step needed is needed any more: memory that grows with all steps costs more than they do.
                mstore(0x40, free)
            }
            ++count;
            position = end;
        }
        assembly ("memory-safe") {
            mstore(outcomes, mul(count, 4))
        }
        emit Ran(outcomes);
    }

    /// @notice What many views answer, one answer after the other.
    /// @param views For each: target (20 bytes), length of the data (2), data.
    /// @param words Words of all answers together.
    function observe(bytes calldata views, uint256 words) external view returns (bytes memory answers) {
        answers = new bytes(words * 32);
        uint256 to;
        uint256 position;
        while (position < views.length) {
            uint256 free;
            assembly ("memory-safe") {
                free := mload(0x40)
            }
            uint256 end = position + 22 + uint16(bytes2(views[position + 20:position + 22]));
            (bool success, bytes memory answer) = address(bytes20(views[position:position + 20])).staticcall(
                views[position + 22:end]
            );
            if (!success || to + answer.length > answers.length) revert HistoryRunnerViewFailed(position);
            assembly ("memory-safe") {
                mcopy(add(add(answers, 32), to), add(answer, 32), mload(answer))
                to := add(to, mload(answer))
                // Nothing that this view needed is needed any more.
                mstore(0x40, free)
            }
            position = end;
        }
    }
}
