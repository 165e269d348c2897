// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {Roles} from "../../../contracts/access/Roles.sol";
import {Access, IAccountRegistry} from "../../../contracts/permissions/IAccountRegistry.sol";
import {OrganisationId} from "../../../contracts/types/OrganisationId.sol";
import {Registers} from "../support/Registers.sol";
import {bound, vm} from "../support/Vm.sol";

/// @notice Gas without a coin: setGasPolicy, consumeGas, gasAvailable.
contract GasSharesTest is Registers {
    uint256 private constant KEY = 0xacc1;
    uint208 private constant GAS = 9_000_000;
    uint48 private constant WINDOW = 1 hours;

    address private immutable _meter = address(0x3e7e6);
    address private immutable _stranger = address(0x5742);

    OrganisationId[3] private _organisations;
    /// @dev One account of each organisation that has any.
    address[3] private _accounts;

    /// @dev Two organisations have an account; the third has none yet.
    function setUp() public {
        _loadGenesis();
        _takeRoles();
        _grant(Roles.METERS, _meter);
        for (uint256 i = 0; i < 3; ++i) {
            _organisations[i] = _registerOrganisation(string(abi.encodePacked("EUID", i)), _administrator(i));
            if (i < 2) _accounts[i] = _register(i, KEY + i);
        }
    }

    // setGasPolicy
    // ├── when the window is zero or longer than thirty days ... it reverts
    // ├── without one, or with no gas in it ... everybody with an organisation uses as much as he likes, nobody else any
    // └── every organisation that has accounts has an equal share

    function test_Policy() public {
        _assertPolicy(0, 0, 0);
        _assertAvailable(0, type(uint256).max);
        vm.assertEq(ACCOUNTS.gasAvailable(_stranger), 0, "no organisation, no gas");
        vm.expectEmit(address(ACCOUNTS));
        emit IAccountRegistry.GasConsumed(_organisations[0], _accounts[0], _meter, 2 ** 200);
        _consume(0, 2 ** 200);

        vm.expectEmit(address(ACCOUNTS));
        emit IAccountRegistry.GasPolicySet(body, GAS, WINDOW);
        _setPolicy(GAS, WINDOW);
        _assertPolicy(GAS, WINDOW, GAS / 2);
        _assertAvailable(0, GAS / 2);
        _assertAvailable(1, GAS / 2);
        vm.assertEq(ACCOUNTS.gasAvailable(_stranger), 0, "no organisation, no gas");

        _consume(0, GAS / 2);
        _assertAvailable(0, 0);
        _setPolicy(0, WINDOW);
        _assertAvailable(0, type(uint256).max);
    }

    function test_Policy_WindowAtTheBounds() public {
        uint48[2] memory wrong = [uint48(0), 30 days + 1];
        for (uint256 i = 0; i < 2; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IAccountRegistry.AccountRegistryWindowInvalid.selector, wrong[i]));
            _setPolicy(GAS, wrong[i]);
        }
        _setPolicy(type(uint208).max, 1);
        _assertAvailable(0, type(uint208).max / 2);
        _consume(0, type(uint208).max / 2);
        _advance(1);
        _assertAvailable(0, type(uint208).max / 2);
        _setPolicy(GAS, 30 days);
    }

    // consumeGas
    // ├── when the account has no organisation, or more gas was used than its organisation has ... it reverts
    // └── all accounts and administrators of an organisation draw from one share, which refills continuously

    function test_Consume() public {
        _setPolicy(GAS, WINDOW);
        address second = _register(0, KEY + 10);
        _assertPolicy(GAS, WINDOW, GAS / 2);
        vm.expectEmit(address(ACCOUNTS));
        emit IAccountRegistry.GasConsumed(_organisations[0], _accounts[0], _meter, 4_000_000);
        _consume(0, 4_000_000);
        _assertAvailable(0, 500_000);
        vm.assertEq(ACCOUNTS.gasAvailable(second), 500_000, "the same share");
        vm.assertEq(ACCOUNTS.gasAvailable(_administrator(0)), 500_000, "the same share");
        _assertAvailable(1, GAS / 2);

        _expectExhausted(0, 500_001, 500_000);
        _consume(0, 500_001);
        _assertAvailable(0, 500_000);
        // A quarter of the window gives back a quarter of the share.
        _advance(WINDOW / 4);
        _assertAvailable(0, 500_000 + 1_125_000);
        _consume(0, 1_625_000);
        _assertAvailable(0, 0);
        _advance(WINDOW);
        _assertAvailable(0, GAS / 2);
        _advance(10 * WINDOW);
        _assertAvailable(0, GAS / 2);

        vm.expectRevert(abi.encodeWithSelector(IAccountRegistry.AccountRegistryUnknown.selector, _stranger));
        vm.prank(_meter);
        ACCOUNTS.consumeGas(_stranger, 1);
    }

    // Sharers
    // └── when an organisation gets its first account or loses its last ... all shares change, what was used stays used

    function test_Sharers() public {
        _setPolicy(GAS, WINDOW);
        _consume(0, 4_000_000);
        _accounts[2] = _register(2, KEY + 2);
        _assertPolicy(GAS, WINDOW, GAS / 3);
        _assertAvailable(0, 0);
        _assertAvailable(1, GAS / 3);
        _assertAvailable(2, GAS / 3);
        _expectExhausted(0, 1, 0);
        _consume(0, 1);

        _remove(_accounts[2]);
        _assertPolicy(GAS, WINDOW, GAS / 2);
        _assertAvailable(0, 500_000);
        // Leaving and coming back gives nothing back.
        _remove(_accounts[0]);
        _assertPolicy(GAS, WINDOW, GAS);
        _accounts[0] = _register(0, KEY);
        _assertAvailable(0, 500_000);
        _remove(_accounts[0]);
        _remove(_accounts[1]);
        _assertPolicy(GAS, WINDOW, GAS);
    }

    /// @dev Beside a model: what was used is given back with the time, and no more than the share is ever drawn.
    function testFuzz_BucketFollowsTheModel(uint64[16] memory steps) public {
        _setPolicy(GAS, WINDOW);
        uint256 share = GAS / 2;
        uint256 used = 0;
        uint256 last = vm.getBlockTimestamp();
        for (uint256 i = 0; i < steps.length; ++i) {
            _advance(steps[i] % (WINDOW / 2));
            uint256 back = ((vm.getBlockTimestamp() - last) * share) / WINDOW;
            uint256 rest = back >= used ? 0 : used - back;
            _assertAvailable(0, share - rest);
            uint256 gas = bound(steps[i] >> 16, 1, share);
            if (gas > share - rest) _expectExhausted(0, gas, share - rest);
            _consume(0, gas);
            if (gas <= share - rest) (used, last) = (rest + gas, vm.getBlockTimestamp());
            _assertAvailable(1, share);
        }
    }

    function _administrator(uint256 i) private pure returns (address) {
        return address(uint160(0xad1 + i));
    }

    function _register(uint256 i, uint256 key) private returns (address) {
        return _registerAccount(_administrator(i), _organisations[i], key, Access.Transact);
    }

    function _remove(address account) private {
        vm.prank(account);
        ACCOUNTS.removeAccount(account);
    }

    function _setPolicy(uint208 gas, uint48 window) private {
        vm.prank(body);
        ACCOUNTS.setGasPolicy(gas, window);
    }

    function _consume(uint256 i, uint256 gas) private {
        vm.prank(_meter);
        ACCOUNTS.consumeGas(_accounts[i], gas);
    }

    function _assertPolicy(uint256 gas, uint256 window, uint256 share) private view {
        vm.assertEq(abi.encode(gas, window, share), _policy(), "gas, window and share");
    }

    function _policy() private view returns (bytes memory) {
        (uint208 gas, uint48 window, uint208 share) = ACCOUNTS.gasPolicy();
        return abi.encode(gas, window, share);
    }

    function _assertAvailable(uint256 i, uint256 gas) private view {
        vm.assertEq(ACCOUNTS.gasAvailable(_accounts[i]), gas, "gas available");
    }

    function _expectExhausted(uint256 i, uint256 gas, uint256 available) private {
        vm.expectRevert(
            abi.encodeWithSelector(
                IAccountRegistry.AccountRegistryGasExhausted.selector,
                _organisations[i],
                gas,
                available
            )
        );
    }
}
