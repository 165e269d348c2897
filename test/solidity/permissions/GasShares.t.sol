// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {Roles} from "../../../contracts/access/Roles.sol";
import {Access, IAccountRegistry} from "../../../contracts/permissions/IAccountRegistry.sol";
import {OrganisationId} from "../../../contracts/types/OrganisationId.sol";
import {Registers} from "../support/Registers.sol";
import {bound, vm} from "../support/Vm.sol";

/// @notice Gas without a coin: setGasPolicy, consumeGas, resetGas, gasAvailable.
contract GasSharesTest is Registers {
    uint256 private constant KEY = 0xacc1;
    /// @dev With two organisations that have accounts, each has 20 million.
    uint208 private constant GAS = 60_000_000;
    uint208 private constant MINIMUM = 5_000_000;
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
    // ├── when there is gas, but less than changes a register ... it reverts
    // ├── without one, or with no gas in it ... everybody with an organisation uses as much as he likes, nobody else any
    // └── every organisation that has accounts has an equal share, and one share is kept for those who begin

    function test_Policy() public {
        _assertPolicy(0, 0, 0);
        _assertAvailable(0, type(uint256).max);
        vm.assertEq(ACCOUNTS.gasAvailable(_stranger), 0, "no organisation, no gas");
        _expectConsumed(0, 2 ** 200, 2 ** 200);
        _consume(0, 2 ** 200);

        vm.expectEmit(address(ACCOUNTS));
        emit IAccountRegistry.GasPolicySet(body, GAS, WINDOW);
        _setPolicy(GAS, WINDOW);
        _assertPolicy(GAS, WINDOW, GAS / 3);
        _assertAvailable(0, GAS / 3);
        _assertAvailable(1, GAS / 3);
        vm.assertEq(ACCOUNTS.gasAvailable(_administrator(2)), GAS / 3, "a beginner has a share as well");
        vm.assertEq(ACCOUNTS.gasAvailable(_stranger), 0, "no organisation, no gas");

        _consume(0, GAS / 3);
        _assertAvailable(0, 0);
        _setPolicy(0, WINDOW);
        _assertPolicy(0, WINDOW, 0);
        _assertAvailable(0, type(uint256).max);
    }

    function test_Policy_WindowAtTheBounds() public {
        uint48[2] memory wrong = [uint48(0), 30 days + 1];
        for (uint256 i = 0; i < 2; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IAccountRegistry.AccountRegistryWindowInvalid.selector, wrong[i]));
            _setPolicy(GAS, wrong[i]);
        }
        _setPolicy(type(uint208).max, 1);
        _assertAvailable(0, type(uint208).max / 3);
        _consume(0, type(uint208).max / 3);
        _advance(1);
        _assertAvailable(0, type(uint208).max / 3);
        _setPolicy(GAS, 30 days);
    }

    /// @dev A policy of one unit of gas would shut everybody out but the bodies, also those who could set another one.
    function test_Policy_GasAtTheBounds() public {
        uint208[2] memory wrong = [uint208(1), MINIMUM - 1];
        for (uint256 i = 0; i < 2; ++i) {
            vm.expectRevert(
                abi.encodeWithSelector(IAccountRegistry.AccountRegistryGasTooLow.selector, wrong[i], MINIMUM)
            );
            _setPolicy(wrong[i], WINDOW);
        }
        _setPolicy(MINIMUM, WINDOW);
        _assertPolicy(MINIMUM, WINDOW, MINIMUM);
        _assertAvailable(0, MINIMUM);
        _assertAvailable(1, MINIMUM);
        _setPolicy(3 * MINIMUM, WINDOW);
        _assertPolicy(3 * MINIMUM, WINDOW, MINIMUM);
        _setPolicy(3 * MINIMUM + 3, WINDOW);
        _assertPolicy(3 * MINIMUM + 3, WINDOW, MINIMUM + 1);
    }

    /// @dev However many register, nobody's share becomes too small for a transaction.
    function test_Policy_ShareNeverBelowTheMinimum() public {
        _setPolicy(3 * MINIMUM, WINDOW);
        for (uint256 i = 0; i < 8; ++i) {
            OrganisationId organisation = _registerOrganisation(string(abi.encodePacked("MANY", i)), address(0xad9));
            _registerAccount(address(0xad9), organisation, KEY + 100 + i, Access.Transact);
        }
        _assertPolicy(3 * MINIMUM, WINDOW, MINIMUM);
        _assertAvailable(0, MINIMUM);
    }

    // consumeGas
    // ├── when more gas was used than the organisation has ... what it has is drawn, and the event says both
    // ├── given the account left, or belongs to nobody ... the organisation that it used the gas for pays all the same
    // └── all accounts and administrators of an organisation draw from one share, which refills continuously

    function test_Consume() public {
        _setPolicy(GAS, WINDOW);
        address second = _register(0, KEY + 10);
        _assertPolicy(GAS, WINDOW, GAS / 3);
        _expectConsumed(0, 19_000_000, 19_000_000);
        _consume(0, 19_000_000);
        _assertAvailable(0, 1_000_000);
        vm.assertEq(ACCOUNTS.gasAvailable(second), 1_000_000, "the same share");
        vm.assertEq(ACCOUNTS.gasAvailable(_administrator(0)), 1_000_000, "the same share");
        _assertAvailable(1, GAS / 3);

        // A quarter of the window gives back a quarter of the share.
        _advance(WINDOW / 4);
        _assertAvailable(0, 6_000_000);
        _consume(0, 6_000_000);
        _assertAvailable(0, 0);
        _advance(WINDOW);
        _assertAvailable(0, GAS / 3);
        _advance(10 * WINDOW);
        _assertAvailable(0, GAS / 3);
    }

    /// @dev A report that reverted would leave the meter standing at the very transaction that used too much.
    function test_Consume_MoreThanThereIs() public {
        _setPolicy(GAS, WINDOW);
        _expectConsumed(0, GAS / 3 + 1, GAS / 3);
        _consume(0, GAS / 3 + 1);
        _assertAvailable(0, 0);
        _expectConsumed(0, type(uint256).max, 0);
        _consume(0, type(uint256).max);
        _assertAvailable(0, 0);
        // Nothing below nothing: what was not drawn holds nothing up.
        _advance(WINDOW / 2);
        _assertAvailable(0, GAS / 6);
        _assertAvailable(1, GAS / 3);
    }

    function test_Consume_OfAnAccountThatLeft() public {
        _setPolicy(GAS, WINDOW);
        _register(0, KEY + 10);
        _remove(_accounts[0]);
        _expectConsumed(0, 1_000_000, 1_000_000);
        _consume(0, 1_000_000);
        vm.assertEq(ACCOUNTS.gasAvailable(_administrator(0)), GAS / 3 - 1_000_000, "the organisation pays");

        // Nor does it revert for an organisation that is suspended, retired or unknown.
        _suspendOrganisation(_organisations[0]);
        _consume(0, 1_000_000);
        vm.prank(body);
        ORGANISATIONS.retireOrganisation(_organisations[0]);
        _consume(0, 1_000_000);
        vm.startPrank(_meter);
        ACCOUNTS.consumeGas(OrganisationId.wrap(keccak256("unknown")), _stranger, 1);
        vm.expectEmit(address(ACCOUNTS));
        emit IAccountRegistry.GasConsumed(NOBODY, _stranger, _meter, 1, 0);
        ACCOUNTS.consumeGas(NOBODY, _stranger, 1);
        vm.stopPrank();
    }

    // resetGas
    // └── the organisation has its whole share again, no other has more

    function test_Reset() public {
        _setPolicy(GAS, WINDOW);
        _consume(0, GAS);
        _consume(1, 1_000_000);
        vm.expectEmit(address(ACCOUNTS));
        emit IAccountRegistry.GasReset(_organisations[0], body);
        vm.prank(body);
        ACCOUNTS.resetGas(_organisations[0]);
        _assertAvailable(0, GAS / 3);
        _assertAvailable(1, GAS / 3 - 1_000_000);
    }

    // Sharers
    // ├── when an organisation gets its first account or loses its last ... all shares change, what was used stays used
    // └── given a retired organisation ... anybody gives its share to the others

    function test_Sharers() public {
        _setPolicy(GAS, WINDOW);
        _consume(0, 19_000_000);
        _accounts[2] = _register(2, KEY + 2);
        _assertPolicy(GAS, WINDOW, GAS / 4);
        _assertAvailable(0, 0);
        _assertAvailable(1, GAS / 4);
        _assertAvailable(2, GAS / 4);

        _remove(_accounts[2]);
        _assertPolicy(GAS, WINDOW, GAS / 3);
        _assertAvailable(0, 1_000_000);
        // Leaving and coming back gives nothing back.
        _remove(_accounts[0]);
        _assertPolicy(GAS, WINDOW, GAS / 2);
        _accounts[0] = _register(0, KEY);
        _assertAvailable(0, 1_000_000);
        _remove(_accounts[0]);
        _remove(_accounts[1]);
        _assertPolicy(GAS, WINDOW, GAS);
    }

    function test_Sharers_RetiredOrganisation() public {
        _setPolicy(GAS, WINDOW);
        vm.prank(body);
        ORGANISATIONS.retireOrganisation(_organisations[0]);
        _assertPolicy(GAS, WINDOW, GAS / 3);
        vm.prank(_stranger);
        ACCOUNTS.removeAccount(_accounts[0]);
        _assertPolicy(GAS, WINDOW, GAS / 2);
        _assertAvailable(1, GAS / 2);
    }

    function test_Sharers_Move() public {
        _setPolicy(GAS, WINDOW);
        vm.prank(_administrator(0));
        ACCOUNTS.setAccountAccess(_accounts[0], Access.None);
        // From one that loses its last account to one that has some, and on to one that gets its first.
        _register(1, KEY);
        _assertPolicy(GAS, WINDOW, GAS / 2);
        vm.prank(_administrator(1));
        ACCOUNTS.setAccountAccess(_accounts[0], Access.None);
        _register(2, KEY);
        _assertPolicy(GAS, WINDOW, GAS / 3);
    }

    /// @dev Beside a model: what was used is given back with the time, and no more than the share is ever drawn.
    function testFuzz_BucketFollowsTheModel(uint64[16] memory steps) public {
        _setPolicy(GAS, WINDOW);
        uint256 share = GAS / 3;
        uint256 used = 0;
        uint256 last = vm.getBlockTimestamp();
        for (uint256 i = 0; i < steps.length; ++i) {
            _advance(steps[i] % (WINDOW / 2));
            uint256 back = ((vm.getBlockTimestamp() - last) * share) / WINDOW;
            uint256 rest = back >= used ? 0 : used - back;
            _assertAvailable(0, share - rest);
            uint256 gas = bound(steps[i] >> 16, 1, share);
            uint256 drawn = gas > share - rest ? share - rest : gas;
            _expectConsumed(0, gas, drawn);
            _consume(0, gas);
            // Nothing drawn writes nothing down.
            if (drawn != 0) (used, last) = (rest + drawn, vm.getBlockTimestamp());
            _assertAvailable(0, share - rest - drawn);
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
        ACCOUNTS.consumeGas(_organisations[i], _accounts[i], gas);
    }

    function _expectConsumed(uint256 i, uint256 gas, uint256 drawn) private {
        vm.expectEmit(address(ACCOUNTS));
        emit IAccountRegistry.GasConsumed(_organisations[i], _accounts[i], _meter, gas, drawn);
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
}
