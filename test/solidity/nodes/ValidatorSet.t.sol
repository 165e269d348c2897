// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";
import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";

import {IValidatorSet} from "../../../contracts/nodes/IValidatorSet.sol";
import {ValidatorSet} from "../../../contracts/nodes/ValidatorSet.sol";
import {bound, vm} from "../support/Vm.sol";

abstract contract ValidatorSetSetUp {
    uint64 internal constant VALIDATORS_ROLE = 1;
    uint256 internal constant FLOOR = 4;
    uint256 internal constant CHURN_LIMIT = 3;
    uint48 internal constant CHURN_PERIOD = 1 hours;
    /// @dev A multiple of the period, so that a test starts at the beginning of one.
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

    function _deploy(address[] memory validators, uint256 floor) internal returns (ValidatorSet deployed) {
        deployed = new ValidatorSet(address(authority), validators, floor, CHURN_LIMIT, CHURN_PERIOD);
        bytes4[] memory selectors = new bytes4[](3);
        selectors[0] = IValidatorSet.addValidator.selector;
        selectors[1] = IValidatorSet.removeValidator.selector;
        selectors[2] = IValidatorSet.replaceValidator.selector;
        authority.setTargetFunctionRole(address(deployed), selectors, VALIDATORS_ROLE);
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
        vm.assertEq(set.churnLeft(), CHURN_LIMIT, "founding validators are no changes");
        vm.assertEq(set.authority(), address(authority), "authority");
    }

    function test_Constructor_EmitsEachValidator() public {
        vm.expectEmit(_nextContract());
        emit IValidatorSet.ValidatorAdded(address(1), address(this));
        vm.expectEmit(_nextContract());
        emit IValidatorSet.ValidatorAdded(address(2), address(this));
        new ValidatorSet(address(authority), _addresses(2, 1), FLOOR, 1, 1);
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
        _expectInvalid(new address[](0), FLOOR, 1, 1);
        _expectInvalid(_descending(257), FLOOR, 1, 1);
    }

    function test_RevertWhen_Constructor_Duplicate() public {
        _expectInvalid(_addresses(5, 7, 5), FLOOR, 1, 1);
    }

    function test_RevertWhen_Constructor_ParametersOutOfBounds() public {
        _expectInvalid(_addresses(1), 0, 1, 1);
        _expectInvalid(_addresses(1), 257, 1, 1);
        _expectInvalid(_addresses(1), 1, 0, 1);
        _expectInvalid(_addresses(1), 1, 1, 0);
    }

    function test_RevertWhen_Constructor_ZeroAddress() public {
        vm.expectRevert(IValidatorSet.ValidatorSetZeroAddress.selector);
        new ValidatorSet(address(authority), _addresses(5, 0), FLOOR, 1, 1);
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
        _add(30);
        vm.assertEq(set.getValidators(), _addresses(10, 20, 30, 40), "NR1 in the middle");
        vm.assertTrue(set.floorReached(), "NR2 reached by four");
        _add(50);
        vm.assertEq(set.getValidators(), _addresses(10, 20, 30, 40, 50), "NR1 at the end");
        vm.assertEq(set.churnLeft(), 0, "NR2 three changes were made");
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
        _remove(10);
        vm.assertEq(set.getValidators(), _addresses(20, 40, 50), "NR1 at the beginning");
        _remove(50);
        vm.assertEq(set.getValidators(), _addresses(20, 40), "NR1 at the end");
        vm.assertEq(set.churnLeft(), 0, "NR2 three changes were made");
    }

    function test_Remove_Emits() public {
        _add(50);
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
        _replace(45, 5);
        vm.assertEq(set.getValidators(), _addresses(5, 20, 30, 40), "NR1 last to first");
        _replace(30, 25);
        vm.assertEq(set.getValidators(), _addresses(5, 20, 25, 40), "NR1 in its place");
        vm.assertEq(set.churnLeft(), 0, "NR2 each counts as one change");
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
    // └── given as many changes as the limit in this period
    //     ├── it reverts and tells when the next period begins
    //     └── given the next period ... it works again

    function test_RevertGiven_ChurnLimitReached() public {
        _add(50);
        _remove(10);
        _replace(20, 25);
        bytes memory refusal = abi.encodeWithSelector(
            IValidatorSet.ValidatorSetChurnLimit.selector,
            CHURN_LIMIT,
            uint48(START + CHURN_PERIOD)
        );
        vm.expectRevert(refusal);
        _add(60);
        vm.expectRevert(refusal);
        _replace(25, 60);
        // One above the floor is needed to see the limit and not the floor.
        set = _deploy(_addresses(1, 2, 3, 4), 1);
        _remove(1);
        _remove(2);
        _add(5);
        vm.expectRevert(refusal);
        _remove(3);
    }

    function test_Churn_BeginsAgainWithTheNextPeriod() public {
        _add(50);
        _add(60);
        _add(70);
        vm.warp(START + CHURN_PERIOD - 1);
        vm.assertEq(set.churnLeft(), 0, "NR2 last second of the period");
        vm.expectPartialRevert(IValidatorSet.ValidatorSetChurnLimit.selector);
        _add(80);

        vm.warp(START + CHURN_PERIOD);
        vm.assertEq(set.churnLeft(), CHURN_LIMIT, "NR2 first second of the next period");
        _add(80);
        vm.assertEq(set.churnLeft(), CHURN_LIMIT - 1, "NR2 one change of the new period");
    }

    function test_Churn_LongestPeriod() public {
        set = new ValidatorSet(address(authority), _addresses(1), 1, 1, type(uint48).max);
        bytes4[] memory selectors = new bytes4[](1);
        selectors[0] = IValidatorSet.addValidator.selector;
        authority.setTargetFunctionRole(address(set), selectors, VALIDATORS_ROLE);
        vm.warp(type(uint48).max);
        _add(2);
        vm.expectRevert(abi.encodeWithSelector(IValidatorSet.ValidatorSetChurnLimit.selector, 1, type(uint48).max));
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

    function _expectInvalid(address[] memory validators, uint256 floor, uint256 limit, uint48 period) private {
        vm.expectRevert(IValidatorSet.ValidatorSetInvalidParameters.selector);
        new ValidatorSet(address(authority), validators, floor, limit, period);
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

/// @notice Random changes beside a model that is a plain table of who is in.
contract ValidatorSetFuzzTest is ValidatorSetSetUp {
    uint256 private constant POOL = 10;

    /// @dev Position `i` stands for the address `_candidate(i)`; the zero address is position 0.
    bool[POOL] private _in;
    uint256 private _count;
    bool private _floorWasReached;
    uint256 private _period;
    uint256 private _changes;
    uint256 private _clock;

    function testFuzz_ChangesFollowTheModel(uint256 founders, uint256 floor, uint64[20] memory steps) public {
        _clock = START;
        _found(bound(founders, 1, POOL - 1), bound(floor, 1, 6));
        for (uint256 i = 0; i < steps.length; ++i) {
            uint256 step = steps[i];
            // Two of seven steps let time pass, sometimes into another period.
            uint256 action = step % 7;
            if (action > 4) {
                _clock += (step >> 8) % CHURN_PERIOD;
                vm.warp(_clock);
            } else if (action < 2) {
                _tryAdd((step >> 8) % POOL);
            } else if (action < 4) {
                _tryRemove((step >> 8) % POOL);
            } else {
                _tryReplace((step >> 8) % POOL, (step >> 16) % POOL);
            }
            _assertModel();
        }
    }

    function _found(uint256 founders, uint256 floor) private {
        address[] memory validators = new address[](founders);
        for (uint256 i = 0; i < founders; ++i) {
            validators[i] = _candidate(i + 1);
            _in[i + 1] = true;
        }
        _count = founders;
        _floorWasReached = founders >= floor;
        _period = 0;
        set = _deploy(validators, floor);
        _assertModel();
    }

    function _tryAdd(uint256 i) private {
        if (i == 0) {
            vm.expectRevert(IValidatorSet.ValidatorSetZeroAddress.selector);
        } else if (_in[i]) {
            vm.expectPartialRevert(IValidatorSet.ValidatorSetAlreadyValidator.selector);
        } else if (_modelCountsChange()) {
            _in[i] = true;
            ++_count;
            if (_count >= set.floor()) _floorWasReached = true;
        } else {
            vm.expectPartialRevert(IValidatorSet.ValidatorSetChurnLimit.selector);
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
            vm.expectPartialRevert(IValidatorSet.ValidatorSetChurnLimit.selector);
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
            (_in[i], _in[j]) = (false, true);
        } else {
            vm.expectPartialRevert(IValidatorSet.ValidatorSetChurnLimit.selector);
        }
        _replace(uint160(_candidate(i)), uint160(_candidate(j)));
    }

    function _modelCountsChange() private returns (bool) {
        uint256 period = _clock / CHURN_PERIOD;
        if (period != _period) (_period, _changes) = (period, 0);
        if (_changes == CHURN_LIMIT) return false;
        ++_changes;
        return true;
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
        uint256 changes = _clock / CHURN_PERIOD == _period ? _changes : 0;
        vm.assertEq(set.churnLeft(), CHURN_LIMIT - changes, "NR2 changes left in the period");
    }

    /// @dev Spread over all addresses, so that the order of the numbers is not the order of the addresses.
    function _candidate(uint256 i) private pure returns (address) {
        return i == 0 ? address(0) : address(uint160(uint256(keccak256(abi.encode(i)))));
    }
}
