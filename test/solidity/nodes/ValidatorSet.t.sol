// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";
import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";

import {IValidatorSet} from "../../../contracts/nodes/IValidatorSet.sol";
import {ValidatorSet} from "../../../contracts/nodes/ValidatorSet.sol";
import {create} from "../support/Creation.sol";
import {bound, vm} from "../support/Vm.sol";

abstract contract ValidatorSetSetUp {
    uint64 internal constant VALIDATORS_ROLE = 1;
    uint256 internal constant FLOOR = 4;
    uint256 internal constant CHURN_LIMIT = 3;
    uint48 internal constant CHURN_PERIOD = 1 hours;
    uint256 internal constant START = 500_000 hours;

    address internal immutable register = address(0x4e6f6465);
    AccessManager internal authority;
    ValidatorSet internal set;

    function setUp() public {
        vm.warp(START);
        authority = new AccessManager(address(this));
        authority.grantRole(VALIDATORS_ROLE, register, 0);
        // Not in order: the constructor sorts.
        set = _deploy(_addresses(30, 10, 40, 20), FLOOR);
    }

    function _create(
        address[] memory validators,
        uint256 floor,
        uint256 churnLimit,
        uint48 period
    ) internal returns (ValidatorSet) {
        bytes memory arguments = abi.encode(address(authority), validators, floor, churnLimit, period);
        return ValidatorSet(create("ValidatorSet.sol:ValidatorSet", arguments));
    }

    function _deploy(address[] memory validators, uint256 floor) internal returns (ValidatorSet) {
        return _deploy(validators, floor, CHURN_LIMIT);
    }

    function _deploy(
        address[] memory validators,
        uint256 floor,
        uint256 churnLimit
    ) internal returns (ValidatorSet deployed) {
        deployed = _create(validators, floor, churnLimit, CHURN_PERIOD);
        bytes4[] memory selectors = new bytes4[](3);
        selectors[0] = IValidatorSet.addValidator.selector;
        selectors[1] = IValidatorSet.removeValidator.selector;
        selectors[2] = IValidatorSet.replaceValidator.selector;
        authority.setTargetFunctionRole(address(deployed), selectors, VALIDATORS_ROLE);
    }

    /// @dev Until the changes so far lie out of the period.
    function _wait() internal {
        vm.warp(vm.getBlockTimestamp() + CHURN_PERIOD);
    }

    function _add(uint160 validator) internal {
        vm.prank(register);
        set.addValidator(address(validator));
    }

    function _remove(uint160 validator) internal {
        vm.prank(register);
        set.removeValidator(address(validator));
    }

    function _replace(uint160 removed, uint160 added) internal {
        vm.prank(register);
        set.replaceValidator(address(removed), address(added));
    }

    /// @dev `count` addresses, descending, so that they have to be sorted.
    function _descending(uint256 count) internal pure returns (address[] memory list) {
        list = new address[](count);
        for (uint256 i = 0; i < count; ++i) {
            list[i] = address(uint160((count - i) * 100));
        }
    }

    function _addresses(uint160 a) internal pure returns (address[] memory list) {
        list = new address[](1);
        list[0] = address(a);
    }

    function _addresses(uint160 a, uint160 b) internal pure returns (address[] memory list) {
        list = new address[](2);
        (list[0], list[1]) = (address(a), address(b));
    }

    function _addresses(uint160 a, uint160 b, uint160 c) internal pure returns (address[] memory list) {
        list = new address[](3);
        (list[0], list[1], list[2]) = (address(a), address(b), address(c));
    }

    function _addresses(uint160 a, uint160 b, uint160 c, uint160 d) internal pure returns (address[] memory list) {
        list = new address[](4);
        (list[0], list[1], list[2], list[3]) = (address(a), address(b), address(c), address(d));
    }

    function _addresses(
        uint160 a,
        uint160 b,
        uint160 c,
        uint160 d,
        uint160 e
    ) internal pure returns (address[] memory list) {
        list = new address[](5);
        (list[0], list[1], list[2], list[3], list[4]) = (address(a), address(b), address(c), address(d), address(e));
    }
}

contract ValidatorSetTest is ValidatorSetSetUp {
    // constructor
    // ├── when there are no validators, or more than 256 ... it reverts
    // ├── when an address is zero, or comes twice ... it reverts
    // ├── when floor, churn limit or period are out of bounds ... it reverts
    // └── it sorts, emits one event a validator and knows whether the floor is reached

    function test_Constructor_Sorts() public view {
        vm.assertEq(set.getValidators(), _addresses(10, 20, 30, 40), "NR1 sorted");
        vm.assertEq(set.validatorCount(), 4, "count");
        vm.assertTrue(set.floorReached(), "NR2 the floor is reached by four");
        vm.assertEq(set.floor(), FLOOR, "floor");
        vm.assertEq(set.churnLimit(), CHURN_LIMIT, "churn limit");
        vm.assertEq(set.churnPeriod(), CHURN_PERIOD, "churn period");
        vm.assertEq(set.churnLeft(), 1, "founding validators are no changes");
        vm.assertEq(set.authority(), address(authority), "authority");
    }

    function test_Constructor_EmitsEachValidator() public {
        vm.expectEmit(_nextContract());
        emit IValidatorSet.ValidatorAdded(address(1), address(this));
        vm.expectEmit(_nextContract());
        emit IValidatorSet.ValidatorAdded(address(2), address(this));
        _create(_addresses(2, 1), FLOOR, 1, 1);
    }

    function test_Constructor_FloorNotReachedByThree() public {
        vm.assertFalse(_deploy(_addresses(1, 2, 3), FLOOR).floorReached(), "NR2 three are below the floor");
    }

    function test_Constructor_Takes256() public {
        address[] memory validators = _deploy(_descending(256), 256).getValidators();
        vm.assertEq(validators.length, 256, "count");
        _assertOrder(validators);
    }

    function test_RevertWhen_Constructor_CountOutOfBounds() public {
        for (uint256 count = 0; count < 600; count += 257) {
            vm.expectRevert(abi.encodeWithSelector(IValidatorSet.ValidatorSetCountOutOfBounds.selector, count, 256));
            _create(_descending(count), FLOOR, 1, 1);
        }
    }

    function test_RevertWhen_Constructor_GivenTwice() public {
        vm.expectRevert(abi.encodeWithSelector(IValidatorSet.ValidatorSetGivenTwice.selector, address(5)));
        _create(_addresses(5, 7, 5), FLOOR, 1, 1);
    }

    function test_RevertWhen_Constructor_FloorOutOfBounds() public {
        for (uint256 floor = 0; floor < 300; floor += 257) {
            vm.expectRevert(abi.encodeWithSelector(IValidatorSet.ValidatorSetFloorOutOfBounds.selector, floor, 256));
            _create(_addresses(1), floor, 1, 1);
        }
        _create(_addresses(1), 256, 1, 1);
    }

    function test_RevertWhen_Constructor_ChurnLimitOutOfBounds() public {
        for (uint256 limit = 0; limit < 300; limit += 257) {
            vm.expectRevert(
                abi.encodeWithSelector(IValidatorSet.ValidatorSetChurnLimitOutOfBounds.selector, limit, 256)
            );
            _create(_addresses(1), 1, limit, 1);
        }
        _create(_addresses(1), 1, 256, 1);
    }

    function test_RevertWhen_Constructor_ChurnPeriodZero() public {
        vm.expectRevert(IValidatorSet.ValidatorSetChurnPeriodZero.selector);
        _create(_addresses(1), 1, 1, 0);
    }

    function test_RevertWhen_Constructor_ZeroAddress() public {
        vm.expectRevert(IValidatorSet.ValidatorSetZeroAddress.selector);
        _create(_addresses(5, 0), FLOOR, 1, 1);
    }

    // addValidator, removeValidator, replaceValidator
    // └── when the caller has not the role ... it reverts

    function test_RevertWhen_CallerHasNotTheRole() public {
        bytes memory refusal = abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, address(this));
        vm.expectRevert(refusal);
        set.addValidator(address(50));
        vm.expectRevert(refusal);
        set.removeValidator(address(10));
        vm.expectRevert(refusal);
        set.replaceValidator(address(10), address(50));
    }

    // addValidator
    // ├── when the address is zero or stands in the set ... it reverts
    // ├── given a full set ... it reverts
    // ├── given no change left in the period ... it reverts
    // └── it puts the address into its place, emits, counts one change, and latches the floor

    function test_Add_AtBeginningMiddleAndEnd() public {
        set = _deploy(_addresses(20, 40), FLOOR);
        _add(10);
        vm.assertEq(set.getValidators(), _addresses(10, 20, 40), "NR1 at the beginning");
        vm.assertFalse(set.floorReached(), "NR2 not reached by three");
        vm.assertEq(set.churnLeft(), 0, "NR2 it counts as one change");
        _wait();
        _add(30);
        vm.assertEq(set.getValidators(), _addresses(10, 20, 30, 40), "NR1 in the middle");
        vm.assertTrue(set.floorReached(), "NR2 reached by four");
        _wait();
        _add(50);
        vm.assertEq(set.getValidators(), _addresses(10, 20, 30, 40, 50), "NR1 at the end");
    }

    function test_Add_Emits() public {
        vm.expectEmit(address(set));
        emit IValidatorSet.ValidatorAdded(address(50), register);
        _add(50);
    }

    function test_RevertWhen_Add_ZeroAddress() public {
        vm.expectRevert(IValidatorSet.ValidatorSetZeroAddress.selector);
        _add(0);
    }

    function test_RevertWhen_Add_AlreadyValidator() public {
        vm.expectRevert(abi.encodeWithSelector(IValidatorSet.ValidatorSetAlreadyValidator.selector, address(20)));
        _add(20);
    }

    function test_RevertGiven_Add_Full() public {
        set = _deploy(_descending(256), FLOOR);
        vm.expectRevert(abi.encodeWithSelector(IValidatorSet.ValidatorSetFull.selector, 256));
        _add(1);
    }

    function test_Add_The256th() public {
        set = _deploy(_descending(255), FLOOR);
        _add(1);
        vm.assertEq(set.validatorCount(), 256, "count");
        _assertOrder(set.getValidators());
    }

    // removeValidator
    // ├── when the address is not in the set ... it reverts
    // ├── given the floor was reached and the set stands at it ... it reverts
    // ├── given one validator ... it reverts
    // ├── given no change left in the period ... it reverts
    // └── it closes the gap, emits and counts one change

    function test_Remove_AtBeginningMiddleAndEnd() public {
        set = _deploy(_addresses(10, 20, 30, 40, 50), 2);
        _remove(30);
        vm.assertEq(set.getValidators(), _addresses(10, 20, 40, 50), "NR1 in the middle");
        vm.assertEq(set.churnLeft(), 0, "NR2 it counts as one change");
        _wait();
        _remove(10);
        vm.assertEq(set.getValidators(), _addresses(20, 40, 50), "NR1 at the beginning");
        _wait();
        _remove(50);
        vm.assertEq(set.getValidators(), _addresses(20, 40), "NR1 at the end");
    }

    function test_Remove_Emits() public {
        _add(50);
        _wait();
        vm.expectEmit(address(set));
        emit IValidatorSet.ValidatorRemoved(address(10), register);
        _remove(10);
    }

    function test_RevertWhen_Remove_NotValidator() public {
        vm.expectRevert(abi.encodeWithSelector(IValidatorSet.ValidatorSetNotValidator.selector, address(25)));
        _remove(25);
    }

    function test_RevertGiven_Remove_AtFloor() public {
        vm.expectRevert(abi.encodeWithSelector(IValidatorSet.ValidatorSetAtFloor.selector, 4, FLOOR));
        _remove(10);
    }

    function test_Remove_BelowTheFloorBeforeItIsReached() public {
        set = _deploy(_addresses(10, 20, 30), FLOOR);
        _remove(20);
        _wait();
        _remove(10);
        vm.assertEq(set.getValidators(), _addresses(30), "the floor binds only once reached");
        vm.expectRevert(abi.encodeWithSelector(IValidatorSet.ValidatorSetAtFloor.selector, 1, FLOOR));
        _remove(30);
    }

    // replaceValidator
    // ├── when the first is not in the set, or the second is, or is zero ... it reverts
    // ├── given no change left in the period ... it reverts
    // └── it works at the floor too, keeps the order, emits and counts one change

    function test_Replace_InEveryDirectionAtTheFloor() public {
        _replace(10, 45);
        vm.assertEq(set.getValidators(), _addresses(20, 30, 40, 45), "NR1 first to last");
        vm.assertEq(set.churnLeft(), 0, "NR2 it counts as one change");
        _wait();
        _replace(45, 5);
        vm.assertEq(set.getValidators(), _addresses(5, 20, 30, 40), "NR1 last to first");
        _wait();
        _replace(30, 25);
        vm.assertEq(set.getValidators(), _addresses(5, 20, 25, 40), "NR1 in its place");
    }

    function test_Replace_Emits() public {
        vm.expectEmit(address(set));
        emit IValidatorSet.ValidatorReplaced(address(10), address(50), register);
        _replace(10, 50);
    }

    function test_RevertWhen_Replace_NotValidator() public {
        vm.expectRevert(abi.encodeWithSelector(IValidatorSet.ValidatorSetNotValidator.selector, address(11)));
        _replace(11, 50);
    }

    function test_RevertWhen_Replace_AlreadyValidator() public {
        vm.expectRevert(abi.encodeWithSelector(IValidatorSet.ValidatorSetAlreadyValidator.selector, address(20)));
        _replace(10, 20);
        vm.expectRevert(abi.encodeWithSelector(IValidatorSet.ValidatorSetAlreadyValidator.selector, address(10)));
        _replace(10, 10);
    }

    function test_RevertWhen_Replace_ZeroAddress() public {
        vm.expectRevert(IValidatorSet.ValidatorSetZeroAddress.selector);
        _replace(10, 0);
    }

    // Churn: add, remove and replace
    // ├── when the set is small ... one change a period is possible
    // ├── when it is larger ... as many as the consensus bears faults, and at most as many as the limit
    // └── given as many changes as that in the last period
    //     ├── it reverts and tells when the next is possible
    //     └── given the oldest of them lies out of the period ... one works again, whatever the clock says

    function test_Churn_FollowsTheSizeOfTheSet() public {
        uint256[2][10] memory expected = [
            [uint256(1), 1],
            [uint256(3), 1],
            [uint256(4), 1],
            [uint256(6), 1],
            [uint256(7), 2],
            [uint256(9), 2],
            [uint256(10), 3],
            [uint256(12), 3],
            [uint256(13), 4],
            [uint256(256), 85]
        ];
        for (uint256 i = 0; i < expected.length; ++i) {
            (uint256 count, uint256 borne) = (expected[i][0], expected[i][1]);
            vm.assertEq(_deploy(_descending(count), 1, 256).churnLeft(), borne, "NR2 the faults that are borne");
            uint256 limited = borne < CHURN_LIMIT ? borne : CHURN_LIMIT;
            vm.assertEq(_deploy(_descending(count), 1).churnLeft(), limited, "NR2 at most the limit");
        }
    }

    function test_RevertGiven_ChurnLimitReached() public {
        set = _deploy(_descending(10), 1);
        _add(1);
        _remove(100);
        _replace(200, 2);
        bytes memory refusal = _refusal(CHURN_LIMIT, START + CHURN_PERIOD);
        vm.expectRevert(refusal);
        _add(3);
        vm.expectRevert(refusal);
        _replace(300, 3);
        vm.expectRevert(refusal);
        _remove(300);
    }

    function test_RevertGiven_SmallSetChangedOnce() public {
        _replace(10, 15);
        bytes memory refusal = _refusal(1, START + CHURN_PERIOD);
        vm.expectRevert(refusal);
        _replace(20, 25);
        vm.expectRevert(refusal);
        _add(50);
        set = _deploy(_addresses(1, 2, 3, 4), 1);
        _remove(1);
        vm.expectRevert(refusal);
        _remove(2);
    }

    function test_Churn_EachChangeFreesItsPlaceAfterAPeriod() public {
        set = _deploy(_descending(20), 1);
        for (uint160 i = 1; i <= 3; ++i) {
            vm.assertEq(set.churnLeft(), 4 - i, "NR2 changes left");
            _add(i);
            vm.warp(START + 10 minutes * i);
        }
        vm.warp(START + CHURN_PERIOD - 1);
        vm.assertEq(set.churnLeft(), 0, "NR2 in the last second of the first change");
        vm.expectRevert(_refusal(CHURN_LIMIT, START + CHURN_PERIOD));
        _add(4);

        vm.warp(START + CHURN_PERIOD);
        vm.assertEq(set.churnLeft(), 1, "NR2 the first change lies out of the period");
        _add(4);
        vm.assertEq(set.churnLeft(), 0, "NR2 the other two do not");
        vm.expectRevert(_refusal(CHURN_LIMIT, START + CHURN_PERIOD + 10 minutes));
        _add(5);
        vm.warp(START + CHURN_PERIOD + 20 minutes);
        vm.assertEq(set.churnLeft(), 2, "NR2 two more places");
        vm.warp(START + 2 * CHURN_PERIOD);
        vm.assertEq(set.churnLeft(), CHURN_LIMIT, "NR2 all places");
    }

    /// @dev Periods that are counted from a fixed beginning would let twice the limit through around their boundaries.
    function test_Churn_NoBoundaryLetsMoreThrough() public {
        for (uint256 offset = 0; offset < CHURN_PERIOD; offset += 10 minutes) {
            vm.warp(START + offset);
            set = _deploy(_descending(10), 1);
            for (uint160 i = 1; i <= 3; ++i) _add(i);
            vm.warp(START + offset + CHURN_PERIOD - 1);
            vm.expectPartialRevert(IValidatorSet.ValidatorSetChurnLimit.selector);
            _add(4);
        }
    }

    function test_Churn_ShrinkingAndGrowing() public {
        set = _deploy(_descending(7), 1);
        _replace(100, 101);
        _remove(200);
        vm.assertEq(set.churnLeft(), 0, "NR2 six bear one fault, and two changes were made");
        vm.expectRevert(_refusal(1, START + CHURN_PERIOD));
        _remove(300);
        _wait();
        _add(201);
        vm.assertEq(set.churnLeft(), 1, "NR2 seven bear two faults");
        _add(301);
        vm.assertEq(set.churnLeft(), 0, "NR2 and so do eight");
    }

    function test_Churn_LongestPeriod() public {
        set = _create(_addresses(1), 1, 1, type(uint48).max);
        bytes4[] memory selectors = new bytes4[](1);
        selectors[0] = IValidatorSet.addValidator.selector;
        authority.setTargetFunctionRole(address(set), selectors, VALIDATORS_ROLE);
        vm.warp(type(uint48).max);
        _add(2);
        vm.expectRevert(_refusal(1, type(uint48).max));
        _add(3);
    }

    // Views

    function test_GetValidators_IsBesusSelector() public view {
        vm.assertEq(
            bytes32(IValidatorSet.getValidators.selector),
            bytes32(bytes4(0xb7ab4db5)),
            "Besu calls this selector"
        );
        (bool success, bytes memory answer) = address(set).staticcall(hex"b7ab4db5");
        vm.assertTrue(success, "Besu's call is answered");
        vm.assertEq(abi.decode(answer, (address[])), _addresses(10, 20, 30, 40), "Besu's answer");
    }

    function test_IsValidator() public view {
        for (uint160 i = 0; i <= 50; ++i) {
            bool expected = i == 10 || i == 20 || i == 30 || i == 40;
            vm.assertEq(set.isValidator(address(i)), expected, "isValidator");
        }
    }

    /// @dev The least that any contract can do is to read the length and each address from cold storage.
    function test_GetValidators_GasStaysNearTheStorageReads() public {
        _assertGas(_deploy(_descending(4), 1), 4);
        _assertGas(_deploy(_descending(256), 1), 256);
    }

    function _assertGas(ValidatorSet target, uint256 count) private {
        vm.cool(address(target));
        // The account itself is made warm, so that only the function is measured.
        target.churnLimit();
        bytes memory call = abi.encodeCall(IValidatorSet.getValidators, ());
        uint256 before = gasleft();
        (bool success, ) = address(target).staticcall(call);
        uint256 used = before - gasleft();
        vm.assertTrue(success, "answered");
        vm.assertLe(used * 10, (count + 1) * 2100 * 12, "NR4 gas of getValidators within 1.2 times its reads");
        vm.assertGe(used, (count + 1) * 2100, "NR4 the measurement saw cold storage");
    }

    function _refusal(uint256 limit, uint256 nextChange) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IValidatorSet.ValidatorSetChurnLimit.selector, limit, uint48(nextChange));
    }

    function _assertOrder(address[] memory validators) private pure {
        for (uint256 i = 1; i < validators.length; ++i) {
            vm.assertLt(uint160(validators[i - 1]), uint160(validators[i]), "NR1 ascending and unique");
        }
    }

    function _nextContract() private view returns (address) {
        // Contracts count their creations from 1, and this test has made two in `setUp`.
        return address(uint160(uint256(keccak256(abi.encodePacked(bytes2(0xd694), address(this), bytes1(0x03))))));
    }
}

/// @notice Random changes beside a model that is a plain table of who is in, and a list of all changes.
contract ValidatorSetFuzzTest is ValidatorSetSetUp {
    uint256 private constant POOL = 16;
    uint256 private constant MAX_CHURN_LIMIT = 5;

    /// @dev Position `i` stands for the address `_candidate(i)`; the zero address is position 0.
    bool[POOL] private _in;
    uint256[POOL] private _enteredAt;
    uint256 private _count;
    bool private _floorWasReached;
    uint256 private _churnLimit;
    uint256[] private _changedAt;
    uint256 private _clock;

    function testFuzz_ChangesFollowTheModel(
        uint256 founders,
        uint256 floor,
        uint256 churnLimit,
        uint64[30] memory steps
    ) public {
        _clock = START;
        _churnLimit = bound(churnLimit, 1, MAX_CHURN_LIMIT);
        _found(bound(founders, 1, POOL - 1), bound(floor, 1, 6));
        for (uint256 i = 0; i < steps.length; ++i) {
            uint256 step = steps[i];
            // Three of eight steps let time pass, sometimes more than a period.
            uint256 action = step % 8;
            if (action > 4) {
                _clock += (step >> 8) % (action == 7 ? 2 * CHURN_PERIOD : CHURN_PERIOD / 4);
                vm.warp(_clock);
            } else if (action < 2) {
                _tryAdd((step >> 8) % POOL);
            } else if (action < 4) {
                _tryRemove((step >> 8) % POOL);
            } else {
                _tryReplace((step >> 8) % POOL, (step >> 16) % POOL);
            }
            vm.assertEq(set.validatorCount(), _count, "NR1 count");
            _assertChurn();
        }
        _assertModel();
    }

    function _found(uint256 founders, uint256 floor) private {
        address[] memory validators = new address[](founders);
        for (uint256 i = 0; i < founders; ++i) {
            validators[i] = _candidate(i + 1);
            _in[i + 1] = true;
        }
        _count = founders;
        _floorWasReached = founders >= floor;
        set = _deploy(validators, floor, _churnLimit);
        _assertModel();
        _assertChurn();
    }

    function _tryAdd(uint256 i) private {
        if (i == 0) {
            vm.expectRevert(IValidatorSet.ValidatorSetZeroAddress.selector);
        } else if (_in[i]) {
            vm.expectPartialRevert(IValidatorSet.ValidatorSetAlreadyValidator.selector);
        } else if (_modelCountsChange()) {
            _enter(i);
            ++_count;
            if (_count >= set.floor()) _floorWasReached = true;
        } else {
            _expectChurnLimit();
        }
        _add(uint160(_candidate(i)));
    }

    function _tryRemove(uint256 i) private {
        if (!_in[i]) {
            vm.expectPartialRevert(IValidatorSet.ValidatorSetNotValidator.selector);
        } else if (_count == 1 || (_floorWasReached && _count == set.floor())) {
            vm.expectPartialRevert(IValidatorSet.ValidatorSetAtFloor.selector);
        } else if (_modelCountsChange()) {
            _in[i] = false;
            --_count;
        } else {
            _expectChurnLimit();
        }
        _remove(uint160(_candidate(i)));
    }

    function _tryReplace(uint256 i, uint256 j) private {
        if (!_in[i]) {
            vm.expectPartialRevert(IValidatorSet.ValidatorSetNotValidator.selector);
        } else if (j == 0) {
            vm.expectRevert(IValidatorSet.ValidatorSetZeroAddress.selector);
        } else if (_in[j]) {
            vm.expectPartialRevert(IValidatorSet.ValidatorSetAlreadyValidator.selector);
        } else if (_modelCountsChange()) {
            _in[i] = false;
            _enter(j);
        } else {
            _expectChurnLimit();
        }
        _replace(uint160(_candidate(i)), uint160(_candidate(j)));
    }

    function _enter(uint256 i) private {
        _in[i] = true;
        _enteredAt[i] = _clock;
    }

    function _modelCountsChange() private returns (bool) {
        if (_changesSince(_clock) >= _allowed()) return false;
        _changedAt.push(_clock);
        return true;
    }

    /// @dev The next change is possible at the first second at which few enough lie in the period that ends then.
    function _expectChurnLimit() private {
        uint256 next = _clock;
        for (uint256 i = 0; i < _changedAt.length; ++i) {
            uint256 end = _changedAt[i] + CHURN_PERIOD;
            if (end > _clock && _changesSince(end) < _allowed()) {
                next = end;
                break;
            }
        }
        vm.expectRevert(
            abi.encodeWithSelector(IValidatorSet.ValidatorSetChurnLimit.selector, _allowed(), uint48(next))
        );
    }

    /// @dev Changes in the period that ends at a time.
    function _changesSince(uint256 time) private view returns (uint256 count) {
        for (uint256 i = 0; i < _changedAt.length; ++i) {
            if (_changedAt[i] + CHURN_PERIOD > time) ++count;
        }
    }

    function _allowed() private view returns (uint256) {
        uint256 faults = _count < 7 ? 1 : (_count - 1) / 3;
        return faults < _churnLimit ? faults : _churnLimit;
    }

    function _assertChurn() private view {
        (uint256 recent, uint256 allowed) = (_changesSince(_clock), _allowed());
        vm.assertEq(set.churnLeft(), recent < allowed ? allowed - recent : 0, "NR2 changes left");
        uint256 entered;
        for (uint256 i = 1; i < POOL; ++i) {
            if (_in[i] && _enteredAt[i] + CHURN_PERIOD > _clock) ++entered;
        }
        vm.assertLe(entered, _count < 7 ? 1 : (_count - 1) / 3, "NR2 never more newcomers than faults that are borne");
    }

    function _assertModel() private view {
        address[] memory validators = set.getValidators();
        vm.assertGt(validators.length, 0, "NR1 never empty");
        vm.assertEq(validators.length, _count, "NR1 as many as in the model");
        vm.assertEq(set.validatorCount(), _count, "NR1 count");
        for (uint256 i = 0; i < validators.length; ++i) {
            vm.assertTrue(validators[i] != address(0), "NR1 no zero address");
            vm.assertTrue(i == 0 || validators[i - 1] < validators[i], "NR1 sorted and unique");
        }
        for (uint256 i = 0; i < POOL; ++i) {
            vm.assertEq(set.isValidator(_candidate(i)), _in[i], "NR1 the same members as in the model");
        }
        vm.assertEq(set.floorReached(), _floorWasReached, "NR2 floor reached");
        vm.assertTrue(!_floorWasReached || validators.length >= set.floor(), "NR2 never below the floor once reached");
    }

    /// @dev Spread over all addresses, so that the order of the numbers is not the order of the addresses.
    function _candidate(uint256 i) private pure returns (address) {
        return i == 0 ? address(0) : address(uint160(uint256(keccak256(abi.encode(i)))));
    }
}
