// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

/// @title The validators of this chain
/// @notice Small and immutable, because the consensus of the chain reads it: a bad upgrade of a register can never halt the chain.
/// @dev `getValidators` is the interface that Besu's QBFT contract mode calls (selector 0xb7ab4db5).
///
/// Guaranteed, whatever the register does: any `churnPeriod` seconds see at most `min(churnLimit, max(1, (n - 1) / 3))` changes, where `n` is
/// the number of validators before a change. Of all validators at any moment, those that entered within the last period are therefore
/// never more than the consensus bears faulty ones, if it bears any (from four validators on).
///
/// Warning: not guaranteed is that the set stays good over several periods. A register gone bad can replace all of it bit by bit; the
/// period is the time that the body has to take the register's role away. The limit binds the body just as well: it cannot remove many
/// bad validators at once either.
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
    /// @notice The last `churnPeriod` seconds saw as many changes as a set of this size allows.
    /// @custom:remedy Try again from `nextChange` on (seconds since 1970), and propose changes of validators one by one.
    error ValidatorSetChurnLimit(uint256 limit, uint48 nextChange);
    /// @notice The set is founded with no validator or with too many.
    /// @custom:remedy Give 1 to `maximum` validators.
    error ValidatorSetCountOutOfBounds(uint256 count, uint256 maximum);
    /// @notice An address stands twice among the founding validators.
    /// @custom:remedy Give each address once.
    error ValidatorSetGivenTwice(address validator);
    /// @notice The floor is out of its bounds.
    /// @custom:remedy Give a floor of 1 to `maximum`.
    error ValidatorSetFloorOutOfBounds(uint256 floor, uint256 maximum);
    /// @notice The churn limit is out of its bounds.
    /// @custom:remedy Give a limit of 1 to `maximum`.
    error ValidatorSetChurnLimitOutOfBounds(uint256 churnLimit, uint256 maximum);
    /// @notice The churn period has no length.
    /// @custom:remedy Give a period in seconds, long enough for the body to react to a bad change.
    error ValidatorSetChurnPeriodZero();

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

    /// @notice How many changes a period allows at most, however many validators there are.
    function churnLimit() external view returns (uint256);

    /// @notice Length of a churn period in seconds. It begins with every change, so that no boundary lets more changes through.
    function churnPeriod() external view returns (uint48);

    /// @notice How many changes are possible at present: what the set's size allows, less those of the last `churnPeriod` seconds.
    function churnLeft() external view returns (uint256);
}
