// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

/// @title The validators of this chain
/// @notice Small and immutable, because the consensus of the chain reads it: a bad upgrade of a register can never halt the chain.
/// @dev `getValidators` is the interface that Besu's QBFT contract mode calls (selector 0xb7ab4db5).
interface IValidatorSet {
    /// @notice A validator entered the set.
    event ValidatorAdded(address indexed validator, address indexed actor);
    /// @notice A validator left the set.
    event ValidatorRemoved(address indexed validator, address indexed actor);
    /// @notice One validator took the place of another.
    event ValidatorReplaced(address indexed removed, address indexed added, address indexed actor);

    /// @notice The zero address cannot be a validator.
    /// @custom:remedy Give the address of the node's key.
    error ValidatorSetZeroAddress();
    /// @notice The address is in the set already.
    /// @custom:remedy Nothing to do.
    error ValidatorSetAlreadyValidator(address validator);
    /// @notice The address is not in the set.
    /// @custom:remedy Check the address against `getValidators()`.
    error ValidatorSetNotValidator(address validator);
    /// @notice The set is full.
    /// @custom:remedy Retire a validator first, or replace one.
    error ValidatorSetFull(uint256 maximum);
    /// @notice The set would fall below its floor.
    /// @custom:remedy Admit another validator first, or replace this one in one step.
    error ValidatorSetAtFloor(uint256 count, uint256 floor);
    /// @notice Too many changes in the present period.
    /// @custom:remedy Try again after `nextPeriod` (seconds since 1970).
    error ValidatorSetChurnLimit(uint256 limit, uint48 nextPeriod);
    /// @notice A constructor value is out of its bounds.
    /// @custom:remedy Give 1 to 256 different validators, a floor of 1 to 256, a churn limit and period above 0.
    error ValidatorSetInvalidParameters();

    /// @notice Adds a validator. Restricted to the register of nodes.
    function addValidator(address validator) external;

    /// @notice Removes a validator, never below the floor once it was reached, never the last. Restricted to the register of nodes.
    function removeValidator(address validator) external;

    /// @notice Removes one validator and adds another in one step; counts as one change. Restricted to the register of nodes.
    function replaceValidator(address removed, address added) external;

    /// @notice All validators, ascending, unique, never empty. Calls no other contract.
    function getValidators() external view returns (address[] memory);

    /// @notice Whether the address is in the set.
    function isValidator(address validator) external view returns (bool);

    /// @notice How many validators there are.
    function validatorCount() external view returns (uint256);

    /// @notice Below this number the set never falls again once it was reached.
    function floor() external view returns (uint256);

    /// @notice Whether the floor was reached.
    function floorReached() external view returns (bool);

    /// @notice How many changes one period allows.
    function churnLimit() external view returns (uint256);

    /// @notice Length of a churn period in seconds.
    function churnPeriod() external view returns (uint48);

    /// @notice How many changes are left in the present period.
    function churnLeft() external view returns (uint256);
}
