// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {Arrays} from "@openzeppelin/contracts/utils/Arrays.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {Time} from "@openzeppelin/contracts/utils/types/Time.sol";

import {IValidatorSet} from "./IValidatorSet.sol";

/// @title The validators of this chain
contract ValidatorSet is IValidatorSet, AccessManaged {
    uint256 private constant MAXIMUM = 256;
    uint256 private constant CHURN_MAXIMUM = 256;

    /// @inheritdoc IValidatorSet
    uint256 public immutable floor;
    /// @inheritdoc IValidatorSet
    uint256 public immutable churnLimit;
    /// @inheritdoc IValidatorSet
    uint48 public immutable churnPeriod;

    /// @dev Ascending, unique, without the zero address, never empty.
    address[] private _validators;

    /// @dev Times of the last changes: change number `i`, counted from 0, stands at `i % churnLimit` until the ring comes round.
    uint48[CHURN_MAXIMUM] private _changeTimes;
    /// @dev Changes ever made. Each costs gas, so that 64 bits never overflow.
    uint64 private _changes;
    bool private _floorReached;

    /// @param initialAuthority Authority that says who may change the set.
    /// @param validators 1 to 256 different addresses in any order.
    /// @param floor_ Number below which the set never falls again once it was reached, 1 to 256.
    /// @param churnLimit_ Changes that a period allows at most, 1 to 256.
    /// @param churnPeriod_ Length of a period in seconds, above 0.
    constructor(
        address initialAuthority,
        address[] memory validators,
        uint256 floor_,
        uint256 churnLimit_,
        uint48 churnPeriod_
    ) AccessManaged(initialAuthority) {
        uint256 count = validators.length;
        if (count == 0 || count > MAXIMUM) revert ValidatorSetCountOutOfBounds(count, MAXIMUM);
        if (floor_ == 0 || floor_ > MAXIMUM) revert ValidatorSetFloorOutOfBounds(floor_, MAXIMUM);
        if (churnLimit_ == 0 || churnLimit_ > CHURN_MAXIMUM) {
            revert ValidatorSetChurnLimitOutOfBounds(churnLimit_, CHURN_MAXIMUM);
        }
        if (churnPeriod_ == 0) revert ValidatorSetChurnPeriodZero();

        floor = floor_;
        churnLimit = churnLimit_;
        churnPeriod = churnPeriod_;
        _floorReached = count >= floor_;

        Arrays.sort(validators);
        if (validators[0] == address(0)) revert ValidatorSetZeroAddress();
        for (uint256 i = 0; i < count; ++i) {
            if (i > 0 && validators[i] == validators[i - 1]) revert ValidatorSetGivenTwice(validators[i]);
            _validators.push(validators[i]);
            emit ValidatorAdded(validators[i], msg.sender);
        }
    }

    /// @inheritdoc IValidatorSet
    function addValidator(address validator) external restricted {
        uint256 count = _validators.length;
        if (count == MAXIMUM) revert ValidatorSetFull(MAXIMUM);
        _requireNew(validator);

        _countChange();
        if (count + 1 >= floor) _floorReached = true;
        _validators.push();
        _place(count, validator);

        emit ValidatorAdded(validator, msg.sender);
    }

    /// @inheritdoc IValidatorSet
    function removeValidator(address validator) external restricted {
        uint256 index = _indexOf(validator);
        uint256 last = _validators.length - 1;
        if (last == 0 || (_floorReached && last < floor)) revert ValidatorSetAtFloor(last + 1, floor);

        _countChange();
        for (; index < last; ++index) {
            _validators[index] = _validators[index + 1];
        }
        _validators.pop();

        emit ValidatorRemoved(validator, msg.sender);
    }

    /// @inheritdoc IValidatorSet
    function replaceValidator(address removed, address added) external restricted {
        uint256 index = _indexOf(removed);
        _requireNew(added);

        _countChange();
        _place(index, added);

        emit ValidatorReplaced(removed, added, msg.sender);
    }

    /// @inheritdoc IValidatorSet
    function getValidators() external view returns (address[] memory) {
        return _validators;
    }

    /// @inheritdoc IValidatorSet
    function isValidator(address validator) external view returns (bool) {
        (bool found, ) = _search(validator);
        return found;
    }

    /// @inheritdoc IValidatorSet
    function validatorCount() external view returns (uint256) {
        return _validators.length;
    }

    /// @inheritdoc IValidatorSet
    function floorReached() external view returns (bool) {
        return _floorReached;
    }

    /// @inheritdoc IValidatorSet
    function churnLeft() external view returns (uint256) {
        uint256 limit = _presentLimit();
        uint256 made = Math.min(_changes, limit);
        uint256 recent = 0;
        while (recent < made && block.timestamp < _endOf(recent + 1)) ++recent;
        return limit - recent;
    }

    /// @dev Counts one change, or reverts when the last `churnPeriod` seconds allow no further one: when of the last changes, as many as
    /// are allowed, even the oldest lies in them.
    function _countChange() private {
        uint64 changes = _changes;
        uint256 limit = _presentLimit();
        if (changes >= limit) {
            uint256 nextChange = _endOf(limit);
            if (block.timestamp < nextChange) {
                // Only a period of millions of years reaches the bound of the type.
                revert ValidatorSetChurnLimit(limit, uint48(Math.min(nextChange, type(uint48).max)));
            }
        }
        _changeTimes[changes % churnLimit] = Time.timestamp();
        _changes = changes + 1;
    }

    /// @dev Writes `validator` into the free position `index` and moves it to where the order wants it.
    function _place(uint256 index, address validator) private {
        uint256 last = _validators.length - 1;
        for (; index > 0 && _validators[index - 1] > validator; --index) {
            _validators[index] = _validators[index - 1];
        }
        for (; index < last && _validators[index + 1] < validator; ++index) {
            _validators[index] = _validators[index + 1];
        }
        _validators[index] = validator;
    }

    function _requireNew(address validator) private view {
        if (validator == address(0)) revert ValidatorSetZeroAddress();
        (bool found, ) = _search(validator);
        if (found) revert ValidatorSetAlreadyValidator(validator);
    }

    function _indexOf(address validator) private view returns (uint256) {
        (bool found, uint256 index) = _search(validator);
        if (!found) revert ValidatorSetNotValidator(validator);
        return index;
    }

    function _search(address validator) private view returns (bool found, uint256 index) {
        uint256 low = 0;
        uint256 high = _validators.length;
        while (low < high) {
            uint256 middle = (low + high) / 2;
            if (_validators[middle] < validator) low = middle + 1;
            else high = middle;
        }
        return (low < _validators.length && _validators[low] == validator, low);
    }

    /// @dev How many changes a period allows at the present size: never more than the consensus bears faults, but one at least.
    function _presentLimit() private view returns (uint256) {
        return Math.min(churnLimit, Math.max(1, (_validators.length - 1) / 3));
    }

    /// @dev When the period that began with a change is over: 1 is the last change, at most `churnLimit` the oldest that is known.
    function _endOf(uint256 change) private view returns (uint256) {
        return uint256(_changeTimes[(_changes - change) % churnLimit]) + churnPeriod;
    }
}
